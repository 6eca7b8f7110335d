"""Uploads to test with, made through the real actions."""

from typing import Any

from reform_portal.core.database import db, unit_of_work
from reform_portal.drafts.formats import markdown
from reform_portal.drafts.formats.reading import Reading
from reform_portal.drafts.uploads import actions, queries

NEW = "/desk/uploads/new"


def bring(
    text: str, name: str = "001.md", slug: str = "land", person_id: int | None = None,
    reading: Reading | None = None, **facts: Any,
) -> str:  # fmt: skip
    """Keep a Markdown text as an upload; returns its public id."""
    reading = reading or Reading(markdown.read(text))
    with unit_of_work():
        return actions.add_upload(slug, text.encode(), name, reading, {"language": "uk", **facts}, person_id)


def upload_of(page: Any) -> Any:
    """The upload whose page was opened."""
    public_id = page.response.request.path.rpartition("/")[2]
    return upload(public_id)


def upload(public_id: str) -> Any:
    """An upload as it stands in the database now."""
    db.session.rollback()
    row = queries.upload_by_public_id(public_id)
    db.session.rollback()
    return row
