"""Reading the desk: the queue of a draft and what stands beside it.

Each function asks a constant number of things, whatever the number of comments.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, and_, case, exists, func, literal, or_, select, union
from sqlalchemy.orm import aliased

from ...core.database import db
from ...core.errors import NotFound
from ...core.paging import Page, cut, decode_cursor
from ...discussion.models import Comment
from ...drafts.models import Clause, Version
from ...drafts.queries import whole_provision
from ...people.models import Person
from ..answers.models import AnsweredComment
from ..campaigns.models import Campaign, CampaignMember
from ..campaigns.queries import SHOWN_FROM, campaign_of
from .models import DeskAct, DeskAssignment, DeskNote, DeskReason, DeskTag, DeskTagging, DeskVisit
from .rules import (
    ANSWERED,
    ANY,
    GONE,
    IN_TEXT,
    ME,
    NEWEST,
    NOBODY,
    OLDEST,
    WAITING,
    WHOLE,
    Filters,
    like_patterns,
)

ON_PAGE = 30
COUNTED_TO = 1000
SUGGESTED_TAGS = 100
# Where the draft as a whole and provisions without words in the newest version stand in the order of the text.
_FIRST, _LAST = 0, 2**31 - 1
_MEMBER, _CAMPAIGN = aliased(CampaignMember), aliased(Campaign)
_NOW, _EARLIER, _SPEAKER = aliased(Clause), aliased(Comment), aliased(Comment)


@dataclass(frozen=True)
class Queue:
    """What a queue is asked for: a draft as it stands in its newest version, filters, who asks, and since when
    comments are new to this person (None: all are)."""

    draft_id: int
    version_id: int
    person_id: int
    filters: Filters
    since: datetime | None = None


@dataclass(frozen=True)
class Kept:
    """What the desk keeps about a comment: whom it is assigned to, its tags, how many notes are under it."""

    assigned: Row | None
    tags: Sequence[Row]
    notes: int


def page_of_queue(queue: Queue, cursor: str | None = None, size: int = ON_PAGE) -> Page:
    """Conversations that citizens began, as the filters want them; of a folded campaign the first that fits.

    Each with ``eid`` and ``version`` it was written on and ``eid_now``, None for words that the newest version has
    not.
    """
    if queue.filters.sort == IN_TEXT:
        return _page_in_text(queue, decode_cursor(cursor, 2), size)
    if queue.filters.sort in (NEWEST, OLDEST):
        return _page_by_age(queue, decode_cursor(cursor, 1), size)
    return _page_by_supports(queue, decode_cursor(cursor, 2), size)


def count_queue(queue: Queue, page: Page, cursor: str | None) -> int:
    """How many rows a queue has of which ``page`` was read; ``COUNTED_TO`` + 1 stands for more than that."""
    if cursor is None and page.next is None:
        return len(page.items)
    rows = _folded(select(Comment.id).where(*_wanted(Comment, queue)), queue).limit(COUNTED_TO + 1)
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def clauses_with_counts(draft_id: int, version_id: int) -> Sequence[Row]:
    """(eid, num, place, conversations, waiting, questions, wordings) of what citizens spoke about, in the order of the text.

    The last three count what is not answered. ``eid`` is ``whole`` for the draft as a whole and ``gone`` for all
    whose words the newest version has not.
    """
    waits = AnsweredComment.comment_id.is_(None)
    asks = waits & (Comment.stance == "question")
    all_of_them = (
        select(
            Comment.provision_id,
            func.count().label("conversations"),
            func.sum(case((waits, 1), else_=0)).label("waiting"),
            func.sum(case((asks, 1), else_=0)).label("questions"),
        )
        .outerjoin(AnsweredComment, AnsweredComment.comment_id == Comment.id)
        .where(*_conversations(Comment, draft_id))
        .group_by(Comment.provision_id)
        .subquery()
    )
    # Apart, so that each reads an index of its own and no words.
    proposing = (
        select(Comment.provision_id, func.count().label("wordings"))
        .where(*_conversations(Comment, draft_id), Comment.wording.is_not(None))
        .where(~exists().where(AnsweredComment.comment_id == Comment.id))
        .group_by(Comment.provision_id)
        .subquery()
    )
    wordings = func.coalesce(proposing.c.wordings, 0).label("wordings")
    counted = (
        select(*all_of_them.c, wordings)
        .outerjoin(proposing, proposing.c.provision_id == all_of_them.c.provision_id)
        .subquery()
    )
    eid = case((counted.c.provision_id == whole_provision(draft_id), WHOLE), else_=func.coalesce(_NOW.eid, GONE))
    place = func.min(case((eid == WHOLE, _FIRST), else_=func.coalesce(_NOW.position, _LAST))).label("place")
    sums = (func.sum(counted.c[name]).label(name) for name in ("conversations", "waiting", "questions", "wordings"))
    statement = (
        select(eid.label("eid"), func.min(_NOW.num).label("num"), place, *sums)
        .select_from(counted)
        .outerjoin(_NOW, (_NOW.provision_id == counted.c.provision_id) & (_NOW.version_id == version_id))
        .group_by(eid)
    )
    return sorted(db.session.execute(statement).all(), key=lambda row: row.place)


def kept_about(comment_ids: Sequence[int]) -> dict[int, Kept]:
    """Comment → what the desk keeps about it; a copy has what the representative of its campaign has."""
    speakers = {one: row.representative_id for one, row in campaign_of(comment_ids).items()}
    both = {*comment_ids, *speakers.values()}
    assigned, tags = _assignments(both), _tags(both)
    counts = select(DeskNote.comment_id, func.count().label("notes")).group_by(DeskNote.comment_id)
    notes = {row.comment_id: row.notes for row in db.session.execute(counts.where(DeskNote.comment_id.in_(both)))}
    found = {}
    for one in comment_ids:
        speaker = speakers.get(one, one)
        own = {row.id: row for row in (*tags[one], *tags[speaker])}
        found[one] = Kept(assigned.get(speaker) or assigned.get(one), list(own.values()), notes.get(one, 0))
    return found


def ticked(draft_id: int, public_ids: Sequence[str]) -> Sequence[Row]:
    """Those of the comments that are conversations of citizens in a draft, with their place, in the order given.

    ``bearer_id`` is the comment that assignments and tags are put on: the representative of its campaign, else itself.
    """
    if not public_ids:
        return []
    bearer = func.coalesce(Campaign.representative_id, Comment.id).label("bearer_id")
    shown = (Campaign.id == CampaignMember.campaign_id) & (Campaign.size >= SHOWN_FROM)
    statement = (
        _placed(select(Comment.__table__, bearer, Campaign.public_id.label("campaign"), Campaign.size))
        .outerjoin(CampaignMember, CampaignMember.comment_id == Comment.id)
        .outerjoin(Campaign, shown)
        .where(*_conversations(Comment, draft_id), Comment.public_id.in_(public_ids))
    )
    found = {row.public_id: row for row in db.session.execute(statement)}
    return [found[one] for one in dict.fromkeys(public_ids) if one in found]


def assigned_to(comment_ids: Sequence[int]) -> dict[int, int]:
    """Comment → the person it is assigned to itself, for those that are."""
    statement = select(DeskAssignment.comment_id, DeskAssignment.person_id)
    found = db.session.execute(statement.where(DeskAssignment.comment_id.in_(comment_ids)))
    return {row.comment_id: row.person_id for row in found}


def drafters() -> Sequence[Row]:
    """(id, handle, given_name, family_name) of those who may answer, by name."""
    statement = select(Person.id, Person.handle, Person.given_name, Person.family_name)
    statement = statement.where(Person.role.in_(("drafter", "admin")), Person.blocked_at.is_(None))
    return db.session.execute(statement.order_by(Person.family_name, Person.given_name, Person.id)).all()


def tags_in_use(draft_id: int) -> Sequence[Row]:
    """(id, key, name, used) of the tags of a draft, the most used first."""
    used = func.count(DeskTagging.comment_id).label("used")
    statement = (
        select(DeskTag.id, DeskTag.key, DeskTag.name, used)
        .join(DeskTagging, DeskTagging.tag_id == DeskTag.id)
        .where(DeskTag.draft_id == draft_id)
        .group_by(DeskTag.id, DeskTag.key, DeskTag.name)
    )
    return db.session.execute(statement.order_by(used.desc(), DeskTag.key).limit(SUGGESTED_TAGS)).all()


def find_tag(draft_id: int, key: str) -> Row | None:
    return db.session.execute(select(DeskTag.__table__).where(DeskTag.draft_id == draft_id, DeskTag.key == key)).first()


def with_tag(tag_id: int, comment_ids: Sequence[int]) -> set[int]:
    """Which of these comments bear a tag themselves."""
    statement = select(DeskTagging.comment_id).where(DeskTagging.tag_id == tag_id)
    return set(db.session.scalars(statement.where(DeskTagging.comment_id.in_(comment_ids))))


def notes_under(comment_id: int) -> Sequence[Row]:
    """The notes under a comment with their writer's names, oldest first."""
    return db.session.execute(_notes().where(DeskNote.comment_id == comment_id).order_by(DeskNote.id)).all()


