"""A drafter changes an answer; what it said before stays readable."""

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.core.errors import BadInput, Conflict, NotAllowed
from reform_portal.feedback.answers import actions, queries
from reform_portal.feedback.answers.models import AnswerRevision
from tests.discussion.acts import count, kinds_about
from tests.factories import make_draft, say
from tests.feedback.answering import REASON, answer, found, revise
from tests.texts import LAND_2

AFTER = {"decision": "rejected", "reason": "Інакше не встигнемо перевірити межі ділянки."}


@pytest.fixture
def given(draft, olena, taras):
    return answer(say(olena, quote="30 календарних днів"), taras)


@pytest.fixture
def address(given):
    return f"/answers/{given}/edit"


def test_answer_changes_and_the_earlier_one_stays_readable(as_, client, taras, given, address):
    page = as_(taras).submit(address, AFTER)
    assert page.response.request.path == f"/answers/{given}"
    page = client.get(f"/answers/{given}")
    for words in (AFTER["reason"], "відхилено", REASON, "Попередні відповіді", "змінено"):
        assert words in page.text
    row = found(given)
    assert (row.decision, row.reason, row.number) == ("rejected", AFTER["reason"], 2)
    assert kinds_about(f"a:{given}") == ["answer.given", "answer.revised"]


def test_every_version_is_kept_in_order(taras, given):
    first = found(given)
    for reason in ("Друга.", "Третя."):
        revise(given, taras, "partly", reason)
    rows = queries.revisions_of(first.id)
    assert [(row.number, row.decision, row.reason) for row in rows] == [
        (1, "accepted", REASON),
        (2, "partly", "Друга."),
    ]
    assert rows[0].written_at == first.given_at < rows[1].written_at


def test_two_who_change_it_at_once_do_not_undo_each_other(taras, given):
    before = found(given)
    revise(given, taras, "partly", "Перша зміна.")
    with pytest.raises(Conflict, match="хтось інший"), unit_of_work():
        actions.revise(before, taras, actions.Given("rejected", "Друга зміна."))
    assert found(given).reason == "Перша зміна."


def test_form_begins_with_the_answer_of_now(as_, taras, given, address):
    fields = as_(taras).get(address).forms[-1].fields
    assert (fields["decision"], fields["reason"], fields["changed"]) == ("accepted", REASON, "")


def test_place_is_given_when_the_next_version_is_there(as_, taras, given, address):
    make_draft(text=LAND_2)
    page = as_(taras).submit(address, {"changed": "ч. 1 ст. 3"})
    assert "Змінені слова" in page.text and found(given).changed_in == 2
    assert as_(taras).get(address).forms[-1].fields["changed"] == "art_3__para_1"


def test_place_of_an_earlier_version_may_stay(as_, taras, given, address):
    revise(given, taras, changed="art_3__para_2")
    make_draft(text=LAND_2.replace("2. Якщо відповіді немає, заяву вважають задоволеною.\n\n", ""))
    client = as_(taras)
    page = client.get(address)
    assert page.forms[-1].fields["changed"] == "art_3__para_2"
    client.send(page, address, {"reason": "Інакше."})
    assert (found(given).changed_eid, found(given).changed_in) == ("art_3__para_2", 1)
    client.submit(address, {"changed": "art_3__para_3"}, status=422)


def test_answer_that_does_not_change_is_refused(as_, taras, given, address):
    page = as_(taras).submit(address, status=409)
    assert "нічого не змінили" in page.text and page.forms[-1].fields["reason"] == REASON
    with pytest.raises(Conflict):
        revise(given, taras)
    assert count(AnswerRevision) == 0 and kinds_about(f"a:{given}") == ["answer.given"]


@pytest.mark.parametrize(
    ("change", "message"),
    [({"reason": ""}, "без обґрунтування"), ({"decision": ""}, "рішення"), ({"changed": "ст. 99"}, "Такого місця")],
)
def test_bad_input_is_named_and_nothing_changes(as_, taras, given, address, change, message):
    page = as_(taras).submit(address, {**AFTER, **change}, status=422)
    assert message in page.text
    if "reason" not in change:
        assert page.forms[-1].fields["reason"] == AFTER["reason"]
    assert found(given).number == 1


def test_lost_session_keeps_the_words(as_, taras, given, address):
    page = as_(taras).submit(address, {**AFTER, "csrf_token": "x"}, status=400)
    assert page.forms[-1].fields["reason"] == AFTER["reason"] and "текст збережено" in page.text
    assert found(given).number == 1


def test_signed_out_person_is_led_to_sign_in(client, given, address):
    assert client.get(address).response.request.path == "/sign-in"
    client.post(address, {**AFTER, "csrf_token": client.token()})
    assert found(given).number == 1


def test_strangers_change_nothing(as_, olena, petro, marta, given, address):
    for person in (olena, petro, marta):
        client = as_(person)
        client.get(address, status=403)
        client.post(address, {**AFTER, "csrf_token": client.token()}, status=403)
        with pytest.raises(NotAllowed):
            revise(given, person, "rejected")
    assert found(given).number == 1


def test_action_checks_the_words_by_itself(taras, given):
    row = queries.find_answer(given)
    for words in (
        actions.Given("", "Так."),
        actions.Given("accepted", " "),
        actions.Given("accepted", "Так", "ст. 99"),
    ):
        with pytest.raises(BadInput), unit_of_work():
            actions.revise(row, taras, words)
    assert found(given).number == 1


def test_unknown_answer_and_wrong_method(as_, taras, client, address):
    as_(taras).get("/answers/0000000000000000/edit", status=404)
    assert client.ask("delete", address).status_code == 405
