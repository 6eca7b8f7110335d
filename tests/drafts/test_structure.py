"""From paragraphs to clauses: the traps of real acts, and what must hold of any text."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reform_portal.drafts.formats import plain_text
from reform_portal.drafts.structure import Paragraph, Structure, is_note, parse_structure

TITLE = "Про користування землею"


def parse(*texts: str | Paragraph) -> Structure:
    return parse_structure([text if isinstance(text, Paragraph) else Paragraph(text) for text in texts])


def eids(structure: Structure) -> list[str]:
    return [clause.eid for clause in structure.clauses]


def clause(structure: Structure, eid: str):
    return next(found for found in structure.clauses if found.eid == eid)


def faults(paragraphs: list[Paragraph], structure: Structure) -> list[str]:
    """What is wrong with a structure of these paragraphs, or nothing."""
    collapsed = [" ".join(p.text.split()) for p in paragraphs]
    body = [text for text, p in zip(collapsed, paragraphs, strict=True) if (text or p.table) and not is_note(text)]
    found = []
    if [c.printed for c in structure.clauses] != body:
        found.append("a paragraph is lost, repeated, changed or out of order")
    if [n.text for n in structure.notes] != [text for text in collapsed if text and is_note(text)]:
        found.append("a note is lost or is not a note")
    if len(set(eids(structure))) != len(structure.clauses):
        found.append("an address stands twice")
    seen: set[str] = set()
    for one in structure.clauses:
        if one.parent is not None and one.parent not in seen:
            found.append(f"{one.eid}: its parent {one.parent} does not stand before it")
        seen.add(one.eid)
    found += [f"note after {n.after}, which is no clause" for n in structure.notes if n.after not in {None, *seen}]
    found += [f"{eid} is not Latin" for eid in eids(structure) if not eid.isascii() or eid != eid.strip()]
    return found


# Articles


@pytest.mark.parametrize(
    ("heading", "eid", "num"),
    [
        ("Стаття 13¹. Назва", "art_13-1", "Стаття 13¹."),
        ("Стаття 13-1. Назва", "art_13-1", "Стаття 13-1."),
        ("Стаття 131 - 1 . Назва", "art_131-1", "Стаття 131 - 1 ."),
        ("Стаття 9 - 12 . Назва", "art_9-12", "Стаття 9 - 12 ."),
        ("Стаття 5. Назва", "art_5", "Стаття 5."),
        ("СТАТТЯ 5. Назва", "art_5", "СТАТТЯ 5."),
        ("Article 5. Heading", "art_5", "Article 5."),
        ("Article 5", "art_5", "Article 5"),
    ],
)
def test_article_is_addressed_by_its_number_and_keeps_it_as_printed(heading, eid, num):
    found = parse(TITLE, heading, "1. Текст.").clauses[1]
    assert (found.eid, found.kind, found.num, found.printed) == (eid, "article", num, heading)


def test_sentence_about_an_article_is_not_an_article():
    structure = parse(TITLE, "Стаття 1. Назва", "Стаття 12 цього Закону не застосовується до ради.")
    assert [c.kind for c in structure.clauses] == ["title", "article", "paragraph"]


def test_lost_superscript_between_neighbours_is_guessed_and_told():
    structure = parse(TITLE, "Стаття 8. А", "1. Т.", "Стаття 82. Б", "1. Т.", "Стаття 9. В")
    assert [eid for eid in eids(structure) if "__" not in eid] == ["title", "art_8", "art_8-2", "art_9"]
    assert [told.as_json() for told in structure.warnings] == [
        ["lost_superscript", {"num": "Стаття 82.", "article": "8-2"}]
    ]
    assert clause(structure, "art_8-2").num == "Стаття 82."


def test_real_article_82_is_not_taken_for_a_superscript():
    articles = [f"Стаття {number}. Назва" for number in range(79, 84)]
    structure = parse(TITLE, *articles)
    assert eids(structure)[1:] == ["art_79", "art_80", "art_81", "art_82", "art_83"]
    assert structure.warnings == []


def test_several_lost_superscripts_in_a_row():
    structure = parse(TITLE, "Стаття 8. А", "Стаття 81. Б", "Стаття 82. В", "Стаття 9. Г")
    assert eids(structure)[1:] == ["art_8", "art_8-1", "art_8-2", "art_9"]


def test_repeated_number_gets_a_counter_and_a_warning():
    structure = parse(TITLE, "Стаття 1. А", "Стаття 1. Б")
    assert eids(structure)[1:] == ["art_1", "art_1_2"]
    assert [told.code for told in structure.warnings] == ["repeated_number"]


# Parts, points, subpoints, абзаци


def test_unnumbered_parts_of_an_article_are_counted():
    structure = parse(TITLE, "Стаття 3. Назва", "Перша частина.", "Друга частина.")
    assert eids(structure)[2:] == ["art_3__para_nn_1", "art_3__para_nn_2"]
    assert {c.kind for c in structure.clauses[2:]} == {"paragraph"}


def test_lead_in_is_the_text_of_its_unit_and_further_paragraphs_begin_at_two():
    structure = parse(TITLE, "Стаття 4. Назва", "1. Органи забезпечують:", "перше;", "друге.")
    assert eids(structure)[2:] == ["art_4__para_1", "art_4__para_1__al_2", "art_4__para_1__al_3"]
    assert clause(structure, "art_4__para_1").text == "Органи забезпечують:"


def test_article_whose_only_text_is_its_line_is_the_lead_in():
    structure = parse(TITLE, "Стаття 5. Засадами є:", "законність;", "гласність.", "Стаття 6. Назва")
    assert eids(structure)[1:] == ["art_5", "art_5__al_2", "art_5__al_3", "art_6"]


def test_points_and_subpoints_nest():
    structure = parse(
        TITLE, "Стаття 1. А", "1. Перелік:", "1) один:", "а) літера;", "б) літера;", "2) два.", "2. Далі."
    )
    assert eids(structure)[2:] == [
        "art_1__para_1",
        "art_1__para_1__point_1",
        "art_1__para_1__point_1__point_a",
        "art_1__para_1__point_1__point_b",
        "art_1__para_1__point_2",
        "art_1__para_2",
    ]
    kinds = [c.kind for c in structure.clauses[2:]]
    assert kinds == ["paragraph", "point", "subpoint", "subpoint", "point", "paragraph"]


def test_paragraph_after_the_last_point_continues_the_owner_of_the_list():
    structure = parse(TITLE, "Стаття 1. А", "1. Перелік:", "1) один;", "2) два.", "Про зміни повідомляють.", "2. Далі.")
    assert eids(structure)[-2:] == ["art_1__para_1__al_2", "art_1__para_2"]


def test_paragraph_inside_a_list_belongs_to_its_item():
    structure = parse(TITLE, "Стаття 1. А", "1. Перелік:", "1) один.", "Примітка до одного.", "2) два.")
    assert "art_1__para_1__point_1__al_2" in eids(structure)


@pytest.mark.parametrize("number", ["2¹", "2-1", "2 - 1 "])
def test_inserted_part_has_its_own_address(number):
    structure = parse(TITLE, "Стаття 1. А", "1. Раз.", "2. Два.", f"{number}. Вставлено.", "3. Три.")
    assert eids(structure)[2:] == ["art_1__para_1", "art_1__para_2", "art_1__para_2-1", "art_1__para_3"]


def test_inserted_point_has_its_own_address():
    structure = parse(TITLE, "Стаття 1. А", "1. Перелік:", "1) раз;", "1¹) раз;", "1 - 2 ) раз;", "2) два.")
    assert eids(structure)[3:] == [f"art_1__para_1__point_{n}" for n in ("1", "1-1", "1-2", "2")]


def test_list_goes_on_after_a_long_gap_of_subpoints():
    structure = parse(TITLE, "Стаття 1. А", "1. Так:", "1) раз:", "а) а;", "абзац;", "б) б;", "2) два.", "2. Ні.")
    assert eids(structure)[-2:] == ["art_1__para_1__point_2", "art_1__para_2"]


# Letters


def test_cyrillic_and_latin_letters_that_look_alike_are_one():
    structure = parse(TITLE, "Стаття 1. А", "1. Слова:", "а) кирилиця;", "б) кирилиця.")
    mixed = parse(TITLE, "Стаття 1. А", "1. Слова:", "a) латинка;", "б) кирилиця.")
    assert eids(structure) == eids(mixed)
    assert clause(mixed, "art_1__para_1__point_a").num == "a)"
    assert clause(structure, "art_1__para_1__point_a").num == "а)"


def test_same_letter_in_both_alphabets_in_one_list_stays_two_clauses():
    structure = parse(TITLE, "Стаття 1. А", "1. Слова:", "а) одне;", "a) друге;", "б) третє.")
    assert len(set(eids(structure))) == len(structure.clauses) == 6


def test_latin_list_keeps_its_alphabet():
    structure = parse("An act", "Article 1. Terms", "1. Words:", "a) one;", "b) two;", "c) three.")
    assert eids(structure)[-3:] == [f"art_1__para_1__point_{letter}" for letter in "abc"]


def test_ukrainian_letters_without_a_latin_twin_are_told_apart():
    letters = "абвгґдеєжзиіїйклмнопрстуфхцчшщюя"
    structure = parse(TITLE, "Стаття 1. А", "1. Слова:", *(f"{letter}) слово;" for letter in letters))
    found = eids(structure)[3:]
    assert len(set(found)) == len(letters) and all(eid.startswith("art_1__para_1__point_") for eid in found)
    assert found[:5] == [f"art_1__para_1__point_{latin}" for latin in ("a", "b", "v", "h", "g")]


# Notes and excluded units


def test_editorial_note_is_no_clause_and_knows_its_place():
    note = "{Частина перша статті 1 із змінами, внесеними згідно із Законом № 5}"
    structure = parse(TITLE, "Стаття 1. А", "1. Текст.", note, "2. Текст.")
    assert [(n.text, n.after) for n in structure.notes] == [(note, "art_1__para_1")]
    assert note not in [c.printed for c in structure.clauses]


def test_note_before_everything_comes_after_nothing():
    assert parse("{Зі змінами}", TITLE).notes[0].after is None


def test_excluded_paragraph_keeps_its_slot():
    note = "{Абзац третій частини першої статті 8 виключено на підставі Закону № 1}"
    structure = parse(TITLE, "Стаття 8. А", "1. Підлягають:", "землі;", note, "води;", "надра.")
    assert [eid.rpartition("__")[2] for eid in eids(structure)[3:]] == ["al_2", "al_4", "al_5"]


def test_several_excluded_paragraphs_keep_their_slots():
    note = "{Абзаци третій - п'ятий частини першої статті 8 виключено на підставі Закону № 1}"
    structure = parse(TITLE, "Стаття 8. А", "1. Підлягають:", "землі;", note, "води;")
    assert eids(structure)[-1] == "art_8__para_1__al_6"


def test_excluded_unnumbered_part_keeps_its_slot():
    note = "{Частину першу статті 12 виключено на підставі Закону № 1}"
    structure = parse(TITLE, "Стаття 12. А", note, "Друга частина.", "Третя частина.")
    assert eids(structure)[2:] == ["art_12__para_nn_2", "art_12__para_nn_3"]


def test_changed_paragraph_is_no_excluded_one():
    note = "{Абзац другий частини першої статті 8 із змінами, внесеними згідно із Законом № 1}"
    structure = parse(TITLE, "Стаття 8. А", "1. Підлягають:", "землі;", note, "води.")
    assert eids(structure)[-1] == "art_8__para_1__al_3"


# Words of other acts


def test_quoted_article_of_another_act_is_no_article():
    structure = parse(
        TITLE,
        "Стаття 1. Зміни",
        "1. Внести зміни:",
        "1) статтю 12 Закону викласти в такій редакції:",
        "«Стаття 12. Охорона ґрунтів",
        "1. Ґрунти охороняються.",
        "2. Шкоду відшкодовують»;",
        "2) статтю 13 виключити.",
        "2. Закон набирає чинності.",
        "Стаття 2. Далі",
    )
    assert [c.eid for c in structure.clauses if c.kind == "article"] == ["art_1", "art_2"]
    assert [c.printed for c in structure.clauses if c.quoted] == [
        "«Стаття 12. Охорона ґрунтів",
        "1. Ґрунти охороняються.",
        "2. Шкоду відшкодовують»;",
    ]
    assert {"art_1__para_1__point_2", "art_1__para_2"} <= set(eids(structure))


def test_one_closing_mark_may_end_two_quotations():
    structure = parse(
        TITLE,
        "Стаття 1. Зміни",
        "1. Внести зміни до таких законів:",
        '1) статтю 5 Закону України "Про землю" викласти в такій редакції:',
        '"Стаття 5. Назва',
        '1. Перше за Законом України "Про працю".',
        '2. Друге за Законом України "Про воду";',
        "2) статтю 6 виключити.",
        "2. Закон набирає чинності.",
    )
    assert [c.eid for c in structure.clauses if c.kind == "article"] == ["art_1"]
    assert sum(c.quoted for c in structure.clauses) == 3
    assert eids(structure)[-2:] == ["art_1__para_1__point_2", "art_1__para_2"]


def test_quotation_in_one_paragraph_hides_nothing_after_it():
    structure = parse(TITLE, "Стаття 1. А", "1. За Законом «Про воду» рада діє.", "2. Далі.", "Стаття 2. Б")
    assert not any(c.quoted for c in structure.clauses)
    assert eids(structure)[-1] == "art_2"


def test_quotation_that_is_never_closed_ends_at_the_next_article():
    structure = parse(
        TITLE, "Стаття 1. А", "1. Статтю доповнити такого змісту:", "«Без кінця", "1. Одне.", "Стаття 2. Б", "1. Своє."
    )
    assert [c.eid for c in structure.clauses if c.kind == "article"] == ["art_1", "art_2"]
    assert "art_2__para_1" in eids(structure)


def test_the_guard_against_foreign_articles_can_fail():
    """Without its quotation marks the same text does give another article."""
    structure = parse(TITLE, "Стаття 1. А", "1. Викласти так:", "Стаття 12. Охорона", "1. Ґрунти.")
    assert [c.eid for c in structure.clauses if c.kind == "article"] == ["art_1", "art_12"]


# Containers


@pytest.mark.parametrize(
    ("heading", "eid"),
    [
        ("Розділ II ПРАВА", "part_II"),
        ("Розділ ІІ ПРАВА", "part_II"),
        ("РОЗДІЛ ХІV ПРАВА", "part_XIV"),
        ("Розділ 3. Права", "part_3"),
        ("Розділ II-1 ПРАВА", "part_II-1"),
        ("Глава 3 ПРАВА", "chp_3"),
        ("Книга перша ПРАВА", "book_persha"),
        ("Підрозділ 2 ПРАВА", "subpart_2"),
        ("§ 4. Права", "sec_4"),
        ("Параграф 4. Права", "sec_4"),
        ("Chapter 2 RIGHTS", "chp_2"),
        ("Part IV RIGHTS", "part_IV"),
    ],
)
def test_container_is_recognised_whatever_letters_its_number_was_typed_in(heading, eid):
    found = parse(TITLE, "Преамбула.", heading, "Стаття 1. А").clauses
    assert found[2].eid == eid and found[2].printed == heading
    assert found[3].parent == eid and found[3].eid == "art_1"


def test_heading_of_a_part_may_stand_in_the_next_paragraph():
    structure = parse(TITLE, "Розділ I", "ЗАГАЛЬНІ ПОЛОЖЕННЯ", "Стаття 1. А")
    assert eids(structure)[1:] == ["part_I", "part_I__heading", "art_1"]
    assert clause(structure, "part_I__heading").kind == "heading"
    assert clause(structure, "art_1").parent == "part_I"


def test_chapters_stand_inside_parts_and_articles_are_not_prefixed():
    structure = parse(TITLE, "Розділ I А", "Глава 1 Б", "Стаття 1. В", "Розділ II Г", "Глава 1 Д", "Стаття 2. Е")
    assert eids(structure)[1:] == ["part_I", "part_I__chp_1", "art_1", "part_II", "part_II__chp_1", "art_2"]


def test_sentence_about_a_part_is_no_heading():
    structure = parse(TITLE, "Стаття 1. А", "розділ II виключити;")
    assert [c.kind for c in structure.clauses] == ["title", "article", "paragraph"]


def test_unnumbered_heading_of_final_provisions():
    structure = parse(TITLE, "Стаття 1. А", "1. Т.", "ПРИКІНЦЕВІ ПОЛОЖЕННЯ", "1. Набирає чинності.")
    assert eids(structure)[-2:] == ["part_nn_1", "part_nn_1__point_1"]


def test_signature_is_no_heading():
    structure = parse(TITLE, "Стаття 1. А", "1. Т.", "В. ЗЕЛЕНСЬКИЙ")
    assert structure.clauses[-1].kind == "alinea"


def test_annex_with_a_table():
    rows = (("Вид", "Плата"), ("земля", "3"))
    structure = parse(
        TITLE,
        "Стаття 1. А",
        "Додаток 2",
        "Розмір плати",
        Paragraph("Вид Плата земля 3", "n7", table=rows),
        "Стаття 1. Стаття додатка",
    )
    table = clause(structure, "annex_2__table_1")
    assert (table.kind, table.table, table.source_id, table.parent) == ("table", rows, "n7", "annex_2")
    assert eids(structure)[-1] == "annex_2__art_1"


def test_table_drawn_with_characters_is_a_table():
    structure = parse(TITLE, "Стаття 1. А", "+-----+-----+ | а | б | +-----+-----+", "1. Т.")
    assert structure.clauses[2].kind == "table"


# Bylaws


def test_bylaw_names_its_sections_with_roman_numbers():
    structure = parse("ПОЛОЖЕННЯ", "І. Загальні положення", "1. Відділ діє.", "ІІ. Завдання", "1. Завдання є.")
    assert eids(structure)[1:] == ["part_I", "part_I__point_1", "part_II", "part_II__point_1"]


def test_bylaw_points_nest_by_their_numbers():
    structure = parse("ПОЛОЖЕННЯ", "І. Загальні положення", "1. Відділ діє.", "1.1. Так.", "1.2. І так.", "1.2.1. Ще.")
    assert [c.parent for c in structure.clauses[3:]] == [
        "part_I__point_1",
        "part_I__point_1",
        eids(structure)[4],
    ]


def test_bylaw_goes_on_with_the_upper_number_after_nested_ones():
    structure = parse("ПОЛОЖЕННЯ", "І. Загальні положення", "1. Перший.", "1.1. Так.", "1.2. І так.", "2. Другий.")
    assert (eids(structure)[-1], structure.clauses[-1].parent) == ("part_I__point_2", "part_I")


# Title and source


def test_title_and_preamble_are_clauses_too():
    structure = parse(TITLE, "Цей Закон визначає правила.", "Стаття 1. А")
    assert eids(structure) == ["title", "preamble__al_1", "art_1"]
    assert structure.title == TITLE


def test_name_of_the_kind_of_act_is_not_its_title():
    assert parse("ЗАКОН УКРАЇНИ", TITLE, "Стаття 1. А").title == TITLE


def test_heading_of_a_chapter_is_not_the_title():
    assert parse("An Act on land", "Chapter 1", "GENERAL", "Article 1. Terms").title == "An Act on land"


def test_id_of_the_source_is_kept():
    structure = parse(Paragraph(TITLE, "n3"), Paragraph("Стаття 1. А", "n4"), Paragraph("{Зміни}", "n5"))
    assert [c.source_id for c in structure.clauses] == ["n3", "n4"]
    assert structure.notes[0].source_id == "n5"


def test_white_space_is_collapsed_and_empty_paragraphs_are_none():
    structure = parse("  Про\u00a0землю ", "", " \n ", "Стаття 1.\n А")
    assert [c.printed for c in structure.clauses] == ["Про землю", "Стаття 1. А"]


def test_text_without_any_number_is_read_all_the_same():
    assert eids(parse("Лист", "Перший.", "Другий.")) == ["title", "preamble__al_1", "preamble__al_2"]


def test_nothing_gives_nothing():
    assert parse_structure([]).clauses == []


def test_address_fits_into_its_column():
    structure = parse(TITLE, "Стаття 1. А", "1. Так:", *["1) так:", "також:"] * 40)
    assert max(len(eid) for eid in eids(structure)) <= 200


# What must hold of any text

WORDS = st.sampled_from(["земля", "рада", "Закон України «Про воду»", 'Закону "Про працю"', "об’єкт", "3 відсотки"])
NUMBERS = st.sampled_from(["1", "2", "3", "8", "82", "9", "5¹", "5-1", "131 - 1 ", "12", "1.1", "2.3.4"])
LETTERS = st.sampled_from("абвгґaceіo")
ROMANS = st.sampled_from(["I", "ІІ", "XІV", "IV", "3", "перша"])
ENDS = st.sampled_from([".", ";", ":", "", "»;", '".', '";', "»."])
NOTES = st.sampled_from(
    [
        "{Абзац третій частини першої статті 8 виключено на підставі Закону № 1}",
        "{Частину першу статті 12 виключено на підставі Закону № 1}",
        "{Розділ II із змінами, внесеними згідно із Законом № 2};",
        "{}",
    ]
)
PIECES = st.one_of(
    st.builds("Стаття {}. {}{}".format, NUMBERS, WORDS, ENDS),
    st.builds("«Стаття {}. {}{}".format, NUMBERS, WORDS, ENDS),
    st.builds('"Стаття {}. {}{}'.format, NUMBERS, WORDS, ENDS),
    st.builds("Article {}. {}".format, NUMBERS, WORDS),
    st.builds("{}. {}{}".format, NUMBERS, WORDS, ENDS),
    st.builds("{}) {}{}".format, NUMBERS, WORDS, ENDS),
    st.builds("{}) {}{}".format, LETTERS, WORDS, ENDS),
    st.builds("{} викласти в такій редакції:".format, WORDS),
    st.builds("{} {}".format, st.sampled_from(["Розділ", "РОЗДІЛ", "Глава", "Книга", "Part", "§", "Додаток"]), ROMANS),
    st.builds("{}. Загальні {}".format, ROMANS, WORDS),
    st.builds("{}{}".format, WORDS, ENDS),
    st.sampled_from(["ЗАГАЛЬНІ ПОЛОЖЕННЯ", "В. ЗЕЛЕНСЬКИЙ", "Додаток", "+-----+ | а | +-----+", "Про землю", " "]),
    NOTES,
)
PARAGRAPHS = st.builds(
    Paragraph,
    PIECES,
    source_id=st.none() | st.sampled_from(["n1", "n289"]),
    heading=st.sampled_from([0, 0, 0, 0, 1, 2, 3, 4]),
    table=st.sampled_from([None, None, None, None, (("а", "б"), ("в", "г"))]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PARAGRAPHS, max_size=40))
def test_every_paragraph_lands_exactly_once_and_in_order(paragraphs):
    assert faults(paragraphs, parse_structure(paragraphs)) == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=20), st.integers(0, 6))
@example(["1) :", "1) :"], 0)
@example(["{", "}", "{}", "{ }"], 0)
@example(["Стаття ¹. а", "Стаття 1¹²-³. б", "²) в", "а¹) г"], 0)
@example(["Додаток №", "Додаток ІІІ", "Розділ М", "Книга 0000"], 1)
def test_parser_reads_any_text(texts, heading):
    paragraphs = [Paragraph(text, heading=heading) for text in texts]
    structure = parse_structure(paragraphs)
    printed = "".join("".join(c.printed.split()) for c in structure.clauses)
    notes = "".join("".join(n.text.split()) for n in structure.notes)
    assert sorted(printed + notes) == sorted("".join("".join(text.split()) for text in texts))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 60), st.integers(1, 6))
def test_regular_act_has_the_addresses_of_its_numbers(articles, parts):
    texts, expected = [TITLE], ["title"]
    for article in range(1, articles + 1):
        texts.append(f"Стаття {article}. Назва")
        expected.append(f"art_{article}")
        texts += [f"{part}. Правило." for part in range(1, parts + 1)]
        expected += [f"art_{article}__para_{part}" for part in range(1, parts + 1)]
    assert eids(parse(*texts)) == expected


@pytest.mark.parametrize(
    ("breach", "fault"),
    [
        (lambda s: s.clauses.pop(), "lost"),
        (lambda s: s.clauses.append(s.clauses[-1]), "twice"),
        (lambda s: s.clauses.reverse(), "does not stand before it"),
        (lambda s: s.notes.clear(), "note"),
    ],
)
def test_the_check_of_a_structure_can_fail(breach, fault):
    paragraphs = [Paragraph(text) for text in (TITLE, "Стаття 1. А", "1. Т.", "{Зміни}", "2. Т.")]
    structure = parse_structure(paragraphs)
    assert faults(paragraphs, structure) == []
    breach(structure)
    assert any(fault in found for found in faults(paragraphs, structure))


@pytest.mark.parametrize(
    "text",
    ["Стаття 5" + "¹" * 5000 + ". Слово", "Розділ " + "X" * 3000 + "\n\nСлово.", "1) слово:\n\n" * 3000],
    ids=["superscripts", "roman", "nesting"],
)
def test_no_designation_is_endless_and_no_nesting_bottomless(text):
    structure = parse_structure(plain_text.read(text))
    assert structure.clauses and max(len(clause.eid) for clause in structure.clauses) <= 200
    assert max(clause.eid.count("__") for clause in structure.clauses) <= 31
