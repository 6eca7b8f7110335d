"""Matching, ranking and counting over posting lists as arrays. Pure. The only importer of numpy.

A snapshot of an index is a row of documents numbered from 0. Each has a record of facts (``RECORD``); each key of
each field has a posting list: which documents have it, how often, where. Everything a query asks is then a few
operations over whole arrays, whose time hardly depends on how common a word is.

Ranking is BM25 (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009) over the field ``text``, with the
quoted words weighing less and words that the law has no more weighing half.
"""

import hashlib
import struct
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np

from ...core.clock import in_kyiv
from ...discussion.stances import STANCES
from ..query import Query, Term
from .documents import FACETS, KINDS, MOST_CLAUSES, Document, Filters, Hits, Position

Array = Any
Part = TypeVar("Part")

RECORD = np.dtype(
    [
        ("draft", "<u8"), ("created", "<i8"), ("tie", "<u4"), ("provision", "<u4"), ("supports", "<u4"),
        ("length", "<u4"), ("day", "<i4"), ("kind", "u1"), ("stance", "u1"), ("answered", "u1"), ("newest", "u1"),
    ]
)  # fmt: skip
FIELDS = (("text", 1.0), ("quote", 0.4))
SATURATION, LENGTHS = 1.2, 0.75
FORMER = 0.5
PRECISION = 10_000
# Of a loose query: a match has at least this share of the weight of the best one; words of most documents say nothing.
NEAR_BEST = 0.5
COMMON = 0.4
# What a query may take; words that come after it are left out.
SECONDS = 1.0
WIDE = np.int64(1) << 32

_STANCES = ("", *STANCES)
_FIRST_DAY = date(1970, 1, 1)


@dataclass(frozen=True)
class Postings:
    """Of one key: numbers of documents in ascending order, how often each has it, and where.

    ``places`` are the positions of all documents one after the other, as many of each as ``counts`` says.
    """

    documents: Array
    counts: Array
    places: Array

    @property
    def size(self) -> int:
        """How much memory it takes, in bytes."""
        return self.documents.nbytes + self.counts.nbytes + self.places.nbytes


NONE = Postings(np.zeros(0, "<i4"), np.zeros(0, "<u4"), np.zeros(0, "<u4"))


@dataclass(frozen=True)
class Snapshot:
    """An index as it is at one moment.

    ``facts`` are records, ``alive`` tells which documents count, ``drafts`` are the slugs by ``draft_number``.
    ``postings`` gives (field, key) → Postings, ``beginning_with`` (field, beginning) → keys and whether there are more.
    """

    facts: Array
    alive: Array
    drafts: dict[int, str]
    postings: Callable[[str, str], Postings]
    beginning_with: Callable[[str, str], tuple[Sequence[str], bool]]


def record_of(document: Document, length: int) -> bytes:
    """The facts of a document; ``length`` is the number of its words."""
    created = document.created_at or datetime(1970, 1, 1, tzinfo=UTC)
    row = np.zeros(1, RECORD)
    row[0] = (
        draft_number(document.draft), document.created, document.tie, document.provision, document.supports, length,
        (in_kyiv(created).date() - _FIRST_DAY).days, KINDS.index(document.kind), _STANCES.index(document.stance),
        document.answered, document.newest,
    )  # fmt: skip
    return row.tobytes()


def records(content: bytes) -> Array:
    return np.frombuffer(content, RECORD).copy()


def draft_number(slug: str) -> int:
    return int.from_bytes(hashlib.blake2b(slug.encode(), digest_size=8).digest(), "little")


def encoded_places(places: Sequence[int]) -> bytes:
    """Positions of a word in a text as they are kept."""
    return struct.pack(f"<{len(places)}I", *places)


