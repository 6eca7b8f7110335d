"""The reader that tells people what a journal entry means to them."""

from collections.abc import Sequence
from typing import Any

from ..core.database import db
from . import actions, queries


class NoticeReader:
    """Tells authors what became of their comments when a version is published; forgets what was erased."""

    name = "notices"

    def take(self, entries: Sequence[Any]) -> None:
        for entry in entries:
            if entry.kind == "draft.published":
                slug, _at, number = entry.draft.removeprefix("d:").rpartition("@")
                version_id = queries.version_numbered(slug, int(number))
                db.session.rollback()
                if version_id is not None:
                    actions.tell_of_places(version_id)
            elif entry.kind == "comment.erased":
                actions.forget(entry.subject.removeprefix("c:"))
