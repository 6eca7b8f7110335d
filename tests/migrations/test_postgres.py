"""The same on a real PostgreSQL, and a whole journey there."""

import contextvars
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import flask_migrate
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from reform_portal import cli, database_form
from reform_portal.app import create_app
from reform_portal.core.database import Base, db, unit_of_work
from reform_portal.core.errors import Conflict
from reform_portal.core.paging import encode_cursor
from reform_portal.discussion import actions as discussion
from reform_portal.discussion import queries as comments
from reform_portal.feedback.exports import formats, making
from reform_portal.journal import readers
from reform_portal.journal.verification import verify
from reform_portal.opendata import making as opendata
from tests import postgres_server
from tests.client import PageClient
from tests.conftest import settings_in
from tests.discussion.carried import place
from tests.discussion.proposing import accept, propose
from tests.factories import make_draft, say
from tests.migrations.test_sqlite import FOLDER, differences, go_to, tables
from tests.opendata.dumping import dump, everything, json_of
from tests.texts import LAND_2

pytestmark = pytest.mark.postgres

PLACE = "/drafts/land/art_3__para_1"


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with postgres_server.running() as found:
        yield found


@pytest.fixture
def address(server, request) -> Iterator[str]:
    """The address of an empty database."""
    name = f"portal_{abs(hash(request.node.name))}"
    yield postgres_server.new_database(server, name)
    server.psql(f"DROP DATABASE {name} WITH (FORCE);")


@pytest.fixture
def app(address, tmp_path):
    """A portal on that database, in its newest form."""
    portal = create_app(settings_in(tmp_path, database_url=address))
    with portal.app_context():
        database_form.upgrade()
        yield portal
        db.session.remove()
        db.engine.dispose()


def support(public_id: str, person) -> None:
    with unit_of_work():
        discussion.support(comments.comment_by_public_id(public_id), person)


def test_form_of_the_database_is_that_of_the_models(app):
    assert tables() == set(Base.metadata.tables)
    assert differences() == []


def test_database_apart_from_the_models_is_found(app):
    with db.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE drafts ADD COLUMN surplus INTEGER"))
    assert differences()


def test_down_to_nothing_and_up_again_with_rows(app, draft, olena):
    say(olena)
    go_to("base")
    assert tables() == set()
    database_form.upgrade()
    assert differences() == []
    make_draft()


def test_journal_fence_goes_over_rows_and_refuses_every_change(app, draft):
    go_to("0001")
    flask_migrate.upgrade(directory=FOLDER)
    for statement in ("UPDATE journal_entries SET second = 0", "DELETE FROM journal_entries"):
        with pytest.raises(sa.exc.DBAPIError, match="only grows"), db.engine.begin() as connection:
            connection.execute(sa.text(statement))


def test_journey_from_publication_to_the_checked_journal(app, draft, olena, petro, marta):
    client = PageClient(app)
    public_id = say(olena, "Дельфіни проти.", quote="30 календарних днів")
    say(petro, "Згоден.", parent=public_id, stance="support")
    support(public_id, petro)
    with pytest.raises(Conflict):
        support(public_id, petro)
    with pytest.raises(Conflict):
        support(public_id, olena)
    db.session.rollback()
    readers.run_once(app.extensions["readers"], patience=30)
    assert "Дельфіни проти." in client.get("/search?q=" + quote("дельфін")).text
    page = client.get(PLACE)
    assert "Дельфіни проти." in page.text and "2 зауваження" in page.text
    assert "<mark>30 календарних днів</mark>" in client.get("/drafts/land/").html
    make_draft(text=LAND_2)
    assert public_id in client.get(PLACE).html
    with unit_of_work():
        discussion.hide(comments.comment_by_public_id(public_id), marta, "off_topic")
    assert "Дельфіни" not in client.get(PLACE).html
    verdict = verify(app.extensions["journal_checks"])
    assert verdict.sound and verdict.entries >= 6


def test_file_of_a_large_discussion_is_prepared_as_of_one_moment(app, draft, olena, marta, monkeypatch):
    monkeypatch.setattr(formats, "MOST_AT_ONCE", -1)
    first = say(olena, "Перші слова.")
    path, chosen = "/drafts/land/downloads/comments.csv", formats.FORMATS["csv"]

    def write(found, target, base_url, progress):
        making._beside(lambda: say(olena, "Пізніші слова."))
        chosen.write(found, target, base_url, progress)

    monkeypatch.setitem(formats.FORMATS, "csv", replace(chosen, write=write))
    client = PageClient(app)
    for _time in range(2):
        client.post(path, {"csrf_token": client.token()})
    assert making.make_all() == 1
    content = client.ask("get", path).data.decode()
    assert "Перші слова." in content and "Пізніші слова." not in content
    with unit_of_work():
        discussion.hide(comments.comment_by_public_id(first), marta, "off_topic")
    assert client.ask("get", path).status_code == 409
    making.tidy()
    assert list(making.folder().iterdir()) == []


def test_open_data_are_of_one_moment_and_go_with_the_words(app, draft, olena, marta, monkeypatch):
    first = say(olena, "Перші слова.")
    hidden = say(olena, "Приховані слова.")
    with unit_of_work():
        discussion.hide(comments.comment_by_public_id(hidden), marta, "off_topic")
    write = opendata.write_table

    def write_and_say(folder, table, rows):
        if table.name == "drafts":
            opendata._beside(lambda: say(olena, "Пізніші слова."))
        return write(folder, table, rows)

    monkeypatch.setattr(opendata, "write_table", write_and_say)
    made = dump()
    text = everything(made)
    assert "Перші слова." in text and "Пізніші слова." not in text and "Приховані слова." not in text
    counted = json_of(made, "moderation")
    assert [(row["status"], row["comments"], len(row["month"])) for row in counted] == [("hidden", 1, 7)]
    client = PageClient(app)
    assert client.ask("get", "/open-data/latest/comments.csv.gz").status_code == 200
    assert f"/comments/{first}" in client.ask("get", "/sitemaps/comments-0.xml").data.decode()
    assert client.ask("get", "/sitemaps/clauses-0.xml").data.count(b"<loc>") > 10
    with unit_of_work():
        discussion.hide(comments.comment_by_public_id(first), marta, "off_topic")
    assert client.ask("get", "/open-data/latest/comments.csv.gz").status_code == 404


