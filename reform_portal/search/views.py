"""The search page."""

from typing import Any

from flask import Blueprint, render_template, request

from ..core.access import public
from ..core.languages import language
from ..core.limits import limiter
from ..discussion.stances import STANCES
from ..drafts import citations
from ..drafts.heading import cite
from . import queries
from .engines.documents import KINDS, Filters

bp = Blueprint("search", __name__)


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
    sort = _one_of("sort", queries.SORTS) or "relevance"
    return render_template(
        "search/results.html",
        typed=typed,
        filters=filters,
        sort=sort,
        cited=_cited(typed, filters),
        answer=queries.search(typed, filters, sort, request.args.get("cursor")),
        drafts=queries.draft_titles(),
        cite=cite,
    )


def _cited(typed: str, filters: Filters) -> list[tuple[str, Any]]:
    """(how the clause is called, its row) of the clauses meant, on the first page alone."""
    if request.args.get("cursor") or filters.kind == "comment":
        return []
    return [(_name(row.eid), row) for row in queries.clauses_cited(typed, filters.draft)]


def _name(eid: str) -> str:
    name = citations.long(eid) if language() == "uk" else cite(eid)
    return name[:1].upper() + name[1:]


def _one_of(name: str, allowed: tuple[str, ...]) -> str:
    value = request.args.get(name, "")
    return value if value in allowed else ""
