"""What the desk goes by: filters of the queue, tags, how words are looked for, when a visit is a new one. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from ...discussion.stances import STANCES

WAITING, ANSWERED, ALL = "waiting", "answered", "all"
STATES = (WAITING, ANSWERED, ALL)
IN_TEXT, NEWEST, OLDEST, SIGNED = "text", "newest", "oldest", "signed"
SORTS = (IN_TEXT, NEWEST, OLDEST, SIGNED)
ME, NOBODY = "me", "nobody"
ANY = "any"
WHOLE, GONE = "whole", "gone"
MOST_TICKED = 100
MAX_NOTE, MAX_TAG, MAX_TITLE = 4000, 40, 100
SAME_VISIT = timedelta(minutes=30)
# A queue that is read through page after page does not write its visit each time.
NOTED_EVERY = timedelta(minutes=1)
_APOSTROPHES = "'’ʼ`‘"


@dataclass(frozen=True)
class Filters:
    """What of a queue is wanted, as the address of the page says it; empty values do not narrow it.

    ``clause`` is an address or a citation, ``whole`` (the draft as a whole) or ``gone`` (words that the newest version
    has not); ``assigned`` is ``me``, ``nobody`` or a person's handle; ``tag`` the key of a tag; ``campaign`` is
    ``any`` or the public id of one; ``copies`` shows each copy of a campaign on a row of its own.
    """

    state: str = WAITING
    sort: str = IN_TEXT
    stance: str = ""
    clause: str = ""
    assigned: str = ""
    tag: str = ""
    campaign: str = ""
    words: str = ""
    wording: bool = False
    new: bool = False
    copies: bool = False

    @property
    def folded(self) -> bool:
        """Whether the copies of a campaign stand in one row."""
        return not self.copies and self.campaign in ("", ANY)

    @property
    def named(self) -> bool:
        """Whether the filters lead to comments that a list of the desk or a campaign names."""
        return bool(self.tag) or self.assigned not in ("", NOBODY) or self.campaign not in ("", ANY)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the state and the order was asked for."""
        return replace(self, state=WAITING, sort=IN_TEXT) != Filters()

    def address(self, **changes: Any) -> dict[str, str]:
        """The arguments of an address for these filters with some changed; what is as usual is left out."""
        usual, wanted = Filters(), replace(self, **changes)
        found = {name: getattr(wanted, name) for name in Filters.__dataclass_fields__}
        return {name: "1" if value is True else value for name, value in found.items() if value != getattr(usual, name)}


def read_filters(arguments: Mapping[str, str]) -> Filters:
    """The filters that the arguments of an address name; what cannot be meant is as usual."""

    def one_of(name: str, known: tuple[str, ...], usual: str) -> str:
        return arguments.get(name, usual) if arguments.get(name) in known else usual

    def line(name: str) -> str:
        return " ".join(arguments.get(name, "").replace("\x00", "").split())[:200]

    return Filters(
        one_of("state", STATES, WAITING),
        one_of("sort", SORTS, IN_TEXT),
        one_of("stance", STANCES, ""),
        line("clause"),
        line("assigned"),
        tag_key(line("tag")),
        line("campaign"),
        line("words"),
        *(arguments.get(name) == "1" for name in ("wording", "new", "copies")),
    )


def tag_name(typed: str) -> str:
    """A tag as it is shown: one line without the sign of a tag before it."""
    return " ".join(typed.split()).lstrip("# ").rstrip()


def tag_key(typed: str) -> str:
    """The form in which tags are compared: «Строк подання» and «#строк  подання» are one tag."""
    folded = tag_name(typed).casefold()
    return "".join("’" if letter in _APOSTROPHES else letter for letter in folded)[:60]


def like_patterns(words: str) -> list[str]:
    """Patterns of LIKE with ``\\`` as its escape; a text that holds the words fits at least one of them.

    SQLite folds the case of Latin letters alone, so the words are looked for as they were typed, in small letters, in
    capitals, and with a capital at the beginning. Any sign may stand for an apostrophe.
    """
    forms = (words, words.lower(), words.upper(), words[:1].upper() + words[1:].lower())
    return [f"%{_escaped(form)}%" for form in dict.fromkeys(forms)] if words else []


def next_visit(previous: datetime | None, seen: datetime | None, instant: datetime) -> tuple[datetime | None, datetime]:
    """(previous, seen) of a visit when the queue is opened at an instant.

    Half an hour without a look at the queue ends a visit; what came after its last look is new in the next one.
    """
    if seen is None:
        return None, instant
    if instant - seen > SAME_VISIT:
        return seen, instant
    return previous, instant if instant - seen > NOTED_EVERY else seen


def _escaped(words: str) -> str:
    plain = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return "".join("_" if letter in _APOSTROPHES else letter for letter in plain)
