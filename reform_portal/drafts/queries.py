"""Reading drafts, versions and clauses. Rows, not objects: a template cannot query."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import has_request_context, url_for
from flask_babel import gettext as _
from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import aliased

from ..core.clock import now
from ..core.database import db, rows, table
from ..core.errors import NotFound, WrongStage
from ..core.templating import moment
from . import citations, rules
from .citation_reading import read_citation
from .labels import latin_eid
from .matching import nearest
from .models import Clause, ClauseLink, ClauseNote, ClauseTranslation, Draft, Provision, Version
from .structure import HEADINGS

_BEFORE, _NOW = aliased(Clause), aliased(Clause)
_DRAFTS, _VERSIONS, _CLAUSES, _NOTES = table(Draft), table(Version), table(Clause), table(ClauseNote)
_VERSION_COLUMNS = (
    Version.id,
    Version.number,
    Version.published_at,
    Version.sha256,
    Version.source_name,
    Version.pages,
    Version.warnings,
)

# What every page asks is built once and goes past the ORM: building a statement costs more than running it.
_DRAFT_BY_SLUG = select(_DRAFTS).where(_DRAFTS.c.slug == bindparam("slug"))
_VERSIONS_OF = (
    select(*(_VERSIONS.c[column.key] for column in _VERSION_COLUMNS))
    .where(_VERSIONS.c.draft_id == bindparam("draft_id"))
    .order_by(_VERSIONS.c.number.desc())
)
_ON_PAGE = (
    select(_CLAUSES)
    .where(_CLAUSES.c.version_id == bindparam("version_id"), _CLAUSES.c.page == bindparam("page"))
    .order_by(_CLAUSES.c.position)
)
_EXISTING = select(_CLAUSES.c.eid).where(
    _CLAUSES.c.version_id == bindparam("version_id"), _CLAUSES.c.eid.in_(bindparam("eids", expanding=True))
)
_NOTES_BETWEEN = (
    select(_NOTES.c.after, _NOTES.c.text)
    .where(
        _NOTES.c.version_id == bindparam("version_id"), _NOTES.c.after.between(bindparam("first"), bindparam("last"))
    )
    .order_by(_NOTES.c.id)
)


@dataclass(frozen=True)
class Place:
    """A clause with its version and draft. ``clause`` is None for the draft as a whole."""

    draft: Row
    version: Row
    clause: Row | None
    provision_id: int

    @property
    def eid(self) -> str:
        return self.clause.eid if self.clause is not None else ""


WHOLE = "whole"
# More addresses than this are looked for among all of a version, which is cheaper and needs no limit.
MOST_ASKED = 500


def all_drafts() -> Sequence[Row]:
    """Every draft with the number and date of its newest version, the newest first."""
    newest = select(Version.draft_id, func.max(Version.number).label("number")).group_by(Version.draft_id).subquery()
    statement = (
        select(Draft.__table__, Version.number.label("version"), Version.published_at)
        .join(newest, newest.c.draft_id == Draft.id)
        .join(Version, (Version.draft_id == Draft.id) & (Version.number == newest.c.number))
        .order_by(Version.published_at.desc(), Draft.id.desc())
    )
    return db.session.execute(statement).all()


def draft_by_slug(slug: str) -> Row:
    """Raises NotFound with the nearest drafts."""
    draft = find_draft(slug)
    if draft is None:
        raise NotFound(_("Проєкту з адресою «%(slug)s» немає.", slug=slug[:80]), suggestions=_similar_drafts(slug))
    return draft


def find_draft(slug: str) -> Row | None:
    return next(iter(rows(_DRAFT_BY_SLUG, slug=slug)), None)


def draft_by_id(draft_id: int) -> Row:
    return db.session.execute(select(Draft.__table__).where(Draft.id == draft_id)).one()


def version_of(draft: Row, number: int | None = None) -> Row:
    """A version of a draft, the newest by default. Raises NotFound with the versions that exist."""
    statement = select(*_VERSION_COLUMNS).where(Version.draft_id == draft.id)
    if number is not None:
        statement = statement.where(Version.number == number)
    version = db.session.execute(statement.order_by(Version.number.desc()).limit(1)).first()
    if version is None:
        existing = versions_of(draft.id) if has_request_context() else []
        raise NotFound(
            _("Редакції %(number)s цього проєкту немає.", number=number if number is not None else ""),
            suggestions=[
                (
                    _("Редакція %(number)s", number=v.number),
                    url_for("web.reading_page", slug=draft.slug, version=v.number),
                )
                for v in existing
            ],
        )
    return version


def newest_number(draft_id: int) -> int:
    """The number of a draft's newest version."""
    return db.session.scalar(select(func.max(Version.number)).where(Version.draft_id == draft_id)) or 0


