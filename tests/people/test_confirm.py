"""Showing that an address is one's own, by a link from a letter."""

import pytest
from sqlalchemy import select

from reform_portal.core.database import db
from reform_portal.people.models import MailedLink
from tests.client import PageClient
from tests.factories import PASSWORD, make_person
from tests.people.accounts import account, expire, is_signed_in
from tests.people.letters import last_link

EMAIL = "lesia@example.org"


@pytest.fixture
def link(client):
    client.submit("/register", {"given_name": "Леся", "family_name": "Косач", "email": EMAIL})
    return last_link(EMAIL)


def test_button_confirms_the_address_and_signs_in(client, link):
    page = client.submit(link)
    assert "Адресу підтверджено" in page.text
    assert account(EMAIL).confirmed_at is not None
    assert is_signed_in(client)


def test_password_holds_where_it_was_typed_and_nowhere_else(app, client):
    for number, browser in enumerate((client, PageClient(app))):
        email = f"person{number}@example.org"
        client.submit("/register", {"given_name": "Леся", "family_name": "Косач", "email": email, "password": PASSWORD})
        browser.submit(last_link(email))
        assert is_signed_in(browser)
        assert (account(email).password_hash is not None) is (browser is client)


def test_opening_the_link_changes_nothing(client, link):
    client.get(link)
    client.ask("head", link)
    assert account(EMAIL).confirmed_at is None
    assert not is_signed_in(client)


def test_link_works_once(client, link):
    client.submit(link)
    page = client.get(link, status=410)
    assert "вже не діє" in page.text
    client.post(link, {"csrf_token": client.token()}, status=410)


def test_link_ends_after_its_time(client, link):
    page = client.get(link)
    expire(MailedLink)
    client.send(page, link, status=410)
    assert account(EMAIL).confirmed_at is None


def test_unknown_link(client):
    client.get("/register/confirm/" + "x" * 43, status=410)


@pytest.mark.parametrize("path", ["/sign-in/link/", "/password/"])
def test_link_is_for_one_purpose(client, link, path):
    client.get(path + link.rpartition("/")[2], status=410)


def test_database_keeps_only_the_hash_of_a_link(client, link):
    kept = db.session.scalars(select(MailedLink.token_hash)).all()
    assert len(kept) == 1 and link.rpartition("/")[2] not in kept


def test_button_without_its_token_confirms_nothing(client, link):
    client.post(link, {}, status=400)
    assert account(EMAIL).confirmed_at is None


def test_link_confirms_its_own_account_only(client, link):
    make_person("other", confirmed=False)
    client.submit(link)
    assert account("other@example.org").confirmed_at is None


def test_words_typed_before_are_waiting(client, link, draft):
    address = "/drafts/land/art_3__para_1/comment"
    client.submit(address, {"stance": "oppose", "body": "Задовго.", "name_mode": "full", "consent": "y"})
    page = client.submit(link)
    assert "Задовго." in page.html


def test_wrong_method(client, link):
    assert client.ask("put", link).status_code == 405
