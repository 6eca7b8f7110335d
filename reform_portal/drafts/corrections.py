"""What a person corrected in the recognised structure of an act, and how it is applied.

Pure. A correction is a small dictionary, kept as JSON, in the order in which it was made:

``{"op": "split", "at": ref, "offset": n}``: the paragraph ends before its code point ``n``;
``{"op": "join", "at": ref}``: the paragraph goes on with the one after it;
``{"op": "unit", "at": ref, "kind": …, "num": …, "parent": ref or None}``: it is a unit of this kind;
``{"op": "plain", "at": ref}``: it is text without a number that goes on with the unit above;
``{"op": "note", "at": ref}``: it is an editorial note, no text of the norm.

A ``ref`` names a paragraph of the original reading: «12» is the twelfth, «12.1» and «12.2» are its
parts after a split. So a correction means the same paragraph whatever is corrected before it, and the
same reading with the same corrections always gives the same tree. A correction that cannot be
applied any more (its paragraph was joined to another, say) changes nothing and is reported.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .structure import FORCED_KINDS, NOTE, PLAIN, Forced, Note, Paragraph, ParsedClause, Structure, stands_as_note

OPS = ("split", "join", "unit", "plain", "note")
# Why a correction could not be applied.
GONE, OFFSET, LAST, TABLE, NUMBER, PARENT, MALFORMED = (
    "gone",
    "offset",
    "last",
    "table",
    "number",
    "parent",
    "malformed",
)

Correction = Mapping[str, Any]
_TYPED_ALIKE = str.maketrans("’ʼ`«»“”„\u00a0‑–—", '\'\'\'""""" ---')


@dataclass(frozen=True)
class Unused:
    """A correction that changed nothing: its index in the list, and why (GONE, OFFSET, …)."""

    index: int
    reason: str


@dataclass(frozen=True)
class Corrected:
    """``paragraphs`` and ``forced`` for ``parse_structure``; ``refs`` has the ref of each paragraph."""

    paragraphs: list[Paragraph]
    forced: dict[int, Forced]
    refs: list[str]
    unused: list[Unused]
    moved: dict[str, str]

    def find(self, ref: str) -> int | None:
        """The index of the paragraph that a ref means now: its own, its first part, or what it was joined to."""
        for _step in range(len(self.moved) + 1):
            if ref in self.refs:
                return self.refs.index(ref)
            if ref not in self.moved:
                return None
            ref = self.moved[ref]
        return None


@dataclass(frozen=True)
class Placed:
    """A paragraph beside what it was recognised as: a clause or an editorial note."""

    ref: str
    paragraph: Paragraph
    clause: ParsedClause | None
    note: Note | None


@dataclass
class _Piece:
    ref: str
    paragraph: Paragraph
    said: Correction | None = None
    said_by: int = -1


def apply_corrections(paragraphs: Sequence[Paragraph], corrections: Sequence[Correction]) -> Corrected:
    """The paragraphs as a person corrected them.

    White space is collapsed and paragraphs without a word are dropped, as ``parse_structure`` does; a
    ref counts them nevertheless. Never raises for what a list of corrections may hold.
    """
    collapsed = [replace(p, text=" ".join(p.text.split())) for p in paragraphs]
    work = _Work([_Piece(str(i), p) for i, p in enumerate(collapsed, start=1) if p.text or p.table])
    for index, correction in enumerate(corrections):
        reason = work.apply(index, correction)
        if reason:
            work.unused.append(Unused(index, reason))
    return work.result()


def place(corrected: Corrected, structure: Structure) -> list[Placed]:
    """Each paragraph beside its clause or its note, in the order of the text."""
    clauses, notes = iter(structure.clauses), iter(structure.notes)
    return [
        Placed(ref, paragraph, None, next(notes))
        if stands_as_note(paragraph.text, corrected.forced.get(index))
        else Placed(ref, paragraph, next(clauses), None)
        for index, (ref, paragraph) in enumerate(zip(corrected.refs, corrected.paragraphs, strict=True))
    ]


def check_number(text: str, num: str) -> bool:
    """Whether a number can be cut from the beginning of a paragraph: never through a word or before its mark."""
    if not text.startswith(num):
        return False
    before, after = num[-1:], text[len(num) : len(num) + 1]
    if not num or not after or after.isspace():
        return True
    return not before.isalnum() and (after.isalnum() or after in '«"“„(')


def places_of_words(text: str, words: str) -> list[int]:
    """Where words stand in a paragraph; apostrophes, quotation marks and capitals need not be the same."""
    text, words = _folded(text), _folded(words)
    found = [text.find(words)] if words else []
    while found and found[-1] >= 0:
        found.append(text.find(words, found[-1] + 1))
    return found[:-1]


def concerns(correction: Correction, ref: str) -> bool:
    """Whether a correction was made to a paragraph, or to the one that it is a part of."""
    at = str(correction.get("at", ""))
    return ref == at or ref.startswith(at + ".")


