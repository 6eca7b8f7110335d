"""OpenDocument texts (.odt) to paragraphs as LibreOffice prints them.

Recorded deletions stand outside of the text in this format, so the text is that of all changes accepted.
Source: OpenDocument 1.3 part 3, 5 (paragraphs, lists, changes), 9 (tables), 10 (frames).
"""

from collections.abc import Iterator

from ..remarks import Refusal
from .docx_styles import Letters
from .gathering import Gathering, Line, collapsed, kept_id, refuse_many_paragraphs
from .odt_styles import TEXT, Level, ListStyle, Styles, designation
from .package import Package
from .reading import Reading
from .xml import etree

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_CONTENTS = frozenset(
    TEXT + name
    for name in ("table-of-content", "illustration-index", "table-index", "object-index", "user-index", "alphabetical-index")
)  # fmt: skip
_SILENT = frozenset(
    TEXT + name
    for name in ("soft-page-break", "change", "change-start", "change-end", "number", "page-number", "page-count",
                 "ruby-text", "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "note-citation")
)  # fmt: skip
_GROUPS = frozenset(TABLE + name for name in ("table-header-rows", "table-rows", "table-row-group"))
_FRAMES = frozenset(DRAW + name for name in ("frame", "g", "a"))
MOST_REPEATED = 1_000
HIGHEST = 6


def read(source: bytes) -> Reading:
    """The paragraphs of an OpenDocument text, in order, as printed.

    Raises Refusal when the file is none, is damaged, protected by a password or could do harm.
    """
    package = Package(source)
    _refuse_password(package)
    refuse_many_paragraphs(package.bytes_of("content.xml"))
    content = package.xml("content.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Refusal("missing_member", member="content.xml: office:text")
    reader = _Reader(Styles(package.xml_if_any("styles.xml"), content))
    reader.count_changes(body)
    reader.blocks(body)
    reader.end()
    return reader.gathering.reading()


def _refuse_password(package: Package) -> None:
    manifest = package.xml_if_any("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(MANIFEST + "encryption-data"), None) is not None:
        raise Refusal("password")


class _Place:
    """Where in a list the next paragraph stands: style, level and the numbers counted so far."""

    def __init__(self, style: ListStyle | None, level: int, counters: dict[int, int]) -> None:
        self.style = style
        self.level = level
        self.counters = counters
        self.designation = ""

    def count(self, styles: Styles, start: int | None) -> None:
        """Count one item on this level and print its number."""
        known = self.style.levels.get(self.level, Level()) if self.style is not None else Level()
        if start is not None:
            self.counters[self.level] = start
        else:
            self.counters[self.level] = self.counters.get(self.level, known.start - 1) + 1
        for lower in [level for level in self.counters if level > self.level]:
            del self.counters[lower]
        self.designation = designation(styles, self.style, self.level, self.counters) if self.style else ""

    def take(self) -> str:
        taken, self.designation = self.designation, ""
        return taken


class _Reader:
    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.gathering = Gathering()
        self._outline: dict[int, int] = {}
        self._counted: dict[str, dict[int, int]] = {}
        self._last_of_style: dict[str, dict[int, int]] = {}
        self._source_id: str | None = None
        self._boxes: list[etree._Element] = []
        self._notes: list[str] = []

    def count_changes(self, body: etree._Element) -> None:
        for region in body.iterfind(f"{TEXT}tracked-changes/{TEXT}changed-region"):
            self.gathering.insertions += region.find(TEXT + "insertion") is not None
            self.gathering.deletions += region.find(TEXT + "deletion") is not None

    def end(self) -> None:
        for form in sorted(self.styles.unknown):
            self.gathering.tell("unknown_numbering", format=form)
        self.styles.unknown.clear()

    # Blocks

    def blocks(self, parent: etree._Element, place: _Place | None = None) -> None:
        for element in parent:
            tag = element.tag
            if tag in (TEXT + "p", TEXT + "h"):
                self._paragraph(element, place)
            elif tag == TEXT + "list":
                self._list(element, place)
            elif tag == TABLE + "table":
                self._table(element)
            elif tag == TEXT + "section":
                self._section(element)
            elif tag in _CONTENTS:
                self.gathering.contents += sum(1 for _paragraph in element.iter(TEXT + "p"))
            elif tag in _FRAMES or tag.startswith(DRAW):
                self._drawing(element)
                self._belongings()
            elif tag == TEXT + "numbered-paragraph":
                self._numbered(element)

    def _section(self, element: etree._Element) -> None:
        hidden = element.get(TEXT + "display") == "none" or self.styles.hides(element.get(TEXT + "style-name"))
        source = element.find(TEXT + "section-source")
        if hidden:
            self.gathering.hidden("".join(element.itertext()))
        elif source is not None and element.find(TEXT + "p") is None and element.find(TEXT + "h") is None:
            raise Refusal("outside_text", name=source.get(_XLINK) or "?")
        else:
            self.blocks(element)

    def _paragraph(self, element: etree._Element, place: _Place | None) -> None:
        if place is None and not len(element) and not element.text and element.tag == TEXT + "p":
            self.gathering.add("")
            return
        style = self.styles.paragraph(element.get(TEXT + "style-name"))
        if style.contents:
            self.gathering.contents += 1
            return
        line, number = self._line(element, place)
        heading = style.heading or 0
        if element.tag == TEXT + "h":
            heading = _whole(element.get(TEXT + "outline-level"), 1)
        source_id = self._source_id
        # An empty paragraph leaves its id to what follows.
        self._source_id = None if line else source_id
        self.gathering.add_line(line, source_id, min(heading, HIGHEST), number)
        self._belongings()

    def _line(self, element: etree._Element, place: _Place | None) -> tuple[Line, str]:
        line = Line()
        self._inline(element, line, self.styles.paragraph(element.get(TEXT + "style-name")).letters)
        return line, self._designation(element, place)

    def _designation(self, element: etree._Element, place: _Place | None) -> str:
        if place is not None:
            return place.take()
        if element.tag != TEXT + "h" or element.get(TEXT + "is-list-header") == "true":
            return ""
        level = _whole(element.get(TEXT + "outline-level"), 1)
        # LibreOffice numbers the headings whose style belongs to the outline, not bare levels.
        if self.styles.paragraph(element.get(TEXT + "style-name")).heading != level:
            return ""
        outline = _Place(self.styles.outline, level, self._outline)
        start = element.get(TEXT + "start-value")
        restart = element.get(TEXT + "restart-numbering") == "true"
        known = self.styles.outline.levels.get(level, Level())
        outline.count(self.styles, _whole(start, 1) if start else known.start if restart else None)
        return outline.take()

    def _belongings(self) -> None:
        boxes, self._boxes = self._boxes, []
        notes, self._notes = self._notes, []
        for text in notes:
            self.gathering.add_note(text)
        for box in boxes:
            self.blocks(box)

    # Lists

    def _list(self, element: etree._Element, above: _Place | None) -> None:
        own = element.get(TEXT + "style-name")
        style = self._list_style(element, own) if own or above is None else above.style
        level = above.level + 1 if above is not None else 1
        counters = above.counters if above is not None else self._counters(element, own)
        for item in element:
            if item.tag == TEXT + "list-header":
                self.blocks(item, _Place(style, level, counters))
            elif item.tag == TEXT + "list-item":
                self._item(item, style, level, counters)

    def _item(self, item: etree._Element, style: ListStyle | None, level: int, counters: dict[int, int]) -> None:
        place = _Place(style, level, counters)
        start = item.get(TEXT + "start-value")
        first = next((e for e in item if e.tag in (TEXT + "p", TEXT + "h", TEXT + "list", TABLE + "table")), None)
        # An item that holds nothing but a deeper list only carries that list to its level.
        if first is None or first.tag != TEXT + "list":
            place.count(self.styles, _whole(start, 1) if start else None)
        self.blocks(item, place)

    def _list_style(self, element: etree._Element, name: str | None) -> ListStyle | None:
        if name is None:
            first = next((e for e in element.iter(TEXT + "p", TEXT + "h")), None)
            name = self.styles.paragraph(first.get(TEXT + "style-name")).list_name if first is not None else None
        return self.styles.list(name)

    def _counters(self, element: etree._Element, style_name: str | None) -> dict[int, int]:
        """Fresh numbers, or those of the list that this one goes on with."""
        key = style_name or ""
        counters: dict[int, int] | None = None
        if (other := element.get(TEXT + "continue-list")) is not None:
            counters = self._counted.get(other)
        elif element.get(TEXT + "continue-numbering") == "true":
            counters = self._last_of_style.get(key)
        counters = {} if counters is None else counters
        self._last_of_style[key] = counters
        if (own := element.get(_XML_ID)) is not None:
            self._counted[own] = counters
        return counters

    def _numbered(self, element: etree._Element) -> None:
        name = element.get(TEXT + "style-name")
        counters = self._counted.setdefault(f"numbered {element.get(TEXT + 'list-id')}", {})
        place = _Place(self._list_style(element, name), _whole(element.get(TEXT + "level"), 1), counters)
        start = element.get(TEXT + "start-value")
        place.count(self.styles, _whole(start, 1) if start else None)
        self.blocks(element, place)

    # Tables

    def _table(self, element: etree._Element) -> None:
        rows = [cells for row, times in self._rows(element) for cells in self._repeated(row, times)]
        if len(rows) == 1 and len(rows[0]) == 1 and rows[0][0] is not None:
            self.blocks(rows[0][0])
            return
        source_id, self._source_id = self._source_id, None
        self.gathering.add_table([[self._cell(cell) for cell in cells] for cells in rows], source_id)
        self.gathering.add("")
        self._belongings()

    def _rows(self, table: etree._Element) -> Iterator[tuple[etree._Element, int]]:
        """Rows with how often they repeat; empty ones, with which spreadsheets fill a page, do not."""
        for child in table:
            if child.tag == TABLE + "table-row":
                times = min(_whole(child.get(TABLE + "number-rows-repeated"), 1), MOST_REPEATED)
                yield child, times if "".join(child.itertext()).strip() else 1
            elif child.tag in _GROUPS:
                yield from self._rows(child)

    def _repeated(self, row: etree._Element, times: int) -> list[list[etree._Element | None]]:
        cells = self._cells(row)
        self.gathering.count_cells(len(cells) * (times - 1))
        return [cells] * times

    def _cells(self, row: etree._Element) -> list[etree._Element | None]:
        """The cells of a row; None stands for a place that a merged cell covers."""
        cells: list[etree._Element | None] = []
        for cell in row:
            times = min(_whole(cell.get(TABLE + "number-columns-repeated"), 1), MOST_REPEATED)
            if cell.tag == TABLE + "table-cell":
                cells += [cell] * (times if len(cell) else min(times, 60))
            elif cell.tag == TABLE + "covered-table-cell":
                cells += [None] * min(times, 60)
        self.gathering.count_cells(len(cells))
        return cells

    def _cell(self, cell: etree._Element | None, place: _Place | None = None) -> str:
        texts: list[str] = []
        for element in cell if cell is not None else ():
            if element.tag in (TEXT + "p", TEXT + "h"):
                line, number = self._line(element, place)
                texts.append(collapsed(number + line.printed()))
                self.gathering.odd(line)
            elif element.tag == TEXT + "list":
                texts.append(self._list_in_cell(element, place))
            elif element.tag == TABLE + "table":
                for row, times in self._rows(element):
                    texts += [self._cell(inner) for cells in self._repeated(row, times) for inner in cells]
            elif element.tag == TEXT + "section":
                texts.append(self._cell(element, place))
            elif element.tag.startswith(DRAW):
                self._drawing(element)
        return " ".join(text for text in texts if text)

    def _list_in_cell(self, element: etree._Element, above: _Place | None) -> str:
        own = element.get(TEXT + "style-name")
        style = self._list_style(element, own) if own or above is None else above.style
        level = above.level + 1 if above is not None else 1
        counters = above.counters if above is not None else self._counters(element, own)
        texts = []
        for item in element:
            place = _Place(style, level, counters)
            if item.tag == TEXT + "list-item":
                start = item.get(TEXT + "start-value")
                place.count(self.styles, _whole(start, 1) if start else None)
            texts.append(self._cell(item, place))
        return " ".join(text for text in texts if text)

    # Lines

    def _inline(self, parent: etree._Element, line: Line, letters: Letters) -> None:
        self._text(parent.text, line, letters)
        for element in parent:
            self._piece(element, line, letters)
            self._text(element.tail, line, letters)

    def _text(self, text: str | None, line: Line, letters: Letters) -> None:
        if not text:
            return
        if letters.hidden:
            self.gathering.hidden(text)
        else:
            line.add(text.upper() if letters.capitals else text, bool(letters.raised))

    def _piece(self, element: etree._Element, line: Line, letters: Letters) -> None:
        tag = element.tag
        if tag in _SILENT:
            return
        if tag in (TEXT + "s", TEXT + "tab", TEXT + "line-break"):
            line.add(" ")
        elif tag == TEXT + "span":
            self._inline(element, line, self.styles.text(element.get(TEXT + "style-name")).letters.over(letters))
        elif tag == TEXT + "note":
            self._note(element)
        elif tag == OFFICE + "annotation":
            self.gathering.comments += 1
        elif tag in (TEXT + "bookmark", TEXT + "bookmark-start"):
            self._bookmark(element, line)
        elif tag in (TEXT + "hidden-text", TEXT + "hidden-paragraph"):
            self.gathering.hidden(element.get(TEXT + "string-value") or "".join(element.itertext()))
        elif tag.startswith(DRAW) and tag != DRAW + "a":
            self._drawing(element)
        elif tag.startswith((TEXT, DRAW)) or element.text or len(element):
            self._inline(element, line, letters)

    def _note(self, element: etree._Element) -> None:
        line = Line()
        for paragraph in element.iterfind(f"{TEXT}note-body//{TEXT}p"):
            self._inline(paragraph, line, self.styles.paragraph(paragraph.get(TEXT + "style-name")).letters)
            line.add(" ")
        if line:
            self._notes.append(line.printed())

    def _bookmark(self, element: etree._Element, line: Line) -> None:
        """Bookmarks that carry the paragraph ids of the state's legal database."""
        name = element.get(TEXT + "name") or ""
        if not line and name[:1] == "n" and name[1:].isdecimal():
            self._source_id = kept_id(name)

    def _drawing(self, element: etree._Element) -> None:
        """Text of boxes and shapes is read, images and other objects are told."""
        tag = element.tag
        if tag == DRAW + "image":
            self._image(element)
        elif tag in (DRAW + "object", DRAW + "object-ole", DRAW + "plugin"):
            self.gathering.embedded(_label(element.getparent()), _file(element))
        elif tag == DRAW + "text-box" or element.find(TEXT + "p") is not None:
            self._boxes.append(element)
        elif tag == DRAW + "frame" and element.find(DRAW + "object") is not None:
            # The image beside an object only shows the same.
            self._drawing(element.find(DRAW + "object"))
        else:
            for child in element:
                if child.tag.startswith(DRAW):
                    self._drawing(child)

    def _image(self, element: etree._Element) -> None:
        self.gathering.image(_label(element.getparent()), _file(element))


def _label(frame: etree._Element | None) -> str | None:
    if frame is None:
        return None
    texts = [frame.findtext(SVG + "desc"), frame.findtext(SVG + "title"), frame.get(DRAW + "name")]
    return next((text for text in texts if text and text.strip()), None)


def _file(element: etree._Element) -> str:
    return (element.get(_XLINK) or "").rstrip("/").rpartition("/")[2]


def _whole(word: str | None, default: int) -> int:
    try:
        return max(0, int((word or "")[:9]))
    except ValueError:
        return default
