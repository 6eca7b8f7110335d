"""``reform-portal feedback answers``: a filled-in table taken back from the shell."""

import csv

import pytest

from reform_portal.feedback.answers.file import limited
from tests.cli.conftest import refused
from tests.feedback.filling import fill, read_here

ROWS = "external_id,body,clause\n1,Задовго.,art_3__para_1\n2,Замало.,art_3__para_2\n"


@pytest.fixture(autouse=True)
def reading(monkeypatch):
    monkeypatch.setattr(limited, "run", read_here)


@pytest.fixture
def table(published, tmp_path):
    """The workbook of a draft with two comments."""
    (tmp_path / "c.csv").write_text(ROWS, encoding="utf-8")
    assert published("comments", "import", "land", tmp_path / "c.csv").code == 0
    path = tmp_path / "table.xlsx"
    assert published("feedback", "export", "land", "--format", "xlsx", "-o", path).code == 0
    return path


def test_filled_in_answers_are_taken_and_again_change_nothing(published, table):
    fill(table, {}, D2="Враховано", F2="Так і є.", D3="Відхилено. Бо ні.")
    outcome = published("feedback", "answers", "land", table)
    assert outcome.code == 0 and "Нових відповідей 2, змінених 0, без змін 0" in outcome.out
    outcome = published("feedback", "answers", "land", table)
    assert outcome.code == 0 and "Нових відповідей 0, змінених 0, без змін 2" in outcome.out
    assert not table.with_suffix(".rejected.csv").exists()
    assert published("journal", "verify").code == 0


def test_dry_run_shows_and_writes_nothing(published, table, content):
    fill(table, {}, D2="Враховано", F2="Так і є.")
    before = content()
    outcome = published("feedback", "answers", "land", table, "--dry-run")
    assert (
        outcome.code == 0
        and "нова відповідь\tВраховано\tТак і є." in outcome.out
        and "Нових відповідей 1" in outcome.out
    )
    assert content() == before


def test_refused_rows_stand_in_a_file_beside_and_the_others_are_taken(published, table):
    fill(table, {}, D2="Враховано", F2="Так і є.", D3="Може бути", F3="=1+1")
    outcome = published("feedback", "answers", "land", table)
    assert outcome.code == 3 and "Нових відповідей 1" in outcome.out and "рядок 3:" in outcome.err
    with table.with_suffix(".rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["line"] == "3" and row["Висновки"] == "Може бути" and "формула" in row["reason"]


def test_named_drafter_answers(published, table):
    published("people", "add", "t@example.org", "--role", "drafter")
    published("people", "add", "c@example.org", "--role", "citizen")
    fill(table, {}, D2="Враховано", F2="Так і є.")
    assert refused(published("feedback", "answers", "land", table, "--as", "c@example.org"), "розробники")
    assert refused(published("feedback", "answers", "land", table, "--as", "no@example.org"), "no@example.org")
    assert published("feedback", "answers", "land", table, "--as", "t@example.org").code == 0


def test_what_cannot_be_taken_is_one_line(published, table, tmp_path):
    assert refused(published("feedback", "answers", "nodraft", table), "nodraft")
    assert refused(published("feedback", "answers", "land", tmp_path / "none.xlsx"), "none.xlsx")
    assert refused(published("feedback", "answers", "land", tmp_path / "c.csv"), "XLSX")
