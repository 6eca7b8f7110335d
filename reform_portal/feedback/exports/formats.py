"""Every kind of file in which the discussion of a draft can be taken home.

A new one is one line of FORMATS: a function ``write(draft, path, base_url, progress)`` that writes a whole file and
tells ``progress`` how many comments are in it so far.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l

from ..report import summary_pdf
from . import annotated, bundle, columns, margin_comments, proposals_docx, proposals_xlsx, writers

Progress = Callable[[int], None]
Write = Callable[[Any, Path, str, Progress], None]

# More comments than this, and the worker makes the file while the reader waits or goes away.
MOST_AT_ONCE, MOST_AT_ONCE_HEAVY = 10_000, 2_000


@dataclass(frozen=True)
class Format:
    """``name`` is that of the command, ``file_name`` that of the download; ``title`` and ``purpose`` are what the
    page says. A ``heavy`` one costs more for each comment; ``has_dictionary``: its columns are explained apart."""

    name: str
    file_name: str
    media: str
    title: Any
    purpose: Any
    write: Write
    heavy: bool = False
    has_dictionary: bool = False

    def is_made_at_once(self, comments: int) -> bool:
        """Whether the file of a draft with so many comments is made while the reader waits."""
        return comments <= (MOST_AT_ONCE_HEAVY if self.heavy else MOST_AT_ONCE)


def _rows(name: str) -> Write:
    def write(draft: Any, path: Path, base_url: str, progress: Progress) -> None:
        writers.write_rows(columns.rows_of(draft, base_url, progress), name, path)

    return write


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LD = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'

# fmt: off
FORMATS: dict[str, Format] = {found.name: found for found in (
    Format("xlsx", "comments.xlsx", _XLSX, "XLSX", _l("таблиця пропозицій, у яку можна вписати висновки, й усі зауваження — для Excel і LibreOffice"), proposals_xlsx.write, has_dictionary=True),
    Format("docx", "comments.docx", _DOCX, _l("Word із зауваженнями на полях"), _l("текст останньої редакції, кожне зауваження — при своїх словах"), margin_comments.write, heavy=True),
    Format("proposals", "proposals.docx", _DOCX, _l("Таблиця пропозицій, Word"), _l("№, текст, пропозиції, висновки, остаточна редакція"), proposals_docx.write, heavy=True),
    Format("pdf", "feedback.pdf", "application/pdf", _l("Підсумки за статтями, PDF"), _l("для читання й друку"), summary_pdf.write, heavy=True),
    Format("csv", "comments.csv", "text/csv", "CSV", _l("таблиця для будь-якої програми"), _rows("csv"), has_dictionary=True),
    Format("jsonl", "comments.jsonl", "application/x-ndjson", "JSON Lines", _l("для програм: одне зауваження — один рядок"), _rows("jsonl"), has_dictionary=True),
    Format("jsonld", "annotations.jsonld", _LD, _l("Анотації W3C"), _l("для програм, що вміють показувати зауваження на словах тексту (Web Annotation, JSON-LD)"), annotated.write),
    Format("bundle", "bundle.zip", "application/zip", _l("Усе разом, ZIP"), _l("текст кожної редакції, зауваження, відповіді, підсумки й контрольні суми — для архіву чи дослідження"), bundle.write, heavy=True),
)}
# fmt: on
BY_FILE_NAME = {found.file_name: found for found in FORMATS.values()}


def save(draft: Any, name: str, path: Path, base_url: str, progress: Progress = lambda done: None) -> None:
    """Write a file, which appears only when it is whole, and the data dictionary of a table beside it.

    Raises KeyError for a name that is not in FORMATS.
    """
    chosen = FORMATS[name]
    whole(path, lambda part: chosen.write(draft, part, base_url, progress))
    if chosen.has_dictionary:
        _save_lines(writers.dictionary(), path.with_suffix(".dictionary.csv"))


def whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` make a file under another name; it gets its own when it is whole, and goes when it is not."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _save_lines(lines: Iterable[str], path: Path) -> None:
    whole(path, lambda part: writers.write_lines(lines, part))
