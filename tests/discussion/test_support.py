"""Signing somebody else's comment, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.core.errors import Conflict
from reform_portal.discussion.models import Support
from tests.discussion.acts import bend, count, erase, hide, kinds_about, support, withdraw
from tests.factories import close_draft, comment, make_person, say


@pytest.fixture
def theirs(draft, olena):
    return say(olena)


def test_signature_is_counted_shown_and_in_the_journal(as_, petro, theirs):
    page = as_(petro).act(theirs, "support")
    assert "1 підтримка" in page.text and "Забрати підтримку" in page.text
    assert (comment(theirs).supports, count(Support)) == (1, 1)
    assert kinds_about(f"c:{theirs}:supports") == ["support.given"]


def test_signature_can_be_taken_back_and_given_again(as_, petro, theirs):
    client = as_(petro)
    for act in ("support", "support/withdraw", "support"):
        client.act(theirs, act)
    assert (comment(theirs).supports, count(Support)) == (1, 1)
    assert kinds_about(f"c:{theirs}:supports") == ["support.given", "support.withdrawn", "support.given"]


def test_second_signature_is_refused(as_, petro, theirs):
    client = as_(petro)
    client.act(theirs, "support")
    page = client.act(theirs, "support", status=409)
    assert "Ви вже підтримали" in page.text
    assert (comment(theirs).supports, count(Support)) == (1, 1)


def test_schema_itself_refuses_a_second_row(petro, theirs):
    row = insert(Support).values(comment_id=comment(theirs).id, person_id=petro.id, given_at=now())
    with unit_of_work():
        db.session.execute(row)
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.execute(row)
    assert count(Support) == 1


def test_signatures_given_at_the_same_moment_end_in_one(app, petro, theirs):
    ready = Barrier(2, timeout=30)

    def sign(_number):
        with app.app_context():
            ready.wait()
            try:
                support(theirs, petro)
            except Conflict:
                return "refused"
            finally:
                db.session.remove()
            return "counted"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(sign, range(2))) == ["counted", "refused"]
    assert (count(Support), comment(theirs).supports) == (1, 1)
    assert kinds_about(f"c:{theirs}:supports") == ["support.given"]


def test_signatures_of_different_people_at_the_same_moment_are_all_counted(app, theirs):
    people = [make_person(f"person{number}") for number in range(4)]
    ready = Barrier(4, timeout=30)

    def sign(person):
        with app.app_context():
            ready.wait()
            support(theirs, person)
            db.session.remove()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(sign, people))
    assert (count(Support), comment(theirs).supports) == (4, 4)


def test_own_comment_needs_no_signature(as_, olena, theirs):
    page = as_(olena).act(theirs, "support", status=409)
    assert "Власне зауваження" in page.text
    assert comment(theirs).supports == 0


def test_signature_that_was_not_given_cannot_be_taken_back(as_, petro, marta, theirs):
    support(theirs, marta)
    as_(petro).act(theirs, "support/withdraw", status=409)
    assert (comment(theirs).supports, count(Support)) == (1, 1)


@pytest.mark.parametrize("act", ["support", "support/withdraw"])
def test_signed_out_person_is_led_to_sign_in(client, theirs, act):
    page = client.act(theirs, act)
    assert page.response.request.path == "/sign-in"
    assert comment(theirs).supports == 0


@pytest.mark.parametrize("act", ["support", "support/withdraw"])
def test_foreign_page_signs_nothing(as_, petro, marta, theirs, act):
    support(theirs, marta)
    as_(petro).post(f"/comments/{theirs}/{act}", {}, status=400)
    assert comment(theirs).supports == 1


def test_closed_consultation_takes_no_signatures_and_gives_none_back(as_, petro, marta, theirs):
    support(theirs, marta)
    close_draft("land", now() - timedelta(seconds=1))
    assert "завершилося" in as_(petro).act(theirs, "support", status=409).text
    as_(marta).act(theirs, "support/withdraw", status=409)
    assert comment(theirs).supports == 1


def test_consultation_that_has_not_begun_takes_no_signatures(as_, petro, theirs):
    close_draft("land", now() + timedelta(days=2), opens_at=now() + timedelta(days=1))
    assert "ще не почалося" in as_(petro).act(theirs, "support", status=409).text


def test_words_that_are_gone_cannot_be_signed(as_, olena, petro, marta, draft):
    client = as_(petro)
    for end in (lambda i: withdraw(i, olena), lambda i: hide(i, marta), lambda i: erase(i, marta)):
        public_id = say(olena)
        end(public_id)
        client.act(public_id, "support", status=409)
    assert count(Support) == 0


def test_unknown_and_held_comments(as_, petro, theirs):
    client = as_(petro)
    bend(theirs, status="held")
    for public_id in (theirs, "0000000000000000"):
        client.post(f"/comments/{public_id}/support", {"csrf_token": client.token()}, status=404)


@pytest.mark.parametrize("act", ["support", "support/withdraw"])
def test_wrong_method(client, theirs, act):
    assert client.ask("get", f"/comments/{theirs}/{act}").status_code == 405
