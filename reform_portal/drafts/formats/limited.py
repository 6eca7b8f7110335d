"""Reads other people's files in a process of its own, so that no file can hurt the portal.

The process has limits of memory, time and files (see ``child``), none of the portal's settings in its
environment and an empty folder to stand in. However it ends, the person gets a reading or one sentence.
"""

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..remarks import REFUSALS, Refusal
from .importers import ending_of
from .reading import Reading
from .source_text import check_size

MOST_SECONDS = 20.0
MOST_ANSWER = 200 * 1024 * 1024
_PACKAGE_FOLDER = str(Path(__file__).resolve().parents[3])
_KEPT_SETTINGS = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_CHILD = "reform_portal.drafts.formats.child"
_log = logging.getLogger(__name__)


def read_limited(source: bytes, name: str) -> Reading:
    """What a file holds.

    Raises Refusal with the reason when it cannot be read, or not within the limits.
    """
    ending = ending_of(name)
    check_size(source)
    code, printed = run([sys.executable, "-P", "-s", "-m", _CHILD, f"act{ending}"], source)
    if code is None:
        raise Refusal("too_slow")
    return understood(code, printed)


def run(command: list[str], source: bytes, seconds: float = MOST_SECONDS) -> tuple[int | None, bytes]:
    """Run a command on some bytes: its exit code (None: it took too long) and what it printed.

    It is gone when this returns, and all that it started is killed.
    """
    with tempfile.TemporaryDirectory(prefix="reform-portal-import-") as folder, tempfile.TemporaryFile() as given:
        given.write(source)
        given.seek(0)
        process = subprocess.Popen(
            command,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
            close_fds=True,
        )
        try:
            printed = _printed(process, time.monotonic() + seconds)
            if printed is None:
                return None, b""
            return process.wait(timeout=5), printed
        except subprocess.TimeoutExpired:
            return None, b""
        finally:
            _end(process)


def _environment(folder: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_SETTINGS if name in os.environ}
    return kept | {"PYTHONPATH": _PACKAGE_FOLDER, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "HOME": folder,
                   "TMPDIR": folder}  # fmt: skip


def _printed(process: subprocess.Popen[bytes], end: float) -> bytes | None:
    """All that the process prints until it closes its output; None when it takes too long or prints too much."""
    assert process.stdout is not None
    pieces: list[bytes] = []
    size = 0
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while (left := end - time.monotonic()) > 0 and size <= MOST_ANSWER:
            if not selector.select(left):
                continue
            piece = os.read(process.stdout.fileno(), 1024 * 1024)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
            size += len(piece)
    return None


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def understood(code: int, printed: bytes) -> Reading:
    """The answer of the process as a reading, or as a refusal."""
    if code == -signal.SIGXCPU:
        raise Refusal("too_slow")
    try:
        told = json.loads(printed)
        if code == 0 and isinstance(told, Mapping) and "reading" in told:
            return Reading.from_json(told["reading"])
    except (ValueError, KeyError, TypeError, RecursionError):
        told = None
    if code == 0 and isinstance(told, Mapping) and _is_refusal(told.get("refusal")):
        raise Refusal(told["refusal"][0], **told["refusal"][1])
    _log.warning("a file could not be read: exit code %s, %s", code, _failure(told))
    # Memory that runs out while a library holds it ends the process without a word.
    raise Refusal("too_heavy" if code in (-signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT) else "unreadable")


def _is_refusal(told: Any) -> bool:
    try:
        code, values = told
        return bool(REFUSALS[code] % {str(name): value for name, value in values.items()})
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def _failure(told: Any) -> str:
    return str(told.get("failed"))[:300] if isinstance(told, Mapping) else "no answer"
