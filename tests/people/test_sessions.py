"""Sessions and their cookies."""

import base64
import shutil
import zlib
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from reform_portal.app import create_app
from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.people.actions import make_api_token, purge_expired
from reform_portal.people.models import ApiToken, KeptForm, MailedLink, SignInSession
from reform_portal.people.queries import person_by_id
from tests.client import PageClient
from tests.conftest import settings_in
from tests.factories import PASSWORD, make_person
from tests.people.accounts import block, count, enter, expire, is_signed_in


def set_cookie(client, account, **more):
    """The Set-Cookie header of signing in."""
    page = client.get("/sign-in", **more)
    fields = {"email": account.email, "password": PASSWORD, "csrf_token": page.forms[-1].fields["csrf_token"]}
    response = client.ask("post", "/sign-in", data=fields, headers={"Referer": "https://portal.test/"}, **more)
    assert response.status_code == 303
    return response.headers["Set-Cookie"]


def what_it_says(cookie):
    """The readable part of a signed cookie."""
    part = cookie.partition("=")[2].split(";")[0]
    packed, body = part.startswith("."), part.lstrip(".").split(".")[0]
    content = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    return (zlib.decompress(content) if packed else content).decode()


def lifetime():
    db.session.rollback()
    row = db.session.execute(select(SignInSession.created_at, SignInSession.expires_at)).one()
    return row.expires_at - row.created_at


def test_cookie_is_not_for_scripts_nor_for_other_sites(client, olena):
    cookie = set_cookie(client, olena)
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie


def test_cookie_of_an_https_portal_is_bound_to_its_host(tmp_path, empty_database):
    shutil.copy(empty_database, tmp_path / "portal.sqlite")
    app = create_app(settings_in(tmp_path, base_url="https://portal.test", smtp_url="smtp://127.0.0.1:1"))
    with app.app_context():
        cookie = set_cookie(PageClient(app), make_person("olena"), base_url="https://portal.test")
        db.session.remove()
        db.engine.dispose()
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie and "HttpOnly" in cookie and "Path=/" in cookie and "Domain" not in cookie


def test_cookie_tells_nothing_of_the_person(client, olena):
    said = what_it_says(set_cookie(client, olena))
    assert "_user_id" in said
    for secret in (olena.email, olena.handle, "Олена", "Коваленко", f'"_user_id":"{olena.id}"'):
        assert secret not in said


def test_database_keeps_only_the_hash_of_a_session(client, olena):
    said = what_it_says(set_cookie(client, olena))
    kept = db.session.scalar(select(SignInSession.token_hash))
    assert len(kept) == 64 and kept not in said


def test_forged_cookie_lets_nobody_in(app, as_, olena):
    value = as_(olena).http.get_cookie("session").value
    head, dot, signature = value.rpartition(".")
    for forged in (head + dot + signature[::-1], head[:-3] + "AAA" + dot + signature, head):
        client = PageClient(app)
        client.http.set_cookie("session", forged)
        assert not is_signed_in(client)


def test_signing_in_leaves_nothing_of_a_planted_session(app, client, olena):
    victim, planter = PageClient(app), client
    planter.get("/sign-in")
    victim.http.set_cookie("session", planter.http.get_cookie("session").value)
    token = planter.token()
    victim.sign_in(olena)
    assert not is_signed_in(planter)
    victim.post("/sign-out", {"csrf_token": token}, status=400)
    assert is_signed_in(victim)


def test_blocked_person_is_out_at_once(as_, olena):
    client = as_(olena)
    block(olena.email)
    assert not is_signed_in(client)


def test_session_ends_after_its_time(as_, olena):
    client = as_(olena)
    expire(SignInSession)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("role", "remember", "lasts"),
    [
        ("citizen", None, timedelta(hours=12)),
        ("citizen", "y", timedelta(days=30)),
        ("moderator", "y", timedelta(hours=12)),
        ("admin", "y", timedelta(hours=12)),
    ],
)
def test_only_citizens_are_remembered(client, role, remember, lasts):
    person = make_person("person", role)
    client.submit("/sign-in", {"email": person.email, "password": PASSWORD, "remember": remember})
    assert abs(lifetime() - lasts) < timedelta(minutes=1)


def end_others(client):
    return client.post("/account/sessions/end", {"csrf_token": client.token()})


def test_account_page_with_two_sessions_offers_to_end_the_other(app, olena):
    enter(app, olena)
    page = enter(app, olena).get("/account/")
    assert any(form.action == "/account/sessions/end" for form in page.forms)


def test_person_can_end_all_other_sessions(app, olena, petro):
    here, there, stranger = enter(app, olena), enter(app, olena), enter(app, petro)
    page = end_others(here)
    assert "вийшли" in page.text
    assert is_signed_in(here) and is_signed_in(stranger)
    assert not is_signed_in(there)


def test_other_sessions_are_not_ended_by_a_foreign_page_nor_by_a_stranger(client, app, olena):
    there, here = enter(app, olena), enter(app, olena)
    here.post("/account/sessions/end", {}, status=400)
    end_others(client)
    assert here.ask("get", "/account/sessions/end").status_code == 405
    assert is_signed_in(there) and is_signed_in(here)


def test_pages_of_a_person_are_never_kept_by_caches(as_, olena, draft):
    client = as_(olena)
    for path in ("/account/", "/account/names", "/drafts/land/"):
        assert client.get(path).response.headers["Cache-Control"] == "no-store"


def test_old_sessions_and_links_are_cleared_away(as_, client, olena, petro):
    as_(olena)
    as_(petro)
    client.submit("/sign-in/link", {"email": olena.email})
    with unit_of_work():
        long_ago = {"expires_at": now() - timedelta(days=8)}
        db.session.execute(update(SignInSession).where(SignInSession.person_id == olena.id).values(long_ago))
        db.session.execute(update(MailedLink).values(long_ago))
    with unit_of_work():
        purge_expired()
    assert (count(SignInSession), count(MailedLink)) == (1, 0)


def test_kept_words_are_hashed_by_token_and_go_after_a_day(client, draft):
    words = {"stance": "oppose", "body": "Перше.", "name_mode": "full", "consent": "y"}
    client.submit("/drafts/land/art_3__para_1/comment", words)
    with unit_of_work():
        db.session.execute(update(KeptForm).values(kept_at=now() - timedelta(days=1, seconds=1)))
    PageClient(client.app).submit("/drafts/land/art_2/comment", {**words, "body": "Друге."})
    kept = db.session.scalars(select(KeptForm.content)).all()
    assert len(kept) == 1 and "Друге." in kept[0]


def test_token_for_programs_is_kept_as_a_hash(olena):
    with unit_of_work():
        token = make_api_token(person_by_id(olena.id))
    kept = db.session.scalar(select(ApiToken.token_hash))
    assert token.startswith("rp_") and token not in kept and len(kept) == 64


def test_sign_in_works_with_another_key_only_for_new_sessions(settings, as_, olena):
    value = as_(olena).http.get_cookie("session").value
    other = PageClient(create_app(replace(settings, secret_key="f" * 32)))
    other.http.set_cookie("session", value)
    assert not is_signed_in(other)
