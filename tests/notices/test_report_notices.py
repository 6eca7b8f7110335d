"""Everybody who took part hears once that the report is out."""

import pytest
from sqlalchemy import select

from reform_portal.core.database import db
from reform_portal.journal.readers import reset
from reform_portal.notices import actions
from reform_portal.notices.models import Notice
from tests.discussion.acts import support, withdraw
from tests.factories import make_person, say
from tests.feedback.answering import work
from tests.feedback.reporting import answer_all, publish, report, write
from tests.people.letters import letters

SUBJECT = "Вийшов звіт про обговорення"


def told(person) -> int:
    db.session.rollback()
    statement = select(Notice.id).where(Notice.person_id == person.id, Notice.kind == "report")
    return len(db.session.scalars(statement).all())


@pytest.fixture
def published(app, draft, olena, petro, taras):
    """Olena wrote twice, Petro signed; the report is out and the worker has been round."""
    first = say(olena)
    say(olena, "І ще одне.")
    support(first, petro)
    answer_all(taras)
    write("land", taras)
    publish("land", taras)
    work(app)
    return first


def test_authors_and_those_who_signed_are_told(published, olena, petro, as_):
    assert told(olena) == told(petro) == 1
    for person in (olena, petro):
        [letter] = [one for one in letters(person.email) if one.subject == SUBJECT]
        assert "http://portal.test/drafts/land/report" in letter.body and "користування землею" in letter.body
    page = as_(olena).get("/account/notices")
    assert "Вийшов звіт про результати обговорення" in page.text and "/drafts/land/report" in page.links


def test_nobody_else_is_told(published, taras):
    assert told(taras) == told(make_person("stranger")) == 0


def test_nobody_is_told_twice(app, published, olena, taras):
    assert actions.tell_of_report(report().public_id) == 0
    reset("notices")
    work(app)
    publish("land", taras, "Виправлено.")
    work(app)
    assert told(olena) == 1 and len([one for one in letters(olena.email) if one.subject == SUBJECT]) == 1


def test_who_took_the_words_back_is_not_told(app, draft, olena, taras):
    first = say(olena)
    answer_all(taras)
    write("land", taras)
    withdraw(first, olena)
    publish("land", taras)
    work(app)
    assert told(olena) == 0


def test_a_report_that_is_gone(app, draft):
    assert actions.tell_of_report("0000000000000000") == 0
