"""The downloads page and its files."""

import json

import pytest

from reform_portal.feedback.exports.columns import NAMES
from tests.discussion.acts import hide
from tests.factories import say
from tests.feedback.sheets import read_csv, read_xlsx

PAGE = "/drafts/land/downloads"
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def fetch(client, path, status=200):
    """A file as a browser saves it."""
    response = client.ask("get", path)
    assert response.status_code == status
    return response


def test_page_offers_every_format_and_explains_every_column(client, olena, draft):
    say(olena)
    page = client.get(PAGE)
    for name in ("comments.xlsx", "comments.csv", "comments.jsonl", "dictionary.csv"):
        assert f"{PAGE}/{name}" in page.links
    assert "1 зауваження" in page.text
    assert all(f"<code>{name}</code>" in page.html for name in NAMES)


def test_page_of_a_draft_without_words(client, draft):
    assert "0 зауважень" in client.get(PAGE).text


def test_page_in_english_explains_in_english(client, draft):
    page = client.get("/en" + PAGE)
    assert "Text of the comment" in page.text and "Текст зауваження" not in page.text


@pytest.mark.parametrize("format_name", MEDIA)
def test_file_is_saved_under_the_name_of_the_draft(client, olena, draft, format_name):
    say(olena)
    response = fetch(client, f"{PAGE}/comments.{format_name}")
    assert response.content_type == MEDIA[format_name]
    disposition = response.headers["Content-Disposition"].replace('"', "")
    assert disposition == f"attachment; filename=land-comments.{format_name}"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_every_format_says_the_same(client, olena, petro, draft):
    one = say(olena, "=1+1", quote="30 календарних днів")
    say(petro, "Другий\nрядок", parent=one)
    as_csv = read_csv(fetch(client, PAGE + "/comments.csv").data)
    as_xlsx = read_xlsx(fetch(client, PAGE + "/comments.xlsx").data)
    as_json = [json.loads(line) for line in fetch(client, PAGE + "/comments.jsonl").data.splitlines()]
    assert as_csv == as_xlsx
    assert [line["body"] for line in as_csv] == ["'=1+1", "Другий\nрядок"]
    assert [line["body"] for line in as_json] == ["=1+1", "Другий\nрядок"]
    assert as_json[0]["address"] == f"http://portal.test/comments/{one}"


@pytest.mark.parametrize("format_name", MEDIA)
def test_hidden_words_are_in_no_file(client, olena, marta, draft, format_name):
    hide(say(olena, "Secret words."), marta)
    assert b"Secret words." not in fetch(client, f"{PAGE}/comments.{format_name}").data


def test_dictionary_is_a_file_of_its_own(client, draft):
    response = fetch(client, PAGE + "/dictionary.csv")
    assert [line["column"] for line in read_csv(response.data)] == list(NAMES)


def test_anybody_may_download(client, as_, petro, draft):
    assert fetch(client, PAGE + "/comments.csv").data == fetch(as_(petro), PAGE + "/comments.csv").data


@pytest.mark.parametrize("name", ["comments.pdf", "comments.CSV", "comments.", "passwords.csv"])
def test_unknown_format_or_file(client, draft, name):
    assert fetch(client, f"{PAGE}/{name}", status=404).content_type.startswith("text/html")


@pytest.mark.parametrize("path", ["", "/comments.csv", "/comments.xlsx", "/dictionary.csv"])
def test_unknown_draft(client, draft, path):
    client.get("/drafts/nothing/downloads" + path, status=404)


@pytest.mark.parametrize("path", ["", "/comments.csv", "/dictionary.csv"])
def test_wrong_method(client, draft, path):
    assert client.ask("delete", PAGE + path).status_code == 405


def test_asking_for_the_head_of_a_file(client, draft):
    assert client.ask("head", PAGE + "/comments.csv").status_code == 200
