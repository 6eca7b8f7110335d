"""The report: its public page and files, and the desk where it is written and published."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from ...core.access import is_drafter, needs, person, public
from ...core.clock import now
from ...core.database import writes
from ...core.errors import BadInput, Conflict, NotFound
from ...core.forms import csrf
from ...core.limits import limiter, posts_a_minute
from ...drafts import queries as drafts
from ...drafts.heading import cite, facts, keep_page
from ...journal.queries import entries_about
from .. import queries as feedback
from ..answers.queries import page_of_unanswered
from . import actions, files, printed, queries
from .content import NAMES, PROPOSAL, readable
from .forms import PublishForm, TextsForm

bp = Blueprint("report", __name__)

NAMES_ON_PAGE = 60
ROWS_IN_PREVIEW = 50
COMMENTS, THEMES = "comments", "themes"


@bp.get("/drafts/<slug>/report")
@public
def page(slug: str) -> Any:
    """The published report; before that, what it will be and when it is due."""
    draft = drafts.draft_by_slug(slug)
    report = _asked_report(draft)
    if report is None:
        response = make_response(
            render_template("report/awaited.html", **_above(draft), due=actions.due_of(draft, False))
        )
        # The day on which it becomes overdue comes without a change of the draft.
        return response if draft.closes_at is not None else keep_page(response, draft)
    if request.args.get("part") == NAMES:
        return keep_page(make_response(_page_of_names(draft, report)), draft)
    found = queries.page_of_rows(report.id, request.args.get("cursor"))
    return keep_page(
        make_response(
            render_template(
                "report/report.html",
                **_above(draft),
                report=report,
                reports=queries.reports_of(draft.id),
                **_printed(report, found),
                entries=entries_about(f"r:{report.public_id}"),
                begins=not request.args.get("cursor"),
            )
        ),
        draft,
    )


@bp.get("/drafts/<slug>/report/file.<format_name>")
@public
@limiter.limit("20 per minute")
def report_file(slug: str, format_name: str) -> Any:
    draft = drafts.draft_by_slug(slug)
    report = queries.report_of(draft.id, _number())
    settings = current_app.extensions["settings"]
    path = files.file_of(report, slug, format_name, settings.data_dir, settings.base_url)
    name = f"{slug}-report-{report.number}.{format_name}"
    return send_file(path, mimetype=files.MEDIA[format_name], as_attachment=True, download_name=name, max_age=0)


@bp.route("/desk/<slug>/report", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(60)
@writes
def desk(slug: str) -> Any:
    """What is missing for the report, and the texts that a drafter writes for it."""
    draft = drafts.draft_by_slug(slug)
    form, refused = TextsForm(), None
    if form.validate_on_submit():
        try:
            actions.save(draft, person(), form.given())
            flash(_("Тексти звіту збережено. Їх видно лише тут, доки звіт не опубліковано."))
            return redirect(url_for(".desk", slug=slug), 303)
        except BadInput as error:
            form.refuse(error)
        except Conflict as error:
            refused = error
            # Saving once more replaces what the other wrote: it is shown beside.
            form.seen.data = str(actions.texts_of(draft).number)
    elif request.method == "GET":
        form.fill(actions.texts_of(draft))
    status = form.page_status(refused)
    return render_template(
        "report/desk.html",
        **_at_desk(draft),
        form=form,
        refused=refused,
        stored=actions.texts_of(draft),
        parts=actions.parts_for(draft),
        reports=queries.reports_of(draft.id),
    ), status


@bp.get("/desk/<slug>/report/missing")
@needs("drafter")
def missing(slug: str) -> Any:
    """Every conversation or theme that keeps the report from being published."""
    draft = drafts.draft_by_slug(slug)
    shown = THEMES if request.args.get("shown") == THEMES else COMMENTS
    cursor = request.args.get("cursor")
    found = (
        queries.page_of_unanswered_themes(draft.id, cursor) if shown == THEMES else page_of_unanswered(draft.id, cursor)
    )
    return render_template("report/missing.html", **_at_desk(draft), page=found, shown=shown, cite=cite)


@bp.get("/desk/<slug>/report/preview")
@needs("drafter")
def preview(slug: str) -> Any:
    """The report as it would be published now, with the first of its rows."""
    draft = drafts.draft_by_slug(slug)
    frozen = actions.frozen_now(draft)
    head = actions.head_of(draft, frozen, now())
    names = _first_names(row["content"] for row in frozen.rows if row["kind"] == NAMES)
    rows = [row for row in frozen.rows if row["kind"] == PROPOSAL]
    return render_template(
        "report/preview.html",
        **_at_desk(draft),
        head=printed.printed_head(head, None),
        parts=printed.printed_parts(head, names),
        sections=_sections(head, [(r["section"], r["content"]) for r in rows[:ROWS_IN_PREVIEW]], {}),
        summaries=[printed.printed_section(section, draft.language) for section in head["sections"]],
        columns=printed.column_names(),
        proposal_basis=head["proposal_basis"],
        more=max(0, len(rows) - ROWS_IN_PREVIEW),
        report=None,
    )


@bp.route("/desk/<slug>/report/publish", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(20)
@writes
def publish(slug: str) -> Any:
    """Ask once more, then publish; a refusal says what is missing and leads there."""
    draft = drafts.draft_by_slug(slug)
    form, refused = PublishForm(), None
    if form.validate_on_submit():
        try:
            number = actions.publish(draft, person(), form.note.data or "")
            flash(
                _("Звіт опубліковано. Учасникам надійде сповіщення.")
                if number == 1
                else _("Виправлений звіт опубліковано.")
            )
            return redirect(url_for(".page", slug=slug, number=number), 303)
        except BadInput as error:
            form.refuse(error)
        except Conflict as error:
            refused = error
    status = form.page_status(refused)
    return render_template(
        "report/publish.html",
        **_at_desk(draft),
        form=form,
        refused=refused,
        before=queries.find_report(draft.id),
        unanswered=page_of_unanswered(draft.id, size=10).items,
        themes=queries.page_of_unanswered_themes(draft.id, size=10).items,
        cite=cite,
    ), status


def _asked_report(draft: Any) -> Any:
    """The version of the report that the address asks for; None when none is published and none is asked for."""
    number = _number()
    return queries.find_report(draft.id) if number is None else queries.report_of(draft.id, number)


def _number() -> int | None:
    """Raises NotFound for a number that no report can have."""
    asked = request.args.get("number", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 7):
        raise NotFound(_("Такого звіту немає."))
    return int(asked)


def _above(draft: Any) -> dict[str, Any]:
    """What stands above every public page of a draft."""
    return {
        "draft": draft,
        "version": drafts.version_of(draft),
        "totals": feedback.totals_of([draft.id])[draft.id],
        "tab": "report",
        "term_in_words": printed.term_in_words,
        "in_words_of": printed.in_words_of,
        "may_write": is_drafter(person()),
        **facts(draft),
    }


def _at_desk(draft: Any) -> dict[str, Any]:
    return {
        "draft": draft,
        "state": actions.state_of(draft),
        "due": actions.due_of(draft, queries.find_report(draft.id) is not None),
        "term_in_words": printed.term_in_words,
        "in_words_of": printed.in_words_of,
        "rules_title": facts(draft)["rules_title"],
    }


def _printed(report: Any, found: Any) -> dict[str, Any]:
    """The report in words: its head and parts, and the rows of one page under their clauses."""
    head = report.content
    rows = [(row.section, row.content) for row in found.items]
    first, last = (found.items[0].position, found.items[-1].position) if rows else (0, 0)
    return {
        "head": printed.printed_head(head, report.number),
        "parts": printed.printed_parts(head, _first_names(row.content for row in queries.first_names_of(report.id))),
        "sections": _sections(head, rows, queries.statuses_of(report.id, first, last) if rows else {}),
        "summaries": [printed.printed_section(section, head["language"]) for section in head["sections"]],
        "columns": printed.column_names(),
        "proposal_basis": head["proposal_basis"],
        "next": found.next,
    }


def _first_names(rows: Iterable[Any]) -> dict[bool, list[str]]:
    """The first of the full names and of the others, out of the contents of rows with names."""
    names: dict[bool, list[str]] = {True: [], False: []}
    for row in rows:
        names[row["full"]] += row["names"]
    return {full: found[:NAMES_ON_PAGE] for full, found in names.items()}


def _sections(head: Any, rows: list[Any], statuses: dict[str, str]) -> list[dict[str, Any]]:
    """The clauses of some rows, each with those."""
    found: dict[int, dict[str, Any]] = {}
    for number, row in rows:
        section = found.setdefault(
            number, printed.printed_section(head["sections"][number - 1], head["language"]) | {"rows": []}
        )
        section["rows"].append(printed.printed_row(readable(row, statuses), head["language"]))
    return list(found.values())


def _page_of_names(draft: Any, report: Any) -> str:
    """All names of those who took part."""
    names: dict[bool, list[str]] = {True: [], False: []}
    for row in queries.names_of(report.id):
        names[row.content["full"]] += row.content["names"]
    parts = printed.printed_parts(report.content, names)
    part = next(one for one in parts if one["key"] == "participants")
    return render_template("report/names.html", **_above(draft), report=report, part=part)
