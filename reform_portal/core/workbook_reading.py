"""Reading workbooks that people send, whatever program saved them. Importer of openpyxl."""

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

MOST_BYTES = 20 * 1024 * 1024
# What a workbook may grow to when it is unpacked, how many parts it may have and how tightly they may be packed.
_MOST_UNPACKED = 512 * 1024 * 1024
_MOST_PARTS = 2000
_TIGHTEST = 400
_MOST_COLUMNS = 60
# ECMA-376, part 1, 22.9.2.19: a character of a workbook that XML cannot hold, and an underscore that is meant.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class UnreadableWorkbook(ValueError):
    """It is no workbook, or one that is larger than any that was meant to be read."""


@dataclass(frozen=True)
class Cell:
    """``text`` as it is shown, empty for nothing; a formula is not worked out."""

    text: str = ""
    is_formula: bool = False


def read_workbook(file: IO[bytes]) -> Iterator[tuple[str, Iterator[tuple[int, Sequence[Cell]]]]]:
    """(name, rows) of each sheet, the rows with their numbers as programs print them; empty ones are left out.

    Read a sheet before the next one; constant memory but for texts that a program keeps once for the whole file.
    Raises UnreadableWorkbook.
    """
    _check_size(file)
    with _readable():
        book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        yield sheet.title, _rows(sheet)
    book.close()


@contextmanager
def _readable() -> Iterator[None]:
    """Whatever the library stumbles over means that the file cannot be read."""
    try:
        with warnings.catch_warnings():
            # It tells of every feature of a spreadsheet that it does not know.
            warnings.simplefilter("ignore")
            yield
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        LookupError,
        ValueError,
        TypeError,
        SyntaxError,
        OSError,
    ) as error:
        raise UnreadableWorkbook(str(error)) from error


def _check_size(file: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableWorkbook("not a workbook") from error
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED or unpacked > max(packed, 25_000) * _TIGHTEST:
        raise UnreadableWorkbook("too large")
    file.seek(0)


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[Cell]]]:
    rows = sheet.iter_rows(min_row=1, max_col=_MOST_COLUMNS)
    number = 0
    while True:
        with _readable():
            row = next(rows, None)
        if row is None:
            return
        number += 1
        filled = [index for index, cell in enumerate(row) if cell.value is not None]
        if filled:
            yield number, [_cell(cell) for cell in row[: filled[-1] + 1]]


def _cell(cell: Any) -> Cell:
    if cell.value is None:
        return Cell()
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(cell.value))
    return Cell(_whole_characters(text), cell.data_type == "f")


def _whole_characters(text: str) -> str:
    """Two escapes may be the halves of one character; a half alone cannot be written anywhere."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
