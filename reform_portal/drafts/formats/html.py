"""Pages (.html) to paragraphs as a browser prints them, those of the state's legal database among them.

Only the act is read: the element that holds it is found first, and what surrounds it is left out.
Pages of the database give every paragraph an id (``<a name="n289">``) and set the superscript of a number in
``span.rvts37`` with a dash of no size before it, so that «131-1» is copied where «131¹» is printed.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..remarks import Refusal
from ..structure import Paragraph
from .designations import LATIN, counted_letters, roman
from .gathering import Gathering, Line, collapsed, kept_id
from .reading import Reading
from .source_text import check_size
from .xml import etree, parse_html

_BLOCKS = frozenset(
    ["address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend",
     "li", "main", "ol", "p", "pre", "section", "summary", "td", "th", "tr", "ul"]
)  # fmt: skip
_SILENT = frozenset(
    ["script", "style", "template", "noscript", "nav", "aside", "footer", "head", "button", "select", "textarea", "input",
     "datalist", "map", "link", "meta", "rp", "rt", "wbr", "colgroup", "col"]
)  # fmt: skip
_EMBEDDED = frozenset(["iframe", "object", "embed", "video", "audio", "canvas"])
_NO_SIZE = re.compile(r"font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|\Z)", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_UNMARKED = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n(?:[ \t\r\xa0]*\n)+")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8",
    "windows-1251": "cp1251", "cp1251": "cp1251", "win-1251": "cp1251", "x-cp1251": "cp1251",
    "koi8-u": "koi8-u", "koi8-r": "koi8-r", "iso-8859-5": "iso8859-5", "cp866": "cp866", "ibm866": "cp866",
    "windows-1252": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252", "x-mac-cyrillic": "mac-cyrillic",
}  # fmt: skip
# From so many ids on, the source gives one to every paragraph.
FULLY_ANCHORED = 5
WIDEST_SPAN = 100


def read(source: bytes) -> Reading:
    """The paragraphs of the act that stands on a page, in order, as printed.

    Raises Refusal when the bytes are no page, are in another encoding than they say, or hold no word.
    """
    root = parse_html(decode(source))
    body = _act(root)
    page = _Page(Gathering())
    page.read(body)
    title = None
    if _is_of_the_database(body):
        _join_unplaced(page.gathering)
        title = _title_above(root, body)
    return page.gathering.reading(title)


def decode(source: bytes) -> str:
    """The text of a page, by its byte order mark, else by the encoding it declares, else UTF-8.

    Raises Refusal with the line that cannot be read.
    """
    check_size(source)
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(source, "utf-16", "UTF-16")
    if source.startswith(codecs.BOM_UTF8):
        return _decoded(source, "utf-8-sig", "UTF-8")
    declared = _XML_ENCODING.search(source) or _CHARSET.search(source[:8192])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name not in _ENCODINGS:
        raise Refusal("unknown_encoding", encoding=name)
    if _ENCODINGS[name] != "utf-8" and _is_plainly_utf8(source):
        # A browser that saved the page wrote UTF-8 and left the old declaration standing.
        return source.decode("utf-8")
    return _decoded(source, _ENCODINGS[name], name)


def _decoded(source: bytes, encoding: str, name: str) -> str:
    try:
        return source.decode(encoding)
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        if encoding == "utf-8":
            raise Refusal("not_utf8", line=line) from error
        raise Refusal("wrong_encoding", line=line, encoding=name) from error


def _is_plainly_utf8(source: bytes) -> bool:
    try:
        return not source.isascii() and bool(source.decode("utf-8"))
    except UnicodeDecodeError:
        return False


# The act on the page


def _act(root: etree._Element) -> etree._Element:
    """The element that holds the act: that of the legal database, else the page's one article or main part."""
    for path in ("//*[@id='article']", "//article", "//main | //*[@role='main']"):
        found = root.xpath(path)
        if len(found) == 1 and _words(found[0]):
            return found[0]
    paragraphs = root.xpath("//p[starts-with(@class, 'rvps')]")
    if len(paragraphs) >= FULLY_ANCHORED:
        return _common_ancestor(paragraphs)
    body = root.find("body")
    return root if body is None else body


def _words(element: etree._Element) -> bool:
    return any(text.strip() for text in element.itertext())


def _common_ancestor(elements: list[etree._Element]) -> etree._Element:
    shared = [elements[0], *elements[0].iterancestors()][::-1]
    for element in elements[1:]:
        line = [element, *element.iterancestors()][::-1]
        shared = [one for one, other in zip(shared, line, strict=False) if one is other]
    return shared[-1]


def _is_of_the_database(body: etree._Element) -> bool:
    return bool(body.xpath("boolean(.//*[starts-with(@class, 'rvps') or starts-with(@class, 'rvts')])"))


