"""consultation reports"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_texts",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        _key("report_texts", "draft_id", "drafts"),
        _key("report_texts", "person_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_report_texts")),
    )
    op.create_index(op.f("ix_report_texts_person_id"), "report_texts", ["person_id"])
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        _key("reports", "draft_id", "drafts"),
        _key("reports", "person_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reports_public_id")),
        sa.UniqueConstraint("draft_id", "number", name=op.f("uq_reports_draft_id_number")),
    )
    op.create_index(op.f("ix_reports_person_id"), "reports", ["person_id"])
    op.create_table(
        "report_rows",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("names", "proposal", name="report_row_kind", native_enum=False), nullable=False),
        sa.Column("section", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        _key("report_rows", "report_id", "reports"),
        sa.PrimaryKeyConstraint("report_id", "position", name=op.f("pk_report_rows")),
    )
    op.create_index("ix_report_rows_report_id_kind_position", "report_rows", ["report_id", "kind", "position"])
    op.create_table(
        "reported_comments",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _key("reported_comments", "comment_id", "comments"),
        _key("reported_comments", "report_id", "reports"),
        sa.PrimaryKeyConstraint("comment_id", "report_id", name=op.f("pk_reported_comments")),
    )
    op.create_index(op.f("ix_reported_comments_report_id"), "reported_comments", ["report_id"])
    with op.batch_alter_table("notices") as batch:
        batch.add_column(sa.Column("report_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_notices_report_id"), "reports", ["report_id"], ["id"], ondelete="CASCADE")
        batch.create_unique_constraint(op.f("uq_notices_person_id_report_id"), ["person_id", "report_id"])
        batch.create_index(op.f("ix_notices_report_id"), ["report_id"])


def downgrade() -> None:
    op.execute("DELETE FROM notices WHERE kind = 'report'")
    with op.batch_alter_table("notices") as batch:
        batch.drop_index(op.f("ix_notices_report_id"))
        batch.drop_constraint(op.f("uq_notices_person_id_report_id"), type_="unique")
        batch.drop_constraint(op.f("fk_notices_report_id"), type_="foreignkey")
        batch.drop_column("report_id")
    for table in ("reported_comments", "report_rows", "reports", "report_texts"):
        op.drop_table(table)


def _key(table: str, column: str, target: str, on_delete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=on_delete)
