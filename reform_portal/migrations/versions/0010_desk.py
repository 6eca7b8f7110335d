"""the desk: assignments, notes, tags, visits"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = (
    "desk_acts",
    "desk_visits",
    "desk_reasons",
    "desk_taggings",
    "desk_tags",
    "desk_notes",
    "desk_assignments",
)
INDEXES = (
    ("ix_comments_conversations_by_supports", ["draft_id", "supports", "id"], "root_id IS NULL"),
    (
        "ix_comments_conversations",
        ["draft_id", "provision_id", "stance", "status", "author_role", "id"],
        "root_id IS NULL",
    ),
    ("ix_comments_wordings", ["draft_id", "provision_id", "id"], "wording IS NOT NULL"),
)


def upgrade() -> None:
    op.create_table(
        "desk_assignments",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(), nullable=False),
        _key("desk_assignments", "comment_id", "comments"),
        _key("desk_assignments", "draft_id", "drafts"),
        _key("desk_assignments", "person_id", "people"),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_desk_assignments")),
    )
    op.create_index("ix_desk_assignments_draft_id_person_id", "desk_assignments", ["draft_id", "person_id"])
    _indexes("desk_assignments", "person_id")
    op.create_table(
        "desk_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        _key("desk_notes", "comment_id", "comments"),
        _key("desk_notes", "person_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_notes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_desk_notes_public_id")),
    )
    _indexes("desk_notes", "comment_id", "person_id")
    op.create_table(
        "desk_tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        _key("desk_tags", "draft_id", "drafts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_tags")),
        sa.UniqueConstraint("draft_id", "key", name=op.f("uq_desk_tags_draft_id_key")),
    )
    op.create_table(
        "desk_taggings",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        _key("desk_taggings", "comment_id", "comments"),
        _key("desk_taggings", "tag_id", "desk_tags"),
        sa.PrimaryKeyConstraint("comment_id", "tag_id", name=op.f("pk_desk_taggings")),
    )
    _indexes("desk_taggings", "tag_id")
    op.create_table(
        "desk_reasons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _key("desk_reasons", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_reasons")),
        sa.UniqueConstraint("public_id", name=op.f("uq_desk_reasons_public_id")),
    )
    _indexes("desk_reasons", "person_id")
    op.create_table(
        "desk_visits",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("previous_at", sa.DateTime(), nullable=True),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        _key("desk_visits", "person_id", "people"),
        _key("desk_visits", "draft_id", "drafts"),
        sa.PrimaryKeyConstraint("person_id", "draft_id", name=op.f("pk_desk_visits")),
    )
    _indexes("desk_visits", "draft_id")
    op.create_table(
        "desk_acts",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=False),
        _key("desk_acts", "person_id", "people"),
        _key("desk_acts", "draft_id", "drafts"),
        _key("desk_acts", "tag_id", "desk_tags"),
        sa.PrimaryKeyConstraint("person_id", "draft_id", name=op.f("pk_desk_acts")),
    )
    _indexes("desk_acts", "draft_id", "tag_id")
    for name, columns, rows in INDEXES:
        where = sa.text(rows)
        op.create_index(name, "comments", columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, _columns, _rows in INDEXES:
        op.drop_index(name, "comments")
    for table in TABLES:
        op.drop_table(table)


def _indexes(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _key(table: str, column: str, target: str, on_delete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=on_delete)
