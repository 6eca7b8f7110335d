"""Real acts with the paragraphs of the state's legal database beside them."""

import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from reform_portal.drafts.actions import read_source
from reform_portal.drafts.formats import markdown, plain_text
from reform_portal.drafts.structure import Structure, is_note, parse_structure

pytestmark = pytest.mark.corpora

LAWS = ("eia-2059-19", "language-5029-17", "public-funds-183-19")
PARTS_OF_THE_CONSTITUTION = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
)  # fmt: skip


def collapsed(text: str) -> str:
    return " ".join(text.split())


@cache
def paras(path: Path) -> list[dict]:
    """The official paragraphs of a redaction, those without any text left out."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [{**row, "text": collapsed(row["text"])} for row in rows if collapsed(row["text"])]


@cache
def from_text(path: Path) -> Structure:
    return parse_structure(plain_text.read(path.read_text(encoding="utf-8")))


@cache
def from_markdown(path: Path) -> Structure:
    return parse_structure(markdown.read(path.read_text(encoding="utf-8")))


def redactions(corpora: Path) -> list[Path]:
    found = [path for law in LAWS for path in sorted((corpora / "ua-law-versions" / law).glob("*.paras.json"))]
    assert len(found) == 21
    return found


def beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name.replace(".paras.json", suffix))


def constitutions(corpora: Path) -> list[Path]:
    found = sorted((corpora / "ua-law-versions" / "constitution-254k-96").glob("*.md"))
    assert len(found) == 11
    return found


def laws(corpora: Path) -> list[Path]:
    found = sorted((corpora / "ua-laws").glob("*.txt"))
    assert len(found) == 6
    return found


def printed(structure: Structure) -> list[str]:
    return [clause.printed for clause in structure.clauses]


def articles(structure: Structure) -> list[str]:
    return [clause.eid.removeprefix("art_") for clause in structure.clauses if clause.kind == "article"]


def number(article: str) -> tuple[int, ...]:
    return tuple(int(part) for part in article.split("-"))


def not_increasing(found: list[str]) -> list[tuple[str, str]]:
    return [(one, next_) for one, next_ in pairwise(found) if not number(one) < number(next_)]


def article_of(row: dict) -> str | None:
    """«Стаття 131 - 1» → ``131-1``."""
    match = re.fullmatch(r"Стаття (\d+(?:\s*-\s*\d+)?)\s*\.?", row["article"])
    return re.sub(r"\s", "", match[1]) if match else None


def reading_order(structure: Structure) -> list[str]:
    """Clauses and notes as they follow each other."""
    after: dict[str | None, list[str]] = {}
    for note in structure.notes:
        after.setdefault(note.after, []).append(note.text)
    order = list(after.get(None, ()))
    for clause in structure.clauses:
        order += [clause.printed, *after.get(clause.eid, ())]
    return order


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def letters_of_body(source: str) -> str:
    """What stands in the body of a page, read without any of the product's rules."""
    body = re.split(r"^#+ Текст документа від .*$", source, flags=re.MULTILINE)[-1]
    body = re.split(r"^\* \* \*$", body, flags=re.MULTILINE)[0]
    body = re.sub(r"\[\]\{#[^}]*\}|\{#article\}|\{align=[^}]*\}|</?div[^>]*>|</?sup>", "", body)
    body = re.sub(r"\]\([^\s()]*(?:\([^()]*\)[^\s()]*)*(?:\s\"[^\"]*\")?\)", "]", body)
    body = re.sub(r"\]\{[^{}]*\}", "]", body)
    return letters(body)


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_printed_clauses_are_the_official_paragraphs(corpora, suffix):
    for path in redactions(corpora):
        structure = (from_text if suffix == ".txt" else from_markdown)(beside(path, suffix))
        assert printed(structure) == [row["text"] for row in paras(path) if not row["note"]], path.name


def test_notes_and_source_ids_are_the_official_ones(corpora):
    for path in redactions(corpora):
        structure = from_markdown(beside(path, ".md"))
        notes = [(row["id"], row["text"]) for row in paras(path) if row["note"]]
        assert [(note.source_id, note.text) for note in structure.notes] == notes, path.name
        assert [c.source_id for c in structure.clauses] == [r["id"] for r in paras(path) if not r["note"]], path.name


def test_clauses_and_notes_follow_each_other_as_in_the_source(corpora):
    for path in redactions(corpora):
        assert reading_order(from_markdown(beside(path, ".md"))) == [row["text"] for row in paras(path)], path.name


def test_articles_are_the_official_ones(corpora):
    for path in redactions(corpora):
        official = {article_of(row) for row in paras(path) if not row["note"]} - {None}
        found = articles(from_markdown(beside(path, ".md")))
        assert len(official) >= 4 and set(found) == official and len(found) == len(official), path.name


def test_plain_text_and_markdown_give_the_same_addresses(corpora):
    for path in redactions(corpora):
        one, other = from_text(beside(path, ".txt")), from_markdown(beside(path, ".md"))
        assert [c.eid for c in one.clauses] == [c.eid for c in other.clauses], path.name


