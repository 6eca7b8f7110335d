"""notices, and wordings that comments propose"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("placement", "reattached", "wording", name="notice_kind", native_enum=False), nullable=False
        ),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        _key("notices", "person_id", "people"),
        _key("notices", "comment_id", "comments"),
        _key("notices", "version_id", "versions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "person_id",
            "comment_id",
            "version_id",
            "kind",
            name=op.f("uq_notices_person_id_comment_id_version_id_kind"),
        ),
    )
    op.create_index("ix_notices_person_id_id", "notices", ["person_id", "id"])
    op.create_index(op.f("ix_notices_comment_id"), "notices", ["comment_id"])
    op.create_index(op.f("ix_notices_version_id"), "notices", ["version_id"])
    op.add_column("comments", sa.Column("wording", sa.Text(), nullable=True))
    op.create_table(
        "accepted_wordings",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(), nullable=False),
        sa.Column("realised_id", sa.Integer(), nullable=True),
        _key("accepted_wordings", "comment_id", "comments"),
        _key("accepted_wordings", "version_id", "versions"),
        _key("accepted_wordings", "clause_id", "clauses"),
        _key("accepted_wordings", "person_id", "people", "SET NULL"),
        _key("accepted_wordings", "realised_id", "versions", "SET NULL"),
        sa.PrimaryKeyConstraint("comment_id", "version_id", name=op.f("pk_accepted_wordings")),
    )
    for column in ("version_id", "clause_id", "person_id", "realised_id"):
        op.create_index(op.f(f"ix_accepted_wordings_{column}"), "accepted_wordings", [column])


def downgrade() -> None:
    op.drop_table("accepted_wordings")
    op.drop_column("comments", "wording")
    op.drop_table("notices")


def _key(table: str, column: str, target: str, on_delete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=on_delete)
