"""Acts for tests of formats: a written one with every kind of unit, and generated ones."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from reform_portal.drafts.exports.version import ExportedClause, ExportedVersion
from reform_portal.drafts.structure import Note, Paragraph, Structure, parse_structure

WHOLE = [
    Paragraph("{Проєкт. Редакція для обговорення}", "n1"),
    Paragraph("ЗАКОН УКРАЇНИ", "n2"),
    Paragraph("Про об’єкти спільної власності", "n3", 1),
    Paragraph("Цей Закон визначає, «що» і як належить громаді.", "n4"),
    Paragraph("Розділ I", "n5", 2),
    Paragraph("ЗАГАЛЬНІ ПОЛОЖЕННЯ", "n6", 2),
    Paragraph("Глава 1. Ґрунти й води", "n7", 2),
    Paragraph("Стаття 1. Терміни", "n8", 3),
    Paragraph("1. У цьому Законі терміни вживаються в такому значенні:", "n9"),
    Paragraph("1) об'єкт — річ, якою володіють разом;", "n10"),
    Paragraph("2) власник — особа, що володіє:", "n11"),
    Paragraph("а) землею;", "n12"),
    Paragraph("б) водою.", "n13"),
    Paragraph("{Підпункт «б» пункту 2 в редакції Закону № 5-IX}", "n14"),
    Paragraph("2. Інші терміни — у значенні, наведеному в законах.", "n15"),
    Paragraph("Рада веде перелік.", "n16"),
    Paragraph("Стаття 5¹. Плата сплачується щомісяця.", "n17"),
    Paragraph("Розмір плати не може перевищувати 3 відсотки.", "n18"),
    Paragraph("", "n19", table=(("Рік", "Плата"), ("2026", "3 %"), ("2027", ""))),
    Paragraph("Розділ II. ПРИКІНЦЕВІ ПОЛОЖЕННЯ", "n20", 2),
    Paragraph("1. Статтю 12 Закону України «Про ґрунти» викласти в такій редакції:", "n21"),
    Paragraph("«Стаття 12. Охорона", "n22"),
    Paragraph("1. Ґрунти охороняються».", "n23"),
    Paragraph("2. Цей Закон набирає чинності з дня опублікування.", "n24"),
    Paragraph("Додаток 1", "n25", 2),
    Paragraph("Перелік об’єктів громади.", "n26"),
]
WHOLE = [p if p.table is None else Paragraph(" ".join(c for r in p.table for c in r if c), p.source_id, 0, p.table)
         for p in WHOLE]  # fmt: skip


def whole_act() -> Structure:
    """An act with every kind of unit, notes, a table, quoted text."""
    return parse_structure(WHOLE)


def exported(structure: Structure, **facts: object) -> ExportedVersion:
    """A structure as the exports take it."""
    values: dict[str, object] = {
        "slug": "land",
        "title": structure.title,
        "language": "uk",
        "number": 2,
        "published_at": datetime(2026, 11, 21, 22, 30, tzinfo=UTC),
        "first_published_on": date(2026, 11, 1),
        "sha256": "0" * 64,
        "body": "Міська рада",
        "address": "https://portal.test/drafts/land/?version=2",
        "clauses": [ExportedClause(**vars(clause)) for clause in structure.clauses],
        "notes": structure.notes,
    }
    return ExportedVersion(**{**values, **facts})  # type: ignore[arg-type]


def known(structure: Structure) -> tuple[list[tuple[object, ...]], list[Note]]:
    """All that a format must bring back."""
    clauses = [
        (c.eid, c.kind, c.num, c.text, c.parent, c.quoted, c.table, c.source_id) for c in structure.clauses
    ]  # fmt: skip
    return clauses, structure.notes


# Letters that are apostrophes, quotes, look-alikes, combining marks, and what formats could eat.
_WORDS = st.sampled_from(
    [
        "земля", "об'єкт", "об’єкт", "обʼєкт", "«громада»", "ґрунт", "гpунт", "и́мення", "5¹", "їжа", "\\", "a\\b", "[x]",
        "(y)", "[a](b)", "![i](u)", "**", "__", "*", "_", "`", "<b>", "</div>", "&amp;", "^2^", "#", "{x}", "]{.y}", "|",
        "~~", "$", "-", "—", "+--", "===", "<sup>2</sup>", "[]{#n1}", "\u00ad", ":::", ">", "]]>", "1.", "а)",
    ]
)  # fmt: skip
_SENTENCE = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(_WORDS, min_size=1, max_size=5),
    st.sampled_from(["", ".", ";", ":", ","]),
)
_HEADED = st.sampled_from(
    [
        "", "Стаття 1. ", "Стаття 2. ", "Стаття 5¹. ", "Стаття 6 ", "Розділ I. ", "Розділ II ", "Глава 1. ", "§ 2. ",
        "Книга перша. ", "Додаток 1 ", "Додаток ", "Про ", "# ",
    ]
)  # fmt: skip
_BEGINNINGS = st.sampled_from(
    [
        "", "", "", "1. ", "2. ", "3. ", "1.1. ", "1) ", "2) ", "3) ", "а) ", "б) ", "a) ", "{", "# ", "+--- ", "| ", "- ",
        "*** ", "I. ", "Про ",
    ]
)  # fmt: skip
_OPENINGS = st.sampled_from(["«", "«Стаття 7. ", "«1. "])
_IDS = st.none() | st.integers(1, 40).map(lambda number: f"n{number}")
_CELL = st.just("") | _SENTENCE.map(lambda text: f"Клітинка {text}")
_ROWS = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.tuples(*[_CELL] * width), min_size=1, max_size=3)
)  # fmt: skip


@st.composite
def _paragraph(draw: st.DrawFn, headings: bool) -> Paragraph:
    kind = draw(st.integers(0, 19))
    source_id = draw(_IDS)
    if kind == 0:
        rows = tuple(draw(_ROWS.filter(lambda found: any(map(any, found)))))
        return Paragraph(" ".join(cell for row in rows for cell in row if cell), source_id, table=rows)
    if kind == 1:
        return Paragraph(f"{{{draw(_SENTENCE)}}}", source_id)
    if kind == 2:
        return Paragraph(draw(st.sampled_from(["ЗАГАЛЬНІ ПОЛОЖЕННЯ", "ПРИКІНЦЕВІ НОРМИ"])), source_id)
    if kind == 3:
        return Paragraph("+-----+-----+ | а | б | +-----+-----+", source_id)
    if kind == 4 and not headings:
        return Paragraph(draw(_OPENINGS) + draw(_SENTENCE), source_id)
    if kind < 10:
        level = draw(st.sampled_from([0, 1, 2, 3])) if headings else 0
        return Paragraph(draw(_HEADED) + draw(_SENTENCE), source_id, level)
    return Paragraph(draw(_BEGINNINGS) + draw(_SENTENCE), source_id)


def acts() -> st.SearchStrategy[Structure]:
    """Structures of generated acts, likely and unlikely ones: with marked headings or with open quotations.

    Not with both: that a line inside a quotation was marked as a heading is not kept.
    """
    paragraphs = st.booleans().flatmap(lambda headings: st.lists(_paragraph(headings), min_size=1, max_size=14))
    return paragraphs.map(parse_structure).filter(_has_words)


def _has_words(structure: Structure) -> bool:
    return any(char.isalpha() for clause in structure.clauses for char in clause.printed)
