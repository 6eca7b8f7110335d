"""The desk of the drafters: the queue of a draft, assignments, tags, notes, answers to many, saved reasons."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Row

from ...core.access import needs, person
from ...core.addresses import safe_next
from ...core.database import unit_of_work, writes
from ...core.errors import BadInput, NotFound
from ...core.forms import csrf
from ...core.limits import posts_a_minute
from ...core.paging import Page
from ...core.text import clean_line
from ...discussion import queries as discussion
from ...discussion.forms import ButtonForm
from ...discussion.stances import STANCES
from ...discussion.wordings.queries import shown_wordings
from ...drafts import queries as drafts
from ...drafts.heading import cite
from ...people.names import public_name
from ..answers.actions import Given
from ..answers.forms import AnswersForm
from ..answers.queries import answers_for
from ..campaigns.queries import campaign_of
from . import actions, queries, rules, saved_reasons
from .forms import NoteForm, SavedReasonForm

bp = Blueprint("desk", __name__, url_prefix="/desk")


@bp.get("/<slug>")
@needs("drafter")
def queue(slug: str) -> Any:
    """The conversations of a draft that wait for its drafters, as the filters want them."""
    draft = drafts.draft_by_slug(slug)
    version, visitor = drafts.version_of(draft), _visitor()
    filters, lost = _filters(version)
    with unit_of_work():
        actions.note_visit(visitor.id, draft.id)
    visit = queries.visit_of(visitor.id, draft.id)
    since = visit.previous_at if visit is not None else None
    wanted = queries.Queue(draft.id, version.id, visitor.id, filters, since)
    cursor = request.args.get("cursor")
    page = Page([], None) if lost else queries.page_of_queue(wanted, cursor)
    count = 0 if lost else queries.count_queue(wanted, page, cursor)
    ids = [row.id for row in page.items]
    return render_template(
        "desk/queue.html",
        draft=draft,
        version=version,
        filters=filters,
        page=page,
        count=count,
        most=queries.COUNTED_TO,
        lost=lost,
        since=since,
        clauses=queries.clauses_with_counts(draft.id, version.id),
        answers=answers_for(ids),
        campaigns=campaign_of(ids),
        kept=queries.kept_about(ids),
        wordings=shown_wordings(page.items),
        drafters=queries.drafters(),
        tags=queries.tags_in_use(draft.id),
        act=queries.last_act(visitor.id, draft.id),
        here=request.full_path.rstrip("?"),
        **_words(),
    )


@bp.post("/<slug>/assign")
@needs("drafter")
@posts_a_minute(120)
@writes
def assign(slug: str) -> Any:
    """Assign ticked comments to oneself, to a colleague or to nobody."""
    draft = drafts.draft_by_slug(slug)
    comments = _ticked(draft)
    who = _meant_person()
    if not comments or isinstance(who, str):
        return _refused(draft, who if isinstance(who, str) and comments else _nothing_ticked())
    changed = actions.assign(draft, comments, who.id if who is not None else None, _visitor())
    if who is None:
        flash(ngettext("Призначення знято: %(num)s зауваження.", "Призначення знято: %(num)s зауважень.", changed))
    else:
        flash(
            ngettext(
                "Призначено: %(num)s зауваження. Відповідає %(name)s.",
                "Призначено: %(num)s зауважень. Відповідає %(name)s.",
                changed,
                name=_name(who),
            )
        )
    return redirect(_back(draft), 303)


@bp.post("/<slug>/tags")
@needs("drafter")
@posts_a_minute(120)
@writes
def tag(slug: str) -> Any:
    """Put tags on ticked comments, or take one from them."""
    draft = drafts.draft_by_slug(slug)
    comments = _ticked(draft)
    if not comments:
        return _refused(draft, _nothing_ticked())
    try:
        if request.form.get("untag"):
            name = _line("take")
            changed = actions.untag(draft, comments, rules.tag_key(name), _visitor())
            flash(_("Мітку «%(tag)s» знято: %(n)s.", tag=rules.tag_name(name), n=changed))
        else:
            name = _line("tag")
            changed = actions.tag(draft, comments, name, _visitor())
            flash(_("Мітку «%(tag)s» додано: %(n)s.", tag=rules.tag_name(name), n=changed))
    except BadInput as error:
        return _refused(draft, error.message)
    return redirect(_back(draft), 303)


@bp.post("/<slug>/undo")
@needs("drafter")
@writes
def undo(slug: str) -> Any:
    draft = drafts.draft_by_slug(slug)
    restored = actions.undo(draft, _visitor())
    flash(ngettext("Скасовано для %(num)s зауваження.", "Скасовано для %(num)s зауважень.", restored))
    return redirect(_back(draft), 303)


# The forms with words are exempt from the general check of the token, which would lose what was typed; each checks
# the token itself and shows the words again.


@bp.route("/<slug>/answer", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(60)
@writes
def answer(slug: str) -> Any:
    """One answer to ticked comments: written, then looked over, then published."""
    draft = drafts.draft_by_slug(slug)
    step, comments = request.form.get("step", ""), _ticked(draft)
    if request.method == "POST" and (step == "begin" or not comments):
        csrf.protect()
    if not comments:
        return _refused(draft, _nothing_ticked())
    if step == "begin":
        return redirect(url_for(".answer", slug=slug, c=_public_ids(), next=_back(draft)), 303)
    form = AnswersForm(**({"copies": True} if request.method == "GET" else {}))
    saved_reasons.offer(form)
    targets = actions.targets_of(comments, form.copies.data)
    if not targets:
        return _refused(draft, _("На всі позначені зауваження вже відповіли."))
    if saved_reasons.inserted(form):
        return _answer_page(draft, form, comments, targets), 422 if form.saved.errors else 200
    if request.method == "GET" or step == "back":
        return _answer_page(draft, form, comments, targets)
    if not form.validate_on_submit():
        status = form.page_status()
        return _answer_page(draft, form, comments, targets), status
    given = Given(form.decision.data, form.reason.data, form.changed.data or "")
    try:
        if step != "publish":
            actions.check_given(draft, given)
            return _answer_page(draft, form, comments, targets, "desk/answer_check.html")
        return _published(draft, form, targets, given, comments)
    except BadInput as error:
        form.refuse(error)
        return _answer_page(draft, form, comments, targets), 422


@bp.route("/<slug>/comments/<public_id>", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(60)
@writes
def comment(slug: str, public_id: str) -> Any:
    """One comment at the desk: notes under it, its tags, whom it is assigned to."""
    draft = drafts.draft_by_slug(slug)
    found = discussion.comment_by_public_id(public_id)
    if found.draft_id != draft.id:
        raise NotFound(_("Такого зауваження немає."))
    form = NoteForm()
    if form.validate_on_submit():
        actions.add_note(found, form.body.data, person())
        flash(_("Нотатку збережено. Її бачать лише розробники."))
        return redirect(_own_address(draft, public_id), 303)
    status = form.page_status()
    page = render_template(
        "desk/comment.html",
        draft=draft,
        comment=found,
        form=form,
        notes=queries.notes_under(found.id),
        kept=queries.kept_about([found.id])[found.id],
        answer=answers_for([found.id]).get(found.id),
        campaign=campaign_of([found.id]).get(found.id),
        drafters=queries.drafters(),
        tags=queries.tags_in_use(draft.id),
        back=_back(draft),
        here=_own_address(draft, public_id),
        **_words(),
    )
    return page, status


@bp.route("/<slug>/notes/<public_id>", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(60)
@writes
def note(slug: str, public_id: str) -> Any:
    """Change or delete a note of one's own."""
    draft = drafts.draft_by_slug(slug)
    found = queries.find_note(draft.id, public_id)
    form = NoteForm(data={"body": found.body})
    actions.require_writer(found, person())
    if request.form.get("step") == "delete" and not _bad_token(form):
        actions.delete_note(found, person())
        flash(_("Нотатку видалено."))
        return redirect(_own_address(draft, found.comment), 303)
    if form.validate_on_submit():
        actions.change_note(found, form.body.data, person())
        flash(_("Нотатку змінено."))
        return redirect(_own_address(draft, found.comment), 303)
    back, status = _own_address(draft, found.comment), form.page_status()
    return render_template("desk/note.html", draft=draft, note=found, form=form, back=back), status