def test_comments_keep_their_place_and_wordings_reach_the_next_text(app, draft, olena, taras):
    public_id = propose(olena, "20 календарних днів")
    accept(public_id, taras)
    make_draft(text=LAND_2)
    readers.run_once(app.extensions["readers"], patience=30)
    client = PageClient(app).sign_in(olena)
    assert "слова змінилися" in client.get(PLACE).text
    assert public_id in client.get("/account/notices").html
    for path in (
        "wordings",
        "detached",
        "art_3__para_1?version=1",
        "text.akn",
        "compare/1...2.xlsx",
        "compare/1...2.docx",
    ):
        assert client.ask("get", f"/drafts/land/{path}").status_code == 200, path
    assert "Узято пропозицію" in client.get("/drafts/land/compare/1...2").text
    client.submit(f"/comments/{public_id}/place", {"verdict": "right"})
    assert (place(public_id).state, place(public_id).verdict) == ("changed", "right")
    assert verify(app.extensions["journal_checks"]).sound


def test_people_write_through_the_pages(app, draft, olena):
    client = PageClient(app).sign_in(olena)
    words = {"stance": "oppose", "body": "Через сторінку.", "name_mode": "full", "consent": "y"}
    assert "Через сторінку." in client.submit(f"{PLACE}/comment", words).text
    for path in ("/", "/drafts/", "/drafts/land/", "/drafts/land/feedback", "/account/", "/journal/", "/health/ready"):
        assert client.get(path).status == 200


def test_kept_page_changes_at_once(app, draft, olena):
    client = PageClient(app)
    client.get(PLACE)
    say(olena, "Щойно сказане.")
    assert "Щойно сказане." in client.get(PLACE).text


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/drafts/%00/"),
        pytest.param("/drafts/land/%00"),
        pytest.param("/comments/%00"),
        pytest.param("/drafts/land/?clause=%00"),
        "/drafts/land/" + "a" * 3000,
        pytest.param("/journal/?subject=%00"),
        "/search?q=%00",
        f"{PLACE}?cursor={encode_cursor(10**30)}",
        f"{PLACE}?cursor={encode_cursor('x')}",
        f"{PLACE}?sort=support&cursor={encode_cursor('x', 'y')}",
        f"/journal/?cursor={encode_cursor('x')}",
        f"/drafts/land/feedback?cursor={encode_cursor('x')}",
        "/drafts/land/?version=999999",
    ],
)
def test_hostile_address_is_never_our_fault(app, draft, olena, path):
    say(olena)
    answer = contextvars.Context().run(lambda: app.test_client().get(path))
    assert answer.status_code in (200, 404)


def test_commands_work_there_too(app, address, draft, olena, tmp_path):
    say(olena, "Дельфіни проти.")
    db.session.remove()
    db.engine.dispose()
    environment = {
        "REFORM_PORTAL_DATA_DIR": str(tmp_path),
        "REFORM_PORTAL_DATABASE_URL": address,
        "LANG": "uk_UA.UTF-8",
    }
    made = []

    def noted(*arguments):
        made.append(create_app(*arguments))
        return made[-1]

    def run(*arguments: object) -> str:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(cli, "create_app", noted)
            result = CliRunner().invoke(cli.main, [str(a) for a in arguments], env=environment)
        with made[-1].app_context():
            db.session.remove()
            db.engine.dispose()
        assert result.exit_code == 0, f"{arguments}: {result.output} {result.exception!r}"
        return result.stdout

    run("worker", "--once")
    assert json.loads(run("search", "query", "--json", "дельфін"))["total"] == 1
    assert "Записів: 2" in run("journal", "verify")
    run("backup", tmp_path / "b.tar.gz")
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE comments SET body = 'Інше.'"))
    db.engine.dispose()
    run("restore", tmp_path / "b.tar.gz")
    assert "Дельфіни проти." in PageClient(app).get(PLACE).text
    assert "✗" not in run("doctor")


def test_queue_of_the_desk_is_read_and_worked_through_there(app, draft, olena, petro, taras):
    said = [say(olena, "Строк 100% задовгий."), say(petro, "Об’єкт культури?", eid="art_2", stance="question")]
    propose(olena)
    drafter = PageClient(app).sign_in(taras)
    token = drafter.token()
    for act, values in (
        ("assign", {"to": "me"}),
        ("tags", {"tag": "строк"}),
        ("undo", {}),
        ("tags", {"tag": "строк"}),
        ("answer", {"step": "publish", "decision": "accepted", "reason": "Так.", "copies": "y"}),
    ):
        drafter.post(f"/desk/land/{act}", {"csrf_token": token, "c": said, **values})
    for query in ("", "state=all&sort=newest", "state=all&sort=signed&copies=1", "state=answered&assigned=me&tag=строк",
                  "assigned=nobody&campaign=any&clause=art_3&words=об'єкт&new=1", "clause=gone", "clause=whole"):  # fmt: skip
        drafter.get(f"/desk/land?{query}")
    assert said[0] in drafter.get("/desk/land?state=answered&assigned=me&tag=строк&words=100%25").html
