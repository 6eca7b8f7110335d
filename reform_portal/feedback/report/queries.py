"""Reading reports, what goes into the next one, and what still keeps it from being published."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, exists, func, select
from sqlalchemy.orm import aliased

from ...core.database import db
from ...core.errors import NotFound
from ...core.paging import Page, cut, decode_cursor
from ...discussion.models import Comment, Tally
from ...drafts.models import Clause, Draft, Provision, Version
from ..answers.models import Answer, AnsweredComment
from ..campaigns.models import Campaign, CampaignMember
from ..campaigns.queries import SHOWN_FROM
from ..models import ClauseSummary
from ..themes.models import Theme, ThemeMember
from .content import NAMES, PROPOSAL, Place
from .models import Report, ReportedComment, ReportRow, ReportTexts

_CHANGED = aliased(Clause)
_SHOWN = (Comment.status == "published", Comment.author_role == "citizen")
ROWS_ON_PAGE = 100
AFTER_ALL = 10_000_000


def texts_of(draft_id: int) -> Row | None:
    """(texts, decided_on, number, saved_at, …): what drafters have written for the report so far."""
    return db.session.execute(select(ReportTexts.__table__).where(ReportTexts.draft_id == draft_id)).first()


def reports_of(draft_id: int) -> Sequence[Row]:
    """(number, public_id, published_at, author, sha256) of the published versions of a report, the newest first."""
    columns = (Report.id, Report.number, Report.public_id, Report.published_at, Report.author, Report.sha256)
    return db.session.execute(select(*columns).where(Report.draft_id == draft_id).order_by(Report.number.desc())).all()


def find_report(draft_id: int, number: int | None = None) -> Row | None:
    """A published version of a draft's report, the newest by default."""
    statement = select(Report.__table__).where(Report.draft_id == draft_id)
    if number is not None:
        statement = statement.where(Report.number == number)
    return db.session.execute(statement.order_by(Report.number.desc()).limit(1)).first()


def drafts_reported(draft_ids: Collection[int]) -> set[int]:
    """Those of the drafts on which a report was published."""
    return set(db.session.scalars(select(Report.draft_id).where(Report.draft_id.in_(draft_ids)).distinct()))


def report_of(draft_id: int, number: int | None = None) -> Row:
    """Like ``find_report``. Raises NotFound."""
    report = find_report(draft_id, number)
    if report is None:
        raise NotFound(_("Такого звіту немає.") if number is None else _("Звіту № %(n)s немає.", n=number))
    return report


def report_by_public_id(public_id: str) -> Row | None:
    """A published report with ``slug`` of its draft."""
    statement = select(Report.__table__, Draft.slug).join(Draft, Draft.id == Report.draft_id)
    return db.session.execute(statement.where(Report.public_id == public_id)).first()


def reports_by_public_ids(public_ids: Collection[str]) -> Sequence[Row]:
    """Published reports with ``slug``, ``draft_title`` and ``draft_title_en`` of their drafts."""
    statement = select(
        Report.__table__, Draft.slug, Draft.title.label("draft_title"), Draft.title_en.label("draft_title_en")
    ).join(Draft, Draft.id == Report.draft_id)
    return db.session.execute(statement.where(Report.public_id.in_(public_ids))).all() if public_ids else []


def all_reports() -> Sequence[Row]:
    """Every published version of every report, oldest first."""
    return db.session.execute(select(Report.__table__).order_by(Report.id)).all()


def page_of_rows(report_id: int, cursor: str | None = None, size: int = ROWS_ON_PAGE) -> Page:
    """The proposals that a report lists, in its order."""
    key = decode_cursor(cursor, 1)
    found = db.session.execute(_rows(report_id, PROPOSAL, key[0] if key else 0).limit(size + 1)).all()
    return cut(found, size, lambda row: (row.position,))


def rows_in_batches(report_id: int, kind: str, size: int = 1000) -> Iterator[Row]:
    """All rows of a kind, in their order."""
    last = 0
    while found := db.session.execute(_rows(report_id, kind, last).limit(size)).all():
        yield from found
        last = found[-1].position


def names_of(report_id: int) -> Sequence[Row]:
    """The rows with names."""
    return db.session.execute(_rows(report_id, NAMES, 0)).all()


