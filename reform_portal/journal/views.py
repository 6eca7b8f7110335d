"""The public page of the journal."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, render_template, request

from ..core.access import public
from . import queries

bp = Blueprint("journal", __name__)


@bp.get("/journal/")
@public
def entries() -> Any:
    subject = request.args.get("subject", "")[:60]
    return render_template(
        "journal/entries.html",
        page=queries.page_of_entries(request.args.get("cursor"), subject),
        subject=subject,
        total=queries.last_number(),
        instant=lambda second: datetime.fromtimestamp(second, UTC),
    )
