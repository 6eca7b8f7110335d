"""One press stops letters, signed out and without a token of a session (RFC 8058)."""

import re

import pytest

from reform_portal.notices.following.signatures import ALL, ONE, read_token, token_for
from tests.factories import say
from tests.notices.following import follow, followed, sent, text_of

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
pytestmark = pytest.mark.usefixtures("draft")


def address_in(letter) -> str:
    return re.fullmatch(r"<http://portal\.test(/\S+)>", letter["List-Unsubscribe"])[1]


def frequencies(person) -> list[str]:
    return [row.frequency for row in followed(person)]


@pytest.fixture
def letter(app, olena, petro):
    follow(olena, "clause"), follow(olena, of="land", frequency="weekly")
    say(petro)
    return next(one for one in sent(app) if "тиждень" not in one["Subject"])


def test_headers_of_the_letter(letter):
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Id"] == "<following.portal.test>" and letter["Auto-Submitted"] == "auto-generated"
    assert address_in(letter) in text_of(letter) and letter["List-Unsubscribe"].count("http") == 1


def test_one_press_stops_that_following_and_no_other(app, client, letter, olena, petro):
    page = client.post(address_in(letter), ONE_CLICK)
    assert "Листів більше не буде" in page.text and frequencies(olena) == ["off", "weekly"]
    assert client.post(address_in(letter), ONE_CLICK).status == 200
    say(petro, "Ще.", eid="art_2")
    assert [one["Subject"].startswith("За тиждень") for one in sent(app)] == [True]


def test_looking_changes_nothing(client, letter, olena):
    page = client.get(address_in(letter))
    assert "Зупинити листи?" in page.text and frequencies(olena) == ["daily", "weekly"]
    assert client.ask("head", address_in(letter)).status_code == 200
    client.send(page, address_in(letter))
    assert frequencies(olena) == ["off", "weekly"]


def test_all_letters_are_stopped(client, letter, olena):
    every = re.findall(r"http://portal\.test(/unsubscribe/\S+)", text_of(letter))[-1]
    assert read_token(every.rpartition("/")[2])[0] == ALL
    client.post(every, ONE_CLICK)
    assert frequencies(olena) == ["off", "off"]


def test_letter_of_several_followings_is_stopped_as_a_whole(app, olena, petro, client):
    follow(olena, "clause"), follow(olena, "clause", "land/art_2")
    say(petro), say(petro, eid="art_2")
    [both] = sent(app)
    client.post(address_in(both), ONE_CLICK)
    assert frequencies(olena) == ["off", "off"]


def test_wrong_address(client, letter, olena):
    for token in ("x", "a.b.c", "", "x" * 900, "%00"):
        for method in ("get", "post"):
            assert client.ask(method, f"/unsubscribe/{token}").status_code == 404
    assert frequencies(olena) == ["daily", "weekly"]


def test_address_cannot_be_forged(app, client, letter, olena):
    token = address_in(letter).rpartition("/")[2]
    other = token_for(ONE, followed(olena)[1].public_id).rpartition(".")[0] + "." + token.rpartition(".")[2]
    client.post(f"/unsubscribe/{other}", ONE_CLICK, status=404)
    assert frequencies(olena) == ["daily", "weekly"]


def test_what_is_not_followed_any_more_is_no_error(client, app, olena):
    page = client.get(f"/unsubscribe/{token_for(ONE, 'gone')}")
    assert "вже не стежите" in page.text
    client.post(f"/unsubscribe/{token_for(ALL, 'nobody')}", ONE_CLICK)


def test_no_letter_leaves_that_was_written_before_the_press(app, client, letter, olena, petro):
    from reform_portal.notices.following.sending import write_due
    from tests.notices.following import let_time_pass, posted

    say(petro)
    let_time_pass()
    assert write_due() == 1
    client.post(address_in(letter), ONE_CLICK)
    assert posted(app) == []


def test_wrong_method(client, letter):
    assert client.ask("delete", address_in(letter)).status_code == 405
