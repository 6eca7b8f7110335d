"""Proposed wordings that come to the same text, as one group with the support of all. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from .proposals import ClauseProposals, Proposal
from .shown import ShownWording


@dataclass(frozen=True)
class WordingGroup:
    """``proposals`` that give the clause the same text, the most signed first; ``shown`` is how that one is read.

    ``supports`` counts the signatures under all of them.
    """

    shown: ShownWording
    proposals: Sequence[Proposal]
    supports: int

    @property
    def submissions(self) -> int:
        """How often it was proposed or signed."""
        return len(self.proposals) + self.supports

    @property
    def accepted(self) -> bool:
        return any(proposal.accepted for proposal in self.proposals)


def grouped(clause: ClauseProposals) -> list[WordingGroup]:
    """The proposals of a clause in groups, those with the most behind them first; each is in exactly one."""
    groups: list[WordingGroup] = []
    seen: set[str] = set()
    for proposal in clause.proposals:
        if proposal.row.public_id in seen:
            continue
        alike = {proposal.row.public_id, *proposal.same_as}
        members = [one for one in clause.proposals if one.row.public_id in alike]
        members.sort(key=lambda one: (-one.row.supports, one.row.id))
        seen |= alike
        groups.append(WordingGroup(members[0].shown, members, sum(one.row.supports for one in members)))
    return sorted(groups, key=lambda group: (-group.submissions, group.proposals[0].row.id))
