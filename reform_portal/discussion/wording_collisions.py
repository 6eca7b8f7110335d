"""Which proposed wordings of one clause cannot stand together, which are the same, and the text with some of them.

Pure. A wording replaces the stretch from ``start`` to ``end`` of the clause's text (code points); equal
offsets put words in, and no offsets restate the whole clause.
"""

import unicodedata
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

_ALIKE = str.maketrans("’ʼ‘`«»“”„–—‑", '\'\'\'\'"""""---', "\u00ad")


@dataclass(frozen=True)
class Wording:
    """A proposal. ``start`` and ``end`` are both None when it restates the whole clause."""

    id: Any
    start: int | None
    end: int | None
    new_text: str

    @property
    def is_whole(self) -> bool:
        return self.start is None or self.end is None

    @property
    def stretch(self) -> tuple[int, int]:
        return (-1, -1) if self.start is None or self.end is None else (self.start, self.end)


def collisions(wordings: Sequence[Wording]) -> list[tuple[Any, Any]]:
    """Pairs of ids that cannot both be taken, each pair and the list in the order of the wordings.

    Two collide when their stretches overlap or both put words in at the same point; a restatement of
    the whole clause collides with every other. Equal proposals do not collide: see ``same``.
    """
    keys = [key(wording) for wording in wordings]
    numbered = sorted(enumerate(wordings), key=lambda pair: pair[1].stretch)
    found: list[tuple[int, int]] = []
    for index, (place, one) in enumerate(numbered):
        for other_place, other in numbered[index + 1 :]:
            if not one.is_whole and other.stretch[0] > one.stretch[1]:
                break
            if _overlap(one, other) and keys[place] != keys[other_place]:
                found.append((min(place, other_place), max(place, other_place)))
    return [(wordings[first].id, wordings[second].id) for first, second in sorted(found)]


def same(wordings: Sequence[Wording]) -> list[list[Any]]:
    """Groups of ids, two or more in each, that propose the same words for the same stretch."""
    groups: dict[Hashable, list[Any]] = {}
    for wording in wordings:
        groups.setdefault(key(wording), []).append(wording.id)
    return [group for group in groups.values() if len(group) > 1]


def key(wording: Wording) -> Hashable:
    """What equal proposals have in common: marks and spaces may differ, as they do when words are typed."""
    text = unicodedata.normalize("NFC", wording.new_text).translate(_ALIKE)
    return wording.stretch, " ".join(text.split())


def apply_wordings(text: str, wordings: Sequence[Wording]) -> str:
    """The clause's text with these wordings; of equal proposals the first is taken.

    Raises ValueError when two of them collide and when a stretch is not in the text.
    """
    if collisions(wordings):
        raise ValueError("these wordings collide")
    chosen = list({key(wording): wording for wording in reversed(wordings)}.values())
    if any(wording.is_whole for wording in chosen):
        return chosen[0].new_text
    parts, at = [], 0
    for wording in sorted(chosen, key=lambda wording: wording.stretch):
        start, end = wording.stretch
        if not 0 <= start <= end <= len(text):
            raise ValueError("the stretch is not in the text")
        parts += [text[at:start], wording.new_text]
        at = end
    return "".join([*parts, text[at:]])


def _overlap(one: Wording, other: Wording) -> bool:
    """Whether two stretches share a letter, or a point where words are put in lies inside of the other."""
    if one.is_whole or other.is_whole:
        return True
    (start, end), (begin, stop) = one.stretch, other.stretch
    if start == end and begin == stop:
        return start == begin
    return start < stop and begin < end
