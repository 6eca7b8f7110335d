"""Drafters take a proposed wording into the next version's text, or leave it out again."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, delete, insert, update

from ...core.access import is_drafter
from ...core.clock import now
from ...core.database import change, db
from ...core.errors import Conflict, NotAllowed
from ...drafts.actions import raise_revision
from ...journal.actions import record
from . import queries
from .models import AcceptedWording
from .proposals import collide, fits
from .shown import stands_in


def accept(comment: Row, version: Row, person: Any) -> None:
    """Take a comment's wording into the text that comes after the newest version.

    Raises NotAllowed for anybody but drafters; Conflict when its words have changed since, when it is
    taken already, or when it cannot stand with another that is taken.
    """
    _check_drafter(person)
    rows = queries.proposals_for(version.id)
    row = next((row for row in rows if row.id == comment.id), None)
    if row is None or not fits(row):
        raise Conflict(_("Слів, які ця пропозиція замінює, у редакції %(n)s уже немає.", n=version.number))
    if row.accepted is not None:
        raise Conflict(_("Цю пропозицію вже взято."))
    others = collide([one for one in rows if one.here_id == row.here_id], row.public_id)
    if others:
        raise Conflict(
            _("Ця пропозиція змінює ті самі слова, що й уже взята: %(ids)s. Спершу зніміть ту.", ids=", ".join(others))
        )
    values = {"comment_id": comment.id, "version_id": version.id, "clause_id": row.here_id}
    values |= {"person_id": person.id, "accepted_at": now()}
    db.session.execute(insert(AcceptedWording).values(values))
    _record("wording.accepted", comment, version, person)


def release(comment: Row, version: Row, person: Any) -> None:
    """Leave a wording out again. Raises Conflict when it is not taken."""
    _check_drafter(person)
    mine = (AcceptedWording.comment_id == comment.id) & (AcceptedWording.version_id == version.id)
    if change(delete(AcceptedWording).where(mine)) != 1:
        raise Conflict(_("Цю пропозицію не взято: знімати нічого."))
    _record("wording.released", comment, version, person)


def mark_realised(before_id: int, version_id: int, texts: Mapping[int, str]) -> None:
    """Note which of the wordings that were taken after one version really stand in the next.

    ``texts`` maps the provisions of the new version to their text.
    """
    for row in queries.accepted_rows(before_id):
        if stands_in(texts.get(row.provision_id), row.wording, row.quote, row.clause_text):
            mine = (AcceptedWording.comment_id == row.comment_id) & (AcceptedWording.version_id == before_id)
            db.session.execute(update(AcceptedWording).where(mine).values(realised_id=version_id))


def _record(kind: str, comment: Row, version: Row, person: Any) -> None:
    record(kind, f"c:{comment.public_id}:wording", f"d:{comment.slug}@{version.number}", role=person.role)
    raise_revision(comment.draft_id)


def _check_drafter(person: Any) -> None:
    if not is_drafter(person):
        raise NotAllowed(_("Узяти пропозицію до тексту можуть лише розробники."))
