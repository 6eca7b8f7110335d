"""Reading Word documents as Word prints them."""

import contextlib
import io
import zipfile

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.drafts.formats import docx
from reform_portal.drafts.remarks import Refusal
from reform_portal.drafts.structure import Paragraph
from tests.drafts.office_files import (
    docx as docx_file,
)
from tests.drafts.office_files import (
    docx_of,
    packed,
    w_cell,
    w_item,
    w_levels,
    w_p,
    w_table,
    w_text,
)


def read(body: str, **parts: str):
    return docx.read(docx_file(body, **parts))


def texts(body: str, **parts: str) -> list[str]:
    return [paragraph.text for paragraph in read(body, **parts).paragraphs]


def codes(body: str, **parts: str) -> dict[str, dict]:
    return {told.code: told.values for told in read(body, **parts).remarks}


def numbering(levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{more}'


# Words


@pytest.mark.parametrize(
    ("runs", "printed"),
    [
        (w_text("Стаття 8") + w_text("2", vertAlign="superscript") + w_text(". Назва"), "Стаття 8². Назва"),
        (w_text("ст. 8") + w_text("1", vertAlign="superscript") + w_text("2", vertAlign="superscript"), "ст. 8¹²"),
        (w_text("ст. 8") + w_text("1-1", vertAlign="superscript") + w_text("."), "ст. 8¹-¹."),
        (w_text("ст. 131") + w_text("-", vertAlign="superscript") + w_text("1", vertAlign="superscript"), "ст. 131-1"),
        (w_text("10 м") + w_text("2 ", vertAlign="superscript") + w_text("землі"), "10 м² землі"),
        (w_text("H") + w_text("2", vertAlign="subscript") + w_text("O"), "H2O"),
        (w_text("об’єкт м'яч п\u02bcять «ґанок»"), "об’єкт м'яч п\u02bcять «ґанок»"),
        (w_text("зако\u00adно\u00adпроєкт"), "законопроєкт"),
        ("<w:r><w:t>зако</w:t><w:softHyphen/><w:t>но</w:t><w:noBreakHyphen/><w:t>проєкт</w:t></w:r>", "законо-проєкт"),
        ("<w:r><w:t>рядок</w:t><w:br/><w:t>рядок</w:t><w:tab/><w:t>далі</w:t><w:cr/><w:t>і</w:t></w:r>", "рядок рядок далі і"),
        (w_text("багато \u00a0 \u2003 місця"), "багато місця"),
        (w_text("загальні положення", caps="1"), "ЗАГАЛЬНІ ПОЛОЖЕННЯ"),
        ("<w:hyperlink><w:r><w:t>Закон № 5</w:t></w:r></w:hyperlink>", "Закон № 5"),
        ("<w:fldSimple><w:r><w:t>пункт 3</w:t></w:r></w:fldSimple>", "пункт 3"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF a</w:instrText></w:r><w:r>'
            '<w:fldChar w:fldCharType="separate"/><w:t>пункт 3</w:t><w:fldChar w:fldCharType="end"/></w:r>',
            "пункт 3",
        ),
        ('<w:r><w:t xml:space="preserve">5 </w:t><w:sym w:font="Symbol" w:char="F0B0"/><w:t>С</w:t></w:r>', "5 °С"),
        ("<w:sdt><w:sdtContent><w:r><w:t>Поле</w:t></w:r></w:sdtContent></w:sdt>", "Поле"),
        ("<w:smartTag><w:r><w:t>Київ</w:t></w:r></w:smartTag>", "Київ"),
    ],
)  # fmt: skip
def test_line_is_read_as_it_is_printed(runs, printed):
    assert texts(w_p(runs)) == [printed]


def test_superscript_that_is_no_number_is_kept_and_told():
    body = w_p(w_text("Ціна а") + w_text("б", vertAlign="superscript"))
    assert texts(body) == ["Ціна аб"]
    assert codes(body)["superscript"] == {"text": "б", "after": "Ціна аб"}


def test_superscript_may_come_from_a_style():
    styles = '<w:style w:type="character" w:styleId="up"><w:name w:val="Up"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    body = w_p(w_text("ст. 8") + '<w:r><w:rPr><w:rStyle w:val="up"/></w:rPr><w:t>1</w:t></w:r>')
    assert texts(body, styles=styles) == ["ст. 8¹"]


# Headings


def test_headings_come_from_names_levels_and_the_styles_they_stand_on():
    styles = (
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="heading 3"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="Моя стаття"/><w:basedOn w:val="a3"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="lvl"><w:name w:val="Рівень"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="r1"><w:name w:val="коло"/><w:basedOn w:val="r2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="r2"><w:name w:val="коло 2"/><w:basedOn w:val="r1"/></w:style>'
    )
    named = ("T", "a3", "own", "lvl", "r1", "none")
    body = "".join(w_p("а", f'<w:pStyle w:val="{name}"/>') for name in named)
    body += w_p("а", '<w:outlineLvl w:val="3"/>') + w_p("а", '<w:pStyle w:val="a3"/><w:outlineLvl w:val="9"/>')
    assert [p.heading for p in read(body, styles=styles).paragraphs] == [1, 3, 3, 2, 0, 0, 4, 0]


# Numbers


def test_levels_print_their_numbers_and_begin_anew():
    levels = w_levels(("decimal", "%1."), ("decimal", "%1.%2."), ("russianLower", "%3)"))
    body = "".join(
        w_item(text, level) for text, level in (("А", 0), ("Б", 1), ("В", 2), ("Г", 2), ("Ґ", 1), ("Д", 2), ("Е", 0), ("Є", 1))
    )  # fmt: skip
    printed = ["1. А", "1.1. Б", "а) В", "б) Г", "1.2. Ґ", "а) Д", "2. Е", "2.1. Є"]
    assert texts(body, numbering=numbering(levels)) == printed


@pytest.mark.parametrize(
    ("form", "text", "printed"),
    [
        ("decimal", "Стаття %1.", ["Стаття 1. А", "Стаття 2. Б", "Стаття 3. В"]),
        ("decimal", "%1)", ["1) А", "2) Б", "3) В"]),
        ("decimalZero", "%1.", ["01. А", "02. Б", "03. В"]),
        ("lowerLetter", "%1)", ["a) А", "b) Б", "c) В"]),
        ("russianUpper", "%1.", ["А. А", "Б. Б", "В. В"]),
        ("upperRoman", "Розділ %1", ["Розділ I А", "Розділ II Б", "Розділ III В"]),
        ("lowerRoman", "(%1)", ["(i) А", "(ii) Б", "(iii) В"]),
        ("bullet", "\uf0b7", ["• А", "• Б", "• В"]),
        ("bullet", "–", ["– А", "– Б", "– В"]),
        ("none", "", ["А", "Б", "В"]),
    ],
)
def test_kinds_of_numbers(form, text, printed):
    body = "".join(map(w_item, "АБВ"))
    assert texts(body, numbering=numbering(w_levels((form, text)))) == printed


def test_ukrainian_letters_of_a_custom_form():
    levels = w_levels(("", "%1)", '<w:numFmt w:val="custom" w:format="а, б, в, г, ґ, ..."/>'))
    assert texts("".join(map(w_item, "12345")), numbering=numbering(levels))[-2:] == ["г) 4", "ґ) 5"]


def test_unknown_kind_of_number_is_printed_in_digits_and_told():
    parts = {"numbering": numbering(w_levels(("hebrew1", "%1.")))}
    assert texts(w_item("А"), **parts) == ["1. А"]
    assert codes(w_item("А"), **parts)["unknown_numbering"]["format"] == "hebrew1"


def test_start_of_a_level_and_overridden_start():
    levels = w_levels(("decimal", "%1.", '<w:start w:val="5"/>'))
    other = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="20"/>'
        "</w:lvlOverride></w:num>"
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    body = w_item("А") + w_item("Б") + w_item("В", 0, 2) + w_item("Г", 0, 2) + w_item("Ґ", 0, 3)
    assert texts(body, numbering=numbering(levels, other)) == ["5. А", "6. Б", "20. В", "21. Г", "22. Ґ"]


def test_level_that_never_begins_anew():
    levels = w_levels(("decimal", "%1."), ("decimal", "%2)", '<w:lvlRestart w:val="0"/>'))
    body = "".join(w_item("а", level) for level in (0, 1, 1, 0, 1))
    assert [text.split()[0] for text in texts(body, numbering=numbering(levels))] == ["1.", "1)", "2)", "2.", "3)"]


def test_overridden_level_legal_numbers_and_joint():
    own = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
        '<w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="№%1"/></w:lvl></w:lvlOverride></w:num>'
    )
    levels = w_levels(("upperRoman", "%1."), ("decimal", "%1.%2.", "<w:isLgl/>"))
    body = w_item("А", 0, 2) + w_item("Б") + w_item("В", 1)
    assert texts(body, numbering=numbering(levels, own)) == ["№3А", "IV. Б", "4.1. В"]


