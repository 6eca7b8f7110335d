"""What the desk goes by, without a database."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_portal.feedback.desk.rules import (
    Filters,
    like_patterns,
    next_visit,
    read_filters,
    tag_key,
    tag_name,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def like(pattern: str, text: str) -> bool:
    """LIKE with a backslash as its escape and no folding at all."""
    parts = re.findall(r"\\.|.", pattern, re.S)
    meant = [{"%": ".*", "_": "."}.get(p, re.escape(p[-1])) for p in parts]
    return re.fullmatch("".join(meant), text, re.S) is not None


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=40))
def test_words_are_found_where_they_stand_and_signs_of_patterns_mean_themselves(before, words, after):
    assert not words or any(like(one, before + words + after) for one in like_patterns(words))


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("строк", "СТРОК минув", True),
        ("строк", "Строк минув", True),
        ("ПЛАТА", "плата за землю", True),
        ("об'єкт", "об’єкт культури", True),
        ("обʼєкт", "об'єкт культури", True),
        ("100%", "100 відсотків", False),
        ("a_b", "aXb", False),
        ("ґрунт", "грунт", False),
        ("\\", "шлях\\файл", True),
    ],
)
def test_like_patterns_in_ukrainian(words, text, expected):
    assert any(like(one, text) for one in like_patterns(words)) is expected


@given(st.text(max_size=60))
def test_key_of_a_tag_is_that_of_its_name(typed):
    assert tag_key(tag_name(typed)) == tag_key(typed)
    assert tag_key(typed) == tag_key(f"  #{typed}  ") and len(tag_key(typed)) <= 60


def test_tags_that_look_alike_but_are_other_letters_stay_apart():
    assert tag_key("С") != tag_key("C") and tag_key("ґ") != tag_key("г")
    assert tag_key(unicodedata.normalize("NFC", "Їжа")) == "їжа"


filters = st.builds(
    Filters,
    st.sampled_from(("waiting", "answered", "all")),
    st.sampled_from(("text", "newest", "oldest", "signed")),
    st.sampled_from(("", "question", "amend")),
    st.sampled_from(("", "art_3", "whole", "gone", "ч. 2 ст. 5")),
    st.sampled_from(("", "me", "nobody", "abc123")),
    st.sampled_from(("", "строк подання")),
    st.sampled_from(("", "any", "c1")),
    st.sampled_from(("", "об’єкт", "100%")),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(filters)
def test_filters_come_back_from_their_address(wanted):
    assert read_filters(wanted.address()) == wanted


@given(st.dictionaries(st.sampled_from([*Filters.__dataclass_fields__, "x"]), st.text(max_size=300)))
def test_any_address_is_read(arguments):
    read = read_filters(arguments)
    assert read_filters(read.address()) == read


def test_usual_filters_leave_the_address_plain():
    assert Filters().address() == {} and Filters().address(state="all") == {"state": "all"}
    assert not Filters(state="all", sort="newest").narrowed and Filters(new=True).narrowed


def test_folding_ends_where_copies_are_asked_for():
    assert Filters().folded and Filters(campaign="any").folded
    assert not Filters(copies=True).folded and not Filters(campaign="c1").folded


def test_visits():
    assert next_visit(None, None, NOON) == (None, NOON)
    within = NOON + timedelta(minutes=29)
    assert next_visit(None, NOON, within) == (None, within)
    assert next_visit(NOON, NOON, NOON + timedelta(seconds=30)) == (NOON, NOON)
    later = NOON + timedelta(minutes=31)
    assert next_visit(None, NOON, later) == (NOON, later)


@given(st.lists(st.integers(0, 7200), max_size=20))
def test_nothing_between_two_looks_is_lost(gaps):
    previous, seen, instant, last = None, None, NOON, None
    for gap in gaps:
        last, instant = seen, instant + timedelta(seconds=gap)
        previous, seen = next_visit(previous, seen, instant)
        assert previous is None or previous <= instant
        assert seen <= instant and instant - seen <= timedelta(minutes=1)
        assert last is None or previous is None or previous <= last
