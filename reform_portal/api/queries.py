"""Reading what only programs page through."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, func, select

from ..core.database import db
from ..core.paging import Page, cut, decode_cursor
from ..discussion import queries as discussion
from ..discussion.models import Comment
from ..drafts.models import Clause, Draft, Version


def page_of_drafts(cursor: str | None, size: int) -> Page:
    """Drafts with the number of their newest version, the newest draft first."""
    newest = select(func.max(Version.number)).where(Version.draft_id == Draft.id).correlate(Draft).scalar_subquery()
    statement = select(Draft.__table__, newest.label("version")).order_by(Draft.id.desc()).limit(size + 1)
    key = decode_cursor(cursor, 1)
    if key:
        statement = statement.where(Draft.id < key[0])
    return cut(db.session.execute(statement).all(), size, lambda row: (row.id,))


def clauses_of_provisions(version_id: int, provision_ids: Collection[int]) -> dict[int, Row]:
    """Provision → its clause in a version."""
    if not provision_ids:
        return {}
    statement = select(Clause.__table__).where(
        Clause.version_id == version_id, Clause.provision_id.in_(sorted(provision_ids))
    )
    return {row.provision_id: row for row in db.session.execute(statement)}


def count_published(draft_id: int) -> int:
    """How many published comments a draft has, from the counts."""
    return discussion.comments_in([draft_id]).get(draft_id, 0)


def published_after(draft_id: int, last: int, size: int) -> Sequence[Row]:
    """Up to so many published comments of a draft with an id above ``last``, oldest first, with their place."""
    ids = db.session.scalars(_published(draft_id).where(Comment.id > last).order_by(Comment.id).limit(size)).all()
    return discussion.comments_by_ids(ids)


def id_before(draft_id: int, below: int | None, count: int) -> int:
    """The id of the published comment that stands ``count`` before ``below`` (None: the end), 0 if there is none."""
    statement = _published(draft_id).order_by(Comment.id.desc()).offset(count - 1).limit(1)
    if below is not None:
        statement = statement.where(Comment.id < below)
    return db.session.scalar(statement) or 0


def _published(draft_id: int) -> Any:
    return select(Comment.id).where(Comment.draft_id == draft_id, Comment.status == "published")