def _title_above(root: etree._Element, body: etree._Element) -> str | None:
    """The heading of the page, which stands above the act."""
    for heading in root.iter("h1"):
        if not any(ancestor is body for ancestor in heading.iterancestors()):
            return collapsed("".join(heading.itertext())) or None
    return None


def _join_unplaced(gathering: Gathering) -> None:
    """Where the source gives ids, an id begins a paragraph and it lasts to the next id."""
    if sum(p.source_id is not None for p in gathering.paragraphs) < FULLY_ANCHORED:
        return
    joined: list[Paragraph] = []
    for paragraph in gathering.paragraphs:
        note = paragraph.text.startswith("{Виноска ")
        if paragraph.source_id is None and joined and not note:
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {paragraph.text}")
        else:
            joined.append(paragraph)
    gathering.paragraphs = joined


# Lists


@dataclass
class _Counter:
    """A list while it is read; ``form`` "" prints nothing before its items."""

    form: str
    next_number: int = 1
    step: int = 1

    def designation(self, item: etree._Element) -> str:
        if self.form in ("", "•"):
            return f"{self.form} " if self.form else ""
        number = _whole(item.get("value"))
        number = self.next_number if number is None else number
        self.next_number = number + self.step
        return _number(number, item.get("type") or self.form) + ". "


def _counter(element: etree._Element) -> _Counter:
    if _UNMARKED.search(element.get("style") or ""):
        return _Counter("")
    if element.tag != "ol":
        return _Counter("•")
    backwards = element.get("reversed") is not None
    start = _whole(element.get("start"))
    if start is None:
        start = len(element.findall("li")) if backwards else 1
    return _Counter(element.get("type") or "1", start, -1 if backwards else 1)


def _number(number: int, form: str) -> str:
    if form in ("a", "A") and number > 0:
        letters = counted_letters(number, LATIN)
        return letters if form == "a" else letters.upper()
    if form in ("i", "I"):
        return roman(number) if form == "i" else roman(number).upper()
    return str(number)


def _whole(word: str | None) -> int | None:
    match = re.match(r"\s*([+-]?\d{1,9})", word or "")
    return int(match[1]) if match else None


# The walk


class _Page:
    """Walks an element and gathers its blocks; a cell of a table is walked by a page of its own."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self._line = Line()
        self._heading = 0
        self._designation = ""
        self._source_id: str | None = None
        self._broken = False
        self._preformatted = False

    def read(self, element: etree._Element) -> None:
        self._children(element, False)
        self._flush()

    def _children(self, element: etree._Element, raised: bool, counter: _Counter | None = None) -> None:
        self._text(element.text, raised)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, raised, counter)
            self._text(child.tail, raised)

    def _element(self, element: etree._Element, raised: bool, counter: _Counter | None) -> None:
        tag = element.tag
        if tag in _SILENT:
            return
        if _is_dash_without_size(element):
            return
        if self._is_hidden(element):
            self.gathering.hidden("".join(element.itertext()))
        elif tag == "br":
            self._break()
        elif tag == "img" or tag == "svg":
            self.gathering.image(element.get("alt") or element.get("title"), _file(element))
        elif tag in _EMBEDDED:
            self.gathering.embedded(element.get("title"), _file(element) or tag)
        elif tag == "math":
            self._formula(element, raised)
        elif tag in ("del", "ins"):
            self._change(element, raised)
        elif tag == "table":
            self._table(element)
        elif tag in _BLOCKS:
            self._block(element, counter)
        else:
            self._anchor(element)
            self._children(element, raised or _is_raised(element))

    def _block(self, element: etree._Element, counter: _Counter | None) -> None:
        self._flush()
        if not len(element) and not element.text and element.tag != "li":
            self._source_id = kept_id(element.get("id")) or self._source_id if element.tag == "p" else self._source_id
            return
        tag = element.tag
        above = self._heading, self._preformatted
        if tag[0] == "h" and tag[1:].isdecimal():
            self._heading = int(tag[1])
        self._preformatted = self._preformatted or tag == "pre"
        if tag in ("p", "li", "div"):
            self._source_id = kept_id(element.get("id")) or self._source_id if tag != "div" else self._source_id
        if tag == "li":
            self._designation = (counter or _Counter("•")).designation(element)
        self._children(element, False, _counter(element) if tag in ("ol", "ul") else None)
        self._flush()
        self._designation = "" if tag == "li" else self._designation
        self._heading, self._preformatted = above

    def _flush(self) -> None:
        """What stands on the line is a paragraph."""
        self._broken = False
        if not self._line:
            self._line = Line()
            return
        line, self._line = self._line, Line()
        designation, self._designation = self._designation, ""
        source_id, self._source_id = self._source_id, None
        self.gathering.add_line(line, source_id, self._heading, designation)

    def _text(self, text: str | None, raised: bool) -> None:
        if not text:
            return
        pieces = _BLANK_LINES.split(text) if self._preformatted else [text]
        for index, piece in enumerate(pieces):
            if index:
                self._flush()
            self._broken = self._broken and not piece.strip()
            self._line.add(piece, raised)

    def _break(self) -> None:
        """One break is a space, two part paragraphs."""
        if self._broken:
            self._flush()
        elif self._line:
            self._line.add(" ")
            self._broken = True

    def _anchor(self, element: etree._Element) -> None:
        """An id before the text of a paragraph is the paragraph's."""
        if element.tag == "a" and not self._line:
            self._source_id = kept_id(element.get("name") or element.get("id")) or self._source_id

    def _is_hidden(self, element: etree._Element) -> bool:
        style = element.get("style") or ""
        return element.get("hidden") is not None or bool(_NOT_SHOWN.search(style) or _NO_SIZE.search(style))

    def _formula(self, element: etree._Element, raised: bool) -> None:
        text = collapsed("".join(element.itertext()))
        self._line.add(f" {text} ", raised)
        self.gathering.tell("formula", text=text)

    def _change(self, element: etree._Element, raised: bool) -> None:
        if element.tag == "del":
            self.gathering.deletions += 1
        else:
            self.gathering.insertions += 1
            self._children(element, raised)

    # Tables

    def _table(self, element: etree._Element) -> None:
        self._flush()
        rows = list(_rows(element))
        caption = element.find("caption")
        if caption is not None:
            self._block(caption, None)
        if len(rows) == 1 and len(rows[0]) == 1:
            self._block(rows[0][0], None)
            return
        self.gathering.count_cells(sum(map(len, rows)))
        table = list(self._grid(rows))
        source_id, self._source_id = self._source_id, None
        self.gathering.add_table(table, source_id)
        self.gathering.add("")

    def _grid(self, rows: list[list[etree._Element]]) -> Iterator[list[str]]:
        """Rows of texts; a merged cell has its text in the first place, the others are empty."""
        covered: dict[int, int] = {}
        for row in rows:
            texts: list[str] = []
            for cell in row:
                _fill(texts, covered)
                width = _span(cell.get("colspan"))
                height = _span(cell.get("rowspan"))
                if height > 1:
                    covered.update(dict.fromkeys(range(len(texts), len(texts) + width), height))
                texts += [self._cell(cell), *[""] * (width - 1)]
            _fill(texts, covered)
            self.gathering.count_cells(len(texts) - len(row))
            covered = {place: left - 1 for place, left in covered.items() if left > 1}
            yield texts

    def _cell(self, cell: etree._Element) -> str:
        inner = _CellGathering(self.gathering)
        page = _Page(inner)
        page.read(cell)
        self._source_id = self._source_id or page._source_id or inner.source_id
        return " ".join(inner.texts)


