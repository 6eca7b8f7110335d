"""The page of tokens for programs: making one, seeing it once, revoking it."""

import pytest

from reform_portal.people.token_scopes import EDIT, WRITE
from tests.api.programs import bearer, token_of, tokens_of

PAGE = "/account/tokens"
NEW = {"name": "Мій «бот» <b>", "days": "30"}


def make(client, **more):
    return client.submit(PAGE, {**NEW, **more})


def shown(page):
    return next((found["value"] for _tag, found in page.controls if found.get("id") == "token"), None)


def test_token_is_shown_once_and_works(as_, olena, draft):
    client = as_(olena)
    page = make(client, scopes=[WRITE, EDIT])
    token = shown(page)
    assert token.startswith("rp_") and "Мій «бот» <b>" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    again = client.get(PAGE)
    assert shown(again) is None and token not in again.html and "Мій «бот» <b>" in again.text
    words = {"clause": "art_2", "stance": "oppose", "body": "Забагато."}
    assert client.ask("post", "/api/v1/drafts/land/comments", json=words, headers=bearer(token)).status_code == 201
    [row] = tokens_of(olena)
    assert row.scopes == [WRITE, EDIT] and (row.expires_at - row.created_at).days in (29, 30)


def test_token_may_have_no_end(as_, olena):
    make(as_(olena), days="0")
    assert tokens_of(olena)[0].expires_at is None


def test_page_is_empty_at_first_and_linked_from_the_account(as_, olena):
    client = as_(olena)
    assert PAGE in client.get("/account/").links
    assert "Ключів ще немає" in client.get(PAGE).text


@pytest.mark.parametrize(
    "change",
    [{"name": ""}, {"name": "а" * 81}, {"name": "\x00"}, {"scopes": None}, {"scopes": "root"}, {"days": "7"}],
)  # fmt: skip
def test_bad_input_makes_nothing_and_loses_nothing(as_, olena, change):
    client = as_(olena)
    page = client.submit(PAGE, {**NEW, "scopes": WRITE, **change}, status=422)
    assert tokens_of(olena) == [] and "Щось введено не так" in page.text
    if "name" not in change:
        assert page.forms[-1].fields["name"] == NEW["name"]


def test_too_many_tokens_are_refused(as_, olena, monkeypatch):
    from reform_portal.people import actions

    monkeypatch.setattr(actions, "MOST_TOKENS", 1)
    client = as_(olena)
    make(client)
    client.submit(PAGE, NEW, status=422)
    assert len(tokens_of(olena)) == 1


def test_revoking_asks_first_and_ends_it_at_once(as_, olena, draft):
    client = as_(olena)
    token = shown(make(client))
    path = f"{PAGE}/{tokens_of(olena)[0].public_id}/revoke"
    assert "одразу й назавжди" in client.get(path).text and len(tokens_of(olena)) == 1
    assert "Ключ відкликано" in client.submit(path).text
    assert tokens_of(olena) == []
    assert client.ask("post", "/api/v1/drafts/land/comments", json={}, headers=bearer(token)).status_code == 401
    client.get(path, status=404)


def test_strangers_do_not_see_and_cannot_revoke(as_, olena, petro):
    token_of(olena)
    public_id = tokens_of(olena)[0].public_id
    client = as_(petro)
    assert "Бот" not in client.get(PAGE).text
    client.get(f"{PAGE}/{public_id}/revoke", status=404)
    client.post(f"{PAGE}/{public_id}/revoke", {"csrf_token": client.token()}, status=404)
    assert len(tokens_of(olena)) == 1


def test_signed_out_people_sign_in_first(client, app):
    assert "/sign-in" in client.ask("get", PAGE).location


def test_post_needs_the_token_of_the_form_and_other_methods_are_refused(as_, olena):
    client = as_(olena)
    client.post(PAGE, NEW, status=400)
    client.get(f"{PAGE}/none/revoke", status=404)
    assert client.ask("delete", PAGE).status_code == 405
    assert tokens_of(olena) == []
