"""Small office files and pages for tests, written by hand so that every part of them can be seen."""

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from reform_portal.drafts.structure import Paragraph

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_O = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("manifest", "manifest"),
    )
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" ' \
    'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'  # fmt: skip
ODT = "application/vnd.oasis.opendocument.text"
_RAISED = re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_LOW = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def packed(members: dict[str, str | bytes], stored: Sequence[str] = ()) -> bytes:
    """A zip archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


# Word


def docx(body: str, **parts: str) -> bytes:
    """A Word file; ``parts`` are the insides of numbering, styles, footnotes, endnotes, relations."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
    }
    if relations := parts.pop("relations", ""):
        members["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
        )
    for name, content in parts.items():
        members[f"word/{name}.xml"] = f"<w:{name} {_W}>{content}</w:{name}>"
    return packed(members)


def w_text(text: str, **marks: str) -> str:
    """A run; ``marks`` are run properties: ``vanish="1"``."""
    properties = "".join(f'<w:{name} w:val="{value}"/>' for name, value in marks.items())
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def w_p(inside: str, properties: str = "") -> str:
    """A paragraph of runs, or of plain text."""
    runs = inside if inside.startswith("<") or not inside else w_text(inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def w_item(text: str, level: int = 0, list_id: int = 1) -> str:
    return w_p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def w_levels(*levels: Sequence[str]) -> str:
    """The levels of an abstract list: (kind of number, text) and further properties."""
    return "".join(_w_level(index, *level) for index, level in enumerate(levels))


def _w_level(index: int, form: str, text: str, *more: str) -> str:
    start = "" if any("<w:start " in piece for piece in more) else '<w:start w:val="1"/>'
    number = f'<w:numFmt w:val="{form}"/>' if form else ""
    further = "".join(more)
    return f'<w:lvl w:ilvl="{index}">{start}{number}{further}<w:lvlText w:val="{text}"/></w:lvl>'


def w_table(rows: Sequence[Sequence[str]]) -> str:
    lines = ("".join(map(w_cell, row)) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def w_cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{w_p(_w_runs(text))}</w:tc>"


def docx_of(paragraphs: Sequence[Paragraph]) -> bytes:
    """The same paragraphs as a Word file: headings by style, superscripts raised, ids as bookmarks."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="H{n}"><w:name w:val="heading {n}"/></w:style>' for n in range(1, 7)
    )
    return docx("".join(map(_w_paragraph, paragraphs)), styles=styles)


def _w_paragraph(paragraph: Paragraph) -> str:
    mark = f'<w:bookmarkStart w:id="1" w:name="{paragraph.source_id}"/>' if paragraph.source_id else ""
    if paragraph.table is not None:
        return mark + w_table(paragraph.table)
    style = f'<w:pStyle w:val="H{paragraph.heading}"/>' if paragraph.heading else ""
    return w_p(mark + _w_runs(paragraph.text), style)


def _w_runs(text: str) -> str:
    return "".join(
        w_text(piece.translate(_LOW), vertAlign="superscript") if _RAISED.fullmatch(piece) else w_text(piece)
        for piece in _RAISED.split(text)
        if piece
    )


# OpenDocument


def odt(body: str, styles: str = "", common: str = "", **parts: str) -> bytes:
    """An OpenDocument text; ``styles`` are automatic styles of the contents, ``common`` those of styles.xml."""
    content = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
    members: dict[str, str | bytes] = {
        "mimetype": ODT,
        "content.xml": f"<office:document-content {_O}>{content}</office:document-content>",
        "styles.xml": f"<office:document-styles {_O}><office:styles>{common}</office:styles></office:document-styles>",
    }
    members |= {name: text.replace("<manifest:manifest>", f"<manifest:manifest {_O}>") for name, text in parts.items()}
    return packed(members, stored=["mimetype"])


def odt_of(paragraphs: Sequence[Paragraph]) -> bytes:
    """The same paragraphs as an OpenDocument text."""
    raised = (
        '<style:style style:name="up" style:family="text">'
        '<style:text-properties style:text-position="super 58%"/></style:style>'
    )
    return odt("".join(map(_o_paragraph, paragraphs)), raised)


def _o_paragraph(paragraph: Paragraph) -> str:
    mark = f'<text:bookmark text:name="{paragraph.source_id}"/>' if paragraph.source_id else ""
    if paragraph.table is not None:
        rows = "".join(
            f"<table:table-row>{''.join(f'<table:table-cell><text:p>{_o_text(c)}</text:p></table:table-cell>' for c in r)}"
            "</table:table-row>"
            for r in paragraph.table
        )
        return f"<text:p>{mark}</text:p><table:table>{rows}</table:table>"
    if paragraph.heading:
        return f'<text:h text:outline-level="{paragraph.heading}">{mark}{_o_text(paragraph.text)}</text:h>'
    return f"<text:p>{mark}{_o_text(paragraph.text)}</text:p>"


def _o_text(text: str) -> str:
    return _RAISED.sub(
        lambda match: f'<text:span text:style-name="up">{match[1].translate(_LOW)}</text:span>', escape(text)
    )


# Pages


def html_of(paragraphs: Sequence[Paragraph], charset: str = "utf-8") -> bytes:
    """The same paragraphs as a page."""
    body = "".join(map(_h_paragraph, paragraphs))
    return f'<!DOCTYPE html><html><head><meta charset="{charset}"></head><body>{body}</body></html>'.encode(charset)


def _h_paragraph(paragraph: Paragraph) -> str:
    mark = f'<a name="{paragraph.source_id}"></a>' if paragraph.source_id else ""
    if paragraph.table is not None:
        rows = "".join(f"<tr>{''.join(f'<td>{_h_text(c)}</td>' for c in row)}</tr>" for row in paragraph.table)
        return f"{mark}<table>{rows}</table>"
    tag = f"h{paragraph.heading}" if paragraph.heading else "p"
    return f"<{tag}>{mark}{_h_text(paragraph.text)}</{tag}>\n"


def _h_text(text: str) -> str:
    return _RAISED.sub(lambda match: f"<sup>{match[1].translate(_LOW)}</sup>", escape(text))


def children() -> set[int]:
    """The child processes of this one, those that ended and were not waited for among them."""
    lists = Path("/proc/self/task").glob("*/children")
    return {int(pid) for found in lists for pid in found.read_text().split()}
