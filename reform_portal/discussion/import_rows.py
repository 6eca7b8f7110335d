"""Reading a file of comments row by row and checking each. Pure but for the sentences.

Fields: ``external_id`` and ``body`` required; ``clause``, ``quote``, ``author``, ``created_at``, ``stance``,
``parent_external_id``, ``supports``, ``status`` (docs/formats.md).
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from ..core.clock import now, parse_instant
from ..core.errors import CommandError
from ..core.numbers import whole_number
from ..core.text import clean_line, clean_typed
from .stances import MAX_BODY, STANCES

FIELDS = (
    "external_id", "body", "clause", "quote", "author", "created_at", "stance", "parent_external_id", "supports",
    "status", "version",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A checked row; ``line`` is its line in the file."""

    line: int
    external_id: str
    body: str
    clause: str
    quote: str
    author: str
    created_at: datetime | None
    stance: str
    parent_external_id: str
    supports: int
    status: str
    version: int | None
    raw: Mapping[str, Any]


@dataclass(frozen=True)
class Rejected:
    line: int
    reason: str
    raw: Mapping[str, Any]


def parse_mapping(text: str) -> dict[str, str]:
    """``body=comment-body,external_id=comment-id`` → {field: column}. Raises CommandError."""
    mapping: dict[str, str] = {}
    for pair in filter(None, text.split(",")):
        name, equals, column = pair.partition("=")
        if not equals or name.strip() not in FIELDS:
            raise CommandError(
                _(
                    "--map не розуміє «%(pair)s». Потрібно поле=стовпець; поля: %(fields)s.",
                    pair=pair,
                    fields=", ".join(FIELDS),
                )
            )
        mapping[name.strip()] = column.strip()
    return mapping


def read_rows(path: Path, mapping: Mapping[str, str]) -> Iterator[Row | Rejected]:
    """The rows of a ``.csv`` or ``.jsonl`` file, in order, with constant memory.

    Raises CommandError when the file as a whole cannot be read.
    """
    reader = {".csv": _csv_rows, ".jsonl": _json_rows}.get(path.suffix.lower())
    if reader is None:
        raise CommandError(_("Потрібен файл .csv або .jsonl, а не «%(name)s».", name=path.name))
    try:
        for line, raw in reader(path, mapping):
            yield check(line, raw, mapping)
    except UnicodeDecodeError as error:
        raise CommandError(
            _("Файл %(name)s не читається як UTF-8. Збережіть його в UTF-8 і повторіть.", name=path.name)
        ) from error
    except csv.Error as error:
        raise CommandError(_("Файл %(name)s не є таблицею CSV: %(error)s.", name=path.name, error=error)) from error


def check(line: int, raw: Mapping[str, Any], mapping: Mapping[str, str]) -> Row | Rejected:
    """Check one row; a row that cannot be taken comes back with the reason."""
    if "__error__" in raw:
        return Rejected(line, str(raw["__error__"]), raw)
    try:
        return _row(line, {name: _value(raw, mapping.get(name, name)) for name in FIELDS}, raw)
    except ValueError as error:
        return Rejected(line, str(error), raw)


def _row(line: int, values: dict[str, str], raw: Mapping[str, Any]) -> Row:
    external_id = _cleaned(values["external_id"], "external_id")
    body = _text(values["body"])
    if not external_id:
        raise ValueError(_("немає external_id"))
    if len(external_id) > 200:
        raise ValueError(_("external_id задовгий"))
    if not body:
        raise ValueError(_("порожній текст"))
    if len(body) > MAX_BODY:
        raise ValueError(_("забагато знаків: %(n)s, а можна %(most)s", n=len(body), most=MAX_BODY))
    stance = values["stance"].strip().lower() or "neutral"
    if stance not in STANCES:
        raise ValueError(_("ставлення «%(stance)s» немає", stance=stance[:40]))
    status = values["status"].strip().lower() or "published"
    if status not in ("published", "held"):
        raise ValueError(_("стану «%(status)s» немає: лише published або held", status=status[:40]))
    return Row(
        line,
        external_id,
        body,
        values["clause"].strip(),
        _cleaned(values["quote"], "quote"),
        _cleaned(values["author"], "author")[:200],
        _instant(values["created_at"]),
        stance,
        _cleaned(values["parent_external_id"], "parent_external_id"),
        _number(values["supports"], "supports") or 0,
        status,
        _number(values["version"], "version"),
        raw,
    )


def _value(raw: Mapping[str, Any], column: str) -> str:
    value = raw.get(column)
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        raise ValueError(_("поле %(name)s має бути текстом або числом", name=column))
    return str(value)


def _text(value: str) -> str:
    try:
        return clean_typed(value)
    except ValueError as error:
        raise ValueError(_("у тексті є службові символи")) from error


def _cleaned(value: str, name: str) -> str:
    try:
        return clean_line(value)
    except ValueError as error:
        raise ValueError(_("у полі %(name)s є службові символи", name=name)) from error


def _instant(value: str) -> datetime | None:
    if not value.strip():
        return None
    try:
        instant = parse_instant(value)
        if not 1990 < instant.year < 2200 or instant > now() + timedelta(days=1):
            raise ValueError("not a time at which something was said")
        return instant
    except (ValueError, OverflowError) as error:
        raise ValueError(_("created_at «%(value)s» не є датою ISO 8601", value=value[:40])) from error


def _number(value: str, name: str) -> int | None:
    if not value.strip():
        return None
    number = whole_number(value.strip(), digits=9)
    if number is None:
        raise ValueError(_("%(name)s має бути цілим числом, а не «%(value)s»", name=name, value=value[:40]))
    return number


def _csv_rows(path: Path, mapping: Mapping[str, str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    csv.field_size_limit(1_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        header = reader.fieldnames or []
        for name in ("external_id", "body"):
            column = mapping.get(name, name)
            if column not in header:
                raise CommandError(
                    _(
                        "У файлі немає стовпця «%(column)s». Є: %(header)s. Назвіть потрібний через --map %(name)s=…",
                        column=column,
                        header=", ".join(header)[:300],
                        name=name,
                    )
                )
        for row in reader:
            # A row ends at ``line_num`` and began as many lines above as its cells have line breaks.
            yield reader.line_num - sum(str(cell).count("\n") for cell in row.values()), row


def _json_rows(path: Path, _mapping: Mapping[str, str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                raw = json.loads(line)
            except (ValueError, RecursionError):
                yield number, {"__error__": _("рядок не є JSON")}
                continue
            yield number, raw if isinstance(raw, dict) else {"__error__": _("рядок не є об’єктом JSON")}
