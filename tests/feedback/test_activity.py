"""How much was said when."""

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.feedback.activity import DAY, MONTH, MOST_COLUMNS, WEEK, days_of, draw, stretches

PROPERTY = settings(deadline=None, max_examples=100)
DAYS = st.dictionaries(
    st.dates(date(2020, 1, 1), date(2027, 12, 31)).map(date.isoformat), st.integers(1, 1000), max_size=60
)


@pytest.mark.parametrize(
    ("hour", "day"),
    [
        ("2026-11-22 21", "2026-11-22"),
        ("2026-11-22 22", "2026-11-23"),  # midnight in Kyiv, winter
        ("2026-07-01T20", "2026-07-01"),
        ("2026-07-01 21", "2026-07-02"),  # midnight in Kyiv, summer
    ],
)
def test_a_day_is_one_of_kyiv(hour, day):
    assert days_of({hour: 3}) == {day: 3}


def test_hours_of_a_day_are_added_up():
    assert days_of({"2026-11-22 08": 3, "2026-11-21 10": 1, "2026-11-22 09": 4}) == {"2026-11-21": 1, "2026-11-22": 7}


def test_days_without_comments_are_there_too():
    unit, found = stretches({"2026-11-20": 2, "2026-11-22": 5})
    assert unit == DAY and [(one.first.day, one.number) for one in found] == [(20, 2), (21, 0), (22, 5)]


def test_weeks_begin_on_monday_and_months_on_the_first():
    unit, found = stretches({"2026-03-04": 1, "2026-11-22": 5})
    assert unit == WEEK and found[0].first == date(2026, 3, 2) and found[-1].first == date(2026, 11, 16)
    unit, found = stretches({"2024-03-04": 1, "2026-11-22": 5})
    assert unit == MONTH and found[0].first == date(2024, 3, 1) and found[-1].first == date(2026, 11, 1)


@PROPERTY
@given(DAYS)
def test_nothing_is_lost_and_every_stretch_follows_the_one_before(days):
    unit, found = stretches(days)
    assert sum(one.number for one in found) == sum(days.values())
    firsts = [one.first for one in found]
    assert firsts == sorted(set(firsts))
    if unit != MONTH:
        assert len(found) <= MOST_COLUMNS + 1
        step = timedelta(days=1 if unit == DAY else 7)
        assert all(b - a == step for a, b in pairwise(firsts))


@PROPERTY
@given(DAYS)
def test_picture_has_a_column_for_each_stretch_with_comments(days):
    _unit, found = stretches(days)
    picture = draw(found, "зауваження", ("перший", "останній"))
    if not days:
        assert picture == ""
        return
    tree = ElementTree.fromstring(str(picture))
    assert len(list(tree.iter("rect"))) == sum(one.number > 0 for one in found)
