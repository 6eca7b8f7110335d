"""tokens of programs get a name, scopes, an end and the hour of their last use"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# What a token could do before there were scopes.
EARLIER = ["comments:write"]
TOKENS = sa.table(
    "api_tokens", sa.column("token_hash", sa.String), sa.column("public_id", sa.String), sa.column("scopes", sa.JSON)
)


def upgrade() -> None:
    with op.batch_alter_table("api_tokens") as batch:
        batch.add_column(sa.Column("public_id", sa.String(length=20), nullable=True))
        batch.add_column(sa.Column("name", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("scopes", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("last_used_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("expires_at", sa.DateTime(), nullable=True))
    connection = op.get_bind()
    for (token_hash,) in connection.execute(sa.select(TOKENS.c.token_hash)).all():
        values = {"public_id": secrets.token_hex(8), "scopes": EARLIER}
        connection.execute(sa.update(TOKENS).where(TOKENS.c.token_hash == token_hash).values(values))
    with op.batch_alter_table("api_tokens") as batch:
        batch.alter_column("public_id", existing_type=sa.String(length=20), nullable=False)
        batch.alter_column("scopes", existing_type=sa.JSON(), nullable=False)
        batch.alter_column("name", existing_type=sa.Text(), server_default=None)
        batch.create_unique_constraint(op.f("uq_api_tokens_public_id"), ["public_id"])


def downgrade() -> None:
    with op.batch_alter_table("api_tokens") as batch:
        batch.drop_constraint(op.f("uq_api_tokens_public_id"), type_="unique")
        for name in ("expires_at", "last_used_at", "scopes", "name", "public_id"):
            batch.drop_column(name)
