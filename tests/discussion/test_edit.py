"""Mending one's own words while they are fresh."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from reform_portal.core.clock import now
from reform_portal.core.database import unit_of_work
from reform_portal.core.errors import BadInput, Conflict, NotAllowed
from reform_portal.discussion import actions, queries
from reform_portal.discussion.rules import EDIT_WINDOW, may_edit
from tests.discussion.acts import age, bend, hide, kinds_about, tally, withdraw
from tests.factories import close_draft, comment, say

BEFORE = "Строк задовгий, люди не можуть чекати."
AFTER = {"stance": "amend", "body": "Двадцяти днів досить."}


@pytest.fixture
def mine(draft, olena):
    return say(olena, quote="30 календарних днів")


@pytest.fixture
def address(mine):
    return f"/comments/{mine}/edit"


def test_words_are_replaced_and_the_earlier_ones_stay_readable(as_, olena, mine, address):
    page = as_(olena).submit(address, AFTER)
    assert AFTER["body"] in page.text and BEFORE in page.text and "виправлено" in page.text
    found = comment(mine)
    assert (found.body, found.stance, found.quote) == (AFTER["body"], "amend", "30 календарних днів")
    assert kinds_about(f"c:{mine}") == ["comment.posted", "comment.edited"]


def test_counts_follow_the_new_stance(as_, olena, mine, address):
    as_(olena).submit(address, AFTER)
    assert tally(mine) == {"amend": 1, "comments": 1}


def test_every_wording_is_kept_in_order(as_, olena, mine, address):
    client = as_(olena)
    for body in ("Друге.", "Третє."):
        client.submit(address, {**AFTER, "body": body})
    history = queries.revisions_of(comment(mine).id)
    assert [(row.number, row.body, row.stance) for row in history] == [(1, BEFORE, "oppose"), (2, "Друге.", "amend")]
    assert history[0].written_at < history[1].written_at


def test_form_begins_with_the_words_of_now(as_, olena, address):
    fields = as_(olena).get(address).forms[-1].fields
    assert (fields["body"], fields["stance"]) == (BEFORE, "oppose")


def test_quarter_of_an_hour_is_counted_to_the_moment():
    olena = SimpleNamespace(id=7)
    at = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
    fresh = SimpleNamespace(person_id=7, status="published", created_at=at)
    assert timedelta(minutes=15) == EDIT_WINDOW
    assert may_edit(olena, fresh, at + timedelta(minutes=15))
    assert not may_edit(olena, fresh, at + timedelta(minutes=15, microseconds=1))


@pytest.mark.parametrize("status", ["held", "hidden", "withdrawn", "erased"])
def test_only_published_words_can_be_mended(status):
    gone = SimpleNamespace(person_id=7, status=status, created_at=now())
    assert not may_edit(SimpleNamespace(id=7), gone, now())


def test_imported_words_belong_to_nobody():
    imported = SimpleNamespace(person_id=None, status="published", created_at=now())
    assert not may_edit(SimpleNamespace(id=None), imported, now())
    assert not may_edit(None, imported, now())


def test_late_edit_changes_nothing(as_, olena, mine, address):
    client = as_(olena)
    page = client.get(address)
    age(mine, minutes=15, seconds=1)
    page = client.send(page, address, AFTER, status=409)
    assert "Час на виправлення минув" in page.text
    assert comment(mine).body == BEFORE
    assert kinds_about(f"c:{mine}") == ["comment.posted"]


def test_late_edit_gives_the_words_back(as_, olena, mine, address):
    client = as_(olena)
    page = client.get(address)
    age(mine, minutes=16)
    assert AFTER["body"] in client.send(page, address, AFTER, status=409).html


def test_words_do_not_change_after_the_deadline(as_, olena, mine, address):
    client = as_(olena)
    page = client.get(address)
    close_draft("land", now() - timedelta(seconds=1))
    client.send(page, address, AFTER, status=409)
    assert comment(mine).body == BEFORE


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"body": "  "}, "Напишіть, що ви думаєте"),
        ({"body": "а" * 10_001}, "Задовго"),
        ({"body": "байт\x00"}, "службові символи"),
        ({"stance": "love"}, "ставлення"),
        ({"stance": None}, "Оберіть ставлення"),
        ({"body": "Мій номер 067 123 45 67"}, "номер телефону"),
    ],
)
def test_bad_input_is_named_and_nothing_changes(as_, olena, mine, address, change, message):
    page = as_(olena).submit(address, {**AFTER, **change}, status=422)
    assert message in page.text
    assert comment(mine).body == BEFORE


def test_personal_data_may_be_meant(as_, olena, mine, address):
    client = as_(olena)
    page = client.submit(address, {**AFTER, "body": "Мій номер 067 123 45 67"}, status=422)
    client.send(page, address, {"personal_data_meant": "y"})
    assert "067" in comment(mine).body


def test_lost_session_keeps_the_words(as_, olena, mine, address):
    page = as_(olena).submit(address, {**AFTER, "csrf_token": "a foreign token"}, status=400)
    assert AFTER["body"] in page.html
    assert comment(mine).body == BEFORE


def test_stranger_changes_nothing(as_, petro, marta, mine, address):
    for person in (petro, marta):
        client = as_(person)
        client.post(address, {**AFTER, "csrf_token": client.token()}, status=403)
        client.get(address, status=403)
        with pytest.raises(NotAllowed), unit_of_work():
            actions.edit(queries.find_comment(mine), person, AFTER["body"], "amend")
    assert comment(mine).body == BEFORE


def test_signed_out_person_is_led_to_sign_in(client, mine, address):
    assert client.get(address).response.request.path == "/sign-in"
    client.post(address, {**AFTER, "csrf_token": client.token()})
    assert comment(mine).body == BEFORE


def test_withdrawn_or_hidden_words_cannot_be_mended(as_, olena, marta, mine, address, draft):
    other, client = say(olena), as_(olena)
    withdraw(mine, olena)
    hide(other, marta)
    for public_id in (mine, other):
        with pytest.raises(Conflict), unit_of_work():
            actions.edit(queries.find_comment(public_id), olena, AFTER["body"], "amend")
        client.get(f"/comments/{public_id}/edit", status=409)
        assert comment(public_id).body == BEFORE


def test_action_checks_the_words_by_itself(olena, mine):
    for body, stance in (("", "amend"), ("а" * 10_001, "amend"), ("Слова", "love")):
        with pytest.raises(BadInput), unit_of_work():
            actions.edit(queries.find_comment(mine), olena, body, stance)
    assert comment(mine).body == BEFORE


def test_unknown_and_held_comments(as_, olena, mine, address):
    bend(mine, status="held")
    client = as_(olena)
    client.get(address, status=404)
    client.get("/comments/0000000000000000/edit", status=404)


def test_wrong_method(client, address):
    assert client.ask("delete", address).status_code == 405
