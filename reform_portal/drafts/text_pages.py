"""Cutting a long act into pages for reading, at the boundaries of its articles. Pure."""

from collections.abc import Sequence

from .structure import CONTAINERS, HEADINGS

TARGET = 220
MOST = 320


def assign_pages(kinds: Sequence[str]) -> list[int]:
    """The page (from 1) of each clause, given the kinds of all clauses in order.

    A page is cut before an article or a heading once it holds ``TARGET`` clauses, and anywhere at
    ``MOST``; a heading is never left alone at the foot of a page.
    """
    if len(kinds) <= MOST:
        return [1] * len(kinds)
    pages: list[int] = []
    page, filled = 1, 0
    for index, kind in enumerate(kinds):
        begins = kind in HEADINGS and (index == 0 or kinds[index - 1] not in (*CONTAINERS, "heading"))
        if (filled >= TARGET and begins) or filled >= MOST:
            page, filled = page + 1, 0
        pages.append(page)
        filled += 1
    return pages


def assign_sections(kinds: Sequence[str]) -> list[int]:
    """The position (from 1) of the article or heading that each clause stands under; 0 before the first."""
    sections: list[int] = []
    current = 0
    for position, kind in enumerate(kinds, start=1):
        if kind in HEADINGS:
            current = position
        sections.append(current)
    return sections
