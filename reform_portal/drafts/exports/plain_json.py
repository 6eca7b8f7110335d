"""A version as one JSON object, for programs."""

import json

from ...core.clock import stamp
from .version import ExportedVersion


def to_json(act: ExportedVersion) -> str:
    """``{slug, title, language, version, published_at, sha256, address, clauses, notes}``; a note is ``{text, source_id, after}``."""
    return json.dumps(
        {
            "slug": act.slug,
            "title": act.title,
            "language": act.language,
            "version": act.number,
            "published_at": stamp(act.published_at),
            "sha256": act.sha256,
            "address": act.address,
            "clauses": [
                {
                    "eid": clause.eid,
                    "provision": None if clause.provision is None else str(clause.provision),
                    "kind": clause.kind,
                    "num": clause.num,
                    "parent": clause.parent,
                    "text": clause.text,
                    "table": clause.table,
                    "quoted": clause.quoted,
                    "source_id": clause.source_id,
                }
                for clause in act.clauses
            ],
            "notes": [{"text": note.text, "source_id": note.source_id, "after": note.after} for note in act.notes],
        },
        ensure_ascii=False,
        indent=1,
    ) + "\n"  # fmt: skip
