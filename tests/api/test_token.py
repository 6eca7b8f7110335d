"""What a token is good for, and when it is not."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.people import actions
from reform_portal.people.models import ApiToken, AuditLine, Person
from reform_portal.people.token_scopes import EDIT, SCOPES, WRITE, as_scopes
from tests.api.programs import bearer, problem, token_of, tokens_of
from tests.factories import say

PATH = "/api/v1/drafts/land/comments"
WORDS = {"clause": "art_2", "stance": "oppose", "body": "Забагато."}


def post(client, headers):
    return client.ask("post", PATH, json=WORDS, headers=headers)


def set_token(**values):
    with unit_of_work():
        db.session.execute(update(ApiToken).values(**values))


def test_token_with_the_scope_posts(client, draft, olena):
    assert post(client, bearer(token_of(olena, WRITE))).status_code == 201


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer ", "Bearer rp_wrong", "Basic b2xlbmE6eA==", "rp_x"])
def test_without_a_valid_token_it_is_401(client, draft, header):
    answer = post(client, {"Authorization": header} if header else {})
    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_token_without_the_scope_is_403(client, draft, olena):
    answer = post(client, bearer(token_of(olena, EDIT)))
    assert WRITE in problem(answer, 403)["detail"]
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


def test_token_that_ended_was_revoked_or_belongs_to_a_blocked_person(client, draft, olena):
    token = token_of(olena, days=1)
    assert post(client, bearer(token)).status_code == 201
    set_token(expires_at=now() - timedelta(seconds=1))
    problem(post(client, bearer(token)), 401)
    set_token(expires_at=None)
    assert post(client, bearer(token)).status_code == 201
    with unit_of_work():
        db.session.execute(update(Person).where(Person.id == olena.id).values(blocked_at=now()))
    problem(post(client, bearer(token)), 401)
    with unit_of_work():
        db.session.execute(update(Person).where(Person.id == olena.id).values(blocked_at=None))
        actions.revoke_api_token(olena.id, tokens_of(olena)[0].public_id)
    problem(post(client, bearer(token)), 401)


def test_cookie_is_no_token(as_, draft, olena):
    problem(post(as_(olena), {}), 401)


def test_last_use_is_kept_to_the_hour(client, draft, olena):
    headers = bearer(token_of(olena))
    assert tokens_of(olena)[0].last_used_at is None
    post(client, headers)
    first = tokens_of(olena)[0].last_used_at
    post(client, headers)
    assert tokens_of(olena)[0].last_used_at == first
    set_token(last_used_at=now() - timedelta(hours=2))
    post(client, headers)
    assert tokens_of(olena)[0].last_used_at >= first


def test_reading_needs_none(client, draft, olena):
    say(olena)
    assert client.ask("get", PATH, headers=bearer("rp_wrong")).status_code == 200


@pytest.mark.parametrize("names", [[], ["comments:read"], [WRITE, "x"]])
def test_scopes_are_a_closed_list(names):
    with pytest.raises(ValueError):
        as_scopes(names)
    assert as_scopes([EDIT, WRITE, EDIT]) == list(SCOPES)


def test_making_and_revoking_is_in_the_audit_log(app, olena):
    token_of(olena)
    with unit_of_work():
        public_id = tokens_of(olena)[0].public_id
        actions.revoke_api_token(olena.id, public_id)
        actions.revoke_api_token(olena.id, public_id)
    kinds = db.session.scalars(select(AuditLine.kind).where(AuditLine.person_id == olena.id)).all()
    assert kinds == ["token.made", "token.revoked"]
