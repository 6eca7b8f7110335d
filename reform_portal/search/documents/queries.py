"""Everything public as documents of the index, out of the database. Nothing hidden, held or withdrawn leaves here."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from ...core.database import db
from ...discussion import queries as discussion
from ...discussion.models import Comment
from ...discussion.placements.models import CommentPlacement
from ...drafts.models import Clause, ClauseTranslation, Draft, Version
from ...feedback.answers.models import Answer, AnsweredComment
from ...feedback.campaigns.models import Campaign
from ...feedback.report.models import Report
from ...feedback.themes.models import Theme
from ..engines.documents import Document

BATCH = 1000
_ABOUT = aliased(Comment)


def all_documents() -> Iterator[Document]:
    """All that can be found, in constant memory."""
    for slug in db.session.scalars(select(Draft.slug).order_by(Draft.id)).all():
        yield from clause_documents(slug)
    for rows in discussion.in_batches(size=BATCH):
        yield from _of_comments(rows)
    for ids in _batches(db.session.scalars(select(Answer.public_id).order_by(Answer.id)).all()):
        yield from answer_documents(ids)
    for slug in db.session.scalars(select(Draft.slug).join(Report).distinct()).all():
        yield from report_documents([slug])


def clause_documents(slug: str) -> Iterator[Document]:
    """The clauses of all versions of a draft: the same words of the same clause once, as the newest version has them."""
    statement = (
        select(
            Clause.id, Clause.provision_id, Clause.num, Clause.text, Version.number, Version.published_at,
            ClauseTranslation.num.label("other_num"), ClauseTranslation.text.label("other_text"),
        )
        .join(Version, Version.id == Clause.version_id)
        .join(Draft, Draft.id == Version.draft_id)
        .outerjoin(ClauseTranslation, ClauseTranslation.clause_id == Clause.id)
        .where(Draft.slug == slug)
        .order_by(Version.number.desc(), Clause.position)
    )  # fmt: skip
    rows = db.session.execute(statement).all()
    newest = rows[0].number if rows else 0
    first_said = {(row.provision_id, row.text): row.published_at for row in rows}
    last_said: dict[tuple[int, str], Row] = {}
    for row in rows:
        last_said.setdefault((row.provision_id, row.text), row)
    for words, row in last_said.items():
        yield Document(
            f"k:{row.id}", "clause", slug, clause_text(row), created_at=first_said[words],
            provision=row.provision_id, newest=row.number == newest,
        )  # fmt: skip


def clause_text(row: Any) -> str:
    """The words of a clause with its number, and below them those in the other language."""
    other = f"{row.other_num or ''} {row.other_text or ''}".strip()
    return f"{row.num} {row.text}".strip() + (f"\n{other}" if other else "")


def comment_documents(subjects: Collection[str]) -> list[Document]:
    """The published ones of comments ``c:<public id>`` and what they propose."""
    return list(_of_comments([row for row in discussion.by_subjects(list(subjects)) if row.status == "published"]))


def moved_comments(slug: str) -> Iterator[list[str]]:
    """Subjects of the comments that stand on another provision in the newest version of a draft, in batches."""
    statement = (
        select(Comment.public_id)
        .join(CommentPlacement, CommentPlacement.comment_id == Comment.id)
        .join(Clause, Clause.id == CommentPlacement.clause_id)
        .join(Draft, Draft.id == Comment.draft_id)
        .where(Draft.slug == slug, Clause.provision_id != Comment.provision_id)
        .where(CommentPlacement.version_id == _newest_version(Comment.draft_id))
    )
    yield from _subjects(db.session.scalars(statement).all())


def comments_under(answers: Collection[str]) -> Iterator[list[str]]:
    """Subjects of the comments for which answers ``a:<public id>`` hold, in batches."""
    ids = [subject.removeprefix("a:") for subject in answers]
    statement = (
        select(Comment.public_id)
        .join(AnsweredComment, AnsweredComment.comment_id == Comment.id)
        .join(Answer, Answer.id == AnsweredComment.answer_id)
        .where(Answer.public_id.in_(ids))
    )
    yield from _subjects(db.session.scalars(statement).all())


def answered_among(subjects: Collection[str]) -> list[str]:
    """Those of comments ``c:<public id>`` for which an answer holds."""
    ids = [subject.removeprefix("c:") for subject in subjects]
    statement = select(Comment.public_id).join(AnsweredComment, AnsweredComment.comment_id == Comment.id)
    return [f"c:{one}" for one in db.session.scalars(statement.where(Comment.public_id.in_(ids)))]


def answer_documents(public_ids: Iterable[str]) -> list[Document]:
    """Answers by their public ids."""
    statement = (
        select(
            Answer.public_id, Answer.reason, Answer.author, Answer.given_at, Answer.changed_at, Draft.slug,
            func.coalesce(_ABOUT.provision_id, Theme.provision_id, 0).label("provision_id"),
        )
        .join(Draft, Draft.id == Answer.draft_id)
        .outerjoin(Theme, Theme.id == Answer.theme_id)
        .outerjoin(Campaign, Campaign.id == Answer.campaign_id)
        .outerjoin(_ABOUT, _ABOUT.id == func.coalesce(Answer.comment_id, Campaign.representative_id))
        .where(Answer.public_id.in_(list(public_ids)))
    )  # fmt: skip
    return [
        Document(
            f"a:{row.public_id}", "answer", row.slug, row.reason, created_at=row.changed_at or row.given_at,
            provision=row.provision_id, author=row.author,
        )
        for row in db.session.execute(statement)
    ]  # fmt: skip


def report_documents(slugs: Collection[str]) -> list[Document]:
    """The newest reports of drafts."""
    newest = select(func.max(Report.id)).group_by(Report.draft_id)
    statement = select(Report.__table__, Draft.slug).join(Draft, Draft.id == Report.draft_id)
    rows = db.session.execute(statement.where(Draft.slug.in_(slugs), Report.id.in_(newest))).all()
    return [
        Document(
            f"r:{row.public_id}", "report", row.slug, report_text(row.content), created_at=row.published_at,
            author=row.author,
        )
        for row in rows
    ]  # fmt: skip


def report_text(content: Mapping[str, Any]) -> str:
    """What drafters wrote for a report, part after part."""
    return "\n\n".join(text for text in content.get("texts", {}).values() if text)


def earlier_reports(slugs: Collection[str]) -> list[str]:
    """Refs of the reports that a newer one of the same draft has replaced."""
    newest = select(func.max(Report.id)).group_by(Report.draft_id)
    statement = select(Report.public_id).join(Draft, Draft.id == Report.draft_id)
    found = db.session.scalars(statement.where(Draft.slug.in_(slugs), Report.id.not_in(newest)))
    return [f"r:{public_id}" for public_id in found]


def slugs_of_reports(public_ids: Collection[str]) -> set[str]:
    statement = select(Draft.slug).join(Report, Report.draft_id == Draft.id)
    return set(db.session.scalars(statement.where(Report.public_id.in_(public_ids))))


def _of_comments(rows: Sequence[Row]) -> Iterator[Document]:
    ids = [row.id for row in rows]
    provisions, answered = _provisions_now(ids), _answered(ids)
    for row in rows:
        facts = {
            "draft": row.slug,
            "stance": row.stance,
            "created_at": row.created_at,
            "supports": row.supports,
            "provision": provisions.get(row.id, row.provision_id),
            "author": row.author or "",
            "answered": row.id in answered,
        }
        yield Document(f"c:{row.public_id}", "comment", text=row.body, quote=row.quote, **facts)
        if row.wording:
            yield Document(f"w:{row.public_id}", "wording", text=row.wording, **facts)


def _provisions_now(ids: Sequence[int]) -> dict[int, int]:
    """Comment → the provision on which it stands in the newest version, where that is written down."""
    statement = (
        select(CommentPlacement.comment_id, Clause.provision_id)
        .join(Clause, Clause.id == CommentPlacement.clause_id)
        .join(Comment, Comment.id == CommentPlacement.comment_id)
        .where(CommentPlacement.comment_id.in_(ids))
        .where(CommentPlacement.version_id == _newest_version(Comment.draft_id))
    )
    return {row.comment_id: row.provision_id for row in db.session.execute(statement)} if ids else {}


def _answered(ids: Sequence[int]) -> set[int]:
    statement = select(AnsweredComment.comment_id).where(AnsweredComment.comment_id.in_(ids))
    return set(db.session.scalars(statement)) if ids else set()


def _newest_version(draft_id: Any) -> Any:
    newest = select(Version.id).where(Version.draft_id == draft_id).order_by(Version.number.desc()).limit(1)
    return newest.correlate(Comment).scalar_subquery()


def _subjects(public_ids: Sequence[str]) -> Iterator[list[str]]:
    return ([f"c:{one}" for one in batch] for batch in _batches(public_ids))


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[begin : begin + BATCH] for begin in range(0, len(ids), BATCH))
