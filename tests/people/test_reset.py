"""A new password: by a link from a letter, or from one's own page."""

import pytest

from reform_portal.people.models import MailedLink
from tests.client import PageClient
from tests.factories import PASSWORD, make_person
from tests.people.accounts import account, block, enter, expire, is_signed_in
from tests.people.letters import last_link, letters

NEW = "гора річка степ"
CHANGE = "/account/password"


@pytest.fixture
def link(client, olena):
    client.submit("/password", {"email": olena.email})
    return last_link(olena.email)


def test_link_sets_a_new_password_and_signs_in(app, client, link, olena):
    page = client.submit(link, {"password": NEW})
    assert "Пароль змінено" in page.text
    assert is_signed_in(client)
    PageClient(app).submit("/sign-in", {"email": olena.email, "password": PASSWORD}, status=422)
    assert is_signed_in(enter(app, olena, NEW))


def test_new_password_ends_every_other_session(as_, client, link, olena):
    elsewhere = as_(olena)
    client.submit(link, {"password": NEW})
    assert not is_signed_in(elsewhere)


def test_opening_the_link_changes_nothing(client, link, olena):
    before = account(olena.email)
    client.get(link)
    assert account(olena.email) == before


def test_link_works_once(client, link, olena):
    page = client.get(link)
    client.send(page, link, {"password": NEW})
    client.get(link, status=410)
    client.post(link, {"csrf_token": client.token(), "password": "інше море взимку"}, status=410)
    assert is_signed_in(enter(client.app, olena, NEW))


def test_link_ends_after_its_time(client, link, olena):
    page = client.get(link)
    expire(MailedLink)
    client.send(page, link, {"password": NEW}, status=410)
    assert is_signed_in(enter(client.app, olena))


def test_unknown_link(client):
    client.get("/password/" + "x" * 43, status=410)


@pytest.mark.parametrize("path", ["/register/confirm/", "/sign-in/link/"])
def test_link_is_for_one_purpose(client, link, path):
    client.get(path + link.rpartition("/")[2], status=410)


@pytest.mark.parametrize(
    ("password", "message"),
    [("", "Введіть новий пароль"), ("коротко", "закороткий"), ("qwertyuiop", "легко вгадати"), ("я" * 201, "задовгий")],
)
def test_bad_password_is_refused_and_the_link_stays_good(client, link, password, message):
    page = client.submit(link, {"password": password}, status=422)
    assert message in page.text
    client.send(page, link, {"password": NEW})
    assert is_signed_in(client)


def test_unknown_address_gets_the_same_page_and_no_letter(client, olena):
    known = client.submit("/password", {"email": olena.email})
    unknown = client.submit("/password", {"email": "nobody@example.org"})
    assert known.text == unknown.text
    assert [letter.recipient for letter in letters()] == [olena.email]


def test_blocked_account_gets_no_letter(client, olena):
    block(olena.email)
    client.submit("/password", {"email": olena.email})
    assert not letters()


@pytest.mark.parametrize("email", ["", "olena", "olena@"])
def test_bad_address_is_named(client, email):
    page = client.submit("/password", {"email": email}, status=422)
    assert "errors" in page.ids


def test_forms_without_their_token_change_nothing(client, link, olena):
    before = account(olena.email)
    client.post("/password", {"email": olena.email}, status=400)
    client.post(link, {"password": NEW}, status=400)
    assert account(olena.email) == before
    assert len(letters()) == 1


def test_signed_in_person_changes_the_password_and_stays_in(app, olena):
    here, elsewhere = enter(app, olena), enter(app, olena)
    page = here.submit(CHANGE, {"password": NEW})
    assert "Пароль змінено" in page.text
    assert is_signed_in(here) and not is_signed_in(elsewhere)
    assert is_signed_in(enter(here.app, olena, NEW))


def test_signed_out_person_is_led_to_sign_in(client, olena):
    assert client.get(CHANGE).response.request.path == "/sign-in"
    before = account(olena.email)
    client.post(CHANGE, {"password": NEW, "csrf_token": client.token()})
    assert account(olena.email) == before


def test_nobody_changes_the_password_of_another(as_, olena):
    before = account(olena.email)
    as_(make_person("thief")).submit(CHANGE, {"password": NEW, "email": olena.email, "id": olena.id})
    assert account(olena.email) == before


@pytest.mark.parametrize("path", ["/password", "/password/xyz", CHANGE])
def test_wrong_method(client, path):
    assert client.ask("delete", path).status_code == 405
