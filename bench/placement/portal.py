"""The portal's own way: a law published version by version into a database, with comments on each version."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from reform_portal import database_form
from reform_portal.app import create_app
from reform_portal.core.database import db, unit_of_work
from reform_portal.core.settings import PREFIX, Settings
from reform_portal.discussion.actions import Imported, add_imported
from reform_portal.discussion.placements.carrying import Carried
from reform_portal.discussion.placements.publishing import publish
from reform_portal.discussion.placements.queries import counts_of, shown_in
from reform_portal.drafts.actions import DraftFacts
from reform_portal.drafts.queries import clauses_of, draft_by_slug, version_of
from reform_portal.drafts.text_pages import assign_sections

from .judging import Remark, remarks_on
from .laws import Redaction, Step, Text, step_by_print

SOURCE = "placement"
AT_ONCE = 500
WRITTEN = datetime(2026, 10, 1, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Shown:
    """Where the comments written on one version stand in another; ``lost`` have no place or more than one."""

    places: Sequence[Carried]
    lost: int


@dataclass(frozen=True)
class Returned:
    """Of so many comments on what a law changed and took back, how many are back; ``away`` are the others."""

    comments: int
    back: int
    lost: int
    away: Sequence[str]


@contextmanager
def new_portal() -> Iterator[None]:
    """An empty portal in a temporary folder, for this process."""
    with tempfile.TemporaryDirectory(prefix="portal-placement-") as folder:
        app = create_app(Settings.from_env({PREFIX + "DATA_DIR": folder}))
        with app.app_context():
            database_form.upgrade()
            yield
            db.session.remove()
            db.engine.dispose()


def publish_all(
    slug: str, texts: Sequence[Redaction], remarks: Sequence[Sequence[Remark]]
) -> dict[tuple[int, int], Shown]:
    """Publish the texts one after the other, after each the comments on it are written.

    Returns (index of the text written on, index of the text shown in) → where they stand.
    """
    found: dict[tuple[int, int], Shown] = {}
    written: list[dict[int, int]] = []
    for index, text in enumerate(texts):
        with unit_of_work():
            publish(slug, text.source, text.name, DraftFacts(), structure=text.structure)
        found |= {(on, index): _shown(slug, ids, written) for on, ids in enumerate(written)}
        written.append(_write(slug, index, remarks[index] if index < len(remarks) else ()))
    db.session.rollback()
    return found


def measure_return(slug: str, texts: Sequence[Redaction]) -> Returned:
    """Three texts of which the last takes back what the second did: are the comments on that back?"""
    first, second, third = texts
    step = step_by_print(slug, "1→2→3", first.text, third.text)
    changed = _changed_articles(first.text, second.text)
    remarks = [one for one in remarks_on(step, len(first.text)) if one.at in changed]
    shown = publish_all(slug, texts, [remarks])
    last = shown[0, 2]
    pairs = list(zip(remarks, last.places, strict=True))
    away = [_told(step, one, found) for one, found in pairs if not _is_back(step, one, found)]
    return Returned(len(pairs), len(pairs) - len(away), shown[0, 1].lost + last.lost, away)


def _write(slug: str, number: int, remarks: Sequence[Remark]) -> dict[int, int]:
    """Remark → id of its comment."""
    if not remarks:
        return {}
    draft = draft_by_slug(slug)
    version = version_of(draft)
    clauses = clauses_of(version.id)
    with unit_of_work():
        ids = add_imported(draft, version.number, SOURCE, [_comment(one, number, clauses, version) for one in remarks])
    return {one.comment_id: ids[f"{number}-{one.comment_id}"].id for one in remarks}


def _comment(one: Remark, number: int, clauses: Sequence[Any], version: Any) -> Imported:
    clause, name = clauses[one.at], f"{number}-{one.comment_id}"
    said = (name, "Слово про це місце.", "neutral", "Олена Коваль", WRITTEN, 0, "published")
    return Imported(*said, one.anchor, clause, clause.provision_id, version.id)


def _shown(slug: str, ids: dict[int, int], written: Sequence[dict[int, int]]) -> Shown:
    version = version_of(draft_by_slug(slug))
    at = {clause.id: index for index, clause in enumerate(clauses_of(version.id))}
    rows: dict[int, Any] = {}
    kept_ids = list(ids.values())
    for begin in range(0, len(kept_ids), AT_ONCE):
        rows |= shown_in(version.id, kept_ids[begin : begin + AT_ONCE])
    places = [_carried(remark, rows[kept], at) for remark, kept in ids.items() if kept in rows]
    unaccounted = sum(map(len, written)) - sum(counts_of(version.id).values())
    return Shown(places, max(len(ids) - len(places), abs(unaccounted)))


def _carried(remark: int, row: Any, at: dict[int, int]) -> Carried:
    after = at[row.clause_id] if row.clause_id is not None else None
    near = at[row.near_id] if row.near_id is not None else None
    return Carried(remark, row.state, after, row.start, row.end, near)


def _changed_articles(before: Text, after: Text) -> set[int]:
    """The paragraphs of ``before`` that stand in an article which reads otherwise in ``after``."""
    olds, news = _articles(before), _articles(after)
    return {
        i
        for name, places in olds.items()
        if _print(before, places) != _print(after, news.get(name, ()))
        for i in places
    }


def _articles(text: Text) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for i, section in enumerate(assign_sections([clause.kind for clause in text])):
        found.setdefault(text[section - 1].eid if section else "", []).append(i)
    return found


def _print(text: Text, places: Sequence[int]) -> list[str]:
    return [text[i].printed for i in places]


def _is_back(step: Step, one: Remark, found: Carried) -> bool:
    """The same words at the address where they were written on."""
    if found.after is None or found.state not in ("exact", "moved"):
        return False
    old, new = step.before[one.at], step.after[found.after]
    same = new.text[found.start : found.end] == one.anchor.exact if one.anchor.exact else new.text == old.text
    return same and new.eid == old.eid


def _told(step: Step, one: Remark, found: Carried) -> str:
    old = step.before[one.at]
    now = f"{step.after[found.after].eid}: {step.after[found.after].printed}" if found.after is not None else "nowhere"
    return f"{old.eid}: {old.printed}\n  «{one.anchor.exact}»\n  {found.state}, {now}"
