"""Web server and worker as one service: two child processes, watched over and ended together.

The web server is gunicorn with threads (docs/decisions/0003-server.md).
"""

import gc
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from types import FrameType

from flask import Flask

from .core.settings import Settings

logger = logging.getLogger(__name__)

RESTART_AFTER = 1.0
LOOK_EVERY = 1.0
GRACE = 15.0
APPLICATION = "reform_portal.serving:ready_app()"


class Aside:
    """Work that would hold up the readers: a command of the portal in a process of its own, one at a time.

    ``watch`` looks for it in a thread of its own, for one round of the readers may be long. ``has_work`` is called
    there.
    """

    def __init__(self, has_work: Callable[[], bool], *command: str) -> None:
        self._has_work = has_work
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def watch(self) -> None:
        self._thread.start()

    def look(self) -> None:
        """Start the command when there is work and it does not run already."""
        if (self._process is None or self._process.poll() is not None) and self._has_work():
            self._process = _start(portal_command(*self._command))

    def end(self) -> None:
        """End it within the time that the worker itself has; what it left half-made is taken up again later."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(GRACE / 3)
        if self._process is not None:
            _end(self._process, GRACE / 3)

    def _watch(self) -> None:
        while not self._ended.wait(LOOK_EVERY):
            try:
                self.look()
            except Exception:
                logger.exception("%s could not be started and will be tried again", " ".join(self._command))


def end_all(asides: Iterable[Aside]) -> None:
    """End them side by side: together they have no more time than one of them."""
    threads = [threading.Thread(target=aside.end) for aside in asides]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def serve(host: str, port: int, workers: int, with_worker: bool) -> int:
    """Run until a signal comes. Returns the exit code: that of the web server if it failed to start."""
    web = _start(gunicorn_command(host, port, workers))
    worker = _start(portal_command("worker")) if with_worker else None
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while not stopping and web.poll() is None:
        if worker is not None and worker.poll() is not None:
            time.sleep(RESTART_AFTER)
            worker = _start(portal_command("worker"))
        time.sleep(0.2)
    code = web.poll()
    for process in filter(None, (web, worker)):
        _end(process)
    return 0 if stopping else (code or 0)


def goes_on_with_parent() -> Callable[[], bool]:
    """For a child: true as long as the process that started it lives and no signal asked to end."""
    parent = os.getppid()
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    return lambda: not stopping and os.getppid() == parent


def ready_app(settings: Settings | None = None) -> Flask:
    """The application with all that its first readers would wait for, made before the web workers are forked from it.

    So they share its memory: the dictionaries of lemmas alone take 90 MB.
    """
    from .app import create_app
    from .core.database import db
    from .core.lemmas import keys

    app = create_app(settings)
    for word in ("земля", "land"):
        keys(word)
    with app.app_context():
        # No connection may be open in two processes.
        db.engine.dispose()
    gc.freeze()
    return app


def gunicorn_command(host: str, port: int, workers: int, app: str = APPLICATION) -> list[str]:
    """``app`` names a WSGI application, as ``module:name`` or ``module:call()``."""
    return [
        sys.executable, "-m", "gunicorn", app, "--preload",
        "--bind", f"{host}:{port}", "--workers", str(workers), "--threads", "8", "--worker-class", "gthread",
        "--graceful-timeout", "10", "--timeout", "60", "--log-level", "warning", "--no-control-socket",
        # A thousand Ukrainian letters, as many as a search takes, are six thousand in an address.
        "--forwarder-headers=", "--limit-request-line", "8190",
    ]  # fmt: skip


def portal_command(*command: str) -> list[str]:
    return [sys.executable, "-m", "reform_portal.cli", *command]


def environ() -> dict[str, str]:
    """What the processes of the service are started with."""
    # One arena of memory for each of many threads makes a process several times as large as what it holds.
    return {"MALLOC_ARENA_MAX": "2", **os.environ}


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, start_new_session=True, env=environ())


def _end(process: subprocess.Popen[bytes], grace: float = GRACE) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(grace)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
