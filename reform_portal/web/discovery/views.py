"""robots.txt, the sitemap and security.txt."""

import re
from collections.abc import Iterator
from datetime import timedelta

from flask import Blueprint, Response, current_app, stream_with_context
from flask_babel import gettext as _

from ...core.access import public
from ...core.clock import now
from ...core.errors import NotFound
from ...core.headers import KEPT_SHORTLY
from ...core.languages import site_address
from ...core.limits import limiter
from . import lines, queries

bp = Blueprint("discovery", __name__)

XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
SECURITY_HOLDS = timedelta(days=180)
_NAME = re.compile(r"(pages|clauses|comments)(?:-(\d{1,6}))?\.xml\Z")


@bp.get("/robots.txt")
@public
def robots() -> Response:
    return Response(lines.robots(site_address()), content_type=TEXT)


@bp.get("/sitemap.xml")
@public
def index() -> Response:
    names = ["pages.xml"]
    names += [f"clauses-{number}.xml" for number in lines.parts(queries.last_clause())]
    names += [f"comments-{number}.xml" for number in lines.parts(queries.last_comment())]
    return _xml(lines.sitemap_index(site_address(), names))


@bp.get("/sitemaps/<file_name>")
@public
@limiter.limit("60 per minute")
def part(file_name: str) -> Response:
    match = _NAME.match(file_name)
    if match is None or (match[1] == "pages") != (match[2] is None):
        raise NotFound(_("Такої карти сайту немає. Усі перелічено в /sitemap.xml."))
    if match[1] == "pages":
        return _xml(lines.sitemap(site_address(), queries.page_addresses()))
    read = queries.clause_addresses if match[1] == "clauses" else queries.comment_addresses
    return _xml(lines.sitemap(site_address(), read(int(match[2]))))


@bp.get("/.well-known/security.txt")
@public
def security() -> Response:
    contact = current_app.extensions["settings"].publisher.security
    if not contact:
        raise NotFound(_("Контакту для повідомлень про вразливості не вказано."))
    until = (now() + SECURITY_HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    return Response(lines.security(contact, site_address(), until), content_type=TEXT)


def _xml(pieces: Iterator[str]) -> Response:
    answer = Response(stream_with_context(pieces), content_type=XML)
    answer.headers["Cache-Control"] = KEPT_SHORTLY
    return answer
