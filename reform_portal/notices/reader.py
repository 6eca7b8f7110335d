"""The reader that tells people what a journal entry means to them."""

from collections.abc import Sequence
from typing import Any

from ..core.database import db
from ..feedback.answers.queries import joined_later
from . import actions, queries


class NoticeReader:
    """Tells people what became of the comments that they wrote or signed: in a new version, by a drafter's hand, in
    an answer, in the text of the next version, in the report; forgets what was erased."""

    name = "notices"

    def take(self, entries: Sequence[Any]) -> None:
        for entry in entries:
            if entry.kind == "comment.erased":
                actions.forget(entry.subject.removeprefix("c:"))
                continue
            if entry.kind == "wording.accepted":
                actions.tell_of_accepted(entry.subject.split(":")[1])
                continue
            if entry.kind in ("answer.given", "answer.revised"):
                actions.tell_of_answer(entry.subject.removeprefix("a:"))
                continue
            if entry.kind == "report.published":
                actions.tell_of_report(entry.subject.removeprefix("r:"))
                continue
            version_id = _version_of(entry) if entry.kind in ("draft.published", "placement.reattached") else None
            if version_id is not None and entry.kind == "draft.published":
                actions.tell_of_places(version_id)
            elif version_id is not None:
                actions.tell_of_reattachment(entry.subject.split(":")[1], version_id, entry.second)
        _tell_who_joined([entry for entry in entries if entry.kind.startswith("comment.")])


def _version_of(entry: Any) -> int | None:
    slug, _at, number = entry.draft.removeprefix("d:").rpartition("@")
    version_id = queries.version_numbered(slug, int(number))
    db.session.rollback()
    return version_id


def _tell_who_joined(entries: Sequence[Any]) -> None:
    """A comment can join a theme or a campaign that was answered before."""
    late = joined_later({entry.draft.removeprefix("d:").partition("@")[0] for entry in entries})
    db.session.rollback()
    for public_id in late:
        actions.tell_of_answer(public_id)
