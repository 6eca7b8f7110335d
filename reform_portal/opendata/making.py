"""Making a dump: all tables as of one moment, in a folder that appears only when it is whole.

The worker asks every second whether there is work (``is_due``) and then lets a process of its own do it.
"""

import json
import logging
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import current_app

from ..core.clock import in_kyiv, now, stamp
from ..core.database import db, one_moment
from ..drafts.exports import writing
from ..drafts.exports.queries import exported_version
from ..journal.queries import last_number, second_of
from . import dumps, queries
from .datasets import TABLES, TEXTS_ZIP
from .dumps import Dump, DumpFile
from .pseudonyms import kept_key, series_of
from .readme import LICENCE_TEXT, readme_en, readme_uk
from .table_files import checksums, data_package, dictionary, sha256_of, write_table

logger = logging.getLogger(__name__)

# The hour in Kyiv from which the dump of a new day may be made.
NIGHT = 2
# A portal that has just begun first gets its drafts.
FIRST_AFTER = 60
TRIES = 3
REST_AFTER_FAILURE = 600.0
LOOK_EVERY = 1.0
LAST_RUN = "last-run.json"
TEXT_FORMATS = ("akn", "md")


class Stopped(Exception):
    """The process was asked to end while it made a dump."""


class Overtaken(Exception):
    """Words that the dump holds were taken away while it was made."""


def is_due() -> bool:
    """Whether a dump is to be made now: none is good, or the last one is of an earlier day and it is night or later.

    What must not be handed out any more is deleted on the way.
    """
    try:
        dumps.sweep()
        found = dumps.find_dump("latest")
        if found is None:
            return _has_begun() and _is_rested()
        here = in_kyiv(now())
        return found.date < here.date().isoformat() and here.hour >= NIGHT and _is_rested()
    finally:
        db.session.rollback()


def make(
    goes_on: Callable[[], bool] = lambda: True, progress: Callable[[int], None] = lambda done: None
) -> Dump | None:
    """Make a dump of this moment. None when the process was asked to end.

    Raises Overtaken when words were taken away during each of several tries.
    """
    began = time.monotonic()
    rest = REST_AFTER_FAILURE
    try:
        found = _try(goes_on, progress)
        rest = time.monotonic() - began
        return found
    except Stopped:
        rest = 0
        return None
    finally:
        _note_run(rest)


def _try(goes_on: Callable[[], bool], progress: Callable[[int], None]) -> Dump:
    for _number in range(TRIES):
        folder = Path(tempfile.mkdtemp(prefix=dumps.UNFINISHED, dir=dumps.home()))
        try:
            return _make_in(folder, goes_on, progress)
        except Overtaken:
            logger.info("words were taken away while open data were made; they are made again")
        finally:
            db.session.rollback()
            shutil.rmtree(folder, ignore_errors=True)
    raise Overtaken


def _make_in(folder: Path, goes_on: Callable[[], bool], progress: Callable[[int], None]) -> Dump:
    settings = current_app.extensions["settings"]
    key = kept_key(settings.data_dir / "opendata_key")
    one_moment()
    entry, made_at = last_number(), now()
    date = in_kyiv(made_at).date().isoformat()
    tell = _teller(entry, goes_on, progress)
    rows = _write_tables(folder, settings.base_url, key, tell)
    _write_texts(folder / TEXTS_ZIP, settings.base_url, datetime.fromtimestamp(second_of(entry) or 0, UTC), tell)
    made = stamp(made_at)
    _write_papers(folder, date, made, entry, settings.base_url)
    files = tuple(
        DumpFile(path.name, path.stat().st_size, sha256_of(path), rows.get(path.name))
        for path in sorted(folder.iterdir())
    )
    dump = Dump(folder, date, made, entry, series_of(key), files)
    _write_manifest(dump)
    # What is taken away from now on, the look at every download finds.
    db.session.rollback()
    if dumps.has_overtaken(entry):
        raise Overtaken
    folder.chmod(0o700)
    finished = folder.rename(dumps.home() / dumps.next_name(date))
    dumps.sweep()
    return Dump(finished, date, made, entry, dump.series, files)


