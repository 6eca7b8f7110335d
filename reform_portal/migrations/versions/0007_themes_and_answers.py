"""themes of provisions, the drafters' answers and notices of them"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DECISIONS = ("accepted", "partly", "rejected", "out_of_scope")


def upgrade() -> None:
    op.create_table(
        "themes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("provision_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("quotes", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        _key("themes", "draft_id", "drafts"),
        _key("themes", "provision_id", "provisions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_themes_public_id")),
    )
    _indexes("themes", "draft_id", "provision_id")
    op.create_table(
        "theme_members",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        _key("theme_members", "comment_id", "comments"),
        _key("theme_members", "theme_id", "themes"),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_theme_members")),
    )
    _indexes("theme_members", "theme_id")
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column(
            "target", sa.Enum("comment", "theme", "campaign", name="answer_target", native_enum=False), nullable=False
        ),
        sa.Column("decision", sa.Enum(*DECISIONS, name="decision", native_enum=False), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_html", sa.Text(), nullable=False),
        sa.Column("changed_clause_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.Column("entry", sa.Integer(), nullable=False),
        _key("answers", "draft_id", "drafts"),
        _key("answers", "comment_id", "comments"),
        _key("answers", "theme_id", "themes", "SET NULL"),
        _key("answers", "campaign_id", "campaigns", "SET NULL"),
        _key("answers", "changed_clause_id", "clauses", "SET NULL"),
        _key("answers", "person_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_answers_public_id")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_answers_comment_id")),
        sa.UniqueConstraint("theme_id", name=op.f("uq_answers_theme_id")),
        sa.UniqueConstraint("campaign_id", name=op.f("uq_answers_campaign_id")),
    )
    op.create_index("ix_answers_draft_id_id", "answers", ["draft_id", "id"])
    _indexes("answers", "changed_clause_id", "person_id")
    op.create_table(
        "answer_revisions",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Enum(*DECISIONS, name="revision_decision", native_enum=False), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        _key("answer_revisions", "answer_id", "answers"),
        sa.PrimaryKeyConstraint("answer_id", "number", name=op.f("pk_answer_revisions")),
    )
    op.create_table(
        "answered_comments",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        _key("answered_comments", "comment_id", "comments"),
        _key("answered_comments", "answer_id", "answers"),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_answered_comments")),
    )
    op.create_index("ix_answered_comments_answer_id_comment_id", "answered_comments", ["answer_id", "comment_id"])
    # The worker counts these anew in its next round.
    op.add_column("draft_totals", sa.Column("conversations", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("draft_totals", sa.Column("answered", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("draft_totals", sa.Column("decisions", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("draft_totals", sa.Column("median_seconds", sa.Integer(), nullable=True))
    with op.batch_alter_table("notices") as batch:
        batch.alter_column("version_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("answer_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("answer_number", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_notices_answer_id"), "answers", ["answer_id"], ["id"], ondelete="CASCADE")
        batch.create_unique_constraint(
            op.f("uq_notices_person_id_answer_id_answer_number"), ["person_id", "answer_id", "answer_number"]
        )
        batch.create_index(op.f("ix_notices_answer_id"), ["answer_id"])


def downgrade() -> None:
    op.execute("DELETE FROM notices WHERE kind = 'answer'")
    with op.batch_alter_table("notices") as batch:
        batch.drop_index(op.f("ix_notices_answer_id"))
        batch.drop_constraint(op.f("uq_notices_person_id_answer_id_answer_number"), type_="unique")
        batch.drop_constraint(op.f("fk_notices_answer_id"), type_="foreignkey")
        batch.drop_column("answer_number")
        batch.drop_column("answer_id")
        batch.alter_column("version_id", existing_type=sa.Integer(), nullable=False)
    for column in ("median_seconds", "decisions", "answered", "conversations"):
        op.drop_column("draft_totals", column)
    for table in ("answered_comments", "answer_revisions", "answers", "theme_members", "themes"):
        op.drop_table(table)


def _indexes(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _key(table: str, column: str, target: str, on_delete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=on_delete)
