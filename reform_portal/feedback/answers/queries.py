"""Reading answers: which holds for a comment, all of a draft's, what is not answered yet, whom an answer is for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from ...core.database import db
from ...core.errors import NotFound
from ...core.paging import Page, cut, decode_cursor
from ...discussion import queries as discussion
from ...discussion.models import Comment
from ...drafts import queries as drafts
from ...drafts.models import Clause, Draft, Version
from ..campaigns.models import Campaign, CampaignMember
from ..themes.models import Theme, ThemeMember
from .decisions import CAMPAIGN, COMMENT, RANK, THEME
from .models import Answer, AnsweredComment, AnswerRevision

_CHANGED, _CHANGED_IN = aliased(Clause), aliased(Version)
_ABOUT, _ABOUT_CLAUSE = aliased(Comment), aliased(Clause)
# What a share is counted over: conversations that citizens began and that can be read.
CONVERSATION = (Comment.status == "published", Comment.root_id.is_(None), Comment.author_role == "citizen")
_COLUMN = {COMMENT: Answer.comment_id, THEME: Answer.theme_id, CAMPAIGN: Answer.campaign_id}


@dataclass(frozen=True)
class Target:
    """What an answer is given to.

    ``comment`` is the comment itself, or the one that speaks for a campaign; ``label`` names a theme; ``size``
    is how many comments are meant.
    """

    kind: str
    id: int
    public_id: str
    slug: str
    comment: Row | None = None
    label: str = ""
    size: int = 1


@dataclass(frozen=True)
class Share:
    """How much of a draft is answered: conversations, those that have an answer, these by decision, the median
    of the seconds that they waited."""

    conversations: int = 0
    answered: int = 0
    decisions: dict[str, int] = field(default_factory=dict)
    median_seconds: int | None = None


def find_target(kind: str, public_id: str) -> Target:
    """The comment, theme or campaign with a public id. Raises NotFound."""
    if kind == COMMENT:
        comment = discussion.comment_by_public_id(public_id)
        return Target(kind, comment.id, public_id, comment.slug, comment)
    if kind == THEME:
        return _theme(public_id)
    return _campaign(public_id)


def find_answer(public_id: str) -> Row:
    """An answer with its draft, what it is about and the changed words that it points to. Raises NotFound."""
    row = db.session.execute(_answers().where(Answer.public_id == public_id)).first()
    if row is None:
        raise NotFound(_("Такої відповіді немає."))
    return row


def answers_by_public_ids(public_ids: Collection[str]) -> Sequence[Row]:
    """Answers like ``find_answer``; those that do not exist are left out."""
    return db.session.execute(_answers().where(Answer.public_id.in_(public_ids))).all() if public_ids else []


def answers_for(comment_ids: Sequence[int]) -> dict[int, Row]:
    """Comment → the answer that holds for it, with ``answered_at``."""
    if not comment_ids:
        return {}
    statement = _answers().add_columns(AnsweredComment.comment_id.label("held_comment"), AnsweredComment.answered_at)
    statement = statement.join(AnsweredComment, AnsweredComment.answer_id == Answer.id)
    found = db.session.execute(statement.where(AnsweredComment.comment_id.in_(comment_ids)))
    return {row.held_comment: row for row in found}


def answer_to(kind: str, target_id: int) -> Row | None:
    """The answer that was given to a comment, a theme or a campaign itself."""
    return next(iter(answers_to(kind, [target_id]).values()), None)


def answers_to(kind: str, target_ids: Collection[int]) -> dict[int, Row]:
    """Like ``answer_to`` for many: target → its answer."""
    if not target_ids:
        return {}
    statement = _answers().add_columns(_COLUMN[kind].label("target_id")).where(_COLUMN[kind].in_(target_ids))
    return {row.target_id: row for row in db.session.execute(statement)}


def answers_to_comments(comment_ids: Collection[int]) -> dict[int, Row]:
    """Comment → the answer that was given to it itself."""
    if not comment_ids:
        return {}
    found = db.session.execute(_answers().where(Answer.comment_id.in_(set(comment_ids))))
    return {row.comment_id: row for row in found}


def answers_to_campaigns(campaign_ids: Collection[int]) -> dict[int, Row]:
    """Campaign → the answer that was given to it."""
    if not campaign_ids:
        return {}
    found = db.session.execute(_answers().where(Answer.campaign_id.in_(set(campaign_ids))))
    return {row.campaign_id: row for row in found}


def campaigns_waiting(campaign_ids: Collection[int]) -> set[int]:
    """Those of the campaigns that have copies for which no answer holds."""
    statement = select(CampaignMember.campaign_id).join(Comment, Comment.id == CampaignMember.comment_id)
    statement = statement.where(CampaignMember.campaign_id.in_(set(campaign_ids)), *CONVERSATION, ~_is_answered())
    return set(db.session.scalars(statement.distinct())) if campaign_ids else set()


def place_now(answer: Row) -> str:
    """Where the provision that an answer points to stands in the newest version, else where it stood; empty: nowhere."""
    if answer.changed_provision_id is None:
        return ""
    draft = drafts.draft_by_slug(answer.slug)
    clause = drafts.clause_of_provision(drafts.version_of(draft).id, answer.changed_provision_id)
    return clause.eid if clause is not None else answer.changed_eid


def answers_to_themes(theme_ids: Sequence[int]) -> dict[int, Row]:
    """Theme → the answer that was given to it."""
    if not theme_ids:
        return {}
    found = db.session.execute(_answers().where(Answer.theme_id.in_(theme_ids)))
    return {row.theme_id: row for row in found}


def answered_themes(theme_ids: Sequence[int]) -> set[int]:
    """Those of the themes that have an answer."""
    statement = select(Answer.theme_id).where(Answer.theme_id.in_(theme_ids))
    return {one for one in db.session.scalars(statement) if one is not None} if theme_ids else set()


def page_of_answers(draft_id: int, decision: str = "", cursor: str | None = None, size: int = 40) -> Page:
    """The answers of a draft, the newest first, each with how many published comments it holds for."""
    count = (
        select(func.count())
        .select_from(AnsweredComment)
        .join(Comment, Comment.id == AnsweredComment.comment_id)
        .where(AnsweredComment.answer_id == Answer.id, Comment.status == "published")
        .correlate(Answer)
        .scalar_subquery()
    )
    statement = _answers().add_columns(count.label("holds_for")).where(Answer.draft_id == draft_id)
    statement = statement.order_by(Answer.id.desc())
    if decision:
        statement = statement.where(Answer.decision == decision)
    key = decode_cursor(cursor, 1)
    if key:
        statement = statement.where(Answer.id < key[0])
    return cut(db.session.execute(statement.limit(size + 1)).all(), size, lambda row: (row.id,))


def revisions_of(answer_id: int) -> Sequence[Row]:
    """Earlier versions of an answer, oldest first."""
    statement = select(AnswerRevision.__table__).where(AnswerRevision.answer_id == answer_id)
    return db.session.execute(statement.order_by(AnswerRevision.number)).all()


def count_under(answer_id: int) -> int:
    """How many published comments an answer holds for."""
    return db.session.scalar(select(func.count()).select_from(_under(answer_id).subquery())) or 0


def page_under(answer_id: int, cursor: str | None = None, size: int = 40) -> Page:
    """The published comments that an answer holds for, oldest first, with their clause and version."""
    statement = _placed(_under(answer_id)).order_by(Comment.id)
    key = decode_cursor(cursor, 1)
    if key:
        statement = statement.where(Comment.id > key[0])
    return cut(db.session.execute(statement.limit(size + 1)).all(), size, lambda row: (row.id,))


def first_version_under(answer_id: int) -> int | None:
    """The number of the earliest version that the answered comments were written on."""
    statement = (
        select(func.min(Version.number))
        .join(Comment, Comment.version_id == Version.id)
        .join(AnsweredComment, AnsweredComment.comment_id == Comment.id)
    )
    return db.session.scalar(statement.where(AnsweredComment.answer_id == answer_id))


def members_of(kind: str, target_id: int, uncovered: bool = False) -> Sequence[Row]:
    """(id, provision_id, created_at, draft_id) of the published comments that an answer to this target is for.

    With ``uncovered`` only those for which no answer holds yet.
    """
    columns = (Comment.id, Comment.provision_id, Comment.created_at, Comment.draft_id)
    statement = select(*columns).where(Comment.status == "published").order_by(Comment.id)
    if kind == THEME:
        statement = statement.join(ThemeMember, ThemeMember.comment_id == Comment.id)
        statement = statement.where(ThemeMember.theme_id == target_id)
    elif kind == CAMPAIGN:
        statement = statement.join(CampaignMember, CampaignMember.comment_id == Comment.id)
        statement = statement.where(CampaignMember.campaign_id == target_id)
    else:
        statement = statement.where(Comment.id == target_id)
    if uncovered:
        statement = statement.where(~_is_answered())
    return db.session.execute(statement).all()


def provisions_under(public_ids: Collection[str]) -> Sequence[Row]:
    """Distinct (provision_id, draft_id) of the comments that these answers hold for."""
    statement = (
        select(Comment.provision_id, Comment.draft_id)
        .join(AnsweredComment, AnsweredComment.comment_id == Comment.id)
        .join(Answer, Answer.id == AnsweredComment.answer_id)
        .where(Answer.public_id.in_(public_ids))
        .distinct()
    )
    return db.session.execute(statement).all() if public_ids else []


def answered_of_provision(provision_id: int) -> set[int]:
    """The comments of a provision for which an answer holds."""
    statement = select(AnsweredComment.comment_id).join(Comment, Comment.id == AnsweredComment.comment_id)
    return set(db.session.scalars(statement.where(Comment.provision_id == provision_id)))


def group_answers(draft_id: int) -> Sequence[Row]:
    """(id, target, target_id, given_at) of the answers to themes and campaigns, the nearer targets first."""
    target_id = func.coalesce(Answer.theme_id, Answer.campaign_id).label("target_id")
    statement = select(Answer.id, Answer.target, target_id).where(
        Answer.draft_id == draft_id, Answer.target != COMMENT, target_id.is_not(None)
    )
    return sorted(db.session.execute(statement.order_by(Answer.id)).all(), key=lambda row: RANK[row.target])


def drafts_with_group_answers(slugs: Collection[str]) -> Sequence[int]:
    """Those of the drafts that have an answer to a theme or a campaign."""
    statement = select(Draft.id).join(Answer, Answer.draft_id == Draft.id)
    statement = statement.where(Draft.slug.in_(slugs), Answer.target != COMMENT).distinct().order_by(Draft.id)
    return db.session.scalars(statement).all() if slugs else []


def joined_later(slugs: Collection[str]) -> Sequence[str]:
    """Public ids of the answers to themes and campaigns of these drafts that came to hold for comments later."""
    late = exists().where(AnsweredComment.answer_id == Answer.id, AnsweredComment.answered_at > Answer.given_at)
    statement = select(Answer.public_id).join(Draft, Draft.id == Answer.draft_id)
    statement = statement.where(Draft.slug.in_(slugs), Answer.target != COMMENT, late).order_by(Answer.id)
    return db.session.scalars(statement).all() if slugs else []


def share_of(draft_id: int) -> Share:
    """How much of a draft is answered. Slow on large drafts: for the worker."""
    mine = (Comment.draft_id == draft_id, *CONVERSATION)
    conversations = db.session.scalar(select(func.count()).select_from(Comment).where(*mine)) or 0
    counts = (
        select(Answer.decision, func.count())
        .join(AnsweredComment, AnsweredComment.answer_id == Answer.id)
        .join(Comment, Comment.id == AnsweredComment.comment_id)
        .where(*mine)
        .group_by(Answer.decision)
    )
    decisions = dict(db.session.execute(counts).all())
    answered = sum(decisions.values())
    return Share(conversations, answered, decisions, _median_wait(mine, answered))


def page_of_unanswered(draft_id: int, cursor: str | None = None, size: int = 40) -> Page:
    """Conversations of citizens that no answer holds for, oldest first, with their clause and version."""
    statement = _placed(select(Comment.__table__)).where(Comment.draft_id == draft_id, *CONVERSATION, ~_is_answered())
    statement = statement.order_by(Comment.id)
    key = decode_cursor(cursor, 1)
    if key:
        statement = statement.where(Comment.id > key[0])
    return cut(db.session.execute(statement.limit(size + 1)).all(), size, lambda row: (row.id,))


def page_of_questions(draft_id: int, cursor: str | None = None, size: int = 40) -> Page:
    """Questions of citizens to which nobody of the drafters answered or replied, the most signed first."""
    reply = aliased(Comment)
    replied = exists().where(
        reply.root_id == Comment.id, reply.author_role != "citizen", reply.status == "published"
    )  # fmt: skip
    statement = _placed(select(Comment.__table__)).where(
        Comment.draft_id == draft_id, Comment.stance == "question", *CONVERSATION, ~_is_answered(), ~replied
    )
    key = decode_cursor(cursor, 2)
    if key:
        later = and_(Comment.supports == key[0], Comment.id > key[1])
        statement = statement.where(or_(Comment.supports < key[0], later))
    found = db.session.execute(statement.order_by(Comment.supports.desc(), Comment.id).limit(size + 1)).all()
    return cut(found, size, lambda row: (row.supports, row.id))


def kept_after(last: int, size: int = 1000) -> Sequence[Row]:
    """Answers by id, with what the check against the journal needs."""
    return db.session.execute(_answers().where(Answer.id > last).order_by(Answer.id).limit(size)).all()


def _median_wait(mine: Sequence[Any], answered: int) -> int | None:
    """The middle wait, or the mean of the two in the middle."""
    if not answered:
        return None
    waits = (
        select(AnsweredComment.seconds)
        .join(Comment, Comment.id == AnsweredComment.comment_id)
        .where(*mine)
        .order_by(AnsweredComment.seconds)
    )
    middle = db.session.scalars(waits.offset((answered - 1) // 2).limit(2 - answered % 2)).all()
    return sum(middle) // len(middle)


def _theme(public_id: str) -> Target:
    statement = select(Theme.id, Theme.label, Theme.size, Draft.slug).join(Draft, Draft.id == Theme.draft_id)
    row = db.session.execute(statement.where(Theme.public_id == public_id)).first()
    if row is None:
        raise NotFound(_("Такої теми немає."))
    return Target(THEME, row.id, public_id, row.slug, label=row.label, size=row.size)


def _campaign(public_id: str) -> Target:
    statement = select(Campaign.id, Campaign.representative_id, Campaign.size, Draft.slug)
    statement = statement.join(Draft, Draft.id == Campaign.draft_id)
    row = db.session.execute(statement.where(Campaign.public_id == public_id)).first()
    if row is None:
        raise NotFound(_("Таких однакових звернень немає."))
    speaks = next(iter(discussion.comments_by_ids([row.representative_id])), None)
    return Target(CAMPAIGN, row.id, public_id, row.slug, speaks, size=row.size)


def _is_answered() -> Any:
    return exists().where(AnsweredComment.comment_id == Comment.id)


def _under(answer_id: int) -> Any:
    return (
        select(Comment.__table__)
        .join(AnsweredComment, AnsweredComment.comment_id == Comment.id)
        .where(AnsweredComment.answer_id == answer_id, Comment.status == "published")
    )


def _placed(statement: Any) -> Any:
    return (
        statement.add_columns(Clause.eid, Version.number.label("version"))
        .join(Version, Version.id == Comment.version_id)
        .outerjoin(Clause, Clause.id == Comment.clause_id)
    )


def _answers() -> Any:
    return (
        select(
            Answer.__table__, Draft.slug, Draft.title.label("draft_title"), Draft.title_en.label("draft_title_en"),
            _CHANGED.eid.label("changed_eid"), _CHANGED.num.label("changed_num"), _CHANGED.text.label("changed_text"),
            _CHANGED.provision_id.label("changed_provision_id"), _CHANGED_IN.number.label("changed_in"),
            Theme.label.label("theme_label"), Theme.public_id.label("theme_public_id"),
            Campaign.public_id.label("campaign_public_id"),
            _ABOUT.public_id.label("about_public_id"), _ABOUT.body.label("about_body"),
            _ABOUT.status.label("about_status"), _ABOUT_CLAUSE.eid.label("about_eid"),
        )
        .join(Draft, Draft.id == Answer.draft_id)
        .outerjoin(_CHANGED, _CHANGED.id == Answer.changed_clause_id)
        .outerjoin(_CHANGED_IN, _CHANGED_IN.id == _CHANGED.version_id)
        .outerjoin(Theme, Theme.id == Answer.theme_id)
        .outerjoin(Campaign, Campaign.id == Answer.campaign_id)
        .outerjoin(_ABOUT, _ABOUT.id == func.coalesce(Answer.comment_id, Campaign.representative_id))
        .outerjoin(_ABOUT_CLAUSE, _ABOUT_CLAUSE.id == _ABOUT.clause_id)
    )  # fmt: skip
