"""A version as a Word file to print and to work on: A4, real headings, numbers as text with hanging indents.

Paragraph by paragraph as printed, so that the reader of Word files makes the same tree of it. Ids of the
state's legal database stand as bookmarks, as that database itself writes them.
"""

import re
from io import BytesIO
from typing import Any

from flask_babel import gettext as _

from ...core.clock import in_kyiv
from ...core.languages import in_language
from ...core.word import WD_ALIGN_PARAGRAPH, Document, Mm, OxmlElement, Pt, RGBColor, WordDocument, qn
from ..structure import Paragraph
from .paragraphs import printed_paragraphs
from .version import ExportedClause, ExportedVersion
from .xml_text import legal

FONT = "Times New Roman"
_STYLES = {0: "Normal", 1: "Heading1", 2: "Heading2", 3: "Heading3"}
_INDENTED = frozenset({"paragraph", "point", "subpoint", "alinea"})
_TWIPS = 454
MOST_INDENTS = 8
LONGEST_TITLE = 110
_BOOKMARK = re.compile(r"n[1-9]\d{0,17}")


def to_docx(act: ExportedVersion) -> bytes:
    """The file; its header and footer speak the language of the act."""
    document = Document()
    _page(document)
    _letters(document, act.language)
    _properties(document, act)
    with in_language(act.language):
        _header(document, act)
        _footer(document)
    _Body(document, act).write()
    file = BytesIO()
    document.save(file)
    return file.getvalue()


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
        field = {"\x01": "PAGE", "\x02": "NUMPAGES"}.get(piece)
        paragraph._p.append(_field(field) if field else _run(piece))


class _Body:
    """The paragraphs, made element by element: the library's own ways are too slow for a code of laws."""

    def __init__(self, document: WordDocument, act: ExportedVersion) -> None:
        self._body = document.element.body
        self._end = self._body.sectPr
        self._act = act
        self._levels: dict[str | None, int] = {}
        self._bookmarks: set[str] = set()

    def write(self) -> None:
        for paragraph, clause in printed_paragraphs(self._act):
            level = self._level(clause) if clause is not None else 0
            if paragraph.table is not None:
                self._table(paragraph)
            elif clause is None:
                self._line(paragraph, "", paragraph.text, level, small=True)
            else:
                self._line(paragraph, clause.num, clause.text, level, bold=clause.kind == "article")

    def _level(self, clause: ExportedClause) -> int:
        """How far a clause is set in: the listed units that it stands in, itself among them when it has a number."""
        level = self._levels.get(clause.parent, 0)
        listed = clause.kind in _INDENTED and (bool(clause.num) or clause.parent in self._levels)
        self._levels[clause.eid] = min(level + (clause.kind in _INDENTED), MOST_INDENTS)
        return max(self._levels[clause.eid] - 1, 0) if listed else level

    def _line(
        self, paragraph: Paragraph, num: str, text: str, level: int, *, bold: bool = False, small: bool = False
    ) -> None:
        element = OxmlElement("w:p")
        listed = bool(num) and not paragraph.heading and not bold
        element.append(_paragraph_properties(_STYLES[paragraph.heading], level, listed))
        element.extend(self._bookmark(paragraph.source_id))
        if num:
            element.append(_run(num, bold=bold))
            element.append(_tab() if listed else _run(" "))
        element.append(_run(text, italic=small, size=9 if small else None))
        self._end.addprevious(element)

    def _table(self, paragraph: Paragraph) -> None:
        for mark in self._bookmark(paragraph.source_id):
            self._end.addprevious(mark)
        rows = [row for row in paragraph.table or () if row]
        table = _grid(max(map(len, rows), default=1))
        for index, row in enumerate(rows):
            table.append(_row(row, header=index == 0 and len(rows) > 1))
        self._end.addprevious(table)
        # Two tables without anything between them would be shown as one.
        self._end.addprevious(OxmlElement("w:p"))

    def _bookmark(self, source_id: str | None) -> list[Any]:
        if source_id is None or not _BOOKMARK.fullmatch(source_id) or source_id in self._bookmarks:
            return []
        self._bookmarks.add(source_id)
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(len(self._bookmarks)))
        start.set(qn("w:name"), source_id)
        return [start, end]


def _paragraph_properties(style: str, level: int, listed: bool) -> Any:
    properties = OxmlElement("w:pPr")
    properties.append(_valued("w:pStyle", style))
    left = _TWIPS * (level + listed)
    if left:
        indent = OxmlElement("w:ind")
        indent.set(qn("w:left"), str(left))
        if listed:
            indent.set(qn("w:hanging"), str(_TWIPS))
        properties.append(indent)
    return properties


def _run(text: str, *, bold: bool = False, italic: bool = False, size: int | None = None) -> Any:
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    properties.extend([OxmlElement(tag) for tag, on in (("w:b", bold), ("w:i", italic)) if on])
    if size is not None:
        properties.append(_valued("w:sz", str(2 * size)))
    if len(properties):
        run.append(properties)
    words = OxmlElement("w:t")
    words.set(qn("xml:space"), "preserve")
    words.text = legal(text)
    run.append(words)
    return run


def _tab() -> Any:
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:tab"))
    return run


def _field(instruction: str) -> Any:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    field.append(_run("1"))
    return field


def _grid(columns: int) -> Any:
    """An empty table as wide as the text."""
    table = OxmlElement("w:tbl")
    properties = OxmlElement("w:tblPr")
    properties.append(_valued("w:tblStyle", "TableGrid"))
    width = OxmlElement("w:tblW")
    width.set(qn("w:type"), "pct")
    width.set(qn("w:w"), "5000")
    properties.append(width)
    table.append(properties)
    grid = OxmlElement("w:tblGrid")
    grid.extend([OxmlElement("w:gridCol") for _column in range(columns)])
    table.append(grid)
    return table


def _row(cells: tuple[str, ...], header: bool) -> Any:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    for text in cells:
        cell = OxmlElement("w:tc")
        paragraph = OxmlElement("w:p")
        paragraph.append(_run(text, bold=header))
        cell.append(paragraph)
        row.append(cell)
    return row


def _valued(tag: str, value: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element
