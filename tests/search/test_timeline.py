"""When what was found was said: few bars, each a stretch of days, and a picture that leads to them."""

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.feedback.activity import DAY, MONTH, WEEK, YEAR
from reform_portal.search.timeline import MOST_BARS, bars, draw, months

PROPERTY = settings(deadline=None, max_examples=150)
DATES = st.dates(date(1990, 1, 1), date(2060, 12, 31))
DAYS = st.dictionaries(DATES.map(date.isoformat), st.integers(1, 1000), max_size=40)


def days(first: date, number: int) -> dict[str, int]:
    return {(first + timedelta(days=at)).isoformat(): 1 for at in range(number)}


@pytest.mark.parametrize(
    ("number", "unit", "count"),
    [(1, DAY, 1), (60, DAY, 60), (61, WEEK, 9), (60 * 7, WEEK, 60), (60 * 7 + 1, MONTH, 14), (365 * 6, YEAR, 6)],
)
def test_units_grow_with_the_time(number, unit, count):
    # 1 January 2024 is a Monday.
    found_unit, found = bars(days(date(2024, 1, 1), number))
    assert (found_unit, len(found)) == (unit, count)


def test_days_without_anything_are_there_too():
    _unit, found = bars({"2026-11-20": 2, "2026-11-22": 5})
    assert [(bar.first.day, bar.number) for bar in found] == [(20, 2), (21, 0), (22, 5)]


def test_no_bar_goes_beyond_the_days_asked_for():
    unit, found = bars(days(date(2026, 1, 1), 200), date(2026, 2, 4), date(2026, 5, 6))
    assert unit == WEEK and found[0].first == date(2026, 2, 4) and found[-1].last == date(2026, 5, 6)
    assert sum(bar.number for bar in found) == 24 + 1 + 31 + 30 + 6


def test_nothing_is_no_bars_and_no_picture():
    assert bars({}) == (DAY, []) and bars({"2026-01-01": 1}, since=date(2027, 1, 1)) == (DAY, [])
    assert draw([], [], []) == ""


@PROPERTY
@given(DAYS)
def test_bars_count_everything_once_and_touch_each_other(counted):
    _unit, found = bars(counted)
    assert len(found) <= MOST_BARS
    for before, after in pairwise(found):
        assert before.last + timedelta(days=1) == after.first
    shown = {day: number for day, number in counted.items() if found[0].first.isoformat() <= day}
    assert sum(bar.number for bar in found) == sum(shown.values())


@PROPERTY
@given(DAYS, DATES, DATES)
def test_only_days_asked_for_count(counted, one, other):
    since, until = sorted((one, other))
    _unit, found = bars(counted, since, until)
    assert all(since <= bar.first <= bar.last <= until for bar in found)


@PROPERTY
@given(DAYS)
def test_months_count_everything_the_newest_first(counted):
    found = months(counted)
    assert sum(bar.number for bar in found) == sum(counted.values())
    assert all(bar.first.day == 1 and (bar.last + timedelta(days=1)).day == 1 for bar in found)
    assert [bar.first for bar in found] == sorted((bar.first for bar in found), reverse=True)


def test_picture_is_sound_and_leads_to_each_bar():
    _unit, found = bars({"2026-11-20": 2, "2026-11-22": 500})
    picture = draw(found, ["/a?x=1&y=2", '/b"><script>', "/c"], ["20", "<21>", "22"])
    tree = ElementTree.fromstring(picture)
    links = tree.findall("a")
    assert [link.get("href") for link in links] == ["/a?x=1&y=2", '/b"><script>', "/c"]
    assert [link.findtext("title") for link in links] == ["20", "<21>", "22"]
    # A day with little is seen, a day with nothing has no bar.
    assert [len(link.findall("rect")) for link in links] == [2, 1, 2]
    assert min(float(rect.get("height", 0)) for rect in tree.iter("rect")) >= 3
    # The keyboard has the table.
    assert tree.get("aria-hidden") == "true" and all(link.get("tabindex") == "-1" for link in links)
