"""What the page of downloads offers: which files are made at once, which lie ready, which are on their way. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .formats import Format
from .models import FAILED, RUNNING, WAITING


@dataclass(frozen=True)
class Offer:
    """One format of one draft.

    ``ready`` is the newest file that may be handed out, ``pending`` one that waits or is being made; ``is_newest``:
    the ready one shows the draft as it is now. ``failed``: the last try came to nothing.
    """

    format: Format
    at_once: bool
    ready: Any = None
    pending: Any = None
    is_newest: bool = False
    failed: bool = False

    @property
    def running(self) -> bool:
        return self.pending is not None and self.pending.state == RUNNING and self.pending.total > 0

    @property
    def done(self) -> int:
        """How many comments are in it; a format that goes through them twice counts further than there are."""
        return min(self.pending.done, self.pending.total)

    @property
    def percent(self) -> int:
        """How much of a running one is done; never all of it, for a file is ready when it is whole."""
        return min(99, 100 * self.done // self.pending.total) if self.running else 0

    @property
    def may_be_asked(self) -> bool:
        return not self.at_once and self.pending is None and not self.is_newest


def offers(
    formats: Iterable[Format], draft: Any, comments: int, files: Sequence[Any], good: Sequence[Any]
) -> list[Offer]:
    """An offer for each format; ``files`` are all of the draft, the newest first, ``good`` those that may be
    handed out."""
    return [_offer(chosen, draft, comments, files, good) for chosen in formats]


def _offer(chosen: Format, draft: Any, comments: int, files: Sequence[Any], good: Sequence[Any]) -> Offer:
    if chosen.is_made_at_once(comments):
        return Offer(chosen, at_once=True)
    mine = [file for file in files if file.format_name == chosen.name]
    ready = next((file for file in good if file.format_name == chosen.name), None)
    pending = next((file for file in mine if file.state in (WAITING, RUNNING)), None)
    is_newest = ready is not None and ready.revision == draft.revision
    failed = pending is None and bool(mine) and mine[0].state == FAILED
    return Offer(chosen, False, ready, pending, is_newest, failed)
