"""Reading the letters that wait for the worker."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from reform_portal.core.database import db
from reform_portal.core.mail import OutgoingMail

_LINK = re.compile(r"http://portal\.test(/\S+)")


def letters(recipient: str = "") -> Sequence[Any]:
    """(recipient, subject, body) of the letters written so far, oldest first."""
    statement = select(OutgoingMail.recipient, OutgoingMail.subject, OutgoingMail.body).order_by(OutgoingMail.id)
    if recipient:
        statement = statement.where(OutgoingMail.recipient == recipient)
    rows = db.session.execute(statement).all()
    db.session.rollback()
    return rows


def last_link(recipient: str = "") -> str:
    """The path of the link in the newest letter."""
    found = _LINK.findall(letters(recipient)[-1].body)
    assert len(found) == 1, found
    return found[0]
