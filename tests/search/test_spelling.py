"""«Did you mean»: slips, the other keyboard, and never a word that nobody may read."""

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.discussion import actions as discussion
from reform_portal.discussion import queries as comments
from reform_portal.journal import readers
from reform_portal.search.engines.vocabulary import nearest
from reform_portal.search.queries import answer_to
from reform_portal.search.query import parse
from reform_portal.search.spelling import corrected, on_other_layout, unknown_terms, word_under
from tests.factories import say


@pytest.fixture
def follow(app):
    return lambda: readers.run_once(app.extensions["readers"], patience=20)


@pytest.mark.parametrize(
    ("typed", "key"), [("ptvkz", "земля"), ("Ptvkz", "земля"), ("j,’єкт", ""), ("дфтв", "land"), ("djlf", "вода")]
)
def test_other_keyboard(typed, key):
    assert (key in on_other_layout(typed)) == bool(key)


def test_only_words_of_which_no_spelling_is_known():
    query = parse('зимля вода "плата за воду" лісс*')
    assert [term.typed for term in unknown_terms(query, {"вода"})] == ["зимля"]


def test_word_is_shown_as_the_dictionary_has_it():
    assert word_under("земля", "Про землею володіють") == "земля"
    assert word_under("украіна", "громадяни України") == "україна"
    assert word_under("об'єкт", "на об'єктах") == "об’єкт"
    assert word_under("дельфін", "на об'єктах") == ""


def test_correction_changes_whole_words_alone():
    assert corrected("рік і рікк, рікка", {"рікк": "рік"}) == "рік і рік, рікка"


def test_nearest_keys():
    known = {"земля": 9, "земляк": 1, "вода": 5, "зміна": 4, "3841": 2}
    assert nearest("зимля", known)[0] == "земля"
    assert nearest("ода", known) == ["вода"]
    assert nearest("дельфін", known) == []


def test_slip_is_told_on_the_page(client, follow, draft, olena):
    say(olena, "Про дельфінів у морі треба подбати.")
    follow()
    assert answer_to({"q": "дельфини"}).meant == "дельфін"
    assert answer_to({"q": "ltkmasy"}).meant == "дельфін"
    assert answer_to({"q": "дельфин море"}).meant == "дельфін море"
    assert answer_to({"q": "дельфін"}).meant == ""
    assert answer_to({"q": "ксилофон"}).meant == ""


def test_hidden_word_is_never_proposed(follow, draft, olena, marta):
    public_id = say(olena, "Про дельфінів у морі треба подбати.")
    follow()
    with unit_of_work():
        discussion.hide(comments.comment_by_public_id(public_id), marta, "off_topic")
    assert answer_to({"q": "дельфини"}).meant == "", "before the reader has come by"
    follow()
    assert answer_to({"q": "дельфини"}).meant == ""
