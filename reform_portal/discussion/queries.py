"""Reading comments, threads, counts and the moderators' queue."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, Text, bindparam, case, cast, func, or_, select

from ..core.database import db, rows, table
from ..core.errors import NotFound
from ..core.paging import Page, cut, decode_cursor
from ..drafts.models import Clause, Draft, Version
from .models import Comment, CommentReport, CommentRevision, Support, Tally
from .placements.models import CommentPlacement
from .placements.queries import shown_in
from .stances import STANCES
from .wordings.queries import shown_wordings
from .wordings.shown import ShownWording

THREADS_ON_PAGE = 50
REPLIES_SHOWN = 400
LONGEST_THREAD = 5000
DEEPEST = 8
SORTS = ("newest", "oldest", "support")

NO_TALLY = dict.fromkeys((*STANCES, "comments"), 0)

_TALLIES, _CLAUSES, _COMMENTS, _SUPPORTS = table(Tally), table(Clause), table(Comment), table(Support)
_TALLIES_ON_PAGE = (
    select(_TALLIES)
    .join(_CLAUSES, _CLAUSES.c.provision_id == _TALLIES.c.provision_id)
    .where(_CLAUSES.c.version_id == bindparam("version_id"), _CLAUSES.c.page == bindparam("page"))
)
_SIGNED = (_SUPPORTS.c.comment_id == _COMMENTS.c.id) & (_SUPPORTS.c.person_id == bindparam("person"))
_STANDING = (
    select(_COMMENTS.c.public_id, _COMMENTS.c.person_id, _SUPPORTS.c.person_id.label("signer"))
    .select_from(_COMMENTS.outerjoin(_SUPPORTS, _SIGNED))
    .where(
        _COMMENTS.c.public_id.in_(bindparam("ids", expanding=True)),
        or_(_COMMENTS.c.person_id == bindparam("person"), _SUPPORTS.c.person_id == bindparam("person")),
    )
)


@dataclass
class Node:
    """A comment with its replies; below ``DEEPEST`` levels replies stand side by side.

    ``place`` is where it stands in the version shown, when it was written on an earlier one;
    ``wording`` what it proposes.
    """

    comment: Row
    place: Row | None = None
    wording: ShownWording | None = None
    replies: list["Node"] = field(default_factory=list)
    depth: int = 0
    above: "Node | None" = None


@dataclass(frozen=True)
class Seen:
    """What a page shows the conversations of: a provision, as it stands in a version."""

    provision_id: int
    version_id: int
    clause_id: int | None = None


def tallies_of(draft_id: int) -> dict[int, Row]:
    """Provision → its counts, for all provisions of a draft that have any."""
    rows = db.session.execute(select(Tally.__table__).where(Tally.draft_id == draft_id))
    return {row.provision_id: row for row in rows}


def tally_of(provision_id: int) -> Row | None:
    return db.session.execute(select(Tally.__table__).where(Tally.provision_id == provision_id)).first()


def tallies_on_page(version_id: int, page: int) -> dict[int, Row]:
    """Provision → its counts, for the clauses of one page of a version."""
    return {row.provision_id: row for row in rows(_TALLIES_ON_PAGE, version_id=version_id, page=page)}


def heat_of(version_id: int) -> dict[int, int]:
    """Position of an article or heading → comments under it."""
    statement = (
        select(Clause.section, func.sum(Tally.comments))
        .join(Tally, Tally.provision_id == Clause.provision_id)
        .where(Clause.version_id == version_id)
        .group_by(Clause.section)
    )
    return dict(db.session.execute(statement).all())


def count_people(draft_id: int) -> int:
    """Accounts plus distinct names per source that said something about a draft. Slow: for the worker."""
    visible = (Comment.draft_id == draft_id) & (Comment.status == "published")
    accounts = db.session.scalar(select(func.count(func.distinct(Comment.person_id))).where(visible)) or 0
    named = select(Comment.source, Comment.author).where(visible, Comment.person_id.is_(None), Comment.author != "")
    names = db.session.scalar(select(func.count()).select_from(named.distinct().subquery())) or 0
    nameless = visible & Comment.person_id.is_(None) & (Comment.author == "")
    return accounts + names + (db.session.scalar(select(func.count()).select_from(Comment).where(nameless)) or 0)


def count_supports(draft_id: int) -> int:
    """All signatures under published comments of a draft. Slow: for the worker."""
    statement = select(func.coalesce(func.sum(Comment.supports), 0))
    return db.session.scalar(statement.where(Comment.draft_id == draft_id, Comment.status == "published")) or 0


def number_of_people() -> Any:
    """An expression that counts people among comments as ``feedback.summaries.count_people`` does."""
    unknown = Comment.person_id.is_(None)
    named = case((unknown & (Comment.author != ""), Comment.source + "\x1f" + Comment.author))
    nameless = case((unknown & (Comment.author == ""), 1), else_=0)
    return func.count(Comment.person_id.distinct()) + func.count(named.distinct()) + func.sum(nameless)


def comments_by_hour(draft_id: int) -> dict[str, int]:
    """Hour of UTC («2026-11-22 17») → comments published in it. Slow: for the worker."""
    # The text of an instant begins alike in every database.
    hour = func.substr(cast(Comment.created_at, Text), 1, 13).label("hour")
    statement = select(hour, func.count()).where(Comment.draft_id == draft_id, Comment.status == "published")
    return dict(db.session.execute(statement.group_by("hour")).all())


def comments_in(draft_ids: Sequence[int]) -> dict[int, int]:
    """Draft → its published comments, from the counts."""
    statement = select(Tally.draft_id, func.sum(Tally.comments)).where(Tally.draft_id.in_(draft_ids))
    return dict(db.session.execute(statement.group_by(Tally.draft_id)).all())


def comment_by_public_id(public_id: str) -> Row:
    """A comment with its draft's slug, clause and version. Raises NotFound."""
    row = db.session.execute(_with_place().where(Comment.public_id == public_id)).first()
    if row is None or row.status == "held":
        raise NotFound(_("Такого зауваження немає."))
    return row


