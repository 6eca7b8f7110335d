"""campaigns: near-identical comments and what they are found by"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        _key("campaigns", "draft_id", "drafts"),
        _key("campaigns", "representative_id", "comments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("public_id", name=op.f("uq_campaigns_public_id")),
        sa.UniqueConstraint("representative_id", name=op.f("uq_campaigns_representative_id")),
    )
    op.create_index("ix_campaigns_draft_id_size_id", "campaigns", ["draft_id", "size", "id"])
    op.create_table(
        "campaign_members",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.Column("text", sa.BigInteger(), nullable=False),
        _key("campaign_members", "comment_id", "comments"),
        _key("campaign_members", "campaign_id", "campaigns"),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_campaign_members")),
    )
    op.create_index("ix_campaign_members_campaign_id_comment_id", "campaign_members", ["campaign_id", "comment_id"])
    op.create_table(
        "fingerprints",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        _key("fingerprints", "comment_id", "comments"),
        _key("fingerprints", "draft_id", "drafts"),
        sa.PrimaryKeyConstraint("comment_id", "band", "hash", name=op.f("pk_fingerprints")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_fingerprints_draft_id_band_hash", "fingerprints", ["draft_id", "band", "hash"])


def downgrade() -> None:
    op.drop_table("fingerprints")
    op.drop_table("campaign_members")
    op.drop_table("campaigns")


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")
