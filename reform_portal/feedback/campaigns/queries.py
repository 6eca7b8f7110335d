"""Reading campaigns, and what was grouped before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from ...core.database import db
from ...core.errors import NotFound
from ...core.paging import Page, cut, decode_cursor
from ...discussion.models import Comment
from ...discussion.queries import comments_by_ids
from ...drafts.models import Clause, Version
from .grouping import AMONG_ALONE, AMONG_LEADERS, CANDIDATES, HubsOfRuns, candidates, similarity
from .models import LEADING_RUNS, RUNS, WORDS, Campaign, CampaignMember, Fingerprint
from .shingles import Print, Sample, print_of, runs_of

# Two people may write alike by chance; three copies are shown as a campaign.
SHOWN_FROM = 3
MANY = 5000
_SEPARATOR = "\x1f"


def find_copy(draft_id: int, body: str) -> Row | None:
    """The comment that a text about to be posted would copy, or None.

    It is the representative of its campaign: (id, public_id, body, stance, author, supports, campaign, size, texts,
    people, submissions); the last five are None for a comment alone.
    """
    version_id = law_version(draft_id)
    text = read_print(draft_id, version_id, body)
    near = _fingerprints_like(draft_id, text)
    leaders = {hub for hubs in near[LEADING_RUNS].values() for hub in hubs}
    alike = []
    for row in _representatives(_hubs_near(text, near)):
        print_ = read_print(draft_id, version_id, row.body)
        alike.append((similarity(text, print_, row.id in leaders, near[RUNS], (row.id,)), -row.id, row))
    best = max((one for one in alike if one[0]), key=lambda one: one[:2], default=None)
    return best[2] if best is not None else None


def campaigns_of(draft_id: int, cursor: str | None = None, size: int = 20) -> Page:
    """Campaigns of a draft that are shown, the largest first.

    Each with its counts and ``representative_*`` of the comment that stands for all, whose words are empty when it is
    not published any more.
    """
    statement = _with_representative().where(Campaign.draft_id == draft_id, Campaign.size >= SHOWN_FROM)
    key = decode_cursor(cursor, 2)
    if key:
        statement = statement.where(or_(Campaign.size < key[0], and_(Campaign.size == key[0], Campaign.id > key[1])))
    found = db.session.execute(statement.order_by(Campaign.size.desc(), Campaign.id).limit(size + 1)).all()
    return cut(found, size, lambda row: (row.size, row.id))


def campaign_by_public_id(public_id: str) -> Row:
    """A campaign that is shown, as in ``campaigns_of``. Raises NotFound."""
    statement = _with_representative().where(Campaign.public_id == public_id, Campaign.size >= SHOWN_FROM)
    row = db.session.execute(statement).first()
    if row is None:
        raise NotFound(_("Таких однакових звернень немає."))
    return row


def campaign_of(comment_ids: Sequence[int]) -> dict[int, Row]:
    """Comment → the shown campaign that it belongs to, with its counts and the comment's ``similarity``."""
    if not comment_ids:
        return {}
    statement = (
        select(CampaignMember.comment_id, CampaignMember.similarity, Campaign.__table__)
        .join(Campaign, Campaign.id == CampaignMember.campaign_id)
        .where(CampaignMember.comment_id.in_(comment_ids), Campaign.size >= SHOWN_FROM)
    )
    return {row.comment_id: row for row in db.session.execute(statement)}


def members_of(campaign_id: int, cursor: str | None = None, size: int = 30) -> Page:
    """The comments of a campaign with their place, oldest first, the representative among them."""
    statement = select(CampaignMember.comment_id).where(CampaignMember.campaign_id == campaign_id)
    key = decode_cursor(cursor, 1)
    if key:
        statement = statement.where(CampaignMember.comment_id > key[0])
    page = cut(
        db.session.execute(statement.order_by(CampaignMember.comment_id).limit(size + 1)).all(),
        size,
        lambda row: (row.comment_id,),
    )
    comments = comments_by_ids([row.comment_id for row in page.items])
    return Page([row for row in comments if row.status == "published"], page.next)


def count_copies(draft_id: int) -> int:
    """How many comments of a draft say word for word what another one says already."""
    copies = func.coalesce(func.sum(Campaign.size - Campaign.texts), 0)
    return db.session.scalar(select(copies).where(Campaign.draft_id == draft_id)) or 0


def law_version(draft_id: int) -> int:
    """The newest version of a draft: what ``read_print`` keeps the words of the law by."""
    return db.session.scalar(select(func.max(Version.id)).where(Version.draft_id == draft_id)) or 0


@lru_cache(maxsize=4096)
def read_print(draft_id: int, version_id: int, body: str) -> Print:
    """The print of a text about a draft whose newest version is ``version_id``."""
    return print_of(body, _law(draft_id, version_id))


@lru_cache(maxsize=2)
def _law(draft_id: int, version_id: int) -> frozenset[int]:
    """The runs of words of all versions of a draft up to one."""
    statement = select(Clause.text).join(Version, Version.id == Clause.version_id)
    texts = db.session.scalars(statement.where(Version.draft_id == draft_id, Version.id <= version_id).distinct())
    return runs_of(texts)


