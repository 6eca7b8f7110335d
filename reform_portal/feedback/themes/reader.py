"""The reader that keeps themes up with the journal."""

from collections.abc import Sequence
from typing import Any

from flask import current_app

from ...core.database import db, truncate_log
from ...journal.queries import last_number
from ..reader import provisions_spoken_of
from . import actions, naming, queries


class ThemeReader:
    """Brings the themes of every provision that the entries speak of to its comments as they stand now.

    The first entry of the journal means a beginning from nothing: then all themes are found afresh. They keep
    their addresses where they are mostly the same, and what people arranged stays.
    """

    name = "themes"

    def take(self, entries: Sequence[Any]) -> None:
        if entries[0].number == 1:
            actions.start_again()
        changed = queries.comments_of_subjects(entry.subject for entry in entries if entry.kind == "comment.edited")
        # Erased words may stand in a label and in what new comments are measured against, so these are made anew.
        erased = provisions_spoken_of([entry for entry in entries if entry.kind == "comment.erased"])
        touched = self._due(entries)
        # Asked before the comments are read: they may show more than these entries tell, but never less.
        end = last_number()
        db.session.rollback()
        quoted = []
        for provision in touched:
            quoted += actions.follow(*provision, end, changed, afresh=provision in erased)
        actions.tell_readers({draft_id for _provision, draft_id in touched})
        if erased:
            truncate_log()
        naming.name(quoted, current_app.extensions["settings"])

    def _due(self, entries: Sequence[Any]) -> list[tuple[int, int]]:
        """(provision, draft) that the entries speak of, without those whose themes rest on all of them already."""
        touched = set(provisions_spoken_of(entries))
        # Whose words changed cannot be seen from the comments that are there.
        reworded = [entry for entry in entries if entry.kind in ("comment.edited", "comment.erased")]
        looked_at_anew = set(provisions_spoken_of(reworded))
        done = queries.followed_up_to([provision_id for provision_id, _draft in touched], entries[-1].number)
        return sorted(one for one in touched if one[0] not in done or one in looked_at_anew)