def test_addresses_are_unique_and_parents_stand_before(corpora):
    structures = [from_text(path) for path in laws(corpora)]
    structures += [from_markdown(beside(path, ".md")) for path in redactions(corpora)]
    structures += [from_markdown(path) for path in constitutions(corpora)]
    for structure in structures:
        seen: set[str] = set()
        for clause in structure.clauses:
            assert clause.eid not in seen and (clause.parent is None or clause.parent in seen), clause.eid
            seen.add(clause.eid)
        assert max(map(len, seen)) <= 200


def test_every_word_of_the_constitution_lands_once_and_in_order(corpora):
    for path in constitutions(corpora):
        found = letters("".join(reading_order(from_markdown(path))))
        assert found == letters_of_body(path.read_text(encoding="utf-8")), path.name


def test_articles_of_the_constitution_increase(corpora):
    for path in constitutions(corpora):
        found = articles(from_markdown(path))
        assert not_increasing(found) == [] and len(found) in (161, 166), path.name
        assert set(map(str, range(1, 121))) <= set(found) and "161" in found, path.name
    assert {"131-1", "131-2", "151-1", "151-2"} <= set(articles(from_markdown(constitutions(corpora)[-1])))


def test_articles_of_the_constitution_stand_in_its_parts(corpora):
    for path in constitutions(corpora):
        structure = from_markdown(path)
        parts = [c.eid.removeprefix("part_") for c in structure.clauses if c.kind == "part"]
        excluded = set(PARTS_OF_THE_CONSTITUTION) - set(parts)
        assert parts == [p for p in PARTS_OF_THE_CONSTITUTION if p not in excluded], path.name
        assert excluded == ({"VII"} if path.name[:2] >= "08" else set()), path.name
        owners = {c.eid: c.parent for c in structure.clauses if c.kind == "article"}
        assert (owners["art_1"], owners["art_21"], owners["art_75"]) == ("part_I", "part_II", "part_IV"), path.name


def test_title_of_an_act_is_read_from_its_page(corpora):
    assert read_source(constitutions(corpora)[-1].read_bytes(), "11.md").title == "Конституція України"
    law = beside(redactions(corpora)[0], ".md")
    assert read_source(law.read_bytes(), law.name).title == "Про оцінку впливу на довкілля"


def test_every_paragraph_of_the_other_laws_lands_once_and_in_order(corpora):
    for path in laws(corpora):
        blocks = [collapsed(block) for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))]
        structure = from_text(path)
        assert printed(structure) == [block for block in blocks if block and not is_note(block)], path.name
        assert [note.text for note in structure.notes] == [block for block in blocks if is_note(block)], path.name


def test_articles_of_the_other_laws_increase(corpora):
    for path in laws(corpora):
        found = articles(from_text(path))
        assert len(found) >= 20 and not_increasing(found) == [], path.name


# Each of these comparisons can fail.


def test_a_dropped_paragraph_is_noticed(corpora):
    path = redactions(corpora)[0]
    rows = [row["text"] for row in paras(path) if not row["note"]]
    source = list(plain_text.read(beside(path, ".txt").read_text(encoding="utf-8")))
    del source[len(source) // 2]
    assert printed(parse_structure(source)) != rows


def test_a_lost_source_id_is_noticed(corpora):
    path = redactions(corpora)[0]
    source = re.sub(r"\[\]\{#n1\d\}", "", beside(path, ".md").read_text(encoding="utf-8"))
    ids = [clause.source_id for clause in parse_structure(markdown.read(source)).clauses]
    assert ids != [row["id"] for row in paras(path) if not row["note"]]


def test_a_note_taken_for_text_is_noticed(corpora):
    path = redactions(corpora)[1]
    source = beside(path, ".md").read_text(encoding="utf-8").replace("{", "[").replace("}", "]")
    assert not parse_structure(markdown.read(source)).notes and any(row["note"] for row in paras(path))


def test_a_changed_word_of_the_constitution_is_noticed(corpora):
    source = constitutions(corpora)[0].read_text(encoding="utf-8")
    changed = markdown.read(source.replace("суверенна і незалежна", "суверенна", 1))
    assert letters("".join(reading_order(parse_structure(changed)))) != letters_of_body(source)


def test_articles_out_of_order_are_noticed():
    assert not_increasing(["1", "2", "131-1", "131-2", "132"]) == []
    assert not_increasing(["1", "8", "82", "9"]) == [("82", "9")]
    assert not_increasing(["5", "5"]) == [("5", "5")]


def test_a_phantom_article_is_noticed(corpora):
    path = redactions(corpora)[0]
    source = beside(path, ".txt").read_text(encoding="utf-8") + "\n\nСтаття 999. Якої немає\n"
    official = {article_of(row) for row in paras(path)} - {None}
    assert set(articles(parse_structure(plain_text.read(source)))) != official
