"""When letters go out. Pure: the present instant comes as a value.

Hours are those of the clock in Kyiv, in summer and in winter.
"""

from datetime import datetime, time, timedelta

from ...core.clock import in_kyiv, kyiv_instant

OFF, AT_ONCE, DAILY, WEEKLY, STOPPED = "off", "at_once", "daily", "weekly", "stopped"
FREQUENCIES = (OFF, AT_ONCE, DAILY, WEEKLY, STOPPED)
MAILED = (AT_ONCE, DAILY, WEEKLY)
DIGEST_AT = time(8)
WEEKLY_ON = 1  # Monday, by ISO 8601
# However much happens, two letters «at once» to one person are so far apart; what comes between goes together.
BETWEEN_LETTERS = timedelta(minutes=10)
# When nothing was to be told, the next look comes sooner.
BETWEEN_LOOKS = timedelta(minutes=1)
# What was stopped is kept until every letter that might repeat what it told of has been written.
STOPPED_KEPT = timedelta(days=9)


def next_letter(frequency: str, instant: datetime, told: bool = True) -> datetime | None:
    """When the next letter of a frequency is looked for after an instant at which one was (``told``) or was not
    written; None where no letters are wanted."""
    if frequency == AT_ONCE:
        return instant + (BETWEEN_LETTERS if told else BETWEEN_LOOKS)
    if frequency == DAILY:
        return _next_digest(instant)
    if frequency == WEEKLY:
        return _next_digest(instant, WEEKLY_ON)
    return None


def first_letter(frequency: str, instant: datetime) -> datetime | None:
    """When the first letter of a following that begins at an instant is looked for."""
    return instant if frequency == AT_ONCE else next_letter(frequency, instant)


def _next_digest(instant: datetime, weekday: int | None = None) -> datetime:
    day = in_kyiv(instant).date()
    while True:
        at = kyiv_instant(day, DIGEST_AT)
        if at > instant and weekday in (None, day.isoweekday()):
            return at
        day += timedelta(days=1)
