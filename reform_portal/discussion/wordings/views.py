"""Proposed wordings: all of them beside the text, for everybody; taking them into the next version, for drafters."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from ...core.access import needs, person, public
from ...core.database import unit_of_work, writes
from ...core.errors import Conflict
from ...core.limits import posts_a_minute
from ...drafts import queries as drafts
from ...drafts.exports.queries import exported_version
from ...drafts.exports.version import ExportedVersion
from ...drafts.exports.writing import write
from ...drafts.formats.limited import read_limited
from ...drafts.formats.reading import Reading
from ...drafts.heading import facts, keep_page
from ...drafts.uploads.actions import add_upload
from ...drafts.uploads.recognised import recognise
from .. import queries as discussion
from ..forms import ButtonForm
from . import actions, queries
from .grouping import grouped
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
        clauses=[(clause, grouped(clause)) for clause in _proposals(version.id)],
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
@posts_a_minute(20)
def next_text(slug: str) -> Any:
    """Make the text of the next version out of the newest one and the wordings that were taken; it opens in the preview."""
    draft = drafts.draft_by_slug(slug)
    version = drafts.version_of(draft)
    texts = {c.eid: c.text_after for c in by_clause(queries.proposals_for(version.id)) if c.text_after is not None}
    if not texts:
        raise Conflict(_("Жодної пропозиції ще не взято: наступна редакція нічим не відрізнялася б."))
    act = exported_version(draft, version, current_app.extensions["settings"].base_url)
    act = replace(act, clauses=with_texts(act.clauses, texts))
    source, name, reading = _as_file(act, f"{slug}-{version.number + 1}")
    taken = [row.public_id for row in queries.accepted_rows(version.id)]
    visitor = person()
    assert visitor is not None
    # Only the writing is a unit of work: others write while the text is composed and read.
    with unit_of_work():
        public_id = add_upload(slug, source, name, reading, {"wordings": taken}, visitor.id)
    flash(_("Текст наступної редакції складено. Перегляньте його й опублікуйте або завантажте."))
    return redirect(url_for("uploads.preview", public_id=public_id), 303)


def _as_file(act: ExportedVersion, stem: str) -> tuple[bytes, str, Reading]:
    """The composed text as Markdown, which can be corrected further in the preview.

    Where that would be recognised otherwise (a person had corrected the tree, or what was proposed looks
    like a unit or a note of its own), the tree goes along as it is, as Akoma Ntoso.
    """
    source, name = write(act, "md"), f"{stem}.md"
    reading = read_limited(source, name)
    found = recognise(reading, ()).structure.clauses
    if [(c.eid, c.num, c.text) for c in found] == [(c.eid, c.num, c.text) for c in act.clauses]:
        return source, name, reading
    source, name = write(act, "akn"), f"{stem}.xml"
    return source, name, read_limited(source, name)


def _proposals(version_id: int) -> list[ClauseProposals]:
    rows = queries.proposals_for(version_id)
    return by_clause(rows, queries.taken_wordings([row.id for row in rows]))


def _back(comment: Any) -> Any:
    return redirect(url_for(".desk", slug=comment.slug, _anchor=f"comment-{comment.public_id}"), 303)
