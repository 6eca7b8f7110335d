"""The main path in a real browser: read, select words, say, see it everywhere."""

import csv
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

CLAUSE = "art_14__para_1"
PASSWORD = "чорне море взимку"


def sign_in(page: Page, portal, email: str = "olena@example.org") -> None:
    page.goto(portal.base + "/sign-in")
    page.get_by_label("Електронна пошта").fill(email)
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Увійти").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Мій кабінет")


def select_words(page: Page, eid: str, words: str) -> None:
    """Select words of a clause as the mouse would."""
    found = page.evaluate(
        """([eid, words]) => {
            const clause = document.getElementById(eid).querySelector(".clause-text");
            const walker = document.createTreeWalker(clause, NodeFilter.SHOW_TEXT);
            const nodes = []; let text = "";
            while (walker.nextNode()) { nodes.push([walker.currentNode, text.length]); text += walker.currentNode.data; }
            const at = text.indexOf(words);
            if (at < 0) return text;
            const spot = (offset) => { const [node, begin] = nodes.findLast(([, b]) => b <= offset); return [node, offset - begin]; };
            const range = document.createRange();
            range.setStart(...spot(at)); range.setEnd(...spot(at + words.length - 1)); range.setEnd(range.endContainer, range.endOffset + 1);
            const selection = document.getSelection(); selection.removeAllRanges(); selection.addRange(range);
            return true;
        }""",
        [eid, words],
    )
    assert found is True, found


def wait_until_found(page: Page, address: str, text: str, within: float = 15) -> None:
    """The worker needs a moment: open the page until the text is there."""
    until = time.monotonic() + within
    while True:
        page.goto(address)
        if text in page.locator("main").inner_text():
            return
        assert time.monotonic() < until, f"{text!r} did not appear at {address}"
        page.wait_for_timeout(300)


def test_read_select_sign_up_comment_and_find_it(page: Page, portal, tmp_path: Path):
    page.goto(portal.base + "/")
    page.locator("main").get_by_role("link", name="Про порядок надання адміністративних послуг").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Про порядок надання")
    page.locator(f"#{CLAUSE}").scroll_into_view_if_needed()
    select_words(page, CLAUSE, "20 календарних днів")
    page.get_by_role("link", name="Висловитися про ці слова").click()
    expect(page.get_by_label("Слова, про які йдеться")).to_have_value("20 календарних днів")
    body = "Двадцять днів для довідки — це забагато для порту Рені."
    page.get_by_text("Проти", exact=False).locator("visible=true").first.click()
    page.get_by_label("Ваша думка").fill(body)
    page.get_by_label("Ім’я та прізвище").check()
    page.get_by_label("Погоджуюся").check()
    page.get_by_role("button", name="Далі").click()

    # Not signed in yet: the words are kept while the account is made through real mail.
    expect(page.get_by_role("heading", level=1)).to_have_text("Вхід")
    page.get_by_role("link", name="Я тут уперше").click()
    page.get_by_label("Ім’я", exact=True).fill("Ганна")
    page.get_by_label("Прізвище").fill("Дунаєва")
    page.get_by_label("Електронна пошта").fill("hanna@example.org")
    page.get_by_role("button", name="Зареєструватися").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Перевірте пошту")
    page.goto(portal.mailbox.link_for("hanna@example.org"))
    page.get_by_role("button", name="Підтвердити").click()
    expect(page.get_by_label("Ваша думка")).to_have_value(body)
    page.get_by_label("Погоджуюся").check()
    page.get_by_role("button", name="Опублікувати").click()

    expect(page.locator(".comment", has_text=body).first).to_be_visible()
    expect(page.locator(".comment", has_text=body).first).to_contain_text("Ганна Дунаєва")
    expect(page.locator(".comment", has_text=body).locator("blockquote").first).to_have_text("20 календарних днів")
    wait_until_found(page, portal.base + "/search?q=довідкою портові", "порту Рені")
    page.goto(portal.base + f"/drafts/admin-services/{CLAUSE}")
    expect(page.locator(".sheet mark").first).to_be_visible()
    page.goto(portal.base + "/drafts/admin-services/feedback?sort=attention")
    expect(page.locator("main")).to_contain_text("ст. 14")
    target = tmp_path / "out.csv"
    portal.command("feedback", "export", "admin-services", "--format", "csv", "-o", str(target))
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["body"] == body]
    assert [(row["clause"], row["quote"], row["author"]) for row in rows] == [
        (CLAUSE, "20 календарних днів", "Ганна Дунаєва")
    ]


