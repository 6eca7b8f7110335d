"""What a person added to a letter that many sent.

Pure.
"""

import re
from collections.abc import Iterable, Iterator

from ...drafts.redline import EQUAL, INSERT, Piece, new_side, redline
from .shingles import print_of, shared_words

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…]\s)(?=\S)")


def added(representative: str, body: str) -> list[Piece]:
    """The pieces of ``body`` in its order, ``insert`` for what ``representative`` does not say; joined they give ``body``.

    Sentences that stand elsewhere in the representative are not additions.
    """
    known = set(print_of(representative).runs)
    pieces = (told for piece in new_side(redline(representative, body)) for told in _sentences(piece))
    return _joined(
        Piece(EQUAL, piece.text) if piece.op == INSERT and _stands_elsewhere(piece.text, known) else piece
        for piece in pieces
    )


def _sentences(piece: Piece) -> Iterator[Piece]:
    return (Piece(piece.op, text) for text in _BETWEEN_SENTENCES.split(piece.text))


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].op == piece.op:
            piece = Piece(piece.op, joined.pop().text + piece.text)
        joined.append(piece)
    return joined


def _stands_elsewhere(text: str, known: set[int]) -> bool:
    print_ = print_of(text)
    return bool(print_.runs) and shared_words(print_.runs, known) == len(print_.codes)
