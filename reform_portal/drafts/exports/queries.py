"""Reading a whole version for an export."""

from typing import Any

from sqlalchemy import Row, func, select

from ...core.clock import in_kyiv
from ...core.database import db
from ..models import ClauseNote, Version
from ..queries import clauses_of
from ..structure import Note
from .version import ExportedClause, ExportedVersion


def exported_version(draft: Row, version: Row, base_url: str) -> ExportedVersion:
    """A version as plain values; ``draft`` and ``version`` are rows of ``drafts.queries``."""
    clauses = [_clause(row) for row in clauses_of(version.id)]
    first = db.session.execute(
        select(func.min(Version.published_at)).where(Version.draft_id == draft.id)
    ).scalar_one()  # fmt: skip
    return ExportedVersion(
        slug=draft.slug,
        title=draft.title,
        language=draft.language,
        number=version.number,
        published_at=version.published_at,
        first_published_on=in_kyiv(first).date(),
        sha256=version.sha256,
        body=draft.body,
        address=f"{base_url}/drafts/{draft.slug}/?version={version.number}",
        clauses=clauses,
        notes=_notes_of(version.id, clauses),
    )


def _notes_of(version_id: int, clauses: list[ExportedClause]) -> list[Note]:
    statement = select(ClauseNote.after, ClauseNote.text, ClauseNote.source_id).where(
        ClauseNote.version_id == version_id
    )
    rows = db.session.execute(statement.order_by(ClauseNote.id))
    return [Note(row.text, row.source_id, clauses[row.after - 1].eid if row.after else None) for row in rows]


def _clause(row: Any) -> ExportedClause:
    table = None if row.table is None else tuple(tuple(cells) for cells in row.table)
    return ExportedClause(
        row.eid, row.kind, row.num, row.text, row.parent, row.source_id, table, row.quoted, row.provision_id
    )
