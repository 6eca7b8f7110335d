"""Telling the moderators about a comment."""

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.core.errors import BadInput
from reform_portal.discussion.models import CommentReport
from reform_portal.journal.models import Entry, Opening
from tests.discussion.acts import bend, count, hide, kinds_about, report, withdraw
from tests.factories import comment, say

FACTS = {"reason": "personal_data", "note": "Тут чужий номер телефону."}


@pytest.fixture
def theirs(draft, olena):
    return say(olena)


@pytest.fixture
def address(theirs):
    return f"/comments/{theirs}/report"


def test_report_reaches_the_moderators(as_, petro, marta, theirs, address):
    page = as_(petro).submit(address, FACTS)
    assert "Модератори подивляться" in page.text
    queue = as_(marta).get("/desk/moderation")
    assert "чужі персональні дані" in queue.text and FACTS["note"] in queue.text
    assert kinds_about(f"c:{theirs}:report") == ["report.filed"]


def test_report_changes_nothing_about_the_comment(as_, client, petro, theirs, address):
    before = comment(theirs)
    as_(petro).submit(address, FACTS)
    assert comment(theirs) == before
    assert FACTS["note"] not in client.get(f"/comments/{theirs}").html


def test_note_may_be_left_out_and_is_never_markup(as_, petro, marta, theirs, address):
    as_(petro).submit(address, {"reason": "profanity"})
    moderator = as_(marta)
    moderator.submit(address, {"reason": "profanity", "note": "<b>грубо</b>"})
    assert "&lt;b&gt;грубо" in moderator.get("/desk/moderation").html


def test_second_report_of_one_person_is_refused(as_, petro, theirs, address):
    client = as_(petro)
    client.submit(address, FACTS)
    page = client.submit(address, FACTS, status=409)
    assert "вже повідомили" in page.text
    assert count(CommentReport) == 1


def test_schema_itself_refuses_a_second_row(petro, theirs):
    values = {"comment_id": comment(theirs).id, "person_id": petro.id, "reason": "profanity", "filed_at": now()}
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.execute(insert(CommentReport).values(values))
        db.session.execute(insert(CommentReport).values(values))
    assert count(CommentReport) == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": None}, "Оберіть підставу"),
        ({"reason": "disagreement"}, "errors"),
        ({"note": "а" * 1001}, "до 1 000 знаків"),
        ({"note": "байт\x00"}, "службові символи"),
    ],
)
def test_bad_input_is_named_and_nothing_is_filed(as_, petro, address, change, message):
    page = as_(petro).submit(address, {**FACTS, **change}, status=422)
    assert message in page.html
    assert count(CommentReport) == 0


def test_action_checks_the_reason_by_itself(petro, theirs):
    with pytest.raises(BadInput):
        report(theirs, petro, "disagreement")
    assert count(CommentReport) == 0


@pytest.mark.parametrize("how", ["withdrawn", "hidden"])
def test_words_that_are_gone_cannot_be_reported(as_, olena, petro, marta, theirs, address, how):
    client = as_(petro)
    page = client.get(address)
    withdraw(theirs, olena) if how == "withdrawn" else hide(theirs, marta)
    client.send(page, address, FACTS, status=409)
    assert count(CommentReport) == 0


@pytest.mark.parametrize("how", ["withdrawn", "hidden"])
def test_form_does_not_show_words_that_are_gone(as_, olena, petro, marta, theirs, address, how):
    withdraw(theirs, olena) if how == "withdrawn" else hide(theirs, marta)
    assert "Строк задовгий" not in as_(petro).ask("get", address).get_data(as_text=True)


def test_reporter_is_named_in_the_journal_neither_by_name_nor_by_handle(as_, petro, theirs, address):
    as_(petro).submit(address, FACTS)
    row = db.session.execute(
        select(Entry.leaf, Opening.content)
        .join(Opening, Opening.number == Entry.number)
        .where(Entry.kind == "report.filed")
    ).one()
    for secret in (petro.handle, petro.email, petro.family_name, FACTS["note"]):
        assert secret not in row.leaf.decode() and secret not in row.content


def test_signed_out_person_is_led_to_sign_in(client, theirs, address):
    assert client.get(address).response.request.path == "/sign-in"
    client.post(address, {**FACTS, "csrf_token": client.token()})
    assert count(CommentReport) == 0


def test_foreign_page_reports_nothing(as_, petro, address):
    as_(petro).post(address, FACTS, status=400)
    assert count(CommentReport) == 0


def test_unknown_and_held_comments(as_, petro, theirs, address):
    bend(theirs, status="held")
    client = as_(petro)
    client.get(address, status=404)
    client.get("/comments/0000000000000000/report", status=404)


def test_wrong_method(client, address):
    assert client.ask("delete", address).status_code == 405
