"""What the proposed wordings of a version come to: which can be taken, which collide, the text with the taken ones. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from ...drafts.redline import redline
from ..anchors import CHANGED, DETACHED
from ..wording_collisions import Wording, apply_wordings, collisions, same
from .shown import ShownWording, show, with_wording


@dataclass(frozen=True)
class Proposal:
    """A proposed wording. ``fits``: the words that it replaces still stand in the version."""

    row: Any
    shown: ShownWording
    fits: bool
    collides_with: Sequence[str]
    same_as: Sequence[str]

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


def by_clause(rows: Sequence[Any], taken_after: Mapping[int, int] | None = None) -> list[ClauseProposals]:
    """The proposals of a version (rows of ``queries.proposals_for``), clause by clause.

    ``taken_after`` has the comments whose wordings were taken, with the number of the version after which.
    """
    return [_clause(list(run), taken_after or {}) for _id, run in groupby(rows, key=lambda row: row.here_id)]


def fits(row: Any) -> bool:
    """Whether the words that a wording replaces still stand as they were."""
    return row.state not in (CHANGED, DETACHED)


def stretch(row: Any) -> tuple[int | None, int | None]:
    """Where those words stand in the version; None and None for the whole clause."""
    if not row.quote:
        return None, None
    return (row.start, row.end) if row.state is None else (row.placed_start, row.placed_end)


def _clause(rows: Sequence[Any], taken_after: Mapping[int, int]) -> ClauseProposals:
    first = rows[0]
    fitting = [_wording(row) for row in rows if fits(row)]
    colliding = collisions(fitting)
    equal = same(fitting)
    proposals = [
        Proposal(
            row,
            _shown(row, taken_after.get(row.id)),
            fits(row),
            [other for pair in colliding if row.public_id in pair for other in pair if other != row.public_id],
            [other for group in equal if row.public_id in group for other in group if other != row.public_id],
        )
        for row in rows
    ]
    taken = [_wording(row) for row in rows if row.accepted is not None and fits(row)]
    after = text_with(first.here_text, taken) if taken else None
    return ClauseProposals(first.here_eid, first.here_num, first.here_text, first.here_id, proposals, after)


def _shown(row: Any, taken_after: int | None) -> ShownWording:
    """Against the words of the version, or, where those have changed since, against the words that were quoted."""
    if fits(row):
        return show(row.here_eid, row.here_num, row.here_text, row.wording, *stretch(row), taken_after)
    # The words are not there any more, so there is nothing that a sentence could amend.
    return ShownWording(redline(row.quote or row.here_text, row.wording), "", taken_after)


def text_with(text: str, wordings: Sequence[Wording]) -> str:
    """The clause's text with these wordings; it stays one paragraph, whatever was typed.

    Raises ValueError when they collide.
    """
    if len(wordings) == 1:
        return " ".join(with_wording(text, wordings[0].new_text, wordings[0].start, wordings[0].end).split())
    return " ".join(apply_wordings(text, [_with_space_before(text, wording) for wording in wordings]).split())


def _with_space_before(text: str, wording: Wording) -> Wording:
    """What is deleted takes the space before it along, as in ``with_wording``."""
    if wording.new_text or not wording.start or wording.start == wording.end:
        return wording
    return replace(wording, start=len(text[: wording.start].rstrip()))


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
    pairs = collisions([_wording(row) for row in chosen])
    return [other for pair in pairs if public_id in pair for other in pair if other != public_id]


def _wording(row: Any) -> Wording:
    start, end = stretch(row)
    return Wording(row.public_id, start, end, row.wording)
