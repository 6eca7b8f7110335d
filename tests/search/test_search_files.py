"""The same search as Atom, CSV and JSON."""

import csv
import io
import shutil
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from reform_portal.app import create_app
from reform_portal.core.spreadsheets import unguard
from reform_portal.search import files
from reform_portal.search.queries import engine
from tests.client import PageClient
from tests.factories import make_draft, say
from tests.search.talking import FISH, follow, talk

WORD = "?q=" + quote("дельфін")
KINDS = ("atom", "csv", "json")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def talked(app, draft, olena, petro, taras):
    return talk(app, olena, petro, taras)


def rows(client, query: str) -> list[dict[str, str]]:
    answer = client.ask("get", "/search.csv" + query)
    assert answer.status_code == 200 and answer.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def feed(client, address: str) -> ElementTree.Element:
    answer = client.ask("get", address)
    assert answer.status_code == 200 and answer.content_type.startswith("application/atom+xml")
    return ElementTree.fromstring(answer.data)


def test_json_has_the_shape_of_the_interface(client, talked):
    found = client.ask("get", "/search.json" + WORD).json
    same = client.ask("get", "/api/v1/search" + WORD).json
    assert found["total"] == 7 and len(found["items"]) == 7 and found["next"] is None
    assert found == same
    assert client.ask("get", "/en/search.json" + WORD).json["items"][0]["url"].startswith("/en/")


def test_json_is_paged_to_its_end(client, talked):
    address, seen = "/search.json" + WORD + "&limit=3&sort=oldest", []
    for _page in range(4):
        found = client.ask("get", address).json
        seen += [item["url"] + item["kind"] for item in found["items"]]
        if not found["next"]:
            break
        address = f"/search.json{WORD}&limit=3&sort=oldest&cursor={found['next']}"
    assert len(seen) == len(set(seen)) == 7


def test_csv_has_all_that_is_known(client, talked):
    found = {(row["kind"], row["id"]): row for row in rows(client, WORD)}
    assert len(found) == 7
    said = found["comment", talked["against"]]
    expected = {
        "address": f"http://portal.test/comments/{talked['against']}",
        "draft": "land",
        "draft_title": "Про користування землею громади",
        "clause": "art_3__para_1",
        "citation": "ч. 1 ст. 3",
        "version": "1",
        "author": "Олена Коваленко",
        "stance": "oppose",
        "supports": "0",
        "quote": "30 календарних днів",
        "text": "Дельфінів тут забули.",
        "answered": "yes",
        "decision": "partly",
        "answer_address": f"http://portal.test/answers/{talked['answer']}",
    }
    assert {name: said[name] for name in expected} == expected
    assert datetime.fromisoformat(said["created_at"]).tzinfo is not None
    assert found["comment", talked["question"]]["answered"] == "no"
    assert found["wording", talked["wording"]]["text"] == "дельфіну 20 робочих днів"
    assert found["answer", talked["answer"]]["decision"] == "partly"
    law = next(row for row in found.values() if row["kind"] == "clause")
    assert (law["address"], law["stance"], law["answered"]) == ("http://portal.test/drafts/water/art_1__para_1", "", "")


def test_csv_cells_are_no_formulas(app, client, draft, olena):
    texts = {"=1+1 дельфін", "+дельфін", "-дельфін", "@дельфін", "'дельфін"}
    for text in texts:
        say(olena, text)
    follow(app)
    cells = [row["text"] for row in rows(client, WORD)]
    assert all(cell.startswith("'") for cell in cells) and {unguard(cell) for cell in cells} == texts


def test_csv_ends_at_its_limit_and_the_page_says_so(client, talked, monkeypatch):
    monkeypatch.setattr(files, "MOST_ROWS", 3)
    assert len(rows(client, WORD)) == 3
    assert "перші 3 рядків із 7" in client.get("/search" + WORD).text
    monkeypatch.setattr(files, "MOST_ROWS", 10)
    assert "рядків із" not in client.get("/search" + WORD).text


def test_csv_goes_on_over_the_pages_of_the_engine(app, client, draft, olena, monkeypatch):
    from reform_portal.search import queries

    asked: list[int] = []
    search = queries.search
    monkeypatch.setattr(
        queries,
        "search",
        lambda asked_for, cursor, limit: asked.append(limit) or search(asked_for, cursor, min(limit, 4)),
    )
    for number in range(10):
        say(olena, f"Дельфін {number}.")
    follow(app)
    assert len({row["text"] for row in rows(client, WORD)}) == 10 and len(asked) == 3