def find_note(draft_id: int, public_id: str) -> Row:
    """A note with its writer and its comment. Raises NotFound."""
    statement = _notes().add_columns(Comment.public_id.label("comment"), Comment.draft_id)
    statement = statement.join(Comment, Comment.id == DeskNote.comment_id)
    row = db.session.execute(statement.where(DeskNote.public_id == public_id, Comment.draft_id == draft_id)).first()
    if row is None:
        raise NotFound(_("Такої нотатки немає."))
    return row


def reasons_of(person_id: int) -> Sequence[Row]:
    """The saved reasons of a drafter by title."""
    statement = select(DeskReason.__table__).where(DeskReason.person_id == person_id)
    return db.session.execute(statement.order_by(DeskReason.title, DeskReason.id)).all()


def find_reason(person_id: int, public_id: str) -> Row:
    """A saved reason of a drafter's own. Raises NotFound."""
    own = (DeskReason.public_id == public_id) & (DeskReason.person_id == person_id)
    row = db.session.execute(select(DeskReason.__table__).where(own)).first()
    if row is None:
        raise NotFound(_("Такого готового формулювання у вас немає."))
    return row


def visit_of(person_id: int, draft_id: int) -> Row | None:
    """(previous_at, seen_at) of a drafter in the queue of a draft."""
    statement = select(DeskVisit.previous_at, DeskVisit.seen_at)
    return db.session.execute(statement.where(DeskVisit.person_id == person_id, DeskVisit.draft_id == draft_id)).first()


