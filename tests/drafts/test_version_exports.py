"""Exports of a version: every format brings back what went in."""

import json
import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import example, given

from reform_portal.core.clock import in_kyiv
from reform_portal.core.word import Document
from reform_portal.drafts.exports import writing
from reform_portal.drafts.exports.docx import to_docx
from reform_portal.drafts.exports.markdown import to_markdown
from reform_portal.drafts.exports.paragraphs import printed_paragraphs
from reform_portal.drafts.exports.plain_json import to_json
from reform_portal.drafts.exports.queries import exported_version
from reform_portal.drafts.exports.xml_text import legal
from reform_portal.drafts.formats import docx, markdown
from reform_portal.drafts.queries import clauses_of, draft_by_slug, version_of
from reform_portal.drafts.structure import Paragraph, parse_structure
from tests.drafts.acts import acts, exported, known, whole_act
from tests.factories import make_draft
from tests.texts import LAND, LAND_2

BASE = "http://portal.test"


def through_markdown(structure):
    return parse_structure(markdown.read(to_markdown(exported(structure))))


def without_ids(structure):
    clauses, notes = known(structure)
    return [clause[:-1] for clause in clauses], [(note.text, note.after) for note in notes]


def act_of(*texts, source_id=None):
    return parse_structure([Paragraph(text, source_id) for text in texts])


# Paragraphs


TWICE_IN_FRONT = ["{земля}", "«Стаття 7. земля земля.", "«Стаття 7. земля земля.", "ЗАГАЛЬНІ ПОЛОЖЕННЯ"]


@example(parse_structure([Paragraph(text) for text in TWICE_IN_FRONT]))
@given(acts())
def test_printed_paragraphs_make_the_same_tree(act):
    assert known(parse_structure([paragraph for paragraph, _clause in printed_paragraphs(exported(act))])) == known(act)


def test_notes_stand_where_they_stood():
    printed = [paragraph.text for paragraph, _clause in printed_paragraphs(exported(whole_act()))]
    assert printed[0].startswith("{Проєкт") and printed[13].startswith("{Підпункт")


# Markdown


def test_markdown_brings_the_whole_act_back():
    assert known(through_markdown(whole_act())) == known(whole_act())


@given(acts())
def test_markdown_brings_any_act_back(act):
    assert without_ids(through_markdown(act)) == without_ids(act)


@given(acts())
def test_markdown_keeps_paragraphs_apart_whatever_is_in_them(act):
    """Also where ids would bind paragraphs together: then they are left out."""
    wanted = [paragraph for paragraph, _clause in printed_paragraphs(exported(act))]
    found = markdown.read(to_markdown(exported(act)))
    assert [(p.text, p.heading, p.table) for p in found] == [(p.text, p.heading, p.table) for p in wanted]
    assert {p.source_id for p in found} in ({None}, {p.source_id for p in wanted})


@pytest.mark.parametrize(
    "text",
    [
        "# не заголовок", "+--- не таблиця", "| не | таблиця |", "*** не лінія ***", "===", "---", "a\\", "\\[x\\](y)",
        "[x](y) [z]{.w} ![i](u)", "[]{#n7} не позначка", "^2^ <sup>3</sup>", "**__`~", "::: div", "<div>", "{.x} y", "#", "\\",
        "об'єкт об’єкт обʼєкт «ґ» cтаття", "a\\ b", "5¹ — 6⁻²", "> цитата", "- не список", "1\\. не номер",
    ],
)  # fmt: skip
def test_nothing_is_eaten_by_markdown(text):
    assert [c.printed for c in through_markdown(act_of("Назва акта", text)).clauses] == ["Назва акта", text]


@pytest.mark.parametrize("text", ["Знаки #", "Знаки {#x}", "Знаки { }", "# Знаки ##", "Текст документа від 1 травня"])
def test_nothing_is_eaten_of_a_heading(text):
    act = parse_structure([Paragraph(text, None, 1), Paragraph("Стаття 1."), Paragraph("Слова.")])
    assert [c.printed for c in through_markdown(act).clauses] == [text, "Стаття 1.", "Слова."]


