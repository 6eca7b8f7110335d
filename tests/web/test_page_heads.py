"""What the heads of pages tell machines."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_portal.core.clock import now
from reform_portal.core.templating import linked_data
from reform_portal.web.linked_data import NOT_IN_FORCE, Text, clause, comment, legislation
from tests.discussion.acts import bend, erase, hide, withdraw
from tests.factories import make_draft, say
from tests.texts import LAND_2

SITE = "http://portal.test"
CLAUSE = "/drafts/land/art_3__para_1"


def told(page):
    """The JSON-LD of a page, None where it has none."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.html, re.DOTALL)
    assert len(found) <= 1
    return json.loads(found[0]) if found else None


def links(page):
    """rel or language → address."""
    head = page.html.partition("</head>")[0]
    found = {"canonical": re.search(r'<link rel="canonical" href="([^"]*)"', head)[1]}
    return {k: unescape(v) for k, v in (found | dict(re.findall(r'hreflang="([^"]*)" href="([^"]*)"', head))).items()}


def metas(page):
    return {
        name: unescape(value)
        for name, value in re.findall(r'<meta (?:property|name)="([^"]*)"[^>]* content="([^"]*)"', page.html)
        + re.findall(r'<meta (?:property|name)="([^"]*)" content="([^"]*)"', page.html)
    }


# Drafts and clauses


def test_draft_is_told_as_legislation_that_is_not_in_force(client, draft, olena):
    say(olena)
    data = told(client.get("/drafts/land/"))
    assert data["@context"] == "https://schema.org" and data["@type"] == "Legislation"
    assert data["@id"] == f"{SITE}/drafts/land/" and data["legislationIdentifier"] == "land"
    assert data["legislationJurisdiction"] == "UA-51" and data["inLanguage"] == "uk" and data["version"] == "1"
    assert data["legislationLegalForce"] == NOT_IN_FORCE and data["commentCount"] == 1
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", data["legislationDateVersion"]) and data["legislationDate"]


def test_draft_is_in_force_at_no_stage(client, app):
    make_draft("past", closes_at=now() - timedelta(days=1))
    make_draft("soon", opens_at=now() + timedelta(days=1))
    for slug in ("past", "soon"):
        page = client.get(f"/drafts/{slug}/")
        assert told(page)["legislationLegalForce"] == NOT_IN_FORCE
        assert "InForce-notInForce" in page.html and "InForce-inForce" not in page.html


def test_draft_has_eli_metadata(client, draft):
    found = metas(client.get("/drafts/land/"))
    assert found["eli:id_local"] == "land" and found["eli:jurisdiction"] == "UA-51" and found["eli:version"] == "1"
    assert found["eli:title"] == "Про користування землею громади"


def test_clause_is_a_part_of_its_draft(client, draft):
    data = told(client.get(CLAUSE))
    assert data["@type"] == "Legislation" and data["@id"] == SITE + CLAUSE
    assert data["legislationIdentifier"] == "land#art_3__para_1" and data["legislationLegalForce"] == NOT_IN_FORCE
    assert data["isPartOf"]["@id"] == f"{SITE}/drafts/land/"
    assert metas(client.get(CLAUSE))["description"].startswith("1. Рада розглядає заяву протягом 30 календарних днів")


def test_draft_as_a_whole_is_no_clause(client, draft):
    page = client.get("/drafts/land/whole")
    assert told(page) is None and metas(page)["description"]


def test_each_version_is_a_document_of_its_own(client, draft):
    make_draft(text=LAND_2)
    for path, number in (("/drafts/land/", "2"), (CLAUSE, "2")):
        newest = client.get(path)
        assert links(newest)["canonical"] == SITE + path and told(newest)["version"] == number
        by_number = client.get(f"{path}?version=2")
        assert links(by_number)["canonical"] == SITE + path and told(by_number)["@id"] == SITE + path
        old = client.get(f"{path}?version=1")
        assert links(old)["canonical"] == f"{SITE}{path}?version=1" and told(old)["version"] == "1"
        assert told(old)["@id"] == f"{SITE}{path}?version=1"


def test_title_with_a_script_in_it_stays_a_title(client, app):
    text = '# Про «лапки» </script><script>alert(1)</script> & ’апостроф’\n\n### Стаття 1. Що\n\n1. Слово <!-- "x".\n'
    make_draft("odd", text)
    for path in ("/drafts/odd/", "/drafts/odd/art_1__para_1"):
        page = client.get(path)
        assert "<script>alert" not in page.html
        data = told(page)
        assert "</script><script>alert(1)</script> & ’апостроф’" in data.get("isPartOf", data)["name"]
        assert "alert(1)" in metas(page)["og:title"]


