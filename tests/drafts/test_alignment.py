"""Which clause lives on in the next version."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.drafts.alignment import Aligned, align


def clauses(*texts: str, kind: str = "paragraph") -> list[Aligned]:
    return [Aligned(f"art_1__para_{number}", kind, text) for number, text in enumerate(texts, start=1)]


def test_same_text_lives_on():
    before = clauses("Рада діє.", "Плата є.", "Строк є.")
    assert align(before, before) == {0: 0, 1: 1, 2: 2}


def test_renumbered_clause_is_known_by_its_words():
    before = clauses("Рада діє за законом.", "Плату сплачують щомісяця.")
    after = clauses("Нове правило про ліси.", "Рада діє за законом.", "Плату сплачують щомісяця.")
    assert align(before, after) == {1: 0, 2: 1}


def test_moved_clause_is_known_by_its_words():
    before = clauses("Рада діє за законом.", "Плату сплачують щомісяця.", "Строк становить рік.")
    after = [before[2], before[0], before[1]]
    assert align(before, after) == {0: 2, 1: 0, 2: 1}


def test_reworded_clause_at_its_address_lives_on():
    before = clauses("Рада розглядає заяву протягом 30 календарних днів.")
    after = clauses("Рада розглядає заяву протягом 20 календарних днів.")
    assert align(before, after) == {0: 0}


def test_other_words_at_the_same_address_are_another_clause():
    assert align(clauses("Рада розглядає заяву протягом 30 днів."), clauses("Ліси охороняє держава.")) == {}


def test_similar_words_of_another_kind_are_another_clause():
    before = clauses("Рада розглядає заяву протягом 30 днів.")
    after = clauses("Рада розглядає заяву протягом 20 днів.", kind="alinea")
    assert align(before, after) == {}


def test_id_of_the_source_outlives_words_and_address():
    before = [Aligned("art_1__para_1", "paragraph", "Рада діє.", "n7")]
    after = [Aligned("art_9__para_4", "paragraph", "Зовсім інші слова про ліс.", "n7")]
    assert align(before, after) == {0: 0}


def test_equal_texts_are_told_apart_by_their_order():
    before = clauses("Так.", "Ні.", "Так.")
    after = clauses("Так.", "Нове про ліс.", "Ні.", "Так.")
    assert align(before, after) == {0: 0, 2: 1, 3: 2}


def test_marks_and_spaces_make_no_other_text():
    before = clauses("Закон «Про воду» — об’єкт")
    after = [Aligned("art_7", "paragraph", 'Закон  "Про воду" - об\'єкт')]
    assert align(before, after) == {0: 0}


TEXTS = st.lists(
    st.builds(
        Aligned,
        st.builds("art_{}".format, st.integers(1, 12)),
        st.sampled_from(["article", "paragraph"]),
        st.sampled_from(["", "Так.", "Рада діє за законом.", "Рада діє за статутом.", "Плата є.", "Строк рік."]),
        st.none() | st.sampled_from(["n1", "n2", "n3"]),
    ),
    max_size=15,
)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_no_clause_lives_on_twice(before, after):
    pairs = align(before, after)
    assert len(set(pairs.values())) == len(pairs)
    assert set(pairs) <= set(range(len(after))) and set(pairs.values()) <= set(range(len(before)))


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_every_clause_of_an_unchanged_text_lives_on(texts):
    assert len(align(texts, texts)) == len(texts)
