"""Whether the comments in the database still say what the journal committed to."""

from collections.abc import Iterator
from typing import Any

from ..core.text import plain_to_html
from . import queries

# What the newest entry about a comment says of its status; posting and importing say it themselves.
STATUS_AFTER = {
    "comment.edited": "published",
    "comment.withdrawn": "withdrawn",
    "comment.hidden": "hidden",
    "comment.restored": "published",
    "comment.erased": "erased",
}


def compare(contents: dict[str, dict[str, Any]]) -> Iterator[str]:
    """One sentence for each comment that differs from its entries, or that has none."""
    last = 0
    missing = {subject[2:] for subject in contents if subject.startswith("c:") and subject.count(":") == 1}
    while rows := queries.bodies_after(last):
        for row in rows:
            last = row.id
            missing.discard(row.public_id)
            yield from _differences(row, contents.get(f"c:{row.public_id}"))
    for public_id in sorted(missing):
        yield f"comment {public_id}: the journal speaks of it, but it is gone"


def _differences(row: Any, committed: dict[str, Any] | None) -> Iterator[str]:
    if committed is None:
        yield f"comment {row.public_id}: the journal has no entry about it"
        return
    status = STATUS_AFTER.get(committed["kind"], committed.get("status"))
    if status != row.status:
        yield f"comment {row.public_id}: it is {row.status}, but the journal says {status}"
    if row.status == "erased":
        return
    kept = (row.body, row.stance, row.author, row.quote, row.wording)
    if tuple(committed.get(name) for name in ("text", "stance", "name", "quote", "wording")) != kept:
        yield f"comment {row.public_id}: its words are not those that were committed to"
    elif plain_to_html(row.body) != row.body_html:
        yield f"comment {row.public_id}: the page shows other words than those that were committed to"
