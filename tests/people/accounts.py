"""Looking at accounts and bending their rows, as time or an administrator would."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select, update

from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.people.models import MailedLink, Person, SignInSession
from reform_portal.people.queries import email_key
from tests.client import PageClient
from tests.factories import PASSWORD


def account(email: str) -> Any:
    """The row of an account as it stands now, or None."""
    db.session.rollback()
    row = db.session.execute(select(Person.__table__).where(Person.email_key == email_key(email))).first()
    db.session.rollback()
    return row


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def block(email: str) -> None:
    with unit_of_work():
        db.session.execute(update(Person).where(Person.email_key == email_key(email)).values(blocked_at=now()))


def expire(model: type[MailedLink] | type[SignInSession]) -> None:
    """Let the time of every link or session run out."""
    with unit_of_work():
        db.session.execute(update(model).values(expires_at=now() - timedelta(seconds=1)))


def enter(app: Flask, account: Any, password: str = PASSWORD) -> PageClient:
    """A further browser in which a person signs in; unlike the ``as_`` fixture it does not end on the account page."""
    client = PageClient(app)
    client.submit("/sign-in?next=/about", {"email": account.email, "password": password})
    return client


def is_signed_in(client: Any) -> bool:
    """Whether the browser is taken for somebody."""
    return client.ask("get", "/account/").status_code == 200
