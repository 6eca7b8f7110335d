"""The words of a text as they are searched, and what each is found under. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..core.lemmas import keys

_LETTER = r"(?:[^\W_ʼ][\u0300-\u036f]*)"
WORD = re.compile(rf"{_LETTER}+(?:['’ʼ‘`′\-\u2011\u00ad]+{_LETTER}+)*[⁰¹²³⁴⁵⁶⁷⁸⁹]*")


@dataclass(frozen=True)
class Word:
    """A word of a text: where it stands (code points) and the keys it is found under."""

    start: int
    end: int
    keys: tuple[str, ...]


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order, with the keys that they are found under."""
    for match in WORD.finditer(text):
        yield Word(match.start(), match.end(), found_under(match[0]))


def asked_words(text: str) -> Iterator[Word]:
    """The words that somebody looks for: a hyphenated one is meant as a whole."""
    for match in WORD.finditer(text):
        yield Word(match.start(), match.end(), keys(match[0]))


@lru_cache(maxsize=200_000)
def found_under(word: str) -> tuple[str, ...]:
    """The keys of a word in a text: its own, and for a hyphenated word those of its parts."""
    parts = [part for part in re.split(r"[-\u2011]", word) if part]
    if len(parts) < 2:
        return keys(word)
    return tuple(dict.fromkeys((*keys(word), *(key for part in parts if len(part) > 1 for key in keys(part)))))
