"""Short names of themes: words of their comments, as printed, that set them apart from each other. Pure."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .terms import WORD, Reader

WORDS = 3
# So many comments of a theme are read for its name.
READ = 120
# What a phrase is worth for its number of words: two or three tell more than one, and are still short.
WORTH = (0.0, 1.0, 1.6, 1.8)

_BREAK = re.compile(r"[^\w\s'’ʼ‘`′\-\u2011\u00ad\u0300-\u036f]+|\n")

# A figure after one of these is the number of a provision, not of what follows: «у статті 9 кількість мешканців».
PROVISIONS = frozenset((
    "розділ", "глава", "стаття", "ст", "частина", "ч", "пункт", "п", "пп", "підпункт", "абзац", "абз",
    "chapter", "section", "article", "art", "part", "paragraph", "para", "clause", "point",
))  # fmt: skip

Key = tuple[str, ...]


class Phrase(NamedTuple):
    """Neighbouring words: the lemmas they are known by, and as they were printed."""

    key: Key
    printed: str


def make_labels(
    themes: Sequence[Sequence[str]], taken: Iterable[str], weights: Mapping[str, float], reader: Reader
) -> list[str]:
    """A label for each theme, given by its comments; no two the same, none of ``taken``; empty where no word is left.

    ``weights`` tell how much a lemma distinguishes.
    """
    counted = [_Phrases(bodies[:READ], reader) for bodies in themes]
    everywhere: Counter[Key] = Counter()
    for phrases in counted:
        everywhere.update(phrases.texts)
    total = sum(phrases.size for phrases in counted)
    used = {label.casefold() for label in taken}
    labels = []
    for phrases in counted:
        label = next((label for label in phrases.best(everywhere, total, weights) if label.casefold() not in used), "")
        used.add(label.casefold())
        labels.append(label)
    return labels


def phrases(text: str, reader: Reader) -> Iterator[Phrase]:
    """All runs of up to WORDS words inside a clause of a sentence that begin and end with a telling word, and
    neither begin nor end with the number of a provision."""
    before = ""
    for part in _BREAK.split(text):
        found = [(match[0], match.start(), match.end()) for match in WORD.finditer(part)]
        key = tuple(reader.lemma(word) for word, _, _ in found)
        preceding = (before, *key)
        before = preceding[-1]
        telling = [
            not reader.empty(word) and not (word.isdecimal() and preceding[at].rstrip(".") in PROVISIONS)
            for at, (word, _, _) in enumerate(found)
        ]
        for first, (_, start, _) in enumerate(found):
            if telling[first]:
                for after in range(first + 1, min(first + WORDS, len(found)) + 1):
                    if telling[after - 1]:
                        yield Phrase(key[first:after], part[start : found[after - 1][2]])


class _Phrases:
    """The phrases of a theme: in how many of its texts each is, and how it is printed there."""

    def __init__(self, bodies: Sequence[str], reader: Reader) -> None:
        self.size = len(bodies)
        self.texts: Counter[Key] = Counter()
        self._printed: dict[Key, list[str]] = defaultdict(list)
        for body in bodies:
            seen = dict(phrases(body, reader))
            self.texts.update(seen.keys())
            for key, printed in seen.items():
                self._printed[key].append(printed)

    def best(self, everywhere: Mapping[Key, int], total: int, weights: Mapping[str, float]) -> Iterator[str]:
        """How the phrases are printed, the most telling first; what only one text says comes last."""
        shared = [key for key, texts in self.texts.items() if texts > 1]
        for keys in (shared, self.texts.keys() - shared):
            worth = {key: self._worth(key, everywhere[key], total) * _telling(key, weights) for key in keys}
            for key in sorted(worth, key=lambda key: (-worth[key], key)):
                yield _usual(self._printed[key])

    def _worth(self, key: Key, everywhere: int, total: int) -> float:
        """How much more often a phrase is in this theme than in all, by the texts it covers."""
        here = self.texts[key]
        # Said by one of two is little, said by both is much.
        covered = (here - 0.5) / self.size
        apart = math.log((here + 0.5) / (self.size + 1) / ((everywhere - here + 0.5) / (total - self.size + 1)))
        return covered * max(apart, 0.01)


def _usual(printed: Sequence[str]) -> str:
    """The form that most texts have; of equals not the one in capitals, then the first of the alphabet."""
    forms = Counter(" ".join(form.split()) for form in printed)
    return min(forms, key=lambda form: (-forms[form], form.isupper(), form))


def _telling(key: Key, weights: Mapping[str, float]) -> float:
    """The mean weight of the words that have one (its root: frequency is counted already), more for two or three."""
    known = [weights[lemma] for lemma in key if lemma in weights]
    return WORTH[len(known)] * math.sqrt(sum(known) / len(known)) if known else 0.0
