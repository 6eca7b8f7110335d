"""Reading notices, and whom news concerns."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, exists, func, literal, select
from sqlalchemy.orm import aliased

from ..core.database import db
from ..core.paging import Page, cut, decode_cursor
from ..discussion.models import Comment, Support
from ..discussion.placements.models import CommentPlacement
from ..discussion.wordings.models import AcceptedWording
from ..drafts.models import Clause, Draft, Version
from ..feedback.answers.models import Answer, AnsweredComment
from ..feedback.report.models import Report
from ..people.models import Person
from .models import Notice

_OWN, _HERE, _THERE = aliased(Clause), aliased(Clause), aliased(Clause)
_BEFORE, _VERSION_BEFORE = aliased(CommentPlacement), aliased(Version)
_EARLIER, _OTHER = aliased(Notice), aliased(Report)
# What of a comment's words goes into a letter about its answer.
WORDS = 300


def version_numbered(slug: str, number: int) -> int | None:
    """The id of a version of a draft."""
    statement = select(Version.id).join(Draft, Draft.id == Version.draft_id)
    return db.session.scalar(statement.where(Draft.slug == slug, Version.number == number))


def authors_to_tell(version_id: int) -> Sequence[Row]:
    """(person_id, email, language, comment_id, …) of accounts whose comments stand elsewhere, on other words, or lost them.

    Those who have their notice already are left out; a comment whose words only shifted inside the same
    clause is no news, and neither is one that stands as it stood in the version before.
    """
    told = exists().where(Notice.comment_id == Comment.id, Notice.version_id == version_id, Notice.kind == "placement")
    elsewhere = (CommentPlacement.state == "moved") & (_HERE.eid != _OWN.eid)
    as_before = (
        (_BEFORE.state == CommentPlacement.state)
        & (func.coalesce(_THERE.eid, "") == func.coalesce(_HERE.eid, ""))
        & (func.coalesce(_THERE.text, "") == func.coalesce(_HERE.text, ""))
    )
    statement = (
        select(
            Person.id.label("person_id"), Person.email, Person.language, Comment.id.label("comment_id"),
            Comment.public_id, CommentPlacement.state, _OWN.eid.label("own_eid"), _HERE.eid.label("eid"),
            Draft.title, Draft.title_en, Version.number, Comment.body,
        )
        .select_from(CommentPlacement)
        .join(Comment, Comment.id == CommentPlacement.comment_id)
        .join(Person, Person.id == Comment.person_id)
        .join(Draft, Draft.id == Comment.draft_id)
        .join(Version, Version.id == CommentPlacement.version_id)
        .outerjoin(_OWN, _OWN.id == Comment.clause_id)
        .outerjoin(_HERE, _HERE.id == CommentPlacement.clause_id)
        .outerjoin(
            _VERSION_BEFORE,
            (_VERSION_BEFORE.draft_id == Version.draft_id) & (_VERSION_BEFORE.number == Version.number - 1),
        )
        .outerjoin(_BEFORE, (_BEFORE.comment_id == Comment.id) & (_BEFORE.version_id == _VERSION_BEFORE.id))
        .outerjoin(_THERE, _THERE.id == _BEFORE.clause_id)
        .where(
            CommentPlacement.version_id == version_id,
            Comment.status == "published",
            Comment.root_id.is_(None),
            Person.confirmed_at.is_not(None),
            Person.blocked_at.is_(None),
            CommentPlacement.state.in_(("changed", "detached")) | elsewhere,
            ~told,
            _BEFORE.comment_id.is_(None) | ~as_before,
        )
        .order_by(Person.id, Comment.id)
    )  # fmt: skip
    return db.session.execute(statement).all()


def author_of_reattached(public_id: str, version_id: int) -> Row | None:
    """The account whose comment a drafter put elsewhere, with its place now and the notice about it, if there is one."""
    mine = (Notice.comment_id == Comment.id) & (Notice.version_id == version_id) & (Notice.kind == "reattached")
    statement = (
        select(
            Person.id.label("person_id"), Person.email, Person.language, Comment.id.label("comment_id"),
            Comment.public_id, _OWN.eid.label("own_eid"), _HERE.eid.label("eid"), Draft.title, Draft.title_en,
            Notice.id.label("notice_id"), Notice.created_at.label("told_at"),
        )
        .select_from(Comment)
        .join(Person, Person.id == Comment.person_id)
        .join(Draft, Draft.id == Comment.draft_id)
        .join(
            CommentPlacement,
            (CommentPlacement.comment_id == Comment.id) & (CommentPlacement.version_id == version_id),
        )
        .outerjoin(_OWN, _OWN.id == Comment.clause_id)
        .outerjoin(_HERE, _HERE.id == CommentPlacement.clause_id)
        .outerjoin(Notice, mine)
        .where(
            Comment.public_id == public_id,
            Comment.status == "published",
            Person.confirmed_at.is_not(None),
            Person.blocked_at.is_(None),
        )
    )  # fmt: skip
    return db.session.execute(statement).first()


def author_of_accepted(public_id: str) -> Row | None:
    """The account whose wording drafters took, with the version after which they did and the notice, if there is one."""
    mine = (Notice.comment_id == Comment.id) & (Notice.kind == "wording")
    statement = (
        select(
            Person.id.label("person_id"), Person.email, Person.language, Comment.id.label("comment_id"),
            Comment.public_id, Comment.body, _OWN.eid.label("own_eid"), Draft.title, Draft.title_en,
            AcceptedWording.version_id, Notice.id.label("notice_id"),
        )
        .select_from(Comment)
        .join(AcceptedWording, AcceptedWording.comment_id == Comment.id)
        .join(Person, Person.id == Comment.person_id)
        .join(Draft, Draft.id == Comment.draft_id)
        .outerjoin(_OWN, _OWN.id == Comment.clause_id)
        .outerjoin(Notice, mine & (Notice.version_id == AcceptedWording.version_id))
        .where(
            Comment.public_id == public_id,
            Comment.status == "published",
            Person.confirmed_at.is_not(None),
            Person.blocked_at.is_(None),
        )
        .order_by(AcceptedWording.version_id.desc())
    )  # fmt: skip
    return db.session.execute(statement).first()


def people_to_tell(public_id: str) -> Sequence[Row]:
    """(person_id, email, language, comment_id, body, wrote, again) of the accounts that an answer concerns: who
    wrote or signed a published comment that it holds for. ``body`` is the beginning of the comment, ``again``
    says that the person was told of an earlier version of the answer.

    People who were told of this version of the answer, and the drafter who gave it, are left out. A person's
    own comments come before those that the person signed.
    """
    told = exists().where(
        Notice.person_id == Person.id, Notice.answer_id == Answer.id, Notice.answer_number == Answer.number
    )
    wrote = _concerned(literal(1)).join(Person, Person.id == Comment.person_id)
    signed = _concerned(literal(0)).join(Support, Support.comment_id == Comment.id)
    signed = signed.join(Person, Person.id == Support.person_id)
    meant = (
        Answer.public_id == public_id,
        Comment.status == "published",
        Person.confirmed_at.is_not(None),
        Person.blocked_at.is_(None),
        Answer.person_id.is_(None) | (Person.id != Answer.person_id),
        ~told,
    )
    found = [*db.session.execute(wrote.where(*meant)), *db.session.execute(signed.where(*meant))]
    return sorted(found, key=lambda row: (row.person_id, -row.wrote, row.comment_id))


def participants_to_tell(public_id: str) -> Sequence[Row]:
    """(person_id, email, language, comment_id, report_id, number, slug, title, title_en) of the accounts that took part
    in the consultation which a report is about: each with the first comment that it wrote, or else signed.

    Who was told of any report on the same draft is left out, and so is the drafter who published it.
    """
    before = exists().where(
        Notice.person_id == Person.id, Notice.report_id == _OTHER.id, _OTHER.draft_id == Report.draft_id
    )
    meant = (
        Report.public_id == public_id,
        Comment.status == "published",
        Person.confirmed_at.is_not(None),
        Person.blocked_at.is_(None),
        Report.person_id.is_(None) | (Person.id != Report.person_id),
        ~before,
    )
    found = (
        select(
            Person.id.label("person_id"), Person.email, Person.language, func.min(Comment.id).label("comment_id"),
            Report.id.label("report_id"), Report.number, Draft.slug, Draft.title, Draft.title_en,
        )
        .select_from(Report)
        .join(Draft, Draft.id == Report.draft_id)
        .join(Comment, Comment.draft_id == Report.draft_id)
        .where(*meant)
        .group_by(
            Person.id, Person.email, Person.language, Report.id, Report.number, Draft.slug, Draft.title, Draft.title_en
        )
    )  # fmt: skip
    wrote = found.join(Person, Person.id == Comment.person_id).where(Comment.author_role == "citizen")
    signed = found.join(Support, Support.comment_id == Comment.id).join(Person, Person.id == Support.person_id)
    told = {row.person_id: row for row in [*db.session.execute(signed), *db.session.execute(wrote)]}
    return [told[person_id] for person_id in sorted(told)]


def _concerned(wrote: Any) -> Any:
    again = exists().where(Notice.person_id == Person.id, Notice.answer_id == Answer.id)
    return (
        select(
            Person.id.label("person_id"), Person.email, Person.language, Comment.id.label("comment_id"),
            Comment.public_id,
            func.substr(Comment.body, 1, WORDS).label("body"), wrote.label("wrote"), again.label("again"),
        )
        .select_from(Answer)
        .join(AnsweredComment, AnsweredComment.answer_id == Answer.id)
        .join(Comment, Comment.id == AnsweredComment.comment_id)
    )  # fmt: skip


def page_of_notices(person_id: int, cursor: str | None = None, size: int = 30) -> Page:
    """A person's notices, the newest first, with the comment and its place or its answer, and the number of the newest
    version.

    ``again``: the person was told of an earlier version of the answer.
    """
    newest = select(func.max(_VERSION_BEFORE.number)).where(_VERSION_BEFORE.draft_id == Draft.id).scalar_subquery()
    before = exists().where(
        _EARLIER.person_id == Notice.person_id, _EARLIER.answer_id == Notice.answer_id, _EARLIER.id < Notice.id
    )
    statement = (
        select(
            Notice.__table__, Comment.public_id, Comment.quote, Comment.body, CommentPlacement.state,
            CommentPlacement.verdict, _OWN.eid.label("own_eid"), _HERE.eid.label("eid"), Draft.slug,
            Draft.title.label("draft_title"), Draft.title_en.label("draft_title_en"), Version.number,
            newest.label("newest"),
            Comment.status, Comment.person_id.label("author_id"), Answer.public_id.label("answer_public_id"),
            Answer.decision, Answer.reason, before.label("again"), Report.number.label("report_number"),
        )
        .select_from(Notice)
        .join(Comment, Comment.id == Notice.comment_id)
        .join(Draft, Draft.id == Comment.draft_id)
        .outerjoin(Version, Version.id == Notice.version_id)
        .outerjoin(Answer, Answer.id == Notice.answer_id)
        .outerjoin(Report, Report.id == Notice.report_id)
        .outerjoin(
            CommentPlacement,
            (CommentPlacement.comment_id == Notice.comment_id) & (CommentPlacement.version_id == Notice.version_id),
        )
        .outerjoin(_OWN, _OWN.id == Comment.clause_id)
        .outerjoin(_HERE, _HERE.id == CommentPlacement.clause_id)
        .where(Notice.person_id == person_id)
        .order_by(Notice.id.desc())
    )  # fmt: skip
    key = decode_cursor(cursor, 1)
    if key:
        statement = statement.where(Notice.id < key[0])
    return cut(db.session.execute(statement.limit(size + 1)).all(), size, lambda row: (row.id,))


def count_unread(person_id: int) -> int:
    """How many notices a person has not read yet."""
    statement = select(func.count()).select_from(Notice)
    return db.session.scalar(statement.where(Notice.person_id == person_id, Notice.read_at.is_(None))) or 0
