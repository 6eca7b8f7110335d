"""``drafts export``: the text of a version from the shell."""

import json

import pytest

from reform_portal.drafts.formats import akoma_ntoso, docx, markdown
from reform_portal.drafts.structure import parse_structure
from tests.cli.conftest import folder, land, published, refused, run  # noqa: F401 - fixtures
from tests.drafts.acts import known
from tests.texts import LAND, LAND_2

# ruff: noqa: F811 - a fixture is asked for by its name


@pytest.fixture
def twice(published, tmp_path):
    """«land» in two versions."""
    file = tmp_path / "002.md"
    file.write_text(LAND_2, encoding="utf-8")
    assert published("drafts", "publish", file, "--slug", "land").code == 0
    return published


@pytest.mark.parametrize("format_name", ["md", "json", "akn", "docx"])
def test_the_newest_version_in_every_format(twice, tmp_path, format_name):
    path = tmp_path / f"out.{format_name}"
    outcome = twice("drafts", "export", "land", "--format", format_name, "-o", path)
    assert (outcome.code, outcome.out, outcome.err) == (0, f"{path}\n", "")
    content = path.read_bytes()
    read = {
        "md": lambda: parse_structure(markdown.read(content.decode())),
        "akn": lambda: akoma_ntoso.read(content).structure,
        "docx": lambda: parse_structure(docx.read(content).paragraphs),
    }
    if format_name == "json":
        found = json.loads(content)
        assert found["version"] == 2 and any("20 календарних днів" in c["text"] for c in found["clauses"])
    else:
        assert known(read[format_name]()) == known(parse_structure(markdown.read(LAND_2)))


def test_an_earlier_version(twice, tmp_path):
    path = tmp_path / "out.md"
    assert twice("drafts", "export", "land", "--version", 1, "--format", "md", "-o", path).code == 0
    assert known(parse_structure(markdown.read(path.read_text(encoding="utf-8")))) == known(
        parse_structure(markdown.read(LAND))
    )


def test_a_file_that_is_there_is_replaced(published, tmp_path):
    path = tmp_path / "out.md"
    path.write_text("старе", encoding="utf-8")
    assert published("drafts", "export", "land", "--format", "md", "-o", path).code == 0
    assert path.read_text(encoding="utf-8").startswith("# Про користування")


def test_what_was_exported_can_be_published_again(twice, tmp_path):
    path = tmp_path / "out.xml"
    assert twice("drafts", "export", "land", "--format", "akn", "-o", path).code == 0
    outcome = twice("drafts", "publish", path, "--slug", "copy")
    assert outcome.code == 0 and outcome.out.startswith("copy, редакція 1"), outcome
    again = tmp_path / "again.json"
    assert twice("drafts", "export", "copy", "--format", "json", "-o", again).code == 0
    found = json.loads(again.read_text(encoding="utf-8"))
    wanted = parse_structure(markdown.read(LAND_2))
    assert found["title"] == wanted.title
    assert [(c["eid"], c["kind"], c["num"], c["text"], c["quoted"]) for c in found["clauses"]] == [
        (c.eid, c.kind, c.num, c.text, c.quoted) for c in wanted.clauses
    ]


def test_an_unknown_draft(published, tmp_path):
    assert refused(published("drafts", "export", "lamd", "--format", "md", "-o", tmp_path / "x.md"), "lamd")


def test_an_unknown_version(published, tmp_path):
    outcome = published("drafts", "export", "land", "--version", 7, "--format", "md", "-o", tmp_path / "x.md")
    assert refused(outcome, "7") and not (tmp_path / "x.md").exists()


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999"])
def test_a_version_that_is_no_number(published, tmp_path, number):
    outcome = published("drafts", "export", "land", "--version", number, "--format", "md", "-o", tmp_path / "x.md")
    assert refused(outcome, "--version", 2)


def test_an_unknown_format(published, tmp_path):
    assert refused(published("drafts", "export", "land", "--format", "pdf", "-o", tmp_path / "x.pdf"), "pdf", 2)


def test_a_missing_folder(published, tmp_path):
    outcome = published("drafts", "export", "land", "--format", "md", "-o", tmp_path / "no" / "x.md")
    assert refused(outcome, str(tmp_path / "no")) and not (tmp_path / "no").exists()


def test_a_folder_instead_of_a_file(published, tmp_path):
    assert refused(published("drafts", "export", "land", "--format", "md", "-o", tmp_path))
    assert [path for path in tmp_path.parent.iterdir() if path.name.endswith(".part")] == []


def test_without_a_file(published):
    assert refused(published("drafts", "export", "land", "--format", "md"), "-o", 2)
