"""Words of Ukrainian and English brought to their lemmas, folded so that spellings of one word are one.

Pure. The only importer of simplemma. «землею» is «земля»; ' ’ ʼ are one; ґ and г are one; Latin
letters inside a Cyrillic word («Украiни») are read as their look-alikes; stress marks go.
"""

import re
import unicodedata
from functools import lru_cache

import simplemma

# Forms of frequent words of law that are also forms of another word, which the lemmatiser prefers.
OTHER_READINGS = {
    "ради": "рада", "голів": "голова", "мов": "мова", "порти": "порт", "портами": "порт", "портах": "порт",
    "коди": "код",
}  # fmt: skip

_MARKS = str.maketrans(
    {"’": "'", "ʼ": "'", "‘": "'", "`": "'", "′": "'", "\u2011": "-", "\u0301": None, "\u00ad": None}
)
_TO_CYRILLIC = str.maketrans("aceiopxyABCEHIKMOPTXYk", "асеіорхуАВСЕНІКМОРТХУк")
_CYRILLIC = re.compile("[а-яєіїґ]", re.IGNORECASE)
_LATIN = re.compile("[a-z]", re.IGNORECASE)
_UPPER_NUMBERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_STRAY = re.compile(r"\d")


@lru_cache(maxsize=200_000)
def keys(word: str) -> tuple[str, ...]:
    """The keys of one word: its lemma, and that of the name it may also be («Києва»: «київ»)."""
    plain = fold(word)
    if _STRAY.search(plain) or not plain.replace("-", "").replace("'", "").isalpha():
        return (_finish(plain),)
    found = dict.fromkeys((_finish(lemma(plain)), _finish(_name(plain)), _finish(OTHER_READINGS.get(plain, ""))))
    return tuple(key for key in found if key)


def lemma(plain: str) -> str:
    """The lemma of a folded word: English for Latin letters, Ukrainian for all others."""
    if _LATIN.search(plain) and not _CYRILLIC.search(plain):
        return "-".join(simplemma.lemmatize(part, lang="en").lower() for part in plain.split("-") if part)
    return "-".join(_ukrainian(part) for part in plain.split("-") if part)


def fold(word: str) -> str:
    """A word in lower case NFC with plain marks, one alphabet and superscripts as «-1»."""
    word = unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).translate(_MARKS)).casefold()
    if _CYRILLIC.search(word) and _LATIN.search(word):
        word = word.translate(_TO_CYRILLIC)
    upper = re.search(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+\Z", word)
    return f"{word[: upper.start()]}-{upper[0].translate(_UPPER_NUMBERS)}" if upper else word


def _name(plain: str) -> str:
    """The lemma of a word read as a proper name, or nothing where it is none."""
    capital = plain[:1].upper() + plain[1:]
    if len(plain) < 3 or not _CYRILLIC.search(plain) or not simplemma.is_known(capital, lang="uk"):
        return ""
    found = simplemma.lemmatize(capital, lang="uk")
    return found.lower() if found[:1].isupper() else ""


def _ukrainian(part: str) -> str:
    """The lemma of the first spelling that the dictionary knows: as typed, «украіни» as «україни», «грунт» as «ґрунт»."""
    spellings = dict.fromkeys((part, part.replace("і", "ї"), part.replace("аі", "аї"), part.replace("г", "ґ", 1)))
    known = next((spelling for spelling in spellings if simplemma.is_known(spelling, lang="uk")), part)
    return simplemma.lemmatize(known, lang="uk").lower()


def _finish(key: str) -> str:
    return key.translate(_MARKS).replace("ґ", "г").replace("ї", "і")
