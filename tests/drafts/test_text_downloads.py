"""The text of a version as a download."""

import json
from dataclasses import replace

import pytest

from reform_portal.app import create_app
from reform_portal.core.database import db
from reform_portal.drafts.formats import akoma_ntoso, docx, markdown
from reform_portal.drafts.structure import parse_structure
from tests.client import PageClient
from tests.drafts.acts import known
from tests.factories import make_draft
from tests.texts import LAND, LAND_2

MEDIA = {
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "akn": "application/akn+xml",
}
NAMES = {"md": "land-v2.md", "json": "land-v2.json", "docx": "land-v2.docx", "akn": "land-v2.xml"}


@pytest.fixture
def second(draft):
    """«land» in two versions."""
    return make_draft("land", LAND_2)


def fetch(client, path, status=200):
    response = client.ask("get", path)
    assert response.status_code == status, path
    return response


@pytest.mark.parametrize("format_name", MEDIA)
def test_the_newest_version_is_saved_under_the_name_of_the_draft(client, second, format_name):
    response = fetch(client, f"/drafts/land/text.{format_name}")
    assert response.content_type == MEDIA[format_name]
    assert response.headers["Content-Disposition"] == f'attachment; filename="{NAMES[format_name]}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff" and len(response.data) > 1000


@pytest.mark.parametrize(("version", "text"), [("1", LAND), ("2", LAND_2), ("", LAND_2)])
def test_each_version_has_its_own_text(client, second, version, text):
    wanted = known(parse_structure(markdown.read(text)))
    path = "/drafts/land/text.{}?version=" + version
    assert known(parse_structure(markdown.read(fetch(client, path.format("md")).get_data(as_text=True)))) == wanted
    assert known(akoma_ntoso.read(fetch(client, path.format("akn")).data).structure) == wanted
    assert known(parse_structure(docx.read(fetch(client, path.format("docx")).data).paragraphs)) == wanted


def test_json_has_the_lasting_ids_of_the_api(client, draft):
    found = json.loads(fetch(client, "/drafts/land/text.json").data)
    api = json.loads(fetch(client, "/api/v1/drafts/land").data)
    assert [(c["eid"], c["provision"], c["text"]) for c in found["clauses"]] == [
        (c["eid"], c["provision"], c["text"]) for c in api["clauses"]
    ]
    assert (found["sha256"], found["published_at"]) == (
        api["versions"][0]["sha256"],
        api["versions"][0]["published_at"],
    )


def test_people_who_signed_in_get_the_same(client, as_, petro, draft):
    path = "/drafts/land/text.md"
    assert fetch(as_(petro), path).data == fetch(client, path).data


def test_the_text_is_in_the_language_of_the_act_on_every_page(client, draft):
    assert fetch(client, "/en/drafts/land/text.md").data == fetch(client, "/drafts/land/text.md").data
    assert parse_structure(docx.read(fetch(client, "/en/drafts/land/text.docx").data).paragraphs).title.startswith(
        "Про"
    )


@pytest.mark.parametrize("format_name", ["pdf", "MD", "m", "exe"])
def test_an_unknown_format_says_which_there_are(client, draft, format_name):
    assert "Akoma Ntoso" in client.get(f"/drafts/land/text.{format_name}", status=404).text


@pytest.mark.parametrize("version", ["0", "3", "x", "-1", "1.5", "9" * 400, "²"])
def test_an_unknown_version_is_not_found(client, draft, version):
    client.get(f"/drafts/land/text.md?version={version}", status=404)


def test_an_unknown_draft_is_not_found_and_the_nearest_is_offered(client, draft):
    page = client.get("/drafts/lamd/text.md", status=404)
    assert any("/drafts/land" in link for link in page.links)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent_there(client, draft, method):
    assert client.ask(method, "/drafts/land/text.md").status_code in (400, 405)


def test_the_page_of_downloads_offers_each_version_in_each_format(client, second):
    page = client.get("/drafts/land/downloads")
    for format_name in MEDIA:
        for version in (1, 2):
            assert f"/drafts/land/text.{format_name}?version={version}" in page.links
    assert "Текст акта" in page.text and "Редакція 1" in page.text


def test_the_links_keep_their_language(client, draft):
    assert "/en/drafts/land/text.docx?version=1" in client.get("/en/drafts/land/downloads").links


def test_a_heap_of_requests_is_slowed_down(draft, settings):
    portal = create_app(replace(settings, limits_enabled=True))
    answers = [PageClient(portal).ask("get", "/drafts/land/text.json").status_code for _i in range(22)]
    with portal.app_context():
        db.engine.dispose()
    assert answers[:20] == [200] * 20 and 429 in answers
