"""What the portal needs of Word files. Importer of docx."""

from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_UNDERLINE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.table import Table
from docx.table import Table as WordTable
from docx.table import _Cell as Cell
from docx.table import _Row as Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

__all__ = [
    "WD_ALIGN_PARAGRAPH",
    "WD_ORIENT",
    "WD_STYLE_TYPE",
    "WD_TABLE_ALIGNMENT",
    "WD_UNDERLINE",
    "Cell",
    "Cm",
    "Document",
    "Mm",
    "OxmlElement",
    "PackageNotFoundError",
    "Paragraph",
    "Pt",
    "RGBColor",
    "Row",
    "Run",
    "Table",
    "WordDocument",
    "WordTable",
    "comments_of",
    "qn",
]


def comments_of(document: WordDocument) -> Any:
    """The element that holds the comments of a document, to append ``w:comment`` to.

    The library's own ``add_comment`` looks through all comments for a free number each time.
    """
    return document.part._comments_part.element
