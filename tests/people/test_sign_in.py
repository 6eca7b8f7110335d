"""Signing in by password."""

from dataclasses import replace

import argon2
import pytest
from sqlalchemy import update

from reform_portal.app import create_app
from reform_portal.core.database import db, unit_of_work
from reform_portal.people.models import Person
from reform_portal.people.passwords import hash_password, password_matches
from tests.client import PageClient
from tests.factories import PASSWORD, make_person
from tests.people.accounts import block, is_signed_in

ADDRESS = "/sign-in"


def credentials(person, password=PASSWORD):
    return {"email": person.email, "password": password}


def test_right_password_signs_in(client, olena):
    page = client.submit(ADDRESS, credentials(olena))
    assert page.response.request.path == "/account/"
    assert is_signed_in(client)


def test_address_is_compared_without_case(client, olena):
    client.submit(ADDRESS, {"email": " OLENA@Example.Org", "password": PASSWORD})
    assert is_signed_in(client)


def test_wrong_password_and_unknown_address_are_told_alike(client, olena):
    wrong = client.submit(ADDRESS, credentials(olena, "не той пароль"), status=422)
    unknown = client.submit(ADDRESS, {"email": "nobody@example.org", "password": PASSWORD}, status=422)
    assert "неправильні" in wrong.text
    assert wrong.text == unknown.text
    assert not is_signed_in(client)


def test_unknown_address_costs_as_much_work(app, monkeypatch):
    checked = []
    verify = argon2.PasswordHasher.verify
    monkeypatch.setattr(argon2.PasswordHasher, "verify", lambda *given: checked.append(given) or verify(*given))
    assert not password_matches(None, PASSWORD)
    assert not password_matches(None, "nobody has this password")
    assert len(checked) == 2


def test_hashes_are_salted(app):
    one, other = hash_password(PASSWORD), hash_password(PASSWORD)
    assert one != other
    assert password_matches(one, PASSWORD) and password_matches(other, PASSWORD)
    assert not password_matches(one, PASSWORD + " ")


def test_account_without_password_refuses_any(client, olena):
    with unit_of_work():
        db.session.execute(update(Person).values(password_hash=None))
    for password in (PASSWORD, "nobody has this password"):
        client.submit(ADDRESS, credentials(olena, password), status=422)
    assert not is_signed_in(client)


def test_unconfirmed_account_stays_out(client):
    person = make_person("nova", confirmed=False)
    client.submit(ADDRESS, credentials(person), status=422)
    assert not is_signed_in(client)


def test_blocked_account_stays_out(client, olena):
    block(olena.email)
    client.submit(ADDRESS, credentials(olena), status=422)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"email": ""}, "Напишіть адресу"),
        ({"email": "olena"}, "не схоже на адресу"),
        ({"password": ""}, "Введіть пароль"),
    ],
)
def test_bad_input_is_named(client, olena, change, message):
    page = client.submit(ADDRESS, credentials(olena) | change, status=422)
    assert message in page.text


def test_password_is_never_sent_back(client, olena):
    page = client.submit(ADDRESS, credentials(olena, "не той пароль"), status=422)
    assert "не той пароль" not in page.html


def test_person_is_led_back_to_where_they_came_from(client, olena, draft):
    page = client.submit(ADDRESS + "?next=/drafts/land/art_2", credentials(olena))
    assert page.response.request.path == "/drafts/land/art_2"


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_person_is_never_led_to_another_host(client, olena, path):
    page = client.get(ADDRESS)
    fields = {**credentials(olena), "csrf_token": page.forms[-1].fields["csrf_token"], "next": path}
    response = client.ask("post", ADDRESS, data=fields)
    assert (response.status_code, response.location) == (303, "/account/")


def test_guarded_page_leads_to_sign_in_and_back(client, olena):
    page = client.get("/account/names")
    assert page.response.request.path == ADDRESS
    page = client.send(page, ADDRESS, credentials(olena))
    assert page.response.request.path == "/account/names"


def test_person_who_is_in_is_not_asked_again(as_, olena):
    assert as_(olena).get(ADDRESS).response.request.path == "/account/"


def test_form_without_its_token_signs_nobody_in(client, olena):
    client.post(ADDRESS, credentials(olena), status=400)
    assert not is_signed_in(client)


@pytest.fixture
def guarded(settings):
    """A portal that counts guesses."""
    portal = create_app(replace(settings, limits_enabled=True))
    with portal.app_context():
        yield PageClient(portal)
        db.session.remove()
        db.engine.dispose()


def test_eleventh_guess_is_refused_even_when_it_is_right(guarded):
    person = make_person("olena")
    page = guarded.get(ADDRESS)
    for _ in range(10):
        guarded.send(page, ADDRESS, credentials(person, "не той пароль"), status=422)
    page = guarded.send(page, ADDRESS, credentials(person), status=429)
    assert "Забагато спроб" in page.text
    assert not is_signed_in(guarded)


def test_guesses_are_counted_for_each_account_from_whatever_address(guarded):
    person = make_person("olena")
    page = guarded.get(ADDRESS)
    fields = {**credentials(person, "не той пароль"), "csrf_token": page.forms[-1].fields["csrf_token"]}
    for number in range(10):
        guarded.post(ADDRESS, fields, status=422, environ_base={"REMOTE_ADDR": f"127.0.1.{number}"})
    guarded.post(ADDRESS, fields, status=429, environ_base={"REMOTE_ADDR": "127.0.2.1"})


def test_wrong_method(client):
    assert client.ask("delete", ADDRESS).status_code == 405
