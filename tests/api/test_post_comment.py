"""A program says something with a token."""

import json

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.discussion import queries
from reform_portal.people import actions
from reform_portal.people.queries import person_by_email

ADDRESS = "/api/v1/drafts/land/comments"
WORDS = {"clause": "art_3__para_1", "quote": "30 календарних днів", "stance": "amend", "body": "Пропоную 20 днів."}


@pytest.fixture
def token(olena):
    with unit_of_work():
        return actions.make_api_token(person_by_email(olena.email))


def post(client, content, token, address=ADDRESS):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = client.ask("post", address, json=content, headers=headers)
    return answer.status_code, json.loads(answer.get_data()), answer


def test_comment_is_posted_with_a_receipt(client, draft, token):
    status, content, answer = post(client, WORDS, token)
    assert status == 201 and answer.headers["Location"].endswith("/comments/" + content["id"])
    assert len(content["receipt"]["leaf_hash"]) == 64
    assert queries.find_comment(content["id"]).quote == "30 календарних днів"


@pytest.mark.parametrize("token_used", [None, "rp_wrong"])
def test_without_a_valid_token_it_is_refused(client, draft, token_used):
    assert post(client, WORDS, token_used)[0] == 401


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"clause": "art_99"}, "clause"),
        ({"quote": "немає цих слів"}, "quote"),
        ({"stance": "love"}, "stance"),
        ({"body": ""}, "body"),
        ({"body": 5}, "body"),
        ({"body": "\x00"}, "body"),
        ({"parent": "nobody"}, "parent"),
        ({"wording": 5}, "wording"),
        ({"wording": "\x00"}, "wording"),
        ({"wording": "30 календарних днів"}, "wording"),
        ({"wording": "а" * 10_001}, "wording"),
        ({"clause": "", "quote": "", "wording": "Інакше."}, "wording"),
    ],
)
def test_bad_input_is_named_by_field(client, draft, token, change, field):
    status, content, _answer = post(client, {**WORDS, **change}, token)
    assert status == 422 and [error["field"] for error in content["errors"]] == [field]
    assert not list(queries.in_batches(status=None))


@pytest.mark.parametrize("wording", ["20 робочих днів", "", None])
def test_wording_comes_with_the_comment(client, draft, token, wording):
    status, content, _answer = post(client, {**WORDS, "wording": wording}, token)
    assert status == 201 and queries.find_comment(content["id"]).wording == wording


def test_unknown_draft_is_404_and_bad_json_422(client, draft, token):
    assert post(client, WORDS, token, "/api/v1/drafts/nothing/comments")[0] == 404
    headers = {"Authorization": f"Bearer {token}"}
    assert client.ask("post", ADDRESS, data="{", headers=headers).status_code == 422


def test_closed_consultation_is_409(client, draft, token):
    from datetime import timedelta

    from reform_portal.core.clock import now
    from tests.factories import close_draft

    close_draft("land", now() - timedelta(seconds=1))
    assert post(client, WORDS, token)[0] == 409
