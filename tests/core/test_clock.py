"""Deadlines are exact to the moment in Kyiv, on the nights when the clock is changed too."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.core.clock import in_kyiv, kyiv_instant, now, parse_instant
from reform_portal.drafts.rules import CLOSED, OPEN, stage

PROPERTY = settings(deadline=None, max_examples=150)
KYIV = ZoneInfo("Europe/Kyiv")
DAYS = st.dates(date(1995, 1, 1), date(2040, 12, 31))
INSTANTS = st.datetimes(datetime(1995, 1, 2), datetime(2040, 12, 30), timezones=st.just(UTC))


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2026-01-15T12:00", "2026-01-15 10:00"),
        ("2026-07-15T12:00", "2026-07-15 09:00"),
        ("2026-07-15 12:00", "2026-07-15 09:00"),
        ("2026-07-15T12:00Z", "2026-07-15 12:00"),
        ("2026-07-15T12:00+05:30", "2026-07-15 06:30"),
        (" 2026-07-15T12:00:59.5 ", "2026-07-15 09:00:59.5"),
        ("2026-03-29", "2026-03-28 22:00"),
        ("2026-03-29T02:59", "2026-03-29 00:59"),
        ("2026-03-29T04:00", "2026-03-29 01:00"),
        ("2026-10-25T02:59", "2026-10-24 23:59"),
        ("2026-10-25T03:30", "2026-10-25 00:30"),
        ("2026-10-25T04:00", "2026-10-25 02:00"),
    ],
)
def test_time_without_a_zone_is_that_of_kyiv(typed, instant):
    assert parse_instant(typed) == utc(instant)


@pytest.mark.parametrize(
    ("day", "ends", "hours"),
    [
        ("2026-03-28", "2026-03-28 22:00", 24),
        ("2026-03-29", "2026-03-29 21:00", 23),
        ("2026-03-30", "2026-03-30 21:00", 24),
        ("2026-10-24", "2026-10-24 21:00", 24),
        ("2026-10-25", "2026-10-25 22:00", 25),
        ("2026-12-31", "2026-12-31 22:00", 24),
    ],
)
def test_last_day_lasts_to_its_midnight_in_kyiv(day, ends, hours):
    closes = parse_instant(day, end_of_day=True)
    assert closes == utc(ends)
    assert closes - parse_instant(day) == timedelta(hours=hours)


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-06-01"])
def test_consultation_is_open_to_the_last_moment_and_closed_at_the_deadline(day):
    draft = SimpleNamespace(opens_at=None, closes_at=parse_instant(day, end_of_day=True))
    assert stage(draft, draft.closes_at - timedelta(microseconds=1)) == OPEN
    assert stage(draft, draft.closes_at) == CLOSED
    assert in_kyiv(draft.closes_at - timedelta(microseconds=1)).date() == date.fromisoformat(day)


def test_hour_that_comes_twice_means_the_first_one_and_the_deadline_follows():
    first = parse_instant("2026-10-25T03:30")
    draft = SimpleNamespace(opens_at=None, closes_at=first)
    assert in_kyiv(first).hour == in_kyiv(first + timedelta(hours=1)).hour == 3
    assert stage(draft, first + timedelta(minutes=1)) == CLOSED


def test_hour_that_does_not_come_is_between_its_neighbours():
    at = parse_instant("2026-03-29T03:30")
    assert parse_instant("2026-03-29T02:30") < at <= parse_instant("2026-03-29T04:30")


@PROPERTY
@given(DAYS, st.times())
def test_time_in_kyiv_is_read_back_unless_the_clock_skipped_it(day, at):
    instant = kyiv_instant(day, at.replace(tzinfo=None))
    local = in_kyiv(instant)
    there_and_back = datetime.combine(day, at).replace(tzinfo=KYIV).astimezone(UTC).astimezone(KYIV)
    assert local == there_and_back and instant.utcoffset() == timedelta(0)
    assert local.date() == day or local.utcoffset() != in_kyiv(instant - timedelta(days=1)).utcoffset()


@PROPERTY
@given(INSTANTS)
def test_written_instant_is_read_back(instant):
    assert parse_instant(instant.isoformat()) == instant
    assert parse_instant(in_kyiv(instant).isoformat()) == instant


@PROPERTY
@given(DAYS)
def test_every_day_ends_where_the_next_begins(day):
    assert parse_instant(day.isoformat(), end_of_day=True) == kyiv_instant(day + timedelta(days=1), time(0))


@pytest.mark.parametrize(
    "typed", ["", "завтра", "2026-13-01", "2026-02-30", "25:00", "2026-01-01T25:00", "01.02.2026", "1795000000"]
)
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(ValueError):
        parse_instant(typed)


def test_present_is_aware_and_in_utc():
    assert now().utcoffset() == timedelta(0)