def test_a_table_that_its_source_drew_is_drawn_again():
    drawn = "+------+------+\n| Рік  | Ціна |\n+======+======+\n| 2026 | 3 %  |\n| р.   |      |\n+------+------+\n"
    act = parse_structure(markdown.read(f"Стаття 1. Плата\n\n{drawn}"))
    assert act.clauses[1].table == (("Рік", "Ціна"), ("2026 р.", "3 %")) and act.clauses[1].text.startswith("+---")
    assert known(through_markdown(act)) == known(act)


def test_bars_and_empty_cells_stay_in_their_places():
    table = (("", "a|b", ""), ("\\", "|", "[x]"), ("", "", "я"))
    text = " ".join(cell for row in table for cell in row if cell)
    act = parse_structure([Paragraph("Стаття 1. Плата"), Paragraph(text, None, 0, table)])
    assert known(through_markdown(act)) == known(act)


def test_ids_are_left_out_where_they_would_bind_paragraphs_together():
    act = parse_structure([Paragraph(f"{n}. Пункт.", f"n{n}" if n != 3 else None) for n in range(1, 9)])
    back = through_markdown(act)
    assert len(back.clauses) == 8 and {c.source_id for c in back.clauses} == {None}


# JSON


def test_json_has_every_clause_and_note():
    act = exported(whole_act())
    found = json.loads(to_json(act))
    assert {key: found[key] for key in ("slug", "language", "version", "published_at", "sha256")} == {
        "slug": "land",
        "language": "uk",
        "version": 2,
        "published_at": "2026-11-21T22:30:00Z",
        "sha256": "0" * 64,
    }
    clauses = [
        (c["eid"], c["kind"], c["num"], c["text"], c["parent"], c["quoted"],
         c["table"] and tuple(map(tuple, c["table"])), c["source_id"])
        for c in found["clauses"]
    ]  # fmt: skip
    assert (clauses, [tuple(n.values()) for n in found["notes"]]) == (
        known(whole_act())[0],
        [(note.text, note.source_id, note.after) for note in whole_act().notes],
    )


# Word


@pytest.fixture
def word(app):
    return to_docx(exported(whole_act()))


def test_word_brings_the_whole_act_back(word):
    reading = docx.read(word)
    assert reading.remarks == [] and known(parse_structure(reading.paragraphs)) == known(whole_act())


def test_word_has_real_headings(word):
    styles = {p.text: p.style.name for p in Document(BytesIO(word)).paragraphs}
    assert styles["Про об’єкти спільної власності"] == "Heading 1"
    assert styles["Розділ II. ПРИКІНЦЕВІ ПОЛОЖЕННЯ"] == "Heading 2"
    assert styles["Стаття 1. Терміни"] == "Heading 3"
    assert styles["Стаття 5¹. Плата сплачується щомісяця."] == "Normal"


def test_word_sets_lists_in_by_their_depth(word):
    indents = {p.text.partition("\t")[0]: p.paragraph_format.left_indent for p in Document(BytesIO(word)).paragraphs}
    assert indents["1."] < indents["1)"] < indents["а)"]


def test_word_has_a_real_table_with_a_repeating_header(word):
    table = Document(BytesIO(word)).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Рік", "Плата"],
        ["2026", "3 %"],
        ["2027", ""],
    ]
    headers = [row._tr.xpath("./w:trPr/w:tblHeader") != [] for row in table.rows]
    assert headers == [True, False, False]