def _folded(text: str) -> str:
    """For comparison, code point for code point."""
    lower = (char.lower() if len(char.lower()) == 1 else char for char in text)
    return "".join(lower).translate(_TYPED_ALIKE)


class _Work:
    def __init__(self, pieces: list[_Piece]) -> None:
        self.pieces = pieces
        self.unused: list[Unused] = []
        self.moved: dict[str, str] = {}

    def apply(self, index: int, correction: Correction) -> str:
        """Why it could not be applied, or nothing."""
        if not _is_well_formed(correction):
            return MALFORMED
        position = next((i for i, piece in enumerate(self.pieces) if piece.ref == correction["at"]), None)
        if position is None:
            return GONE
        if correction["op"] == "split":
            return self._split(position, correction["offset"])
        if correction["op"] == "join":
            return self._join(position)
        return self._say(index, position, correction)

    def _split(self, position: int, offset: int) -> str:
        piece = self.pieces[position]
        text = piece.paragraph.text
        if piece.paragraph.table is not None:
            return TABLE
        head, tail = text[:offset].rstrip(), text[offset:].lstrip()
        if not 0 < offset < len(text) or not head or not tail or unicodedata.combining(tail[0]):
            return OFFSET
        first = _Piece(f"{piece.ref}.1", replace(piece.paragraph, text=head), piece.said, piece.said_by)
        second = _Piece(f"{piece.ref}.2", Paragraph(tail))
        self.pieces[position : position + 1] = [first, second]
        self.moved[piece.ref] = first.ref
        return ""

    def _join(self, position: int) -> str:
        if position + 1 >= len(self.pieces):
            return LAST
        piece, following = self.pieces[position], self.pieces[position + 1]
        if piece.paragraph.table is not None or following.paragraph.table is not None:
            return TABLE
        piece.paragraph = replace(piece.paragraph, text=f"{piece.paragraph.text} {following.paragraph.text}")
        self.moved[following.ref] = piece.ref
        del self.pieces[position + 1]
        return ""

    def _say(self, index: int, position: int, correction: Correction) -> str:
        piece = self.pieces[position]
        is_table = piece.paragraph.table is not None
        if is_table != (correction.get("kind") == "table"):
            return TABLE
        if correction["op"] == "unit":
            if not check_number(piece.paragraph.text, correction["num"]):
                return NUMBER
            if correction["parent"] is not None and not self._is_before(correction["parent"], position):
                return PARENT
        piece.said, piece.said_by = correction, index
        return ""

    def _is_before(self, ref: str, position: int) -> bool:
        found = self._position(ref)
        return found is not None and found < position

    def _position(self, ref: str) -> int | None:
        """Where the paragraph that a ref means stands now; chains of moves are finite, each ref moves once."""
        for _step in range(len(self.moved) + 1):
            for i, piece in enumerate(self.pieces):
                if piece.ref == ref:
                    return i
            if ref not in self.moved:
                return None
            ref = self.moved[ref]
        return None

    def result(self) -> Corrected:
        forced: dict[int, Forced] = {}
        for position, piece in enumerate(self.pieces):
            if piece.said is None:
                continue
            said = self._forced(position, piece)
            if isinstance(said, str):
                self.unused.append(Unused(piece.said_by, said))
            else:
                forced[position] = said
        self.unused.sort(key=lambda unused: unused.index)
        refs = [piece.ref for piece in self.pieces]
        return Corrected([piece.paragraph for piece in self.pieces], forced, refs, self.unused, self.moved)

    def _forced(self, position: int, piece: _Piece) -> Forced | str:
        """What was said of a paragraph as it stands at the end, or why it does not hold any more."""
        said = piece.said
        assert said is not None
        if said["op"] != "unit":
            return Forced({"plain": PLAIN, "note": NOTE}[said["op"]])
        if not check_number(piece.paragraph.text, said["num"]):
            return NUMBER
        parent = self._position(said["parent"]) if said["parent"] is not None else None
        if said["parent"] is not None and (parent is None or parent >= position or self._is_note(parent)):
            return PARENT
        return Forced(said["kind"], said["num"], parent)

    def _is_note(self, position: int) -> bool:
        piece = self.pieces[position]
        if piece.said is not None:
            return bool(piece.said["op"] == "note")
        return stands_as_note(piece.paragraph.text, None)


def _is_well_formed(correction: Any) -> bool:
    if (
        not isinstance(correction, Mapping)
        or correction.get("op") not in OPS
        or not isinstance(correction.get("at"), str)
    ):
        return False
    if correction["op"] == "split":
        return type(correction.get("offset")) is int
    if correction["op"] != "unit":
        return True
    return (
        correction.get("kind") in FORCED_KINDS
        and isinstance(correction.get("num"), str)
        and "parent" in correction
        and isinstance(correction["parent"], str | None)
    )
