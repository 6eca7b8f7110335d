"""Reading people."""

from collections.abc import Sequence

from sqlalchemy import Row, bindparam, func, select

from ..core.clock import now
from ..core.database import Instant, db, rows, table
from ..core.identifiers import token_hash
from .models import ApiToken, AuditLine, KeptForm, MailedLink, Person, SignInSession

_PEOPLE, _SESSIONS = table(Person), table(SignInSession)
_BEHIND_SESSION = (
    select(_PEOPLE)
    .join(_SESSIONS, _SESSIONS.c.person_id == _PEOPLE.c.id)
    .where(
        _SESSIONS.c.token_hash == bindparam("token_hash"),
        _SESSIONS.c.expires_at > bindparam("instant", type_=Instant()),
        _PEOPLE.c.blocked_at.is_(None),
    )
)


def email_key(email: str) -> str:
    """The form in which addresses are compared."""
    return email.strip().casefold()


def person_by_email(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email_key == email_key(email)))


def person_by_id(person_id: int) -> Person | None:
    return db.session.get(Person, person_id)


def person_of_session(token: str) -> Row | None:
    """The account behind a session token, unless the session ended or the account is blocked."""
    return next(iter(rows(_BEHIND_SESSION, token_hash=token_hash(token), instant=now())), None)


def person_of_api_token(token: str) -> Row | None:
    """The account that a program's token speaks for, unless it is blocked."""
    statement = select(Person.__table__).join(ApiToken, ApiToken.person_id == Person.id)
    valid = (ApiToken.token_hash == token_hash(token)) & Person.blocked_at.is_(None)
    return db.session.execute(statement.where(valid)).first()


def valid_link(token: str, purpose: str) -> MailedLink | None:
    """The unused, unexpired link for exactly this purpose."""
    return db.session.scalar(
        select(MailedLink).where(
            MailedLink.token_hash == token_hash(token),
            MailedLink.purpose == purpose,
            MailedLink.used_at.is_(None),
            MailedLink.expires_at > now(),
        )
    )


def links_sent_since(person_id: int, instant) -> int:
    """How many links were mailed to a person since an instant; each begins to expire when sent."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(AuditLine)
            .where(AuditLine.person_id == person_id, AuditLine.kind == "link.mailed", AuditLine.at > instant)
        )
        or 0
    )


def sessions_of(person_id: int) -> Sequence[Row]:
    """(token_hash, created_at) of the browsers a person is signed in with, newest first."""
    statement = select(SignInSession.token_hash, SignInSession.created_at).where(
        SignInSession.person_id == person_id, SignInSession.expires_at > now()
    )
    return db.session.execute(statement.order_by(SignInSession.created_at.desc())).all()


def kept_form(token: str) -> str | None:
    return db.session.scalar(select(KeptForm.content).where(KeptForm.token_hash == token_hash(token)))
