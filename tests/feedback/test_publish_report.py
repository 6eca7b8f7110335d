"""Publishing the report: refused while anything has no reasoned answer, frozen from then on."""

import re
from datetime import date, timedelta

import pytest

from reform_portal.core.clock import now
from reform_portal.core.database import unit_of_work
from reform_portal.core.errors import BadInput, Conflict, NotAllowed, WrongStage
from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback.report import actions
from reform_portal.feedback.report.content import sha256_of
from reform_portal.journal import queries as journal
from tests.discussion.acts import hide, support
from tests.factories import close_draft, make_draft, say
from tests.feedback.answering import answer, holds_for, make_theme, revise
from tests.feedback.reporting import answer_all, end, publish, report, rows, write
from tests.texts import LAND_2

PUBLISH = "/desk/land/report/publish"


@pytest.fixture
def answered(draft, olena, petro, taras):
    """A consultation that has ended: all is answered and written."""
    first, second = say(olena, "Строк задовгий для людей."), say(petro, "Плата зависока.", eid="art_2__para_nn_2")
    support(first, petro)
    answer(first, taras, "accepted", "Скоротили.", "ч. 1 ст. 3")
    answer(second, taras, "rejected", "Плату встановлює закон.")
    end()
    write("land", taras)
    return first, second


def state():
    found = actions.state_of(draft_by_slug("land"))
    return found.conversations, found.themes, list(found.texts), found.needs_end


def test_publishes_what_was_said_and_answered(answered, taras, as_, client):
    page = as_(taras).submit(PUBLISH)
    assert "Звіт опубліковано." in page.text
    text = client.get("/drafts/land/report").text
    for words in ("Строк задовгий для людей.", "Скоротили.", "Плату встановлює закон.", "Одеська обласна рада",
                  "Олена Коваленко; Петро Гнатюк"):  # fmt: skip
        assert words in text, words
    assert re.search(r"2 зауваження: 2 текст\w+, 2 людини, 3 звернен\w+ разом", text)
    listed = rows()
    assert [row["decision"] for row in listed] == ["rejected", "accepted"]
    assert listed[1]["place"] == ["art_3__para_1", 1] and listed[1]["submissions"] == 2
    assert report().content["counts"]["proposals"]["submissions"] == sum(row["submissions"] for row in listed)


def test_the_journal_commits_to_the_hash(answered, taras):
    publish("land", taras)
    kept = report()
    assert [entry.kind for entry in journal.entries_about(f"r:{kept.public_id}")] == ["report.published"]
    assert len(kept.sha256) == 64 and kept.sha256 != sha256_of(kept.content)


def test_refused_while_a_conversation_has_no_answer(answered, olena, taras, as_):
    close_draft("land", now() + timedelta(days=1))
    waiting = say(olena, "А що з лісами?", stance="question")
    end()
    with pytest.raises(Conflict, match="зауважень — 1, тем — 0"):
        publish("land", taras)
    page = as_(taras).get(PUBLISH)
    assert "А що з лісами?" in page.text and f"/comments/{waiting}/answer" in page.links
    sent = as_(taras).post(PUBLISH, {"csrf_token": as_(taras).token()}, 400)
    assert "Сеанс закінчився" in sent.text or "А що з лісами?" in sent.text
    assert report() is None
    missing = as_(taras).get("/desk/land/report/missing")
    assert f"/comments/{waiting}" in missing.links
    answer(waiting, taras)
    assert publish("land", taras) == 1


def test_refusal_by_the_form_is_a_conflict_that_lists_what_is_missing(answered, olena, taras, as_):
    close_draft("land", now() + timedelta(days=1))
    clerk = as_(taras)
    end()
    page = clerk.get(PUBLISH)
    close_draft("land", now() + timedelta(days=1))
    say(olena, "Запізніле зауваження.")
    end()
    refused = clerk.send(page, PUBLISH, status=409)
    assert "Звіт не можна опублікувати" in refused.text and "Запізніле зауваження." in refused.text
    assert report() is None


def test_refused_while_a_theme_has_no_answer(answered, olena, petro, marta, taras, as_):
    close_draft("land", now() + timedelta(days=1))
    first, second = say(olena, "Ліси треба берегти."), say(petro, "Бережіть ліси.")
    theme = make_theme(first, second, label="Ліси")
    answer(first, taras)
    end()
    assert state() == (1, 1, [], False)
    assert f"/themes/{theme}/answer" in as_(taras).get("/desk/land/report/missing?shown=themes").links
    answer(second, taras)
    assert state() == (0, 0, [], False)


def test_an_answer_to_the_theme_is_enough(answered, olena, taras):
    close_draft("land", now() + timedelta(days=1))
    theme = make_theme(say(olena, "Ліси треба берегти."), label="Ліси")
    end()
    answer(theme, taras, kind="theme")
    assert state() == (0, 0, [], False)


def test_hidden_comments_and_those_of_staff_need_no_answer(answered, olena, taras, marta):
    close_draft("land", now() + timedelta(days=1))
    say(taras, "Пояснення розробника.")
    hide(say(olena, "Приховане."), marta)
    end()
    assert state()[0] == 0
    publish("land", taras)
    assert {author["name"] for row in rows() for author in row["authors"]} == {"Олена Коваленко", "Петро Гнатюк"}


