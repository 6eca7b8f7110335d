"""Which acts take words away from the public, so that a file made before must not be handed out any more."""

from typing import Any

from ...drafts.queries import newest_number
from ...journal.queries import last_about

KINDS = ("comment.hidden", "comment.withdrawn", "comment.erased")


def entry_names(draft: Any) -> list[str]:
    """How entries of the journal name a draft: once for each of its versions."""
    return [f"d:{draft.slug}@{number}" for number in range(1, newest_number(draft.id) + 1)]


def last_removal(draft: Any, after: int) -> int:
    """The newest entry after a number by which words of a draft were hidden, withdrawn or erased; 0 if there is none."""
    return last_about(entry_names(draft), KINDS, after)
