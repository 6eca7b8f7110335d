"""Taking a filled-in table back at the desk: the file, what it would change, the confirmation."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import RequestEntityTooLarge

from ....core.access import needs, person
from ....core.errors import BadInput, NotFound
from ....core.forms import csrf
from ....core.limits import posts_a_minute
from ....core.paging import Page, cut, decode_cursor
from ....core.text import clean_line
from ....core.workbook_reading import MOST_BYTES
from ....drafts import queries as drafts
from ...exports.proposals_columns import CONCLUSION_WORDS
from . import actions, refused
from .forms import ConfirmForm, FileForm
from .kept import KeptRows, folder_in, keep, kept
from .limited import read_limited, too_large
from .plan import CHANGED, NEW, Plan

bp = Blueprint("answers_file", __name__, url_prefix="/desk/<slug>/answers-file")

LINES = 100
REFUSED_SHOWN = 50
# A request that publishes more would last minutes: the command does it with progress.
MOST_AT_ONCE = 1000


# Exempt from the general check of the token, which would read the form before its limit is raised;
# the form checks the token itself.


@bp.route("", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(20)
def bring(slug: str) -> Any:
    draft = drafts.draft_by_slug(slug)
    request.max_content_length = 2 * MOST_BYTES
    try:
        form = FileForm()
    except RequestEntityTooLarge:
        form = FileForm(formdata=None)
        form.file.errors = [too_large()]
        return render_template("answers/file.html", form=form, draft=draft), 413
    if form.validate_on_submit():
        try:
            return redirect(url_for(".look", slug=slug, token=_keep(slug, form)), 303)
        except BadInput as error:
            form.file.errors = [*form.file.errors, error.message]
    status = 200 if not form.is_submitted() else 400 if form.has_bad_token else 422
    if status == 400:
        form.csrf_token.errors = [_("Сеанс закінчився. Оберіть файл і надішліть його ще раз.")]
    return render_template("answers/file.html", form=form, draft=draft), status


@bp.route("/<token>", methods=["GET", "POST"])
@needs("drafter")
@posts_a_minute(20)
def look(slug: str, token: str) -> Any:
    """What the file would change now; the button does exactly what the page showed, or nothing."""
    draft = drafts.draft_by_slug(slug)
    file = _kept(slug, token)
    plan = actions.look(file.rows, slug)
    form = ConfirmForm()
    changed_since = False
    if form.validate_on_submit():
        if form.seen.data == plan.seal and len(plan.lines) <= MOST_AT_ONCE:
            _give(plan)
            return redirect(url_for(".look", slug=slug, token=token), 303)
        changed_since = form.seen.data != plan.seal
    page = render_template(
        "answers/file_plan.html",
        draft=draft,
        file=file,
        token_=token,
        plan=plan,
        page=_page(plan, request.args.get("cursor")),
        new=plan.count(NEW),
        changed=plan.count(CHANGED),
        refused=plan.refused[:REFUSED_SHOWN],
        form=form,
        changed_since=changed_since,
        most=MOST_AT_ONCE,
        words=CONCLUSION_WORDS,
    )
    return page, 409 if changed_since else 200 if not form.is_submitted() else 422


@bp.get("/<token>/refused.csv")
@needs("drafter")
def refused_file(slug: str, token: str) -> Response:
    drafts.draft_by_slug(slug)
    lines = "".join(refused.as_csv(actions.look(_kept(slug, token).rows, slug).refused))
    response = Response(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-answers.rejected.csv"'
    return response


def _keep(slug: str, form: FileForm) -> str:
    """Read the file and keep its rows. Raises BadInput."""
    rows = read_limited(form.source)
    if not rows:
        raise BadInput(_("У таблиці немає жодного заповненого рядка."))
    return keep(_folder(), slug, _person_id(), _name(form.file.data.filename), rows)


def _kept(slug: str, token: str) -> KeptRows:
    found = kept(_folder(), token, slug, _person_id())
    if found is None:
        raise NotFound(
            _("Цього файлу тут уже немає: такі файли зберігаються добу. Завантажте його ще раз."),
            suggestions=[(_("Завантажити заповнену таблицю"), url_for(".bring", slug=slug))],
        )
    return found


def _give(plan: Plan) -> None:
    failed = actions.give(plan, person())
    given = len(plan.lines) - len(failed)
    if given:
        flash(ngettext("Опубліковано %(num)s відповідь.", "Опубліковано %(num)s відповідей.", given))
    for one in failed[:10]:
        flash(_("Рядок %(row)s не взято: %(reason)s", row=one.row.row, reason=one.reason))


def _page(plan: Plan, cursor: str | None) -> Page:
    key = decode_cursor(cursor, 1)
    begin = max(key[0], 0) if key else 0
    numbered = list(enumerate(plan.lines, start=1))[begin : begin + LINES + 1]
    return cut(numbered, LINES, lambda one: (one[0],))


def _name(name: str) -> str:
    try:
        return clean_line(name.replace("\\", "/").rpartition("/")[2])[-200:] or "file.xlsx"
    except ValueError:
        return "file.xlsx"


def _folder() -> Path:
    return folder_in(current_app.extensions["settings"].data_dir)


def _person_id() -> int:
    visitor = person()
    assert visitor is not None
    return int(visitor.id)
