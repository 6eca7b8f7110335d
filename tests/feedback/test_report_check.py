"""The check of the journal sees when a published report was touched."""

import pytest
from sqlalchemy import delete, select, update

from reform_portal.core.database import db, unit_of_work
from reform_portal.feedback.report import journal_check
from reform_portal.feedback.report.content import PROPOSAL
from reform_portal.feedback.report.models import Report, ReportRow
from reform_portal.journal.verification import verify
from tests.discussion.acts import erase
from tests.factories import say
from tests.feedback.answering import work
from tests.feedback.reporting import answer_all, publish, write


def faults():
    return verify([journal_check.compare]).faults


@pytest.fixture
def published(app, draft, olena, petro, taras):
    first = say(olena, "Строк задовгий.")
    say(petro, "Плата зависока.", eid="art_2")
    answer_all(taras)
    write("land", taras)
    publish("land", taras)
    return first


def test_a_report_as_it_was_published_is_sound(published, taras):
    publish("land", taras, "Виправлено.")
    assert faults() == []


def test_erased_words_are_no_fault(app, published, marta):
    erase(published, marta)
    work(app)
    assert faults() == []


def test_a_changed_reason_is_seen(published):
    with unit_of_work():
        row = db.session.execute(select(ReportRow.__table__).where(ReportRow.kind == PROPOSAL)).first()
        here = ReportRow.position == row.position
        db.session.execute(update(ReportRow).where(here).values(content=row.content | {"reason": "Інша."}))
    assert any("row" in fault for fault in faults())


def test_a_row_taken_out_is_seen(published):
    with unit_of_work():
        db.session.execute(delete(ReportRow).where(ReportRow.kind == PROPOSAL))
    assert len(faults()) == 1


def test_another_head_is_seen(published):
    with unit_of_work():
        content = db.session.scalar(select(Report.content))
        db.session.execute(update(Report).values(content=content | {"title": "Інший"}))
    assert len(faults()) == 1


def test_a_report_that_is_gone_is_seen(published):
    with unit_of_work():
        db.session.execute(delete(Report))
    assert any("it is gone" in fault for fault in faults())
