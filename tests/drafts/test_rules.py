"""Stages of a consultation, to the moment."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_portal.drafts.rules import ACTS, ANNOUNCED, CLOSED, OPEN, allows, next_change, stage

OPENS = datetime(2026, 11, 1, 10, tzinfo=UTC)
CLOSES = datetime(2026, 11, 20, 22, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def draft(opens=OPENS, closes=CLOSES):
    return SimpleNamespace(opens_at=opens, closes_at=closes)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (OPENS - MOMENT, ANNOUNCED),
        (OPENS, OPEN),
        (CLOSES - MOMENT, OPEN),
        (CLOSES, CLOSED),
        (CLOSES + MOMENT, CLOSED),
    ],
)
def test_stage_changes_exactly_at_its_moment(instant, expected):
    assert stage(draft(), instant) == expected


def test_draft_without_dates_is_always_open():
    for instant in (datetime.min.replace(tzinfo=UTC), OPENS, datetime.max.replace(tzinfo=UTC)):
        assert stage(draft(None, None), instant) == OPEN


@pytest.mark.parametrize("act", ["comment", "reply", "support", "edit"])
def test_acts_are_taken_only_while_it_is_open(act):
    assert [allows(draft(), act, at) for at in (OPENS - MOMENT, OPENS, CLOSES - MOMENT, CLOSES)] == [
        False,
        True,
        True,
        False,
    ]


def test_reading_is_always_allowed_and_an_unknown_act_never():
    for instant in (OPENS - MOMENT, OPENS, CLOSES):
        assert allows(draft(), "read", instant) and not allows(draft(), "rule", instant)
    assert set(ACTS) == {ANNOUNCED, OPEN, CLOSED}


def test_next_change():
    assert next_change(draft(), OPENS - MOMENT) == OPENS
    assert next_change(draft(), OPENS) == CLOSES
    assert next_change(draft(), CLOSES) is None
    assert next_change(draft(None, None), OPENS) is None


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_a_stage_never_comes_back(one, other):
    order = (ANNOUNCED, OPEN, CLOSED)
    first, second = sorted((one, other))
    assert order.index(stage(draft(), first)) <= order.index(stage(draft(), second))
