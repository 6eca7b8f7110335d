"""Summaries clause by clause, and the downloads."""

from typing import Any

from flask import (
    Blueprint,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from markupsafe import Markup

from ..core.access import public
from ..discussion import queries as discussion
from ..discussion.marked_text import heat_bar, in_words, stances_bar
from ..discussion.wordings.grouping import WordingGroup, grouped
from ..discussion.wordings.proposals import by_clause
from ..discussion.wordings.queries import proposals_for, taken_wordings
from ..drafts import citations
from ..drafts.heading import cite, facts, keep_page
from ..drafts.queries import (
    Place,
    draft_by_slug,
    headings_of,
    place_of,
    version_of,
    whole_provision,
)
from . import activity, clause_map, queries
from .answers.queries import answers_for, page_of_questions
from .campaigns.queries import campaign_of, campaigns_of, campaigns_of_provisions
from .exports import views as downloads
from .labels import activity_name
from .themes.queries import themes_of

bp = Blueprint("feedback", __name__)
downloads.register(bp)

SORTS = ("text", "attention", "disagreement")
QUESTIONS_SHOWN = CAMPAIGNS_SHOWN = 3
PARTS_SHOWN = 12


@bp.get("/drafts/<slug>/feedback")
@public
def summaries(slug: str) -> Any:
    draft = draft_by_slug(slug)
    version = version_of(draft)
    sort = request.args.get("sort") if request.args.get("sort") in SORTS else "text"
    cursor = request.args.get("cursor")
    page = queries.page_of_summaries(version.id, sort or "text", cursor)
    ids = [i for row in page.items if row.content for i in (*row.content["top"][:1], *row.content["questions"][:1])]
    totals = queries.totals_of([draft.id])[draft.id]
    response = current_app.make_response(
        render_template(
            "feedback/summaries.html",
            draft=draft,
            version=version,
            page=page,
            sort=sort,
            comments=queries.comments_by_id(ids),
            totals=totals,
            whole=discussion.tally_of(whole_provision(draft.id)),
            cite=cite,
            tab="feedback",
            **_pictures(),
            **({} if cursor else _overview(draft, version, totals)),
            **facts(draft),
        )
    )
    return keep_page(response, draft)


def _overview(draft: Any, version: Any, totals: queries.Totals) -> dict[str, Any]:
    """What stands above the list on its first page: the map, the activity, the questions that wait."""
    headings = headings_of(version.id)
    labels = {row.eid: cite(row.eid) for row in headings} | {"": _("початок тексту")}
    shown = clause_map.columns(headings, queries.sections_of(version.id), labels)
    unit, stretches = activity.stretches(totals.activity)
    questions = page_of_questions(draft.id, None, QUESTIONS_SHOWN)
    return {
        "columns": shown,
        "map_picture": clause_map.draw(shown, _map_in_words(shown)),
        "unit": unit,
        "stretches": stretches,
        "activity_picture": _activity_picture(unit, stretches),
        "stretch_name": activity_name,
        "questions": questions,
        "campaigns": campaigns_of(draft.id, None, CAMPAIGNS_SHOWN),
    }


def _map_in_words(shown: list[clause_map.Column]) -> str:
    busiest = max(shown, key=lambda column: column.comments, default=None)
    if busiest is None:
        return ""
    divided = max(shown, key=lambda column: column.contested)
    said = _("Найбільше говорять: %(place)s, %(n)s.", place=busiest.label, n=busiest.comments)
    if not divided.contested:
        return said
    return said + " " + _("Найбільше сперечаються: %(place)s, %(n)s.", place=divided.label, n=divided.contested)


def _activity_picture(unit: str, stretches: list[activity.Stretch]) -> Markup:
    if not stretches:
        return activity.draw([], "", ("", ""))
    most = max(stretches, key=lambda one: one.number)
    label = _("Найбільше зауважень: %(name)s, %(n)s.", name=activity_name(most, unit), n=most.number)
    return activity.draw(stretches, label, (activity_name(stretches[0], unit), activity_name(stretches[-1], unit)))


@bp.get("/drafts/<slug>/feedback/questions")
@public
def questions(slug: str) -> Any:
    draft = draft_by_slug(slug)
    response = current_app.make_response(
        render_template(
            "feedback/questions.html",
            draft=draft,
            version=version_of(draft),
            page=page_of_questions(draft.id, request.args.get("cursor")),
            totals=queries.totals_of([draft.id])[draft.id],
            cite=cite,
            tab="feedback",
            **facts(draft),
        )
    )
    return keep_page(response, draft)


@bp.get("/drafts/<slug>/feedback/<eid>")
@public
def clause_summary(slug: str, eid: str) -> Any:
    """One clause on one sheet: what is proposed, what was said of it, what the drafters answered."""
    place = place_of(slug, eid)
    if place.clause is not None and place.clause.eid != eid:
        return redirect(url_for(".clause_summary", slug=slug, eid=place.clause.eid))
    summary = queries.summary_of(place.provision_id)
    noticed = queries.comments_by_id([*summary.content["top"], *summary.content["questions"]]) if summary else {}
    response = current_app.make_response(
        render_template(
            "feedback/clause_summary.html",
            draft=place.draft,
            version=place.version,
            clause=place.clause,
            eid=place.eid or "whole",
            citation=citations.long(place.eid),
            tally=discussion.tally_of(place.provision_id),
            summary=summary,
            top=_without_copies(_in_order(noticed, summary, "top")),
            questions=_in_order(noticed, summary, "questions"),
            answers=answers_for(list(noticed)),
            wordings=_wordings(place),
            campaigns=campaigns_of_provisions([place.provision_id]).get(place.provision_id, []),
            themes=themes_of(place.provision_id),
            parts=queries.parts_of(place.version.id, place.eid, PARTS_SHOWN) if place.clause is not None else [],
            tab="feedback",
            cite=cite,
            **_pictures(),
            **facts(place.draft),
        )
    )
    return keep_page(response, place.draft)


def _in_order(noticed: dict[int, Any], summary: Any, name: str) -> list[Any]:
    return [noticed[i] for i in summary.content[name] if i in noticed] if summary else []


def _without_copies(comments: list[Any]) -> list[Any]:
    """Of the comments of one campaign the first alone: the campaign itself is on the sheet."""
    campaigns = campaign_of([comment.id for comment in comments])
    first = {campaigns[comment.id].id: comment.id for comment in reversed(comments) if comment.id in campaigns}
    return [one for one in comments if one.id not in campaigns or first[campaigns[one.id].id] == one.id]


def _wordings(place: Place) -> list[WordingGroup]:
    if place.clause is None:
        return []
    rows = proposals_for(place.version.id, place.clause.id)
    return [group for clause in by_clause(rows, taken_wordings([row.id for row in rows])) for group in grouped(clause)]


def _pictures() -> dict[str, Any]:
    return {"stances_bar": stances_bar, "in_words": in_words, "heat_bar": heat_bar}
