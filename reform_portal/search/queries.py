"""Searching, and turning what the engine found into things a person can read."""

import logging
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy import Row, func, select

from ..core.database import db
from ..core.paging import decode_cursor, encode_cursor
from ..discussion import queries as discussion
from ..discussion.stances import STANCES
from ..drafts.citation_reading import read_places
from ..drafts.models import Clause, Draft, Version
from .engines.documents import KINDS, BrokenIndex, Document, Engine, Filters, Hits
from .excerpts import Piece, excerpt
from .query import Query, parse

logger = logging.getLogger(__name__)

PAGE = 20
SORTS = ("relevance", "newest", "support")
MOST_CITED = 5
DEEPEST = 1000


@dataclass(frozen=True)
class Found:
    """One result: ``row`` is a clause or a comment with its place."""

    kind: str
    row: Row
    pieces: list[Piece]
    score: float

    @property
    def id(self) -> str:
        """The address of a clause within its draft, or the public id of a comment."""
        return self.row.eid if self.kind == "clause" else self.row.public_id

    @property
    def path(self) -> str:
        """Where it stands on the portal, without the prefix of a language."""
        return f"/drafts/{self.row.slug}/{self.id}" if self.kind == "clause" else f"/comments/{self.id}"

    def as_json(self) -> dict[str, Any]:
        """What programs and commands get of it."""
        return {
            "kind": self.kind,
            "id": self.id,
            "url": self.path,
            "draft": self.row.slug,
            "clause": self.row.eid or "",
            "excerpt": "".join(piece.text for piece in self.pieces),
            "score": self.score,
        }


@dataclass(frozen=True)
class Answer:
    """A page of results. ``unavailable``: the index is being made anew."""

    query: Query
    total: int = 0
    items: list[Found] = field(default_factory=list)
    next: str | None = None
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    partial: bool = False
    unavailable: bool = False


def engine() -> Engine:
    return current_app.extensions["search_engine"]


def search(
    typed: str, filters: Filters, sort: str = "relevance", cursor: str | None = None, limit: int = PAGE
) -> Answer:
    """Answer what a person typed."""
    tree = parse(typed)
    if tree.is_empty:
        return Answer(tree)
    key = decode_cursor(cursor, 1)
    offset = min(max(int(key[0]), 0), DEEPEST) if key else 0
    try:
        hits = engine().search(tree, filters, sort, offset, limit)
    except BrokenIndex as error:
        logger.warning("the search index cannot be read: %s", error)
        return Answer(tree, unavailable=True)
    more = offset + limit < min(hits.total, DEEPEST)
    following = encode_cursor(offset + limit) if more else None
    return Answer(tree, hits.total, _found(hits, tree), following, hits.facets, hits.partial)


def answer_to(arguments: Mapping[str, str], cursor: str | None = None, limit: int = PAGE) -> Answer:
    """Answer the query that stands in the arguments of an address: q, draft, kind, stance, sort. None of them fails."""
    given = {name: arguments.get(name, "").replace("\x00", "") for name in ("q", "draft", "kind", "stance", "sort")}
    filters = Filters(
        given["draft"][:80],
        given["kind"] if given["kind"] in KINDS else "",
        given["stance"] if given["stance"] in STANCES else "",
    )
    sort = given["sort"] if given["sort"] in SORTS else "relevance"
    return search(given["q"], filters, sort, cursor, limit)


def clauses_cited(typed: str, draft: str = "") -> list[Row]:
    """The clauses that what was typed cites, when all of it is a citation: «ст. 5», «п. 1 і 2 ч. 3 ст. 4».

    Rows of eid, slug, draft_title and draft_title_en in the newest versions, the newest draft first;
    ``draft`` is a slug that limits them.
    """
    places = read_places(typed)
    wanted = {eid for place in places for eid in place}
    if not wanted:
        return []
    existing: dict[str, dict[str, Row]] = {}
    for row in db.session.execute(_cited(wanted, draft)):
        existing.setdefault(row.slug, {})[row.eid] = row
    firsts = ({eid: None for place in places if (eid := _first(place, clauses))} for clauses in existing.values())
    found = [clauses[eid] for clauses, eids in zip(existing.values(), firsts, strict=True) for eid in eids]
    return found[:MOST_CITED]


