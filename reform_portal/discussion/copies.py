"""Whether somebody said already what a person is about to post.

The slice that knows stands above this one, so it gives its finder to the application as ``copy_finder``.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import Row

from ..drafts.redline import INSERT, Piece

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Copy:
    """A published comment, with its place, that a text would copy.

    ``pieces`` joined are the text, ``insert`` where the comment does not say it; ``campaign`` has the counts of the
    copies that there are, None for a comment alone.
    """

    comment: Row
    pieces: Sequence[Piece]
    is_signed: bool
    campaign: Any | None = None

    @property
    def adds(self) -> bool:
        return any(piece.op == INSERT and piece.text.strip() for piece in self.pieces)


CopyFinder = Callable[[int, str, Any], Copy | None]


def find_copy(draft_id: int, body: str, person: Any) -> Copy | None:
    """The comment of somebody else that ``body`` would copy, or None: also when the search for it failed, because a
    post is worth more than a hint."""
    finder: CopyFinder = current_app.extensions["copy_finder"]
    try:
        return finder(draft_id, body, person)
    except Exception:
        logger.exception("could not look for copies of a text")
        return None
