"""A figure with its goal, the table of all of them and the file they are kept in."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Goal:
    """``most`` or ``least``, for the value or, with ``of_ratio``, for the ratio to the constant page."""

    most: float | None = None
    least: float | None = None
    of_ratio: bool = False
    unit: str = ""

    def __str__(self) -> str:
        sign, limit = ("≤", self.most) if self.most is not None else ("≥", self.least)
        return f"{sign} {limit:,g} {'×' if self.of_ratio else self.unit}".rstrip()

    def is_met(self, number: float) -> bool:
        return (self.most is None or number <= self.most) and (self.least is None or number >= self.least)


@dataclass(frozen=True)
class Figure:
    """What was measured. ``value`` is what the goal speaks of, ``note`` stands beside it, ``more`` only in the file."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    goal: Goal | None = None
    note: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def met(self) -> bool | None:
        if self.goal is None:
            return None
        number = self.ratio if self.goal.of_ratio else self.value
        return number is not None and self.goal.is_met(number)

    def cells(self) -> tuple[str, ...]:
        value = f"{self.value:,.0f}" if self.value >= 100 or self.value == int(self.value) else f"{self.value:.2f}"
        ratio = f"{self.ratio:.2f} ×" if self.ratio is not None else ""
        met = {True: "met", False: "NOT MET", None: ""}[self.met]
        return self.name, f"{value} {self.unit}", self.note, ratio, str(self.goal or ""), met


HEADER = ("figure", "value", "more", "ratio", "goal", "")
RIGHT = (1, 3)


def table(figures: Sequence[Figure]) -> str:
    """All figures, aligned."""
    rows = [HEADER, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADER))]
    lines = [
        "  ".join(
            cell.rjust(width) if i in RIGHT else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in [lines[0], "─" * (sum(widths) + 2 * len(widths) - 2), *lines[1:]])


def keep(path: Path, machine: dict[str, Any], figures: Sequence[Figure]) -> None:
    """Write JSON lines: first what it ran on, then one line for each figure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [machine, *({**asdict(figure), "goal": str(figure.goal or ""), "met": figure.met} for figure in figures)]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
