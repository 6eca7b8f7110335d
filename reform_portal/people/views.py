"""Pages of the account: register, sign in by password or mailed link, sign out, reset, names."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _

from ..core.access import public, signed_in
from ..core.addresses import safe_next
from ..core.clock import now
from ..core.database import unit_of_work, writes
from ..core.errors import BadInput
from ..core.languages import language
from ..core.limits import guesses, posts_a_minute
from . import actions, queries, session
from .forms import (
    SCOPE_LABELS,
    ConfirmForm,
    EmailForm,
    NamesForm,
    NewPasswordForm,
    RegisterForm,
    SignInForm,
    TokenForm,
)
from .passwords import hash_password, password_matches

bp = Blueprint("people", __name__)


@bp.route("/register", methods=["GET", "POST"])
@public
@posts_a_minute(10)
def register() -> Any:
    form = RegisterForm()
    if not form.validate_on_submit():
        return render_template("people/register.html", form=form, next=_next()), _status(form)
    hashed = hash_password(form.password.data) if form.password.data else None
    with unit_of_work():
        cookie["registering"] = actions.register(
            form.email.data,
            form.given_name.data,
            form.family_name.data,
            form.pseudonym.data or "",
            hashed,
            language(),
        )
    return redirect(url_for("people.look_in_mail"), 303)


@bp.get("/register/mail")
@public
def look_in_mail() -> Any:
    settings = current_app.extensions["settings"]
    folder = settings.data_dir / "mail" if settings.smtp_url is None else None
    return render_template("people/look_in_mail.html", mail_folder=folder)


@bp.route("/register/confirm/<token>", methods=["GET", "POST"])
@public
@posts_a_minute(20)
def confirm(token: str) -> Any:
    return _by_link(token, "confirm", "people/confirm.html", _("Дякуємо! Адресу підтверджено, ви увійшли."))


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@guesses()
def sign_in() -> Any:
    if session.current_person() and request.method == "GET":
        return redirect(safe_next(_next(), url_for("web.account")))
    form = SignInForm()
    if form.validate_on_submit():
        person = queries.person_by_email(form.email.data)
        right = password_matches(person.password_hash if person else None, form.password.data)
        if right and person and person.confirmed_at and not person.blocked_at:
            return _signed_in(person.id, form.remember.data)
        form.refuse(BadInput(_("Адреса або пароль неправильні. Можна увійти й без пароля — за посиланням з листа.")))
    return render_template("people/sign_in.html", form=form, next=_next()), _status(form)


@bp.route("/sign-in/link", methods=["GET", "POST"])
@public
@guesses()
def ask_for_link() -> Any:
    return _mail_something("sign_in", "people/ask_for_link.html")


@bp.route("/sign-in/link/<token>", methods=["GET", "POST"])
@public
@posts_a_minute(20)
def sign_in_by_link(token: str) -> Any:
    return _by_link(token, "sign_in", "people/sign_in_by_link.html", _("Ви увійшли."))


@bp.route("/password", methods=["GET", "POST"])
@public
@guesses()
def forgot() -> Any:
    return _mail_something("reset", "people/forgot.html")


@bp.route("/password/<token>", methods=["GET", "POST"])
@public
@posts_a_minute(20)
def reset(token: str) -> Any:
    if queries.valid_link(token, "reset") is None:
        return _dead_link()
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return render_template("people/reset.html", form=form), _status(form)
    hashed = hash_password(form.password.data)
    with unit_of_work():
        link = queries.valid_link(token, "reset")
        if link is None:
            return _dead_link()
        person = actions.use_link(link)
        actions.set_password(person, hashed)
        session.start(person, remember=False)
    flash(_("Пароль змінено. На всіх інших пристроях ви вийшли."))
    return redirect(url_for("web.account"), 303)


@bp.post("/sign-out")
@public
@writes
def sign_out() -> Any:
    session.stop()
    flash(_("Ви вийшли."))
    return redirect(url_for("web.home"), 303)


@bp.route("/account/names", methods=["GET", "POST"])
@signed_in
@writes
def names() -> Any:
    person = session.current_person()
    assert person is not None
    form = NamesForm(obj=person)
    if not form.validate_on_submit():
        return render_template("people/names.html", form=form), _status(form)
    actions.change_profile(
        person.id,
        given_name=form.given_name.data,
        family_name=form.family_name.data,
        pseudonym=form.pseudonym.data or "",
    )
    flash(_("Збережено. Уже опубліковані зауваження лишаються під тим ім’ям, під яким ви їх залишили."))
    return redirect(url_for("web.account"), 303)


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
@guesses()
def change_password() -> Any:
    visitor = session.current_person()
    assert visitor is not None
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return render_template("people/reset.html", form=form), _status(form)
    hashed = hash_password(form.password.data)
    with unit_of_work():
        person = queries.person_by_id(visitor.id)
        assert person is not None
        actions.set_password(person, hashed)
        session.start(person, remember=False)
    flash(_("Пароль змінено. На всіх інших пристроях ви вийшли."))
    return redirect(url_for("web.account"), 303)


@bp.route("/account/tokens", methods=["GET", "POST"])
@signed_in
@posts_a_minute(10)
@writes
def tokens() -> Any:
    """A person's tokens for programs; a new one is shown once, on the page that answers the form."""
    person = session.current_person()
    assert person is not None
    form, made = TokenForm(), None
    if form.validate_on_submit():
        try:
            made = actions.make_api_token(person, form.name.data, form.scopes.data, int(form.days.data))
        except BadInput as error:
            form.refuse(error)
    status = 200 if made else form.page_status()
    form = TokenForm(formdata=None) if made else form
    page = render_template(
        "people/tokens.html",
        form=form,
        made=made,
        found=queries.api_tokens_of(person.id),
        now=now(),
        scopes=SCOPE_LABELS,
    )
    return page, status


