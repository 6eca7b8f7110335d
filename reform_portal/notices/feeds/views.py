"""Atom feeds of drafts, clauses, conversations, answers and moderation."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext as _

from ...core import atom
from ...core.access import public
from ...core.languages import language
from ...core.limits import limiter
from ...core.numbers import whole_number
from ...discussion.queries import comment_by_public_id
from ...drafts import citations
from ...drafts.heading import keep_page
from ...drafts.queries import draft_by_slug, place_of, version_of
from ..happenings import queries
from ..happenings.things import KIND_OF_ENTRY, MODERATION, Item
from .entries import entries_of, moderation_entries

SIZE = 50
READING = "300 per minute"
# A feed in which nothing stands yet has not changed since the portal was begun.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
OF_ANSWERS = ("answer.given", "answer.revised")
OF_DRAFTS = ("draft.published", "deadline.set", "report.published")
OF_MODERATION = ("comment.hidden", "comment.restored", "comment.erased")

bp = Blueprint("feeds", __name__)


class _Versioned:
    """A draft as the entries about it are looked for."""

    def __init__(self, draft: Any, version: int) -> None:
        self.slug, self.version = draft.slug, version


@bp.get("/drafts/feed.atom")
@public
@limiter.limit(READING)
def drafts() -> Response:
    """New drafts, versions, dates and reports."""
    rows = queries.entries_of_kinds(OF_DRAFTS, _upto(), SIZE)
    entries = entries_of(_items(rows), _base(), language(), drafts=True)
    return _answer(_("Проєкти: нові редакції, строки і звіти"), url_for("web.list_drafts"), entries, rows)


@bp.get("/moderation.atom")
@public
@limiter.limit(READING)
def moderation() -> Response:
    """What moderators hid, showed again or erased, and on what ground; never the words."""
    rows = queries.entries_of_kinds(OF_MODERATION, _upto(), SIZE)
    acts = [item for item in _items(rows) if item.thing.kind in MODERATION]
    entries = moderation_entries(acts, _base(), language())
    return _answer(_("Рішення модераторів"), url_for("journal.entries"), entries, rows)


@bp.get("/drafts/<slug>/feed.atom")
@public
@limiter.limit(READING)
def draft(slug: str) -> Response:
    """All that happens to a draft in public."""
    found = draft_by_slug(slug)
    title = _("%(title)s: усе нове", title=_title(found))
    return _of_draft(found, tuple(KIND_OF_ENTRY), title, url_for("web.reading_page", slug=slug))


@bp.get("/drafts/<slug>/answers.atom")
@public
@limiter.limit(READING)
def answers(slug: str) -> Response:
    """The drafters' answers."""
    found = draft_by_slug(slug)
    title = _("%(title)s: відповіді розробника", title=_title(found))
    return _of_draft(found, OF_ANSWERS, title, url_for("answers.matrix", slug=slug))


@bp.get("/drafts/<slug>/<eid>/feed.atom")
@public
@limiter.limit(READING)
def clause(slug: str, eid: str) -> Response:
    """Comments on a provision and on what stands in it, answers to them, versions that changed it."""
    place = place_of(slug, eid)
    scope = queries.provisions_within([place.provision_id])[place.provision_id]
    versioned = _Versioned(place.draft, version_of(place.draft).number)
    rows = _before(
        [
            *queries.entries_about(queries.subjects_within(scope, SIZE * 4)),
            *queries.entries_of_draft(versioned, kinds=("draft.published",)),
        ]
    )
    items = [item for item in _items(rows) if not item.thing.provisions.isdisjoint(scope)]
    title = f"{_title(place.draft)}: {citations.short(place.eid, language())}"
    page = url_for("web.clause_page", slug=slug, eid=place.eid or "whole")
    return keep_page(_answer(title, page, entries_of(items, _base(), language()), rows), place.draft)


@bp.get("/comments/<public_id>/feed.atom")
@public
@limiter.limit(READING)
def comment(public_id: str) -> Response:
    """A conversation: replies, the answer, what became of it."""
    found = comment_by_public_id(public_id)
    rows = _before(queries.entries_about(queries.subjects_under(found.id, SIZE * 4)))
    title = _("Зауваження до: %(place)s", place=citations.short(found.eid or "", language()))
    page = url_for("web.comment_page", public_id=public_id)
    return _answer(title, page, entries_of(_items(rows), _base(), language()), rows)


def _of_draft(found: Any, kinds: Collection[str], title: str, page: str) -> Response:
    versioned = _Versioned(found, version_of(found).number)
    rows = queries.entries_of_draft(versioned, 0, _upto(), kinds, SIZE)
    entries = entries_of(_items(rows), _base(), language())
    return keep_page(_answer(title, page, entries, rows), found)


def _items(rows: Sequence[Any]) -> list[Item]:
    """What the rows tell of; when a comment was edited it is one thing with its being posted."""
    return queries.with_words(queries.things_from(rows))


def _before(rows: list[Any]) -> list[Any]:
    """The newest rows of this page of the feed."""
    upto = _upto()
    rows = [row for row in rows if upto is None or row.number <= upto]
    return sorted(rows, key=lambda row: -row.number)[:SIZE]


def _upto() -> int | None:
    """The entry with which this page of the feed begins; None for the first page, also for a number that is none."""
    number = whole_number(request.args.get("upto", ""), 9)
    return number if number is not None and number > 0 else None


def _answer(title: str, page: str, entries: Sequence[atom.FeedEntry], rows: Sequence[Any]) -> Response:
    base = current_app.extensions["settings"].base_url
    here = base + request.script_root + request.path
    updated = max((entry.updated for entry in entries), default=BEGINNING)
    more = len(rows) == SIZE and rows[-1].number > 1
    body = atom.feed(
        id=here,
        title=f"{title} — {_('Портал реформ')}",
        link=here + (f"?upto={_upto()}" if _upto() else ""),
        page=base + page,
        updated=updated,
        entries=entries,
        author=_("Портал реформ"),
        language=language(),
        first=here if _upto() else "",
        next=f"{here}?upto={rows[-1].number - 1}" if more else "",
        icon=f"{base}/static/favicon.svg",
    )
    response = Response(body, content_type=atom.MEDIA_TYPE)
    response.set_etag(hashlib.sha256(body).hexdigest()[:24])
    response.last_modified = updated
    response.cache_control.public = True
    response.cache_control.no_cache = True
    return response.make_conditional(request)  # type: ignore[return-value]


def _base() -> str:
    return current_app.extensions["settings"].base_url


def _title(found: Any) -> str:
    return found.title_en if language() == "en" and found.title_en else found.title
