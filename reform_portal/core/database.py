"""The database: one SQLAlchemy object, its connection rules and the column type for instants."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import wraps
from typing import Any, cast

from flask import make_response, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CursorResult, DateTime, Engine, Executable, MetaData, Row, Table, event, insert
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC without a zone in every database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if "sqlite3" not in type(connection).__module__:
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "secure_delete=ON",
        # 32 MiB: with its own 2 MiB SQLite reads and writes the pages of large indexes again and again.
        "cache_size=-32768",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        # A deferred transaction that turns into a writer half-way fails at once under load; one
        # that says so at the start waits for its turn.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def table(model: type[Base]) -> Table:
    """The table of a model, for statements that go past the ORM."""
    return cast(Table, model.__table__)


def rows(statement: Executable, **parameters: Any) -> Sequence[Row[Any]]:
    """Rows of a statement that was built once, past the ORM: for what every page asks."""
    return db.session.connection().execute(statement, parameters).all()


def change(statement: Executable) -> int:
    """Run an UPDATE or DELETE and tell how many rows it met."""
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount


def add_row(model: type[Base], values: dict[str, Any]) -> int:
    """Insert one row past the ORM and return its key."""
    result = cast("CursorResult[Any]", db.session.execute(insert(table(model)).values(values)))
    key = result.inserted_primary_key
    return key[0] if key else 0


def one_moment() -> None:
    """Begin to read anew, and see the database as it is at this moment until the transaction ends."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        # SQLite reads so always.
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def truncate_log() -> None:
    """Empty SQLite's write-ahead log into the database, so that erased words stand in no file any more."""
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()  # type: ignore[union-attr]


class Work:
    """One unit of work; ``discard`` makes it end without a trace."""

    def __init__(self) -> None:
        self.discarded = False

    def discard(self) -> None:
        self.discarded = True


@contextmanager
def unit_of_work() -> Iterator[Work]:
    """All changes inside are committed together at the end, or none of them.

    Inside another unit of work it joins that one.
    """
    work = Work()
    if _writing.get():
        yield work
        return
    db.session.rollback()
    token = _writing.set(True)
    try:
        yield work
        if work.discarded:
            db.session.rollback()
        else:
            db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


def writes(view: Any) -> Any:
    """Run the unsafe methods of a view as one unit of work; an answer of 400 and more undoes it."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return view(*args, **kwargs)
        with unit_of_work() as work:
            response = make_response(view(*args, **kwargs))
            if response.status_code >= 400:
                work.discard()
        return response

    return wrapper
