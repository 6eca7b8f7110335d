"""Cells of CSV and XLSX that no spreadsheet program takes for a formula. Importer of xlsxwriter."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
import xlsxwriter.xmlwriter

_RISKY = ("=", "+", "-", "@", "\t", "\r", "'", "＝", "＋", "－", "＠")
XLSX_CELL_LIMIT = 32767
# Without the header; a sheet has 2 to the power of 20 rows.
XLSX_ROW_LIMIT = 1_048_575
_TEXTS_STAY_TEXTS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

# Of two escapes that share an underscore («_x0041_x0042_») the library would take the first alone.
xlsxwriter.xmlwriter.re_control_chars_1 = re.compile("(_)(?=x[0-9a-fA-F]{4}_)")

# Words of a cell with their formatting.
PLAIN, STRONG, NOTE, DELETED, INSERTED = "plain", "strong", "note", "deleted", "inserted"
Rich = list[tuple[str, str]]
_FORMATS: dict[str, dict[str, Any]] = {
    PLAIN: {},
    STRONG: {"bold": True},
    NOTE: {"italic": True},
    DELETED: {"font_strikeout": True},
    INSERTED: {"bold": True, "underline": 1},
}
_PAPER_A4 = 9
# Of a table as wide as a page: letters in its width, points in the height of a line.
_WIDTH, _LINE = 130, 15


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
    """Write (name, header, rows) sheets with constant memory; every text stays a text.

    Rows that one sheet cannot hold go on in «name 2», «name 3».
    """
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, **_TEXTS_STAY_TEXTS}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for name, header, rows in sheets:
            sheet = _add_sheet(book, name, header, bold)
            for number, row in enumerate(rows):
                if number and number % XLSX_ROW_LIMIT == 0:
                    sheet = _add_sheet(book, f"{name} {number // XLSX_ROW_LIMIT + 1}", header, bold)
                _write_row(sheet, number % XLSX_ROW_LIMIT + 1, row)
                progress(number + 1)


def write_rich_xlsx(
    file: BinaryIO, name: str, above: Sequence[str], header: Sequence[str], rows: Iterable[str | Sequence[Rich]]
) -> None:
    """Write one sheet for reading on paper: landscape A4, the header on every page.

    ``above`` are lines over the table. A row is one ``Rich`` for each column, or a text across all of them.
    """
    with xlsxwriter.Workbook(file, {"in_memory": True, **_TEXTS_STAY_TEXTS}) as book:
        sheet = book.add_worksheet(name[:31])
        formats = {style: book.add_format(look) for style, look in _FORMATS.items()}
        cell = {"text_wrap": True, "valign": "top", "border": 1}
        cells = {style: book.add_format({**cell, **look}) for style, look in _FORMATS.items()}
        _set_for_paper(sheet, len(above), len(header))
        for number, line in enumerate(above):
            sheet.write_string(number, 0, guard(line)[:XLSX_CELL_LIMIT], formats[PLAIN if number else STRONG])
        for column, title in enumerate(header):
            sheet.write_string(len(above), column, title, cells[STRONG])
        for number, row in enumerate(rows, start=len(above) + 1):
            if isinstance(row, str):
                # A merged cell does not grow with its text by itself.
                sheet.set_row(number, _LINE * (1 + len(row) // _WIDTH))
                sheet.merge_range(number, 0, number, len(header) - 1, guard(row)[:XLSX_CELL_LIMIT], cells[STRONG])
                continue
            for column, runs in enumerate(row):
                _write_rich(sheet, number, column, runs, formats, cells)


def _set_for_paper(sheet: Any, header: int, columns: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(_PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.freeze_panes(header + 1, 0)
    sheet.set_column(0, columns - 1, _WIDTH // columns)


def _write_rich(sheet: Any, number: int, column: int, runs: Rich, formats: Any, cells: Any) -> None:
    kept = _guarded(runs)
    if not kept:
        sheet.write_blank(number, column, None, cells[PLAIN])
        return
    if len(kept) == 1:
        sheet.write_string(number, column, kept[0][1], cells[kept[0][0]])
        return
    parts = [part for style, text in kept for part in (formats[style], text)]
    sheet.write_rich_string(number, column, *parts, cells[PLAIN])


def _guarded(runs: Rich) -> Rich:
    """The runs with the guard before the first and cut where the cell ends; empty ones left out."""
    kept: Rich = []
    room = XLSX_CELL_LIMIT
    for style, text in runs:
        text = (text if kept else guard(text))[:room]
        if text:
            kept.append((style, text))
            room -= len(text)
    return kept


def _add_sheet(book: Any, name: str, header: Sequence[str], bold: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(header) - 1, 24)
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, bold)
    return sheet


def _write_row(sheet: Any, number: int, row: Sequence[Any]) -> None:
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        if isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(number, column, value)
        else:
            sheet.write_string(number, column, guard(str(value))[:XLSX_CELL_LIMIT])
