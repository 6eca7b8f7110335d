"""Answers that were changed behind the journal's back are found."""

import pytest
from sqlalchemy import delete, update

from reform_portal.core.database import db, unit_of_work
from reform_portal.feedback.answers import journal_check
from reform_portal.feedback.answers.models import Answer, AnsweredComment
from reform_portal.journal.verification import verify
from tests.factories import comment, make_draft, say
from tests.feedback.answering import answer, make_campaign, make_theme, revise
from tests.texts import LAND_2


@pytest.fixture
def given(draft, olena, petro, taras):
    """An answer among others: to groups, changed, with and without a place."""
    answer(make_theme(say(petro)), taras, kind="theme")
    answer(make_campaign(say(petro)), taras, kind="campaign", changed="art_2")
    public_id = answer(say(olena), taras)
    make_draft(text=LAND_2)
    revise(public_id, taras, "partly", "Частково: <так> & «ні».", "art_3__para_1")
    revise(public_id, taras, "rejected", "Ні.", "art_3__para_1")
    return public_id


def faults():
    db.session.rollback()
    found = verify([journal_check.compare]).faults
    db.session.rollback()
    return found


def tamper(answer_id, **values):
    with unit_of_work():
        db.session.execute(update(Answer).where(Answer.public_id == answer_id).values(**values))


def test_answers_as_they_were_given_are_sound(given):
    assert faults() == []


@pytest.mark.parametrize(
    "change",
    [
        {"decision": "accepted"},
        {"reason": "Так."},
        {"author": "Хтось Інший"},
        {"reason_html": "<p>Так.</p>"},
        {"changed_clause_id": None},
        {"target": "theme"},
    ],
)
def test_tampered_answer_is_noticed(given, change):
    tamper(given, **change)
    assert [fault for fault in faults() if fault.startswith(f"answer {given}:")]


def test_answer_moved_to_another_comment_is_noticed(given, petro):
    tamper(given, comment_id=comment(say(petro, "Інше.")).id)
    assert faults() == [f"answer {given}: it is given to another comment than the journal says"]


def test_answer_that_is_gone_is_noticed(given):
    with unit_of_work():
        db.session.execute(delete(AnsweredComment))
        db.session.execute(delete(Answer).where(Answer.public_id == given))
    assert faults() == [f"answer {given}: the journal speaks of it, but it is gone"]


def test_answer_out_of_nowhere_is_noticed(given):
    tamper(given, public_id="smuggled")
    assert "answer smuggled: the journal has no entry about it" in faults()


def test_whole_portal_checks_answers(app, given):
    tamper(given, reason="Так.")
    assert verify(app.extensions["journal_checks"]).faults