def first_names_of(report_id: int) -> Sequence[Row]:
    """The first row with full names and the first with others; ``section`` tells them apart."""
    first = (
        select(func.min(ReportRow.position))
        .where(ReportRow.report_id == report_id, ReportRow.kind == NAMES)
        .group_by(ReportRow.section)
    )
    statement = select(ReportRow.__table__).where(ReportRow.report_id == report_id, ReportRow.position.in_(first))
    return db.session.execute(statement.order_by(ReportRow.position)).all()


def statuses_of(report_id: int, first: int = 0, last: int = AFTER_ALL) -> dict[str, str]:
    """Public id → status of those comments, printed from row ``first`` to ``last``, that are no longer public."""
    statement = (
        select(Comment.public_id, Comment.status)
        .join(ReportedComment, ReportedComment.comment_id == Comment.id)
        .where(
            ReportedComment.report_id == report_id,
            ReportedComment.position.between(first, last),
            Comment.status != "published",
        )
    )
    return dict(db.session.execute(statement).all())


def rows_printing(public_id: str) -> Sequence[Row]:
    """The rows of all reports that print a comment."""
    statement = (
        select(ReportRow.__table__)
        .join(
            ReportedComment,
            (ReportedComment.report_id == ReportRow.report_id) & (ReportedComment.position == ReportRow.position),
        )
        .join(Comment, Comment.id == ReportedComment.comment_id)
    )
    return db.session.execute(statement.where(Comment.public_id == public_id)).all()


def reports_naming(public_ids: Collection[str]) -> Sequence[Row]:
    """Distinct (id, number, slug) of the reports that print comments or name their authors."""
    statement = (
        select(Report.id, Report.number, Draft.slug)
        .join(ReportedComment, ReportedComment.report_id == Report.id)
        .join(Comment, Comment.id == ReportedComment.comment_id)
        .join(Draft, Draft.id == Report.draft_id)
    )
    return db.session.execute(statement.where(Comment.public_id.in_(public_ids)).distinct()).all() if public_ids else []


def names_still_given(report_id: int) -> set[str]:
    """The names of the authors of those comments of a report that were not erased."""
    statement = (
        select(Comment.author)
        .join(ReportedComment, ReportedComment.comment_id == Comment.id)
        .where(ReportedComment.report_id == report_id, Comment.status != "erased")
    )
    return set(db.session.scalars(statement.distinct()))


def comments_for(draft_id: int) -> Sequence[Row]:
    """The published comments of citizens on a draft, oldest first, with the version that they were written on, the
    answer that holds for each (``answer_id``, ``decision``), its theme and its campaign."""
    statement = (
        select(
            Comment.id, Comment.public_id, Comment.provision_id, Comment.person_id, Comment.source, Comment.author,
            Comment.name_mode, Comment.stance, Comment.body, Comment.quote, Comment.wording, Comment.supports,
            Comment.root_id, Comment.created_at, Version.number.label("version"), AnsweredComment.answer_id,
            Answer.decision, Theme.label.label("theme"), Campaign.public_id.label("campaign"),
            Campaign.size.label("campaign_size"),
        )
        .join(Version, Version.id == Comment.version_id)
        .outerjoin(AnsweredComment, AnsweredComment.comment_id == Comment.id)
        .outerjoin(Answer, Answer.id == AnsweredComment.answer_id)
        .outerjoin(ThemeMember, ThemeMember.comment_id == Comment.id)
        .outerjoin(Theme, Theme.id == ThemeMember.theme_id)
        .outerjoin(CampaignMember, CampaignMember.comment_id == Comment.id)
        .outerjoin(Campaign, (Campaign.id == CampaignMember.campaign_id) & (Campaign.size >= SHOWN_FROM))
        .where(Comment.draft_id == draft_id, *_SHOWN)
    )  # fmt: skip
    return sorted(db.session.execute(statement), key=lambda row: row.id)


def answers_by_id(draft_id: int) -> dict[int, dict[str, Any]]:
    """Answer → its public id, decision, reason and the place of the changed words: (address, version), or None."""
    statement = (
        select(Answer.id, Answer.public_id, Answer.decision, Answer.reason, _CHANGED.eid, Version.number)
        .outerjoin(_CHANGED, _CHANGED.id == Answer.changed_clause_id)
        .outerjoin(Version, Version.id == _CHANGED.version_id)
        .where(Answer.draft_id == draft_id)
    )
    return {
        row.id: {
            "public_id": row.public_id,
            "decision": row.decision,
            "reason": row.reason,
            "place": [row.eid, row.number] if row.eid else None,
        }
        for row in db.session.execute(statement)
    }


