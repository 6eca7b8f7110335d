"""Cells of CSV and XLSX that no spreadsheet program takes for a formula. Importer of xlsxwriter."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

_RISKY = ("=", "+", "-", "@", "\t", "\r", "'", "＝", "＋", "－", "＠")
XLSX_CELL_LIMIT = 32767


def guard(value: Any) -> Any:
    """A text that begins like a formula, or with the guard itself, gets a leading apostrophe."""
    return "'" + value if isinstance(value, str) and value.startswith(_RISKY) else value


def unguard(value: str) -> str:
    """The text as it was before ``guard``."""
    return value[1:] if value.startswith("'") and value[1:].startswith(_RISKY) else value


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """RFC 4180 lines with a byte order mark, which spreadsheet programs need to see UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(header)
    for row in rows:
        writer.writerow([guard(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def write_xlsx(
    path: Path,
    sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Any]]]],
    progress: Callable[[int], None] = lambda done: None,
) -> None:
    """Write (name, header, rows) sheets with constant memory; every text stays a text."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, **options}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for name, header, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(header) - 1, 24)
            for column, title in enumerate(header):
                sheet.write_string(0, column, title, bold)
            for number, row in enumerate(rows, start=1):
                _write_row(sheet, number, row)
                progress(number)


def _write_row(sheet: Any, number: int, row: Sequence[Any]) -> None:
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        if isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(number, column, value)
        else:
            sheet.write_string(number, column, guard(str(value))[:XLSX_CELL_LIMIT])