def test_number_that_a_style_gives_and_that_a_paragraph_takes_back():
    styles = (
        '<w:style w:type="paragraph" w:styleId="p1"><w:name w:val="Частина"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="p2"><w:name w:val="Пункт"/><w:basedOn w:val="p1"/></w:style>'
    )
    levels = w_levels(("decimal", "%1.", '<w:pStyle w:val="p1"/>'), ("decimal", "%2)", '<w:pStyle w:val="p2"/>'))
    body = "".join(w_p("а", f'<w:pStyle w:val="{name}"/>') for name in ("p1", "p2", "p2", "p1"))
    body += w_p("б", '<w:pStyle w:val="p1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert texts(body, styles=styles, numbering=numbering(levels)) == ["1. а", "1) а", "2) а", "2. а", "б"]


def test_numbering_that_goes_round_in_a_circle_prints_nothing():
    styles = (
        '<w:style w:type="numbering" w:styleId="s"><w:name w:val="s"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    circle = numbering('<w:numStyleLink w:val="s"/>')
    assert texts(w_item("А"), styles=styles, numbering=circle) == ["А"]


def test_list_that_points_to_the_style_of_another():
    styles = (
        '<w:style w:type="numbering" w:styleId="s"><w:name w:val="s"/>'
        '<w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:style>'
    )
    other = f'<w:abstractNum w:abstractNumId="8">{w_levels(("decimal", "%1)"))}</w:abstractNum>'
    other += '<w:num w:numId="9"><w:abstractNumId w:val="8"/></w:num>'
    assert texts(w_item("А"), styles=styles, numbering=numbering('<w:numStyleLink w:val="s"/>', other)) == ["1) А"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=25))
def test_numbers_of_any_outline_count_its_places(levels):
    parts = {
        "numbering": numbering(w_levels(*(("decimal", ".".join(f"%{n}" for n in range(1, i + 2))) for i in range(4))))
    }
    counters: list[int] = []
    expected = []
    for level in levels:
        counters = counters[: level + 1]
        if len(counters) == level + 1:
            counters[level] += 1
        counters += [1] * (level + 1 - len(counters))
        expected.append(".".join(map(str, counters)) + " а")
    assert texts("".join(w_item("а", level) for level in levels), **parts) == expected


# Recorded changes, hidden text, comments, contents


def test_recorded_changes_are_read_as_accepted_and_told():
    body = w_p(
        w_text("Рада ")
        + f"<w:ins>{w_text('щороку ')}</w:ins><w:del><w:r><w:delText>щомісяця </w:delText></w:r></w:del>"
        + w_text("звітує.")
    )
    body += f"<w:p><w:moveFrom>{w_text('Старе місце.')}</w:moveFrom></w:p>"
    body += f"<w:p><w:moveTo>{w_text('Нове місце.')}</w:moveTo></w:p>"
    assert texts(body) == ["Рада щороку звітує.", "Нове місце."]
    assert codes(body)["tracked_changes"] == {"insertions": 1, "deletions": 1, "moves": 1}


def test_deleted_end_of_a_paragraph_joins_it_with_the_next():
    mark = "<w:rPr><w:del/></w:rPr>"
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = w_p("Перша", mark) + w_p(w_text(" друга"), mark) + w_p(w_text(" третя."), numbered) + w_p("Далі.")
    parts = {"numbering": numbering(w_levels(("decimal", "%1.")))}
    assert texts(body, **parts) == ["1. Перша друга третя.", "Далі."]


def test_deleted_end_of_the_last_paragraph_loses_no_word():
    assert texts(w_p("Перша") + w_p("друга", "<w:rPr><w:del/></w:rPr>")) == ["Перша", "друга"]


def test_deleted_row_of_a_table_is_gone():
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{w_cell('стара')}{w_cell('2')}</w:tr>"
    table = (
        f"<w:tbl><w:tr>{w_cell('земля')}{w_cell('1')}</w:tr>{gone}<w:tr>{w_cell('вода')}{w_cell('3')}</w:tr></w:tbl>"
    )
    assert read(table).paragraphs[0].table == (("земля", "1"), ("вода", "3"))


def test_hidden_text_is_left_out_and_told():
    styles = '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
    body = w_p(w_text("Видно") + w_text(" нишком", vanish="1")) + w_p("усе сховано", '<w:pStyle w:val="h"/>')
    body += w_p(w_text("показано", vanish="0"), '<w:pStyle w:val="h"/>')
    assert texts(body, styles=styles) == ["Видно", "показано"]
    assert codes(body, styles=styles)["hidden_text"] == {"count": 2, "first": "нишком"}


def test_comments_are_counted_and_left_out():
    body = w_p(w_text("Текст") + '<w:r><w:commentReference w:id="0"/></w:r>')
    assert texts(body, comments="<w:comment><w:p><w:r><w:t>порада</w:t></w:r></w:p></w:comment>") == ["Текст"]
    assert codes(body)["comments"] == {"count": 1}


def test_contents_that_word_made_are_no_articles():
    styles = '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>'
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{w_p('Стаття 1. Плата 3')}</w:sdtContent></w:sdt>"
    )
    body = control + w_p("Стаття 2. Строк 4", '<w:pStyle w:val="11"/>') + w_p("Стаття 1. Плата")
    assert texts(body, styles=styles) == ["Стаття 1. Плата"]
    assert codes(body, styles=styles)["contents"] == {"count": 2}


