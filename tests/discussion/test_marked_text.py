"""The text of a clause with its commented words marked."""

import re
from html import escape, unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.discussion.marked_text import heat_bar, in_words, marked, stances_bar, without_drawn_lines
from reform_portal.feedback.summaries import stretches

PROPERTY = settings(deadline=None, max_examples=120)
TEXTS = st.text(st.sampled_from("абвzї <>&\"'/=\u0301😀marksctip\n"), max_size=60)
MARK = re.compile(r"<mark(?: class=\"mark--[23]\")?>|</mark>")


@st.composite
def texts_with_places(draw):
    text = draw(TEXTS)
    bounds = st.integers(0, len(text))
    places = draw(st.lists(st.tuples(bounds, bounds).map(lambda pair: tuple(sorted(pair))), max_size=8))
    return text, places


@PROPERTY
@given(texts_with_places())
def test_without_its_marks_the_text_is_the_escaped_text(case):
    text, places = case
    assert MARK.sub("", str(marked(text, stretches(places)))) == escape(text, quote=False)


@PROPERTY
@given(texts_with_places())
def test_exactly_the_quoted_characters_are_marked(case):
    text, places = case
    html = str(marked(text, stretches(places)))
    within = "".join(unescape(part) for part in re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.DOTALL))
    covered = sorted({index for start, end in places for index in range(start, end)})
    assert within == "".join(text[index] for index in covered)


@PROPERTY
@given(TEXTS, st.lists(st.tuples(st.integers(-9, 99), st.integers(-9, 99), st.integers(1, 9)), max_size=6))
def test_places_that_do_not_fit_the_text_never_spoil_it(text, wrong):
    html = str(marked(text, [(start, end, n) for start, end, n in wrong if start <= end]))
    assert MARK.sub("", html) == escape(text, quote=False)


@pytest.mark.parametrize(
    ("number", "mark"), [(1, "<mark>"), (2, '<mark class="mark--2">'), (5, '<mark class="mark--3">')]
)
def test_more_comments_make_a_stronger_mark(number, mark):
    assert marked("плата", [(0, 5, number)]) == f"{mark}плата</mark>"


def test_markup_in_a_law_is_shown_and_does_not_live():
    assert marked("<script>&", [(0, 8, 1)]) == "<mark>&lt;script&gt;</mark>&amp;"


def test_bar_says_in_words_what_it_shows():
    tally = {"support": 1, "oppose": 3, "amend": 0, "question": 0, "neutral": 0}
    html = str(stances_bar(tally, '1 за "і" 3 проти'))
    assert html.count("<rect") == 2 and 'width="25.00"' in html and 'width="75.00"' in html
    assert 'aria-label="1 за &#34;і&#34; 3 проти"' in html


def test_words_of_a_tally_leave_out_what_is_not_there(app):
    assert in_words({"support": 1, "oppose": 3, "amend": 0, "question": 0, "neutral": 0}) == "1 за, 3 проти"


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 пропонує зміну, 1 питає"), (4, "4 пропонують зміну, 4 питають"), (21, "21 пропонує зміну, 21 питає")],
)
def test_verbs_agree_with_their_numbers(app, number, words):
    with app.test_request_context("/"):
        assert in_words({"amend": number, "question": number}) == words


def test_nothing_said_draws_nothing():
    assert stances_bar({}, "") == ""
    assert 'class="heat-fill" width="0"' in heat_bar(0, 0)
    assert 'class="heat-fill" width="100"' in heat_bar(7, 7)


def test_lines_drawn_with_characters_are_left_out_but_dashes_stay():
    assert without_drawn_lines("+----+\n| Ставка | 1-2 — 3 |\n+====+") == "Ставка 1-2 — 3"
