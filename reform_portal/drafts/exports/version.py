"""A version as plain values: what every export is written from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from ..structure import Note, ParsedClause


@dataclass(frozen=True)
class ExportedClause(ParsedClause):
    """A clause with the number of its provision, where it has one: that stays the same in all versions."""

    provision: int | None = None


@dataclass(frozen=True)
class ExportedVersion:
    """One version of an act.

    ``first_published_on`` is the day of the first version, ``address`` where the portal shows this one. A note stands
    after the clause whose eid is its ``after`` (None: before all). ``is_bill``: a proposed act, not one in force.
    """

    slug: str
    title: str
    language: str
    number: int
    published_at: datetime
    first_published_on: date
    sha256: str
    body: str
    address: str
    clauses: Sequence[ExportedClause]
    notes: Sequence[Note] = field(default_factory=tuple)
    is_bill: bool = True

    def notes_after(self) -> dict[str | None, list[Note]]:
        """The notes by the clause that they stand after."""
        found: dict[str | None, list[Note]] = {}
        for note in self.notes:
            found.setdefault(note.after, []).append(note)
        return found

    def in_order(self) -> Iterator[ExportedClause | Note]:
        """Clauses and notes as they follow each other in the text."""
        after = self.notes_after()
        yield from after.get(None, ())
        for clause in self.clauses:
            yield clause
            yield from after.get(clause.eid, ())
