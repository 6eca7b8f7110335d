"""Tags on comments: short, one for all its spellings, taken off again."""

import pytest

from reform_portal.feedback.desk.models import DeskTag, DeskTagging
from tests.discussion.acts import count
from tests.factories import make_draft, make_person, say
from tests.feedback.answering import make_campaign
from tests.feedback.desk.working import QUEUE, post, queue, tags_of
from tests.texts import LAND


@pytest.fixture
def two(draft, olena, petro):
    return [say(olena, "Перше."), say(petro, "Друге.", eid="art_2")]


def test_tag_is_put_on_several_found_and_suggested(as_, taras, two):
    client = as_(taras)
    page = post(client, "tags", c=two, tag="#Строк  подання")
    assert "Мітку «Строк подання» додано: 2." in page.text
    assert '<option value="Строк подання">2</option>' in page.html
    assert sorted(queue(client, "tag=СТРОК подання")) == sorted(two)
    assert "#Строк подання" in page.text


def test_other_spelling_is_the_same_tag(as_, taras, two):
    client = as_(taras)
    post(client, "tags", c=two[0], tag="Строк подання")
    for again, added in (("строк подання", 1), ("#СТРОК ПОДАННЯ", 0), (" строк   подання ", 0)):
        assert f"додано: {added}." in post(client, "tags", c=two, tag=again).text
    assert count(DeskTag) == 1 and count(DeskTagging) == 2 and tags_of(two[1]) == ["Строк подання"]


def test_apostrophes_are_one_and_letters_are_not(as_, taras, two):
    client = as_(taras)
    for typed in ("об'єкт", "об’єкт", "обʼєкт"):
        post(client, "tags", c=two[0], tag=typed)
    assert count(DeskTag) == 1
    for typed in ("ґрунт", "грунт"):
        post(client, "tags", c=two[0], tag=typed)
    assert count(DeskTag) == 3


def test_tag_is_taken_off(as_, taras, two):
    client = as_(taras)
    post(client, "tags", c=two, tag="строк")
    page = post(client, "tags", c=two[0], take="строк", untag="1", tag="не береться")
    assert "Мітку «строк» знято: 1." in page.text
    assert tags_of(two[0]) == [] and tags_of(two[1]) == ["строк"]


def test_page_of_a_comment_adds_and_takes_off(as_, taras, two):
    client = as_(taras)
    path = f"{QUEUE}/comments/{two[0]}?next=/desk/land?stance=oppose"
    page = client.send(client.get(path), path, {"tag": "плата"}, form=1)
    assert "#плата" in page.text and page.response.request.path == f"{QUEUE}/comments/{two[0]}"
    assert "/desk/land?stance=oppose" in page.links
    page = client.send(page, path, {"take": "плата"}, form=1)
    assert tags_of(two[0]) == []


def test_tag_on_a_copy_stands_for_the_campaign(as_, taras, olena, petro, draft):
    copies = [say(person, "Скоротіть!") for person in (olena, petro, make_person("hanna"))]
    make_campaign(*copies)
    client = as_(taras)
    post(client, "tags", c=copies[1], tag="лист")
    assert [tags_of(one) for one in copies] == [["лист"]] * 3 and count(DeskTagging) == 1
    assert queue(client, "tag=лист&copies=1") == copies


def test_tags_belong_to_a_draft(as_, taras, olena, two):
    make_draft("other", LAND.replace("землею", "лісом"))
    client = as_(taras)
    post(client, "tags", c=two[0], tag="строк")
    assert "#строк" not in client.get("/desk/other").text
    page = client.post(
        "/desk/other/tags",
        {"csrf_token": client.token(), "c": say(olena, slug="other"), "take": "строк", "untag": "1"},
    )
    assert "Такої мітки в цьому проєкті немає." in page.text


def test_bad_tag_is_refused(as_, taras, two):
    client = as_(taras)
    for tag, message in (
        ("", "Напишіть мітку."),
        ("# ", "Напишіть мітку."),
        ("ґ" * 41, "Мітка задовга"),
        ("а\x00б", "службові символи"),
    ):
        assert message in post(client, "tags", c=two, tag=tag).text
    assert count(DeskTag) == 0


def test_strangers_wrong_draft_and_wrong_method(client, as_, olena, marta, taras, two):
    for person in (olena, marta):
        post(as_(person), "tags", status=403, c=two[0], tag="строк")
    client.post(f"{QUEUE}/tags", {"csrf_token": client.token(), "c": two[0], "tag": "строк"})
    stranger = as_(taras)
    stranger.post("/desk/nema/tags", {"csrf_token": stranger.token(), "c": two[0], "tag": "строк"}, status=404)
    assert client.ask("get", f"{QUEUE}/tags").status_code == 405
    assert "Позначте хоча б одне" in post(stranger, "tags", tag="строк").text
    assert count(DeskTagging) == 0
