"""what became of each clause and each comment from one version to the next"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CHANGES = ("same", "changed", "moved", "renumbered", "split", "merged", "removed", "added")
STATES = ("exact", "moved", "changed", "detached")


def upgrade() -> None:
    op.create_table(
        "clause_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("before_id", sa.Integer(), nullable=True),
        sa.Column("after_id", sa.Integer(), nullable=True),
        sa.Column("change", sa.Enum(*CHANGES, name="change", native_enum=False), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        _key("clause_links", "version_id", "versions"),
        _key("clause_links", "before_id", "clauses"),
        _key("clause_links", "after_id", "clauses"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_links")),
    )
    for column in ("version_id", "before_id", "after_id"):
        op.create_index(op.f(f"ix_clause_links_{column}"), "clause_links", [column])
    op.create_table(
        "comment_placements",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=True),
        sa.Column("near_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.Enum(*STATES, name="anchor_state", native_enum=False), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("placed_by", sa.Enum("portal", "drafter", name="placed_by", native_enum=False), nullable=False),
        sa.Column("verdict", sa.Enum("right", "wrong", name="verdict", native_enum=False), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_role", sa.String(length=10), nullable=False),
        _key("comment_placements", "comment_id", "comments"),
        _key("comment_placements", "version_id", "versions"),
        _key("comment_placements", "clause_id", "clauses"),
        _key("comment_placements", "near_id", "clauses", "SET NULL"),
        sa.PrimaryKeyConstraint("comment_id", "version_id", name=op.f("pk_comment_placements")),
    )
    for column in ("clause_id", "near_id"):
        op.create_index(op.f(f"ix_comment_placements_{column}"), "comment_placements", [column])
    op.create_index(
        "ix_comment_placements_version_id_state_comment_id", "comment_placements", ["version_id", "state", "comment_id"]
    )
    op.create_index("ix_comment_placements_version_id_verdict", "comment_placements", ["version_id", "verdict"])


def downgrade() -> None:
    op.drop_table("comment_placements")
    op.drop_table("clause_links")


def _key(table: str, column: str, target: str, on_delete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=on_delete)
