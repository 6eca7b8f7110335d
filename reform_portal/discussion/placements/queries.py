"""Reading where comments stand in a version."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from ...core.database import db
from ...core.paging import Page, cut, decode_cursor
from ...drafts.models import Clause, Draft, Version
from ..anchors import CHANGED, DETACHED, EXACT, MOVED, STATES, Anchor, anchor_at
from ..models import Comment
from . import carrying
from .models import CommentPlacement

_OWN, _HERE, _NEAR, _WRITTEN = aliased(Clause), aliased(Clause), aliased(Clause), aliased(Version)


def standings_of(draft_id: int) -> tuple[list[carrying.Standing], dict[int, int]]:
    """What every comment of a draft is fastened to, and reply → the comment that its conversation began with.

    A comment that a drafter put somewhere by hand is fastened there from then on.
    """
    by_hand, near = _placed_by_hand(draft_id), _kept_near(draft_id)
    rows = db.session.execute(
        select(
            Comment.id, Comment.root_id, Comment.provision_id, Comment.clause_id, Comment.quote, Comment.prefix,
            Comment.suffix, Comment.start, Comment.end,
        ).where(Comment.draft_id == draft_id).order_by(Comment.id)
    ).all()  # fmt: skip
    homes = _clauses_with_ids({row.clause_id for row in rows} | {row.clause_id for row in by_hand.values()})
    found = [_standing(row, by_hand.get(row.id), homes, near.get(row.id)) for row in rows]
    return found, {row.id: row.root_id for row in rows if row.root_id is not None}


def counts_of(version_id: int) -> dict[str, int]:
    """How many comments stand in each state in a version; comments written on it are not counted."""
    statement = select(CommentPlacement.state, func.count()).where(CommentPlacement.version_id == version_id)
    found = dict(db.session.execute(statement.group_by(CommentPlacement.state)).all())
    return {state: found.get(state, 0) for state in STATES}


def shown_in(version_id: int, comment_ids: Sequence[int]) -> dict[int, Row]:
    """Comment → its place in a version, for those that were written on an earlier one.

    ``words_now`` are the words there now, ``eid`` and ``num`` the clause, ``own_eid`` and ``written_on``
    the clause and version it was written on.
    """
    if not comment_ids:
        return {}
    statement = _with_places().where(
        CommentPlacement.version_id == version_id, CommentPlacement.comment_id.in_(comment_ids)
    )
    return {row.comment_id: row for row in db.session.execute(statement)}


def trail_of(comment_id: int) -> Sequence[Row]:
    """The places of a comment in all versions after its own, oldest first."""
    statement = _with_places().where(CommentPlacement.comment_id == comment_id)
    return db.session.execute(statement.order_by(CommentPlacement.version_id)).all()


def spans_on(clause_ids: Sequence[int]) -> dict[int, dict[int, tuple[int | None, int | None]]]:
    """Clause → comment → where the comment's words stand in it, for comments of earlier versions.

    Where other words stand now, nothing is given: nobody quoted those.
    """
    found: dict[int, dict[int, tuple[int | None, int | None]]] = {}
    columns = (
        CommentPlacement.clause_id, CommentPlacement.comment_id, CommentPlacement.start, CommentPlacement.end,
        CommentPlacement.state,
    )  # fmt: skip
    for row in db.session.execute(select(*columns).where(CommentPlacement.clause_id.in_(clause_ids))):
        same = row.state in (EXACT, MOVED)
        found.setdefault(row.clause_id, {})[row.comment_id] = (row.start, row.end) if same else (None, None)
    return found


def page_of_detached(version_id: int, cursor: str | None = None, near_id: int | None = None, size: int = 40) -> Page:
    """Published comments whose clause or words a version has no more, oldest first, with what they were about."""
    statement = (
        select(
            Comment.__table__, CommentPlacement.clause_id.label("here_id"), CommentPlacement.verdict,
            CommentPlacement.note, _OWN.eid.label("own_eid"), _OWN.num.label("own_num"), _OWN.text.label("own_text"),
            _WRITTEN.number.label("written_on"), _HERE.eid.label("eid"), _NEAR.eid.label("near_eid"),
        )
        .select_from(CommentPlacement)
        .join(Comment, Comment.id == CommentPlacement.comment_id)
        .join(_WRITTEN, _WRITTEN.id == Comment.version_id)
        .outerjoin(_OWN, _OWN.id == Comment.clause_id)
        .outerjoin(_HERE, _HERE.id == CommentPlacement.clause_id)
        .outerjoin(_NEAR, _NEAR.id == CommentPlacement.near_id)
        .where(
            CommentPlacement.version_id == version_id, CommentPlacement.state == DETACHED,
            Comment.status == "published", Comment.root_id.is_(None),
        )
        .order_by(Comment.id)
    )  # fmt: skip
    if near_id is not None:
        statement = statement.where(CommentPlacement.near_id == near_id)
    key = decode_cursor(cursor, 1)
    if key:
        statement = statement.where(Comment.id > key[0])
    return cut(db.session.execute(statement.limit(size + 1)).all(), size, lambda row: (row.id,))


def count_detached(version_id: int, near_id: int | None = None) -> int:
    """How many published comments a version has lost the clause or the words of."""
    statement = (
        select(func.count())
        .select_from(CommentPlacement)
        .join(Comment, Comment.id == CommentPlacement.comment_id)
        .where(
            CommentPlacement.version_id == version_id,
            CommentPlacement.state == DETACHED,
            Comment.status == "published",
            Comment.root_id.is_(None),
        )
    )
    if near_id is not None:
        statement = statement.where(CommentPlacement.near_id == near_id)
    return db.session.scalar(statement) or 0


def disputed(version_id: int, size: int = 200) -> Sequence[Row]:
    """Comments whose authors say that they stand in the wrong place, oldest first."""
    statement = _with_places().where(
        CommentPlacement.version_id == version_id,
        CommentPlacement.verdict == "wrong",
        Comment.status == "published",
    )
    return db.session.execute(statement.order_by(CommentPlacement.comment_id).limit(size)).all()


def placement(comment_id: int, version_id: int) -> Row | None:
    """The place of a comment in a version, None for one written on it or after it."""
    return shown_in(version_id, [comment_id]).get(comment_id)


def _with_places() -> Any:
    words = func.substr(_HERE.text, CommentPlacement.start + 1, CommentPlacement.end - CommentPlacement.start)
    return (
        select(
            CommentPlacement.__table__, words.label("words_now"), _HERE.eid.label("eid"), _HERE.num.label("num"),
            _HERE.provision_id.label("here_provision_id"), _HERE.text.label("here_text"),
            _NEAR.eid.label("near_eid"), Version.number.label("number"),
            _OWN.eid.label("own_eid"), _OWN.num.label("own_num"), _OWN.text.label("own_text"),
            _WRITTEN.number.label("written_on"), Comment.public_id, Comment.quote, Comment.body, Comment.author,
            Comment.person_id, Comment.status, Comment.draft_id, Draft.slug,
        )
        .select_from(CommentPlacement)
        .join(Comment, Comment.id == CommentPlacement.comment_id)
        .join(Version, Version.id == CommentPlacement.version_id)
        .join(Draft, Draft.id == Comment.draft_id)
        .join(_WRITTEN, _WRITTEN.id == Comment.version_id)
        .outerjoin(_OWN, _OWN.id == Comment.clause_id)
        .outerjoin(_HERE, _HERE.id == CommentPlacement.clause_id)
        .outerjoin(_NEAR, _NEAR.id == CommentPlacement.near_id)
    )  # fmt: skip


def _placed_by_hand(draft_id: int) -> dict[int, Row]:
    statement = (
        select(CommentPlacement.__table__)
        .join(Comment, Comment.id == CommentPlacement.comment_id)
        .where(
            Comment.draft_id == draft_id,
            CommentPlacement.placed_by == "drafter",
            CommentPlacement.clause_id.is_not(None),
        )
        .order_by(CommentPlacement.version_id)
    )
    return {row.comment_id: row for row in db.session.execute(statement)}


def _kept_near(draft_id: int) -> dict[int, int]:
    """Comment whose clause was lost → the provision that it was kept at in the last version in which that was so."""
    statement = (
        select(CommentPlacement.comment_id, Clause.provision_id)
        .join(Comment, Comment.id == CommentPlacement.comment_id)
        .join(Clause, Clause.id == CommentPlacement.near_id)
        .where(Comment.draft_id == draft_id)
        .order_by(CommentPlacement.version_id)
    )
    return {row.comment_id: row.provision_id for row in db.session.execute(statement)}


def _clauses_with_ids(ids: set[int | None]) -> dict[int, carrying.Clause]:
    columns = (Clause.id, Clause.eid, Clause.num, Clause.text, Clause.parent, Clause.provision_id)
    wanted = sorted(i for i in ids if i is not None)
    found: dict[int, carrying.Clause] = {}
    for begin in range(0, len(wanted), 5000):
        for row in db.session.execute(select(*columns).where(Clause.id.in_(wanted[begin : begin + 5000]))):
            found[row.id] = carrying.Clause(row.eid, row.num, row.text, row.parent, row.provision_id)
    return found


def _standing(
    row: Row, by_hand: Row | None, homes: dict[int, carrying.Clause], near_id: int | None
) -> carrying.Standing:
    if by_hand is None:
        anchor = Anchor(row.quote, row.prefix, row.suffix, row.start, row.end)
        home = homes[row.clause_id] if row.clause_id is not None else None
        return carrying.Standing(row.id, anchor, home, row.provision_id, near_id)
    home = homes[by_hand.clause_id]
    anchor = Anchor()
    if by_hand.start is not None and by_hand.start < by_hand.end:
        anchor = anchor_at(home.text, by_hand.start, by_hand.end)
    return carrying.Standing(row.id, anchor, home, row.provision_id, near_id, by_hand.state == CHANGED)
