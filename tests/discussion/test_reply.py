"""Answering a comment."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from reform_portal.core.clock import now
from reform_portal.core.database import db
from reform_portal.discussion import queries
from reform_portal.discussion.models import Comment
from reform_portal.people.models import Consent
from tests.discussion.acts import REPLY, bend, count, erase, hide, kinds_about, tally, withdraw
from tests.factories import close_draft, comment, make_draft, say
from tests.texts import LAND_2


@pytest.fixture
def parent(draft, olena):
    return say(olena)


@pytest.fixture
def address(parent):
    return f"/comments/{parent}/reply"


def newest():
    db.session.rollback()
    public_id = db.session.scalar(select(Comment.public_id).order_by(Comment.id.desc()).limit(1))
    return queries.find_comment(public_id)


def test_reply_stands_under_the_comment(as_, petro, parent, address):
    page = as_(petro).submit(address, REPLY)
    assert REPLY["body"] in page.text and page.response.request.path.startswith("/comments/")
    reply, above = newest(), comment(parent)
    assert (reply.parent_id, reply.root_id, reply.provision_id) == (above.id, above.id, above.provision_id)
    assert above.replies == 1
    assert kinds_about(f"c:{reply.public_id}") == ["comment.posted"]


def test_reply_is_neutral_unless_it_says_otherwise(as_, petro, parent, address):
    client = as_(petro)
    client.submit(address, REPLY)
    assert newest().stance == "neutral"
    client.submit(address, {**REPLY, "stance": "support"})
    assert tally(parent) == {"oppose": 1, "neutral": 1, "support": 1, "comments": 3}


def test_replies_to_replies_make_a_tree(as_, olena, petro, parent, address):
    as_(petro).submit(address, REPLY)
    first = newest()
    as_(olena).submit(f"/comments/{first.public_id}/reply", {**REPLY, "body": "Дякую!"})
    second = newest()
    assert (second.parent_id, second.root_id) == (first.id, comment(parent).id)
    tree = queries.thread_of(second)
    assert [tree.comment.public_id, tree.replies[0].comment.id, tree.replies[0].replies[0].comment.id] == [
        parent,
        first.id,
        second.id,
    ]


def test_consent_is_kept_with_the_reply(as_, petro, address):
    as_(petro).submit(address, REPLY)
    kept = db.session.execute(select(Consent.__table__).where(Consent.person_id == petro.id)).one()
    assert (kept.purpose, kept.subject) == ("publish_name:full", f"c:{newest().public_id}")
    assert kept.text_version and abs(kept.given_at - now()) < timedelta(minutes=1)


def test_reply_stands_at_the_version_of_its_comment(as_, petro, address, parent):
    make_draft(text=LAND_2, name="002.md")
    as_(petro).submit(address, REPLY)
    reply, above = newest(), comment(parent)
    assert (reply.version, reply.clause_id) == (1, above.clause_id)


def test_comment_on_the_whole_draft_can_be_answered(as_, olena, petro, draft):
    parent = say(olena, eid="")
    as_(petro).submit(f"/comments/{parent}/reply", REPLY)
    assert newest().clause_id is None


def test_reply_of_a_drafter_is_badged(as_, taras, address):
    assert "розробник" in as_(taras).submit(address, REPLY).text


def test_signed_out_words_are_kept_until_after_sign_in(client, petro, address):
    page = client.submit(address, REPLY)
    assert page.response.request.path == "/sign-in"
    client.sign_in(petro)
    client.submit(address, {"consent": "y"})
    assert newest().body == REPLY["body"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"body": " "}, "Напишіть, що ви думаєте"),
        ({"body": "а" * 10_001}, "Задовго"),
        ({"body": "байт\x07"}, "службові символи"),
        ({"stance": "love"}, "ставлення"),
        ({"name_mode": "pseudonym"}, "Псевдоніма ще немає"),
        ({"name_mode": "anonymous"}, "підпис"),
        ({"consent": None}, "Без згоди"),
        ({"body": "Пишіть на olena@example.org"}, "адреса пошти"),
    ],
)
def test_bad_input_is_named_and_nothing_is_said(as_, petro, address, change, message):
    page = as_(petro).submit(address, {**REPLY, **change}, status=422)
    assert message in page.text
    assert count(Comment) == 1


def test_lost_session_keeps_the_words(as_, petro, address):
    page = as_(petro).submit(address, {**REPLY, "csrf_token": "a foreign token"}, status=400)
    assert REPLY["body"] in page.html
    assert count(Comment) == 1


def test_closed_consultation_refuses_and_gives_the_words_back(as_, petro, address):
    client = as_(petro)
    page = client.get(address)
    close_draft("land", now() - timedelta(seconds=1))
    page = client.send(page, address, REPLY, status=409)
    assert "завершилося" in page.text and REPLY["body"] in page.html
    assert count(Comment) == 1


def gone(how, public_id, olena, marta):
    match how:
        case "withdrawn":
            withdraw(public_id, olena)
        case "hidden":
            hide(public_id, marta)
        case "erased":
            erase(public_id, marta)


@pytest.mark.parametrize("how", ["withdrawn", "hidden", "erased"])
def test_nobody_can_answer_what_is_no_longer_there(as_, olena, petro, marta, parent, address, how):
    client = as_(petro)
    page = client.get(address)
    gone(how, parent, olena, marta)
    page = client.send(page, address, REPLY, status=409)
    assert "вже не можна відповісти" in page.text
    assert count(Comment) == 1


def test_words_are_given_back_when_the_comment_above_is_gone_meanwhile(as_, olena, petro, parent, address):
    client = as_(petro)
    page = client.get(address)
    withdraw(parent, olena)
    assert REPLY["body"] in client.send(page, address, REPLY, status=409).html


@pytest.mark.parametrize("how", ["withdrawn", "hidden"])
def test_form_does_not_show_words_that_are_gone(client, olena, marta, parent, address, how):
    gone(how, parent, olena, marta)
    assert "Строк задовгий" not in client.ask("get", address).get_data(as_text=True)


def test_comment_that_waits_for_a_moderator_cannot_be_answered(as_, petro, parent, address):
    bend(parent, status="held")
    as_(petro).get(address, status=404)


def test_unknown_comment(as_, petro):
    as_(petro).get("/comments/0000000000000000/reply", status=404)


def test_wrong_method(client, address):
    assert client.ask("delete", address).status_code == 405
