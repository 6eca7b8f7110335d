"""What changed between two versions: redline and comparative table, on screen and as files."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from ...core.access import public
from ...core.languages import in_language
from ...core.limits import limiter
from ...core.numbers import whole_number
from ...discussion.queries import tallies_of
from ...discussion.wordings.queries import accepted_for
from ...discussion.wordings.shown import stands_in
from ...drafts.comparison import documents
from ...drafts.comparison.kept import KeptOutcomes
from ...drafts.comparison.queries import Comparison, all_rows, comparison_of
from ...drafts.comparison.rows import EDITORIAL, KINDS, Change, Fold, Heading, Pointer, sheet_of
from ...drafts.comparison.wording import Wording
from ...drafts.heading import cite, facts, keep_page
from ...drafts.queries import clauses_of, draft_by_slug, versions_of

bp = Blueprint("comparison", __name__)
bp.record_once(lambda state: state.app.extensions.update(kept_outcomes=KeptOutcomes()))

VIEWS = ("redline", "table")
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/drafts/<slug>/compare")
@public
def choice(slug: str) -> Any:
    """The two versions that were chosen, the newest two by default."""
    draft = draft_by_slug(slug)
    versions = versions_of(draft.id)
    numbers = [version.number for version in versions]
    if len(numbers) < 2:
        return keep_page(current_app.make_response(_choice_page(draft, versions)), draft)
    a, b = numbers[1], numbers[0]
    if "a" in request.args or "b" in request.args:
        a, b = (whole_number(request.args.get(name, "").strip()) or 0 for name in ("a", "b"))
        if a == b or a not in numbers or b not in numbers:
            return _choice_page(draft, versions, a, b, _("Виберіть дві різні редакції.")), 422
    return redirect(url_for(".page", slug=slug, pair=f"{a}...{b}", view=_view(default=None)))


@bp.get("/drafts/<slug>/compare/<pair>")
@public
def page(slug: str, pair: str) -> Any:
    draft = draft_by_slug(slug)
    found = comparison_of(draft, pair)
    whole = request.args.get("all") == "1"
    rows = all_rows(found) if whole else found.rows
    page_html = render_template(
        "comparison/page.html",
        draft=draft,
        found=found,
        pair=pair,
        view=_view(),
        whole=whole,
        sheet=sheet_of(rows, whole_number(request.args.get("page", "")) or 1),
        summary=found.summary,
        kinds=KINDS,
        editorial=EDITORIAL,
        wording=_wording(draft, found),
        row_type=_row_type,
        cite=cite,
        tab="compare",
        **facts(draft),
    )
    return keep_page(current_app.make_response(page_html), draft)


@bp.get("/drafts/<slug>/compare/<pair>.docx")
@public
@limiter.limit("20 per minute")
def docx_file(slug: str, pair: str) -> Response:
    return _file(slug, pair, "docx", documents.as_docx)


@bp.get("/drafts/<slug>/compare/<pair>.xlsx")
@public
@limiter.limit("20 per minute")
def xlsx_file(slug: str, pair: str) -> Response:
    return _file(slug, pair, "xlsx", documents.as_xlsx)


def _file(slug: str, pair: str, suffix: str, write: Callable[[documents.Table], bytes]) -> Response:
    draft = draft_by_slug(slug)
    found = comparison_of(draft, pair)
    # The table is a document of the draft: it speaks its language, whatever the page was in.
    with in_language(draft.language):
        content = write(documents.table_of(found, request.args.get("all") == "1"))
    name = f"{slug}-{found.a.number}-{found.b.number}.{suffix}"
    return send_file(BytesIO(content), mimetype=MEDIA[suffix], as_attachment=True, download_name=name, max_age=0)


def _wording(draft: Any, found: Comparison) -> Wording:
    """The words of the rows, with the comments that led to them."""
    return Wording(found, url_for("web.reading_page", slug=draft.slug), tallies_of(draft.id), _credits(found))


def _credits(found: Comparison) -> dict[int, list[tuple[str, str]]]:
    """Clause of the first version → (address, author) of the comments whose words were taken and stand in the second."""
    taken = accepted_for(found.a.id)
    texts = {clause.provision_id: clause.text for clause in clauses_of(found.b.id)} if taken else {}
    return {
        clause_id: [
            (url_for("web.comment_page", public_id=row.public_id), row.author)
            for row in rows
            if stands_in(texts.get(row.provision_id), row.wording, row.quote, row.clause_text)
        ]
        for clause_id, rows in taken.items()
    }


def _choice_page(draft: Any, versions: Any, a: int = 0, b: int = 0, error: str = "") -> str:
    return render_template(
        "comparison/choice.html",
        draft=draft,
        versions=versions,
        a=a,
        b=b,
        error=error,
        view=_view(),
        tab="compare",
        **facts(draft),
    )


def _row_type(row: Change | Fold | Pointer | Heading) -> str:
    return type(row).__name__.lower()


def _view(default: str | None = "redline") -> str | None:
    wanted = request.args.get("view")
    return wanted if wanted in VIEWS else default
