"""Which paragraphs of an act are the quoted text of another act, as final provisions hold them.

Pure. An amending act prints «"Стаття 91-5. …» of a foreign code; a reader who takes that for an
article of this act invents phantom articles. A quotation begins with a paragraph that opens a
quotation mark and does not close it, and lasts until a paragraph ends with the closing mark.
Ukrainian typography lets one mark close two quotations («Закону "Про охорону";»), so where the
count is not plain the numbering of the act itself decides (see ``Numbering``).
"""

import re
from collections.abc import Sequence
from typing import Protocol

_CLOSED_END = re.compile(r"[\"»”]\s*[.;,:)]*\s*\Z")
_OPENING_START = re.compile(r"[\"«“„]")
_AMENDMENT = re.compile(
    r"(?:такого змісту|такій редакції|словами|доповнити|замінити|виключити|following|as follows)[^.]{0,300}[\"«“„]",
    re.IGNORECASE,
)
_BEFORE_OPENING = set(' \t\u00a0([—–-/«„“"')
LIMIT = 600


class Numbering(Protocol):
    """What the designations of paragraphs tell about a quotation that began at ``start``."""

    def own(self, start: int, index: int) -> bool:
        """Whether paragraph ``index`` goes on with the act's own text as it stood before ``start``."""

    def same_list(self, start: int, index: int) -> bool:
        """Whether ``index`` is numbered in the style of the item that the quotation belongs to."""

    def inner(self, start: int, index: int) -> bool:
        """Whether it goes on with a numbering that began inside the quotation."""


def quoted_paragraphs(texts: Sequence[str], numbering: Numbering) -> set[int]:
    """Indexes of the paragraphs that stand inside a quotation which spans paragraphs, or open one.

    ``numbering`` knows the designations of the paragraphs.
    """
    quoted: set[int] = set()
    index = 0
    while index < len(texts):
        end = _end_of_quotation(texts, index, numbering)
        begins_with_mark = bool(_OPENING_START.match(texts[index])) and _is_whole_quotation(texts[index])
        if end is None:
            if begins_with_mark:
                quoted.add(index)
            index += 1
            continue
        first = index if _OPENING_START.match(texts[index]) else index + 1
        quoted.update(range(first, end + 1))
        index = end + 1
    return quoted


def balance(text: str) -> tuple[int, int]:
    """(opened, closed) quotation marks of a paragraph; a straight mark is judged by what is before it."""
    opened = closed = 0
    before = " "
    for char in text:
        if char in "«“„":
            opened += 1
        elif char in "»”":
            closed += 1
        elif char == '"':
            if before in _BEFORE_OPENING:
                opened += 1
            else:
                closed += 1
        before = char
    return opened, closed


def _is_whole_quotation(text: str) -> bool:
    return bool(_CLOSED_END.search(text))


def _end_of_quotation(texts: Sequence[str], start: int, numbering: Numbering) -> int | None:
    text = texts[start]
    opened, closed = balance(text)
    if opened <= closed or not (_OPENING_START.match(text) or _AMENDMENT.search(text)):
        return None
    depth = opened - closed
    index = start
    while True:
        if _CLOSED_END.search(texts[index]) and (depth <= 0 or _closes_here(texts, start, index, numbering)):
            return index if index > start else None
        index += 1
        if index >= len(texts) or index - start > LIMIT or _goes_on(texts, start, index, numbering):
            return None if index - start <= 1 else index - 1
        opened, closed = balance(texts[index])
        depth += opened - closed


def _closes_here(texts: Sequence[str], start: int, index: int, numbering: Numbering) -> bool:
    """Where the count of marks is not plain: does the act's own text go on after this paragraph?"""
    following = index + 1
    if following >= len(texts) or _OPENING_START.match(texts[following]):
        return True
    own, inner = numbering.own(start, following), numbering.inner(start, following)
    if own and inner:
        return texts[index].rstrip().endswith(";") and numbering.same_list(start, following)
    return own


def _goes_on(texts: Sequence[str], start: int, index: int, numbering: Numbering) -> bool:
    """An article of the act itself that is next in order ends any quotation that was never closed."""
    is_heading = re.match(r"(?:Стаття|Розділ|РОЗДІЛ|Глава|Article)\s", texts[index])
    return bool(is_heading) and numbering.own(start, index)
