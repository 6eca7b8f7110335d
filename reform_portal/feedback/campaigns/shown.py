"""The comments of a campaign as its page shows them: each whole, with what its author added.

Pure.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ...drafts.redline import EQUAL, INSERT, Piece
from .additions import added

SPEAKS, SAME, LESS, MORE = "speaks", "same", "less", "more"


class Shown(NamedTuple):
    """``said`` tells how the text stands to the one shown for all: it is that one, it is the same to the letter but
    for white space, it says nothing that the other does not say, or it says more. ``pieces`` joined are the text."""

    comment: Any
    said: str
    pieces: Sequence[Piece]


def shown(speaks: Any, comments: Iterable[Any]) -> list[Shown]:
    """The comments of a campaign against ``speaks``, the one that is shown for all."""
    return [_shown(speaks, comment) for comment in comments]


def _shown(speaks: Any, comment: Any) -> Shown:
    if comment.id == speaks.id:
        return Shown(comment, SPEAKS, [Piece(EQUAL, comment.body)])
    if comment.body.split() == speaks.body.split():
        return Shown(comment, SAME, [Piece(EQUAL, comment.body)])
    pieces = added(speaks.body, comment.body)
    more = any(piece.op == INSERT and piece.text.strip() for piece in pieces)
    return Shown(comment, MORE if more else LESS, pieces)
