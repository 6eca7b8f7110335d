"""Comparing texts as a reader would: apostrophes, quotes, dashes, spaces and look-alikes are one. Importer of rapidfuzz."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Indel

_FOLDED = str.maketrans(
    {
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        "`": "'",
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "„": '"',
        "–": "-",
        "—": "-",
        "\u00a0": " ",
    }
)


def fold(text: str) -> str:
    """The form in which texts are compared; never stored."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_FOLDED).casefold().split())


def similarity(one: str, other: str) -> float:
    """0 (nothing in common) to 1 (the same words), by the words and their order."""
    return fuzz.ratio(fold(one).split(), fold(other).split()) / 100


def sequence_similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """0 to 1 for words that were made numbers before: the share of them in common, in their order."""
    return Indel.normalized_similarity(one, other)


def close_words(word: str, others: Sequence[str], most: int = 50) -> list[tuple[str, int]]:
    """(other word, number of slips) of those that differ by one slip, by two where the word is long: a letter too many,
    too few, another one, two that changed places."""
    slips = 1 if len(word) < 5 else 2
    found = process.extract(word, others, scorer=OSA.distance, score_cutoff=slips, limit=most)
    return [(other, int(distance)) for other, distance, _index in found]


_WORD = re.compile(r"\w+(?:['-]\w+)*")
# Of texts this short one changed ending changes a large share of the words, so letters are compared too.
FEW_WORDS = 4


class Texts:
    """Two lists of folded texts whose members are compared with each other by their words.

    Each word becomes one character, so that comparing words costs what comparing letters does.
    """

    def __init__(self, olds: Sequence[str], news: Sequence[str]) -> None:
        self._codes: dict[str, str] = {}
        self._old_texts, self._new_texts = olds, news
        self._olds = [self._coded(text) for text in olds]
        self._news = [self._coded(text) for text in news]

    def words_of_old(self, i: int) -> int:
        return len(self._olds[i])

    def score(self, i: int, j: int) -> float:
        """The share of words in common, 0 to 1."""
        if self._old_texts[i] == self._new_texts[j]:
            return 1.0
        score = fuzz.ratio(self._olds[i], self._news[j]) / 100
        return max(score, self._by_letters(i, j)) if self._is_short(i, j) else score

    def contained(self, i: int, j: int) -> bool:
        """Whether one of the two holds nearly all words of the other, side by side: it was only made longer or shorter."""
        short, long = sorted((self._olds[i], self._news[j]), key=len)
        return len(short) >= FEW_WORDS and fuzz.partial_ratio(short, long) >= 95

    def similar(self, i: int, news: Sequence[int], least: float) -> Iterator[tuple[int, float]]:
        """(j, score) of those of ``news`` that have at least the share ``least`` in common with text ``i``."""
        choices = {j: self._news[j] for j in news}
        for _text, score, j in process.extract(
            self._olds[i], choices, scorer=fuzz.ratio, score_cutoff=least * 100, limit=None
        ):
            if self._olds[i] and not self._is_short(i, j):
                yield j, score / 100
        for j in news:
            if self._is_short(i, j) and self.score(i, j) >= least:
                yield j, self.score(i, j)

    def part_of_old(self, i: int, j: int, part: int) -> float:
        """How far text ``part`` of the new list is a part of old text ``i`` that new text ``j`` does not hold."""
        return self._part(self._olds[i], self._news[j], self._news[part])

    def part_of_new(self, j: int, i: int, part: int) -> float:
        """How far text ``part`` of the old list is a part of new text ``j`` that old text ``i`` does not hold."""
        return self._part(self._news[j], self._olds[i], self._olds[part])

    def _part(self, whole: str, kept: str, part: str) -> float:
        """Words of ``part`` in ``whole``, in order; 0 unless whole is more like both together than like ``kept``."""
        if len(part) < FEW_WORDS:
            return 0.0
        alone = fuzz.ratio(whole, kept)
        together = max(fuzz.ratio(whole, kept + part), fuzz.ratio(whole, part + kept))
        return fuzz.partial_ratio(part, whole) / 100 if together > alone + 5 else 0.0

    def _coded(self, text: str) -> str:
        words = _WORD.findall(text) or text.split()
        return "".join(self._codes.setdefault(word, _character(len(self._codes))) for word in words)

    def _is_short(self, i: int, j: int) -> bool:
        return len(self._olds[i]) <= FEW_WORDS or len(self._news[j]) <= FEW_WORDS

    def _by_letters(self, i: int, j: int) -> float:
        return fuzz.ratio(self._old_texts[i], self._new_texts[j]) / 100 - 0.1


def _character(number: int) -> str:
    """The characters of Unicode one after the other, past the surrogates."""
    return chr(number + 0x21 if number + 0x21 < 0xD800 else number + 0x21 + 0x800)


def most_similar(wanted: str, texts: Sequence[str], limit: int) -> list[int]:
    """Indexes of the texts that hold words most like ``wanted``, best first; those that do not are left out."""
    folded = [fold(text) for text in texts]
    found = process.extract(fold(wanted), folded, scorer=fuzz.token_set_ratio, limit=limit, score_cutoff=45)
    return [index for _text, _score, index in found]


def nearest(wanted: str, candidates: list[str], limit: int = 3) -> list[str]:
    """The candidates that look most like ``wanted``, best first; those that do not are left out."""
    return [
        found
        for found, _score, _index in process.extract(
            wanted, candidates, scorer=fuzz.WRatio, limit=limit, score_cutoff=55
        )
    ]


def word_opcodes(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """How to make ``new`` out of ``old``: (equal, delete, insert or replace; start and end in each), as in difflib."""
    return [
        (step.tag, step.src_start, step.src_end, step.dest_start, step.dest_end) for step in Indel.opcodes(old, new)
    ]
