"""Calendars as files (RFC 5545). Pure: plain values → bytes. The only importer of icalendar.

Instants are written in UTC, days as days; lines are folded by the library.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import icalendar

MEDIA_TYPE = "text/calendar; charset=utf-8"
# How often programs that subscribe should look again (RFC 7986 §5.7, and the older name of the same).
REFRESH = timedelta(hours=6)


@dataclass(frozen=True)
class Happening:
    """One date of a calendar.

    ``uid`` stays for ever; ``sequence`` grows and ``changed_at`` moves when the date changes. ``start`` is an aware
    instant or a day; an instant marks the moment at which something begins or ends and takes no time.
    ``is_cancelled``: the date was announced and is no longer meant.
    """

    uid: str
    start: datetime | date
    summary: str
    description: str
    address: str
    changed_at: datetime
    sequence: int = 0
    is_cancelled: bool = False


def calendar(name: str, address: str, happenings: Iterable[Happening], language: str = "uk") -> bytes:
    """A calendar to subscribe to, as UTF-8; ``address`` is its own."""
    found = icalendar.Calendar()
    found.add("prodid", f"-//Reform Portal//{language.upper()}")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("name", _line(name))
    found.add("x-wr-calname", _line(name))
    found.add("source", address, parameters={"VALUE": "URI"})
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", icalendar.vDuration(REFRESH))
    for one in happenings:
        found.add_component(_event(one, language))
    return found.to_ical()


def _event(one: Happening, language: str) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", one.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", one.sequence)
    if isinstance(one.start, datetime):
        event.add("dtstart", one.start.astimezone(UTC).replace(microsecond=0))
    else:
        event.add("dtstart", one.start)
        event.add("dtend", one.start + timedelta(days=1))
    event.add("summary", _line(one.summary), parameters={"LANGUAGE": language})
    event.add("description", _plain(one.description), parameters={"LANGUAGE": language})
    event.add("url", one.address)
    event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _line(text: str) -> str:
    return " ".join(_plain(text.replace("\r", " ")).split())


def _plain(text: str) -> str:
    """Without control characters, for which the format has no place."""
    return "".join(letter for letter in text if letter == "\n" or (letter >= " " and letter != "\x7f"))
