"""Pages of themes: one theme, the themes of a clause, and the desk where drafters arrange them."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ...core.access import is_drafter, needs, person, public
from ...core.database import writes
from ...core.errors import BadInput, Conflict, NotFound
from ...core.forms import csrf
from ...core.limits import posts_a_minute
from ...discussion.forms import ButtonForm
from ...drafts import queries as drafts
from ...drafts.heading import cite, facts, keep_page
from . import queries
from .arranging import actions
from .arranging.actions import OTHER
from .forms import MergeForm, MoveForm, RenameForm

bp = Blueprint("themes", __name__)

# The forms are exempt from the general check of the token, which would lose what was typed; each checks the
# token itself and shows the words again.


@bp.get("/themes/<public_id>")
@public
def theme(public_id: str) -> Any:
    found = queries.theme_by_public_id(public_id)
    if found.public_id != public_id:
        return redirect(url_for(".theme", public_id=found.public_id))
    draft = drafts.draft_by_slug(found.slug)
    page = render_template(
        "themes/theme.html",
        draft=draft,
        theme=queries.shown_theme(found),
        page=queries.members_of_theme(found.id, request.args.get("cursor")),
        clause=_clause_now(found.provision_id),
        may_arrange=is_drafter(person()),
        cite=cite,
    )
    return keep_page(make_response(page), draft)


@bp.get("/drafts/<slug>/<eid>/themes")
@public
def of_clause(slug: str, eid: str) -> Any:
    """All that was said of a clause: each comment in one theme or among the others."""
    place = _place(slug, eid)
    page = render_template(
        "themes/of_clause.html",
        draft=place.draft,
        version=place.version,
        place=place,
        found=queries.themes_of(place.provision_id),
        page=queries.other_of(place.provision_id, request.args.get("cursor")),
        may_arrange=is_drafter(person()),
        cite=cite,
        tab="feedback",
        **facts(place.draft),
    )
    return keep_page(make_response(page), place.draft)


@bp.route("/desk/<slug>/<eid>/themes", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(60)
@writes
def arrange(slug: str, eid: str) -> Any:
    """The themes of a clause at the desk; sent, it puts the ticked ones together."""
    place = _place(slug, eid)
    form = MergeForm()
    refused: Conflict | None = None
    if form.validate_on_submit():
        try:
            actions.merge(place, form.themes.data or [], person(), form.label.data or "")
            flash(_("Теми об’єднано."))
            return _back(place)
        except BadInput as error:
            form.refuse(error)
        except Conflict as error:
            refused = error
    status = form.page_status(refused, _lost())
    page = render_template(
        "themes/arrange.html",
        form=form,
        refused=refused,
        draft=place.draft,
        place=place,
        found=queries.themes_of(place.provision_id),
        arranged=queries.was_arranged(place.provision_id),
    )
    return page, status


@bp.route("/desk/<slug>/<eid>/themes/<public_id>", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(60)
@writes
def rename(slug: str, eid: str, public_id: str) -> Any:
    place = _place(slug, eid)
    found = _theme_of(place, public_id)
    form = RenameForm(data={"label": found.label})
    if form.validate_on_submit():
        try:
            actions.rename(place, found, person(), form.label.data or "")
            flash(_("Тему перейменовано."))
            return _back(place)
        except BadInput as error:
            form.refuse(error)
    status = form.page_status(lost=_lost())
    page = render_template(
        "themes/rename.html", form=form, draft=place.draft, place=place, theme=queries.shown_theme(found)
    )
    return page, status


@bp.route("/desk/<slug>/<eid>/themes/<public_id>/comments", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(60)
@writes
def move(slug: str, eid: str, public_id: str) -> Any:
    """The comments of a theme (or those in none, "other"): ticked ones go to another theme, a new one, or out."""
    place = _place(slug, eid)
    source = None if public_id == OTHER else _theme_of(place, public_id)
    form = MoveForm()
    refused: Conflict | None = None
    if form.validate_on_submit():
        try:
            chosen = form.comments.data or []
            where = actions.move(place, source, chosen, person(), form.to.data or "", form.label.data or "")
            flash(_("Зауваження перенесено."))
            return _after_move(place, source, where)
        except BadInput as error:
            form.refuse(error)
        except Conflict as error:
            refused = error
    cursor = request.args.get("cursor")
    members = queries.members_of_theme(source.id, cursor) if source else queries.other_of(place.provision_id, cursor)
    status = form.page_status(refused, _lost())
    page = render_template(
        "themes/move.html",
        form=form,
        refused=refused,
        draft=place.draft,
        place=place,
        source=queries.shown_theme(source) if source else None,
        source_id=public_id,
        themes=[row for row in queries.themes_on(place.provision_id) if row.public_id != public_id],
        page=members,
    )
    return page, status


@bp.route("/desk/<slug>/<eid>/themes/let-go", methods=["GET", "POST"])
@needs("drafter")
@posts_a_minute(60)
@writes
def let_go(slug: str, eid: str) -> Any:
    """Give all themes of a clause back to the automatic grouping; asked twice."""
    place = _place(slug, eid)
    form = ButtonForm()
    if form.validate_on_submit():
        actions.let_go(place, person())
        flash(_("Теми знову складаються автоматично. За мить вони оновляться."))
        return _back(place)
    return render_template(
        "themes/let_go.html",
        form=form,
        draft=place.draft,
        place=place,
        themes=[row for row in queries.themes_on(place.provision_id) if row.fixed],
    )


def _place(slug: str, eid: str) -> drafts.Place:
    """The clause at an address in the newest version, or in the last one that had it."""
    place = drafts.find_place(slug, eid)
    if place is not None:
        return place
    draft = drafts.draft_by_slug(slug)
    last = drafts.last_place(draft, eid)
    return drafts.place_in(draft, eid, last[0] if last is not None else None)


def _theme_of(place: drafts.Place, public_id: str) -> Any:
    found = queries.theme_by_public_id(public_id)
    if found.provision_id != place.provision_id:
        raise NotFound(_("Такої теми тут немає."))
    return found


def _clause_now(provision_id: int) -> Any:
    """(number, eid) of the newest version that has a provision; None for the draft as a whole."""
    return next(reversed(drafts.history_of(provision_id)), None)


def _back(place: drafts.Place) -> Any:
    return redirect(url_for(".arrange", slug=place.draft.slug, eid=place.eid or drafts.WHOLE), 303)


def _after_move(place: drafts.Place, source: Any, where: str) -> Any:
    """On with the list that comments were taken from, as long as there is something in it."""
    public_id = source.public_id if source is not None else OTHER
    left = queries.members_of_theme(source.id, None, 1) if source else queries.other_of(place.provision_id, None, 1)
    if not left.items:
        return _back(place)
    return redirect(url_for(".move", slug=place.draft.slug, eid=place.eid or drafts.WHOLE, public_id=public_id), 303)


def _lost() -> str:
    return _("Сеанс закінчився, але введене збережено: натисніть кнопку ще раз.")
