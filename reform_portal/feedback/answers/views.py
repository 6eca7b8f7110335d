"""Answers of the drafters: giving and changing them, their pages, and the matrix of a draft."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ...core.access import is_drafter, needs, person, public
from ...core.addresses import safe_next
from ...core.database import writes
from ...core.errors import BadInput, Conflict
from ...core.forms import csrf
from ...core.limits import posts_a_minute
from ...discussion.marked_text import heat_bar
from ...discussion.wordings.queries import shown_wordings
from ...drafts import queries as drafts
from ...drafts.heading import cite, facts, keep_page
from ...drafts.redline import redline
from ...journal.queries import entries_about
from .. import queries as feedback
from ..desk import saved_reasons
from . import actions, labels, queries
from .decisions import CAMPAIGN, COMMENT, DECISIONS, THEME
from .forms import AnswerForm

bp = Blueprint("answers", __name__)
labels.register(bp)

WAITING = "waiting"

# The forms are exempt from the general check of the token, which would lose what was typed; each checks the
# token itself and shows the words again.


@bp.route("/comments/<public_id>/answer", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(60)
@writes
def answer_comment(public_id: str) -> Any:
    return _answer(queries.find_target(COMMENT, public_id))


@bp.route("/themes/<public_id>/answer", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(60)
@writes
def answer_theme(public_id: str) -> Any:
    return _answer(queries.find_target(THEME, public_id))


@bp.route("/campaigns/<public_id>/answer", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(60)
@writes
def answer_campaign(public_id: str) -> Any:
    return _answer(queries.find_target(CAMPAIGN, public_id))


@bp.route("/answers/<public_id>/edit", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(60)
@writes
def edit(public_id: str) -> Any:
    answer = queries.find_answer(public_id)
    form = AnswerForm(data={"decision": answer.decision, "reason": answer.reason, "changed": queries.place_now(answer)})
    saved_reasons.offer(form)
    refused: Conflict | None = None
    if saved_reasons.inserted(form):
        return _edit_page(form, answer, None), 422 if form.saved.errors else 200
    if form.validate_on_submit():
        try:
            actions.revise(answer, person(), _given(form))
            saved_reasons.keep(form)
            flash(_("Відповідь змінено. Попередню видно на її сторінці."))
            return redirect(_back_to(public_id), 303)
        except BadInput as error:
            form.refuse(error)
        except Conflict as error:
            refused = error
    status = form.page_status(refused)
    return _edit_page(form, answer, refused), status


def _edit_page(form: AnswerForm, answer: Any, refused: Conflict | None) -> str:
    version = drafts.version_of(drafts.draft_by_slug(answer.slug))
    return render_template("answers/edit.html", form=form, answer=answer, refused=refused, version=version)


@bp.get("/answers/<public_id>")
@public
def answer(public_id: str) -> Any:
    found = queries.find_answer(public_id)
    page = render_template(
        "answers/answer.html",
        answer=found,
        changed=_changed_words(found),
        revisions=queries.revisions_of(found.id),
        page=queries.page_under(found.id, request.args.get("cursor")),
        count=queries.count_under(found.id),
        entries=entries_about(f"a:{public_id}"),
        may_answer=is_drafter(person()),
        cite=cite,
    )
    return keep_page(make_response(page), drafts.draft_by_slug(found.slug))


@bp.get("/drafts/<slug>/answers")
@public
def matrix(slug: str) -> Any:
    """How much of a draft is answered and how fast, every answer, and what still waits."""
    draft = drafts.draft_by_slug(slug)
    shown = request.args.get("decision", "")
    shown = shown if shown in (*DECISIONS, WAITING) else ""
    cursor = request.args.get("cursor")
    if shown == WAITING:
        page = queries.page_of_unanswered(draft.id, cursor)
    else:
        page = queries.page_of_answers(draft.id, shown, cursor)
    response = make_response(
        render_template(
            "answers/matrix.html",
            draft=draft,
            version=drafts.version_of(draft),
            totals=feedback.totals_of([draft.id])[draft.id],
            page=page,
            shown=shown,
            decisions=DECISIONS,
            may_answer=is_drafter(person()),
            heat_bar=heat_bar,
            cite=cite,
            tab="answers",
            **facts(draft),
        )
    )
    return keep_page(response, draft)


def _answer(target: queries.Target) -> Any:
    """Show or take the form of an answer; whatever goes wrong, the words stay in it."""
    given = queries.answer_to(target.kind, target.id)
    if given is not None and request.method == "GET":
        return redirect(url_for(".edit", public_id=given.public_id, next=request.args.get("next")), 303)
    form = AnswerForm()
    saved_reasons.offer(form)
    refused: Conflict | None = None
    if saved_reasons.inserted(form):
        return _give_page(form, target, given, None), 422 if form.saved.errors else 200
    if form.validate_on_submit():
        try:
            public_id = actions.answer(target, person(), _given(form))
            saved_reasons.keep(form)
            flash(_("Відповідь опубліковано. Авторам і тим, хто підтримав, надійде сповіщення."))
            return redirect(_back_to(public_id), 303)
        except BadInput as error:
            form.refuse(error)
        except Conflict as error:
            refused = error
    elif request.method == "GET":
        actions.check_answerable(target, person())
    status = form.page_status(refused)
    return _give_page(form, target, given, refused), status


def _give_page(form: AnswerForm, target: queries.Target, given: Any, refused: Conflict | None) -> str:
    draft = drafts.draft_by_slug(target.slug)
    comment = target.comment
    return render_template(
        "answers/give.html",
        form=form,
        target=target,
        proposed=shown_wordings([comment]).get(comment.id) if comment is not None else None,
        draft=draft,
        version=drafts.version_of(draft),
        given=given,
        refused=refused,
        back=safe_next(request.args.get("next"), ""),
    )


def _back_to(public_id: str) -> str:
    """Where a drafter came from, the queue of the desk for one, else the answer."""
    return safe_next(request.args.get("next"), url_for(".answer", public_id=public_id))


def _given(form: AnswerForm) -> actions.Given:
    return actions.Given(form.decision.data, form.reason.data, form.changed.data or "")


def _changed_words(answer: Any) -> dict[str, Any] | None:
    """The changed words of an answer against those that people wrote about: ``before`` (number of that version,
    None when it is no earlier one) and ``pieces`` of the redline. None when the answer points nowhere."""
    if answer.changed_clause_id is None:
        return None
    before = queries.first_version_under(answer.id)
    if before is None or before >= answer.changed_in:
        return {"before": None, "pieces": redline(answer.changed_text, answer.changed_text)}
    draft = drafts.draft_by_slug(answer.slug)
    version = drafts.version_of(draft, before)
    old = drafts.clause_of_provision(version.id, answer.changed_provision_id)
    return {"before": before, "pieces": redline(old.text if old is not None else "", answer.changed_text)}
