"""A comment with all that a document for drafters says of it: where it stands now, its answer, its campaign.

Pure.
"""

from dataclasses import dataclass
from typing import Any

from ...discussion.anchors import CHANGED, DETACHED, EXACT


@dataclass(frozen=True)
class Placed:
    """A comment against one version of its draft.

    ``row`` is the comment with the clause that it was written on, ``place`` where it stands in the version (None:
    it was written on this one), ``answer`` the one that holds for it, ``campaign`` the shown one that it belongs to,
    ``wording`` what it proposes; ``copies_wait`` says that it speaks for a campaign that has no answer of its own and
    has copies without one.
    """

    row: Any
    is_own_version: bool
    place: Any = None
    answer: Any = None
    campaign: Any = None
    wording: Any = None
    copies_wait: bool = False

    @property
    def is_whole_draft(self) -> bool:
        return self.row.clause_id is None

    @property
    def state(self) -> str:
        """``exact``, ``moved``, ``changed`` or ``detached``."""
        if self.is_whole_draft or (self.place is None and self.is_own_version):
            return EXACT
        return self.place.state if self.place is not None and self.place.eid is not None else DETACHED

    @property
    def eid(self) -> str | None:
        """The clause that it stands at in the version; None for the whole draft and for one that lost its words."""
        if self.is_whole_draft or self.state == DETACHED:
            return None
        return self.place.eid if self.place is not None else self.row.eid

    @property
    def stretch(self) -> tuple[int | None, int | None]:
        """The words that it is about in that clause; None and None for all of it."""
        if not self.row.quote:
            return None, None
        return (self.place.start, self.place.end) if self.place is not None else (self.row.start, self.row.end)

    @property
    def words_differ(self) -> bool:
        """Whether other words stand now where the quoted ones stood."""
        return self.state == CHANGED

    @property
    def is_copy(self) -> bool:
        """Whether another comment speaks for it."""
        return self.campaign is not None and self.campaign.representative_id != self.row.id
