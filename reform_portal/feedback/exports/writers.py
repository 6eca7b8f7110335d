"""Exports of comments as CSV, JSON lines and XLSX, each with its data dictionary."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ...core.spreadsheets import csv_lines, write_xlsx
from . import proposals_xlsx
from .columns import COLUMNS, DICTIONARY_HEADER, NAMES, rows_of

FORMATS = ("csv", "xlsx", "jsonl")

Rows = Iterable[dict[str, Any]]


def as_csv(rows: Rows) -> Iterator[str]:
    return csv_lines(NAMES, ([_blank(row[name]) for name in NAMES] for row in rows))


def as_json_lines(rows: Rows) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def write(rows: Rows, format_name: str, path: Path, progress: Callable[[int], None] = lambda done: None) -> None:
    """Write an export and ``<name>.dictionary.csv`` beside it; the file appears only when it is whole."""
    part = path.with_name(path.name + ".part")
    if format_name == "xlsx":
        cells = ([row[name] for name in NAMES] for row in rows)
        write_xlsx(part, [("comments", NAMES, cells), ("dictionary", DICTIONARY_HEADER, COLUMNS)], progress)
    else:
        lines = as_csv(rows) if format_name == "csv" else as_json_lines(rows)
        with part.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
    part.replace(path)
    _write_dictionary(path)


def _write_dictionary(path: Path) -> None:
    with path.with_suffix(".dictionary.csv").open("w", encoding="utf-8", newline="") as file:
        file.writelines(dictionary())


def save(
    draft: Any, format_name: str, path: Path, base_url: str, progress: Callable[[int], None] = lambda done: None
) -> None:
    """Write the export of a draft (a row of ``drafts.queries``); a workbook has its table of proposals too."""
    if format_name != "xlsx":
        write(rows_of(draft, base_url, progress), format_name, path)
        return
    part = path.with_name(path.name + ".part")
    proposals_xlsx.write(draft, part, base_url, progress)
    part.replace(path)
    _write_dictionary(path)


def dictionary() -> Iterator[str]:
    """The data dictionary as CSV."""
    return csv_lines(DICTIONARY_HEADER, COLUMNS)


def _blank(value: Any) -> Any:
    return "" if value is None else value
