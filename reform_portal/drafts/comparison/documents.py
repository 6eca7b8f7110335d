"""The comparative table (порівняльна таблиця) as a Word and as an Excel file.

Landscape A4, two columns under the names that bills carry, the header repeated on every page. Deleted
words are struck through, inserted ones bold and underlined, both as real formatting of the words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask_babel import gettext as _

from ...core.spreadsheets import DELETED, INSERTED, NOTE, PLAIN, STRONG, Rich, write_rich_xlsx
from ...core.templating import day
from ...core.word import WD_ORIENT, Cell, Document, Mm, OxmlElement, Pt, WordDocument, WordTable, qn
from .. import citations
from ..alignment import MOVED
from ..redline import DELETE, INSERT, new_side, old_side
from .queries import Comparison, all_rows
from .rows import Change, Fold, Heading, Pointer, printed, with_headings

_STYLES = {DELETE: DELETED, INSERT: INSERTED}
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COLUMN = 131


@dataclass(frozen=True)
class Table:
    """``rows`` are pairs of cells, or one text that stands across both."""

    title: str
    about: tuple[str, ...]
    header: tuple[str, str]
    rows: Iterable[str | tuple[Rich, Rich]]
    language: str


def table_of(found: Comparison, whole: bool = False) -> Table:
    """The comparative table of two versions: what changed, or with ``whole`` everything."""
    versions = [_("Редакція %(n)s від %(day)s", n=v.number, day=day(v.published_at)) for v in (found.a, found.b)]
    return Table(
        _("Порівняльна таблиця"),
        (found.draft.title, "; ".join(versions)),
        (
            f"{_('Зміст положення (норми) чинного законодавства')}\n{versions[0]}",
            f"{_('Зміст відповідного положення (норми) проєкту')}\n{versions[1]}",
        ),
        _rows(found, whole),
        found.draft.language,
    )


def _rows(found: Comparison, whole: bool) -> Iterator[str | tuple[Rich, Rich]]:
    language = found.draft.language
    rows = [row for row in (all_rows(found) if whole else found.rows) if not isinstance(row, Fold)]
    if not rows:
        yield _("Слова обох редакцій однакові.")
    for row in with_headings(rows):
        if isinstance(row, Heading):
            if row.clause is not None and not row.own:
                yield printed(row.clause)
        elif isinstance(row, Pointer):
            note = _("перенесено: тепер %(place)s", place=citations.short(row.after.eid, language))
            yield [(NOTE, f"{printed(row.before)[:80].strip()}… ({note})")], []
        elif isinstance(row, Change):
            yield _sides(row, language)


def _sides(row: Change, language: str) -> tuple[Rich, Rich]:
    old: Rich = [(_STYLES.get(op, PLAIN), text) for op, text in old_side(row.pieces)]
    new: Rich = [(_STYLES.get(op, PLAIN), text) for op, text in new_side(row.pieces)]
    if not row.before:
        old = [(NOTE, _("Положення немає"))]
    if not row.after:
        new = [(NOTE, _("Положення вилучено"))]
    if row.kind == MOVED:
        note = _("перенесено: раніше %(place)s", place=citations.short(row.before[0].eid, language))
        new = [*new, (NOTE, f" ({note})")]
    return old, new


def as_xlsx(table: Table) -> bytes:
    """The table as an Excel file."""
    file = BytesIO()
    write_rich_xlsx(file, table.title, (table.title, *table.about), table.header, table.rows)
    return file.getvalue()


def as_docx(table: Table) -> bytes:
    """The table as a Word file."""
    document = landscape(f"{table.title}. {table.about[0]}", table.language)
    document.add_heading(_clean(table.title), 1)
    for line in table.about:
        document.add_paragraph(_clean(line))
    grid = document.add_table(rows=2, cols=2, style="Table Grid")
    grid.autofit = False
    for column in grid.columns:
        column.width = Mm(_COLUMN)
    header = grid.rows[0]
    _repeat(header)
    for cell, text in zip(header.cells, table.header, strict=True):
        _write(cell, [(STRONG, text)])
    # ``add_row`` looks through the whole table each time; a copy of an empty row does not.
    blank = grid.rows[1]._tr
    grid._tbl.remove(blank)
    for row in table.rows:
        cells = _add_row(grid, blank)
        if isinstance(row, str):
            _write(_spanning(cells), [(STRONG, row)])
            continue
        for cell, runs in zip(cells, row, strict=True):
            _write(cell, runs)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add_row(grid: WordTable, blank: Any) -> tuple[Cell, ...]:
    made = deepcopy(blank)
    grid._tbl.append(made)
    return tuple(Cell(one, grid) for one in made.tc_lst)


def landscape(title: str, language_code: str) -> WordDocument:
    """An empty document for a wide table, A4."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(17.5)
    section.top_margin = section.bottom_margin = Mm(15)
    document.styles["Normal"].font.size = Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "uk-UA" if language_code == "uk" else "en-GB")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    properties = document.core_properties
    properties.title, properties.language = _clean(title)[:250], language_code
    properties.author = properties.comments = ""
    return document


def _repeat(row: Any) -> None:
    """Make a row the header of every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _spanning(cells: Sequence[Cell]) -> Cell:
    """One cell in the place of two; ``merge`` would look through the whole table for it."""
    cells[0]._tc.grid_span = len(cells)
    for cell in cells[1:]:
        cell._tc.getparent().remove(cell._tc)
    return cells[0]


def _write(cell: Cell, runs: Rich) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    for style, text in runs:
        run = paragraph.add_run(_clean(text))
        if style == DELETED:
            run.font.strike = True
        elif style == INSERTED:
            run.bold = run.underline = True
        elif style == STRONG:
            run.bold = True
        elif style == NOTE:
            run.italic = True


def _clean(text: str) -> str:
    """Without the few characters that XML cannot hold."""
    return _NO_XML.sub("", text)
