"""The search page, and the same results as Atom, CSV and JSON."""

import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, request, send_file, url_for
from flask_babel import gettext as _

from ..core import atom
from ..core.access import public
from ..core.clock import in_kyiv, now
from ..core.headers import ASKED_EACH_TIME
from ..core.languages import language
from ..core.limits import limiter
from ..core.numbers import whole_number
from ..core.text import shorten
from ..drafts import citations
from ..feedback.activity import Stretch
from ..feedback.labels import activity_name
from . import files, labels, narrowing, queries, strict, timeline
from .asked import Asked, read
from .cite import Cited, english, ukrainian
from .engines.documents import MOST_CLAUSES, BrokenIndex
from .query import MAX_LENGTH

bp = Blueprint("search", __name__)

MOST_ITEMS = 200
# Figures of a limit; more of them are a huge number all the same.
DIGITS = 5
SHOWN_IN_TITLE = 80


@dataclass(frozen=True)
class Result:
    """One result with what the page says of it; ``in_uk`` and ``in_en`` are ready citations."""

    found: queries.Found
    title: str
    draft_title: str
    address: str
    in_uk: str
    in_en: str


@bp.get("/search")
@public
@limiter.limit("120 per minute")
def page() -> Any:
    asked = read(request.args)
    cursor = request.args.get("cursor")
    answer = queries.search(asked, cursor)
    drafts = {row.slug: labels.title_of(row) for row in queries.draft_titles()}
    # Whatever stands beyond that does not count, and it would stand in a hundred links.
    links = replace(asked, typed=asked.typed[:MAX_LENGTH])
    return render_template(
        "search/results.html",
        asked=asked,
        answer=answer,
        shown_query=shorten(asked.typed, SHOWN_IN_TITLE),
        results=[_result(found) for found in answer.items],
        drafts=drafts,
        errors=_errors(asked, answer, drafts),
        cited=_cited(asked),
        chosen=labels.chosen_filters(asked, drafts),
        groups=_groups(links, answer, drafts),
        link=lambda **changed: f"{url_for('search.page')}?{links.address(**changed)}",
        links=links.arguments(),
        is_first=cursor is None,
        no_alternates=True,
        most_letters=MAX_LENGTH,
        most_rows=files.MOST_ROWS,
        sorts=labels.SORT_LABELS,
        kinds=labels.KIND_LABELS,
        icons=labels.KIND_ICONS,
        answered_labels=labels.ANSWERED_LABELS,
        **_timeline(links, answer),
    )


@bp.get("/search.json")
@public
@limiter.limit("120 per minute")
def as_json() -> Response:
    asked = strict.well_asked(request.args)
    answer = strict.search(asked, request.args.get("cursor"), _limit())
    return _kept(jsonify(files.page(answer, request.script_root)))


@bp.get("/search.csv")
@public
@limiter.limit("10 per minute")
def as_csv() -> Response:
    """All rows are written first: nobody's slow line holds the database, and a broken index gives no half of a file."""
    asked = strict.well_asked(request.args)
    file = _written(files.table(queries.pages_of(asked, files.MOST_ROWS), _base_url()))
    response = send_file(file, "text/csv", as_attachment=True, download_name="search.csv")
    response.set_etag(_hash_of(file))
    return _kept(response)


@bp.get("/search.atom")
@public
@limiter.limit("120 per minute")
def feed() -> Response:
    """The newest first, whatever the order of the page: a feed is what came since the last look."""
    asked = replace(strict.well_asked(request.args), sort="newest")
    cursor = request.args.get("cursor")
    answer = strict.search(asked, cursor, files.ENTRIES)
    entries = [files.entry(found, _base_url()) for found in answer.items]
    arguments = asked.arguments(sort=None)
    content = atom.feed(
        id=_address("search.feed", arguments),
        title=_title(asked),
        link=_address("search.feed", arguments | ({"cursor": cursor} if cursor else {})),
        page=_address("search.page", arguments | {"sort": "newest"}),
        updated=max((entry.updated for entry in entries), default=datetime(2026, 1, 1, tzinfo=UTC)),
        entries=entries,
        author=_("Портал реформ"),
        language=language(),
        first=_address("search.feed", arguments) if cursor else "",
        next=_address("search.feed", arguments | {"cursor": answer.next}) if answer.next else "",
    )
    return _kept(Response(content, content_type=atom.MEDIA_TYPE))


