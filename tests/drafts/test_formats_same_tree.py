"""One redaction in four formats is one tree with the same words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from reform_portal.drafts.formats import importers
from reform_portal.drafts.structure import Paragraph, Structure, parse_structure
from tests.drafts.office_files import docx_of, html_of, odt_of

EVERY_KIND = """# Про користування надрами

Цей Закон визначає, хто і як користується надрами.

## Книга перша. ЗАГАЛЬНА ЧАСТИНА

## Розділ II. КОРИСТУВАЧІ

### Підрозділ 1. Загальні правила

### Глава 3. Дозволи

#### § 1. Видача дозволу

##### Стаття 8. Терміни

1. У цьому Законі терміни вживаються в такому значенні:

1) надра — частина земної кори;

2) користувач — особа, якій надано об’єкт:

а) у власність;

б) в оренду;

ґ) на інших підставах.

Інші терміни вживаються у значенні, наведеному в законах.

{Частина перша статті 8 в редакції Закону № 5-20}

##### Стаття 8^1^. Плата

Плата сплачується щомісяця за 10 м^2^ ділянки.

Розмір плати встановлює рада.

| Вид | Плата, м^3^ |
|-----|-------------|
| вода | 3 |
| газ | 5 |

##### Стаття 9. Зміни

1. Статтю 12 Закону України «Про ґрунти» викласти в такій редакції:

«Стаття 12. Охорона ґрунтів

1. Ґрунти охороняються.

2. Шкоду відшкодовують».

1.1. Підпункт із крапками.

2^1^. Друга частина з м'яким апострофом п’ять.

## РОЗДІЛ III. ПРИКІНЦЕВІ ПОЛОЖЕННЯ

1. Цей Закон набирає чинності з дня опублікування.

## Додаток 1

Перелік ділянок
"""
WRITERS: dict[str, Callable[[Sequence[Paragraph]], bytes]] = {
    ".docx": docx_of,
    ".odt": odt_of,
    ".html": html_of,
    ".htm": lambda paragraphs: html_of(paragraphs, "windows-1251"),
}
SOME_REDACTIONS = (
    "eia-2059-19/08_2022-05-13_5c9fa200.md", "language-5029-17/01_2012-07-03_28592617.md",
    "public-funds-183-19/03_2020-10-24_f4c64a12.md", "constitution-254k-96/10_2020-01-01_5e928ee6.md",
)  # fmt: skip


def tree(structure: Structure) -> list[tuple]:
    return [(c.eid, c.kind, c.num, c.text, c.parent, c.quoted, c.table) for c in structure.clauses]


def notes(structure: Structure) -> list[tuple]:
    return [(note.text, note.after) for note in structure.notes]


def read(source: bytes, name: str) -> Structure:
    reading = importers.read(source, name)
    assert reading.remarks == []
    return parse_structure(reading.paragraphs)


@pytest.mark.parametrize("ending", WRITERS)
def test_act_of_every_kind_of_unit_is_the_same_in_every_format(ending):
    markdown = importers.read(EVERY_KIND.encode(), "a.md")
    expected = parse_structure(markdown.paragraphs)
    kinds = {clause.kind for clause in expected.clauses}
    assert kinds == {
        "title", "preamble", "book", "part", "subpart", "chapter", "section", "article", "paragraph", "point",
        "subpoint", "alinea", "table", "annex",
    } | (kinds & {"heading"})  # fmt: skip
    assert {"art_8-1", "art_8__para_1__point_2__point_a"} <= {clause.eid for clause in expected.clauses}
    source = WRITERS[ending](markdown.paragraphs) if ending != ".htm" else cyrillic_page(markdown.paragraphs)
    found = read(source, f"a{ending}")
    assert tree(found) == tree(expected)
    assert notes(found) == notes(expected) and len(notes(found)) == 1


def cyrillic_page(paragraphs: Sequence[Paragraph]) -> bytes:
    page = html_of(paragraphs).decode().replace('charset="utf-8"', 'charset="windows-1251"')
    return page.encode("cp1251", "xmlcharrefreplace")


def test_the_comparison_of_trees_can_fail():
    other = EVERY_KIND.replace("8^1^", "8^2^")
    one, two = (parse_structure(importers.read(text.encode(), "a.md").paragraphs) for text in (EVERY_KIND, other))
    assert tree(one) != tree(two)


@pytest.mark.corpora
@pytest.mark.parametrize("ending", [".docx", ".odt", ".html"])
@pytest.mark.parametrize("redaction", SOME_REDACTIONS)
def test_real_redaction_is_the_same_in_every_format(corpora: Path, redaction: str, ending: str):
    source = (corpora / "ua-law-versions" / redaction).read_bytes()
    paragraphs = [in_reading_order(p) for p in importers.read(source, "a.md").paragraphs]
    expected = parse_structure(paragraphs)
    found = read(WRITERS[ending](paragraphs), f"a{ending}")
    assert len(expected.clauses) > 50
    assert tree(found) == tree(expected) and notes(found) == notes(expected)
    assert [c.source_id for c in found.clauses] == [c.source_id for c in expected.clauses]


def in_reading_order(paragraph: Paragraph) -> Paragraph:
    """A table that Markdown draws with signs has them in its text; no other format has such signs."""
    if paragraph.table is None:
        return paragraph
    return replace(paragraph, text=" ".join(cell for row in paragraph.table for cell in row if cell))
