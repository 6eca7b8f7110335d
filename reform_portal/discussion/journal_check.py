"""Whether the comments in the database still say what the journal committed to."""

from collections.abc import Iterator
from typing import Any

from . import queries


def compare(contents: dict[str, dict[str, Any]]) -> Iterator[str]:
    """One sentence for each comment whose words or stance differ from its newest entry, or that has none."""
    last = 0
    while rows := queries.bodies_after(last):
        for row in rows:
            last = row.id
            committed = contents.get(f"c:{row.public_id}")
            if row.status == "erased":
                continue
            if committed is None:
                yield f"comment {row.public_id}: no entry opens to its words"
            elif (committed.get("text"), committed.get("stance")) != (row.body, row.stance):
                yield f"comment {row.public_id}: its words are not those that were committed to"
