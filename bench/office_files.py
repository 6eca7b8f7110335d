"""Whether the files for drafters hold what they must after another program had them: `python -m bench.office_files`.

A draft with comments on words that overlap, hold a combining mark or stand at an emoji is written as Word files and as
a workbook; LibreOffice opens each and writes it anew. Then the comments must hang on the
very words that were quoted, the table must have its rows, and the workbook must still be taken back. One line for each
measure; 1 when one fails, or when LibreOffice is missing.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from .processes import peak_rss_mib

MANY = 10_000
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

LAW = """# Про користування землею громади

### Стаття 1. Строки

1. Рада розглядає заяву об’єкта культури протягом 30 календарних днів з дня подання й\u0301ого заяви 🇺🇦 до ради.

2. Якщо відповіді немає, заяву вважають задоволеною.
"""
QUOTES = (
    "30 календарних днів", "календарних днів з дня подання", "30 календарних днів з дня", "об’єкта культури",
    "🇺🇦", "дня подання й\u0301ого", "Рада", "ради.", "",
)  # fmt: skip


def main() -> int:
    office = shutil.which("soffice")
    if office is None:
        print("LibreOffice: soffice is not on this machine, nothing was measured (apt-get install libreoffice-core)")
        return 1
    with tempfile.TemporaryDirectory() as name, _portal(Path(name)):
        folder = Path(name)
        checks = [*_small(folder, office), *_many(folder, office)]
    for name, passed, note in checks:
        print(f"{'met' if passed else 'NOT MET':8}{name}: {note}")
    return 0 if all(passed for _name, passed, _note in checks) else 1


@contextlib.contextmanager
def _portal(folder: Path) -> Iterator[None]:
    os.environ["REFORM_PORTAL_DATA_DIR"] = str(folder / "var")
    from reform_portal.app import create_app
    from reform_portal.database_form import upgrade

    with create_app().app_context():
        upgrade()
        yield


Check = tuple[str, bool, str]


def _small(folder: Path, office: str) -> Iterator[Check]:
    from reform_portal.feedback.exports import margin_comments, proposals_docx, proposals_xlsx

    draft = _draft("land", [_said(quote, f"Зауваження {number}.") for number, quote in enumerate(QUOTES)])
    path = folder / "margin.docx"
    margin_comments.write(draft, path, "http://portal.test")
    anchored = dict(_annotations(_converted(office, path, "odt")))
    wrong = [
        f"{quote!r} → {anchored.get(f'Зауваження {number}.')!r}"
        for number, quote in enumerate(QUOTES)
        if quote and anchored.get(f"Зауваження {number}.") != quote
    ]
    yield "margin comments on the quoted words in LibreOffice", not wrong, "; ".join(wrong) or f"{len(QUOTES)} comments"
    again = _converted(office, path, "docx")
    yield "margin comments after saving as DOCX again", *_counted(len(_docx(again).comments), len(QUOTES))
    proposals_docx.write(draft, folder / "table.docx", "http://portal.test")
    table = _docx(_converted(office, folder / "table.docx", "docx")).tables[0]
    yield "rows of the table of proposals", *_counted(len(table.rows), 2)
    proposals_xlsx.write(draft, folder / "table.xlsx", "http://portal.test")
    yield _round_trip(folder / "table.xlsx", office)


def _round_trip(path: Path, office: str) -> Check:
    """Fill in the table, let LibreOffice save it, and ask what it would change."""
    import openpyxl

    from reform_portal.feedback.answers.file.actions import look
    from reform_portal.feedback.answers.file.limited import read_limited

    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 4).value = "Відхилено"
        sheet.cell(row, 6).value = "- бо так"
    book.save(path)
    plan = look(read_limited(_converted(office, path, "xlsx").read_bytes()), "land")
    passed = (len(plan.lines), plan.refused) == (len(QUOTES), [])
    return "filled-in workbook, saved by LibreOffice, taken back", passed, f"{len(plan.lines)} of {len(QUOTES)} answers"


def _many(folder: Path, office: str) -> Iterator[Check]:
    from reform_portal.feedback.exports import margin_comments, proposals_xlsx

    draft = _draft("many", [_said(QUOTES[number % 7], f"Думка {number}.") for number in range(MANY)])
    for name, write, goal in (
        ("margin.docx", margin_comments.write, 60.0), ("table.xlsx", proposals_xlsx.write, 60.0),
    ):  # fmt: skip
        yield _timed(
            f"{MANY:,} comments as {name}", lambda write=write, name=name: write(draft, folder / name, ""), goal
        )
    yield f"{MANY:,} margin comments reopen", *_counted(len(_docx(folder / "margin.docx").comments), MANY)


def _timed(name: str, act: Callable[[], object], goal: float) -> Check:
    began = time.monotonic()
    act()
    seconds = time.monotonic() - began
    return name, seconds <= goal, f"{seconds:.1f} s (≤ {goal:.0f}), peak so far {peak_rss_mib():,.0f} MiB"


def _counted(found: int, wanted: int) -> tuple[bool, str]:
    return found == wanted, f"{found:,} of {wanted:,}"


def _said(quote: str, body: str) -> dict[str, str]:
    return {"quote": quote, "body": body}


def _draft(slug: str, said: list[dict[str, str]]) -> Any:
    """A published draft with these comments on its first part."""
    import json

    from reform_portal.core.database import unit_of_work
    from reform_portal.discussion.comment_import import CommentImport
    from reform_portal.discussion.placements.publishing import publish
    from reform_portal.drafts.actions import DraftFacts, read_source_here
    from reform_portal.drafts.queries import draft_by_slug

    source = LAW.encode()
    with unit_of_work():
        publish(slug, source, "001.md", DraftFacts(), structure=read_source_here(source, "001.md"))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for number, one in enumerate(said):
            row = {"external_id": str(number), "author": "Олена Коваленко", "clause": "art_1__para_1", **one}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        file.flush()
        result = CommentImport(slug, "bench").run(Path(file.name), {})
    assert result.taken == len(said), result
    return draft_by_slug(slug)


def _converted(office: str, path: Path, ending: str) -> Path:
    """The file as LibreOffice writes it."""
    out = path.parent / f"converted-{ending}"
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    command = [office, profile, "--headless", "--convert-to", ending, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return out / f"{path.stem}.{ending}"


def _docx(path: Path) -> Any:
    import docx

    return docx.Document(str(path))


def _annotations(path: Path) -> Iterator[tuple[str, str]]:
    """(second line of each annotation, the words that it stands on) of an ODT file."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    open_words: dict[str, list[str]] = {}
    lines: dict[str, str] = {}
    for kind, value in _flow(root):
        if kind == "begin":
            name = value.get(f"{_OFFICE}name", "")
            open_words[name] = []
            lines[name] = ["".join(one.itertext()) for one in value.iter(f"{_TEXT}p")][1]
        elif kind == "end":
            name = value.get(f"{_OFFICE}name", "")
            yield lines[name], "".join(open_words.pop(name))
        else:
            for words in open_words.values():
                words.append(value)


def _flow(element: Any) -> Iterator[tuple[str, Any]]:
    """The text of a document in its order, with the beginnings and ends of annotations."""
    if element.tag == f"{_OFFICE}annotation":
        yield "begin", element
    elif element.tag == f"{_OFFICE}annotation-end":
        yield "end", element
    else:
        yield "text", " " if element.tag == f"{_TEXT}s" else element.text or ""
        for child in element:
            yield from _flow(child)
            yield "text", child.tail or ""


if __name__ == "__main__":
    sys.exit(main())
