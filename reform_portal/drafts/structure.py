"""From the paragraphs of an act to its tree of clauses, down to the абзац.

Pure: plain values in, plain values out. Every paragraph becomes exactly one clause or one note, in
the order of the text; ``num`` + space + ``text`` gives the paragraph back as printed.

Addresses (``eid``) follow the Akoma Ntoso naming convention v1.0 without ``list`` elements:
``art_5-1__para_2__point_3__point_a``; articles are not prefixed by their chapter, as in EU bills.
An unnumbered part of an article is ``para_nn_2``. The lead-in sentence of a unit is its own text
(абзац перший, alias ``al_1``), so further абзаци begin at ``al_2``.
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from .labels import (
    Label,
    is_capitals,
    latin,
    letter_label,
    letters_are_latin,
    number_slug,
    order_of,
    read_label,
    read_roman_heading,
)
from .quotations import quoted_paragraphs
from .remarks import Remark, remark

LONGEST_EID = 180
# How far ahead a decision may look: far enough for any list of law, and no file can make it costly.
AHEAD = 400
# No law nests deeper; a file that does would make every look at the units around quadratic.
DEEPEST = 30
CONTAINER_RANK = {"book": 0, "part": 1, "subpart": 2, "chapter": 3, "section": 4, "annex": 1}
# Kinds that hold articles, and all that stands in the contents of an act.
CONTAINERS = ("book", "part", "subpart", "chapter", "section")
HEADINGS = (*CONTAINERS, "article", "annex")
_ABBREVIATION = {"paragraph": "para", "point": "point", "subpoint": "point"}
# What a person may say a paragraph is, beside PLAIN and NOTE.
FORCED_KINDS = (
    *HEADINGS, "heading", "paragraph", "point", "subpoint", "alinea", "table", "title", "preamble",
)  # fmt: skip
PLAIN, NOTE = "plain", "note"
_FORCED_PART = {
    "book": "book", "part": "part", "subpart": "subpart", "chapter": "chp", "section": "sec", "annex": "annex",
    "article": "art", **_ABBREVIATION,
}  # fmt: skip
_NUMBER_IN_LABEL = re.compile(r"\d{1,4}(?:\s?[-–]\s?\d{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|\b[IVXLCDMІХСМ]+\b")
_ORDINALS = (
    "перш", "друг", "трет", "четверт", "п'ят", "шост", "сьом", "восьм", "дев'ят", "десят", "одинадцят", "дванадцят",
    "тринадцят", "чотирнадцят", "п'ятнадцят", "шістнадцят", "сімнадцят", "вісімнадцят", "дев'ятнадцят", "двадцят",
)  # fmt: skip
_ROUND_NOTE = re.compile(
    r"\(\s*(?:Офіційне тлумачення|Із змінами, внесеними|"
    r"(?:Назв|Преамбул|Книг|Розділ|Підрозділ|Глав|Статт|Частин|Пункт|Підпункт|Абзац|Положенн|Додат)\w*\s"
    r".{0,300}?(?:в редакції|із змінами|виключен|доповнен|визнан))",
    re.IGNORECASE,
)
_EXCLUDED_ALINEA = re.compile(
    r"[{(]\s*Абзац[иі]?\s+(.{3,60}?)\s+(?:пункт|підпункт|частин|статт|розділ).*виключено", re.IGNORECASE
)
_EXCLUDED_PART = re.compile(r"[{(]\s*Частину\s+(\S+)\s+статті.*виключено", re.IGNORECASE)
_TABLE_ART = re.compile(r"\+?[-=+]{5,}")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a source.

    ``heading`` is its heading level (0: none), ``source_id`` the id that the source gives it,
    ``table`` the rows of cells when it is a table; then ``text`` is its text in reading order.
    """

    text: str
    source_id: str | None = None
    heading: int = 0
    table: tuple[tuple[str, ...], ...] | None = None


@dataclass(frozen=True)
class ParsedClause:
    """A clause before it is kept: see the module's text for ``eid``, ``num`` and ``text``."""

    eid: str
    kind: str
    num: str
    text: str
    parent: str | None
    source_id: str | None = None
    table: tuple[tuple[str, ...], ...] | None = None
    quoted: bool = False

    @property
    def printed(self) -> str:
        return f"{self.num} {self.text}".strip()