@bp.app_template_global()
def citations_of(kind: str, row: Any) -> tuple[str, str]:
    """Ready citations of a comment, answer, report or clause, in Ukrainian and in English."""
    found = queries.Found(kind, row)
    cited = Cited(
        words=found.text or labels.result_title(found),
        draft_title=row.draft_title,
        address=_base_url() + _lasting(found),
        said_on=in_kyiv(found.created_at).date(),
        author=None if kind == "clause" else found.author,
        place=citations.short(found.eid) if found.eid else "",
        version=row.version if files.is_said(found) or kind == "clause" else 0,
    )
    in_english = replace(
        cited,
        draft_title=row.draft_title_en or cited.draft_title,
        place=citations.short(found.eid, "en") if found.eid else "",
    )
    today = in_kyiv(now()).date()
    return ukrainian(cited, today), english(in_english, today)


def _result(found: queries.Found) -> Result:
    return Result(
        found,
        labels.result_title(found),
        labels.title_of(found.row),
        request.script_root + found.path,
        *citations_of(found.kind, found.row),
    )


def _lasting(found: queries.Found) -> str:
    """Where the very words will stand: the text of a clause may change with the next version."""
    if found.kind == "clause":
        return f"/drafts/{found.row.slug}/{found.id}?version={found.row.version}"
    return found.path


def _errors(asked: Asked, answer: queries.Answer, drafts: Mapping[str, str]) -> dict[str, str]:
    """What could not be understood, by the name of the field."""
    found = dict(asked.errors)
    if asked.draft and asked.draft not in drafts:
        found["draft"] = asked.draft
    elif answer.nowhere:
        found["clause"] = asked.clause
    return {name: labels.wrong_argument(name, given) for name, given in found.items()}


def _groups(asked: Asked, answer: queries.Answer, drafts: Mapping[str, str]) -> list[narrowing.Group]:
    counted = answer.facets.get("clause", {})
    rows = queries.clauses_by_provision([int(provision) for provision in counted])
    chosen = queries.addresses_of(asked.clause) if asked.clause else []
    clauses = narrowing.clause_group(asked, counted, rows, chosen, len(counted) >= MOST_CLAUSES, drafts)
    return narrowing.groups(asked, answer.facets, drafts, clauses)


def _timeline(asked: Asked, answer: queries.Answer) -> dict[str, Any]:
    """The picture of when it was said, and (name, number, address) of its bars for the table."""
    unit, bars = timeline.bars(answer.facets.get("day", {}), asked.since, asked.until)
    if len(bars) < 2:
        return {"picture": "", "bars": []}
    names = [activity_name(Stretch(bar.first, bar.number), unit) for bar in bars]
    page = url_for("search.page")
    addresses = [
        f"{page}?{asked.address(**{'from': bar.first.isoformat(), 'to': bar.last.isoformat()})}" for bar in bars
    ]
    told = [f"{name}: {bar.number}" for name, bar in zip(names, bars, strict=True)]
    return {
        "picture": timeline.draw(bars, addresses, told),
        "bars": [(name, bar.number, at) for name, bar, at in zip(names, bars, addresses, strict=True)],
    }


def _cited(asked: Asked) -> list[tuple[str, Any]]:
    """(how the clause is called, its row) of the clauses meant, on the first page alone."""
    if request.args.get("cursor") or asked.kind not in ("", "clause"):
        return []
    return [(labels.place_name(row.eid), row) for row in queries.clauses_cited(asked.typed, asked.draft)]


def _limit() -> int:
    wanted = whole_number(request.args.get("limit", ""), digits=DIGITS)
    return queries.PAGE if wanted is None else min(max(wanted, 1), MOST_ITEMS)


def _title(asked: Asked) -> str:
    """What a feed of this search is called."""
    drafts = {row.slug: labels.title_of(row) for row in queries.draft_titles()}
    parts = [asked.typed, *(label for _name, label in labels.chosen_filters(asked, drafts))]
    return _("Пошук: %(q)s", q="; ".join(part for part in parts if part)) + " — " + _("Портал реформ")


def _base_url() -> str:
    return current_app.extensions["settings"].base_url


def _address(endpoint: str, arguments: Mapping[str, Any]) -> str:
    return _base_url() + url_for(endpoint, **arguments)


def _written(lines: Iterable[str]) -> Any:
    """A file on the disk that goes when it is closed, with the answer that it is sent as. Raises strict.Unavailable."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        file.writelines(line.encode() for line in lines)
    except BrokenIndex as error:
        file.close()
        raise strict.Unavailable(strict.unavailable()) from error
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _hash_of(file: Any) -> str:
    found = hashlib.file_digest(file, "sha256").hexdigest()[:24]
    file.seek(0)
    return found


def _kept(response: Response) -> Response:
    """Let caches keep a file, which they ask about each time: words may be taken away at any moment."""
    if not response.get_etag()[0]:
        response.add_etag()
    response.headers["Cache-Control"] = ASKED_EACH_TIME
    return response.make_conditional(request)  # type: ignore[return-value]
