"""The files of published reports: made once, kept under the data folder with their hashes, made anew when missing."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from ...core.errors import NotFound
from ...core.typesetting import typeset
from . import queries, word_file
from .content import sha256_of
from .document import document_of

SHEETS = Path(__file__).resolve().parent / "sheets"
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def file_of(report: Any, slug: str, format_name: str, data_dir: Path, base_url: str) -> Path:
    """The file of a report, made now if it is not there or not as it was made.

    Its name tells what of the report may be shown, so that words which are no longer public are in no file given out.
    Raises NotFound for another format, NoTypesetter, NotTypeset.
    """
    if format_name not in _WRITERS:
        raise NotFound(_("Такого формату немає. Є PDF і DOCX."))
    shown = sha256_of(queries.statuses_of(report.id))[:12]
    path = _folder(data_dir, slug) / f"{report.number}.{shown}.{format_name}"
    if not _is_whole(path):
        _keep(path, _WRITERS[format_name](document_of(report, base_url, slug)))
    return path


def forget_files(slug: str, number: int, data_dir: Path) -> None:
    """Throw away the files of a report, because what may be shown of it has changed."""
    for path in _folder(data_dir, slug).glob(f"{number}.*"):
        path.unlink(missing_ok=True)


def as_pdf(found: dict[str, Any]) -> bytes:
    """The PDF of a ``document.document_of``."""
    return typeset(SHEETS / "report.typ", found)


_WRITERS: dict[str, Callable[[dict[str, Any]], bytes]] = {"pdf": as_pdf, "docx": word_file.as_docx}


def _folder(data_dir: Path, slug: str) -> Path:
    return data_dir / "reports" / slug


def _hash_beside(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _is_whole(path: Path) -> bool:
    try:
        return _hash_beside(path).read_text() == hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return False


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(path, content)
    _write(_hash_beside(path), hashlib.sha256(content).hexdigest().encode())


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing: two who make the same file do not disturb each other."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(name, path)
