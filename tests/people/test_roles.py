"""Roles: what each may open, and how they are given."""

import pytest

from reform_portal.core.access import ROLES, needs
from reform_portal.core.database import unit_of_work
from reform_portal.core.errors import BadInput
from reform_portal.journal.queries import entries_about
from reform_portal.people.actions import add_person, give_role
from reform_portal.people.queries import person_by_email
from tests.factories import make_person, say
from tests.people.accounts import account, is_signed_in

MODERATORS = {"moderator", "admin"}
STAFF = {"drafter", "moderator", "admin"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("path", "allowed"), [("/desk/", STAFF), ("/desk/moderation", MODERATORS)])
def test_page_opens_for_its_roles_only(as_, role, path, allowed):
    page = as_(make_person("person", role)).get(path, status=200 if role in allowed else 403)
    assert ("не має такого права" in page.text) is (role not in allowed)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ["hide", "erase"])
def test_forms_of_moderators_open_for_them_only(as_, olena, draft, role, act):
    public_id = say(olena)
    as_(make_person("person", role)).get(f"/comments/{public_id}/{act}", status=200 if role in MODERATORS else 403)


@pytest.mark.parametrize("path", ["/desk/", "/desk/moderation"])
def test_signed_out_person_is_led_to_sign_in(client, path):
    assert client.get(path).response.request.path == "/sign-in"


def give(email, role):
    with unit_of_work():
        give_role(person_by_email(email), role)


def test_given_role_is_in_the_journal_under_the_handle(olena):
    give(olena.email, "moderator")
    assert account(olena.email).role == "moderator"
    assert [entry.kind for entry in entries_about(f"p:{olena.handle}")] == ["role.given"]


def test_same_role_again_changes_nothing(olena):
    give(olena.email, "citizen")
    assert not entries_about(f"p:{olena.handle}")


def test_new_role_ends_the_sessions_of_the_old_one(as_, marta):
    client = as_(marta)
    client.get("/desk/moderation")
    give(marta.email, "citizen")
    assert not is_signed_in(client)
    as_(marta).get("/desk/moderation", status=403)


def test_account_made_with_a_role_is_in_the_journal_and_a_citizen_is_not(marta, olena):
    assert [entry.kind for entry in entries_about(f"p:{marta.handle}")] == ["role.given"]
    assert not entries_about(f"p:{olena.handle}")


def test_unknown_role_is_refused(olena):
    with pytest.raises(BadInput):
        give(olena.email, "emperor")
    assert account(olena.email).role == "citizen"


def test_second_account_for_an_address_is_refused(olena):
    with pytest.raises(BadInput), unit_of_work():
        add_person("OLENA@example.org", "Олена", "Друга", role="admin")
    assert account(olena.email).role == "citizen"


@pytest.mark.parametrize("roles", [(), ("emperor",)])
def test_route_cannot_ask_for_a_role_that_does_not_exist(roles):
    with pytest.raises(ValueError, match="no such role"):
        needs(*roles)


def test_wrong_method(as_, marta):
    assert as_(marta).ask("post", "/desk/moderation").status_code in (400, 405)
