"""The table of contents of a version with the heat of its articles. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..core.text import shorten
from ..drafts.structure import CONTAINERS

PARTS = (*CONTAINERS, "annex")
LONG = 320


@dataclass
class Line:
    """An entry of the contents; ``comments`` are those under it."""

    eid: str
    label: str
    page: int
    comments: int
    is_part: bool
    lines: list["Line"] = field(default_factory=list)


def contents(headings: Sequence[Any], heat: Mapping[int, int], page: int) -> list[Line]:
    """Parts with their articles. A very long act shows the articles of the parts on the present page only."""
    fold = len(headings) > LONG
    lines: list[Line] = []
    current: Line | None = None
    names = {row.position - 1: row.text for row in headings if row.kind == "heading"}
    for row in headings:
        if row.kind == "heading":
            continue
        line = Line(row.eid, _label(row, names), row.page, heat.get(row.position, 0), row.kind in PARTS)
        if line.is_part:
            current = line
            lines.append(line)
        else:
            (current.lines if current is not None else lines).append(line)
    for part in lines:
        part.comments += sum(line.comments for line in part.lines)
        if fold and page not in {line.page for line in part.lines} | {part.page}:
            part.lines = []
    return lines


def hottest(lines: Sequence[Line]) -> int:
    return max((line.comments for part in lines for line in (part, *part.lines) if not line.is_part), default=0)


def _label(row: Any, names: Mapping[int, str]) -> str:
    if row.kind == "article":
        number = row.num.removeprefix("Стаття").removeprefix("Article").strip()
        short = ("Art. " if row.num.startswith("Article") else "Ст. ") + number
        return f"{short} {shorten(row.text, 90)}".strip()
    return shorten(f"{row.num} {row.text or names.get(row.position, '')}".strip(), 110)
