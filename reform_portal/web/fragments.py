"""Pieces of pages kept under a revision, the same for everybody, with slots for what differs by person."""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

MOST = 400
_SLOT = re.compile("\x02([0-9a-z]+):(\\d+)\x03")


class Fragments:
    """The newest ``MOST`` fragments of a process; the revision in the key makes old ones fall out."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, str] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable) -> str | None:
        return self._kept.get(key)

    def keep(self, key: Hashable, fragment: str) -> None:
        with self._lock:
            self._kept[key] = fragment
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)


def slot(public_id: str, number: int) -> str:
    """The place in a fragment where the controls of one comment go; ``number`` is its supports."""
    return f"\x02{public_id}:{number}\x03"


def fill(fragment: str, controls: Callable[[str, int], str]) -> str:
    """The fragment with every slot replaced by what ``controls`` gives for it."""
    return _SLOT.sub(lambda match: controls(match[1], int(match[2])), fragment)
