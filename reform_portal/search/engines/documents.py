"""What an engine takes and gives, whatever the engine. Plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ..query import Query

KINDS = ("clause", "comment")


@dataclass(frozen=True)
class Document:
    """One thing that can be found. ``ref`` is ``c:<public id>`` of a comment or ``k:<clause id>`` of a clause."""

    ref: str
    kind: str
    draft: str
    text: str
    quote: str = ""
    stance: str = ""
    created_at: datetime | None = None
    supports: int = 0


@dataclass(frozen=True)
class Filters:
    draft: str = ""
    kind: str = ""
    stance: str = ""


@dataclass(frozen=True)
class Hits:
    """``refs`` of one page with their scores; ``facets`` counts the matches by kind and by draft."""

    total: int
    refs: Sequence[tuple[str, float]]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    partial: bool = False


class BrokenIndex(Exception):
    """The index is missing or cannot be read; it is made anew by the worker."""


class Engine(Protocol):
    def search(self, query: Query, filters: Filters, sort: str, offset: int, limit: int) -> Hits: ...

    def update(self, documents: Iterable[Document], gone: Iterable[str], purge: bool = False) -> None: ...

    def drop_draft_clauses(self, draft: str) -> None: ...

    def rebuild(self, documents: Iterable[Document]) -> int: ...

    def is_sound(self) -> bool: ...
