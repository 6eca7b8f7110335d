"""The real service: web server and worker as processes, and what becomes of them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.client import Page

PROC = Path("/proc")
PASSWORD = "море хвиля маяк"
PLACE = "/drafts/land/art_3__para_1"

pytestmark = pytest.mark.skipif(not (PROC / "self" / "stat").exists(), reason="needs /proc to look at processes")


def wait_for(what: Callable[[], object], seconds: float, why: str) -> object:
    """Ask again and again until there is an answer."""
    until = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        assert time.monotonic() < until, why
        time.sleep(0.1)


def processes() -> Iterator[tuple[int, int, str]]:
    """(process, its parent, its command line) of everything that runs and is no zombie."""
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            except (OSError, ValueError):
                continue
            if state != "Z":
                yield int(entry.name), int(parent), command


def offspring(pid: int) -> dict[int, str]:
    """All processes below one, with their command lines."""
    alive = list(processes())
    found: dict[int, str] = {}
    grown = True
    while grown:
        below = {p: c for p, parent, c in alive if (parent == pid or parent in found) and p not in found}
        found.update(below)
        grown = bool(below)
    return found


def workers(pid: int) -> list[int]:
    return [p for p, command in offspring(pid).items() if "reform_portal.cli worker" in command]


class Answer:
    """An answer of the real server in the form that ``Page`` reads."""

    def __init__(self, answer) -> None:
        self.status_code = answer.status
        self.content_type = answer.headers.get("Content-Type", "")
        self._body = answer.read()
        answer.close()

    def get_data(self, as_text: bool = False):
        return self._body.decode() if as_text else self._body


class Browser:
    """Opens pages of the real server, keeps its cookies and fills in its forms."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str, data: dict[str, str] | None = None) -> Page:
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        with self.opener.open(self.base + path, body, timeout=30) as answer:
            return Page(Answer(answer))

    def submit(self, path: str, **values: str) -> Page:
        form = [form for form in self.get(path).forms if form.method == "post"][-1]
        return self.get(form.action or path, {**form.fields, **values})

    def is_ready(self) -> bool:
        try:
            return self.get("/health/ready").status == 200
        except (urllib.error.URLError, OSError):
            return False


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def service(published, folder, tmp_path) -> Iterator[tuple[subprocess.Popen, Browser]]:
    """A running portal with the draft «land» and the account of Olena."""
    typed = PASSWORD + "\n"
    published("people", "add", "olena@example.org", "--role", "citizen", "--password-stdin", typed=typed)
    port = free_port()
    environment = {**os.environ, "REFORM_PORTAL_DATA_DIR": str(folder), "LANG": "uk_UA.UTF-8"}
    command = [sys.executable, "-m", "reform_portal.cli", "serve", "--port", str(port), "--workers", "1"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            browser = Browser(f"http://127.0.0.1:{port}")
            wait_for(browser.is_ready, 60, "the server does not answer")
            yield process, browser
        finally:
            family = [process.pid, *offspring(process.pid)]
            for pid in family if process.poll() is None else []:
                os.kill(pid, signal.SIGKILL)
            process.wait()


def test_service_takes_a_comment_survives_its_worker_and_ends_with_all_its_children(service):
    process, browser = service
    page = browser.submit("/sign-in", email="olena@example.org", password=PASSWORD)
    assert "olena@example.org" in page.text
    (first,) = wait_for(lambda: workers(process.pid), 30, "there is no worker")
    os.kill(first, signal.SIGKILL)
    page = browser.submit(
        f"{PLACE}/comment",
        stance="oppose",
        body="Дельфіни проти.",
        name_mode="full",
        consent="y",
        quote="30 календарних днів",
    )
    assert "Дельфіни проти." in page.text
    wait_for(lambda: set(workers(process.pid)) - {first}, 30, "the worker was not started again")
    search = "/search?q=" + urllib.parse.quote("дельфін")
    wait_for(lambda: "Дельфіни проти." in browser.get(search).text, 15, "the comment did not become searchable")
    assert "1 зауваження" in browser.get("/drafts/land/").text
    children = offspring(process.pid)
    assert len(children) >= 3
    process.send_signal(signal.SIGTERM)
    assert process.wait(40) == 0
    wait_for(lambda: not set(children) & {pid for pid, _parent, _command in processes()}, 20, "a child was left behind")


def test_service_without_a_worker_and_a_worker_once_beside_it(published, folder, tmp_path):
    port = free_port()
    environment = {**os.environ, "REFORM_PORTAL_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "reform_portal.cli", "serve", "--port", str(port), "--workers", "1", "--no-worker"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            browser = Browser(f"http://127.0.0.1:{port}")
            wait_for(browser.is_ready, 60, "the server does not answer")
            assert workers(process.pid) == []
            assert published("worker", "--once").code == 0
            assert "art_2" in browser.get("/search?q=" + urllib.parse.quote("щомісяця")).html
        finally:
            process.terminate()
            assert process.wait(40) == 0


def test_command_ends_with_the_right_code_as_a_process(folder, land):
    environment = {**os.environ, "REFORM_PORTAL_DATA_DIR": str(folder), "LANG": "uk_UA.UTF-8"}

    def portal(*arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "reform_portal.cli", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)

    done = portal("drafts", "publish", str(land), "--slug", "land")
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.startswith("land")
    refused = portal("drafts", "publish", str(land), "--slug", "land")
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
