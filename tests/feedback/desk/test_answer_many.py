"""One answer to several ticked comments: written, looked over, published."""

import pytest
from sqlalchemy import select

from reform_portal.core.database import db
from reform_portal.feedback.answers.models import Answer
from reform_portal.feedback.desk.models import DeskReason
from reform_portal.journal import readers
from tests.discussion.acts import count, kinds_about, withdraw
from tests.factories import make_person, say
from tests.feedback.answering import REASON, answer, found, holds_for, make_campaign
from tests.feedback.desk.working import QUEUE, post, rows
from tests.people.letters import letters

ADDRESS = f"{QUEUE}/answer"
FORM = {"decision": "partly", "reason": REASON}


BAD = (
    ({"decision": ""}, "Оберіть рішення"),
    ({"decision": "maybe"}, "Оберіть рішення"),
    ({"reason": "  "}, "без обґрунтування"),
    ({"reason": "а" * 10_001}, "Задовго"),
    ({"changed": "ст. 99"}, "Такого місця в редакції 1 немає"),
    ({"save_as": "н" * 101}, "Назва задовга"),
)


@pytest.fixture
def three(draft, olena, petro):
    return [say(olena, "Перше."), say(petro, "Друге.", eid="art_2"), say(petro, "Третє.", eid="")]


def form_page(client, public_ids):
    return post(client, "answer", c=public_ids, step="begin", next=f"{QUEUE}?sort=oldest")


def values(public_ids, **more):
    return {"c": public_ids, "next": f"{QUEUE}?sort=oldest", **FORM, **more}


def send(client, public_ids, status=200, **more):
    return client.post(ADDRESS, {"csrf_token": client.token(), **values(public_ids, **more)}, status)


def test_ticked_comments_get_one_answer_each_after_a_look(app, as_, taras, three):
    client = as_(taras)
    page = form_page(client, three[:2])
    assert "Позначено: 2 зауважен" in page.text and "Перше." in page.text and "Третє." not in page.text
    page = send(client, three[:2], step="check")
    assert "Буде опубліковано 2 відповід" in page.text and "Вони стосуватимуться 2 зауважен" in page.text
    for words in ("Перше.", "Друге.", REASON, "враховано частково"):
        assert words in page.text
    assert count(Answer) == 0
    fields = page.forms[-1].fields
    assert fields["reason"] == REASON and fields["decision"] == "partly"
    page = send(client, three[:2], step="publish")
    assert page.response.request.full_path == f"{QUEUE}?sort=oldest"
    assert "Опубліковано 2 відповід" in page.text and rows(page) == [three[2]]
    given = [holds_for(one) for one in three]
    assert None not in given[:2] and given[0] != given[1] and given[2] is None
    assert found(given[0]).reason == REASON and kinds_about(f"a:{given[0]}") == ["answer.given"]
    readers.run_once(app.extensions["readers"], patience=60)
    subject = "Розробник відповів на ваше зауваження"
    assert [letter.subject for letter in letters("olena@example.org")].count(subject) == 1


def test_back_keeps_the_words(as_, taras, three):
    page = send(as_(taras), three, step="back", changed="ст. 2")
    assert page.forms[-1].fields["reason"] == REASON and page.forms[-1].fields["changed"] == "ст. 2"
    assert count(Answer) == 0


def test_what_was_answered_meanwhile_is_skipped_and_told(as_, taras, olena, three):
    client = as_(taras)
    hanna = make_person("hanna", "drafter")
    first = answer(three[0], hanna, "rejected", "Своя відповідь.")
    withdraw_id = say(olena, "Відкличу.")
    withdraw(withdraw_id, olena)
    page = send(client, [*three[:2], withdraw_id], step="publish")
    assert "Опубліковано 1 відповідь." in page.text and "Пропущено 2" in page.text
    assert holds_for(three[0]) == first and found(first).reason == "Своя відповідь."
    assert count(Answer) == 2


