"""The last assignment or tagging is taken back."""

import pytest

from tests.factories import make_person, say
from tests.feedback.desk.working import QUEUE, assigned, post, tags_of


@pytest.fixture
def two(draft, olena, petro):
    return [say(olena, "Перше."), say(petro, "Друге.", eid="art_2")]


def test_assignment_goes_back_to_whom_it_was(as_, taras, two):
    hanna = make_person("hanna", "drafter", given_name="Ганна")
    client = as_(taras)
    post(client, "assign", c=two[0], to="whom", whom=hanna.handle)
    page = post(client, "assign", c=two, to="me")
    assert "Остання ваша дія: призначення, 2 зауважен" in page.text
    page = client.send(page, QUEUE, form="/undo")
    assert "Скасовано для 2 зауважен" in page.text and "Остання ваша дія" not in page.text
    assert [assigned(one) for one in two] == ["Ганна", None]


def test_what_a_colleague_changed_since_stays(as_, taras, two):
    hanna = make_person("hanna", "drafter", given_name="Ганна")
    post(as_(taras), "assign", c=two, to="me")
    post(as_(hanna), "assign", c=two[0], to="me")
    page = post(as_(taras), "undo")
    assert "Скасовано для 1 зауваження." in page.text
    assert [assigned(one) for one in two] == ["Ганна", None]


def test_tag_and_its_removal(as_, taras, two):
    client = as_(taras)
    post(client, "tags", c=two[0], tag="строк")
    page = post(client, "tags", c=two, tag="строк")
    assert "мітка «строк», 1 зауваження" in page.text
    post(client, "undo")
    assert [tags_of(one) for one in two] == [["строк"], []]
    page = post(client, "tags", c=two, take="строк", untag="1")
    assert "зняття мітки «строк»" in page.text
    post(client, "undo")
    assert [tags_of(one) for one in two] == [["строк"], []]


def test_nothing_to_undo_is_a_conflict(as_, taras, two):
    client = as_(taras)
    page = post(client, "undo", status=409)
    assert "Скасовувати вже нічого." in page.text
    post(client, "assign", c=two[0], to="me")
    post(client, "undo")
    post(client, "undo", status=409)


def test_each_undoes_only_their_own(as_, taras, two):
    post(as_(taras), "assign", c=two, to="me")
    post(as_(make_person("hanna", "drafter")), "undo", status=409)
    assert assigned(two[0]) == "Тарас"


def test_strangers_wrong_draft_and_wrong_method(client, as_, olena, marta, taras, two):
    post(as_(taras), "assign", c=two, to="me")
    for person in (olena, marta):
        post(as_(person), "undo", status=403)
    client.post(f"{QUEUE}/undo", {"csrf_token": client.token()})
    assert assigned(two[0]) == "Тарас"
    drafter = as_(taras)
    drafter.post("/desk/nema/undo", {"csrf_token": drafter.token()}, status=404)
    assert client.ask("get", f"{QUEUE}/undo").status_code == 405
