"""Notes under a comment: for drafters alone, changed and deleted by who wrote them."""

import re

import pytest
from sqlalchemy import text

from reform_portal.core.database import db
from reform_portal.feedback.desk.models import DeskNote
from reform_portal.journal import readers
from tests.discussion.acts import count, erase, kinds_about
from tests.factories import make_draft, make_person, say
from tests.feedback.answering import answer
from tests.feedback.desk.working import QUEUE, post
from tests.texts import LAND

NOTE = "Запитати в Мінфіну: «ґрунтовний» розрахунок об’єкта?"
SECRET = "перехресноперевірити"


@pytest.fixture
def theirs(draft, olena):
    return say(olena, quote="30 календарних днів")


@pytest.fixture
def address(theirs):
    return f"{QUEUE}/comments/{theirs}"


def note_of(page) -> str:
    return re.search(r'id="note-(\w+)"', page.html)[1]


def test_note_is_kept_and_counted(as_, taras, theirs, address):
    client = as_(taras)
    page = client.submit(address, {"body": NOTE})
    assert NOTE in page.text and "Нотатку збережено." in page.text and "Тарас Коваленко" in page.text
    assert "Нотатки й мітки: 1" in client.get(QUEUE).text


def test_colleague_reads_it_but_cannot_change_it(as_, taras, theirs, address):
    page = as_(taras).submit(address, {"body": NOTE})
    colleague = as_(make_person("hanna", "drafter"))
    assert NOTE in colleague.get(address).text
    path = f"{QUEUE}/notes/{note_of(page)}"
    assert path not in " ".join(colleague.get(address).links)
    colleague.get(path, status=403)
    for step in ({"body": "Інше."}, {"step": "delete"}):
        colleague.post(path, {"csrf_token": colleague.token(), **step}, status=403)
    assert count(DeskNote, DeskNote.body == NOTE) == 1


def test_writer_changes_and_deletes_it(as_, taras, theirs, address):
    client = as_(taras)
    note = note_of(client.submit(address, {"body": NOTE}))
    page = client.submit(f"{QUEUE}/notes/{note}", {"body": "Уже запитали."}, form=0)
    assert "Уже запитали." in page.text and NOTE not in page.text and "змінено" in page.text
    page = client.submit(f"{QUEUE}/notes/{note}", form=1)
    assert "Нотатку видалено." in page.text and count(DeskNote) == 0
    client.get(f"{QUEUE}/notes/{note}", status=404)


def test_bad_note_is_named_and_stays(as_, taras, address):
    client = as_(taras)
    for body, message in ((" ", "Напишіть нотатку."), ("ї" * 4001, "до 4 000 знаків"), ("а\x00", "службові символи")):
        page = client.submit(address, {"body": body}, status=422)
        assert message in page.text and count(DeskNote) == 0
        if "\x00" not in body:
            assert page.forms[-1].fields["body"].strip() == body.strip()


def test_lost_session_keeps_the_words(as_, taras, address):
    client = as_(taras)
    note = note_of(client.submit(address, {"body": NOTE}))
    page = client.submit(address, {"body": "Ще одне.", "csrf_token": "x"}, status=400)
    assert page.forms[-1].fields["body"] == "Ще одне." and "текст збережено" in page.text
    for step in ({"body": "Інше."}, {"step": "delete"}):
        client.post(f"{QUEUE}/notes/{note}", {"csrf_token": "x", **step}, status=400)
    assert count(DeskNote, DeskNote.body == NOTE) == 1


def test_strangers_unknown_things_and_wrong_method(client, as_, olena, marta, taras, theirs, address):
    assert client.get(address).response.request.path == "/sign-in"
    client.post(address, {"csrf_token": client.token(), "body": NOTE})
    for person in (olena, marta):
        stranger = as_(person)
        stranger.get(address, status=403)
        stranger.post(address, {"csrf_token": stranger.token(), "body": NOTE}, status=403)
    drafter = as_(taras)
    make_draft("other", LAND.replace("землею", "лісом"))
    for path in (
        f"/desk/other/comments/{theirs}",
        f"{QUEUE}/comments/0000",
        f"{QUEUE}/notes/0000",
        "/desk/nema/notes/0",
    ):
        drafter.get(path, status=404)
    for method in ("put", "delete"):
        assert client.ask(method, address).status_code == 405
    assert count(DeskNote) == 0


def test_notes_outlive_the_words_they_are_about(as_, taras, marta, theirs, address):
    client = as_(taras)
    client.submit(address, {"body": NOTE})
    erase(theirs, marta)
    page = client.get(address)
    assert NOTE in page.text and "Строк задовгий" not in page.text


def test_desk_is_in_no_public_place(app, client, as_, taras, olena, theirs, address, settings):
    drafter = as_(taras)
    drafter.submit(address, {"body": f"Нотатка: {SECRET}"})
    post(drafter, "tags", c=theirs, tag=f"м-{SECRET}")
    post(drafter, "assign", c=theirs, to="me")
    answer(theirs, taras)
    readers.run_once(app.extensions["readers"], patience=60)
    public = [
        "/", "/drafts/", "/drafts/land/", "/drafts/land/art_3__para_1", "/drafts/land/art_3__para_1/talk",
        "/drafts/land/feedback", "/drafts/land/answers", "/drafts/land/wordings", "/drafts/land/downloads",
        f"/comments/{theirs}", "/journal/", f"/search?q={SECRET}", "/api/v1/drafts", "/api/v1/drafts/land",
        "/api/v1/drafts/land/comments", "/api/v1/drafts/land/feedback", f"/api/v1/search?q={SECRET}",
        *(f"/drafts/land/downloads/comments.{name}" for name in ("csv", "jsonl")),
    ]  # fmt: skip
    for who, paths in ((client, public), (as_(olena), public[:9])):
        for path in paths:
            found = who.ask("get", path)
            words = found.get_data(as_text=True).replace(f"q={SECRET}", "").replace(f'value="{SECRET}"', "")
            words = words.replace(f"Пошук: {SECRET}", "")
            assert SECRET not in words, path
    assert "desk" not in " ".join(kinds_about(f"c:{theirs}"))
    assert SECRET not in content_of_journal()


def content_of_journal() -> str:
    db.session.rollback()
    tables = [t for t in db.metadata.tables if t.startswith(("entries", "journal", "entry"))]
    assert tables
    found = " ".join(str(row) for t in tables for row in db.session.execute(text(f"SELECT * FROM {t}")))
    db.session.rollback()
    return found
