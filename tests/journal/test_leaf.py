"""The form of an entry: every bit of it counts, and it opens to nothing without its salt."""

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.journal.leaf import DOMAIN, SALT_BYTES, canonical, commit_to, leaf_bytes, leaf_hash, new_salt

PROPERTY = settings(deadline=None, max_examples=80)
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
CONTENTS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=4), WORDS | st.integers(-1, 10**9), min_size=1, max_size=5
)
SALTS = st.binary(min_size=SALT_BYTES, max_size=SALT_BYTES)
LEAVES = st.tuples(
    st.integers(1, 10**9),
    st.integers(0, 10**10),
    WORDS,
    WORDS,
    WORDS,
    st.text("0123456789abcdef", min_size=64, max_size=64),
)


def flipped(data, place):
    """The bytes with one bit turned over."""
    place %= len(data) * 8
    return data[: place // 8] + bytes([data[place // 8] ^ (1 << place % 8)]) + data[place // 8 + 1 :]


def test_leaf_is_the_documented_canonical_json():
    leaf = leaf_bytes(7, 1795000000, "comment.posted", "c:0123456789abcdef", "d:land@1", "ab" * 32)
    assert leaf.decode() == (
        '{"c":"' + "ab" * 32 + '","draft":"d:land@1","ev":"comment.posted","n":7,'
        '"obj":"c:0123456789abcdef","t":1795000000,"v":1}'
    )
    assert leaf_hash(leaf) == hashlib.sha256(b"\x00" + leaf).hexdigest()


def test_commitment_is_the_documented_hash():
    salt, content = bytes(range(32)), {"text": "Задовго", "start": -1}
    wanted = hashlib.sha256(b"reform_portal/v1\x00" + salt + '{"start":-1,"text":"Задовго"}'.encode()).hexdigest()
    assert commit_to(salt, content) == wanted
    assert DOMAIN == b"reform_portal/v1\x00"


@PROPERTY
@given(LEAVES, st.integers(0, 10**6))
def test_one_bit_of_a_leaf_changes_its_hash(fields, place):
    leaf = leaf_bytes(*fields)
    assert leaf_hash(flipped(leaf, place)) != leaf_hash(leaf)


@PROPERTY
@given(SALTS, CONTENTS, st.integers(0, 10**6))
def test_one_bit_of_the_salt_changes_the_commitment(salt, content, place):
    assert commit_to(flipped(salt, place), content) != commit_to(salt, content)


@PROPERTY
@given(SALTS, CONTENTS, st.integers(0, 10**6))
def test_one_bit_of_the_content_changes_the_commitment_or_is_no_content(salt, content, place):
    kept = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        changed = json.loads(flipped(kept, place))
    except ValueError:
        return
    # «\\u001f» and «\\u001F» are one character: a bit of the text that is no bit of the content.
    assert not isinstance(changed, dict) or changed == content or commit_to(salt, changed) != commit_to(salt, content)


@PROPERTY
@given(LEAVES, LEAVES)
def test_entries_that_differ_have_leaves_that_differ(one, other):
    assert (leaf_bytes(*one) == leaf_bytes(*other)) is (one == other)


@PROPERTY
@given(SALTS, CONTENTS)
def test_order_of_the_keys_does_not_matter(salt, content):
    backwards = dict(reversed(content.items()))
    assert commit_to(salt, backwards) == commit_to(salt, content)


@PROPERTY
@given(CONTENTS)
def test_content_is_read_back_from_its_canonical_form(content):
    assert json.loads(canonical(content)) == content


def test_same_words_with_another_salt_cannot_be_recognised():
    assert commit_to(new_salt(), {"text": "так"}) != commit_to(new_salt(), {"text": "так"})


@pytest.mark.parametrize("length", [0, 1, 31, 33, 64])
def test_salt_of_another_length_is_refused(length):
    with pytest.raises(ValueError, match="32 bytes"):
        commit_to(b"x" * length, {"text": "так"})
