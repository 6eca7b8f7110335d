"""The terms by which comments are compared, and how much each distinguishes. Pure.

A word counts as its lemma and as the beginning of its lemma («дисципліна» and «дисциплінарний» share
one), so that words of one root bring comments together. A term weighs most when it is frequent enough
in this clause to make a theme, not frequent enough to be the subject of all, and rare in the rest of the draft.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .said import Said
from .stop_words import STOP_WORDS

Lemmas = Callable[[str], Sequence[str]]
Vector = dict[str, float]

# Letters and figures, joined by apostrophes, hyphens and the marks over letters.
WORD = re.compile(r"[^\W_]+(?:['’ʼ‘`′\-\u2011\u00ad\u0300-\u036f]+[^\W_]+)*[\u0300-\u036f]*")
_CYRILLIC = re.compile("[а-яєіїґ]")
# Ukrainian verbs begin with prefixes of up to four letters («пере», «роз», «недо»), which say nothing of the root.
LATIN_BEGINNING, CYRILLIC_BEGINNING = 4, 5
BEGINNING = "^"
SIDES = {"support": "+", "oppose": "−"}
# Every two texts are compared term by term: what one person writes at length must not cost the worker minutes.
MOST_TERMS = 500
SIDE_WEIGHT = 0.3


class Reader:
    """Reads terms from texts; ``lemmas`` gives the lemmas of a word, the likeliest first. Each word is looked up once."""

    def __init__(self, lemmas: Lemmas) -> None:
        self._lemmas = lemmas
        self._known: dict[str, str] = {}
        self._empty: dict[str, bool] = {}
        self._terms: dict[str, tuple[str, ...]] = {}

    def lemma(self, word: str) -> str:
        """The lemma of a word, or the word in small letters where there is none."""
        if word not in self._known:
            self._known[word] = next(iter(self._lemmas(word)), "") or word.casefold()
        return self._known[word]

    def empty(self, word: str) -> bool:
        """Whether a word says nothing of the subject."""
        if word not in self._empty:
            self._empty[word] = self.lemma(word) in STOP_WORDS or word.casefold() in STOP_WORDS
        return self._empty[word]

    def terms(self, text: str) -> Counter[str]:
        """The terms of a text, each with how often it occurs."""
        found: Counter[str] = Counter()
        for word, times in Counter(WORD.findall(text)).items():
            if word not in self._terms:
                self._terms[word] = self._of(word)
            for term in self._terms[word]:
                found[term] += times
        return found

    def _of(self, word: str) -> tuple[str, ...]:
        if self.empty(word):
            return ()
        lemma = self.lemma(word)
        size = CYRILLIC_BEGINNING if _CYRILLIC.search(lemma) else LATIN_BEGINNING
        return (lemma, BEGINNING + lemma[:size]) if len(lemma) > size else (lemma,)


def reader_of(lemmas: Lemmas | Reader) -> Reader:
    """A reader with these lemmas; one that has read words already goes on with them."""
    return lemmas if isinstance(lemmas, Reader) else Reader(lemmas)


@dataclass(frozen=True)
class Background:
    """In how many of the comments of the whole draft each term occurs."""

    texts: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)


def background(bodies: Iterable[str], lemmas: Lemmas | Reader) -> Background:
    """The background that the comments of a draft make; a sample of a few thousand is enough."""
    reader = reader_of(lemmas)
    texts = 0
    counts: Counter[str] = Counter()
    for body in bodies:
        texts += 1
        counts.update(reader.terms(body).keys())
    return Background(texts, counts)


@dataclass(frozen=True)
class Scale:
    """How much each term distinguishes; ``unknown`` is the weight of every other."""

    weights: Mapping[str, float]
    unknown: float

    def direction(self, terms: Mapping[str, int], side: str = "") -> Vector:
        """The terms of a text as a direction of length one; ``side``, with its own weight, belongs to it.

        Of a very long text only the terms that tell most of it are taken.
        """
        weighed = {
            term: self.weights.get(term, self.unknown) * (1.0 if times == 1 else 1 + math.log(times))
            for term, times in terms.items()
        }
        if len(weighed) > MOST_TERMS:
            weighed = dict(sorted(weighed.items(), key=lambda item: (-item[1], item[0]))[:MOST_TERMS])
        found = unit(weighed)
        return unit(found | {side: self.weights.get(side, 0.0)}) if side and found else found


def make_scale(read: Sequence[Mapping[str, int]], sides: Sequence[str], known: Background) -> Scale:
    """The scale for texts of these terms and sides before the background of their draft."""
    size = len(read)
    counts: Counter[str] = Counter()
    for terms in read:
        counts.update(terms.keys())
    weights = {term: _weight(count, size, known.counts.get(term, 0), known) for term, count in counts.items()}
    return Scale(weights | _side_weights(sides), _weight(1, size, 0, known))


def side_of(comment: Said) -> str:
    """The term for being for or against, empty for any other stance."""
    return SIDES.get(comment.stance, "")


def unit(found: Vector) -> Vector:
    length = math.sqrt(sum([value * value for value in found.values()]))
    return {term: value / length for term, value in found.items()} if length else {}


class Directions:
    """Several directions, to tell at once how close another is to each of them."""

    def __init__(self, found: Sequence[Mapping[str, float]]) -> None:
        self._size = len(found)
        self._where: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, direction in enumerate(found):
            for term, value in direction.items():
                self._where[term].append((at, value))

    def closeness(self, one: Mapping[str, float]) -> list[float]:
        """The cosine with each, 0 to 1."""
        found = [0.0] * self._size
        for term, value in one.items():
            if term in self._where:
                for at, other in self._where[term]:
                    found[at] += value * other
        return found


def closeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine of two directions, 0 to 1."""
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other[term] for term, value in one.items() if term in other)


def _weight(count: int, size: int, in_draft: int, known: Background) -> float:
    """Inverse document frequency, damped where a term is too rare for a theme, times that of the draft."""
    rarity = math.log(1 + max(known.texts, size) / max(in_draft, count)) if known.texts else 1.0
    return math.log(1 + size / count) * math.sqrt(math.log(1 + count)) * rarity


def _side_weights(sides: Sequence[str]) -> dict[str, float]:
    """The weight of being for or against: nothing where all are on one side."""
    counts = Counter(side for side in sides if side)
    return {side: SIDE_WEIGHT * math.sqrt(1 - count / len(sides)) for side, count in counts.items()}
