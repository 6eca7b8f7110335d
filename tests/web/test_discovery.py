"""robots.txt, sitemaps and security.txt."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_portal.core.clock import now
from reform_portal.core.database import db
from reform_portal.core.settings import Publisher
from reform_portal.web.discovery import lines, queries
from tests.discussion.acts import bend, erase, hide, withdraw
from tests.factories import make_draft, say
from tests.texts import LAND_2

SITE = "http://portal.test"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def addresses(client, path):
    """The addresses of a sitemap or of the index."""
    answer = client.ask("get", path)
    assert answer.status_code == 200 and answer.content_type == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.data)
    assert root.tag in (f"{SPACE}sitemapindex", f"{SPACE}urlset")
    for entry in root:
        names = [child.tag for child in entry]
        assert names[0] == f"{SPACE}loc" and set(names) <= {f"{SPACE}loc", f"{SPACE}lastmod", f"{XHTML}link"}
        for child in entry.iter(f"{SPACE}lastmod"):
            datetime.fromisoformat(child.text)
    return [entry.find(f"{SPACE}loc").text for entry in root]


def everything(client):
    """Every address of every sitemap that the index names."""
    parts = addresses(client, "/sitemap.xml")
    return [one for part in parts for one in addresses(client, part.removeprefix(SITE))]


def test_every_address_of_the_sitemap_is_there_and_its_own(client, draft, olena):
    say(olena)
    found = everything(client)
    assert len(found) == len(set(found)) > 25
    for address in found:
        page = client.get(address.removeprefix(SITE), follow=False)
        assert f'<link rel="canonical" href="{address}">' in page.html, address


def test_sitemap_tells_both_languages(client, draft):
    root = ElementTree.fromstring(client.ask("get", "/sitemaps/pages.xml").data)
    entry = next(one for one in root if one.find(f"{SPACE}loc").text == f"{SITE}/drafts/land/")
    found = {link.get("hreflang"): link.get("href") for link in entry.iter(f"{XHTML}link")}
    assert found == {"uk": f"{SITE}/drafts/land/", "en": f"{SITE}/en/drafts/land/"}
    assert entry.find(f"{SPACE}lastmod").text


def test_clauses_of_earlier_versions_are_not_in_it(client, draft):
    before = addresses(client, "/sitemaps/clauses-0.xml")
    make_draft(text=LAND_2)
    after = addresses(client, "/sitemaps/clauses-0.xml")
    assert len(after) == len(set(after)) and len(after) <= len(before) + 2


def test_only_what_is_published_is_in_it(client, draft, olena, marta):
    shown, hidden, withdrawn, erased, held = (say(olena, f"Думка {n}.") for n in range(5))
    hide(hidden, marta)
    withdraw(withdrawn, olena)
    erase(erased, marta)
    bend(held, status="held")
    assert addresses(client, "/sitemaps/comments-0.xml") == [f"{SITE}/comments/{shown}"]
    assert not any(word in one for one in everything(client) for word in ("/desk", "/account", "/search", "/sign-in"))


def test_large_discussions_are_cut_into_parts(client, draft, olena, monkeypatch):
    said = [say(olena, f"Думка {n}.") for n in range(7)]
    monkeypatch.setattr(queries, "MOST_ADDRESSES", 3)
    monkeypatch.setattr(queries, "BATCH", 2)
    monkeypatch.setattr(lines.parts, "__defaults__", (3,))
    parts = [one for one in addresses(client, "/sitemap.xml") if "comments" in one]
    assert [one.rpartition("/")[2] for one in parts] == [f"comments-{n}.xml" for n in range(3)]
    found = [addresses(client, one.removeprefix(SITE)) for one in parts]
    assert [len(part) for part in found] == [3, 3, 1]
    assert [one for part in found for one in part] == [f"{SITE}/comments/{one}" for one in said]


def test_slow_reader_of_a_sitemap_does_not_hold_the_database(app, draft, olena, monkeypatch):
    monkeypatch.setattr(queries, "BATCH", 2)
    for number in range(5):
        say(olena, f"Думка {number}.")
    db.session.rollback()
    read = queries.comment_addresses(0)
    for _address in range(3):
        next(read)
        assert not db.session().in_transaction()


def test_empty_portal_has_a_sitemap(client, app):
    assert addresses(client, "/sitemap.xml") == [f"{SITE}/sitemaps/pages.xml"]


def test_no_other_sitemaps(client, app):
    for name in (
        "pages-0.xml",
        "comments.xml",
        "comments--1.xml",
        "comments-1.txt",
        "people-0.xml",
        "comments-9999999.xml",
    ):
        assert client.ask("get", f"/sitemaps/{name}").status_code == 404
    assert addresses(client, "/sitemaps/comments-999999.xml") == []
    assert client.ask("post", "/sitemap.xml").status_code == 405


def test_sitemap_asks_as_often_for_many_comments(app, draft, olena):
    from tests.client import PageClient
    from tests.web.test_query_counts import numbers

    paths = ("/sitemap.xml", "/sitemaps/pages.xml", "/sitemaps/comments-0.xml", "/sitemaps/clauses-0.xml")
    say(olena)
    few = numbers(PageClient(app), paths)
    for number in range(12):
        say(olena, f"Ще {number}.")
    assert numbers(PageClient(app), paths) == few


def test_robots_are_kept_from_what_is_not_for_them(client, app):
    from urllib.robotparser import RobotFileParser

    answer = client.ask("get", "/robots.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    text = answer.data.decode()
    robots = RobotFileParser()
    robots.parse(text.splitlines())
    assert robots.site_maps() == [f"{SITE}/sitemap.xml"]
    for path in ("/search?q=x", "/en/search", "/account/", "/desk/land", "/en/desk/", "/sign-in", "/register"):
        assert not robots.can_fetch("any", SITE + path), path
    for path in ("/", "/drafts/land/", "/drafts/land/art_1", "/comments/abc", "/open-data", "/drafts/land/report"):
        assert robots.can_fetch("any", SITE + path), path
    for line in ("/comments/*/", "/drafts/*/*/comment$"):
        assert f"Disallow: {line}" in text.splitlines()


def test_security_contact_is_told_when_it_is_set(client, app):
    assert client.ask("get", "/.well-known/security.txt").status_code == 404
    told = replace(app.extensions["settings"], publisher=Publisher(security="security@example.org"))
    app.extensions["settings"] = told
    answer = client.ask("get", "/.well-known/security.txt")
    assert answer.status_code == 200 and answer.content_type == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.data.decode().splitlines())
    assert fields["Contact"] == "mailto:security@example.org" and fields["Preferred-Languages"] == "uk, en"
    assert now() < datetime.fromisoformat(fields["Expires"]) < now() + timedelta(days=365)
    assert fields["Canonical"] == f"{SITE}/.well-known/security.txt"


@pytest.mark.parametrize("contact", ["https://example.org/security", "a@example.org"])
def test_contact_is_an_address(contact):
    text = lines.security(contact, SITE, datetime(2027, 1, 1, tzinfo=UTC))
    assert text.startswith(("Contact: https://", "Contact: mailto:a@")) and "Expires: 2027-01-01T00:00:00Z\n" in text


@given(st.integers(0, 10**7), st.integers(1, 10**5))
def test_parts_cover_every_id_once(last, size):
    found = lines.parts(last, size)
    assert len(found) * size >= last > (len(found) - 1) * size or last == 0 == len(found)


@given(st.lists(st.tuples(st.text(alphabet="ab/<>&\"'їґ’?=", max_size=20), st.just(""))))
def test_any_address_makes_a_sitemap_that_can_be_read(found):
    root = ElementTree.fromstring("".join(lines.sitemap(SITE, found)).encode())
    assert [one.find(f"{SPACE}loc").text for one in root] == [SITE + path for path, _day in found]
