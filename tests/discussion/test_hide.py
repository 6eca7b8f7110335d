"""A moderator hides words for a reason that everybody sees, and shows them again."""

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.core.errors import BadInput, NotAllowed
from reform_portal.discussion import actions, queries
from reform_portal.discussion.models import CommentReport
from reform_portal.discussion.stances import HIDE_REASONS, REASON_LABELS
from tests.discussion.acts import PLACE, bend, count, erase, hide, kinds_about, report, tally, withdraw
from tests.factories import comment, make_person, say

WORDS = "Строк задовгий, люди не можуть чекати."


@pytest.fixture
def theirs(draft, olena):
    return say(olena, quote="30 календарних днів")


@pytest.fixture
def address(theirs):
    return f"/comments/{theirs}/hide"


@pytest.mark.parametrize("reason", HIDE_REASONS)
def test_reason_is_shown_in_the_place_of_the_words(as_, client, marta, theirs, address, reason):
    as_(marta).submit(address, {"reason": reason})
    for path in (f"/comments/{theirs}", PLACE, PLACE + "/talk"):
        page = client.get(path)
        assert f"Підстава: {REASON_LABELS[reason]}" in page.text
        assert WORDS not in page.html and "Олена Коваленко" not in page.html
    assert kinds_about(f"c:{theirs}") == ["comment.posted", "comment.hidden"]


def test_kept_page_of_a_clause_does_not_show_hidden_words_any_more(client, marta, theirs):
    assert WORDS in client.get(PLACE).html
    hide(theirs, marta)
    assert WORDS not in client.get(PLACE).html


def test_counts_go_down_and_come_back(as_, marta, theirs, address):
    client = as_(marta)
    client.submit(address, {"reason": "profanity"})
    assert tally(theirs) == {}
    client.act(theirs, "restore")
    assert tally(theirs) == {"oppose": 1, "comments": 1}


def test_restored_words_are_shown_to_everybody(as_, client, marta, theirs):
    hide(theirs, marta)
    page = as_(marta).act(theirs, "restore")
    assert WORDS in page.text
    assert WORDS in client.get(PLACE).text
    assert (comment(theirs).status, comment(theirs).hide_reason) == ("published", None)
    assert kinds_about(f"c:{theirs}") == ["comment.posted", "comment.hidden", "comment.restored"]


def test_earlier_wordings_are_hidden_too(as_, client, olena, marta, theirs, address):
    as_(olena).submit(f"/comments/{theirs}/edit", {"body": "Інакше кажучи, довго.", "stance": "oppose"})
    as_(marta).submit(address, {"reason": "off_topic"})
    page = client.get(f"/comments/{theirs}")
    assert WORDS not in page.html and "Інакше кажучи" not in page.html


def test_reports_about_it_are_settled(as_, petro, marta, theirs, address):
    report(theirs, petro)
    as_(marta).submit(address, {"reason": "profanity"})
    assert count(CommentReport, CommentReport.settled_at.is_(None)) == 0


def test_admin_may_what_a_moderator_may(as_, theirs, address):
    as_(make_person("ihor", "admin")).submit(address, {"reason": "profanity"})
    assert comment(theirs).status == "hidden"


@pytest.mark.parametrize("reason", [None, "", "disagreement"])
def test_reason_must_be_one_of_the_list(as_, marta, theirs, address, reason):
    page = as_(marta).submit(address, {"reason": reason}, status=422)
    assert "errors" in page.ids
    assert comment(theirs).status == "published"


def test_action_checks_the_reason_and_the_role_by_itself(olena, petro, taras, marta, theirs):
    with pytest.raises(BadInput):
        hide(theirs, marta, "disagreement")
    for person in (olena, petro, taras):
        with pytest.raises(NotAllowed):
            hide(theirs, person)
        with pytest.raises(NotAllowed), unit_of_work():
            actions.restore(queries.find_comment(theirs), person)
    assert comment(theirs).status == "published"


def test_author_stranger_and_drafter_may_not(as_, olena, petro, taras, theirs, address):
    for person in (olena, petro, taras):
        client = as_(person)
        client.get(address, status=403)
        client.post(address, {"reason": "profanity", "csrf_token": client.token()}, status=403)
        client.act(theirs, "restore", status=403)
    assert kinds_about(f"c:{theirs}") == ["comment.posted"]


def test_signed_out_person_is_led_to_sign_in(client, marta, theirs, address):
    assert client.get(address).response.request.path == "/sign-in"
    client.post(address, {"reason": "profanity", "csrf_token": client.token()})
    assert comment(theirs).status == "published"
    hide(theirs, marta)
    assert client.act(theirs, "restore").response.request.path == "/sign-in"
    assert comment(theirs).status == "hidden"


def test_foreign_page_hides_and_shows_nothing(as_, marta, theirs, address):
    client = as_(marta)
    client.post(address, {"reason": "profanity"}, status=400)
    assert comment(theirs).status == "published"
    hide(theirs, marta)
    client.post(f"/comments/{theirs}/restore", {}, status=400)
    assert comment(theirs).status == "hidden"


def test_words_that_are_gone_already_cannot_be_hidden(as_, olena, marta, draft):
    client = as_(marta)
    for end in (lambda i: withdraw(i, olena), lambda i: hide(i, marta), lambda i: erase(i, marta)):
        public_id = say(olena)
        end(public_id)
        client.submit(f"/comments/{public_id}/hide", {"reason": "profanity"}, status=409)


def test_only_hidden_and_held_words_can_be_shown_again(as_, olena, marta, draft):
    client, posted, withdrawn, erased = as_(marta), say(olena), say(olena), say(olena)
    withdraw(withdrawn, olena)
    erase(erased, marta)
    for public_id in (posted, withdrawn, erased):
        client.act(public_id, "restore", status=409)
    assert comment(withdrawn).status == "withdrawn" and comment(erased).body == ""


def test_held_words_can_be_hidden_without_counting_them_twice(as_, marta, petro, theirs):
    held = say(petro)
    bend(held, status="held")
    as_(marta).submit(f"/comments/{held}/hide", {"reason": "advertising"})
    assert comment(held).status == "hidden"
    assert tally(held) == {"oppose": 2, "comments": 2}


def test_unknown_comment(as_, marta):
    client = as_(marta)
    client.get("/comments/0000000000000000/hide", status=404)
    client.post("/comments/0000000000000000/restore", {"csrf_token": client.token()}, status=404)


def test_wrong_method(client, theirs, address):
    assert client.ask("delete", address).status_code == 405
    assert client.ask("get", f"/comments/{theirs}/restore").status_code == 405