def versions_of(draft_id: int) -> Sequence[Row]:
    """The versions of a draft, the newest first."""
    return rows(_VERSIONS_OF, draft_id=draft_id)


def source_of(version_id: int) -> bytes:
    """The bytes of a version as they were uploaded."""
    return db.session.execute(select(Version.source).where(Version.id == version_id)).scalar_one()


def version_with_hash(draft_id: int, sha256: str) -> int | None:
    """The number of the version with these bytes."""
    return db.session.scalar(select(Version.number).where(Version.draft_id == draft_id, Version.sha256 == sha256))


def clauses_on_page(version_id: int, page: int) -> Sequence[Row]:
    return rows(_ON_PAGE, version_id=version_id, page=page)


def clauses_of(version_id: int) -> Sequence[Row]:
    return db.session.execute(
        select(Clause.__table__).where(Clause.version_id == version_id).order_by(Clause.position)
    ).all()


def history_of(provision_id: int) -> Sequence[Row]:
    """(number, eid, num, change, score, before_eid) of a provision in every version that has it, oldest first."""
    statement = (
        select(
            Version.number, Clause.id, Clause.eid, Clause.num, ClauseLink.change, ClauseLink.score,
            _BEFORE.eid.label("before_eid"),
        )
        .join(Version, Version.id == Clause.version_id)
        .outerjoin(ClauseLink, (ClauseLink.after_id == Clause.id) & (ClauseLink.change != "merged"))
        .outerjoin(_BEFORE, _BEFORE.id == ClauseLink.before_id)
        .where(Clause.provision_id == provision_id)
        .order_by(Version.number)
    )  # fmt: skip
    return db.session.execute(statement).all()


def formerly_at(draft_id: int, place: Place) -> Row | None:
    """(number, eid_now) of another provision that stood at a clause's address in an earlier version, the newest such."""
    assert place.clause is not None
    statement = (
        select(Version.number, _NOW.eid.label("eid_now"))
        .select_from(Clause)
        .join(Version, Version.id == Clause.version_id)
        .outerjoin(_NOW, (_NOW.provision_id == Clause.provision_id) & (_NOW.version_id == place.version.id))
        .where(
            Version.draft_id == draft_id,
            Version.number < place.version.number,
            Clause.eid == place.clause.eid,
            Clause.provision_id != place.provision_id,
        )
        .order_by(Version.number.desc())
        .limit(1)
    )
    return db.session.execute(statement).first()


def taken_over_by(clause_id: int) -> Row | None:
    """(number, eid, provision_id) of the clause that took the words of one that was merged into it."""
    statement = (
        select(Version.number, Clause.eid, Clause.provision_id)
        .select_from(ClauseLink)
        .join(Clause, Clause.id == ClauseLink.after_id)
        .join(Version, Version.id == ClauseLink.version_id)
        .where(ClauseLink.before_id == clause_id, ClauseLink.change == "merged")
    )
    return db.session.execute(statement.order_by(Version.number.desc()).limit(1)).first()


def last_place(draft: Row, eid: str) -> tuple[int, Row] | None:
    """(number, clause) of the newest version in which there was a clause at an address."""
    wanted = list(dict.fromkeys(alternatives(eid)))
    statement = (
        select(Version.number, Clause.__table__)
        .join(Version, Version.id == Clause.version_id)
        .where(Version.draft_id == draft.id, Clause.eid.in_(wanted))
        .order_by(Version.number.desc())
    )
    row = db.session.execute(statement).first()
    return (row.number, row) if row is not None else None