@dataclass(frozen=True)
class Note:
    """An editorial note «{…}»: no text of the norm. ``after`` is the eid of the clause before it."""

    text: str
    source_id: str | None
    after: str | None


@dataclass(frozen=True)
class Forced:
    """What a person said a paragraph is, against what would be recognised.

    ``kind`` is one of FORCED_KINDS, PLAIN (text without a number that goes on with the unit above) or
    NOTE; ``num`` is the printed number that the paragraph begins with, or empty; ``parent`` the index
    of the paragraph whose unit it belongs to (None: the topmost level).
    """

    kind: str
    num: str = ""
    parent: int | None = None


@dataclass(frozen=True)
class Structure:
    title: str
    clauses: list[ParsedClause]
    notes: list[Note]
    warnings: list[Remark] = field(default_factory=list)


def parse_structure(paragraphs: Sequence[Paragraph], forced: Mapping[int, Forced] | None = None) -> Structure:
    """Recognise the units of an act.

    ``forced`` tells, by the index of a paragraph, what a person said that it is; the paragraphs after
    it attach as they do after such a unit.

    ``warnings`` are remarks on what a person should look at: guessed superscripts,
    repeated numbers.
    """
    numbered = [(i, replace(p, text=" ".join(p.text.split()))) for i, p in enumerate(paragraphs)]
    numbered = [(i, p) for i, p in numbered if p.text or p.table]
    forced = forced or {}
    own = [(i, p) for i, p in numbered if not stands_as_note(p.text, forced.get(i))]
    kept = [p for _i, p in numbered]
    body = [p for _i, p in own]
    meant = _in_body(forced, [i for i, _p in own])
    labels = _labels(body, meant)
    texts = [p.text for p in body]
    quoted = _not_said_own(quoted_paragraphs(texts, _Numbering(labels, texts)), meant)
    builder = _Builder([None if i in quoted else label for i, label in enumerate(labels)], body, meant)
    index = 0
    for position, paragraph in numbered:
        if stands_as_note(paragraph.text, forced.get(position)):
            builder.note(paragraph)
        else:
            builder.take(index, paragraph, index in quoted)
            index += 1
    return Structure(builder.title or find_title(kept), builder.clauses, builder.notes, builder.warnings)


def stands_as_note(text: str, forced: Forced | None) -> bool:
    """Whether a paragraph is an editorial note: as a person said, else as it is printed."""
    return is_note(text) if forced is None else forced.kind == NOTE


def is_note(text: str) -> bool:
    """Whether a paragraph is an editorial note of the publisher: «{Статтю 5 виключено…}».

    Texts of before about 2010 have them in round brackets, as some paragraphs of the norm are, so
    there the first words decide.
    """
    end = text.rstrip(" .;,")
    return (text.startswith("{") and end.endswith("}")) or (bool(_ROUND_NOTE.match(text)) and end.endswith(")"))


def find_title(paragraphs: Sequence[Paragraph]) -> str:
    """The act's name: its first heading, else the first line that reads like one."""
    head = list(
        itertools.takewhile(lambda p: p.heading == 1 or read_label(p.text, p.heading > 0) is None, paragraphs[:8])
    )
    for paragraph in head:
        if paragraph.heading == 1:
            return paragraph.text
    named = [p.text for p in head if p.text.startswith("Про ")]
    if named:
        return named[0]
    capitals = [p.text for p in head if is_capitals(p.text) and not is_table_art(p.text)]
    return (capitals or [p.text for p in head] or [""])[0]


def is_table_art(text: str) -> bool:
    """Whether a paragraph is a table drawn with characters, as text exports hold them."""
    return bool(_TABLE_ART.match(text))


@dataclass
class _Unit:
    """A clause that may still get children."""

    eid: str
    kind: str
    style: str
    order: tuple[int, ...]
    text: str
    parent: "_Unit | None"
    rank: int = 9
    abbreviation: str = ""
    body: bool = True
    next_alinea: int = 2
    next_part: int = 1
    numbered_parts: bool = False
    dots: int = 0

    def ancestors(self) -> "list[_Unit]":
        found: list[_Unit] = []
        unit: _Unit | None = self
        while unit is not None:
            found.append(unit)
            unit = unit.parent
        return found