def last_act(person_id: int, draft_id: int) -> Row | None:
    """The last assignment or tagging of a drafter in a draft with the tag's name, if it was not undone."""
    statement = select(DeskAct.__table__, DeskTag.name.label("tag")).outerjoin(DeskTag, DeskTag.id == DeskAct.tag_id)
    own = (DeskAct.person_id == person_id) & (DeskAct.draft_id == draft_id)
    return db.session.execute(statement.where(own)).first()


def _conversations(comment: Any, draft_id: int) -> tuple[Any, ...]:
    return (
        comment.draft_id == draft_id,
        comment.status == "published",
        comment.root_id.is_(None),
        comment.author_role == "citizen",
    )


def _wanted(comment: Any, queue: Queue, key: Any = None) -> list[Any]:
    """The conditions of a queue on a comment, the folding of campaigns aside.

    ``key`` is another column that holds the comment's id, for conditions that can be tried before the comment is read.
    """
    filters, key = queue.filters, comment.id if key is None else key
    conditions = [*_conversations(comment, queue.draft_id)]
    if filters.state in (WAITING, ANSWERED):
        answered = exists().where(AnsweredComment.comment_id == key)
        conditions.append(answered if filters.state == ANSWERED else ~answered)
    if filters.stance:
        conditions.append(comment.stance == filters.stance)
    if filters.wording:
        conditions.append(comment.wording.is_not(None))
    if filters.new and queue.since is not None:
        conditions.append(comment.created_at > queue.since)
    if filters.clause:
        conditions.append(_at(comment, queue))
    if filters.assigned:
        conditions.append(_assigned(key, queue))
    if filters.tag:
        tagged = select(DeskTagging.comment_id).join(DeskTag, DeskTag.id == DeskTagging.tag_id)
        tagged = tagged.where(DeskTag.draft_id == queue.draft_id, DeskTag.key == filters.tag)
        conditions.append(key.in_(_with_copies(tagged)))
    if filters.campaign:
        conditions.append(_in_campaign(key, queue))
    if filters.words:
        conditions.append(or_(*(comment.body.like(one, escape="\\") for one in like_patterns(filters.words))))
    return conditions


