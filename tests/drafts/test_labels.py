"""Reading printed designations and making addresses of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.drafts.labels import (
    is_capitals,
    is_roman,
    latin,
    latin_eid,
    letters_are_latin,
    number_slug,
    order_of,
    read_label,
    read_roman_heading,
)


@pytest.mark.parametrize(
    ("text", "style", "num", "slug"),
    [
        ("1. Текст", "dotted", "1.", "1"),
        ("1.1. Текст", "dotted", "1.1.", "1.1"),
        ("2 - 1 . Текст", "dotted", "2 - 1 .", "2-1"),
        ("8¹. Текст", "dotted", "8¹.", "8-1"),
        ("1) текст", "bracket", "1)", "1"),
        ("8 -1 ) текст", "bracket", "8 -1 )", "8-1"),
        ("а) текст", "letter", "а)", "а"),
        ("Стаття 131 - 1 .", "article", "Стаття 131 - 1 .", "131-1"),
        ("Стаття 5", "article", "Стаття 5", "5"),
        ("Розділ ІІІ", "container", "Розділ ІІІ", "III"),
        ("Глава 3. Назва", "container", "Глава 3.", "3"),
        ("Додаток", "annex", "Додаток", ""),
        ("Додаток № 2", "annex", "Додаток № 2", "2"),
        ("ДОДАТОК 2", "annex", "ДОДАТОК 2", "2"),
        ("Annex 1", "annex", "Annex 1", "1"),
    ],
)
def test_designation_is_read_as_printed(text, style, num, slug):
    found = read_label(text, heading=False)
    assert (found.style, found.num, found.slug) == (style, num, slug)
    assert text.startswith(found.num)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Текст без номера.",
        "2024 року рада вирішила.",
        "1.5 відсотка вартості",
        "1.Текст",
        "(1) текст",
        "аб) ні",
        "Стаття 5 цього Закону застосовується.",
        "статтю 5 виключити",
        "Розділ II цього Закону втрачає чинність.",
        "Додаток до цього Закону є його частиною.",
        "Глава держави підписує закон.",
    ],
)
def test_sentence_is_no_designation(text):
    assert read_label(text, heading=False) is None


def test_what_the_source_marks_as_a_heading_may_end_like_a_sentence():
    assert read_label("Розділ II про права.", heading=False) is None
    assert read_label("Розділ II про права.", heading=True).slug == "II"


def test_roman_heading_of_a_bylaw():
    assert read_roman_heading("ІV. Права відділу").slug == "IV"
    assert read_roman_heading("І. Іваненко очолює раду.") is None
    assert read_roman_heading("1. Права") is None


@pytest.mark.parametrize(
    ("number", "slug", "order"),
    [
        ("8¹", "8-1", (8, 1)),
        ("12¹²", "12-12", (12, 12)),
        ("131 - 1", "131-1", (131, 1)),
        ("9–2", "9-2", (9, 2)),
        ("ІІ", "II", (2,)),
        ("ХIV", "XIV", (14,)),
        ("IV-1", "IV-1", (4, 1)),
        ("1.3", "1.3", (1, 3)),
        ("МСМ", "MCM", (1900,)),
    ],
)
def test_number_becomes_a_part_of_an_address_and_a_key_to_sort_by(number, slug, order):
    assert number_slug(number) == slug
    assert order_of(slug) == order


def test_cyrillic_roman_numbers_are_roman():
    assert is_roman("ХІІ") and is_roman("XII") and not is_roman("12") and not is_roman("Ж")


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("art_1__para_1__point_а", "art_1__para_1__point_a"),
        ("art_1__para_1__point_А", "art_1__para_1__point_a"),
        ("art_1__point_щ", "art_1__point_shch"),
        ("art_1__point_ґ", "art_1__point_g"),
        ("art_1__point_й", "art_1__point_j"),
        ("art_5-1__para_2", "art_5-1__para_2"),
    ],
)
def test_address_with_cyrillic_letters_has_a_latin_form(typed, canonical):
    assert latin_eid(typed) == canonical
    assert latin_eid(canonical) == canonical


def test_every_letter_of_a_list_has_a_latin_form_of_its_own():
    letters = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
    assert len({latin(letter) for letter in letters}) == len(letters)
    assert latin("перша") == "persha" and latin("!?") == ""


def test_alphabet_of_a_list():
    assert letters_are_latin("abc") and not letters_are_latin("абв")
    assert not letters_are_latin("aeo"), "all of these have Cyrillic twins"


def test_capitals():
    assert is_capitals("ПРИКІНЦЕВІ ПОЛОЖЕННЯ") and is_capitals("ЗАКОН УКРАЇНИ № 5")
    assert not is_capitals("Прикінцеві") and not is_capitals("1234") and not is_capitals("В. ЗЕЛЕНСЬКИЙ")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.booleans())
def test_label_is_the_beginning_of_its_text(text, heading):
    text = " ".join(text.split())
    found = read_label(text, heading) or read_roman_heading(text)
    assert found is None or (text.startswith(found.num) and found.num)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 9999), st.none() | st.integers(1, 99), st.sampled_from(["{}-{}", "{} - {}", "{} – {} "]))
def test_spelling_of_a_number_does_not_change_its_address(base, upper, form):
    if upper is None:
        assert number_slug(str(base)) == str(base)
        return
    raised = str(upper).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    assert number_slug(form.format(base, upper)) == number_slug(f"{base}{raised}") == f"{base}-{upper}"
    assert order_of(f"{base}-{upper}") > order_of(str(base))
