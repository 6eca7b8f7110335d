"""what themes are kept with"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    labelled_by = sa.Enum("words", "model", "person", name="theme_labelled_by", native_enum=False)
    with op.batch_alter_table("themes") as batch:
        batch.add_column(sa.Column("labelled_by", labelled_by, nullable=False, server_default="words"))
        batch.add_column(sa.Column("people", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_themes_merged_into_id"), "themes", ["merged_into_id"], ["id"], ondelete="CASCADE"
        )
        batch.create_index(op.f("ix_themes_merged_into_id"), ["merged_into_id"])
    op.create_table(
        "theme_others",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("provision_id", sa.Integer(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        _key("theme_others", "comment_id", "comments"),
        _key("theme_others", "provision_id", "provisions"),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_theme_others")),
    )
    op.create_index(op.f("ix_theme_others_provision_id"), "theme_others", ["provision_id"])
    op.create_table(
        "theme_states",
        sa.Column("provision_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("entry", "rests_on", "other")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("grouped", "arrived", "hand")),
        sa.Column("due", sa.Boolean(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("unknown", sa.Double(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("profiles", sa.JSON(), nullable=False),
        sa.Column("computed_at", sa.DateTime(), nullable=False),
        _key("theme_states", "provision_id", "provisions"),
        _key("theme_states", "draft_id", "drafts"),
        sa.PrimaryKeyConstraint("provision_id", name=op.f("pk_theme_states")),
    )
    op.create_index(op.f("ix_theme_states_draft_id"), "theme_states", ["draft_id"])
    op.create_table(
        "theme_backgrounds",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        _key("theme_backgrounds", "draft_id", "drafts"),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_theme_backgrounds")),
    )


def downgrade() -> None:
    for table in ("theme_backgrounds", "theme_states", "theme_others"):
        op.drop_table(table)
    with op.batch_alter_table("themes") as batch:
        batch.drop_index(op.f("ix_themes_merged_into_id"))
        batch.drop_constraint(op.f("fk_themes_merged_into_id"), type_="foreignkey")
        for column in ("merged_into_id", "people", "labelled_by"):
            batch.drop_column(column)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")
