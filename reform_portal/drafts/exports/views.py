"""The text of a version as a file to take away."""

from flask import Blueprint, Response, current_app, request
from flask_babel import gettext as _

from ...core.access import public
from ...core.errors import NotFound
from ...core.limits import limiter
from ...core.numbers import whole_number
from ..queries import draft_by_slug, version_of
from . import writing
from .queries import exported_version

bp = Blueprint("exports", __name__)


@bp.get("/drafts/<slug>/text.<format_name>")
@public
@limiter.limit("20 per minute")
def text_file(slug: str, format_name: str) -> Response:
    draft = draft_by_slug(slug)
    if format_name not in writing.FORMATS:
        raise NotFound(_("Такого формату немає. Є Word (docx), Akoma Ntoso (akn), Markdown (md) і JSON (json)."))
    version = version_of(draft, _wanted_version())
    act = exported_version(draft, version, current_app.extensions["settings"].base_url)
    response = Response(writing.write(act, format_name), content_type=writing.FORMATS[format_name].media)
    response.headers["Content-Disposition"] = f'attachment; filename="{writing.file_name(act, format_name)}"'
    return response


def _wanted_version() -> int | None:
    """The version asked for, None for the newest. Raises NotFound for what is no number."""
    wanted = request.args.get("version", "")
    number = whole_number(wanted)
    if wanted and number is None:
        raise NotFound(_("Редакції «%(wanted)s» цього проєкту немає.", wanted=wanted[:40]))
    return number
