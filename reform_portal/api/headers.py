"""What stands in the head of every answer to a program: limits, and leave for pages of other sites to read."""

from flask import Flask, Response, request

from ..core.limits import limit_headers
from .annotation_shapes import LD, LD_WITH_PROFILE

READING = "GET, HEAD, OPTIONS"
SENT = "Accept, If-None-Match, Prefer"
SHOWN = (
    "ETag, Link, Location, Content-Location, Allow, Accept-Post, Preference-Applied, Retry-After, RateLimit-Policy, "
    "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
)
FORMS = (LD, "application/json", "application/problem+json")
CONTAINER = ("api.container", "api.post_annotation")


def init_app(app: Flask) -> None:
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    if not _is_for_programs(response):
        return response
    response.headers.update(limit_headers())
    if response.status_code == 429:
        response.headers.setdefault("Retry-After", response.headers.get("RateLimit-Reset", "60"))
    if request.endpoint in CONTAINER:
        response.headers["Accept-Post"] = LD_WITH_PROFILE
        response.headers.setdefault("Allow", "GET, HEAD, OPTIONS, POST")
    if request.method in ("GET", "HEAD", "OPTIONS"):
        _open_to_pages(response)
    return response


def _is_for_programs(response: Response) -> bool:
    in_other_form = request.path.startswith("/comments/") and response.mimetype in FORMS
    return request.path.startswith("/api/v1/") or in_other_form


def _open_to_pages(response: Response) -> None:
    """Pages of other sites may read what everybody may, with nobody's cookies; they may not write (CORS)."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = SHOWN
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = READING
        response.headers["Access-Control-Allow-Headers"] = SENT
        response.headers["Access-Control-Max-Age"] = "86400"