def clause_of_provision(version_id: int, provision_id: int) -> Row | None:
    """The clause of a provision in a version."""
    statement = select(Clause.__table__).where(Clause.version_id == version_id, Clause.provision_id == provision_id)
    return db.session.execute(statement).first()


def gone_clauses(draft_id: int, newest_id: int) -> Sequence[Row]:
    """The last clause of every provision that an earlier version had and version ``newest_id`` does not have."""
    living = select(Clause.provision_id).where(Clause.version_id == newest_id)
    last = (
        select(func.max(Clause.id).label("id"))
        .join(Version, Version.id == Clause.version_id)
        .where(Version.draft_id == draft_id, Clause.provision_id.not_in(living))
        .group_by(Clause.provision_id)
        .subquery()
    )
    statement = select(Clause.__table__).join(last, last.c.id == Clause.id)
    return db.session.execute(statement.order_by(Clause.version_id, Clause.position)).all()


def headings_of(version_id: int) -> Sequence[Row]:
    """(position, eid, kind, num, text, page, depth, next_text) of what stands in the contents."""
    statement = select(
        Clause.position, Clause.eid, Clause.kind, Clause.num, Clause.text, Clause.page, Clause.depth
    ).where(
        Clause.version_id == version_id,
        Clause.kind.in_((*HEADINGS, "heading")),
    )
    return db.session.execute(statement.order_by(Clause.position)).all()


def notes_between(version_id: int, first: int, last: int) -> Sequence[Row]:
    """(after, text) of editorial notes printed after the clauses from ``first`` to ``last``."""
    return rows(_NOTES_BETWEEN, version_id=version_id, first=first, last=last)


def translations_between(version_id: int, language: str, first: int, last: int) -> dict[int, Row]:
    """Position → (num, text) of the clauses that have a text in ``language``."""
    statement = (
        select(Clause.position, ClauseTranslation.num, ClauseTranslation.text)
        .join(Clause, Clause.id == ClauseTranslation.clause_id)
        .where(
            Clause.version_id == version_id,
            ClauseTranslation.language == language,
            Clause.position.between(first, last),
        )
    )
    return {row.position: row for row in db.session.execute(statement)}


def has_translation(version_id: int, language: str) -> bool:
    statement = (
        select(Clause.id)
        .join(ClauseTranslation, ClauseTranslation.clause_id == Clause.id)
        .where(Clause.version_id == version_id, ClauseTranslation.language == language)
        .limit(1)
    )
    return db.session.scalar(statement) is not None


def find_clause(version_id: int, eid: str) -> Row | None:
    """The clause at an address, at one of its other forms (see ``alternatives``) or at a citation: «ст. 5 ч. 2»."""
    wanted = list(dict.fromkeys([*alternatives(eid), *read_citation(eid)]))
    found = {
        row.eid: row
        for row in db.session.execute(
            select(Clause.__table__).where(Clause.version_id == version_id, Clause.eid.in_(wanted))
        )
    }
    return next((found[form] for form in wanted if form in found), None)


def alternatives(eid: str) -> list[str]:
    """The canonical forms that an address may stand for, the likeliest first."""
    plain = latin_eid(eid.strip().strip("/"))
    forms = [plain, plain.lower()]
    for form in (plain, plain.lower()):
        forms.append(form.removesuffix("__al_1"))
        forms.append(form.replace("__para_nn_1__", "__").removesuffix("__para_nn_1"))
    return [form for form in forms if form]


def existing_eids(version_id: int, eids: Iterable[str]) -> set[str]:
    """Which of these addresses a version has, in one query; none is asked for when there are none."""
    wanted = set(eids)
    if not wanted:
        return set()
    if len(wanted) > MOST_ASKED:
        return wanted & set(db.session.scalars(select(Clause.eid).where(Clause.version_id == version_id)))
    return {row.eid for row in rows(_EXISTING, version_id=version_id, eids=sorted(wanted))}


def place_of(slug: str, eid: str, number: int | None = None) -> Place:
    """The clause at an address, in a version (the newest by default).

    Raises NotFound with the nearest addresses.
    """
    return place_in(draft_by_slug(slug), eid, number)


