"""The reader that tells people what a journal entry means to them."""

from collections.abc import Sequence
from typing import Any

from ..core.database import db
from . import actions, queries


class NoticeReader:
    """Tells authors what became of their comments in a new version or by a drafter's hand, and of wordings that were taken; forgets what was erased."""

    name = "notices"

    def take(self, entries: Sequence[Any]) -> None:
        for entry in entries:
            if entry.kind == "comment.erased":
                actions.forget(entry.subject.removeprefix("c:"))
                continue
            if entry.kind == "wording.accepted":
                actions.tell_of_accepted(entry.subject.split(":")[1])
                continue
            version_id = _version_of(entry) if entry.kind in ("draft.published", "placement.reattached") else None
            if version_id is not None and entry.kind == "draft.published":
                actions.tell_of_places(version_id)
            elif version_id is not None:
                actions.tell_of_reattachment(entry.subject.split(":")[1], version_id, entry.second)


def _version_of(entry: Any) -> int | None:
    slug, _at, number = entry.draft.removeprefix("d:").rpartition("@")
    version_id = queries.version_numbered(slug, int(number))
    db.session.rollback()
    return version_id
