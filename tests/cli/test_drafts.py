"""Publishing and listing drafts from the shell."""

import json

import pytest

from tests.cli.conftest import refused
from tests.texts import LAND, LAND_2


def drafts(run) -> list[dict]:
    return json.loads(run("drafts", "list", "--json").out)


def test_publish_and_list(run, land):
    outcome = run("drafts", "publish", land, "--slug", "land")
    assert outcome.code == 0 and outcome.out.startswith("land, редакція 1") and outcome.err == ""
    assert drafts(run) == [
        {
            "slug": "land",
            "title": "Про користування землею громади",
            "language": "uk",
            "version": 1,
            "stage": "open",
            "rules": "informal",
        }
    ]
    assert run("drafts", "list").out == "land\t1\topen\tПро користування землею громади\n"


def test_no_drafts(run):
    assert drafts(run) == [] and run("drafts", "list").out == ""


def test_further_version(published, tmp_path):
    file = tmp_path / "002.md"
    file.write_text(LAND_2, encoding="utf-8")
    outcome = published("drafts", "publish", file, "--slug", "land")
    assert outcome.code == 0 and "редакція 2" in outcome.out
    assert drafts(published)[0]["version"] == 2


def test_title_dates_and_rules(run, land):
    options = ("--title", "Назва", "--opens", "2030-01-01", "--closes", "2030-02-01", "--rules", "ua.996")
    assert run("drafts", "publish", land, "--slug", "land", *options).code == 0
    assert (drafts(run)[0]["title"], drafts(run)[0]["stage"], drafts(run)[0]["rules"]) == (
        "Назва",
        "announced",
        "ua.996",
    )


def test_bare_closing_date_means_the_end_of_that_day_in_kyiv(run, land, content):
    assert run("drafts", "publish", land, "--slug", "land", "--closes", "2030-02-01").code == 0
    assert "'2030-02-01 22:00:00" in content()


def test_past_closing_date_closes_the_draft(run, land):
    assert run("drafts", "publish", land, "--slug", "land", "--closes", "2020-02-01T10:00").code == 0
    assert drafts(run)[0]["stage"] == "closed"


def test_translation_of_the_newest_version(published, tmp_path, land):
    file = tmp_path / "001.en.md"
    file.write_text(LAND.replace("Плата", "Fee"), encoding="utf-8")
    outcome = published("drafts", "publish", file, "--slug", "land", "--language", "en")
    assert outcome.code == 0 and drafts(published)[0]["version"] == 1
    assert refused(published("drafts", "publish", file, "--slug", "land", "--language", "en"), "уже має")


def test_rehearsal_changes_nothing_and_tells_what_would_happen(published, tmp_path, content):
    file = tmp_path / "002.md"
    file.write_text(LAND_2, encoding="utf-8")
    before = content()
    outcome = published("drafts", "publish", file, "--slug", "land", "--rehearse")
    told = json.loads(outcome.out)
    assert outcome.code == 0 and (told["slug"], told["number"], told["gone"]) == ("land", 2, 0)
    assert content() == before
    assert published("drafts", "publish", file, "--slug", "land").code == 0


def test_rehearsal_tells_what_becomes_of_each_clause_and_comment(published, tmp_path):
    rows = [
        {"external_id": "1", "body": "Задовго.", "clause": "art_3__para_1", "quote": "30 календарних днів"},
        {"external_id": "2", "body": "Добре.", "clause": "art_3__para_2"},
        {"external_id": "3", "body": "Слова.", "clause": "art_2__para_nn_1", "quote": "щомісяця"},
        {"external_id": "4", "body": "Загалом."},
    ]
    (tmp_path / "c.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert published("comments", "import", "land", tmp_path / "c.jsonl").code == 0
    changed = LAND.replace("30 календарних", "20 календарних").replace(
        "2. Якщо відповіді немає, заяву вважають задоволеною.", "2. Про ліси."
    )
    (tmp_path / "002.md").write_text(changed, encoding="utf-8")
    told = json.loads(published("drafts", "publish", tmp_path / "002.md", "--slug", "land", "--rehearse").out)
    lines = [(c["eid"], c["before"], c["change"]) for c in told["clauses"] if c["change"] != "same"]
    assert lines == [
        ("art_3__para_1", "art_3__para_1", "changed"),
        (None, "art_3__para_2", "removed"),
        ("art_3__para_2", None, "added"),
    ]
    assert [(line["clause"], line["state"]) for line in told["comments"]] == [
        ("art_3__para_1", "changed"),
        (None, "detached"),
        ("art_2__para_nn_1", "exact"),
        (None, "exact"),
    ]


def test_guessed_superscript_is_pointed_out(run, tmp_path):
    file = tmp_path / "law.txt"
    file.write_text("Про закон\n\nСтаття 8. А\n\nСтаття 82. Б\n\nСтаття 9. В\n", encoding="utf-8")
    outcome = run("drafts", "publish", file, "--slug", "law")
    assert outcome.code == 0 and "8-2" in outcome.err


def test_same_file_again_is_refused(published, land, content):
    before = content()
    assert refused(published("drafts", "publish", land, "--slug", "land"), "редакцію 1")
    assert content() == before
    assert published("drafts", "publish", land, "--slug", "again").code == 0


def sparse(path) -> None:
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)