class _CellGathering(Gathering):
    """Gathers the paragraphs of a cell as texts; what is to be told goes to the gathering of the page."""

    def __init__(self, outer: Gathering) -> None:
        super().__init__()
        self._outer = outer
        self.texts: list[str] = []
        self.source_id: str | None = None

    def add(
        self, text: str, source_id: str | None = None, heading: int = 0,
        table: tuple[tuple[str, ...], ...] | None = None,
    ) -> None:  # fmt: skip
        self.source_id = self.source_id or source_id
        if text:
            self.texts.append(text)

    def count_cells(self, more: int) -> None:
        self._outer.count_cells(more)

    def hidden(self, text: str) -> None:
        self._outer.hidden(text)

    def image(self, *names: str | None) -> None:
        self._outer.image(*names)

    def embedded(self, *names: str | None) -> None:
        self._outer.embedded(*names)

    def tell(self, code: str, **values: str) -> None:
        self._outer.tell(code, **values)


def _rows(element: etree._Element) -> Iterator[list[etree._Element]]:
    for child in element:
        if child.tag == "tr":
            cells = [cell for cell in child if cell.tag in ("td", "th")]
            if cells:
                yield cells
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _fill(texts: list[str], covered: dict[int, int]) -> None:
    """Places that a cell of a row above still covers."""
    while len(texts) in covered and covered[len(texts)] > 0 and len(texts) < WIDEST_SPAN * 10:
        texts.append("")


def _span(word: str | None) -> int:
    return min(max(1, _whole(word) or 1), WIDEST_SPAN)


def _is_dash_without_size(element: etree._Element) -> bool:
    """The dash that the legal database hides before a superscript number."""
    return bool(_NO_SIZE.search(element.get("style") or "")) and "".join(element.itertext()).strip() == "-"


def _is_raised(element: etree._Element) -> bool:
    if element.tag == "sup" or "rvts37" in (element.get("class") or "").split():
        return True
    return bool(_RAISED.search(element.get("style") or ""))


def _file(element: etree._Element) -> str:
    address = element.get("src") or element.get("data") or ""
    if address.startswith("data:"):
        return address.partition(";")[0]
    return address.partition("?")[0].rstrip("/").rpartition("/")[2]
