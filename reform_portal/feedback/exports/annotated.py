"""The published comments of a draft as one collection of annotations."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .. import queries
from .annotations import annotation
from .writers import as_collection, write_lines


def write(draft: Any, path: Path, base_url: str, progress: Callable[[int], None]) -> None:
    write_lines(lines_of(draft, base_url, progress), path)


def lines_of(draft: Any, base_url: str, progress: Callable[[int], None] = lambda done: None) -> Iterator[str]:
    """The collection as JSON-LD, a line for each annotation, with constant memory."""
    address = f"{base_url}/drafts/{draft.slug}/downloads/annotations.jsonld"
    return as_collection(_annotations(draft, base_url, progress), address, draft.title)


def _annotations(draft: Any, base_url: str, progress: Callable[[int], None]) -> Iterator[dict[str, Any]]:
    done = 0
    for rows, parents in queries.published_batches(draft.id):
        for row in rows:
            parent = parents[row.parent_id][0] if row.parent_id in parents else None
            yield annotation(row, base_url, draft.language, parent)
        done += len(rows)
        progress(done)
