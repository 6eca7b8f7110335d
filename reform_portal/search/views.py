"""The search page."""

from typing import Any

from flask import Blueprint, render_template, request

from ..core.access import public
from ..core.limits import limiter
from ..discussion.stances import STANCES
from ..drafts.heading import cite
from . import queries
from .engines.documents import KINDS, Filters

bp = Blueprint("search", __name__)

SORTS = ("relevance", "newest", "support")


@bp.get("/search")
@public
@limiter.limit("120 per minute")
def page() -> Any:
    typed = request.args.get("q", "").replace("\x00", "")[:1000]
    filters = Filters(
        draft=request.args.get("draft", "")[:80],
        kind=_one_of("kind", KINDS),
        stance=_one_of("stance", STANCES),
    )
    sort = _one_of("sort", SORTS) or "relevance"
    return render_template(
        "search/results.html",
        typed=typed,
        filters=filters,
        sort=sort,
        answer=queries.search(typed, filters, sort, request.args.get("cursor")),
        drafts=queries.draft_titles(),
        cite=cite,
    )


def _one_of(name: str, allowed: tuple[str, ...]) -> str:
    value = request.args.get(name, "")
    return value if value in allowed else ""
