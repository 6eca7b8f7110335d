"""Reading the addresses of sitemaps in batches, with constant memory: public things alone."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, func, select

from ...core.clock import in_kyiv
from ...core.database import db
from ...discussion.models import Comment
from ...drafts.models import Clause, Draft, Version
from ...drafts.queries import all_drafts
from .lines import MOST_ADDRESSES, Address

BATCH = 2000
PAGES = ("/", "/drafts/", "/about", "/accessibility", "/journal/", "/open-data", "/open-data/dictionary")
DRAFT_PAGES = ("", "feedback", "answers", "downloads")


def page_addresses() -> Iterator[Address]:
    """The pages of the portal and of each draft; drafts are few."""
    for path in PAGES:
        yield path, ""
    for draft in all_drafts():
        for name in DRAFT_PAGES:
            yield f"/drafts/{draft.slug}/{name}", _day(draft.published_at) if not name else ""


def last_clause() -> int:
    return db.session.scalar(select(func.max(Clause.id))) or 0


def last_comment() -> int:
    return db.session.scalar(select(func.max(Comment.id))) or 0


def clause_addresses(part: int) -> Iterator[Address]:
    """The clauses of the newest version of each draft whose ids belong to a part."""
    newest = select(func.max(Version.number)).where(Version.draft_id == Draft.id).correlate(Draft).scalar_subquery()
    statement = (
        select(Clause.id, Clause.eid, Draft.slug, Version.published_at)
        .join(Version, Version.id == Clause.version_id)
        .join(Draft, Draft.id == Version.draft_id)
        .where(Version.number == newest)
    )
    for row in _batches(statement, Clause.id, part):
        yield f"/drafts/{row.slug}/{row.eid}", _day(row.published_at)


def comment_addresses(part: int) -> Iterator[Address]:
    """The published comments whose ids belong to a part."""
    statement = select(Comment.id, Comment.public_id, Comment.status, Comment.created_at, Comment.edited_at)
    for row in _batches(statement, Comment.id, part):
        # Asked for the status as well, SQLite would take another index and read many more.
        if row.status == "published":
            yield f"/comments/{row.public_id}", _day(row.edited_at or row.created_at)


def _batches(statement: Any, key: Any, part: int) -> Iterator[Row]:
    last, end = part * MOST_ADDRESSES, (part + 1) * MOST_ADDRESSES
    while True:
        found: Sequence[Row] = db.session.execute(
            statement.where(key > last, key <= end).order_by(key).limit(BATCH)
        ).all()
        # A reader with a slow line must not hold the database for as long as he reads.
        db.session.rollback()
        yield from found
        if len(found) < BATCH:
            return
        last = found[-1].id


def _day(instant: Any) -> str:
    return in_kyiv(instant).date().isoformat()
