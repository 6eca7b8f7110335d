"""Where a comment hangs: exact words, context, offsets in code points."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reform_portal.discussion.anchors import (
    CONTEXT,
    WHOLE_CLAUSE,
    Anchor,
    anchor_at,
    make_anchor,
    occurrences,
    place,
    sentences,
)

APOSTROPHES = "'’ʼ‘`"
QUOTES = '«»“”„"'
DASHES = "-–—\u2011"
SPACES = " \u00a0\u202f\t\n"
DROPPED = "\u00ad"
LETTERS = "абвіїєґАБІЇzQ19\u0301\u0306😀𝐀🇺🇦.,"
READ_ALIKE = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(QUOTES, '"'), **dict.fromkeys(DASHES, "-"), DROPPED: None})  # fmt: skip

TEXTS = st.text(st.sampled_from(LETTERS + APOSTROPHES + QUOTES + DASHES + SPACES + DROPPED), max_size=90)
PROPERTY = settings(deadline=None, max_examples=120)


def read(text):
    """The text as a reader would say it aloud."""
    return " ".join(text.translate(READ_ALIKE).split())


@st.composite
def texts_with_words(draw):
    """(text, start, end) where something readable stands between the offsets."""
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    assume(read(text[start:end]))
    return text, start, end


def test_offsets_count_code_points_not_bytes_nor_utf16_units():
    text = "😀 Об’єкт 𝐀 за е\u0301тапом"
    found = make_anchor(text, "за е\u0301тапом")
    assert (found.start, found.end) == (11, 21)
    assert text[found.start : found.end] == found.exact == "за е\u0301тапом"


@PROPERTY
@given(texts_with_words())
def test_anchored_words_read_as_the_quote(case):
    text, start, end = case
    found = make_anchor(text, text[start:end], start)
    assert read(text[found.start : found.end]) == read(text[start:end])
    assert found == anchor_at(text, found.start, found.end)


@PROPERTY
@given(texts_with_words())
def test_of_equal_words_those_at_the_offset_are_meant(case):
    text, start, end = case
    assume(read(text[start]) and not text[end - 1].isspace())
    found = make_anchor(text, text[start:end], start)
    assert found.start == start and found.end <= end


@PROPERTY
@given(texts_with_words())
def test_context_is_what_stands_around_and_at_most_32_characters(case):
    text, start, end = case
    found = make_anchor(text, text[start:end], start)
    assert text.startswith(found.prefix + found.exact + found.suffix, found.start - len(found.prefix))
    assert len(found.prefix) == min(CONTEXT, found.start)
    assert len(found.suffix) == min(CONTEXT, len(text) - found.end)


@PROPERTY
@given(texts_with_words(), st.randoms())
def test_marks_and_spaces_may_differ_from_those_of_the_text(case, random):
    text, start, end = case
    classes = (APOSTROPHES, QUOTES, DASHES, SPACES)
    typed = "".join(random.choice(next((c for c in classes if char in c), char)) for char in text[start:end])
    found = make_anchor(text, typed, start)
    assert read(found.exact) == read(text[start:end])


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("звільнити об’єкт культури", "об'єкт"),
        ("звільнити об'єкт культури", "обʼєкт"),
        ("«Про охорону ґрунтів» викласти", '"Про охорону ґрунтів"'),
        ("ст.\u00a05 Закону", "ст. 5"),
        ("протягом  30\u202fднів", "протягом 30 днів"),
        ("строк — 30 днів", "строк - 30 днів"),
        ("зем\u00adля громади", "земля громади"),
    ],
)
def test_words_copied_from_a_page_are_found(text, typed):
    found = make_anchor(text, typed)
    assert found.exact in text and read(found.exact) == read(typed)


@PROPERTY
@given(TEXTS, st.text("жцщ", min_size=1, max_size=5))
def test_words_that_are_not_there_are_refused(text, quote):
    with pytest.raises(ValueError, match="not in the clause"):
        make_anchor(text, quote)


@pytest.mark.parametrize("quote", ["", "  ", "\n\t"])
def test_no_words_mean_the_whole_clause(quote):
    assert make_anchor("Плата за землю", quote) == WHOLE_CLAUSE == Anchor("", "", "", None, None)


def test_letters_that_differ_are_not_the_same_words():
    with pytest.raises(ValueError, match="not in the clause"):
        make_anchor("гривня", "ґривня")


def test_overlapping_places_are_all_found():
    assert list(occurrences("ааа", "аа")) == [(0, 2), (1, 3)]


@PROPERTY
@given(texts_with_words())
def test_anchor_is_exact_in_its_own_text(case):
    text, start, end = case
    found = make_anchor(text, text[start:end], start)
    where = place(found, text)
    assert (where.state, where.start, where.end) == ("exact", found.start, found.end)


@PROPERTY
@given(texts_with_words(), st.text("жцщ ", max_size=50), st.text("жцщ ", max_size=50))
def test_anchor_is_found_again_when_words_are_added_around(case, before, after):
    text, start, end = case
    found = make_anchor(text, text[start:end], start)
    changed = before + text + after
    where = place(found, changed)
    assert where.state in ("exact", "moved")
    assert read(changed[where.start : where.end]) == read(found.exact)


def test_of_equal_words_those_with_the_same_context_are_found_again():
    text = "Рада розглядає заяву. Комісія розглядає заяву."
    found = make_anchor(text, "розглядає", 30)
    where = place(found, "Нова частина. " + text)
    assert (where.state, where.start) == ("moved", 44)


def test_words_that_are_gone_are_said_to_be_changed():
    where = place(make_anchor("строк 30 днів", "30 днів"), "строк 20 днів")
    assert (where.state, where.start, where.end) == ("changed", None, None)


def test_whole_clause_stands_in_any_text():
    assert place(WHOLE_CLAUSE, "що завгодно").state == "exact"


@PROPERTY
@given(TEXTS)
def test_sentences_follow_each_other_and_leave_out_only_spaces(text):
    at = 0
    for start, end in sentences(text):
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Перше речення. Друге речення.", ["Перше речення.", "Друге речення."]),
        ("Відповідно до ст. 5 Закону сплачують плату.", ["Відповідно до ст. 5 Закону сплачують плату."]),
        ("Ставка 1.5 відсотка.", ["Ставка 1.5 відсотка."]),
        ("земля громади — ділянки; користувач", ["земля громади — ділянки;", "користувач"]),
        ("Чи можна? Так!", ["Чи можна?", "Так!"]),
        ("без крапки", ["без крапки"]),
        ("", []),
    ],
)
def test_clause_is_cut_into_the_sentences_that_a_reader_sees(text, wanted):
    assert [text[start:end] for start, end in sentences(text)] == wanted
