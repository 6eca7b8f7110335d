"""Pointing out personal data before a text is published."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.discussion.personal_data import find_personal_data, is_card_number, is_tax_number
from tests.texts import LAND

PROPERTY = settings(deadline=None, max_examples=100)
DIGITS = st.text("0123456789", min_size=9, max_size=9)


def kinds(text):
    return [kind for kind, _fragment in find_personal_data(text)]


def with_luhn_digit(digits):
    """The digits with the last one that makes a card number of them."""
    total = 0
    for index, char in enumerate(reversed(digits)):
        doubled = int(char) * 2 if index % 2 == 0 else int(char)
        total += doubled - 9 if doubled > 9 else doubled
    return digits + str(-total % 10)


@pytest.mark.parametrize(
    ("text", "kind", "fragment"),
    [
        ("Дзвоніть: +380 67 123-45-67.", "phone", "+380 67 123-45-67"),
        ("тел. 0671234567", "phone", "0671234567"),
        ("(067) 123 45 67 після шостої", "phone", "067) 123 45 67"),
        ("38(067)1234567", "phone", "38(067)1234567"),
        ("067\u00a0123\u00a045\u00a067", "phone", "067\u00a0123\u00a045\u00a067"),
        ("мій РНОКПП 1759013776 ось", "tax_number", "1759013776"),
        ("картка 4111 1111 1111 1111, дякую", "card", "4111 1111 1111 1111"),
        ("4111-1111-1111-1111", "card", "4111-1111-1111-1111"),
        ("пишіть на olena.k@example.org!", "mail", "olena.k@example.org"),
        ("пишіть на олена@пошта.укр", "mail", "олена@пошта.укр"),
        ("паспорт КВ 123456", "passport", "КВ 123456"),
        ("паспорт КВ123456", "passport", "КВ123456"),
    ],
)
def test_personal_data_are_found_where_they_stand(text, kind, fragment):
    assert (kind, fragment) in find_personal_data(text)


@pytest.mark.parametrize(
    "text",
    [
        LAND,
        "Постанова від 03.11.2010 № 996, стаття 15 частини 1, 3",
        "1 000 000 000 грн у 2026–2027 роках",
        "Закон № 3841-IX, опублікований 20.06.2024",
        "ДСТУ 123456 і ISO 8601",
        "@olena пише про ціну 25 грн/м2",
        "номер 1234567890123456 не є карткою",
        "0000 0000 0000 0000",
        "",
    ],
)
def test_ordinary_numbers_of_laws_are_left_alone(text):
    assert find_personal_data(text) == []


def test_each_find_is_named_once():
    assert kinds("0671234567 і ще раз 0671234567") == ["phone"]


@PROPERTY
@given(DIGITS)
def test_exactly_one_last_digit_makes_a_tax_number(digits):
    right = [digit for digit in "0123456789" if is_tax_number(digits + digit)]
    assert len(right) == 1
    assert kinds(f"код {digits}{right[0]}.") in (["tax_number"], ["phone"])


@PROPERTY
@given(st.integers(12, 18).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n)), st.integers(1, 9))
def test_one_wrong_digit_makes_it_no_card_number(digits, change):
    number = with_luhn_digit(digits)
    wrong = number[:-1] + str((int(number[-1]) + change) % 10)
    assert is_card_number(number) is (len(set(number)) > 1)
    assert not is_card_number(wrong)


@PROPERTY
@given(st.text("0123456789", min_size=15, max_size=15), st.sampled_from(["", " ", "-"]))
def test_card_number_is_found_however_it_is_grouped(digits, gap):
    number = with_luhn_digit("4" + digits[1:])
    written = gap.join(number[i : i + 4] for i in range(0, 16, 4))
    assert ("card", written) in find_personal_data(f"картка {written}.")


@pytest.mark.parametrize("rest", [" 12/28", " 1."])
def test_card_number_is_found_with_its_expiry_behind_it(rest):
    assert "card" in kinds("картка 4111 1111 1111 1111" + rest)


@PROPERTY
@given(st.text(st.characters(exclude_categories=("Nd",), exclude_characters="@"), max_size=80))
def test_text_without_digits_and_at_signs_has_nothing_to_point_out(text):
    assert find_personal_data(text) == []


def test_long_texts_are_searched_without_hanging():
    for text in ("1 " * 5000, "a" * 10_000, "0 (" * 3000, "a@" * 5000, "a@" + "b." * 5000):
        find_personal_data(text)
