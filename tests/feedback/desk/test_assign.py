"""Comments are assigned to a drafter, and to nobody again."""

import pytest

from reform_portal.feedback.desk.models import DeskAssignment
from tests.discussion.acts import count, kinds_about, withdraw
from tests.factories import make_draft, make_person, say
from tests.feedback.answering import make_campaign
from tests.feedback.desk.working import QUEUE, assigned, post, queue
from tests.texts import LAND


@pytest.fixture
def two(draft, olena, petro):
    return [say(olena, "Перше."), say(petro, "Друге.", eid="art_2")]


def test_one_click_takes_a_comment_and_gives_it_back(as_, taras, two):
    client = as_(taras)
    page = client.get(QUEUE)
    form = next(form for form in page.forms if form.fields.get("c") == two[0])
    page = client.post(form.action, {**form.fields, "to": "me"})
    assert "Призначено: 1 зауваження. Відповідає Тарас Коваленко." in page.text
    assert "відповідає Тарас Коваленко" in page.text and "Зняти з себе" in page.text
    assert page.response.request.path == QUEUE
    assert queue(client, "assigned=me") == [two[0]] and queue(client, "assigned=nobody") == [two[1]]
    post(client, "assign", c=two[0], to="nobody")
    assert assigned(two[0]) is None


def test_several_are_given_to_a_colleague(as_, taras, two):
    hanna = make_person("hanna", "drafter", given_name="Ганна")
    client = as_(taras)
    page = post(client, "assign", c=two, to="whom", whom=hanna.handle)
    assert ". Відповідає Ганна" in page.text
    assert [assigned(one) for one in two] == ["Ганна", "Ганна"]
    assert sorted(queue(client, f"assigned={hanna.handle}")) == sorted(two)
    assert queue(client, "assigned=me") == []


def test_campaign_is_assigned_as_one(as_, taras, olena, petro, draft):
    copies = [say(person, "Скоротіть!") for person in (olena, petro, make_person("hanna"))]
    campaign = make_campaign(*copies)
    client = as_(taras)
    post(client, "assign", c=copies[1], to="me")
    assert [assigned(one) for one in copies] == ["Тарас"] * 3 and count(DeskAssignment) == 1
    assert queue(client, "assigned=nobody") == []
    assert queue(client, f"assigned=me&campaign={campaign}") == copies
    post(client, "assign", c=copies[2], to="nobody")
    assert count(DeskAssignment) == 0


def test_bad_person_is_refused(as_, taras, olena, two):
    client = as_(taras)
    for whom in ("", "0000000000000000", olena.handle):
        page = post(client, "assign", c=two, to="whom", whom=whom)
        assert "Оберіть, кому призначити." in page.text and count(DeskAssignment) == 0


def test_nothing_ticked_is_said(as_, taras, two):
    assert "Позначте хоча б одне зауваження." in post(as_(taras), "assign", to="me").text
    page = post(as_(taras), "assign", c="0000000000000000", to="me")
    assert "Цих зауважень уже не показують" in page.text


def test_what_is_not_shown_any_more_is_left_out(as_, taras, olena, two):
    withdraw(two[0], olena)
    post(as_(taras), "assign", c=two, to="me")
    assert count(DeskAssignment) == 1 and assigned(two[1]) == "Тарас"


def test_comments_of_another_draft_are_not_touched(as_, taras, olena, two):
    make_draft("other", LAND.replace("землею", "лісом"))
    other = say(olena, "Там.", slug="other")
    post(as_(taras), "assign", c=other, to="me")
    assert count(DeskAssignment) == 0


def test_no_token_no_assignment(as_, taras, two):
    assert as_(taras).ask("post", f"{QUEUE}/assign", data={"c": two[0], "to": "me"}).status_code == 400
    assert count(DeskAssignment) == 0


def test_strangers_cannot(client, as_, olena, marta, two):
    client.post(f"{QUEUE}/assign", {"csrf_token": client.token(), "c": two[0], "to": "me"})
    for person in (olena, marta):
        post(as_(person), "assign", status=403, c=two[0], to="me")
    assert count(DeskAssignment) == 0


def test_unknown_draft_and_wrong_method(client, as_, taras, two):
    stranger = as_(taras)
    stranger.post("/desk/nema/assign", {"csrf_token": stranger.token(), "c": two[0]}, status=404)
    assert client.ask("get", f"{QUEUE}/assign").status_code == 405


def test_journal_hears_nothing_of_it(as_, taras, two):
    post(as_(taras), "assign", c=two, to="me")
    assert kinds_about(f"c:{two[0]}") == ["comment.posted"]
