"""Sentences of the comments that stand for a theme, exactly as they were written. Pure."""

import math
import re
from collections.abc import Mapping, Sequence

from ...drafts.matching import fold
from .said import Said
from .terms import Reader, Scale, Vector, closeness

QUOTES = 3
# So many of the comments nearest to the middle of a theme are read sentence by sentence.
READ = 25
# A sentence shorter than this many terms says little, however near it is.
FEW_TERMS = 6
# How much a sentence loses by resembling one that is shown already.
LIKENESS = 0.6
LONG = 300

_END = re.compile(r"[.!?…]+[»”\"')\]]*(?=\s)|\n+")
_INITIAL = re.compile(r"(?:^|[^\w])[^\W\d]\.\Z")
_SHORT_WORD = re.compile(r"(?:^|[^\w])[^\W\d]{1,4}\.\Z")


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text, each as it stands in it."""
    found, begin = [], 0
    for end in _END.finditer(text):
        if "\n" in end[0] or not _goes_on(text, end.end()):
            found.append(text[begin : end.end()].strip())
            begin = end.end()
    found.append(text[begin:].strip())
    return [sentence for sentence in found if sentence]


def choose_quotes(
    nearest: Sequence[Said], profile: Mapping[str, float], scale: Scale, reader: Reader
) -> tuple[tuple[int, str], ...]:
    """(id, sentence) of up to QUOTES comments, of ``nearest`` the most telling and unlike each other, best first.

    After the maximal marginal relevance of Carbonell and Goldstein (1998); what more people signed goes before.
    """
    found = [_best_sentence(comment, profile, scale, reader) for comment in nearest[:READ]]
    candidates = [(value, id_, text, direction) for value, id_, text, direction in found if text]
    chosen: list[tuple[int, str]] = []
    shown: list[Vector] = []
    while candidates and len(chosen) < QUOTES:
        best = max(candidates, key=lambda one: (one[0] - LIKENESS * _likeness(one[3], shown), -one[1]))
        chosen.append((best[1], best[2]))
        shown.append(best[3])
        candidates = [one for one in candidates if one[1] != best[1] and fold(one[2]) != fold(best[2])]
    return tuple(chosen)


def _best_sentence(
    comment: Said, profile: Mapping[str, float], scale: Scale, reader: Reader
) -> tuple[float, int, str, Vector]:
    best: tuple[float, int, str, Vector] = (-1.0, comment.id, "", {})
    for sentence in sentences(comment.body):
        terms = reader.terms(sentence)
        direction = scale.direction(terms)
        value = closeness(direction, profile) * min(1.0, len(terms) / FEW_TERMS) * min(1.0, LONG / len(sentence))
        value *= 1 + 0.1 * math.log(max(1, comment.weight))
        if value > best[0]:
            best = (value, comment.id, sentence, direction)
    return best


def _likeness(direction: Vector, shown: Sequence[Vector]) -> float:
    return max((closeness(direction, other) for other in shown), default=0.0)


def _goes_on(text: str, at: int) -> bool:
    """Whether the mark before ``at`` ends no sentence: «ст. 5», «М. Іваненко», «Ні!» — сказав він."""
    after, before = text[at:].lstrip()[:1], text[max(0, at - 6) : at]
    if after.isdecimal():
        return bool(_SHORT_WORD.search(before))
    return after.islower() or after in ("—", "–") or bool(_INITIAL.search(before))
