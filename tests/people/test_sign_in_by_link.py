"""Signing in without a password, by a link from a letter."""

import pytest

from reform_portal.people.models import MailedLink
from tests.factories import make_person
from tests.people.accounts import account, block, count, expire, is_signed_in
from tests.people.letters import last_link, letters

ADDRESS = "/sign-in/link"


@pytest.fixture
def link(client, olena):
    client.submit(ADDRESS, {"email": olena.email})
    return last_link(olena.email)


def test_link_from_the_letter_signs_in(client, link):
    page = client.submit(link)
    assert "Ви увійшли" in page.text
    assert is_signed_in(client)


def test_opening_the_link_signs_nobody_in(client, link):
    client.get(link)
    client.ask("head", link)
    assert not is_signed_in(client)
    client.submit(link)
    assert is_signed_in(client)


def test_link_works_once(app, client, link):
    page = client.get(link)
    client.send(page, link)
    client.submit("/account/", form="sign-out")
    client.get(link, status=410)
    client.post(link, {"csrf_token": client.token()}, status=410)
    assert not is_signed_in(client)


def test_link_ends_after_its_time(client, link):
    page = client.get(link)
    expire(MailedLink)
    client.send(page, link, status=410)
    assert not is_signed_in(client)


def test_unknown_link(client):
    client.get(ADDRESS + "/" + "x" * 43, status=410)


@pytest.mark.parametrize("path", ["/register/confirm/", "/password/"])
def test_link_is_for_one_purpose(client, link, path):
    client.get(path + link.rpartition("/")[2], status=410)


def test_unknown_address_gets_the_same_page_and_no_letter(client, olena):
    known = client.submit(ADDRESS, {"email": olena.email})
    unknown = client.submit(ADDRESS, {"email": "nobody@example.org"})
    assert known.text == unknown.text
    assert [letter.recipient for letter in letters()] == [olena.email]


def test_blocked_account_gets_no_letter(client, olena):
    block(olena.email)
    client.submit(ADDRESS, {"email": olena.email})
    assert not letters()


def test_link_does_not_let_in_an_account_that_was_blocked_meanwhile(client, link, olena):
    block(olena.email)
    client.submit(link)
    assert not is_signed_in(client)


def test_link_leads_back_to_where_the_person_came_from(client, olena, draft):
    client.submit(ADDRESS + "?next=/drafts/land/art_2", {"email": olena.email})
    page = client.submit(last_link(olena.email))
    assert page.response.request.path == "/drafts/land/art_2"


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/"])
def test_letter_never_leads_to_another_host(client, olena, path):
    client.submit(ADDRESS + "?next=" + path, {"email": olena.email})
    assert "evil.example" not in letters()[-1].body


def test_link_confirms_an_address_that_never_was(client):
    person = make_person("nova", confirmed=False)
    client.submit(ADDRESS, {"email": person.email})
    client.submit(last_link(person.email))
    assert account(person.email).confirmed_at is not None


def test_letter_number_21_in_six_hours_is_not_written(client, olena):
    for _ in range(21):
        page = client.submit(ADDRESS, {"email": olena.email})
    assert "Перевірте пошту" in page.text
    assert (len(letters()), count(MailedLink)) == (20, 20)


def test_letter_is_in_the_language_of_its_reader(client, app):
    person = make_person("jane", language="en")
    client.submit(ADDRESS, {"email": person.email})
    assert last_link().startswith("/en/sign-in/link/")


@pytest.mark.parametrize("email", ["", "olena", "olena@example.org\x00"])
def test_bad_input_is_named(client, olena, email):
    page = client.submit(ADDRESS, {"email": email}, status=422)
    assert "errors" in page.ids
    assert not letters()


def test_form_without_its_token_mails_nothing(client, olena):
    client.post(ADDRESS, {"email": olena.email}, status=400)
    assert not letters()


def test_wrong_method(client):
    assert client.ask("delete", ADDRESS).status_code == 405
