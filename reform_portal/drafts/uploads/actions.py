"""Changing uploads. They are no public acts, so the journal hears of one only when it is published."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, delete, select, update

from ...core.clock import now
from ...core.database import add_row, db
from ...core.errors import Conflict
from ...core.identifiers import new_public_id
from ..actions import Published
from ..corrections import Correction
from ..formats.reading import Reading
from ..models import Draft, Version
from ..queries import find_draft, version_with_hash
from . import queries
from .models import Upload


def add_upload(
    slug: str, source: bytes, name: str, reading: Reading, facts: Mapping[str, Any], person_id: int | None
) -> str:
    """Keep a file that was read; returns its public id.

    Raises Conflict when the draft already has a version with these bytes.
    """
    digest = hashlib.sha256(source).hexdigest()
    draft = find_draft(slug)
    already = version_with_hash(draft.id, digest) if draft is not None else None
    if already is not None:
        raise Conflict(_("Цей самий файл уже опубліковано як редакцію %(number)s.", number=already))
    public_id = new_public_id()
    values: dict[str, Any] = {
        "public_id": public_id,
        "slug": slug,
        "source": source,
        "source_name": name[-200:],
        "sha256": digest,
        "reading": reading.as_json(),
        "corrections": [],
        "facts": dict(facts),
        "uploaded_by": person_id,
        "created_at": now(),
    }
    add_row(Upload, values)
    return public_id


def change_facts(upload: Row, slug: str, facts: Mapping[str, Any]) -> None:
    """Raises Conflict when the upload was published already."""
    kept = _unpublished(upload.id).facts
    composed_of = {name: kept[name] for name in ("wordings",) if name in kept}
    _set(upload.id, slug=slug, facts=composed_of | dict(facts))


def correct(upload: Row, correction: Correction) -> None:
    """Add a correction after those that are there. Raises Conflict when the upload was published already."""
    found = _unpublished(upload.id)
    _set(upload.id, corrections=[*found.corrections, dict(correction)])


def undo(upload: Row, index: int, correction_mark: str) -> None:
    """Take back a correction, wherever in the list it stands.

    Raises Conflict when the upload was published already, or when another correction stands there now.
    """
    found = _unpublished(upload.id)
    if index >= len(found.corrections) or mark(found.corrections[index]) != correction_mark:
        raise Conflict(_("Цього виправлення вже немає: хтось скасував його раніше."))
    _set(upload.id, corrections=[*found.corrections[:index], *found.corrections[index + 1 :]])


def forget_wording(draft_id: int, comment: str) -> None:
    """Delete the unpublished uploads that were composed with a comment's wording, whose words were erased."""
    slug = select(Draft.slug).where(Draft.id == draft_id).scalar_subquery()
    waiting = select(Upload.id, Upload.facts).where(Upload.slug == slug, Upload.published_version.is_(None))
    ids = [row.id for row in db.session.execute(waiting) if comment in (row.facts or {}).get("wordings", ())]
    if ids:
        db.session.execute(delete(Upload).where(Upload.id.in_(ids)))


def remove(upload: Row) -> None:
    """Raises Conflict when the upload was published already: then it belongs to the history of its draft."""
    _unpublished(upload.id)
    db.session.execute(delete(Upload).where(Upload.id == upload.id))


def begin_publishing(upload: Row, seen: str) -> Row:
    """The upload as it is to be published, held until the unit of work ends.

    ``seen`` is the ``state`` that the person looked at. Raises Conflict when it is not the present one,
    or when the upload was published already.
    """
    found = _unpublished(upload.id)
    if state(found) != seen:
        raise Conflict(_("Поки ви переглядали цю сторінку, хтось змінив завантаження. Перегляньте його ще раз."))
    return found


def end_publishing(upload: Row, published: Published) -> None:
    """Note which version came of it; the version keeps the corrections too."""
    _set(upload.id, published_version=published.number, published_at=now())
    if upload.corrections:
        of_version = Version.id == published.version_id
        db.session.execute(update(Version).where(of_version).values(corrections=upload.corrections))


def mark(correction: Correction) -> str:
    """A short digest that tells one correction from another."""
    return _digest(correction)


def state(upload: Row) -> str:
    """A short digest of what a person may change in an upload."""
    return _digest([upload.slug, upload.facts, upload.corrections])


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def _unpublished(upload_id: int) -> Row:
    found = queries.locked(upload_id)
    if found.published_version is not None:
        raise Conflict(_("Це завантаження вже опубліковано як редакцію %(n)s.", n=found.published_version))
    return found


def _set(upload_id: int, **values: Any) -> None:
    db.session.execute(update(Upload).where(Upload.id == upload_id).values(**values))
