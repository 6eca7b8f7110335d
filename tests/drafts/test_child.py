"""The process in which files are read: its limits, its surroundings, and how every ending of it is understood."""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time

import pytest

from reform_portal.drafts.actions import read_source
from reform_portal.drafts.formats import child, limited
from reform_portal.drafts.formats.limited import read_limited, run, understood
from reform_portal.drafts.formats.reading import Reading
from reform_portal.drafts.remarks import Refusal
from reform_portal.drafts.structure import Paragraph
from tests.drafts.office_files import children, docx, w_p

READING = Reading([Paragraph("слово")]).as_json()
LIMITED = "from reform_portal.drafts.formats.child import limit; limit(); "


@pytest.fixture
def temp(tmp_path, monkeypatch):
    """A folder for temporary files of its own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def python(code: str, source: bytes = b"", seconds: float = 10) -> tuple[int | None, bytes]:
    return run([sys.executable, "-P", "-s", "-c", code], source, seconds)


def ends(command: str) -> bool:
    """Whether no process has this command line within half a minute: a killed grandchild dies when it is next scheduled."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if command not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout:
            return True
        time.sleep(0.05)
    return False


# What the process may do


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("x = bytearray(1100 * 1024 * 1024)", "MemoryError"),
        ("f = open('file', 'wb'); f.write(b'a'); f.flush()", "OSError"),
        ("files = [open('/dev/null') for _i in range(40)]", "OSError"),
    ],
)
def test_process_has_its_limits(code, error):
    lines = f"try:\n    {code}\nexcept {error}:\n    print('refused')"
    assert python(f"{LIMITED}exec({lines!r})") == (0, b"refused\n")


def test_process_that_takes_too_much_time_of_the_processor_is_ended():
    busy = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 3))\nwhile True: pass"
    code, printed = python(busy)
    assert code == -signal.SIGXCPU
    with pytest.raises(Refusal, match="too_slow"):
        understood(code, printed)


def test_limits_of_the_process_are_those_that_are_written():
    told = json.loads(python(
        f"{LIMITED}import json, resource as r; "
        "print(json.dumps([r.getrlimit(w)[0] for w in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_NOFILE, r.RLIMIT_CORE)]))"
    )[1])  # fmt: skip
    assert told == [child.MOST_MEMORY, child.MOST_SECONDS, 0, child.MOST_OPEN_FILES, 0]


def test_process_that_sleeps_is_ended_with_all_that_it_started(temp):
    begin = time.monotonic()
    code = "import subprocess, sys, time; p = subprocess.Popen(['sleep', '77.25']); print(p.pid, flush=True); time.sleep(60)"
    assert python(code, seconds=1.5) == (None, b"")
    assert time.monotonic() - begin < 10
    assert ends("sleep 77.25")
    assert list(temp.iterdir()) == []


def test_what_a_process_leaves_running_is_ended_too():
    code = "import subprocess; subprocess.Popen(['sleep', '78.25'], stdout=subprocess.DEVNULL); print('done')"
    assert python(code) == (0, b"done\n")
    assert ends("sleep 78.25")


def test_process_sees_no_settings_of_the_portal_and_stands_in_an_empty_folder(monkeypatch, temp):
    monkeypatch.setenv("REFORM_PORTAL_SECRET_KEY", "secret")
    monkeypatch.setenv("PGPASSWORD", "secret")
    told = json.loads(python("import json, os; print(json.dumps([dict(os.environ), os.getcwd(), os.listdir()]))")[1])
    assert "secret" not in json.dumps(told[0]) and not any(name.startswith("REFORM") for name in told[0])
    assert told[1].startswith(str(temp)) and told[2] == []
    assert list(temp.iterdir()) == []


def test_process_that_prints_without_end_is_ended(monkeypatch):
    monkeypatch.setattr(limited, "MOST_ANSWER", 1024 * 1024)
    assert python("while True: print('a' * 65536)") == (None, b"")


def test_large_file_reaches_the_process_whole():
    assert python("import sys; print(len(sys.stdin.buffer.read()))", b"a" * 5_000_000) == (0, b"5000000\n")


# How its endings are understood


