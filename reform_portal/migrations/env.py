"""How migrations run: in one transaction, foreign keys checked at its end.

With foreign keys on, SQLite's rebuild of a parent table would delete its children; so they are off
while a migration runs, and a check follows.
"""

from alembic import context
from flask import current_app
from sqlalchemy import text

from reform_portal.core.database import Instant

database = current_app.extensions["migrate"].db


def render_item(kind, item, autogen_context):
    """Our own column types are written as what they are in the database."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime()"
    return False


def run() -> None:
    with database.engine.connect() as connection:
        lite = connection.dialect.name == "sqlite"
        if lite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        try:
            context.configure(
                connection=connection,
                target_metadata=database.metadata,
                render_as_batch=lite,
                render_item=render_item,
                compare_type=True,
                transactional_ddl=True,
            )
            with context.begin_transaction():
                context.run_migrations()
                broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall() if lite else []
                if broken:
                    raise RuntimeError(f"the migration left broken references: {broken[:5]}")
        finally:
            if lite:
                connection.connection.driver_connection.rollback()
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    raise RuntimeError("migrations run against a database, not into a script")
run()
