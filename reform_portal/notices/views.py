"""A person's notices."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ..core.access import person, signed_in
from ..core.database import writes
from ..discussion.forms import ButtonForm
from . import actions, queries

bp = Blueprint("notices", __name__)


@bp.get("/account/notices")
@signed_in
def list_notices() -> Any:
    visitor = person()
    assert visitor is not None
    return render_template(
        "notices/list.html",
        page=queries.page_of_notices(visitor.id, request.args.get("cursor")),
        unread=queries.count_unread(visitor.id),
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
