"""Documents and queries as PostgreSQL's text search reads them. Pure.

Words are brought to their keys here and written as finished ``tsvector`` and ``tsquery`` literals, every key quoted:
nothing that a person typed is ever parsed by the database. Words of the text weigh A, quoted words B.

PostgreSQL keeps positions up to 16,383 and 256 positions of one key, and a vector takes less than 1 MiB. So of a text
beyond ``MOST_POSITIONS`` words the rest is found by its words but not by its phrases, and a text with more different
words than fit is found by its first ones.

Where two common words stand side by side, the pair is a key too, written with a space («це не»): a phrase of common
words would otherwise be looked for in every text that has both (common-grams; Manning, Raghavan, Schütze, Introduction
to Information Retrieval, 2.4).
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..language import words
from ..query import Query, Term
from .documents import Document

MOST_POSITIONS = 16_000
LAST_POSITION = 16_383
MOST_BYTES = 900_000
LONGEST_KEY = 200
# A word is common when at least this share of the texts has it; fewer texts than this say nothing about it.
COMMON_SHARE = 0.04
FEW_TEXTS = 100
# Words that end the text and that begin the quote are no phrase.
GAP = 2

# The keys that a beginning stands for; None for all that begin so.
Beginnings = Callable[[str], Sequence[str] | None]


@dataclass(frozen=True)
class Vector:
    """``literal`` is a ``tsvector``; ``in_text`` and ``in_quote`` are the keys that have a position there."""

    literal: str
    in_text: frozenset[str]
    in_quote: frozenset[str]


def as_lexeme(key: str) -> str:
    """A key as it is kept: without what PostgreSQL has no room for; a long one as its beginning and its digest."""
    plain = key.replace("\x00", "").encode("utf-8", "replace").decode()
    if len(plain) <= LONGEST_KEY:
        return plain
    return f"{plain[:LONGEST_KEY]}#{hashlib.blake2b(plain.encode(), digest_size=8).hexdigest()}"


def quoted(lexeme: str) -> str:
    """A lexeme within a literal."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def vector_of(document: Document, common: Collection[str] = ()) -> Vector:
    """The words of a document's text and quote, several keys of one word at one position, and pairs of common ones."""
    writing = _Writing(common)
    end = writing.take(document.text, "A", 1, MOST_POSITIONS)
    writing.take(document.quote, "B", min(end, MOST_POSITIONS) + GAP, LAST_POSITION)
    literal = " ".join(
        quoted(lexeme) + (":" + ",".join(places) if places else "") for lexeme, places in writing.places.items()
    )
    return Vector(literal, frozenset(writing.found["A"]), frozenset(writing.found["B"]))


def lexemes_of_name(name: str) -> list[str]:
    return sorted({as_lexeme(key) for word in words(name) for key in word.keys})


class _Writing:
    """Places of lexemes so far."""

    def __init__(self, common: Collection[str]) -> None:
        self._common = common
        self.places: dict[str, list[str]] = {}
        self.found: dict[str, set[str]] = {"A": set(), "B": set()}
        self._bytes = 0

    def take(self, text: str, weight: str, first: int, last: int) -> int:
        """Take the words of a text from a position on; returns the position after them."""
        position, before = first, tuple[str, ...]()
        for position, word in enumerate(words(text), first):
            for key in word.keys:
                self._add(as_lexeme(key), f"{position}{weight}" if position <= last else "", weight)
            here = tuple(key for key in word.keys if key in self._common)
            for pair in pairs(before, here):
                self._add(pair, "", weight)
            before = here
        return position + 1

    def _add(self, lexeme: str, place: str, weight: str) -> None:
        size = 2 if lexeme in self.places else 8 + len(lexeme.encode())
        if not lexeme or self._bytes + size > MOST_BYTES:
            return
        self._bytes += size
        places = self.places.setdefault(lexeme, [])
        if place:
            places.append(place)
            self.found[weight].add(lexeme)


def pairs(keys: Iterable[str], following: Iterable[str]) -> list[str]:
    """Keys for two words side by side; no key of one word has a space."""
    return [f"{key} {other}" for key in keys for other in following]


def common_of(documents: Sequence[Document]) -> frozenset[str]:
    """The keys of words that are common in some documents."""
    in_text, _in_quote = counted(vector_of(document) for document in documents)
    return common_keys(in_text, len(documents))


def common_keys(in_texts: Mapping[str, int], texts: int) -> frozenset[str]:
    """The keys of common words, out of the number of texts that have each."""
    if texts < FEW_TEXTS:
        return frozenset()
    return frozenset(key for key, number in in_texts.items() if key and number >= COMMON_SHARE * texts)


def counted(vectors: Iterable[Vector]) -> tuple[Counter[str], Counter[str]]:
    """How many vectors have each key in their text, and in their quote."""
    in_text: Counter[str] = Counter()
    in_quote: Counter[str] = Counter()
    for vector in vectors:
        in_text.update(vector.in_text)
        in_quote.update(vector.in_quote)
    return in_text, in_quote


def query_of(query: Query, beginnings: Beginnings, common: Collection[str] = ()) -> str:
    """What a document must match, as a ``tsquery``; nothing for a query without words."""
    groups = [group_of(group, beginnings, common) for group in query.groups]
    return _all([*groups, *_without(query, beginnings, common)])


def any_of(groups: Iterable[str], query: Query, beginnings: Beginnings, common: Collection[str] = ()) -> str:
    """One of some groups, and none of what the query is without."""
    return _all([_any(groups), *_without(query, beginnings, common)])


def group_of(group: Sequence[Term], beginnings: Beginnings, common: Collection[str] = ()) -> str:
    """One of the terms, as a ``tsquery``."""
    return _any(_term(term, beginnings, common) for term in group)


def _without(query: Query, beginnings: Beginnings, common: Collection[str]) -> list[str]:
    return [f"!{_term(term, beginnings, common)}" for term in query.without]


def _term(term: Term, beginnings: Beginnings, common: Collection[str]) -> str:
    if term.is_prefix:
        beginning = as_lexeme(term.words[0][0])
        keys = beginnings(beginning)
        return _any([f"{quoted(beginning)}:*"] if keys is None else [quoted(key) for key in keys])
    phrase = "(" + " <-> ".join(_any(quoted(as_lexeme(key)) for key in word) for word in term.words) + ")"
    side_by_side = [
        _any(quoted(pair) for pair in pairs(word, following))
        for word, following in pairwise(term.words)
        if all(key in common for key in (*word, *following))
    ]
    if len(side_by_side) == 1 and len(term.words) == 2:
        return side_by_side[0]
    return "(" + _all([*side_by_side, phrase]) + ")" if side_by_side else phrase


def _any(parts: Iterable[str]) -> str:
    return "(" + " | ".join(parts) + ")"


def _all(parts: Sequence[str]) -> str:
    return " & ".join(parts)
