"""Saved reasons: a drafter's own, put into the form of an answer."""

import re

from reform_portal.feedback.answers.models import Answer
from reform_portal.feedback.desk.models import DeskReason
from tests.discussion.acts import count
from tests.factories import make_person, say
from tests.feedback.answering import FORM, REASON, answer, found, holds_for

ADDRESS = "/desk/answers/reasons"
KEPT = {"title": "Строк скорочено", "reason": "Ми скоротили строк: об’єкт «ґрунт» оглядають за 20 днів."}


def saved(client) -> str:
    return re.search(r"/desk/answers/reasons/(\w+)", client.submit(ADDRESS, KEPT).html)[1]


def test_reason_is_kept_changed_and_deleted(as_, taras):
    client = as_(taras)
    assert "Ви ще нічого не зберегли." in client.get(ADDRESS).text
    public_id = saved(client)
    assert KEPT["reason"] in client.get(ADDRESS).text
    page = client.submit(f"{ADDRESS}/{public_id}", {**KEPT, "title": "Строк: 20 днів"}, form=0)
    assert "Строк: 20 днів" in page.text and "Строк скорочено" not in page.text
    page = client.submit(f"{ADDRESS}/{public_id}", form=1)
    assert "Формулювання видалено." in page.text and count(DeskReason) == 0


def test_bad_input_is_named_and_the_words_stay(as_, taras):
    client = as_(taras)
    public_id = saved(client)
    for change, message in (
        ({"title": ""}, "Назвіть формулювання"),
        ({"title": "н" * 101}, "Назва задовга"),
        ({"reason": " "}, "Напишіть текст"),
        ({"reason": "а" * 10_001}, "Задовго"),
    ):
        for path in (ADDRESS, f"{ADDRESS}/{public_id}"):
            page = client.submit(path, {**KEPT, **change}, status=422, form=0)
            assert message in page.text
    page = client.submit(ADDRESS, {**KEPT, "title": "Інша", "csrf_token": "x"}, status=400)
    assert page.forms[-1].fields["title"] == "Інша"
    assert count(DeskReason) == 1 and count(DeskReason, DeskReason.title == KEPT["title"]) == 1


def test_reasons_are_a_persons_own(client, as_, taras, olena, marta):
    public_id = saved(as_(taras))
    other = as_(make_person("hanna", "drafter"))
    assert KEPT["title"] not in other.get(ADDRESS).text
    other.get(f"{ADDRESS}/{public_id}", status=404)
    other.post(f"{ADDRESS}/{public_id}", {"csrf_token": other.token(), "step": "delete"}, status=404)
    for person in (olena, marta):
        as_(person).get(ADDRESS, status=403)
    assert client.get(ADDRESS).response.request.path == "/sign-in"
    assert client.ask("delete", ADDRESS).status_code == 405
    assert count(DeskReason) == 1


def test_saved_reason_goes_into_a_single_answer_below_what_was_typed(as_, taras, olena, draft):
    theirs = say(olena)
    client = as_(taras)
    path = f"/comments/{theirs}/answer"
    assert "Готове формулювання" not in client.get(path).text
    public_id = saved(client)
    page = client.submit(path, {"reason": "Дякуємо.", "step": "insert", "saved": public_id, "decision": "rejected"})
    fields = page.forms[-1].fields
    assert fields["reason"] == f"Дякуємо.\n\n{KEPT['reason']}" and fields["decision"] == "rejected"
    assert count(Answer) == 0
    client.send(page, path, {"step": None})
    assert found(holds_for(theirs)).reason == fields["reason"]


def test_foreign_reason_is_not_put_in(as_, taras, olena, draft):
    theirs = say(olena)
    foreign = saved(as_(make_person("hanna", "drafter")))
    page = as_(taras).submit(
        f"/comments/{theirs}/answer", {"reason": "Дякуємо.", "step": "insert", "saved": foreign}, status=422
    )
    assert page.forms[-1].fields["reason"] == "Дякуємо." and KEPT["reason"] not in page.text


def test_reason_of_an_answer_is_saved_on_the_way(as_, taras, olena, draft):
    client = as_(taras)
    client.submit(f"/comments/{say(olena)}/answer", {**FORM, "save_as": "Назва"})
    assert REASON in client.get(ADDRESS).text
    given = answer(say(olena, "Друге."), taras)
    page = client.submit(f"/answers/{given}/edit?next=/desk/land", {"reason": "Інше.", "save_as": "Ще"})
    assert page.response.request.path == "/desk/land" and count(DeskReason) == 2
