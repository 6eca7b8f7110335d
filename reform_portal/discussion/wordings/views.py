"""Proposed wordings: all of them beside the text, for everybody; taking them into the next version, for drafters."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from ...core.access import needs, person, public
from ...core.database import writes
from ...core.errors import Conflict
from ...drafts import queries as drafts
from ...drafts.exports.queries import exported_version
from ...drafts.exports.writing import write
from ...drafts.formats.limited import read_limited
from ...drafts.heading import facts, keep_page
from ...drafts.uploads.actions import add_upload
from .. import queries as discussion
from ..forms import ButtonForm
from . import actions, queries
from .proposals import ClauseProposals, by_clause, with_texts

bp = Blueprint("wordings", __name__)


@bp.get("/drafts/<slug>/wordings")
@public
def wordings(slug: str) -> Any:
    draft = drafts.draft_by_slug(slug)
    version = drafts.version_of(draft)
    page = render_template(
        "wordings/public.html",
        draft=draft,
        version=version,
        clauses=_proposals(version.id),
        tab="wordings",
        **facts(draft),
    )
    return keep_page(make_response(page), draft)


@bp.get("/desk/drafts/<slug>/wordings")
@needs("drafter")
def desk(slug: str) -> Any:
    draft = drafts.draft_by_slug(slug)
    version = drafts.version_of(draft)
    clauses = _proposals(version.id)
    return render_template(
        "wordings/desk.html",
        draft=draft,
        version=version,
        clauses=clauses,
        accepted=sum(one.accepted for clause in clauses for one in clause.proposals),
        button=ButtonForm(),
    )


@bp.post("/comments/<public_id>/wording/accept")
@needs("drafter")
@writes
def accept(public_id: str) -> Any:
    comment = discussion.comment_by_public_id(public_id)
    actions.accept(comment, drafts.version_of(drafts.draft_by_slug(comment.slug)), person())
    flash(_("Пропозицію взято до тексту наступної редакції."))
    return _back(comment)


@bp.post("/comments/<public_id>/wording/release")
@needs("drafter")
@writes
def release(public_id: str) -> Any:
    comment = discussion.comment_by_public_id(public_id)
    actions.release(comment, drafts.version_of(drafts.draft_by_slug(comment.slug)), person())
    flash(_("Пропозицію знято."))
    return _back(comment)


@bp.post("/desk/drafts/<slug>/next")
@needs("drafter")
@writes
def next_text(slug: str) -> Any:
    """Make the text of the next version out of the newest one and the wordings that were taken; it opens in the preview."""
    draft = drafts.draft_by_slug(slug)
    version = drafts.version_of(draft)
    texts = {c.eid: c.text_after for c in by_clause(queries.proposals_for(version.id)) if c.text_after is not None}
    if not texts:
        raise Conflict(_("Жодної пропозиції ще не взято: наступна редакція нічим не відрізнялася б."))
    act = exported_version(draft, version, current_app.extensions["settings"].base_url)
    act = replace(act, clauses=with_texts(act.clauses, texts))
    # Markdown can be corrected further in the preview; a tree that a person corrected must come through as it is.
    format_name = "akn" if drafts.was_corrected(version.id) else "md"
    source = write(act, format_name)
    name = f"{slug}-{version.number + 1}.{'xml' if format_name == 'akn' else 'md'}"
    visitor = person()
    assert visitor is not None
    public_id = add_upload(slug, source, name, read_limited(source, name), {}, visitor.id)
    flash(_("Текст наступної редакції складено. Перегляньте його й опублікуйте або завантажте."))
    return redirect(url_for("uploads.preview", public_id=public_id), 303)


def _proposals(version_id: int) -> list[ClauseProposals]:
    rows = queries.proposals_for(version_id)
    return by_clause(rows, queries.accepted_after([row.id for row in rows]))


def _back(comment: Any) -> Any:
    return redirect(url_for(".desk", slug=comment.slug, _anchor=f"comment-{comment.public_id}"), 303)