def _at(comment: Any, queue: Queue) -> Any:
    """At a clause of the newest version or at one under it."""
    wanted = queue.filters.clause
    if wanted == WHOLE:
        return comment.provision_id == whole_provision(queue.draft_id)
    if wanted == GONE:
        return _is_gone(comment, queue)
    here = or_(Clause.eid == wanted, Clause.eid.startswith(f"{wanted}__", autoescape=True))
    return comment.provision_id.in_(select(Clause.provision_id).where(Clause.version_id == queue.version_id, here))


def _is_gone(comment: Any, queue: Queue) -> Any:
    living = select(Clause.provision_id).where(Clause.version_id == queue.version_id)
    return comment.provision_id.not_in(living) & (comment.provision_id != whole_provision(queue.draft_id))


def _assigned(key: Any, queue: Queue) -> Any:
    """Assigned to the person meant; ``nobody`` for what is not assigned, a handle of nobody's fits nothing."""
    meant = queue.filters.assigned
    given = select(DeskAssignment.comment_id).where(DeskAssignment.draft_id == queue.draft_id)
    if meant == NOBODY:
        return key.not_in(_with_copies(given))
    if meant == ME:
        return key.in_(_with_copies(given.where(DeskAssignment.person_id == queue.person_id)))
    somebody = select(Person.id).where(Person.handle == meant).scalar_subquery()
    return key.in_(_with_copies(given.where(DeskAssignment.person_id == somebody)))


def _with_copies(bearers: Any) -> Any:
    """Comments that bear a mark, and the copies of those that represent a campaign."""
    copies = (
        select(CampaignMember.comment_id)
        .join(Campaign, Campaign.id == CampaignMember.campaign_id)
        .where(Campaign.size >= SHOWN_FROM, Campaign.representative_id.in_(bearers))
    )
    return union(bearers, copies)


def _in_campaign(key: Any, queue: Queue) -> Any:
    members = select(_MEMBER.comment_id).join(_CAMPAIGN, _CAMPAIGN.id == _MEMBER.campaign_id)
    if queue.filters.campaign != ANY:
        return key.in_(
            members.where(_CAMPAIGN.draft_id == queue.draft_id, _CAMPAIGN.public_id == queue.filters.campaign)
        )
    return members.where(_MEMBER.comment_id == key, _CAMPAIGN.size >= SHOWN_FROM).exists()


def _folded(statement: Any, queue: Queue) -> Any:
    """Of the comments of a campaign only its representative, or the first that fits where that one does not.

    So copies do not fill the page. Whether a row is a copy is asked row by row, so that a page ends the reading; only
    campaigns whose representative does not fit are read whole.
    """
    if not queue.filters.folded:
        return statement
    fits = exists().where(_SPEAKER.id == Campaign.representative_id, *_wanted(_SPEAKER, queue)).correlate(Campaign)
    firsts = (
        select(func.min(CampaignMember.comment_id))
        .join(Campaign, Campaign.id == CampaignMember.campaign_id)
        .join(_EARLIER, _EARLIER.id == CampaignMember.comment_id)
        .where(Campaign.draft_id == queue.draft_id, Campaign.size >= SHOWN_FROM, ~fits)
        .where(*_wanted(_EARLIER, queue, CampaignMember.comment_id))
        .group_by(CampaignMember.campaign_id)
    )
    copy = (
        exists()
        .where(CampaignMember.comment_id == Comment.id, Campaign.id == CampaignMember.campaign_id)
        .where(Campaign.size >= SHOWN_FROM, Campaign.representative_id != Comment.id)
        .correlate(Comment)
    )
    return statement.where(or_(~copy, Comment.id.in_(firsts)))


