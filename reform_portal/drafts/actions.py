"""Changing drafts: publishing a version, a translation, the dates of the consultation."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert, update

from ..core.clock import now
from ..core.database import add_row, db, table
from ..core.errors import BadInput, Conflict
from ..journal.actions import record
from . import queries
from .alignment import Aligned, align
from .formats import markdown as markdown_format
from .formats import plain_text as plain_text_format
from .formats import source_text
from .models import Clause, ClauseNote, ClauseTranslation, Draft, Provision, Version
from .rule_sets import rule_sets
from .structure import Structure, parse_structure
from .text_pages import assign_pages, assign_sections

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?\Z")
RESERVED = frozenset({"new"})
FORMATS = (".md", ".txt")


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
class Published:
    """The result of publishing.

    ``kept`` clauses live on from the version before, ``gone`` do not. ``changes`` has a line for each
    clause: ``eid`` (None when it is gone), ``before`` (None when it is new), ``change`` (same, changed,
    moved, added, removed).
    """

    slug: str
    number: int
    clauses: int
    kept: int
    gone: int
    warnings: Sequence[str] = field(default_factory=list)
    changes: Sequence[dict[str, str | None]] = field(default_factory=list)


def read_source(source: bytes, name: str) -> Structure:
    """The structure of an uploaded act.

    Raises BadInput with one sentence when it cannot be read.
    """
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if suffix not in FORMATS:
        raise BadInput(_("Формат «%(suffix)s» не підтримується. Потрібен .md або .txt.", suffix=suffix or name[-40:]))
    text = source_text.decode(source)
    if suffix == ".txt":
        return parse_structure(plain_text_format.read(text))
    structure = parse_structure(markdown_format.read(text))
    title = markdown_format.document_title(text)
    return structure if title is None else Structure(title, structure.clauses, structure.notes, structure.warnings)


def publish(
    slug: str, source: bytes, name: str, facts: DraftFacts, language: str = "uk", structure: Structure | None = None
) -> Published:
    """Publish a file as the first or a further version of a draft.

    ``structure`` is what ``read_source`` made of it, where that was done before the unit of work began.

    Raises BadInput for a file or a slug that cannot be used, Conflict when the draft already has
    a version with these bytes.
    """
    check_slug(slug)
    check_facts(facts)
    digest = hashlib.sha256(source).hexdigest()
    draft = queries.find_draft(slug)
    if draft is not None:
        already = queries.version_with_hash(draft.id, digest)
        if already is not None:
            raise Conflict(_("Цей самий файл уже опубліковано як редакцію %(number)s.", number=already))
    structure = structure or read_source(source, name)
    if not structure.clauses:
        raise BadInput(_("У файлі не знайдено жодного абзацу."))
    if draft is None:
        draft_id = _add_draft(slug, structure.title, facts, language)
        before: Sequence[Any] = []
        number = 1
    else:
        draft_id = draft.id
        newest = queries.version_of(draft)
        before = queries.clauses_of(newest.id)
        number = newest.number + 1
        check_facts(
            replace(facts, opens_at=facts.opens_at or draft.opens_at, closes_at=facts.closes_at or draft.closes_at)
        )
        change_facts(draft_id, facts)
    version_id = _add_version(draft_id, number, digest, name, source, structure)
    pairs = _add_clauses(draft_id, version_id, structure, before)
    raise_revision(draft_id)
    record("draft.published", f"d:{slug}", f"d:{slug}@{number}", sha256=digest, clauses=len(structure.clauses))
    changes = _changes(structure, before, pairs)
    count = len(structure.clauses)
    return Published(slug, number, count, len(pairs), len(before) - len(pairs), structure.warnings, changes)


def _changes(structure: Structure, before: Sequence[Any], pairs: dict[int, int]) -> list[dict[str, str | None]]:
    lines: list[dict[str, str | None]] = []
    for index, clause in enumerate(structure.clauses):
        old = before[pairs[index]] if index in pairs else None
        lines.append({"eid": clause.eid, "before": old.eid if old else None, "change": _change(clause, old)})
    lived_on = set(pairs.values())
    gone = [clause for index, clause in enumerate(before) if index not in lived_on]
    return lines + [{"eid": None, "before": clause.eid, "change": "removed"} for clause in gone]


def _change(clause: Any, old: Any) -> str:
    if old is None:
        return "added"
    if clause.text != old.text:
        return "changed"
    return "same" if clause.eid == old.eid else "moved"


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


def _add_version(draft_id: int, number: int, digest: str, name: str, source: bytes, structure: Structure) -> int:
    values = {
        "draft_id": draft_id,
        "number": number,
        "published_at": now(),
        "sha256": digest,
        "source_name": name[-200:],
        "source": source,
        "pages": max(assign_pages([c.kind for c in structure.clauses])),
        "warnings": list(structure.warnings),
    }
    return add_row(Version, values)


def _add_clauses(draft_id: int, version_id: int, structure: Structure, before: Sequence[Any]) -> dict[int, int]:
    """Write the clauses with their provisions; returns which live on: index → index in the version before."""
    old = [Aligned(c.eid, c.kind, c.text, c.source_id) for c in before]
    pairs = align(old, [Aligned(c.eid, c.kind, c.text, c.source_id) for c in structure.clauses])
    provisions = _provisions(draft_id, before, pairs, len(structure.clauses))
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
            zip(structure.clauses, provisions, assign_sections(kinds), assign_pages(kinds), strict=True), start=1
        )
    ]
    db.session.execute(insert(table(Clause)), rows)
    notes = [
        {"version_id": version_id, "after": positions.get(n.after or "", 0), "text": n.text, "source_id": n.source_id}
        for n in structure.notes
    ]
    if notes:
        db.session.execute(insert(table(ClauseNote)), notes)
    return pairs


def _provisions(draft_id: int, before: Sequence[Any], pairs: dict[int, int], count: int) -> list[int]:
    """The provision of each clause: that of its predecessor, or a new one."""
    provisions = table(Provision)
    rows = [{"draft_id": draft_id, "is_whole": False}] * (count - len(pairs))
    statement = insert(provisions).returning(provisions.c.id, sort_by_parameter_order=True)
    new_ids = iter(db.session.scalars(statement, rows).all() if rows else [])
    return [before[pairs[i]].provision_id if i in pairs else next(new_ids) for i in range(count)]


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
