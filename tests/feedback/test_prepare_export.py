"""Asking for a file of a large discussion."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from reform_portal.app import create_app
from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.feedback.exports import actions, formats, making
from reform_portal.feedback.exports.models import ExportFile
from tests.client import PageClient
from tests.discussion.acts import erase, hide, withdraw
from tests.factories import make_draft, say
from tests.feedback.exporting import FORMATS, PAGE, ask, files, let_all_be_prepared, prepared
from tests.feedback.sheets import read_csv
from tests.texts import LAND_2

FILE = PAGE + "/comments.csv"


@pytest.fixture
def large(draft, monkeypatch):
    """The draft «land», for which every file has to be prepared."""
    let_all_be_prepared(monkeypatch)
    return draft


def bend(file_id, **values):
    with unit_of_work():
        db.session.execute(update(ExportFile).where(ExportFile.id == file_id).values(**values))


def test_anybody_may_ask_and_everybody_gets_the_file(client, as_, olena, petro, large):
    say(olena, "Слова з файлу.")
    page = ask(client)
    assert "Файл готується" in page.text and "У черзі" in page.text and "Оновити" in page.text
    assert making.make_all() == 1
    for reader in (client, as_(petro)):
        page = reader.get(PAGE)
        assert "станом на" in page.text and FILE in page.links and "Оновити" not in page.text
        answer = reader.ask("get", FILE)
        assert [line["body"] for line in read_csv(answer.data)] == ["Слова з файлу."]
        assert answer.headers["Content-Disposition"] == "attachment; filename=land-comments.csv"


def test_two_who_ask_get_one_file(client, as_, olena, large):
    ask(client)
    page = as_(olena).get(PAGE)
    assert f"{PAGE}/comments.csv" not in [form.action for form in page.forms]
    token = client.token()
    client.post(FILE, {"csrf_token": token})
    assert [file.state for file in files()] == ["waiting"]


def test_file_of_this_very_revision_is_not_made_again(client, large):
    prepared(client)
    client.post(FILE, {"csrf_token": client.token()})
    assert [file.state for file in files()] == ["ready"]


def test_newer_words_can_be_asked_for_while_the_older_file_stays(client, olena, large):
    prepared(client)
    say(olena)
    page = client.get(PAGE)
    assert "Відтоді в обговоренні були зміни." in page.text and "Підготувати новий файл" in page.text
    ask(client)
    assert client.ask("get", FILE).status_code == 200
    making.make_all()
    assert len(read_csv(client.ask("get", FILE).data)) == 1
    assert [file.state for file in files()] == ["ready", "ready"]


def test_every_format_can_be_prepared(client, olena, large):
    say(olena)
    for chosen in FORMATS:
        file = prepared(client, chosen.file_name)
        answer = client.ask("get", f"{PAGE}/{chosen.file_name}")
        assert answer.status_code == 200 and len(answer.data) == file.size > 0
        assert answer.headers["ETag"] == f'"{file.sha256[:24]}"'


def test_small_discussion_needs_no_preparing(client, draft):
    page = client.get(PAGE)
    assert not [form for form in page.forms if form.method == "post"]
    client.post(FILE, {"csrf_token": client.token()})
    assert files() == []


def test_heavy_file_alone_needs_preparing_in_a_middling_discussion(client, draft, monkeypatch):
    monkeypatch.setattr(formats, "MOST_AT_ONCE_HEAVY", -1)
    page = client.get(PAGE)
    assert FILE in page.links and f"{PAGE}/bundle.zip" not in page.links and "деякі файли" in page.text
    assert [form.action for form in page.forms if form.method == "post"] == [
        f"{PAGE}/{chosen.file_name}" for chosen in formats.FORMATS.values() if chosen.heavy
    ]


def test_file_that_is_not_prepared_yet_is_refused_with_the_way_to_it(client, large):
    page = client.get(FILE, status=409)
    assert "спершу підготувати" in page.text and f"{PAGE}#csv" in page.links


@pytest.mark.parametrize("how", [hide, erase])
def test_words_that_were_taken_away_are_handed_out_no_more(client, olena, marta, large, how):
    one = say(olena, "Таємні слова.")
    name = prepared(client).file_name
    how(one, marta)
    client.get(FILE, status=409)
    assert FILE not in client.get(PAGE).links
    assert (making.folder() / name).exists()
    making.tidy()
    assert not (making.folder() / name).exists() and files() == []
    prepared(client)
    assert b"\xd0\xa2\xd0\xb0\xd1\x94\xd0\xbc\xd0\xbd\xd1\x96" not in client.ask("get", FILE).data


def test_withdrawn_words_are_handed_out_no_more(client, olena, large):
    one = say(olena)
    prepared(client)
    withdraw(one, olena)
    client.get(FILE, status=409)


def test_words_taken_away_while_the_file_was_made_are_not_handed_out(client, olena, marta, large, monkeypatch):
    one = say(olena)
    ask(client)
    chosen = formats.FORMATS["csv"]

    def write(draft, path, base_url, progress):
        chosen.write(draft, path, base_url, progress)
        making._beside(lambda: hide(one, marta))

    monkeypatch.setitem(formats.FORMATS, "csv", replace(chosen, write=write))
    making.make_all()
    client.get(FILE, status=409)


def test_taking_words_from_another_draft_changes_nothing(client, olena, marta, large):
    prepared(client)
    make_draft("land-2", text=LAND_2, name="2.md")
    hide(say(olena, slug="land-2"), marta)
    assert client.ask("get", FILE).status_code == 200


def test_reader_who_has_the_file_gets_it_no_second_time(client, large):
    prepared(client)
    etag = client.ask("get", FILE).headers["ETag"]
    assert client.ask("get", FILE, headers={"If-None-Match": etag}).status_code == 304
    assert client.ask("get", FILE, headers={"Range": "bytes=0-9"}).status_code == 206


def test_failed_file_can_be_asked_for_again(client, large, monkeypatch, caplog):
    ask(client)

    def fail(*_given):
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setitem(formats.FORMATS, "csv", replace(formats.FORMATS["csv"], write=fail))
        assert making.make_all() == 0
    assert "disk is full" in caplog.text
    assert "підготувати не вдалося" in client.get(PAGE).text
    assert list(making.folder().iterdir()) == []
    prepared(client)
    assert client.ask("get", FILE).status_code == 200


def test_page_says_how_far_the_file_is(client, olena, large):
    say(olena)
    ask(client)
    file = actions.claim()
    actions.begin(file.id, 1, 1, now(), 40)
    actions.note_progress(file.id, 10)
    page = client.get(PAGE)
    assert "10 із 40" in page.text and 'value="25"' in page.html


def test_page_that_waits_is_never_kept(client, large):
    ask(client)
    assert "public" not in client.ask("get", PAGE).headers.get("Cache-Control", "")


def test_page_of_a_small_discussion_is_kept(app, draft):
    answer = PageClient(app).ask("get", PAGE)
    assert answer.headers["Cache-Control"].startswith("public") and answer.headers["ETag"]


def test_without_the_token_nothing_is_asked(client, large):
    client.post(FILE, status=400)
    assert files() == []


@pytest.mark.parametrize(
    "path", ["/drafts/nothing/downloads/comments.csv", PAGE + "/comments.exe", PAGE + "/dictionary.csv"]
)
def test_unknown_draft_or_file(client, large, path):
    client.post(path, {"csrf_token": client.token()}, status=404)


@pytest.mark.parametrize("method", ["put", "patch"])
def test_wrong_method(client, large, method):
    assert client.ask(method, FILE).status_code in (400, 405)


def test_asking_too_often_is_refused(settings, large):
    strict = PageClient(create_app(replace(settings, limits_enabled=True)))
    token = strict.token()
    seen = [strict.ask("post", FILE, data={"csrf_token": token}).status_code for _ in range(12)]
    assert seen[:10] == [303] * 10 and seen[-1] == 429


def test_only_the_newest_file_stays_however_often_others_were_asked_for(client, olena, large):
    for _time in range(3):
        say(olena, f"Думка {_time}.")
        newest = prepared(client)
    making.tidy()
    assert [file.id for file in files()] == [newest.id]
    assert [path.name for path in making.folder().iterdir()] == [newest.file_name]
    bend(newest.id, asked_at=now() - timedelta(days=2))
    making.tidy()
    assert [file.id for file in files()] == [newest.id]
