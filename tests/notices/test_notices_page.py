"""A person's notices in the account."""

import pytest

from reform_portal.core.database import db
from reform_portal.journal import readers
from reform_portal.notices.models import Notice
from reform_portal.notices.queries import count_unread
from reform_portal.notices.reader import NoticeReader
from tests.discussion.acts import count, kinds_about
from tests.discussion.carried import SHORTER, WITHOUT_TERM, judge, place, revise
from tests.factories import say

ADDRESS = "/account/notices"


def unread(person) -> int:
    db.session.rollback()
    return count_unread(person.id)


@pytest.fixture
def mine(draft, olena):
    public_id = say(olena, "Лишіть <b>строк</b>.", quote="30 календарних днів")
    revise(SHORTER)
    readers.run_once([NoticeReader()])
    return public_id


def test_notice_says_what_happened_and_leads_there(as_, olena, mine):
    page = as_(olena).get(ADDRESS)
    assert "нове" in page.text and "Слова біля вашого зауваження змінено" in page.text
    assert "Лишіть &lt;b&gt;строк" in page.html and "редакція 2" in page.text
    assert f"/comments/{mine}" in page.links and f"/comments/{mine}/place" in page.links


def test_place_can_be_confirmed_right_here(as_, olena, mine):
    client = as_(olena)
    client.send(client.get(ADDRESS), ADDRESS, form=f"/comments/{mine}/place")
    assert place(mine).verdict == "right" and kinds_about(f"c:{mine}:place") == ["placement.confirmed"]
    page = client.get(ADDRESS)
    assert "Ви підтвердили місце" in page.text
    assert not [form for form in page.forms if mine in form.action]


def test_disputed_place_is_said_so(as_, olena, mine):
    judge(mine, olena, "wrong")
    assert "Ви сказали, що місце" in as_(olena).get(ADDRESS).text


def test_lost_and_moved_comments_are_told_apart(as_, olena, draft):
    say(olena, "Про строк."), say(olena, "Про мовчання.", eid="art_3__para_2", quote="заяву вважають")
    revise(WITHOUT_TERM)
    readers.run_once([NoticeReader()])
    text = as_(olena).get(ADDRESS).text
    assert "у новій редакції немає" in text and "переїхало разом зі словами" in text


def test_all_can_be_marked_as_read(as_, olena, petro, mine):
    client = as_(olena)
    assert unread(olena) == 1
    page = client.submit(ADDRESS, form="/read")
    assert "позначено прочитаними" in page.text and "нове" not in page.text
    assert unread(olena) == 0
    assert not [form for form in page.forms if form.action.endswith("/read")]
    client.post(f"{ADDRESS}/read", {"csrf_token": client.token()})


def test_account_says_how_many_are_new(as_, olena, petro, mine):
    assert ADDRESS in as_(olena).get("/account/").links
    assert unread(petro) == 0


def test_nobody_sees_those_of_another(as_, petro, mine):
    client = as_(petro)
    assert "Сповіщень ще немає" in client.get(ADDRESS).text and "Лишіть" not in client.get(ADDRESS).text
    client.post(f"{ADDRESS}/read", {"csrf_token": client.token()})
    assert count(Notice, Notice.read_at.is_(None)) == 1


def test_signed_out_person_is_led_to_sign_in(client, mine):
    assert client.get(ADDRESS).response.request.path == "/sign-in"
    client.post(f"{ADDRESS}/read", {"csrf_token": client.token()})
    assert count(Notice, Notice.read_at.is_(None)) == 1


def test_without_the_token(as_, olena, mine):
    as_(olena).post(f"{ADDRESS}/read", {}, status=400)
    assert unread(olena) == 1


def test_page_by_page(as_, olena, draft):
    for number in range(31):
        say(olena, f"Думка {number}.", quote="30 календарних днів")
    revise(SHORTER)
    readers.run_once([NoticeReader()])
    client = as_(olena)
    page = client.get(ADDRESS)
    [after] = [link for link in page.links if "cursor=" in link]
    assert "Думка 30." in page.text and "Думка 0." not in page.text
    assert "Думка 0." in client.get(after).text


def test_bad_cursor_and_wrong_method(as_, client, olena, mine):
    assert as_(olena).ask("get", f"{ADDRESS}?cursor=%00").status_code in (200, 400, 404)
    assert client.ask("get", f"{ADDRESS}/read").status_code == 405
    assert client.ask("delete", ADDRESS).status_code == 405
