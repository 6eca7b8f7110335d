"""The part of a text that answers a query, with marks on the right words. Pure.

Pieces are plain text and are escaped by the template: no HTML is ever cut or built here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .language import Word, words
from .query import Query

LENGTH = 240
HITS_WEIGHED = 200


@dataclass(frozen=True)
class Piece:
    text: str
    marked: bool


def excerpt(text: str, query: Query, length: int = LENGTH) -> list[Piece]:
    """About ``length`` code points around the first place where most of the query's words stand."""
    found = list(words(text))
    hits = _hits(found, query)
    begin, end = _window(text, hits, length)
    pieces: list[Piece] = []
    at = begin
    if begin > 0:
        pieces.append(Piece("… ", False))
    for start, stop in hits:
        if start < begin or stop > end:
            continue
        if at < start:
            pieces.append(Piece(text[at:start], False))
        pieces.append(Piece(text[start:stop], True))
        at = stop
    if at < end:
        pieces.append(Piece(text[at:end], False))
    if end < len(text):
        pieces.append(Piece(" …", False))
    return pieces


def plain(pieces: Iterable[Piece]) -> str:
    """The words without marks."""
    return "".join(piece.text for piece in pieces)


def _hits(found: list[Word], query: Query) -> list[tuple[int, int]]:
    """Places to mark: single words of the query, and phrases only where they stand as a phrase."""
    single = [term for group in query.telling for term in group if not term.is_phrase]
    keys = {key for term in single if not term.is_prefix for key in term.words[0]}
    beginnings = tuple(term.words[0][0] for term in single if term.is_prefix)
    marked = {index for index, word in enumerate(found) if _is_hit(word, keys, beginnings)}
    for phrase in query.phrases():
        for index in range(len(found) - len(phrase) + 1):
            run = found[index : index + len(phrase)]
            if all(set(word.keys) & set(wanted) for word, wanted in zip(run, phrase, strict=True)):
                marked.update(range(index, index + len(phrase)))
    return [(found[index].start, found[index].end) for index in sorted(marked)]


def _is_hit(word: Word, keys: set[str], beginnings: tuple[str, ...]) -> bool:
    return not keys.isdisjoint(word.keys) or (bool(beginnings) and any(key.startswith(beginnings) for key in word.keys))


def _window(text: str, hits: list[tuple[int, int]], length: int) -> tuple[int, int]:
    if len(text) <= length + 40:
        return 0, len(text)
    first = _densest(hits, length)
    begin = max(0, first - length // 3)
    begin = 0 if begin < 30 else text.rfind(" ", 0, begin) + 1
    end = min(len(text), begin + length)
    if end < len(text):
        space = text.rfind(" ", begin, end)
        end = space if space > begin else end
    return begin, end


def _densest(hits: list[tuple[int, int]], length: int) -> int:
    best, most = 0, 0
    hits = hits[:HITS_WEIGHED]
    for index, (start, _end) in enumerate(hits):
        number = sum(1 for other, _stop in hits[index:] if other < start + length)
        if number > most:
            best, most = start, number
    return best
