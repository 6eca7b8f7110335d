"""Searching, and turning what the engine found into things a person can read."""

import logging
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import current_app
from sqlalchemy import Row, func, or_, select

from ..core.database import db
from ..core.paging import decode_cursor, encode_cursor
from ..discussion import queries as discussion
from ..drafts.citation_reading import read_places
from ..drafts.models import Clause, ClauseTranslation, Draft, Version
from ..drafts.queries import alternatives
from ..feedback.answers import queries as answers
from ..feedback.report import queries as reports
from .asked import Asked, read
from .documents.queries import clause_text, report_text
from .engines.documents import BrokenIndex, Engine, Filters, Hits, Position
from .excerpts import Piece, excerpt, plain
from .query import Query, Term
from .spelling import corrected, on_other_layout, unknown_terms, word_under

logger = logging.getLogger(__name__)

PAGE = 20
MOST_CITED = 5
MOST_PROVISIONS = 5000
CLAUSES_IN_FACET = 12
# Of a cursor: all words were asked for, or as many as can be.
_STRICT, _LOOSE = 0, 1


@dataclass(frozen=True)
class Found:
    """One result: ``row`` is the clause, comment, answer or report with its place; ``answer`` the one that holds for a
    comment, if any."""

    kind: str
    row: Row
    asked: Query = field(default_factory=Query)
    score: float = 0.0
    answer: Row | None = None

    @cached_property
    def pieces(self) -> list[Piece]:
        """The words that answer, with marks. Every word of the text is looked at for them, so only where they are shown."""
        return _words_shown(self.kind, self.row, self.asked)

    @cached_property
    def quote(self) -> list[Piece]:
        """The same of the words that it is about, for what a citizen said."""
        quoted = self.row.quote if self.kind in ("comment", "wording") else ""
        return excerpt(quoted, self.asked) if quoted else []

    @property
    def id(self) -> str:
        """The address of a clause within its draft, the public id of anything else."""
        return self.row.eid if self.kind == "clause" else self.row.public_id

    @property
    def eid(self) -> str:
        """The clause it is about, empty for the draft as a whole."""
        if self.kind == "answer":
            return self.row.about_eid or ""
        return getattr(self.row, "eid", "") or ""

    @property
    def path(self) -> str:
        """Where it stands on the portal, without the prefix of a language."""
        if self.kind == "clause":
            return f"/drafts/{self.row.slug}/{self.id}" + ("" if self.row.is_newest else f"?version={self.row.version}")
        if self.kind == "report":
            return f"/drafts/{self.row.slug}/report?number={self.row.number}"
        return f"/answers/{self.id}" if self.kind == "answer" else f"/comments/{self.id}"

    @property
    def created_at(self) -> Any:
        """When it was said or published, in UTC."""
        if self.kind == "answer":
            return self.row.changed_at or self.row.given_at
        return self.row.published_at if self.kind in ("clause", "report") else self.row.created_at

    @property
    def author(self) -> str:
        return "" if self.kind == "clause" else self.row.author or ""

    @property
    def text(self) -> str:
        """All its words, as they can be cited."""
        return _text_of(self.kind, self.row)

    def as_json(self) -> dict[str, Any]:
        """What programs and commands get of it."""
        return {
            "kind": self.kind,
            "id": self.id,
            "url": self.path,
            "draft": self.row.slug,
            "clause": self.eid,
            "excerpt": plain(self.pieces),
            "score": self.score,
        }


@dataclass(frozen=True)
class Answer:
    """A page of results.

    ``loose``: nothing has all of the words, these have most. ``meant``: the same query with words spelt as the
    index has them. ``partial``: matches may be missing. ``unavailable``: the index is being made anew. ``nowhere``:
    the place that was asked for does not exist.
    """

    asked: Asked
    total: int = 0
    items: list[Found] = field(default_factory=list)
    next: str | None = None
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    partial: bool = False
    unavailable: bool = False
    loose: bool = False
    meant: str = ""
    nowhere: bool = False

    @property
    def query(self) -> Query:
        return self.asked.query


def engine() -> Engine:
    return current_app.extensions["search_engine"]


def answer_to(arguments: Mapping[str, str], cursor: str | None = None, limit: int = PAGE) -> Answer:
    """Answer the query that stands in the arguments of an address (see ``asked.ARGUMENTS``). None of them fails."""
    return search(read(arguments), cursor, limit)


