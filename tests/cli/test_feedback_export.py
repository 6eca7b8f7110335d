"""Taking the discussion home from the shell, and the files that the worker prepares."""

import json
import subprocess
import zipfile
from threading import Event

import pytest

from reform_portal.serving import Aside, portal_command
from tests.cli.conftest import refused
from tests.feedback.exporting import FORMATS


@pytest.fixture
def discussed(published, tmp_path):
    """The draft «land» with three comments."""
    file = tmp_path / "comments.jsonl"
    rows = [{"external_id": str(n), "body": f"Думка {n}.", "clause": "art_3__para_1"} for n in range(3)]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert published("comments", "import", "land", file).code == 0
    return published


@pytest.fixture
def asked(discussed, change):
    """A file that somebody asked for."""
    change(
        "INSERT INTO export_files (draft_id, format_name, state, asked_at, attempts, done, total, revision, entry,"
        " file_name, size, sha256) VALUES (1, 'csv', 'waiting', '2026-11-22 10:00:00', 0, 0, 0, 0, 0, '', 0, '')"
    )
    return discussed


def test_every_format_is_written(discussed, tmp_path):
    for chosen in FORMATS:
        name = chosen.name
        target = tmp_path / f"{name}.{name}"
        outcome = discussed("feedback", "export", "land", "--format", name, "-o", target)
        assert (outcome.code, outcome.out) == (0, f"{target}\n") and target.stat().st_size > 0
        assert target.with_suffix(".dictionary.csv").exists() == chosen.has_dictionary
    assert not list(tmp_path.glob("*.part"))
    with zipfile.ZipFile(tmp_path / "bundle.bundle") as archive:
        assert archive.testzip() is None and "annotations.jsonld" in archive.namelist()


def test_progress_is_told_on_standard_error(discussed, tmp_path):
    assert "3 · " in discussed("feedback", "export", "land", "--format", "jsonld", "-o", tmp_path / "x").err


def test_what_cannot_be_exported_is_refused(discussed, tmp_path):
    target = tmp_path / "x.csv"
    assert refused(discussed("feedback", "export", "nothing", "--format", "csv", "-o", target), "nothing")
    assert refused(discussed("feedback", "export", "land", "--format", "odt", "-o", target), "odt", 2)
    assert refused(discussed("feedback", "export", "land", "--format", "csv", "-o", tmp_path / "no" / "x.csv"), "no")
    assert refused(discussed("feedback", "export", "land", "--format", "bundle", "-o", tmp_path))
    assert not target.exists() and not list(tmp_path.glob("*.part"))


def states(folder):
    return [path.name for path in (folder / "exports").glob("*")] if (folder / "exports").is_dir() else []


def test_worker_once_makes_the_files_that_wait(asked, folder):
    assert asked("worker", "--once").code == 0
    assert states(folder) == ["land-1-comments.csv"]
    assert "Думка 2." in (folder / "exports" / "land-1-comments.csv").read_text(encoding="utf-8")


def test_command_of_the_worker_makes_the_files_that_wait(asked, folder):
    environment = {"PATH": "", "REFORM_PORTAL_DATA_DIR": str(folder), "LANG": "uk_UA.UTF-8"}
    done = subprocess.run(
        portal_command("feedback", "prepare"), env=environment, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("", "")
    assert states(folder) == ["land-1-comments.csv"]


def test_work_aside_is_done_by_one_process_at_a_time(monkeypatch):
    began = []

    class Process:
        def __init__(self):
            self.code = None

        def poll(self):
            return self.code

        def terminate(self):
            self.code = 0

        def wait(self, _seconds=None):
            return self.code

    monkeypatch.setattr(
        "reform_portal.serving._start", lambda command: began.append((command, Process())) or began[-1][1]
    )
    work = [True]
    aside = Aside(lambda: bool(work), "feedback", "prepare")
    aside.look()
    aside.look()
    assert len(began) == 1 and began[0][0][-2:] == ["feedback", "prepare"]
    began[0][1].code = 1
    aside.look()
    assert len(began) == 2
    aside.end()
    assert began[1][1].code == 0 and aside._ended.is_set()
    work.clear()
    aside.look()
    assert len(began) == 2


def test_work_is_looked_for_though_looking_fails_at_times(monkeypatch, caplog):
    monkeypatch.setattr("reform_portal.serving.LOOK_EVERY", 0.01)
    seen = Event()
    answers = iter([OSError("the database is away"), False, False])

    def has_work():
        answer = next(answers, None)
        if answer is None:
            seen.set()
        if isinstance(answer, Exception):
            raise answer
        return False

    aside = Aside(has_work, "feedback", "prepare")
    aside.watch()
    assert seen.wait(30)
    aside.end()
    assert "could not be started" in caplog.text and not aside._thread.is_alive()
