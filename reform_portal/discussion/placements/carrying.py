"""Carrying comments from one version to the next. Pure.

A comment is looked for where its provision is: in the clause of the provision that it was written on,
in the one it was moved to since, in the parts of a clause that was split, in the clause that took its
words. It is never put on any other. Inside the clause the words decide: see ``anchors.carry``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ...drafts.alignment import MERGED, SPLIT, Link
from ..anchors import CHANGED, DETACHED, EXACT, MOVED, WHOLE_CLAUSE, Anchor, Placement, carry


@dataclass(frozen=True)
class Clause:
    """A clause as carrying sees it."""

    eid: str
    num: str
    text: str
    parent: str | None
    provision_id: int | None


@dataclass(frozen=True)
class Standing:
    """A comment and what it was fastened to: the words, the clause they are words of, the provision it stands with now.

    ``home`` is None for a comment on the draft as a whole; ``near_provision_id`` is the unit that it was kept
    at when its clause was lost before. ``other_words``: a drafter chose them, the author wrote about others.
    """

    comment_id: int
    anchor: Anchor
    home: Clause | None
    provision_id: int
    near_provision_id: int | None = None
    other_words: bool = False


@dataclass(frozen=True)
class Carried:
    """Where a comment stands in the new version. ``after`` and ``near`` are indexes of its clauses."""

    comment_id: int
    state: str
    after: int | None = None
    start: int | None = None
    end: int | None = None
    near: int | None = None


@dataclass
class Ways:
    """Which clauses of the new version a provision leads to, by index; what it can be looked up by."""

    after: Sequence[Clause]
    of_provision: Mapping[int, int]
    parts: Mapping[int, Sequence[int]] = field(default_factory=dict)
    last_parents: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def from_provision(self, provision_id: int) -> list[int]:
        main = self.of_provision.get(provision_id)
        return ([main] if main is not None else []) + list(self.parts.get(provision_id, ()))

    def nearest(self, provision_ids: Iterable[int], near_id: int | None = None) -> int | None:
        """The innermost unit around the lost clause that lives on, or around ``near_id`` if it was lost before."""
        around = [parent for provision_id in provision_ids for parent in self.last_parents.get(provision_id, ())]
        if near_id is not None:
            around += [near_id, *self.last_parents.get(near_id, ())]
        return next((self.of_provision[parent] for parent in around if parent in self.of_provision), None)


def find_ways(before: Sequence[Clause], after: Sequence[Clause], links: Sequence[Link]) -> Ways:
    """The ways from ``before`` to ``after``; their clauses know their provisions, new ones have None."""
    of_provision = {c.provision_id: j for j, c in enumerate(after) if c.provision_id is not None}
    parts: dict[int, list[int]] = {}
    for link in links:
        if link.change in (SPLIT, MERGED) and link.before is not None and link.after is not None:
            provision_id = before[link.before].provision_id
            if provision_id is not None:
                parts.setdefault(provision_id, []).append(link.after)
    return Ways(after, of_provision, parts, _parents(before))


def _parents(clauses: Sequence[Clause]) -> dict[int, list[int]]:
    """Provision → the provisions of the units around it, innermost first."""
    at = {clause.eid: clause for clause in clauses}
    found: dict[int, list[int]] = {}
    for clause in clauses:
        around: list[int] = []
        parent = at.get(clause.parent or "")
        while parent is not None and parent.provision_id not in around:
            if parent.provision_id is not None:
                around.append(parent.provision_id)
            parent = at.get(parent.parent or "")
        if clause.provision_id is not None:
            found[clause.provision_id] = around
    return found


def carry_all(standings: Iterable[Standing], ways: Ways) -> list[Carried]:
    """Where each comment stands in the new version."""
    return [_carry_one(standing, ways) for standing in standings]


def count_states(carried: Iterable[Carried]) -> dict[str, int]:
    """How many comments there are in each state."""
    counts = Counter(one.state for one in carried)
    return {state: counts[state] for state in (EXACT, MOVED, CHANGED, DETACHED)}


def _carry_one(standing: Standing, ways: Ways) -> Carried:
    home = standing.home
    if home is None:
        return Carried(standing.comment_id, EXACT)
    provisions = list(dict.fromkeys(p for p in (home.provision_id, standing.provision_id) if p is not None))
    candidates = list(dict.fromkeys(j for provision in provisions for j in ways.from_provision(provision)))
    found = [(j, _placed(standing.anchor, home, ways.after[j])) for j in candidates]
    if not found:
        return Carried(standing.comment_id, DETACHED, near=ways.nearest(provisions, standing.near_provision_id))
    after, placed = min(found, key=lambda one: (_RANK[one[1].state], candidates.index(one[0])))
    state = CHANGED if standing.other_words and placed.state in (EXACT, MOVED) else placed.state
    return Carried(standing.comment_id, state, after, placed.start, placed.end)


_RANK = {EXACT: 0, MOVED: 0, CHANGED: 1, DETACHED: 2}


def _placed(anchor: Anchor, home: Clause, clause: Clause) -> Placement:
    """The place inside a clause; equal words at another address have moved."""
    same_address = (home.eid, home.num) == (clause.eid, clause.num)
    if anchor == WHOLE_CLAUSE or not anchor.exact:
        state = CHANGED if home.text != clause.text else EXACT if same_address else MOVED
        return Placement(state, None, None)
    placed = _words_placed(anchor, home.text, clause.text)
    if placed.state == EXACT and not same_address:
        return Placement(MOVED, placed.start, placed.end)
    return placed


@lru_cache(maxsize=4096)
def _words_placed(anchor: Anchor, old: str, new: str) -> Placement:
    return carry(anchor, old, new)