def comments_of_subjects(subjects: Iterable[str]) -> Sequence[Row]:
    """(id, draft_id, status, author_role, body) of the comments that journal subjects ``c:<public id>…`` speak of."""
    ids = sorted({subject.split(":")[1] for subject in subjects})
    columns = (Comment.id, Comment.draft_id, Comment.status, Comment.author_role, Comment.body)
    return [
        row for part in _parts(ids) for row in db.session.execute(select(*columns).where(Comment.public_id.in_(part)))
    ]


def known_texts(ids: Collection[int]) -> dict[int, Row]:
    """Grouped comment → (words, text): ``text`` is None for a comment that is in no campaign."""
    statement = (
        select(Fingerprint.comment_id, Fingerprint.hash.label("words"), CampaignMember.text)
        .outerjoin(CampaignMember, CampaignMember.comment_id == Fingerprint.comment_id)
        .where(Fingerprint.band == WORDS)
    )
    return {row.comment_id: row for row in _all(statement, Fingerprint.comment_id, ids)}


def bodies_of(ids: Collection[int]) -> dict[int, str]:
    return {row.id: row.body for row in _all(select(Comment.id, Comment.body), Comment.id, ids)}


def memberships_of(ids: Collection[int]) -> dict[int, Row]:
    """Comment → (campaign_id, text) for those that are in a campaign."""
    statement = select(CampaignMember.comment_id, CampaignMember.campaign_id, CampaignMember.text)
    return {row.comment_id: row for row in _all(statement, CampaignMember.comment_id, ids)}


def campaigns_with_id(ids: Collection[int]) -> dict[int, int]:
    """Campaign → its representative."""
    statement = select(Campaign.id, Campaign.representative_id)
    return {row.id: row.representative_id for row in _all(statement, Campaign.id, ids)}


def campaigns_represented_by(ids: Collection[int]) -> dict[int, int]:
    """Representative → its campaign."""
    statement = select(Campaign.id, Campaign.representative_id)
    return {row.representative_id: row.id for row in _all(statement, Campaign.representative_id, ids)}


def counts_of(campaign_ids: Collection[int]) -> dict[int, Row]:
    """Campaign → (size, texts, people, submissions), counted as ``feedback.summaries`` does. Slow: for the worker."""
    unknown = Comment.person_id.is_(None)
    named = case((and_(unknown, Comment.author != ""), Comment.source + _SEPARATOR + Comment.author))
    nameless = case((and_(unknown, Comment.author == ""), 1), else_=0)
    statement = (
        select(
            CampaignMember.campaign_id,
            func.count().label("size"),
            func.count(CampaignMember.text.distinct()).label("texts"),
            (func.count(Comment.person_id.distinct()) + func.count(named.distinct()) + func.sum(nameless)).label(
                "people"
            ),
            (func.count() + func.sum(Comment.supports)).label("submissions"),
        )
        .join(Comment, Comment.id == CampaignMember.comment_id)
        .group_by(CampaignMember.campaign_id)
    )
    return {row.campaign_id: row for row in _all(statement, CampaignMember.campaign_id, campaign_ids)}


class KeptGroups:
    """The groups of a draft as they are kept; see ``grouping.Kept``."""

    def __init__(self, draft_id: int, version_id: int) -> None:
        self._draft_id, self._version_id = draft_id, version_id
        self._members: dict[int, Collection[int]] = {}

    def with_words(self, words: Collection[int]) -> Mapping[int, Mapping[int, int]]:
        found: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for row in _all(_hubs().where(self._in_bands(WORDS)), Fingerprint.hash, words):
            found[row.hash][row.comment_id] = row.hub
        return found

    def with_runs(self, runs: Collection[int]) -> tuple[HubsOfRuns, HubsOfRuns]:
        hubs: defaultdict[int, list[int]] = defaultdict(list)
        leaders: defaultdict[int, list[int]] = defaultdict(list)
        columns = select(Fingerprint.band, Fingerprint.hash, Fingerprint.comment_id)
        for band, run, hub in _all(columns.where(self._in_bands(RUNS, LEADING_RUNS)), Fingerprint.hash, runs):
            (hubs if band == RUNS else leaders)[run].append(hub)
        return hubs, leaders

    def prints(self, ids: Collection[int]) -> Mapping[int, Print]:
        return {one: read_print(self._draft_id, self._version_id, body) for one, body in bodies_of(ids).items()}

    def hubs_of(self, ids: Collection[int]) -> Mapping[int, int]:
        statement = _hubs().where(Fingerprint.band == WORDS)
        return {row.comment_id: row.hub for row in _all(statement, Fingerprint.comment_id, ids)}

    def members(self, hub: int) -> Collection[int]:
        if hub not in self._members:
            statement = (
                select(CampaignMember.comment_id)
                .join(Campaign, Campaign.id == CampaignMember.campaign_id)
                .where(Campaign.representative_id == hub, CampaignMember.comment_id != hub)
            )
            self._members[hub] = db.session.scalars(statement).all()
        return self._members[hub]

    def _in_bands(self, *bands: int) -> Any:
        return and_(Fingerprint.draft_id == self._draft_id, Fingerprint.band.in_(bands))


