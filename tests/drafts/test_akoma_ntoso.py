"""Reading Akoma Ntoso: every word in one clause or note, units as the portal names them, own files as they were."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_portal.drafts.exports.akoma_ntoso import to_akoma_ntoso
from reform_portal.drafts.formats.akoma_ntoso import read
from reform_portal.drafts.formats.akoma_ntoso_marks import Marks, read_marks, written
from reform_portal.drafts.formats.akoma_ntoso_units import slug_of
from reform_portal.drafts.formats.xml import etree
from reform_portal.drafts.remarks import Refusal
from reform_portal.drafts.structure import Note, Paragraph, parse_structure
from tests.drafts.acts import acts, exported, known, whole_act

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
META = '<meta><identification source="#x"/></meta>'


def file(inside, document="bill", more=""):
    body = f'<{document} name="{document}">{META}{inside}</{document}>{more}'
    return f'<?xml version="1.0" encoding="UTF-8"?><akomaNtoso xmlns="{NAMESPACE}">{body}</akomaNtoso>'.encode()


def structure(inside, **more):
    return read(file(inside, **more)).structure


def rows(found):
    return [(c.eid, c.kind, c.num, c.text) for c in found.clauses]


def body(inside):
    return rows(structure(f"<body>{inside}</body>"))


# Units


def test_units_get_the_addresses_of_the_portal():
    assert body(
        """<chapter><num>Глава 2.</num><heading>Ґрунти</heading>
        <article><num>Стаття 5¹.</num><heading>Об’єкти</heading>
          <paragraph><num>1.</num><list><intro><p>Рада може:</p></intro>
            <point><num>а)</num><content><p>дати;</p></content></point>
            <point><num>б)</num><content><p>не дати.</p></content></point></list></paragraph>
          <paragraph><num>2.</num><content><p>Строк — рік.</p><p>Його можна продовжити.</p></content></paragraph>
        </article></chapter>"""
    ) == [
        ("chp_2", "chapter", "Глава 2.", "Ґрунти"),
        ("art_5-1", "article", "Стаття 5¹.", "Об’єкти"),
        ("art_5-1__para_1", "paragraph", "1.", "Рада може:"),
        ("art_5-1__para_1__point_a", "subpoint", "а)", "дати;"),
        ("art_5-1__para_1__point_b", "subpoint", "б)", "не дати."),
        ("art_5-1__para_2", "paragraph", "2.", "Строк — рік."),
        ("art_5-1__para_2__al_2", "alinea", "", "Його можна продовжити."),
    ]


def test_parents_are_the_units_around():
    found = structure(
        "<body><part><num>I</num><article><num>1</num><content><p>А.</p></content></article></part></body>"
    ).clauses
    assert [(c.eid, c.parent) for c in found] == [("part_I", None), ("art_1", "part_I")]


def test_text_after_a_list_is_a_paragraph_of_its_own():
    assert body(
        """<article><num>1</num><paragraph><num>1</num><intro><p>Може:</p></intro>
        <point><num>1)</num><content><p>так;</p></content></point>
        <wrapUp><p>якщо хоче.</p></wrapUp></paragraph></article>"""
    )[1:] == [
        ("art_1__para_1", "paragraph", "1", "Може:"),
        ("art_1__para_1__point_1", "point", "1)", "так;"),
        ("art_1__para_1__al_2", "alinea", "", "якщо хоче."),
    ]


def test_paragraphs_of_an_article_without_numbers():
    assert body(
        "<article><num>1</num><heading>Строк</heading><content><p>Один.</p><p>Два.</p></content></article>"
    ) == [
        ("art_1", "article", "1", "Строк"),
        ("art_1__para_nn_1", "paragraph", "", "Один."),
        ("art_1__para_nn_2", "paragraph", "", "Два."),
    ]


def test_an_unnumbered_unit_holds_the_list_that_it_leads_into():
    found = body(
        """<article><num>1</num><paragraph><num>1</num><subparagraph><content><p>Перше.</p></content></subparagraph>
        <subparagraph><list><intro><p>Друге:</p></intro><point><num>(a)</num><content><p>так.</p></content></point>
        </list></subparagraph></paragraph></article>"""
    )
    assert [row[0] for row in found[1:]] == [
        "art_1__para_1", "art_1__para_1__al_2", "art_1__para_1__al_2__point_a",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        ("book", "book"), ("tome", "book"), ("title", "part"), ("part", "part"), ("subpart", "subpart"),
        ("subtitle", "subpart"), ("chapter", "chapter"), ("subchapter", "section"), ("division", "section"),
        ("article", "article"), ("section", "article"), ("clause", "article"), ("rule", "article"),
        ("paragraph", "point"), ("level", "point"), ("indent", "point"), ("hcontainer", "section"),
    ],
)  # fmt: skip
def test_elements_are_taken_as_the_nearest_kind(element, kind):
    name = ' name="x"' if element == "hcontainer" else ""
    found = body(f"<{element}{name}><num>3.</num><content><p>Текст.</p></content></{element}>")
    assert (found[0][1], found[0][2], found[0][3]) == (kind, "3.", "Текст.")


def test_a_section_with_articles_is_no_article():
    found = body("<section><num>§ 2</num><article><num>7</num><content><p>А.</p></content></article></section>")
    assert [row[:2] for row in found] == [("sec_2", "section"), ("art_7", "article")]


def test_repeated_numbers_get_a_counter():
    found = body("<article><num>1</num></article><article><num>1</num></article><article><num>1</num></article>"
                 "<article><num>2</num><content><p>А.</p></content></article>")  # fmt: skip
    assert [row[0] for row in found] == ["art_1", "art_1_2", "art_1_3", "art_2"]


def test_addresses_stay_short_however_deep_the_units_are():
    deep = "<content><p>Слово.</p></content>"
    for number in range(60):
        deep = f"<point><num>{number + 100})</num>{deep}</point>"
    found = structure(f"<body>{deep}</body>").clauses
    assert len(found) == 60 and max(len(c.eid) for c in found) <= 200
    assert len({c.eid for c in found}) == 60 and found[-1].parent == found[-2].eid


@pytest.mark.parametrize(
    ("num", "slug"),
    [
        ("Стаття 5.", "5"), ("Стаття 5¹.", "5-1"), ("Art. 12-bis", "12-bis"), ("(a)", "a"), ("а)", "a"), ("ґ)", "g"),
        ("Розділ ІІ", "II"), ("CHAPTER 3—", "3"), ("§ 301.", "301"), ("1.2.", "1.2"), ("—", ""), ("", ""), ("2º", "2"),
        ("[15]", "15"), ("Section the First", "first"),
    ],
)  # fmt: skip
def test_the_part_of_an_address_that_a_number_gives(num, slug):
    assert slug_of(num) == slug


@given(st.text(max_size=80))
def test_any_number_gives_a_part_of_an_address(num):
    slug = slug_of(num)
    assert slug.isascii() and len(slug) <= 30 and all(char.isalnum() or char in ".-" for char in slug)


# The front, the end, what is attached


def test_front_of_an_act():
    found = structure(
        """<coverPage><p>ВЕРХОВНА РАДА</p></coverPage>
        <preface><longTitle><p>Закон <docTitle>Про ґрунти</docTitle></p></longTitle></preface>
        <preamble><formula><p>Рада постановляє:</p></formula>
          <recitals><recital><num>(1)</num><p>Ґрунти потрібні.</p></recital></recitals></preamble>
        <body><article><num>1</num><content><p>А.</p></content></article></body>
        <conclusions><p>Київ, 2026</p></conclusions>"""
    )
    assert rows(found) == [
        ("preamble__al_1", "preamble", "", "ВЕРХОВНА РАДА"),
        ("title", "title", "", "Закон Про ґрунти"),
        ("preamble__al_2", "preamble", "", "Рада постановляє:"),
        ("preamble__al_3", "preamble", "(1)", "Ґрунти потрібні."),
        ("art_1", "article", "1", "А."),
        ("al_1", "alinea", "", "Київ, 2026"),
    ]
    assert found.title == "Про ґрунти"


def test_annexes_are_units_and_their_articles_have_addresses_of_their_own():
    found = structure(
        f"""<body><article><num>1</num><content><p>А.</p></content></article></body>
        <attachments><attachment><num>Додаток 2</num><heading>Зразок</heading><doc name="annex">{META}
        <mainBody><p>Вступ.</p><article><num>1</num><content><p>Б.</p></content></article></mainBody></doc>
        </attachment></attachments>"""
    )
    assert rows(found)[1:] == [
        ("annex_2", "annex", "Додаток 2", "Зразок"),
        ("annex_2__al_1", "alinea", "", "Вступ."),
        ("annex_2__art_1", "article", "1", "Б."),
    ]


def test_the_bill_of_a_collection_is_the_act():
    memo = f'<component><doc name="memo">{META}<mainBody><p>Записка</p><p>Чому.</p></mainBody></doc></component>'
    bill = (f'<component><bill name="bill">{META}<body><article><num>1</num><content><p>А.</p></content></article>'
            "</body></bill></component>")  # fmt: skip
    found = structure("<collectionBody/>", document="documentCollection", more=f"<components>{memo}{bill}</components>")
    assert rows(found) == [
        ("annex_1", "annex", "", "Записка"),
        ("annex_1__al_1", "alinea", "", "Чому."),
        ("art_1", "article", "1", "А."),
    ]


def test_a_debate_becomes_sections_and_paragraphs():
    found = structure(
        """<preface><p><docTitle>Засідання</docTitle></p></preface><debateBody><debateSection name="x">
        <heading>Питання</heading><speech by="#a"><from>Голова:</from><p>Прошу.</p></speech></debateSection></debateBody>""",
        document="debate",
    )
    assert rows(found)[1:] == [
        ("sec_nn_1", "section", "", "Питання"),
        ("sec_nn_1__al_1", "alinea", "", "Голова:"),
        ("sec_nn_1__al_2", "alinea", "", "Прошу."),
    ]


# Words


def article(text):
    return structure(f"<body><article><num>1</num><content>{text}</content></article></body>")


def test_inline_marks_leave_their_words():
    found = article(
        '<p>Стаття <ref href="#a">5<sup>1</sup></ref> і <b>м<i>ож</i>е</b><eol/>так <noteRef href="#q" marker="*"/>ні</p>'
    )
    assert found.clauses[0].text == "Стаття 5¹ і може так ні"


@pytest.mark.parametrize(
    "words", ["об'єкт об’єкт обʼєкт", "«громада» „так“", "ґрунт гречка", "и́мення", "cтаття з латинською c", "a &amp; b"]
)
def test_cyrillic_letters_stay(words):
    assert article(f"<p>{words}</p>").clauses[0].text == words.replace("&amp;", "&")


def test_combining_marks_are_composed():
    assert article("<p>и\u0306од і\u0308жак</p>").clauses[0].text == "йод їжак"


def test_changes_count_as_accepted():
    reading = read(file("<body><article><num>1</num><content><p>Строк <del>30</del><ins>20</ins> днів</p></content>"
                        "</article></body>"))  # fmt: skip
    assert reading.structure.clauses[0].text == "Строк 20 днів"
    assert [(told.code, dict(told.values)) for told in reading.remarks] == [
        ("tracked_changes", {"insertions": 1, "deletions": 1, "moves": 0})
    ]


def test_an_image_is_told_by_name_and_place():
    reading = read(file('<preface><p><img src="media/herb.png"/></p></preface><body><article><num>1</num><content>'
                        '<p>Ось <img src="x/map.png" alt="Мапа"/>.</p></content></article></body>'))  # fmt: skip
    assert [(told.code, told.values["name"]) for told in reading.remarks] == [
        ("image_at_start", "herb.png"), ("image", "Мапа"),
    ]  # fmt: skip


def test_notes_stand_after_their_clause():
    reading = read(file(
        '<body><article><num>1</num><content><p>Рада<authorialNote eId="fn1" marker="1"><p>Міська.</p></authorialNote>'
        " вирішує.</p><p>Далі.</p></content></article></body>"
    ))  # fmt: skip
    assert reading.structure.notes == [Note("{Міська.}", "fn1", "art_1")]
    assert [c.text for c in reading.structure.clauses] == ["Рада вирішує.", "Далі."]
    assert [told.code for told in reading.remarks] == ["footnotes"]


def test_a_note_in_the_metadata_comes_where_it_is_referred_to():
    meta = (
        '<meta><identification source="#x"/><notes source="#x"><note eId="n1"><p>Тлумачення.</p></note></notes></meta>'
    )
    source = file('<body><article><num>1</num><content><p>Слово<noteRef href="#n1"/>.</p></content></article></body>')
    found = read(source.replace(META.encode(), meta.encode())).structure
    assert [(note.text, note.after) for note in found.notes] == [("{Тлумачення.}", "art_1")]


def test_tables():
    found = article(
        "<p>Плата:</p><table><tr><th><p>Рік</p></th><th><p>Сума</p></th></tr><tr><td><p>2026</p><p>і далі</p></td><td/></tr></table>"
    )
    table = found.clauses[-1]
    assert (table.eid, table.kind, table.table) == (
        "art_1__table_1", "table", (("Рік", "Сума"), ("2026 і далі", "")),
    )  # fmt: skip
    assert table.text == "Рік Сума 2026 і далі"


def test_quoted_units_belong_to_the_clause_that_quotes_them():
    found = structure(
        """<body><article><num>1</num><paragraph><num>1.</num><content><p><mod>Статтю 2 викласти так:
        <quotedStructure startQuote="«" endQuote="»"><article><num>Стаття 2.</num><heading>Ґрунти</heading>
        <paragraph><num>1.</num><content><p>Їх бережуть.</p></content></paragraph></article></quotedStructure>.</mod></p>
        </content></paragraph><paragraph><num>2.</num><content><p>Далі.</p></content></paragraph></article></body>"""
    )
    assert [(c.eid, c.num, c.text, c.quoted) for c in found.clauses[1:]] == [
        ("art_1__para_1", "1.", "Статтю 2 викласти так:", False),
        ("art_1__para_1__al_2", "", "«Стаття 2. Ґрунти", True),
        ("art_1__para_1__al_3", "", "1. Їх бережуть.».", True),
        ("art_1__para_2", "2.", "Далі.", False),
    ]


@pytest.mark.parametrize(
    ("ids", "kept"),
    [
        ('wId="n7" GUID="g" eId="e"', "n7"),
        ('GUID="g-1" eId="e"', "g-1"),
        ('eId="art_9"', "art_9"),
        (f'eId="{"x" * 61}"', None),
        ("", None),
    ],
)
def test_the_lasting_id_of_a_unit_is_kept(ids, kept):
    found = structure(f"<body><article {ids}><num>1</num><content><p>А.</p></content></article></body>")
    assert found.clauses[0].source_id == kept


def test_paragraphs_of_the_reading_are_the_clauses_as_printed():
    reading = read(
        file("<body><article><num>Стаття 1.</num><heading>Назва</heading><content><p>А.</p></content></article></body>")
    )
    assert [p.text for p in reading.paragraphs] == ["Стаття 1. Назва", "А."]


# What is refused


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"<html><body><p>x</p></body></html>", "is_something_else"),
        (f'<akomaNtoso xmlns="{NAMESPACE}"/>'.encode(), "is_something_else"),
        (file("<body><article><num>1</num></article></body>"), "no_words"),
        (file("<body/>"), "no_words"),
        (b"<akomaNtoso", "not_xml"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><akomaNtoso>&b;</akomaNtoso>', "doctype"),
        (file("<body>" + "<point>" * 300 + "</point>" * 300 + "</body>"), "too_deep"),
    ],
)
def test_what_is_no_act_is_refused(source, code):
    with pytest.raises(Refusal) as refused:
        read(source)
    assert refused.value.code == code


def test_too_many_clauses_are_refused_in_time():
    started = time.perf_counter()
    with pytest.raises(Refusal) as refused:
        read(file("<body><hcontainer name='x'><content>" + "<p>а</p>" * 100_001 + "</content></hcontainer></body>"))
    assert refused.value.code == "too_many_paragraphs" and time.perf_counter() - started < 10


# Own files


def test_a_whole_act_comes_back_as_it_was():
    act = whole_act()
    assert {c.kind for c in act.clauses} >= {
        "title", "preamble", "part", "heading", "chapter", "article", "paragraph", "point", "subpoint", "table", "annex",
        "alinea",
    }  # fmt: skip
    assert any(c.quoted for c in act.clauses) and act.notes[0].after is None and act.notes[1].after is not None
    assert known(read(to_akoma_ntoso(exported(act))).structure) == known(act)


@given(acts())
def test_any_act_comes_back_as_it_was(act):
    once = read(to_akoma_ntoso(exported(act))).structure
    assert known(once) == known(act) and once.title == exported(act).title


def test_units_nested_without_end_come_back_as_they_were():
    act = parse_structure([Paragraph("Стаття 1.")] + [Paragraph(f"1) перелік {n}:") for n in range(400)])
    assert max(c.eid.count("__") for c in act.clauses) > 5
    assert known(read(to_akoma_ntoso(exported(act))).structure) == known(act)


def test_what_xml_cannot_hold_is_left_out():
    act = parse_structure([Paragraph("Стаття 1."), Paragraph("Слово\x08 і \ufffe слово.")])
    assert read(to_akoma_ntoso(exported(act))).structure.clauses[-1].text == "Слово і слово."


def named(source, name):
    """The values of an element of the metadata, in order."""
    found = etree.fromstring(source).iter(f"{{{NAMESPACE}}}{name}")
    return [element.get("value") or element.get("language") or element.get("date") for element in found]


def test_a_file_is_named_by_the_naming_convention():
    source = to_akoma_ntoso(exported(whole_act()))
    work, expression = "/akn/ua/bill/2026-11-01/land", "/akn/ua/bill/2026-11-01/land/ukr@2026-11-22!v2"
    assert named(source, "FRBRuri") == [work, expression, f"{expression}.akn"]
    assert named(source, "FRBRthis") == [f"{work}/!main", f"{expression}/!main", f"{expression}/!main.xml"]
    assert named(source, "FRBRdate") == ["2026-11-01", "2026-11-22", "2026-11-22"]
    assert (named(source, "FRBRlanguage"), named(source, "FRBRversionNumber")) == (["ukr"], ["2"])
    english = to_akoma_ntoso(exported(whole_act(), language="en", is_bill=False))
    assert named(english, "FRBRuri")[1] == "/akn/ua/act/2026-11-01/land/eng@2026-11-22!v2"


def test_a_word_changed_in_an_own_file_is_seen():
    source = to_akoma_ntoso(exported(whole_act())).decode()
    changed = read(source.replace("землею;", "морем;").encode()).structure
    assert known(changed) != known(whole_act()) and "морем;" in [c.text for c in changed.clauses]


def test_a_unit_that_somebody_added_to_an_own_file_is_read_as_any_other():
    added = "<article><num>Стаття 99.</num><content><p>Нова.</p></content></article></body>"
    source = to_akoma_ntoso(exported(whole_act())).decode().replace("</body>", added)
    assert ("art_99", "article", "Стаття 99.", "Нова.") in rows(read(source.encode()).structure)


def test_an_address_given_twice_in_an_own_file_gets_a_counter():
    root = etree.fromstring(to_akoma_ntoso(exported(whole_act())))
    for unit in root.iter(f"{{{NAMESPACE}}}article"):
        unit.set("eId", "art_1")
    found = read(etree.tostring(root)).structure
    assert len({c.eid for c in found.clauses}) == len(found.clauses)


def test_classes_of_other_files_are_no_marks():
    found = structure(
        '<body><article class="point quoted source:x"><num>1</num><content><p>А.</p></content></article></body>'
    )
    assert (found.clauses[0].kind, found.clauses[0].quoted, found.clauses[0].source_id) == ("article", False, None)


@given(st.builds(Marks, st.sampled_from(["point", "note"]), st.booleans(), st.none() | st.text(max_size=60),
                 st.none() | st.from_regex(r"[a-z_0-9.-]{1,30}", fullmatch=True)))  # fmt: skip
def test_marks_are_read_as_they_were_written(marks):
    assert read_marks(written(marks)) == marks
