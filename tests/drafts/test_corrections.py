"""What a person corrects in a recognised structure, and what becomes of the tree."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.drafts import corrections as c
from reform_portal.drafts.corrections import apply_corrections, check_number, place, places_of_words
from reform_portal.drafts.structure import FORCED_KINDS, Forced, Paragraph, Structure, parse_structure

ACT = (
    "Про землю громади",
    "Стаття 1. Терміни",
    "1. Земля громади — ділянки, якими розпоряджається рада.",
    "2. Рада веде перелік:",
    "1) ділянок;",
    "2) користувачів.",
    "Стаття 2. Плата",
    "Плата сплачується щомісяця. Рада може звільнити від плати об’єкт культури.",
    "{Статтю 3 виключено}",
    "Стаття 4. Строки",
    "1. Рада розглядає заяву 30 днів.",
)


def paragraphs(*texts: str) -> list[Paragraph]:
    return [Paragraph(text) for text in texts or ACT]


def tree(corrections: list, *texts: str) -> Structure:
    corrected = apply_corrections(paragraphs(*texts), corrections)
    return parse_structure(corrected.paragraphs, corrected.forced)


def eids(structure: Structure) -> list[str]:
    return [clause.eid for clause in structure.clauses]


def at(structure: Structure, eid: str):
    return next(clause for clause in structure.clauses if clause.eid == eid)


def unit(ref: str, kind: str, num: str = "", parent: str | None = None) -> dict:
    return {"op": "unit", "at": ref, "kind": kind, "num": num, "parent": parent}


def reasons(corrections: list, *texts: str) -> list[tuple[int, str]]:
    return [(u.index, u.reason) for u in apply_corrections(paragraphs(*texts), corrections).unused]


# Nothing corrected


def test_without_corrections_the_tree_is_the_recognised_one():
    assert tree([]) == parse_structure(paragraphs())


def test_refs_count_paragraphs_of_the_reading_and_leave_out_empty_ones():
    corrected = apply_corrections(paragraphs("Про землю", "  ", "Стаття 1. Терміни"), [])
    assert corrected.refs == ["1", "3"]


# Splitting and joining


def test_split_makes_two_paragraphs_of_one():
    text = ACT[7]
    structure = tree([{"op": "split", "at": "8", "offset": text.index("Рада")}])
    assert at(structure, "art_2__para_nn_1").text == "Плата сплачується щомісяця."
    assert at(structure, "art_2__para_nn_2").text == "Рада може звільнити від плати об’єкт культури."


def test_parts_of_a_split_have_refs_of_their_own_and_can_be_split_again():
    splits = [{"op": "split", "at": "1", "offset": 4}, {"op": "split", "at": "1.2", "offset": 6}]
    corrected = apply_corrections(paragraphs("Про землю громади"), splits)
    assert corrected.refs == ["1.1", "1.2.1", "1.2.2"]
    assert [p.text for p in corrected.paragraphs] == ["Про", "землю", "громади"]


def test_split_heading_leaves_the_heading_in_the_first_part_alone():
    source = [Paragraph("Стаття 5. Назва. Текст норми.", "n5", 3)]
    corrected = apply_corrections(source, [{"op": "split", "at": "1", "offset": 17}])
    assert [(p.heading, p.source_id) for p in corrected.paragraphs] == [(3, "n5"), (0, None)]


@pytest.mark.parametrize("offset", [0, -3, 17, 500])
def test_split_that_would_leave_a_part_empty_is_reported(offset):
    assert reasons([{"op": "split", "at": "1", "offset": offset}], "Про землю громади") == [(0, c.OFFSET)]


def test_split_never_tears_a_mark_from_its_letter():
    assert reasons([{"op": "split", "at": "1", "offset": 2}], "Ки\u0306їв") == [(0, c.OFFSET)]


def test_join_takes_the_following_paragraph_in():
    structure = tree([{"op": "join", "at": "8"}], *ACT[:8], "і бібліотеку.")
    assert structure.clauses[-1].text.endswith("культури. і бібліотеку.")


def test_last_paragraph_has_nothing_to_be_joined_with():
    assert reasons([{"op": "join", "at": "11"}]) == [(0, c.LAST)]


def test_split_and_join_give_the_paragraph_back():
    corrections = [{"op": "split", "at": "8", "offset": 28}, {"op": "join", "at": "8.1"}]
    assert tree(corrections) == tree([])


# Saying what a paragraph is


def test_paragraph_becomes_a_unit_and_the_following_ones_attach_to_it():
    texts = ("Про землю", "Стаття 1. А", "1. Одне.", "Ст 2 Друга", "1. Інше.")
    assert eids(tree([], *texts))[-1] == "art_1__para_1_2"
    structure = tree([unit("4", "article", "Ст 2")], *texts)
    assert eids(structure) == ["title", "art_1", "art_1__para_1", "art_2", "art_2__para_1"]
    assert (at(structure, "art_2").num, at(structure, "art_2").text) == ("Ст 2", "Друга")


def test_parent_is_the_one_that_was_said():
    structure = tree([unit("6", "point", "2)", "3")])
    assert at(structure, "art_1__para_1__point_2").parent == "art_1__para_1"


def test_unit_of_the_topmost_level_has_no_parent():
    assert at(tree([unit("11", "point", "1.")]), "point_1").parent is None


@pytest.mark.parametrize(
    ("kind", "num", "text", "eid"),
    [
        ("part", "РОЗДІЛ II", "РОЗДІЛ II Загальне", "part_II"),
        ("chapter", "Гл. 3.", "Гл. 3. Загальне", "chp_3"),
        ("section", "§ 2.", "§ 2. Загальне", "sec_2"),
        ("book", "Книга перша", "Книга перша Загальне", "book_persha"),
        ("annex", "Додаток", "Додаток до Закону;", "annex_1"),
        ("article", "Стаття 8¹.", "Стаття 8¹. Назва", "art_8-1"),
        ("article", "Ст. 12 - 1", "Ст. 12 - 1 Назва", "art_12-1"),
        ("point", "№ 4", "№ 4 про збір", "point_4"),
        ("point", "", "— про збір", "point_nn_1"),
        ("paragraph", "", "Рада діє.", "para_nn_1"),
        ("subpoint", "ґ)", "ґ) про збір", "point_g"),
        ("subpoint", "г)", "г) про збір", "point_h"),
        ("point", "1)", "1)про збір", "point_1"),
    ],
)
def test_address_follows_from_the_kind_and_the_printed_number(kind, num, text, eid):
    structure = tree([unit("2", kind, num)], "Про землю", text)
    assert eids(structure) == ["title", eid]
    assert structure.clauses[1].kind == kind and structure.clauses[1].num == num


def test_list_goes_on_after_an_item_that_was_said():
    texts = ("Про землю", "Стаття 1. А", "1. Перелік:", "а) один;", "(б) два;", "в) три.")
    structure = tree([unit("5", "subpoint", "(б)", "3")], *texts)
    assert eids(structure)[-3:] == ["art_1__para_1__point_a", "art_1__para_1__point_b", "art_1__para_1__point_v"]


@pytest.mark.parametrize(("letters", "last"), [("аbв", "v"), ("abc", "c")])
def test_letter_of_an_item_is_read_in_the_alphabet_of_its_list(letters, last):
    items = [f"{letters[0]}) один;", f"{letters[1]}) два;", f"({letters[2]}) три."]
    structure = tree([unit("6", "subpoint", f"({letters[2]})", "3")], "Про землю", "Стаття 1. А", "1. Перелік:", *items)
    assert eids(structure)[-1] == f"art_1__para_1__point_{last}"


def test_number_that_stands_twice_gets_a_counter_and_a_remark():
    structure = tree([unit("6", "point", "2)", "4"), unit("5", "point", "1)", "4")], *ACT[:6], "2) ще.")
    assert eids(structure)[-2:] == ["art_1__para_2__point_2", "art_1__para_2__point_2_2"]
    assert len(structure.warnings) == 1


def test_plain_text_goes_on_with_the_unit_above():
    structure = tree([{"op": "plain", "at": "6"}])
    assert at(structure, "art_1__para_2__point_1__al_2").text == "2) користувачів."


def test_plain_text_before_the_first_unit_is_preamble():
    structure = tree([{"op": "plain", "at": "2"}], "Про землю", "Стаття 5 Конституції велить", "Стаття 1. А")
    assert [clause.kind for clause in structure.clauses] == ["title", "preamble", "article"]


def test_note_is_no_clause_and_its_braces_are_not_needed():
    structure = tree([{"op": "note", "at": "8"}])
    assert ACT[7] in [note.text for note in structure.notes]
    assert all(clause.text != ACT[7] for clause in structure.clauses)


def test_braces_can_be_said_to_be_text_of_the_norm():
    structure = tree([{"op": "plain", "at": "9"}])
    assert not structure.notes and at(structure, "art_2__para_nn_2").text == ACT[8]


def test_said_title_is_the_name_of_the_act():
    structure = tree([unit("2", "title")], "ЗАКОН УКРАЇНИ", "Засади користування", "Стаття 1. А")
    assert structure.title == "Засади користування"
    assert [clause.kind for clause in structure.clauses] == ["preamble", "title", "article"]


def test_unit_of_the_act_ends_a_quotation_that_was_taken_too_far():
    texts = ("Про зміни", "1. Статтю 5 викласти в такій редакції:", "«Стаття 5. Збір", "Збір сплачується.",
             "Пункт 2. Рада діє", "а) сама;", "Кінець».")  # fmt: skip
    assert all(clause.quoted for clause in tree([], *texts).clauses[2:])
    structure = tree([unit("5", "point", "Пункт 2.")], *texts)
    assert [clause.quoted for clause in structure.clauses] == [False, False, True, True, False, False, False]
    assert structure.clauses[5].parent == "point_2"


def test_last_word_counts():
    structure = tree([{"op": "note", "at": "8"}, {"op": "plain", "at": "8"}])
    assert structure == tree([{"op": "plain", "at": "8"}])


def test_table_stays_a_table_and_can_get_another_owner():
    source = [*paragraphs(*ACT[:7]), Paragraph("А Б", table=(("А", "Б"),))]
    corrected = apply_corrections(source, [unit("8", "table", "", "3")])
    assert parse_structure(corrected.paragraphs, corrected.forced).clauses[-1].eid == "art_1__para_1__table_1"
    for wrong in (unit("8", "article"), {"op": "note", "at": "8"}, {"op": "join", "at": "7"}):
        assert [u.reason for u in apply_corrections(source, [wrong]).unused] == [c.TABLE]
    assert reasons([unit("2", "table")]) == [(0, c.TABLE)]


# Corrections that hold no more


def test_paragraph_that_was_split_is_not_there_any_more():
    corrections = [{"op": "split", "at": "8", "offset": 28}, {"op": "note", "at": "8"}, {"op": "plain", "at": "77"}]
    assert reasons(corrections) == [(1, c.GONE), (2, c.GONE)]


def test_correction_comes_back_when_what_took_its_paragraph_away_is_undone():
    note = {"op": "note", "at": "8"}
    assert reasons([{"op": "join", "at": "7"}, note]) == [(1, c.GONE)]
    assert reasons([note]) == [] and tree([note]).notes[0].text == ACT[7]


def test_refs_of_other_paragraphs_stay_when_something_is_corrected_before_them():
    note = {"op": "note", "at": "11"}
    for before in ({"op": "join", "at": "2"}, {"op": "split", "at": "3", "offset": 9}, unit("4", "article", "2.")):
        assert tree([before, note]).notes[-1].text == ACT[10]


def test_number_that_is_not_printed_there_is_reported():
    assert reasons([unit("7", "article", "Стаття 3.")]) == [(0, c.NUMBER)]


def test_number_must_hold_when_the_paragraph_is_split_later():
    corrections = [unit("7", "article", "Стаття 2."), {"op": "split", "at": "7", "offset": 7}]
    assert reasons(corrections) == [(0, c.NUMBER)]


@pytest.mark.parametrize("parent", ["7", "8", "99", "9"])
def test_parent_must_stand_before_and_be_a_unit(parent):
    texts = [*ACT]
    assert reasons([unit("7" if parent != "9" else "10", "article", "", parent)], *texts) == [(0, c.PARENT)]


def test_parent_that_was_split_is_its_first_part():
    corrections = [unit("6", "point", "2)", "3"), {"op": "split", "at": "3", "offset": 17}]
    assert at(tree(corrections), "art_1__para_1__point_2").parent == "art_1__para_1"


@pytest.mark.parametrize(
    "junk",
    [{}, {"op": "erase", "at": "1"}, {"op": "split", "at": "1"}, {"op": "split", "at": "1", "offset": "2"}, [], None,
     {"op": "note", "at": 1}, {"op": "unit", "at": "1"}, unit("1", "chorus"),
     {"op": "unit", "at": "1", "kind": "article", "num": "", "parent": 3}, {"op": "unit", "at": "1", "kind": []}],
)  # fmt: skip
def test_what_is_no_correction_is_reported(junk):
    assert reasons([junk]) == [(0, c.MALFORMED)]


# Numbers and words


@pytest.mark.parametrize(
    ("text", "num", "fits"),
    [
        ("1) один", "1)", True),
        ("1)один", "1)", True),
        ("1. Один", "1", False),
        ("12. Один", "1", False),
        ("Стаття 5. Назва", "Стаття 5.", True),
        ("Стаття 5. Назва", "Стаття 5", False),
        ("Стаття 5", "Стаття 5", True),
        ("Стаття 5", "", True),
        ("а) літера", "a)", False),
        ("1)«Збір»", "1)", True),
    ],
)
def test_number_is_cut_whole(text, num, fits):
    assert check_number(text, num) is fits


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("об'єкт", [0, 11]),
        ("Обʼєкт", [0, 11]),
        ('"рада"', [23]),
        ("рада", [24]),
        ("ґанок", [30]),
        ("ганок", []),
        ("", []),
    ],
)
def test_words_are_found_however_their_marks_are_typed(words, found):
    assert places_of_words("об’єкт або Обʼєкт, або «Рада» Ґанок", words) == found


# What always holds

TEXTS = st.lists(
    st.sampled_from(
        [
            "Про землю", "РОЗДІЛ I", "Стаття 1. Назва", "Стаття 2. Інша:", "1. Частина першa.", "2. Перелік:", "1) один;",
            "2) два.", "а) літера;", "б) літера.", "Текст без номера.", "ПРИКІНЦЕВЕ", "{Примітка}", "", "«Стаття 9. Чужа",
            "Кінець».", "Додаток 1", "и\u0306ду",
        ]
    ),
    min_size=1,
    max_size=14,
)  # fmt: skip
REFS = st.sampled_from([str(n) for n in range(1, 15)] + ["1.1", "2.1", "2.2", "3.2.1"])
CORRECTIONS = st.lists(
    st.one_of(
        st.builds(lambda r, n: {"op": "split", "at": r, "offset": n}, REFS, st.integers(-2, 30)),
        st.builds(lambda r, op: {"op": op, "at": r}, REFS, st.sampled_from(["join", "plain", "note"])),
        st.builds(
            unit, REFS, st.sampled_from(FORCED_KINDS), st.sampled_from(["", "1.", "1)", "Стаття 1.", "а)"]),
            st.none() | REFS,
        ),
    ),
    max_size=8,
)  # fmt: skip


@given(TEXTS, CORRECTIONS)
@settings(max_examples=400, deadline=None)
def test_every_word_stays_and_every_address_is_alone(texts, corrections):
    source = paragraphs(*texts)
    corrected = apply_corrections(source, corrections)
    structure = parse_structure(corrected.paragraphs, corrected.forced)
    rows = place(corrected, structure)
    printed = "".join(row.clause.printed if row.clause else row.note.text for row in rows)  # type: ignore[union-attr]
    assert printed.replace(" ", "") == "".join(texts).replace(" ", "")
    assert len(structure.clauses) + len(structure.notes) == len(corrected.paragraphs)
    assert len(set(eids(structure))) == len(structure.clauses)
    assert len(set(corrected.refs)) == len(corrected.refs)
    known: set[str] = set()
    for clause in structure.clauses:
        assert clause.parent is None or clause.parent in known
        known.add(clause.eid)
    for row in rows:
        assert " ".join(row.paragraph.text.split()) == (row.clause.printed if row.clause else row.note.text) or (  # type: ignore[union-attr]
            row.clause is not None and corrected.forced[corrected.find(row.ref)].num  # type: ignore[index]
        )


@given(TEXTS, CORRECTIONS)
@settings(max_examples=150, deadline=None)
def test_the_same_corrections_give_the_same_tree(texts, corrections):
    assert apply_corrections(paragraphs(*texts), corrections) == apply_corrections(paragraphs(*texts), corrections)
    assert tree(corrections, *texts) == tree(corrections, *texts)


@given(TEXTS, CORRECTIONS)
@settings(max_examples=150, deadline=None)
def test_corrections_that_changed_nothing_can_be_left_out(texts, corrections):
    unused = {u.index for u in apply_corrections(paragraphs(*texts), corrections).unused}
    used = [correction for index, correction in enumerate(corrections) if index not in unused]
    assert tree(used, *texts) == tree(corrections, *texts)


@given(st.integers(0, 10), st.sampled_from(FORCED_KINDS), st.integers(0, 10))
def test_a_parent_below_or_nowhere_never_breaks_the_tree(index, kind, parent):
    structure = parse_structure(paragraphs(), {index: Forced(kind, "", parent)})
    assert len(set(eids(structure))) == len(structure.clauses)
