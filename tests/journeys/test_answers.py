"""From a copy of a letter to an answer that reaches all: a citizen signs instead of copying, a drafter clears the queue."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .test_citizen import sign_in, wait_until_found

pytestmark = pytest.mark.browser

DRAFT, CLAUSE = "admin-services", "art_9__para_1"
COPY = (
    "Прошу зменшити в частині першій статті 9 кількість мешканців із 1000 до 500 осіб. У малих селах живуть переважно літні "
    "люди, автобус ходить двічі на тиждень, а послуги їм потрібні так само, як у місті. І моїй бабусі в Градениці теж."
)
REASON = "Поріг знизимо до 500 осіб: видатки на це є в програмі на наступний рік."


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def windows(browser: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[Page, Page]]:
    """The window of a citizen on a phone and that of a drafter."""
    contexts = [
        browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=request.param, locale="uk-UA")
        for width in (390, 1280)
    ]
    yield contexts[0].new_page(), contexts[1].new_page()
    for context in contexts:
        context.close()


def test_sign_instead_of_copying_and_hear_the_answer(windows: tuple[Page, Page], portal, request):
    citizen, drafter = windows
    with_scripts = request.node.callspec.id == "scripts"
    wait_until_found(
        citizen, f"{portal.base}/drafts/{DRAFT}/campaigns", "зменшити в частині першій статті 9", within=60
    )
    sign_in(citizen, portal, "olena@example.org" if with_scripts else "marta@example.org")
    citizen.goto(f"{portal.base}/drafts/{DRAFT}/{CLAUSE}/comment")
    citizen.get_by_text("Пропоную зміну", exact=False).locator("visible=true").first.click()
    citizen.get_by_label("Ваша думка").fill(COPY)
    citizen.get_by_label("Ім’я та прізвище").check()
    citizen.get_by_label("Погоджуюся").check()
    citizen.get_by_role("button", name="Опублікувати").click()

    # Nothing is published yet; what is there and what the person adds stand side by side.
    offer = citizen.locator(".copy-offer")
    expect(offer.get_by_role("heading", level=2)).to_have_text("Таке зауваження вже є")
    expect(offer.locator("ins")).to_contain_text("бабусі в Градениці")
    expect(citizen.get_by_label("Ваша думка")).to_have_value(COPY)
    offer.get_by_role("button", name="Підписати це зауваження").click()
    expect(citizen.locator(".flash--ok")).to_be_visible()
    signed = citizen.url.split("#")[0]
    assert "/comments/" in signed

    if not with_scripts:
        # What the drafter does is tried once.
        return
    sign_in(drafter, portal, "taras@example.org")
    drafter.goto(f"{portal.base}/desk/{DRAFT}?clause={CLAUSE}&campaign=any")
    drafter.locator(".desk-rows").get_by_role("link", name="Відповісти на всі копії").first.click()
    drafter.get_by_label("враховано", exact=True).check()
    drafter.get_by_label("Обґрунтування", exact=True).fill(REASON)
    drafter.get_by_role("button", name="Опублікувати відповідь").click()
    expect(drafter).to_have_url(f"{portal.base}/desk/{DRAFT}?clause={CLAUSE}&campaign=any")
    wait_until_found(citizen, signed, REASON)
    wait_until_found(citizen, f"{portal.base}/account/notices", "Розробник відповів", within=30)