def test_the_same_by_keyboard_alone(page: Page, portal):
    sign_in_by_keys(page, portal)
    page.goto(portal.base + "/drafts/admin-services/art_15__para_2")
    press_until(page, "Висловитися")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Висловитися")
    press_until_named(page, "stance")
    page.keyboard.press("Space")
    press_until_named(page, "body")
    page.keyboard.type("Клавіатурою теж можна висловитися.")
    press_until_named(page, "name_mode")
    page.keyboard.press("Space")
    press_until_named(page, "consent")
    page.keyboard.press("Space")
    press_until(page, "Опублікувати")
    page.keyboard.press("Enter")
    expect(page.locator(".comment", has_text="Клавіатурою теж").first).to_be_visible()


def test_the_same_without_scripts(browser: Browser, portal):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    sign_in(page, portal)
    page.goto(portal.base + "/drafts/admin-services/")
    foot = page.locator("#art_16__para_1 + .clause-foot, #art_16__para_1 ~ .clause-foot").first
    foot.get_by_role("link", name="Висловитися").click()
    page.get_by_label("Про які слова йдеться").select_option(index=1)
    page.locator("input[name=stance][value=amend]").check()
    page.get_by_label("Ваша думка").fill("Без скриптів: пропоную дозволити поштомати.")
    page.locator("input[name=name_mode]").first.check()
    page.get_by_label("Погоджуюся").check()
    page.get_by_role("button", name="Опублікувати").click()
    said = page.locator(".comment", has_text="поштомати").first
    expect(said).to_be_visible()
    expect(said.locator("blockquote").first).not_to_be_empty()
    context.close()


def test_reply_and_support_by_another_person(page: Page, portal):
    sign_in(page, portal, "taras@example.org")
    page.goto(portal.base + f"/drafts/admin-services/{CLAUSE}")
    said = page.locator(".comment").first
    before = page.locator(".comment").count()
    said.get_by_role("button", name="Підтримати").first.click()
    expect(page.locator("main")).to_contain_text("Ви підтримали це зауваження")
    page.goto(portal.base + f"/drafts/admin-services/{CLAUSE}")
    page.locator(".comment").first.get_by_role("link", name="Відповісти").first.click()
    page.get_by_label("Ваша думка").fill("Розробник відповідає: врахуємо в наступній редакції.")
    page.locator("input[name=name_mode]").first.check()
    page.get_by_label("Погоджуюся").check()
    page.get_by_role("button", name="Опублікувати").click()
    expect(page.locator(".comment .comment", has_text="врахуємо").first).to_contain_text("розробник")
    page.goto(portal.base + f"/drafts/admin-services/{CLAUSE}")
    assert page.locator(".comment").count() == before + 1


def test_conversation_opens_beside_its_clause(page: Page, portal):
    page.goto(portal.base + "/drafts/admin-services/")
    link = page.locator("[data-talk]").first
    link.click()
    expect(page.locator("#talk .comment").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#talk")).to_contain_text("Як висловитися")
    assert page.evaluate("document.activeElement.hasAttribute('data-talk')")


def sign_in_by_keys(page: Page, portal) -> None:
    page.goto(portal.base + "/sign-in")
    press_until_named(page, "email")
    page.keyboard.type("olena@example.org")
    press_until_named(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Мій кабінет")


def press_until(page: Page, text: str, most: int = 80) -> None:
    """Press Tab until something with this text has the focus, which must be visible."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("text => document.activeElement.textContent.trim() === text", text):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"{text!r} cannot be reached by Tab")


def press_until_named(page: Page, name: str, most: int = 60) -> None:
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"the field {name} cannot be reached by Tab")
