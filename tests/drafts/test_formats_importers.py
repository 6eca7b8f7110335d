"""The one door of the formats: what a file is, what it is not, and what is said about it."""

import dataclasses
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.drafts.actions import read_source, read_source_here
from reform_portal.drafts.formats import designations, gathering, importers
from reform_portal.drafts.formats.reading import Reading
from reform_portal.drafts.remarks import REFUSALS, REMARKS, Refusal, Remark, remark, say
from reform_portal.drafts.structure import Note, Paragraph, ParsedClause, Structure
from tests.drafts.office_files import ODT, docx, docx_of, odt, odt_of, packed, w_p
from tests.texts import LAND

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SHEET = packed({"xl/workbook.xml": "<a/>", "[Content_Types].xml": "<a/>"})
SLIDES = packed({"ppt/presentation.xml": "<a/>"})
ODS = packed({"mimetype": ODT.replace("text", "spreadsheet"), "content.xml": "<a/>"}, stored=["mimetype"])
WORD = docx(w_p("слово"))
OPEN = odt("<text:p>слово</text:p>")


@pytest.mark.parametrize(
    ("source", "name", "code"),
    [
        (b"%PDF-1.7\n", "a.docx", "is_pdf"),
        (b"%PDF-1.7\n", "a.html", "is_pdf"),
        (b"{\\rtf1 a}", "a.docx", "is_rtf"),
        (OLE, "a.docx", "is_old_office"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "password"),
        (OLE, "a.odt", "is_old_office"),
        (SHEET, "a.docx", "is_spreadsheet"),
        (ODS, "a.odt", "is_spreadsheet"),
        (SLIDES, "a.docx", "is_presentation"),
        (OPEN, "a.docx", "is_odt"),
        (WORD, "a.odt", "is_docx"),
        (WORD, "a.html", "is_docx"),
        (WORD, "a.md", "not_text"),
        (packed({"a.txt": "слово"}), "a.docx", "is_archive"),
        (b"<html><p>a", "a.docx", "is_markup"),
        ("Стаття 1.".encode(), "a.docx", "is_plain_text"),
        ("Стаття 1.".encode(), "a.html", "is_plain_text"),
        ("Стаття 1.".encode(), "a.xml", "is_plain_text"),
        (b"\x89PNG\r\n\x1a\n\x00", "a.odt", "is_something_else"),
        (b"\x89PNG\r\n\x1a\n\x00", "a.txt", "not_text"),
        (b"", "a.docx", "empty"),
        (b"  \n", "a.xml", "empty"),
        (b"a" * (20 * 1024 * 1024 + 1), "a.docx", "too_large"),
        (WORD[:300], "a.docx", "broken_package"),
        (OPEN[: len(OPEN) // 2], "a.odt", "broken_package"),
        (docx(""), "a.docx", "no_words"),
        (packed({"word/document.xml": "<w:document xmlns:w='x'/>"}), "a.docx", "missing_member"),
        (packed({"word/document.xml": "<a><b></a>"}), "a.docx", "not_xml_in"),
        (packed({"word/documents.xml": "<a/>"}), "a.docx", "missing_member"),
        (packed({"content.xml": "<a/>"}), "a.odt", "missing_member"),
        (b"<a>\n<b></a>", "a.xml", "not_xml"),
        (b"1", "a.pdf", "unknown_ending"),
        (b"1", "a", "unknown_ending"),
        (b"1", "\u0430.docx\u202e", "unknown_ending"),
    ],
)
def test_wrong_file_is_refused_with_one_sentence(app, source, name, code):
    with pytest.raises(Refusal) as caught:
        importers.read(source, name)
    assert caught.value.code == code
    sentence = say(caught.value)
    assert sentence and "%(" not in sentence and "\n" not in sentence and len(sentence) < 300


def test_refusal_names_the_place(app):
    with pytest.raises(Refusal) as caught:
        importers.read(packed({"word/document.xml": "<a>\n\n<b></a>"}), "a.docx")
    assert "word/document.xml" in say(caught.value) and "рядок 3" in say(caught.value)


def test_member_that_is_damaged_is_named():
    source = bytearray(docx_of([Paragraph(f"слово {n}") for n in range(50)]))
    source[source.index(b"word/document.xml") + 60] ^= 0xFF
    with pytest.raises(Refusal) as caught:
        importers.read(bytes(source), "a.docx")
    assert caught.value.as_json() == ["broken_member", {"member": "word/document.xml"}]


def test_text_of_every_format_comes_in_one_form_of_unicode():
    decomposed = "и\u0306ти, і\u0308жак"
    for source, name in (
        (decomposed.encode(), "a.md"), (decomposed.encode(), "a.txt"), (docx_of([Paragraph(decomposed)]), "a.docx"),
        (odt_of([Paragraph(decomposed)]), "a.odt"), (f"<p>{decomposed}".encode(), "a.html"),
    ):  # fmt: skip
        assert importers.read(source, name).paragraphs == [Paragraph("йти, їжак")], name


def test_ending_is_read_in_any_case():
    assert importers.read(WORD, "Проєкт.DOCX").paragraphs == [Paragraph("слово")]


def test_too_many_paragraphs_are_refused():
    with pytest.raises(Refusal, match="too_many_paragraphs"):
        importers.read("а\n".encode() * 100_001, "a.txt")


def test_too_much_text_is_refused(monkeypatch):
    monkeypatch.setattr(gathering, "MOST_LETTERS", 100)
    assert importers.read(docx(w_p("а" * 100)), "a.docx").paragraphs
    with pytest.raises(Refusal, match="too_much_text"):
        importers.read(docx(w_p("а" * 101)), "a.docx")


# What becomes of it


def test_uploaded_act_is_a_structure_with_the_remarks_of_its_reading(app):
    source = docx(
        w_p("Про воду") + w_p("<w:ins><w:r><w:t>Стаття 1. Назва</w:t></w:r></w:ins>") + w_p("Стаття 1. Знову")
    )
    found = read_source(source, "a.docx")
    assert found == read_source_here(source, "a.docx")
    assert [told.code for told in found.warnings] == ["tracked_changes", "repeated_number"]
    assert found.title == "Про воду"


def test_title_that_the_page_tells_is_the_title(app):
    page = "## Рада\n\n# Про воду\n\n### Текст документа від 01.01.2020:\n\nЗАКОН\n\nСтаття 1. Назва\n"
    assert read_source_here(page.encode(), "a.md").title == "Про воду"


def test_sample_act_is_read_alike_in_the_child(app):
    assert read_source(LAND.encode(), "a.md") == read_source_here(LAND.encode(), "a.md")


# Readings between processes

_WORDS = st.text(max_size=20)
_REMARKS = st.lists(
    st.builds(Remark, st.sampled_from(sorted(REMARKS)), st.dictionaries(_WORDS, _WORDS | st.integers())), max_size=3
)
_TABLES = st.none() | st.lists(st.lists(_WORDS, max_size=3).map(tuple), max_size=3).map(tuple)
_PARAGRAPHS = st.lists(st.builds(Paragraph, _WORDS, st.none() | _WORDS, st.integers(0, 6), _TABLES), max_size=4)
_CLAUSES = st.builds(
    ParsedClause, _WORDS, _WORDS, _WORDS, _WORDS, st.none() | _WORDS, st.none() | _WORDS, _TABLES, st.booleans()
)
_NOTES = st.builds(Note, _WORDS, st.none() | _WORDS, st.none() | _WORDS)
_STRUCTURES = st.builds(Structure, _WORDS, st.lists(_CLAUSES, max_size=3), st.lists(_NOTES, max_size=2), _REMARKS)


@settings(max_examples=80, deadline=None)
@given(st.builds(Reading, _PARAGRAPHS, st.none() | _WORDS, _REMARKS, st.none() | _STRUCTURES))
def test_reading_comes_back_from_json(reading):
    assert Reading.from_json(json.loads(json.dumps(reading.as_json()))) == reading


def test_no_part_of_a_structure_is_forgotten_on_the_way():
    names = {field.name for field in dataclasses.fields(ParsedClause)}
    values = Reading([], structure=Structure("", [ParsedClause("a", "b", "c", "d", None)], [])).as_json()
    assert set(values["structure"]["clauses"][0]) == names


# What is said


def values_of(sentence: str) -> dict[str, str]:

    return dict.fromkeys(re.findall(r"%\((\w+)\)s", sentence), "x")


@pytest.mark.parametrize("code", REMARKS)
def test_every_remark_is_said_in_a_sentence(app, code):
    sentence = say(Remark(code, values_of(REMARKS[code])))
    assert sentence.endswith(".") and "%(" not in sentence
    assert say([code, values_of(REMARKS[code])]) == sentence


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_is_said_in_a_sentence(app, code):
    sentence = say(Refusal(code, **values_of(REFUSALS[code])))
    assert sentence.endswith(".") and "%(" not in sentence


def test_what_old_rows_hold_is_said_as_it_is(app):
    assert say("«Стаття 8» трапляється 100% двічі.") == "«Стаття 8» трапляється 100% двічі."


def test_values_that_are_shown_are_short_and_on_one_line():
    told = remark("image", name="a\n\x00\u202eb" * 100, after="х")
    assert len(str(told.values["name"])) <= 120 and str(told.values["name"]).isprintable()
    assert Refusal("broken_member", member="a\x00" * 900).values["member"].endswith("…")


# Numbers


@pytest.mark.parametrize(
    ("number", "printed"),
    [(1, "i"), (4, "iv"), (1994, "mcmxciv"), (3999, "mmmcmxcix"), (4000, "4000"), (0, "0"), (-3, "-3")],
)
def test_roman(number, printed):
    assert designations.roman(number) == printed


@pytest.mark.parametrize(
    ("number", "repeated", "counted"),
    [
        (1, "a", "a"),
        (26, "z", "z"),
        (27, "aa", "aa"),
        (28, "bb", "ab"),
        (0, "0", "0"),
        (-1, "-1", "-1"),
        (10**9, "1000000000", "1000000000"),
    ],
)
def test_letters(number, repeated, counted):
    assert designations.repeated_letters(number, designations.LATIN) == repeated
    assert designations.counted_letters(number, designations.LATIN) == counted


@given(st.integers(1, 20000))
def test_counted_letters_are_a_number_to_the_base_of_the_alphabet(number):
    value = 0
    for letter in designations.counted_letters(number, designations.LATIN):
        value = value * 26 + designations.LATIN.index(letter) + 1
    assert value == number
