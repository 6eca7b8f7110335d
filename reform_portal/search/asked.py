"""A query as the arguments of an address say it, read once: words, fields, dates, order. Pure.

What stands in the words themselves as field:value counts before the argument of the same name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from ..core.clock import kyiv_instant
from ..core.lemmas import fold
from ..discussion.stances import STANCES
from .engines.documents import KINDS, SORTS
from .language import asked_words
from .query import Keys, Query, parse

ARGUMENTS = ("q", "draft", "clause", "kind", "stance", "author", "from", "to", "answered", "sort")
MAX_VALUE = 120
YEARS = range(1990, 2200)

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})\Z")
_YEAR = re.compile(r"(\d{4})\Z")
_STANCE_WORDS = {
    "support": ("за", "підтримую", "підтримка", "for"),
    "oppose": ("проти", "against"),
    "amend": ("зміна", "зміни", "пропозиція", "пропоную зміну", "change", "suggest a change"),
    "question": ("питання", "запитання"),
    "neutral": ("нейтрально", "нейтральне"),
}
_KIND_WORDS = {
    "clause": ("текст", "закон", "clauses"),
    "comment": ("зауваження", "коментар", "comments"),
    "wording": ("пропозиція", "формулювання", "wordings"),
    "answer": ("відповідь", "answers"),
    "report": ("звіт", "reports"),
}
_YES, _NO = frozenset({"yes", "так", "є", "1", "true"}), frozenset({"no", "ні", "немає", "0", "false"})


@dataclass(frozen=True)
class Asked:
    """What is asked for. ``clause`` is a place as it was typed; ``since`` and ``until`` are days in Kyiv, both meant.

    ``errors`` says which arguments could not be understood: {name: what was given}; they do not count.
    """

    typed: str = ""
    query: Query = field(default_factory=Query)
    draft: str = ""
    clause: str = ""
    kind: str = ""
    stance: str = ""
    author: str = ""
    since: date | None = None
    until: date | None = None
    answered: bool | None = None
    sort: str = "relevance"
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for, not even by a filter."""
        return self.query.is_empty and not self.has_filters

    @property
    def has_filters(self) -> bool:
        return any(
            value not in ("", None)
            for value in (self.draft, self.clause, self.kind, self.stance, self.author, self.since, self.until)
        ) or (self.answered is not None)

    @property
    def author_words(self) -> tuple[Keys, ...]:
        return tuple(word.keys for word in asked_words(self.author))

    @property
    def first_instant(self) -> datetime | None:
        """The first instant that counts."""
        return kyiv_instant(self.since) if self.since else None

    @property
    def end_instant(self) -> datetime | None:
        """The first instant that counts no more."""
        return kyiv_instant(self.until + timedelta(days=1)) if self.until else None

    def arguments(self, **changed: str | None) -> dict[str, str]:
        """The arguments of an address that ask for just this, or for this with some of them changed (None: without)."""
        answered = {True: "yes", False: "no", None: ""}[self.answered]
        own: dict[str, str | None] = {
            "q": self.typed,
            "draft": self.draft,
            "clause": self.clause,
            "kind": self.kind,
            "stance": self.stance,
            "author": self.author,
            "from": self.since.isoformat() if self.since else "",
            "to": self.until.isoformat() if self.until else "",
            "answered": answered,
            "sort": self.sort if self.sort != "relevance" else "",
        }
        return {name: value for name, value in (own | changed).items() if value}

    def address(self, **changed: str | None) -> str:
        """The same as the query part of an address."""
        return urlencode(self.arguments(**changed))


def read(arguments: Mapping[str, str]) -> Asked:
    """Read the arguments of an address; none of them fails. Words of field:value leave ``typed`` and become filters."""
    typed = arguments.get("q", "").replace("\x00", " ")
    query = parse(typed)
    given = {
        name: arguments.get(name, "").replace("\x00", " ").strip()[:MAX_VALUE] for name in ARGUMENTS if name != "q"
    }
    given |= {name: value[:MAX_VALUE] for name, value in query.fields}
    reading = _Reading(given)
    sort = given["sort"] if given["sort"] in SORTS else "relevance"
    found = Asked(
        typed=query.rest if query.fields else typed.strip(),
        query=query,
        draft=given["draft"],
        clause=given["clause"],
        kind=reading.one_of("kind", KINDS, _KIND_WORDS),
        stance=reading.one_of("stance", STANCES, _STANCE_WORDS),
        author=given["author"],
        since=reading.day("from", last=False),
        until=reading.day("to", last=True),
        answered=reading.yes_or_no("answered"),
        sort=sort,
    )
    return replace(found, errors=tuple(reading.errors))


class _Reading:
    """Values of arguments, and which of them made no sense."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self.errors: list[tuple[str, str]] = []

    def one_of(self, name: str, allowed: tuple[str, ...], words: Mapping[str, tuple[str, ...]]) -> str:
        value = self._given[name].casefold()
        if not value or value in allowed:
            return value
        plain = fold(value)
        found = next((one for one in allowed if plain in words.get(one, ())), "")
        return found or self._refuse(name)

    def yes_or_no(self, name: str) -> bool | None:
        value = self._given[name].casefold()
        if value in _YES:
            return True
        if value in _NO:
            return False
        if value:
            self._refuse(name)
        return None

    def day(self, name: str, last: bool) -> date | None:
        value = self._given[name]
        try:
            found = _day(value, last)
        except ValueError:
            found = None
        if value and found is None:
            self._refuse(name)
        return found

    def _refuse(self, name: str) -> str:
        self.errors.append((name, self._given[name]))
        return ""


def _day(value: str, last: bool) -> date | None:
    """A day, or the first or last one of a month or a year: 2026-11-22, 22.11.2026, 2026-11, 2026."""
    if found := _DAY.match(value):
        return _checked(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.match(value):
        return _checked(int(found[3]), int(found[2]), int(found[1]))
    if found := _MONTH.match(value):
        return _in_month(int(found[1]), int(found[2]), last)
    if found := _YEAR.match(value):
        return _in_month(int(found[1]), 12 if last else 1, last)
    return None


def _checked(year: int, month: int, day: int) -> date:
    """Raises ValueError for what no calendar has, and for years in which nothing can have been said here."""
    if year not in YEARS:
        raise ValueError(year)
    return date(year, month, day)


def _in_month(year: int, month: int, last: bool) -> date:
    first = _checked(year, month, 1)
    if not last:
        return first
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return following - timedelta(days=1)
