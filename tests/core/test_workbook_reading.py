"""Workbooks that people send, hostile ones among them."""

import contextlib
import io
import zipfile

import openpyxl
import pytest

from reform_portal.core import workbook_reading
from reform_portal.core.workbook_reading import UnreadableWorkbook, read_workbook


def saved(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def read(file):
    return {name: [(n, [cell.text for cell in cells]) for n, cells in rows] for name, rows in read_workbook(file)}


def test_rows_come_with_their_numbers_and_empty_ones_are_left_out():
    assert read(saved(["а", None, 1], [None], ["б"])) == {"Sheet": [(1, ["а", "", "1"]), (3, ["б"])]}


def test_formula_is_not_worked_out():
    _name, rows = next(read_workbook(saved(["=1+1", "'=1+1"])))
    ((_number, cells),) = list(rows)
    assert [(cell.text, cell.is_formula) for cell in cells] == [("=1+1", True), ("'=1+1", False)]


def test_escapes_of_the_format_are_read_back():
    assert read(saved(["а_x000D_б", "_x005F_x0041_"]))["Sheet"][0][1] == ["а\rб", "_x0041_"]


def test_halves_of_a_character_come_together_and_one_alone_is_replaced():
    assert read(saved(["_xD83D__xDE00_", "а_xD800_б"]))["Sheet"][0][1] == ["😀", "а\ufffdб"]


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x05\x06" + b"\0" * 18, b"\xd0\xcf\x11\xe0 old excel"])
def test_what_is_no_workbook(content):
    with pytest.raises(UnreadableWorkbook):
        read(io.BytesIO(content))


def test_archive_that_is_no_workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(UnreadableWorkbook):
        read(file)


def test_bomb_is_refused_before_it_is_unpacked():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 30_000_000)
    with pytest.raises(UnreadableWorkbook, match="too large"):
        read(file)


def test_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(workbook_reading, "_MOST_PARTS", 3)
    with pytest.raises(UnreadableWorkbook, match="too large"):
        read(saved(["а"]))


def test_entities_are_not_followed():
    source = saved(["а"])
    file = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = (
                    b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                    b'<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'
                )
            new.writestr(name, content)
    with contextlib.suppress(UnreadableWorkbook):
        assert "root:" not in str(read(file))