def find_comment(public_id: str) -> Row | None:
    return db.session.execute(_with_place().where(Comment.public_id == public_id)).first()


def comments_by_ids(ids: Sequence[int]) -> list[Row]:
    """Comments with their place, in the order of ``ids``."""
    if not ids:
        return []
    found = {row.id: row for row in db.session.execute(_with_place().where(Comment.id.in_(ids)))}
    return [found[i] for i in ids if i in found]


def threads(
    seen: Seen, sort: str = "newest", cursor: str | None = None, size: int = THREADS_ON_PAGE, newest: bool = True
) -> Page:
    """A page of conversations about a provision; held comments are not in it, tombstones are.

    In an older version (``newest`` false) those are shown too that stood at its clause then and
    stand elsewhere now.
    """
    here = Comment.provision_id == seen.provision_id
    if not newest and seen.clause_id is not None:
        placed = select(CommentPlacement.comment_id).where(CommentPlacement.clause_id == seen.clause_id)
        here = or_(here, Comment.clause_id == seen.clause_id, Comment.id.in_(placed))
    roots = select(Comment.__table__).where(here, Comment.root_id.is_(None), Comment.status != "held")
    page = _sorted_page(roots, sort, cursor, size)
    ids = [row.id for row in page.items]
    replies = _replies_under(ids)
    places = shown_in(seen.version_id, [*ids, *(row.id for row in replies)])
    wordings = shown_wordings([*page.items, *replies])
    return Page(_trees(page.items, replies, places, wordings), page.next)


def thread_of(comment: Row) -> Node:
    """The whole conversation that a comment stands in, as it was said: on the words it was said about."""
    root_id = comment.root_id or comment.id
    root = db.session.execute(select(Comment.__table__).where(Comment.id == root_id)).one()
    return _trees([root], _replies_under([root_id], LONGEST_THREAD), {}, shown_wordings([root]))[0]


def has_supported(person_id: int, comment_ids: Sequence[int]) -> set[int]:
    """Which of these comments a person has signed."""
    if not comment_ids:
        return set()
    statement = select(Support.comment_id).where(Support.person_id == person_id, Support.comment_id.in_(comment_ids))
    return set(db.session.scalars(statement))


def own_and_signed(person_id: int, public_ids: Sequence[str]) -> tuple[set[str], set[str]]:
    """Which of these comments a person wrote, and which the person signed."""
    if not public_ids:
        return set(), set()
    found = rows(_STANDING, person=person_id, ids=list(public_ids))
    own = {row.public_id for row in found if row.person_id == person_id}
    return own, {row.public_id for row in found if row.signer == person_id}


def revisions_of(comment_id: int) -> Sequence[Row]:
    statement = select(CommentRevision.__table__).where(CommentRevision.comment_id == comment_id)
    return db.session.execute(statement.order_by(CommentRevision.number)).all()


def comments_of_person(person_id: int, cursor: str | None = None, size: int = 30) -> Page:
    """A person's own comments, the newest first."""
    statement = _with_place().where(Comment.person_id == person_id).order_by(Comment.id.desc())
    key = decode_cursor(cursor, 1)
    if key:
        statement = statement.where(Comment.id < key[0])
    return cut(db.session.execute(statement.limit(size + 1)).all(), size, lambda row: (row.id,))


