"""Cursor paging: a page begins after a key, never after a count, so nothing is skipped or repeated."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Page:
    """``items`` of this page and the cursor of the next one (None at the end)."""

    items: Sequence[Any]
    next: str | None


def encode_cursor(*key: int) -> str:
    """A cursor out of whole numbers."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, length: int) -> list[int] | None:
    """The key of a cursor, or None for a missing or unreadable one: then the first page is meant."""
    if not cursor or len(cursor) > 300:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    plain = isinstance(key, list) and all(type(part) is int and abs(part) < 2**31 for part in key)
    return key if plain and len(key) == length else None


def cut(rows: Sequence[Any], size: int, key: Any) -> Page:
    """A page out of ``size + 1`` rows; ``key`` gives the cursor's parts of a row."""
    if len(rows) <= size:
        return Page(rows, None)
    return Page(rows[:size], encode_cursor(*key(rows[size - 1])))