class _Numbering:
    """Tells the quotation finder what a paragraph's designation goes on with."""

    def __init__(self, labels: list[Label | None], texts: list[str]) -> None:
        self._labels = labels
        self._inner = [read_label(text.lstrip('"«“„ '), False) for text in texts]

    def own(self, start: int, index: int) -> bool:
        label = self._labels[index]
        if label is None:
            return True
        for before in range(start, -1, -1):
            earlier = self._labels[before]
            if earlier is not None and (earlier.style, earlier.kind) == (label.style, label.kind):
                return label.style == "letter" or _next_in_order(earlier.order, label.order, gap=5)
        return label.style == "container" or label.order[:1] == (1,)

    def same_list(self, start: int, index: int) -> bool:
        label = self._labels[index]
        item = next((earlier for earlier in reversed(self._labels[: start + 1]) if earlier is not None), None)
        return label is not None and item is not None and label.style == item.style

    def inner(self, start: int, index: int) -> bool:
        label = self._labels[index]
        if label is None:
            return False
        for before in range(index - 1, start - 1, -1):
            earlier = self._inner[before]
            if earlier is not None and earlier.style == label.style:
                return label.style == "letter" or _next_in_order(earlier.order, label.order, gap=1)
        return False


def _next_in_order(earlier: tuple[int, ...], later: tuple[int, ...], gap: int) -> bool:
    if not earlier or not later:
        return False
    return later > earlier and later[0] - earlier[0] <= gap


def _in_body(forced: Mapping[int, Forced], own: Sequence[int]) -> dict[int, Forced]:
    """What was said, by index among the paragraphs that are no notes, parents too."""
    place = {index: position for position, index in enumerate(own)}
    return {
        place[index]: replace(said, parent=place.get(said.parent) if said.parent is not None else None)
        for index, said in forced.items()
        if index in place
    }


def _not_said_own(quoted: set[int], forced: Mapping[int, Forced]) -> set[int]:
    """Without what a person said: a unit of the act itself ends the quotation that it was taken into."""
    left = set(quoted)
    for index in sorted(forced):
        left.discard(index)
        following = index + 1
        while (
            forced[index].kind not in (PLAIN, "alinea")
            and index in quoted
            and following in left
            and following not in forced
        ):
            left.discard(following)
            following += 1
    return left


def _forced_label(said: Forced) -> Label | None:
    """The label of a unit whose kind and number a person gave; None for a unit without a number."""
    if said.kind not in _FORCED_PART or not said.num:
        return None
    style = {"article": "article", "annex": "annex"}.get(said.kind, "container" if said.kind in CONTAINERS else "")
    bare = said.num.strip(" .()№")
    usual = f"{bare}. " if said.kind == "paragraph" or said.num.endswith(".") else f"{bare}) "
    for form in (f"{said.num} ", f"{said.num}. ", usual):
        label = read_label(form, True)
        if label is not None and (label.style == style if style else label.style in ("dotted", "bracket", "letter")):
            return label
    number = _NUMBER_IN_LABEL.search(said.num)
    slug = number_slug(number[0]) if number else latin(said.num)[:20]
    return Label(style or "marked", said.num, slug, order_of(slug)) if slug else None


def _labels(paragraphs: Sequence[Paragraph], forced: Mapping[int, Forced]) -> list[Label | None]:
    labels = [
        None if p.table is not None or is_table_art(p.text) else read_label(p.text, p.heading > 0) for p in paragraphs
    ]
    if not any(label and label.style in ("article", "container") for label in labels):
        labels = [label or read_roman_heading(p.text) for label, p in zip(labels, paragraphs, strict=True)]
    labels = [_forced_label(forced[i]) if i in forced else label for i, label in enumerate(labels)]
    return _with_alphabets(labels)


def _with_alphabets(labels: list[Label | None]) -> list[Label | None]:
    """Lettered items get their alphabet from the run of lettered items that they stand in."""
    result = list(labels)
    run: list[int] = []
    for index, label in [*enumerate(labels), (len(labels), Label("article", "", "", ()))]:
        if label is not None and label.style == "letter":
            run.append(index)
        elif label is not None and label.style != "letter" and run:
            latin_list = letters_are_latin("".join(labels[i].num[0] for i in run))  # type: ignore[union-attr]
            for i in run:
                result[i] = letter_label(labels[i], latin_list)  # type: ignore[arg-type]
            run = []
    return result


