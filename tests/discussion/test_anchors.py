"""Where a comment hangs: exact words, context, offsets in code points."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reform_portal.discussion.anchors import (
    CONTEXT,
    WHOLE_CLAUSE,
    Anchor,
    Placement,
    anchor_at,
    carry,
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


# Carried from one text of a clause to the next

OLD_WORDS = (
    "рада",
    "розглядає",
    "заяву",
    "протягом",
    "30",
    "днів",
    "об’єкт",
    "«земля»",
    "не",
    "пізніше",
    "е\u0301тап",
    "Aрхів",
)
NEW_WORDS = ("ліс", "ґрунт", "20", "років", "вода", "дорога", "комісія", "п’ять", "„ріка“", "Вузол")
SENTENCE = st.lists(st.sampled_from(OLD_WORDS), min_size=1, max_size=14)
NO_WORD_TWICE = st.lists(st.sampled_from(OLD_WORDS), min_size=3, max_size=10, unique=True)


@st.composite
def sentences_with_quote(draw, sentence=SENTENCE):
    """(words before, quoted words, words after) of a clause."""
    words = draw(sentence)
    start = draw(st.integers(0, len(words) - 1))
    end = draw(st.integers(start + 1, len(words)))
    return words[:start], words[start:end], words[end:]


def joined(*parts):
    return " ".join(" ".join(part) for part in parts if part)


def quoted(before, quote, after):
    text = joined(before, quote, after)
    start = len(joined(before)) + bool(before)
    return text, anchor_at(text, start, start + len(joined(quote)))


def words_at(text, where):
    return text[where.start : where.end] if where.start is not None else None


@PROPERTY
@given(texts_with_words())
def test_carried_into_the_same_text_an_anchor_is_exact(case):
    text, start, end = case
    found = anchor_at(text, start, end)
    assert carry(found, text, text) == place(found, text)
    assert (carry(found, text, text).start, carry(found, text, text).end) == (start, end)


@PROPERTY
@given(sentences_with_quote(), st.data())
def test_edits_outside_of_the_quote_leave_its_words(case, data):
    before, quote, after = case
    old, anchor = quoted(before, quote, after)
    edited = []
    for side in (before, after):
        # One of two equal words taken out: nobody can say which.
        kept = [word for word in side if word in quote or data.draw(st.booleans())]
        at = data.draw(st.integers(0, len(kept)))
        edited.append([*kept[:at], *data.draw(st.lists(st.sampled_from(NEW_WORDS), max_size=5)), *kept[at:]])
    new = joined(edited[0], quote, edited[1])
    where = carry(anchor, old, new)
    assert where.state in ("exact", "moved")
    assert words_at(new, where) == anchor.exact
    assert (where.state == "exact") <= (where.start == anchor.start)


@PROPERTY
@given(sentences_with_quote(NO_WORD_TWICE))
def test_deleted_words_leave_the_anchor_without_a_place(case):
    before, quote, after = case
    old, anchor = quoted(before, quote, after)
    assert carry(anchor, old, joined([*before, *after])) == Placement("detached", None, None)


@PROPERTY
@given(sentences_with_quote(NO_WORD_TWICE), st.lists(st.sampled_from(NEW_WORDS), min_size=1, max_size=5))
def test_replaced_words_show_those_that_took_their_place(case, instead):
    before, quote, after = case
    old, anchor = quoted(before, quote, after)
    new = joined(before, instead, after)
    where = carry(anchor, old, new)
    assert (where.state, words_at(new, where)) == ("changed", joined(instead))


@PROPERTY
@given(sentences_with_quote(), SENTENCE)
def test_carried_anchor_never_says_more_than_the_text(case, other):
    old, anchor = quoted(*case)
    new = joined(other)
    where = carry(anchor, old, new)
    if where.state in ("exact", "moved"):
        assert read(words_at(new, where)) == read(anchor.exact)
    elif where.state == "changed":
        assert 0 <= where.start < where.end <= len(new) and read(words_at(new, where)) != read(anchor.exact)
    else:
        assert (where.state, where.start, where.end) == ("detached", None, None)


@pytest.mark.parametrize(
    ("old", "quote", "new", "state", "words"),
    [
        ("Строк — 30 днів.", "30 днів", "Строк — 20 днів.", "changed", "20 днів"),
        ("Строк — 30 днів.", "30", "Строк — 20 днів.", "changed", "20"),
        ("Строк — 30 днів.", "30 днів", "Строк — 30 робочих днів.", "changed", "30 робочих днів"),
        ("Строк — 30 днів.", "30 днів", "Загальний строк — 30 днів.", "moved", "30 днів"),
        ("Строк — 30 днів.", "30 днів", "Строк — 30 днів і ночей.", "exact", "30 днів"),
        ("Строк — 30 днів.", "30 днів", "Строк встановлює рада.", "changed", "встановлює рада"),
        ("Рада діє. Вона звітує.", "Вона звітує.", "Рада діє.", "detached", None),
        ("Рада діє. Вона звітує щороку.", "Рада діє.", "Вона звітує щороку.", "detached", None),
        ("Рада діє. Вона звітує щороку.", "Рада діє. Вона звітує щороку.", "Рада діє.", "changed", "Рада діє."),
        # One word that stands elsewhere by chance is another word.
        ("Рада діє щодня. Вона звітує.", "Рада", "Комісія діє щодня. Рада звітує.", "changed", "Комісія"),
        # Three and more that moved inside of the clause are the same words.
        (
            "Рада веде реєстр ділянок. Кожен може його переглянути.", "Кожен може його переглянути",
            "Кожен може його переглянути. Рада веде реєстр ділянок.", "moved", "Кожен може його переглянути",
        ),
        # Words that were put in before do not hide that the quoted ones still stand there.
        ("Рада не діє.", "не діє", "Рада не раз не діє.", "moved", "не діє"),
        # Of equal words those that were quoted, not those that stand first.
        ("Строк — 30 днів, а для житла — 30 днів.", "30 днів", "Строк — 10 днів, а для житла — 30 днів.", "changed", "10 днів"),
    ],
)  # fmt: skip
def test_where_words_stand_after_a_change(old, quote, new, state, words):
    where = carry(make_anchor(old, quote), old, new)
    assert (where.state, words_at(new, where)) == (state, words)


def test_second_of_two_equal_words_is_not_mistaken_for_the_first():
    old, new = "Строк — 30 днів, а для житла — 30 днів.", "Строк — 30 днів, а для житла — 40 днів."
    where = carry(make_anchor(old, "30 днів", start=30), old, new)
    assert (where.state, words_at(new, where)) == ("changed", "40 днів")


@pytest.mark.parametrize(
    ("old", "quote", "new"),
    [
        ("звільнити об’єкт культури", "об’єкт культури", "звільнити об'єкт культури"),
        ("звільнити об'єкт культури", "об'єкт культури", "звільнити обʼєкт культури"),
        ("Закону «Про ґрунти» від року", "«Про ґрунти»", 'Закону "Про ґрунти" від року'),
        ('Закону "Про ґрунти" від року', '"Про ґрунти"', "Закону “Про ґрунти” від року"),
        ("строк — 30 днів", "строк — 30", "строк – 30 днів"),
        ("ст.\u00a05 Закону", "ст.\u00a05", "ст. 5 Закону"),
        ("зем\u00adля громади", "зем\u00adля", "земля громади"),
    ],
)
def test_other_marks_are_the_same_words(old, quote, new):
    where = carry(make_anchor(old, quote), old, new)
    assert where.state == "moved" and read(words_at(new, where)) == read(quote)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("ґрати", "грати"),
        ("рада", "paдa"),  # Latin letters among them
        ("заява", "заявa"),
        ("замок", "за\u0301мок"),  # with a stress mark
        ("об’єкт", "обєкт"),
    ],
)
def test_other_letters_are_other_words(word, other):
    old, new = f"Цей {word} належить громаді.", f"Цей {other} належить громаді."
    where = carry(make_anchor(old, word), old, new)
    assert (where.state, words_at(new, where)) == ("changed", other)


def test_part_of_a_word_stays_a_part_of_it():
    old, new = "Плату сплачують щомісяця.", "Усю плату сплачують щомісяця."
    where = carry(make_anchor(old, "місяця"), old, new)
    assert (where.state, words_at(new, where)) == ("moved", "місяця")


def test_anchor_that_does_not_fit_its_own_text_is_looked_for_by_its_words():
    stray = Anchor("30 днів", "", "", 500, 507)
    assert carry(stray, "строк 30 днів", "увесь строк 30 днів") == Placement("moved", 12, 19)