def search(asked: Asked, cursor: str | None = None, limit: int = PAGE) -> Answer:
    """A page of what is asked for."""
    if asked.is_empty:
        return Answer(asked)
    filters = filters_of(asked)
    mode, after = _position(cursor)
    query = asked.query.loosened() if mode == _LOOSE else asked.query
    try:
        hits = engine().search(query, filters, asked.sort, after, limit)
        meant = ""
        if not hits.total and after is None and not query.is_empty:
            meant = _meant(asked, filters)
            if query.is_plain:
                query, mode = query.loosened(), _LOOSE
                hits = engine().search(query, filters, asked.sort, None, limit)
    except BrokenIndex as error:
        logger.warning("the search index cannot be read: %s", error)
        return Answer(asked, unavailable=True)
    following = encode_cursor(mode, *hits.next) if hits.next else None
    return Answer(
        asked,
        hits.total,
        _found(hits, query),
        following,
        hits.facets,
        hits.partial,
        loose=mode == _LOOSE,
        meant=meant,
        nowhere=filters.provisions == frozenset(),
    )


def pages_of(asked: Asked, most: int, limit: int = 200) -> Iterator[Found]:
    """All results in their order, up to ``most``, for files. Raises BrokenIndex: a part must not pass for the whole."""
    cursor = None
    while most > 0:
        page = search(asked, cursor, min(limit, most))
        if page.unavailable:
            raise BrokenIndex("the index is being made anew")
        yield from page.items
        most -= limit
        cursor = page.next
        if cursor is None:
            return


def filters_of(asked: Asked) -> Filters:
    """What the engine filters by: places become the lasting numbers of clauses."""
    return Filters(
        draft=asked.draft,
        kind=asked.kind,
        stance=asked.stance,
        answered=asked.answered,
        since=asked.first_instant,
        until=asked.end_instant,
        provisions=provisions_at(asked.clause, asked.draft) if asked.clause else None,
        author=asked.author_words,
    )


def provisions_at(place: str, draft: str = "") -> frozenset[int]:
    """The clauses that a place names and all within them: an address, «5», «ст. 5», «ч. 2 ст. 5»; in one draft or all."""
    eids = addresses_of(place)
    if not eids:
        return frozenset()
    within = [Clause.eid.startswith(f"{eid}__", autoescape=True) for eid in eids]
    statement = (
        select(Clause.provision_id)
        .join(Version, Version.id == Clause.version_id)
        .join(Draft, Draft.id == Version.draft_id)
        .where(or_(Clause.eid.in_(eids), *within))
        .distinct()
        .limit(MOST_PROVISIONS)
    )
    statement = statement.where(Draft.slug == draft) if draft else statement
    now = db.session.scalars(statement.where(Version.number == _newest())).all()
    return frozenset(now or db.session.scalars(statement).all())


def clauses_by_provision(provisions: Collection[int]) -> dict[int, Row]:
    """Provision → (provision_id, eid, slug) of its clause in the newest version."""
    statement = (
        select(Clause.provision_id, Clause.eid, Draft.slug, Draft.title.label("draft_title"))
        .join(Version, Version.id == Clause.version_id)
        .join(Draft, Draft.id == Version.draft_id)
        .where(Clause.provision_id.in_(provisions), Version.number == _newest())
    )
    return {row.provision_id: row for row in db.session.execute(statement)} if provisions else {}


