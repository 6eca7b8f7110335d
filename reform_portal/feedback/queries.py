"""Reading summaries, and the rows of exports."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from ..core.database import db, rows, table
from ..core.paging import Page, cut, decode_cursor
from ..discussion import queries as discussion
from ..discussion.anchors import DETACHED
from ..discussion.models import Comment, Tally
from ..discussion.placements.models import CommentPlacement
from ..discussion.placements.queries import shown_in
from ..discussion.wordings.queries import shown_wordings
from ..drafts.models import Clause
from .answers.queries import CONVERSATION, answers_for, answers_to_campaigns, campaigns_waiting
from .campaigns.models import Campaign, CampaignMember
from .campaigns.queries import SHOWN_FROM, campaign_of
from .exports.placed import Placed
from .models import ClauseSummary, DraftTotals

_TALLIES, _CLAUSES, _SUMMARIES, _DRAFT_TOTALS = table(Tally), table(Clause), table(ClauseSummary), table(DraftTotals)
_SPEAKS = aliased(Comment)
_MARKS_ON_PAGE = (
    select(_CLAUSES.c.id, _SUMMARIES.c.marks)
    .join(_SUMMARIES, _SUMMARIES.c.provision_id == _CLAUSES.c.provision_id)
    .where(_CLAUSES.c.version_id == bindparam("version_id"), _CLAUSES.c.page == bindparam("page"))
)
_TALLIED = (
    select(_TALLIES.c.draft_id, func.sum(_TALLIES.c.comments).label("comments"))
    .where(_TALLIES.c.draft_id.in_(bindparam("ids", expanding=True)))
    .group_by(_TALLIES.c.draft_id)
    .subquery()
)
_TOTALS = select(
    _TALLIED, _DRAFT_TOTALS.c.people, _DRAFT_TOTALS.c.submissions, _DRAFT_TOTALS.c.conversations,
    _DRAFT_TOTALS.c.answered, _DRAFT_TOTALS.c.decisions, _DRAFT_TOTALS.c.median_seconds,
    _DRAFT_TOTALS.c.texts, _DRAFT_TOTALS.c.activity,
).select_from(_TALLIED.outerjoin(_DRAFT_TOTALS, _DRAFT_TOTALS.c.draft_id == _TALLIED.c.draft_id))  # fmt: skip


# Opinions that face each other: twice the smaller number of those for and those against.
_CONTESTED = 2 * case((Tally.support < Tally.oppose, Tally.support), else_=Tally.oppose)


@dataclass(frozen=True)
class Totals:
    """``comments`` is exact; all else is as of the worker's last round.

    ``conversations`` are those that citizens began, ``answered`` how many of them have an answer, ``decisions``
    maps decisions to their part of these, ``median_seconds`` is how long they waited. ``texts`` counts different
    wordings (None: not counted yet), ``activity`` maps days of Kyiv to comments.
    """

    comments: int = 0
    people: int = 0
    submissions: int = 0
    conversations: int = 0
    answered: int = 0
    decisions: Mapping[str, int] = field(default_factory=dict)
    median_seconds: int | None = None
    texts: int | None = None
    activity: Mapping[str, int] = field(default_factory=dict)

    @property
    def percent(self) -> int:
        """The share that is answered, rounded down: 100 means all."""
        return 100 * self.answered // self.conversations if self.conversations else 0


def totals_of(draft_ids: Sequence[int]) -> dict[int, Totals]:
    """Totals of each of these drafts, in one query."""
    found = {row.draft_id: _totals(row) for row in rows(_TOTALS, ids=list(draft_ids))}
    return {i: found.get(i, Totals()) for i in draft_ids}


def summary_of(provision_id: int) -> Row | None:
    """(entry, content, marks, computed_at, last_entry); stale when ``last_entry`` is newer than ``entry``."""
    statement = (
        select(ClauseSummary.__table__, Tally.last_entry)
        .join(Tally, Tally.provision_id == ClauseSummary.provision_id)
        .where(ClauseSummary.provision_id == provision_id)
    )
    return db.session.execute(statement).first()


def summarised_up_to(provision_ids: Sequence[int], entry: int) -> set[int]:
    """Those of the provisions whose summary rests on the journal up to an entry, or further."""
    statement = select(ClauseSummary.provision_id).where(ClauseSummary.entry >= entry)
    return set(db.session.scalars(statement.where(ClauseSummary.provision_id.in_(provision_ids))))


def counted_up_to(draft_ids: Collection[int], entry: int) -> set[int]:
    """Those of the drafts whose totals rest on the journal up to an entry, or further."""
    statement = select(DraftTotals.draft_id).where(DraftTotals.entry >= entry, DraftTotals.draft_id.in_(draft_ids))
    return set(db.session.scalars(statement))


def marks_on_page(version_id: int, page: int) -> dict[int, str]:
    """Clause id → its marked text as HTML, for the quoted clauses of one page of a version."""
    found = rows(_MARKS_ON_PAGE, version_id=version_id, page=page)
    return {row.id: row.marks[str(row.id)] for row in found if str(row.id) in row.marks}


def clause_texts(provision_id: int) -> dict[int, str]:
    """Clause id → text of a provision in every version."""
    return dict(db.session.execute(select(Clause.id, Clause.text).where(Clause.provision_id == provision_id)).all())


def all_summaries(version_id: int) -> Sequence[Row]:
    """Every clause of a version that people talked about, with its summary, in the order of the text."""
    return db.session.execute(_summaries(version_id).order_by(Clause.position)).all()


def _summaries(version_id: int) -> Any:
    return (
        select(
            Clause.position,
            Clause.eid,
            Clause.num,
            Clause.kind,
            Clause.text,
            Tally.__table__,
            ClauseSummary.content,
            ClauseSummary.entry,
            _CONTESTED.label("contested"),
        )
        .join(Tally, Tally.provision_id == Clause.provision_id)
        .outerjoin(ClauseSummary, ClauseSummary.provision_id == Clause.provision_id)
        .where(Clause.version_id == version_id, Tally.comments > 0)
    )


def page_of_summaries(version_id: int, sort: str, cursor: str | None, size: int = 40) -> Page:
    """Clauses of a version that people talked about, with their summaries: in the order of the text, by how much
    was said (``attention``) or by how much of it stands against each other (``disagreement``)."""
    measures = {"attention": (Tally.comments,), "disagreement": (_CONTESTED, Tally.comments)}.get(sort, ())
    statement = _summaries(version_id).order_by(*(measure.desc() for measure in measures), Clause.position)
    key = decode_cursor(cursor, len(measures) + 1)
    if key:
        statement = statement.where(_after(measures, key))
    found = db.session.execute(statement.limit(size + 1)).all()
    return cut(found, size, lambda row: (*_measured(row, sort), row.position))


def _after(measures: Sequence[Any], key: Sequence[int]) -> Any:
    """What comes after a row with these measures, falling, and this position, rising."""
    later: list[Any] = []
    same: list[Any] = []
    for measure, value in zip(measures, key, strict=False):
        later.append(and_(*same, measure < value))
        same.append(measure == value)
    return or_(*later, and_(*same, Clause.position > key[-1]))


def _measured(row: Row, sort: str) -> tuple[int, ...]:
    return {"attention": (row.comments,), "disagreement": (row.contested, row.comments)}.get(sort, ())


def sections_of(version_id: int) -> dict[int, tuple[int, int]]:
    """Position of an article or heading → (comments, contested ones) of all that stands under it; see ``clause_map``."""
    statement = (
        select(Clause.section, func.sum(Tally.comments), func.sum(_CONTESTED))
        .join(Tally, Tally.provision_id == Clause.provision_id)
        .where(Clause.version_id == version_id)
        .group_by(Clause.section)
    )
    return {section: (comments, contested) for section, comments, contested in db.session.execute(statement)}


def parts_of(version_id: int, eid: str, most: int) -> Sequence[Row]:
    """(eid, comments) of what stands under a clause and was talked about, in the order of the text."""
    statement = (
        select(Clause.eid, Tally.comments)
        .join(Tally, Tally.provision_id == Clause.provision_id)
        .where(Clause.version_id == version_id, Clause.eid.startswith(f"{eid}__", autoescape=True), Tally.comments > 0)
        .order_by(Clause.position)
        .limit(most)
    )
    return db.session.execute(statement).all()


@dataclass(frozen=True)
class CopiesHere:
    """The comments of one campaign that stand on one provision: public ids, and that of the one shown for all."""

    representative: str
    comments: tuple[str, ...]


def copies_on(provision_ids: Sequence[int]) -> dict[int, list[CopiesHere]]:
    """Provision → its campaigns with two comments or more on it, the largest first; in one query."""
    statement = (
        select(Comment.provision_id, CampaignMember.campaign_id, _SPEAKS.public_id.label("speaks"), Comment.public_id)
        .join(CampaignMember, CampaignMember.comment_id == Comment.id)
        .join(Campaign, Campaign.id == CampaignMember.campaign_id)
        .join(_SPEAKS, _SPEAKS.id == Campaign.representative_id)
        .where(Campaign.size >= SHOWN_FROM, Comment.status == "published", Comment.provision_id.in_(provision_ids))
        .order_by(Comment.id)
    )
    members: defaultdict[int, defaultdict[tuple[int, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in db.session.execute(statement):
        members[row.provision_id][row.campaign_id, row.speaks].append(row.public_id)
    return {
        provision_id: sorted(
            (CopiesHere(speaks, tuple(ids)) for (_id, speaks), ids in found.items() if len(ids) > 1),
            key=lambda one: -len(one.comments),
        )
        for provision_id, found in members.items()
    }


def comments_by_id(ids: Sequence[int]) -> dict[int, Row]:
    """Those of the comments that may be read: a summary may rest on one that was hidden a moment ago."""
    return {row.id: row for row in discussion.comments_by_ids(ids) if row.status == "published"}


Batch = tuple[Sequence[Row], dict[int, tuple[str, str | None]], dict[int, Row]]


def export_batches(draft_id: int) -> Iterator[Batch]:
    """Batches of comments with the public ids of their parents and roots and the answers that hold for them; held
    ones are left out."""
    for batch in discussion.in_batches(draft_id, status=None):
        wanted = {i for row in batch for i in (row.parent_id, row.root_id) if i is not None}
        shown = [row for row in batch if row.status != "held"]
        yield shown, discussion.public_ids(list(wanted)), answers_for([row.id for row in shown])


def published_batches(draft_id: int) -> Iterator[tuple[Sequence[Row], dict[int, tuple[str, str | None]]]]:
    """Batches of published comments with the public ids of those they reply to."""
    for batch in discussion.in_batches(draft_id, status=None):
        shown = [row for row in batch if row.status == "published"]
        yield shown, discussion.public_ids([row.parent_id for row in shown if row.parent_id is not None])


def count_by_status(draft_id: int) -> dict[tuple[str, str | None], int]:
    """(status, reason for hiding) → how many comments of a draft are so. Slow on large drafts."""
    return discussion.count_by_status(draft_id)


# Where conversations stand that are about no clause: those about the whole draft first, those whose words are gone last.
WHOLE_DRAFT, GONE = -1, 2**31
_OWN, _HERE = aliased(Clause), aliased(Clause)


def placed(comments: Sequence[Any], version_id: int) -> list[Placed]:
    """Comments (rows with their place) as they stand in a version, with their answers, campaigns and wordings."""
    ids = [row.id for row in comments]
    places, answers, campaigns = shown_in(version_id, ids), answers_for(ids), campaign_of(ids)
    wordings = shown_wordings(comments)
    spoken_for = {row.comment_id: row.id for row in campaigns.values() if row.representative_id == row.comment_id}
    given = answers_to_campaigns([row.id for row in campaigns.values()])
    waiting = campaigns_waiting([campaign for campaign in spoken_for.values() if campaign not in given])
    return [
        Placed(
            row,
            row.version_id == version_id,
            places.get(row.id),
            _shown_answer(row, answers, campaigns, given),
            campaigns.get(row.id),
            wordings.get(row.id),
            spoken_for.get(row.id) in waiting,
        )
        for row in comments
    ]


def placed_in_batches(ids: Iterable[int], version_id: int, size: int = 500) -> Iterator[Placed]:
    """The comments with these ids, in this order, as they stand in a version; constant memory."""
    batch: list[int] = []
    for one in ids:
        batch.append(one)
        if len(batch) == size:
            yield from placed(discussion.comments_by_ids(batch), version_id)
            batch = []
    yield from placed(discussion.comments_by_ids(batch), version_id)


def conversations_by_place(draft_id: int, version_id: int) -> list[tuple[int, array]]:
    """(position of a clause in a version, ids of the conversations that citizens began there, oldest first).

    In the order of the text, ``WHOLE_DRAFT`` first and ``GONE`` last. Of a campaign only the comment that speaks
    for it is there.
    """
    found: dict[int, array] = {}
    last = 0
    speaking = _speaking_campaigns(draft_id)
    while batch := db.session.execute(_positions(draft_id, version_id, last)).all():
        for row in batch:
            if row.campaign_id not in speaking or row.representative_id == row.id:
                found.setdefault(_position(row, version_id), array("q")).append(row.id)
        last = batch[-1].id
    return sorted(found.items())


def _positions(draft_id: int, version_id: int, last: int) -> Any:
    here = and_(CommentPlacement.comment_id == Comment.id, CommentPlacement.version_id == version_id)
    shown = and_(Campaign.id == CampaignMember.campaign_id, Campaign.size >= SHOWN_FROM)
    return (
        select(
            Comment.id, Comment.version_id, Comment.clause_id, _OWN.position.label("own_position"),
            CommentPlacement.state, _HERE.position, Campaign.id.label("campaign_id"), Campaign.representative_id,
        )
        .select_from(Comment)
        .outerjoin(_OWN, _OWN.id == Comment.clause_id)
        .outerjoin(CommentPlacement, here)
        .outerjoin(_HERE, _HERE.id == CommentPlacement.clause_id)
        .outerjoin(CampaignMember, CampaignMember.comment_id == Comment.id)
        .outerjoin(Campaign, shown)
        .where(Comment.draft_id == draft_id, Comment.id > last, *CONVERSATION)
        .order_by(Comment.id)
        .limit(5000)
    )  # fmt: skip


def _position(row: Row, version_id: int) -> int:
    if row.clause_id is None:
        return WHOLE_DRAFT
    if row.state is None and row.version_id == version_id:
        return row.own_position
    return row.position if row.position is not None and row.state != DETACHED else GONE


def _speaking_campaigns(draft_id: int) -> set[int]:
    """The shown campaigns whose representative is a conversation that a citizen began."""
    statement = select(Campaign.id).join(Comment, Comment.id == Campaign.representative_id)
    statement = statement.where(Campaign.draft_id == draft_id, Campaign.size >= SHOWN_FROM, *CONVERSATION)
    return set(db.session.scalars(statement))


def _shown_answer(row: Row, answers: Mapping[int, Row], campaigns: Mapping[int, Row], given: Mapping[int, Row]) -> Any:
    """For the comment that speaks for a campaign the answer to that, where there is one."""
    campaign = campaigns.get(row.id)
    if campaign is not None and campaign.representative_id == row.id and campaign.id in given:
        return given[campaign.id]
    return answers.get(row.id)


def _totals(row: Row) -> Totals:
    submissions = row.submissions if row.submissions is not None else row.comments
    return Totals(
        row.comments,
        row.people or 0,
        submissions,
        row.conversations or 0,
        row.answered or 0,
        row.decisions or {},
        row.median_seconds,
        row.texts,
        row.activity or {},
    )
