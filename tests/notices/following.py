"""What the tests of following share: following through the real action, letters written and sent, time that passes."""

import email
import email.policy
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.core.mail import OutgoingMail, deliver_due
from reform_portal.notices.following import actions
from reform_portal.notices.following.models import Following
from reform_portal.notices.following.sending import write_due
from reform_portal.notices.following.targets import find_target

ARGUMENTS = {"draft": "land", "clause": "land/art_3__para_1"}


def follow(person: Any, what: str = "draft", of: str = "", frequency: str = "daily", **given: str) -> str:
    """Follow a thing; returns the following's public id."""
    with unit_of_work():
        target = find_target(what, {"of": of or ARGUMENTS.get(what, ""), **given}, "uk")
        return actions.follow(person, target, frequency)


def let_time_pass() -> None:
    """Let every letter be due now."""
    with unit_of_work():
        due = now() - timedelta(seconds=1)
        db.session.execute(update(Following).where(Following.due_at.is_not(None)).values(due_at=due))
        db.session.execute(update(OutgoingMail).values(due_at=due))


def waiting() -> list[Any]:
    """The letters that wait, as they stand in the database."""
    db.session.rollback()
    rows = db.session.execute(select(OutgoingMail.__table__).order_by(OutgoingMail.id)).all()
    db.session.rollback()
    return list(rows)


def sent(app: Any) -> list[Any]:
    """Write and send all that is due, and take the letters out of their folder: messages, oldest first."""
    let_time_pass()
    write_due()
    return posted(app)


def posted(app: Any) -> list[Any]:
    """Send what was written and take it out of the folder."""
    while deliver_due():
        pass
    folder = app.extensions["settings"].data_dir / "mail"
    found = []
    for file in sorted(folder.glob("*.eml")) if folder.is_dir() else ():
        found.append(email.message_from_bytes(file.read_bytes(), policy=email.policy.default))
        file.unlink()
    return found


def text_of(message: Any) -> str:
    return message.get_body(("plain",)).get_content()


def html_of(message: Any) -> str:
    return message.get_body(("html",)).get_content()


def followed(person: Any) -> list[Any]:
    """A person's followings, the stopped ones too."""
    db.session.rollback()
    rows = db.session.execute(
        select(Following.__table__).where(Following.person_id == person.id).order_by(Following.id)
    ).all()
    db.session.rollback()
    return list(rows)
