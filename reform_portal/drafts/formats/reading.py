"""What a reader of a format makes of a file, and its form between two processes."""

from dataclasses import dataclass, field
from typing import Any

from ..remarks import REMARKS, Remark
from ..structure import Note, Paragraph, ParsedClause, Structure


@dataclass(frozen=True)
class Reading:
    """The paragraphs of an act as printed, in order.

    ``title`` is the act's name where the file itself tells it, ``remarks`` what a person should know of the
    reading. ``structure`` is set where the format itself says what the units are.
    """

    paragraphs: list[Paragraph]
    title: str | None = None
    remarks: list[Remark] = field(default_factory=list)
    structure: Structure | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values for ``json``; ``from_json`` makes an equal reading of them."""
        return {
            "paragraphs": [[p.text, p.source_id, p.heading, p.table] for p in self.paragraphs],
            "title": self.title,
            "remarks": [told.as_json() for told in self.remarks],
            "structure": _structure_as_json(self.structure) if self.structure is not None else None,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Reading":
        """Raises KeyError, TypeError or ValueError when the values are no reading."""
        structure = values["structure"]
        return cls(
            [Paragraph(text, source_id, heading, _table(rows)) for text, source_id, heading, rows in values["paragraphs"]],
            values["title"],
            list(map(_remark, values["remarks"])),
            _structure_from_json(structure) if structure is not None else None,
        )  # fmt: skip


def _structure_as_json(structure: Structure) -> dict[str, Any]:
    return {
        "title": structure.title,
        "clauses": [dict(vars(clause)) for clause in structure.clauses],
        "notes": [dict(vars(note)) for note in structure.notes],
        "warnings": [told.as_json() for told in structure.warnings],
    }


def _structure_from_json(values: dict[str, Any]) -> Structure:
    return Structure(
        values["title"],
        [ParsedClause(**{**clause, "table": _table(clause["table"])}) for clause in values["clauses"]],
        [Note(**note) for note in values["notes"]],
        list(map(_remark, values["warnings"])),
    )


def _remark(told: list[Any]) -> Remark:
    code, values = told
    if code not in REMARKS:
        raise ValueError(code)
    return Remark(code, dict(values))


def _table(rows: Any) -> tuple[tuple[str, ...], ...] | None:
    return None if rows is None else tuple(tuple(row) for row in rows)
