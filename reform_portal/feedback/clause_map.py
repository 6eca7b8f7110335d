"""The map of a draft: article by article how much is said, and how much of that stands against each other. Pure.

Disagreement is counted clause by clause: the opinions «за» and «проти» that face each other, twice the smaller of
the two numbers. So a clause that all reject has none, and one that divides people evenly has most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

WIDTH, HEIGHT, MARGIN = 720.0, 150.0, 26.0
WIDEST = 44.0
NAMED = 6
# So much room the name of a column needs on each side.
NAME_ROOM = 34.0


@dataclass(frozen=True)
class Column:
    """An article or another part of the text: ``comments`` about it and its clauses, ``contested`` of them."""

    eid: str
    label: str
    comments: int
    contested: int


def columns(headings: Sequence[Any], counts: Mapping[int, tuple[int, int]], labels: Mapping[str, str]) -> list[Column]:
    """The columns in the order of the text.

    ``headings`` are rows (position, eid, kind), ``counts`` maps the position of an article or heading to (comments,
    contested) of all that stands under it, 0 being what stands before any; ``labels`` names addresses. What is not
    an article is a column only where something was said.
    """
    found = [Column("", labels[""], *counts[0])] if counts.get(0, (0, 0))[0] else []
    for row in headings:
        comments, contested = counts.get(row.position, (0, 0))
        if comments or row.kind == "article":
            found.append(Column(row.eid, labels[row.eid], comments, contested))
    return found


def draw(shown: Sequence[Column], label: str) -> Markup:
    """The picture: up how much was said, down, on the same scale, how much of it is contested.

    ``label`` says the same in words. Empty where nothing was said.
    """
    most = max((column.comments for column in shown), default=0)
    if not most:
        return Markup("")
    step = min(WIDEST, WIDTH / len(shown))
    bars, width = [], max(1.0, step * 0.78)
    for at, column in enumerate(shown):
        x = at * step + (step - width) / 2
        bars.append(_bar("map-said", x, width, -HEIGHT * column.comments / most, _tip(column)))
        bars.append(_bar("map-contested", x, width, HEIGHT * column.contested / most, _tip(column)))
    names = [_name(shown[at], (at + 0.5) * step, most) for at in named(shown, step)]
    top = MARGIN + HEIGHT
    below = 2 + HEIGHT * max(column.contested for column in shown) / most
    return Markup(
        '<svg class="clause-map" viewBox="0 0 %s %s" role="img" aria-label="%s"><g transform="translate(0 %s)">%s'
        '<line class="map-axis" x2="%s"/>%s</g></svg>'
    ) % (
        f"{WIDTH:g}", f"{top + below:g}", label, f"{top:g}", Markup("".join(bars)), f"{WIDTH:g}", Markup("").join(names)
    )  # fmt: skip


def named(shown: Sequence[Column], step: float) -> list[int]:
    """Which columns have their name printed: the busiest ones, as far as the names do not touch."""
    chosen: list[int] = []
    for at in sorted(range(len(shown)), key=lambda at: (-shown[at].comments, at)):
        if len(chosen) == NAMED or not shown[at].comments:
            break
        if all(abs(at - other) * step >= 2 * NAME_ROOM for other in chosen):
            chosen.append(at)
    return sorted(chosen)


def _bar(name: str, x: float, width: float, height: float, tip: str) -> Markup:
    if not height:
        return Markup("")
    return Markup('<rect class="%s" x="%s" y="%s" width="%s" height="%s"><title>%s</title></rect>') % (
        name, f"{x:.1f}", f"{min(0.0, height):.1f}", f"{width:.1f}", f"{max(1.0, abs(height)):.1f}", tip
    )  # fmt: skip


def _tip(column: Column) -> str:
    return f"{column.label}: {column.comments} / {column.contested}"


def _name(column: Column, x: float, most: int) -> Markup:
    anchor = "start" if x < NAME_ROOM else "end" if x > WIDTH - NAME_ROOM else "middle"
    return Markup('<text class="map-name" x="%s" y="%s" text-anchor="%s">%s</text>') % (
        f"{x:.1f}", f"{-HEIGHT * column.comments / most - 6:.1f}", anchor, column.label
    )  # fmt: skip
