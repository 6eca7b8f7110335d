"""Questions to which nobody has answered."""

import pytest

from reform_portal.feedback.answers.queries import page_of_questions
from tests.discussion.acts import hide, support
from tests.factories import say
from tests.feedback.answering import answer

PAGE = "/drafts/land/feedback/questions"


def test_none(client, draft, olena):
    say(olena, "Строк задовгий.")
    assert "Питань без відповіді немає" in client.get(PAGE).text


def test_the_most_signed_come_first(client, draft, olena, petro):
    say(olena, "Навіщо тридцять?", stance="question")
    support(say(olena, "Хто перевірить?", stance="question"), petro)
    page = client.get(PAGE).text
    assert page.index("Хто перевірить?") < page.index("Навіщо тридцять?")


def test_answered_replied_and_hidden_ones_do_not_wait(client, draft, olena, petro, taras, marta):
    answered, replied, hidden, discussed = (
        say(olena, words, stance="question") for words in ("Перше?", "Друге?", "Третє?", "Четверте?")
    )
    answer(answered, taras)
    say(taras, "Бо так у законі.", parent=replied, stance="neutral")
    say(petro, "І мені цікаво.", parent=discussed, stance="neutral")
    hide(hidden, marta)
    page = client.get(PAGE).text
    assert "Четверте?" in page
    for words in ("Перше?", "Друге?", "Третє?"):
        assert words not in page


def test_paging_skips_and_repeats_nothing(app, draft, olena, petro, taras):
    ids = [say(olena, f"Питання {number}?", stance="question") for number in range(5)]
    for one in (ids[1], ids[3]):
        support(one, petro)
    support(ids[3], taras)
    seen, cursor = [], None
    while True:
        page = page_of_questions(1, cursor, size=2)
        seen += [row.public_id for row in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen == [ids[3], ids[1], ids[0], ids[2], ids[4]]


@pytest.mark.parametrize("query", ["?cursor=x", "?cursor=W10", "?cursor=%00"])
def test_nonsense_in_the_address_means_the_first_page(client, draft, olena, query):
    say(olena, "Навіщо тридцять?", stance="question")
    assert "Навіщо тридцять?" in client.get(PAGE + query).text


def test_page_of_feedback_shows_the_first_and_leads_to_all(client, draft, olena):
    for number in range(4):
        say(olena, f"Питання {number}?", stance="question")
    page = client.get("/drafts/land/feedback")
    assert PAGE in page.links and "Питання 0?" in page.text and "Питання 3?" not in page.text


def test_not_found(client, draft):
    client.get("/drafts/lant/feedback/questions", status=404)


def test_wrong_method(client, draft):
    assert client.ask("post", PAGE).status_code == 405
