"""What two versions have in common never changes once both are published: it is worked out once and kept in memory."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from ..alignment import Link
from .rows import Change, Row

MOST_LETTERS = 4_000_000
_LETTERS_OF_A_LINK = 100


@dataclass(frozen=True)
class Outcome:
    """The links between two versions, the rows of what changed and the counts of ``summary_of``."""

    links: Sequence[Link]
    rows: Sequence[Row]
    summary: Mapping[str, int]

    @property
    def letters(self) -> int:
        """About how much memory it takes: the texts of what changed, and something for each link."""
        texts = sum(len(row.old) + len(row.new) for row in self.rows if isinstance(row, Change))
        return texts + _LETTERS_OF_A_LINK * len(self.links)


class KeptOutcomes:
    """The outcomes asked for last, up to ``MOST_LETTERS``."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[Outcome, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Outcome]) -> Outcome:
        """The outcome under ``key``. Two requests at once may both make it: they make the same."""
        found = self._kept.get(key)
        outcome = make() if found is None else found[0]
        self._keep(key, (outcome, outcome.letters) if found is None else found)
        return outcome

    def _keep(self, key: Hashable, found: tuple[Outcome, int]) -> None:
        with self._lock:
            self._kept[key] = found
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and sum(letters for _outcome, letters in self._kept.values()) > MOST_LETTERS:
                self._kept.popitem(last=False)
