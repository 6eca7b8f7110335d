"""Asking for files and keeping account of how they are made. No public act: the journal has no entries of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Row, delete, insert, update
from sqlalchemy.exc import IntegrityError

from ...core.clock import now
from ...core.database import change, db, unit_of_work
from ...journal.readers import is_alive, me
from . import queries
from .models import FAILED, READY, RUNNING, WAITING, ExportFile

# A process that gave no sign for so long is taken for dead, though something runs under its number.
SILENCE = timedelta(minutes=30)
MOST_ATTEMPTS = 3


def ask(draft: Row, format_name: str) -> None:
    """Ask for a file of a draft as it is now.

    One that waits, is being made or shows this very revision serves everybody who asks.
    """
    files = [file for file in queries.files_of(draft.id) if file.format_name == format_name]
    current = [file for file in queries.may_be_handed_out(draft, files) if file.revision == draft.revision]
    there = next((file for file in files if file.state in (WAITING, RUNNING)), None) or next(iter(current), None)
    if there is not None:
        db.session.execute(update(ExportFile).where(ExportFile.id == there.id).values(asked_at=now()))
        return
    failed = (ExportFile.format_name == format_name) & (ExportFile.state == FAILED)
    db.session.execute(delete(ExportFile).where(ExportFile.draft_id == draft.id, failed))
    try:
        with db.session.begin_nested():
            values = {"draft_id": draft.id, "format_name": format_name, "state": WAITING, "asked_at": now()}
            db.session.execute(insert(ExportFile).values(values))
    except IntegrityError:
        # Somebody else asked in the same moment; the file is for both.
        return


def claim() -> Row | None:
    """Take the file that waits longest, to be made by this process; None if none waits.

    What a process left that is no more is taken again, a few times.
    """
    with unit_of_work():
        for file in queries.pending():
            if file.state == RUNNING and not is_abandoned(file):
                continue
            if file.attempts >= MOST_ATTEMPTS:
                _set(file.id, state=FAILED, holder=None)
                continue
            begun = {"holder": me(), "touched_at": now(), "attempts": file.attempts + 1, "done": 0}
            before = (ExportFile.id == file.id) & (ExportFile.attempts == file.attempts)
            if change(update(ExportFile).where(before).values(state=RUNNING, **begun)):
                return file
    return None


def is_abandoned(file: Row) -> bool:
    """Whether the process that makes a file is gone."""
    silent = file.touched_at is None or now() - file.touched_at > SILENCE
    return silent or file.holder is None or not is_alive(file.holder)


def begin(file_id: int, revision: int, entry: int, as_of: datetime, total: int) -> None:
    """Note what moment a file will show."""
    with unit_of_work():
        _set(file_id, revision=revision, entry=entry, as_of=as_of, total=total)


def note_progress(file_id: int, done: int) -> None:
    with unit_of_work():
        _set(file_id, done=done, touched_at=now())


def finish(file_id: int, file_name: str, size: int, sha256: str) -> None:
    with unit_of_work():
        _set(file_id, state=READY, holder=None, file_name=file_name, size=size, sha256=sha256, touched_at=now())


def fail(file_id: int) -> None:
    with unit_of_work():
        _set(file_id, state=FAILED, holder=None)


def give_back(file_id: int) -> None:
    """Leave a file to whoever comes next; this attempt does not count."""
    with unit_of_work():
        attempts = ExportFile.attempts - 1
        _set(file_id, state=WAITING, holder=None, done=0, attempts=attempts)


def begin_again(file_id: int) -> None:
    """Let a file be made from the beginning; this attempt counts."""
    with unit_of_work():
        _set(file_id, state=WAITING, holder=None, done=0)


def forget(files: Sequence[Row]) -> None:
    """Strike files off the account."""
    with unit_of_work():
        db.session.execute(delete(ExportFile).where(ExportFile.id.in_([file.id for file in files])))


def _set(file_id: int, **values: object) -> None:
    db.session.execute(update(ExportFile).where(ExportFile.id == file_id).values(**values))
