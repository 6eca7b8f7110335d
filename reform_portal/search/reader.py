"""The readers that keep the index up with the journal, and heal it when it is gone."""

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..core.database import db, truncate_log
from ..journal import readers
from ..journal.queries import last_number
from .documents import queries
from .engines.documents import BrokenIndex, Document
from .queries import engine

logger = logging.getLogger(__name__)


class SearchReader:
    """Adds, replaces and drops documents as the entries tell.

    It is quick and waits for no other reader: what is hidden must leave the results within two seconds, however long
    the grouping of a large draft takes meanwhile.
    """

    name = "search"
    is_quick = True

    def take(self, entries: Sequence[Any]) -> None:
        try:
            self._follow(entries)
        except BrokenIndex:
            rebuild()

    def _follow(self, entries: Sequence[Any]) -> None:
        texts = {"draft.published", "draft.translated"}
        for slug in sorted({_slug(entry.subject) for entry in entries if entry.kind in texts}):
            self._replace_clauses(slug)
        _replace_comments(sorted({_comment_of(entry.subject) for entry in entries if entry.subject[:2] == "c:"}))
        _replace_answers(sorted({entry.subject for entry in entries if entry.subject[:2] == "a:"}))
        _replace_reports(sorted({entry.subject[2:] for entry in entries if entry.kind == "report.published"}))
        if any(entry.kind == "comment.erased" for entry in entries):
            engine().update((), (), purge=True)
            truncate_log()

    def _replace_clauses(self, slug: str) -> None:
        documents = list(queries.clause_documents(slug))
        moved = list(queries.moved_comments(slug))
        db.session.rollback()
        engine().drop_draft_clauses(slug)
        engine().update(documents, ())
        for subjects in moved:
            _replace_comments(subjects)


class AnsweredReader:
    """Lets the index know for which comments an answer holds. Reads after the reader that works that out."""

    name = "search_answered"

    def take(self, entries: Sequence[Any]) -> None:
        try:
            self._follow(entries)
        except BrokenIndex:
            rebuild()

    def _follow(self, entries: Sequence[Any]) -> None:
        given = {entry.subject for entry in entries if entry.kind in ("answer.given", "answer.revised")}
        batches = list(queries.comments_under(given)) if given else []
        new = {entry.subject for entry in entries if entry.kind in ("comment.posted", "comment.imported")}
        batches.append(queries.answered_among(new) if new else [])
        db.session.rollback()
        for subjects in batches:
            _replace_comments(subjects)


def rebuild(progress: Callable[[int], None] = lambda count: None) -> int:
    """Make the index from the database alone; returns the number of documents."""
    end = last_number()

    def go_on() -> None:
        db.session.rollback()
        for reader in (SearchReader, AnsweredReader):
            readers.reset(reader.name, end)

    return engine().rebuild(queries.all_documents(), progress, go_on)


def heal() -> bool:
    """Make the index anew if it is missing or broken; the worker calls it in every round."""
    if engine().is_sound():
        return False
    logger.warning("the search index is missing or broken and is made anew")
    rebuild()
    return True


def _replace_comments(subjects: Sequence[str]) -> None:
    """Put the published ones of ``c:<public id>`` and their wordings into the index, take the others out."""
    if subjects:
        wordings = [f"w:{subject[2:]}" for subject in subjects]
        _replace(queries.comment_documents(subjects), [*subjects, *wordings])


def _replace_answers(subjects: Sequence[str]) -> None:
    if subjects:
        _replace(queries.answer_documents(subject[2:] for subject in subjects), subjects)


def _replace_reports(public_ids: Sequence[str]) -> None:
    if public_ids:
        slugs = queries.slugs_of_reports(public_ids)
        _replace(queries.report_documents(slugs), queries.earlier_reports(slugs))


def _replace(shown: Sequence[Document], refs: Iterable[str]) -> None:
    present = {document.ref for document in shown}
    db.session.rollback()
    engine().update(shown, [ref for ref in refs if ref not in present])


def _comment_of(subject: str) -> str:
    return ":".join(subject.split(":")[:2])


def _slug(subject: str) -> str:
    return subject[2:].partition("@")[0]
