"""The rows of a table of proposals that somebody filled in. Pure.

The sheet and its columns are found by their headers, whatever their case, spaces and order.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import IO, Any

from ....core.spreadsheets import XLSX_CELL_LIMIT, unguard
from ....core.workbook_reading import Cell, UnreadableWorkbook, read_workbook
from ...exports.proposals_columns import CONCLUSIONS, ID, PROPOSALS, REASON

MOST_ROWS = 200_000
_HEADER_WITHIN = 30
# A Cyrillic і in «id» looks the same; ґ is missing on some keyboards.
_ALIKE = str.maketrans({"і": "i", "ґ": "г"})


@dataclass(frozen=True)
class FileRow:
    """A row of the file; ``row`` is its number on ``sheet``. ``proposal`` is None where the file has no such column.

    ``formula`` names a column that holds a formula instead of words.
    """

    sheet: str
    row: int
    id: str
    conclusion: str
    reason: str
    proposal: str | None = None
    formula: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read_rows(file: IO[bytes]) -> list[FileRow]:
    """The rows that have an id or a conclusion, from every sheet that has the columns.

    Raises UnreadableWorkbook, ``no table`` for a workbook without the columns.
    """
    found: list[FileRow] = []
    tables = 0
    for name, rows in read_workbook(file):
        columns = _columns(rows)
        if columns is None:
            continue
        tables += 1
        for row in _filled(name, rows, columns):
            found.append(row)
            if len(found) > MOST_ROWS:
                raise UnreadableWorkbook("too large")
    if not tables:
        raise UnreadableWorkbook("no table")
    return found


def _columns(rows: Iterator[tuple[int, Sequence[Cell]]]) -> dict[str, int] | None:
    """Where each column stands, None for a sheet that is no table of proposals."""
    for number, cells in rows:
        if number > _HEADER_WITHIN:
            return None
        titles = [_title(cell.text) for cell in cells]
        wanted = {name: _title(name) for name in (ID, CONCLUSIONS, REASON, PROPOSALS)}
        found = {name: titles.index(title) for name, title in wanted.items() if title in titles}
        if ID in found and CONCLUSIONS in found:
            return found
    return None


def _title(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().translate(_ALIKE).split())


def _filled(sheet: str, rows: Iterator[tuple[int, Sequence[Cell]]], columns: dict[str, int]) -> Iterator[FileRow]:
    for number, cells in rows:
        chosen = {name: cells[at] if at < len(cells) else Cell() for name, at in columns.items()}
        values = {name: unguard(cell.text) for name, cell in chosen.items()}
        if not any(values[name].strip() for name in (ID, CONCLUSIONS, REASON) if name in values):
            continue
        formulas = [name for name in (ID, CONCLUSIONS, REASON) if name in chosen and chosen[name].is_formula]
        yield FileRow(
            sheet,
            number,
            values[ID].strip(),
            values[CONCLUSIONS],
            values.get(REASON, ""),
            values[PROPOSALS] if PROPOSALS in values and len(chosen[PROPOSALS].text) < XLSX_CELL_LIMIT else None,
            formulas[0] if formulas else "",
        )
