"""The drafters' page of what became of the comments of earlier versions."""

import re

import pytest

from tests.discussion.acts import bend, hide, withdraw
from tests.discussion.carried import SHORTER, WITHOUT_TERM, judge, revise
from tests.factories import make_person, say

ADDRESS = "/desk/drafts/land/places"


@pytest.fixture
def theirs(draft, olena):
    public_id = say(olena, "Лишіть строк.", quote="30 календарних днів")
    revise(SHORTER)
    return public_id


def test_how_many_stand_where(as_, taras, theirs, olena, petro):
    revise(WITHOUT_TERM)
    page = as_(taras).get(ADDRESS)
    for label, number in (("на місці", 0), ("слів більше немає", 1)):
        assert re.search(rf"{label}\W*{number}|{number}\W*{label}", page.text)
    assert "редакції 3" in page.text
    assert f"/comments/{theirs}/reattach" in page.links and "30 календарних днів" in page.text


def test_what_authors_dispute_comes_with_their_note(as_, taras, olena, theirs):
    judge(theirs, olena, "wrong", "Має бути в <i>статті 2</i>.")
    page = as_(taras).get(ADDRESS)
    assert "· 1" in page.text and "Має бути в &lt;i&gt;статті 2" in page.html
    assert f"/comments/{theirs}/reattach" in page.links


def test_confirmed_places_are_not_listed(as_, taras, olena, theirs):
    judge(theirs, olena, "right")
    page = as_(taras).get(ADDRESS)
    assert "Лишіть строк." not in page.text and "Таких немає" in page.text


@pytest.mark.parametrize("status", ["hidden", "withdrawn", "held"])
def test_words_that_are_not_published_are_not_there(as_, taras, olena, marta, theirs, status):
    judge(theirs, olena, "wrong", "Моя примітка.")
    if status == "hidden":
        hide(theirs, marta)
    elif status == "withdrawn":
        withdraw(theirs, olena)
    else:
        bend(theirs, status="held")
    text = as_(taras).get(ADDRESS).text
    assert "Лишіть строк." not in text and "Моя примітка." not in text


def test_first_version(as_, taras, draft):
    assert "Кожне зауваження стоїть при своїх словах" in as_(taras).get(ADDRESS).text


def test_who_may_see_it(as_, client, olena, marta, theirs):
    assert client.get(ADDRESS).response.request.path == "/sign-in"
    for person in (olena, marta):
        as_(person).get(ADDRESS, status=403)
    assert as_(make_person("ihor", "admin")).get(ADDRESS).status == 200


def test_bad_cursor_unknown_draft_and_wrong_method(as_, client, taras, theirs):
    desk = as_(taras)
    assert desk.ask("get", ADDRESS + "?cursor=%00x").status_code in (200, 400, 404)
    desk.get("/desk/drafts/nothing/places", status=404)
    assert client.ask("post", ADDRESS).status_code == 405
