"""what a draft's feedback pages show: different texts, and how much was said on each day"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft_totals", sa.Column("texts", sa.Integer()))
    op.add_column("draft_totals", sa.Column("activity", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("draft_totals", "activity")
    op.drop_column("draft_totals", "texts")