def test_word_is_paged_a4_and_says_what_it_is(word):
    document = Document(BytesIO(word))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.header.paragraphs[0].text == "Про об’єкти спільної власності\nРедакція 2 від 22.11.2026"
    footer = section.footer.paragraphs[0]._p
    assert "".join(footer.xpath(".//w:t/text()")) == "сторінка 1 з 1"
    assert footer.xpath("./w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]
    assert document.styles.element.xpath("./w:docDefaults//w:lang/@w:val") == ["uk-UA"]
    properties = document.core_properties
    assert (properties.title, properties.author, properties.comments) == (
        "Про об’єкти спільної власності", "Міська рада", "",
    )  # fmt: skip


def test_word_of_an_english_act_speaks_english(app):
    document = Document(BytesIO(to_docx(exported(whole_act(), language="en"))))
    assert document.styles.element.xpath("./w:docDefaults//w:lang/@w:val") == ["en-GB"]


def test_notes_are_small_and_italic(word):
    note = next(p for p in Document(BytesIO(word)).paragraphs if p.text.startswith("{Підпункт"))
    assert note.runs[0].italic and note.runs[0].font.size.pt == 9


def test_every_part_of_the_word_file_is_well_formed(app):
    act = act_of("Назва\x07 акта", "Стаття 1. Знаки & < > \x0b\ufffe \ud800 кінець")
    with zipfile.ZipFile(BytesIO(to_docx(exported(act, body="Рада\x01", title="Назва\x07")))) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(package.read(name))


def test_what_xml_cannot_hold():
    assert legal("a\x00b\x0bc\ud800d\uffffe\tї𝄞") == "abcde\tї𝄞"


def test_long_acts_are_written_in_time(app):
    act = act_of(*(f"{n}. Частина номер {n} встановлює правило." for n in range(1, 6001)))
    started = datetime.now(UTC)
    assert len(to_docx(exported(act))) > 10_000
    assert (datetime.now(UTC) - started).total_seconds() < 8


# From the database


@pytest.fixture
def kept(app):
    make_draft("land", LAND, body="Міська рада")
    make_draft("land", LAND_2)
    draft = draft_by_slug("land")
    return draft, [version_of(draft, number) for number in (1, 2)]


def test_a_version_as_plain_values(kept):
    draft, (first, second) = kept
    act = exported_version(draft, second, BASE)
    assert (act.slug, act.title, act.language, act.number, act.body) == (
        "land", "Про користування землею громади", "uk", 2, "Міська рада",
    )  # fmt: skip
    assert act.address == "http://portal.test/drafts/land/?version=2" and act.sha256 == second.sha256
    assert act.published_at == second.published_at and act.first_published_on <= in_kyiv(act.published_at).date()
    rows = clauses_of(second.id)
    assert [(c.eid, c.text, c.provision) for c in act.clauses] == [(r.eid, r.text, r.provision_id) for r in rows]
    assert [c.text for c in exported_version(draft, first, BASE).clauses] != [c.text for c in act.clauses]


def test_notes_and_tables_come_out_of_the_database_as_they_went_in(app):
    source = to_markdown(exported(whole_act()))
    make_draft("whole", source)
    draft = draft_by_slug("whole")
    act = exported_version(draft, version_of(draft), BASE)
    assert (known(act), act.clauses[0].provision is None) == (known(whole_act()), False)
    assert to_markdown(act) == source


@pytest.mark.parametrize("format_name", writing.FORMATS)
def test_the_same_provisions_have_the_same_lasting_ids_in_akoma_ntoso(kept, format_name):
    draft, versions = kept
    ids = []
    for version in versions:
        content = writing.write(exported_version(draft, version, BASE), format_name)
        assert content
        ids.append(dict(re.findall(rb'eId="([^"]+)" wId="(provision_\d+)"', content)))
    assert (ids[0] == ids[1] and len(ids[0]) > 20) if format_name == "akn" else ids == [{}, {}]


# Files


def test_a_file_appears_only_when_it_is_whole(tmp_path, monkeypatch):
    path = tmp_path / "land.md"
    path.write_text("було")
    writing.save(exported(whole_act()), "md", path)
    assert path.read_text(encoding="utf-8") == to_markdown(exported(whole_act())) and len(list(tmp_path.iterdir())) == 1

    def broken(self, target):
        raise OSError("no space left on device")

    monkeypatch.setattr("pathlib.Path.replace", broken)
    with pytest.raises(OSError, match="no space"):
        writing.save(exported(act_of("Інше")), "md", path)
    assert "Інше" not in path.read_text(encoding="utf-8") and len(list(tmp_path.iterdir())) == 1


def test_names_of_files():
    act = exported(whole_act())
    assert [writing.file_name(act, name) for name in writing.FORMATS] == [
        "land-v2.md", "land-v2.json", "land-v2.docx", "land-v2.xml",
    ]  # fmt: skip
