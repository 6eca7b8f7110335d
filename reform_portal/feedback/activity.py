"""How much was said when: counts by day of Kyiv, and their picture. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from markupsafe import Markup

from ..core.clock import in_kyiv

DAY, WEEK, MONTH, YEAR = "day", "week", "month", "year"
MOST_COLUMNS = 92
WIDTH, HEIGHT, MARGIN = 720.0, 110.0, 20.0
WIDEST = 26.0


@dataclass(frozen=True)
class Stretch:
    """A day, a week from Monday or a month, by its first day, with the number of comments in it."""

    first: date
    number: int


def days_of(hours: Mapping[str, int]) -> dict[str, int]:
    """Comments by day of Kyiv («2026-11-22»), out of comments by hour of UTC («2026-11-22 17»)."""
    found: Counter[str] = Counter()
    for hour, number in hours.items():
        instant = datetime.strptime(hour.replace("T", " "), "%Y-%m-%d %H").replace(tzinfo=UTC)
        found[in_kyiv(instant).date().isoformat()] += number
    return dict(sorted(found.items()))


def stretches(days: Mapping[str, int]) -> tuple[str, list[Stretch]]:
    """Days from the first with comments to the last, or weeks or months where there would be too many: (unit, all)."""
    if not days:
        return DAY, []
    numbers = {date.fromisoformat(day): number for day, number in days.items()}
    length = (max(numbers) - min(numbers)).days + 1
    unit = DAY if length <= MOST_COLUMNS else WEEK if length <= 7 * MOST_COLUMNS else MONTH
    found: Counter[date] = Counter()
    for day, number in numbers.items():
        found[beginning(day, unit)] += number
    return unit, [Stretch(first, found[first]) for first in beginnings(min(found), max(found), unit)]


def draw(shown: Sequence[Stretch], label: str, names: tuple[str, str]) -> Markup:
    """Columns on a line; ``label`` says the same in words, ``names`` are printed below the first and the last."""
    most = max((stretch.number for stretch in shown), default=0)
    if not most:
        return Markup("")
    step = min(WIDEST, WIDTH / len(shown))
    width = max(1.0, step * 0.78)
    bars = [
        f'<rect class="map-said" x="{at * step + (step - width) / 2:.1f}" y="{-HEIGHT * one.number / most:.1f}"'
        f' width="{width:.1f}" height="{max(1.0, HEIGHT * one.number / most):.1f}"/>'
        for at, one in enumerate(shown)
        if one.number
    ]
    end = max(step * len(shown), 200.0)
    return Markup(
        '<svg class="activity" viewBox="0 0 %s %s" role="img" aria-label="%s"><g transform="translate(0 %s)">%s'
        '<line class="map-axis" x2="%s"/><text class="map-caption" y="16">%s</text>%s</g></svg>'
    ) % (
        f"{WIDTH:g}", f"{HEIGHT + 2 * MARGIN:g}", label, f"{HEIGHT + MARGIN:g}", Markup("".join(bars)), f"{WIDTH:g}",
        names[0], _last(end, names[1]) if len(shown) > 1 else Markup(""),
    )  # fmt: skip


def _last(x: float, name: str) -> Markup:
    return Markup('<text class="map-caption" x="%s" y="16" text-anchor="end">%s</text>') % (f"{x:g}", name)


def beginning(day: date, unit: str) -> date:
    """The first day of the day, week, month or year that a day is in."""
    if unit == WEEK:
        return day - timedelta(days=day.weekday())
    if unit == YEAR:
        return day.replace(month=1, day=1)
    return day.replace(day=1) if unit == MONTH else day


def beginnings(first: date, last: date, unit: str) -> list[date]:
    """The first days of all units from the one that begins on ``first`` to the one that ``last`` is in."""
    found = [first]
    while (after := following(found[-1], unit)) <= last:
        found.append(after)
    return found


def following(first: date, unit: str) -> date:
    """The first day of the unit after the one that begins on ``first``."""
    return beginning(first + timedelta(days={DAY: 1, WEEK: 7, MONTH: 31, YEAR: 366}[unit]), unit)
