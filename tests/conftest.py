"""Fixtures: a fresh portal with a migrated database, a named cast, clients that audit every page."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.engine import Connection, Engine
from werkzeug.routing import Rule

from reform_portal import database_form
from reform_portal.app import create_app
from reform_portal.core.database import db
from reform_portal.core.settings import Settings
from tests.client import PageClient
from tests.factories import make_draft, make_person

CORPORA = Path(os.environ.get("REFORM_PORTAL_CORPORA", Path(__file__).resolve().parents[2] / "shared" / "corpora"))
# Templates are compiled once for the whole run, not once for every portal that a test makes.
Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(tempfile.mkdtemp())}
_compiled: dict[tuple[object, ...], object] = {}
_statements: dict[object, object] = {}
LOCAL = {"127.0.0.1", "::1", "localhost"}


def _remember_builders() -> None:
    """Addresses are compiled once for the whole run too: nine tenths of making a portal, and every test makes one.

    What a rule compiles to is a function of the rule; it is bound to the map of its own portal afterwards.
    """
    compile_builder = Rule._compile_builder

    def remembered(self: Rule, append_unknown: bool = True) -> object:
        key = (self.rule, self.host, self.subdomain, repr(self.defaults), append_unknown)
        if key not in _compiled:
            _compiled[key] = compile_builder(self, append_unknown)
        return _compiled[key]

    Rule._compile_builder = remembered  # type: ignore[method-assign, assignment]


def _remember_statements() -> None:
    """SQL is compiled once for the whole run: a fifth of the time of a test that asks for a page.

    A compiled statement is a function of the statement and the dialect, and all portals on SQLite speak the same one.
    """

    @event.listens_for(Engine, "engine_connect")
    def share(connection: Connection) -> None:
        if isinstance(connection.dialect, SQLiteDialect):
            connection.execution_options(compiled_cache=_statements)

    SQLiteDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    SQLiteDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]


_remember_builders()
_remember_statements()


def settings_in(folder: Path, **more: object) -> Settings:
    """Settings of a portal in a folder, with cheap password hashes and no limits."""
    values: dict[str, object] = {
        "data_dir": folder,
        "database_url": f"sqlite:///{folder / 'portal.sqlite'}",
        "search_url": f"whoosh:{folder / 'index'}",
        "base_url": "http://portal.test",
        "secret_key": "0123456789abcdef0123456789abcdef",
        "argon2_memory_kib": 64,
        "argon2_rounds": 1,
        "limits_enabled": False,
        "testing": True,
    }
    return Settings(**{**values, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without rows, copied for every test."""
    folder = tmp_path_factory.mktemp("template")
    app = create_app(settings_in(folder))
    with app.app_context():
        database_form.upgrade()
        db.engine.dispose()
    return folder / "portal.sqlite"


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    shutil.copy(empty_database, tmp_path / "portal.sqlite")
    return settings_in(tmp_path)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    portal = create_app(settings)
    with portal.app_context():
        yield portal
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> PageClient:
    """Somebody who has not signed in."""
    return PageClient(app)


@pytest.fixture
def draft(app: Flask):
    """The draft «land», open for comments."""
    return make_draft()


@pytest.fixture
def olena(app: Flask):
    """A citizen."""
    return make_person("olena", given_name="Олена", pseudonym="Чайка")


@pytest.fixture
def petro(app: Flask):
    """Another citizen: the stranger."""
    return make_person("petro", given_name="Петро", family_name="Гнатюк")


@pytest.fixture
def taras(app: Flask):
    """A drafter."""
    return make_person("taras", "drafter", given_name="Тарас")


@pytest.fixture
def marta(app: Flask):
    """A moderator."""
    return make_person("marta", "moderator", given_name="Марта")


@pytest.fixture
def as_(app: Flask):
    """``as_(olena)``: a client that is signed in as this person."""
    return lambda account: PageClient(app).sign_in(account)


@pytest.fixture
def corpora() -> Path:
    """The shared law texts; skipped by name where they are absent, failed where CI must have them."""
    if not CORPORA.is_dir():
        reason = f"the corpora are not at {CORPORA} (REFORM_PORTAL_CORPORA)"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return CORPORA


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be called."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> object:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:  # type: ignore[index]
            raise AssertionError(f"a test called {address}")
        return connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
