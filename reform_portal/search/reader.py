"""The reader that keeps the index up with the journal, and heals it when it is gone."""

import logging
from collections.abc import Sequence
from typing import Any

from ..core.database import db, truncate_log
from ..discussion import queries as discussion
from ..journal import readers
from ..journal.queries import last_number
from . import queries
from .engines.documents import BrokenIndex
from .queries import engine

logger = logging.getLogger(__name__)


class SearchReader:
    """Adds, replaces and drops documents as the entries tell."""

    name = "search"

    def take(self, entries: Sequence[Any]) -> None:
        try:
            self._follow(entries)
        except BrokenIndex:
            rebuild()

    def _follow(self, entries: Sequence[Any]) -> None:
        for slug in sorted({entry.subject[2:] for entry in entries if entry.kind == "draft.published"}):
            engine().drop_draft_clauses(slug)
            engine().update(list(queries.clause_documents(slug)), ())
        subjects = sorted({_comment_of(entry.subject) for entry in entries if entry.subject.startswith("c:")})
        if not subjects:
            return
        rows = discussion.by_subjects(subjects)
        shown = [queries.comment_document(row) for row in rows if row.status == "published"]
        present = {document.ref for document in shown}
        db.session.rollback()
        erased = any(entry.kind == "comment.erased" for entry in entries)
        engine().update(shown, [subject for subject in subjects if subject not in present], purge=erased)
        if erased:
            truncate_log()


def rebuild() -> int:
    """Make the index from the database alone; returns the number of documents."""
    end = last_number()
    count = engine().rebuild(queries.all_documents())
    db.session.rollback()
    readers.reset(SearchReader.name, end)
    return count


def heal() -> bool:
    """Make the index anew if it is missing or broken; the worker calls it in every round."""
    if engine().is_sound():
        return False
    logger.warning("the search index is missing or broken and is made anew")
    rebuild()
    return True


def _comment_of(subject: str) -> str:
    return ":".join(subject.split(":")[:2])
