"""Everything a portal needs, looked at one by one."""

import shutil
from collections.abc import Iterator

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from .core.database import db
from .core.settings import Settings
from .database_form import current, head
from .journal import readers
from .journal.queries import last_number

Finding = tuple[str, str, bool]


def examine(app: Flask) -> Iterator[Finding]:
    """(what, verdict, fine) for the database, its safety, the disk, the readers, the index and the mail."""
    settings: Settings = app.extensions["settings"]
    yield "data folder", str(settings.data_dir), settings.data_dir.is_dir()
    free = shutil.disk_usage(settings.data_dir).free // 1048576
    yield "free disk", f"{free} MB", free > 500
    try:
        yield from _database()
        yield from _readers(app)
    except SQLAlchemyError as error:
        yield "database", str(error).splitlines()[0], False
    sound = app.extensions["search_engine"].is_sound()
    yield "search index", "sound" if sound else "missing or broken: run search rebuild", sound
    yield "publisher of open data", _publisher(settings), True
    yield "mail", "SMTP" if settings.smtp_url else f"files under {settings.data_dir / 'mail'}", True


def _publisher(settings: Settings) -> str:
    missing = settings.publisher.missing
    return f"not set: {', '.join(missing)}" if missing else settings.publisher.name


def _database() -> Iterator[Finding]:
    yield "schema", f"{current()} (newest {head()})", current() == head()
    if db.engine.dialect.name == "sqlite":
        mode = db.session.execute(text("PRAGMA journal_mode")).scalar()
        safety = db.session.execute(text("PRAGMA synchronous")).scalar()
        yield "durability", f"journal_mode={mode}, synchronous={safety}", (mode, safety) == ("wal", 2)


def _readers(app: Flask) -> Iterator[Finding]:
    end = last_number()
    for reader in app.extensions["readers"]:
        position = readers.position_of(reader.name)
        yield f"reader {reader.name}", f"{position} of {end}", end - position < 5000
