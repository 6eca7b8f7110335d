"""Reading proposed wordings and those that were accepted."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from ...core.database import db
from ...drafts.models import Clause, Version
from ..models import Comment
from ..placements.models import CommentPlacement
from .models import AcceptedWording
from .shown import ShownWording, Taken, show

_HERE = aliased(Clause)
_TAKEN_AFTER, _REALISED = aliased(Version), aliased(Version)


def shown_wordings(comments: Sequence[Any]) -> dict[int, ShownWording]:
    """Comment → what it proposes, for those of the comments that propose other words."""
    proposing = [row for row in comments if row.wording is not None and row.status == "published" and row.clause_id]
    if not proposing:
        return {}
    ids = {row.clause_id for row in proposing}
    statement = select(Clause.id, Clause.eid, Clause.num, Clause.text).where(Clause.id.in_(ids))
    clauses = {row.id: row for row in db.session.execute(statement)}
    taken = taken_wordings([row.id for row in proposing])
    return {
        row.id: show(
            clauses[row.clause_id].eid, clauses[row.clause_id].num, clauses[row.clause_id].text, row.wording, row.start,
            row.end, taken.get(row.id),
        )
        for row in proposing
    }  # fmt: skip


def taken_wordings(comment_ids: Sequence[int]) -> dict[int, Taken]:
    """Comment → what became of its wording, for those that drafters took; of several times the last one."""
    newest = select(func.max(Version.number)).where(Version.draft_id == _TAKEN_AFTER.draft_id).scalar_subquery()
    statement = (
        select(
            AcceptedWording.comment_id,
            _TAKEN_AFTER.number.label("after"),
            _REALISED.number.label("realised"),
            newest.label("newest"),
        )
        .join(_TAKEN_AFTER, _TAKEN_AFTER.id == AcceptedWording.version_id)
        .outerjoin(_REALISED, _REALISED.id == AcceptedWording.realised_id)
        .where(AcceptedWording.comment_id.in_(comment_ids))
        .order_by(_TAKEN_AFTER.number)
    )
    return {
        row.comment_id: Taken(row.after, row.realised, row.newest == row.after) for row in db.session.execute(statement)
    }


def proposals_for(version_id: int, clause_id: int | None = None) -> Sequence[Row]:
    """Published wordings as they stand in a version (in one clause of it), in the order of its text.

    ``here_*`` is the clause, ``begin`` and ``finish`` the stretch that is to be replaced (None: all of it),
    ``state`` the anchor's state (None: written on this version), ``accepted`` whether it is taken.
    """
    return db.session.execute(_proposals_for(version_id, clause_id)).all()


def accepted_proposals_for(version_id: int) -> Sequence[Row]:
    """Those of them that were taken into the text of the next version."""
    return db.session.execute(_proposals_for(version_id).where(AcceptedWording.comment_id.is_not(None))).all()


def accepted_for(version_id: int) -> dict[int, list[Row]]:
    """Clause of a version → the comments whose wordings were taken for it into the next text."""
    found: dict[int, list[Row]] = {}
    for row in accepted_rows(version_id):
        found.setdefault(row.clause_id, []).append(row)
    return found


def accepted_rows(version_id: int) -> Sequence[Row]:
    """The wordings that were taken into the text after a version, with the clause that they were proposed for."""
    statement = (
        select(
            AcceptedWording.comment_id, AcceptedWording.clause_id, Comment.public_id, Comment.author, Comment.wording,
            Comment.quote, _HERE.text.label("clause_text"), _HERE.provision_id,
        )
        .join(Comment, Comment.id == AcceptedWording.comment_id)
        .join(_HERE, _HERE.id == AcceptedWording.clause_id)
        .where(AcceptedWording.version_id == version_id, Comment.status == "published")
        .order_by(Comment.id)
    )  # fmt: skip
    return db.session.execute(statement).all()


def _proposals_for(version_id: int, clause_id: int | None = None) -> Any:
    here = _HERE.id == clause_id if clause_id is not None else _HERE.version_id == version_id
    return (
        select(
            Comment.id, Comment.public_id, Comment.author, Comment.body, Comment.wording, Comment.supports,
            Comment.quote, Comment.start, Comment.end, Comment.version_id, CommentPlacement.state,
            CommentPlacement.start.label("placed_start"), CommentPlacement.end.label("placed_end"),
            _HERE.id.label("here_id"), _HERE.eid.label("here_eid"), _HERE.num.label("here_num"),
            _HERE.text.label("here_text"), _HERE.position, AcceptedWording.comment_id.label("accepted"),
        )
        .select_from(Comment)
        .outerjoin(
            CommentPlacement,
            (CommentPlacement.comment_id == Comment.id) & (CommentPlacement.version_id == version_id),
        )
        .join(_HERE, _HERE.id == func.coalesce(CommentPlacement.clause_id, Comment.clause_id))
        .outerjoin(
            AcceptedWording, (AcceptedWording.comment_id == Comment.id) & (AcceptedWording.version_id == version_id)
        )
        .where(here, Comment.wording.is_not(None), Comment.status == "published")
        .order_by(_HERE.position, Comment.supports.desc(), Comment.id)
    )  # fmt: skip
