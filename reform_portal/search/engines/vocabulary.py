"""Words of the index that are spelt like one that it does not have. Pure."""

from collections.abc import Mapping

from ...drafts.matching import close_words

MOST_COMPARED = 60_000


def nearest(key: str, frequencies: Mapping[str, int], most: int = 5) -> list[str]:
    """The keys that differ from one by a slip or two, the nearest first, of equally near ones the most frequent."""
    near = [
        other
        for other in frequencies
        if other != key and abs(len(other) - len(key)) <= 2 and not any(letter.isdigit() for letter in other)
    ]
    found = close_words(key, near[:MOST_COMPARED])
    ranked = sorted(found, key=lambda pair: (pair[1], -frequencies[pair[0]], pair[0]))
    return [other for other, _distance in ranked[:most]]
