"""Summaries clause by clause, and the downloads."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, send_file, stream_with_context
from flask_babel import gettext as _

from ..core.access import public
from ..core.errors import NotFound
from ..core.limits import limiter
from ..discussion.marked_text import in_words, stances_bar
from ..drafts.heading import cite, facts, keep_page
from ..drafts.queries import draft_by_slug, version_of, versions_of
from . import queries
from .exports import columns, proposals_xlsx, writers

bp = Blueprint("feedback", __name__)

SORTS = ("text", "attention")
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


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


@bp.get("/drafts/<slug>/downloads")
@public
def downloads(slug: str) -> Any:
    draft = draft_by_slug(slug)
    return render_template(
        "feedback/downloads.html",
        draft=draft,
        versions=versions_of(draft.id),
        totals=queries.totals_of([draft.id])[draft.id],
        columns=columns.COLUMNS,
        tab="downloads",
        **facts(draft),
    )


@bp.get("/drafts/<slug>/downloads/comments.<format_name>")
@public
@limiter.limit("20 per minute")
def comments_file(slug: str, format_name: str) -> Response:
    draft = draft_by_slug(slug)
    if format_name not in writers.FORMATS:
        raise NotFound(_("Такого формату немає. Є CSV, XLSX і JSON Lines."))
    base_url = current_app.extensions["settings"].base_url
    name = f"{slug}-comments.{format_name}"
    if format_name == "xlsx":
        return _xlsx(draft, base_url, name)
    rows = columns.rows_of(draft, base_url)
    lines = writers.as_csv(rows) if format_name == "csv" else writers.as_json_lines(rows)
    return _streamed(lines, MEDIA[format_name], name)


@bp.get("/drafts/<slug>/downloads/dictionary.csv")
@public
def dictionary_file(slug: str) -> Response:
    draft_by_slug(slug)
    return _streamed(writers.dictionary(), MEDIA["csv"], "dictionary.csv")


def _streamed(lines: Iterator[str], media: str, name: str) -> Response:
    response = Response(stream_with_context(lines), content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _xlsx(draft: Any, base_url: str, name: str) -> Response:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        proposals_xlsx.write(draft, path, base_url)
        # The open file outlives its folder until the answer is sent.
        return send_file(path.open("rb"), mimetype=MEDIA["xlsx"], as_attachment=True, download_name=name)