@pytest.mark.parametrize(
    ("code", "printed", "refusal"),
    [
        (-signal.SIGKILL, b"", "too_heavy"),
        (-signal.SIGSEGV, b"", "too_heavy"),
        (-signal.SIGABRT, b"", "too_heavy"),
        (-signal.SIGXCPU, b"", "too_slow"),
        (1, b"", "unreadable"),
        (1, json.dumps({"reading": READING}).encode(), "unreadable"),
        (0, b"", "unreadable"),
        (0, b"\xff\xfe", "unreadable"),
        (0, b"[]", "unreadable"),
        (0, b"[" * 100_000, "unreadable"),
        (0, b'{"reading": 5}', "unreadable"),
        (0, b'{"reading": {"paragraphs": [[1]]}}', "unreadable"),
        (0, b'{"failed": "KeyError"}', "unreadable"),
        (0, b'{"refusal": ["no such", {}]}', "unreadable"),
        (0, b'{"refusal": ["too_large", {}]}', "unreadable"),
        (0, b'{"refusal": [["x"], {}]}', "unreadable"),
        (0, b'{"refusal": ["empty", {}]}', "empty"),
        (0, b'{"refusal": ["doctype", {"line": 3}]}', "doctype"),
    ],
)
def test_every_ending_is_one_refusal(code, printed, refusal):
    with pytest.raises(Refusal) as caught:
        understood(code, printed)
    assert caught.value.code == refusal


def test_answer_is_a_reading():
    assert understood(0, json.dumps({"reading": READING}).encode()) == Reading([Paragraph("слово")])


def test_failure_of_a_reader_is_logged_without_the_text(caplog, monkeypatch):
    def broken(source: bytes, name: str):
        raise KeyError("words of the act")

    monkeypatch.setattr("reform_portal.drafts.formats.importers.read", broken)
    told = child.answer(b"a", "a.md")
    assert str(told["failed"]).startswith("KeyError in answer:")
    with pytest.raises(Refusal, match="unreadable"):
        understood(0, json.dumps(told).encode())
    assert "KeyError in answer" in caplog.text and "words of the act" not in caplog.text


@pytest.mark.parametrize(("error", "refusal"), [(MemoryError, "too_heavy"), (RecursionError, "too_deep")])
def test_reader_that_runs_out_of_room_refuses(monkeypatch, error, refusal):
    def broken(source: bytes, name: str):
        raise error

    monkeypatch.setattr("reform_portal.drafts.formats.importers.read", broken)
    assert child.answer(b"a", "a.md") == {"refusal": [refusal, {}]}


def test_file_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(limited, "run", lambda command, source: (None, b""))
    with pytest.raises(Refusal, match="too_slow"):
        read_limited("слово".encode(), "a.md")


# The whole way


@pytest.mark.parametrize(
    "name", ["-c.docx", "../../x.docx", "a\x00b.docx", "\udce9.docx", "x" * 5000 + ".docx", ".docx"]
)
def test_name_of_a_file_does_no_harm(name):
    assert read_limited(docx(w_p("слово")), name).paragraphs == [Paragraph("слово")]


def test_refusal_of_the_child_is_said_to_the_person(app):
    from reform_portal.core.errors import BadInput

    with pytest.raises(BadInput, match="пошкоджено"):
        read_source(docx(w_p("слово"))[:200], "a.docx")


def test_nothing_is_left_behind(temp):
    files, running = len(os.listdir("/proc/self/fd")), children()
    for _round in range(3):
        read_limited(docx(w_p("слово")), "a.docx")
    assert list(temp.iterdir()) == [] and len(os.listdir("/proc/self/fd")) == files
    assert children() <= running


def test_child_starts_fast():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    read_limited(docx(w_p("слово")), "a.docx")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 0.5


@pytest.mark.parametrize("reader", ["importers", "docx", "odt", "html", "akoma_ntoso"])
def test_readers_wait_for_no_framework(reader):
    code = f"import sys, reform_portal.drafts.formats.{reader}; print([m for m in ('flask', 'sqlalchemy', 'flask_babel', 'docx', 'odfdo') if m in sys.modules])"
    assert python(code) == (0, b"[]\n")