# Comments


def test_comment_is_told_with_its_author_and_place(client, draft, olena):
    said = say(olena, "Строк </script> задовгий.")
    page = client.get(f"/comments/{said}")
    data = told(page)
    assert data["@type"] == "Comment" and data["@id"] == f"{SITE}/comments/{said}"
    assert data["text"] == "Строк </script> задовгий." and data["author"]["name"] == f"{olena.given_name} Коваленко"
    assert data["about"]["@id"] == f"{SITE}{CLAUSE}?version=1" and data["upvoteCount"] == 0
    assert metas(page)["og:description"] == "Строк </script> задовгий." and metas(page)["og:type"] == "article"
    assert told(client.get(f"/en/comments/{said}"))["about"] == data["about"]


@pytest.mark.parametrize("take_away", ["hide", "withdraw", "erase", "hold"])
def test_head_of_a_comment_that_was_taken_away_says_nothing(client, draft, olena, marta, take_away):
    said = say(olena, "Ці слова заберуть.")
    {
        "hide": lambda: hide(said, marta),
        "withdraw": lambda: withdraw(said, olena),
        "erase": lambda: erase(said, marta),
        "hold": lambda: bend(said, status="held"),
    }[take_away]()
    page = client.get(f"/comments/{said}", status=404 if take_away == "hold" else 200)
    assert told(page) is None and "Ці слова" not in page.html and "Коваленко" not in page.html
    assert take_away == "hold" or metas(page)["robots"] == "noindex"


# Every page


def test_page_names_itself_in_both_languages(client, draft):
    for path in ("/", "/about", "/drafts/land/", CLAUSE, "/open-data"):
        uk, en = client.get(path), client.get(f"/en{path}")
        for page, own in ((uk, path), (en, f"/en{path}")):
            found = links(page)
            assert found["canonical"] == SITE + own
            assert found["uk"] == found["x-default"] == SITE + path and found["en"] == f"{SITE}/en{path}"
        assert (metas(uk)["og:locale"], metas(en)["og:locale"]) == ("uk_UA", "en_GB")
        assert uk.title.startswith(metas(uk)["og:title"]) and metas(uk)["og:url"] == SITE + path


def test_address_of_a_page_drops_what_does_not_change_what_it_is(client, draft):
    page = client.get(f"{CLAUSE}?sort=support&utm_source=x&cursor=")
    assert links(page)["canonical"] == f"{SITE}{CLAUSE}?cursor="
    assert links(client.get("/drafts/?utm_source=<x>"))["canonical"] == f"{SITE}/drafts/"
    assert "canonical" not in client.get("/search?q=<земля>&sort=newest").html, "results are for no index"


def test_page_that_is_not_there_names_nothing(client, app):
    assert "canonical" not in client.get("/nothing", status=404).html


def test_picture_is_there(client, app):
    address = metas(client.get("/"))["og:image"]
    answer = client.ask("get", address.removeprefix(SITE))
    assert answer.status_code == 200 and answer.content_type == "image/png" and answer.data[:4] == b"\x89PNG"


# The values


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8))
def test_json_in_a_page_is_the_same_value_and_ends_no_element(value):
    text = str(linked_data(value)).removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(text) == value
    assert not any(char in text for char in "<>&\u2028\u2029")


NAMES = st.text(max_size=30)


@given(NAMES, NAMES, st.integers(1, 99), st.sampled_from(["uk", "en"]))
def test_legislation_has_no_blanks_and_is_never_in_force(title, body, number, language):
    text = Text("http://x.test/", "land", title, "uk", number, "2026-11-22", body=body)
    for data in (legislation(text, language), clause(text, language, "art_1", "ст. 1", "http://x.test/art_1")):
        assert data["legislationLegalForce"] == NOT_IN_FORCE and data["version"] == str(number)
    assert None not in legislation(text, language).values() and ("creator" in legislation(text, language)) == bool(body)


@given(NAMES, NAMES, st.integers(0, 9))
def test_comment_says_nothing_that_is_not_known(body, author, supports):
    values = {"body": body, "author": author, "created_at": "2026-11-22T00:00:00Z", "edited_at": None,
              "supports": supports, "replies": 0}  # fmt: skip
    data = comment("http://x.test/c", values, {"address": "http://x.test/a", "name": "Про землю"})
    assert ("author" in data) == bool(author) and "dateModified" not in data and data["upvoteCount"] == supports
