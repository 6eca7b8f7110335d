"""Writing a table once as CSV and as JSON lines, and the small files that go with every dump."""

import gzip
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from ..core.spreadsheets import csv_lines
from .datasets import DATASETS, DICTIONARY_HEADER, KEYS, LICENCE, LICENCE_NAME, REFERENCES, Table, dictionary_rows

Values = dict[str, Any]


def write_table(folder: Path, table: Table, rows: Iterable[Values]) -> int:
    """Write both files of a table in one pass over its rows; returns how many there were.

    Raises ValueError when a row has other columns than the table says.
    """
    as_csv, as_json = (folder / name for name in table.file_names)
    count = [0]
    with _opened(as_csv) as cells, _opened(as_json) as lines:
        cells.writelines(csv_lines(table.names, _noted(rows, table, lines, count)))
    return count[0]


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def dictionary() -> str:
    """The data dictionary as CSV: every column of every table."""
    return "".join(csv_lines(DICTIONARY_HEADER, dictionary_rows()))


def checksums(digests: Sequence[tuple[str, str]]) -> str:
    """(name, SHA-256) as ``sha256sum -c`` reads them."""
    return "".join(f"{digest}  {name}\n" for name, digest in digests)


def data_package(date: str, base_url: str, digests: dict[str, str]) -> str:
    """A Frictionless Data Package of the CSV files with the schema of each."""
    resources = [
        {
            "name": table.name,
            "path": table.file_name("csv"),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "hash": f"sha256:{digests[table.file_name('csv')]}",
            "schema": _schema(table),
        }
        | ({"compression": "gz"} if table.large else {})
        for dataset in DATASETS
        for table in dataset.tables
    ]
    package = {
        "name": "reform-portal",
        "title": "Портал реформ: відкриті дані",
        "homepage": f"{base_url}/open-data",
        "version": date,
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE, "title": LICENCE_NAME}],
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _schema(table: Table) -> dict[str, Any]:
    """The columns, and how the table is joined with others."""
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.name in KEYS:
        schema["primaryKey"] = list(KEYS[table.name])
    if table.name in REFERENCES:
        schema["foreignKeys"] = [
            {"fields": list(columns), "reference": {"resource": other, "fields": list(columns)}}
            for columns, other in REFERENCES[table.name]
        ]
    return schema


def _field(column: Any) -> dict[str, Any]:
    field = {"name": column.name, "type": column.kind, "title": column.uk, "description": column.en}
    return field | ({"constraints": {"enum": list(column.codes)}} if column.codes else {})


def _noted(rows: Iterable[Values], table: Table, lines: TextIO, count: list[int]) -> Iterator[list[Any]]:
    """The cells of each row, which is written as JSON on its way."""
    for row in rows:
        if tuple(row) != table.names:
            raise ValueError(f"{table.name}: {sorted(set(row) ^ set(table.names))}")
        lines.write(json.dumps(row, ensure_ascii=False) + "\n")
        count[0] += 1
        yield [_cell(value) for value in row.values()]


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    """A file for text, compressed by its name; the same content gives the same bytes."""
    if path.suffix != ".gz":
        with path.open("w", encoding="utf-8", newline="") as file:
            yield file
        return
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed,
        io.TextIOWrapper(packed, "utf-8", newline="", write_through=False) as file,
    ):
        yield file
