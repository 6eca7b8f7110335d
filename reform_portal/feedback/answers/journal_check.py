"""Whether the answers in the database still say what the journal committed to."""

from collections.abc import Iterator
from typing import Any

from ...core.text import plain_to_html
from . import queries
from .decisions import COMMENT


def compare(contents: dict[str, dict[str, Any]]) -> Iterator[str]:
    """One sentence for each answer that differs from its entries, or that has none."""
    last = 0
    missing = {subject[2:] for subject in contents if subject.startswith("a:")}
    while rows := queries.kept_after(last):
        for row in rows:
            last = row.id
            missing.discard(row.public_id)
            yield from _differences(row, contents.get(f"a:{row.public_id}"))
    for public_id in sorted(missing):
        yield f"answer {public_id}: the journal speaks of it, but it is gone"


def _differences(row: Any, committed: dict[str, Any] | None) -> Iterator[str]:
    if committed is None:
        yield f"answer {row.public_id}: the journal has no entry about it"
        return
    place = f"{row.changed_eid}@{row.changed_in}" if row.changed_eid else ""
    kept = (row.target, row.decision, row.reason, row.author, place)
    if tuple(committed.get(name) for name in ("target", "decision", "reason", "name", "changed")) != kept:
        yield f"answer {row.public_id}: it does not say what was committed to"
    elif plain_to_html(row.reason) != row.reason_html:
        yield f"answer {row.public_id}: the page shows other words than those that were committed to"
    if row.target == COMMENT and row.about_public_id != committed.get("about"):
        yield f"answer {row.public_id}: it is given to another comment than the journal says"