def postings_of(blocks: Iterable[tuple[Sequence[int], Sequence[bytes]]]) -> Postings:
    """Postings out of blocks of (gaps between numbers of documents, counted from 0 in each block; encoded places)."""
    documents: list[Array] = []
    values: list[bytes] = []
    for gaps, places in blocks:
        documents.append(np.cumsum(np.array(gaps, "<i4"), dtype="<i4"))
        values.extend(places)
    if not documents:
        return NONE
    counts = np.fromiter((len(value) >> 2 for value in values), "<u4", len(values))
    return Postings(np.concatenate(documents), counts, np.frombuffer(b"".join(values), "<u4"))


def joined(parts: Sequence[tuple[int, Postings]]) -> Postings:
    """One list out of those of several segments, each with the number of its segment's first document."""
    if len(parts) < 2:
        return parts[0][1] if parts and not parts[0][0] else _moved(*parts[0]) if parts else NONE
    moved = [_moved(first, one) for first, one in parts]
    return Postings(
        np.concatenate([one.documents for one in moved]),
        np.concatenate([one.counts for one in moved]),
        np.concatenate([one.places for one in moved]),
    )


def _moved(first: int, one: Postings) -> Postings:
    return Postings(one.documents + np.int32(first), one.counts, one.places)


def joined_facts(parts: Sequence[Array]) -> Array:
    return np.concatenate(parts) if parts else np.zeros(0, RECORD)


def alive(count: int, gone: Iterable[int]) -> Array:
    """Which of ``count`` documents count, those ``gone`` do not."""
    found = np.ones(count, bool)
    found[np.fromiter(gone, "<i8")] = False
    return found


def count(snapshot: Snapshot, field: str, key: str) -> int:
    """How many living documents have a key."""
    return int(np.count_nonzero(snapshot.alive[snapshot.postings(field, key).documents]))


def answer(snapshot: Snapshot, query: Query, filters: Filters, sort: str, after: Position | None, limit: int) -> Hits:
    """A page of what matches (see ``documents.Hits``), without refs: numbers of documents stand in their place."""
    matching = _Matching(snapshot)
    matched, scores = matching.of(query)
    kept = _Kept(snapshot, matching, filters)
    found = np.flatnonzero(matched & kept.by_all())
    page, following = _page(snapshot.facts, found, scores, sort, after, limit)
    facets = {name: _counted(name, snapshot, matched & kept.by_all_but(name)) for name in FACETS}
    refs = [(str(number), round(float(scores[number]), 4)) for number in page]
    return Hits(len(found), refs, facets, following, matching.partial)


