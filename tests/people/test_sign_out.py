"""Leaving."""

from reform_portal.people.models import SignInSession
from tests.client import PageClient
from tests.people.accounts import count, enter, is_signed_in

ADDRESS = "/sign-out"


def test_signing_out_ends_the_session(as_, olena):
    client = as_(olena)
    page = client.submit("/account/", form=ADDRESS)
    assert "Ви вийшли" in page.text
    assert not is_signed_in(client)
    assert count(SignInSession) == 0


def test_copied_cookie_is_of_no_use_afterwards(app, as_, olena):
    client, thief = as_(olena), PageClient(app)
    thief.http.set_cookie("session", client.http.get_cookie("session").value)
    assert is_signed_in(thief)
    client.submit("/account/", form=ADDRESS)
    assert not is_signed_in(thief)


def test_other_browsers_stay_signed_in(app, olena):
    here, there = enter(app, olena), enter(app, olena)
    here.post(ADDRESS, {"csrf_token": here.token()})
    assert is_signed_in(there)


def test_signed_out_person_may_press_it_too(client):
    page = client.post(ADDRESS, {"csrf_token": client.token()})
    assert page.response.request.path == "/"


def test_foreign_page_cannot_sign_anybody_out(as_, olena):
    client = as_(olena)
    client.post(ADDRESS, {}, status=400)
    assert is_signed_in(client)


def test_words_kept_for_one_person_are_not_left_to_the_next(client, olena, petro, draft):
    address = "/drafts/land/art_3__para_1/comment"
    client.submit(address, {"stance": "oppose", "body": "Лише моє.", "name_mode": "full", "consent": "y"})
    client.sign_in(olena).submit("/account/", form=ADDRESS)
    assert "Лише моє." not in client.sign_in(petro).get(address).html


def test_opening_the_address_is_the_wrong_method(as_, olena):
    client = as_(olena)
    assert client.ask("get", ADDRESS).status_code == 405
    assert is_signed_in(client)
