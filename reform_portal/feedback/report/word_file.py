"""The report as a Word file: real headings, landscape, tables whose header row is repeated on every page."""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any

from ...core.word import WD_ORIENT, Document, Mm, OxmlElement, Pt, RGBColor, WordDocument, qn

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FONT = "Times New Roman"
_LIST = (11, 38, 107, 34, 71)
_BY_CLAUSE = (76, 25, 25, 25, 55, 55)
_ANSWERS = (40, 40, 181)

Lines = Sequence[tuple[str, bool]]


def as_docx(found: Mapping[str, Any]) -> bytes:
    """The file of a ``document.document_of``."""
    document = _blank(found)
    labels = found["labels"]
    _heading(document, found["title"], 1)
    _lines(document, [(found["draft"], True), *((line, False) for line in found["about"]), (found["basis"], False)])
    if found["note"]:
        _heading(document, labels["note"], 2)
        _written(document, found["note"])
    _written(document, found["introduction"])
    for part in found["parts"]:
        _part(document, part, found)
    views = [section for section in found["sections"] if not section["is_proposal"]]
    if views:
        _heading(document, labels["views"], 2)
        _written(document, labels["views_basis"])
        _listed(document, views, labels["columns"])
    if found["conclusions"]:
        _heading(document, labels["conclusions"], 2)
        _written(document, found["conclusions"])
    _written(document, found["made"])
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _part(document: WordDocument, part: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    labels = found["labels"]
    _heading(document, f"{part['number']}. {part['heading']}", 2)
    _written(document, part["text"])
    _lines(document, [(line, False) for line in part["lines"]])
    for name, value in part["facts"]:
        _lines(document, [(f"{name}: {value}", False)])
    for group in part["groups"]:
        _heading(document, group["heading"], 3)
        _written(document, "; ".join(group["names"]))
    if part["key"] == "proposals" and found["sections"]:
        _heading(document, labels["by_clause"], 3)
        names = ("heading", "texts", "people", "submissions", "stances", "decisions")
        rows = [[[(str(one[name]), False)] for name in names] for one in found["sections"]]
        _table(document, _BY_CLAUSE, labels["by_clause_columns"], rows)
    if part["answers"]:
        _heading(document, labels["answers"], 3)
        answers = [[[(a["numbers"], False)], _decided(a), [(a["reason"], False)]] for a in part["answers"]]
        _table(document, _ANSWERS, labels["answers_columns"], answers)
    if part["lists"]:
        _listed(document, [section for section in found["sections"] if section["is_proposal"]], labels["columns"])


def _listed(document: WordDocument, sections: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    for section in sections:
        _heading(document, section["heading"], 3)
        _lines(document, [(section["totals"], False)])
        _table(document, _LIST, columns, [_row(row) for row in section["rows"]])


def _row(row: Mapping[str, Any]) -> list[Lines]:
    authors = [(f"{author['name']}, {author['day']}", False) for author in row["authors"]]
    said = [("; ".join(row["marks"]), False)]
    said += [(f"«{row['quote']}»", False)] if row["quote"] else []
    said += [(row["words"], False)]
    said += [(row["wording_label"], True)] if row["wording_label"] else []
    said += [(row["wording"], False)] if row["wording"] else []
    return [
        [(str(row["number"]), False)],
        [*authors, *([(row["taken"], False)] if row["taken"] else [])],
        said,
        _decided(row),
        [(row["reason"], False)],
    ]


def _decided(one: Mapping[str, Any]) -> list[tuple[str, bool]]:
    return [(one["decision"], True), *([(one["changed"], False)] if one["changed"] else [])]


def _blank(found: Mapping[str, Any]) -> WordDocument:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(15)
    for name, size in {"Normal": 11, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11.5}.items():
        style = document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        for letters in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{letters}"), FONT)
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
    for tag in document.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), "uk-UA" if found["language"] == "uk" else "en-GB")
    properties = document.core_properties
    properties.title, properties.language = _clean(f"{found['title']}. {found['draft']}")[:250], found["language"]
    properties.author, properties.comments = _clean(found["author"])[:250], ""
    _page_number(document)
    return document


def _page_number(document: WordDocument) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    document.sections[0].footer.paragraphs[0]._p.append(field)


def _heading(document: WordDocument, text: str, level: int) -> None:
    document.add_heading(_clean(text), level)


def _written(document: WordDocument, text: str) -> None:
    _lines(document, [(block, False) for block in text.split("\n\n") if block.strip()])


def _lines(document: WordDocument, lines: Lines) -> None:
    for text, strong in lines:
        document.add_paragraph().add_run(_clean(text)).bold = strong or None


def _table(
    document: WordDocument, widths: Sequence[int], columns: Sequence[str], rows: Sequence[Sequence[Lines]]
) -> None:
    grid = document.add_table(rows=2, cols=len(columns), style="Table Grid")
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    _repeat(grid.rows[0])
    for cell, name in zip(grid.rows[0]._tr.tc_lst, columns, strict=True):
        _fill(cell, [(name, True)])
    # ``add_row`` looks through the whole table each time; a copy of an empty row does not.
    blank = grid.rows[1]._tr
    grid._tbl.remove(blank)
    for row in rows:
        made = deepcopy(blank)
        grid._tbl.append(made)
        for cell, lines in zip(made.tc_lst, row, strict=True):
            _fill(cell, lines)


def _repeat(row: Any) -> None:
    """Make a row the header of every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _fill(cell: Any, lines: Lines) -> None:
    """Element by element: the library's own ways are too slow for thousands of rows."""
    for paragraph in cell.p_lst:
        cell.remove(paragraph)
    for text, strong in lines or [("", False)]:
        paragraph, run = OxmlElement("w:p"), OxmlElement("w:r")
        after = OxmlElement("w:pPr")
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:after"), "40")
        after.append(spacing)
        if strong:
            bold = OxmlElement("w:rPr")
            bold.append(OxmlElement("w:b"))
            run.append(bold)
        for index, line in enumerate(_clean(text).split("\n")):
            if index:
                run.append(OxmlElement("w:br"))
            words = OxmlElement("w:t")
            words.text = line
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(words)
        paragraph.append(after)
        paragraph.append(run)
        cell.append(paragraph)


def _clean(text: str) -> str:
    """Without the few characters that XML cannot hold."""
    return _NO_XML.sub("", text)
