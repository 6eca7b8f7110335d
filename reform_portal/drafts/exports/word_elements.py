"""Elements of a Word file, made one by one: the library's own ways are too slow for a code of laws."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ...core.word import OxmlElement, qn
from .xml_text import legal, visible

TWIPS = 454


def paragraph(style: str = "Normal", level: int = 0, listed: bool = False) -> Any:
    """An empty paragraph, set in by ``level`` steps; a listed one has its number in front of them."""
    made = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    properties.append(valued("w:pStyle", style))
    left = TWIPS * (level + listed)
    if left:
        indent = OxmlElement("w:ind")
        indent.set(qn("w:left"), str(left))
        if listed:
            indent.set(qn("w:hanging"), str(TWIPS))
        properties.append(indent)
    made.append(properties)
    return made


def run(text: str, *, bold: bool = False, italic: bool = False, size: int | None = None) -> Any:
    made = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    properties.extend([OxmlElement(tag) for tag, on in (("w:b", bold), ("w:i", italic)) if on])
    if size is not None:
        properties.append(valued("w:sz", str(2 * size)))
    if len(properties):
        made.append(properties)
    words = OxmlElement("w:t")
    words.set(qn("xml:space"), "preserve")
    words.text = legal(text)
    made.append(words)
    return made


def runs_of(text: str, *, bold: bool = False, size: int | None = None) -> Iterator[Any]:
    """A line of somebody's words as runs: tabs stay tabs, and nothing that XML cannot hold vanishes unseen."""
    for index, piece in enumerate(visible(text).split("\t")):
        if index:
            yield tab()
        if piece:
            yield run(piece, bold=bold, size=size)


def line_of(text: str, *, bold: bool = False, size: int | None = None) -> Any:
    """A line of somebody's words as a paragraph."""
    made = OxmlElement("w:p")
    made.extend(list(runs_of(text, bold=bold, size=size)))
    return made


def tab() -> Any:
    made = OxmlElement("w:r")
    made.append(OxmlElement("w:tab"))
    return made


def field(instruction: str) -> Any:
    """A number that Word works out: ``PAGE``, ``NUMPAGES``."""
    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), instruction)
    made.append(run("1"))
    return made


def grid(columns: int) -> Any:
    """An empty table as wide as the text."""
    table = OxmlElement("w:tbl")
    properties = OxmlElement("w:tblPr")
    properties.append(valued("w:tblStyle", "TableGrid"))
    width = OxmlElement("w:tblW")
    width.set(qn("w:type"), "pct")
    width.set(qn("w:w"), "5000")
    properties.append(width)
    table.append(properties)
    made = OxmlElement("w:tblGrid")
    made.extend([OxmlElement("w:gridCol") for _column in range(columns)])
    table.append(made)
    return table


def table_row(cells: Sequence[str | Iterable[Any]], header: bool = False, whole: bool = True) -> Any:
    """A row of texts or of ready paragraphs; a ``whole`` one is never torn by the end of a page."""
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    if whole:
        properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    for content in cells:
        cell = OxmlElement("w:tc")
        if isinstance(content, str):
            line = OxmlElement("w:p")
            line.append(run(content, bold=header))
            cell.append(line)
        else:
            cell.extend(list(content))
        row.append(cell)
    return row


def valued(tag: str, value: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element
