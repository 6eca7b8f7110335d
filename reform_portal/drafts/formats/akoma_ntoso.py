"""Reads Akoma Ntoso 3.0, of the portal and of others, into the tree of clauses that ``structure`` makes of a text.

Every printed word lands in exactly one clause or note, in the order of the file. ``num`` is the printed
number, ``text`` the heading or the lead-in of a unit; further paragraphs are абзаци of their own. Lists and
wrappers without a number are seen through. The text that an act quotes to put into another one belongs to the
clause that quotes it. Files of the portal keep their addresses (see ``akoma_ntoso_marks``).
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..remarks import Refusal, Remark, remark
from ..structure import HEADINGS, Note, Paragraph, ParsedClause, Structure, is_note
from .akoma_ntoso_elements import (
    DESIGNATION,
    DOCUMENTS,
    QUOTATIONS,
    SPLITS_LINE,
    TEXT_PARTS,
    TITLED_BLOCKS,
    Element,
    begins_with_text,
    first,
    has_number_alone,
    holds_articles,
    is_block,
    name_of,
    opened,
)
from .akoma_ntoso_marks import NOTE, PORTAL, Marks, read_marks, text_of_rows
from .akoma_ntoso_units import ABBREVIATIONS, HIERARCHY, Addresses, Unit, begins_at, kind_of
from .gathering import MOST_CELLS, MOST_IMAGES, MOST_PARAGRAPHS, SHOWN_WORDS, Line, kept_id
from .reading import Reading
from .xml import etree, parse_xml

DEEPEST = 150
_MAIN_IN_COLLECTION = frozenset({"act", "bill"})
_FRONT = frozenset({"coverPage", "preface", "preamble", "header"})
_NO_TEXT = frozenset({"meta", "componentRef", "documentRef", "noteRef", "presentation"})
Rows = tuple[tuple[str, ...], ...]


def read(source: bytes) -> Reading:
    """The act in an Akoma Ntoso file: ``structure`` is its tree, ``paragraphs`` its paragraphs as printed.

    Raises Refusal for what is no Akoma Ntoso, has no words, or is too large or too deep.
    """
    root = parse_xml(source)
    _refuse_depth(root)
    documents = [root] if name_of(root) in DOCUMENTS else [child for child in root if name_of(child) in DOCUMENTS]
    if not documents:
        raise Refusal("is_something_else", ending=".xml")
    reader = _Reader(documents[0])
    reader.document(documents[0], None)
    for child in root if documents[0] is not root else ():
        if child is not documents[0]:
            reader.visit(child, None)
    return reader.reading(documents[0])


class _Reader:
    """Walks the file once. ``owner`` is the unit that an element stands in, None for the act itself."""

    def __init__(self, document: Element) -> None:
        self.clauses: list[Unit] = []
        self.notes: list[tuple[str, str | None, Unit | None]] = []
        self._addresses = Addresses()
        identification = first(document, "identification")
        self._own_file = identification is not None and identification.get("source") == PORTAL
        self._own: dict[str, Unit] = {}
        self._front = False
        self._has_title = False
        self._last: Unit | None = None
        self._waiting: list[tuple[str, str | None]] = []
        self._meta_notes = {
            note.get("eId"): note for notes in document.iter("{*}notes") for note in notes if note.get("eId")
        }
        acts = (e for e in document.getroottree().getroot().iter() if name_of(e) in _MAIN_IN_COLLECTION)
        self._act = next(acts, None)
        self._told = _Told()

    def reading(self, document: Element) -> Reading:
        """All that was read."""
        self._place_notes()
        parents = {id(unit.parent) for unit in self.clauses if unit.parent is not None}
        own = {id(unit) for unit in self._own.values()}
        kept = [u for u in self.clauses if u.printed or u.table or id(u) in parents or id(u) in own]
        if not any(char.isalpha() for unit in kept for char in unit.printed):
            raise Refusal("no_words")
        title = _title(document)
        if not title and not self._own_file:
            title = next((u.text for u in kept if u.kind == "title"), kept[0].printed)
        clauses = [
            ParsedClause(
                u.eid, u.kind, u.num, u.text, u.parent.eid if u.parent else None, u.source_id, u.table, u.quoted
            )
            for u in kept
        ]  # fmt: skip
        notes = [Note(text, source_id, unit.eid if unit else None) for text, source_id, unit in self.notes]
        structure = Structure(title, clauses, notes)
        return Reading(list(_paragraphs(structure)), title, self._told.remarks(), structure)

    # What an element is

    def document(self, element: Element, owner: Unit | None) -> None:
        """A document: its front, its body, what is attached to it."""
        for child in element:
            front = name_of(child) in _FRONT and owner is None
            self._front, before = front or self._front, self._front
            self.visit(child, owner)
            self._front = before

    def visit(self, element: Element, owner: Unit | None) -> None:
        name = name_of(element)
        marks = read_marks(element.get("class")) if self._own_file else None
        if marks is not None and marks.kind != NOTE:
            self._own_clause(element, marks, owner)
        elif name in _NO_TEXT:
            return
        elif name in ("attachment", "component"):
            self._attached(element, owner)
        elif name in DOCUMENTS:
            self.document(element, owner)
        elif name in HIERARCHY or (name in TITLED_BLOCKS and has_number_alone(element)):
            self._unit(element, owner)
        elif name == "table":
            self._table(element, owner)
        elif name in QUOTATIONS:
            self._quotation(element, owner)
        elif name == "crossHeading":
            self._heading(self._words(element), "", element, owner)
        elif name == "authorialNote":
            self._note(element)
        elif name == "blockList":
            self._list(element, owner)
        elif is_block(element):
            self._block(element, owner)
        elif any(name_of(child) in DESIGNATION for child in element):
            self._titled(element, owner)
        else:
            for child in element:
                self.visit(child, owner)

    # Units

    def _unit(self, element: Element, owner: Unit | None) -> None:
        num, heading = self._designation(element)
        if not num and not heading:
            self._unnumbered(element, owner)
            return
        unit = self._new_unit(element, num, heading, owner)
        for child in element:
            if name_of(child) not in DESIGNATION:
                self.visit(child, unit)

    def _new_unit(self, element: Element, num: str, heading: str, owner: Unit | None) -> Unit:
        name = name_of(element)
        kind = kind_of(name, element.get("name") or "", num, owner, holds_articles(element))
        owner = _holder(owner) if kind in HEADINGS else owner
        if kind == "preamble" and owner is not None:
            return self._add_alinea(owner, heading, _id(element), num)
        if kind == "preamble":
            eid = self._addresses.counted("preamble__al_", None)
        else:
            eid = self._addresses.numbered(kind, num, owner)
        if owner is not None and kind == "paragraph":
            owner.numbered_parts = True
        unit = Unit(eid, kind, num, heading, owner, _id(element), next_alinea=begins_at(kind))
        return self._add(unit)

    def _unnumbered(self, element: Element, owner: Unit | None) -> None:
        """A wrapper: its text goes on with the owner, its units hang on the text that leads into them."""
        lead = owner
        for child in element:
            before = len(self.clauses)
            is_text = name_of(child) in TEXT_PARTS or is_block(child)
            self.visit(child, owner if is_text else lead)
            if is_text and len(self.clauses) > before and self.clauses[before].kind in ("alinea", "paragraph"):
                lead = self.clauses[before]

    def _list(self, element: Element, owner: Unit | None) -> None:
        lead = owner
        for child in element:
            before = len(self.clauses)
            introduces = name_of(child) == "listIntroduction"
            self.visit(child, lead if name_of(child) == "item" else owner)
            if introduces and len(self.clauses) > before:
                lead = self.clauses[before]

    def _titled(self, element: Element, owner: Unit | None) -> None:
        """A block or a section of a debate with a heading of its own."""
        num, heading = self._designation(element)
        inner = owner
        if name_of(element) in TITLED_BLOCKS:
            self._heading(heading, num, element, owner)
        elif num or heading:
            eid = self._addresses.numbered("section", num, owner)
            inner = self._add(Unit(eid, "section", num, heading, owner, _id(element), next_alinea=1))
        for child in element:
            if name_of(child) not in DESIGNATION:
                self.visit(child, inner)

    def _attached(self, element: Element, owner: Unit | None) -> None:
        """An annex, or one document of a collection; the first bill or act of a collection is the act itself."""
        inner = next((child for child in element if name_of(child) in DOCUMENTS), None)
        num, heading = self._designation(element)
        if inner is not None and inner is self._act:
            self.document(inner, None)
            return
        if not num and not heading and (inner is None or not begins_with_text(inner)):
            for child in element:
                self.visit(child, owner)
            return
        eid = self._addresses.numbered("annex", num, owner)
        unit = self._add(Unit(eid, "annex", num, heading, owner, _id(element), next_alinea=1))
        for child in element:
            if name_of(child) not in DESIGNATION:
                self.visit(child, unit)

    def _designation(self, element: Element) -> tuple[str, str]:
        """The printed number and the heading of a unit."""
        nums = [self._words(child) for child in element if name_of(child) == "num"]
        headings = [self._words(child) for child in element if name_of(child) in ("heading", "subheading")]
        return " ".join(filter(None, nums)), " ".join(filter(None, headings))

    def _heading(self, text: str, num: str, element: Element, owner: Unit | None) -> None:
        if text or num:
            above = _holder(owner)
            eid = self._addresses.plain("heading", above)
            self._add(Unit(eid, "heading", num, text, above, _id(element)))
        self._place_notes()

    # Text

    def _block(self, element: Element, owner: Unit | None) -> None:
        """A paragraph; what it holds beside words (quoted units, tables, lists) comes out in its place."""
        pieces = self._pieces(element)
        is_title = self._front and not self._has_title and first(element, "docTitle") is not None
        opening = ""
        for index, piece in enumerate(pieces):
            if not isinstance(piece, str):
                before = len(self.clauses)
                self.visit(piece, owner)
                if opening and len(self.clauses) > before:
                    _put_before(self.clauses[before], opening)
                    opening = ""
            elif any(map(str.isalnum, piece)) or len(pieces) == 1:
                self._text(owner, f"{opening}{piece}", _id(element), is_title)
                opening = ""
            elif index and self._last is not None:
                self._last.text += piece
            else:
                opening = piece
        if opening:
            self._text(owner, opening, _id(element), is_title)
        self._place_notes()

    def _text(self, owner: Unit | None, words: str, source_id: str | None, is_title: bool) -> None:
        """A printed paragraph: the text of its unit when it is the first, else a clause of its own."""
        if owner is None:
            self._text_of_act(words, source_id, is_title)
        elif self.clauses and self.clauses[-1] is owner and not owner.text and owner.table is None:
            owner.text = words
            owner.next_part = 2
        elif owner.kind == "article" and not owner.numbered_parts:
            eid = self._addresses.plain(f"para_nn_{owner.next_part}", owner)
            owner.next_part += 1
            self._add(Unit(eid, "paragraph", "", words, owner, source_id))
        else:
            self._add_alinea(owner, words, source_id)

    def _text_of_act(self, words: str, source_id: str | None, is_title: bool) -> None:
        if is_title:
            self._has_title = True
            self._add(Unit(self._addresses.plain("title", None), "title", "", words, None, source_id))
        elif self._front:
            self._add(Unit(self._addresses.counted("preamble__al_", None), "preamble", "", words, None, source_id))
        else:
            self._add(Unit(self._addresses.counted("al_", None), "alinea", "", words, None, source_id))

    def _add_alinea(self, owner: Unit | None, words: str, source_id: str | None, num: str = "") -> Unit:
        if owner is None:
            eid = self._addresses.counted("al_", None)
        else:
            eid = self._addresses.plain(f"al_{owner.next_alinea}", owner)
            owner.next_alinea += 1
        return self._add(Unit(eid, "alinea", num, words, owner, source_id))

    def _table(self, element: Element, owner: Unit | None) -> None:
        for caption in (child for child in element if name_of(child) == "caption"):
            self._block(caption, owner)
        rows = self._rows(element, self._words)
        text = text_of_rows(rows)
        if text and owner is None and self._front:
            eid = self._addresses.counted("preamble__al_", None)
            self._add(Unit(eid, "preamble", "", text, None, _id(element), rows))
        elif text:
            above = _holder(owner)
            eid = self._addresses.counted("table_", above)
            self._add(Unit(eid, "table", "", text, above, _id(element), rows))
        self._place_notes()

    def _rows(self, element: Element, words: Callable[[Element], str]) -> Rows:
        rows = (
            tuple(words(cell) for cell in row if name_of(cell) in ("td", "th"))
            for row in element
            if name_of(row) == "tr"
        )
        kept = tuple(row for row in rows if row)
        self._told.count_cells(sum(map(len, kept)))
        return kept

    def _quotation(self, element: Element, owner: Unit | None) -> None:
        """Units that the act quotes, line by line as абзаци of the clause that quotes them."""
        around = (self.clauses, self._addresses, self._front)
        self.clauses, self._addresses, self._front = [], Addresses(), False
        for child in element:
            self.visit(child, None)
        self._place_notes()
        lines = [unit for unit in self.clauses if unit.printed]
        self.clauses, self._addresses, self._front = around
        if lines:
            _put_before(lines[0], element.get("startQuote") or "")
            lines[-1].text += element.get("endQuote") or ""
        above = _holder(owner)
        for unit in lines:
            self._add(self._quoted(unit, above))

    def _quoted(self, unit: Unit, above: Unit | None) -> Unit:
        """The same line as a clause of ``above``."""
        unit.text, unit.num, unit.parent = unit.printed, "", above
        if unit.table is not None:
            unit.kind, unit.eid = "table", self._addresses.counted("table_", above)
            return unit
        unit.kind, unit.quoted = "alinea", True
        if above is None:
            unit.eid = self._addresses.counted("al_", None)
        else:
            unit.eid = self._addresses.plain(f"al_{above.next_alinea}", above)
            above.next_alinea += 1
        return unit

    def _add(self, unit: Unit) -> Unit:
        self.clauses.append(unit)
        self._last = unit
        if len(self.clauses) > MOST_PARAGRAPHS:
            raise Refusal("too_many_paragraphs", most=MOST_PARAGRAPHS)
        return unit

    # Words

    def _words(self, element: Element) -> str:
        """All words of an element on one line; its notes wait for their clause."""
        pieces = (piece if isinstance(piece, str) else self._words(piece) for piece in self._pieces(element))
        return " ".join(filter(None, pieces))

    def _pieces(self, element: Element) -> list[str | Element]:
        """The lines of a block, and between them the elements that are no words of it."""
        pieces: list[str | Element] = []
        line = self._gather(element, Line(), pieces, False)
        return [piece for piece in (*pieces, _text_of(line)) if not isinstance(piece, str) or piece]

    def _gather(self, element: Element, line: Line, pieces: list[str | Element], raised: bool) -> Line:
        line.add(element.text or "", raised)
        for child in element:
            name = name_of(child)
            if name in SPLITS_LINE:
                pieces += [_text_of(line), child]
                line = Line()
            elif name == "authorialNote":
                self._note(child)
            elif name == "noteRef":
                self._note(self._meta_notes.get((child.get("href") or "").removeprefix("#")))
            elif name == "del":
                self._told.deletions += 1
            elif name == "img":
                self._told.image(child, self._last)
            elif name in ("eol", "br"):
                line.add(" ")
            else:
                self._told.insertions += name == "ins"
                line.add(child.get("startQuote") or "")
                line = self._gather(child, line, pieces, raised or name == "sup")
                line.add(child.get("endQuote") or "")
            line.add(child.tail or "", raised)
        return line

    def _note(self, element: Element | None) -> None:
        if element is None:
            return
        marks = read_marks(element.get("class")) if self._own_file else None
        if marks is not None:
            self._waiting.append((self._own_words(element), marks.source_id))
        elif words := self._words(element):
            self._told.notes += 1
            self._waiting.append((words if is_note(words) else f"{{{words}}}", _id(element)))

    def _place_notes(self) -> None:
        self.notes += [(text, source_id, self._last) for text, source_id in self._waiting]
        self._waiting = []

    # Clauses that the portal itself wrote

    def _own_clause(self, element: Element, marks: Marks, owner: Unit | None) -> None:
        parent = self._own.get(marks.parent, owner) if marks.parent is not None else owner
        unit = Unit(self._own_eid(element, marks.kind, parent), marks.kind, "", "", parent, marks.source_id)
        unit.quoted = marks.quoted
        inside = self._own_parts(element, unit)
        self._own[unit.eid] = self._add(unit)
        self._place_notes()
        for child in inside:
            self.visit(child, unit)

    def _own_eid(self, element: Element, kind: str, parent: Unit | None) -> str:
        eid = element.get("eId") or ""
        if self._addresses.take(eid):
            return eid
        if kind in ABBREVIATIONS:
            return self._addresses.numbered(kind, "", parent)
        return self._addresses.counted("al_", parent)

    def _own_parts(self, element: Element, unit: Unit) -> list[Element]:
        """Fills a unit with its number, text and table; returns the clauses inside."""
        if name_of(element) in ("p", "heading", "crossHeading"):
            unit.text = self._own_words(element)
            return []
        texts: list[str] = []
        inside: list[Element] = []
        for child in opened(element):
            if read_marks(child.get("class")) is not None:
                inside.append(child)
            elif name_of(child) == "num":
                unit.num = self._own_words(child)
            elif name_of(child) in ("heading", "p"):
                texts.append(self._own_words(child))
            elif name_of(child) == "table":
                unit.table = self._rows(child, self._own_words)
                texts.append(child.get("title", text_of_rows(unit.table)))
            else:
                inside.append(child)
        unit.text = " ".join(filter(None, texts))
        return inside

    def _own_words(self, element: Element) -> str:
        """Text exactly as the portal wrote it."""
        texts = [element.text or ""]
        for child in element:
            if name_of(child) == "authorialNote":
                self._note(child)
            else:
                texts.append(self._own_words(child))
            texts.append(child.tail or "")
        return unicodedata.normalize("NFC", " ".join("".join(texts).split()))


@dataclass
class _Told:
    """What a person has to be told about the file."""

    insertions: int = 0
    deletions: int = 0
    notes: int = 0
    cells: int = 0
    images: list[tuple[str, Unit | None]] = field(default_factory=list)

    def count_cells(self, more: int) -> None:
        self.cells += more
        if self.cells > MOST_CELLS:
            raise Refusal("too_many_cells", most=MOST_CELLS)

    def image(self, element: Element, after: Unit | None) -> None:
        self.images.append((element.get("alt") or (element.get("src") or "?").rpartition("/")[2] or "?", after))

    def remarks(self) -> list[Remark]:
        found = []
        if self.insertions or self.deletions:
            found.append(remark("tracked_changes", insertions=self.insertions, deletions=self.deletions, moves=0))
        if self.notes:
            found.append(remark("footnotes", count=self.notes))
        found += [_image_remark(name, after) for name, after in self.images[:MOST_IMAGES]]
        if len(self.images) > MOST_IMAGES:
            found.append(remark("more_images", count=len(self.images) - MOST_IMAGES))
        return found


def _image_remark(name: str, after: Unit | None) -> Remark:
    if after is None:
        return remark("image_at_start", name=name)
    words = after.printed
    return remark("image", name=name, after=words if len(words) <= SHOWN_WORDS else f"{words[: SHOWN_WORDS - 1]}…")


def _paragraphs(structure: Structure) -> Iterator[Paragraph]:
    """The clauses and notes as paragraphs, in the order of the text."""
    after: dict[str | None, list[Note]] = {}
    for note in structure.notes:
        after.setdefault(note.after, []).append(note)
    for note in after.get(None, ()):
        yield Paragraph(note.text, note.source_id)
    for clause in structure.clauses:
        yield Paragraph(clause.printed, clause.source_id, table=clause.table)
        for note in after.get(clause.eid, ()):
            yield Paragraph(note.text, note.source_id)


def _refuse_depth(root: Element) -> None:
    depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise Refusal("too_deep")


def _title(document: Element) -> str:
    """The name of the act as its metadata or its title page give it."""
    alias = next((a.get("value") for a in document.iter("{*}FRBRalias") if a.get("name") == "title"), None)
    titles = (_plain(e) for name in ("docTitle", "shortTitle") for e in document.iter(f"{{*}}{name}"))
    return alias if alias is not None else next(filter(None, titles), "")


def _plain(element: Element) -> str:
    notes = {id(e) for note in element.iter("{*}authorialNote") for e in note.iter()}
    texts = (text for e in element.iter() if id(e) not in notes for text in (e.text or "",))
    tails = "".join(element.itertext()) if not notes else "".join(texts)
    return unicodedata.normalize("NFC", " ".join(tails.split()))


def _id(element: Element) -> str | None:
    """The id that the source gives an element, the lasting one first."""
    return kept_id(element.get("wId") or element.get("GUID") or element.get("eId"))


def _text_of(line: Line) -> str:
    return unicodedata.normalize("NFC", line.printed())


def _holder(owner: Unit | None) -> Unit | None:
    """The unit that may hold further clauses: an абзац has none of its own."""
    return owner.parent if owner is not None and owner.kind in ("alinea", "heading", "table") else owner


def _put_before(unit: Unit, opening: str) -> None:
    if unit.num:
        unit.num = f"{opening}{unit.num}"
    else:
        unit.text = f"{opening}{unit.text}"
