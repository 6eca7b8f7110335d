"""The main pages as a person sees them: pictures at two widths, and an accessibility audit."""

import json
import re
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from pypdf import PdfReader

from .test_citizen import sign_in

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).resolve().parents[2] / "var" / "screenshots"
PAGES = {
    "home": "/",
    "reading": "/drafts/admin-services/",
    "clause": "/drafts/admin-services/art_14__para_1",
    "feedback": "/drafts/admin-services/feedback",
    "search": "/search?q=строку",
}
MORE = {
    "comment-form": "/drafts/admin-services/art_14__para_1/comment",
    "sign-in": "/sign-in",
    "register": "/register",
    "journal": "/journal/",
    "downloads": "/drafts/admin-services/downloads",
    "annex": "/drafts/public-consultations/",
    "english": "/en/drafts/admin-services/",
    "not-found": "/drafts/nothing-here/",
    "about": "/about",
    "search-narrowed": "/search?q=строку&kind=comment&stance=oppose&from=2026-13",
    "search-nothing": "/search?q=носоріг&draft=admin-services",
    "search-start": "/search",
}
DRAFT = "/drafts/public-consultations"
# «COMMENT» stands for a comment whose words have changed since it was written.
VERSIONS = {
    "carried": f"{DRAFT}/art_6__para_1",
    "words-gone": f"{DRAFT}/art_5__para_2__point_2",
    "clauses-gone": "/drafts/admin-services/art_12__para_2",
    "earlier-version": f"{DRAFT}/art_11__para_1?version=1",
    "comment-trail": "/comments/COMMENT",
    "detached": f"{DRAFT}/detached",
    "wordings": f"{DRAFT}/wordings",
    "wording-form": f"{DRAFT}/art_6__para_1/comment?quote=15 робочих днів",
    "compare-choice": f"{DRAFT}/compare",
    "compare": f"{DRAFT}/compare/1...3",
    "compare-table": f"{DRAFT}/compare/2...3?view=table",
}
SHEET = "/drafts/admin-services"
# «CAMPAIGN» and «THEME» stand for the first of them.
FEEDBACK = {
    "questions": f"{SHEET}/feedback/questions",
    "clause-sheet": f"{SHEET}/feedback/art_9__para_1",
    "themes": f"{SHEET}/art_9__para_1/themes",
    "theme": "/themes/THEME",
    "campaigns": f"{SHEET}/campaigns",
    "campaign": "/campaigns/CAMPAIGN",
    "answers": f"{SHEET}/answers",
    "report-awaited": f"{SHEET}/report",
}
DESK = {
    "desk": "/desk/",
    "desk-queue": "/desk/admin-services",
    "desk-themes": "/desk/admin-services/art_9__para_1/themes",
    "desk-report": "/desk/admin-services/report",
    "desk-report-missing": "/desk/admin-services/report/missing",
    "desk-answers-file": "/desk/admin-services/answers-file",
    "desk-reasons": "/desk/answers/reasons",
    "desk-wordings": f"/desk{DRAFT}/wordings",
    "desk-places": f"/desk{DRAFT}/places",
    "desk-reattach": "/comments/COMMENT/reattach",
    "desk-upload": "/desk/uploads/new",
}
LEVELS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


@pytest.mark.parametrize("width", [1280, 390])
def test_pictures_of_the_main_pages(browser: Browser, portal, width: int):
    FOLDER.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(viewport={"width": width, "height": 900 if width > 500 else 844})
    page = context.new_page()
    for name, path in PAGES.items():
        page.goto(portal.base + path)
        page.evaluate("document.fonts.ready")
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide <= 0, f"{name} scrolls sideways by {too_wide} px at {width}"
        target = FOLDER / f"{name}-{width}.png"
        page.screenshot(path=target)
        assert target.stat().st_size > 10_000
    context.close()


@pytest.fixture(scope="module")
def drafter(browser: Browser, portal) -> Any:
    """What a browser keeps when a drafter has signed in."""
    context = browser.new_context()
    sign_in(context.new_page(), portal, "taras@example.org")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="module")
