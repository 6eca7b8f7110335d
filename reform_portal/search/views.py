"""The search page."""

from typing import Any

from flask import Blueprint, render_template, request

from ..core.access import public
from ..core.languages import language
from ..core.limits import limiter
from ..drafts import citations
from ..drafts.heading import cite
from . import queries
from .asked import Asked, read

bp = Blueprint("search", __name__)


@bp.get("/search")
@public
@limiter.limit("120 per minute")
def page() -> Any:
    asked = read(request.args)
    return render_template(
        "search/results.html",
        asked=asked,
        typed=asked.typed,
        cited=_cited(asked),
        answer=queries.search(asked, request.args.get("cursor")),
        drafts=queries.draft_titles(),
        cite=cite,
    )


def _cited(asked: Asked) -> list[tuple[str, Any]]:
    """(how the clause is called, its row) of the clauses meant, on the first page alone."""
    if request.args.get("cursor") or asked.kind not in ("", "clause"):
        return []
    return [(_name(row.eid), row) for row in queries.clauses_cited(asked.typed, asked.draft)]


def _name(eid: str) -> str:
    name = citations.long(eid) if language() == "uk" else cite(eid)
    return name[:1].upper() + name[1:]
