"""Cells that no spreadsheet program takes for a formula, and that give their text back."""

import csv
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.core.spreadsheets import XLSX_CELL_LIMIT, csv_lines, guard, unguard, write_xlsx

PROPERTY = settings(deadline=None, max_examples=150)
RISKY = "=+-@\t\r"
TEXTS = st.text(st.sampled_from(RISKY + "'\"аб,;\n 1")) | st.text()


@PROPERTY
@given(TEXTS)
def test_guarded_text_comes_back(text):
    assert unguard(guard(text)) == text


@PROPERTY
@given(TEXTS)
def test_guarded_text_never_begins_like_a_formula(text):
    assert not guard(text).startswith(tuple(RISKY))


@PROPERTY
@given(TEXTS, TEXTS)
def test_texts_that_differ_stay_different(one, other):
    assert (guard(one) == guard(other)) is (one == other)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "'=1", "'"])
def test_risky_beginnings_are_guarded(text):
    assert guard(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Задовго", "1", "а=1", "об'єкт", '"', "«="])
def test_ordinary_texts_are_left_alone(text):
    assert guard(text) == text


def test_apostrophe_that_guards_nothing_is_left_alone():
    assert unguard("'тис") == "'тис"


@pytest.mark.parametrize("value", [-5, 0, 1.5, None])
def test_numbers_are_not_texts(value):
    assert guard(value) is value


@PROPERTY
@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=("Cs",))), st.integers()), max_size=8))
def test_csv_gives_every_cell_back(rows):
    content = "".join(csv_lines(("text", "number"), rows))
    assert content.startswith("\ufefftext,number\r\n")
    found = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline="")))[1:]
    assert [(unguard(text), int(number)) for text, number in found] == rows


def test_csv_comes_row_by_row_without_waiting_for_the_end():
    def endless():
        while True:
            yield ("а",)

    lines = csv_lines(("text",), endless())
    assert [next(lines), next(lines)] == ["\ufefftext\r\nа\r\n", "а\r\n"]


def test_workbook_keeps_texts_as_texts_and_numbers_as_numbers(tmp_path):
    rows = [("007", 7), ("http://example.org", 0), ("=1+1", None), ("", -1), ("Так", True)]
    seen = []
    write_xlsx(tmp_path / "a.xlsx", [("Аркуш", ("text", "value"), rows)], seen.append)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [(a.value, a.data_type, b.value) for a, b in book["Аркуш"].iter_rows(min_row=2)]
    book.close()
    assert cells[:3] == [("007", "s", 7), ("http://example.org", "s", 0), ("'=1+1", "s", None)]
    assert cells[3][2] == -1 and cells[4][2] == "True"
    assert seen == [1, 2, 3, 4, 5]


def test_cell_that_no_program_opens_is_cut(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", [("Аркуш", ("text",), [("а" * 40_000,)])])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert len(book["Аркуш"]["A2"].value) == XLSX_CELL_LIMIT
    book.close()


def test_workbook_larger_than_the_first_form_of_zip_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    write_xlsx(tmp_path / "a.xlsx", [("Аркуш", ("text",), [(f"Рядок {number}",) for number in range(100)])])
    monkeypatch.undo()
    found = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)
    assert sum(1 for _row in found["Аркуш"].rows) == 101
    found.close()