class _Builder:
    """Walks the paragraphs once and keeps the units that are still open."""

    def __init__(
        self, labels: list[Label | None], body: Sequence[Paragraph], forced: Mapping[int, Forced] | None = None
    ) -> None:
        self.labels = labels
        self.body = body
        self.forced = forced or {}
        self.title = next((body[i].text for i, said in self.forced.items() if said.kind == "title"), "")
        self.clauses: list[ParsedClause] = []
        self.notes: list[Note] = []
        self.warnings: list[Remark] = []
        self._eids: set[str] = set()
        self._units: list[_Unit] = []
        self._numbers: dict[str, int] = {}
        self._last: _Unit | None = None
        self._last_own: _Unit | None = None
        self._preamble = 0
        self._articles = _lost_superscripts([label if label and label.style == "article" else None for label in labels])

    # What may come

    def note(self, paragraph: Paragraph) -> None:
        self.notes.append(Note(paragraph.text, paragraph.source_id, self.clauses[-1].eid if self.clauses else None))
        self._keep_excluded_slots(paragraph.text)

    def take(self, index: int, paragraph: Paragraph, quoted: bool) -> None:
        label = self.labels[index]
        if index in self.forced:
            self._forced(index, paragraph)
        elif paragraph.table is not None or is_table_art(paragraph.text):
            self._table(paragraph)
        elif quoted and self._last_own is not None:
            self._quoted(paragraph)
        elif label is None:
            self._unnumbered(index, paragraph)
        elif label.style in ("container", "annex"):
            self._container(label, paragraph)
        elif label.style == "article":
            self._article(index, label, paragraph)
        else:
            self._listed(index, label, paragraph)

    def _forced(self, index: int, paragraph: Paragraph) -> None:
        """A paragraph of which a person said what it is."""
        said = self.forced[index]
        parent = self._units[said.parent] if said.parent is not None and said.parent < index else None
        if said.kind in (PLAIN, "alinea") and parent is None:
            self._said_plain(index, paragraph)
        elif said.kind == "alinea" and parent is not None:
            self._add(self._alinea(parent), paragraph, said.num)
        elif said.kind == "title":
            self._add(_Unit("title", "title", "front", (), "", None), paragraph, "")
        elif said.kind == "preamble":
            self._add(self._preamble_unit(), paragraph, "")
        elif said.kind == "heading":
            self._said_heading(parent, paragraph)
        elif said.kind == "table":
            unit = _Unit(self._free(_join(parent, "table_")), "table", "table", (), "", parent)
            self._add(unit, paragraph, "", current=parent or self._last)
        else:
            self._add(self._said_unit(said, self.labels[index], parent, paragraph), paragraph, said.num)

    def _said_plain(self, index: int, paragraph: Paragraph) -> None:
        if self._last is None or self._last.kind in ("title", "preamble"):
            self._add(self._preamble_unit(), paragraph, "")
        else:
            self._plain(index, paragraph)

    def _said_heading(self, parent: _Unit | None, paragraph: Paragraph) -> None:
        eid = _join(parent, "heading")
        unit = _Unit(self._free(f"{eid}_") if eid in self._eids else eid, "heading", "heading", (), "", parent)
        self._add(unit, paragraph, "", current=parent)
        if parent is not None and not parent.text:
            parent.text = paragraph.text

    def _said_unit(self, said: Forced, label: Label | None, parent: _Unit | None, paragraph: Paragraph) -> _Unit:
        """A unit of a kind that has a number, or could have one."""
        rank = CONTAINER_RANK.get(said.kind, 5 if said.kind == "article" else 9)
        holds_articles = said.kind in CONTAINERS or said.kind == "annex"
        style = label.style if label else ("container" if holds_articles else "unnumbered")
        order = label.order if label else ()
        unit = _Unit(self._said_eid(said.kind, label, parent), said.kind, style, order, "", parent, rank)
        text = _after(paragraph.text, said.num)
        if holds_articles:
            unit.style, unit.next_alinea, unit.body = "container", 1, False
        elif said.kind == "article":
            unit.style = "article"
            unit.body = bool(text) and text[-1] in ".;:!?…" and not paragraph.heading
            unit.next_part = 2 if unit.body else 1
        elif label is not None:
            unit.dots = label.slug.count(".")
            if parent is not None and said.kind == "paragraph":
                parent.numbered_parts = True
        return unit

    def _said_eid(self, kind: str, label: Label | None, parent: _Unit | None) -> str:
        part = _FORCED_PART[kind]
        if kind == "article":
            parent = next((u for u in parent.ancestors() if u.kind == "annex"), None) if parent else None
        if label is not None:
            return _join(parent, f"{part}_{label.slug or '1'}")
        if kind == "paragraph" and parent is not None:
            parent.next_part += 1
            return _join(parent, f"{part}_nn_{parent.next_part - 1}")
        return self._free(_join(parent, f"{part}_nn_"))

    def _container(self, label: Label, paragraph: Paragraph) -> None:
        kind = label.kind or "annex"
        rank = CONTAINER_RANK[kind]
        parent = self._open(lambda unit: unit.rank < rank and unit.kind != "annex")
        abbreviation = label.abbreviation or "annex"
        eid = f"{abbreviation}_{label.slug or '1'}"
        unit = _Unit(_join(parent, eid), kind, "container", label.order, "", parent, rank, next_alinea=1, body=False)
        self._add(unit, paragraph, label.num)

    def _article(self, index: int, label: Label, paragraph: Paragraph) -> None:
        parent = self._open(lambda unit: unit.rank < 5)
        slug = self._articles.get(index, label.slug)
        if slug != label.slug:
            self.warnings.append(remark("lost_superscript", num=label.num, article=slug))
        annex = next((u for u in parent.ancestors() if u.kind == "annex"), None) if parent else None
        text = _after(paragraph.text, label.num)
        unit = _Unit(_join(annex, f"art_{slug}"), "article", "article", label.order, "", parent, 5)
        unit.body = bool(text) and text[-1] in ".;:!?…" and not paragraph.heading
        unit.next_part = 2 if unit.body else 1
        self._add(unit, paragraph, label.num)

    def _listed(self, index: int, label: Label, paragraph: Paragraph) -> None:
        parent = self._list_owner(label)
        if parent is None and self._last is not None and label.style == "letter":
            self._unnumbered(index, paragraph)
            return
        kind = self._kind_of(label, parent)
        eid = f"{_ABBREVIATION[kind]}_{label.slug}"
        unit = _Unit(_join(parent, eid), kind, label.style, label.order, "", parent, dots=label.slug.count("."))
        if parent is not None and kind == "paragraph":
            parent.numbered_parts = True
        self._add(unit, paragraph, label.num)

    def _unnumbered(self, index: int, paragraph: Paragraph) -> None:
        last = self._last
        if last is None or last.kind in ("title", "preamble"):
            if paragraph.heading > 1 and last is not None:
                self._unnumbered_container(paragraph)
            else:
                self._front(paragraph)
        elif paragraph.heading or is_capitals(paragraph.text):
            self._heading(paragraph)
        else:
            self._plain(index, paragraph)

    def _front(self, paragraph: Paragraph) -> None:
        is_title = (
            not self.title
            and not any(c.kind == "title" for c in self.clauses)
            and paragraph.text == find_title(self.body[:8])
        )
        unit = _Unit("title", "title", "front", (), "", None) if is_title else self._preamble_unit()
        self._add(unit, paragraph, "")

    def _preamble_unit(self) -> _Unit:
        self._preamble += 1
        return _Unit(f"preamble__al_{self._preamble}", "preamble", "front", (), "", None)

    def _heading(self, paragraph: Paragraph) -> None:
        last = self._last
        if last is not None and last.style == "container" and not last.text:
            unit = _Unit(_join(last, "heading"), "heading", "heading", (), "", last)
            self._add(unit, paragraph, "", current=last)
            last.text = paragraph.text
        else:
            self._unnumbered_container(paragraph)

    def _unnumbered_container(self, paragraph: Paragraph) -> None:
        kind = "part" if paragraph.heading in (0, 1, 2) else "section"
        rank = CONTAINER_RANK[kind]
        parent = self._open(lambda unit: unit.rank < rank and unit.kind != "annex")
        abbreviation = {"part": "part", "section": "sec"}[kind]
        eid = self._free(_join(parent, f"{abbreviation}_nn_"))
        self._add(_Unit(eid, kind, "container", (), "", parent, rank, next_alinea=1, body=False), paragraph, "")

    def _plain(self, index: int, paragraph: Paragraph) -> None:
        owner = self._plain_owner(index)
        if owner.kind == "article" and not owner.numbered_parts and not self._inside_list(owner):
            number = owner.next_part
            owner.next_part += 1
            unit = _Unit(_join(owner, f"para_nn_{number}"), "paragraph", "unnumbered", (number,), "", owner)
        else:
            unit = self._alinea(owner)
        self._add(unit, paragraph, "")

    def _quoted(self, paragraph: Paragraph) -> None:
        owner = self._last_own
        assert owner is not None
        if owner.kind in ("alinea", "heading", "title", "preamble", "table") and owner.parent is not None:
            owner = owner.parent
        keep = self._last_own
        self._add(self._alinea(owner), paragraph, "", quoted=True)
        self._last_own = keep
        self._last = keep

    def _table(self, paragraph: Paragraph) -> None:
        last = self._last
        if last is None or last.kind in ("title", "preamble"):
            self._front(paragraph)
            return
        owner = last if last.kind != "alinea" else last.parent
        eid = self._free(_join(owner, "table_"))
        self._add(_Unit(eid, "table", "table", (), "", owner), paragraph, "", current=last)

    # Where a unit belongs

    def _list_owner(self, label: Label) -> _Unit | None:
        """The parent of a numbered item: its list goes on, or a new one begins."""
        last = self._last
        if last is None:
            return None
        starts = label.order[:1] == (1,)
        if starts and label.style != "dotted" and last.text.endswith(":") and len(last.ancestors()) < DEEPEST:
            return last
        if label.style == "dotted" and len(label.order) > 1 and "." in label.num.rstrip(" ."):
            upper = self._open(lambda u: u.style == "dotted" and u.order == label.order[:-1])
            if upper is not None:
                return upper
        for unit in last.ancestors():
            same_level = unit.style == label.style and unit.dots == label.slug.count(".")
            if same_level and label.order > unit.order and unit.parent is not None:
                return unit.parent
            if unit.style in ("article", "container"):
                break
        if label.style == "dotted":
            return self._open(lambda u: u.style in ("article", "container"))
        if label.style == "bracket":
            return self._open(lambda u: u.style not in ("bracket", "letter") and u.kind not in ("alinea", "heading"))
        return self._open(lambda u: u.style != "letter" and u.kind not in ("alinea", "heading"))

    def _kind_of(self, label: Label, parent: _Unit | None) -> str:
        in_article = parent is not None and any(u.kind == "article" for u in parent.ancestors())
        if label.style == "dotted":
            return "paragraph" if in_article and parent is not None and parent.kind == "article" else "point"
        nested = parent is not None and any(u.kind in ("point", "subpoint") for u in parent.ancestors())
        return "subpoint" if nested or label.style == "letter" else "point"

    def _plain_owner(self, index: int) -> _Unit:
        """The unit that an unnumbered paragraph continues."""
        last = self._last
        assert last is not None
        if last.kind in ("heading", "table") and last.parent is not None:
            last = last.parent
        if last.kind == "alinea":
            assert last.parent is not None
            return self._after_list(index, last.parent, last.text) if _ends(last.text) else last.parent
        if last.kind in ("point", "subpoint"):
            return self._after_list(index, last, last.text) if _ends(last.text) else last
        if last.kind == "paragraph" and last.style == "unnumbered" and _ends(last.text):
            return last.parent or last
        if last.kind == "article" and last.body and not _ends(last.text):
            return last
        return last

    def _after_list(self, index: int, unit: _Unit, text: str) -> _Unit:
        """After a full stop: the same item when its list goes on below, else the owner of the list."""
        if unit.kind in ("point", "subpoint"):
            if unit.style == "dotted" or self._list_goes_on(index, unit):
                return unit
            owner = unit
            while (
                owner.kind in ("point", "subpoint", "alinea") and owner.parent is not None and owner.style != "dotted"
            ):
                owner = owner.parent
            unit = owner
        if unit.kind == "paragraph" and unit.style == "unnumbered" and unit.parent is not None:
            return unit.parent
        return unit

    def _list_goes_on(self, index: int, unit: _Unit) -> bool:
        for label in self.labels[index + 1 : index + AHEAD]:
            if label is None:
                continue
            if label.style == unit.style:
                return label.order > unit.order
            if label.style in ("article", "container", "annex", "dotted"):
                return False
            if label.style == "bracket" and unit.style == "letter":
                return False
        return False

    def _inside_list(self, article: _Unit) -> bool:
        """Whether the article's own line is a lead-in whose unnumbered list is still running."""
        last = self._last
        assert last is not None
        if last is article:
            return article.body and not _ends(article.text)
        return last.kind == "alinea" and last.parent is article and not _ends(last.text)

    def _alinea(self, owner: _Unit) -> _Unit:
        number = owner.next_alinea
        owner.next_alinea += 1
        return _Unit(_join(owner, f"al_{number}"), "alinea", "unnumbered", (number,), "", owner)

    def _keep_excluded_slots(self, note: str) -> None:
        """An excluded абзац or частина keeps its place in the count of those that follow."""
        last = self._last
        alinea = _EXCLUDED_ALINEA.match(note)
        if alinea and last is not None:
            owner = last.parent if last.kind == "alinea" and last.parent else last
            owner.next_alinea = max(owner.next_alinea, _highest_ordinal(alinea[1]) + 1)
        part = _EXCLUDED_PART.match(note)
        article = next((u for u in last.ancestors() if u.kind == "article"), None) if last else None
        if part and article is not None and not article.numbered_parts:
            article.next_part = max(article.next_part, _highest_ordinal(part[1]) + 1)

    def _open(self, wanted) -> _Unit | None:
        return next((unit for unit in self._last.ancestors() if wanted(unit)), None) if self._last else None

    def _add(
        self, unit: _Unit, paragraph: Paragraph, num: str, quoted: bool = False, current: _Unit | None = None
    ) -> None:
        unit.text = _after(paragraph.text, num)
        if unit.eid in self._eids:
            self.warnings.append(remark("repeated_number", num=num or unit.eid))
            unit.eid = self._free(unit.eid + "_")
        self._eids.add(unit.eid)
        self._units.append(unit)
        self._last = self._last_own = current or unit
        self.clauses.append(
            ParsedClause(
                unit.eid,
                unit.kind,
                num,
                unit.text,
                unit.parent.eid if unit.parent else None,
                paragraph.source_id,
                paragraph.table,
                quoted,
            )
        )

    def _free(self, prefix: str) -> str:
        number = self._numbers.get(prefix, 1 if prefix.endswith(("nn_", "table_")) else 2)
        while f"{prefix}{number}" in self._eids:
            number += 1
        self._numbers[prefix] = number + 1
        return f"{prefix}{number}"


