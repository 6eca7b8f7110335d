"""A clause's text with its commented words marked, and small pictures of counts. Pure; all text is escaped here."""

import re
from collections.abc import Iterable, Mapping
from html import escape

from markupsafe import Markup

from .stances import STANCES, counted

_TABLE_RULES = re.compile(r"[-+=|]{4,}|(?<=\s)\|(?=\s)")


def marked(text: str, stretches: Iterable[tuple[int, int, int]]) -> Markup:
    """The text with ``<mark>`` around each stretch; more comments make a stronger mark."""
    parts: list[str] = []
    at = 0
    for start, end, mark in _levelled(stretches):
        if start < at or end > len(text):
            continue
        parts.append(escape(text[at:start], quote=False))
        parts.append(f"{mark}{escape(text[start:end], quote=False)}</mark>")
        at = end
    parts.append(escape(text[at:], quote=False))
    return Markup("".join(parts))


def _levelled(stretches: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, str]]:
    """Stretches with their opening tag; neighbours of one level become one."""
    found: list[tuple[int, int, str]] = []
    for start, end, number in stretches:
        mark = "<mark>" if number == 1 else '<mark class="mark--2">' if number < 5 else '<mark class="mark--3">'
        if found and found[-1][1:] == (start, mark):
            start = found.pop()[0]
        found.append((start, end, mark))
    return found


def without_drawn_lines(text: str) -> str:
    """The words of a table that the source drew with characters, for the page only."""
    return " ".join(_TABLE_RULES.sub(" ", text).split())


def stances_bar(tally: Mapping[str, int], label: str) -> Markup:
    """A stacked bar of stances; ``label`` says the same in words."""
    total = sum(tally.get(stance, 0) for stance in STANCES)
    if not total:
        return Markup("")
    rects, x = [], 0.0
    for stance in STANCES:
        width = 100 * tally.get(stance, 0) / total
        if width:
            rects.append(f'<rect class="s-{stance}" x="{x:.2f}" width="{width:.2f}" height="6"/>')
            x += width
    body = "".join(rects)
    return Markup(
        '<svg class="stances" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="%s">%s</svg>'
    ) % (label, Markup(body))


def in_words(tally: Mapping[str, int]) -> str:
    """«12 за, 31 проти»: what a bar shows."""
    return ", ".join(counted(stance, tally[stance]) for stance in STANCES if tally.get(stance))


def heat_bar(number: int, most: int) -> Markup:
    """How much of the discussion is here, against the busiest place; the number stands beside it in words."""
    width = round(100 * number / most) if most else 0
    return Markup(
        '<svg class="heat" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="heat-track" width="100" height="8"/>'
        f'<rect class="heat-fill" width="{width}" height="8"/></svg>'
    )
