"""A person's notices."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ..core.access import person, signed_in
from ..core.database import writes
from ..discussion.forms import ButtonForm
from . import actions, queries
from .following.queries import followed_things
from .following.targets import canonical_arguments
from .happenings import words
from .happenings.news import newest_of
from .happenings.queries import with_words

BROUGHT = 20

bp = Blueprint("notices", __name__)


@bp.get("/account/notices")
@signed_in
def list_notices() -> Any:
    visitor = person()
    assert visitor is not None
    return render_template(
        "notices/list.html",
        page=queries.page_of_notices(visitor.id, request.args.get("cursor")),
        unread=unread_notices(),
        brought=_brought(visitor.id) if not request.args.get("cursor") else [],
        words=words,
        button=ButtonForm(),
    )


@bp.post("/account/notices/read")
@signed_in
@writes
def mark_read() -> Any:
    visitor = person()
    assert visitor is not None
    actions.mark_read(visitor.id)
    flash(_("Усі сповіщення позначено прочитаними."))
    return redirect(url_for(".list_notices"), 303)


@bp.app_template_global()
def unread_notices() -> int:
    """How many notices the visitor has not read; asked once for each page."""
    visitor = person()
    if visitor is None:
        return 0
    if "unread_notices" not in g:
        g.unread_notices = queries.count_unread(visitor.id)
    return g.unread_notices


@bp.app_template_global()
def following_arguments() -> dict[str, str]:
    """The arguments of the present search, as it is saved."""
    return canonical_arguments(request.args)


def _brought(person_id: int) -> list[Any]:
    """The newest that happened to what the visitor follows, the visitor's own acts left out."""
    things = [thing for thing in newest_of(followed_things(person_id), 2 * BROUGHT) if thing.person_id != person_id]
    return with_words(things[:BROUGHT])
