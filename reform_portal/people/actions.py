"""Changing people: accounts, sessions, mailed links, roles, consents."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..core import mail
from ..core.access import ROLES
from ..core.clock import now
from ..core.database import change, db
from ..core.errors import BadInput
from ..core.identifiers import new_public_id, new_token, token_hash
from ..core.languages import in_language
from ..journal.actions import record
from .models import ApiToken, AuditLine, Consent, KeptForm, MailedLink, Person, SignInSession
from .queries import api_tokens_of, email_key, links_sent_since, person_by_email
from .token_scopes import SCOPES, as_scopes

LINK_LIFETIME = {"confirm": timedelta(days=3), "sign_in": timedelta(minutes=30), "reset": timedelta(hours=1)}
LINKS_IN_SIX_HOURS = 20
MOST_TOKENS = 50
STAFF_SESSION = timedelta(hours=12)
CITIZEN_SESSION = timedelta(days=30)
KEPT_FORM_LIFETIME = timedelta(days=1)


def add_person(
    email: str,
    given_name: str,
    family_name: str,
    *,
    pseudonym: str = "",
    password_hash: str | None = None,
    role: str = "citizen",
    language: str = "uk",
    confirmed: bool = False,
) -> Person:
    """Make an account.

    Raises BadInput when the address already has one.
    """
    person = Person(
        handle=new_public_id(),
        email=email.strip(),
        email_key=email_key(email),
        given_name=given_name,
        family_name=family_name,
        pseudonym=pseudonym,
        password_hash=password_hash,
        role=role,
        language=language,
        created_at=now(),
        confirmed_at=now() if confirmed else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError as error:
        raise BadInput(fields={"email": _("Для цієї адреси вже є обліковий запис.")}) from error
    if role != "citizen":
        _record_role(person.handle, role)
    return person


def give_role(person: Person, role: str) -> None:
    """Change what a person may do; a public act, so it is in the journal."""
    if role not in ROLES:
        raise BadInput(_("Такої ролі немає: %(role)s.", role=role))
    if person.role != role:
        person.role = role
        end_sessions(person.id)
        _record_role(person.handle, role)


def register(
    email: str, given_name: str, family_name: str, pseudonym: str, password_hash: str | None, language: str
) -> str:
    """Begin an account, or remind its owner that there is one: the page is the same for both.

    Names and password go with the link, not into the account: whoever types somebody's address gains
    nothing by it. Returns what the browser keeps to show that the registration is its own.
    """
    person = person_by_email(email)
    if person is None:
        person = add_person(email, given_name, family_name, pseudonym=pseudonym, language=language)
    if person.confirmed_at is not None:
        mail_link(person, "sign_in")
        return token_hash(new_token())
    names = {"given_name": given_name, "family_name": family_name, "pseudonym": pseudonym}
    return mail_link(person, "confirm", profile={**names, "password_hash": password_hash}) or token_hash(new_token())


def mail_link(person: Person, purpose: str, next_address: str = "", profile: dict[str, Any] | None = None) -> str:
    """Mail a link for one purpose and return its hash; nothing after twenty in six hours, to spare the mailbox."""
    if links_sent_since(person.id, now() - timedelta(hours=6)) >= LINKS_IN_SIX_HOURS:
        return ""
    token = new_token()
    db.session.execute(
        insert(MailedLink).values(
            token_hash=token_hash(token),
            person_id=person.id,
            purpose=purpose,
            profile=profile,
            expires_at=now() + LINK_LIFETIME[purpose],
        )
    )
    audit("link.mailed", person.id)
    with in_language(person.language):
        subject, body = _letter(person, purpose, _absolute(purpose, token, person.language, next_address))
    mail.enqueue(person.email, subject, body)
    return token_hash(token)


def use_link(link: MailedLink, same_browser: bool = True) -> Person:
    """Mark a link as used and return its owner, whose address is hereby shown to be theirs.

    Somebody else may have begun the registration with a password of their own: it holds only when
    the link is opened in the browser that typed it.
    """
    unused = (MailedLink.token_hash == link.token_hash) & MailedLink.used_at.is_(None)
    if change(update(MailedLink).where(unused).values(used_at=now())) != 1:
        raise BadInput(_("Це посилання вже використано. Попросіть нове."))
    person = db.session.get_one(Person, link.person_id)
    if person.confirmed_at is None:
        person.confirmed_at = now()
        profile = link.profile or {}
        for name in ("given_name", "family_name", "pseudonym"):
            setattr(person, name, profile.get(name, getattr(person, name)))
        person.password_hash = profile.get("password_hash") if same_browser else None
    return person


def set_password(person: Person, password_hash: str) -> None:
    """Change the password and end every session of the account."""
    person.password_hash = password_hash
    end_sessions(person.id)
    audit("password.changed", person.id)


def begin_session(person: Person, remember: bool) -> tuple[str, datetime]:
    """A new session; returns its token and when it ends."""
    token = new_token()
    lifetime = CITIZEN_SESSION if remember and person.role == "citizen" else STAFF_SESSION
    ends = now() + lifetime
    db.session.execute(
        insert(SignInSession).values(
            token_hash=token_hash(token), person_id=person.id, created_at=now(), expires_at=ends
        )
    )
    audit("signed.in", person.id)
    return token, ends


def end_session(token: str) -> None:
    db.session.execute(delete(SignInSession).where(SignInSession.token_hash == token_hash(token)))


def end_sessions(person_id: int, except_token: str = "") -> None:
    kept = token_hash(except_token)
    db.session.execute(
        delete(SignInSession).where(SignInSession.person_id == person_id, SignInSession.token_hash != kept)
    )


def change_profile(person_id: int, **fields: str) -> None:
    """Change names or language. Comments keep the name they were published under."""
    allowed = {"given_name", "family_name", "pseudonym", "language"}
    db.session.execute(
        update(Person).where(Person.id == person_id).values({k: fields[k] for k in allowed & set(fields)})
    )


def forget_consents(subject: str) -> None:
    """Delete what links people to a subject whose words are erased."""
    db.session.execute(delete(Consent).where(Consent.subject == subject))


def record_consent(person_id: int, purpose: str, subject: str, text_version: str) -> None:
    db.session.execute(
        insert(Consent).values(
            person_id=person_id, purpose=purpose, subject=subject, text_version=text_version, given_at=now()
        )
    )


def make_api_token(person: Any, name: str = "", scopes: Sequence[str] = SCOPES, days: int = 0) -> str:
    """A new token for programs, shown once; it ends after so many days, with 0 never.

    Raises BadInput for scopes that do not exist and when the person has too many tokens.
    """
    try:
        allowed = as_scopes(scopes)
    except ValueError as error:
        raise BadInput(fields={"scopes": _("Оберіть, що дозволяє ключ.")}) from error
    if len(api_tokens_of(person.id)) >= MOST_TOKENS:
        raise BadInput(_("У вас уже %(n)s ключів. Відкличте ті, якими не користуєтеся.", n=MOST_TOKENS))
    token = "rp_" + new_token()
    values = {
        "token_hash": token_hash(token),
        "public_id": new_public_id(),
        "person_id": person.id,
        "name": name,
        "scopes": allowed,
        "created_at": now(),
        "expires_at": now() + timedelta(days=days) if days else None,
    }
    db.session.execute(insert(ApiToken).values(values))
    audit("token.made", person.id)
    return token


def revoke_api_token(person_id: int, public_id: str) -> None:
    """End one of a person's tokens at once; revoking it twice is no error."""
    mine = (ApiToken.person_id == person_id) & (ApiToken.public_id == public_id)
    if change(delete(ApiToken).where(mine)) == 1:
        audit("token.revoked", person_id)


