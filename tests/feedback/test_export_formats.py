"""Exports: every word comes back out of every format, and none becomes a formula."""

import json
from types import SimpleNamespace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.core import spreadsheets
from reform_portal.core.spreadsheets import unguard
from reform_portal.core.text import clean_typed
from reform_portal.discussion import queries
from reform_portal.discussion.comment_import import CommentImport
from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback.exports import columns, writers
from reform_portal.feedback.exports.formats import save
from tests.discussion.acts import bend, erase, hide, support, withdraw
from tests.factories import comment, make_draft, say
from tests.feedback.sheets import read_csv, read_xlsx
from tests.texts import LAND_2

BASE = "http://portal.test"
NUMBERS = {"version", "quote_start", "supports", "replies"}
READERS = {
    "csv": lambda content: [{name: unguard(value) for name, value in row.items()} for row in read_csv(content)],
    "xlsx": lambda content: [{name: unguard(value) for name, value in row.items()} for row in read_xlsx(content)],
    "jsonl": lambda content: [
        {name: "" if value is None else str(value) for name, value in json.loads(line).items()}
        for line in content.decode().removesuffix("\n").split("\n")
    ],
}  # fmt: skip
FORMATS = pytest.mark.parametrize("format_name", writers.FORMATS)


def accepted(text):
    """Whether a person could have typed this text."""
    try:
        return bool(text) and clean_typed(text) == text
    except ValueError:
        return False


def row(body):
    return dict.fromkeys(columns.NAMES, "") | {"id": "1", "version": 1, "body": body, "quote_start": None}


def written(rows, format_name, folder):
    path = folder / f"out.{format_name}"
    writers.write_rows(rows, format_name, path)
    return path.read_bytes()


def export(format_name, folder, slug="land"):
    save(draft_by_slug(slug), format_name, folder / f"out.{format_name}", BASE)
    return READERS[format_name]((folder / f"out.{format_name}").read_bytes())


RANGES = [(0x20, 0x2FF), (0x300, 0x5FF), (0x2000, 0x20CF), (0xD000, 0xFFFF), (0x1F300, 0x1F6FF), (0x10FF00, 0x10FFFF)]


@FORMATS
@pytest.mark.parametrize("bounds", RANGES, ids=[f"U+{first:04X}" for first, _last in RANGES])
def test_every_accepted_code_point_comes_back(tmp_path, format_name, bounds):
    points = [f"а{chr(code)}б" for code in range(bounds[0], bounds[1] + 1)]
    bodies = [text for text in points if accepted(text)]
    assert len(bodies) > 100
    found = READERS[format_name](written(map(row, bodies), format_name, tmp_path))
    assert [line["body"] for line in found] == bodies


@FORMATS
@settings(deadline=None, max_examples=15)
@given(st.lists(st.text(max_size=40).filter(accepted), min_size=1, max_size=20))
def test_every_accepted_text_comes_back(tmp_path_factory, format_name, bodies):
    content = written(map(row, bodies), format_name, tmp_path_factory.mktemp("out"))
    assert [line["body"] for line in READERS[format_name](content)] == bodies


TRICKY = [
    "=1+1", "+380", "-1", "@SUM(A1)", "'=1", "''", "=cmd|' /C calc'!A0", "http://example.org", "{=1}", "1e5", "007",
    "_x0041_", "_x005F_", "a,b;c\td", 'лапки "подвійні" і "', "рядок\nдругий\n\nтретій", "TRUE", "#REF!", "<b>&amp;",
    "кінець\\", "а\u2028б\u2029в", "а\x85б", "е\u0301", "🇺🇦", "NULL", "2026-10-25",
]  # fmt: skip


@FORMATS
def test_tricky_texts_come_back_as_they_were(tmp_path, format_name):
    found = READERS[format_name](written(map(row, TRICKY), format_name, tmp_path))
    assert [line["body"] for line in found] == TRICKY


@pytest.mark.parametrize("body", ["_x005F_x0041_", "_x0041_x0042_x0043_", "__x000D__x000A_", "_x000d_x"])
def test_text_that_looks_like_escapes_of_a_workbook_comes_back(tmp_path, body):
    assert READERS["xlsx"](written([row(body)], "xlsx", tmp_path))[0]["body"] == body


