"""The search page: results, filters, and whatever people type."""

import base64
import json
import shutil
from urllib.parse import quote

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.discussion import actions as discussion
from reform_portal.discussion import queries as comments
from reform_portal.journal import readers
from reform_portal.search.queries import engine
from tests.factories import make_draft, say


@pytest.fixture
def follow(app):
    return lambda: readers.run_once(app.extensions["readers"], patience=20)


@pytest.fixture
def discussed(draft, olena, petro, follow):
    """A second draft, and two comments that speak of dolphins."""
    make_draft("water", "# Про воду\n\n### Стаття 1. Риба\n\n1. Дельфіни живуть у морі.\n", title_en="On water")
    say(olena, "Дельфінів тут забули.", stance="oppose")
    say(petro, "Дельфін — не риба.", stance="question", slug="water", eid="art_1__para_1")
    follow()


def results(page) -> int:
    return page.html.count('<li class="result">')


def test_results_lead_to_the_clause_and_to_the_comment(client, discussed):
    page = client.get("/search?q=" + quote("дельфінами"))
    assert results(page) == 3 and "Знайдено 3 місця" in page.text
    assert "/drafts/water/art_1__para_1" in page.links
    assert sum(link.startswith("/comments/") for link in page.links) == 2
    assert "<mark>Дельфінів</mark>" in page.html


def test_what_was_typed_is_shown_and_is_only_text(client, discussed):
    page = client.get("/search?q=" + quote('"><script>alert(1)</script>'))
    assert "<script>alert" not in page.html and "alert(1)" in page.text


def test_comment_with_markup_is_only_text(client, draft, olena, follow):
    say(olena, "<img src=x onerror=alert(1)> дельфін")
    follow()
    page = client.get("/search?q=" + quote("дельфін"))
    assert "<img" not in page.html and "&lt;img src=x" in page.html


@pytest.mark.parametrize(
    ("more", "number"),
    [("&kind=clause", 1), ("&kind=comment", 2), ("&draft=land", 1), ("&draft=water&kind=comment", 1)],
)
def test_filters(client, discussed, more, number):
    page = client.get("/search?q=" + quote("дельфін") + more)
    assert results(page) == number


@pytest.mark.parametrize(
    "more", ["&kind=nonsense", "&stance=love", "&sort=worst", "&draft=", "&cursor=%00", "&q=again"]
)
def test_filter_that_does_not_exist_is_left_out(client, discussed, more):
    assert results(client.get("/search?q=" + quote("дельфін") + more)) == 3


def test_sort_is_kept_in_the_form(client, discussed):
    page = client.get("/search?sort=newest&q=" + quote("дельфін"))
    assert 'value="newest" selected' in page.html


def test_page_without_words_asks_for_some(client, draft):
    assert "Напишіть одне чи кілька слів" in client.get("/search").text
    assert "немає слів" in client.get("/search?q=" + quote("* ? -")).text


def test_no_result_says_what_to_do(client, discussed):
    page = client.get("/search?draft=land&q=" + quote("носоріг"))
    assert "Нічого не знайшлося" in page.text and "/search?q=" + quote("носоріг") in page.links


def test_long_list_is_paged_to_its_end(client, draft, olena, follow):
    for number in range(23):
        say(olena, f"Дельфін номер {number}.")
    follow()
    address, seen = "/search?sort=newest&q=" + quote("дельфін"), 0
    for _page in range(5):
        page = client.get(address)
        seen += results(page)
        following = [link for link in page.links if link.startswith("/search") and "cursor=" in link]
        if not following:
            break
        address = following[0]
    assert seen == 23


def test_long_query_says_that_it_was_cut(client, discussed):
    page = client.get("/search?q=" + quote("дельфін " * 100))
    assert "Запит задовгий" in page.text


def cursor(*key) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "value", ["", "%%%", "a" * 400, cursor(-5), cursor(10**9), cursor(), cursor(1, 2), cursor(None)]
)
def test_unreadable_cursor_gives_the_first_page_or_an_empty_one(client, discussed, value):
    assert client.get("/search?q=" + quote("дельфін") + "&cursor=" + quote(value)).status == 200


@pytest.mark.parametrize("value", [cursor("abc"), cursor(float("inf")), cursor(float("nan"))])
def test_cursor_that_is_no_number_is_no_fault_of_ours(client, discussed, value):
    assert client.ask("get", "/search?q=" + quote("дельфін") + "&cursor=" + value).status_code == 200


def act(public_id: str, done, person, *more) -> None:
    with unit_of_work():
        done(comments.comment_by_public_id(public_id), person, *more)


@pytest.mark.parametrize("way", ["hide", "withdraw", "erase"])
def test_comment_that_is_gone_never_appears_even_before_the_worker_ran(client, draft, olena, marta, follow, way):
    public_id = say(olena, "Таємний дельфін плаває.")
    follow()
    address = "/search?q=" + quote("дельфін")
    assert "плаває" in client.get(address).html
    if way == "hide":
        act(public_id, discussion.hide, marta, "off_topic")
    elif way == "withdraw":
        act(public_id, discussion.withdraw, olena)
    else:
        act(public_id, discussion.erase, marta, "на вимогу закону")
    for sort in ("relevance", "newest", "support"):
        page = client.get(f"{address}&sort={sort}")
        assert "плаває" not in page.html and public_id not in page.html
    follow()
    assert "Нічого не знайшлося" in client.get(address).text


def test_edited_comment_is_shown_in_its_new_words(client, draft, olena, follow):
    public_id = say(olena, "Дельфін плаває.")
    follow()
    act(public_id, discussion.edit, olena, "Дельфін спить.", "neutral")
    page = client.get("/search?q=" + quote("дельфін"))
    assert "плаває" not in page.html and "спить" in page.html


def test_held_comment_is_never_found(client, draft, app, tmp_path, follow):
    from reform_portal.discussion.comment_import import CommentImport

    file = tmp_path / "held.jsonl"
    file.write_text(json.dumps({"external_id": "1", "body": "Дельфін чекає.", "status": "held"}), encoding="utf-8")
    CommentImport("land", "x").run(file, {})
    follow()
    assert "Нічого не знайшлося" in client.get("/search?q=" + quote("дельфін")).text


def test_clause_of_an_older_version_leads_to_that_version(client, discussed):
    make_draft("water", "# Про воду\n\n### Стаття 1. Риба\n\n1. Кити живуть у морі.\n")
    page = client.get("/search?q=" + quote("дельфін"))
    assert "/drafts/water/art_1__para_1?version=1" in page.links


def test_missing_index_is_said_and_nothing_is_lost(client, discussed):
    shutil.rmtree(engine().folder)
    assert "Пошук саме оновлюється" in client.get("/search?q=" + quote("дельфін")).text


def test_search_speaks_english_too(client, discussed):
    page = client.get("/en/search?q=" + quote("дельфін"))
    assert "On water" in page.text
    assert all(link.startswith(("/en/", "/search", "#", "/static")) or link == "/en" for link in page.links), page.links


def test_equal_texts_are_all_found(client, draft, olena, petro, follow):
    say(olena, "Дельфін, і край.")
    say(petro, "Дельфін, і край.")
    follow()
    assert results(client.get("/search?q=" + quote("дельфін"))) == 2
