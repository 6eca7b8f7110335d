"""The table of proposals as rows, as a Word file and as a workbook."""

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from reform_portal.core import spreadsheets
from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback import queries
from reform_portal.feedback.exports import proposals_docx, proposals_table, proposals_xlsx
from reform_portal.feedback.exports.formats import save
from reform_portal.feedback.exports.proposals_columns import HEADER
from tests.discussion.acts import bend, hide, support
from tests.discussion.proposing import accept
from tests.factories import make_draft, make_person, say
from tests.feedback.answering import REASON, answer, make_campaign, make_theme
from tests.texts import LAND, LAND_2

BASE = "http://portal.test"
QUOTE = "30 календарних днів"
PART_1 = "1. Рада розглядає заяву протягом 30 календарних днів з дня подання."


def blocks(whole=False):
    """The table with its proposals read."""
    return [(block, list(block.proposals)) for block in proposals_table.blocks_of(draft_by_slug("land"), whole)]


def numbers_and_heads(found):
    return [(one.number, one.head) for _block, proposals in found for one in proposals]


def test_proposals_are_numbered_through_in_the_order_of_the_text(draft, olena, petro):
    say(petro, eid="art_3__para_2")
    say(olena, eid="art_3__para_1")
    say(petro, eid="art_3__para_1", stance="support")
    say(petro, eid="", stance="neutral")
    found = blocks()
    assert [block.place for block, _proposals in found] == ["До проєкту в цілому", "ч. 1 ст. 3", "ч. 2 ст. 3"]
    assert [block.number for block, _proposals in found] == [1, 2, 3]
    assert numbers_and_heads(found) == [
        (1, "Петро Гнатюк (нейтрально)"), (2, "Олена Коваленко (проти)"), (3, "Петро Гнатюк (за)"),
        (4, "Петро Гнатюк (проти)"),
    ]  # fmt: skip


def test_text_is_what_was_written_about_and_final_is_the_newest(draft, olena):
    say(olena, quote=QUOTE)
    make_draft(text=LAND_2, name="002.md")
    say(olena, "Краще.", stance="support")
    block, (old, new) = blocks()[0]
    assert block.text == PART_1 and block.final == PART_1.replace("30", "20")
    assert "До редакції" not in old.text and "До редакції 2." in new.text


def test_accepted_wording_is_in_the_final_text_and_the_amendment_in_the_proposal(draft, as_, olena, taras):
    one = say(olena, quote=QUOTE, stance="amend")
    bend(one, wording="20 календарних днів")
    accept(one, taras)
    block, (proposal,) = blocks()[0]
    assert block.final == PART_1.replace("30", "20") and block.text == PART_1
    assert "У частині першій статті 3 цифри «30» замінити цифрами «20»." in proposal.text


def test_words_that_are_gone_stand_last(draft, olena):
    say(olena, "Шкода.", quote="заяву вважають задоволеною", eid="art_3__para_2")
    make_draft(text=LAND.replace("2. Якщо відповіді немає, заяву вважають задоволеною.\n\n", ""), name="002.md")
    say(olena, "Ще.")
    found = blocks()
    assert found[-1][0].place == "Слів цих зауважень у тексті вже немає"
    assert "До слів «заяву вважають задоволеною»:" in found[-1][1][0].text
    assert found[-1][0].final == "Положення вилучено."


def test_campaign_is_one_proposal_with_its_three_numbers(draft, olena, petro, marta):
    members = [say(one, "Однаковий лист.") for one in (olena, petro, marta)]
    campaign = make_campaign(*members)
    ((_block, (proposal,)),) = blocks()
    assert proposal.id == campaign
    assert proposal.head == (
        "Однакові звернення. Текстів: 1, людей: 3, звернень: 3. Від усіх — Олена Коваленко (проти)"
    )


def test_copies_stand_alone_when_the_one_that_speaks_for_them_is_hidden(draft, olena, petro, taras, marta):
    members = [say(one, "Однаковий лист.") for one in (olena, petro, make_person("ivan"))]
    make_campaign(*members)
    hide(members[0], marta)
    ((_block, proposals),) = blocks()
    assert [one.id for one in proposals] == members[1:]


def test_replies_words_of_drafters_and_hidden_ones_are_no_proposals(draft, olena, petro, taras, marta):
    one = say(olena)
    say(petro, parent=one)
    say(taras, "Пояснення розробника.")
    hide(say(petro, "Лайка."), marta)
    assert [one.id for _block, proposals in blocks() for one in proposals] == [one]


def test_answer_to_a_theme_holds_for_its_proposals(draft, olena, petro, taras):
    one, other = say(olena), say(petro)
    answer(make_theme(one, other), taras, "rejected", kind="theme")
    ((_block, proposals),) = blocks()
    assert {(p.conclusion, p.reason) for p in proposals} == {("Відхилено", REASON)}


def test_words_that_are_hidden_while_the_table_is_written_are_not_in_it(draft, olena, petro, monkeypatch):
    one, other = say(olena), say(petro, "Друге.")
    in_order = queries.conversations_by_place

    def then_hidden(*arguments):
        found = in_order(*arguments)
        bend(other, status="hidden")
        return found

    monkeypatch.setattr(queries, "conversations_by_place", then_hidden)
    ((_block, (first, gone)),) = blocks()
    assert first.id == one and (gone.head, gone.text) == ("приховано модератором", "")


def test_whole_table_has_every_clause(draft, olena):
    say(olena)
    found = blocks(whole=True)
    assert len(found) == 24 and sum(len(proposals) for _block, proposals in found) == 1


