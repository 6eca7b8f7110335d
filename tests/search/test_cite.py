"""Citations of what was said: the Ukrainian and the English form."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.search.cite import MOST_TITLE, MOST_WORDS, Cited, english, first_words, ukrainian

TODAY = date(2026, 11, 23)
SAID = Cited(
    words="Строк задовгий, люди не можуть чекати.",
    draft_title="Про користування землею громади",
    address="https://portal.example/comments/abc",
    said_on=date(2026, 11, 5),
    author="Олена Д’яченко",
    place="ч. 1 ст. 3",
    version=2,
)


def test_ukrainian_form():
    assert ukrainian(SAID, TODAY) == (
        "Олена Д’яченко. «Строк задовгий, люди не можуть чекати» // Про користування землею громади, редакція 2, "
        "ч. 1 ст. 3. Портал реформ. 05.11.2026. URL: https://portal.example/comments/abc "
        "(дата звернення: 23.11.2026)."
    )


def test_english_form():
    cited = replace(SAID, words="It takes too long.", draft_title="On land", place="art. 3 para. 1")
    assert english(cited, TODAY) == (
        "Олена Д’яченко. “It takes too long”. In: On land, version 2, art. 3 para. 1. Reform Portal, 5 November 2026. "
        "https://portal.example/comments/abc (accessed 23 November 2026)."
    )


def test_words_without_a_signature_say_so_and_a_law_has_no_author():
    assert ukrainian(replace(SAID, author=""), TODAY).startswith("Без підпису. «Строк")
    assert english(replace(SAID, author=""), TODAY).startswith("Unsigned. “Строк")
    assert ukrainian(replace(SAID, author=None), TODAY).startswith("«Строк")


def test_what_has_no_place_and_version_does_without():
    assert "// Про користування землею громади. Портал" in ukrainian(replace(SAID, place="", version=0), TODAY)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("слово «об’єкт» зайве", "«слово „об’єкт“ зайве»"),
        ("слово “об'єкт” зайве", "«слово „об'єкт“ зайве»"),
        ("слово „обʼєкт“ зайве", "«слово „обʼєкт“ зайве»"),
        ('слово "ґанок" зайве', '«слово "ґанок" зайве»'),
    ],
)
def test_quotation_marks_within_become_inner_ones(words, said):
    assert f"{said} //" in ukrainian(replace(SAID, words=words), TODAY)


def test_english_quotation_marks_within_become_inner_ones():
    assert "“the word ‘об’єкт’ is odd”" in english(replace(SAID, words="the word «об’єкт» is odd"), TODAY)


def test_long_texts_are_cut_between_words():
    words = first_words("Плата за користування землею громади " * 10)
    assert len(words) <= MOST_WORDS and words.endswith("…") and "громади" in words
    title = ukrainian(replace(SAID, draft_title="Про внесення змін до деяких законів " * 20), TODAY)
    assert len(title.split(" // ")[1]) < MOST_TITLE + 150


def test_a_citation_is_one_line_in_one_direction():
    cited = replace(SAID, words="зем\u00adля\n\n\u202eйілшак\u2066\x07 і вода", author="Олена\u200b\nКоваль.")
    text = ukrainian(cited, TODAY)
    assert text.startswith("Олена Коваль. «земля йілшак і вода»")


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=60))
def test_whatever_was_said_gives_one_line_with_its_address(words, title, author):
    cited = replace(SAID, words=words, draft_title=title, author=author)
    for text in (ukrainian(cited, TODAY), english(cited, TODAY)):
        assert len(text.splitlines()) == 1 and SAID.address in text and "  " not in text.replace(" . ", " ")
        assert not set(text) & set("\u202e\u2066\u200b\x00")
