"""The summary of one clause on one sheet."""

import pytest

from reform_portal.feedback.reader import SummaryReader
from reform_portal.journal import readers
from tests.discussion.acts import hide, support, withdraw
from tests.discussion.proposing import accept, propose
from tests.factories import say
from tests.feedback.answering import answer, make_campaign

PAGE = "/drafts/land/feedback/art_3__para_1"


@pytest.fixture
def follow(app):
    """Let the worker come by."""
    return lambda: readers.run_once([SummaryReader()])


def test_sheet_tells_what_was_said_and_what_it_rests_on(client, draft, olena, petro, taras, follow):
    one = say(olena, "Строк задовгий.", quote="30 календарних днів")
    support(one, petro)
    say(petro, "Чому саме тридцять?", stance="question")
    answer(one, taras)
    follow()
    page = client.get(PAGE)
    for words in (
        "30 календарних днів", "Строк задовгий.", "Чому саме тридцять?", "1 питання без відповіді", "враховано",
        "спирається на 2",
    ):  # fmt: skip
        assert words in page.text, words
    assert page.h1s == ["Частина перша статті 3"]
    assert "/drafts/land/feedback" in page.links and "/drafts/land/art_3__para_1" in page.links


def test_three_numbers_never_one(client, draft, olena, petro, follow):
    support(say(olena, "Так."), petro)
    say(petro, "Так.")
    follow()
    page = client.get(PAGE).html
    for name, number in (("різний текст", 1), ("людини", 2), ("зауважень і підписів", 3)):
        assert f"<dt>{name}</dt><dd>{number}</dd>" in page, name


def test_equal_wordings_stand_once_with_the_support_of_both(client, draft, olena, petro, taras, follow):
    first = propose(olena)
    propose(petro)
    support(first, petro)
    accept(first, taras)
    follow()
    page = client.get(PAGE)
    assert "2 однакові пропозиції, 1 підпис" in page.text
    assert page.html.count("<ins>") == 1 and "узято" in page.text
    assert "Олена" in page.text and "Петро" in page.text


def test_more_than_three_wordings_lead_to_all_of_them(client, draft, olena, follow):
    for number in range(4):
        propose(olena, f"{number + 2} тижні")
    follow()
    page = client.get(PAGE)
    assert "/drafts/land/wordings#art_3__para_1" in page.links and page.html.count("wording-group") == 3


def test_clause_without_words(client, draft):
    assert "ще ніхто не висловився" in client.get(PAGE).text


def test_worker_has_not_come_yet(client, draft, olena):
    say(olena)
    assert "Підсумок готується" in client.get(PAGE).text


def test_stale_summary_says_so(client, draft, olena, petro, follow):
    say(olena)
    follow()
    assert "підсумок оновлюється" not in client.get(PAGE).text
    say(petro)
    assert "підсумок оновлюється" in client.get(PAGE).text


@pytest.mark.parametrize("gone", [hide, withdraw])
def test_words_that_are_gone_are_gone_before_the_worker_comes(client, draft, olena, petro, marta, follow, gone):
    one = say(olena, "Образливі слова.")
    support(one, petro)
    follow()
    assert "Образливі слова." in client.get(PAGE).text
    gone(one, marta if gone is hide else olena)
    assert "Образливі слова." not in client.get(PAGE).html


def test_the_whole_draft_has_a_sheet_too(client, draft, olena, follow):
    say(olena, "Загалом добре.", eid="whole", stance="support")
    follow()
    page = client.get("/drafts/land/feedback/whole")
    assert page.h1s == ["Про проєкт загалом"] and "1 за" in page.text
    assert "/drafts/land/feedback/whole" in client.get("/drafts/land/feedback").links


def test_cyrillic_address_leads_to_the_latin_one(client, draft):
    response = client.ask("get", "/drafts/land/feedback/ст_3__ч_1")
    assert response.status_code in (302, 404)
    assert client.get("/en" + PAGE).status == 200


def test_copies_of_a_letter_stand_once_among_the_most_supported(client, draft, olena, petro, marta, follow):
    copies = [say(person, "Однаковий лист про довгий строк розгляду заяв.") for person in (olena, petro, marta)]
    own = say(marta, "Зовсім інша думка про сусіднє село.")
    for one, signer in ((copies[0], petro), (copies[1], olena), (own, olena)):
        support(one, signer)
    make_campaign(*copies)
    follow()
    page = client.get(PAGE).html
    listed = page[page.index("top-heading") :].split("</section>")[0]
    assert listed.count("Однаковий лист") == 1 and "Зовсім інша думка" in listed


def test_words_are_never_markup(client, draft, olena, petro, follow):
    support(say(olena, "<script>alert(1)</script>"), petro)
    propose(olena, "<b>20</b> днів")
    follow()
    page = client.get(PAGE)
    assert "<script>alert" not in page.html and "<b>20" not in page.html


@pytest.mark.parametrize("path", ["/drafts/lant/feedback/art_3__para_1", "/drafts/land/feedback/art_77"])
def test_not_found(client, draft, path):
    client.get(path, status=404)


def test_wrong_method(client, draft):
    assert client.ask("post", PAGE).status_code == 405


def test_article_leads_to_its_parts_that_were_talked_about(client, draft, olena, follow):
    say(olena)
    follow()
    page = client.get("/drafts/land/feedback/art_3")
    assert "ч. 1 ст. 3 — 1 зауваження" in page.text and PAGE in page.links
    assert "/drafts/land/feedback/art_3__para_2" not in page.links


def test_parts_stand_under_what_was_said_of_the_whole_article(client, draft, olena, follow):
    say(olena, "Про всю статтю.", eid="art_3")
    say(olena)
    follow()
    page = client.get("/drafts/land/feedback/art_3")
    assert "різний текст" in page.html and PAGE in page.links