# The Word file


def opened_docx(tmp_path, write=proposals_docx.write):
    path = tmp_path / "table.docx"
    write(draft_by_slug("land"), path, BASE)
    return docx.Document(str(path))


def test_word_table_has_a_row_for_each_clause_under_a_repeated_header(draft, olena, petro, taras, tmp_path):
    answer(say(olena), taras, "rejected")
    say(petro, "=1+1\nдругий рядок", quote=QUOTE)
    document = opened_docx(tmp_path)
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE and section.page_width > section.page_height
    table = document.tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == list(HEADER) == ["№", "Текст", "Пропозиції", "Висновки", "Остаточна редакція"]
    assert len(rows) == 2 and rows[1][0] == "1"
    assert rows[1][1] == f"ч. 1 ст. 3\n{PART_1}" and rows[1][4] == PART_1
    assert rows[1][2].split("\n") == [
        "-1- Олена Коваленко (проти)", "Строк задовгий, люди не можуть чекати.", "-2- Петро Гнатюк (проти)",
        f"До слів «{QUOTE}»:", "=1+1", "другий рядок",
    ]  # fmt: skip
    assert rows[1][3].split("\n") == ["-1- Відхилено", REASON, "-2- —"]


def test_word_table_of_everything(draft, olena, tmp_path):
    say(olena)
    assert len(opened_docx(tmp_path, proposals_docx.write_all).tables[0].rows) == 25


def test_word_table_without_proposals_says_so(draft, tmp_path):
    assert "Пропозицій ще немає." in [one.text for one in opened_docx(tmp_path).paragraphs]


# The workbook


@pytest.fixture
def book(draft, tmp_path):
    opened = []

    def write(**more):
        path = tmp_path / "table.xlsx"
        proposals_xlsx.write(draft_by_slug("land"), path, BASE, **more)
        opened.append(openpyxl.load_workbook(path))
        return opened[-1]

    yield write
    for one in opened:
        one.close()


def test_workbook_opens_at_the_table_and_has_the_rest_behind_it(book, olena):
    say(olena)
    found = book()
    assert found.sheetnames == ["Таблиця пропозицій", "Як заповнити", "comments", "dictionary"]
    assert found.active.title == "Таблиця пропозицій" and found.active.freeze_panes == "A2"
    header = [cell.value for cell in found.active[1]]
    assert header == [*HEADER, "Обґрунтування", "id"]


def test_each_proposal_has_a_row_and_the_clause_spans_them(book, olena, petro, taras):
    one, other = say(olena, "=1+1", quote=QUOTE), say(petro, "-2 дні")
    answer(other, taras, "partly")
    third = say(petro, eid="art_3__para_2")
    sheet = book().active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[0], row[3], row[5], row[6]) for row in rows] == [
        (1, None, None, one), (2, "Враховано частково", REASON, other), (3, None, None, third),
    ]  # fmt: skip
    assert [row[1] for row in rows] == [f"ч. 1 ст. 3\n{PART_1}", None, rows[2][1]]
    assert sorted(str(one) for one in sheet.merged_cells.ranges) == ["B2:B3", "E2:E3"]
    assert rows[0][2].endswith("=1+1") and rows[1][2].endswith("-2 дні")


def test_conclusions_are_chosen_from_four_words(book, olena):
    say(olena)
    (rule,) = book().active.data_validations.dataValidation
    assert rule.type == "list" and str(rule.sqref).startswith("D2:D")
    assert rule.formula1 == '"Враховано,Враховано частково,Відхилено,Поза предметом"'


def test_no_cell_of_the_workbook_is_a_formula(book, olena, taras):
    bend(say(olena, "=1+1"), author="=HYPERLINK(1)")
    answer(say(olena, "Ще.", quote=QUOTE), taras, reason="=cmd|' /C calc'!A0")
    found = book()
    cells = [cell for sheet in found.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    sheet = found.active
    assert sheet["C2"].value.startswith("'=HYPERLINK(1)") and sheet["F3"].value == "'=cmd|' /C calc'!A0"


def test_what_has_no_room_goes_on_in_another_sheet(book, olena, monkeypatch):
    monkeypatch.setattr(spreadsheets, "XLSX_ROWS", 3)
    ids = [say(olena, f"Думка {n}.") for n in range(5)]
    found = book()
    assert found.sheetnames[:3] == ["Таблиця пропозицій", "Таблиця пропозицій 2", "Таблиця пропозицій 3"]
    sheets = [found[name] for name in found.sheetnames[:3]]
    assert [sheet.cell(row, 7).value for sheet in sheets for row in range(2, sheet.max_row + 1)] == ids
    assert [sheet["B2"].value for sheet in sheets] == [f"ч. 1 ст. 3\n{PART_1}"] * 3


def test_draft_without_proposals_has_an_empty_table(book):
    assert book().active.max_row == 1


def test_supports_and_progress(book, olena, petro):
    support(say(olena), petro)
    told = []
    assert "Підтримали: 1." in book(progress=told.append).active["C2"].value
    assert told


def test_command_writes_the_same_workbook(draft, olena, tmp_path):
    say(olena)
    save(draft_by_slug("land"), "xlsx", tmp_path / "o.xlsx", BASE)
    found = openpyxl.load_workbook(tmp_path / "o.xlsx", read_only=True)
    assert found.sheetnames[0] == "Таблиця пропозицій" and not list(tmp_path.glob("*.part"))
    found.close()
