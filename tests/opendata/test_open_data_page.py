"""The page of open data, its dictionary and the files."""

import hashlib
from dataclasses import replace

import pytest

from reform_portal.app import create_app
from reform_portal.core.settings import Publisher
from reform_portal.opendata.datasets import DATASETS, TABLES
from tests.client import PageClient
from tests.factories import make_person, say
from tests.opendata.dumping import dump

PUBLISHER = Publisher("Одеська обласна рада", "Odesa Regional Council", "12345678", "Іван Коваль", "data@example.org")


@pytest.fixture
def published(app):
    """The portal of a body that says who it is."""
    app.extensions["settings"] = replace(app.extensions["settings"], publisher=PUBLISHER)
    return app


def test_page_lists_every_dataset_with_its_files(client, draft, olena):
    say(olena)
    made = dump()
    for prefix in ("", "/en"):
        page = client.get(f"{prefix}/open-data")
        for dataset in DATASETS:
            assert dataset.title("en" if prefix else "uk") in page.text
            for name in dataset.file_names:
                assert f"{prefix}/open-data/latest/{name}" in page.links
        assert (
            "CC BY 4.0" in page.text
            and made.date in page.text
            and f"{prefix}/open-data/latest/SHA256SUMS" in page.links
        )


def test_every_link_of_the_page_leads_somewhere(client, draft):
    dump()
    links = {link.partition("#")[0] for link in client.get("/open-data").links if link.startswith("/open-data")}
    assert len(links) > 30
    for link in links:
        assert client.ask("get", link).status_code == 200, link


def test_page_without_a_dump_says_what_to_do(client, draft):
    page = client.get("/open-data")
    assert "Файлів іще немає" in page.text and "/drafts/" in page.links
    assert not any("/latest/" in link for link in page.links)


def test_page_is_linked_from_every_footer(client, draft):
    assert "/open-data" in client.get("/").links


def test_dictionary_describes_every_column_in_both_languages(client, app):
    for prefix, language in (("", "uk"), ("/en", "en")):
        page = client.get(f"{prefix}/open-data/dictionary")
        for table in TABLES:
            for column in table.columns:
                assert " ".join((column.en if language == "en" else column.uk).split()) in page.text


def test_only_administrators_are_told_what_is_not_set(client, as_, olena, draft):
    admin = as_(make_person("boss", "admin"))
    assert "REFORM_PORTAL_PUBLISHER_CODE" in admin.get("/open-data").text
    for reader in (client, as_(olena)):
        assert "REFORM_PORTAL" not in reader.get("/open-data").text


def test_publisher_is_named_when_it_is_set(published, as_, draft):
    dump()
    page = PageClient(published).get("/open-data")
    assert "Одеська обласна рада" in page.text and "mailto:data@example.org" in page.links
    assert "REFORM_PORTAL" not in as_(make_person("boss", "admin")).get("/open-data").text


# Files


def test_file_is_the_one_of_the_dump_under_its_day_and_as_the_latest(client, draft, olena):
    say(olena)
    made = dump()
    for day in ("latest", made.date):
        answer = client.ask("get", f"/open-data/{day}/comments.csv.gz")
        assert hashlib.sha256(answer.data).hexdigest() == made.file("comments.csv.gz").sha256
        assert answer.content_type == "application/gzip" and "Content-Encoding" not in answer.headers
        assert answer.headers["Content-Disposition"] == "attachment; filename=comments.csv.gz"
        assert answer.headers["Cache-Control"] == "public, no-cache"


