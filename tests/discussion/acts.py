"""What the tests of the discussion share: forms filled in, and rows looked at or bent as time would."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.discussion import actions, queries
from reform_portal.discussion.models import Comment
from reform_portal.journal.queries import entries_about

PLACE = "/drafts/land/art_3__para_1"
REPLY = {"body": "Згодна: двадцяти днів досить.", "name_mode": "full", "consent": "y"}


def kinds_about(subject: str) -> list[str]:
    """Kinds of the journal entries about a subject, oldest first."""
    db.session.rollback()
    return [entry.kind for entry in entries_about(subject)]


def count(model: Any, *conditions: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def tally(public_id: str) -> dict[str, int]:
    """The counts of the provision that a comment stands at."""
    db.session.rollback()
    row = queries.tally_of(queries.find_comment(public_id).provision_id)
    return {name: getattr(row, name) for name in queries.NO_TALLY if getattr(row, name)} if row else {}


def bend(public_id: str, **values: Any) -> None:
    """Change a comment's row past every rule."""
    with unit_of_work():
        db.session.execute(update(Comment).where(Comment.public_id == public_id).values(**values))


def age(public_id: str, **ago: int) -> None:
    """Let a comment have been published some time ago."""
    bend(public_id, created_at=now() - timedelta(**ago))


def withdraw(public_id: str, person: Any) -> None:
    with unit_of_work():
        actions.withdraw(queries.comment_by_public_id(public_id), person)


def hide(public_id: str, moderator: Any, reason: str = "off_topic") -> None:
    with unit_of_work():
        actions.hide(queries.find_comment(public_id), moderator, reason)


def erase(public_id: str, moderator: Any, basis: str = "вимога особи") -> None:
    with unit_of_work():
        actions.erase(queries.find_comment(public_id), moderator, basis)


def support(public_id: str, person: Any) -> None:
    with unit_of_work():
        actions.support(queries.comment_by_public_id(public_id), person)


def report(public_id: str, person: Any, reason: str = "profanity", note: str = "") -> None:
    with unit_of_work():
        actions.report(queries.comment_by_public_id(public_id), person, reason, note)
