"""A draft gets its second version in a real browser: a wording is proposed, the text follows, its author says «так»."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .test_citizen import press_until, press_until_named, select_words, sign_in, sign_in_by_keys, wait_until_found
from .test_pages import LEVELS

pytestmark = pytest.mark.browser

FIRST = """# Правила торгівлі на міських ринках

### Стаття 1. Години роботи

1. Ринок працює щодня з восьмої години.

2. Санітарний день проводять раз на місяць, у понеділок.

### Стаття 2. Місце для торгівлі

1. Місце надають на підставі договору строком на один рік.

2. Плату за місце встановлює міська рада.
"""
SECOND = FIRST.replace("з восьмої години", "з шостої години").replace(
    "раз на місяць, у понеділок.",
    "раз на місяць, у понеділок. Про зміну дня ринок повідомляє за тиждень.",
)
WORDS, WISH = "щодня з восьмої години", "щодня з шостої години"
# One person says it on two drafts, with scripts and without.
BODIES = {True: "Фермери приїздять удосвіта, а брама зачинена.", False: "О сьомій під брамою вже черга."}


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def windows(browser: Browser, scripts: bool) -> Iterator[tuple[Page, Page]]:
    """The window of a citizen and that of a drafter."""
    contexts = [_window(browser, scripts, 390), _window(browser, scripts, 1280)]
    yield contexts[0].new_page(), contexts[1].new_page()
    for context in contexts:
        context.close()


def test_propose_publish_find_the_notice_confirm_and_compare(
    windows: tuple[Page, Page], portal, scripts: bool, tmp_path: Path
):
    citizen, drafter = windows
    slug, body = "markets" if scripts else "markets-plain", BODIES[scripts]
    publish_by_command(portal, slug, tmp_path)
    sign_in(citizen, portal)
    propose(citizen, portal, slug, scripts)
    shown = citizen.locator(".comment", has_text=body).locator(".wording-shown")
    expect(shown.locator("del")).to_contain_text("восьмої")
    expect(shown.locator("ins")).to_contain_text("шостої")
    expect(shown).to_contain_text("У частині першій статті 1")
    address = citizen.locator(".comment", has_text=body).locator("header a").first.get_attribute("href")
    assert address is not None

    sign_in(drafter, portal, "taras@example.org")
    upload(drafter, portal, slug, tmp_path)
    split_a_paragraph(drafter)
    look_at_rehearsal(drafter, address.rsplit("/", 1)[-1], scripts)
    drafter.get_by_label("Розпізнаний текст переглянуто").check()
    drafter.get_by_role("button", name="Опублікувати").click()
    expect(drafter.locator(".flash")).to_contain_text("Опубліковано: редакція 2")
    expect(drafter.locator("main")).to_contain_text("Про зміну дня ринок повідомляє за тиждень.")

    wait_until_found(citizen, portal.base + "/account/notices", body)
    notice = citizen.locator(".result", has_text=body)
    expect(notice).to_contain_text("Слова біля вашого зауваження змінено")
    check(citizen, scripts)
    expect(notice.get_by_role("button", name="Так, місце правильне")).to_be_visible()
    notice.get_by_role("link", name="Подивитися").click()
    expect(citizen.locator(".pair")).to_contain_text(WISH)
    check(citizen, scripts)
    citizen.get_by_label("Так, місце правильне").check()
    citizen.get_by_role("button", name="Надіслати").click()
    expect(citizen.locator(".flash")).to_contain_text("Ви підтвердили місце зауваження")
    expect(citizen.locator(".trail-list")).to_contain_text("Автор підтвердив місце")
    assert letters_to(portal, "olena@example.org", address)

    citizen.goto(f"{portal.base}/drafts/{slug}/compare/1...2")
    change = citizen.locator(".change", has_text="Ринок працює")
    expect(change.locator("del")).to_contain_text("восьмої")
    expect(change.locator("ins")).to_contain_text("шостої")
    expect(citizen.locator(".change--same")).to_have_count(0)
    check(citizen, scripts)


def test_propose_and_confirm_by_keyboard_alone(page: Page, portal, tmp_path: Path):
    publish_by_command(portal, "markets-keys", tmp_path)
    sign_in_by_keys(page, portal)
    page.goto(portal.base + "/drafts/markets-keys/art_1__para_1")
    press_until(page, "Висловитися")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Висловитися")
    press_until_named(page, "stance")
    page.keyboard.press("Space")
    press_until_named(page, "body")
    page.keyboard.type("Клавіатурою пропоную шосту годину.")
    press_until(page, "Запропонувати інші слова")
    page.keyboard.press("Enter")
    press_until_named(page, "wording")
    page.keyboard.type("Ринок працює щодня з п’ятої години.")
    press_until_named(page, "name_mode")
    page.keyboard.press("Space")
    press_until_named(page, "consent")
    page.keyboard.press("Space")
    press_until(page, "Опублікувати")
    page.keyboard.press("Enter")
    expect(page.locator(".wording-shown ins").first).to_contain_text("п’ятої")

    publish_by_command(portal, "markets-keys", tmp_path, SECOND)
    wait_until_found(page, portal.base + "/account/notices", "Клавіатурою пропоную")
    press_until(page, "Так, місце правильне")
    page.keyboard.press("Enter")
    expect(page.locator(".flash")).to_contain_text("Ви підтвердили місце зауваження")


def propose(page: Page, portal, slug: str, scripts: bool) -> None:
    """Say something about words of the first part and propose others."""
    if scripts:
        page.goto(f"{portal.base}/drafts/{slug}/")
        select_words(page, "art_1__para_1", WORDS)
        page.get_by_role("link", name="Висловитися про ці слова").click()
        expect(page.get_by_label("Слова, про які йдеться")).to_have_value(WORDS)
    else:
        page.goto(f"{portal.base}/drafts/{slug}/art_1__para_1")
        page.get_by_role("link", name="Висловитися").click()
    page.locator("input[name=stance][value=amend]").check()
    page.get_by_label("Ваша думка").fill(BODIES[scripts])
    page.get_by_text("Запропонувати інші слова").click()
    page.get_by_label("Ваша редакція").fill(WISH if scripts else f"Ринок працює {WISH}.")
    check(page, scripts)
    page.locator("input[name=name_mode]").first.check()
    page.get_by_label("Погоджуюся").check()
    page.get_by_role("button", name="Опублікувати").click()


def upload(page: Page, portal, slug: str, folder: Path) -> None:
    file = folder / "ринки.md"
    file.write_text(SECOND, encoding="utf-8")
    page.goto(portal.base + "/desk/uploads/new")
    page.get_by_label("Файл").set_input_files(file)
    page.locator("select[name=draft]").select_option(slug)
    page.get_by_role("button", name="Прочитати файл").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Розпізнаний текст")
    expect(page.locator("main")).to_contain_text("ринки.md")


def split_a_paragraph(page: Page) -> None:
    """The drafter sees that a sentence is a paragraph of its own and says so."""
    row = page.locator("tr", has_text="Санітарний день")
    row.get_by_role("link", name="Виправити").click()
    page.locator("input[name=place]").first.check()
    page.get_by_role("button", name="Поділити").click()
    expect(page.locator(".flash")).to_contain_text("Виправлено")
    expect(page.locator("tr", has_text="Про зміну дня")).not_to_contain_text("Санітарний день")


def look_at_rehearsal(page: Page, public_id: str, scripts: bool) -> None:
    page.get_by_role("link", name="Далі: опублікувати").first.click()
    expect(page.locator("main")).to_contain_text("Це буде редакція 2")
    check(page, scripts)
    page.get_by_role("link", name="Переглянути кожне положення").click()
    line = page.locator("tr", has_text=public_id)
    expect(line).to_contain_text("слова змінено")
    expect(line).to_contain_text("частина перша статті 1")
    check(page, scripts)
    page.get_by_role("link", name="Далі: опублікувати").first.click()


def publish_by_command(portal, slug: str, folder: Path, text: str = FIRST) -> None:
    file = folder / "text.md"
    file.write_text(text, encoding="utf-8")
    portal.command("drafts", "publish", str(file), "--slug", slug)


def letters_to(portal, recipient: str, address: str) -> list[str]:
    """The letters that lead to the place of this comment."""
    return [body for to, body in portal.mailbox.letters if to == recipient and f"{address}/place" in body]


def check(page: Page, scripts: bool) -> None:
    """The page fits and shuts nobody out (the audit itself needs scripts)."""
    if not scripts:
        return
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    violations = Axe().run(page, options=LEVELS).response["violations"]
    assert [(found["id"], found["nodes"][0]["html"][:150]) for found in violations] == []


def _window(browser: Browser, scripts: bool, width: int) -> BrowserContext:
    return browser.new_context(
        java_script_enabled=scripts, bypass_csp=scripts, viewport={"width": width, "height": 844}, locale="uk-UA"
    )
