"""Writing the journal: the one way to add entries, and the one way to erase what they commit to."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select, text

from ..core.clock import now
from ..core.database import db, table
from .kinds import KINDS
from .leaf import commit_to, leaf_bytes, leaf_hash, new_salt
from .models import Entry, Opening

# Writers of the journal queue here on PostgreSQL, so that numbers have no gap and a reader that
# follows them can never pass an entry that is still uncommitted.
ADVISORY_LOCK = 0x52504A31


@dataclass(frozen=True)
class Event:
    """What happened: ``subject`` is ``c:<id>`` and the like, ``draft`` is ``d:<slug>@<version>`` or empty."""

    kind: str
    subject: str
    draft: str
    content: dict[str, Any]


def record(kind: str, subject: str, draft: str = "", **content: Any) -> int:
    """Add one entry in the present unit of work and return its number."""
    return record_all([Event(kind, subject, draft, content)])[0]


def record_all(events: Sequence[Event]) -> list[int]:
    """Add entries in the order given and return their numbers."""
    if not events:
        return []
    unknown = {event.kind for event in events} - KINDS
    if unknown:
        raise ValueError(f"not a kind of entry: {sorted(unknown)}")
    first = _next_number()
    second = int(now().timestamp())
    rows = [_rows(first + offset, second, event) for offset, event in enumerate(events)]
    db.session.execute(insert(table(Entry)), [entry for entry, _opening in rows])
    db.session.execute(insert(table(Opening)), [opening for _entry, opening in rows])
    return [entry["number"] for entry, _opening in rows]


def forget_openings(subjects: Iterable[str]) -> None:
    """Erase salt and content of all entries about these subjects; the leaves stay and open to nothing."""
    numbers = select(Entry.number).where(Entry.subject.in_(list(subjects)))
    db.session.execute(delete(Opening).where(Opening.number.in_(numbers)))


def _next_number() -> int:
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
    return (db.session.scalar(select(func.max(Entry.number))) or 0) + 1


def _rows(number: int, second: int, event: Event) -> tuple[dict[str, Any], dict[str, Any]]:
    salt = new_salt()
    commitment = commit_to(salt, event.content)
    leaf = leaf_bytes(number, second, event.kind, event.subject, event.draft, commitment)
    entry = {
        "number": number,
        "second": second,
        "kind": event.kind,
        "subject": event.subject,
        "draft": event.draft,
        "commitment": commitment,
        "leaf": leaf,
        "leaf_hash": leaf_hash(leaf),
    }
    content = json.dumps(event.content, ensure_ascii=False, separators=(",", ":"))
    return entry, {"number": number, "salt": salt, "content": content}
