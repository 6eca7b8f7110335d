"""The portal in English: every link stays there, and each page leads to its twin."""

import re
from urllib.parse import quote

import pytest

from tests.factories import say

PAGES = (
    "/",
    "/drafts/",
    "/drafts/land/",
    "/drafts/land/?version=1",
    "/drafts/land/art_3__para_1",
    "/drafts/land/art_3__para_1/comment",
    "/drafts/land/whole",
    "/drafts/land/feedback",
    "/drafts/land/downloads",
    "/search?q=" + quote("земля"),
    "/journal/",
    "/about",
    "/accessibility",
    "/sign-in",
    "/register",
)
UKRAINIAN = re.compile("[іїєґІЇЄҐ]")


def strayed(links: list[str]) -> list[str]:
    """Links of an English page that lead to a Ukrainian one, but for the switch itself."""
    return [link for link in links if link.startswith("/") and not link.startswith(("/en/", "/static/"))]


@pytest.fixture
def said(draft, olena):
    return say(olena, "Too long.")


@pytest.mark.parametrize("path", PAGES)
def test_links_and_forms_of_an_english_page_stay_english(client, said, path):
    page = client.get("/en" + path)
    switch = [link for link in strayed(page.links) if link.partition("?")[0] == path.partition("?")[0]]
    assert strayed(page.links) == switch and switch
    assert strayed([form.action for form in page.forms]) == []


def test_a_stray_link_is_found():
    assert strayed(["/en/drafts/", "/drafts/", "#a", "https://x", "/static/a.css"]) == ["/drafts/"]


@pytest.mark.parametrize("path", PAGES)
def test_each_page_leads_to_its_twin_in_the_other_language(client, said, path):
    ukrainian, english = client.get(path), client.get("/en" + path)
    assert 'lang="uk"' in ukrainian.html[:60] and 'lang="en"' in english.html[:60]
    there = next(link for link in ukrainian.links if link.startswith("/en/") or link == "/en")
    assert client.get(there).title == english.title
    back = strayed(english.links)[0]
    assert client.get(back).title == ukrainian.title


@pytest.mark.parametrize(
    "path", ["/about", "/accessibility", "/sign-in", "/register", "/drafts/", "/search", "/journal/"]
)
def test_english_page_has_no_ukrainian_words_of_ours(client, app, path):
    page = client.get("/en" + path)
    words = page.text.replace("УКР", "").replace("українською", "")
    assert not UKRAINIAN.search(words), UKRAINIAN.findall(words)


def test_the_search_for_ukrainian_words_can_find_some(client, app):
    assert UKRAINIAN.search(client.get("/about").text)


@pytest.mark.parametrize("path", ["/en", "/en/"])
def test_english_home(client, app, path):
    assert client.get(path).html[:60].count('lang="en"') == 1


def test_address_that_only_begins_like_english_is_none(client, app):
    assert client.ask("get", "/english/").status_code == 404
    assert client.ask("get", "/env").status_code == 404


def test_sign_in_keeps_the_language(client, olena, draft):
    answer = client.ask("get", "/en/account/")
    assert answer.status_code == 303 and answer.location.startswith("/en/sign-in")


def test_redirect_keeps_the_language(client, draft):
    assert client.ask("get", "/en/drafts/land").location.endswith("/en/drafts/land/")
    assert client.ask("get", "/en/drafts/land/?clause=art_1").location == "/en/drafts/land/#art_1"
