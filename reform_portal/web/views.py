"""Pages that mix slices: home, drafts, the reading page, one clause, one comment, a person's own page, the desk."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext
from markupsafe import Markup

from ..api.annotation_views import other_form
from ..core.access import is_drafter, needs, person, public, signed_in
from ..core.clock import now
from ..core.errors import NotFound
from ..core.languages import language, page_plural
from ..core.numbers import whole_number
from ..core.text import safe
from ..discussion import queries as discussion
from ..discussion import rules as discussion_rules
from ..discussion.forms import ButtonForm
from ..discussion.linked_text import cited_eids, with_citation_links
from ..discussion.marked_text import heat_bar, in_words, marked, stances_bar, without_drawn_lines
from ..discussion.placements.queries import count_detached, trail_of
from ..drafts import citations, rules
from ..drafts import queries as drafts
from ..drafts.heading import cite, facts, keep_page
from ..drafts.queries import Place
from ..drafts.structure import HEADINGS
from ..feedback import queries as feedback
from ..feedback.answers.queries import answers_for
from ..feedback.campaigns.queries import campaign_of
from ..journal.queries import entries_about, last_number
from ..notices.views import unread_notices
from ..people import queries as people
from .contents import Line, contents, hottest
from .fragments import fill, slot
from .law_text import Around, Words, law_text, table
from .linked_data import legislation
from .page_heads import clause_data, comment_data, text_of
from .page_heads import described as in_short

bp = Blueprint("web", __name__)
bp.add_app_template_global(in_short, "in_short")

CLAUSE_PARTS = ("name", "short", "meta", "head", "body")


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
        cite=cite,
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
    versions = drafts.versions_of(draft.id)
    version = _meant(draft, versions, _number("version"))
    wanted = request.args.get("clause")
    if wanted:
        return _to_clause(draft, version, wanted)
    page = min(max(_number("page") or 1, 1), version.pages)
    clauses = drafts.clauses_on_page(version.id, page)
    counts = {key: row.comments for key, row in discussion.tallies_on_page(version.id, page).items()}
    lines = _contents(version, page, clauses, counts)
    described = facts(draft)
    newest = version.number == versions[0].number
    totals = feedback.totals_of([draft.id])[draft.id]
    machine_text = text_of(draft, version, newest, versions[-1])
    may_say = newest and described["stage"] == rules.OPEN
    words = _words()
    response = current_app.make_response(
        render_template(
            "web/reading_page.html",
            draft=draft,
            version=version,
            versions=versions,
            page=page,
            law=law_text(clauses, _around(draft, version, page, clauses, counts, newest, may_say), words),
            may_say=may_say,
            counted=words.counted,
            lines=lines,
            most=hottest(lines),
            totals=totals,
            is_newest_version=newest,
            machine_text=machine_text,
            machine_data=legislation(machine_text, language(), totals.comments),
            tab="text",
            **_pictures(),
            **described,
        )
    )
    return keep_page(response, draft)


@bp.get("/drafts/<slug>/<eid>")
@public
def clause_page(slug: str, eid: str) -> Any:
    draft = drafts.draft_by_slug(slug)
    number, sort, cursor = _number("version"), _sort(), request.args.get("cursor")
    visitor = person()
    described = facts(draft)
    key = (draft.id, draft.revision, eid, number, language(), sort, cursor, visitor is None, *described.values())
    kept = current_app.extensions["fragments"].find(key)
    if kept is None:
        try:
            place = drafts.place_in(draft, eid, number)
        except NotFound:
            moved = _address_before(draft, eid) if number is None else None
            if moved is None:
                raise
            return redirect(moved)
        if place.clause is not None and place.clause.eid != eid:
            address = url_for(".clause_page", slug=slug, eid=place.clause.eid, version=request.args.get("version"))
            # Another form of the address stands for this clause for good; what a citation means, a text decides.
            return redirect(address, 301 if place.clause.eid in drafts.alternatives(eid) else 302)
        kept = _clause_parts(place, sort, cursor, described)
        current_app.extensions["fragments"].keep(key, kept)
    name, short, meta, above, body, is_newest = kept
    page = render_template(
        "web/clause_page.html",
        name=name,
        short=short,
        meta=meta,
        is_newest_version=bool(is_newest),
        draft=draft,
        above=above,
        body=fill(body, _controls(body, visitor)),
        button=ButtonForm() if visitor else None,
    )
    return keep_page(current_app.make_response(page), draft)


def _address_before(draft: Any, eid: str) -> str | None:
    """Where an address leads that only an earlier version had: to its provision now, else to that version.

    The redirect is not for ever: a later version may give the address to another provision.
    """
    version = drafts.version_of(draft)
    last = drafts.last_place(draft, eid[:200])
    if last is None:
        return None
    number, clause = last
    now_here = drafts.clause_of_provision(version.id, clause.provision_id)
    merged = drafts.taken_over_by(clause.id) if now_here is None else None
    if merged is not None:
        now_here = drafts.clause_of_provision(version.id, merged.provision_id)
    if now_here is None:
        return url_for(".clause_page", slug=draft.slug, eid=clause.eid, version=number)
    return url_for(".clause_page", slug=draft.slug, eid=now_here.eid, _anchor="history")


def _clause_parts(place: Place, sort: str, cursor: str | None, described: dict[str, Any]) -> tuple[str, ...]:
    """The name, what machines are told, the head and the body of a clause's page, the same for everybody but for the
    slots; last, whether it is of the newest version."""
    clause = place.clause
    summary = feedback.summary_of(place.provision_id)
    # Without a version asked for it is the newest one that is shown.
    newest = place.version.number if _number("version") is None else drafts.newest_number(place.draft.id)
    page = discussion.threads(_seen(place), sort, cursor, newest=newest == place.version.number)
    around = drafts.units_around(place.version.id, clause) if clause is not None else ([], None, None)
    values = {
        "place": place,
        "draft": place.draft,
        "version": place.version,
        "clause": clause,
        "ancestors": around[0],
        "neighbours": around[1:],
        "notes": _notes_at(place),
        "translation": _translation_at(place),
        "text": _texts([clause], _own_marks(place, summary)) if clause is not None else {},
        "table": table,
        "tally": _tally(discussion.tally_of(place.provision_id)),
        "summary": summary,
        "noticed": _noticed(summary),
        "nodes": page.items,
        "linked": _linked(page.items, place),
        "answers": answers_for(_ids(page.items)),
        "campaigns": campaign_of(_ids(page.items)),
        "next": page.next,
        "slot": slot,
        "sort": sort,
        "citation": citations.long(place.eid),
        "newest": newest,
        "machine_data": clause_data(place, newest == place.version.number),
        "history": drafts.history_of(place.provision_id) if clause is not None and newest > 1 else [],
        "merged": drafts.taken_over_by(clause.id) if clause is not None and newest > place.version.number else None,
        "formerly": drafts.formerly_at(place.draft.id, place) if clause is not None and newest > 1 else None,
        "lost_near": count_detached(place.version.id, clause.id) if clause is not None and newest > 1 else 0,
        **_pictures(),
        **described,
    }
    parts = tuple(render_template(f"web/clause_{part}.html", **values) for part in CLAUSE_PARTS)
    return (*parts, "newest" if newest == place.version.number else "")


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
            talk=_talk(place),
            citation=citations.long(place.eid),
            **_pictures(),
            **facts(place.draft),
        )
    )
    return keep_page(response, place.draft)


@bp.get("/comments/<public_id>")
@public
def comment_page(public_id: str) -> Any:
    """The lasting page of a comment: its conversation, what became of its words, its answer, its receipt.

    A program gets it as JSON or as a W3C annotation, if it asks for that.
    """
    for_program = other_form(public_id)
    if for_program is not None:
        return for_program
    comment = discussion.comment_by_public_id(public_id)
    who = person()
    thread = discussion.thread_of(comment)
    newest = drafts.version_of(drafts.draft_by_slug(comment.slug))
    page = render_template(
        "discussion/comment.html",
        trail=trail_of(comment.id),
        newest=newest.number,
        is_author=discussion_rules.is_author(who, comment),
        is_drafter=is_drafter(who),
        comment=comment,
        machine_data=comment_data(comment),
        thread=thread,
        answers=answers_for(_ids([thread])),
        campaigns=campaign_of(_ids([thread])),
        revisions=discussion.revisions_of(comment.id) if discussion_rules.is_readable(comment) else [],
        entries=entries_about(f"c:{comment.public_id}"),
        citation=cite(comment.eid),
        who=who,
        supported=discussion.has_supported(who.id, [comment.id]) if who else set(),
        may_edit=discussion_rules.may_edit(who, comment, now()),
        may_withdraw=discussion_rules.may_withdraw(who, comment),
        may_moderate=discussion_rules.may_moderate(who),
        button=ButtonForm() if who else None,
    )
    return current_app.make_response((page, {"Vary": "Accept"}))


@bp.get("/account/")
@signed_in
def account() -> Any:
    visitor = person()
    assert visitor is not None
    kept = session.get("kept_form_address") if session.get("kept_form") else None
    page = discussion.comments_of_person(visitor.id, request.args.get("cursor"))
    return render_template(
        "web/account.html",
        page=page,
        answers=answers_for([comment.id for comment in page.items]),
        sessions=people.sessions_of(visitor.id),
        unread=unread_notices(),
        kept=kept,
        cite=cite,
        button=ButtonForm(),
    )


@bp.get("/account/signed")
@signed_in
def signed_comments() -> Any:
    """What became of the comments that the visitor signed."""
    visitor = person()
    assert visitor is not None
    page = discussion.comments_signed_by(visitor.id, request.args.get("cursor"))
    answers = answers_for([comment.id for comment in page.items])
    return render_template("web/signed_comments.html", page=page, answers=answers, cite=cite)


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


def _meant(draft: Any, versions: Any, number: int | None) -> Any:
    """The version asked for, the newest by default."""
    found = next((version for version in versions if number in (None, version.number)), None)
    return found if found is not None else drafts.version_of(draft, number)


def _contents(version: Any, page: int, clauses: Any, counts: dict[int, int]) -> list[Line]:
    """The contents with their heat. An act of one page has all that they need on it."""
    if version.pages > 1:
        return contents(drafts.headings_of(version.id), discussion.heat_of(version.id), page)
    heat: dict[int, int] = {}
    for clause in clauses:
        heat[clause.section] = heat.get(clause.section, 0) + counts.get(clause.provision_id, 0)
    return contents([clause for clause in clauses if clause.kind in (*HEADINGS, "heading")], heat, page)


def _around(draft: Any, version: Any, page: int, clauses: Any, counts: Any, newest: bool, may_say: bool) -> Around:
    first, last = (clauses[0].position, clauses[-1].position) if clauses else (0, 0)
    return Around(
        url_for(".reading_page", slug=draft.slug),
        "" if newest else f"?version={version.number}",
        language(),
        may_say,
        _texts(clauses, feedback.marks_on_page(version.id, page)),
        counts,
        _by_position(drafts.notes_between(version.id, first if page > 1 else 0, last)),
        _translations(draft, version, first, last),
    )


def _words() -> Words:
    return Words(
        gettext("Висловитися"),
        gettext("Посилання на це місце"),
        gettext("Таблиця"),
        render_template("components/bubble.html"),
        lambda number: page_plural("%(num)s зауваження", "%(num)s зауважень", number) % {"num": number},
    )


def _texts(clauses: Any, marks: Mapping[int, str]) -> dict[int, Markup]:
    """The text of each clause as HTML: with its marks where there are any, escaped in any case."""
    return {clause.id: _text(clause, marks.get(clause.id)) for clause in clauses}


def _text(clause: Any, marks: str | None) -> Markup:
    if clause.kind == "table":
        return marked(without_drawn_lines(clause.text), ())
    return safe(marks) if marks is not None else marked(clause.text, ())


def _own_marks(place: Place, summary: Any) -> dict[int, str]:
    if summary is None or place.clause is None or str(place.clause.id) not in summary.marks:
        return {}
    return {place.clause.id: summary.marks[str(place.clause.id)]}


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


def _linked(nodes: Any, place: Place) -> dict[str, str]:
    """Public id → text of each comment that cites clauses of the draft's newest version, with links to them."""
    bodies = dict(_bodies(nodes))
    cited = {public_id: eids for public_id, body in bodies.items() if (eids := cited_eids(body))}
    if not cited:
        return {}
    existing = drafts.existing_eids(drafts.version_of(place.draft).id, set().union(*cited.values()))
    base = url_for(".reading_page", slug=place.draft.slug)
    return {public_id: with_citation_links(bodies[public_id], existing, base) for public_id in cited}


