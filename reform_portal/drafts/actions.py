"""Changing drafts: publishing a version, a translation, the dates of the consultation."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert, select, update

from ..core.clock import now
from ..core.database import add_row, db, table
from ..core.errors import BadInput, Conflict
from ..journal.actions import record
from . import queries
from .alignment import ADDED, CHANGED, MOVED, RENUMBERED, SAME, SPLIT, Aligned, Link, align, find_returning
from .formats import importers
from .formats.limited import read_limited
from .formats.reading import Reading
from .models import Clause, ClauseLink, ClauseNote, ClauseTranslation, Draft, Provision, Version
from .remarks import Refusal, say
from .rule_sets import rule_sets
from .structure import Structure, parse_structure
from .text_pages import assign_pages, assign_sections

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?\Z")
RESERVED = frozenset({"new"})


@dataclass(frozen=True)
class DraftFacts:
    """What is known of a draft beside its text; None leaves what is there."""

    title: str | None = None
    title_en: str | None = None
    summary: str | None = None
    summary_en: str | None = None
    body: str | None = None
    body_en: str | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    rule_set: str | None = None
    is_sample: bool | None = None


@dataclass(frozen=True)
class Plan:
    """What publishing a text would do, worked out before anything is changed.

    ``before`` and ``links`` speak of the newest version, if there is one; ``provisions`` has the lasting
    provision of each new clause, None for a new one.
    """

    slug: str
    draft: Any
    number: int
    sha256: str
    name: str
    source: bytes
    structure: Structure
    before: Sequence[Any]
    links: Sequence[Link]
    provisions: Sequence[int | None]

    @property
    def kept(self) -> int:
        """How many clauses of the version before live on under their own provision."""
        return len({link.before for link in self.links if link.change in LIVES_ON})

    @property
    def gone(self) -> int:
        return len(self.before) - self.kept


LIVES_ON = (SAME, CHANGED, MOVED, RENUMBERED)


@dataclass(frozen=True)
class Published:
    """The result of publishing: ``kept`` clauses live on from the version before, ``gone`` do not."""

    slug: str
    number: int
    clauses: int
    kept: int
    gone: int
    warnings: Sequence[Any] = field(default_factory=list)
    version_id: int = 0
    clause_ids: Sequence[int] = field(default_factory=list)


def read_source(source: bytes, name: str) -> Structure:
    """The structure of an uploaded act, read in a process with limits.

    Raises BadInput with one sentence when it cannot be read.
    """
    return _structure(read_limited, source, name)


def read_source_here(source: bytes, name: str) -> Structure:
    """Like ``read_source``, in this process and without its limits: for files that are our own."""
    return _structure(importers.read, source, name)


def _structure(read: Callable[[bytes, str], Reading], source: bytes, name: str) -> Structure:
    try:
        reading = read(source, name)
    except Refusal as refusal:
        raise BadInput(say(refusal)) from refusal
    found = reading.structure or parse_structure(reading.paragraphs)
    return replace(found, title=reading.title or found.title, warnings=[*reading.remarks, *found.warnings])


def plan(slug: str, source: bytes, name: str, facts: DraftFacts, structure: Structure | None = None) -> Plan:
    """Work out what publishing a file as the first or a further version of a draft would do.

    ``structure`` is what ``read_source`` made of it, where that was done before.

    Raises BadInput for a file or a slug that cannot be used, Conflict when the draft already has
    a version with these bytes.
    """
    check_slug(slug)
    check_facts(facts)
    digest = hashlib.sha256(source).hexdigest()
    draft = queries.find_draft(slug)
    if draft is not None:
        _check_new(draft, digest, facts)
    structure = structure or read_source(source, name)
    if not structure.clauses:
        raise BadInput(_("У файлі не знайдено жодного абзацу."))
    if draft is None:
        return Plan(slug, None, 1, digest, name, source, structure, [], [], [None] * len(structure.clauses))
    newest = queries.version_of(draft)
    before = queries.clauses_of(newest.id)
    old, new = _aligned(before), _aligned(structure.clauses)
    links = align(old, new)
    provisions = _provisions(draft.id, newest.id, before, new, links)
    return Plan(slug, draft, newest.number + 1, digest, name, source, structure, before, links, provisions)


def hold(slug: str) -> None:
    """Let no other unit of work publish into this draft until the present one ends (SQLite has one writer anyway)."""
    db.session.execute(select(Draft.id).where(Draft.slug == slug).with_for_update())


def publish(planned: Plan, facts: DraftFacts, language: str = "uk", told: dict[str, int] | None = None) -> Published:
    """Write a planned version; ``told`` goes into its journal entry (what became of the comments)."""
    structure = planned.structure
    if planned.draft is None:
        draft_id = _add_draft(planned.slug, structure.title, facts, language)
    else:
        draft_id = planned.draft.id
        change_facts(draft_id, facts)
    version_id = _add_version(draft_id, planned)
    clause_ids = _add_clauses(draft_id, version_id, planned)
    _add_links(version_id, planned, clause_ids)
    raise_revision(draft_id)
    subject, clauses = f"d:{planned.slug}", len(structure.clauses)
    record(
        "draft.published",
        subject,
        f"{subject}@{planned.number}",
        sha256=planned.sha256,
        clauses=clauses,
        **(told or {}),
    )
    return Published(
        planned.slug, planned.number, clauses, planned.kept, planned.gone, structure.warnings, version_id, clause_ids
    )


def _check_new(draft: Any, digest: str, facts: DraftFacts) -> None:
    already = queries.version_with_hash(draft.id, digest)
    if already is not None:
        raise Conflict(_("Цей самий файл уже опубліковано як редакцію %(number)s.", number=already))
    check_facts(replace(facts, opens_at=facts.opens_at or draft.opens_at, closes_at=facts.closes_at or draft.closes_at))


def _aligned(clauses: Sequence[Any]) -> list[Aligned]:
    return [Aligned(c.eid, c.kind, c.text, c.source_id, c.num, c.parent) for c in clauses]


def _provisions(
    draft_id: int, newest_id: int, before: Sequence[Any], new: Sequence[Aligned], links: Sequence[Link]
) -> list[int | None]:
    """The provision of each new clause: that of its predecessor, one that comes back, or None."""
    found: list[int | None] = [None] * len(new)
    for link in links:
        if link.change in LIVES_ON and link.before is not None and link.after is not None:
            found[link.after] = before[link.before].provision_id
    # What was merged and is separate again comes as a part that was split off.
    added = [link.after for link in links if link.change in (ADDED, SPLIT) and link.after is not None]
    gone = queries.gone_clauses(draft_id, newest_id) if added else []
    for j, i in find_returning(_aligned(gone), new, added).items():
        found[j] = gone[i].provision_id
    return found


def publish_translation(slug: str, source: bytes, name: str, language: str) -> Published:
    """Add the text of the newest version in another language, paragraph for paragraph.

    Raises BadInput when the two texts do not have the same paragraphs.
    """
    draft = queries.draft_by_slug(slug)
    version = queries.version_of(draft)
    clauses = queries.clauses_of(version.id)
    structure = read_source(source, name)
    _check_translation([c.num for c in clauses], [c.num for c in structure.clauses])
    if queries.has_translation(version.id, language):
        raise Conflict(_("Редакція %(number)s уже має текст цією мовою.", number=version.number))
    rows = [
        {"clause_id": clause.id, "language": language, "num": other.num, "text": other.text}
        for clause, other in zip(clauses, structure.clauses, strict=True)
    ]
    db.session.execute(insert(table(ClauseTranslation)), rows)
    raise_revision(draft.id)
    digest = hashlib.sha256(source).hexdigest()
    record("draft.translated", f"d:{slug}", f"d:{slug}@{version.number}", sha256=digest, language=language)
    return Published(slug, version.number, len(rows), len(rows), 0, structure.warnings)


def change_facts(draft_id: int, facts: DraftFacts) -> None:
    """Change what is known of a draft; a change of its dates is a public act of its own."""
    values = {name: value for name, value in vars(facts).items() if value is not None}
    if values:
        db.session.execute(update(Draft).where(Draft.id == draft_id).values(values))
    if facts.opens_at is not None or facts.closes_at is not None:
        _record_dates(draft_id)


def raise_revision(draft_id: int) -> None:
    """Say that something public changed: every kept page of the draft is stale from the commit on."""
    db.session.execute(update(Draft).where(Draft.id == draft_id).values(revision=Draft.revision + 1))


def check_slug(slug: str) -> None:
    if not SLUG.match(slug) or slug in RESERVED:
        raise BadInput(
            _(
                "Адреса «%(slug)s» не годиться: потрібні малі латинські літери, цифри й дефіси, до 80 знаків.",
                slug=slug[:80],
            )
        )


def check_facts(facts: DraftFacts) -> None:
    if facts.rule_set is not None and facts.rule_set not in rule_sets():
        raise BadInput(
            _(
                "Набору правил «%(name)s» немає. Є: %(names)s.",
                name=facts.rule_set,
                names=", ".join(sorted(rule_sets())),
            )
        )
    if facts.opens_at and facts.closes_at and facts.closes_at <= facts.opens_at:
        raise BadInput(_("Обговорення не може завершитися раніше, ніж почнеться."))


def _add_draft(slug: str, title: str, facts: DraftFacts, language: str) -> int:
    values = {name: value for name, value in vars(facts).items() if value is not None}
    values = {"title": title[:500]} | values | {"slug": slug, "language": language, "created_at": now()}
    draft_id = add_row(Draft, values)
    db.session.execute(insert(Provision).values(draft_id=draft_id, is_whole=True))
    if facts.opens_at is not None or facts.closes_at is not None:
        _record_dates(draft_id)
    return draft_id


def _record_dates(draft_id: int) -> None:
    draft = queries.draft_by_id(draft_id)
    stamp = {"opens": draft.opens_at, "closes": draft.closes_at}
    record("deadline.set", f"d:{draft.slug}", **{k: v.isoformat() if v else "" for k, v in stamp.items()})


def _add_version(draft_id: int, planned: Plan) -> int:
    values = {
        "draft_id": draft_id,
        "number": planned.number,
        "published_at": now(),
        "sha256": planned.sha256,
        "source_name": planned.name[-200:],
        "source": planned.source,
        "pages": max(assign_pages([c.kind for c in planned.structure.clauses])),
        "warnings": [warning.as_json() for warning in planned.structure.warnings],
    }
    return add_row(Version, values)


def _add_clauses(draft_id: int, version_id: int, planned: Plan) -> Sequence[int]:
    """Write the clauses with their provisions and notes; returns the ids of the clauses, in order."""
    structure = planned.structure
    kinds = [clause.kind for clause in structure.clauses]
    positions = {clause.eid: position for position, clause in enumerate(structure.clauses, start=1)}
    rows = [
        {
            "version_id": version_id,
            "provision_id": provision,
            "position": position,
            "eid": clause.eid,
            "kind": clause.kind,
            "num": clause.num,
            "parent": clause.parent,
            "depth": clause.eid.count("__"),
            "text": clause.text,
            "table": clause.table,
            "source_id": clause.source_id,
            "quoted": clause.quoted,
            "section": section,
            "page": page,
        }
        for position, (clause, provision, section, page) in enumerate(
            zip(
                structure.clauses,
                _with_new_provisions(draft_id, planned.provisions),
                assign_sections(kinds),
                assign_pages(kinds),
                strict=True,
            ),
            start=1,
        )
    ]
    clauses = table(Clause)
    ids = db.session.scalars(insert(clauses).returning(clauses.c.id, sort_by_parameter_order=True), rows).all()
    notes = [
        {"version_id": version_id, "after": positions.get(n.after or "", 0), "text": n.text, "source_id": n.source_id}
        for n in structure.notes
    ]
    if notes:
        db.session.execute(insert(table(ClauseNote)), notes)
    return ids


def _with_new_provisions(draft_id: int, provisions: Sequence[int | None]) -> list[int]:
    """The provisions of all clauses; a new one is made where there is None."""
    kept = table(Provision)
    rows = [{"draft_id": draft_id, "is_whole": False}] * provisions.count(None)
    statement = insert(kept).returning(kept.c.id, sort_by_parameter_order=True)
    new_ids = iter(db.session.scalars(statement, rows).all() if rows else [])
    return [provision if provision is not None else next(new_ids) for provision in provisions]


def _add_links(version_id: int, planned: Plan, clause_ids: Sequence[int]) -> None:
    rows = [
        {
            "version_id": version_id,
            "before_id": planned.before[link.before].id if link.before is not None else None,
            "after_id": clause_ids[link.after] if link.after is not None else None,
            "change": link.change,
            "score": round(link.score, 4),
        }
        for link in planned.links
    ]
    if rows:
        db.session.execute(insert(table(ClauseLink)), rows)


def _check_translation(nums: list[str], others: list[str]) -> None:
    if len(nums) != len(others):
        raise BadInput(
            _(
                "Абзаців у перекладі: %(other)s, у редакції: %(own)s. Вони мають збігатися абзац в абзац.",
                other=len(others),
                own=len(nums),
            )
        )
    for index, (num, other) in enumerate(zip(nums, others, strict=True), start=1):
        if bool(num) != bool(other):
            raise BadInput(
                _(
                    "Абзац %(index)s перекладу не відповідає тексту: «%(num)s» і «%(other)s».",
                    index=index,
                    num=num,
                    other=other,
                )
            )
