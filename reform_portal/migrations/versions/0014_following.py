"""what people follow; letters that are written when they are sent"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KINDS = ("draft", "clause", "comment", "answer", "search")
FREQUENCIES = ("off", "at_once", "daily", "weekly", "stopped")


def upgrade() -> None:
    op.create_table(
        "followings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="following_kind", native_enum=False), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("provision_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Enum(*FREQUENCIES, name="frequency", native_enum=False), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [there], name=op.f(f"fk_followings_{column}"), ondelete="CASCADE")
            for column, there in (
                ("person_id", "people.id"),
                ("draft_id", "drafts.id"),
                ("provision_id", "provisions.id"),
                ("comment_id", "comments.id"),
                ("answer_id", "answers.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followings")),
        sa.UniqueConstraint("public_id", name=op.f("uq_followings_public_id")),
        sa.UniqueConstraint("person_id", "target", name=op.f("uq_followings_person_id_target")),
    )
    op.create_index("ix_followings_due_at", "followings", ["due_at"])
    for column in ("draft_id", "provision_id", "comment_id", "answer_id"):
        op.create_index(f"ix_followings_{column}", "followings", [column])
    op.create_index("ix_journal_entries_kind", "journal_entries", ["kind"])
    with op.batch_alter_table("outgoing_mails") as batch_op:
        batch_op.add_column(sa.Column("about", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("maker", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("contents", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("message_id", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("taken_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("outgoing_mails") as batch_op:
        for column in ("taken_at", "message_id", "contents", "maker", "about"):
            batch_op.drop_column(column)
    op.drop_index("ix_journal_entries_kind", "journal_entries")
    op.drop_table("followings")