def _ids(nodes: Any) -> list[int]:
    """The ids of the comments of these conversations."""
    return [i for node in nodes for i in (node.comment.id, *_ids(node.replies))]


def _bodies(nodes: Any) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if node.comment.status == "published":
            yield node.comment.public_id, node.comment.body_html
        yield from _bodies(node.replies)


def _talk(place: Place) -> dict[str, Any]:
    """The most supported conversations as HTML, with controls for somebody who has not signed in."""
    page = discussion.threads(_seen(place), "support")
    body = render_template(
        "discussion/threads.html",
        nodes=page.items,
        slot=slot,
        linked=_linked(page.items, place),
        answers=answers_for(_ids(page.items)),
        campaigns=campaign_of(_ids(page.items)),
    )
    return {"html": fill(body, _controls(body, None)), "next": page.next}


def _seen(place: Place) -> discussion.Seen:
    return discussion.Seen(place.provision_id, place.version.id, place.clause.id if place.clause is not None else None)


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
    return {"stances_bar": stances_bar, "heat_bar": heat_bar, "in_words": in_words, "cite": cite}


def _number(name: str) -> int | None:
    return whole_number(request.args.get(name, ""))


def _sort() -> str:
    wanted = request.args.get("sort", "")
    return wanted if wanted in discussion.SORTS else "newest"
