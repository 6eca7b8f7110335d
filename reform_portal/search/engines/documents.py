"""What an engine takes and gives, whatever the engine. Plain values."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ..query import Keys, Query

KINDS = ("clause", "comment", "wording", "answer", "report")
SORTS = ("relevance", "newest", "oldest", "support")
FACETS = ("draft", "kind", "stance", "clause", "answered", "day")

# A facet of clauses names no more of them than this.
MOST_CLAUSES = 1000

# (value that is sorted by, seconds of the Unix time, tie), each a whole number below 2³¹.
Position = tuple[int, int, int]


@dataclass(frozen=True)
class Document:
    """One thing that can be found.

    ``ref`` is ``k:<clause id>``, ``c:<public id>`` of a comment, ``w:<public id>`` of the wording that a comment
    proposes, ``a:<public id>`` of an answer, ``r:<public id>`` of a report. ``provision`` is the lasting id of the
    clause it is about, 0 for none. ``newest`` is false for words that only earlier versions have.
    """

    ref: str
    kind: str
    draft: str
    text: str
    quote: str = ""
    stance: str = ""
    created_at: datetime | None = None
    supports: int = 0
    provision: int = 0
    author: str = ""
    answered: bool = False
    newest: bool = True

    @property
    def tie(self) -> int:
        """A number of its own below 2³¹: the last thing by which results are ordered."""
        return int.from_bytes(hashlib.blake2b(self.ref.encode(), digest_size=4).digest()) >> 1

    @property
    def created(self) -> int:
        """Whole seconds of the Unix time."""
        return int(self.created_at.timestamp()) if self.created_at else 0


@dataclass(frozen=True)
class Filters:
    """What results must be. ``since`` is the first instant that counts, ``until`` the first that does not.

    ``provisions`` are the clauses meant (None: any). ``author`` is the words of a name, each of which must match.
    """

    draft: str = ""
    kind: str = ""
    stance: str = ""
    answered: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    provisions: frozenset[int] | None = None
    author: tuple[Keys, ...] = ()


@dataclass(frozen=True)
class Hits:
    """One page of matches: (ref, score), the best first.

    ``facets`` counts matches by each of ``FACETS``: {name: {value: number}}, where those of a facet are counted without
    the filter on that facet itself, so that one can see what another choice would give. A clause is its provision's
    number in figures, ``answered`` is "yes" or "no" and counts comments alone, ``day`` is "2026-11-22" in Kyiv.
    ``next`` is the position of the last match on the page when more follow. ``partial``: the budget of time or of
    expansions ran out, so that matches may be missing.
    """

    total: int
    refs: Sequence[tuple[str, float]] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    next: Position | None = None
    partial: bool = False


class BrokenIndex(Exception):
    """The index is missing or cannot be read; it is made anew by the worker."""


class Engine(Protocol):
    """An index. Every method but ``is_sound`` may raise BrokenIndex."""

    def search(
        self, query: Query, filters: Filters, sort: str = "relevance", after: Position | None = None, limit: int = 20
    ) -> Hits:
        """A page of matches after a position. A query without words matches all that the filters let through."""

    def frequencies(self, keys: Collection[str]) -> dict[str, int]:
        """How many documents have each of the keys in their text; those of which none has are left out."""

    def similar(self, key: str, most: int = 5) -> list[str]:
        """Keys of the index that are spelt like one that it does not have, the likeliest first."""

    def update(self, documents: Iterable[Document], gone: Iterable[str], purge: bool = False) -> None:
        """Add or replace documents and drop others; ``purge`` also removes dropped words from the disk."""

    def drop_draft_clauses(self, draft: str) -> None:
        """Drop all clauses of a draft: those of its versions are about to be added."""

    def rebuild(
        self,
        documents: Iterable[Document],
        progress: Callable[[int], None] = lambda count: None,
        then: Callable[[], None] = lambda: None,
    ) -> int:
        """Make a new index beside the one that serves, then let it serve; returns how many documents it holds.

        ``progress`` is called with the number of documents so far, ``then`` when the new index serves: it sees to what
        came since the documents were read. An index whose ``then`` did not come to its end is not sound.
        """

    def is_sound(self) -> bool:
        """Whether the index can serve: it is there, of the present form and lemmas, and nobody met an error in it."""