@bp.route("/account/tokens/<public_id>/revoke", methods=["GET", "POST"])
@signed_in
@writes
def revoke_token(public_id: str) -> Any:
    person = session.current_person()
    assert person is not None
    token = queries.api_token_of(person.id, public_id)
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template("people/revoke_token.html", form=form, token=token), form.page_status()
    actions.revoke_api_token(person.id, public_id)
    flash(_("Ключ відкликано. Програми з ним більше нічого не можуть."))
    return redirect(url_for(".tokens"), 303)


@bp.post("/account/sessions/end")
@signed_in
@writes
def end_other_sessions() -> Any:
    person = session.current_person()
    assert person is not None
    actions.end_sessions(person.id, except_token=person.token)
    flash(_("На всіх інших пристроях ви вийшли."))
    return redirect(url_for("web.account"), 303)


def _by_link(token: str, purpose: str, template: str, thanks: str) -> Any:
    if queries.valid_link(token, purpose) is None:
        return _dead_link()
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template(template, form=form), _status(form)
    with unit_of_work():
        link = queries.valid_link(token, purpose)
        if link is None:
            return _dead_link()
        began_here = cookie.get("registering") == link.token_hash
        person = actions.use_link(link, same_browser=began_here)
        session.start(person, remember=True)
    flash(thanks)
    return redirect(safe_next(_next(), _after_sign_in()), 303)


def _signed_in(person_id: int, remember: bool) -> Any:
    with unit_of_work():
        person = queries.person_by_id(person_id)
        assert person is not None
        session.start(person, remember)
    return redirect(safe_next(_next(), _after_sign_in()), 303)


def _mail_something(purpose: str, template: str) -> Any:
    form = EmailForm()
    if not form.validate_on_submit():
        return render_template(template, form=form, next=_next()), _status(form)
    with unit_of_work():
        person = queries.person_by_email(form.email.data)
        if person is not None and person.blocked_at is None:
            # An address that was never confirmed is confirmed by the same click.
            actions.mail_link(person, purpose, safe_next(_next(), ""))
    return redirect(url_for("people.look_in_mail"), 303)


def _after_sign_in() -> str:
    """Back to the form that was being filled in, else to the person's own page."""
    return cookie.get("kept_form_address") or url_for("web.account")


def _dead_link() -> Any:
    return render_template("people/dead_link.html"), 410


def _next() -> str:
    return request.values.get("next", "")


def _status(form: Any) -> int:
    return 422 if form.is_submitted() else 200
