"""Which kind of clause an element of Akoma Ntoso is, and its address by the rules of ``structure``.

Pure. Source of the elements: Akoma Ntoso 3.0, Part 2, ``hierElements``. Elements without a counterpart in
Ukrainian acts are taken as the nearest kind by what they hold and where they stand.
"""

import re
from dataclasses import dataclass

from ..labels import latin, number_slug
from ..structure import CONTAINERS, LONGEST_EID

HIERARCHY = frozenset(
    {
        "alinea", "article", "book", "chapter", "clause", "division", "hcontainer", "indent", "item", "level", "list",
        "paragraph", "part", "point", "proviso", "recital", "citation", "rule", "section", "subchapter", "subclause",
        "subdivision", "sublist", "subparagraph", "subpart", "subrule", "subsection", "subtitle", "title", "tome",
        "transitional",
    }
)  # fmt: skip
_CONTAINER_OF = {
    "book": "book", "tome": "book", "part": "part", "title": "part", "subpart": "subpart", "subtitle": "subpart",
    "chapter": "chapter", "subchapter": "section", "division": "section", "subdivision": "section",
}  # fmt: skip
_BASIC = frozenset({"section", "clause", "rule"})
_PARTS_OF_ARTICLE = frozenset({"paragraph", "subsection", "section", "clause", "rule", "level", "subparagraph"})
_ANNEX_NAMES = re.compile(r"annex|schedule|appendix|allegato|anexo|додат", re.IGNORECASE)
ABBREVIATIONS = {
    "book": "book", "part": "part", "subpart": "subpart", "chapter": "chp", "section": "sec", "article": "art",
    "paragraph": "para", "point": "point", "subpoint": "point", "annex": "annex", "heading": "heading",
}  # fmt: skip
LONGEST_SLUG = 30


@dataclass(eq=False)
class Unit:
    """A clause while the file is being read; what the numbers of its parts go on from."""

    eid: str
    kind: str
    num: str
    text: str
    parent: "Unit | None"
    source_id: str | None = None
    table: tuple[tuple[str, ...], ...] | None = None
    quoted: bool = False
    next_alinea: int = 2
    next_part: int = 1
    numbered_parts: bool = False

    def ancestors(self) -> "list[Unit]":
        """This unit and those around it, the innermost first."""
        found: list[Unit] = []
        unit: Unit | None = self
        while unit is not None:
            found.append(unit)
            unit = unit.parent
        return found

    @property
    def printed(self) -> str:
        return f"{self.num} {self.text}".strip()


def kind_of(name: str, label: str, num: str, owner: Unit | None, holds_articles: bool) -> str:
    """The kind of clause that an element is.

    ``name`` is the element's, ``label`` the ``@name`` of an ``hcontainer``; ``holds_articles`` tells whether
    units stand inside that are articles themselves.
    """
    around = owner.ancestors() if owner is not None else []
    in_article = any(unit.kind == "article" for unit in around)
    if name in ("recital", "citation"):
        return "preamble"
    if name in _CONTAINER_OF and not in_article:
        return _CONTAINER_OF[name]
    if name == "article":
        return "article"
    if name == "hcontainer" and not in_article:
        return "annex" if _ANNEX_NAMES.search(label) else "section"
    if name in _BASIC and not in_article:
        return "section" if holds_articles else "article"
    if owner is not None and owner.kind == "article" and name in _PARTS_OF_ARTICLE:
        return "paragraph"
    inside_point = any(unit.kind in ("point", "subpoint") for unit in around)
    return "subpoint" if inside_point or slug_of(num)[:1].islower() else "point"


def slug_of(num: str) -> str:
    """The part of an address that a printed number gives: «Art. 5.» → ``5``, «(a)» → ``a``; empty for none."""
    words = re.findall(r"[^\W_]+(?:[.\-–][^\W_]+)*[⁰¹²³⁴⁵⁶⁷⁸⁹]*", num)
    telling = [w for w in words if any(char.isdigit() for char in w) or re.fullmatch(r"[IVXLCDMІХСМ]+|\w", w)]
    if not words:
        return ""
    slug = number_slug((telling or words)[-1])
    ascii_only = "".join(char if char.isascii() else latin(char) for char in slug)
    return re.sub(r"[^A-Za-z0-9.-]", "", ascii_only).strip(".-")[:LONGEST_SLUG]


class Addresses:
    """Gives each clause an address of its own, as ``structure`` does."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def take(self, eid: str) -> bool:
        """Claim an address that the file gives; False when it is no address or not free."""
        if eid in self._taken or len(eid) > LONGEST_EID + 20 or not re.fullmatch(r"[A-Za-z0-9_.-]+", eid):
            return False
        self._taken.add(eid)
        return True

    def numbered(self, kind: str, num: str, parent: Unit | None) -> str:
        """The address of a unit with its own number, or without one (``point_nn_1``)."""
        slug = slug_of(num) if kind in (*CONTAINERS, "article", "annex") else slug_of(num).lower()
        above = _above(kind, parent)
        if slug:
            return self.plain(f"{ABBREVIATIONS[kind]}_{slug}", above)
        if kind == "annex":
            return self.plain("annex_1", above)
        return self.counted(f"{ABBREVIATIONS[kind]}_nn_", above)

    def plain(self, part: str, parent: Unit | None) -> str:
        """This address, with a counter when it is taken."""
        eid = _join(parent, part)
        if eid in self._taken:
            return self._free(f"{eid}_", 2)
        self._taken.add(eid)
        return eid

    def counted(self, prefix: str, parent: Unit | None) -> str:
        """The next address of a row, counted from 1."""
        return self._free(_join(parent, prefix), 1)

    def _free(self, prefix: str, first: int) -> str:
        number = self._numbers.get(prefix, first)
        while f"{prefix}{number}" in self._taken:
            number += 1
        self._numbers[prefix] = number + 1
        self._taken.add(f"{prefix}{number}")
        return f"{prefix}{number}"


def _above(kind: str, parent: Unit | None) -> Unit | None:
    """Articles are not prefixed by their chapter, only by the annex that they stand in."""
    if kind != "article" or parent is None:
        return parent
    return next((unit for unit in parent.ancestors() if unit.kind == "annex"), None)


def _join(parent: Unit | None, part: str) -> str:
    while parent is not None and len(parent.eid) + len(part) > LONGEST_EID:
        parent = parent.parent
    return f"{parent.eid}__{part}" if parent is not None else part


def begins_at(kind: str) -> int:
    """The number of the first абзац below a unit: the lead-in sentence of most is абзац перший."""
    return 1 if kind in (*CONTAINERS, "annex") else 2
