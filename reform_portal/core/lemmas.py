"""Words of Ukrainian and English brought to their lemmas, folded so that spellings of one word are one.

«землею» is «земля»; ' ’ ʼ are one; ґ and г are one; Latin letters inside a Cyrillic word («Украiни») are read as
their look-alikes; stress marks go. Which dictionary knows the Ukrainian lemmas is chosen once for a process.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from . import pymorphy_lemmas, simplemma_lemmas
from .errors import ConfigurationError

MORPHOLOGIES: dict[str, Callable[[str], tuple[str, ...]]] = {
    "simplemma": simplemma_lemmas.ukrainian,
    "pymorphy3": pymorphy_lemmas.ukrainian,
}

_MARKS = str.maketrans(
    {"’": "'", "ʼ": "'", "‘": "'", "`": "'", "′": "'", "\u2011": "-", "\u0301": None, "\u00ad": None}
)
_TO_CYRILLIC = str.maketrans("aceiopxyABCEHIKMOPTXYk", "асеіорхуАВСЕНІКМОРТХУк")
_CYRILLIC = re.compile("[а-яєіїґ]", re.IGNORECASE)
_LATIN = re.compile("[a-z]", re.IGNORECASE)
_UPPER_NUMBERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_STRAY = re.compile(r"\d")

_chosen = "simplemma"
_forgetting: list[Callable[[], object]] = []


def choose(name: str) -> None:
    """Use a morphology from now on, in this process.

    Raises ConfigurationError for one that is not known or not installed.
    """
    global _chosen
    if name not in MORPHOLOGIES:
        raise ConfigurationError(f"The morphology must be one of {', '.join(MORPHOLOGIES)}, not {name!r}.")
    if name == "pymorphy3" and not pymorphy_lemmas.is_installed():
        raise ConfigurationError("pymorphy3 is not installed: pip install 'reform-portal[morph]'.")
    if name != _chosen:
        _chosen = name
        for forget in (keys.cache_clear, *_forgetting):
            forget()


def forget_when_another_is_chosen(forget: Callable[[], object]) -> None:
    """Register what forgets all that was worked out from keys."""
    _forgetting.append(forget)


def chosen() -> str:
    """The name of the morphology in use: what was indexed with another must be indexed anew."""
    return _chosen


@lru_cache(maxsize=200_000)
def keys(word: str) -> tuple[str, ...]:
    """The keys of one word: its lemmas, the likeliest first, and that of the name it may be («Києва»: «київ»)."""
    plain = fold(word)
    if _STRAY.search(plain) or not plain.replace("-", "").replace("'", "").isalpha():
        return (_finish(plain),)
    found = dict.fromkeys(_finish(lemma) for lemma in _lemmas(plain))
    return tuple(key for key in found if key)


def lemma(plain: str) -> str:
    """The likeliest lemma of a folded word, as it is spelt in the dictionary."""
    return next(iter(_lemmas(plain)), plain)


def as_key(word: str) -> str:
    """A word as it is typed, spelt as keys are: the beginning of a word is compared with keys."""
    return _finish(fold(word))


def fold(word: str) -> str:
    """A word in lower case NFC with plain marks, one alphabet and superscripts as «-1»."""
    word = unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).translate(_MARKS)).casefold()
    if _CYRILLIC.search(word) and _LATIN.search(word):
        word = word.translate(_TO_CYRILLIC)
    upper = re.search(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+\Z", word)
    return f"{word[: upper.start()]}-{upper[0].translate(_UPPER_NUMBERS)}" if upper else word


def _lemmas(plain: str) -> tuple[str, ...]:
    """English for Latin letters, Ukrainian for all others; a hyphenated word part by part."""
    english = _LATIN.search(plain) and not _CYRILLIC.search(plain)
    of_part = simplemma_lemmas.english if english else MORPHOLOGIES[_chosen]
    parts = [part for part in plain.split("-") if part]
    if len(parts) == 1:
        return of_part(parts[0])
    return ("-".join(of_part(part)[0] for part in parts),) if parts else ()


def _finish(key: str) -> str:
    return key.translate(_MARKS).replace("ґ", "г").replace("ї", "і")
