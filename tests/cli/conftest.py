"""Running the command in this process, in a data folder of its own."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from reform_portal import cli
from reform_portal.core.database import db
from tests.texts import LAND


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its exit code and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, empty_database: Path) -> Path:
    """A data folder with a migrated database."""
    found = tmp_path / "var"
    found.mkdir()
    shutil.copy(empty_database, found / "portal.sqlite")
    return found


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """``run("drafts", "list")``; more settings as ``REFORM_PORTAL_…=…``."""
    made = []
    create = cli.create_app

    def create_and_note(*arguments):
        made.append(create(*arguments))
        return made[-1]

    monkeypatch.setattr(cli, "create_app", create_and_note)

    def command(*arguments: object, typed: str | None = None, **more: str) -> Outcome:
        environment = {"REFORM_PORTAL_DATA_DIR": str(folder), "LC_ALL": "", "LC_MESSAGES": "", "LANG": "uk_UA.UTF-8"}
        result = CliRunner().invoke(cli.main, [str(a) for a in arguments], typed, env={**environment, **more})
        for app in made:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
        made.clear()
        assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return command


@pytest.fixture
def land(tmp_path: Path) -> Path:
    """A file with an act."""
    file = tmp_path / "001.md"
    file.write_text(LAND, encoding="utf-8")
    return file


@pytest.fixture
def published(run, land):
    """The draft «land», published by the command."""
    assert run("drafts", "publish", land, "--slug", "land").code == 0
    return run


@pytest.fixture
def content(folder: Path) -> Callable[[], str]:
    """Everything that the database holds, as text; what readers and migrations do beside it left out."""

    def dump() -> str:
        with sqlite3.connect(folder / "portal.sqlite") as connection:
            lines = [line for line in connection.iterdump() if "reader_cursors" not in line]
        connection.close()
        return "\n".join(lines)

    return dump


@pytest.fixture
def change(folder: Path) -> Callable[..., int]:
    """Change the database past the portal, as an intruder would; returns how many rows it met."""

    def execute(statement: str, *values: object) -> int:
        with sqlite3.connect(folder / "portal.sqlite") as connection:
            met = connection.execute(statement, values).rowcount
        connection.close()
        return met

    return execute


def refused(outcome: Outcome, words: str = "", code: int = 1) -> bool:
    """Whether a command ended with this code, one line on standard error and nothing else."""
    line = outcome.err.rstrip("\n")
    assert (outcome.code, outcome.out) == (code, ""), outcome
    assert line and "\n" not in line and "Traceback" not in line, outcome.err
    assert words in line, line
    return True
