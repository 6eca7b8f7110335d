"""Making the files that people asked for, one at a time, and clearing away those that are no longer good.

They lie in ``exports/`` under the data folder, which the web server and the worker share.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import Row

from ...core.clock import now
from ...core.database import db, one_moment
from ...drafts.queries import draft_by_id
from ...journal.queries import last_number
from .. import queries as feedback
from . import actions, formats, queries
from .models import FAILED, READY, WAITING
from .removals import last_removal

logger = logging.getLogger(__name__)

TELL_EVERY = 1.0
KEPT = timedelta(days=1)
# A file that no row speaks of may be one that was finished this moment.
STRAY_SECONDS = 900


class Stopped(Exception):
    """The process was asked to end while it made a file."""


class Overtaken(Exception):
    """Words that the file holds were taken away while it was made."""


def folder() -> Path:
    found: Path = current_app.extensions["settings"].data_dir / "exports"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def is_there_work() -> bool:
    """Whether a file waits, or was left half-made by a process that is gone."""
    files = queries.pending()
    found = any(file.state == WAITING or actions.is_abandoned(file) for file in files)
    db.session.rollback()
    return found


def make_all(goes_on: Callable[[], bool] = lambda: True) -> int:
    """Make every file that waits; returns how many were made. Ends early when ``goes_on`` says no."""
    made = 0
    try:
        while goes_on() and (file := actions.claim()) is not None:
            made += _make(file, goes_on)
    except Stopped:
        logger.info("an export was interrupted and will be made again")
    return made


def wait_for_others(patience: float = 600.0) -> None:
    """Return when no other process makes a file any more, or after ``patience`` seconds."""
    until = time.monotonic() + patience
    while time.monotonic() < until and any(not actions.is_abandoned(file) for file in queries.pending()):
        db.session.rollback()
        time.sleep(0.1)
    db.session.rollback()


def tidy() -> None:
    """Take away files whose words were hidden, withdrawn or erased since, and those that a newer one replaces.

    The newest of each draft and format stays; that a try failed is remembered for a day.
    """
    files = queries.all_files()
    gone = [file for run in _by_draft(files) for file in _out_of_date(run)]
    db.session.rollback()
    if gone:
        actions.forget(gone)
    for file in gone:
        if file.file_name:
            (folder() / file.file_name).unlink(missing_ok=True)
    _remove_strays({file.file_name for file in files})


def _make(file: Row, goes_on: Callable[[], bool]) -> bool:
    chosen = formats.FORMATS.get(file.format_name)
    try:
        if chosen is None:
            raise ValueError(f"no such format: {file.format_name}")
        name = _write(file, chosen, goes_on)
    except Stopped:
        actions.give_back(file.id)
        raise
    except Overtaken:
        actions.begin_again(file.id)
        return False
    except Exception:
        logger.exception("the %s of draft %s could not be made", file.format_name, file.draft_id)
        actions.fail(file.id)
        return False
    path = folder() / name
    actions.finish(file.id, name, path.stat().st_size, _sha256(path))
    return True


def _write(file: Row, chosen: formats.Format, goes_on: Callable[[], bool]) -> str:
    """Write the file; returns its name in the folder."""
    one_moment()
    draft = draft_by_id(file.draft_id)
    # Read before the words are: a removal that comes in between then counts as later than the file.
    entry, as_of = last_number(), now()
    total = feedback.totals_of([draft.id])[draft.id].comments
    name = f"{draft.slug}-{file.id}-{chosen.file_name}"
    _beside(lambda: actions.begin(file.id, draft.revision, entry, as_of, total))
    base_url = current_app.extensions["settings"].base_url
    try:
        with force_locale(draft.language):
            tell = _teller(file.id, goes_on, lambda: bool(last_removal(draft, entry)))
            formats.whole(folder() / name, lambda part: chosen.write(draft, part, base_url, tell))
    finally:
        db.session.rollback()
    return name


def _teller(file_id: int, goes_on: Callable[[], bool], is_overtaken: Callable[[], bool]) -> Callable[[int], None]:
    due = [0.0]

    def tell(done: int) -> None:
        if not goes_on():
            raise Stopped
        if time.monotonic() >= due[0]:
            due[0] = time.monotonic() + TELL_EVERY
            _beside(lambda: actions.note_progress(file_id, done))
            # Nobody would get the file; and as long as it reads, SQLite cannot clear its log of the erased words.
            if _beside(is_overtaken):
                raise Overtaken

    return tell


def _beside(act: Callable[[], Any]) -> Any:
    """Act with another session than the one that reads the comments: the reading one sees one moment throughout."""
    with current_app._get_current_object().app_context():  # type: ignore[attr-defined]
        return act()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _by_draft(files: Sequence[Row]) -> list[list[Row]]:
    found: dict[int, list[Row]] = {}
    for file in files:
        found.setdefault(file.draft_id, []).append(file)
    return list(found.values())


def _out_of_date(files: Sequence[Row]) -> list[Row]:
    """Those of one draft's files, the newest first, that may go."""
    good = {file.id for file in queries.may_be_handed_out(draft_by_id(files[0].draft_id), files)}
    newest: dict[str, Any] = {}
    for file in files:
        if file.id in good and (folder() / file.file_name).is_file():
            newest.setdefault(file.format_name, file)
    return [file for file in files if file is not newest.get(file.format_name) and _may_go(file)]


def _may_go(file: Row) -> bool:
    """Whether a file that is not the newest good one may go. Nobody gets one that is older, and whoever keeps asking
    for files of a lively discussion must not fill the disk with them."""
    return file.state == READY or (file.state == FAILED and now() - file.asked_at > KEPT)


def _remove_strays(known: set[str]) -> None:
    for path in folder().iterdir():
        if path.name not in known and time.time() - path.stat().st_mtime > STRAY_SECONDS:
            path.unlink(missing_ok=True)
