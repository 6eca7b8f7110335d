"""What the readers of office files and pages have in common: lines of a paragraph, and what is told about the file."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ..remarks import Refusal, Remark, remark
from ..structure import Paragraph, Structure
from .reading import Reading

MOST_CELLS = 50_000
MOST_PARAGRAPHS = 100_000
MOST_LETTERS = 20_000_000
MOST_IMAGES = 100
SHOWN_WORDS = 60
Rows = tuple[tuple[str, ...], ...]

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED_NUMBER = re.compile(r"\d+(?:[-–]\d+)?")
# A space that is itself set as a superscript, «8<sup> 1 </sup>.», parts words but no number from its full stop.
_END_OF_SUPERSCRIPT = "\x00"
_SPACE_OF_SUPERSCRIPT = re.compile("\x00(?=[.,;:)])")
_DASHED_NUMBER = re.compile(r"[-–]\s?\d+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_PARAGRAPH = re.compile(rb"<(?:\w+:)?[ph][\s/>]")
_SOURCE_ID = re.compile(r"[\w.:-]{1,60}")


class Line:
    """The text of one paragraph while it is put together from pieces."""

    def __init__(self) -> None:
        self._pieces: list[tuple[str, bool]] = []
        self._printable = False
        self.odd_superscripts: list[str] = []

    def add(self, text: str, raised: bool = False) -> None:
        """``raised``: the piece is set as a superscript."""
        if text:
            self._pieces.append((text, raised))
            self._printable = self._printable or not text.isspace()

    def put_before(self, earlier: "Line") -> None:
        """What stood before on the same line."""
        self._pieces[:0] = earlier._pieces
        self._printable = self._printable or earlier._printable

    def __bool__(self) -> bool:
        return self._printable

    def printed(self) -> str:
        """White space collapsed, without soft hyphens, superscript digits as «⁰¹²»."""
        if not any(raised for _text, raised in self._pieces):
            return collapsed("".join(text for text, _raised in self._pieces))
        self.odd_superscripts = []
        runs = groupby(self._pieces, key=lambda piece: piece[1])
        text = "".join(self._run("".join(text for text, _raised in pieces), raised) for raised, pieces in runs)
        return collapsed(_SPACE_OF_SUPERSCRIPT.sub("", text).replace(_END_OF_SUPERSCRIPT, " "))

    def _run(self, text: str, raised: bool) -> str:
        number = _INVISIBLE.sub("", text).strip() if raised else ""
        if not number:
            return text
        if _RAISED_NUMBER.fullmatch(number):
            return number.translate(_RAISED) + (_END_OF_SUPERSCRIPT if text[-1:].isspace() else "")
        if not _DASHED_NUMBER.fullmatch(number) and any(char.isalnum() for char in number):
            self.odd_superscripts.append(number)
        return text


def collapsed(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())


def refuse_many_paragraphs(source: bytes) -> None:
    """Raises Refusal before a part of an office file that holds far too many paragraphs is even parsed."""
    if sum(1 for _found in _PARAGRAPH.finditer(source)) > MOST_PARAGRAPHS + 3 * MOST_CELLS // 2:
        raise Refusal("too_many_paragraphs", most=MOST_PARAGRAPHS)


def kept_id(name: str | None) -> str | None:
    """An id of the source that has room in the database, or None."""
    return name if name and _SOURCE_ID.fullmatch(name) else None


class Gathering:
    """Collects the paragraphs of a file and, by kind, what a person has to be told about it."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.insertions = self.deletions = self.moves = self.comments = self.contents = self.footnotes = 0
        self._hidden: list[str] = []
        self._images = 0
        self._cells = 0
        self._waiting: list[tuple[str, dict[str, str]]] = []
        self._remarks: list[Remark] = []

    def add(self, text: str, source_id: str | None = None, heading: int = 0, table: Rows | None = None) -> None:
        """Add a paragraph as printed; one without text is none, but ends what waited for its place."""
        if text or table:
            self.paragraphs.append(Paragraph(text, source_id, heading, table))
            if len(self.paragraphs) > MOST_PARAGRAPHS:
                raise Refusal("too_many_paragraphs", most=MOST_PARAGRAPHS)
        if self._waiting:
            self._place()

    def add_line(self, line: Line, source_id: str | None = None, heading: int = 0, designation: str = "") -> None:
        text = line.printed()
        text = collapsed(designation + text) if designation else text
        self.odd(line)
        self.add(text, source_id, heading)

    def add_table(self, rows: Sequence[Sequence[str]], source_id: str | None = None) -> None:
        """Rows of cells; the text of the paragraph is that of the cells in reading order."""
        kept = tuple(tuple(row) for row in rows if row)
        text = " ".join(cell for row in kept for cell in row if cell)
        if text:
            self.add(text, source_id, table=kept)

    def count_cells(self, more: int) -> None:
        """Raises Refusal when the tables of the file have too many cells together."""
        self._cells += more
        if self._cells > MOST_CELLS:
            raise Refusal("too_many_cells", most=MOST_CELLS)

    def add_note(self, text: str) -> None:
        """A footnote, as a note after its paragraph."""
        self.footnotes += 1
        self.add(f"{{Виноска {self.footnotes}: {text}}}")

    def odd(self, line: Line) -> None:
        for text in line.odd_superscripts:
            self.tell("superscript", text=text)

    def hidden(self, text: str) -> None:
        if text := collapsed(text):
            self._hidden.append(text)

    def image(self, *names: str | None) -> None:
        """An image by what is known of it: what it shows, the name of its file."""
        self._images += 1
        if self._images <= MOST_IMAGES:
            self._named("image", names)

    def embedded(self, *names: str | None) -> None:
        self._named("object", names)

    def tell(self, code: str, **values: str) -> None:
        """A remark on the paragraph that is added next (``after`` is set then)."""
        if len(self._waiting) < MOST_IMAGES:
            self._waiting.append((code, values))

    def reading(self, title: str | None = None) -> Reading:
        """All that was gathered. Raises Refusal ``no_words`` when there is no word in it."""
        self._place()
        if not any(char.isalpha() for paragraph in self.paragraphs for char in paragraph.text):
            raise Refusal("no_words")
        return Reading(self.paragraphs, title, [*self._counted(), *self._remarks])

    def _named(self, code: str, names: Sequence[str | None]) -> None:
        known = list(dict.fromkeys(collapsed(name) for name in names if name and name.strip()))
        self.tell(code, name=" — ".join(known) or "?")

    def _place(self) -> None:
        waiting, self._waiting = self._waiting, []
        after = self._last_words()
        for code, values in waiting:
            if len(self._remarks) >= 2 * MOST_IMAGES:
                return
            if code in ("image", "object") and not after:
                self._remarks.append(remark(f"{code}_at_start", **values))
            else:
                self._remarks.append(remark(code, **values, after=after))

    def _last_words(self) -> str:
        text = self.paragraphs[-1].text if self.paragraphs else ""
        return text if len(text) <= SHOWN_WORDS else text[: SHOWN_WORDS - 1].rstrip() + "…"

    def _counted(self) -> Iterator[Remark]:
        if self.insertions or self.deletions or self.moves:
            yield remark(
                "tracked_changes", insertions=self.insertions, deletions=self.deletions, moves=self.moves
            )  # fmt: skip
        if self.comments:
            yield remark("comments", count=self.comments)
        if self._hidden:
            yield remark("hidden_text", count=len(self._hidden), first=self._hidden[0])
        if self.contents:
            yield remark("contents", count=self.contents)
        if self.footnotes:
            yield remark("footnotes", count=self.footnotes)
        if self._images > MOST_IMAGES:
            yield remark("more_images", count=self._images - MOST_IMAGES)