def place_in(draft: Row, eid: str, number: int | None = None) -> Place:
    """Like ``place_of``, in a draft that was read already."""
    version = version_of(draft, number)
    place = _find_in(draft, version, eid)
    if place is None:
        raise NotFound(
            _("Такого місця в тексті немає: %(eid)s.", eid=eid[:80]),
            suggestions=_similar_clauses(draft, version, eid[:200]),
        )
    return place


def find_place(slug: str, eid: str) -> Place | None:
    """Like ``place_of`` in the newest version, but None for an unknown address."""
    draft = draft_by_slug(slug)
    return _find_in(draft, version_of(draft), eid)


def _find_in(draft: Row, version: Row, eid: str) -> Place | None:
    if eid in ("", WHOLE):
        return Place(draft, version, None, whole_provision(draft.id))
    clause = find_clause(version.id, eid[:200])
    return Place(draft, version, clause, clause.provision_id) if clause is not None else None


def require(draft: Row, act: str) -> None:
    """Raises WrongStage, with what can be done instead, when the stage does not allow an act."""
    if rules.allows(draft, act, now()):
        return
    if rules.stage(draft, now()) == rules.ANNOUNCED:
        raise WrongStage(_("Обговорення ще не почалося: воно відкриється %(when)s.", when=moment(draft.opens_at)))
    raise WrongStage(_("Обговорення завершилося %(when)s. Прочитати все можна й далі.", when=moment(draft.closes_at)))


def units_around(version_id: int, clause: Row) -> tuple[list[Row], Row | None, Row | None]:
    """The units around a clause (outermost first), the clause before it and the one after."""
    parts = clause.eid.split("__")
    above = ["__".join(parts[:length]) for length in range(1, len(parts))]
    beside = (clause.position - 1, clause.position + 1)
    statement = select(Clause.position, Clause.eid, Clause.num, Clause.text, Clause.kind).where(
        Clause.version_id == version_id, Clause.eid.in_(above) | Clause.position.in_(beside)
    )
    rows = db.session.execute(statement.order_by(Clause.position)).all()
    found = {row.position: row for row in rows}
    return [row for row in rows if row.eid in above], found.get(beside[0]), found.get(beside[1])


def whole_provision(draft_id: int) -> int:
    """The provision that stands for the draft as a whole."""
    statement = select(Provision.id).where(Provision.draft_id == draft_id, Provision.is_whole)
    return db.session.execute(statement).scalar_one()


def revision_reader(engine: Any) -> Callable[[str], int | None]:
    """A function slug → revision that works outside of a request, for the page cache."""
    mark = "%s" if engine.dialect.paramstyle == "pyformat" else "?"
    statement = f"SELECT revision FROM drafts WHERE slug = {mark}"  # noqa: S608 - only the mark varies

    def revision(slug: str) -> int | None:
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(statement, (slug,))
            row = cursor.fetchone()
            cursor.close()
            return row[0] if row else None
        finally:
            connection.close()

    return revision


def _similar_drafts(slug: str) -> list[tuple[str, str]]:
    if not has_request_context():
        return []
    titles = {row.slug: row.title for row in db.session.execute(select(Draft.slug, Draft.title))}
    return [(titles[found], url_for("web.reading_page", slug=found)) for found in nearest(slug, list(titles))] or [
        (_("Усі проєкти"), url_for("web.list_drafts"))
    ]


def _similar_clauses(draft: Row, version: Row, eid: str) -> list[tuple[str, str]]:
    """Parents of the address that exist, then addresses that look like it."""
    if not has_request_context():
        return []
    parts = latin_eid(eid).split("__")
    parents = ["__".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]
    existing = db.session.scalars(
        select(Clause.eid).where(Clause.version_id == version.id, Clause.eid.in_(parents))
    ).all()
    found = sorted(existing, key=len, reverse=True)
    if len(found) < 3:
        eids = list(db.session.scalars(select(Clause.eid).where(Clause.version_id == version.id)))
        found += [other for other in nearest(latin_eid(eid), eids) if other not in found]
    links = [(citations.long(e), url_for("web.clause_page", slug=draft.slug, eid=e)) for e in found[:3]]
    return [*links, (_("Увесь текст проєкту"), url_for("web.reading_page", slug=draft.slug))]
