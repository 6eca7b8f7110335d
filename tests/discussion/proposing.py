"""Proposed wordings to test with, made through the real actions."""

from typing import Any

from reform_portal.core.database import unit_of_work
from reform_portal.discussion import actions, queries
from reform_portal.discussion.wordings import actions as wordings
from reform_portal.discussion.wordings.models import AcceptedWording
from reform_portal.drafts import queries as drafts
from tests.discussion.acts import count

DAYS = "30 календарних днів"
TERM, SILENCE = "art_3__para_1", "art_3__para_2"


def propose(
    person: Any, wording: str | None = "20 робочих днів", quote: str = DAYS, *, eid: str = TERM, slug: str = "land",
    body: str = "Так буде швидше.",
) -> str:  # fmt: skip
    """Say something with a wording for the quoted words; returns the comment's public id."""
    with unit_of_work():
        said = actions.Said(body, "amend", "full", quote, None, wording)
        return actions.post(drafts.place_of(slug, eid), person, said)


def accept(public_id: str, person: Any) -> None:
    with unit_of_work():
        comment = queries.find_comment(public_id)
        wordings.accept(comment, drafts.version_of(drafts.draft_by_slug(comment.slug)), person)


def release(public_id: str, person: Any) -> None:
    with unit_of_work():
        comment = queries.find_comment(public_id)
        wordings.release(comment, drafts.version_of(drafts.draft_by_slug(comment.slug)), person)


def taken(public_id: str) -> bool:
    """Whether a comment's wording is taken into the text after some version."""
    return count(AcceptedWording, AcceptedWording.comment_id == queries.find_comment(public_id).id) == 1