def places_of(draft_id: int) -> dict[int, Place]:
    """Provision → where it stands: the draft as a whole first, then the newest text, then what is gone from it."""
    newest = db.session.scalar(select(func.max(Version.number)).where(Version.draft_id == draft_id)) or 0
    statement = (
        select(Clause.provision_id, Clause.position, Clause.eid, Version.number)
        .join(Version, Version.id == Clause.version_id)
        .where(Version.draft_id == draft_id)
        .order_by(Version.number)
    )
    found = {}
    for row in db.session.execute(statement):
        gone = row.number < newest
        found[row.provision_id] = Place(row.position + gone * AFTER_ALL, row.eid, row.number, gone)
    whole = select(Provision.id).where(Provision.draft_id == draft_id, Provision.is_whole)
    return {**found, db.session.execute(whole).scalar_one(): Place(-1, "", newest)}


def summaries_of(draft_id: int) -> Sequence[Row]:
    """The counts of every provision of a draft that people talked about, with the ``content`` of its summary, None
    where the worker has not made it yet."""
    statement = (
        select(Tally.__table__, ClauseSummary.content)
        .outerjoin(ClauseSummary, ClauseSummary.provision_id == Tally.provision_id)
        .where(Tally.draft_id == draft_id, Tally.comments > 0)
    )
    return db.session.execute(statement).all()


def themes_of(draft_id: int) -> dict[int, list[Row]]:
    """Provision → (label, size) of its themes, the largest first."""
    mine = (Theme.draft_id == draft_id, Theme.size > 0)
    statement = select(Theme.provision_id, Theme.label, Theme.size).where(*mine)
    found: dict[int, list[Row]] = {}
    for row in db.session.execute(statement.order_by(Theme.size.desc(), Theme.id)):
        found.setdefault(row.provision_id, []).append(row)
    return found


def count_wordings(draft_id: int) -> dict[int, int]:
    """Provision → how many published comments propose other words for it."""
    mine = (Comment.draft_id == draft_id, Comment.status == "published", Comment.wording.is_not(None))
    statement = select(Comment.provision_id, func.count()).where(*mine).group_by(Comment.provision_id)
    return dict(db.session.execute(statement).all())


def count_unanswered(draft_id: int) -> int:
    """Conversations of citizens that no answer holds for."""
    return _count(_unanswered(draft_id))


def count_unanswered_themes(draft_id: int) -> int:
    return _count(_unanswered_themes(draft_id))


def page_of_unanswered_themes(draft_id: int, cursor: str | None = None, size: int = 40) -> Page:
    """Themes that have no answer of their own and some comment of which has none either: (id, public_id, label, size,
    eid of the clause in the version that has it last)."""
    place = (
        select(Clause.eid)
        .where(Clause.provision_id == Theme.provision_id)
        .order_by(Clause.version_id.desc())
        .limit(1)
        .correlate(Theme)
        .scalar_subquery()
    )
    statement = _unanswered_themes(draft_id).add_columns(Theme.public_id, Theme.label, Theme.size, place.label("eid"))
    key = decode_cursor(cursor, 1)
    if key:
        statement = statement.where(Theme.id > key[0])
    found = db.session.execute(statement.order_by(Theme.id).limit(size + 1)).all()
    return cut(found, size, lambda row: (row.id,))


def _rows(report_id: int, kind: str, after: int) -> Any:
    statement = select(ReportRow.__table__).where(
        ReportRow.report_id == report_id, ReportRow.kind == kind, ReportRow.position > after
    )
    return statement.order_by(ReportRow.position)


def _count(statement: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0


def _unanswered(draft_id: int) -> Any:
    answered = exists().where(AnsweredComment.comment_id == Comment.id)
    return select(Comment.id).where(Comment.draft_id == draft_id, Comment.root_id.is_(None), *_SHOWN, ~answered)


def _unanswered_themes(draft_id: int) -> Any:
    """A theme whose members are all gone needs no answer."""
    own = exists().where(Answer.theme_id == Theme.id)
    answered = exists().where(AnsweredComment.comment_id == Comment.id)
    open_member = (
        exists()
        .where(ThemeMember.theme_id == Theme.id, Comment.id == ThemeMember.comment_id, *_SHOWN, ~answered)
        .correlate(Theme)
    )
    return select(Theme.id).where(Theme.draft_id == draft_id, ~own, open_member)
