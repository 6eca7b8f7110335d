"""From the links between two versions to the rows that a person reads.

Pure. A clause here is anything with ``eid``, ``kind``, ``num``, ``text`` and ``parent``; rows of the
database are. What stayed is folded into one row; every change has a row of its own. Text that is
printed as before at another address, because a unit around or before it got another number, is
counted («перенумеровано») and folded too: nothing that a person reads has changed.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..alignment import ADDED, CHANGED, MERGED, MOVED, REMOVED, RENUMBERED, SAME, SPLIT, Link
from ..redline import Piece, redline
from ..text_pages import assign_sections

ON_PAGE = 100
EDITORIAL = "editorial"
KINDS = (CHANGED, ADDED, REMOVED, SPLIT, MERGED, MOVED, RENUMBERED)


@dataclass(frozen=True)
class Change:
    """One provision on both sides: several clauses of ``after`` when it was split, of ``before`` when merged.

    ``kind`` is one of ``KINDS``, or ``same`` where everything is listed. ``heading`` is the article or part
    that it stands in.
    """

    kind: str
    before: tuple[Any, ...]
    after: tuple[Any, ...]
    heading: Any | None = None

    @property
    def old(self) -> str:
        return "\n".join(printed(clause) for clause in self.before)

    @property
    def new(self) -> str:
        return "\n".join(printed(clause) for clause in self.after)

    @cached_property
    def pieces(self) -> list[Piece]:
        """The redline of the paragraphs as printed, numbers among the words."""
        return redline(self.old, self.new)

    @property
    def readdressed(self) -> bool:
        """Whether it lives on at another address."""
        return bool(self.before and self.after) and self.before[0].eid != self.after[0].eid


@dataclass(frozen=True)
class Fold:
    """A run of clauses that read as before: how many, how many of them at a new address, the first and the last."""

    count: int
    renumbered: int
    first: Any
    last: Any


@dataclass(frozen=True)
class Pointer:
    """Stands where ``before`` stood, which is now elsewhere, as ``after``."""

    before: Any
    after: Any
    heading: Any | None = None


@dataclass(frozen=True)
class Heading:
    """Stands above the changes of an article or part; ``clause`` is None before the first of them.

    ``own``: the heading itself is among the changes, so its words follow.
    """

    clause: Any | None
    own: bool


Row = Change | Fold | Pointer


@dataclass(frozen=True)
class Sheet:
    """One page of rows. ``page_of`` tells the page on which a moved clause (its new eid) stands."""

    rows: Sequence[Row | Heading]
    number: int
    pages: int
    page_of: Mapping[str, int]


def printed(clause: Any) -> str:
    """A paragraph as printed: its number and its text."""
    return f"{clause.num} {clause.text}".strip()


def summary_of(links: Sequence[Link], before: Sequence[Any], after: Sequence[Any]) -> dict[str, int]:
    """How many rows of each kind, and how many clauses are ``same`` and ``editorial``."""
    return dict(Counter(entry.kind for entry in _Entries(links, before, after).entries))


def rows_of(links: Sequence[Link], before: Sequence[Any], after: Sequence[Any], whole: bool = False) -> list[Row]:
    """All rows in the order of the text. With ``whole`` nothing is folded."""
    return list(_Entries(links, before, after).rows(whole))


def sheet_of(rows: Sequence[Row], wanted: int, size: int = ON_PAGE) -> Sheet:
    """The page ``wanted`` (the nearest that exists) with at most ``size`` listed rows, headings put in between."""
    listed = sum(not isinstance(row, Fold) for row in rows)
    pages = max(1, -(-listed // size))
    number = min(max(wanted, 1), pages)
    page_of: dict[str, int] = {}
    here: list[Row] = []
    done = 0
    for row in rows:
        page = min(done // size + 1, pages)
        if page == number:
            here.append(row)
        if isinstance(row, Change) and row.kind == MOVED:
            page_of[row.after[0].eid] = page
        done += not isinstance(row, Fold)
    return Sheet(list(with_headings(here)), number, pages, page_of)


def with_headings(rows: Sequence[Row]) -> Iterator[Row | Heading]:
    """The rows, with a heading wherever a row stands in another article than the one before."""
    last: Any = _NOWHERE
    for row in rows:
        if not isinstance(row, Fold) and row.heading is not last:
            last = row.heading
            own = isinstance(row, Change) and any(clause is last for clause in (*row.before, *row.after))
            yield Heading(last, own)
        yield row


_NOWHERE = object()


@dataclass
class _Entry:
    """A link with the links of its parts; ``old`` and ``new`` are indexes."""

    kind: str
    change: str
    old: list[int] = field(default_factory=list)
    new: list[int] = field(default_factory=list)

    @property
    def stayed(self) -> bool:
        return self.kind in (SAME, EDITORIAL)


class _Entries:
    def __init__(self, links: Sequence[Link], before: Sequence[Any], after: Sequence[Any]) -> None:
        self.before, self.after = before, after
        self._pair_of_new = {link.after: link for link in links if link.change not in (SPLIT, MERGED, ADDED, REMOVED)}
        self._new_of = {link.before: link.after for link in self._pair_of_new.values()}
        self._old_at = {clause.eid: i for i, clause in enumerate(before)}
        self._new_at = {clause.eid: j for j, clause in enumerate(after)}
        self._old_sections = assign_sections([clause.kind for clause in before])
        self._new_sections = assign_sections([clause.kind for clause in after])
        # What stayed in place stands in one order on both sides: the measure of what has really moved.
        settled = [link for link in self._pair_of_new.values() if link.change in (SAME, RENUMBERED)]
        self._settled_old = sorted(link.before for link in settled if link.before is not None)
        self._settled_new = sorted(link.after for link in settled if link.after is not None)
        self.entries = self._entries(links)

    def rows(self, whole: bool) -> Iterator[Row]:
        run: list[_Entry] = []
        pointers = self._pointers()
        yield from pointers.get(-1, ())
        for index, entry in enumerate(self.entries):
            if entry.stayed and not whole:
                run.append(entry)
            else:
                yield from self._fold(run)
                run = []
                yield self._change(entry)
            if index in pointers:
                yield from self._fold(run)
                run = []
                yield from pointers[index]
        yield from self._fold(run)

    def _entries(self, links: Sequence[Link]) -> list[_Entry]:
        """The parts of what was split or merged join the entry of its main link."""
        parts = {SPLIT: {link.before for link in links if link.change == SPLIT}}
        parts[MERGED] = {link.after for link in links if link.change == MERGED}
        found: list[_Entry] = []
        by_old: dict[int, _Entry] = {}
        by_new: dict[int, _Entry] = {}
        for link in links:
            entry = by_old.get(link.before) if link.before in parts[SPLIT] and link.before is not None else None
            if entry is None and link.after in parts[MERGED] and link.after is not None:
                entry = by_new.get(link.after)
            if entry is None:
                entry = _Entry(self._kind(link, parts), link.change)
                found.append(entry)
            self._take(entry, link, by_old, by_new)
        return found

    def _take(self, entry: _Entry, link: Link, by_old: dict[int, _Entry], by_new: dict[int, _Entry]) -> None:
        if link.before is not None and link.before not in entry.old:
            insort(entry.old, link.before)
            by_old.setdefault(link.before, entry)
        if link.after is not None and link.after not in entry.new:
            insort(entry.new, link.after)
            by_new.setdefault(link.after, entry)

    def _kind(self, link: Link, parts: Mapping[str, set[int | None]]) -> str:
        if link.before is not None and link.before in parts[SPLIT]:
            return SPLIT
        if link.after is not None and link.after in parts[MERGED]:
            return MERGED
        if link.change in (RENUMBERED, MOVED):
            return self._kind_of_equal(link)
        return link.change

    def _kind_of_equal(self, link: Link) -> str:
        """What a reader sees of equal words at another address: alignment goes by units, a reader by the place."""
        assert link.before is not None and link.after is not None
        old, new = self.before[link.before], self.after[link.after]
        in_place = link.change == RENUMBERED or self._in_place(link.before, link.after)
        if old.num == new.num and (in_place or self._follows_parent(old, new)):
            return EDITORIAL
        return RENUMBERED if in_place else link.change

    def _in_place(self, i: int, j: int) -> bool:
        """Whether it stands where it stood: between the same neighbours, in the article of the same name."""
        old, new = self._old_heading(i), self._new_heading(j)
        if (old and old.eid) != (new and new.eid):
            return False
        return bisect_left(self._settled_old, i) == bisect_left(self._settled_new, j)

    def _follows_parent(self, old: Any, new: Any) -> bool:
        """Whether it is out of order only because the unit that it stands in has moved."""
        parent = self._pair_of_new.get(self._new_at.get(new.parent or "", -1))
        if parent is None or parent.before is None or self.before[parent.before].eid != old.parent:
            return False
        travelled = parent.change == MOVED or old.parent != new.parent
        return travelled and old.eid.removeprefix(old.parent) == new.eid.removeprefix(new.parent)

    def _fold(self, run: Sequence[_Entry]) -> Iterator[Fold]:
        if run:
            renumbered = sum(entry.kind == EDITORIAL for entry in run)
            yield Fold(len(run), renumbered, self.after[run[0].new[0]], self.after[run[-1].new[-1]])

    def _change(self, entry: _Entry) -> Change:
        kind = RENUMBERED if entry.kind == EDITORIAL else entry.kind
        heading = self._new_heading(entry.new[0]) if entry.new else self._old_heading(entry.old[0])
        return Change(kind, tuple(self.before[i] for i in entry.old), tuple(self.after[j] for j in entry.new), heading)

    def _pointers(self) -> dict[int, list[Pointer]]:
        """Index of an entry → what stood after it and was moved away; -1 stands for the beginning."""
        entry_of = {i: index for index, entry in enumerate(self.entries) for i in entry.old}
        found: dict[int, list[Pointer]] = {}
        last = -1
        for i in range(len(self.before)):
            entry = self.entries[entry_of[i]]
            if entry.kind == MOVED:
                pointer = Pointer(self.before[i], self.after[entry.new[0]], self._old_heading(i))
                found.setdefault(last, []).append(pointer)
            elif entry.change in (SAME, RENUMBERED, CHANGED):
                last = entry_of[i]
        return found

    def _new_heading(self, j: int) -> Any | None:
        section = self._new_sections[j]
        return self.after[section - 1] if section else None

    def _old_heading(self, i: int) -> Any | None:
        """The heading as it is called now, if it lives on."""
        section = self._old_sections[i]
        if not section:
            return None
        now = self._new_of.get(section - 1)
        return self.before[section - 1] if now is None else self.after[now]
