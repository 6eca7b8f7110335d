"""Following things, the list of them, and stopping letters without signing in."""

from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ...core.access import person, public, signed_in
from ...core.database import writes
from ...core.errors import BadInput, NotFound
from ...core.forms import csrf
from ...core.languages import language
from ...core.limits import limiter, posts_a_minute
from ...discussion.forms import ButtonForm
from . import actions, queries
from .forms import FollowForm, FrequencyForm
from .labels import FREQUENCY_LABELS, called, path_of
from .signatures import ONE, read_token
from .targets import find_target
from .timing import DAILY

bp = Blueprint("following", __name__)


@bp.route("/follow/<thing>", methods=["GET", "POST"])
@signed_in
@posts_a_minute(60)
@writes
def follow(thing: str) -> Any:
    """Begin to follow a thing, change how often letters come, or stop."""
    visitor = person()
    target = find_target(thing, request.args, language())
    known = queries.find_following(visitor.id, target.word) if visitor is not None else None
    form = FollowForm(
        name=known.name if known else target.name if thing == "search" else "",
        frequency=known.frequency if known else DAILY,
    )
    if known and request.form.get("act") == "stop" and ButtonForm().validate_on_submit():
        actions.stop(visitor, known.public_id)
        flash(_("Ви більше за цим не стежите."))
        return redirect(request.script_root + target.path, 303)
    refused = None
    if form.validate_on_submit():
        try:
            actions.follow(visitor, target, form.frequency.data, form.name.data or "")
        except BadInput as error:
            form.refuse(error)
            refused = error
        else:
            flash(_("Ви за цим стежите: %(how)s.", how=FREQUENCY_LABELS[form.frequency.data]))
            return redirect(request.script_root + target.path, 303)
    status = form.page_status(refused)
    return render_template("notices/follow.html", target=target, known=known, form=form), status


@bp.get("/account/following")
@signed_in
def following() -> Any:
    """All that the visitor follows, by draft."""
    return _list(200)


@bp.post("/account/following/<public_id>")
@signed_in
@writes
def change(public_id: str) -> Any:
    """Change how often letters about one thing come, or stop following it."""
    form = FrequencyForm()
    if request.form.get("act") == "stop":
        if not ButtonForm().validate_on_submit():
            return _list(400)
        actions.stop(person(), public_id)
        flash(_("Ви більше за цим не стежите."))
    elif form.validate_on_submit():
        actions.set_frequency(person(), public_id, form.frequency.data)
        flash(_("Збережено: %(how)s.", how=FREQUENCY_LABELS[form.frequency.data]))
    else:
        return _list(form.page_status(), form)
    return redirect(url_for(".following"), 303)


@bp.post("/account/following")
@signed_in
@writes
def change_all() -> Any:
    """The same choice for all that the visitor follows."""
    form = FrequencyForm()
    if not form.validate_on_submit():
        return _list(form.page_status(), form)
    actions.set_all(person(), form.frequency.data)
    flash(_("Збережено для всього: %(how)s.", how=FREQUENCY_LABELS[form.frequency.data]))
    return redirect(url_for(".following"), 303)


@bp.route("/account/following/stop", methods=["GET", "POST"])
@signed_in
@writes
def stop_all() -> Any:
    """Follow nothing any more, after a question."""
    visitor = person()
    assert visitor is not None
    if ButtonForm().validate_on_submit():
        actions.stop_all(visitor)
        flash(_("Ви більше ні за чим не стежите."))
        return redirect(url_for(".following"), 303)
    count = queries.count_followings(visitor.id)
    status = 400 if request.method == "POST" else 200
    return render_template("notices/stop_all.html", count=count, button=ButtonForm()), status


@bp.route("/unsubscribe/<token>", methods=["GET", "POST"])
@public
@csrf.exempt
@limiter.limit("60 per minute")
@writes
def unsubscribe(token: str) -> Any:
    """Stop letters by the address in them, signed out, with one press (RFC 8058); looking at it changes nothing."""
    found = read_token(token[:500])
    if found is None:
        raise NotFound(_("Ця адреса не діє. Скопіюйте її з листа повністю або увійдіть і змініть листи в кабінеті."))
    what, public_id = found
    mine = queries.following_by_public_id(public_id) if what == ONE else None
    name = called(mine, language()) if mine is not None else ""
    if request.method == "POST":
        if what == ONE:
            actions.no_letters(public_id)
        else:
            actions.no_letters_at_all(public_id)
    done = request.method == "POST"
    return render_template("notices/unsubscribe.html", one=what == ONE, name=name, done=done)


def _list(status: int, form: FrequencyForm | None = None) -> Any:
    visitor = person()
    assert visitor is not None
    mine = queries.followings_of(visitor.id)
    drafts = [(list(group)) for _draft, group in groupby(mine, key=lambda one: one.draft_id)]
    page = render_template(
        "notices/following.html",
        drafts=drafts,
        count=len(mine),
        frequencies=FREQUENCY_LABELS,
        called=called,
        path_of=path_of,
        form=form,
        button=ButtonForm(),
    )
    return page, status
