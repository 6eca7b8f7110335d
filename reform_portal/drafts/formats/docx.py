"""Word documents (.docx) to paragraphs as Word prints them.

The parts of the package are read straight, each only after the package was checked as a whole; a library that
opens the package would unpack and parse all of it first. Recorded changes count as accepted.
Source: ECMA-376 part 1 (WordprocessingML); the strict form of its names is read as the usual one.
"""

import posixpath
from collections.abc import Iterator

from ..remarks import Refusal
from .docx_numbering import Numbering
from .docx_styles import (
    PLAIN,
    Letters,
    Style,
    Styles,
    W,
    heading_of,
    letters_of,
    numbering_of,
    value,
)
from .gathering import Gathering, Line, collapsed, kept_id, refuse_many_paragraphs
from .package import Package
from .reading import Reading
from .xml import etree, parse_xml

MAIN = "word/document.xml"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)  # fmt: skip
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WRAPPERS = frozenset(W + name for name in ("sdtContent", "customXml", "ins", "moveTo", "smartTag"))
# Inside a paragraph these only wrap what is printed.
_INLINE_WRAPPERS = _WRAPPERS | {
    W + name for name in ("sdt", "hyperlink", "fldSimple", "dir", "bdo", "ruby", "rubyBase")
}
_GONE = frozenset((W + "del", W + "moveFrom"))
_SPACES = frozenset(W + name for name in ("br", "cr", "tab", "ptab"))
_SYMBOLS = {0xF0A3: "≤", 0xF0B0: "°", 0xF0B1: "±", 0xF0B3: "≥", 0xF0B4: "×", 0xF0B7: "•", 0xF0B8: "÷", 0xF0B9: "≠",
            0xF0D7: "·", 0xF06D: "μ", 0xF061: "α", 0xF062: "β", 0xF053: "Σ", 0xF044: "Δ", 0xF0A7: "▪"}  # fmt: skip


def read(source: bytes) -> Reading:
    """The paragraphs of a Word document, in order, as printed.

    Raises Refusal when the file is none, is damaged or could do harm.
    """
    package = Package(source)
    main = _main_part(package)
    reader = _Reader(package, main)
    body = _part(package, main).find(W + "body")
    if body is None:
        raise Refusal("missing_member", member=f"{main}: w:body")
    reader.blocks(body)
    reader.end()
    return reader.gathering.reading()


def _part(package: Package, name: str) -> etree._Element:
    source = package.bytes_of(name)
    for strict, usual in _STRICT:
        source = source.replace(strict, usual)
    refuse_many_paragraphs(source)
    return parse_xml(source, name)


def _part_if_any(package: Package, name: str) -> etree._Element | None:
    return _part(package, name) if package.has(name) else None


def _main_part(package: Package) -> str:
    """The part that holds the text: what the package says, else where Word puts it."""
    relations = package.xml_if_any("_rels/.rels")
    for relation in relations if relations is not None else ():
        if str(relation.get("Type")).endswith("/officeDocument"):
            return (relation.get("Target") or MAIN).lstrip("/")
    return MAIN


