"""files of exports that the worker writes"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STATES = ("waiting", "running", "ready", "failed")
PENDING = sa.text("state IN ('waiting', 'running')")


def upgrade() -> None:
    op.create_table(
        "export_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("format_name", sa.String(length=20), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="export_state", native_enum=False), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=True),
        sa.Column("touched_at", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.DateTime(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_export_files_draft_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_files")),
    )  # fmt: skip
    op.create_index("ix_export_files_draft_id_format_name", "export_files", ["draft_id", "format_name"])
    # However many ask for a file at once, it is made once.
    op.create_index(
        "uq_export_files_pending",
        "export_files",
        ["draft_id", "format_name"],
        unique=True,
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )


def downgrade() -> None:
    op.drop_table("export_files")