def test_files_have_their_media_types(client, draft):
    dump()
    for name, media in (
        ("drafts.csv", "text/csv; charset=utf-8"),
        ("drafts.jsonl", "application/x-ndjson"),
        ("texts.zip", "application/zip"),
        ("datapackage.json", "application/json"),
        ("README.uk.md", "text/markdown; charset=utf-8"),
        ("LICENSE.txt", "text/plain; charset=utf-8"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ):
        answer = client.ask("get", f"/open-data/latest/{name}")
        assert (answer.status_code, answer.content_type) == (200, media)


def test_file_is_not_sent_again_and_is_sent_in_parts(client, draft):
    dump()
    path = "/open-data/latest/drafts.csv"
    whole = client.ask("get", path)
    assert client.ask("get", path, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    part = client.ask("get", path, headers={"Range": "bytes=3-12"})
    assert part.status_code == 206 and part.data == whole.data[3:13]
    assert client.ask("get", path, headers={"Range": "bytes=999999-"}).status_code == 416
    assert client.ask("head", path).headers["Content-Length"] == str(len(whole.data))


ELSEWHERE = (
    "latest/manifest.json", "latest/checked", "latest/..%2F..%2Fsecret_key", "latest/../../secret_key",
    "..%2F..%2Fopendata/secret_key", "latest/%2Fetc%2Fpasswd", "latest/nothing.csv", "2020-01-01/drafts.csv",
    "latest/drafts.csv%00.zip", "../opendata_key", "yesterday/drafts.csv", "2026-11-22.0001/drafts.csv",
)  # fmt: skip


def test_nothing_else_of_the_disk_is_handed_out(client, draft):
    dump()
    for path in ELSEWHERE:
        assert client.ask("get", f"/open-data/{path}").status_code == 404, path


def test_unknown_file_tells_which_there_are(client, draft):
    dump()
    assert "comments.csv.gz" in client.get("/open-data/latest/comments.xlsx", status=404).text


def test_nothing_takes_what_is_posted(client, draft):
    papers = ("registry.csv", "dictionary", "catalog.ttl", "passports/texts.passport.csv", "latest/drafts.csv")
    for path in ("/open-data", *(f"/open-data/{name}" for name in papers)):
        assert client.ask("post", path).status_code == 405, path


def test_pages_ask_as_often_for_many_dumps(app, draft):
    from tests.opendata.test_dump_making import age
    from tests.web.test_query_counts import numbers

    paths = ("/open-data", "/open-data/dictionary", "/open-data/catalog.ttl", "/open-data/latest/drafts.csv")
    dump()
    few = numbers(PageClient(app), paths)
    age(dump(), 1)
    age(dump(), 2)
    assert numbers(PageClient(app), paths[:3]) == {path: few[path] for path in paths[:3]}


def test_settings_of_the_publisher_are_read_and_checked(tmp_path):
    from reform_portal.core.errors import ConfigurationError
    from reform_portal.core.settings import Settings

    base = {"REFORM_PORTAL_DATA_DIR": str(tmp_path)}
    names = ("NAME", "CODE", "CONTACT", "EMAIL")
    assert Settings.from_env(base).publisher.missing == [f"REFORM_PORTAL_PUBLISHER_{name}" for name in names]
    told = {
        "REFORM_PORTAL_PUBLISHER_NAME": "Рада",
        "REFORM_PORTAL_PUBLISHER_CODE": "12345678",
        "REFORM_PORTAL_PUBLISHER_CONTACT": "Іван",
        "REFORM_PORTAL_PUBLISHER_EMAIL": "a@example.org",
        "REFORM_PORTAL_SECURITY_CONTACT": "https://example.org/security",
    }
    assert Settings.from_env(base | told).publisher.missing == []
    for name, wrong in (("PUBLISHER_CODE", "1234567"), ("PUBLISHER_CODE", "１２３４５６７８"), ("PUBLISHER_EMAIL", "a"),
                        ("SECURITY_CONTACT", "http://example.org"), ("PUBLISHER_EMAIL", "a b@c.org")):  # fmt: skip
        with pytest.raises(ConfigurationError, match=name):
            Settings.from_env(base | told | {f"REFORM_PORTAL_{name}": wrong})


def test_doctor_names_what_is_not_set(app, settings):
    from reform_portal.doctor import examine

    told = {name: verdict for name, verdict, _fine in examine(app)}
    assert "REFORM_PORTAL_PUBLISHER_NAME" in told["publisher of open data"]
    other = create_app(replace(settings, publisher=PUBLISHER))
    with other.app_context():
        assert {n: v for n, v, _f in examine(other)}["publisher of open data"] == "Одеська обласна рада"
        from reform_portal.core.database import db

        db.session.remove()
        db.engine.dispose()
