"""One file that holds everything, and the way back from it. Both are checked by reopening."""

import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _

from .core.clock import now
from .core.errors import CommandError
from .core.settings import Settings

FORMAT = "reform-portal-backup/1"
DATABASE, DUMP, MANIFEST = "portal.sqlite", "portal.dump", "manifest.json"


def back_up(settings: Settings, target: Path) -> dict[str, Any]:
    """Write a backup and open it again; returns what it holds. The file appears only when it is whole."""
    target = target.resolve()
    if not target.parent.is_dir():
        raise CommandError(_("Теки %(folder)s немає. Створіть її або вкажіть іншу.", folder=target.parent))
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        work = Path(folder)
        content = _dump_sqlite(settings, work) if _is_sqlite(settings) else _dump_postgres(settings, work)
        manifest = {"format": FORMAT, "made_at": now().isoformat(), **content}
        (work / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1))
        packed = work / "packed.tar.gz"
        with tarfile.open(packed, "w:gz", compresslevel=6) as archive:
            for name in (MANIFEST, manifest["database"]):
                archive.add(work / name, arcname=name)
        check(packed)
        packed.chmod(0o600)
        packed.replace(target)
    return manifest


def restore(settings: Settings, source: Path) -> dict[str, Any]:
    """Put a backup in the place of the present database, which is kept beside it.

    The search index goes: the worker makes it anew. Raises CommandError and changes nothing when
    the backup is not whole.
    """
    manifest = check(source)
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as folder:
        _extract(source, manifest["database"], Path(folder))
        dump = Path(folder) / manifest["database"]
        if _is_sqlite(settings) != (manifest["database"] == DATABASE):
            raise CommandError(_("Ця копія — з іншої СУБД, ніж налаштована зараз."))
        if _is_sqlite(settings):
            _replace_sqlite(_sqlite_path(settings), dump)
        else:
            _run(
                [
                    "pg_restore",
                    "--clean",
                    "--if-exists",
                    "--no-owner",
                    "--exit-on-error",
                    "-d",
                    _plain_url(settings),
                    str(dump),
                ]
            )
    shutil.rmtree(Path(settings.search_url.removeprefix("whoosh:")), ignore_errors=True)
    return manifest


def check(source: Path) -> dict[str, Any]:
    """Open a backup and look whether it is whole; returns its manifest. Raises CommandError."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            _extract(source, MANIFEST, Path(folder))
            manifest = json.loads((Path(folder) / MANIFEST).read_text())
            if (
                not isinstance(manifest, dict)
                or manifest.get("format") != FORMAT
                or manifest.get("database") not in (DATABASE, DUMP)
                or "made_at" not in manifest
            ):
                raise CommandError(_("%(name)s — не резервна копія порталу.", name=source.name))
            _extract(source, manifest["database"], Path(folder))
            counts = _counts(Path(folder) / DATABASE) if manifest["database"] == DATABASE else manifest.get("rows")
            if manifest["database"] == DATABASE and not {"alembic_version", "journal_entries"} <= set(counts or {}):
                raise CommandError(_("%(name)s — не резервна копія порталу.", name=source.name))
            if counts != manifest.get("rows"):
                raise CommandError(_("Копія %(name)s неповна: кількість рядків не збігається.", name=source.name))
    except (OSError, tarfile.TarError, KeyError, ValueError, EOFError, RecursionError, sqlite3.Error) as error:
        raise CommandError(
            _("%(name)s не читається як резервна копія: %(error)s.", name=source.name, error=error)
        ) from error
    return manifest


def _dump_sqlite(settings: Settings, work: Path) -> dict[str, Any]:
    path = _sqlite_path(settings)
    if not path.exists():
        raise CommandError(_("Бази даних ще немає: %(path)s.", path=path))
    copy = work / DATABASE
    with sqlite3.connect(path) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    target.close()
    source.close()
    return {"database": DATABASE, "rows": _counts(copy)}


def _dump_postgres(settings: Settings, work: Path) -> dict[str, Any]:
    # The index of the search is made anew after a restore.
    command = ["pg_dump", "--format=custom", "--no-owner", "--exclude-schema=search", "-f", str(work / DUMP)]
    _run([*command, _plain_url(settings)])
    return {"database": DUMP}


def _counts(path: Path) -> dict[str, int]:
    """Rows of every table, after the database itself said that it is sound."""
    connection = sqlite3.connect(path)
    try:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise CommandError(_("База в копії пошкоджена: %(verdict)s.", verdict=verdict))
        names = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        counting = {name: f'SELECT count(*) FROM "{name}"' for name in names}  # noqa: S608 - names of our own schema
        return {name: connection.execute(count).fetchone()[0] for name, count in counting.items()}
    finally:
        connection.close()


def _replace_sqlite(path: Path, dump: Path) -> None:
    """Copy page by page through SQLite itself, so that a portal that runs sees one change or none."""
    if path.exists():
        kept = path.with_name(f"{path.name}.before-restore-{now():%Y%m%d-%H%M%S}")
        with sqlite3.connect(path) as old, sqlite3.connect(kept) as copy:
            old.backup(copy)
        old.close()
        copy.close()
    source = sqlite3.connect(dump)
    target = sqlite3.connect(path, timeout=30)
    try:
        source.backup(target)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    finally:
        source.close()
        target.close()


def _extract(source: Path, name: str, folder: Path) -> None:
    with tarfile.open(source, "r:gz") as archive:
        archive.extract(name, folder, filter="data")


def _is_sqlite(settings: Settings) -> bool:
    return settings.database_url.startswith("sqlite")


def _sqlite_path(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


def _plain_url(settings: Settings) -> str:
    return "postgresql:" + urlsplit(settings.database_url).geturl().split(":", 1)[1]


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise CommandError(_("Потрібна програма %(name)s (пакунок postgresql-client).", name=command[0])) from error
    except subprocess.CalledProcessError as error:
        raise CommandError(
            f"{command[0]}: {error.stderr.strip().splitlines()[-1] if error.stderr.strip() else error}"
        ) from error
