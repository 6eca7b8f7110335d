"""JSON for programs, first form: drafts, comments, summaries, search; posting a comment with a token."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for
from flask_babel import gettext as _

from ..core.access import public
from ..core.clock import in_kyiv, now
from ..core.database import writes
from ..core.errors import BadInput
from ..core.forms import csrf
from ..core.limits import limiter
from ..core.numbers import whole_number
from ..core.text import clean_line, clean_typed
from ..discussion import actions as discussion_actions
from ..discussion import queries as discussion
from ..discussion import rules as discussion_rules
from ..discussion.placements.queries import shown_in
from ..discussion.wordings.proposals import Proposal, by_clause
from ..discussion.wordings.queries import proposals_for
from ..drafts import queries as drafts
from ..drafts.alignment import Link
from ..drafts.comparison.queries import both_texts, comparison_of
from ..drafts.redline import redline
from ..drafts.rules import stage
from ..feedback import queries as feedback
from ..feedback.answers.queries import answers_for
from ..feedback.themes import queries as themes
from ..journal.queries import entries_about
from ..search import queries as searching
from . import shapes
from .tokens import with_token

bp = Blueprint("api", __name__, url_prefix="/api/v1")
csrf.exempt(bp)

MOST = 200
READING = "1200 per minute"


@bp.get("/drafts")
@public
@limiter.limit(READING)
def list_drafts() -> Response:
    return jsonify({"items": [shapes.draft_line(row) for row in drafts.all_drafts()], "next": None})


@bp.get("/drafts/<slug>")
@public
@limiter.limit(READING)
def draft(slug: str) -> Response:
    found = drafts.draft_by_slug(slug)
    version = drafts.version_of(found, _version())
    tallies = discussion.tallies_of(found.id)
    return jsonify(
        {
            "slug": found.slug,
            "title": found.title,
            "stage": stage(found, now()),
            "language": found.language,
            "version": version.number,
            "versions": [shapes.version(row) for row in drafts.versions_of(found.id)],
            "clauses": [shapes.clause(row, tallies.get(row.provision_id)) for row in drafts.clauses_of(version.id)],
        }
    )


@bp.get("/drafts/<slug>/compare/<pair>")
@public
@limiter.limit(READING)
def compare(slug: str, pair: str) -> Response:
    found = comparison_of(drafts.draft_by_slug(slug), pair)
    before, after = both_texts(found)
    return jsonify({"clauses": [_link(link, before, after) for link in found.links]})


@bp.get("/drafts/<slug>/comments")
@public
@limiter.limit(READING)
def comments(slug: str) -> Response:
    found = drafts.draft_by_slug(slug)
    version = drafts.version_of(found, _version())
    clauses = {row.provision_id: row for row in drafts.clauses_of(version.id)}
    wanted = request.args.get("clause")
    provision = drafts.place_of(slug, wanted, version.number).provision_id if wanted else None
    page = discussion.page_of_comments(found.id, request.args.get("cursor"), _limit(), provision)
    known = discussion.public_ids([row.parent_id for row in page.items if row.parent_id is not None])
    placed = shown_in(version.id, [row.id for row in page.items])
    answers = {i: _answer(row) for i, row in answers_for([row.id for row in page.items]).items()}
    items = [
        shapes.comment(row, version.number, clauses, known, placed.get(row.id), answers.get(row.id))
        for row in page.items
    ]
    return jsonify({"items": items, "next": page.next})


@bp.post("/drafts/<slug>/comments")
@with_token
@limiter.limit("60 per minute")
@writes
def post_comment(person: Any, slug: str) -> Any:
    content = _json()
    if not isinstance(content, dict):
        raise BadInput(_("Тіло запиту має бути об’єктом JSON."))
    found = drafts.draft_by_slug(slug)
    above = _parent(content, found.id)
    # A reply stands where its conversation stands, whatever clause the program names.
    place = _place(slug, content) if above is None else drafts.place_of(slug, above.eid or drafts.WHOLE, above.version)
    said = discussion_actions.Said(
        _text(content, "body", clean_typed),
        _text(content, "stance", clean_line),
        _name_mode(found, person),
        _text(content, "quote", clean_line),
        content["start"] if isinstance(content.get("start"), int) else None,
        _text(content, "wording", clean_typed) if content.get("wording") is not None else None,
    )
    public_id = discussion_actions.post(place, person, said, above)
    receipt = [{"number": e.number, "leaf_hash": e.leaf_hash} for e in entries_about(f"c:{public_id}")]
    response = jsonify({"id": public_id, "receipt": receipt[-1]})
    response.headers["Location"] = url_for("web.comment_page", public_id=public_id)
    return response, 201


@bp.get("/drafts/<slug>/feedback")
@public
@limiter.limit(READING)
def summaries(slug: str) -> Response:
    found = drafts.draft_by_slug(slug)
    version = drafts.version_of(found)
    wanted = request.args.get("clause")
    eid = drafts.place_of(slug, wanted).eid if wanted else None
    rows = [row for row in feedback.all_summaries(version.id) if eid is None or row.eid == eid]
    ids = [row.provision_id for row in rows]
    said = _Said(
        {clause.eid: clause.proposals for clause in by_clause(proposals_for(version.id))},
        themes.themes_of_provisions(ids),
        themes.members_of_provisions(ids),
        feedback.copies_on(ids),
    )
    return jsonify({"clauses": [_summary(row, said) for row in rows]})


@bp.get("/search")
@public
@limiter.limit(READING)
def search() -> Response:
    answer = searching.answer_to(request.args, request.args.get("cursor"), _limit(20))
    items = [_found(found) for found in answer.items]
    return jsonify({"total": answer.total, "items": items, "facets": answer.facets, "next": answer.next})


def _link(link: Link, before: Sequence[Any], after: Sequence[Any]) -> dict[str, Any]:
    """``a`` and ``b`` are the addresses of a clause in both versions; the redline is of its text without the number."""
    old = before[link.before] if link.before is not None else None
    new = after[link.after] if link.after is not None else None
    pieces = redline(old.text if old else "", new.text if new else "")
    return {
        "provision": str((new or old).provision_id),  # type: ignore[union-attr]
        "a": old.eid if old else None,
        "b": new.eid if new else None,
        "change": link.change,
        "score": round(link.score, 4),
        "redline": [{"op": op, "text": text} for op, text in pieces],
    }


def _json() -> Any:
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def _place(slug: str, content: dict[str, Any]) -> drafts.Place:
    eid = _text(content, "clause", clean_line)
    place = drafts.find_place(slug, eid)
    if place is None:
        raise BadInput(fields={"clause": _("Такого місця в тексті немає: %(eid)s.", eid=eid[:80])})
    return place


def _parent(content: dict[str, Any], draft_id: int) -> Any:
    public_id = _text(content, "parent", clean_line)
    if not public_id:
        return None
    above = discussion.find_comment(public_id)
    if above is None or above.draft_id != draft_id:
        raise BadInput(fields={"parent": _("Такого зауваження немає.")})
    return above


def _name_mode(found: Any, person: Any) -> str:
    """A program signs by the fullest name that the rules allow."""
    modes = discussion_rules.name_modes(found.rule_set, in_kyiv(now()).date())
    return "full" if "full" in modes or not person.pseudonym else modes[0]


def _text(content: dict[str, Any], name: str, cleaner: Any) -> str:
    value = content.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(fields={name: _("Тут потрібен текст.")})
    try:
        return cleaner(value)
    except ValueError as error:
        raise BadInput(fields={name: _("У тексті є службові символи.")}) from error


@dataclass(frozen=True)
class _Said:
    """What was said of the clauses of a version: proposals by address, themes and campaigns by provision, the members
    of themes."""

    proposals: Mapping[str, Sequence[Proposal]]
    themes: Mapping[int, themes.ShownThemes]
    members: Mapping[int, Sequence[str]]
    campaigns: Mapping[int, Sequence[feedback.CopiesHere]]


def _summary(row: Any, said: _Said) -> dict[str, Any]:
    content = row.content or {}
    found = said.themes[row.provision_id]
    return {
        "eid": row.eid,
        "tally": shapes.tally_of(row),
        "people": content.get("people", 0),
        "texts": content.get("texts", 0),
        "submissions": content.get("submissions", 0),
        "marked": content.get("marked", []),
        "open_questions": content.get("open_questions", 0),
        "themes": [_theme(theme, said.members.get(theme.id, ())) for theme in found.themes],
        "other": found.other,
        "campaigns": [shapes.campaign(one) for one in said.campaigns.get(row.provision_id, ())],
        "wordings": [shapes.wording(proposal) for proposal in said.proposals.get(row.eid, ())],
        "answered": content.get("answered", 0),
        "stale": row.entry is None or row.last_entry > row.entry or found.stale,
    }


def _theme(theme: themes.ShownTheme, members: Sequence[str]) -> dict[str, Any]:
    answered = _answer(theme.answer) if theme.answer is not None else None
    return shapes.theme(theme, members, url_for("themes.theme", public_id=theme.public_id), answered)


def _answer(row: Any) -> dict[str, Any]:
    return shapes.answer(row, url_for("answers.answer", public_id=row.public_id))


def _found(found: searching.Found) -> dict[str, Any]:
    return {
        **found.as_json(),
        "url": request.script_root + found.path,
        "external_id": found.row.external_id if found.kind in ("comment", "wording") else None,
        "created_at": shapes.stamp(found.created_at),
    }


def _limit(default: int = 50) -> int:
    wanted = whole_number(request.args.get("limit", ""), digits=5)
    return default if wanted is None else min(max(wanted, 1), MOST)


def _version() -> int | None:
    return whole_number(request.args.get("version", ""))
