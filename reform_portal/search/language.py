"""The words of a text as they are searched, and what each is found under. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..core import lemmas

_LETTER = r"(?:[^\W_ʼ][\u0300-\u036f]*)"
WORD = re.compile(rf"{_LETTER}+(?:['’ʼ‘`′\-\u2011\u00ad]+{_LETTER}+)*[⁰¹²³⁴⁵⁶⁷⁸⁹]*")

# Words that acts and letters shorten; most only with the full stop, for «м» or «п» alone may be anything.
SHORTENED = {
    "ст": "стаття", "ч": "частина", "п": "пункт", "пп": "підпункт", "абз": "абзац", "розд": "розділ",
    "гл": "глава", "дод": "додаток", "р": "рік", "рр": "рік", "м": "місто", "с": "село", "смт": "селище",
    "вул": "вулиця", "просп": "проспект", "пл": "площа", "буд": "будинок", "кв": "квартира", "обл": "область",
    "тел": "телефон", "ін": "інший", "напр": "наприклад", "див": "дивитися", "т": "тисяча",
    "art": "article", "sec": "section", "para": "paragraph", "no": "number",
}  # fmt: skip
SHORTENED_ALWAYS = {"грн": "гривня", "тис": "тисяча", "млн": "мільйон", "млрд": "мільярд", "ст-ця": "станиця"}
ORDINALS = {
    "перший": "1", "другий": "2", "третій": "3", "четвертий": "4", "п'ятий": "5", "шостий": "6", "сьомий": "7",
    "восьмий": "8", "дев'ятий": "9", "десятий": "10", "одинадцятий": "11", "дванадцятий": "12", "тринадцятий": "13",
    "чотирнадцятий": "14", "п'ятнадцятий": "15", "шістнадцятий": "16", "сімнадцятий": "17", "вісімнадцятий": "18",
    "дев'ятнадцятий": "19", "двадцятий": "20",
}  # fmt: skip


class Word(NamedTuple):
    """A word of a text: where it stands (code points) and the keys it is found under."""

    start: int
    end: int
    keys: tuple[str, ...]


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order, with the keys that they are found under."""
    for match in WORD.finditer(text):
        start, end = match.span()
        yield Word(start, end, found_under(match[0], text[end : end + 1] == "."))


def asked_words(text: str) -> Iterator[Word]:
    """The words that somebody looks for: a hyphenated one is meant as a whole, a shortened one as both."""
    for match in WORD.finditer(text):
        yield Word(match.start(), match.end(), asked_under(match[0], text[match.end() : match.end() + 1] == "."))


@lru_cache(maxsize=200_000)
def found_under(word: str, stop: bool = False) -> tuple[str, ...]:
    """The keys of a word in a text: its own, for a hyphenated word those of its parts, for an ordinal its figure.

    ``stop`` tells that a full stop follows.
    """
    own = asked_under(word, stop)
    figures = tuple(ORDINALS[key] for key in own if key in ORDINALS)
    parts = [part for part in re.split(r"[-\u2011]", word) if part]
    if len(parts) < 2:
        return own + figures
    return tuple(dict.fromkeys((*own, *(key for part in parts if len(part) > 1 for key in lemmas.keys(part)))))


@lru_cache(maxsize=20_000)
def asked_under(word: str, stop: bool = False) -> tuple[str, ...]:
    """The keys of a word that somebody looks for: its own, and that of the whole word which it shortens."""
    own = lemmas.keys(word)
    plain = lemmas.fold(word)
    whole = SHORTENED_ALWAYS.get(plain) or (SHORTENED.get(plain) if stop else None)
    if whole is None:
        return own
    return tuple(dict.fromkeys((plain, *own, *lemmas.keys(whole))))


for _cached in (found_under, asked_under):
    lemmas.forget_when_another_is_chosen(_cached.cache_clear)