@pytest.mark.parametrize(
    ("name", "write", "words"),
    [
        ("empty.md", lambda path: path.write_bytes(b""), "порожній"),
        ("blank.txt", lambda path: path.write_bytes(b" \n\n"), "порожній"),
        ("big.md", sparse, "завеликий: 50 МБ"),
        ("cp1251.md", lambda path: path.write_bytes("Стаття 1. Їжак".encode("cp1251")), "UTF-8"),
        ("image.md", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00"), "не текстовий"),
        ("law.pdf", lambda path: path.write_bytes(b"%PDF-1.7"), "не підтримується"),
        ("law", lambda path: path.write_bytes(b"Article 1. A"), "не підтримується"),
        ("folder.md", lambda path: path.mkdir(), "немає"),
        ("missing.md", lambda path: None, "немає"),
    ],
)
def test_unusable_file_is_one_line_and_changes_nothing(run, tmp_path, content, name, write, words):
    write(tmp_path / name)
    before = content()
    assert refused(run("drafts", "publish", tmp_path / name, "--slug", "land"), words)
    assert content() == before and drafts(run) == []


@pytest.mark.parametrize(
    ("options", "words", "code"),
    [
        (("--slug", "Погана Адреса"), "не годиться", 1),
        (("--slug", "new"), "не годиться", 1),
        (("--slug", "a", "--rules", "ua.0"), "ua.0", 1),
        (("--slug", "a", "--closes", "завтра"), "завтра", 2),
        (("--slug", "a", "--opens", "2026-13-01"), "2026-13-01", 2),
        (("--slug", "a", "--opens", "2026-02-02", "--closes", "2026-02-01"), "не може", 1),
        (("--slug", "a", "--language", "ru"), "ru", 2),
        (("--slug", "a", "--nonsense"), "nonsense", 2),
        ((), "--slug", 2),
    ],
)
def test_option_that_cannot_be_used_is_one_line(run, land, content, options, words, code):
    before = content()
    assert refused(run("drafts", "publish", land, *options), words, code)
    assert content() == before


def test_command_speaks_english_to_english_shells(run, tmp_path):
    outcome = run("drafts", "publish", tmp_path / "none.md", "--slug", "a", LANG="en_US.UTF-8")
    assert outcome.code == 1 and not set("іїєґ") & set(outcome.err)


def test_new_folder_gets_a_new_database(run, tmp_path, land):
    new = {"REFORM_PORTAL_DATA_DIR": str(tmp_path / "deep" / "var")}
    assert run("drafts", "publish", land, "--slug", "land", **new).code == 0
    assert (tmp_path / "deep" / "var").stat().st_mode & 0o077 == 0
    assert "land" in run("drafts", "list", **new).out and run("drafts", "list").out == ""


@pytest.mark.parametrize(("arguments", "words"), [(("nonsense",), "nonsense"), (("drafts", "nonsense"), "nonsense")])
def test_unknown_command_is_one_line(run, arguments, words):
    assert refused(run(*arguments), words, 2)


@pytest.mark.parametrize("arguments", [("--help",), ("drafts", "--help"), ("drafts", "publish", "--help")])
def test_help_is_printed(run, arguments):
    outcome = run(*arguments)
    assert outcome.code == 0 and outcome.out.count("\n") > 3


@pytest.mark.parametrize("arguments", [(), ("drafts",)])
def test_command_without_arguments_shows_its_help(run, arguments):
    outcome = run(*arguments)
    assert (outcome.out + outcome.err).count("\n") > 3