def comments_signed_by(person_id: int, cursor: str | None = None, size: int = 30) -> Page:
    """The published comments that a person signed, the newest comment first."""
    signed = select(Support.comment_id).where(Support.person_id == person_id)
    statement = _with_place().where(Comment.id.in_(signed), Comment.status == "published").order_by(Comment.id.desc())
    key = decode_cursor(cursor, 1)
    if key:
        statement = statement.where(Comment.id < key[0])
    return cut(db.session.execute(statement.limit(size + 1)).all(), size, lambda row: (row.id,))


def page_of_comments(draft_id: int, cursor: str | None, size: int, provision_id: int | None = None) -> Page:
    """Comments of a draft (of one provision), oldest first, tombstones among them; held ones are left out."""
    statement = _with_place().where(Comment.draft_id == draft_id, Comment.status != "held").order_by(Comment.id)
    if provision_id is not None:
        statement = statement.where(Comment.provision_id == provision_id)
    key = decode_cursor(cursor, 1)
    if key:
        statement = statement.where(Comment.id > key[0])
    return cut(db.session.execute(statement.limit(size + 1)).all(), size, lambda row: (row.id,))


def published_of_provision(provision_id: int) -> Sequence[Row]:
    """The published comments of a provision, oldest first, with what its summary rests on."""
    statement = select(
        Comment.id, Comment.public_id, Comment.person_id, Comment.source, Comment.author, Comment.stance, Comment.body,
        Comment.quote, Comment.prefix, Comment.suffix, Comment.start, Comment.end, Comment.clause_id, Comment.supports,
        Comment.replies, Comment.parent_id, Comment.author_role, Comment.status,
    ).where(Comment.provision_id == provision_id)  # fmt: skip
    # Asked for status or order as well, SQLite takes another index and reads every comment there is.
    found = [row for row in db.session.execute(statement) if row.status == "published"]
    return sorted(found, key=lambda row: row.id)


def by_subjects(subjects: Sequence[str]) -> Sequence[Row]:
    """Comments with their place for journal subjects ``c:<public id>``, whatever their status."""
    ids = [subject.removeprefix("c:") for subject in subjects]
    return db.session.execute(_with_place().where(Comment.public_id.in_(ids))).all() if ids else []


def in_batches(
    draft_id: int | None = None, status: str | None = "published", size: int = 1000
) -> Iterator[Sequence[Row]]:
    """All comments with their place in batches by id; constant memory."""
    last = 0
    while True:
        statement = _with_place().where(Comment.id > last).order_by(Comment.id).limit(size)
        if draft_id is not None:
            statement = statement.where(Comment.draft_id == draft_id)
        if status is not None:
            statement = statement.where(Comment.status == status)
        rows = db.session.execute(statement).all()
        if not rows:
            return
        yield rows
        last = rows[-1].id


def count_by_status(draft_id: int) -> dict[tuple[str, str | None], int]:
    """(status, reason for hiding) → how many comments of a draft are so. Slow on large drafts."""
    statement = select(Comment.status, Comment.hide_reason, func.count()).where(Comment.draft_id == draft_id)
    found = db.session.execute(statement.group_by(Comment.status, Comment.hide_reason))
    return {(status, reason): number for status, reason, number in found}


def provisions_with_comments(draft_id: int) -> Sequence[int]:
    """Provisions of a draft that ever had a comment."""
    return db.session.scalars(select(Tally.provision_id).where(Tally.draft_id == draft_id)).all()


def provisions_of_subjects(subjects: Sequence[str]) -> Sequence[Row]:
    """Distinct (provision_id, draft_id) of the comments that journal subjects ``c:<public id>…`` speak of."""
    ids = {subject.split(":")[1] for subject in subjects}
    statement = select(Comment.provision_id, Comment.draft_id).where(Comment.public_id.in_(ids)).distinct()
    return db.session.execute(statement).all() if ids else []


