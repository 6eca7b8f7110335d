"""Reading people."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import Row, bindparam, func, select

from ..core.clock import now
from ..core.database import Instant, db, rows, table
from ..core.errors import NotFound
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
    """The account that a program's token speaks for, with the token's ``scopes``, ``last_used_at`` and ``token_id``.

    None when the token was revoked or has ended, or the account is blocked.
    """
    columns = (Person.__table__, ApiToken.scopes, ApiToken.last_used_at, ApiToken.public_id.label("token_id"))
    statement = select(*columns).join(ApiToken, ApiToken.person_id == Person.id)
    holds = ApiToken.expires_at.is_(None) | (ApiToken.expires_at > now())
    valid = (ApiToken.token_hash == token_hash(token)) & Person.blocked_at.is_(None) & holds
    return db.session.execute(statement.where(valid)).first()


def api_tokens_of(person_id: int) -> Sequence[Row]:
    """(public_id, name, scopes, created_at, last_used_at, expires_at) of a person's tokens, the newest first."""
    columns = (
        ApiToken.public_id, ApiToken.name, ApiToken.scopes, ApiToken.created_at, ApiToken.last_used_at,
        ApiToken.expires_at,
    )  # fmt: skip
    statement = select(*columns).where(ApiToken.person_id == person_id)
    return db.session.execute(statement.order_by(ApiToken.created_at.desc(), ApiToken.public_id)).all()


def api_token_of(person_id: int, public_id: str) -> Row:
    """One of a person's own tokens. Raises NotFound, for somebody else's too."""
    found = next((row for row in api_tokens_of(person_id) if row.public_id == public_id), None)
    if found is None:
        raise NotFound(_("Такого ключа немає. Можливо, його вже відкликано."))
    return found


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
