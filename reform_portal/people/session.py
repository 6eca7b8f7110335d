"""Who is signed in: flask-login over our own session rows. The only importer of flask_login."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from ..core.clock import now
from . import actions, queries
from .models import Person
from .names import public_name

# What outlives a change of session: the way back to words that were typed before signing in.
KEPT = ("kept_form", "kept_form_address")

login_manager = LoginManager()
login_manager.session_protection = None


@dataclass(frozen=True)
class Visitor(UserMixin):
    """The person behind a request. ``get_id`` is the random session token, never the account's id."""

    id: int
    handle: str
    email: str
    given_name: str
    family_name: str
    pseudonym: str
    role: str
    language: str
    has_password: bool
    token: str

    def get_id(self) -> str:
        return self.token

    @property
    def name(self) -> str:
        return public_name("full", self.given_name, self.family_name, self.pseudonym)

    @property
    def is_staff(self) -> bool:
        return self.role != "citizen"


def init_app(app: Flask) -> None:
    secure = app.extensions["settings"].production
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=actions.CITIZEN_SESSION,
        REMEMBER_COOKIE_NAME="__Host-remember" if secure else "remember",
        REMEMBER_COOKIE_SECURE=secure,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_DURATION=timedelta(hours=12),
    )
    login_manager.init_app(app)
    app.extensions["current_person"] = current_person


@login_manager.user_loader
def load_visitor(token: str) -> Visitor | None:
    row = queries.person_of_session(token)
    if row is None:
        return None
    return Visitor(
        row.id,
        row.handle,
        row.email,
        row.given_name,
        row.family_name,
        row.pseudonym,
        row.role,
        row.language,
        row.password_hash is not None,
        token,
    )


def current_person() -> Visitor | None:
    return current_user if current_user.is_authenticated else None


def start(person: Person, remember: bool) -> None:
    """Sign a person in with a session that has nothing of the one before."""
    kept = {name: session[name] for name in KEPT if name in session}
    session.clear()
    token, ends = actions.begin_session(person, remember)
    session.permanent = ends - now() > actions.STAFF_SESSION
    session.update(kept)
    visitor = Visitor(
        person.id,
        person.handle,
        person.email,
        person.given_name,
        person.family_name,
        person.pseudonym,
        person.role,
        person.language,
        person.password_hash is not None,
        token,
    )
    login_user(visitor)


def stop() -> None:
    """Sign out: the session's row goes, so a copied cookie is of no use."""
    visitor = current_person()
    if visitor is not None:
        actions.end_session(visitor.token)
    logout_user()
    session.clear()
