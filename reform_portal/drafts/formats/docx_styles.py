"""Styles of a Word document: what they tell of headings, lists and letters.

Source: ECMA-376 part 1, 17.7 (styles) and 17.3.2 (run properties).
"""

import re
from dataclasses import dataclass

from .xml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|заголовок) ?([1-9])\Z")
_TITLES = {"title", "назва"}
_CONTENTS = re.compile(r"(?:toc|contents|зміст) ?\d\Z")
HIGHEST = 6


@dataclass(frozen=True)
class Letters:
    """How a run is printed; None: the styles decide."""

    hidden: bool | None = None
    raised: bool | None = None
    capitals: bool | None = None

    def over(self, lower: "Letters") -> "Letters":
        """These properties, where they are silent the lower ones."""
        if self is PLAIN:
            return lower
        return Letters(
            lower.hidden if self.hidden is None else self.hidden,
            lower.raised if self.raised is None else self.raised,
            lower.capitals if self.capitals is None else self.capitals,
        )


PLAIN = Letters()


@dataclass(frozen=True)
class Style:
    """``heading``: level or 0, None when nothing says; ``list_id`` and ``level`` as in ``numPr``."""

    heading: int | None = None
    contents: bool = False
    list_id: str | None = None
    level: int | None = None
    letters: Letters = PLAIN


class Styles:
    """The styles by their ids, with all that they take over from the styles they are based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._kept: dict[str, Style] = {}
        self._default = Style()
        self._default_id: str | None = None
        for style in root.iterfind(W + "style") if root is not None else ():
            style_id = style.get(W + "styleId") or ""
            self._elements[style_id] = style
            if style.get(W + "type") == "paragraph" and is_on(style.get(W + "default", "0")):
                self._default_id = style_id

    def paragraph(self, style_id: str | None) -> Style:
        """The style of a paragraph; the default one where it names none."""
        return self.get(style_id if style_id in self._elements else self._default_id)

    def get(self, style_id: str | None) -> Style:
        if style_id is None:
            return self._default
        if style_id not in self._kept:
            self._kept[style_id] = self._resolved(style_id)
        return self._kept[style_id]

    def list_of(self, style_id: str) -> str | None:
        """The list that a numbering style stands for."""
        return self.get(style_id).list_id

    def _resolved(self, style_id: str) -> Style:
        chain: list[etree._Element] = []
        seen: set[str] = set()
        name: str | None = style_id
        while name is not None and name in self._elements and name not in seen:
            seen.add(name)
            chain.append(self._elements[name])
            name = value(chain[-1].find(W + "basedOn"))
        found = Style()
        for element in reversed(chain):
            found = _with(found, element)
        return found


def _with(lower: Style, element: etree._Element) -> Style:
    name = (value(element.find(W + "name")) or "").lower()
    properties = element.find(W + "pPr")
    list_id, level = numbering_of(properties)
    heading = heading_of(properties)
    if heading is None:
        heading = _heading_by_name(name)
    return Style(
        lower.heading if heading is None else heading,
        lower.contents or bool(_CONTENTS.match(name)),
        lower.list_id if list_id is None else list_id,
        lower.level if level is None else level,
        letters_of(element.find(W + "rPr")).over(lower.letters),
    )


def heading_of(properties: etree._Element | None) -> int | None:
    """The heading level that paragraph properties give, 0 for body text, None when they are silent."""
    level = value(properties.find(W + "outlineLvl")) if properties is not None else None
    if level is None or not level.isdecimal():
        return None
    return min(int(level) + 1, HIGHEST) if int(level) < 9 else 0


def _heading_by_name(name: str) -> int | None:
    match = _HEADING.match(name)
    if match:
        return min(int(match[1]), HIGHEST)
    return 1 if name in _TITLES else None


def numbering_of(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """(list, level) of ``numPr``; None where it is silent."""
    numbering = properties.find(W + "numPr") if properties is not None else None
    if numbering is None:
        return None, None
    level = value(numbering.find(W + "ilvl"))
    return value(numbering.find(W + "numId")), min(int(level), 8) if level and level.isdecimal() else None


def letters_of(properties: etree._Element | None) -> Letters:
    """What run properties say of hidden text, superscripts and capitals."""
    if properties is None or not len(properties):
        return PLAIN
    raised = value(properties.find(W + "vertAlign"))
    return Letters(
        switch(properties.find(W + "vanish")),
        None if raised is None else raised == "superscript",
        switch(properties.find(W + "caps")),
    )


def value(element: etree._Element | None) -> str | None:
    return None if element is None else element.get(W + "val")


def switch(element: etree._Element | None) -> bool | None:
    """A property that is on when it is there and does not say otherwise."""
    return None if element is None else is_on(element.get(W + "val", "1"))


def is_on(word: str) -> bool:
    return word.lower() not in ("0", "false", "off", "none")
