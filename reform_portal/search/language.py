"""Words of Ukrainian and English as they are searched: folded, and brought to their lemmas.

Pure. The only importer of simplemma. «землею» finds «земля»; ' ’ ʼ are one; ґ and г are one; Latin
letters inside a Cyrillic word («Украiни») are read as their look-alikes; stress marks go.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import simplemma

WORD = re.compile(r"[^\W_]+(?:[\u0301'’ʼ‘`′\-\u2011\u00ad]+[^\W_]+)*[⁰¹²³⁴⁵⁶⁷⁸⁹]*")

_MARKS = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "′": "'", "\u2011": "-", "\u0301": None, "\u00ad": None})
_TO_CYRILLIC = str.maketrans("aceiopxyABCEHIKMOPTXYk", "асеіорхуАВСЕНІКМОРТХУк")
_CYRILLIC = re.compile("[а-яєіїґ]", re.IGNORECASE)
_LATIN = re.compile("[a-z]", re.IGNORECASE)
_UPPER_NUMBERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_STRAY = re.compile(r"\d")


@dataclass(frozen=True)
class Word:
    """A word of a text: where it stands (code points) and the keys it is found under."""

    start: int
    end: int
    keys: tuple[str, ...]


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order, with their keys."""
    for match in WORD.finditer(text):
        yield Word(match.start(), match.end(), keys(match[0]))


@lru_cache(maxsize=200_000)
def keys(word: str) -> tuple[str, ...]:
    """The keys of one word: its lemma, and for a hyphenated word also those of its parts' whole."""
    plain = fold(word)
    if _STRAY.search(plain) or not plain.replace("-", "").replace("'", "").isalpha():
        return (_finish(plain),)
    return (_finish(lemma(plain)),)


def lemma(plain: str) -> str:
    """The lemma of a folded word: English for Latin letters, Ukrainian for all others."""
    language = "en" if _LATIN.search(plain) and not _CYRILLIC.search(plain) else "uk"
    parts = plain.split("-")
    return "-".join(simplemma.lemmatize(part, lang=language).lower() if part else part for part in parts)


def fold(word: str) -> str:
    """A word in lower case NFC with plain marks, one alphabet and superscripts as «-1»."""
    word = unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).translate(_MARKS)).casefold()
    if _CYRILLIC.search(word) and _LATIN.search(word):
        word = word.translate(_TO_CYRILLIC)
    upper = re.search(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+\Z", word)
    return f"{word[: upper.start()]}-{upper[0].translate(_UPPER_NUMBERS)}" if upper else word


def _finish(key: str) -> str:
    return key.translate(_MARKS).replace("ґ", "г")