def test_all_answered_leads_back(as_, taras, three):
    for one in three:
        answer(one, taras)
    page = form_page(as_(taras), three)
    assert "На всі позначені зауваження вже відповіли." in page.text and page.response.request.path == QUEUE


def test_copies_are_answered_with_their_letter_or_alone(as_, taras, olena, petro, draft):
    copies = [say(person, "Скоротіть!") for person in (olena, petro, make_person("hanna"), make_person("ivan"))]
    make_campaign(*copies)
    other = say(olena, "Інше.")
    client = as_(taras)
    page = form_page(client, [copies[0], other])
    assert page.forms[-1].fields["copies"] == "y" and "4 однаков" in page.text
    page = send(client, [copies[0], other], step="check", copies="y")
    assert "Буде опубліковано 2 відповід" in page.text and "5 зауважен" in page.text
    page = send(client, [copies[0], other], step="check")
    assert "2 зауважен" in page.text
    send(client, [copies[0], other], step="publish", copies="y")
    assert len({holds_for(one) for one in copies}) == 1 and holds_for(copies[3]) != holds_for(other)
    assert count(Answer) == 2


def test_one_of_a_campaign_alone(as_, taras, olena, petro, draft):
    copies = [say(person, "Скоротіть!") for person in (olena, petro, make_person("hanna"))]
    make_campaign(*copies)
    send(as_(taras), [copies[0]], step="publish")
    assert holds_for(copies[0]) and holds_for(copies[1]) is None


def test_bad_input_is_named_and_nothing_is_published(as_, taras, three):
    client = as_(taras)
    for step in ("check", "publish"):
        for change, message in BAD:
            page = send(client, three, status=422, step=step, **change)
            assert message in page.text and count(Answer) == 0, change
            if "reason" not in change:
                assert page.forms[-1].fields["reason"] == REASON


def test_lost_session_keeps_the_words(as_, taras, three):
    page = as_(taras).post(ADDRESS, {"csrf_token": "x", **values(three, step="publish")}, 400)
    assert page.forms[-1].fields["reason"] == REASON and "текст збережено" in page.text
    assert count(Answer) == 0


def test_nothing_ticked(as_, taras, three):
    assert "Позначте хоча б одне зауваження." in post(as_(taras), "answer", step="begin").text
    assert "Позначте хоча б одне зауваження." in as_(taras).get(ADDRESS).text


def test_strangers_wrong_draft_and_wrong_method(client, as_, olena, marta, taras, three):
    client.post(ADDRESS, {"csrf_token": client.token(), **values(three, step="publish")})
    for person in (olena, marta):
        stranger = as_(person)
        stranger.get(f"{ADDRESS}?c={three[0]}", status=403)
        send(stranger, three, status=403, step="publish")
    drafter = as_(taras)
    drafter.get(f"/desk/nema/answer?c={three[0]}", status=404)
    assert drafter.ask("post", ADDRESS, data=values(three, step="begin")).status_code == 400
    assert client.ask("delete", ADDRESS).status_code == 405
    assert count(Answer) == 0


def test_reason_is_saved_with_the_answers_and_put_in_next_time(as_, taras, three):
    client = as_(taras)
    send(client, three[:2], step="publish", save_as="Строк скорочено")
    assert count(DeskReason) == 1
    page = form_page(client, [three[2]])
    assert "Строк скорочено" in page.text
    chosen = saved_id()
    page = send(client, [three[2]], step="insert", saved=chosen, reason="Моє.")
    assert page.forms[-1].fields["reason"] == f"Моє.\n\n{REASON}"
    page = send(client, [three[2]], status=422, step="insert", saved="", reason="Моє.")
    assert "Оберіть формулювання зі списку." in page.text and page.forms[-1].fields["reason"] == "Моє."
    assert count(Answer) == 2


def saved_id() -> str:
    db.session.rollback()
    return db.session.scalar(select(DeskReason.public_id))
