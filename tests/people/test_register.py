"""Beginning an account."""

import pytest

from reform_portal.people.models import MailedLink, Person
from tests.client import PageClient
from tests.factories import PASSWORD
from tests.people.accounts import account, count, is_signed_in
from tests.people.letters import last_link, letters

ADDRESS = "/register"
FACTS = {"given_name": "Леся", "family_name": "Косач", "email": "lesia@example.org", "password": PASSWORD}


def test_registering_mails_a_link_and_signs_nobody_in(client):
    page = client.submit(ADDRESS, FACTS)
    assert "Перевірте пошту" in page.text
    assert not is_signed_in(client)
    assert account("lesia@example.org").confirmed_at is None
    assert last_link("lesia@example.org").startswith("/register/confirm/")


def test_password_is_kept_as_an_argon2id_hash_only(client):
    client.submit(ADDRESS, FACTS)
    client.submit(last_link())
    kept = account("lesia@example.org")
    assert kept.password_hash.startswith("$argon2id$")
    assert PASSWORD not in str(kept)


def test_password_may_be_left_out(client):
    client.submit(ADDRESS, {**FACTS, "password": ""})
    client.submit(last_link())
    assert account("lesia@example.org").password_hash is None


def test_new_account_is_a_citizen_whatever_the_form_says(client):
    client.submit(ADDRESS, {**FACTS, "role": "admin", "confirmed_at": "2026-01-01"})
    found = account("lesia@example.org")
    assert (found.role, found.confirmed_at) == ("citizen", None)


def test_unconfirmed_account_cannot_sign_in_by_password(client):
    client.submit(ADDRESS, FACTS)
    client.submit("/sign-in", {"email": FACTS["email"], "password": PASSWORD}, status=422)
    assert not is_signed_in(client)


def test_page_does_not_tell_whether_an_address_is_known(client, olena):
    unknown = client.submit(ADDRESS, FACTS)
    known = client.submit(ADDRESS, {**FACTS, "email": olena.email})
    assert known.text == unknown.text


def test_owner_of_a_known_address_is_reminded_and_nothing_changes(client, olena):
    before = account(olena.email)
    client.submit(ADDRESS, {**FACTS, "email": olena.email})
    assert account(olena.email) == before
    assert last_link(olena.email).startswith("/sign-in/link/")


def test_addresses_are_compared_without_case(client):
    client.submit(ADDRESS, FACTS)
    client.submit(ADDRESS, {**FACTS, "email": "  LESIA@Example.ORG "})
    assert count(Person) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"email": ""}, "Напишіть адресу пошти"),
        ({"email": "lesia"}, "не схоже на адресу"),
        ({"email": "lesia@example"}, "не схоже на адресу"),
        ({"email": "lesia@@example.org"}, "не схоже на адресу"),
        ({"email": "lesia@example.org, x@example.org"}, "не схоже на адресу"),
        ({"email": "a" * 250 + "@example.org"}, "не схоже на адресу"),
        ({"given_name": ""}, "Напишіть ваше ім’я"),
        ({"given_name": "Леся1"}, "літерами однієї абетки"),
        ({"given_name": "Лecя"}, "літерами однієї абетки"),
        ({"given_name": "<b>Леся</b>"}, "літерами однієї абетки"),
        ({"given_name": "Л" * 61}, "літерами однієї абетки"),
        ({"given_name": "Леся\x00"}, "службові символи"),
        ({"family_name": "Модератор"}, "літерами однієї абетки"),
        ({"pseudonym": "Адмiнiстратор"}, "Псевдонім"),
        ({"pseudonym": "я"}, "від 2 до 40"),
        ({"password": "коротко"}, "закороткий"),
        ({"password": "аб" * 101}, "задовгий"),
        ({"password": "password123"}, "легко вгадати"),
        ({"password": "аааааааааааа"}, "легко вгадати"),
        ({"password": "Lesia@example.org"}, "легко вгадати"),
    ],
)
def test_bad_input_is_named_and_nobody_is_registered(client, change, message):
    page = client.submit(ADDRESS, {**FACTS, **change}, status=422)
    assert message in page.text
    assert (count(Person), len(letters())) == (0, 0)


def test_typed_facts_stay_after_a_mistake_but_not_the_password(client):
    page = client.submit(ADDRESS, {**FACTS, "given_name": "Леся1"}, status=422)
    assert "Косач" in page.html and "lesia@example.org" in page.html
    assert PASSWORD not in page.html


def test_form_without_its_token_registers_nobody(client):
    client.post(ADDRESS, FACTS, status=400)
    assert count(Person) == 0


def test_letter_is_in_the_language_of_the_page(client):
    client.submit("/en/register", FACTS)
    assert "Вітаємо" not in letters("lesia@example.org")[-1].body
    assert last_link().startswith("/en/register/confirm/")


def test_letter_carries_the_configured_address_whatever_host_was_asked(app):
    client = PageClient(app)
    token = client.get(ADDRESS, base_url="http://evil.example").forms[-1].fields["csrf_token"]
    client.ask("post", ADDRESS, data={**FACTS, "csrf_token": token}, base_url="http://evil.example")
    assert "evil.example" not in letters()[-1].body
    assert last_link().startswith("/register/confirm/")


def test_letter_number_21_in_six_hours_is_not_written(client):
    for _ in range(21):
        page = client.submit(ADDRESS, FACTS)
    assert "Перевірте пошту" in page.text
    assert (len(letters()), count(MailedLink)) == (20, 20)


def test_wrong_method(client):
    assert client.ask("delete", ADDRESS).status_code == 405


def test_cookie_does_not_tell_whether_an_address_is_known(app, olena):
    said = []
    for email in (FACTS["email"], olena.email):
        client = PageClient(app)
        client.submit(ADDRESS, {**FACTS, "email": email})
        cookie = client.http.get_cookie("session").value
        kept = app.session_interface.get_signing_serializer(app).loads(cookie)
        said.append({name: len(value) for name, value in kept.items() if isinstance(value, str)})
    assert said[0] == said[1]


def test_first_letter_does_not_confirm_the_password_of_a_stranger(app, client):
    client.submit(ADDRESS, FACTS)
    owners_link = last_link()
    PageClient(app).submit(ADDRESS, {**FACTS, "password": "пароль якогось чужинця"})
    client.submit(owners_link)
    PageClient(app).submit("/sign-in", {"email": FACTS["email"], "password": "пароль якогось чужинця"}, status=422)


@pytest.mark.parametrize("names", [("Портал", "Реформ"), ("Кабінет", "Міністрів")])
def test_given_and_family_name_together_name_no_office(client, names):
    client.submit(ADDRESS, {**FACTS, "given_name": names[0], "family_name": names[1]}, status=422)
