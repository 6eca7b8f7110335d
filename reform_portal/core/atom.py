"""Atom feeds: plain values → the bytes of a feed.

Pure. Source of the form: RFC 4287 (Atom) and RFC 5005 §3 (feeds in pages, ``next`` and ``first``).
Characters that XML 1.0 has no place for are left out; nothing of a text is ever read as markup.
"""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from .clock import stamp

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
# XML 1.0 §2.2; the discouraged characters (C1 controls) go too: some parsers refuse them.
_NOT_XML = re.compile("[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")

ElementTree.register_namespace("", NAMESPACE)


@dataclass(frozen=True)
class FeedEntry:
    """One thing of a feed.

    ``id`` is lasting and unique (an address or a ``tag:``); ``updated`` grows when the thing changes;
    ``link`` is where it can be read. ``html`` is safe HTML, ``text`` plain text: give one or the other, or neither.
    ``categories`` are (term, label) pairs; ``language`` is that of the words where it is not the feed's.
    """

    id: str
    title: str
    updated: datetime
    link: str
    published: datetime | None = None
    author: str = ""
    text: str = ""
    html: str = ""
    summary: str = ""
    categories: Sequence[tuple[str, str]] = field(default=())
    language: str = ""


def feed(
    *, id: str, title: str, link: str, page: str, updated: datetime, entries: Iterable[FeedEntry], author: str,
    subtitle: str = "", language: str = "uk", next: str = "", first: str = "", icon: str = "", rights: str = "",
) -> bytes:  # fmt: skip
    """A feed as UTF-8.

    ``link`` is the address of this feed, ``page`` that of the page that shows the same, ``next`` and ``first`` those
    of the further and of the first part of a long feed; all addresses are absolute. ``author`` answers for entries
    that name no author. ``updated`` is the newest instant of the entries or, without entries, of the feed's making.
    Raises ValueError for an instant without a zone and for two entries with one id.
    """
    root = ElementTree.Element(_name("feed"), {f"{{{_XML}}}lang": language})
    _text(root, "id", id)
    _text(root, "title", title)
    if subtitle:
        _text(root, "subtitle", subtitle)
    _text(root, "updated", instant(updated))
    _author(root, author)
    for rel, href, kind in (
        ("self", link, "application/atom+xml"),
        ("alternate", page, "text/html"),
        ("first", first, "application/atom+xml"),
        ("next", next, "application/atom+xml"),
    ):
        if href:
            _link(root, rel, href, kind)
    if icon:
        _text(root, "icon", icon)
    if rights:
        _text(root, "rights", rights)
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise ValueError(f"two entries with the id {entry.id}")
        seen.add(entry.id)
        _entry(root, entry)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def instant(moment: datetime) -> str:
    """An instant as RFC 3339 wants it, in UTC and whole seconds. Raises ValueError without a zone."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return stamp(moment)


def xml_text(text: str) -> str:
    """A text without the characters that XML has no place for."""
    return _NOT_XML.sub("", text)


def _entry(root: ElementTree.Element, entry: FeedEntry) -> None:
    place = ElementTree.SubElement(root, _name("entry"))
    if entry.language:
        place.set(f"{{{_XML}}}lang", entry.language)
    _text(place, "id", entry.id)
    _text(place, "title", " ".join(entry.title.split()))
    _text(place, "updated", instant(entry.updated))
    if entry.published is not None:
        _text(place, "published", instant(entry.published))
    if entry.author:
        _author(place, entry.author)
    _link(place, "alternate", entry.link, "text/html")
    for term, label in entry.categories:
        ElementTree.SubElement(place, _name("category"), {"term": xml_text(term), "label": xml_text(label)})
    if entry.summary:
        _text(place, "summary", entry.summary)
    if entry.html or entry.text:
        _text(place, "content", entry.html or entry.text, "html" if entry.html else "text")


def _author(place: ElementTree.Element, name: str) -> None:
    _text(ElementTree.SubElement(place, _name("author")), "name", " ".join(name.split()))


def _link(place: ElementTree.Element, rel: str, href: str, kind: str) -> None:
    ElementTree.SubElement(place, _name("link"), {"rel": rel, "href": xml_text(href), "type": kind})


def _text(place: ElementTree.Element, name: str, text: str, kind: str = "") -> None:
    element = ElementTree.SubElement(place, _name(name), {"type": kind} if kind else {})
    element.text = xml_text(text)


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
