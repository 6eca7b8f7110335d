"""The list of comments that lost their words."""

import pytest

from tests.discussion.acts import bend, hide, withdraw
from tests.discussion.carried import WITHOUT_ARTICLE, WITHOUT_TERM, reattach, revise
from tests.factories import make_draft, say
from tests.texts import LAND

ADDRESS = "/drafts/land/detached"


@pytest.fixture
def lost(draft, olena):
    public_id = say(olena, "Лишіть строк.", quote="30 календарних днів")
    revise(WITHOUT_TERM)
    return public_id


def test_comment_is_there_with_its_old_words_and_its_old_place(client, lost):
    page = client.get(ADDRESS)
    assert "Лишіть строк." in page.text and "30 календарних днів" in page.text
    assert f"comment-{lost}" in page.ids and f"/comments/{lost}" in page.links
    assert "/drafts/land/art_3__para_1?version=1" in page.links and "/drafts/land/art_3" in page.links
    assert "1 зауваження" in page.text


def test_comment_without_a_quote_is_there_with_the_text_of_its_clause(client, olena, draft):
    say(olena)
    revise(WITHOUT_TERM)
    assert "1. Рада розглядає заяву протягом 30 календарних днів з дня подання." in client.get(ADDRESS).text


def test_clause_that_lives_on_without_the_words_is_named(client, olena, draft):
    say(olena, quote="з дня подання")
    revise(LAND.replace(" з дня подання", ""))
    page = client.get(ADDRESS)
    assert "саме положення лишилося" in page.text and "/drafts/land/art_3__para_1" in page.links


def test_near_shows_those_of_one_unit(client, olena, lost):
    say(olena, "Про форму.", eid="art_1__para_1__point_1")
    revise(WITHOUT_TERM.replace("1) земля громади — ділянки, якими розпоряджається рада;\n\n2)", "1)"))
    assert "Про форму." in client.get(ADDRESS).text
    page = client.get(f"{ADDRESS}?near=art_3")
    assert "Лишіть строк." in page.text and "Про форму." not in page.text and "1 зауваження" in page.text
    assert "Про форму." in client.get(f"{ADDRESS}?near=nothing").text


def test_unit_around_it_leads_there(client, lost):
    page = client.get("/drafts/land/art_3")
    assert f"{ADDRESS}?near=art_3" in page.links and "яких тут більше немає" in page.text
    assert f"{ADDRESS}?near=art_2" not in client.get("/drafts/land/art_2").links


def test_it_is_on_the_page_of_the_old_version_too(client, lost):
    assert "Лишіть строк." in client.get("/drafts/land/art_3__para_1?version=1").text


def test_replies_are_not_counted_and_not_listed_alone(client, olena, petro, draft):
    root = say(olena, quote="30 календарних днів")
    say(petro, "Згоден із цим.", parent=root)
    revise(WITHOUT_TERM)
    page = client.get(ADDRESS)
    assert "1 зауваження" in page.text and "Згоден із цим." not in page.text


def test_words_that_are_not_published_are_not_there(client, olena, marta, draft):
    hidden, gone, held = say(olena, "Приховане."), say(olena, "Забране."), say(olena, "Затримане.")
    hide(hidden, marta), withdraw(gone, olena), bend(held, status="held")
    revise(WITHOUT_TERM)
    text = client.get(ADDRESS).text
    assert not [words for words in ("Приховане", "Забране", "Затримане") if words in text]


def test_comment_that_found_a_place_leaves_the_list_at_once(client, taras, lost):
    assert "Лишіть строк." in client.get(ADDRESS).text
    reattach(lost, taras, "art_2")
    assert "Лишіть строк." not in client.get(ADDRESS).text


def test_comment_that_comes_back_leaves_the_list(client, lost):
    revise(LAND + "\n")
    assert "кожне стоїть при своїх словах" in client.get(ADDRESS).text


def test_page_by_page(client, olena, draft):
    for number in range(41):
        say(olena, f"Думка {number}.")
    revise(WITHOUT_TERM)
    page = client.get(ADDRESS)
    assert "41 зауваж" in page.text and "Думка 40." not in page.text
    [after] = [link for link in page.links if "cursor=" in link]
    page = client.get(after)
    assert "Думка 40." in page.text and "Думка 39." not in page.text


@pytest.mark.parametrize(
    "query", ["?cursor=x", "?cursor=%00", "?near=%00", "?near=" + "a" * 3000, "?cursor=99999999999999999999"]
)
def test_bad_addresses_are_no_errors(client, lost, query):
    assert client.ask("get", ADDRESS + query).status_code in (200, 400, 404)


def test_first_version_and_unknown_draft(client, draft):
    assert "Таких зауважень немає" in client.get(ADDRESS).text
    client.get("/drafts/nothing/detached", status=404)


def test_nothing_of_other_drafts(client, lost):
    make_draft("other")
    assert "Лишіть строк." not in client.get("/drafts/other/detached").text


def test_in_english_and_wrong_method(client, lost):
    assert client.get("/en" + ADDRESS).status == 200
    assert client.ask("post", ADDRESS).status_code == 405


def test_words_are_never_markup(client, olena, draft):
    say(olena, "<script>alert(1)</script>")
    revise(WITHOUT_ARTICLE)
    assert "<script>alert" not in client.get(ADDRESS).html