def test_refused_while_a_part_is_not_written(draft, taras, as_):
    end()
    with pytest.raises(Conflict, match="не всі частини"):
        publish("land", taras)
    assert re.search(r"Не написано 2 частин", as_(taras).get(PUBLISH).text)


def test_a_consultation_under_the_law_must_have_ended(app, taras, as_):
    make_draft(rule_set="ua.3841")
    write("land", taras)
    with pytest.raises(WrongStage, match="день його завершення не призначено"):
        publish("land", taras)
    close_draft("land", now() + timedelta(days=3))
    with pytest.raises(WrongStage, match="триває до"):
        publish("land", taras)
    assert "Обговорення триває до" in as_(taras).get(PUBLISH).text
    end()
    assert publish("land", taras) == 1


def test_an_informal_discussion_may_go_on(draft, taras, client):
    write("land", taras)
    publish("land", taras)
    assert "не надходили" in client.get("/drafts/land/report").text


def test_what_was_published_does_not_change(answered, olena, taras, client):
    publish("land", taras)
    before = report(), rows()
    page = client.get("/drafts/land/report").text
    revise(holds_for(answered[0]), taras, "partly", "Тепер інакше.")
    write("land", taras, body="Інший орган")
    make_draft(text=LAND_2)
    assert (report(), rows()) == before
    after = client.get("/drafts/land/report").text
    assert "Скоротили." in after and "Тепер інакше." not in after
    assert page[page.index("Звіт у файлі") :] == after[after.index("Звіт у файлі") :]


def test_a_correction_is_a_new_report_and_the_old_one_stays(answered, taras, client, as_):
    publish("land", taras)
    with pytest.raises(BadInput, match="що змінено"):
        publish("land", taras)
    clerk = as_(taras)
    assert "Напишіть, що змінено" in clerk.submit(PUBLISH, status=422).text
    write("land", taras, events="Зустрічей було дві.")
    assert "про виправлення окремо не сповіщаємо" in clerk.get(PUBLISH).text
    page = clerk.submit(PUBLISH, {"note": "Додано другу зустріч."})
    assert "Виправлений звіт опубліковано." in page.text and "надійде сповіщення" not in page.text
    new = client.get("/drafts/land/report")
    assert "Додано другу зустріч." in new.text and "Зустрічей було дві." in new.text
    assert "/drafts/land/report?number=1" in new.links
    old = client.get("/drafts/land/report?number=1").text
    assert "Це попередній звіт." in old and "прийшло 40 людей" in old and "Зустрічей було дві." not in old


def test_parts_stand_as_the_law_names_them(app, olena, taras, client):
    make_draft(rule_set="ua.3841", closes_at=now() + timedelta(days=1))
    say(olena, "Строк задовгий.")
    say(olena, "Думка Чайки.", name_mode="pseudonym", eid="art_2")
    answer_all(taras)
    end()
    write("land", taras)
    publish("land", taras)
    text = client.get("/drafts/land/report").text
    headings = [
        "1. Найменування суб’єкта", "2. Предмет", "3. Юридичні та фізичні особи", "4. Заходи", "5. Узагальнена",
        "6. Узагальнена інформація про врахування",
    ]  # fmt: skip
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)
    assert "ст. 19 ч. 1" in text
    views = text[text.rindex("Висловлювання, що не вважаються пропозиціями") :]
    assert "Думка Чайки." in views and "Строк задовгий." not in views
    assert report().content["counts"]["proposals"]["comments"] == 1


def test_the_resolution_lists_proposals_with_authors_and_answers_once(app, olena, petro, taras, client):
    make_draft(rule_set="ua.996", closes_at=now() + timedelta(days=1))
    theme = make_theme(say(olena, "Строк задовгий."), say(petro, "Скоротіть строк."))
    answer(theme, taras, kind="theme")
    end()
    write("land", taras, date(2026, 11, 1))
    publish("land", taras)
    text = client.get("/drafts/land/report").text
    assert text.index("4. Пропозиції, що надійшли") < text.index("5. Врахування") < text.index("6. Рішення")
    assert "Рада ухвалила проєкт зі змінами." in text and "Рішення прийнято" in text
    assert report().content["due_on"] == "2026-11-15"


def test_whom_it_belongs_to(answered, olena, petro, taras, client, as_):
    with pytest.raises(NotAllowed):
        publish("land", petro)
    for path in ("/desk/land/report", PUBLISH, "/desk/land/report/missing", "/desk/land/report/preview"):
        assert client.ask("get", path).status_code == 303
        as_(petro).get(path, 403)
        as_(taras).get(path.replace("land", "nowhere"), 404)
    assert as_(taras).ask("delete", PUBLISH).status_code == 405


def test_two_who_publish_at_once(answered, taras, monkeypatch):
    publish("land", taras)
    with pytest.raises(Conflict, match="щойно опублікував"), unit_of_work():
        monkeypatch.setattr(actions.queries, "find_report", lambda *_args: None)
        actions.publish(draft_by_slug("land"), taras)
