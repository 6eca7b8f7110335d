"""What the tests of carried comments share: further versions, and where a comment stands in them."""

from typing import Any

from reform_portal.core.database import db, unit_of_work
from reform_portal.discussion import queries as discussion
from reform_portal.discussion.placements import actions, queries
from reform_portal.drafts import queries as drafts
from tests.factories import make_draft
from tests.texts import LAND

TERM = "1. Рада розглядає заяву протягом 30 календарних днів з дня подання.\n\n"
SILENCE = "2. Якщо відповіді немає, заяву вважають задоволеною.\n\n"
SHORTER = LAND.replace("30 календарних", "20 календарних")
WITHOUT_TERM = LAND.replace(TERM + "2. Якщо", "1. Якщо")
MERGED = LAND.replace("з дня подання.\n\n2. Якщо", "з дня подання. Якщо")
AGAIN = LAND + "\n4. Кожен може переглянути рішення ради про землю громади.\n"
WITHOUT_ARTICLE = LAND.replace("### Стаття 3. Строки\n\n" + TERM + SILENCE, "")


def revise(text: str, slug: str = "land") -> Any:
    """Publish a further version."""
    return make_draft(slug, text, "next.md")


def place(public_id: str, number: int | None = None) -> Any:
    """Where a comment stands in a version, the newest by default; None for one written on it."""
    db.session.rollback()
    comment = discussion.find_comment(public_id)
    version = drafts.version_of(drafts.draft_by_slug(comment.slug), number)
    found = queries.placement(comment.id, version.id)
    db.session.rollback()
    return found


def state(public_id: str, number: int | None = None) -> tuple[str, str | None, str | None]:
    """(state, address, words now) of a comment in a version."""
    found = place(public_id, number)
    return found.state, found.eid, found.words_now


def provision(eid: str, number: int | None = None, slug: str = "land") -> int:
    db.session.rollback()
    return drafts.place_of(slug, eid, number).provision_id


def counts(eid: str, number: int | None = None) -> dict[str, int]:
    """The counts of the provision at an address."""
    row = discussion.tally_of(provision(eid, number))
    return {name: getattr(row, name) for name in discussion.NO_TALLY if getattr(row, name)} if row else {}


def judge(public_id: str, person: Any, verdict: str, note: str = "") -> None:
    with unit_of_work():
        comment = discussion.find_comment(public_id)
        actions.judge(comment, drafts.version_of(drafts.draft_by_slug(comment.slug)), person, verdict, note)


def reattach(public_id: str, person: Any, eid: str, quote: str = "") -> None:
    with unit_of_work():
        comment = discussion.find_comment(public_id)
        actions.reattach(comment, drafts.place_of(comment.slug, eid), person, quote)
