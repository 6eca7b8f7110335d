"""The main pages as a person sees them: pictures at two widths, and an accessibility audit."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*PAGES, *MORE])
def test_no_page_shuts_anybody_out(browser: Browser, portal, name: str, scheme: str):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(portal.base + {**PAGES, **MORE}[name])
    results = Axe().run(page, options=LEVELS)
    found = [(v["id"], v["nodes"][0]["html"][:150]) for v in results.response["violations"]]
    context.close()
    assert found == []


def test_the_audit_can_fail(browser: Browser, portal):
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(portal.base + "/about")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x.png\"><input>')")
    assert Axe().run(page, options=LEVELS).response["violations"]
    context.close()
