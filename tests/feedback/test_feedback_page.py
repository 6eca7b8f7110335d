"""The page of summaries, clause by clause."""

import pytest

from reform_portal.core.paging import encode_cursor
from reform_portal.discussion.marked_text import in_words
from reform_portal.discussion.stances import STANCES
from reform_portal.feedback.reader import SummaryReader
from reform_portal.journal import readers
from tests.discussion.acts import hide, support
from tests.factories import say

PAGE = "/drafts/land/feedback"


@pytest.fixture
def follow(app):
    """Let the worker come by."""
    return lambda: readers.run_once([SummaryReader()])


def test_empty_discussion_says_so(client, draft):
    assert "ще нічого не сказали" in client.get(PAGE).text


def test_page_tells_counts_noticed_words_and_open_questions(client, olena, petro, draft, follow):
    one = say(olena, "Строк задовгий.", quote="30 календарних днів")
    support(one, petro)
    say(petro, "Чому тридцять?", stance="question")
    follow()
    page = client.get(PAGE)
    stances = in_words(dict.fromkeys(STANCES, 0) | {"oppose": 1, "question": 1})
    for words in ("Строк задовгий.", "1 підтримка", "«30 календарних днів»", "1 питання без відповіді", stances):
        assert words in page.text, words
    assert f"/comments/{one}" in page.links


def test_clause_that_the_worker_has_not_seen_says_so(client, olena, draft):
    say(olena)
    assert "Підсумок готується" in client.get(PAGE).text


def test_stale_summary_is_marked_until_the_worker_comes(client, olena, petro, draft, follow):
    say(olena)
    follow()
    assert "оновлюється" not in client.get(PAGE).text
    say(petro)
    assert "оновлюється" in client.get(PAGE).text
    follow()
    assert "оновлюється" not in client.get(PAGE).text


@pytest.fixture
def hidden(client, olena, petro, marta, draft, follow):
    """A comment that was noticed, summed up and then hidden."""
    one = say(olena, "Образливі слова.")
    support(one, petro)
    for _ in range(2):
        say(petro, "Інші слова.")
    follow()
    assert "Образливі слова." in client.get(PAGE).text
    hide(one, marta)
    return one


@pytest.mark.parametrize("path", [PAGE, "/drafts/land/art_3__para_1", "/drafts/land/art_3__para_1/talk"])
def test_hidden_words_are_gone_from_summaries_before_the_worker_comes(client, hidden, path):
    assert "Образливі слова." not in client.get(path).html


@pytest.mark.parametrize("path", [PAGE, "/drafts/land/art_3__para_1", "/drafts/land/art_3__para_1/talk"])
def test_hidden_words_are_gone_after_the_worker_came(client, hidden, follow, path):
    follow()
    assert "Образливі слова." not in client.get(path).html


def test_busiest_place_comes_first_when_asked_for(client, olena, draft, follow):
    say(olena, eid="art_1__para_2", body="Перше місце в тексті.")
    for _ in range(2):
        say(olena, eid="art_3__para_2")
    follow()
    by_text, by_attention = client.get(PAGE).html, client.get(PAGE + "?sort=attention").html
    assert by_text.index('/art_1__para_2"') < by_text.index('/art_3__para_2"')
    assert by_attention.index('/art_3__para_2"') < by_attention.index('/art_1__para_2"')


@pytest.mark.parametrize(
    "query", ["?sort=love", "?cursor=x", "?cursor=W10", "?sort=attention&cursor=WzFd", "?cursor=%00"]
)
def test_nonsense_in_the_address_means_the_first_page(client, olena, draft, query):
    say(olena)
    assert "Підсумок готується" in client.get(PAGE + query).text


def test_cursor_that_no_database_takes_means_the_first_page(client, olena, draft):
    say(olena)
    assert "Підсумок готується" in client.get(f"{PAGE}?cursor={encode_cursor(10**30)}").text


def test_words_are_never_markup(client, olena, petro, draft, follow):
    support(say(olena, "<script>alert(1)</script>"), petro)
    follow()
    page = client.get(PAGE)
    assert "<script>alert" not in page.html and "&lt;script&gt;alert" in page.html


def test_page_in_english(client, olena, draft, follow):
    say(olena)
    follow()
    page = client.get("/en" + PAGE)
    assert "Підсумки за статтями" not in page.text


def test_unknown_draft(client, draft):
    page = client.get("/drafts/lant/feedback", status=404)
    assert "/drafts/land/" in page.html


def test_wrong_method(client, draft):
    assert client.ask("delete", PAGE).status_code == 405
