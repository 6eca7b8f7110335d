"""What the tests of filled-in tables share: writing the workbook, filling it in as a person would, reading it here."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl

from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback.answers.file import child
from reform_portal.feedback.exports import proposals_xlsx

CONCLUSION, REASON, ID = "D", "F", "G"


def workbook(folder: Path, slug: str = "land") -> Path:
    """The table of proposals as the portal writes it."""
    path = folder / f"{slug}.xlsx"
    proposals_xlsx.write(draft_by_slug(slug), path, "http://portal.test")
    return path


def fill(path: Path, answers: dict[str, tuple[str, str]], **cells: Any) -> bytes:
    """Fill in the rows of these ids and save the file as another program would; ``D5="…"`` sets one cell."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    for row in range(2, sheet.max_row + 1):
        given = answers.get(sheet[f"{ID}{row}"].value)
        if given is not None:
            sheet[f"{CONCLUSION}{row}"], sheet[f"{REASON}{row}"] = given
    for name, value in cells.items():
        sheet[name] = value
    file = io.BytesIO()
    book.save(file)
    book.close()
    path.write_bytes(file.getvalue())
    return file.getvalue()


def read_here(command: list[str], source: bytes, seconds: float) -> tuple[int, bytes]:
    """In the place of the process that files are read in."""
    return 0, json.dumps(child.answer(source)).encode()