def _write_tables(folder: Path, base_url: str, key: bytes, tell: Callable[[int], None]) -> dict[str, int]:
    """Write all tables; returns file → rows."""
    read = queries.rows_by_table(base_url, key)
    done = [0]
    found: dict[str, int] = {}
    for table in TABLES:
        count = write_table(folder, table, _told(read[table.name](), done, tell))
        found |= dict.fromkeys(table.file_names, count)
    return found


def _told(rows: Iterable[Any], done: list[int], tell: Callable[[int], None]) -> Iterator[Any]:
    for row in rows:
        done[0] += 1
        if done[0] % 500 == 0:
            tell(done[0])
        yield row


def _write_texts(path: Path, base_url: str, instant: datetime, tell: Callable[[int], None]) -> None:
    """Every version as Akoma Ntoso and Markdown; the same journal gives the same bytes."""
    moment = max(instant.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for number, (draft, version) in enumerate(queries.versions_to_export()):
            act = exported_version(draft, version, base_url)
            for name in TEXT_FORMATS:
                entry = zipfile.ZipInfo(f"{draft.slug}/{writing.file_name(act, name)}", moment)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system, entry.external_attr = 3, 0o644 << 16
                archive.writestr(entry, writing.write(act, name))
            tell(number)


def _write_papers(folder: Path, date: str, made_at: str, entry: int, base_url: str) -> None:
    """Readme, licence, dictionary, description for programs and the checksums of all of it."""
    _save(folder / "README.uk.md", readme_uk(date, made_at, entry, base_url))
    _save(folder / "README.en.md", readme_en(date, made_at, entry, base_url))
    _save(folder / "LICENSE.txt", LICENCE_TEXT)
    _save(folder / "dictionary.csv", dictionary())
    digests = {path.name: sha256_of(path) for path in sorted(folder.iterdir())}
    package = folder / "datapackage.json"
    _save(package, data_package(date, base_url, digests))
    digests[package.name] = sha256_of(package)
    _save(folder / "SHA256SUMS", checksums(sorted(digests.items())))


def _write_manifest(dump: Dump) -> None:
    content = {"date": dump.date, "made_at": dump.made_at, "entry": dump.entry, "series": dump.series}
    content["files"] = [asdict(file) for file in dump.files]
    _save(dump.folder / dumps.MANIFEST, json.dumps(content))


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _teller(entry: int, goes_on: Callable[[], bool], progress: Callable[[int], None]) -> Callable[[int], None]:
    due = [time.monotonic() + LOOK_EVERY]

    def tell(done: int) -> None:
        if not goes_on():
            raise Stopped
        progress(done)
        if time.monotonic() >= due[0]:
            due[0] = time.monotonic() + LOOK_EVERY
            # Nobody would get it; and as long as it reads, SQLite cannot clear its log of the erased words.
            if _beside(lambda: dumps.has_overtaken(entry)):
                raise Overtaken

    return tell


def _beside(act: Callable[[], Any]) -> Any:
    """Act with another session than the one that reads: the reading one sees one moment throughout."""
    with current_app._get_current_object().app_context():  # type: ignore[attr-defined]
        return act()


def _has_begun() -> bool:
    first = second_of(1)
    return first is not None and now().timestamp() - first >= FIRST_AFTER


def _is_rested() -> bool:
    """After a run of so many seconds the next one waits as long: never more than half of the time goes into dumps."""
    try:
        until = json.loads((dumps.home() / LAST_RUN).read_text(encoding="utf-8"))["rests_until"]
    except (OSError, ValueError, KeyError, TypeError):
        return True
    return not isinstance(until, int | float) or time.time() >= until


def _note_run(rest: float) -> None:
    _save(dumps.home() / LAST_RUN, json.dumps({"rests_until": time.time() + rest}))
