"""The reader that keeps themes up with the journal."""

from collections.abc import Sequence
from typing import Any

from flask import current_app

from ...core.database import db, truncate_log
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
        touched = sorted(set(provisions_spoken_of(entries)))
        db.session.rollback()
        quoted = []
        for provision in touched:
            quoted += actions.follow(*provision, entries[-1].number, changed, afresh=provision in erased)
        actions.tell_readers({draft_id for _provision, draft_id in touched})
        if erased:
            truncate_log()
        naming.name(quoted, current_app.extensions["settings"])
