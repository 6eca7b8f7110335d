"""Time: instants are kept in UTC, days and deadlines are those of Kyiv."""

from datetime import UTC, date, datetime, time, timedelta
from typing import overload
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def in_kyiv(instant: datetime) -> datetime:
    return instant.astimezone(KYIV)


@overload
def stamp(instant: None) -> None: ...
@overload
def stamp(instant: datetime) -> str: ...
def stamp(instant: datetime | None) -> str | None:
    """An aware instant as programs read it, ISO 8601 in UTC and whole seconds; None for none."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if instant is not None else None


def kyiv_instant(day: date, at: time = time(0)) -> datetime:
    """The UTC instant of a wall-clock time in Kyiv (the first one when the clock goes back)."""
    return datetime.combine(day, at, KYIV).astimezone(UTC)


def parse_instant(text: str, *, end_of_day: bool = False) -> datetime:
    """Read an ISO 8601 date or date-time; without a zone it is Kyiv time.

    A bare date means its first second, or with ``end_of_day`` the first second after it.
    Raises ValueError.
    """
    text = text.strip()
    if len(text) == 10:
        day = date.fromisoformat(text)
        return kyiv_instant(day + timedelta(days=1) if end_of_day else day)
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=KYIV)).astimezone(UTC)
