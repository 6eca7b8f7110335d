"""Where the comments in the margin of a Word file hang. Pure but for the elements that it makes.

Word marks the beginning and the end of the words that a comment is about, and shows the comment at a reference
after them: ECMA-376, part 1, 17.13.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...core.word import OxmlElement, qn
from .word_elements import run, valued


@dataclass(frozen=True)
class Span:
    """The words that comment ``number`` is about, in code points of a clause's text; None: the whole clause."""

    number: int
    start: int | None = None
    end: int | None = None


def begin(spans: Sequence[Span]) -> list[Any]:
    return [_mark("w:commentRangeStart", span.number) for span in spans]


def finish(spans: Sequence[Span]) -> list[Any]:
    """The ends, each with the reference that the comment is shown at."""
    return [element for span in spans for element in (_mark("w:commentRangeEnd", span.number), _reference(span.number))]


def runs_with(text: str, spans: Sequence[Span]) -> list[Any]:
    """A text cut at the ends of every span, with the marks between its runs.

    Spans may overlap; what they claim beyond the text is left out.
    """
    placed = [
        (min(max(span.start, 0), len(text)), min(max(span.end, span.start), len(text)), span)
        for span in spans
        if span.start is not None and span.end is not None
    ]
    cuts = sorted({0, len(text), *(start for start, _end, _span in placed), *(end for _start, end, _span in placed)})
    starting: dict[int, list[Span]] = {}
    ending: dict[int, list[Span]] = {}
    for start, end, span in placed:
        starting.setdefault(start, []).append(span)
        if end > start:
            ending.setdefault(end, []).append(span)
    empty = {span.number for start, end, span in placed if start == end}
    elements: list[Any] = []
    for index, cut in enumerate(cuts):
        elements += finish(ending.get(cut, ()))
        begun = starting.get(cut, [])
        elements += begin(begun) + finish([span for span in begun if span.number in empty])
        if index + 1 < len(cuts):
            elements.append(run(text[cut : cuts[index + 1]]))
    return elements or [run(text)]


def is_whole(span: Span) -> bool:
    """Whether a comment is about its clause as a whole."""
    return span.start is None or span.end is None


def _mark(tag: str, number: int) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:id"), str(number))
    return element


def _reference(number: int) -> Any:
    made = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    properties.append(valued("w:rStyle", "CommentReference"))
    made.append(properties)
    made.append(_mark("w:commentReference", number))
    return made