def _rows(queue: Queue, place: Any = None) -> Any:
    """The rows of a queue with their own place, ``eid_now`` and ``place`` in the order of the text."""
    statement = _placed(
        select(Comment.__table__, _NOW.eid.label("eid_now"), (_NOW.position if place is None else place).label("place"))
    )
    here = (_NOW.provision_id == Comment.provision_id) & (_NOW.version_id == queue.version_id)
    # In the order of the text the clauses lead, so that their index gives the order and the rest is not read.
    statement = statement.outerjoin(_NOW, here) if place is not None else statement.join(_NOW, here)
    return _folded(statement.where(*_wanted(Comment, queue)), queue)


def _page_in_text(queue: Queue, key: list[int] | None, size: int) -> Page:
    """The draft as a whole, then the clauses, then what has no words any more."""
    at, last = key or (-1, 0)
    after = Comment.id > last
    parts = []
    if at <= _FIRST:
        whole = _rows(queue, literal(_FIRST)).where(Comment.provision_id == whole_provision(queue.draft_id))
        parts.append((whole.where(after) if at == _FIRST else whole).order_by(Comment.id))
    if at < _LAST:
        # Where the filters name the comments, these lead and are sorted; else the clauses lead, in their order. As a
        # sum the position tempts no planner to seek clauses by it for each comment.
        position = _NOW.position + 0 if queue.filters.named else _NOW.position
        beyond = and_(position >= at, or_(position > at, after))
        parts.append(_rows(queue).where(beyond).order_by(_NOW.position, Comment.id))
    gone = _rows(queue, literal(_LAST)).where(_is_gone(Comment, queue))
    parts.append((gone.where(after) if at == _LAST else gone).order_by(Comment.id))
    found: list[Row] = []
    for part in parts:
        found += db.session.execute(part.limit(size + 1 - len(found))).all() if len(found) <= size else []
    return cut(found, size, lambda row: (row.place, row.id))


def _page_by_age(queue: Queue, key: list[int] | None, size: int) -> Page:
    newest = queue.filters.sort == NEWEST
    statement = _rows(queue, literal(_FIRST)).order_by(Comment.id.desc() if newest else Comment.id)
    if key:
        statement = statement.where(Comment.id < key[0] if newest else Comment.id > key[0])
    return cut(db.session.execute(statement.limit(size + 1)).all(), size, lambda row: (row.id,))


def _page_by_supports(queue: Queue, key: list[int] | None, size: int) -> Page:
    statement = _rows(queue, literal(_FIRST)).order_by(Comment.supports.desc(), Comment.id.desc())
    if key:
        fewer = or_(Comment.supports < key[0], and_(Comment.supports == key[0], Comment.id < key[1]))
        statement = statement.where(Comment.supports <= key[0], fewer)
    return cut(db.session.execute(statement.limit(size + 1)).all(), size, lambda row: (row.supports, row.id))


def _placed(statement: Any) -> Any:
    return (
        statement.add_columns(Clause.eid, Version.number.label("version"))
        .join(Version, Version.id == Comment.version_id)
        .outerjoin(Clause, Clause.id == Comment.clause_id)
    )


def _assignments(comment_ids: set[int]) -> dict[int, Row]:
    statement = select(
        DeskAssignment.comment_id, DeskAssignment.assigned_at, Person.id, Person.handle, Person.given_name,
        Person.family_name,
    ).join(Person, Person.id == DeskAssignment.person_id)  # fmt: skip
    found = db.session.execute(statement.where(DeskAssignment.comment_id.in_(comment_ids)))
    return {row.comment_id: row for row in found}


def _tags(comment_ids: set[int]) -> dict[int, list[Row]]:
    statement = select(DeskTagging.comment_id, DeskTag.id, DeskTag.key, DeskTag.name)
    statement = statement.join(DeskTag, DeskTag.id == DeskTagging.tag_id).order_by(DeskTag.key)
    found: dict[int, list[Row]] = defaultdict(list)
    for row in db.session.execute(statement.where(DeskTagging.comment_id.in_(comment_ids))):
        found[row.comment_id].append(row)
    return found


def _notes() -> Any:
    writer = select(DeskNote.__table__, Person.given_name, Person.family_name)
    return writer.outerjoin(Person, Person.id == DeskNote.person_id)