# Notes, boxes, images, tables


def test_footnotes_and_endnotes_follow_their_paragraph():
    body = w_p(w_text("Один") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + w_text(" і два.")) + w_p(
        w_text("Далі") + '<w:r><w:endnoteReference w:id="1"/></w:r>'
    )
    notes = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    notes += (
        f'<w:footnote w:id="2">{w_p("<w:r><w:footnoteRef/></w:r>" + w_text(" Перше."))}{w_p("Друге.")}</w:footnote>'
    )
    ends = f'<w:endnote w:id="1">{w_p("Кінцева.")}</w:endnote>'
    expected = ["Один і два.", "{Виноска 1: Перше. Друге.}", "Далі", "{Виноска 2: Кінцева.}"]
    assert texts(body, footnotes=notes, endnotes=ends) == expected
    assert codes(body, footnotes=notes, endnotes=ends)["footnotes"] == {"count": 2}


BOX = "<wps:wsp><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp>"
OLD_BOX = "<w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict>"


def test_text_box_is_read_once_after_its_paragraph():
    inside = w_p("У рамці.")
    body = w_p(
        w_text("Перед.") + "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>" + BOX.format(inside)
        + "</w:drawing></mc:Choice><mc:Fallback>" + OLD_BOX.format(inside) + "</mc:Fallback></mc:AlternateContent></w:r>"
    ) + w_p("Після.")  # fmt: skip
    assert texts(body) == ["Перед.", "У рамці.", "Після."]


