"""What each author added to a letter, as the page tells it."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_portal.feedback.campaigns.shown import LESS, MORE, SAME, SPEAKS, shown
from tests.feedback.campaigning import LETTER, MINE, OWN_WORDS, SHORTER

WORDS = st.lists(
    st.sampled_from(["Прошу", "ґанок", "гора", "об’єкт", "об'єкт", "«лікарня»", "і́нший", "рахунок", ".", "\n", "2"])
).map(" ".join)


def told(*bodies: str):
    comments = [SimpleNamespace(id=number, body=body) for number, body in enumerate(bodies)]
    return shown(comments[0], comments)


def test_it_speaks_is_the_same_says_more_or_less():
    found = told(LETTER, LETTER, MINE, SHORTER, LETTER.replace(" ", "\n"))
    assert [one.said for one in found] == [SPEAKS, SAME, MORE, LESS, SAME]
    assert OWN_WORDS in "".join(piece.text for piece in found[2].pieces if piece.op == "insert")


@pytest.mark.parametrize("body", ["", " ", "\n"])
def test_nothing_said_adds_nothing(body):
    assert told(LETTER, body)[1].said == LESS


@given(WORDS, WORDS)
def test_pieces_joined_are_the_text_and_nothing_is_taken_away(speaks, body):
    (_first, second) = told(speaks, body)
    assert "".join(piece.text for piece in second.pieces) == body
    assert {piece.op for piece in second.pieces} <= {"equal", "insert"}
    assert (second.said == MORE) == any(p.op == "insert" and p.text.strip() for p in second.pieces)