def note_token_use(public_id: str) -> None:
    """Keep that a token was used now."""
    db.session.execute(update(ApiToken).where(ApiToken.public_id == public_id).values(last_used_at=now()))


def keep_form(content: str) -> str:
    """Keep what somebody typed for a day; returns the token that gives it back."""
    token = new_token()
    db.session.execute(delete(KeptForm).where(KeptForm.kept_at < now() - KEPT_FORM_LIFETIME))
    db.session.execute(insert(KeptForm).values(token_hash=token_hash(token), content=content, kept_at=now()))
    return token


def drop_kept_form(token: str) -> None:
    db.session.execute(delete(KeptForm).where(KeptForm.token_hash == token_hash(token)))


def audit(kind: str, person_id: int | None) -> None:
    db.session.execute(insert(AuditLine).values(at=now(), kind=kind, person_id=person_id))


def purge_expired() -> None:
    """Delete sessions, links and kept words whose time is over; the worker calls it."""
    db.session.execute(delete(KeptForm).where(KeptForm.kept_at < now() - KEPT_FORM_LIFETIME))
    for model in (SignInSession, MailedLink):
        if db.session.scalar(select(model.token_hash).where(model.expires_at < now() - timedelta(days=7)).limit(1)):
            db.session.execute(delete(model).where(model.expires_at < now() - timedelta(days=7)))


def _record_role(handle: str, role: str) -> None:
    record("role.given", f"p:{handle}", role=role)


def _absolute(purpose: str, token: str, language: str, next_address: str) -> str:
    """Links in letters carry the configured address, never the one that a request claims."""
    base = current_app.extensions["settings"].base_url
    endpoint = {"confirm": "people.confirm", "sign_in": "people.sign_in_by_link", "reset": "people.reset"}[purpose]
    with current_app.test_request_context(base_url="http://portal.invalid/"):
        path = url_for(endpoint, token=token, next=next_address or None)
    return base + ("/en" if language == "en" else "") + path


def _letter(person: Person, purpose: str, address: str) -> tuple[str, str]:
    greeting = _("Вітаємо, %(name)s!", name=person.given_name)
    ignore = _("Якщо ви цього не просили, просто не зважайте на цей лист: без посилання нічого не станеться.")
    subject, reason, lasts = {
        "confirm": (
            _("Підтвердьте адресу — Портал реформ"),
            _("Щоб завершити реєстрацію, відкрийте це посилання й натисніть кнопку на сторінці:"),
            _("Посилання діє три дні."),
        ),
        "sign_in": (
            _("Вхід до Порталу реформ"),
            _("Щоб увійти без пароля, відкрийте це посилання й натисніть кнопку на сторінці:"),
            _("Посилання діє 30 хвилин і лише один раз."),
        ),
        "reset": (
            _("Новий пароль — Портал реформ"),
            _("Щоб задати новий пароль, відкрийте це посилання:"),
            _("Посилання діє одну годину й лише один раз."),
        ),
    }[purpose]
    return subject, f"{greeting}\n\n{reason}\n\n{address}\n\n{lasts} {ignore}\n\n" + _("Портал реформ") + "\n"
