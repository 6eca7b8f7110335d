"""The form of the database: up, down, up again, and never apart from the models."""

import sqlite3

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from reform_portal import database_form
from reform_portal.app import create_app
from reform_portal.core.database import Base, db
from reform_portal.core.identifiers import token_hash
from reform_portal.people.queries import person_of_api_token
from tests.conftest import settings_in
from tests.factories import make_draft, make_person, say

FOLDER = str(database_form.FOLDER)


@pytest.fixture
def empty(tmp_path):
    """A portal whose database has nothing in it yet."""
    portal = create_app(settings_in(tmp_path))
    with portal.app_context():
        yield portal
        db.session.remove()
        db.engine.dispose()


def differences() -> list:
    """What the models have and the database has not, and the other way round."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)


def tables() -> set[str]:
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def go_to(revision: str) -> None:
    db.session.remove()
    flask_migrate.downgrade(directory=FOLDER, revision=revision)


def test_migrations_have_one_line_and_readable_names():
    scripts = ScriptDirectory(FOLDER)
    assert len(scripts.get_heads()) == 1 and len(scripts.get_bases()) == 1
    for script in scripts.walk_revisions():
        assert script.revision.isdigit() and len(script.revision) == 4 and script.doc


def test_empty_database_comes_to_the_newest_form(empty):
    assert database_form.current() is None
    database_form.upgrade()
    assert database_form.current() == database_form.head()
    assert tables() == set(Base.metadata.tables)
    database_form.upgrade()


def test_newest_form_is_that_of_the_models(app):
    assert differences() == []


@pytest.mark.parametrize(
    "breach",
    [
        "DROP TABLE supports",
        "DROP INDEX ix_comments_status_id",
        "ALTER TABLE drafts ADD COLUMN surplus INTEGER",
        "ALTER TABLE drafts DROP COLUMN summary",
        "CREATE TABLE surplus (id INTEGER)",
    ],
)
def test_database_apart_from_the_models_is_found(app, breach):
    with db.engine.begin() as connection:
        connection.execute(sa.text(breach))
    assert differences()


def test_down_to_nothing_and_up_again(app, draft, olena):
    say(olena)
    go_to("base")
    assert tables() == set() and database_form.current() is None
    database_form.upgrade()
    assert differences() == []
    make_draft()
    assert say(make_person("again"))


def test_each_step_goes_over_real_rows(app, draft, olena, petro):
    public_id = say(olena)
    steps = [script.revision for script in ScriptDirectory(FOLDER).walk_revisions()]
    for revision in steps[1:]:
        go_to(revision)
        assert database_form.current() == revision
        database_form.upgrade()
    with db.engine.connect() as connection:
        found = connection.execute(sa.text("SELECT public_id FROM comments")).scalars().all()
    assert found == [public_id] and differences() == []


@pytest.fixture
def broken(app, draft, olena, settings):
    """A database at the first form whose rows point to nothing."""
    say(olena)
    go_to("0001")
    with sqlite3.connect(settings.data_dir / "portal.sqlite") as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("DELETE FROM drafts")
    connection.close()


def test_migration_that_leaves_broken_references_fails(broken, caplog):
    with pytest.raises(SystemExit):
        database_form.upgrade()
    assert "broken references" in caplog.text


def test_failed_migration_leaves_the_form_as_it_was(broken):
    with pytest.raises(SystemExit):
        database_form.upgrade()
    assert database_form.current() == "0001"


def test_foreign_keys_hold_again_after_a_migration(app, draft, olena):
    say(olena)
    go_to("0001")
    database_form.upgrade()
    with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE comments SET draft_id = 999"))


@pytest.mark.parametrize("statement", ["UPDATE journal_entries SET second = 0", "DELETE FROM journal_entries"])
def test_journal_refuses_every_change(app, draft, statement):
    with pytest.raises(sa.exc.IntegrityError, match="only grows"), db.engine.begin() as connection:
        connection.execute(sa.text(statement))
    with db.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM journal_entries WHERE second > 0")).scalar() == 1


def test_connection_is_safe_for_what_must_not_be_lost(app):
    with db.engine.connect() as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert values == ["wal", 2, 1]


def test_token_from_before_there_were_scopes_goes_on_posting(empty):
    database_form.upgrade()
    person = make_person("olena")
    go_to("0012")
    with db.engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO api_tokens (token_hash, person_id, created_at) VALUES (:hash, :person, :at)"),
            {"hash": token_hash("rp_old"), "person": person.id, "at": "2026-01-01 00:00:00.000000"},
        )
    database_form.upgrade()
    found = person_of_api_token("rp_old")
    assert found.id == person.id and found.scopes == ["comments:write"] and len(found.token_id) == 16
