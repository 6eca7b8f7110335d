"""Reading what people follow."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, func, select, true
from sqlalchemy.orm import aliased

from ...core.database import db
from ...discussion.models import Comment
from ...drafts.models import Clause, Draft
from ...feedback.answers.models import Answer, AnsweredComment
from ...people.models import Person
from ..models import Notice
from .models import Following
from .timing import AT_ONCE, DAILY, MAILED, STOPPED, WEEKLY

_OF_COMMENT, _OTHER = aliased(Clause), aliased(Clause)


def find_following(person_id: int, word: str) -> Row | None:
    """A person's following of a target, if it was not stopped."""
    mine = (Following.person_id == person_id, Following.target == word, Following.frequency != STOPPED)
    return db.session.execute(select(Following.__table__).where(*mine)).first()


def own_following(person_id: int, public_id: str) -> Row | None:
    mine = (Following.person_id == person_id, Following.public_id == public_id, Following.frequency != STOPPED)
    return db.session.execute(select(Following.__table__).where(*mine)).first()


def following_by_public_id(public_id: str) -> Row | None:
    return db.session.execute(_named().where(Following.public_id == public_id)).first()


def followed_things(person_id: int) -> Sequence[Row]:
    """What a person follows now, as ``followings_to_tell`` gives it."""
    return [row for row in followings_to_tell([person_id]) if row.frequency != STOPPED]


def followings_of(person_id: int) -> Sequence[Row]:
    """All that a person follows, with names, by draft; saved searches last."""
    statement = _named().where(Following.person_id == person_id, Following.frequency != STOPPED)
    return db.session.execute(statement.order_by(Draft.id.is_(None), Draft.title, Draft.id, Following.id)).all()


def count_followings(person_id: int, kind: str = "") -> int:
    mine = (Following.person_id == person_id) & (Following.frequency != STOPPED)
    mine &= Following.kind == kind if kind else true()
    return db.session.scalar(select(func.count()).select_from(Following).where(mine)) or 0


def people_due(instant: datetime, upto: int, after: tuple[int, str], size: int) -> Sequence[Row]:
    """(person_id, frequency) for whom a letter is to be looked for now, beyond ``after`` in their order."""
    due = (Following.due_at <= instant) & (
        Following.frequency.in_((DAILY, WEEKLY)) | ((Following.frequency == AT_ONCE) & (Following.position < upto))
    )
    further = (Following.person_id > after[0]) | ((Following.person_id == after[0]) & (Following.frequency > after[1]))
    statement = select(Following.person_id, Following.frequency).where(due, further).distinct()
    return db.session.execute(statement.order_by(Following.person_id, Following.frequency).limit(size)).all()


def followings_to_tell(people: Collection[int]) -> Sequence[Row]:
    """What these people follow or followed not long ago, with ``held_answer_id``, the answer that holds for a followed
    comment."""
    statement = (
        select(Following.__table__, AnsweredComment.answer_id.label("held_answer_id"))
        .outerjoin(AnsweredComment, AnsweredComment.comment_id == Following.comment_id)
        .where(Following.person_id.in_(people))
        .order_by(Following.person_id, Following.id)
    )
    return db.session.execute(statement).all()


def addressees(people: Collection[int]) -> dict[int, Row]:
    """Id → (id, handle, email, language) of those who may get letters."""
    columns = (Person.id, Person.handle, Person.email, Person.language)
    meant = (Person.id.in_(people), Person.confirmed_at.is_not(None), Person.blocked_at.is_(None))
    return {row.id: row for row in db.session.execute(select(*columns).where(*meant))}


def told_in_notices(people: Collection[int], answers: Collection[int], reports: Collection[int]) -> set[tuple]:
    """(person, "a", answer, number of its version) and (person, "r", draft) of which these people have letters
    already, because of their own comments."""
    found: set[tuple] = set()
    if answers:
        columns = (Notice.person_id, Notice.answer_id, Notice.answer_number)
        statement = select(*columns).where(Notice.person_id.in_(people), Notice.answer_id.in_(answers))
        found |= {(row.person_id, "a", row.answer_id, row.answer_number) for row in db.session.execute(statement)}
    if reports:
        of_draft = select(Notice.person_id, Notice.report_id).where(
            Notice.person_id.in_(people), Notice.report_id.in_(reports)
        )
        found |= {(row.person_id, "r", row.report_id) for row in db.session.execute(of_draft)}
    return found


def still_mailed(public_ids: Collection[str]) -> Sequence[Row]:
    """Those of the followings of which letters are still wanted, with names."""
    return db.session.execute(
        _named().where(Following.public_id.in_(public_ids), Following.frequency.in_(MAILED)).order_by(Following.id)
    ).all()


def people_exist_to_tell() -> bool:
    """Whether anybody wants letters at all."""
    return bool(db.session.scalar(select(exists().where(Following.due_at.is_not(None)))))


def _named() -> Any:
    """Followings with what they are called: the draft, and the newest place of a provision."""
    newest = (
        select(func.max(_OTHER.version_id)).where(_OTHER.provision_id == Following.provision_id).correlate(Following)
    )
    return (
        select(
            Following.__table__, Draft.slug, Draft.title.label("draft_title"), Draft.title_en.label("draft_title_en"),
            Clause.eid, Comment.public_id.label("comment_public_id"), _OF_COMMENT.eid.label("comment_eid"),
            Comment.status.label("comment_status"), func.substr(Comment.body, 1, 200).label("comment_body"),
            Answer.public_id.label("answer_public_id"), Answer.decision,
        )
        .outerjoin(Draft, Draft.id == Following.draft_id)
        .outerjoin(
            Clause,
            (Clause.provision_id == Following.provision_id) & (Clause.version_id == newest.scalar_subquery()),
        )
        .outerjoin(Comment, Comment.id == Following.comment_id)
        .outerjoin(_OF_COMMENT, _OF_COMMENT.id == Comment.clause_id)
        .outerjoin(Answer, Answer.id == Following.answer_id)
    )  # fmt: skip