def _lost_superscripts(labels: list[Label | None]) -> dict[int, str]:
    """Articles whose superscript the source lost: «8, 82, 9» is 8, 8², 9. Index → slug."""
    found: dict[int, str] = {}
    articles = [(index, label) for index, label in enumerate(labels) if label is not None]
    base = 0
    for position, (index, label) in enumerate(articles):
        number = label.order[0]
        later = next(
            (
                after.order[0]
                for _i, after in articles[position + 1 : position + AHEAD]
                if after.order[0] in (base, base + 1)
            ),
            None,
        )
        text, stem = str(number), str(base)
        if base and number > base + 1 and text.startswith(stem) and len(text) > len(stem) and later is not None:
            found[index] = f"{stem}-{text[len(stem) :]}"
        else:
            base = number
    return found


def _highest_ordinal(words: str) -> int:
    words = words.lower().translate(str.maketrans("’ʼ", "''"))
    return max((n for n, stem in enumerate(_ORDINALS, 1) if re.search(rf"\b{stem}", words)), default=0)


def _join(parent: _Unit | None, part: str) -> str:
    # An address has room for 200 letters; what nests deeper than any law does hangs on an outer unit.
    while parent is not None and len(parent.eid) + len(part) > LONGEST_EID:
        parent = parent.parent
    return f"{parent.eid}__{part}" if parent is not None and not _skipped(parent, part) else part


def _skipped(parent: _Unit, part: str) -> bool:
    return part.startswith("art_") and parent.kind != "annex"


def _after(text: str, num: str) -> str:
    return text[len(num) :].strip()


def _ends(text: str) -> bool:
    return bool(re.search(r"[.!?…][»”\")]*\s*\Z", text))