def _fingerprints_like(draft_id: int, text: Print) -> dict[int, dict[int, list[int]]]:
    """Band → fingerprint of the text in it → comments that have it too; of those with the same words only one."""
    here = Fingerprint.draft_id == draft_id
    columns = select(Fingerprint.band, Fingerprint.hash, Fingerprint.comment_id).where(here)
    same = columns.where(Fingerprint.band == WORDS, Fingerprint.hash == text.words).limit(1).subquery()
    sharing = columns.where(Fingerprint.band.in_((RUNS, LEADING_RUNS)), Fingerprint.hash.in_(text.sample.all))
    found: dict[int, dict[int, list[int]]] = {band: defaultdict(list) for band in (WORDS, RUNS, LEADING_RUNS)}
    for row in db.session.execute(select(same).union_all(sharing)):
        found[row.band][row.hash].append(row.comment_id)
    return found


def _hubs_near(text: Print, near: Mapping[int, Mapping[int, list[int]]]) -> set[int]:
    """The representatives and single comments that a text may be a copy of."""
    ids = {*near[WORDS].get(text.words, ())}
    # One text may ask by more than the reader does, who has thousands.
    every = Sample((*text.sample.short, *text.sample.more), (), text.sample.long)
    for band, among in ((LEADING_RUNS, AMONG_LEADERS), (RUNS, AMONG_ALONE)):
        ids.update(candidates(every, near[band], *among)[:CANDIDATES])
    return ids


def _representatives(ids: Collection[int]) -> Sequence[Row]:
    """The published comments that stand for these comments, with the counts of their campaigns."""
    if not ids:
        return []
    hub = func.coalesce(Campaign.representative_id, Fingerprint.comment_id)
    statement = (
        select(
            Comment.id, Comment.public_id, Comment.body, Comment.stance, Comment.author, Comment.supports,
            Campaign.public_id.label("campaign"), Campaign.size, Campaign.texts, Campaign.people, Campaign.submissions,
        )
        .select_from(Fingerprint)
        .outerjoin(CampaignMember, CampaignMember.comment_id == Fingerprint.comment_id)
        .outerjoin(Campaign, Campaign.id == CampaignMember.campaign_id)
        .join(Comment, Comment.id == hub)
        .where(Fingerprint.band == WORDS, Fingerprint.comment_id.in_(ids), Comment.status == "published")
        .distinct()
    )  # fmt: skip
    return db.session.execute(statement).all()


def _hubs() -> Any:
    """(hash, comment_id, hub) of fingerprints."""
    hub = func.coalesce(Campaign.representative_id, Fingerprint.comment_id).label("hub")
    return (
        select(Fingerprint.hash, Fingerprint.comment_id, hub)
        .outerjoin(CampaignMember, CampaignMember.comment_id == Fingerprint.comment_id)
        .outerjoin(Campaign, Campaign.id == CampaignMember.campaign_id)
    )


def _with_representative() -> Any:
    """Campaigns with their representative; its words and name are empty when nobody may read them any more: until the
    worker comes by it still stands for the others."""
    published = Comment.status == "published"
    return select(
        Campaign.__table__,
        Comment.public_id.label("representative_public_id"),
        Comment.status.label("representative_status"),
        case((published, Comment.body), else_="").label("representative_body"),
        case((published, Comment.author), else_="").label("representative_author"),
        Comment.stance.label("representative_stance"),
        Comment.created_at.label("representative_created_at"),
    ).join(Comment, Comment.id == Campaign.representative_id)


def _all(statement: Any, column: Any, wanted: Collection[int]) -> Iterator[Row]:
    """Rows of a statement whose ``column`` is among those wanted, however many these are."""
    for part in _parts(sorted(wanted)):
        # Written into the statement: thousands of bound values take twice as long.
        ids: Any = bindparam("wanted", part, expanding=True, literal_execute=True)
        yield from db.session.connection().execute(statement.where(column.in_(ids))).all()


def _parts(wanted: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (wanted[begin : begin + MANY] for begin in range(0, len(wanted), MANY))


def campaigns_of_provisions(provision_ids: Collection[int]) -> dict[int, list[Row]]:
    """Provision → its shown campaigns as in ``campaigns_of``, those that have most comments there first.

    ``here`` is how many of its comments stand at the provision. Left out are campaigns whose representative is not
    published, until the worker has found them another.
    """
    told = aliased(Comment)
    statement = (
        _with_representative()
        .add_columns(told.provision_id, func.count().label("here"))
        .join(CampaignMember, CampaignMember.campaign_id == Campaign.id)
        .join(told, told.id == CampaignMember.comment_id)
        .where(Campaign.size >= SHOWN_FROM)
        .group_by(told.provision_id, Campaign.id, Comment.id)
    )
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in _all(statement, told.provision_id, set(provision_ids)):
        if row.representative_status == "published":
            found[row.provision_id].append(row)
    return {one: sorted(rows, key=lambda row: (-row.here, row.id)) for one, rows in found.items()}
