"""Saying something about a clause, and what can be done with what was said."""

import json
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from ..core.access import needs, person, public, signed_in
from ..core.clock import in_kyiv, now
from ..core.database import unit_of_work, writes
from ..core.errors import BadInput, Conflict, NotAllowed, NotFound, PortalError
from ..core.forms import csrf, options
from ..core.limits import limiter, posts_a_minute
from ..core.numbers import whole_number
from ..drafts import citations
from ..drafts.queries import WHOLE, Place, place_of
from ..drafts.rules import OPEN, stage
from ..people.actions import drop_kept_form, keep_form
from ..people.queries import kept_form
from . import actions, labels, queries, rules
from .anchors import occurrences, sentences
from .copies import find_copy
from .forms import ButtonForm, CommentForm, EraseForm, ReasonForm, ReportForm, WordsForm
from .personal_data import find_personal_data
from .stances import NAME_MODE_LABELS

bp = Blueprint("discussion", __name__)
labels.register(bp)

_KEPT_LENGTH = 50_000
_KEPT_FIELDS = ("stance", "body", "quote", "start", "sentence", "wording", "delete_words", "name_mode")


# The three forms that take words are exempt from the general check of the token, which would lose
# what was typed; each checks the token itself and shows the words again.


@bp.route("/drafts/<slug>/<eid>/comment", methods=["GET", "POST"])
@csrf.exempt
@public
@posts_a_minute(10)
def post_comment(slug: str, eid: str) -> Any:
    place = place_of(slug, eid)
    if place.clause is not None and place.clause.eid != eid:
        return redirect(url_for(".post_comment", slug=slug, eid=place.clause.eid), 301)
    return _say(place, None)


@bp.route("/comments/<public_id>/reply", methods=["GET", "POST"])
@csrf.exempt
@public
@posts_a_minute(10)
def reply(public_id: str) -> Any:
    parent = queries.comment_by_public_id(public_id)
    place = place_of(parent.slug, parent.eid or WHOLE, parent.version)
    return _say(place, parent)


@bp.route("/comments/<public_id>/edit", methods=["GET", "POST"])
@csrf.exempt
@signed_in
@posts_a_minute(10)
@writes
def edit(public_id: str) -> Any:
    comment = queries.comment_by_public_id(public_id)
    if not rules.is_author(person(), comment):
        raise NotAllowed(_("Виправити можна лише власне зауваження."))
    form = WordsForm(obj=comment)
    closed: PortalError | None = None
    if form.validate_on_submit() and not _warns(form):
        try:
            actions.edit(comment, person(), form.body.data, form.stance.data)
            flash(_("Виправлено. Попередній текст лишається в історії."))
            return redirect(_page_of(comment), 303)
        except BadInput as error:
            form.refuse(error)
        except Conflict as error:
            closed = error
    elif request.method == "GET":
        actions.check_editable(comment, person())
    # Before the page: it says at the form that the session had ended.
    status = form.page_status(closed)
    return render_template("discussion/edit.html", form=form, comment=comment, closed=closed), status


@bp.route("/comments/<public_id>/withdraw", methods=["GET", "POST"])
@signed_in
@writes
def withdraw(public_id: str) -> Any:
    comment = queries.comment_by_public_id(public_id)
    actions.check_withdrawable(comment, person())
    form = ButtonForm()
    if form.validate_on_submit():
        actions.withdraw(comment, person())
        flash(_("Зауваження відкликано. На його місці лишився короткий напис."))
        return redirect(_page_of(comment), 303)
    return render_template("discussion/withdraw.html", form=form, comment=comment), form.page_status()


@bp.post("/comments/<public_id>/support")
@signed_in
@limiter.limit("60 per minute")
@writes
def support(public_id: str) -> Any:
    comment = queries.comment_by_public_id(public_id)
    actions.support(comment, person())
    flash(_("Ви підтримали це зауваження."))
    return redirect(_page_of(comment), 303)


@bp.post("/comments/<public_id>/support/withdraw")
@signed_in
@limiter.limit("60 per minute")
@writes
def withdraw_support(public_id: str) -> Any:
    comment = queries.comment_by_public_id(public_id)
    actions.withdraw_support(comment, person())
    flash(_("Ви більше не підтримуєте це зауваження."))
    return redirect(_page_of(comment), 303)


@bp.route("/comments/<public_id>/report", methods=["GET", "POST"])
@signed_in
@posts_a_minute(10)
@writes
def report(public_id: str) -> Any:
    comment = queries.comment_by_public_id(public_id)
    actions.check_published(comment)
    form = ReportForm()
    if form.validate_on_submit():
        actions.report(comment, person(), form.reason.data, form.note.data or "")
        flash(_("Дякуємо. Модератори подивляться на це зауваження."))
        return redirect(_page_of(comment), 303)
    return render_template("discussion/report.html", form=form, comment=comment), form.page_status()


