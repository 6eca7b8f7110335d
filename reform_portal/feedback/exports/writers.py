"""Comments as CSV, JSON lines and XLSX, each with its data dictionary, and as a collection of annotations."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ...core.spreadsheets import csv_lines, write_xlsx
from .annotations import CONTEXT, RIGHTS
from .columns import COLUMNS, DICTIONARY_HEADER, NAMES

FORMATS = ("csv", "xlsx", "jsonl")

Rows = Iterable[dict[str, Any]]


def as_csv(rows: Rows) -> Iterator[str]:
    return csv_lines(NAMES, ([_blank(row[name]) for name in NAMES] for row in rows))


def as_json_lines(rows: Rows) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def as_collection(annotations: Rows, address: str, label: str) -> Iterator[str]:
    """One AnnotationCollection with one page of all annotations, a line each; how many there were comes last."""
    head = {"@context": CONTEXT, "id": address, "type": "AnnotationCollection", "label": label, "rights": RIGHTS}
    page = {"id": f"{address}#page", "type": "AnnotationPage", "partOf": address, "startIndex": 0}
    yield f'{_opened(head)}, "first": {_opened(page)}, "items": ['
    total = 0
    for found in annotations:
        yield (",\n" if total else "\n") + json.dumps(found, ensure_ascii=False)
        total += 1
    yield f'\n]}}, "total": {total}}}\n'


def write_rows(rows: Rows, format_name: str, path: Path) -> None:
    """Write rows in one of FORMATS."""
    if format_name == "xlsx":
        cells = ([row[name] for name in NAMES] for row in rows)
        write_xlsx(path, [("comments", NAMES, cells), ("dictionary", DICTIONARY_HEADER, COLUMNS)])
    else:
        write_lines(as_csv(rows) if format_name == "csv" else as_json_lines(rows), path)


def write_lines(lines: Iterable[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def dictionary() -> Iterator[str]:
    """The data dictionary as CSV."""
    return csv_lines(DICTIONARY_HEADER, COLUMNS)


def _opened(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False).removesuffix("}")


def _blank(value: Any) -> Any:
    return "" if value is None else value
