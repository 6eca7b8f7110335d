"""Letters keep the hours of Kyiv, in summer, in winter and on the days between."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_portal.core.clock import KYIV, in_kyiv
from reform_portal.notices.following.timing import (
    AT_ONCE,
    BETWEEN_LETTERS,
    BETWEEN_LOOKS,
    DAILY,
    OFF,
    STOPPED,
    WEEKLY,
    first_letter,
    next_letter,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KYIV).astimezone(UTC)


@pytest.mark.parametrize(
    ("frequency", "instant", "expected"),
    [
        (DAILY, "2026-11-22T07:59:59", "2026-11-22T08:00"),
        (DAILY, "2026-11-22T08:00:00", "2026-11-23T08:00"),
        (DAILY, "2026-03-28T09:00", "2026-03-29T08:00"),
        (DAILY, "2026-10-24T09:00", "2026-10-25T08:00"),
        (WEEKLY, "2026-11-22T12:00", "2026-11-23T08:00"),
        (WEEKLY, "2026-11-23T08:00", "2026-11-30T08:00"),
        (WEEKLY, "2026-10-20T08:00", "2026-10-26T08:00"),
    ],
)
def test_next_letter(frequency, instant, expected):
    assert next_letter(frequency, at(instant)) == at(expected) == first_letter(frequency, at(instant))


def test_days_on_which_the_clock_changes_have_other_lengths():
    assert next_letter(DAILY, at("2026-03-28T08:00")) - at("2026-03-28T08:00") == timedelta(hours=23)
    assert next_letter(DAILY, at("2026-10-24T08:00")) - at("2026-10-24T08:00") == timedelta(hours=25)


def test_at_once_waits_after_a_letter_and_less_after_a_look():
    instant = at("2026-11-22T12:00")
    assert first_letter(AT_ONCE, instant) == instant
    assert next_letter(AT_ONCE, instant) - instant == BETWEEN_LETTERS
    assert next_letter(AT_ONCE, instant, told=False) - instant == BETWEEN_LOOKS < BETWEEN_LETTERS


@pytest.mark.parametrize("frequency", [OFF, STOPPED])
def test_no_letters(frequency):
    assert next_letter(frequency, at("2026-11-22T12:00")) is first_letter(frequency, at("2026-11-22T12:00")) is None


@given(st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)), st.sampled_from([DAILY, WEEKLY]))
def test_always_at_eight_and_soon(moment, frequency):
    instant = moment.replace(tzinfo=UTC)
    due = next_letter(frequency, instant)
    assert in_kyiv(due).hour == 8 and instant < due <= instant + timedelta(
        days=8 if frequency == WEEKLY else 1, hours=1
    )
    assert frequency == DAILY or in_kyiv(due).isoweekday() == 1
