"""A version as a Word file to print and to work on: A4, real headings, numbers as text with hanging indents.

Paragraph by paragraph as printed, so that the reader of Word files makes the same tree of it. Ids of the
state's legal database stand as bookmarks, as that database itself writes them.
"""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from flask_babel import gettext as _

from ...core.clock import in_kyiv
from ...core.languages import in_language
from ...core.word import WD_ALIGN_PARAGRAPH, Document, Mm, OxmlElement, Pt, RGBColor, WordDocument, qn
from ..structure import Paragraph
from .margin import Span, begin, finish, is_whole, runs_with
from .paragraphs import printed_paragraphs
from .version import ExportedClause, ExportedVersion
from .word_elements import field, grid, paragraph, run, tab, table_row
from .xml_text import legal

FONT = "Times New Roman"
_STYLES = {0: "Normal", 1: "Heading1", 2: "Heading2", 3: "Heading3"}
_INDENTED = frozenset({"paragraph", "point", "subpoint", "alinea"})
MOST_INDENTS = 8
LONGEST_TITLE = 110
_BOOKMARK = re.compile(r"n[1-9]\d{0,17}")


def to_docx(act: ExportedVersion) -> bytes:
    """The file; its header and footer speak the language of the act."""
    file = BytesIO()
    document_of(act).save(file)
    return file.getvalue()


def document_of(act: ExportedVersion, spans: Mapping[str, Sequence[Span]] | None = None) -> WordDocument:
    """The document, to add to; ``spans`` has the words that comments in the margin are about, by the clause's eid."""
    document = Document()
    _page(document)
    _letters(document, act.language)
    _properties(document, act)
    with in_language(act.language):
        _header(document, act)
        _footer(document)
    _Body(document, act, spans or {}).write()
    return document


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)


def _letters(document: WordDocument, language: str) -> None:
    """Fonts, sizes and the language of the styles in use."""
    sizes = {"Normal": 12, "Heading 1": 15, "Heading 2": 13, "Heading 3": 12, "Header": 9, "Footer": 9}
    for name, size in sizes.items():
        style = document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        for letters in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{letters}"), FONT)
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
        style.paragraph_format.space_after = Pt(6)
    for name in ("Heading 1", "Heading 2"):
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.styles[name].paragraph_format.space_before = Pt(12)
    code = "uk-UA" if language == "uk" else "en-GB"
    for tag in document.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), code)


def _properties(document: WordDocument, act: ExportedVersion) -> None:
    properties = document.core_properties
    properties.title, properties.subject = legal(act.title)[:250], act.address
    properties.author, properties.last_modified_by = legal(act.body)[:250], ""
    properties.comments, properties.language = "", act.language
    properties.created = properties.modified = act.published_at.replace(tzinfo=None)


def _header(document: WordDocument, act: ExportedVersion) -> None:
    title = act.title if len(act.title) <= LONGEST_TITLE else f"{act.title[: LONGEST_TITLE - 1].rstrip()}…"
    day = in_kyiv(act.published_at).strftime("%d.%m.%Y")
    version = _("Редакція %(number)s від %(day)s", number=act.number, day=day)
    document.sections[0].header.paragraphs[0].text = legal(f"{title}\n{version}")


def _footer(document: WordDocument) -> None:
    """«сторінка 2 з 14», counted by Word."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for piece in re.split("(\x01|\x02)", _("сторінка %(page)s з %(pages)s", page="\x01", pages="\x02")):
        number = {"\x01": "PAGE", "\x02": "NUMPAGES"}.get(piece)
        paragraph._p.append(field(number) if number else run(piece))


class _Body:
    """The paragraphs, made element by element."""

    def __init__(self, document: WordDocument, act: ExportedVersion, spans: Mapping[str, Sequence[Span]]) -> None:
        self._body = document.element.body
        self._end = self._body.sectPr
        self._act = act
        self._spans = spans
        self._levels: dict[str | None, int] = {}
        self._bookmarks: set[str] = set()

    def write(self) -> None:
        for printed, clause in printed_paragraphs(self._act):
            level = self._level(clause) if clause is not None else 0
            if printed.table is not None:
                self._table(printed, self._spans.get(clause.eid, ()) if clause is not None else ())
            elif clause is None:
                self._note(printed)
            else:
                self._line(printed, clause, level)

    def _level(self, clause: ExportedClause) -> int:
        """How far a clause is set in: the listed units that it stands in, itself among them when it has a number."""
        level = self._levels.get(clause.parent, 0)
        listed = clause.kind in _INDENTED and (bool(clause.num) or clause.parent in self._levels)
        self._levels[clause.eid] = min(level + (clause.kind in _INDENTED), MOST_INDENTS)
        return max(self._levels[clause.eid] - 1, 0) if listed else level

    def _note(self, printed: Paragraph) -> None:
        element = paragraph(_STYLES[printed.heading])
        element.extend(self._bookmark(printed.source_id))
        element.append(run(printed.text, italic=True, size=9))
        self._end.addprevious(element)

    def _line(self, printed: Paragraph, clause: ExportedClause, level: int) -> None:
        bold = clause.kind == "article"
        listed = bool(clause.num) and not printed.heading and not bold
        spans = self._spans.get(clause.eid, ())
        whole = [span for span in spans if is_whole(span)]
        element = paragraph(_STYLES[printed.heading], level, listed)
        element.extend([*self._bookmark(printed.source_id), *begin(whole)])
        if clause.num:
            element.append(run(clause.num, bold=bold))
            element.append(tab() if listed else run(" "))
        element.extend([*runs_with(clause.text, [span for span in spans if not is_whole(span)]), *finish(whole)])
        self._end.addprevious(element)

    def _table(self, printed: Paragraph, spans: Sequence[Span]) -> None:
        """A table; comments on words of it are about all of it, since the words of a table stand in many cells."""
        for mark in self._bookmark(printed.source_id):
            self._end.addprevious(mark)
        rows = [row for row in printed.table or () if row]
        table = grid(max(map(len, rows), default=1))
        for index, row in enumerate(rows):
            table.append(table_row(row, header=index == 0 and len(rows) > 1))
        self._end.addprevious(table)
        # Two tables without anything between them would be shown as one.
        after = OxmlElement("w:p")
        self._end.addprevious(after)
        first = next(table.iter(qn("w:p")), after)
        for mark in reversed(begin(spans)):
            first.insert(0, mark)
        after.extend(finish(spans))

    def _bookmark(self, source_id: str | None) -> list[Any]:
        if source_id is None or not _BOOKMARK.fullmatch(source_id) or source_id in self._bookmarks:
            return []
        self._bookmarks.add(source_id)
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(len(self._bookmarks)))
        start.set(qn("w:name"), source_id)
        return [start, end]
