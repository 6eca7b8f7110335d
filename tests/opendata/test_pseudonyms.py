"""Ids of people that lead to no account."""

from hypothesis import given
from hypothesis import strategies as st

from reform_portal.opendata.pseudonyms import LENGTH, kept_key, pseudonym, series_of

KEYS = st.binary(min_size=32, max_size=32)
IDS = st.integers(min_value=1, max_value=10**9)
NAMES = st.text(min_size=1, max_size=40)


@given(KEYS, IDS, NAMES)
def test_same_person_under_the_same_name_has_the_same_id(key, person, name):
    found = pseudonym(key, person, "", name)
    assert found == pseudonym(key, person, "сайт", name) and len(found) == LENGTH


@given(KEYS, IDS, NAMES, NAMES)
def test_another_name_is_another_id(key, person, one, other):
    assert (pseudonym(key, person, "", one) == pseudonym(key, person, "", other)) == (one == other)


@given(KEYS, KEYS, IDS, NAMES)
def test_another_key_is_another_id(one, other, person, name):
    assert (pseudonym(one, person, "", name) == pseudonym(other, person, "", name)) == (one == other)


@given(KEYS, IDS, IDS, NAMES)
def test_another_account_is_another_id(key, one, other, name):
    assert (pseudonym(key, one, "", name) == pseudonym(key, other, "", name)) == (one == other)


@given(KEYS, NAMES)
def test_imported_names_are_told_apart_by_source_and_from_accounts(key, name):
    assert len({pseudonym(key, None, "a", name), pseudonym(key, None, "b", name), pseudonym(key, 1, "a", name)}) == 3


def test_nobody_has_no_id():
    assert pseudonym(b"k" * 32, None, "сайт", "") == ""


def test_key_is_made_once(tmp_path):
    path = tmp_path / "key"
    assert kept_key(path) == kept_key(path) and len(kept_key(path)) == 32
    assert series_of(b"a") != series_of(b"b")