def test_old_text_box_is_read():
    assert texts(w_p(w_text("Перед.") + f"<w:r>{OLD_BOX.format(w_p('У рамці.'))}</w:r>")) == ["Перед.", "У рамці."]


def test_images_and_objects_are_told_by_name_and_place():
    relations = (
        '<Relationship Id="i1" Target="media/image1.png"/><Relationship Id="o1" Target="embeddings/sheet.xlsx"/>'
    )
    image = '<w:r><w:drawing><wp:inline><wp:docPr descr="{0}"/><a:blip r:embed="i1"/></wp:inline></w:drawing></w:r>'
    thing = '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Excel" r:id="o1"/></w:object></w:r>'
    body = w_p(image.format("герб")) + w_p(w_text("Стаття 1. Межі") + image.format("мапа")) + w_p(thing)
    told = [remark.as_json() for remark in read(body, relations=relations).remarks]
    assert told == [
        ["image_at_start", {"name": "герб — image1.png"}],
        ["image", {"name": "мапа — image1.png", "after": "Стаття 1. Межі"}],
        ["object", {"name": "Excel — sheet.xlsx", "after": "Стаття 1. Межі"}],
    ]


def test_formula_is_read_in_one_line_and_told():
    body = w_p(w_text("Плата:") + "<m:oMath><m:r><m:t>П = С</m:t></m:r><m:r><m:t> × 3</m:t></m:r></m:oMath>")
    assert texts(body) == ["Плата: П = С × 3"]
    assert codes(body)["formula"]["text"] == "П = С × 3"


def test_table_keeps_its_cells_and_merged_ones_hold_their_place():
    above = w_cell("Вид", '<w:vMerge w:val="restart"/>') + w_cell("Плата", '<w:gridSpan w:val="2"/>')
    below = w_cell("приховано", "<w:vMerge/>") + w_cell("рік") + w_cell("місяць")
    rows = f"<w:tr>{above}</w:tr><w:tr>{below}</w:tr>"
    found = read(w_p("Перед.") + f"<w:tbl>{rows}</w:tbl>").paragraphs[1]
    assert found.table == (("Вид", "Плата", ""), ("", "рік", "місяць"))
    assert found.text == "Вид Плата рік місяць"


