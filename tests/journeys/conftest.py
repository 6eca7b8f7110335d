"""A real portal: the command ``serve`` with its worker, real mail, a real browser."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Mailbox:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append((envelope.rcpt_tos[0], letter.get_content()))
        return "250 OK"

    def link_for(self, address: str, within: float = 15) -> str:
        """The newest link mailed to an address; waits for it."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            for recipient, body in reversed(self.letters):
                found = re.search(r"https?://\S+", body)
                if recipient == address and found:
                    return found[0]
            time.sleep(0.1)
        raise AssertionError(f"no letter for {address}; there are {[to for to, _body in self.letters]}")


class Portal:
    """The running service."""

    def __init__(self, base: str, folder: Path, environ: dict[str, str], mailbox: Mailbox) -> None:
        self.base, self.folder, self.environ, self.mailbox = base, folder, environ, mailbox

    def command(self, *arguments: str, given: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "reform_portal.cli", *arguments],
            env=self.environ, cwd=ROOT, input=given, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    folder = tmp_path_factory.mktemp("portal")
    mailbox = Mailbox()
    post_office = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    post_office.start()
    base = f"http://127.0.0.1:{free_port()}"
    environ = {
        **os.environ,
        "REFORM_PORTAL_DATA_DIR": str(folder),
        "REFORM_PORTAL_BASE_URL": base,
        "REFORM_PORTAL_SMTP_URL": f"smtp://127.0.0.1:{post_office.port}",
    }
    running = Portal(base, folder, environ, mailbox)
    running.command("samples", "load", "--accounts")
    service = subprocess.Popen(
        [sys.executable, "-m", "reform_portal.cli", "serve", "--port", base.rsplit(":", 1)[1]], env=environ, cwd=ROOT
    )
    try:
        _wait_for(base + "/health/ready")
        running.command("worker", "--once")
        yield running
    finally:
        service.terminate()
        service.wait(20)
        post_office.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        reason = "Chromium is not installed: sudo apt-get install -y chromium"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new browser window; whatever goes wrong in its scripts fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="uk-UA")
    window = context.new_page()
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on(
        "console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None
    )
    yield window
    context.close()
    assert faults == []


def _wait_for(address: str, within: float = 90) -> None:
    until = time.monotonic() + within
    while True:
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