class _Matching:
    """Which documents match a query and how well."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._size = len(snapshot.facts)
        self._living = max(int(np.count_nonzero(snapshot.alive)), 1)
        lengths = snapshot.facts["length"].astype(np.float32)
        average = float(lengths.mean()) if self._size else 1.0
        self._share = SATURATION * (1 - LENGTHS + LENGTHS * lengths / max(average, 1.0))
        self._until = time.monotonic() + SECONDS
        self.partial = False

    def of(self, query: Query) -> tuple[Array, Array]:
        """(which match, their scores): arrays over all documents."""
        matched = self._snapshot.alive.copy()
        scores = np.zeros(self._size, np.float32)
        if query.any_group:
            matched, scores = self._loosely(query)
        else:
            for group in self._in_time(query.groups):
                found, worth = self._group(group)
                matched &= found
                scores += worth
        for term in query.without:
            matched &= ~self._term(term)[0]
        scores[self._snapshot.facts["newest"] == 0] *= FORMER
        return matched, scores

    def has(self, field: str, keys: tuple[str, ...]) -> Array:
        """Which documents have one of the keys."""
        found = np.zeros(self._size, bool)
        for key in keys:
            found[self._snapshot.postings(field, key).documents] = True
        return found

    def _loosely(self, query: Query) -> tuple[Array, Array]:
        """The documents with nearly as much of the query's weight as the best one has.

        Words that stand side by side in the question and in a document weigh once more, together: so what is asked
        about outweighs how it is asked.
        """
        asked = query.telling
        groups = [self._group(group) for group in self._in_time(asked)]
        shares = [np.count_nonzero(found & self._snapshot.alive) / self._living for found, _worth in groups]
        telling = [group for group, share in zip(groups, shares, strict=True) if 0 < share < COMMON]
        telling = telling or [group for group, share in zip(groups, shares, strict=True) if share]
        weight, scores = np.zeros(self._size, np.float32), np.zeros(self._size, np.float32)
        for found, worth in telling:
            weight[found] += self._rarity(found)
            scores += worth
        pairs = [pair for pair in pairwise(query.groups) if pair[0] in asked or pair[1] in asked]
        for one, other in self._in_time(pairs):
            found, worth = self._term(_side_by_side(one[0], other[0]))
            weight[found] += self._rarity(found)
            scores += worth
        weight[~self._snapshot.alive] = 0
        best = float(weight.max()) if self._size else 0.0
        return (weight > 0) & (weight >= NEAR_BEST * best), scores * (0.5 + weight / max(best, 1e-6))

    def _in_time(self, parts: Sequence[Part]) -> Iterator[Part]:
        """The parts as long as the time lasts; those that are left out make the answer partial."""
        for part in parts:
            if time.monotonic() > self._until:
                self.partial = True
                return
            yield part

    def _group(self, group: tuple[Term, ...]) -> tuple[Array, Array]:
        found, worth = self._term(group[0])
        for term in group[1:]:
            also, more = self._term(term)
            found, worth = found | also, worth + more
        return found, worth

    def _term(self, term: Term) -> tuple[Array, Array]:
        """(which documents have it in any field, what that is worth)."""
        found = np.zeros(self._size, bool)
        fields = [(boost, *self._occurrences(field, term)) for field, boost in FIELDS]
        for _boost, documents, _times in fields:
            found[documents] = True
        worth = np.zeros(self._size, np.float32)
        rarity = self._rarity(found)
        for boost, documents, times in fields:
            worth[documents] += (boost * rarity * (SATURATION + 1)) * times / (times + self._share[documents])
        return found, worth

    def _occurrences(self, field: str, term: Term) -> tuple[Array, Array]:
        """(documents, how often each has the term)."""
        if term.is_phrase:
            return self._phrase(field, term)
        keys: Sequence[str] = term.words[0]
        if term.is_prefix:
            keys, more = self._snapshot.beginning_with(field, keys[0])
            self.partial |= more
        lists = [self._snapshot.postings(field, key) for key in keys]
        if len(lists) == 1:
            return lists[0].documents, lists[0].counts.astype(np.float32)
        return self._together(lists)

    def _together(self, lists: Sequence[Postings]) -> tuple[Array, Array]:
        times = np.zeros(self._size, np.float32)
        for one in lists:
            times[one.documents] += one.counts
        documents = np.flatnonzero(times)
        return documents, times[documents]

    def _phrase(self, field: str, term: Term) -> tuple[Array, Array]:
        """Where word after word stands one further: the numbers of document and place are one number each."""
        starts: Array = None
        for offset, keys in enumerate(term.words):
            lists = [self._snapshot.postings(field, key) for key in keys]
            spots = [np.repeat(one.documents.astype("<i8"), one.counts) * WIDE + one.places for one in lists]
            here = np.unique(np.concatenate(spots)) if len(spots) > 1 else np.sort(spots[0])
            starts = here if starts is None else np.intersect1d(starts, here - offset, assume_unique=True)
            if not len(starts):
                break
        documents, times = np.unique(starts // WIDE, return_counts=True)
        return documents, times.astype(np.float32)

    def _rarity(self, found: Array) -> float:
        having = int(np.count_nonzero(found & self._snapshot.alive))
        return float(np.log(1 + (self._living - having + 0.5) / (having + 0.5)))


def _side_by_side(one: Term, other: Term) -> Term:
    return Term((*one.words, *other.words))


class _Kept:
    """Which documents each filter lets through."""

    def __init__(self, snapshot: Snapshot, matching: _Matching, filters: Filters) -> None:
        facts = snapshot.facts
        self._masks: dict[str, Array] = {}
        self._everything = np.ones(len(facts), bool)
        if filters.draft:
            self._masks["draft"] = facts["draft"] == np.uint64(draft_number(filters.draft))
        if filters.kind:
            self._masks["kind"] = facts["kind"] == KINDS.index(filters.kind)
        if filters.stance:
            self._masks["stance"] = facts["stance"] == _STANCES.index(filters.stance)
        if filters.answered is not None:
            self._masks["answered"] = _comments(facts) & (facts["answered"] == filters.answered)
        if filters.provisions is not None:
            self._masks["clause"] = np.isin(facts["provision"], np.fromiter(filters.provisions, "<u4"))
        if filters.since or filters.until:
            self._masks["day"] = _between(facts["created"], filters.since, filters.until)
        for number, keys in enumerate(filters.author):
            self._masks[f"author {number}"] = matching.has("author", keys)

    def by_all(self) -> Array:
        return self.by_all_but("")

    def by_all_but(self, name: str) -> Array:
        found = self._everything
        for own, mask in self._masks.items():
            if own != name:
                found = found & mask
        return found


def _between(created: Array, since: datetime | None, until: datetime | None) -> Array:
    found = np.ones(len(created), bool)
    if since is not None:
        found &= created >= int(since.timestamp())
    if until is not None:
        found &= created < int(until.timestamp())
    return found


def _comments(facts: Array) -> Array:
    return facts["kind"] == KINDS.index("comment")


def _page(
    facts: Array, found: Array, scores: Array, sort: str, after: Position | None, limit: int
) -> tuple[Array, Position | None]:
    """(numbers of the documents on the page, position of the last one when more follow)."""
    created, tie = facts["created"][found], facts["tie"][found].astype("<i8")
    value = _values(sort, facts[found], scores[found])
    if after is not None:
        further = (value < after[0]) | (
            (value == after[0]) & ((created < after[1]) | ((created == after[1]) & (tie < after[2])))
        )
        found, value, created, tie = found[further], value[further], created[further], tie[further]
    if len(found) > 4 * limit:
        least = np.partition(value, len(value) - limit - 1)[len(value) - limit - 1]
        among = value >= least
        found, value, created, tie = found[among], value[among], created[among], tie[among]
    order = np.lexsort((-tie, -created, -value))[: limit + 1]
    last = order[limit - 1] if len(order) > limit else None
    following = None if last is None else (int(value[last]), int(created[last]), int(tie[last]))
    return found[order[:limit]], following


def _values(sort: str, facts: Array, scores: Array) -> Array:
    if sort == "newest":
        return facts["created"]
    if sort == "oldest":
        return -facts["created"]
    if sort == "support":
        return facts["supports"].astype("<i8")
    return np.rint(scores * PRECISION).astype("<i8")


def _counted(name: str, snapshot: Snapshot, mask: Array) -> dict[str, int]:
    facts = snapshot.facts
    if name == "answered":
        comments = facts["answered"][mask & _comments(facts)]
        yes = int(np.count_nonzero(comments))
        return {value: number for value, number in (("yes", yes), ("no", len(comments) - yes)) if number}
    column = {"clause": "provision"}.get(name, name)
    values, numbers = np.unique(facts[column][mask], return_counts=True)
    pairs = list(zip(values.tolist(), numbers.tolist(), strict=True))
    if name == "clause":
        pairs = sorted(((value, number) for value, number in pairs if value), key=lambda pair: (-pair[1], pair[0]))
        return {str(value): number for value, number in pairs[:MOST_CLAUSES]}
    said = {
        "draft": lambda value: snapshot.drafts.get(value, ""),
        "kind": lambda value: KINDS[value],
        "stance": lambda value: _STANCES[value],
        "day": lambda value: (_FIRST_DAY + timedelta(days=value)).isoformat(),
    }[name]
    return {said(value): number for value, number in pairs if said(value)}
