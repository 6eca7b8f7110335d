"""Importing comments and taking them home again."""

import csv
import json

import pytest

from tests.cli.conftest import refused

HEADER = "external_id,body,clause,quote,author,created_at,stance,parent_external_id,supports,status\n"
GOOD = (
    "1,Строк задовгий.,art_3__para_1,30 календарних днів,Олена,2026-11-01T10:00,oppose,,12,published\n"
    "2,Згоден.,art_3__para_1,,Петро,,support,1,,\n"
    '3,"=1+1, з комою",,,,,neutral,,0,\n'
)
BAD = ",без id,,,,,,,,\n5,,,,,,,,,\n6,Слова,art_99,,,,,,,\n7,Слова,art_3,немає таких слів,,,,,,\n8,Слова,,,,,love,,,\n"


@pytest.fixture
def table(tmp_path):
    def write(text: str, name: str = "comments.csv"):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write


def exported(run, tmp_path, name: str = "x.jsonl") -> list[dict]:
    assert run("feedback", "export", "land", "--format", "jsonl", "-o", tmp_path / name).code == 0
    return [json.loads(line) for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()]


def test_import_takes_everything_once(published, table, tmp_path):
    outcome = published("comments", "import", "land", table(HEADER + GOOD))
    assert outcome.code == 0 and outcome.out.startswith("Узято 3")
    rows = {row["external_id"]: row for row in exported(published, tmp_path)}
    first = rows["1"]
    assert (first["quote"], first["supports"]) == ("30 календарних днів", 12)
    assert first["created_at"] == "2026-11-01T08:00:00Z"
    assert len(rows) == 3 and rows["2"]["parent"] == first["id"] and rows["3"]["clause"] == ""


def test_import_again_makes_no_duplicates_but_another_source_does(published, table, tmp_path):
    file = table(HEADER + GOOD)
    published("comments", "import", "land", file)
    again = published("comments", "import", "land", file)
    assert again.code == 0 and "Узято 0" in again.out and "3" in again.out
    assert published("comments", "import", "land", file, "--source", "other").code == 0
    assert len(exported(published, tmp_path)) == 6


def test_rows_that_cannot_be_taken_are_told_and_kept_beside(published, table, tmp_path):
    outcome = published("comments", "import", "land", table(HEADER + GOOD + BAD))
    assert outcome.code == 3 and "Узято 3" in outcome.out
    for line in range(5, 10):
        assert f"рядок {line}:" in outcome.err
    with (tmp_path / "comments.rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["line"]) for row in rows] == [5, 6, 7, 8, 9] and all(row["reason"] for row in rows)
    assert rows[2]["body"] == "Слова" and rows[2]["clause"] == "art_99"
    assert len(exported(published, tmp_path)) == 3


def test_columns_are_named_by_a_map(published, table):
    file = table("comment-id,comment-body\n1,Слова\n")
    outcome = published("comments", "import", "land", file, "--map", "external_id=comment-id,body=comment-body")
    assert outcome.code == 0 and "Узято 1" in outcome.out


def test_json_lines_are_taken_line_by_line(published, table, tmp_path):
    lines = [
        json.dumps({"external_id": 1, "body": "Слова"}),
        "{",
        "",
        json.dumps(["x"]),
        json.dumps({"external_id": "2"}),
    ]
    outcome = published("comments", "import", "land", table("\n".join(lines), "c.jsonl"))
    assert outcome.code == 3 and "Узято 1" in outcome.out
    assert [f"рядок {line}:" in outcome.err for line in (1, 2, 4, 5)] == [False, True, True, True]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("c.csv", "", "external_id"),
        ("c.csv", "id,text\n1,2\n", "external_id"),
        ("c.csv", "external_id,text\n1,2\n", "body"),
        ("c.xlsx", "x", ".csv"),
    ],
)
def test_file_that_is_no_table_of_comments_is_one_line(published, table, content, name, text, words):
    before = content()
    assert refused(published("comments", "import", "land", table(text, name)), words)
    assert content() == before


def test_wrong_encoding_is_one_line(published, tmp_path):
    file = tmp_path / "c.csv"
    file.write_bytes((HEADER + GOOD).encode("cp1251"))
    assert refused(published("comments", "import", "land", file), "UTF-8")


def test_missing_file_and_bad_map_are_one_line(published, table, tmp_path):
    file = table(HEADER + GOOD)
    assert refused(published("comments", "import", "land", tmp_path / "none.csv"), "none.csv")
    assert refused(published("comments", "import", "land", tmp_path), "немає")
    assert refused(published("comments", "import", "land", file, "--map", "wrong=x"), "wrong=x")


@pytest.mark.parametrize("command", [("comments", "import", "nodraft", "{file}"), ("feedback", "export", "nodraft")])
def test_missing_draft_is_one_line(published, table, command):
    arguments = [part.format(file=table(HEADER + GOOD)) for part in command]
    options = ("--format", "csv", "-o", table("")) if command[0] == "feedback" else ()
    assert refused(published(*arguments, *options), "nodraft")


# Taking home


def test_export_has_a_dictionary_beside_it(published, table, tmp_path):
    published("comments", "import", "land", table(HEADER + GOOD))
    for name in ("csv", "xlsx", "jsonl"):
        target = tmp_path / f"out.{name}"
        outcome = published("feedback", "export", "land", "--format", name, "-o", target)
        assert outcome.code == 0 and outcome.out.strip() == str(target)
        assert target.stat().st_size > 100 and (tmp_path / "out.dictionary.csv").exists()
        assert not list(tmp_path.glob("*.part"))


def test_formula_in_a_comment_is_only_text_in_a_table(published, table, tmp_path):
    import openpyxl

    published("comments", "import", "land", table(HEADER + GOOD))
    published("feedback", "export", "land", "--format", "csv", "-o", tmp_path / "o.csv")
    with (tmp_path / "o.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "'=1+1, з комою" in [row["body"] for row in csv.DictReader(file)]
    published("feedback", "export", "land", "--format", "xlsx", "-o", tmp_path / "o.xlsx")
    book = openpyxl.load_workbook(tmp_path / "o.xlsx")
    assert [cell.data_type for row in book["comments"].iter_rows() for cell in row].count("f") == 0
    book.close()


def test_export_of_a_draft_without_comments(published, tmp_path):
    assert exported(published, tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (("land", "--format", "exe", "-o", "x.exe"), "exe", 2),
        (("land", "--format", "csv"), "-o", 2),
        (("land", "--format", "csv", "-o", "/nowhere/at/all/x.csv"), "/nowhere/at/all", 1),
    ],
)
def test_export_that_cannot_be_is_one_line(published, tmp_path, monkeypatch, arguments, words, code):
    monkeypatch.chdir(tmp_path)
    assert refused(published("feedback", "export", *arguments), words, code)


def test_export_onto_a_folder_is_one_line(published, tmp_path):
    (tmp_path / "o.csv").mkdir()
    assert refused(published("feedback", "export", "land", "--format", "csv", "-o", tmp_path / "o.csv"), "o.csv")
