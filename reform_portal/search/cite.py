"""How to cite what was said on the portal: a line for a footnote, in Ukrainian and in English. Pure.

Order of the Ukrainian form: DSTU 8302:2015, electronic resources (author, title // where it stands, date, address,
day of access).
"""

import re
from dataclasses import dataclass
from datetime import date

from ..core.text import shorten

MOST_WORDS = 90
MOST_TITLE = 200
UNSIGNED = {"uk": "Без підпису", "en": "Unsigned"}
PORTAL = {"uk": "Портал реформ", "en": "Reform Portal"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_CONTROLS = re.compile("[\u0000-\u001f\u007f-\u009f]")
# Marks that turn the direction of what follows, and others that nobody sees.
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_INNER = {"uk": ("„", "“"), "en": ("‘", "’")}
_OUTER = {"uk": ("«", "»"), "en": ("“", "”")}
_OPENING, _CLOSING = "«„", "»”"
# Closes „so“ and opens “so”.
_EITHER = "“"


@dataclass(frozen=True)
class Cited:
    """What is cited. ``author`` is empty for words without a signature and None for what has no author, such as a text
    of a draft; ``place`` is the short citation of a clause, empty for none; ``version`` 0 for none."""

    words: str
    draft_title: str
    address: str
    said_on: date
    author: str | None = None
    place: str = ""
    version: int = 0


def ukrainian(cited: Cited, today: date) -> str:
    """«Олена Чайка. «Строк задовгий…» // Про землю, редакція 1, ч. 1 ст. 3. Портал реформ. 22.11.2026. URL: …»."""
    where = [_title(cited.draft_title), f"редакція {cited.version}" if cited.version else "", cited.place]
    return (
        f"{_signed(cited, 'uk')}{_quoted(cited.words, 'uk')} // {', '.join(filter(None, where))}. {PORTAL['uk']}."
        f" {cited.said_on:%d.%m.%Y}. URL: {cited.address} (дата звернення: {today:%d.%m.%Y})."
    )


def english(cited: Cited, today: date) -> str:
    """“Olena Chaika. “Too long a term…”. In: On land, version 1, art. 3 para. 1. Reform Portal, 22 November 2026. …”."""
    where = [_title(cited.draft_title), f"version {cited.version}" if cited.version else "", cited.place]
    return (
        f"{_signed(cited, 'en')}{_quoted(cited.words, 'en')}. In: {', '.join(filter(None, where))}. {PORTAL['en']},"
        f" {_day(cited.said_on)}. {cited.address} (accessed {_day(today)})."
    )


def first_words(text: str) -> str:
    """The beginning of a text on one line, cut between words, without a full stop at its end."""
    plain = _line(text)
    return shorten(plain, MOST_WORDS) if len(plain) > MOST_WORDS else plain.rstrip(" .")


def _signed(cited: Cited, language: str) -> str:
    return "" if cited.author is None else f"{_line(cited.author).rstrip(' .') or UNSIGNED[language]}. "


def _quoted(words: str, language: str) -> str:
    """Words in the quotation marks of a language; those within them become the inner ones."""
    opening, closing = _INNER[language]
    open_now = 0
    said = []
    for letter in first_words(words):
        if letter in _OPENING or (letter == _EITHER and not open_now):
            open_now += 1
            letter = opening
        elif letter in _CLOSING or letter == _EITHER:
            open_now = max(0, open_now - 1)
            letter = closing
        said.append(letter)
    return "".join(said).join(_OUTER[language])


def _title(title: str) -> str:
    return shorten(_line(title).rstrip(" ."), MOST_TITLE)


def _line(text: str) -> str:
    return " ".join(_CONTROLS.sub(" ", _UNSEEN.sub("", text)).split())


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
