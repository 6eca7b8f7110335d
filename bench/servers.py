"""Starting and ending what is measured: web servers with the flags of ``reform_portal.serving``, and the worker."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reform_portal import serving

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
WORKERS = 2
PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """A running web server; ``pid`` is that of its master."""

    port: int
    pid: int


@contextmanager
def serving_app(app: str, log: Path) -> Iterator[Server]:
    """Serve a WSGI application exactly as the portal is served, on a free port."""
    port = _free_port()
    with _running(serving.gunicorn_command(HOST, port, WORKERS, app), log) as process:
        _wait_until_it_answers(port, process, log)
        yield Server(port, process.pid)


@contextmanager
def worker(log: Path) -> Iterator[int]:
    """The worker that follows the journal; gives its process id."""
    with _running(serving.portal_command("worker"), log) as process:
        yield process.pid


@contextmanager
def _running(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, env=serving.environ(), stdout=file, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def run_apart(module: str, *arguments: str) -> str:
    """Run a module of the bench in a process of its own; returns what it printed."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def _wait_until_it_answers(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")
