"""Terms of law in calendar and working days; martial law makes holidays working days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_portal.drafts.rule_sets import rule_set, working_days
from reform_portal.feedback.report.content import parts_of
from reform_portal.feedback.report.terms import (
    AFTER_DECISION,
    AFTER_END,
    CALENDAR,
    WORKING,
    Term,
    is_working_day,
    last_day,
    nth_working_day,
    orthodox_easter,
    term_of_report,
)
from tests.drafts.test_rule_sets import incomplete

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2023, 8, 1), date(2040, 1, 1))
AMOUNTS = st.integers(0, 60)


def calendar(martial_law_until: date | None):
    """The calendar of Ukraine as it would be if martial law ended on a day."""
    key = "calendar.holidays_are_working_days"
    rules = [replace(r, valid_to=martial_law_until) if r.key == key else r for r in working_days().rules]
    return replace(working_days(), rules=tuple(rules))


PEACE = calendar(date(2023, 7, 31))


def test_every_rule_of_the_calendar_is_complete():
    assert incomplete(working_days()) == []


def test_terms_of_the_rule_sets():
    law = term_of_report(rule_set("ua.3841"), TODAY)
    assert (law.amount, law.unit, law.counted_from) == (30, WORKING, AFTER_END) and "ст. 19" in law.basis
    resolution = term_of_report(rule_set("ua.996"), TODAY)
    assert (resolution.amount, resolution.unit, resolution.counted_from) == (14, CALENDAR, AFTER_DECISION)
    assert "звірити" in resolution.basis
    assert term_of_report(rule_set("informal"), TODAY) is None
    assert term_of_report(rule_set("ua.3841"), date(2024, 6, 19)) is None


@pytest.mark.parametrize("name", ["ua.3841", "ua.996", "informal"])
def test_every_rule_set_names_six_parts_and_one_that_lists_the_proposals(name):
    for language in ("uk", "en"):
        parts = parts_of(rule_set(name).rule("report.parts", TODAY), language)
        assert len(parts) == len({part.key for part in parts}) == 6
        assert [part.lists for part in parts].count(True) == 1 and all(part.heading for part in parts)


def test_thirty_working_days_after_a_friday_in_november():
    # 21 December is the thirtieth: neither a holiday nor a weekend lies between but weekends.
    assert last_day(Term(30, WORKING, AFTER_END, ""), date(2026, 11, 6), working_days()) == date(2026, 12, 18)


def test_fourteen_calendar_days_end_on_any_day():
    assert last_day(Term(14, CALENDAR, AFTER_DECISION, ""), date(2026, 11, 7), working_days()) == date(2026, 11, 21)


@pytest.mark.parametrize(("day", "working"), [
    (date(2026, 8, 24), True), (date(2026, 12, 25), True), (date(2026, 4, 13), True), (date(2026, 11, 22), False),
])  # fmt: skip
def test_under_martial_law_only_weekends_are_free(day, working):
    assert is_working_day(day, working_days()) is working


@pytest.mark.parametrize(("day", "working"), [
    (date(2026, 8, 24), False), (date(2026, 12, 25), False),
    # The Monday after Easter and after Trinity, and after a holiday that fell on a weekend.
    (date(2026, 4, 13), False), (date(2026, 6, 1), False), (date(2026, 3, 9), False), (date(2026, 6, 29), False),
    (date(2026, 3, 10), True), (date(2026, 1, 7), True),
])  # fmt: skip
def test_in_peace_holidays_are_free_and_days_off_move(day, working):
    assert is_working_day(day, PEACE) is working


def test_the_end_of_martial_law_counts_from_its_day():
    ended = calendar(date(2026, 8, 23))
    assert not is_working_day(date(2026, 8, 24), ended)
    assert is_working_day(date(2026, 5, 1), ended)
    assert nth_working_day(date(2026, 8, 21), 1, ended) == date(2026, 8, 25)


@pytest.mark.parametrize(
    ("year", "day"), [(2024, (5, 5)), (2025, (4, 20)), (2026, (4, 12)), (2027, (5, 2)), (2030, (4, 28))]
)
def test_easter(year, day):
    assert orthodox_easter(year) == date(year, *day)


def test_negative_term_is_refused():
    with pytest.raises(ValueError):
        nth_working_day(TODAY, -1, PEACE)


@given(DAYS, AMOUNTS, st.booleans())
def test_a_term_holds_exactly_so_many_working_days(start, amount, peace):
    days = PEACE if peace else working_days()
    end = nth_working_day(start, amount, days)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(is_working_day(day, days) for day in between) == amount
    assert amount == 0 or is_working_day(end, days)


@given(DAYS, st.integers(0, 20), st.integers(0, 20))
def test_terms_add_up(start, one, other):
    assert nth_working_day(nth_working_day(start, one, PEACE), other, PEACE) == nth_working_day(
        start, one + other, PEACE
    )


@given(DAYS, AMOUNTS)
def test_peace_never_shortens_a_term(start, amount):
    assert nth_working_day(start, amount, PEACE) >= nth_working_day(start, amount, working_days())


@given(st.integers(1900, 2099))
def test_easter_is_a_sunday_in_spring(year):
    assert orthodox_easter(year).isoweekday() == 7
    assert date(year, 4, 3) <= orthodox_easter(year) <= date(year, 5, 10)