def test_feed_is_the_newest_first_whatever_the_order(client, talked):
    tree = feed(client, "/search.atom" + WORD + "&sort=support")
    entries = tree.findall(f"{ATOM}entry")
    assert len(entries) == 7 and len({entry.findtext(f"{ATOM}id") for entry in entries}) == 7
    times = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert times == sorted(times, reverse=True) and tree.findtext(f"{ATOM}updated") == times[0]
    assert "дельфін" in tree.findtext(f"{ATOM}title")
    assert f"http://portal.test/comments/{talked['against']}" in {entry.findtext(f"{ATOM}id") for entry in entries}
    (own,) = (link.get("href") for link in tree.findall(f"{ATOM}link") if link.get("rel") == "self")
    assert own == f"http://portal.test/search.atom{WORD}"


def test_long_feed_goes_on(client, talked, monkeypatch):
    monkeypatch.setattr(files, "ENTRIES", 3)
    address, seen = "/search.atom" + WORD, []
    for _part in range(4):
        tree = feed(client, address)
        seen += [entry.findtext(f"{ATOM}id") for entry in tree.findall(f"{ATOM}entry")]
        links = {link.get("rel"): link.get("href") for link in tree.findall(f"{ATOM}link")}
        if "next" not in links:
            break
        address = links["next"].removeprefix("http://portal.test")
    assert len(seen) == len(set(seen)) == 7 and links["first"] == f"http://portal.test/search.atom{WORD}"


def test_unchanged_file_is_not_sent_again(app, client, talked, olena):
    first = {kind: client.ask("get", f"/search.{kind}{WORD}").headers["ETag"] for kind in KINDS}
    for kind, etag in first.items():
        again = client.ask("get", f"/search.{kind}{WORD}", headers={"If-None-Match": etag})
        assert again.status_code == 304 and not again.data and again.headers["ETag"] == etag
    say(olena, "Ще один дельфін.")
    follow(app)
    for kind, etag in first.items():
        assert client.ask("get", f"/search.{kind}{WORD}", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_no_cache_gives_a_file_out_without_asking(client, talked, kind):
    """A hide takes effect within two seconds, whatever stands in front of the portal."""
    kept = client.ask("get", f"/search.{kind}{WORD}").headers["Cache-Control"]
    assert kept == "public, no-cache"


def test_file_of_nothing_is_empty_and_well_formed(client, talked):
    for query in ("", "?q=" + quote("носоріг"), "?q=" + quote("***")):
        assert rows(client, query) == []
        assert client.ask("get", f"/search.json{query}").json["items"] == []
        assert feed(client, f"/search.atom{query}").findall(f"{ATOM}entry") == []


def test_wrong_argument_is_refused_to_a_program(client, draft):
    for kind in KINDS:
        for wrong in ("from=2026-13", "stance=love", "sort=worst", "kind=x", "answered=maybe"):
            answer = client.ask("get", f"/search.{kind}{WORD}&{wrong}", headers={"Accept": "application/json"})
            assert answer.status_code == 422
            assert [one["field"] for one in answer.json["errors"]] == [wrong.split("=")[0]]


def test_errors_of_json_are_json_whatever_is_accepted(client, draft):
    answer = client.ask("get", f"/search.json{WORD}&sort=worst", headers={"Accept": "text/html,*/*"})
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    page = client.ask("get", f"/search.csv{WORD}&sort=worst", headers={"Accept": "text/html,*/*"})
    assert (page.status_code, page.mimetype) == (422, "text/html")


def test_missing_index_is_no_empty_file(client, talked):
    shutil.rmtree(engine().folder)
    for kind in KINDS:
        assert client.ask("get", f"/search.{kind}{WORD}").status_code == 503


def test_tables_are_made_ten_times_a_minute_and_no_more(settings, draft):
    strict = PageClient(create_app(replace(settings, limits_enabled=True)))
    statuses = [strict.ask("get", "/search.csv").status_code for _time in range(11)]
    assert statuses == [200] * 10 + [429]
    assert strict.ask("get", "/search.json").status_code == 200


def test_wrong_limit_and_cursor_are_forgiven(client, talked):
    for more in ("&limit=x", "&limit=-1", "&limit=999999999", "&cursor=%%%"):
        assert client.ask("get", "/search.json" + WORD + more).json["total"] == 7
    assert len(client.ask("get", "/search.json" + WORD + "&limit=0").json["items"]) == 1


def test_english_feed_speaks_english_and_keeps_lasting_ids(client, app, draft):
    make_draft("water", FISH, title_en="On water")
    follow(app)
    tree = feed(client, "/en/search.atom" + WORD)
    (entry,) = tree.findall(f"{ATOM}entry")
    assert "On water" in entry.findtext(f"{ATOM}title")
    assert entry.findtext(f"{ATOM}id") == "http://portal.test/drafts/water/art_1__para_1"


def test_no_excerpts_are_made_for_a_file_that_has_none(client, talked, monkeypatch):
    """They are most of the work of a table of ten thousand rows."""

    def forbidden(*_given):
        raise AssertionError("an excerpt")

    monkeypatch.setattr("reform_portal.search.queries.excerpt", forbidden)
    assert rows(client, WORD)
    assert feed(client, "/search.atom" + WORD).findall(f"{ATOM}entry")