class _Reader:
    def __init__(self, package: Package, main: str) -> None:
        folder = posixpath.dirname(main)
        self.styles = Styles(_part_if_any(package, posixpath.join(folder, "styles.xml")))
        self.numbering = Numbering(_part_if_any(package, posixpath.join(folder, "numbering.xml")), self.styles)
        self.gathering = Gathering()
        self._targets = _targets(package, posixpath.join(folder, "_rels", posixpath.basename(main) + ".rels"))
        self._notes = {
            kind: _notes(_part_if_any(package, posixpath.join(folder, f"{kind}s.xml")), kind)
            for kind in ("footnote", "endnote")
        }
        self._told_notes: set[tuple[str, str]] = set()
        self._carried: Line | None = None
        self._source_id: str | None = None
        self._boxes: list[etree._Element] = []
        self._note_texts: list[str] = []

    # Blocks

    def blocks(self, parent: etree._Element) -> None:
        for element in parent:
            tag = element.tag
            if tag == W + "p":
                self._paragraph(element)
            elif tag == W + "tbl":
                self._table(element)
            elif tag == W + "sdt":
                self._control(element)
            elif tag in _WRAPPERS:
                self._count_change(tag)
                self.blocks(element)
            elif tag in _GONE:
                self._count_change(tag)
            elif tag == W + "bookmarkStart":
                self._bookmark(element)
            elif tag == W + "altChunk":
                self.gathering.embedded(self._targets.get(element.get(_R + "id") or ""))
            elif tag.endswith("}AlternateContent"):
                for chosen in _chosen(element):
                    self.blocks(chosen)

    def end(self) -> None:
        """What a deleted end of a paragraph left over at the end of the text or of a cell."""
        if self._carried:
            self.gathering.add_line(self._carried)
        self._carried = None
        for form in sorted(self.numbering.unknown):
            self.gathering.tell("unknown_numbering", format=form)
        self.numbering.unknown.clear()

    def _control(self, element: etree._Element) -> None:
        """A content control; the one that holds the contents of the document is none of the act's text."""
        content = element.find(W + "sdtContent")
        gallery = value(element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"))
        if content is None:
            return
        if gallery == "Table of Contents":
            self.gathering.contents += sum(1 for _paragraph in content.iter(W + "p"))
        else:
            self.blocks(content)

    def _paragraph(self, element: etree._Element) -> None:
        if not len(element) and self._carried is None:
            self.gathering.add("")
            return
        properties = element.find(W + "pPr")
        style = self._style(properties)
        if style.contents:
            self.gathering.contents += 1
            return
        found = self._line(element, properties, style)
        if found is None:
            return
        line, designation = found
        heading = heading_of(properties)
        source_id = self._source_id
        # An empty paragraph leaves its id to what follows.
        self._source_id = None if line else source_id
        self.gathering.add_line(line, source_id, style.heading or 0 if heading is None else heading, designation)
        self._belongings()

    def _line(
        self, element: etree._Element, properties: etree._Element | None, style: Style
    ) -> tuple[Line, str] | None:
        """The paragraph's line and number; None when its end was deleted, so that the next one goes on with it."""
        line = Line()
        self._inline(element, line, style.letters)
        if self._carried is not None:
            line.put_before(self._carried)
            self._carried = None
        mark = properties.find(W + "rPr") if properties is not None else None
        if mark is not None and any(mark.find(tag) is not None for tag in _GONE):
            self.gathering.deletions += 1
            self._carried = line
            return None
        if not line and mark is not None and letters_of(mark).over(style.letters).hidden:
            return line, ""
        return line, self._designation(properties, style)

    def _designation(self, properties: etree._Element | None, style: Style) -> str:
        list_id, level = numbering_of(properties)
        if list_id is None and style.list_id is None:
            return ""
        style_id = _style_id(properties)
        if list_id is not None:
            return self.numbering.designation(list_id, level or 0, style_id)
        return self.numbering.designation(style.list_id, style.level if level is None else level, style_id)

    def _style(self, properties: etree._Element | None) -> Style:
        return self.styles.paragraph(_style_id(properties))

    def _belongings(self) -> None:
        """Text boxes and footnotes of the paragraph or the table that was just added."""
        boxes, self._boxes = self._boxes, []
        notes, self._note_texts = self._note_texts, []
        for text in notes:
            self.gathering.add_note(text)
        for box in boxes:
            self.blocks(box)
            self.end()

    def _bookmark(self, element: etree._Element) -> None:
        """Bookmarks that carry the paragraph ids of the state's legal database."""
        name = element.get(W + "name") or ""
        if name[:1] == "n" and name[1:].isdecimal():
            self._source_id = kept_id(name)

    # Tables

    def _table(self, element: etree._Element) -> None:
        rows = [self._cells(row) for row in self._rows(element)]
        if [len(cells) for cells in rows] == [1]:
            self.blocks(rows[0][0])
            self.end()
            return
        source_id, self._source_id = self._source_id, None
        self.gathering.add_table([self._row(cells) for cells in rows], source_id)
        self.gathering.add("")
        self._belongings()

    def _rows(self, table: etree._Element) -> Iterator[etree._Element]:
        for row in _unwrapped(table, W + "tr"):
            changes = row.find(W + "trPr")
            if changes is not None and changes.find(W + "del") is not None:
                self.gathering.deletions += 1
                continue
            if changes is not None and changes.find(W + "ins") is not None:
                self.gathering.insertions += 1
            yield row

    def _cells(self, row: etree._Element) -> list[etree._Element]:
        cells = list(_unwrapped(row, W + "tc"))
        self.gathering.count_cells(len(cells))
        return [cell for cell in cells if cell.find(f"{W}tcPr/{W}cellDel") is None]

    def _row(self, cells: list[etree._Element]) -> list[str]:
        """The texts of a row; a merged cell has its text in the first place, the others are empty."""
        texts: list[str] = []
        for cell in cells:
            properties = cell.find(W + "tcPr")
            merged = properties.find(W + "vMerge") if properties is not None else None
            beside = value(properties.find(W + "hMerge")) if properties is not None else None
            goes_on = (merged is not None and value(merged) != "restart") or beside == "continue"
            texts.append("" if goes_on else self._cell(cell))
            span = value(properties.find(W + "gridSpan")) if properties is not None else None
            texts += [""] * (min(int(span), 60) - 1 if span and span.isdecimal() else 0)
        return texts

    def _cell(self, parent: etree._Element) -> str:
        texts: list[str] = []
        for element in parent:
            tag = element.tag
            if tag == W + "p":
                properties = element.find(W + "pPr")
                found = self._line(element, properties, self._style(properties))
                if found is not None:
                    texts.append(collapsed(found[1] + found[0].printed()))
                    self.gathering.odd(found[0])
            elif tag == W + "tbl":
                texts += [text for row in self._rows(element) for text in self._row(self._cells(row))]
            elif tag == W + "sdt" or tag in _WRAPPERS:
                texts.append(self._cell(element))
        if parent.tag == W + "tc" and self._carried is not None:
            texts.append(self._carried.printed())
            self._carried = None
        return " ".join(text for text in texts if text)

    # Lines

    def _inline(self, parent: etree._Element, line: Line, letters: Letters) -> None:
        for element in parent:
            tag = element.tag
            if tag == W + "r":
                self._run(element, line, letters)
            elif tag in _INLINE_WRAPPERS:
                self._count_change(tag)
                self._inline(element, line, letters)
            elif tag in _GONE:
                self._count_change(tag)
            elif tag == W + "bookmarkStart":
                if not line:
                    self._bookmark(element)
            elif tag.endswith(("}oMath", "}oMathPara")):
                self._formula(element, line)
            elif tag.endswith("}AlternateContent"):
                for chosen in _chosen(element):
                    self._inline(chosen, line, letters)

    def _run(self, run: etree._Element, line: Line, above: Letters) -> None:
        letters = above
        properties = run.find(W + "rPr")
        if properties is not None and len(properties):
            style_id = value(properties.find(W + "rStyle"))
            named = self.styles.get(style_id).letters if style_id else PLAIN
            letters = letters_of(properties).over(named).over(above)
        kept = Line() if letters.hidden else line
        for element in run:
            if element is not properties:
                self._piece(element, kept, letters)
        if letters.hidden:
            self.gathering.hidden(kept.printed())

    def _piece(self, element: etree._Element, line: Line, letters: Letters) -> None:
        tag = element.tag
        if tag == W + "t":
            text = element.text or ""
            text = text if element.get(_XML_SPACE) == "preserve" else text.strip(" \t\r\n")
            line.add(text.upper() if letters.capitals else text, bool(letters.raised))
        elif tag in _SPACES:
            line.add(" ")
        elif tag == W + "noBreakHyphen":
            line.add("-")
        elif tag == W + "sym":
            self._symbol(element, line)
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            self._note(tag.rpartition("}")[2].removesuffix("Reference"), element.get(W + "id") or "")
        elif tag == W + "commentReference":
            self.gathering.comments += 1
        elif tag in (W + "drawing", W + "pict", W + "object"):
            self._drawing(element)
        elif tag == W + "ruby":
            self._inline(element, line, letters)
        elif tag.endswith("}AlternateContent"):
            for chosen in _chosen(element):
                for inner in chosen:
                    self._piece(inner, line, letters)

    def _symbol(self, element: etree._Element, line: Line) -> None:
        try:
            code = int(element.get(W + "char") or "", 16)
        except ValueError:
            code = 0
        known = _SYMBOLS.get(code) or (chr(code) if 0x20 < code < 0xD800 else None)
        line.add(known or "□")
        if known is None:
            self.gathering.tell("symbol")

    def _note(self, kind: str, note_id: str) -> None:
        note = self._notes[kind].get(note_id)
        if note is None or (kind, note_id) in self._told_notes:
            return
        self._told_notes.add((kind, note_id))
        line = Line()
        for paragraph in note.iter(W + "p"):
            self._inline(paragraph, line, self._style(paragraph.find(W + "pPr")).letters)
            line.add(" ")
        if line:
            self._note_texts.append(line.printed())

    def _drawing(self, element: etree._Element) -> None:
        """Text boxes are read, images and other objects told."""
        label = next((e for e in element.iter() if _local(e) == "docPr"), None)
        names = [label.get(name) for name in ("descr", "title", "name")] if label is not None else []
        known = next((name for name in names if name), None)
        for found in _drawn(element):
            kind = _local(found)
            if kind == "txbxContent":
                self._boxes.append(found)
                continue
            relation = found.get(_R + "embed") or found.get(_R + "link") or found.get(_R + "id") or ""
            target = self._targets.get(relation)
            if kind in ("blip", "imagedata"):
                self.gathering.image(known or found.get("title"), target)
            else:
                self.gathering.embedded(known, found.get("ProgID"), target)

    def _formula(self, element: etree._Element, line: Line) -> None:
        text = collapsed("".join(e.text or "" for e in element.iter() if _local(e) == "t"))
        line.add(f" {text} ")
        self.gathering.tell("formula", text=text)

    def _count_change(self, tag: str) -> None:
        if tag == W + "ins":
            self.gathering.insertions += 1
        elif tag == W + "del":
            self.gathering.deletions += 1
        elif tag == W + "moveTo":
            self.gathering.moves += 1


def _unwrapped(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows or cells, also those that stand in content controls or recorded insertions."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag == W + "sdt" or element.tag in _WRAPPERS:
            yield from _unwrapped(element, tag)


def _chosen(element: etree._Element) -> Iterator[etree._Element]:
    """The newest form of alternative contents; the others say the same again."""
    found = next((e for e in element if _local(e) in ("Choice", "Fallback")), None)
    if found is not None:
        yield found


def _drawn(element: etree._Element) -> Iterator[etree._Element]:
    """Text boxes, images and embedded objects of a drawing, nothing twice."""
    for child in element:
        kind = _local(child)
        if kind == "AlternateContent":
            for chosen in _chosen(child):
                yield from _drawn(chosen)
        elif kind in ("txbxContent", "blip", "imagedata", "OLEObject", "chart", "relIds"):
            yield child
        else:
            yield from _drawn(child)


def _style_id(properties: etree._Element | None) -> str | None:
    return value(properties.find(W + "pStyle")) if properties is not None else None


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2]


def _targets(package: Package, name: str) -> dict[str, str]:
    """Names of the files that the text refers to, by the ids of the relations."""
    relations = package.xml_if_any(name)
    found = relations if relations is not None else ()
    return {r.get("Id") or "": posixpath.basename(r.get("Target") or "") for r in found}


def _notes(root: etree._Element | None, kind: str) -> dict[str, etree._Element]:
    """Footnotes or endnotes by their ids; the lines that part them from the text are none."""
    found = root.iterfind(W + kind) if root is not None else ()
    return {note.get(W + "id") or "": note for note in found if note.get(W + "type") in (None, "normal")}
