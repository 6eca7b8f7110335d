"""Pieces of pages kept under a revision, the same for everybody, with slots for what differs by person."""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

MOST_LETTERS = 6_000_000
_SLOT = re.compile("\x02([0-9a-z]+):(\\d+)\x03")


class Fragments:
    """The newest fragments of a process, up to ``MOST_LETTERS``; the revision in the key makes old ones fall out."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[str, ...]] = OrderedDict()
        self._letters = 0
        self._lock = Lock()

    def find(self, key: Hashable) -> tuple[str, ...] | None:
        return self._kept.get(key)

    def keep(self, key: Hashable, parts: tuple[str, ...]) -> None:
        """Keep the parts of a page, which are found again together."""
        with self._lock:
            self._letters += _letters(parts) - _letters(self._kept.get(key, ()))
            self._kept[key] = parts
            while self._letters > MOST_LETTERS and len(self._kept) > 1:
                self._letters -= _letters(self._kept.popitem(last=False)[1])


def _letters(parts: tuple[str, ...]) -> int:
    return sum(map(len, parts))


def slot(public_id: str, number: int) -> str:
    """The place in a fragment where the controls of one comment go; ``number`` is its supports."""
    return f"\x02{public_id}:{number}\x03"


def fill(fragment: str, controls: Callable[[str, int], str]) -> str:
    """The fragment with every slot replaced by what ``controls`` gives for it."""
    return _SLOT.sub(lambda match: controls(match[1], int(match[2])), fragment)
