"""Pages that mix slices: home, drafts, the reading page, one clause, a person's own page, the desk."""

import re
from typing import Any

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext

from ..core.access import needs, person, public, signed_in
from ..core.clock import now
from ..core.languages import language
from ..core.paging import Page
from ..discussion import queries as discussion
from ..discussion.forms import ButtonForm
from ..discussion.marked_text import heat_bar, in_words, marked, stances_bar, without_drawn_lines
from ..drafts import citations, rules
from ..drafts import queries as drafts
from ..drafts.heading import facts, keep_page
from ..drafts.queries import Place
from ..feedback import queries as feedback
from ..journal.queries import last_number
from ..people import queries as people
from .contents import contents, hottest
from .fragments import fill, slot

bp = Blueprint("web", __name__)


@bp.get("/")
@public
def home() -> Any:
    found = drafts.all_drafts()
    return render_template(
        "web/home.html",
        drafts=found,
        stages={draft.id: rules.stage(draft, now()) for draft in found},
        totals=feedback.totals_of([draft.id for draft in found]),
        newest=discussion.newest_comments(),
        cite=_cite,
    )


@bp.get("/drafts/")
@public
def list_drafts() -> Any:
    found = drafts.all_drafts()
    return render_template(
        "web/drafts.html",
        drafts=found,
        stages={draft.id: rules.stage(draft, now()) for draft in found},
        totals=feedback.totals_of([draft.id for draft in found]),
    )


@bp.get("/drafts/<slug>/")
@public
def reading_page(slug: str) -> Any:
    draft = drafts.draft_by_slug(slug)
    version = drafts.version_of(draft, _number("version"))
    wanted = request.args.get("clause")
    if wanted:
        return _to_clause(draft, version, wanted)
    page = min(max(_number("page") or 1, 1), version.pages)
    clauses = drafts.clauses_on_page(version.id, page)
    first, last = (clauses[0].position, clauses[-1].position) if clauses else (0, 0)
    lines = contents(drafts.headings_of(version.id), discussion.heat_of(version.id), page)
    response = current_app.make_response(
        render_template(
            "web/reading_page.html",
            draft=draft,
            version=version,
            versions=drafts.versions_of(draft.id),
            page=page,
            clauses=clauses,
            texts=_texts(clauses, feedback.marks_on_page(version.id, page)),
            tallies={key: _tally(row) for key, row in discussion.tallies_on_page(version.id, page).items()},
            notes=_by_position(drafts.notes_between(version.id, first if page > 1 else 0, last)),
            translations=_translations(draft, version, first, last),
            lines=lines,
            most=hottest(lines),
            totals=feedback.totals_of([draft.id])[draft.id],
            tab="text",
            **_pictures(),
            **facts(draft),
        )
    )
    return keep_page(response, draft)


@bp.get("/drafts/<slug>/<eid>")
@public
def clause_page(slug: str, eid: str) -> Any:
    place = drafts.place_of(slug, eid, _number("version"))
    if place.clause is not None and place.clause.eid != eid:
        return redirect(url_for(".clause_page", slug=slug, eid=place.clause.eid, version=request.args.get("version")), 301)
    visitor = person()
    sort, cursor = _sort(), request.args.get("cursor")
    summary = feedback.summary_of(place.provision_id)
    response = current_app.make_response(
        render_template(
            "web/clause_page.html",
            place=place,
            draft=place.draft,
            version=place.version,
            clause=place.clause,
            ancestors=drafts.ancestors_of(place.version.id, place.eid) if place.clause is not None else [],
            neighbours=drafts.neighbours(place.version.id, place.clause.position) if place.clause is not None else (None, None),
            notes=_notes_at(place),
            translation=_translation_at(place),
            text=_texts([place.clause], _own_marks(place, summary)) if place.clause is not None else {},
            tally=_tally(discussion.tally_of(place.provision_id)),
            summary=summary,
            noticed=_noticed(summary),
            talk=_talk(place, sort, cursor, visitor),
            sort=sort,
            citation=citations.long(place.eid),
            newest=drafts.newest_number(place.draft.id),
            button=ButtonForm() if visitor else None,
            **_pictures(),
            **facts(place.draft),
        )
    )
    return keep_page(response, place.draft)


@bp.get("/drafts/<slug>/<eid>/talk")
@public
def talk(slug: str, eid: str) -> Any:
    """The conversation about a clause without the page around it, for the margin of the reading page."""
    place = drafts.place_of(slug, eid, _number("version"))
    summary = feedback.summary_of(place.provision_id)
    response = current_app.make_response(
        render_template(
            "web/talk.html",
            place=place,
            draft=place.draft,
            tally=_tally(discussion.tally_of(place.provision_id)),
            summary=summary,
            noticed=_noticed(summary),
            talk=_talk(place, "support", None, None),
            citation=citations.long(place.eid),
            **_pictures(),
            **facts(place.draft),
        )
    )
    return keep_page(response, place.draft)


@bp.get("/account/")
@signed_in
def account() -> Any:
    visitor = person()
    assert visitor is not None
    kept = session.get("kept_form_address") if session.get("kept_form") else None
    return render_template(
        "web/account.html",
        page=discussion.comments_of_person(visitor.id, request.args.get("cursor")),
        sessions=people.sessions_of(visitor.id),
        kept=kept,
        cite=_cite,
        button=ButtonForm(),
    )


