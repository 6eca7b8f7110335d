"""Which clause of a text is which clause of another text: of the next version, or of any other.

Pure. Four rounds, each on what the one before left over:

1. equal words: texts that stand once on both sides, then those that repeat, in the order of the
   text (patience diff: unique lines first, the gaps between them afterwards), then the units in which
   they stand;
2. similar words between two neighbours that are paired already, the best chain in reading order;
3. similar words anywhere, for what was moved and reworded at once: only where nothing else is near;
4. parts: a clause cut into several, several joined into one.

Ids of a source, where both texts have them, go before the second round. Below the threshold a
clause counts as removed: a comment on the wrong words is worse than one that says it lost its words.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .matching import Texts, fold
from .structure import HEADINGS

SAME, CHANGED, MOVED, RENUMBERED = "same", "changed", "moved", "renumbered"
SPLIT, MERGED, REMOVED, ADDED = "split", "merged", "removed", "added"
CHANGES = (SAME, CHANGED, MOVED, RENUMBERED, SPLIT, MERGED, REMOVED, ADDED)

# Between paired neighbours half of the words is enough; with the same designation a third is, because
# the designation itself is evidence; with nothing near it takes nearly all words.
IN_PLACE = 0.5
SAME_LABEL = 0.34
OTHER_KIND = 0.66
ANYWHERE = 0.8
# How far the best match must be ahead of the next one where its place says nothing.
AHEAD = 0.1
PART_OF = 0.8
FEWEST_WORDS = 4
MOST_IN_GAP = 250_000


@dataclass(frozen=True)
class Aligned:
    """A clause as alignment sees it; ``parent`` is the eid of the unit that it stands in."""

    eid: str
    kind: str
    text: str
    source_id: str | None = None
    num: str = ""
    parent: str | None = None


@dataclass(frozen=True)
class Link:
    """What became of a clause.

    ``before`` and ``after`` are indexes, None for what was added or removed. ``change`` is ``same``,
    ``changed`` (other words), ``moved`` (equal words in another place), ``renumbered`` (equal words,
    another address), ``split``, ``merged``, ``removed``, ``added``. ``score`` is the share of words in
    common, 0 to 1.
    """

    before: int | None
    after: int | None
    change: str
    score: float


def align(before: Sequence[Aligned], after: Sequence[Aligned], known: Mapping[int, int] | None = None) -> list[Link]:
    """What became of every clause of ``before``, and where every clause of ``after`` comes from.

    ``known`` maps an index in ``after`` to the index in ``before`` where it is known already what is the
    same provision; then only the parts of split and merged clauses are looked for. The links stand in the
    order of ``after``, what was removed where it stood. A clause that was split has several links with one
    ``before``; a merged one several with one ``after``, the main one first.
    """
    pairing = _Pairing(before, after, known or {})
    if known is None:
        pairing.by_equal_text()
        pairing.by_source_id()
        pairing.in_gaps()
        pairing.anywhere()
        pairing.by_contents()
        pairing.in_gaps()
    return _in_order(pairing, [*_pairs_as_links(pairing), *_parts(pairing)])


class _Pairing:
    """The pairs found so far: ``old_of`` index in after → before, ``new_of`` the other way."""

    def __init__(self, before: Sequence[Aligned], after: Sequence[Aligned], known: Mapping[int, int]) -> None:
        self.before, self.after = before, after
        self.old_keys = [fold(clause.text) for clause in before]
        self.new_keys = [fold(clause.text) for clause in after]
        self.texts = Texts(self.old_keys, self.new_keys)
        self.old_of: dict[int, int] = {}
        self.new_of: dict[int, int] = {}
        self._old_at = {clause.eid: i for i, clause in enumerate(before)}
        self._new_at = {clause.eid: j for j, clause in enumerate(after)}
        for j, i in known.items():
            self.pair(i, j)

    def pair(self, i: int, j: int) -> None:
        self.old_of[j], self.new_of[i] = i, j

    def free(self, i: int, j: int) -> bool:
        return i not in self.new_of and j not in self.old_of

    def parents_agree(self, i: int, j: int) -> bool:
        """Whether both stand in the same provision, or both in none."""
        old, new = self.before[i].parent, self.after[j].parent
        if old is None or new is None:
            return old is new
        return self.old_of.get(self._new_at.get(new, -1)) == self._old_at.get(old, -2)

    # Round 1

    def by_equal_text(self) -> None:
        old, new = _unique(self.old_keys), _unique(self.new_keys)
        found = sorted((old[key], new[key]) for key in old.keys() & new.keys())
        chain = set(_longest_chain(found))
        for i, j in found:
            # A short text out of order («виключено», «так») is no evidence of a move.
            if self.free(i, j) and ((i, j) in chain or self.texts.words_of_old(i) >= FEWEST_WORDS):
                self.pair(i, j)
        for olds, news in list(self._gaps(range(len(self.before)), range(len(self.after)))):
            self._equal_in_gap(olds, news)
        self.by_contents()
        self._equal_under_one_parent()

    def _equal_in_gap(self, olds: Sequence[int], news: Sequence[int]) -> None:
        places = defaultdict(list)
        for j in news:
            if self.new_keys[j]:
                places[self.new_keys[j]].append(j)
        candidates = [
            (i, j, 1.0 + 0.5 * self.parents_agree(i, j) + 0.25 * (self.before[i].num == self.after[j].num))
            for i in olds
            for j in places.get(self.old_keys[i], ())
        ]
        if len(candidates) <= MOST_IN_GAP:
            for i, j in _best_chain(candidates):
                self.pair(i, j)

    def _equal_under_one_parent(self) -> None:
        """Equal texts that repeat and stand out of order: the same place in the same unit decides."""
        olds: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i, clause in enumerate(self.before):
            if i not in self.new_of and self.old_keys[i]:
                olds[(self.old_keys[i], clause.num)].append(i)
        for j, clause in enumerate(self.after):
            if j in self.old_of:
                continue
            near = [i for i in olds.get((self.new_keys[j], clause.num), ()) if self.free(i, j)]
            agreeing = [i for i in near if self.before[i].parent is not None and self.parents_agree(i, j)]
            if len(agreeing) == 1:
                self.pair(agreeing[0], j)

    def by_contents(self) -> None:
        """Units that moved with all that stands in them: their titles are too short to prove it alone."""
        votes = Counter(unit for j, i in self.old_of.items() for unit in self._units_around(i, j))
        for i, j in sorted(votes, key=lambda unit: (-votes[unit], self.before[unit[0]].eid != self.after[unit[1]].eid)):
            alike = self.before[i].kind == self.after[j].kind and self.texts.score(i, j) >= IN_PLACE
            if alike and self.free(i, j):
                self.pair(i, j)

    def _units_around(self, i: int, j: int) -> Iterator[tuple[int, int]]:
        """The units around two paired clauses, level by level, as long as both have one."""
        while True:
            old, new = self._old_at.get(self.before[i].parent or ""), self._new_at.get(self.after[j].parent or "")
            if old is None or new is None or old >= i or new >= j:
                return
            i, j = old, new
            yield i, j

    # Ids of the source

    def by_source_id(self) -> None:
        old, new = (_unique([clause.source_id or "" for clause in side]) for side in (self.before, self.after))
        for source_id in old.keys() & new.keys():
            if self.free(old[source_id], new[source_id]):
                self.pair(old[source_id], new[source_id])

    # Round 2

    def in_gaps(self) -> None:
        self._pair_in(self._gaps(range(len(self.before)), range(len(self.after))))
        chain = set(_longest_chain(sorted((i, j) for j, i in self.old_of.items())))
        # A unit that moved is no gap of the whole text: inside it its own neighbours decide.
        for j, i in sorted(self.old_of.items()):
            if (i, j) not in chain:
                self._pair_in(self._gaps(_inside(self.before, i), _inside(self.after, j)))

    def _pair_in(self, gaps: Iterable[tuple[list[int], list[int]]]) -> None:
        for olds, news in list(gaps):
            candidates = list(self._similar(olds, news))
            for i, j in _best_chain(candidates):
                if self.free(i, j):
                    self.pair(i, j)

    def _similar(self, olds: Sequence[int], news: Sequence[int]) -> Iterator[tuple[int, int, float]]:
        for i in olds:
            for j, score in self.texts.similar(i, news, SAME_LABEL):
                one, other = self.before[i], self.after[j]
                alike = one.kind == other.kind
                labelled = bool(one.num) and alike and _bare(one.num) == _bare(other.num)
                agree = self.parents_agree(i, j)
                least = SAME_LABEL if agree and (labelled or one.eid == other.eid) else IN_PLACE
                if score >= (least if alike or _neither_heads(one, other) else OTHER_KIND):
                    yield i, j, score + 0.2 * labelled + 0.2 * agree + 0.1 * alike
            yield from self._lengthened(i, news)

    def _lengthened(self, i: int, news: Sequence[int]) -> Iterator[tuple[int, int, float]]:
        """A sentence to which others were added has few words in common with the whole, yet it is there."""
        for j in news:
            alike = self.before[i].kind == self.after[j].kind and self.parents_agree(i, j)
            if alike and self.texts.contained(i, j):
                yield i, j, IN_PLACE

    def _gaps(self, olds_in: range, news_in: range) -> Iterator[tuple[list[int], list[int]]]:
        """What is unpaired in two stretches between two neighbouring pairs that stand in order."""
        here = sorted((i, j) for j, i in self.old_of.items() if i in olds_in and j in news_in)
        ends = [(olds_in.start - 1, news_in.start - 1), *_longest_chain(here), (olds_in.stop, news_in.stop)]
        for (i0, j0), (i1, j1) in pairwise(ends):
            olds = [i for i in range(i0 + 1, i1) if i not in self.new_of]
            news = [j for j in range(j0 + 1, j1) if j not in self.old_of]
            if olds and news:
                yield olds, news

    # Round 3

    def anywhere(self) -> None:
        olds = [i for i in range(len(self.before)) if self._may_move(i)]
        news = [j for j in range(len(self.after)) if j not in self.old_of]
        best: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for i in olds:
            found = sorted(((score, j) for j, score in self.texts.similar(i, news, ANYWHERE - AHEAD)), reverse=True)
            for score, j in found[:2]:
                best[i].append((score, j))
        wanted: Counter[int] = Counter(found[0][1] for found in best.values())
        for i, found in best.items():
            score, j = found[0]
            clear = len(found) < 2 or score - found[1][0] >= AHEAD
            if score >= ANYWHERE and clear and wanted[j] == 1 and self.free(i, j):
                self.pair(i, j)

    def _may_move(self, i: int) -> bool:
        return i not in self.new_of and self.texts.words_of_old(i) >= FEWEST_WORDS


def _inside(clauses: Sequence[Aligned], at: int) -> range:
    """The clauses that stand in unit ``at``."""
    units, end = {clauses[at].eid}, at + 1
    while end < len(clauses) and clauses[end].parent in units:
        units.add(clauses[end].eid)
        end += 1
    return range(at + 1, end)


def find_returning(gone: Sequence[Aligned], after: Sequence[Aligned], added: Iterable[int]) -> dict[int, int]:
    """Which added clauses of ``after`` are provisions that an earlier version had: index in after → in ``gone``.

    A change that is taken back brings back what it had removed: the same words, or similar ones at the
    same address.
    """
    candidates = sorted(added)
    links = align(gone, [after[j] for j in candidates])
    found: dict[int, int] = {}
    for link in links:
        if link.before is None or link.after is None or link.change in (SPLIT, MERGED):
            continue
        old, j = gone[link.before], candidates[link.after]
        same_words = link.score == 1.0 and len(old.text.split()) >= FEWEST_WORDS
        if same_words or (old.eid == after[j].eid and old.kind == after[j].kind):
            found[j] = link.before
    return found


def _pairs_as_links(pairing: _Pairing) -> Iterator[Link]:
    in_order = set(_longest_chain(sorted((i, j) for j, i in pairing.old_of.items())))
    for j, i in pairing.old_of.items():
        yield Link(i, j, _change(pairing, i, j, (i, j) in in_order), pairing.texts.score(i, j))


def _change(pairing: _Pairing, i: int, j: int, in_order: bool) -> str:
    old, new = pairing.before[i], pairing.after[j]
    if old.text != new.text:
        return CHANGED
    if old.eid == new.eid and old.num == new.num:
        return SAME if in_order else MOVED
    return RENUMBERED if in_order and pairing.parents_agree(i, j) else MOVED


def _parts(pairing: _Pairing) -> Iterator[Link]:
    """Round 4: unpaired clauses beside a changed one whose words they took or gave; phrases that repeat prove nothing."""
    old_counts, new_counts = Counter(pairing.old_keys), Counter(pairing.new_keys)
    split: set[int] = set()
    merged: set[int] = set()
    for j, i in sorted(pairing.old_of.items()):
        if pairing.old_keys[i] == pairing.new_keys[j]:
            continue
        for part in _run_of_free(j, len(pairing.after), pairing.old_of):
            score = pairing.texts.part_of_old(i, j, part)
            if score >= PART_OF and new_counts[pairing.new_keys[part]] == 1 and part not in split:
                split.add(part)
                yield Link(i, part, SPLIT, score)
        for part in _run_of_free(i, len(pairing.before), pairing.new_of):
            score = pairing.texts.part_of_new(j, i, part)
            if score >= PART_OF and old_counts[pairing.old_keys[part]] == 1 and part not in merged:
                merged.add(part)
                yield Link(part, j, MERGED, score)


def _run_of_free(at: int, length: int, paired: Mapping[int, int]) -> Iterator[int]:
    """Unpaired neighbours after and before ``at``, up to the next pair."""
    for step in (1, -1):
        near = at + step
        while 0 <= near < length and near not in paired:
            yield near
            near += step


def _in_order(pairing: _Pairing, links: Iterable[Link]) -> list[Link]:
    """All links in the order of ``after``; what was removed stands after what stood before it."""
    links = list(links)
    met_old = {link.before for link in links}
    met_new = {link.after for link in links}
    links += [Link(None, j, ADDED, 0.0) for j in range(len(pairing.after)) if j not in met_new]
    place: dict[int, int] = {}
    before_it = -1
    for i in range(len(pairing.before)):
        before_it = pairing.new_of.get(i, before_it)
        place[i] = before_it
    removed = [Link(i, None, REMOVED, 0.0) for i in range(len(pairing.before)) if i not in met_old]
    keyed = [
        ((link.after, 0, link.change in (SPLIT, MERGED), link.before or 0), link)
        for link in links
        if link.after is not None
    ]
    keyed += [((place[link.before], 1, False, link.before), link) for link in removed if link.before is not None]
    return [link for _key, link in sorted(keyed, key=lambda found: found[0])]


def _unique(keys: Sequence[str]) -> dict[str, int]:
    counts = Counter(keys)
    return {key: index for index, key in enumerate(keys) if key and counts[key] == 1}


def _neither_heads(one: Aligned, other: Aligned) -> bool:
    """A paragraph does not become an article because a few words are alike: other clauses stand under that."""
    return one.kind not in HEADINGS and other.kind not in HEADINGS


def _bare(num: str) -> str:
    return num.strip(" .)").casefold()


def _longest_chain(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs (sorted by their first) that increase on both sides."""
    tails: list[int] = []
    ends: list[int] = []
    above: dict[int, int | None] = {}
    for index, (_i, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        above[index] = ends[at - 1] if at else None
        tails[at : at + 1] = [j]
        ends[at : at + 1] = [index]
    chain: list[tuple[int, int]] = []
    last: int | None = ends[-1] if ends else None
    while last is not None:
        chain.append(pairs[last])
        last = above[last]
    return chain[::-1]


def _best_chain(candidates: Sequence[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The heaviest run of candidates (i, j, weight) that increases on both sides, each side used once."""
    ordered = sorted(candidates, key=lambda found: (found[0], -found[1]))
    ranks = {j: rank for rank, j in enumerate(sorted({j for _i, j, _w in ordered}), start=1)}
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    above: list[int] = []
    totals: list[float] = []
    for index, (_i, j, weight) in enumerate(ordered):
        best, end = _prefix_best(tree, ranks[j] - 1)
        above.append(end)
        totals.append(best + weight)
        _raise_best(tree, ranks[j], (best + weight, index))
    chain: list[tuple[int, int]] = []
    at = max(range(len(totals)), key=totals.__getitem__, default=-1)
    while at >= 0:
        chain.append(ordered[at][:2])
        at = above[at]
    return chain[::-1]


def _prefix_best(tree: Sequence[tuple[float, int]], rank: int) -> tuple[float, int]:
    best = (0.0, -1)
    while rank > 0:
        best = max(best, tree[rank], key=lambda found: found[0])
        rank -= rank & -rank
    return best


def _raise_best(tree: list[tuple[float, int]], rank: int, found: tuple[float, int]) -> None:
    while rank < len(tree):
        if found[0] > tree[rank][0]:
            tree[rank] = found
        rank += rank & -rank
