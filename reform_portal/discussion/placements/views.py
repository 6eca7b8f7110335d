"""Where comments stand after the text has changed: for their authors, for readers, for drafters."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ...core.access import needs, person, public, signed_in
from ...core.database import writes
from ...core.errors import BadInput, Conflict, NotAllowed
from ...drafts import queries as drafts
from ...drafts.heading import facts, keep_page
from ...drafts.matching import most_similar
from .. import queries as discussion
from ..actions import check_published
from ..anchors import DETACHED
from . import actions, queries
from .forms import ReattachForm, VerdictForm

bp = Blueprint("placements", __name__)
SUGGESTED = 5


@bp.get("/drafts/<slug>/detached")
@public
def detached(slug: str) -> Any:
    """The comments whose clause or words the newest version does not have any more."""
    draft = drafts.draft_by_slug(slug)
    version = drafts.version_of(draft)
    near = drafts.find_clause(version.id, request.args["near"][:200]) if request.args.get("near") else None
    near_id = near.id if near is not None else None
    page = render_template(
        "placements/detached.html",
        draft=draft,
        version=version,
        near=near,
        page=queries.page_of_detached(version.id, request.args.get("cursor"), near_id),
        count=queries.count_detached(version.id, near_id),
        tab="detached",
        **facts(draft),
    )
    return keep_page(make_response(page), draft)


@bp.route("/comments/<public_id>/place", methods=["GET", "POST"])
@signed_in
@writes
def judge(public_id: str) -> Any:
    """The author says whether the place of a comment in the newest version is right."""
    comment = discussion.comment_by_public_id(public_id)
    if comment.person_id != person().id:  # type: ignore[union-attr]
        raise NotAllowed(_("Сказати, чи правильне місце, може лише автор зауваження."))
    check_published(comment)
    version = drafts.version_of(drafts.draft_by_slug(comment.slug))
    place = queries.placement(comment.id, version.id)
    if place is None or place.own_eid is None:
        raise Conflict(_("Це зауваження стоїть там, де його написано: підтверджувати нічого."))
    form = VerdictForm(data={"verdict": place.verdict, "note": place.note})
    if place.state == DETACHED:
        form.ask_of_lost_words()
    if form.validate_on_submit():
        try:
            actions.judge(comment, version, person(), form.verdict.data, form.note.data or "")
            flash(_thanks(form.verdict.data))
            return redirect(url_for("web.comment_page", public_id=public_id), 303)
        except BadInput as error:
            form.refuse(error)
    page = render_template("placements/judge.html", form=form, comment=comment, place=place, version=version)
    return page, (422 if form.is_submitted() else 200)


@bp.get("/desk/drafts/<slug>/places")
@needs("drafter")
def places(slug: str) -> Any:
    """For drafters: what authors say stands wrong, and what lost its words."""
    draft = drafts.draft_by_slug(slug)
    version = drafts.version_of(draft)
    return render_template(
        "placements/places.html",
        draft=draft,
        version=version,
        counts=queries.counts_of(version.id),
        disputed=queries.disputed(version.id),
        page=queries.page_of_detached(version.id, request.args.get("cursor")),
    )


@bp.route("/comments/<public_id>/reattach", methods=["GET", "POST"])
@needs("drafter")
@writes
def reattach(public_id: str) -> Any:
    """A drafter puts a comment on words of the newest version by hand."""
    comment = discussion.comment_by_public_id(public_id)
    check_published(comment)
    draft = drafts.draft_by_slug(comment.slug)
    version = drafts.version_of(draft)
    actions.check_movable(comment, version)
    now_at = queries.placement(comment.id, version.id)
    form = ReattachForm(data={"clause": request.args.get("clause", ""), "quote": comment.quote})
    if form.validate_on_submit():
        try:
            place = _named_place(draft, version, form.clause.data)
            actions.reattach(comment, place, person(), form.quote.data or "")
            flash(_("Зауваження прикріплено до нового місця. Запис про це — у журналі."))
            return redirect(url_for("web.clause_page", slug=draft.slug, eid=place.eid, _anchor="talk"), 303)
        except BadInput as error:
            form.refuse(error)
    page = render_template(
        "placements/reattach.html",
        form=form,
        comment=comment,
        place=now_at,
        version=version,
        draft=draft,
        suggestions=_suggestions(comment, version),
    )
    return page, (422 if form.is_submitted() else 200)


def _named_place(draft: Any, version: Any, named: str) -> drafts.Place:
    clause = drafts.find_clause(version.id, named[:200])
    if clause is None:
        raise BadInput(
            fields={"clause": _("Такого місця в редакції %(n)s немає. Приклад: «ч. 2 ст. 5».", n=version.number)}
        )
    return drafts.Place(draft, version, clause, clause.provision_id)


def _suggestions(comment: Any, version: Any) -> list[Any]:
    """Clauses of the version whose words are most like those that the comment was about."""
    wanted = comment.quote or comment.clause_text
    if not wanted:
        return []
    clauses = drafts.clauses_of(version.id)
    return [clauses[i] for i in most_similar(wanted, [clause.text for clause in clauses], SUGGESTED)]


def _thanks(verdict: str) -> str:
    if verdict == "right":
        return _("Дякуємо! Ви підтвердили місце зауваження.")
    return _("Дякуємо, що сказали. Розробник побачить це й знайде правильне місце.")
