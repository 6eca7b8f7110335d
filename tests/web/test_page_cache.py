"""Kept pages of signed-out readers: the same, at once, and never somebody's own."""

import contextvars
import gzip
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Response

from reform_portal.core.clock import now
from reform_portal.web import page_cache
from reform_portal.web.page_cache import KEEP, KEEP_UNTIL, PageCache
from tests.factories import make_draft, say

PLAIN = {"Accept-Encoding": "identity"}


class Source:
    """A small application that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.headers: dict[str, str] = {KEEP: "land@1"}
        self.status = 200
        self.revisions: dict[str, int | None] = {"land": 1}

    def __call__(self, environ, start_response):
        self.asked += 1
        body = f"page {self.asked} of {environ['PATH_INFO']}?{environ['QUERY_STRING']}"
        return Response(body, self.status, headers=self.headers)(environ, start_response)


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def cache(source) -> PageCache:
    return PageCache(source, lambda slug: source.revisions.get(slug), "session")


@pytest.fixture
def browser(cache) -> Client:
    return Client(cache)


def test_page_is_made_once(browser, source):
    first, second = browser.get("/a"), browser.get("/a")
    assert first.data == second.data and source.asked == 1
    assert first.headers["ETag"] == second.headers["ETag"]


def test_address_and_query_are_the_key(browser, source):
    bodies = {browser.get(path).text for path in ("/a", "/b", "/a?x=1", "/a?x=2", "/en/a")}
    assert len(bodies) == 5 and source.asked == 5


def test_new_revision_makes_the_page_anew(browser, source):
    browser.get("/a")
    source.revisions["land"], source.headers[KEEP] = 2, "land@2"
    assert "page 2" in browser.get("/a").text
    assert "page 2" in browser.get("/a").text


def test_page_of_a_draft_that_is_gone_is_not_shown(browser, source):
    browser.get("/a")
    source.revisions.clear()
    assert "page 2" in browser.get("/a").text


def test_page_is_made_anew_when_its_time_is_over(browser, source, monkeypatch):
    source.headers[KEEP_UNTIL] = str(time.time() + 100)
    browser.get("/a")
    assert "page 1" in browser.get("/a").text
    later = time.time() + 101
    monkeypatch.setattr(page_cache, "time", SimpleNamespace(time=lambda: later))
    assert "page 2" in browser.get("/a").text


def test_no_page_is_kept_for_ever(browser, source, monkeypatch):
    browser.get("/a")
    later = time.time() + page_cache.LONGEST + 1
    monkeypatch.setattr(page_cache, "time", SimpleNamespace(time=lambda: later))
    assert "page 2" in browser.get("/a").text


def test_unchanged_page_is_not_sent_again(browser, source):
    etag = browser.get("/a").headers["ETag"]
    for known in (etag, f'"other", {etag}', f"W/{etag}"):
        answer = browser.get("/a", headers={"If-None-Match": known})
        assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", etag)
    assert browser.get("/a", headers={"If-None-Match": '"other"'}).status_code == 200


def test_compressed_page_holds_the_same_words(browser, source):
    plain = browser.get("/a", headers=PLAIN)
    packed = browser.get("/a", headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    for answer in (plain, packed):
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert "Accept-Encoding" in answer.headers["Vary"] and "Cookie" in answer.headers["Vary"]


def test_head_has_the_headers_without_the_page(browser, source):
    kept = browser.get("/a", headers=PLAIN)
    head = browser.head("/a", headers=PLAIN)
    assert head.data == b"" and head.headers["ETag"] == kept.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(kept.data)) and source.asked == 1


def test_head_alone_keeps_nothing(browser, source):
    browser.head("/a")
    assert "page 2" in browser.get("/a").text


def test_request_with_a_session_passes_by(browser, source):
    browser.get("/a")
    browser.set_cookie("session", "abc")
    assert "page 2" in browser.get("/a").text
    browser.delete_cookie("session")
    assert "page 1" in browser.get("/a").text


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_other_methods_pass_by(browser, source, method):
    for _time in range(2):
        answer = getattr(browser, method)("/a")
        assert KEEP not in answer.headers
    assert source.asked == 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({KEEP: "land@1", "Set-Cookie": "a=b"}, 200),
        ({KEEP: "land@1"}, 404),
        ({KEEP: "land@1"}, 302),
        ({KEEP: "land@1"}, 500),
    ],
)
def test_page_that_must_not_be_kept_is_not(browser, source, headers, status):
    source.headers, source.status = headers, status
    browser.get("/a")
    assert "page 2" in browser.get("/a").text
    assert not any(name.startswith("X-Portal") for name, _value in browser.get("/a").headers)


def test_page_with_an_endless_query_is_not_kept(browser, source):
    address = "/a?" + "x" * 301
    browser.get(address)
    assert "page 2" in browser.get(address).text


def test_kept_pages_have_a_limit(browser, source, cache, monkeypatch):
    monkeypatch.setattr(page_cache, "MOST_BYTES", 1000)
    for number in range(100):
        browser.get(f"/{number}")
    assert cache._bytes <= 1000 and 0 < len(cache._pages) < 100
    assert "page 100" in browser.get("/99").text
    assert "page 101" in browser.get("/0").text


# The portal itself


@pytest.fixture
def kept(app):
    """The page cache of the portal; after ``kept.close()`` nothing but kept pages can be answered."""
    cache = app.wsgi_app
    assert isinstance(cache, PageCache)

    def nobody(environ, start_response):
        raise AssertionError(f"{environ['PATH_INFO']} was not answered from the kept pages")

    cache.close = lambda: setattr(cache, "wsgi", nobody)
    return cache


PAGES = (
    "/drafts/land/",
    "/drafts/land/?version=1",
    "/drafts/land/art_3__para_1",
    "/drafts/land/art_3__para_1/talk",
    "/drafts/land/whole",
    "/drafts/land/feedback",
    "/en/drafts/land/",
    "/en/drafts/land/art_3__para_1",
)


@pytest.mark.parametrize("path", PAGES)
def test_kept_page_is_answered_before_flask_with_the_same_bytes(client, draft, olena, kept, path):
    say(olena)
    first = client.ask("get", path, headers=PLAIN)
    kept.close()
    second = client.ask("get", path, headers=PLAIN)
    assert second.data == first.data and second.status_code == 200
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert client.ask("get", path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_the_check_of_kept_pages_can_fail(client, draft, kept):
    client.get("/drafts/land/")
    kept.close()
    with pytest.raises(AssertionError, match="not answered"):
        client.ask("get", "/drafts/land/art_1")


def test_languages_are_kept_apart(client, draft):
    ukrainian, english = client.get("/drafts/land/").html, client.get("/en/drafts/land/").html
    assert ukrainian != english
    assert client.get("/drafts/land/").html == ukrainian and client.get("/en/drafts/land/").html == english


def test_new_comment_is_on_the_page_at_once(client, draft, olena, petro):
    for path in PAGES[:-2]:
        client.ask("get", path)
    say(olena, "Перша думка про строк.")
    assert "Перша думка" in client.get("/drafts/land/art_3__para_1").text
    assert "Перша думка" in client.get("/drafts/land/art_3__para_1/talk").text
    assert "1 зауваження" in client.get("/drafts/land/").text
    assert "art_3__para_1" in client.get("/drafts/land/feedback").html
    say(petro, "Друга думка про строк.", stance="support")
    assert "2 зауваження" in client.get("/drafts/land/").text


def test_page_of_one_draft_outlives_a_change_of_another(client, draft, olena, kept):
    make_draft("water")
    client.get("/drafts/water/")
    say(olena)
    kept.close()
    assert client.ask("get", "/drafts/water/").status_code == 200


def test_signed_in_person_gets_an_own_page_that_nobody_else_gets(client, as_, olena, draft):
    public = client.get("/drafts/land/art_1").html
    own = as_(olena).get("/drafts/land/art_1")
    assert "Олена" in own.html and own.html != public
    assert own.response.headers["Cache-Control"] == "no-store"
    assert client.get("/drafts/land/art_1").html == public
    assert "Олена" not in client.get("/drafts/land/art_1?fresh=1").html


def with_cookie(app, path: str, cookie: str = "") -> str:
    """The page as a browser gets it that sends exactly this header."""
    browser = app.test_client(use_cookies=False)
    headers = {**PLAIN, "Cookie": cookie} if cookie else PLAIN
    return contextvars.Context().run(lambda: browser.get(path, headers=headers)).text


@pytest.mark.parametrize("form", ["session={}", "a=b; session={}", "session={}; a=b", "a=b;session={}"])
def test_cookie_among_others_is_seen(app, as_, olena, draft, form):
    value = as_(olena).http.get_cookie("session").value
    assert "Олена" in with_cookie(app, "/drafts/land/art_1", form.format(value))
    assert "Олена" not in with_cookie(app, "/drafts/land/art_1")


@pytest.mark.parametrize("form", ["session ={}", "session\t={}"])
def test_oddly_written_cookie_cannot_put_an_own_page_before_others(app, as_, olena, draft, form):
    value = as_(olena).http.get_cookie("session").value
    with_cookie(app, "/drafts/land/art_1", form.format(value))
    assert "Олена" not in with_cookie(app, "/drafts/land/art_1")


def test_page_changes_when_the_consultation_ends(client, app):
    make_draft(closes_at=now() + timedelta(seconds=2))
    assert "Триває обговорення" in client.get("/drafts/land/").text
    until = time.monotonic() + 15
    while "Триває обговорення" in client.get("/drafts/land/").text and time.monotonic() < until:
        time.sleep(0.1)
    assert "Обговорення завершено" in client.get("/drafts/land/").text


@pytest.mark.parametrize("path", PAGES)
def test_page_of_a_draft_with_an_end_says_until_when_it_holds(app, olena, kept, path):
    end = now() + timedelta(days=1)
    make_draft(closes_at=end)
    say(olena)
    answer = contextvars.Context().run(lambda: Client(kept.wsgi).get(path))
    assert answer.headers[KEEP].startswith("land@")
    assert float(answer.headers[KEEP_UNTIL]) == pytest.approx(end.timestamp(), abs=1)


def test_error_is_never_kept(client, draft):
    client.get("/drafts/water/", status=404)
    make_draft("water")
    assert client.get("/drafts/water/").status == 200