def _first(place: tuple[str, ...], existing: Container[str]) -> str:
    return next((eid for eid in place if eid in existing), "")


def _cited(eids: Collection[str], draft: str) -> Any:
    newest = select(func.max(Version.number)).where(Version.draft_id == Draft.id).correlate(Draft).scalar_subquery()
    statement = (
        select(Clause.eid, Draft.slug, Draft.title.label("draft_title"), Draft.title_en.label("draft_title_en"))
        .join(Version, Version.id == Clause.version_id)
        .join(Draft, Draft.id == Version.draft_id)
        .where(Version.number == newest, Clause.eid.in_(eids))
        .order_by(Draft.id.desc())
    )
    return statement.where(Draft.slug == draft) if draft else statement


def all_documents() -> Iterator[Document]:
    """Everything public: the clauses of each draft's newest version and all published comments."""
    for row in db.session.execute(select(Draft.id, Draft.slug)).all():
        yield from clause_documents(row.slug)
    for rows in discussion.in_batches():
        for row in rows:
            yield comment_document(row)


def clause_documents(slug: str) -> Iterator[Document]:
    """The clauses of a draft's newest version."""
    newest = (
        select(Version.id)
        .join(Draft, Draft.id == Version.draft_id)
        .where(Draft.slug == slug)
        .order_by(Version.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = select(Clause.id, Clause.num, Clause.text, Version.published_at).join(
        Version, Version.id == Clause.version_id
    )
    for row in db.session.execute(statement.where(Clause.version_id == newest).order_by(Clause.position)):
        yield Document(f"k:{row.id}", "clause", slug, f"{row.num} {row.text}", created_at=row.published_at)


def comment_document(row: Row) -> Document:
    return Document(
        f"c:{row.public_id}",
        "comment",
        row.slug,
        row.body,
        row.quote,
        row.stance,
        row.created_at,
        row.supports,
    )


def draft_titles() -> Sequence[Row]:
    """(slug, title, title_en) for the filter form."""
    return db.session.execute(select(Draft.slug, Draft.title, Draft.title_en).order_by(Draft.title)).all()


def _found(hits: Hits, tree: Query) -> list[Found]:
    refs = [ref for ref, _score in hits.refs]
    rows: dict[str, Row] = {}
    clauses = [int(ref[2:]) for ref in refs if ref.startswith("k:")]
    if clauses:
        rows |= {f"k:{row.id}": row for row in _clauses(clauses)}
    comments = [ref for ref in refs if ref.startswith("c:")]
    # Read again from the database: what was hidden a moment ago is in no result, whatever the index holds.
    rows |= {f"c:{row.public_id}": row for row in discussion.by_subjects(comments) if row.status == "published"}
    return [_one(ref, rows[ref], score, tree) for ref, score in hits.refs if ref in rows]


def _one(ref: str, row: Any, score: float, tree: Query) -> Found:
    if ref.startswith("k:"):
        return Found("clause", row, excerpt(f"{row.num} {row.text}".strip(), tree), score)
    return Found("comment", row, excerpt(row.body, tree), score)


def _clauses(ids: Sequence[int]) -> Sequence[Row]:
    newest = select(func.max(Version.number)).where(Version.draft_id == Draft.id).correlate(Draft).scalar_subquery()
    statement = (
        select(
            Clause.id, Clause.eid, Clause.num, Clause.text, Clause.kind, Version.number.label("version"),
            Version.published_at, Draft.slug, Draft.title.label("draft_title"), Draft.title_en.label("draft_title_en"),
            (Version.number == newest).label("is_newest"),
        )
        .join(Version, Version.id == Clause.version_id)
        .join(Draft, Draft.id == Version.draft_id)
        .where(Clause.id.in_(ids))
    )  # fmt: skip
    return db.session.execute(statement).all()
