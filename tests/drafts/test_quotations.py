"""Which paragraphs are the words of another act."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.drafts.quotations import balance, quoted_paragraphs


class Plain:
    """A numbering that knows nothing: the marks alone decide."""

    def own(self, start: int, index: int) -> bool:
        return False

    def same_list(self, start: int, index: int) -> bool:
        return False

    def inner(self, start: int, index: int) -> bool:
        return False


class Own(Plain):
    """A numbering whose own text goes on at these paragraphs."""

    def __init__(self, *indexes: int) -> None:
        self.indexes = indexes

    def own(self, start: int, index: int) -> bool:
        return index in self.indexes


def quoted(*texts: str, numbering: Plain | None = None) -> set[int]:
    return quoted_paragraphs(texts, numbering or Plain())


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("", (0, 0)),
        ("«слово»", (1, 1)),
        ('"слово"', (1, 1)),
        ('Закону "Про воду"', (1, 1)),
        ('"Стаття 5. За Законом "Про воду"', (2, 1)),
        ("„слово“", (2, 0)),
        ('("слово")', (1, 1)),
        ("5”", (0, 1)),
    ],
)
def test_marks_are_counted_by_what_stands_before_them(text, counts):
    assert balance(text) == counts


def test_quotation_lasts_from_its_mark_to_the_closing_one():
    assert quoted("викласти так:", "«Стаття 5. Назва", "1. Раз.", "2. Два».", "Далі.") == {1, 2, 3}


def test_quotation_that_opens_at_the_end_of_a_sentence_of_amendment():
    assert quoted("викласти в такій редакції: «Стаття 5.", "1. Раз».", "Далі.") == {1}


def test_words_in_marks_within_a_paragraph_quote_nothing():
    assert quoted("За Законом «Про воду» діє рада.", "Далі.", "Статтю 5 закону «Про ґрунти» виключити.") == set()


def test_whole_paragraph_in_marks_is_quoted():
    assert quoted("доповнити абзацом:", "«Рада діє.»", "Далі.") == {1}


def test_mark_that_opens_without_amendment_begins_nothing():
    assert quoted("Рада діє за «Положенням", "Далі.", "Кінець»") == set()


def test_own_numbering_ends_a_quotation_whose_marks_do_not_balance():
    texts = ("викласти так:", '"2. За Законом "Про воду".', "3. Своє.", "4. Своє.")
    assert quoted(*texts, numbering=Own(2, 3)) == {1}


def test_article_of_the_act_itself_ends_a_quotation_without_an_end():
    texts = ("такого змісту:", "«Стаття 9. Чуже", "1. Чуже.", "Чуже.", "Стаття 2. Своє", "1. Своє.")
    found = quoted(*texts, numbering=Own(4))
    assert found and 4 not in found and 5 not in found


def test_quotation_is_never_longer_than_its_limit():
    texts = ["такого змісту:", "«Без кінця", *["Текст."] * 2000]
    assert max(quoted(*texts), default=0) <= 700


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text('абв «»"“”„.;: викласти', max_size=30), max_size=25))
def test_any_marks_give_paragraphs_that_exist(texts):
    assert quoted_paragraphs(texts, Plain()) <= set(range(len(texts)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("абв .,;:-", max_size=30), max_size=25))
def test_text_without_marks_quotes_nothing(texts):
    assert quoted_paragraphs(texts, Plain()) == set()
