"""The main pages as a person sees them: pictures at two widths, and an accessibility audit."""

import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

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
DESK = {
    "desk-wordings": f"/desk{DRAFT}/wordings",
    "desk-places": f"/desk{DRAFT}/places",
    "desk-reattach": "/comments/COMMENT/reattach",
    "desk-upload": "/desk/uploads/new",
}
LEVELS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*PAGES, *MORE])
def test_no_page_shuts_anybody_out(browser: Browser, portal, name: str, scheme: str):
    assert faults_of(browser, portal.base + {**PAGES, **MORE}[name], scheme) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", VERSIONS)
def test_no_page_about_versions_shuts_anybody_out(
    browser: Browser, portal, carried_comment: str, name: str, scheme: str
):
    assert faults_of(browser, portal.base + VERSIONS[name].replace("COMMENT", carried_comment), scheme) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", DESK)
def test_no_page_of_the_desk_shuts_anybody_out(
    browser: Browser, portal, drafter: Any, carried_comment: str, name: str, scheme: str
):
    assert faults_of(browser, portal.base + DESK[name].replace("COMMENT", carried_comment), scheme, drafter) == []


def faults_of(browser: Browser, address: str, scheme: str, state: Any = None) -> list[Any]:
    """What the audit finds on a page with all its parts open, and by how much it is too wide for a phone."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True, storage_state=state
    )
    page = context.new_page()
    answer = page.goto(address)
    assert answer is not None and answer.status in (200, 404)
    page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true })")
    results = Axe().run(page, options=LEVELS)
    found: list[Any] = [(v["id"], v["nodes"][0]["html"][:150]) for v in results.response["violations"]]
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
