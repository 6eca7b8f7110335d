"""What changed between two texts, word by word, so that a person can read it.

Pure. A token is a word with the space after it; two texts are compared by the words alone, and a
space that differs is given back as a change of its own. So «платити.» → «платити за воду.» adds
« за воду» and touches nothing else.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from .matching import word_opcodes

EQUAL, INSERT, DELETE = "equal", "insert", "delete"
# Letters that stand between two changes and tell nothing: «і», «та», «або», «the».
SHORT_WORD = 3
# The comparison holds one bit for each pair of words; beyond this only both ends are compared.
MOST_PAIRS = 30_000 * 30_000

_LETTER = r"\w[\w\u0300-\u036f\u0483-\u0487]*"
_WORD = rf"{_LETTER}(?:(?:['’ʼ‘‑-]|(?<=\d)[.,](?=\d)){_LETTER})*"
_TOKEN = re.compile(rf"({_WORD}|[^\w\s]+|)(\s*)")
_CRUMB = re.compile(rf"\s*(?:[^\w\s]+|\w{{1,{SHORT_WORD}}})?\s*")

Token = tuple[str, str]


class Piece(NamedTuple):
    """``op`` is ``equal``, ``insert`` or ``delete``."""

    op: str
    text: str


def redline(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order, what is deleted before what stands in its place.

    Joining the equal and the deleted pieces gives ``old``, the equal and the inserted ones ``new``, each to
    the letter. No piece begins or ends inside a word. Next to replaced words, what would be left between
    two changes as a single mark or short word goes into the change.
    """
    if old == new:
        return [Piece(EQUAL, old)] if old else []
    before, after = _tokens(old), _tokens(new)
    return list(_written(_tightened(_without_crumbs(_steps(before, after)))))


def old_side(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces of the old text alone."""
    return [piece for piece in pieces if piece.op != INSERT]


def new_side(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces of the new text alone."""
    return [piece for piece in pieces if piece.op != DELETE]


Step = tuple[bool, str, str]


def _tokens(text: str) -> list[Token]:
    return [(word, space) for word, space in _TOKEN.findall(text) if word or space]


def _steps(before: Sequence[Token], after: Sequence[Token]) -> list[Step]:
    """(whether it is equal, old text, new text), equal ones and changes in turns."""
    found: list[Step] = []
    for tag, i, i_end, j, j_end in _opcodes([word for word, _ in before], [word for word, _ in after]):
        if tag != EQUAL:
            found.append((False, _joined(before[i:i_end]), _joined(after[j:j_end])))
            continue
        for (word, old_space), (_, new_space) in zip(before[i:i_end], after[j:j_end], strict=True):
            if old_space == new_space:
                found.append((True, word + old_space, word + new_space))
            else:
                found += [(True, word, word), (False, old_space, new_space)]
    return _merged(found)


def _opcodes(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    if len(before) * len(after) <= MOST_PAIRS:
        return word_opcodes(before, after)
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next((n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head)
    i_end, j_end = len(before) - tail, len(after) - tail
    return [
        (EQUAL, 0, head, 0, head),
        ("replace", head, i_end, head, j_end),
        (EQUAL, i_end, len(before), j_end, len(after)),
    ]


def _without_crumbs(steps: list[Step]) -> list[Step]:
    kept: list[Step] = []
    for step in steps:
        if not step[0] and len(kept) > 1 and _is_crumb(kept[-1]) and _replaces(kept[-2], step):
            crumb, change = kept.pop(), kept.pop()
            kept.append((False, change[1] + crumb[1] + step[1], change[2] + crumb[2] + step[2]))
        else:
            kept.append(step)
    return kept


def _tightened(steps: Sequence[Step]) -> list[Step]:
    """The space that ends both sides of a replacement belongs to what follows: no line through an empty place."""
    found: list[Step] = []
    for equal, old, new in steps:
        space = "" if equal else _common_space(old, new)
        found += [(equal, old.removesuffix(space), new.removesuffix(space)), (True, space, space)]
    return _merged(found)


def _common_space(old: str, new: str) -> str:
    spaces = [text[len(text.rstrip()) :] for text in (old, new)]
    return spaces[0] if spaces[0] == spaces[1] and old.strip() and new.strip() else ""


def _is_crumb(step: Step) -> bool:
    return step[0] and bool(_CRUMB.fullmatch(step[1]))


def _replaces(one: Step, other: Step) -> bool:
    """Whether two changes together take words away and put others: mere additions read better apart."""
    return bool(one[1].strip() or other[1].strip()) and bool(one[2].strip() or other[2].strip())


def _merged(steps: list[Step]) -> list[Step]:
    found = []
    for equal, run in groupby(steps, key=lambda step: step[0]):
        parts = list(run)
        found.append((equal, "".join(part[1] for part in parts), "".join(part[2] for part in parts)))
    return [step for step in found if step[1] or step[2]]


def _written(steps: Iterable[Step]) -> Iterator[Piece]:
    for equal, old, new in steps:
        if equal:
            yield Piece(EQUAL, old)
            continue
        if old:
            yield Piece(DELETE, old)
        if new:
            yield Piece(INSERT, new)


def _joined(tokens: Sequence[Token]) -> str:
    return "".join(word + space for word, space in tokens)
