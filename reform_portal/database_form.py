"""Whether the database has the form that the code expects, and bringing it there. Importer of flask_migrate."""

from pathlib import Path

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from .core.database import db

FOLDER = Path(__file__).resolve().parent / "migrations"

migrate = flask_migrate.Migrate()


def head() -> str | None:
    """The newest revision of the schema."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def current() -> str | None:
    """The revision that the database is at, None for an empty one."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade() -> None:
    """Bring the database to the newest revision; does nothing when it is there."""
    if current() != head():
        db.session.remove()
        flask_migrate.upgrade(directory=str(FOLDER))
