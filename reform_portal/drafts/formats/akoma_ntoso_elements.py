"""What the elements of Akoma Ntoso are to a reader of lines: names, lines of text, holders of lines.

Pure. Source: Akoma Ntoso 3.0, Part 2.
"""

from collections.abc import Iterator
from typing import TypeAlias

from .akoma_ntoso_units import HIERARCHY
from .xml import etree

Element: TypeAlias = etree._Element
DOCUMENTS = frozenset(
    {
        "act", "amendment", "amendmentList", "bill", "debate", "debateReport", "doc", "documentCollection", "judgment",
        "officialGazette", "portion", "statement",
    }
)  # fmt: skip
QUOTATIONS = frozenset({"quotedStructure", "embeddedStructure"})
DESIGNATION = ("num", "heading", "subheading")
TEXT_PARTS = frozenset({"content", "intro", "wrapUp"})
BLOCKS = frozenset({"p", "block", "tocItem", "listIntroduction", "listWrapUp", *DESIGNATION})
TITLED_BLOCKS = frozenset({"tblock", "blockContainer", "container"})
# What cannot stand inside a line of text, and ends it where it does.
SPLITS_LINE = BLOCKS | HIERARCHY | QUOTATIONS | TITLED_BLOCKS | {
    "blockList", "li", "ol", "table", "td", "th", "toc", "tr", "ul",
}  # fmt: skip
_HELD = tuple(f"{{*}}{name}" for name in sorted(SPLITS_LINE))


def name_of(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def first(element: Element, name: str) -> Element | None:
    return next(element.iter(f"{{*}}{name}"), None)


def opened(element: Element) -> Iterator[Element]:
    """The children of a unit, those of its text parts among them."""
    for child in element:
        if name_of(child) in TEXT_PARTS:
            yield from child
        else:
            yield child


def has_words(element: Element) -> bool:
    texts = (element.text, *(child.tail for child in element))
    return any(text and text.strip() for text in texts)


def is_block(element: Element) -> bool:
    """Whether an element is a line of text and not a holder of lines."""
    if name_of(element) in BLOCKS or has_words(element):
        return True
    return next(element.iterdescendants(*_HELD), None) is None


def has_number_alone(element: Element) -> bool:
    names = {name_of(child) for child in element}
    return "num" in names and not names & {"heading", "subheading"}


def holds_articles(element: Element) -> bool:
    inside = element.iterdescendants("{*}article", "{*}section")
    return any(not _is_quoted(inner, element) for inner in inside)


def _is_quoted(inner: Element, outer: Element) -> bool:
    for around in inner.iterancestors():
        if around is outer:
            return False
        if name_of(around) in QUOTATIONS:
            return True
    return False


def begins_with_text(document: Element) -> bool:
    """Whether the first thing printed in a document is a line of text and not a unit."""
    for element in document.iter():
        if any(name_of(around) == "meta" for around in (element, *element.iterancestors())):
            continue
        if name_of(element) in HIERARCHY:
            return False
        if name_of(element) in BLOCKS and "".join(element.itertext()).strip():
            return True
    return False
