"""Reading the journal."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, func, select

from ..core.database import db
from ..core.paging import Page, cut, decode_cursor
from .models import Entry, Opening


def last_number() -> int:
    """The number of the newest entry, 0 for an empty journal."""
    return db.session.scalar(select(func.max(Entry.number))) or 0


def entries_after(number: int, limit: int) -> Sequence[Row]:
    """(number, second, kind, subject, draft) of the entries that follow ``number``, oldest first."""
    statement = select(Entry.number, Entry.second, Entry.kind, Entry.subject, Entry.draft).where(Entry.number > number)
    return db.session.execute(statement.order_by(Entry.number).limit(limit)).all()


def last_about(drafts: Sequence[str], kinds: Collection[str] = (), after: int = 0) -> int:
    """The newest entry after a number about these drafts (as entries name them: ``d:<slug>@<version>``), 0 if there
    is none; with ``kinds`` of these alone."""
    statement = select(func.max(Entry.number)).where(Entry.draft.in_(drafts), Entry.number > after)
    if kinds:
        statement = statement.where(Entry.kind.in_(kinds))
    return db.session.scalar(statement) or 0


def second_of(number: int) -> int | None:
    """The epoch second of an entry, None if there is no such entry."""
    return db.session.scalar(select(Entry.second).where(Entry.number == number))


def page_of_entries(cursor: str | None, subject: str = "", size: int = 50) -> Page:
    """Entries newest first; with ``subject`` only those about one thing."""
    statement = select(Entry.number, Entry.second, Entry.kind, Entry.subject, Entry.draft, Entry.leaf_hash).order_by(
        Entry.number.desc()
    )
    if subject:
        statement = statement.where(Entry.subject == subject)
    key = decode_cursor(cursor, 1)
    if key:
        statement = statement.where(Entry.number < key[0])
    return cut(db.session.execute(statement.limit(size + 1)).all(), size, lambda row: (row.number,))


def entries_about(subject: str) -> Sequence[Row]:
    """(number, second, kind, leaf_hash) of all entries about one thing, oldest first."""
    statement = select(Entry.number, Entry.second, Entry.kind, Entry.leaf_hash).where(Entry.subject == subject)
    return db.session.execute(statement.order_by(Entry.number)).all()


def all_with_openings(batch: int = 2000) -> Iterator[Sequence[Any]]:
    """Batches of whole entries with their openings (None where erased), in order."""
    number = 0
    while True:
        statement = (
            select(Entry, Opening.salt, Opening.content)
            .outerjoin(Opening, Opening.number == Entry.number)
            .where(Entry.number > number)
            .order_by(Entry.number)
            .limit(batch)
        )
        rows = db.session.execute(statement).all()
        if not rows:
            return
        yield rows
        number = rows[-1][0].number
        db.session.expunge_all()