def public_ids(ids: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    """Id → (public id, external id)."""
    if not ids:
        return {}
    statement = select(Comment.id, Comment.public_id, Comment.external_id).where(Comment.id.in_(ids))
    return {row.id: (row.public_id, row.external_id) for row in db.session.execute(statement)}


def imported_ids(draft_id: int, source: str, external_ids: Sequence[str]) -> dict[str, Row]:
    """External id → (id, root_id, provision_id, clause_id, version_id) of what was already imported from a source."""
    columns = (
        Comment.external_id, Comment.id, Comment.root_id, Comment.provision_id, Comment.clause_id, Comment.version_id
    )  # fmt: skip
    statement = select(*columns).where(
        Comment.draft_id == draft_id, Comment.source == source, Comment.external_id.in_(external_ids)
    )
    return {row.external_id: row for row in db.session.execute(statement)}


def erased_ids() -> list[str]:
    """Public ids of the comments whose words were erased."""
    return list(db.session.scalars(select(Comment.public_id).where(Comment.status == "erased")))


def open_reports(cursor: str | None = None, size: int = 30) -> Page:
    """Comments with unsettled reports, the oldest report first: (comment row, reports)."""
    first = func.min(CommentReport.id).label("first")
    grouped = (
        select(CommentReport.comment_id, first, func.count().label("count"))
        .where(CommentReport.settled_at.is_(None))
        .group_by(CommentReport.comment_id)
        .order_by(first)
    )
    key = decode_cursor(cursor, 1)
    if key:
        grouped = grouped.having(first > key[0])
    rows = db.session.execute(grouped.limit(size + 1)).all()
    page = cut(rows, size, lambda row: (row.first,))
    ids = [row.comment_id for row in page.items]
    comments = {row.id: row for row in comments_by_ids(ids)}
    reports = _reports_on(ids)
    return Page([(comments[i], reports[i]) for i in ids if i in comments], page.next)


def held_comments(size: int = 100) -> Sequence[Row]:
    """Comments that wait for a moderator before they appear, oldest first."""
    return db.session.execute(_with_place().where(Comment.status == "held").order_by(Comment.id).limit(size)).all()


def count_open_reports() -> int:
    statement = select(func.count(func.distinct(CommentReport.comment_id))).where(CommentReport.settled_at.is_(None))
    return db.session.scalar(statement) or 0


def newest_comments(size: int = 5) -> Sequence[Row]:
    """The newest published comments anywhere."""
    statement = _with_place().where(Comment.status == "published", Comment.root_id.is_(None))
    return db.session.execute(statement.order_by(Comment.id.desc()).limit(size)).all()


def bodies_after(last: int, size: int = 2000) -> Sequence[Row]:
    """(id, public_id, body, stance, status, author, quote) for the check against the journal."""
    statement = select(
        Comment.id, Comment.public_id, Comment.body, Comment.stance, Comment.status, Comment.author, Comment.quote,
        Comment.body_html, Comment.wording,
    )  # fmt: skip
    return db.session.execute(statement.where(Comment.id > last).order_by(Comment.id).limit(size)).all()


def _reports_on(ids: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    if ids:
        statement = select(CommentReport.__table__).where(
            CommentReport.comment_id.in_(ids), CommentReport.settled_at.is_(None)
        )
        for row in db.session.execute(statement.order_by(CommentReport.id)):
            found[row.comment_id].append(row)
    return found


def _with_place() -> Any:
    return (
        select(
            Comment.__table__,
            Draft.slug,
            Draft.title.label("draft_title"),
            Draft.title_en.label("draft_title_en"),
            Draft.rule_set,
            Draft.opens_at,
            Draft.closes_at,
            Version.number.label("version"),
            Clause.eid,
            Clause.num.label("clause_num"),
            Clause.text.label("clause_text"),
        )
        .join(Draft, Draft.id == Comment.draft_id)
        .join(Version, Version.id == Comment.version_id)
        .outerjoin(Clause, Clause.id == Comment.clause_id)
    )


def _sorted_page(statement: Any, sort: str, cursor: str | None, size: int) -> Page:
    if sort == "support":
        statement = statement.order_by(Comment.supports.desc(), Comment.id.desc())
        key = decode_cursor(cursor, 2)
        if key:
            after = or_(Comment.supports < key[0], (Comment.supports == key[0]) & (Comment.id < key[1]))
            statement = statement.where(after)
        return cut(db.session.execute(statement.limit(size + 1)).all(), size, lambda row: (row.supports, row.id))
    key = decode_cursor(cursor, 1)
    if sort == "oldest":
        statement = statement.order_by(Comment.id)
        statement = statement.where(Comment.id > key[0]) if key else statement
    else:
        statement = statement.order_by(Comment.id.desc())
        statement = statement.where(Comment.id < key[0]) if key else statement
    return cut(db.session.execute(statement.limit(size + 1)).all(), size, lambda row: (row.id,))


def _replies_under(root_ids: Sequence[int], most: int = REPLIES_SHOWN) -> Sequence[Row]:
    if not root_ids:
        return []
    statement = select(Comment.__table__).where(Comment.root_id.in_(root_ids), Comment.status != "held")
    return db.session.execute(statement.order_by(Comment.id).limit(most)).all()


def _trees(
    roots: Sequence[Row], replies: Sequence[Row], places: Mapping[int, Row], wordings: Mapping[int, ShownWording]
) -> list[Node]:
    nodes = {row.id: Node(row, places.get(row.id), wordings.get(row.id)) for row in roots}
    for row in replies:
        parent = nodes.get(row.parent_id) or nodes.get(row.root_id)
        if parent is None:
            continue
        if parent.depth >= DEEPEST:
            parent = parent.above or parent
        nodes[row.id] = Node(row, places.get(row.id), depth=parent.depth + 1, above=parent)
        parent.replies.append(nodes[row.id])
    return [nodes[row.id] for row in roots]