@bp.get("/desk/moderation")
@needs("moderator")
def moderation() -> Any:
    page = queries.open_reports(request.args.get("cursor"))
    return render_template("discussion/moderation.html", page=page, held=queries.held_comments(), button=ButtonForm())


@bp.route("/comments/<public_id>/hide", methods=["GET", "POST"])
@needs("moderator")
@writes
def hide(public_id: str) -> Any:
    comment = _any_comment(public_id)
    form = ReasonForm()
    if form.validate_on_submit():
        actions.hide(comment, person(), form.reason.data)
        flash(_("Зауваження приховано. Підставу видно на його місці."))
        return redirect(_page_of(comment), 303)
    return render_template("discussion/hide.html", form=form, comment=comment), form.page_status()


@bp.post("/comments/<public_id>/restore")
@needs("moderator")
@writes
def restore(public_id: str) -> Any:
    comment = _any_comment(public_id)
    actions.restore(comment, person())
    flash(_("Зауваження знову видно всім."))
    return redirect(_page_of(comment), 303)


@bp.post("/comments/<public_id>/keep")
@needs("moderator")
@writes
def keep(public_id: str) -> Any:
    comment = _any_comment(public_id)
    actions.keep_reported(comment, person())
    flash(_("Скарги закрито, зауваження лишається."))
    return redirect(url_for(".moderation"), 303)


@bp.route("/comments/<public_id>/erase", methods=["GET", "POST"])
@needs("moderator")
@writes
def erase(public_id: str) -> Any:
    comment = _any_comment(public_id)
    form = EraseForm()
    if form.validate_on_submit():
        actions.erase(comment, person(), form.basis.data)
        flash(_("Слова стерто назавжди. Запис у журналі лишився."))
        return redirect(_page_of(comment), 303)
    return render_template("discussion/erase.html", form=form, comment=comment), form.page_status()


def _say(place: Place, parent: Any) -> Any:
    """Show or take the form of a comment; whatever goes wrong, the words stay in it."""
    form = CommentForm(data=_prefilled(place, parent))
    _offer_choices(form, place)
    closed: PortalError | None = None
    if form.is_submitted():
        _take_chosen_sentence(form, place)
        valid = form.validate() and not _contradicts_itself(form)
        if person() is None and not form.has_bad_token:
            return _sign_in_first(form)
        try:
            if form.sign_instead.data and not form.has_bad_token:
                return _signed_instead(form, person())
            if valid and not _warns(form) and not _copies(form, place, parent):
                return _published(form, place, parent)
        except BadInput as error:
            form.refuse(error)
        except (Conflict, NotFound) as error:
            closed = error
    elif parent is not None:
        actions.check_published(parent)
    status = form.page_status(closed)
    page = render_template(
        "discussion/say.html",
        form=form,
        place=place,
        parent=parent,
        who=person(),
        citation=citations.long(place.eid),
        is_open=stage(place.draft, now()) == OPEN and closed is None,
        closed=closed,
        counts={m for m in _modes(place) if rules.counts_as_proposal(place.draft.rule_set, m, _today())},
        found=getattr(form, "found", []),
        copy=getattr(form, "copy", None),
    )
    return page, status


def _published(form: CommentForm, place: Place, parent: Any) -> Any:
    wording = "" if form.delete_words.data else (form.wording.data or None)
    said = actions.Said(
        form.body.data, form.stance.data, form.name_mode.data, form.quote.data or "", form.start.data, wording
    )
    with unit_of_work():
        # Loaded again inside the transaction: the text and the deadline that count are those of now.
        fresh = place_of(place.draft.slug, place.eid or WHOLE, place.version.number if parent is not None else None)
        public_id = actions.post(fresh, person(), said, parent)
        token = session.pop("kept_form", None)
        if token:
            drop_kept_form(token)
        session.pop("kept_form_address", None)
    session["name_mode"] = form.name_mode.data
    flash(_("Опубліковано. Дякуємо! Ось ваша квитанція: %(id)s.", id=public_id))
    if parent is not None:
        return redirect(url_for("web.comment_page", public_id=public_id, _anchor=f"comment-{public_id}"), 303)
    address = url_for("web.clause_page", slug=place.draft.slug, eid=place.eid or WHOLE, _anchor=f"comment-{public_id}")
    return redirect(address, 303)


