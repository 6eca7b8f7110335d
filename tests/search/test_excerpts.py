"""The part of a text that is shown, and the words that are marked in it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.search.excerpts import LENGTH, excerpt
from reform_portal.search.query import parse

LONG = "Рада розглядає заяву. " * 40 + "Плату за землю сплачують щомісяця. " + "Рада оприлюднює перелік. " * 40


def marked(text: str, typed: str) -> list[str]:
    return [piece.text for piece in excerpt(text, parse(typed)) if piece.marked]


def shown(text: str, typed: str, length: int = LENGTH) -> str:
    pieces = excerpt(text, parse(typed), length)
    joined = "".join(piece.text for piece in pieces)
    if pieces and pieces[0].text == "… ":
        joined = joined.removeprefix("… ")
    return joined.removesuffix(" …") if pieces and pieces[-1].text == " …" else joined


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("Користувач землі та земля громади", "землею", ["землі", "земля"]),
        ("Землю, об’єкт; 5¹", "об'єкт 5-1", ["об’єкт", "5¹"]),
        ("плата за землю, землю і плата", '"плата за землю"', ["плата", "за", "землю"]),
        ("земля і вода", "земля АБО вода", ["земля", "вода"]),
        ("земля і вода", "земля -вода", ["земля"]),
        ("<b>земля</b>", "земля", ["земля"]),
        ("земля", "вода", []),
        ("", "земля", []),
    ],
)
def test_marks_stand_on_the_right_words(text, typed, expected):
    assert marked(text, typed) == expected


def test_long_text_is_shown_around_the_words():
    assert marked(LONG, "земля") == ["землю"]
    assert "Плату за землю сплачують" in shown(LONG, "земля")
    assert len(shown(LONG, "земля")) <= LENGTH


def test_beginning_is_shown_when_nothing_is_marked():
    assert LONG.startswith(shown(LONG, "дельфін")) and shown(LONG, "дельфін")


def test_densest_place_is_shown():
    text = "земля. " + "слово " * 100 + "земля і вода, земля. " + "слово " * 100
    assert "земля і вода, земля" in shown(text, "земля вода")


def test_text_in_markup_stays_plain_text():
    assert shown("<script>alert(1)</script> земля", "земля") == "<script>alert(1)</script> земля"


WORDS = st.sampled_from(
    ["земля", "землею", "вода", "рада", "<b>", "об’єкт", "5¹", "і", "довгеслово", "\n", "…", "«ліс»"]
)
TEXTS = st.lists(WORDS, max_size=150).map(" ".join)
QUERIES = st.lists(st.sampled_from(["земля", "вода", '"земля вода"', "-рада", "АБО", "5-1"]), max_size=4).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(TEXTS | st.text(max_size=600), QUERIES, st.integers(40, 300))
def test_excerpt_is_a_part_of_the_text(text, typed, length):
    found = shown(text, typed, length)
    assert found in text and len(found) <= length + 40
    assert bool(found) == bool(text)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_where_there_is_a_match_a_word_is_marked(text):
    assert bool(marked(text, "вода")) == ("вода" in text)
