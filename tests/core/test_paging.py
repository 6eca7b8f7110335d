"""Cursors: what goes in comes out, and whatever else comes in means the first page."""

import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.core.paging import cut, decode_cursor, encode_cursor

PROPERTY = settings(deadline=None, max_examples=200)
NUMBERS = st.integers(-(2**31) + 1, 2**31 - 1)


def as_cursor(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@PROPERTY
@given(st.lists(NUMBERS, min_size=1, max_size=3))
def test_key_comes_out_as_it_went_in(key):
    assert decode_cursor(encode_cursor(*key), len(key)) == key


@PROPERTY
@given(st.lists(NUMBERS, min_size=1, max_size=3), st.integers(0, 4))
def test_key_of_another_length_means_the_first_page(key, length):
    assert decode_cursor(encode_cursor(*key), length) == (key if length == len(key) else None)


@PROPERTY
@given(st.text(max_size=320))
def test_any_text_is_a_key_of_whole_numbers_or_nothing(text):
    found = decode_cursor(text, 1)
    assert found is None or [type(part) for part in found] == [int]


@PROPERTY
@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), st.lists, max_leaves=4)
)
def test_any_json_is_a_key_that_a_database_takes_or_nothing(value):
    found = decode_cursor(as_cursor(value), 1)
    assert found is None or (type(found[0]) is int and abs(found[0]) < 2**31)


@pytest.mark.parametrize(
    "cursor", [None, "", "x", "=", "%00", "é", as_cursor({}), as_cursor([None]), as_cursor("1"), "W" * 400]
)
def test_broken_cursor_means_the_first_page(cursor):
    assert decode_cursor(cursor, 1) is None


def test_deeply_nested_cursor_means_the_first_page():
    assert decode_cursor(base64.urlsafe_b64encode(b"[" * 200).decode(), 1) is None


@PROPERTY
@given(st.lists(NUMBERS, unique=True, max_size=30), st.integers(1, 7))
def test_pages_hold_every_row_once_and_in_order(numbers, size):
    rows = sorted(numbers)
    seen, key = [], None
    while True:
        page = cut([row for row in rows if key is None or row > key[0]][: size + 1], size, lambda row: (row,))
        seen += page.items
        if page.next is None:
            break
        assert len(page.items) == size
        key = decode_cursor(page.next, 1)
    assert seen == rows


def test_page_that_is_exactly_full_is_the_last():
    assert cut([1, 2], 2, lambda row: (row,)).next is None