@bp.get("/desk/")
@needs("drafter", "moderator")
def desk() -> Any:
    found = drafts.all_drafts()
    return render_template(
        "web/desk.html",
        drafts=found,
        stages={draft.id: rules.stage(draft, now()) for draft in found},
        totals=feedback.totals_of([draft.id for draft in found]),
        reports=discussion.count_open_reports(),
    )


@bp.get("/about")
@public
def about() -> Any:
    return render_template("web/about.html")


@bp.get("/accessibility")
@public
def accessibility() -> Any:
    return render_template("web/accessibility.html")


@bp.get("/robots.txt")
@public
def robots() -> Response:
    base = current_app.extensions["settings"].base_url
    lines = ["User-agent: *", "Disallow: /account/", "Disallow: /desk/", "Disallow: /search", f"Sitemap: {base}/sitemap.xml"]
    return Response("\n".join(lines[:-1]) + "\n", content_type="text/plain; charset=utf-8")


@bp.get("/favicon.ico")
@public
def favicon() -> Response:
    return redirect("/static/favicon.svg", 301)  # type: ignore[return-value]


@bp.get("/health/live")
@public
def live() -> Response:
    return Response("ok\n", content_type="text/plain")


@bp.get("/health/ready")
@public
def ready() -> Response:
    last_number()
    return Response("ok\n", content_type="text/plain")


def _to_clause(draft: Any, version: Any, eid: str) -> Any:
    """The reading page that holds a clause, opened at it."""
    clause = drafts.find_clause(version.id, eid[:200])
    if clause is None:
        drafts.place_of(draft.slug, eid, version.number)
        abort(404)
    page = clause.page if clause.page > 1 else None
    return redirect(
        url_for(".reading_page", slug=draft.slug, version=request.args.get("version"), page=page, _anchor=clause.eid)
    )


def _texts(clauses: Any, marks: dict[int, Any]) -> dict[int, Any]:
    return {
        clause.id: without_drawn_lines(clause.text) if clause.kind == "table" else marked(clause.text, marks.get(clause.id, ()))
        for clause in clauses
    }


def _own_marks(place: Place, summary: Any) -> dict[int, Any]:
    if summary is None or place.clause is None:
        return {}
    return {place.clause.id: summary.marks.get(str(place.clause.id), ())}


def _by_position(notes: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for note in notes:
        found.setdefault(note.after, []).append(note.text)
    return found


def _notes_at(place: Place) -> list[str]:
    if place.clause is None:
        return []
    position = place.clause.position
    return [note.text for note in drafts.notes_between(place.version.id, position, position)]


def _translations(draft: Any, version: Any, first: int, last: int) -> dict[int, Any]:
    """Texts in the language of the page, where it is not the language of the draft."""
    if language() == draft.language:
        return {}
    return drafts.translations_between(version.id, language(), first, last)


def _translation_at(place: Place) -> Any:
    if place.clause is None:
        return None
    position = place.clause.position
    return _translations(place.draft, place.version, position, position).get(position)


def _tally(row: Any) -> dict[str, int]:
    return {name: getattr(row, name) for name in discussion.NO_TALLY} if row is not None else discussion.NO_TALLY


def _noticed(summary: Any) -> dict[int, Any]:
    if summary is None:
        return {}
    return feedback.comments_by_id([*summary.content["top"], *summary.content["questions"]])


def _talk(place: Place, sort: str, cursor: str | None, visitor: Any) -> dict[str, Any]:
    """The conversation as HTML, the same for all but the controls, and the cursor of its next page."""
    key = (place.provision_id, place.draft.revision, language(), sort, cursor, place.version.number)
    stored = current_app.extensions["fragments"].get(key, lambda: _rendered_talk(place, sort, cursor))
    following, _newline, body = stored.partition("\n")
    return {"html": fill(body, _controls(body, visitor)), "next": following or None}


def _rendered_talk(place: Place, sort: str, cursor: str | None) -> str:
    page: Page = discussion.threads(place.provision_id, sort, cursor)
    body = render_template("discussion/threads.html", nodes=page.items, place=place, slot=slot, cite=_cite)
    return f"{page.next or ''}\n{body}"


def _controls(body: str, visitor: Any) -> Any:
    root = request.script_root
    if visitor is None:
        text = gettext("Підтримати")
        return lambda public_id, n: f'<a href="{root}/comments/{public_id}">{text}{f" · {n}" if n else ""}</a>'
    ids = re.findall("\x02([0-9a-z]+):", body)
    own, signed = discussion.own_and_signed(visitor.id, ids)
    words = (gettext("Підтримати"), gettext("Ви підтримали — забрати"), gettext("Ваше: виправити чи відкликати"))

    def controls(public_id: str, n: int) -> str:
        count = f" · {n}" if n else ""
        address = f"{root}/comments/{public_id}"
        if public_id in own:
            return f'<a href="{address}">{words[2]}{count}</a>'
        if public_id in signed:
            return f'<button form="acts" formaction="{address}/support/withdraw">{words[1]}{count}</button>'
        return f'<button form="acts" formaction="{address}/support">{words[0]}{count}</button>'

    return controls


def _pictures() -> dict[str, Any]:
    return {"stances_bar": stances_bar, "heat_bar": heat_bar, "in_words": in_words, "cite": _cite}


def _cite(eid: str | None) -> str:
    return citations.short(eid or "", language())


def _number(name: str) -> int | None:
    value = request.args.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else None


def _sort() -> str:
    wanted = request.args.get("sort", "")
    return wanted if wanted in discussion.SORTS else "newest"