def facets_by_name(facets: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Facets as programs read them: clauses as «draft/address», days drawn together to months."""
    found = {name: dict(facets.get(name, {})) for name in ("draft", "kind", "stance", "clause", "month", "answered")}
    rows = clauses_by_provision([int(one) for one in found["clause"]])
    numbers = ((rows.get(int(one)), number) for one, number in found["clause"].items())
    found["clause"] = {f"{row.slug}/{row.eid}": number for row, number in numbers if row is not None}
    for day, number in facets.get("day", {}).items():
        found["month"][day[:7]] = found["month"].get(day[:7], 0) + number
    return found


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


def draft_titles() -> Sequence[Row]:
    """(slug, title, title_en) for the filter form."""
    return db.session.execute(select(Draft.slug, Draft.title, Draft.title_en).order_by(Draft.title)).all()


def addresses_of(place: str) -> list[str]:
    """Addresses of clauses that a typed place may mean."""
    words = f"ст. {place}" if place[:1].isdigit() else place
    cited = [eid for candidates in read_places(words) for eid in candidates]
    return cited or (alternatives(place) if place.isascii() else [])


def _first(place: tuple[str, ...], existing: Container[str]) -> str:
    return next((eid for eid in place if eid in existing), "")


def _cited(eids: Collection[str], draft: str) -> Any:
    statement = (
        select(Clause.eid, Draft.slug, Draft.title.label("draft_title"), Draft.title_en.label("draft_title_en"))
        .join(Version, Version.id == Clause.version_id)
        .join(Draft, Draft.id == Version.draft_id)
        .where(Version.number == _newest(), Clause.eid.in_(eids))
        .order_by(Draft.id.desc())
    )
    return statement.where(Draft.slug == draft) if draft else statement


def _newest() -> Any:
    """The number of the newest version of the draft of a statement."""
    return select(func.max(Version.number)).where(Version.draft_id == Draft.id).correlate(Draft).scalar_subquery()


def _position(cursor: str | None) -> tuple[int, Position | None]:
    key = decode_cursor(cursor, 4)
    return (key[0], (key[1], key[2], key[3])) if key else (_STRICT, None)


def _meant(asked: Asked, filters: Filters) -> str:
    """What was typed with its unknown words spelt as public texts have them, if something is found then."""
    terms = unknown_terms(asked.query, engine().frequencies(asked.query.keys()))
    spelt = {term.typed: word for term in terms if (word := _spelt_like(term.words[0][0], term.typed))}
    if not terms or len(spelt) < len(terms):
        return ""
    other = corrected(asked.typed, spelt)
    return other if engine().search(read({"q": other}).query, filters, limit=1).total else ""


def _spelt_like(key: str, typed: str) -> str:
    """A word of a text that anybody may read, spelt nearly like a key that no text has."""
    for other in (*on_other_layout(typed), *engine().similar(key)):
        term = Query(((Term(((other,),)),),))
        found = _found(engine().search(term, Filters(), limit=1), term)
        if found:
            return word_under(other, found[0].text)
    return ""


def _found(hits: Hits, query: Query) -> list[Found]:
    """Read again from the database: what was hidden a moment ago is in no result, whatever the index holds."""
    rows = _rows([ref for ref, _score in hits.refs])
    held = answers.answers_for([row.id for ref, row in rows.items() if ref[0] in "cw"])
    return [_one(ref, rows[ref], score, query, held) for ref, score in hits.refs if ref in rows]


def _rows(refs: Sequence[str]) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    if ids := _of_kind(refs, "k"):
        rows |= {f"k:{row.id}": row for row in _clauses([int(one) for one in ids])}
    if ids := _of_kind(refs, "cw"):
        said = [row for row in discussion.by_subjects([f"c:{one}" for one in set(ids)]) if row.status == "published"]
        rows |= {f"c:{row.public_id}": row for row in said}
        rows |= {f"w:{row.public_id}": row for row in said if row.wording}
    if ids := _of_kind(refs, "a"):
        rows |= {f"a:{row.public_id}": row for row in answers.answers_by_public_ids(ids)}
    if ids := _of_kind(refs, "r"):
        rows |= {f"r:{row.public_id}": row for row in reports.reports_by_public_ids(ids)}
    return rows


def _of_kind(refs: Sequence[str], letters: str) -> list[str]:
    return [ref[2:] for ref in refs if ref[0] in letters]


_KIND_OF = {"k": "clause", "c": "comment", "w": "wording", "a": "answer", "r": "report"}


def _one(ref: str, row: Any, score: float, query: Query, held: Mapping[int, Row]) -> Found:
    kind = _KIND_OF[ref[0]]
    answer = held.get(row.id) if kind in ("comment", "wording") else None
    return Found(kind, row, query, score, answer)


def _words_shown(kind: str, row: Any, query: Query) -> list[Piece]:
    """The excerpt; of a clause in two languages the words of the one in which the query is met."""
    texts = _text_of(kind, row).split("\n") if kind == "clause" else [_text_of(kind, row)]
    found = [excerpt(text, query) for text in texts]
    return next((pieces for pieces in found if any(piece.marked for piece in pieces)), found[0])


def _text_of(kind: str, row: Any) -> str:
    if kind == "clause":
        return clause_text(row)
    if kind == "answer":
        return row.reason
    if kind == "report":
        return report_text(row.content)
    return row.wording if kind == "wording" else row.body


def _clauses(ids: Sequence[int]) -> Sequence[Row]:
    statement = (
        select(
            Clause.id, Clause.eid, Clause.num, Clause.text, Clause.kind, Version.number.label("version"),
            Version.published_at, Draft.slug, Draft.title.label("draft_title"), Draft.title_en.label("draft_title_en"),
            (Version.number == _newest()).label("is_newest"),
            ClauseTranslation.num.label("other_num"), ClauseTranslation.text.label("other_text"),
        )
        .join(Version, Version.id == Clause.version_id)
        .join(Draft, Draft.id == Version.draft_id)
        .outerjoin(ClauseTranslation, ClauseTranslation.clause_id == Clause.id)
        .where(Clause.id.in_(ids))
    )  # fmt: skip
    return db.session.execute(statement).all()
