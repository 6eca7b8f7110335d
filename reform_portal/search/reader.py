"""The readers that keep the index up with the journal, and heal it when it is gone."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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
        slugs = sorted({_slug(entry.subject) for entry in entries if entry.kind in texts})
        comments = {_comment_of(entry.subject) for entry in entries if entry.subject[:2] == "c:"}
        erased = any(entry.kind == "comment.erased" for entry in entries)
        changes = [
            *(Change(queries.clause_documents(slug)) for slug in slugs),
            _comments(sorted(comments)),
            _answers(sorted({entry.subject for entry in entries if entry.subject[:2] == "a:"})),
            _reports(sorted({entry.subject[2:] for entry in entries if entry.kind == "report.published"})),
        ]
        moved = [subjects for slug in slugs for subjects in queries.moved_comments(slug)]
        _write(changes, slugs, erased)
        for subjects in moved:
            _write([_comments(subjects)])
        if erased:
            truncate_log()


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
            _write([_comments(subjects)])


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


@dataclass(frozen=True)
class Change:
    """Documents that the index is to have, and refs of which it is to have those alone that are among them."""

    shown: Iterable[Document] = ()
    refs: Sequence[str] = ()


def _comments(subjects: Sequence[str]) -> Change:
    """The published ones of ``c:<public id>`` and their wordings."""
    if not subjects:
        return Change()
    return Change(queries.comment_documents(subjects), [*subjects, *(f"w:{subject[2:]}" for subject in subjects)])


def _answers(subjects: Sequence[str]) -> Change:
    return Change(queries.answer_documents(subject[2:] for subject in subjects), subjects) if subjects else Change()


def _reports(public_ids: Sequence[str]) -> Change:
    if not public_ids:
        return Change()
    slugs = queries.slugs_of_reports(public_ids)
    return Change(queries.report_documents(slugs), queries.earlier_reports(slugs))


def _write(changes: Sequence[Change], drafts: Sequence[str] = (), purge: bool = False) -> None:
    """Bring changes into the index at once: each writing of it costs as much as a hundred documents.

    ``drafts`` are those whose clauses all come anew.
    """
    shown = {document.ref: document for change in changes for document in change.shown}
    gone = [ref for change in changes for ref in change.refs if ref not in shown]
    db.session.rollback()
    for slug in drafts:
        engine().drop_draft_clauses(slug)
    if shown or gone or purge:
        engine().update(shown.values(), gone, purge)


def _comment_of(subject: str) -> str:
    return ":".join(subject.split(":")[:2])


def _slug(subject: str) -> str:
    return subject[2:].partition("@")[0]