@bp.route("/answers/reasons", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(60)
@writes
def reasons() -> Any:
    """The saved reasons of a drafter, and the form for another."""
    form = SavedReasonForm()
    if form.validate_on_submit():
        actions.save_reason(person(), form.title.data, form.reason.data)
        flash(_("Формулювання збережено."))
        return redirect(url_for(".reasons"), 303)
    status = form.page_status()
    return render_template("desk/reasons.html", form=form, found=queries.reasons_of(_visitor().id)), status


@bp.route("/answers/reasons/<public_id>", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(60)
@writes
def reason(public_id: str) -> Any:
    """Change or delete a saved reason of one's own."""
    found = queries.find_reason(_visitor().id, public_id)
    form = SavedReasonForm(data={"title": found.title, "reason": found.reason})
    if request.form.get("step") == "delete" and not _bad_token(form):
        actions.delete_reason(found)
        flash(_("Формулювання видалено. Відповіді, у яких воно стоїть, лишилися без змін."))
        return redirect(url_for(".reasons"), 303)
    if form.validate_on_submit():
        actions.save_reason(person(), form.title.data, form.reason.data, public_id)
        flash(_("Формулювання змінено."))
        return redirect(url_for(".reasons"), 303)
    status = form.page_status()
    return render_template("desk/reason.html", form=form, reason=found), status


def _filters(version: Row) -> tuple[rules.Filters, str]:
    """The filters of the page with the address of the clause that a citation names, and what is wrong with it."""
    filters = rules.read_filters(request.args)
    if filters.clause in ("", rules.WHOLE, rules.GONE):
        return filters, ""
    clause = drafts.find_clause(version.id, filters.clause)
    if clause is None:
        return filters, _("Такого місця в найновішій редакції немає: %(place)s.", place=filters.clause)
    return replace(filters, clause=clause.eid), ""


def _published(draft: Row, form: AnswersForm, targets: Sequence[Any], given: Given, comments: Sequence[Row]) -> Any:
    done = {target.public_id for target in actions.answer_all(draft, targets, given, person())}
    reached = [row for row in comments if row.public_id in done or row.campaign in done]
    skipped = len(_public_ids()) - len(reached)
    saved_reasons.keep(form)
    if done:
        flash(
            ngettext("Опубліковано %(num)s відповідь.", "Опубліковано %(num)s відповідей.", len(done))
            + " "
            + _("Автори й ті, хто підтримав, отримають сповіщення.")
        )
    if skipped:
        flash(
            ngettext(
                "Пропущено %(num)s: на нього вже відповіли або його вже не показано.",
                "Пропущено %(num)s: на них уже відповіли або їх уже не показано.",
                skipped,
            ),
            "error",
        )
    return redirect(_back(draft), 303)


def _answer_page(
    draft: Row, form: AnswersForm, comments: Sequence[Any], targets: Sequence[Any], template: str = "desk/answer.html"
) -> str:
    meant = {target.public_id for target in targets}
    return render_template(
        template,
        draft=draft,
        version=drafts.version_of(draft),
        form=form,
        comments=comments,
        targets=targets,
        reached=sum(target.size for target in targets),
        meant=meant,
        campaigns=any(row.campaign for row in comments),
        back=_back(draft),
        cite=cite,
    )


def _words() -> dict[str, Any]:
    """What each page with comments needs to speak of them."""
    return {"button": ButtonForm(), "cite": cite, "name_of": _name, "stances": STANCES}


def _visitor() -> Any:
    visitor = person()
    assert visitor is not None
    return visitor


def _name(row: Any) -> str:
    return public_name("full", row.given_name or "", row.family_name or "", "") if row is not None else ""


def _public_ids() -> list[str]:
    """The ticked comments, each once; a page has fewer than can be taken."""
    return list(dict.fromkeys(request.values.getlist("c")))[: rules.MOST_TICKED]


def _ticked(draft: Row) -> Sequence[Row]:
    return queries.ticked(draft.id, _public_ids())


def _nothing_ticked() -> str:
    if _public_ids():
        return _("Цих зауважень уже не показують: їх приховано, відкликано або стерто.")
    return _("Позначте хоча б одне зауваження.")


def _meant_person() -> Any:
    """The drafter that comments are to be assigned to, None for nobody, or what is wrong, in words."""
    how = request.form.get("to", "")
    if how == rules.NOBODY:
        return None
    handle = _visitor().handle if how == rules.ME else request.form.get("whom", "")
    found = next((row for row in queries.drafters() if row.handle == handle), None)
    return found if found is not None else _("Оберіть, кому призначити.")


def _line(name: str) -> str:
    try:
        return clean_line(request.form.get(name, ""))
    except ValueError as error:
        raise BadInput(_("У мітці є службові символи, яких не видно. Наберіть її ще раз.")) from error


def _refused(draft: Row, message: str) -> Any:
    """Back to where the drafter was, with what is wrong; nothing was typed that could be lost but a tag."""
    flash(message, "error")
    return redirect(_back(draft), 303)


def _back(draft: Row) -> str:
    return safe_next(request.values.get("next"), url_for(".queue", slug=draft.slug))


def _own_address(draft: Row, public_id: str) -> str:
    """The page of a comment at the desk that knows the way back to the queue."""
    way = safe_next(request.values.get("next"), "") or None
    return url_for(".comment", slug=draft.slug, public_id=public_id, next=way)


def _bad_token(form: Any) -> bool:
    """Whether the token is not this session's: then nothing is deleted and the page is shown again."""
    form.validate()
    return form.has_bad_token
