"""The lasting public page of an answer."""

import pytest
from sqlalchemy import select

from reform_portal.core.database import db
from reform_portal.journal.models import Entry
from tests.discussion.acts import hide, withdraw
from tests.factories import make_draft, say
from tests.feedback.answering import REASON, answer, make_campaign, revise
from tests.texts import LAND_2


@pytest.fixture
def theirs(draft, olena):
    return say(olena, quote="30 календарних днів")


@pytest.fixture
def given(theirs, taras):
    return answer(theirs, taras)


def test_page_says_what_why_who_and_to_whom(client, theirs, given):
    page = client.get(f"/answers/{given}")
    for words in ("враховано", REASON, "Тарас Коваленко", "Строк задовгий", "1 зауваження", "ч. 1 ст. 3"):
        assert words in page.text
    assert f"/comments/{theirs}" in page.links and "/drafts/land/answers" in page.links
    assert "Змінити відповідь" not in page.text


def test_drafter_can_go_on_to_change_it(as_, taras, given):
    assert f"/answers/{given}/edit" in as_(taras).get(f"/answers/{given}").links


def test_changed_words_stand_as_a_redline_against_those_that_were_commented(client, taras, theirs):
    make_draft(text=LAND_2)
    make_draft(text=LAND_2 + "\n4. Нова частина.\n")
    page = client.get(f"/answers/{answer(theirs, taras, changed='art_3__para_1')}")
    assert "<del" in page.html and "<ins" in page.html and "Змінені слова" in page.text
    address = next(link for link in page.links if "/compare/" in link)
    assert address == "/drafts/land/compare/1...3#to-art_3__para_1"
    assert "to-art_3__para_1" in client.get(address.partition("#")[0]).ids


def test_place_in_the_same_version_is_shown_without_a_redline(client, taras, theirs):
    page = client.get(f"/answers/{answer(theirs, taras, 'rejected', changed='art_3__para_2')}")
    assert "Про яке місце йдеться" in page.text and "<ins" not in page.html and "/compare/1" not in page.html


def test_comments_come_page_by_page_and_hidden_ones_are_left_out(client, olena, marta, taras, draft):
    members = [say(olena, f"Думка {number}.") for number in range(43)]
    campaign = make_campaign(*members)
    given = answer(campaign, taras, kind="campaign")
    hide(members[0], marta)
    withdraw(members[1], olena)
    page = client.get(f"/answers/{given}")
    assert "41 зауважен" in page.text and "Думка 0." not in page.text and "Думка 1." not in page.text
    following = next(link for link in page.links if "cursor=" in link)
    assert "Думка 42." not in page.text and "Думка 42." in client.get(following).text
    client.get(f"/answers/{given}?cursor=nonsense")


def test_words_that_were_taken_back_are_not_repeated(client, olena, theirs, given):
    withdraw(theirs, olena)
    for path in (f"/answers/{given}", "/drafts/land/answers"):
        page = client.get(path)
        assert "Строк задовгий" not in page.text and "яке вже не опубліковане" in page.text and REASON in page.text


def test_receipt_names_the_entry_of_the_journal(client, given):
    kept = db.session.scalar(select(Entry.leaf_hash).where(Entry.subject == f"a:{given}"))
    page = client.get(f"/answers/{given}")
    assert kept[:16] in page.text and f"/journal/?subject=a:{given}" in page.html
    assert f"/answers/{given}" in client.get(f"/journal/?subject=a:{given}").links


def test_answer_stands_wherever_the_comment_does(client, olena, theirs, given):
    reply = say(olena, "Дякую!", parent=theirs)
    for path in ("/drafts/land/art_3__para_1", "/drafts/land/art_3__para_1/talk", f"/comments/{theirs}"):
        page = client.get(path)
        assert REASON[:40] in page.text and f"/answers/{given}" in page.links, path
    assert f"/answers/{given}" in client.get(f"/comments/{reply}").links
    assert "ще не відповів" not in client.get(f"/comments/{theirs}").text


def test_comment_without_an_answer_says_so(client, as_, taras, theirs):
    assert "Розробник ще не відповів на це зауваження" in client.get(f"/comments/{theirs}").text
    assert f"/comments/{theirs}/answer" in as_(taras).get(f"/comments/{theirs}").links


def test_kept_page_follows_the_answer(client, taras, given):
    client.get(f"/answers/{given}")
    revise(given, taras, "rejected", "Передумали.")
    assert "Передумали." in client.get(f"/answers/{given}").text


def test_english_page(client, given):
    assert client.get(f"/en/answers/{given}").status == 200


def test_unknown_answer_and_wrong_method(client, given):
    client.get("/answers/0000000000000000", status=404)
    assert client.ask("post", f"/answers/{given}").status_code == 405