def test_table_in_a_table_and_numbers_in_cells_are_read():
    inner = w_table([["а", "б"]])
    cell = f"<w:tc><w:tcPr/>{w_item('Один')}{inner}{w_item('Два')}</w:tc>"
    body = f"<w:tbl><w:tr>{cell}{w_cell('8¹')}</w:tr></w:tbl>"
    found = read(body, numbering=numbering(w_levels(("decimal", "%1)")))).paragraphs[0]
    assert found.table == (("1) Один а б 2) Два", "8¹"),)


def test_table_of_one_cell_is_a_frame_around_paragraphs():
    body = f"<w:tbl><w:tr><w:tc><w:tcPr/>{w_p('Стаття 1. А')}{w_p('1. Текст.')}</w:tc></w:tr></w:tbl>"
    assert read(body).paragraphs == [Paragraph("Стаття 1. А"), Paragraph("1. Текст.")]


def test_ids_of_the_legal_database_come_from_bookmarks():
    marks = '<w:bookmarkStart w:id="1" w:name="n12"/><w:bookmarkStart w:id="2" w:name="_Toc99"/>'
    body = w_p(marks + w_text("Один")) + w_p(w_text("Два") + '<w:bookmarkStart w:id="3" w:name="n13"/>')
    assert [(p.source_id, p.text) for p in read(body).paragraphs] == [("n12", "Один"), (None, "Два")]


def test_strict_form_of_the_names_is_read():
    with zipfile.ZipFile(io.BytesIO(docx_file(w_p("Текст")))) as archive:
        main = archive.read("word/document.xml")
    usual, strict = (
        b"schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert docx.read(packed({"word/document.xml": main.replace(usual, strict)})).paragraphs == [Paragraph("Текст")]


# Files that a library wrote


def test_file_of_another_writer_is_read():
    document = python_docx.Document()
    document.add_heading("Про воду", 0)
    document.add_heading("Стаття 1. Терміни", 3)
    document.add_paragraph("Перше", style="List Number")
    document.add_paragraph("Друге", style="List Number")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "а", "б"
    document.sections[0].header.paragraphs[0].text = "Колонтитул"
    out = io.BytesIO()
    document.save(out)
    found = docx.read(out.getvalue()).paragraphs
    assert [(p.heading, p.text) for p in found[:4]] == [
        (1, "Про воду"), (3, "Стаття 1. Терміни"), (0, "1. Перше"), (0, "2. Друге"),
    ]  # fmt: skip
    assert found[4].table == (("а", "б"),) and len(found) == 5


# Anything


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("абвґ’ʼ«»8²¹ .;", min_size=1, max_size=30), min_size=1, max_size=10))
def test_words_come_back_paragraph_for_paragraph(lines):
    expected = [text for text in (" ".join(line.split()) for line in lines) if text]
    if not any(char.isalpha() for text in expected for char in text):
        with pytest.raises(Refusal, match="no_words"):
            docx.read(docx_of([Paragraph(line) for line in lines]))
        return
    assert [p.text for p in docx.read(docx_of([Paragraph(line) for line in lines])).paragraphs] == expected


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=6))
def test_damaged_file_is_read_or_refused(place, bytes_):
    source = bytearray(
        docx_of([Paragraph("Про воду", None, 1), Paragraph("8¹ слово"), Paragraph("а", table=(("а", "б"),))])
    )
    place %= len(source)
    source[place : place + len(bytes_)] = bytes_
    with contextlib.suppress(Refusal):
        assert docx.read(bytes(source)).paragraphs


_TAGS = st.sampled_from(
    ["p", "r", "t", "tbl", "tr", "tc", "pPr", "rPr", "numPr", "ins", "del", "sdt", "sdtContent", "sym", "br", "drawing",
     "txbxContent", "footnoteReference", "hyperlink", "vMerge", "gridSpan", "outlineLvl", "ilvl", "numId", "object"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(st.text("а1 ", max_size=4), lambda inner: st.tuples(_TAGS, st.lists(inner, max_size=4)), max_leaves=25)
)
def test_any_nesting_of_elements_is_read_or_refused(tree):
    def markup(node) -> str:
        if isinstance(node, str):
            return node
        return f'<w:{node[0]} w:val="1">{"".join(markup(child) for child in node[1])}</w:{node[0]}>'

    assert read(w_p("слово") + markup(tree), numbering=numbering(w_levels(("decimal", "%1.")))).paragraphs
