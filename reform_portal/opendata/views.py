"""The page of open data, its dictionary, the catalogues for programs and the files themselves."""

import hashlib
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, send_file
from flask_babel import gettext as _

from ..core.access import person, public
from ..core.clock import in_kyiv, now
from ..core.errors import NotFound
from ..core.headers import ASKED_EACH_TIME
from ..core.limits import limiter
from . import catalogue, dumps, queries, registry
from .datasets import BY_NAME, DATASETS, LICENCE, LICENCE_NAME

bp = Blueprint("opendata", __name__)

PAPERS = ("dictionary.csv", "datapackage.json", "README.uk.md", "README.en.md", "LICENSE.txt", "SHA256SUMS")
MEDIA = {
    "gz": "application/gzip",
    "csv": "text/csv",
    "jsonl": "application/x-ndjson",
    "zip": "application/zip",
    "json": "application/json",
    "md": "text/markdown",
    "txt": "text/plain",
    "SHA256SUMS": "text/plain",
}


@bp.get("/open-data")
@public
def page() -> str:
    found = dumps.good_dumps()
    newest = found[0] if found else None
    visitor = person()
    publisher = current_app.extensions["settings"].publisher
    return render_template(
        "opendata/page.html",
        datasets=DATASETS,
        dump=newest,
        dumps=found,
        papers=newest.some(PAPERS) if newest is not None else [],
        publisher=publisher,
        missing=publisher.missing if visitor is not None and visitor.role == "admin" else [],
        licence=LICENCE,
        licence_name=LICENCE_NAME,
        made_at=queries.read_stamp(newest.made_at) if newest is not None else None,
    )


@bp.get("/open-data/dictionary")
@public
def dictionary() -> str:
    return render_template("opendata/dictionary.html", datasets=DATASETS)


@bp.get("/open-data/catalog.<ending>")
@public
@limiter.limit("60 per minute")
def catalog(ending: str) -> Response:
    if ending not in catalogue.FORMS:
        raise NotFound(_("Такого файлу немає. Каталог є у двох форматах: catalog.jsonld і catalog.ttl."))
    facts, dump = _facts()
    state = hashlib.sha256(repr((facts, dump.folder.name if dump else "")).encode()).hexdigest()[:24]
    etag = f"{ending}-{state}"
    if etag in request.if_none_match:
        return _kept(Response(status=304), etag)
    content = catalogue.written(catalogue.catalogue(facts, dump), ending)
    return _kept(Response(content, content_type=catalogue.FORMS[ending][1]), etag)


@bp.get("/open-data/registry.csv")
@public
def registry_file() -> Response:
    # The names of the columns to the letter: no byte order mark before the first.
    return _text(registry.registry(_facts()[0]).removeprefix("\ufeff"), "registry.csv")


@bp.get("/open-data/passports/<file_name>")
@public
def paper(file_name: str) -> Response:
    """The passport and the structure of a dataset: «comments.passport.csv», «comments.structure.csv»."""
    name, _dot, kind = file_name.partition(".")
    dataset = BY_NAME.get(name)
    if dataset is None or kind not in ("passport.csv", "structure.csv"):
        raise NotFound(_("Такого файлу немає. Паспорти й структури наборів перелічено на сторінці відкритих даних."))
    content = registry.passport(dataset, _facts()[0]) if kind == "passport.csv" else registry.structure(dataset)
    return _text(content, file_name)


@bp.get("/open-data/<day>/<file_name>")
@public
@limiter.limit("240 per minute")
def dump_file(day: str, file_name: str) -> Response:
    """A file of the dump of a day, or of the newest one under «latest»."""
    dump = dumps.find_dump(day)
    if dump is None:
        raise NotFound(_("Файлів за «%(day)s» немає: їх ще не зроблено, вони застаріли або їх замінено.", day=day[:20]))
    # The name is looked up in the list of the dump's own files, never made into a path as it was typed.
    file = dump.file(file_name)
    path = dump.folder / file.name if file is not None else None
    if file is None or path is None or not path.is_file():
        raise NotFound(_("Такого файлу немає. Є %(names)s.", names=", ".join(one.name for one in dump.files)))
    answer = send_file(
        path,
        MEDIA[file.name.rpartition(".")[2]],
        as_attachment=True,
        download_name=file.name,
        conditional=True,
        max_age=0,
        etag=file.sha256[:24],
        last_modified=queries.read_stamp(dump.made_at),
    )
    return _kept(answer)


def _facts() -> tuple[registry.Facts, dumps.Dump | None]:
    settings, dump = current_app.extensions["settings"], dumps.find_dump("latest")
    first = queries.first_publication()
    facts = registry.Facts(
        settings.base_url,
        settings.publisher,
        in_kyiv(now()).date(),
        in_kyiv(first).date().isoformat() if first is not None else "",
        dump.made_at if dump is not None else "",
    )
    return facts, dump


def _text(content: str, name: str) -> Response:
    answer = Response(content, mimetype=MEDIA["csv"])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.add_etag()
    return _kept(answer.make_conditional(request))  # type: ignore[arg-type]


def _kept(answer: Any, etag: str = "") -> Response:
    """Let caches keep a file, which they ask about each time: words may be taken away at any moment."""
    if etag:
        answer.set_etag(etag)
    answer.headers["Cache-Control"] = ASKED_EACH_TIME
    return answer  # type: ignore[no-any-return]
