"""By when a report is due: terms of law in calendar and in working days. Pure: days and rules come as values.

Which days are working days stands in ``rules/calendars/ua.toml``; while martial law holds, holidays are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ...drafts.rule_sets import RuleSet

WORKING, CALENDAR = "working day", "calendar day"
AFTER_END, AFTER_DECISION = "end", "decision"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """``amount`` days of a ``unit`` after the day of the end of the consultation, or of the decision."""

    amount: int
    unit: str
    counted_from: str
    basis: str


def term_of_report(rules: RuleSet, on: date) -> Term | None:
    """The term for the report by the rules in force on a day; None where there is none."""
    rule = rules.rule("report.term", on)
    if rule is None:
        return None
    counted_from = AFTER_DECISION if rule.unit.endswith("after the decision") else AFTER_END
    return Term(rule.value, WORKING if rule.unit.startswith(WORKING) else CALENDAR, counted_from, rule.basis)


def last_day(term: Term, start: date, calendar: RuleSet) -> date:
    """The last day of a term; the day that it is counted from is not part of it."""
    if term.unit == CALENDAR:
        return start + term.amount * DAY
    return nth_working_day(start, term.amount, calendar)


def nth_working_day(start: date, amount: int, calendar: RuleSet) -> date:
    """The ``amount``-th working day after a day; the day itself for none. Raises ValueError below zero."""
    if amount < 0:
        raise ValueError(amount)
    day = start
    while amount:
        day += DAY
        amount -= is_working_day(day, calendar)
    return day


def is_working_day(day: date, calendar: RuleSet) -> bool:
    if day.isoweekday() in calendar.value("calendar.weekend", day, ()):
        return False
    return bool(calendar.value("calendar.holidays_are_working_days", day, False)) or day not in _free_days(
        day.year, calendar
    )


def _free_days(year: int, calendar: RuleSet) -> frozenset[date]:
    """Holidays of a year, and the working days to which days off move when a holiday meets one."""
    holidays = set(_holidays(year, calendar))
    free = set(holidays)
    for holiday in sorted(holidays):
        weekend = calendar.value("calendar.weekend", holiday, ())
        if holiday.isoweekday() in weekend and calendar.value("calendar.day_off_moves", holiday, False):
            day = holiday
            while day in free or day.isoweekday() in weekend:
                day += DAY
            free.add(day)
    return frozenset(free)


def _holidays(year: int, calendar: RuleSet) -> Iterator[date]:
    for rule in calendar.rules:
        days = []
        if rule.key == "calendar.holidays":
            days = [date.fromisoformat(f"{year:04}-{month_day}") for month_day in rule.value]
        elif rule.key == "calendar.easter_days":
            days = [orthodox_easter(year) + offset * DAY for offset in rule.value]
        yield from (d for d in days if rule.valid_from <= d and (rule.valid_to is None or d <= rule.valid_to))


def orthodox_easter(year: int) -> date:
    """Easter by the Julian calendar as a day of ours (J. Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    behind = year // 100 - year // 400 - 2
    return date(year, month, day + 1) + behind * DAY