def carried_comment(portal) -> str:
    address = f"{portal.base}/api/v1{DRAFT}/comments?clause=art_12__para_1"
    with urllib.request.urlopen(address) as answer:
        items = json.load(answer)["items"]
    return next(item["id"] for item in items if item["anchor"]["state"] == "changed")


@pytest.fixture(scope="module")
def groups(portal) -> dict[str, str]:
    """The first campaign and the first theme, once the worker has made them."""
    return {
        "CAMPAIGN": first_link(portal, f"{SHEET}/campaigns", "/campaigns/"),
        "THEME": first_link(portal, f"{SHEET}/art_9__para_1/themes", "/themes/"),
    }


def first_link(portal, path: str, begin: str, within: float = 60) -> str:
    """What follows ``begin`` in the first such link of a page; waits for it."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        with urllib.request.urlopen(portal.base + path) as answer:
            found = re.search(rf'href="{begin}([a-z0-9]+)"', answer.read().decode())
        if found:
            return found[1]
        time.sleep(0.5)
    raise AssertionError(f"no link to {begin} on {path}")


@pytest.mark.parametrize("name", [*PAGES, *MORE])
def test_no_page_shuts_anybody_out(browser: Browser, portal, name: str):
    assert faults_of(browser, portal.base + {**PAGES, **MORE}[name]) == []


@pytest.mark.parametrize("name", VERSIONS)
def test_no_page_about_versions_shuts_anybody_out(browser: Browser, portal, carried_comment: str, name: str):
    assert faults_of(browser, portal.base + VERSIONS[name].replace("COMMENT", carried_comment)) == []


@pytest.mark.parametrize("name", FEEDBACK)
def test_no_page_of_the_feedback_shuts_anybody_out(browser: Browser, portal, groups: dict[str, str], name: str):
    path = FEEDBACK[name]
    for sign, found in groups.items():
        path = path.replace(sign, found)
    assert faults_of(browser, portal.base + path) == []


@pytest.mark.parametrize("name", DESK)
def test_no_page_of_the_desk_shuts_anybody_out(
    browser: Browser, portal, drafter: Any, carried_comment: str, groups: dict[str, str], name: str
):
    assert faults_of(browser, portal.base + DESK[name].replace("COMMENT", carried_comment), drafter) == []


def faults_of(browser: Browser, address: str, state: Any = None) -> list[Any]:
    """What the audit finds on a page with all its parts open, its colours by night too, and by how much it is too wide
    for a phone."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        color_scheme="light",
        reduced_motion="reduce",
        bypass_csp=True,
        storage_state=state,
    )
    page = context.new_page()
    answer = page.goto(address)
    assert answer is not None and answer.status in (200, 404)
    page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true })")
    violations = Axe().run(page, options=LEVELS).response["violations"]
    page.emulate_media(color_scheme="dark")
    violations += Axe().run(page, options=COLOURS).response["violations"]
    found: list[Any] = [(v["id"], v["nodes"][0]["html"][:150]) for v in violations]
    page.set_viewport_size({"width": 390, "height": 844})
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    return found + ([("too wide by", too_wide)] if too_wide > 0 else [])


def test_the_audit_can_fail(browser: Browser, portal):
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(portal.base + "/about")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x.png\"><input>')")
    assert Axe().run(page, options=LEVELS).response["violations"]
    context.close()


def test_the_audit_sees_colours_of_the_night(browser: Browser, portal):
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(portal.base + "/about")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        " '<style>@media (prefers-color-scheme: dark) { #dim { color: #222; background: #111 } }</style>"
        "<p id=dim>темно</p>')"
    )
    assert not Axe().run(page, options=COLOURS).response["violations"]
    page.emulate_media(color_scheme="dark")
    assert Axe().run(page, options=COLOURS).response["violations"]
    context.close()


def test_the_summary_of_a_clause_fits_one_printed_sheet(browser: Browser, portal, groups: dict[str, str], tmp_path):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{portal.base}{SHEET}/feedback/art_9__para_1")
    page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True, format="A4")
    assert len(PdfReader(tmp_path / "sheet.pdf").pages) == 1
    context.close()
