"""Publishing a version with all that hangs on it: the text is aligned, the comments are carried over.

The same plan serves the rehearsal, which only reads, and the publishing, which writes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...drafts import actions as drafts
from ...drafts.structure import Structure
from ..wordings.actions import mark_realised
from . import actions, queries
from .carrying import Carried, Clause, Standing, Ways, carry_all, count_states, find_ways


@dataclass(frozen=True)
class Rehearsal:
    """What publishing would do: the plan of the text and the place of each comment in it."""

    planned: drafts.Plan
    carried: Sequence[Carried]
    standings: Sequence[Standing]

    @property
    def counts(self) -> dict[str, int]:
        """How many comments there are in each state."""
        return count_states(self.carried)


def rehearse(
    slug: str, source: bytes, name: str, facts: drafts.DraftFacts, structure: Structure | None = None
) -> Rehearsal:
    """Work out what publishing would do to each clause and each comment. Changes nothing.

    Raises what ``drafts.actions.plan`` raises.
    """
    planned = drafts.plan(slug, source, name, facts, structure)
    if planned.draft is None:
        return Rehearsal(planned, [], [])
    standings, roots = queries.standings_of(planned.draft.id)
    return Rehearsal(planned, with_their_roots(carry_all(standings, _ways(planned)), roots), standings)


def publish(
    slug: str,
    source: bytes,
    name: str,
    facts: drafts.DraftFacts,
    language: str = "uk",
    structure: Structure | None = None,
) -> drafts.Published:
    """Publish a file as the first or a further version of a draft and carry its comments over.

    Raises what ``drafts.actions.plan`` raises; then nothing was written.
    """
    drafts.hold(slug)
    return publish_rehearsed(rehearse(slug, source, name, facts, structure), facts, language)


def publish_rehearsed(rehearsal: Rehearsal, facts: drafts.DraftFacts, language: str = "uk") -> drafts.Published:
    """Publish what was rehearsed in the same unit of work."""
    told = rehearsal.counts if rehearsal.planned.draft is not None else {}
    published = drafts.publish(rehearsal.planned, facts, language, told)
    if rehearsal.carried:
        actions.keep(rehearsal.planned.draft.id, published, rehearsal.carried)
    if rehearsal.planned.before:
        _mark_realised(rehearsal.planned, published)
    return published


def _mark_realised(planned: drafts.Plan, published: drafts.Published) -> None:
    clauses = zip(planned.provisions, planned.structure.clauses, strict=True)
    texts = {provision: clause.text for provision, clause in clauses if provision is not None}
    mark_realised(planned.before[0].version_id, published.version_id, texts)


def with_their_roots(carried: Sequence[Carried], roots: dict[int, int]) -> list[Carried]:
    """A conversation stays together: a reply goes where the comment went that it was begun with.

    A reply that quotes no words of its own is about that comment, so it also stands as that stands.
    """
    places = {one.comment_id: one for one in carried}
    found: list[Carried] = []
    for one in carried:
        root = places.get(roots.get(one.comment_id, 0))
        if root is None or (root.after == one.after and one.start is not None):
            found.append(one)
        else:
            found.append(Carried(one.comment_id, root.state, root.after, near=root.near))
    return found


def _ways(planned: drafts.Plan) -> Ways:
    before = [_clause(row, row.provision_id) for row in planned.before]
    after = [
        _clause(clause, provision)
        for clause, provision in zip(planned.structure.clauses, planned.provisions, strict=True)
    ]
    return find_ways(before, after, planned.links)


def _clause(clause: Any, provision_id: int | None) -> Clause:
    return Clause(clause.eid, clause.num, clause.text, clause.parent, provision_id)