def _signed_instead(form: CommentForm, who: Any) -> Any:
    """Sign the comment that a text would copy; the text is not published, but kept for a change of mind."""
    with unit_of_work():
        comment = queries.comment_by_public_id(form.sign_instead.data)
        # Pressed twice, the button has done what was asked.
        if not queries.has_supported(who.id, [comment.id]):
            actions.support(comment, who)
        _keep_words(form)
    flash(
        _(
            "Ви підписали це зауваження. Ваш власний текст не опубліковано. Якщо передумаєте, він ще добу чекатиме у «Моєму кабінеті»."
        )
    )
    return redirect(_page_of(comment), 303)


def _prefilled(place: Place, parent: Any) -> dict[str, Any]:
    """What is in the form at first: kept words, words selected on the page, the signature used last."""
    modes = _modes(place)
    data: dict[str, Any] = {
        "quote": request.args.get("quote", "")[:5000],
        "start": request.args.get("start", type=int),
        "stance": "neutral" if parent is not None else request.args.get("stance", ""),
        "name_mode": session.get("name_mode") if session.get("name_mode") in modes else modes[0],
    }
    if session.get("kept_form") and session.get("kept_form_address") == _own_address():
        kept = kept_form(session["kept_form"])
        data |= json.loads(kept) if kept else {}
    return data


def _offer_choices(form: CommentForm, place: Place) -> None:
    form.name_mode.choices = options((mode, NAME_MODE_LABELS[mode]) for mode in _modes(place))
    text = place.clause.text if place.clause is not None else ""
    spans = [(f"{begin}-{end}", text[begin:end]) for begin, end in sentences(text)]
    form.sentence.choices = options([("", _("увесь цей фрагмент")), *spans])
    quote, start = form.quote.data or "", form.start.data
    if quote and place.clause is not None and not form.is_submitted():
        places = list(occurrences(place.clause.text, quote))
        if places and start is None:
            form.start.data = places[0][0]


def _take_chosen_sentence(form: CommentForm, place: Place) -> None:
    """Without scripts the words are chosen from the list of sentences."""
    chosen = form.sentence.data or ""
    if chosen and place.clause is not None and not form.quote.data:
        begin, _dash, end = chosen.partition("-")
        first, last = whole_number(begin, digits=7), whole_number(end, digits=7)
        if first is not None and last is not None and last <= len(place.clause.text):
            form.start.data = first
            form.quote.data = place.clause.text[first:last]


def _sign_in_first(form: CommentForm) -> Any:
    with unit_of_work():
        _keep_words(form)
    flash(_("Ваш текст збережено. Увійдіть або зареєструйтеся — і його можна буде опублікувати."))
    return redirect(url_for("people.sign_in", next=_own_address()), 303)


def _keep_words(form: CommentForm) -> None:
    """Keep what was typed for this browser, in place of what it kept before."""
    typed = {name: form[name].data for name in _KEPT_FIELDS}
    kept = {name: value[:_KEPT_LENGTH] if isinstance(value, str) else value for name, value in typed.items()}
    if session.get("kept_form"):
        drop_kept_form(session["kept_form"])
    session["kept_form"] = keep_form(json.dumps(kept, ensure_ascii=False))
    session["kept_form_address"] = _own_address()


def _contradicts_itself(form: CommentForm) -> bool:
    """Whether the form both proposes other words and asks to delete them."""
    both = bool(form.delete_words.data and (form.wording.data or "").strip())
    if both:
        form.wording.errors = [
            *form.wording.errors,
            _("Тут і нові слова, і прохання вилучити давні. Лишіть щось одне."),
        ]
    return both


def _warns(form: WordsForm) -> bool:
    """Whether the person must look at personal data in the text first."""
    found = find_personal_data(form.body.data or "")
    form.found = found
    if found and not form.personal_data_meant.data:
        form.body.errors = [
            *form.body.errors,
            _("У тексті є персональні дані. Приберіть їх або підтвердьте, що це навмисно."),
        ]
        return True
    return False


def _copies(form: CommentForm, place: Place, parent: Any) -> bool:
    """Whether the person must look first at a comment that says the same.

    A reply belongs to its conversation and a proposed wording to its words, so they are never held up.
    """
    if parent is not None or form.delete_words.data or (form.wording.data or "").strip():
        return False
    copy = find_copy(place.draft.id, form.body.data, person())
    if copy is None or copy.comment.public_id == form.own_text_meant.data:
        return False
    form.copy = copy
    return True


def _modes(place: Place) -> list[str]:
    return list(rules.name_modes(place.draft.rule_set, _today()))


def _today() -> Any:
    return in_kyiv(now()).date()


def _any_comment(public_id: str) -> Any:
    comment = queries.find_comment(public_id)
    return comment if comment is not None else queries.comment_by_public_id(public_id)


def _page_of(comment: Any) -> str:
    return url_for("web.comment_page", public_id=comment.public_id)


def _own_address() -> str:
    return request.script_root + request.path
