"""How things look in JSON. Plain dictionaries out of rows; names are those of the public contract."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..core.clock import now
from ..discussion.anchors import DETACHED, EXACT, Anchor, place
from ..discussion.stances import STANCES
from ..drafts import rules


def stamp(instant: Any) -> str | None:
    """An instant in UTC, ISO 8601."""
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ") if instant is not None else None


def draft_line(row: Any) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "title": row.title,
        "stage": rules.stage(row, now()),
        "language": row.language,
        "version": row.version,
        "rules": row.rule_set,
        "opens_at": stamp(row.opens_at),
        "closes_at": stamp(row.closes_at),
    }


def version(row: Any) -> dict[str, Any]:
    return {"number": row.number, "published_at": stamp(row.published_at), "sha256": row.sha256}


def clause(row: Any, tally: Any) -> dict[str, Any]:
    return {
        "eid": row.eid,
        "provision": str(row.provision_id),
        "kind": row.kind,
        "num": row.num,
        "parent": row.parent,
        "text": row.text,
        "source_id": row.source_id,
        "tally": tally_of(tally),
        "comments": tally.comments if tally is not None else 0,
    }


def tally_of(row: Any) -> dict[str, int]:
    return {stance: getattr(row, stance) if row is not None else 0 for stance in STANCES}


def comment(
    row: Any,
    number: int,
    clauses: Mapping[int, Any],
    public: Mapping[int, tuple[str, str | None]],
    placed: Any,
    answered: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A comment as it stands in version ``number``: ``clauses`` maps provisions to that version's clauses.

    ``placed`` is its place in a version newer than its own; in an older one it stands with its provision. A comment that lost its words says the clause
    that it stood on, one that lost its clause the nearest unit around it that lives on. ``answered`` is the answer
    that holds for it.

    Words and names of what is not published are left out.
    """
    shown = row.status == "published"
    here = clauses.get(row.provision_id)
    clause, anchor = _place(row, number, here, placed)
    return {
        "id": row.public_id,
        "external_id": row.external_id,
        "clause": clause,
        "provision": str(row.provision_id),
        "version": row.version,
        "quote": row.quote if shown else "",
        "anchor": {**anchor, "exact": row.quote} if shown else None,
        "stance": row.stance,
        "body": row.body if shown else "",
        "wording": row.wording if shown else None,
        "author": row.author if shown else "",
        "created_at": stamp(row.created_at),
        "parent": public[row.parent_id][0] if row.parent_id in public else None,
        "supports": row.supports,
        "status": row.status,
        "answer": answered,
    }


def answer(row: Any, url: str) -> dict[str, Any]:
    """The drafters' answer; ``changed`` is the address and version of the words that changed, if it names any."""
    return {
        "decision": row.decision,
        "reason": row.reason,
        "url": url,
        "given_at": stamp(row.given_at),
        "changed": {"clause": row.changed_eid, "version": row.changed_in} if row.changed_eid else None,
    }


def theme(shown: Any, comments: Sequence[str], url: str, answered: dict[str, Any] | None) -> dict[str, Any]:
    """A theme (``feedback.themes.queries.ShownTheme``) with the public ids of all its comments."""
    return {
        "id": shown.public_id,
        "label": shown.label,
        "labelled_by": shown.labelled_by,
        "arranged": shown.fixed,
        "size": len(comments),
        "people": shown.people,
        "comments": list(comments),
        "quotes": [{"comment": quote.comment, "text": quote.text} for quote in shown.quotes],
        "url": url,
        "answer": answered,
    }


def campaign(copies: Any) -> dict[str, Any]:
    """The comments of a campaign on one clause (``feedback.queries.CopiesHere``)."""
    return {
        "representative": copies.representative,
        "size": len(copies.comments),
        "comments": list(copies.comments),
    }


def wording(proposal: Any) -> dict[str, Any]:
    """A proposed wording (``discussion.wordings.proposals.Proposal``); ``fits``: its words still stand in the text."""
    row = proposal.row
    return {
        "comment": row.public_id,
        "quote": row.quote,
        "wording": row.wording,
        "redline": [{"op": piece.op, "text": piece.text} for piece in proposal.shown.pieces],
        "amendment": proposal.shown.sentence,
        "supports": row.supports,
        "fits": proposal.fits,
        "collides_with": list(proposal.collides_with),
        "accepted": proposal.accepted,
    }


def _place(row: Any, number: int, here: Any, placed: Any) -> tuple[str | None, dict[str, Any]]:
    """The address of a comment's clause and the state and offsets of its anchor."""
    if placed is not None:
        address = placed.eid if placed.eid is not None else placed.near_eid
        return address, {"state": placed.state, "start": placed.start, "end": placed.end}
    if row.version == number:
        return row.eid, {"state": EXACT, "start": row.start, "end": row.end}
    if here is None:
        return None, {"state": EXACT if row.clause_id is None else DETACHED, "start": None, "end": None}
    found = place(Anchor(row.quote, row.prefix, row.suffix, row.start, row.end), here.text)
    return here.eid, {"state": found.state, "start": found.start, "end": found.end}
