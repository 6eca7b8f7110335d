"""Cells of CSV and XLSX that no spreadsheet program takes for a formula. Importer of xlsxwriter."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
import xlsxwriter.xmlwriter

_RISKY = ("=", "+", "-", "@", "\t", "\r", "'", "＝", "＋", "－", "＠")
XLSX_CELL_LIMIT = 32767
_TEXTS_STAY_TEXTS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# Row by row to the disk; a sheet of a million rows is larger than the first form of ZIP can hold.
_STREAMED = {"constant_memory": True, "use_zip64": True, **_TEXTS_STAY_TEXTS}

# Rows of a sheet, more than which no program opens.
XLSX_ROWS = 1_048_576

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
_TALLEST, _LEAST_LINES = 409, 3


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
    with xlsxwriter.Workbook(str(path), _STREAMED) as book:
        _write_sheets(book, sheets, progress)


@dataclass(frozen=True)
class Block:
    """Rows that belong together; ``spanning`` cells (by column) stand once beside all of them."""

    rows: Iterable[Sequence[Any]]
    count: int
    spanning: Mapping[int, str]


@dataclass(frozen=True)
class FormSheet:
    """A sheet that a person fills in.

    ``choices`` are the only words for a column, ``fixed`` the columns that look as if they must not be touched,
    ``open`` those that wait to be filled in.
    """

    name: str
    header: Sequence[str]
    widths: Sequence[int]
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    fixed: frozenset[int] = frozenset()
    open: frozenset[int] = frozenset()


def write_form_xlsx(
    path: Path,
    form: FormSheet,
    blocks: Iterable[Block],
    guide: tuple[str, Sequence[str]],
    sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Any]]]] = (),
) -> None:
    """Write a workbook with constant memory: a form, a sheet of lines that say how to fill it in, plain sheets.

    What has no room in one sheet goes on in another one with the same header.
    """
    with xlsxwriter.Workbook(str(path), _STREAMED) as book:
        _Form(book, form).write(blocks)
        name, lines = guide
        sheet = book.add_worksheet(name)
        sheet.set_column(0, 0, 100)
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for number, line in enumerate(lines):
            sheet.write_string(number, 0, guard(line), plain)
        _write_sheets(book, sheets, lambda done: None)


class _Form:
    """The sheets of a form, row by row."""

    def __init__(self, book: Any, form: FormSheet) -> None:
        self._book, self._form = book, form
        cell = {"text_wrap": True, "valign": "top", "border": 1}
        self._plain = book.add_format(cell)
        self._bold = book.add_format({**cell, "bold": True, "bg_color": "#E4EDF2"})
        self._grey = book.add_format({**cell, "bg_color": "#EEEEEE", "font_color": "#595959", "font_size": 9})
        self._open = book.add_format({**cell, "bg_color": "#FFF8E1"})
        self._sheets = 0
        self._row = self._next = 0
        self._sheet: Any = None

    def write(self, blocks: Iterable[Block]) -> None:
        self._begin()
        for block in blocks:
            self._write_block(block)

    def _begin(self) -> None:
        form = self._form
        self._sheets += 1
        name = form.name if self._sheets == 1 else f"{form.name} {self._sheets}"
        self._sheet = sheet = self._book.add_worksheet(name)
        _set_for_paper(sheet, 0, len(form.header))
        for column, width in enumerate(form.widths):
            sheet.set_column(column, column, width)
        for column, words in form.choices.items():
            # A cell may hold more than the word, so what is typed beside the list is questioned, not refused.
            sheet.data_validation(
                1, column, XLSX_ROWS - 1, column,
                {"validate": "list", "source": list(words), "error_type": "information"},
            )  # fmt: skip
        for column, title in enumerate(form.header):
            sheet.write_string(0, column, title, self._bold)
        self._row = 1

    def _write_block(self, block: Block) -> None:
        left = block.count
        rows = iter(block.rows)
        while left:
            room = min(left, XLSX_ROWS - self._row)
            if room == 0:
                self._begin()
                continue
            for offset, row in zip(range(room), rows, strict=False):
                self._write_row(row, block.spanning, offset == 0, room)
            self._merge(block.spanning, room)
            self._row += room
            left -= room

    def _write_row(self, row: Sequence[Any], spanning: Mapping[int, str], first: bool, room: int) -> None:
        number = self._row if first else self._next
        self._next = number + 1
        self._sheet.set_row(number, self._height(row, spanning, room))
        for column, value in enumerate(row):
            look = self._look(column)
            if column in spanning:
                value = spanning[column] if first else ""
            if isinstance(value, int):
                self._sheet.write_number(number, column, value, look)
            elif value:
                self._sheet.write_string(number, column, guard(value)[:XLSX_CELL_LIMIT], look)
            else:
                self._sheet.write_blank(number, column, None, look)
        # Heights of rows that are written already would be kept to the end, half a kilobyte each.
        for heights in (self._sheet.row_info, self._sheet.row_sizes):
            heights.pop(number - 1, None)

    def _look(self, column: int) -> Any:
        if column in self._form.fixed:
            return self._grey
        return self._open if column in self._form.open else self._plain

    def _merge(self, spanning: Mapping[int, str], room: int) -> None:
        """``merge_range`` would go back to rows that are written already; their cells are there, only this is not."""
        if room > 1:
            for column in spanning:
                self._sheet.merge.append([self._row, column, self._row + room - 1, column])

    def _height(self, row: Sequence[Any], spanning: Mapping[int, str], room: int) -> float:
        """Points. Not every program makes rows as high as their texts by itself, and none does for a spanning text."""
        own = max(self._lines(column, str(value)) for column, value in enumerate(row) if column not in spanning)
        needed = max((self._lines(column, text) for column, text in spanning.items()), default=0) / room
        return min(max(own, needed, _LEAST_LINES) * _LINE, _TALLEST)

    def _lines(self, column: int, text: str) -> int:
        width = self._form.widths[column]
        return sum(1 + len(line) // width for line in text.split("\n"))


def _write_sheets(
    book: Any,
    sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Any]]]],
    progress: Callable[[int], None],
) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for name, header, rows in sheets:
        sheet, room = _add_sheet(book, name, header, bold), XLSX_ROWS - 1
        for number, row in enumerate(rows):
            if number and number % room == 0:
                sheet = _add_sheet(book, f"{name} {number // room + 1}", header, bold)
            _write_row(sheet, number % room + 1, row)
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
