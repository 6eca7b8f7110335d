"""The dumps under ``opendata/`` of the data folder: which there are, which may be handed out, which are out of date.

A dump is a folder «2026-11-22.0001» that gets its name when it is whole. ``manifest.json`` says what is in it and up
to which entry of the journal; ``checked`` up to which entry it is known to hold nothing that was taken away.
"""

import json
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app

from ..journal.queries import last_number
from . import queries

KEPT_DAYS = 14
UNFINISHED = ".making-"
# No dump takes so long that none of its files is begun for an hour.
STRAY_SECONDS = 3600
MANIFEST, CHECKED = "manifest.json", "checked"
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)\.(\d{4})\Z")


@dataclass(frozen=True)
class DumpFile:
    """``rows`` is None for what is no table."""

    name: str
    size: int
    sha256: str
    rows: int | None


@dataclass(frozen=True)
class Dump:
    """``date`` is the day in Kyiv, ``entry`` the last entry of the journal that it knows, ``series`` that of its
    pseudonymous ids."""

    folder: Path
    date: str
    made_at: str
    entry: int
    series: str
    files: tuple[DumpFile, ...]

    def file(self, name: str) -> DumpFile | None:
        return next((file for file in self.files if file.name == name), None)

    def some(self, names: Iterable[str]) -> list[DumpFile]:
        """Those of its files that have these names, in this order."""
        return [file for name in names if (file := self.file(name)) is not None]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


def home() -> Path:
    """The folder of all dumps."""
    found: Path = current_app.extensions["settings"].data_dir / "opendata"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def good_dumps() -> list[Dump]:
    """The newest dump of each day, the newest day first, without those that hold what was taken away since."""
    found = _read_all()
    bad = _out_of_date(found)
    newest: dict[str, Dump] = {}
    for dump in found:
        if dump.folder not in bad:
            newest.setdefault(dump.date, dump)
    return list(newest.values())


def find_dump(date: str) -> Dump | None:
    """The dump of a day («2026-11-22»), or the newest one («latest»)."""
    return next((dump for dump in good_dumps() if date in ("latest", dump.date)), None)


def sweep() -> int:
    """Delete dumps that hold what was taken away since, that a newer one of their day replaces and that are too old;
    returns how many. Those that stay are marked as checked."""
    found, last = _read_all(), last_number()
    bad = _out_of_date(found)
    kept: dict[str, Dump] = {}
    for dump in found:
        if dump.folder not in bad and len(kept) < KEPT_DAYS:
            kept.setdefault(dump.date, dump)
    gone = [dump for dump in found if kept.get(dump.date) is not dump]
    for dump in gone:
        shutil.rmtree(dump.folder, ignore_errors=True)
    for dump in kept.values():
        _mark(dump, last)
    _remove_strays()
    return len(gone)


def forget_all() -> None:
    """Delete every dump: what they hold can no longer be compared with the journal."""
    for dump in _read_all():
        shutil.rmtree(dump.folder, ignore_errors=True)


def has_overtaken(entry: int) -> bool:
    """Whether words that a dump as of this entry holds were taken away since."""
    return any(first <= entry for _number, first in queries.removals_after(entry))


def next_name(date: str) -> str:
    """A free name for a dump of a day."""
    numbers = [int(match[2]) for path in home().iterdir() if (match := _NAME.match(path.name)) and match[1] == date]
    return f"{date}.{max(numbers, default=0) + 1:04d}"


def _out_of_date(found: list[Dump]) -> set[Path]:
    """Folders of the dumps that hold words which were hidden, withdrawn or erased since."""
    if not found:
        return set()
    last = last_number()
    checked = {dump.folder: _checked(dump) for dump in found}
    # A journal that is shorter than a dump knows was brought back from a copy.
    bad = {folder for folder, number in checked.items() if number > last}
    removals = queries.removals_after(min(checked.values()))
    for dump in found:
        if any(dump.entry < number and first <= dump.entry for number, first in removals):
            bad.add(dump.folder)
    return bad


def _checked(dump: Dump) -> int:
    try:
        return max(dump.entry, int((dump.folder / CHECKED).read_text(encoding="ascii")))
    except (FileNotFoundError, ValueError):
        return dump.entry


def _mark(dump: Dump, number: int) -> None:
    if _checked(dump) >= number:
        return
    part = dump.folder / f"{CHECKED}.{os.getpid()}.part"
    # Another process may have deleted the dump at this moment.
    with suppress(FileNotFoundError):
        part.write_text(str(number), encoding="ascii")
        part.replace(dump.folder / CHECKED)


def _remove_strays() -> None:
    """Delete what a process left that was killed while it made a dump."""
    for path in home().glob(f"{UNFINISHED}*"):
        # One that is finished at this moment has another name already.
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > STRAY_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def _read_all() -> list[Dump]:
    """Every whole dump, the newest first."""
    return list(_read_each(sorted(home().iterdir(), key=lambda path: path.name, reverse=True)))


def _read_each(folders: list[Path]) -> Iterator[Dump]:
    for folder in folders:
        match = _NAME.match(folder.name)
        if match is None:
            continue
        try:
            content: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            files = tuple(DumpFile(**file) for file in content.pop("files"))
            yield Dump(folder=folder, files=files, **content)
        except (OSError, ValueError, TypeError, KeyError):
            # Half deleted by another process, or not ours.
            continue
