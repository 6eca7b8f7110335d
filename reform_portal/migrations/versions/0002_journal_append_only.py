"""the journal only grows: a fence against accidents (the proof is in the hashes)"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER journal_entries_no_{act.lower()} BEFORE {act} ON journal_entries "
                "BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the journal only grows'; END $$"
        )
        op.execute(
            "CREATE TRIGGER journal_entries_fence BEFORE UPDATE OR DELETE ON journal_entries "
            "FOR EACH ROW EXECUTE FUNCTION journal_only_grows()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER journal_entries_no_{act}")
    else:
        op.execute("DROP TRIGGER journal_entries_fence ON journal_entries")
        op.execute("DROP FUNCTION journal_only_grows()")
