"""The comment that a text about to be posted would copy; ``discussion.copies`` asks for it."""

from typing import Any

from ...discussion.copies import Copy
from ...discussion.queries import comments_by_ids, has_supported
from ...discussion.rules import is_author
from . import queries
from .additions import added


def find(draft_id: int, body: str, person: Any) -> Copy | None:
    """The published comment of somebody else that ``body`` is a copy of, with what the person added."""
    found = queries.find_copy(draft_id, body)
    if found is None:
        return None
    (comment,) = comments_by_ids([found.id])
    if is_author(person, comment):
        return None
    is_campaign = found.size is not None and found.size >= queries.SHOWN_FROM
    return Copy(
        comment,
        added(comment.body, body),
        is_signed=bool(has_supported(person.id, [comment.id])),
        campaign=found if is_campaign else None,
    )
