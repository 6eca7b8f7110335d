"""Taking one's own words back."""

from datetime import timedelta

import pytest

from reform_portal.core.clock import now
from reform_portal.discussion.models import CommentReport
from tests.discussion.acts import PLACE, bend, count, hide, kinds_about, report, tally, withdraw
from tests.factories import close_draft, comment, say

WORDS = "Строк задовгий, люди не можуть чекати."


@pytest.fixture
def mine(draft, olena):
    return say(olena, quote="30 календарних днів")


@pytest.fixture
def address(mine):
    return f"/comments/{mine}/withdraw"


def test_words_go_and_a_tombstone_stays(as_, client, olena, mine, address):
    page = as_(olena).submit(address)
    assert "Автор відкликав це зауваження" in page.text
    for path in (f"/comments/{mine}", PLACE, PLACE + "/talk"):
        page = client.get(path)
        assert "Автор відкликав це зауваження" in page.text
        assert WORDS not in page.html and "Олена Коваленко" not in page.html
    assert kinds_about(f"c:{mine}") == ["comment.posted", "comment.withdrawn"]


def test_counts_go_down(as_, olena, mine, address):
    as_(olena).submit(address)
    assert comment(mine).status == "withdrawn"
    assert tally(mine) == {}


def test_replies_of_others_stay_in_their_place(as_, client, olena, petro, mine, address):
    say(petro, "А мені підходить.", parent=mine)
    as_(olena).submit(address)
    assert "А мені підходить." in client.get(f"/comments/{mine}").text
    assert tally(mine) == {"oppose": 1, "comments": 1}


def test_earlier_wordings_go_too(as_, client, olena, mine, address):
    author = as_(olena)
    author.submit(f"/comments/{mine}/edit", {"body": "Інакше кажучи, довго.", "stance": "oppose"})
    author.submit(address)
    page = client.get(f"/comments/{mine}")
    assert WORDS not in page.html and "Інакше кажучи" not in page.html


def test_reports_about_it_are_settled(as_, olena, petro, mine, address):
    report(mine, petro)
    as_(olena).submit(address)
    assert count(CommentReport, CommentReport.settled_at.is_(None)) == 0


def test_words_can_be_taken_back_after_the_deadline_too(as_, olena, mine, address):
    close_draft("land", now() - timedelta(seconds=1))
    as_(olena).submit(address)
    assert comment(mine).status == "withdrawn"


def test_asking_changes_nothing(as_, olena, mine, address):
    page = as_(olena).get(address)
    assert "Відкликати зауваження?" in page.text
    assert comment(mine).status == "published"


def test_stranger_and_moderator_may_not(as_, petro, marta, mine, address):
    for person in (petro, marta):
        client = as_(person)
        client.post(address, {"csrf_token": client.token()}, status=403)
    assert comment(mine).status == "published"
    assert kinds_about(f"c:{mine}") == ["comment.posted"]


def test_second_time_is_refused(as_, olena, mine, address):
    client = as_(olena)
    page = client.get(address)
    client.send(page, address)
    client.send(page, address, status=409)
    assert tally(mine) == {}


def test_hidden_words_cannot_be_taken_back(as_, olena, marta, mine, address):
    client = as_(olena)
    page = client.get(address)
    hide(mine, marta)
    client.send(page, address, status=409)
    assert comment(mine).status == "hidden"


@pytest.mark.parametrize("how", ["withdrawn", "hidden"])
def test_question_does_not_show_a_stranger_words_that_are_gone(as_, olena, petro, marta, mine, address, how):
    withdraw(mine, olena) if how == "withdrawn" else hide(mine, marta)
    assert WORDS not in as_(petro).ask("get", address).get_data(as_text=True)


def test_signed_out_person_is_led_to_sign_in(client, mine, address):
    assert client.get(address).response.request.path == "/sign-in"
    client.post(address, {"csrf_token": client.token()})
    assert comment(mine).status == "published"


def test_foreign_page_withdraws_nothing(as_, olena, mine, address):
    as_(olena).post(address, {}, status=400)
    assert comment(mine).status == "published"


def test_unknown_and_held_comments(as_, olena, mine, address):
    bend(mine, status="held")
    author = as_(olena)
    author.get(address, status=404)
    author.get("/comments/0000000000000000/withdraw", status=404)


def test_wrong_method(client, address):
    assert client.ask("delete", address).status_code == 405
