"""The comparative table as files that Word and Excel open."""

import io

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.worksheet import Worksheet

from reform_portal.core.word import WD_ORIENT, Document, WordDocument, qn
from tests.factories import make_draft
from tests.texts import LAND, LAND_2

PAGE = "/drafts/land/compare/1...2"
OLD = "Зміст положення (норми) чинного законодавства"
NEW = "Зміст відповідного положення (норми) проєкту"
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pytest.fixture
def two(draft):
    """Two versions of «land»."""
    make_draft(text=LAND_2)


def word(client, address=PAGE + ".docx") -> WordDocument:
    answer = client.ask("get", address)
    assert answer.status_code == 200
    return Document(io.BytesIO(answer.data))


def sheet(client, address=PAGE + ".xlsx") -> Worksheet:
    answer = client.ask("get", address)
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.data), rich_text=True).active


def texts(table) -> list[list[str]]:
    """The rows of a Word table; a cell that spans both columns stands once."""
    return [list(dict.fromkeys(cell.text for cell in row.cells)) for row in table.rows]


def runs(cell) -> list[tuple[str, str]]:
    """(look, words) of the words of a Word cell."""
    found = []
    for run in cell.paragraphs[0].runs:
        look = "struck" if run.font.strike else "new" if run.bold and run.underline else ""
        found.append((look, run.text))
    return found


def look(part) -> str:
    """How a part of an Excel cell looks."""
    font = getattr(part, "font", None)
    return "" if font is None else "struck" if font.strike else "new" if font.b and font.u else ""


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_file_is_saved_under_the_name_of_the_draft(client, two, suffix):
    answer = client.ask("get", f"{PAGE}.{suffix}")
    assert answer.content_type == MEDIA[suffix]
    assert answer.headers["Content-Disposition"].replace('"', "") == f"attachment; filename=land-1-2.{suffix}"
    assert "max-age=3" not in answer.headers["Cache-Control"], "the names of a draft may change"


def test_word_file_is_a_landscape_table_with_the_headers_of_a_bill(client, two):
    document = word(client)
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    header = document.tables[0].rows[0]
    assert header._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text.split("\n")[0] for cell in header.cells] == [OLD, NEW]
    assert header.cells[0].text.split("\n")[1].startswith("Редакція 1 від ")
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert paragraphs[0] == "Порівняльна таблиця" and "Про користування землею громади" in paragraphs
    assert any("Редакція 1 від" in text and "Редакція 2 від" in text for text in paragraphs)


def test_word_file_formats_the_words_that_differ(client, two):
    row = word(client).tables[0].rows[-1]
    assert runs(row.cells[0]) == [
        ("", "1. Рада розглядає заяву протягом "),
        ("struck", "30"),
        ("", " календарних днів з дня подання."),
    ]
    assert ("new", "20") in runs(row.cells[1])


def test_word_file_holds_only_what_changed_unless_all_is_asked(client, two):
    changed = texts(word(client).tables[0])
    assert [len(row) for row in changed] == [2, 1, 2, 1, 2]
    assert changed[1] == ["Стаття 1. Терміни"] and changed[3] == ["Стаття 3. Строки"]
    everything = texts(word(client, PAGE + ".docx?all=1").tables[0])
    assert ["2. Якщо відповіді немає, заяву вважають задоволеною."] in everything
    assert len(everything) >= 25


def test_what_is_added_or_removed_has_words_in_the_other_column(client, draft):
    make_draft(text=LAND.replace("б) в оренду.\n\n", "").replace("3. Раді", "3. Нове правило про лід.\n\n4. Раді"))
    found = texts(word(client).tables[0])
    assert ["б) в оренду.", "Положення вилучено"] in found
    assert ["Положення немає", "3. Нове правило про лід."] in found


def test_texts_that_are_equal_are_said_to_be(client, draft):
    make_draft(text=LAND + "\n\n")
    assert texts(word(client).tables[0])[1:] == [["Слова обох редакцій однакові."]]
    assert [row[0].value for row in sheet(client).iter_rows(min_row=5)] == ["Слова обох редакцій однакові."]


def test_excel_file_is_set_for_paper(client, two):
    page = sheet(client)
    assert page.page_setup.orientation == "landscape" and page.page_setup.paperSize == 9
    assert page.print_title_rows == "$4:$4"
    assert page.freeze_panes == "A5"
    assert [page.cell(4, column).value.split("\n")[0] for column in (1, 2)] == [OLD, NEW]
    assert page["A1"].value == "Порівняльна таблиця" and page["A2"].value == "Про користування землею громади"


def test_excel_file_formats_the_words_that_differ(client, two):
    page = sheet(client)
    old, new = page.cell(page.max_row, 1).value, page.cell(page.max_row, 2).value
    assert isinstance(old, CellRichText) and isinstance(new, CellRichText)
    assert [(look(part), str(part)) for part in old][1] == ("struck", "30")
    assert ("new", "20") in [(look(part), str(part)) for part in new]
    assert str(old) == "1. Рада розглядає заяву протягом 30 календарних днів з дня подання."


def test_excel_file_holds_everything_when_asked(client, two):
    short, long = sheet(client), sheet(client, PAGE + ".xlsx?all=1")
    assert short.max_row == 8 and long.max_row >= 28


@pytest.mark.parametrize("begin", ["=1+1 ", "+", "@", "- "])
def test_no_cell_is_a_formula(client, draft, begin):
    make_draft(text=LAND.replace("Плата за землю сплачується щомісяця.", begin + "Плата за землю сплачується щороку."))
    page = sheet(client)
    values = [cell for row in page.iter_rows(min_row=5) for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in values)
    assert not any(str(cell.value).startswith(("=", "+", "@", "-")) for cell in values)


def test_characters_that_xml_cannot_hold_break_nothing(client, draft):
    make_draft(text=LAND.replace("щомісяця", "що\x01місяця\x0b \ufffeтричі"))
    assert any("щомісяця" in cell for row in texts(word(client).tables[0]) for cell in row)
    sheet(client)


def test_the_table_speaks_the_language_of_the_draft(client, two):
    header = word(client, "/en" + PAGE + ".docx").tables[0].rows[0]
    assert header.cells[0].text.startswith(OLD)


def test_moved_text_says_where_it_was(client, draft):
    first, second = "Рада громади затверджує правила користування водою.", "Ліси громади охороняє варта району."
    make_draft("water", f"# Про воду\n\n### Стаття 1. Вода\n\n{first}\n\n### Стаття 2. Ліс\n\n{second}\n\nТак є.\n")
    make_draft("water", f"# Про воду\n\n### Стаття 1. Вода\n\n### Стаття 2. Ліс\n\n{second}\n\nТак є.\n\n{first}\n")
    cells = [cell for row in texts(word(client, "/drafts/water/compare/1...2.docx").tables[0]) for cell in row]
    assert any(cell.startswith(first) and "перенесено: раніше" in cell and "ст. 1" in cell for cell in cells)
    assert any("перенесено: тепер" in cell and "ст. 2" in cell for cell in cells)


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_a_comparison_that_does_not_exist(client, two, suffix):
    page = client.get(f"/drafts/land/compare/1...9.{suffix}", 404)
    assert PAGE in page.links
    client.get(f"/drafts/nothing/compare/1...2.{suffix}", 404)
    assert client.ask("post", f"{PAGE}.{suffix}").status_code == 405
