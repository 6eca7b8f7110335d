"""What the tests of the desk share: rows of a queue, and acts through the pages."""

import re
from typing import Any

from reform_portal.core.database import db
from reform_portal.discussion.queries import find_comment
from reform_portal.drafts.queries import draft_by_slug, version_of
from reform_portal.feedback.desk import queries, rules
from tests.client import Page, PageClient

QUEUE = "/desk/land"


def rows(page: Page) -> list[str]:
    """Public ids of the comments on a page of the queue, in order."""
    return re.findall(r'class="desk-row" id="comment-(\w+)"', page.html)


def queue(client: PageClient, query: str = "", status: int = 200) -> list[str]:
    return rows(client.get(f"{QUEUE}?{query}" if query else QUEUE, status))


def post(client: PageClient, act: str, status: int = 200, **values: Any) -> Page:
    """Send what a form of the queue sends."""
    return client.post(f"{QUEUE}/{act}", {"csrf_token": client.token(), **values}, status)


def kept(public_id: str) -> queries.Kept:
    """What the desk keeps about a comment now."""
    db.session.rollback()
    comment_id = find_comment(public_id).id
    found = queries.kept_about([comment_id])[comment_id]
    db.session.rollback()
    return found


def tags_of(public_id: str) -> list[str]:
    return [tag.name for tag in kept(public_id).tags]


def assigned(public_id: str) -> str | None:
    row = kept(public_id).assigned
    return row.given_name if row is not None else None


def asked(drafter: Any, **filters: Any) -> queries.Queue:
    """A queue of the draft as a drafter asks for it."""
    draft = draft_by_slug("land")
    return queries.Queue(draft.id, version_of(draft).id, drafter.id, rules.Filters(**filters))
