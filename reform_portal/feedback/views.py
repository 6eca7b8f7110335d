"""Summaries clause by clause, and the downloads."""

from typing import Any

from flask import Blueprint, current_app, render_template, request

from ..core.access import public
from ..discussion.marked_text import in_words, stances_bar
from ..drafts.heading import cite, facts, keep_page
from ..drafts.queries import draft_by_slug, version_of
from . import queries
from .exports import views as downloads

bp = Blueprint("feedback", __name__)
downloads.register(bp)

SORTS = ("text", "attention")


@bp.get("/drafts/<slug>/feedback")
@public
def summaries(slug: str) -> Any:
    draft = draft_by_slug(slug)
    version = version_of(draft)
    sort = request.args.get("sort") if request.args.get("sort") in SORTS else "text"
    page = queries.page_of_summaries(version.id, sort or "text", request.args.get("cursor"))
    ids = [i for row in page.items if row.content for i in (*row.content["top"][:1], *row.content["questions"][:1])]
    response = current_app.make_response(
        render_template(
            "feedback/summaries.html",
            draft=draft,
            version=version,
            page=page,
            sort=sort,
            comments=queries.comments_by_id(ids),
            totals=queries.totals_of([draft.id])[draft.id],
            cite=cite,
            tab="feedback",
            stances_bar=stances_bar,
            in_words=in_words,
            **facts(draft),
        )
    )
    return keep_page(response, draft)
