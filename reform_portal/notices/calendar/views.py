"""The dates of consultations for calendar programs."""

import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, request
from flask_babel import gettext as _

from ...core import calendars
from ...core.access import public
from ...core.languages import language
from ...core.limits import limiter
from ...drafts.queries import all_drafts, draft_by_slug
from ...feedback.report.actions import due_of
from ...feedback.report.queries import drafts_reported
from ..happenings.queries import dates_set
from .dates import Dates, happenings_of

READING = "300 per minute"

bp = Blueprint("calendar", __name__)


@bp.get("/calendar.ics")
@public
@limiter.limit(READING)
def every() -> Response:
    """Opening and closing of all consultations, and the reports due."""
    return _answer(_("Обговорення на Порталі реформ"), all_drafts())


@bp.get("/drafts/<slug>/calendar.ics")
@public
@limiter.limit(READING)
def draft(slug: str) -> Response:
    """The dates of one consultation."""
    found = draft_by_slug(slug)
    return _answer(_title(found), [found])


def _answer(name: str, drafts: Sequence[Any]) -> Response:
    base = current_app.extensions["settings"].base_url
    root, host = base + request.script_root, urlsplit(base).hostname or "localhost"
    history = dates_set([one.slug for one in drafts])
    reported = drafts_reported([one.id for one in drafts])
    happenings = [
        happening
        for one in drafts
        for happening in happenings_of(
            Dates(
                one.slug, _title(one), one.opens_at, one.closes_at, history.get(one.slug, []), one.created_at,
                _report_due(one, one.id in reported),
            ),
            host,
            f"{root}/drafts/{one.slug}/",
        )
    ]  # fmt: skip
    body = calendars.calendar(name, root + request.path, happenings, language())
    response = Response(body, content_type=calendars.MEDIA_TYPE)
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.set_etag(hashlib.sha256(body).hexdigest()[:24])
    response.last_modified = max((one.changed_at for one in happenings), default=None)
    response.cache_control.public = True
    response.cache_control.no_cache = True
    return response.make_conditional(request)  # type: ignore[return-value]


def _report_due(draft: Any, reported: bool) -> Any:
    due = None if reported else due_of(draft, reported)
    return due.day if due is not None else None


def _title(draft: Any) -> str:
    return draft.title_en if language() == "en" and draft.title_en else draft.title