def test_no_cell_of_a_csv_begins_like_a_formula(tmp_path):
    for line in read_csv(written(map(row, TRICKY), "csv", tmp_path)):
        assert not [value for value in line.values() if value.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_unguarded_formula_would_be_seen_by_this_test(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheets, "guard", lambda value: value)
    cells = [line["body"] for line in read_csv(written(map(row, TRICKY), "csv", tmp_path))]
    assert "=1+1" in cells and "=cmd|' /C calc'!A0" in cells


def test_no_cell_of_a_workbook_is_a_formula_or_a_number_in_disguise(tmp_path):
    written(map(row, TRICKY), "xlsx", tmp_path)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    cells = [cell for line in book["comments"].iter_rows(min_row=2) for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells if cell.column_letter != "E"} == {"s"}
    assert {cell.data_type for cell in cells if cell.column_letter == "E"} == {"n"}
    assert not [cell.hyperlink for cell in cells if cell.hyperlink]
    book.close()


@FORMATS
def test_row_tells_everything_that_is_public(tmp_path, draft, olena, petro, format_name):
    one = say(olena, quote="30 календарних днів", name_mode="initial")
    reply = say(petro, "Згоден.", parent=one, stance="neutral")
    support(one, petro)
    first, second = export(format_name, tmp_path)
    assert (first["id"], first["address"], first["draft"]) == (one, f"{BASE}/comments/{one}", "land")
    assert (first["clause"], first["quote"], first["quote_start"]) == ("art_3__para_1", "30 календарних днів", "30")
    assert first["clause_text"].startswith("1. Рада розглядає") and "ст. 3" in first["citation"]
    assert (first["stance"], first["author"], first["name_mode"]) == ("oppose", "Олена К.", "initial")
    assert (first["supports"], first["replies"], first["status"]) == ("1", "1", "published")
    assert (first["parent"], first["thread_root"]) == ("", one)
    assert (second["id"], second["parent"], second["thread_root"]) == (reply, one, one)
    assert first["created_at"] == comment(one).created_at.strftime("%Y-%m-%dT%H:%M:%SZ")


@FORMATS
def test_nothing_private_is_in_the_file(tmp_path, draft, olena, format_name):
    say(olena, name_mode="pseudonym")
    content = str(export(format_name, tmp_path))
    for secret in (olena.email, olena.handle, "Олена", "Коваленко"):
        assert secret not in content


@FORMATS
@pytest.mark.parametrize("how", ["hidden", "withdrawn", "erased"])
def test_words_that_are_gone_are_absent_but_their_row_stays(tmp_path, draft, olena, marta, format_name, how):
    one = say(olena, "Зниклі слова.", quote="30 календарних днів")
    say(olena, "Лишаються.")
    {
        "hidden": lambda: hide(one, marta),
        "withdrawn": lambda: withdraw(one, olena),
        "erased": lambda: erase(one, marta),
    }[how]()
    found = export(format_name, tmp_path)
    gone = found[0]
    assert (gone["id"], gone["status"], gone["clause"]) == (one, how, "art_3__para_1")
    assert (gone["body"], gone["quote"], gone["quote_start"], gone["author"]) == ("", "", "", "")
    assert gone["hide_reason"] == ("off_topic" if how == "hidden" else "")
    assert "Зниклі" not in str(found) and len(found) == 2


@FORMATS
def test_held_comments_are_left_out(tmp_path, draft, olena, format_name):
    say(olena)
    bend(say(olena, "Чекає."), status="held")
    assert [line["body"] for line in export(format_name, tmp_path)] == ["Строк задовгий, люди не можуть чекати."]


def test_earlier_wordings_are_not_exported(tmp_path, as_, draft, olena):
    one = say(olena, "Перші слова.")
    as_(olena).submit(f"/comments/{one}/edit", {"body": "Другі слова.", "stance": "amend"})
    found = export("csv", tmp_path)
    assert found[0]["body"] == "Другі слова." and found[0]["edited_at"] and "Перші" not in str(found)


def test_clause_text_is_that_of_the_version_the_words_are_about(tmp_path, draft, olena):
    say(olena)
    make_draft(text=LAND_2, name="002.md")
    say(olena)
    one, other = export("csv", tmp_path)
    assert (one["version"], other["version"]) == ("1", "2")
    assert "30 календарних" in one["clause_text"] and "20 календарних" in other["clause_text"]


def test_comment_on_the_whole_draft_has_no_clause(tmp_path, draft, olena):
    say(olena, eid="")
    assert [export("csv", tmp_path)[0][name] for name in ("clause", "clause_text", "quote_start")] == ["", "", ""]


def test_words_of_other_drafts_are_not_in_the_file(tmp_path, draft, olena):
    make_draft("water", name="water.md", text=LAND_2)
    say(olena, slug="water")
    say(olena)
    assert [line["draft"] for line in export("csv", tmp_path)] == ["land"]


def test_export_can_be_imported_again(tmp_path, draft, olena):
    say(olena, "=Перші слова.", quote="30 календарних днів")
    make_draft("copy", name="copy.md", text=LAND_2.replace("20 кален", "30 кален"))
    written(columns.rows_of(draft_by_slug("land"), BASE), "jsonl", tmp_path)
    result = CommentImport("copy", "land").run(tmp_path / "out.jsonl", {"external_id": "id"})
    assert (result.taken, result.rejected) == (1, [])
    copy, original = export("csv", tmp_path, "copy")[0], export("csv", tmp_path)[0]
    for name in ("body", "quote", "stance", "author", "created_at", "clause"):
        assert copy[name] == original[name]


@FORMATS
def test_empty_discussion_gives_a_header_only(tmp_path, draft, format_name):
    content = written(columns.rows_of(draft_by_slug("land"), BASE), format_name, tmp_path)
    assert (content == b"") if format_name == "jsonl" else (READERS[format_name](content) == [])
    if format_name == "csv":
        assert content.decode() == "\ufeff" + ",".join(columns.NAMES) + "\r\n"


@FORMATS
def test_dictionary_lies_beside_the_file_and_explains_every_column(tmp_path, draft, olena, format_name):
    say(olena)
    found = export(format_name, tmp_path)
    explained = read_csv((tmp_path / "out.dictionary.csv").read_bytes())
    assert [line["column"] for line in explained] == list(found[0]) == list(columns.NAMES)
    assert all(line["значення"] and line["meaning"] for line in explained)


def test_dictionary_is_in_the_workbook_too(tmp_path):
    content = written([], "xlsx", tmp_path)
    assert [line["column"] for line in read_xlsx(content, sheet="dictionary")] == list(columns.NAMES)


@FORMATS
def test_file_appears_only_when_it_is_whole(tmp_path, draft, olena, format_name, monkeypatch):
    say(olena)

    def rows(*_given):
        yield row("перший")
        raise RuntimeError("the power went out")

    monkeypatch.setattr(columns, "rows_of", rows)
    (tmp_path / "exports").mkdir()
    with pytest.raises(RuntimeError, match="power"):
        save(draft_by_slug("land"), format_name, tmp_path / "exports" / f"out.{format_name}", BASE)
    assert list((tmp_path / "exports").iterdir()) == []


def test_rows_that_one_sheet_cannot_hold_go_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheets, "XLSX_ROWS", 3)
    content = written(map(row, ["перший", "другий", "третій"]), "xlsx", tmp_path)
    assert [line["body"] for sheet in ("comments", "comments 2") for line in read_xlsx(content, sheet)] == [
        "перший",
        "другий",
        "третій",
    ]


def test_progress_is_told(draft, olena):
    say(olena)
    seen = []
    list(columns.rows_of(draft_by_slug("land"), BASE, seen.append))
    assert seen == [1]


def test_many_comments_come_in_batches_with_their_parents(tmp_path, draft, olena, monkeypatch):
    one = say(olena)
    for _ in range(4):
        say(olena, parent=one)
    batches = queries.in_batches
    monkeypatch.setattr(queries, "in_batches", lambda *given, **more: batches(*given, size=2, **more))
    found = export("csv", tmp_path)
    assert [line["parent"] for line in found] == ["", one, one, one, one]


def test_numbers_are_numbers_in_json_and_in_the_workbook(tmp_path, draft, olena):
    say(olena, quote="30 календарних днів")
    line = json.loads(written(columns.rows_of(draft_by_slug("land"), BASE), "jsonl", tmp_path))
    assert {name for name, value in line.items() if isinstance(value, int)} == NUMBERS
    assert SimpleNamespace(**line).parent is None
