"""The page of downloads: files made at once for small drafts, prepared by the worker for large ones."""

import tempfile
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import force_locale
from flask_babel import gettext as _

from ...core.access import public
from ...core.database import writes
from ...core.errors import Conflict, NotFound
from ...core.headers import KEPT_SHORTLY
from ...core.limits import limiter, posts_a_minute
from ...drafts.heading import facts, keep_page
from ...drafts.queries import draft_by_slug, versions_of
from .. import queries as feedback
from . import actions, columns, queries, writers
from .formats import BY_FILE_NAME, FORMATS, Format
from .labels import file_size
from .making import folder
from .offers import Offer, offers

DICTIONARY = "dictionary.csv"


def register(blueprint: Blueprint) -> None:
    blueprint.add_app_template_filter(file_size)
    blueprint.add_url_rule("/drafts/<slug>/downloads", view_func=downloads)
    blueprint.add_url_rule("/drafts/<slug>/downloads/<file_name>", view_func=export_file)
    blueprint.add_url_rule("/drafts/<slug>/downloads/<file_name>", view_func=prepare, methods=["POST"])


@public
def downloads(slug: str) -> Any:
    draft = draft_by_slug(slug)
    totals = feedback.totals_of([draft.id])[draft.id]
    found = _offers(draft, totals.comments)
    page = make_response(
        render_template(
            "feedback/downloads.html",
            draft=draft,
            versions=versions_of(draft.id),
            totals=totals,
            offers=found,
            columns=columns.COLUMNS,
            dictionary=DICTIONARY,
            waits=any(offer.pending for offer in found),
            tab="downloads",
            **facts(draft),
        )
    )
    # What is on its way changes without a new revision, and a form is made for one person.
    return keep_page(page, draft) if all(offer.at_once for offer in found) else page


@public
@limiter.limit("20 per minute")
def export_file(slug: str, file_name: str) -> Response:
    draft = draft_by_slug(slug)
    if file_name == DICTIONARY:
        return _attachment("".join(writers.dictionary()).encode(), FORMATS["csv"].media, DICTIONARY)
    chosen = _format(file_name)
    if chosen.is_made_at_once(_comments(draft)):
        return _made_now(draft, chosen)
    return _made_before(draft, chosen)


@public
@posts_a_minute(10)
@writes
def prepare(slug: str, file_name: str) -> Any:
    draft = draft_by_slug(slug)
    chosen = _format(file_name)
    if not chosen.is_made_at_once(_comments(draft)):
        actions.ask(draft, chosen.name)
        flash(_("Файл готується. Цю сторінку можна закрити: файл лежатиме тут."))
    return redirect(url_for("feedback.downloads", slug=slug, _anchor=chosen.name), 303)


def _offers(draft: Any, comments: int) -> list[Offer]:
    if all(chosen.is_made_at_once(comments) for chosen in FORMATS.values()):
        return offers(FORMATS.values(), draft, comments, (), ())
    files = [file for file in queries.files_of(draft.id) if not file.file_name or (folder() / file.file_name).is_file()]
    return offers(FORMATS.values(), draft, comments, files, queries.may_be_handed_out(draft, files))


def _format(file_name: str) -> Format:
    """The format of a download. Raises NotFound with those that there are."""
    chosen = BY_FILE_NAME.get(file_name)
    if chosen is None:
        raise NotFound(_("Такого файлу немає. Є %(names)s.", names=", ".join(BY_FILE_NAME)))
    return chosen


def _comments(draft: Any) -> int:
    return feedback.totals_of([draft.id])[draft.id].comments


def _made_now(draft: Any, chosen: Format) -> Response:
    etag = f"{chosen.name}-{draft.revision}"
    if etag in request.if_none_match:
        return _kept(Response(status=304), etag)
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / chosen.file_name
        with force_locale(draft.language):
            chosen.write(draft, path, current_app.extensions["settings"].base_url, lambda done: None)
        # The open file outlives its folder until the answer is sent.
        answer = send_file(path.open("rb"), chosen.media, as_attachment=True, download_name=_name(draft, chosen))
    return _kept(answer, etag)


def _made_before(draft: Any, chosen: Format) -> Response:
    """The newest file that the worker made. Raises Conflict when there is none to hand out."""
    file = queries.newest_ready(draft, chosen.name)
    if file is None or not (folder() / file.file_name).is_file():
        page = url_for("feedback.downloads", slug=draft.slug, _anchor=chosen.name)
        raise Conflict(
            _("Обговорення велике, тому файл треба спершу підготувати. Попросіть про це на сторінці завантажень."),
            suggestions=[(_("Завантажити"), page)],
        )
    answer = send_file(
        folder() / file.file_name,
        chosen.media,
        as_attachment=True,
        download_name=_name(draft, chosen),
        conditional=True,
        etag=file.sha256[:24],
        last_modified=file.as_of,
    )
    return _kept(answer)


def _name(draft: Any, chosen: Format) -> str:
    return f"{draft.slug}-{chosen.file_name}"


def _attachment(content: bytes, media: str, name: str) -> Response:
    answer = Response(content, mimetype=media)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.add_etag()
    return _kept(answer.make_conditional(request))  # type: ignore[arg-type]


def _kept(answer: Response, etag: str = "") -> Response:
    """Let caches keep a file, which they ask about each time: words may be taken away at any moment."""
    if etag:
        answer.set_etag(etag)
    answer.headers["Cache-Control"] = KEPT_SHORTLY
    return answer