def cleaned(reading: Reading) -> Reading:
    """The reading with its texts in NFC and without control characters, as every text of the portal is.

    Raises Refusal ``too_many_paragraphs`` or ``too_much_text``.
    """
    if len(reading.paragraphs) > MOST_PARAGRAPHS:
        raise Refusal("too_many_paragraphs", most=MOST_PARAGRAPHS)
    if sum(len(paragraph.text) for paragraph in reading.paragraphs) > MOST_LETTERS:
        raise Refusal("too_much_text", most=MOST_LETTERS)
    paragraphs = [
        Paragraph(
            _clean(p.text),
            p.source_id,
            p.heading,
            None if p.table is None else tuple(tuple(_clean(cell) for cell in row) for row in p.table),
        )
        for p in reading.paragraphs
    ]
    title = _clean(reading.title) if reading.title else None
    return Reading(paragraphs, title or None, reading.remarks, _cleaned_tree(reading.structure))


def _cleaned_tree(structure: Structure | None) -> Structure | None:
    if structure is None:
        return None
    clauses = [
        replace(
            clause,
            num=_clean(clause.num),
            text=_clean(clause.text),
            table=clause.table and tuple(tuple(_clean(cell) for cell in row) for row in clause.table),
        )
        for clause in structure.clauses
    ]
    notes = [replace(note, text=_clean(note.text)) for note in structure.notes]
    return Structure(_clean(structure.title), clauses, notes, structure.warnings)


# Control letters, and the invisible ones that turn the reading direction or hide between letters: a law must read
# as it is written, and its words must be found when they are quoted.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)


def _clean(text: str) -> str:
    return text if text.isascii() and text.isprintable() else unicodedata.normalize("NFC", _CONTROL.sub("", text))
