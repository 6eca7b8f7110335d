"""The drafters' texts for the report."""

from datetime import date

import pytest

from reform_portal.core.errors import NotAllowed
from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback.report import queries
from tests.factories import make_draft, say
from tests.feedback.reporting import TEXTS, answer_all, end, report, write

DESK = "/desk/land/report"
FORM = {"body": "Рада", "events": "Не було.\n\nЗовсім.", "subject": "Земля", "introduction": "«Ґанок» <b>п’ять</b>"}


def kept():
    from reform_portal.core.database import db

    db.session.rollback()
    row = queries.texts_of(draft_by_slug("land").id)
    db.session.rollback()
    return row


def test_texts_are_kept_and_come_back_into_the_form(draft, taras, as_):
    clerk = as_(taras)
    assert "збережено" in clerk.submit(DESK, FORM).text
    fields = clerk.get(DESK).forms[-1].fields
    assert {name: fields[name] for name in FORM} == FORM
    assert kept().texts["events"] == FORM["events"]
    assert "«Ґанок» <b>п’ять</b>" in clerk.get(f"{DESK}/preview").text


def test_the_body_and_the_subject_are_known_from_the_draft(app, taras, as_):
    make_draft()
    assert as_(taras).get(DESK).forms[-1].fields["subject"] == "Про користування землею громади"


@pytest.mark.parametrize(("rules", "has", "has_not"), [
    ("ua.3841", "Заходи, проведені", "Рішення за результатами"), ("ua.996", "Рішення за результатами", "Заходи, проведені"),
])  # fmt: skip
def test_the_form_asks_what_the_rule_set_names(app, taras, as_, rules, has, has_not):
    make_draft(rule_set=rules)
    text = as_(taras).get(DESK).text
    assert has in text and has_not not in text


def test_what_is_missing_stands_on_top(draft, olena, taras, as_):
    say(olena)
    page = as_(taras).get(DESK)
    assert "Без відповіді 1 зауваження" in page.text and "Не написано: Орган" in page.text
    assert "/desk/land/report/missing" in page.links
    answer_all(taras)
    write("land", taras)
    assert "Нічого: на все є обґрунтована відповідь" in as_(taras).get(DESK).text


def test_too_long_a_text_is_refused_and_not_lost(draft, taras, as_):
    long = "ї" * 10_001
    page = as_(taras).submit(DESK, FORM | {"conclusions": long}, 422)
    assert "Задовго" in page.text and page.forms[-1].fields["conclusions"] == long and kept() is None


@pytest.mark.parametrize("day", ["2999-01-01", "торік"])
def test_the_day_of_the_decision_must_be_a_day_that_has_come(app, taras, as_, day):
    make_draft(rule_set="ua.996")
    page = as_(taras).submit(DESK, FORM | {"decided_on": day}, 422)
    assert page.forms[-1].fields["events" if "events" in page.forms[-1].fields else "introduction"]
    assert kept() is None


def test_the_decision_starts_the_term(app, taras, as_):
    make_draft(rule_set="ua.996")
    as_(taras).submit(DESK, {"decided_on": "2026-11-02"})
    assert kept().decided_on == date(2026, 11, 2)
    page = as_(taras).get(DESK).text
    assert "не пізніше 16 листопада 2026" in page


def test_who_saves_second_sees_what_the_first_wrote(draft, taras, as_):
    first, second = as_(taras), as_(taras)
    page, late = first.get(DESK), second.get(DESK)
    first.send(page, DESK, FORM)
    refused = second.send(late, DESK, {**FORM, "body": "Інший орган"}, 409)
    assert "зберіг хтось інший" in refused.text and "Зовсім." in refused.text
    assert refused.forms[-1].fields["body"] == "Інший орган" and kept().texts["body"] == "Рада"
    second.send(refused, DESK)
    assert kept().texts["body"] == "Інший орган"


def test_a_lost_token_loses_no_words(draft, taras, as_):
    page = as_(taras).submit(DESK, FORM | {"csrf_token": "x"}, 400)
    assert "Сеанс закінчився" in page.text and page.forms[-1].fields["body"] == "Рада" and kept() is None


def test_only_drafters_write(draft, petro, taras):
    with pytest.raises(NotAllowed):
        write("land", petro)


def test_nothing_is_public_before_it_is_published(draft, taras, client):
    write("land", taras)
    end()
    assert TEXTS["introduction"] not in client.get("/drafts/land/report").text
    assert report() is None
