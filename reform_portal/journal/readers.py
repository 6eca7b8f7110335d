"""The loop of readers: each follows the journal with a cursor of its own and can start again from nothing."""

import logging
import os
import socket
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..core.clock import now
from ..core.database import db, unit_of_work
from . import queries
from .models import ReaderCursor

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=20)
BATCH = 2000
PAUSE = 0.25


class Reader(Protocol):
    """Something derived from the journal.

    ``take`` gets entries in order and makes its own state follow them. It may be called twice
    with the same entries (after a crash) and must then end in the same state. One that has a true ``is_quick``
    never takes long, and is let run beside those that may.
    """

    name: str

    def take(self, entries: Sequence[Row]) -> None: ...


class Busy(Exception):
    """Another living process reads for this reader now."""


def run_once(readers: Sequence[Reader], patience: float = 120.0) -> None:
    """Bring every reader to the present end of the journal.

    A reader that another process holds is waited for. Raises TimeoutError after ``patience``
    seconds in which a reader came no further.
    """
    end = queries.last_number()
    db.session.rollback()
    for reader in readers:
        until, before = time.monotonic() + patience, -1
        while (position := _advance_quietly(reader)) < end:
            if position > before:
                until, before = time.monotonic() + patience, position
            elif time.monotonic() > until:
                raise TimeoutError(f"reader {reader.name} did not reach entry {end}")
            else:
                time.sleep(0.05)


def run(readers: Sequence[Reader], also: Sequence[Callable[[], object]], goes_on: Callable[[], bool]) -> None:
    """Follow the journal until ``goes_on`` says no; ``also`` is called in every round."""
    before: list[int] = []
    while goes_on():
        positions = [_safely(partial(_advance_quietly, reader), reader.name) for reader in readers]
        for task in also:
            _safely(task, getattr(task, "__name__", "task"))
        db.session.remove()
        if positions == before:
            time.sleep(PAUSE)
        before = positions


def advance(reader: Reader) -> int:
    """Let a reader take one batch; returns its new position.

    Raises Busy when another process holds its lease.
    """
    position = position_of(reader.name)
    if not queries.entries_after(position, 1):
        db.session.rollback()
        return position
    position, until = _hold(reader.name)
    entries = queries.entries_after(position, BATCH)
    db.session.rollback()
    if not entries:
        return position
    reader.take(entries)
    db.session.rollback()
    _keep(reader.name, entries[-1].number, until)
    # Where the state was made anew meanwhile, the cursor stands where that was begun.
    position = position_of(reader.name)
    db.session.rollback()
    return position


def position_of(name: str) -> int:
    """How far a reader has come, 0 if it never ran."""
    return db.session.scalar(select(ReaderCursor.position).where(ReaderCursor.name == name)) or 0


def reset(name: str, position: int = 0) -> None:
    """Set a reader's cursor; at 0 it begins from nothing. Waits for no one.

    A batch that is being taken at this moment does not move the cursor: what came of it may be gone already.
    """
    _make_cursor(name)
    with unit_of_work():
        cursor = select(ReaderCursor.held_until).where(ReaderCursor.name == name).with_for_update()
        until = db.session.scalar(cursor)
        # A lease of another moment is another lease.
        other = until + timedelta(microseconds=1) if until is not None else None
        values = {"position": position, "held_until": other}
        db.session.execute(update(ReaderCursor).where(ReaderCursor.name == name).values(values))


def _advance_quietly(reader: Reader) -> int:
    try:
        return advance(reader)
    except Busy:
        position = position_of(reader.name)
        db.session.rollback()
        return position


def _safely(act: Callable[[], object], name: str) -> int:
    """One reader's failure must stop neither the others nor the loop."""
    try:
        result = act()
    except Exception:
        logger.exception("%s failed and will be tried again", name)
        db.session.rollback()
        time.sleep(1)
        return 0
    return result if isinstance(result, int) else 0


def me() -> str:
    """This process, as a lease holder is written."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def _hold(name: str) -> tuple[int, datetime]:
    """The cursor of a reader and until when it is held for this process."""
    with unit_of_work():
        row = db.session.execute(select(ReaderCursor.__table__).where(ReaderCursor.name == name)).first()
        if row is not None:
            if row.holder not in (None, me()) and row.held_until and row.held_until > now() and is_alive(row.holder):
                raise Busy(name)
            until = row.held_until
            if row.holder != me() or until is None or until - now() < LEASE / 2:
                until = now() + LEASE
                db.session.execute(
                    update(ReaderCursor).where(ReaderCursor.name == name).values(holder=me(), held_until=until)
                )
            return row.position, until
    _make_cursor(name)
    return _hold(name)


def _make_cursor(name: str) -> None:
    try:
        with unit_of_work():
            db.session.execute(insert(ReaderCursor).values(name=name, position=0))
    except IntegrityError:
        db.session.rollback()


def _keep(name: str, position: int, until: datetime) -> None:
    with unit_of_work():
        mine = (ReaderCursor.name == name) & (ReaderCursor.holder == me()) & (ReaderCursor.held_until == until)
        db.session.execute(update(ReaderCursor).where(mine).values(position=position, held_until=now() + LEASE))


def is_alive(holder: str) -> bool:
    """Whether the holding process still runs; one on another machine is believed until its lease ends."""
    host, _, pid = holder.rpartition(":")
    if host != socket.gethostname()[:60] or not pid.isdigit():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
