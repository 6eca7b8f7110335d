"""When what was found was said: as few bars as can be read, and their picture. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from ..feedback.activity import DAY, MONTH, WEEK, YEAR, beginning, beginnings, following

MOST_BARS = 60
# Units of the picture, which is drawn out to whatever width there is.
STEP, HEIGHT, GAP = 10.0, 100.0, 1.5
LEAST = 3.0


@dataclass(frozen=True)
class Bar:
    """The first and the last day of a stretch of time, and how much was found in it."""

    first: date
    last: date
    number: int


def bars(days: Mapping[str, int], since: date | None = None, until: date | None = None) -> tuple[str, list[Bar]]:
    """Numbers by day («2026-11-22») as bars by day, week, month or year: (unit, at most ``MOST_BARS`` in their order).

    Days before ``since`` and after ``until`` are left out, and no bar goes beyond them.
    """
    numbers = {day: number for day, number in _dated(days).items() if _within(day, since, until)}
    if not numbers:
        return DAY, []
    unit = _unit(min(numbers), max(numbers))
    found: Counter[date] = Counter()
    for day, number in numbers.items():
        found[beginning(day, unit)] += number
    return unit, [
        Bar(
            max(first, since) if since else first,
            min(_last(first, unit), until) if until else _last(first, unit),
            found[first],
        )
        for first in beginnings(min(found), max(found), unit)[-MOST_BARS:]
    ]


def months(days: Mapping[str, int]) -> list[Bar]:
    """Numbers by day as those of whole months, the newest first; months with nothing are left out."""
    found: Counter[date] = Counter()
    for day, number in _dated(days).items():
        found[beginning(day, MONTH)] += number
    return [Bar(first, _last(first, MONTH), found[first]) for first in sorted(found, reverse=True)]


def draw(shown: Sequence[Bar], addresses: Sequence[str], names: Sequence[str]) -> Markup:
    """Bars side by side, each a link. A picture for eyes and pointers alone: the table of the same numbers below it is
    for the keyboard and for those who listen."""
    most = max((bar.number for bar in shown), default=0)
    if not most:
        return Markup("")
    drawn = [
        Markup('<a href="%s" tabindex="-1"><title>%s</title><rect class="time-room" %s/>%s</a>')
        % (address, name, _box(at, HEIGHT, 0), _bar(at, bar.number / most) if bar.number else "")
        for at, (bar, address, name) in enumerate(zip(shown, addresses, names, strict=True))
    ]
    return Markup(
        '<svg class="timeline" viewBox="0 0 %s %s" preserveAspectRatio="none" aria-hidden="true">%s</svg>'
    ) % (
        f"{STEP * len(shown):g}",
        f"{HEIGHT:g}",
        Markup("").join(drawn),
    )


def _bar(at: int, share: float) -> Markup:
    return Markup('<rect class="time-said" %s/>') % _box(at, max(LEAST, HEIGHT * share), GAP)


def _box(at: int, height: float, gap: float) -> Markup:
    left, width = at * STEP + gap, STEP - 2 * gap
    return Markup('x="%s" y="%s" width="%s" height="%s"') % tuple(
        f"{number:g}" for number in (left, round(HEIGHT - height, 1), width, round(height, 1))
    )


def _dated(days: Mapping[str, int]) -> dict[date, int]:
    return {date.fromisoformat(day): number for day, number in days.items()}


def _within(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or day >= since) and (until is None or day <= until)


def _unit(first: date, last: date) -> str:
    """The smallest unit of which there are not too many."""
    for unit, days in ((DAY, 1), (WEEK, 7), (MONTH, 31)):
        # Counted only where there can be few enough.
        if (last - first).days < MOST_BARS * days and len(beginnings(beginning(first, unit), last, unit)) <= MOST_BARS:
            return unit
    return YEAR


def _last(first: date, unit: str) -> date:
    return following(first, unit) - timedelta(days=1)
