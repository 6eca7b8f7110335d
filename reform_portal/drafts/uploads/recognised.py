"""What was recognised in an upload, as a person reviews it. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..corrections import Corrected, Correction, Placed, apply_corrections, concerns, place
from ..formats.reading import Reading
from ..remarks import Remark
from ..structure import HEADINGS, Note, Paragraph, ParsedClause, Structure, parse_structure

MOST_PARENTS = 300
_COUNTED = re.compile(r"(.+)_\d+")


@dataclass(frozen=True)
class Recognised:
    """``placed`` has every paragraph with its clause or note; ``corrected`` is None for a ready structure."""

    structure: Structure
    placed: list[Placed]
    corrected: Corrected | None

    def index(self, ref: str) -> int | None:
        """The index in ``placed`` of the paragraph that a ref means now."""
        if self.corrected is not None:
            return self.corrected.find(ref)
        return next((i for i, row in enumerate(self.placed) if row.ref == ref), None)


def recognise(reading: Reading, corrections: Sequence[Correction]) -> Recognised:
    """The tree of a reading with what people corrected. The same values always give the same tree.

    A structure that the format itself gives is taken as it is; corrections do not touch it.
    """
    if reading.structure is not None:
        ready = reading.structure
        warnings = [*reading.remarks, *ready.warnings]
        return Recognised(replace(ready, title=reading.title or ready.title, warnings=warnings), _ready(ready), None)
    corrected = apply_corrections(reading.paragraphs, corrections)
    found = parse_structure(corrected.paragraphs, corrected.forced)
    said_title = any(said.kind == "title" for said in corrected.forced.values())
    title = found.title if said_title or not reading.title else reading.title
    structure = Structure(title, found.clauses, found.notes, [*reading.remarks, *found.warnings])
    return Recognised(structure, place(corrected, structure), corrected)


def possible_parents(placed: Sequence[Placed], index: int) -> list[Placed]:
    """Units before a paragraph that may hold it, in the order of the text.

    Headings of the whole act before it, and of its own article and the one before the numbered units
    and whatever ends as a list begins.
    """
    before = [row for row in placed[:index] if row.clause is not None and not row.clause.quoted]
    articles = [i for i, row in enumerate(before) if row.clause is not None and row.clause.kind in HEADINGS]
    near = articles[-2] if len(articles) > 1 else 0
    found = [
        row
        for i, row in enumerate(before)
        if row.clause is not None and (row.clause.kind in HEADINGS or (i >= near and _may_hold(row.clause)))
    ]
    return found[-MOST_PARENTS:]


def where(told: Remark, placed: Sequence[Placed], met: int) -> str | None:
    """The ref of the paragraph that a remark is about, where it tells. ``met``: equal remarks before it."""
    values = told.values
    if told.code == "lost_superscript":
        return _nth(_of_article(placed, str(values["article"])), 0)
    if told.code == "repeated_number":
        return _nth(_repeated(placed, str(values["num"])), met)
    after = str(values.get("after", "")).rstrip("…")
    return _nth((row.ref for row in placed if after and after in row.paragraph.text), met)


def corrections_of(corrections: Sequence[Correction], ref: str) -> list[tuple[int, Correction]]:
    """(index, correction) of those made to a paragraph, or to the one it is a part of."""
    return [(i, correction) for i, correction in enumerate(corrections) if concerns(correction, ref)]


def _ready(structure: Structure) -> list[Placed]:
    """The rows of a structure that came ready: each clause and note is its own source."""
    rows: list[Placed] = []
    notes: dict[str | None, list[Note]] = {}
    for note in structure.notes:
        notes.setdefault(note.after, []).append(note)

    def add(text: str, clause: ParsedClause | None, note: Note | None) -> None:
        table = clause.table if clause is not None else None
        rows.append(Placed(str(len(rows) + 1), Paragraph(text, table=table), clause, note))

    for note in notes.get(None, ()):
        add(note.text, None, note)
    for clause in structure.clauses:
        add(clause.printed, clause, None)
        for note in notes.get(clause.eid, ()):
            add(note.text, None, note)
    return rows


def _may_hold(clause: ParsedClause) -> bool:
    return clause.kind in ("paragraph", "point", "subpoint") or clause.text.endswith(":")


def _of_article(placed: Sequence[Placed], slug: str) -> Iterator[str]:
    return (row.ref for row in placed if row.clause is not None and row.clause.eid.endswith(f"art_{slug}"))


def _repeated(placed: Sequence[Placed], num: str) -> Iterator[str]:
    """Paragraphs whose address got a counter, because one like it was there before."""
    eids = {row.clause.eid for row in placed if row.clause is not None}
    for row in placed:
        if row.clause is None or num not in (row.clause.num, row.clause.eid):
            continue
        counted = _COUNTED.fullmatch(row.clause.eid)
        if counted and counted[1] in eids:
            yield row.ref


def _nth(refs: Iterator[str], number: int) -> Any:
    return next((ref for i, ref in enumerate(refs) if i == number), None)
