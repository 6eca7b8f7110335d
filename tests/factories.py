"""Things to test with, made through the real actions."""

from datetime import datetime
from typing import Any

from reform_portal.core.database import unit_of_work
from reform_portal.discussion import actions as discussion
from reform_portal.discussion import queries as comments
from reform_portal.discussion.placements.publishing import publish
from reform_portal.drafts.actions import DraftFacts, read_source_here
from reform_portal.drafts.queries import WHOLE, place_of
from reform_portal.people import actions as people
from reform_portal.people.passwords import hash_password
from tests.texts import LAND

PASSWORD = "море хвиля маяк"


def make_person(name: str, role: str = "citizen", **more: Any) -> Any:
    """A confirmed account ``<name>@example.org`` with ``PASSWORD``."""
    with unit_of_work():
        person = people.add_person(
            f"{name}@example.org",
            more.pop("given_name", name.capitalize()),
            more.pop("family_name", "Коваленко"),
            role=role,
            confirmed=more.pop("confirmed", True),
            password_hash=hash_password(PASSWORD),
            **more,
        )
        return Account(person)


class Account:
    """An account as plain values, so that no test holds on to a session."""

    def __init__(self, person: Any) -> None:
        for name in ("id", "handle", "email", "given_name", "family_name", "pseudonym", "role"):
            setattr(self, name, getattr(person, name))

    id: int
    email: str
    role: str


def make_draft(slug: str = "land", text: str = LAND, name: str = "001.md", **facts: Any) -> Any:
    """Publish a text; without dates the draft is open at once and stays so."""
    with unit_of_work():
        return publish(slug, text.encode(), name, DraftFacts(**facts), structure=read_source_here(text.encode(), name))


def close_draft(slug: str, closes_at: datetime, opens_at: datetime | None = None) -> None:
    from reform_portal.drafts.actions import change_facts
    from reform_portal.drafts.queries import draft_by_slug

    with unit_of_work():
        change_facts(draft_by_slug(slug).id, DraftFacts(closes_at=closes_at, opens_at=opens_at))


def say(
    person: Any, body: str = "Строк задовгий, люди не можуть чекати.", *, slug: str = "land", eid: str = "art_3__para_1",
    stance: str = "oppose", quote: str = "", parent: str | None = None, name_mode: str = "full",
) -> str:  # fmt: skip
    """Post a comment; returns its public id."""
    with unit_of_work():
        place = place_of(slug, eid or WHOLE)
        above = comments.comment_by_public_id(parent) if parent else None
        return discussion.post(place, person, discussion.Said(body, stance, name_mode, quote), above)


def comment(public_id: str) -> Any:
    """A comment as it stands in the database now."""
    from reform_portal.core.database import db

    db.session.rollback()
    row = comments.find_comment(public_id)
    db.session.rollback()
    return row
