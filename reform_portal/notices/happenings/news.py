"""What is new to those who follow something, since an entry of the journal up to another.

Many people follow the same draft from the same letter on: what is read for one is kept for the next, a bounded
number of answers, as long as one ``News`` lives.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Sequence
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from flask import current_app

from ...core.clock import now
from ...journal.queries import last_number, second_of
from ...journal.readers import position_of
from . import queries
from .things import NEWS, VERSION, Thing, concerns

KEPT = 400
MOST_READ = 500
FOUND_ON_PAGE, MOST_PAGES = 50, 4
# A comment may become public a while after it was written: it waited for a moderator.
MAY_WAIT = timedelta(days=3)
POSTED = tuple(kind for kind in NEWS if kind in ("comment.posted", "comment.imported", "comment.restored"))

Kept = TypeVar("Kept")


class News:
    """The happenings up to ``upto``. Searches are answered up to where the search index has come."""

    def __init__(self, upto: int | None = None) -> None:
        self.upto = last_number() if upto is None else upto
        self.indexed = min(self.upto, position_of("search"))
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def of(self, following: Any, after: int) -> Sequence[Thing] | None:
        """What is new to who follows something, newest first; None when it cannot be told now.

        ``following`` has kind, target, draft_id, provision_id, comment_id, answer_id, held_answer_id and query.
        """
        if following.kind == "search":
            return self._searched(following.query, after)
        key = ("of", following.target, following.held_answer_id, after)
        return self._once(key, lambda: self._of_thing(following, after))

    def _of_thing(self, following: Any, after: int) -> Sequence[Thing]:
        things, is_all = self._of_draft(following.draft_id, after)
        if not is_all and following.kind != "draft":
            things = self._about(following, after)
        return [thing for thing in things if self.concerns(following, thing, after)]

    def concerns(self, following: Any, thing: Thing, after: int) -> bool:
        """Whether a happening after an entry is news to who follows something."""
        if following.kind == "search":
            found = self._searched(following.query, after) if following.query else None
            return any(one.number == thing.number for one in found or ())
        scope = self._scope(following.provision_id) if following.kind == "clause" else ()
        return concerns(following, thing, scope, following.held_answer_id)

    def is_cut(self, following: Any, after: int) -> bool:
        """Whether there is more than was read."""
        return following.kind == "draft" and not self._of_draft(following.draft_id, after)[1]

    def _of_draft(self, draft_id: int, after: int) -> tuple[Sequence[Thing], bool]:
        return self._once(("draft", draft_id, after), lambda: self._read_draft(draft_id, after))

    def _read_draft(self, draft_id: int, after: int) -> tuple[Sequence[Thing], bool]:
        draft = queries.draft_with_version(draft_id)
        if draft is None:
            return (), True
        entries = queries.entries_of_draft(draft, after, self.upto, NEWS, MOST_READ)
        return _each_once(queries.things_from(entries)), len(entries) < MOST_READ

    def _about(self, following: Any, after: int) -> Sequence[Thing]:
        """The same for one thing of a draft where more happened than is read of the whole."""
        if following.kind == "clause":
            subjects = queries.subjects_within(self._scope(following.provision_id), MOST_READ)
        elif following.kind == "comment":
            subjects = queries.subjects_under(following.comment_id, MOST_READ)
        else:
            subjects = queries.subjects_of_answer(following.answer_id)
        entries = [row for row in queries.entries_about(subjects, NEWS) if after < row.number <= self.upto]
        draft = queries.draft_with_version(following.draft_id)
        if draft is not None:
            entries += queries.entries_of_draft(draft, after, self.upto, ("draft.published",), MOST_READ)
        entries.sort(key=lambda row: -row.number)
        return _each_once(queries.things_from(entries))

    def _scope(self, provision_id: int) -> Collection[int]:
        return self._once(("scope", provision_id), lambda: queries.provisions_within([provision_id])[provision_id])

    def _searched(self, query: str, after: int) -> Sequence[Thing] | None:
        return self._once(("search", query, after), lambda: self._search(query, after))

    def _search(self, query: str, after: int) -> Sequence[Thing] | None:
        if self.indexed <= after:
            return ()
        paths = _found(query, after)
        if paths is None:
            return None
        subjects = {f"c:{path.split('/')[2]}" for path, _version in paths if path.startswith("/comments/")}
        answers = {f"a:{path.split('/')[2]}" for path, _version in paths if path.startswith("/answers/")}
        versions = {
            (f"d:{path.split('/')[2]}", version) for path, version in paths if path.startswith("/drafts/") and version
        }
        entries = [
            *queries.entries_about(subjects, POSTED),
            *queries.entries_about(answers, ("answer.given", "answer.revised")),
            *(
                row
                for row in queries.entries_about({subject for subject, _version in versions}, ("draft.published",))
                if (row.subject, int(row.draft.rpartition("@")[2])) in versions
            ),
        ]
        new = sorted((row for row in entries if after < row.number <= self.indexed), key=lambda row: -row.number)
        return _each_once(queries.things_from(new))

    def _once(self, key: Hashable, read: Callable[[], Kept]) -> Kept:
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        found = self._kept[key] = read()
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found


def newest_of(followed: Sequence[Any], most: int) -> list[Thing]:
    """The newest happenings that people who follow these things are told of, whoever acted; saved searches are left
    out. A constant number of queries."""
    followed = [one for one in followed if one.draft_id is not None]
    if not followed:
        return []
    drafts = queries.drafts_with_versions({one.draft_id for one in followed})
    scopes = queries.provisions_within({one.provision_id for one in followed if one.provision_id is not None})
    entries = queries.entries_of_drafts(drafts, min(one.since for one in followed), MOST_READ)
    found = []
    for thing in _each_once(queries.things_from(entries)):
        if any(
            one.created_at.replace(microsecond=0) <= thing.at
            and concerns(one, thing, scopes.get(one.provision_id, ()), one.held_answer_id)
            for one in followed
        ):
            found.append(thing)
    return found[:most]


def _found(query: str, after: int) -> set[tuple[str, int]] | None:
    """(path, version) of what a saved search finds that may be newer than an entry; None while there is no index."""
    arguments = {**dict(parse_qsl(query)), "sort": "newest"}
    second = second_of(after)
    oldest = (now().timestamp() if second is None else second) - MAY_WAIT.total_seconds()
    found: set[tuple[str, int]] = set()
    cursor = None
    for _page in range(MOST_PAGES):
        answer = current_app.extensions["search_answers"](arguments, cursor, FOUND_ON_PAGE)
        if answer.unavailable:
            return None
        for one in answer.items:
            row = one.row
            at = getattr(row, "created_at", None) or getattr(row, "published_at", None)
            if at is not None and at.timestamp() < oldest:
                return found
            found.add((one.path, getattr(row, "version", 0) or 0))
        cursor = answer.next
        if cursor is None:
            return found
    return found


def _each_once(things: Sequence[Thing]) -> list[Thing]:
    """Without the repetitions: a comment is posted once, and of an answer the last word is told."""
    seen: set[tuple[str, str]] = set()
    found = []
    for thing in things:
        key = (thing.subject, "answer" if thing.answer_id else thing.kind)
        if thing.kind == VERSION:
            key = (thing.subject, f"version {thing.version}")
        if key not in seen:
            seen.add(key)
            found.append(thing)
    return found
