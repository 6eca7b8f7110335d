"""A rehearsal told in plain values: what would become of each clause and each comment."""

from collections.abc import Iterator, Sequence
from typing import Any

from ...drafts.alignment import REMOVED, Link
from ...drafts.remarks import say
from .. import queries as discussion
from .carrying import Carried
from .publishing import Rehearsal

BATCH = 5000


def as_json(rehearsal: Rehearsal) -> dict[str, Any]:
    """For programs: counts, a line for each clause (``eid`` is None when it is gone) and one for each comment."""
    planned = rehearsal.planned
    return {
        "slug": planned.slug,
        "number": planned.number,
        "kept": planned.kept,
        "gone": planned.gone,
        "warnings": [say(warning) for warning in planned.structure.warnings],
        "anchors": rehearsal.counts,
        "clauses": clause_lines(rehearsal),
        "comments": list(comment_lines(rehearsal, rehearsal.carried)),
    }


def clause_lines(rehearsal: Rehearsal) -> list[dict[str, Any]]:
    """What would become of each clause: ``before`` and ``eid`` are its addresses."""
    return [_clause_line(rehearsal, link) for link in rehearsal.planned.links] or list(_first_lines(rehearsal))


def comment_lines(rehearsal: Rehearsal, carried: Sequence[Carried]) -> Iterator[dict[str, Any]]:
    """Where each of these comments would stand: ``before`` and ``clause`` are addresses, ``words`` the words there."""
    homes = {standing.comment_id: standing for standing in rehearsal.standings}
    names = _names([one.comment_id for one in carried])
    for one in carried:
        home = homes[one.comment_id]
        clause = _new_clause(rehearsal, one.after)
        near = _new_clause(rehearsal, one.near)
        has_words = clause is not None and one.start is not None
        yield {
            "id": names[one.comment_id][0],
            "external_id": names[one.comment_id][1],
            "before": home.home.eid if home.home is not None else None,
            "clause": clause.eid if clause is not None else None,
            "near": near.eid if near is not None else None,
            "state": one.state,
            "quote": home.anchor.exact,
            "words": clause.text[one.start : one.end] if clause is not None and has_words else "",
        }


def _names(ids: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    """Public and external ids, asked for in batches: a database takes only so many values at once."""
    found: dict[int, tuple[str, str | None]] = {}
    for begin in range(0, len(ids), BATCH):
        found |= discussion.public_ids(ids[begin : begin + BATCH])
    return found


def _clause_line(rehearsal: Rehearsal, link: Link) -> dict[str, Any]:
    old = rehearsal.planned.before[link.before] if link.before is not None else None
    new = _new_clause(rehearsal, link.after)
    return {
        "eid": new.eid if new is not None and link.change != REMOVED else None,
        "before": old.eid if old is not None else None,
        "change": link.change,
        "score": round(link.score, 2),
    }


def _first_lines(rehearsal: Rehearsal) -> Iterator[dict[str, Any]]:
    for clause in rehearsal.planned.structure.clauses:
        yield {"eid": clause.eid, "before": None, "change": "added", "score": 0.0}


def _new_clause(rehearsal: Rehearsal, index: int | None) -> Any:
    return rehearsal.planned.structure.clauses[index] if index is not None else None
