"""Readers follow the journal, each with a cursor of its own, and go on where they stopped."""

import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import insert, select, update

from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.journal import readers
from reform_portal.journal.actions import record
from reform_portal.journal.models import ReaderCursor

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from reform_portal.app import create_app
from reform_portal.journal import readers
from tests.conftest import settings_in
app = create_app(settings_in(Path(sys.argv[1])))
with app.app_context():
    readers._hold("notes")
    print("held", flush=True)
    sys.stdin.read()
"""


class Notes:
    """A reader that writes down what it gets; ``fails`` makes it stop in the middle."""

    name = "notes"

    def __init__(self, fails=0):
        self.taken, self.batches, self.fails = [], [], fails

    def take(self, entries):
        self.batches.append(len(entries))
        self.taken += [entry.number for entry in entries]
        if self.fails:
            self.fails -= 1
            raise RuntimeError("the power went out")


def write(number):
    for one in range(number):
        with unit_of_work():
            record("role.given", f"p:{one}", role="drafter")


def cursor(name="notes"):
    db.session.rollback()
    row = db.session.execute(select(ReaderCursor.__table__).where(ReaderCursor.name == name)).first()
    db.session.rollback()
    return row


def held_by(holder, for_seconds):
    with unit_of_work():
        values = {
            "name": "notes",
            "position": 0,
            "holder": holder,
            "held_until": now() + timedelta(seconds=for_seconds),
        }
        db.session.execute(insert(ReaderCursor).values(values))


@pytest.fixture
def quick(monkeypatch):
    """Pauses take no time."""
    monkeypatch.setattr(readers.time, "sleep", lambda seconds: None)


def test_reader_gets_every_entry_once_and_in_order(app):
    write(5)
    notes = Notes()
    readers.run_once([notes])
    write(2)
    readers.run_once([notes])
    assert notes.taken == [1, 2, 3, 4, 5, 6, 7]
    assert cursor().position == 7


def test_empty_journal_is_no_work(app):
    notes = Notes()
    readers.run_once([notes])
    assert notes.taken == [] and readers.position_of("notes") == 0


def test_each_reader_has_a_cursor_of_its_own(app):
    write(3)
    one, other = Notes(), Notes()
    other.name = "other"
    readers.run_once([one])
    write(1)
    readers.run_once([one, other])
    assert one.taken == other.taken == [1, 2, 3, 4]


def test_long_journal_comes_in_batches(app, monkeypatch):
    monkeypatch.setattr(readers, "BATCH", 2)
    write(5)
    notes = Notes()
    readers.run_once([notes])
    assert notes.batches == [2, 2, 1]


def test_batch_that_failed_is_given_again(app):
    write(3)
    broken = Notes(fails=1)
    with pytest.raises(RuntimeError, match="power"):
        readers.run_once([broken])
    assert cursor().position == 0
    readers.run_once([broken])
    assert broken.taken == [1, 2, 3, 1, 2, 3] and cursor().position == 3


def test_reset_begins_from_nothing(app):
    write(2)
    notes = Notes()
    readers.run_once([notes])
    readers.reset("notes")
    readers.run_once([notes])
    assert notes.taken == [1, 2, 1, 2]


def test_reset_to_a_place_goes_on_from_there(app):
    write(3)
    readers.reset("notes", 2)
    notes = Notes()
    readers.run_once([notes])
    assert notes.taken == [3]


@pytest.mark.parametrize("position", [0, 1, 3])
def test_reset_while_a_batch_is_taken_holds(app, position):
    """Somebody made the state anew from entry 3 on while entries 4 and 5 went into the old one."""

    class Slow(Notes):
        def take(self, entries):
            super().take(entries)
            if entries[-1].number == 5 and self.batches[-1] == 2:
                readers.reset("notes", position)

    write(3)
    slow = Slow()
    readers.run_once([slow])
    write(2)
    assert readers.advance(slow) == position == cursor().position
    readers.run_once([Notes()])
    assert cursor().position == 5


def test_living_process_elsewhere_keeps_its_lease_until_it_ends(app):
    write(1)
    held_by("another-machine:17", 10)
    with pytest.raises(readers.Busy):
        readers.advance(Notes())
    with unit_of_work():
        db.session.execute(update(ReaderCursor).values(held_until=now() - timedelta(seconds=1)))
    assert readers.advance(Notes()) == 1
    assert cursor().holder == readers.me()


def test_waiting_for_a_busy_reader_has_an_end(app, quick):
    write(1)
    held_by("another-machine:17", 60)
    with pytest.raises(TimeoutError, match="notes did not reach entry 1"):
        readers.run_once([Notes()], patience=0)


def test_lease_of_a_process_that_is_gone_is_not_waited_for(app):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    write(1)
    held_by(f"{socket.gethostname()[:60]}:{gone.pid}", 60)
    notes = Notes()
    readers.run_once([notes], patience=0)
    assert notes.taken == [1]


def test_killed_worker_is_followed_by_another_at_once(app, settings):
    write(2)
    command = [sys.executable, "-c", HOLD, str(settings.data_dir)]
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert worker.stdout.readline() == "held\n"
        with pytest.raises(readers.Busy):
            readers.advance(Notes())
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    finally:
        worker.kill()
        worker.communicate()
    notes = Notes()
    readers.run_once([notes], patience=0)
    assert notes.taken == [1, 2]


def test_cursor_taken_over_by_another_is_not_moved_back(app):
    write(2)
    notes = Notes()
    advance = notes.take

    def overtaken(entries):
        advance(entries)
        with unit_of_work():
            db.session.execute(update(ReaderCursor).values(holder="another-machine:17", position=9))

    notes.take = overtaken
    readers.advance(notes)
    assert (cursor().position, cursor().holder) == (9, "another-machine:17")


def rounds(number):
    left = [number]

    def goes_on():
        left[0] -= 1
        return left[0] >= 0

    return goes_on


def test_worker_goes_on_when_one_reader_fails(app, quick, caplog):
    write(1)
    broken, sound, done = Notes(fails=99), Notes(), []
    broken.name = "broken"
    readers.run([broken, sound], [lambda: done.append("task")], rounds(3))
    assert sound.taken == [1] and done == ["task"] * 3
    assert "broken failed and will be tried again" in caplog.text


def test_worker_goes_on_when_a_task_fails(app, quick, caplog):
    write(1)
    notes = Notes()

    def fails():
        raise OSError("no post today")

    readers.run([notes], [fails], rounds(2))
    assert notes.taken == [1]
    assert "fails failed and will be tried again" in caplog.text


def test_worker_sees_what_is_written_while_it_runs(app, quick):
    notes = Notes()
    readers.run([notes], [lambda: write(1)], rounds(4))
    assert notes.taken == [1, 2, 3]


def test_worker_rests_only_when_nothing_moved(app, monkeypatch):
    pauses = []
    monkeypatch.setattr(readers.time, "sleep", pauses.append)
    write(1)
    readers.run([Notes()], [], rounds(3))
    assert pauses == [readers.PAUSE] * 2


def test_busy_reader_does_not_stop_the_worker(app, quick):
    write(1)
    held_by("another-machine:17", 60)
    other = Notes()
    other.name = "other"
    readers.run([Notes(), other], [], rounds(2))
    assert other.taken == [1]


def test_holder_is_written_so_that_it_can_be_found_again():
    assert readers.me() == f"{socket.gethostname()[:60]}:{os.getpid()}"
    assert readers.is_alive(readers.me()) and readers.is_alive("another-machine:1")


def test_process_of_another_user_is_alive(monkeypatch):
    def refused(pid, number):
        raise PermissionError

    monkeypatch.setattr(readers, "os", SimpleNamespace(kill=refused, getpid=os.getpid))
    assert readers.is_alive(readers.me())
