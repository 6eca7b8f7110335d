"""What the proposed wordings of a version come to: which can be taken, which collide, the text with the taken ones. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from ...drafts.matching import fold
from ...drafts.redline import redline
from ..anchors import CHANGED, DETACHED
from ..wording_collisions import Wording, apply_wordings, collisions
from .shown import ShownWording, Taken, show, with_wording


@dataclass(frozen=True)
class Proposal:
    """A proposed wording. ``fits``: the words that it replaces still stand in the version."""

    row: Any
    shown: ShownWording
    fits: bool
    collides_with: Sequence[str]
    same_as: Sequence[str]
    blocked_by: Sequence[str] = ()

    @property
    def accepted(self) -> bool:
        return self.row.accepted is not None


@dataclass(frozen=True)
class ClauseProposals:
    """The proposals for one clause; ``text_after`` is its text with those that were accepted, None without any."""

    eid: str
    num: str
    text: str
    clause_id: int
    proposals: Sequence[Proposal]
    text_after: str | None


def by_clause(rows: Sequence[Any], taken: Mapping[int, Taken] | None = None) -> list[ClauseProposals]:
    """The proposals of a version (rows of ``queries.proposals_for``), clause by clause.

    ``taken`` has the comments whose wordings drafters took, with what became of them.
    """
    return [_clause(list(run), taken or {}) for _id, run in groupby(rows, key=lambda row: row.here_id)]


def fits(row: Any) -> bool:
    """Whether the words that a wording replaces still stand as they were."""
    return row.state not in (CHANGED, DETACHED)


def stretch(row: Any) -> tuple[int | None, int | None]:
    """Where those words stand in the version; None and None for the whole clause."""
    if not row.quote:
        return None, None
    return (row.start, row.end) if row.state is None else (row.placed_start, row.placed_end)


def _clause(rows: Sequence[Any], known: Mapping[int, Taken]) -> ClauseProposals:
    first = rows[0]
    fitting = [_wording(row) for row in rows if fits(row)]
    equal = _equal_outcomes(first.here_text, fitting)
    colliding = [pair for pair in collisions(fitting) if not any(set(pair) <= set(group) for group in equal)]
    proposals = [
        Proposal(
            row,
            _shown(row, known.get(row.id)),
            fits(row),
            [other for pair in colliding if row.public_id in pair for other in pair if other != row.public_id],
            [other for group in equal if row.public_id in group for other in group if other != row.public_id],
            collide(rows, row.public_id) if fits(row) and row.accepted is None else (),
        )
        for row in rows
    ]
    repeated = {one for group in equal for one in group[1:]}
    taken = [_wording(row) for row in rows if row.accepted is not None and fits(row)]
    taken = [one for one in taken if one.id not in repeated or not _others_taken(one.id, equal, taken)]
    after = text_with(first.here_text, taken) if taken else None
    return ClauseProposals(first.here_eid, first.here_num, first.here_text, first.here_id, proposals, after)


def _others_taken(public_id: str, equal: Sequence[Sequence[str]], taken: Sequence[Wording]) -> bool:
    """Whether a proposal that comes to the same text was taken too and stands before this one."""
    ids = [wording.id for wording in taken]
    group = next(group for group in equal if public_id in group)
    return any(other in ids for other in group[: group.index(public_id)])


def _equal_outcomes(text: str, wordings: Sequence[Wording]) -> list[list[str]]:
    """Groups of proposals that come to the same text, whatever stretch each of them quotes."""
    groups: dict[str, list[str]] = {}
    for wording in wordings:
        groups.setdefault(fold(text_with(text, [wording])), []).append(wording.id)
    return [group for group in groups.values() if len(group) > 1]


def _shown(row: Any, taken: Taken | None) -> ShownWording:
    """Against the words of the version, or, where those have changed since, against the words that were quoted."""
    if fits(row):
        return show(row.here_eid, row.here_num, row.here_text, row.wording, *stretch(row), taken)
    # The words are not there any more, so there is nothing that a sentence could amend.
    return ShownWording(redline(row.quote or row.here_text, row.wording), "", taken)


def text_with(text: str, wordings: Sequence[Wording]) -> str:
    """The clause's text with these wordings; it stays one paragraph, whatever was typed.

    Raises ValueError when they collide.
    """
    if len(wordings) == 1:
        return " ".join(with_wording(text, wordings[0].new_text, wordings[0].start, wordings[0].end).split())
    ends = {wording.end for wording in wordings}
    return " ".join(apply_wordings(text, [_with_space_before(text, wording, ends) for wording in wordings]).split())


def _with_space_before(text: str, wording: Wording, ends: set[int | None]) -> Wording:
    """What is deleted takes the space before it along, as in ``with_wording``, unless another change ends there."""
    if wording.new_text or not wording.start or wording.start == wording.end or wording.start in ends:
        return wording
    begin = len(text[: wording.start].rstrip())
    return (
        wording
        if any(end is not None and begin < end <= wording.start for end in ends)
        else replace(wording, start=begin)
    )


def with_texts(clauses: Sequence[Any], texts: Mapping[str, str]) -> list[Any]:
    """A version's clauses with new texts by address.

    One that is left without words goes with its number, unless other clauses stand in it.
    """
    parents = {clause.parent for clause in clauses}
    changed = [replace(clause, text=texts.get(clause.eid, clause.text)) for clause in clauses]
    return [clause for clause in changed if clause.text or clause.eid not in texts or clause.eid in parents]


def collide(rows: Sequence[Any], public_id: str) -> list[str]:
    """The accepted proposals among ``rows`` that the one with this id cannot stand with."""
    chosen = [row for row in rows if fits(row) and (row.accepted is not None or row.public_id == public_id)]
    wordings = [_wording(row) for row in chosen]
    equal = _equal_outcomes(chosen[0].here_text, wordings) if chosen else []
    pairs = [pair for pair in collisions(wordings) if not any(set(pair) <= set(group) for group in equal)]
    return [other for pair in pairs if public_id in pair for other in pair if other != public_id]


def _wording(row: Any) -> Wording:
    start, end = stretch(row)
    return Wording(row.public_id, start, end, row.wording)
