"""What the tests of reports share: a consultation that has ended with everything answered, and its report."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.discussion.models import Comment
from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback.answers.models import AnsweredComment
from reform_portal.feedback.report import actions, queries
from reform_portal.feedback.report.content import FREE_TEXTS
from tests.factories import close_draft
from tests.feedback.answering import REASON, answer

TEXTS = {
    "body": "Одеська обласна рада",
    "responsible": "Ґанна Барвінок, rada@example.org",
    "subject": "Користування землею громади",
    "events": "Відкрита зустріч у Балті, прийшло 40 людей.",
    "decision": "Рада ухвалила проєкт зі змінами.",
    "introduction": "Дякуємо всім, хто висловився.",
    "conclusions": "Строк скорочено.",
}


def write(slug: str, drafter: Any, decided_on: Any = None, **texts: str) -> None:
    """Save the texts of a report; those not given are as in ``TEXTS``."""
    with unit_of_work():
        draft = draft_by_slug(slug)
        given = {key: text for key, text in {**TEXTS, **texts}.items() if key in FREE_TEXTS}
        actions.save(draft, drafter, actions.Texts(given, decided_on, actions.texts_of(draft).number))


def answer_all(drafter: Any, decision: str = "rejected", reason: str = REASON) -> None:
    """Answer every conversation that has no answer yet."""
    held = select(AnsweredComment.comment_id)
    statement = select(Comment.public_id).where(
        Comment.root_id.is_(None), Comment.status == "published", Comment.id.not_in(held)
    )
    waiting = db.session.scalars(statement.where(Comment.author_role == "citizen")).all()
    db.session.rollback()
    for public_id in waiting:
        answer(public_id, drafter, decision, reason)


def end(slug: str = "land", days_ago: int = 1) -> None:
    close_draft(slug, now() - timedelta(days=days_ago))


def publish(slug: str, drafter: Any, note: str = "") -> int:
    with unit_of_work():
        return actions.publish(draft_by_slug(slug), drafter, note)


def report(slug: str = "land", number: int | None = None) -> Any:
    """A published report as it stands in the database now."""
    db.session.rollback()
    row = queries.find_report(draft_by_slug(slug).id, number)
    db.session.rollback()
    return row


def rows(number: int | None = None, slug: str = "land") -> list[Any]:
    """The proposals that a published report lists."""
    found = [row.content for row in queries.rows_in_batches(report(slug, number).id, queries.PROPOSAL)]
    db.session.rollback()
    return found
