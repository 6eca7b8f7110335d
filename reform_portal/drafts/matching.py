"""Comparing texts as a reader would: apostrophes, quotes, dashes, spaces and look-alikes are one. Importer of rapidfuzz."""

import unicodedata

from rapidfuzz import fuzz, process

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


def nearest(wanted: str, candidates: list[str], limit: int = 3) -> list[str]:
    """The candidates that look most like ``wanted``, best first; those that do not are left out."""
    return [
        found
        for found, _score, _index in process.extract(
            wanted, candidates, scorer=fuzz.WRatio, limit=limit, score_cutoff=55
        )
    ]
