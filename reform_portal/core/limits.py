"""Limits on how often one person or one address may do a thing."""

from flask import Flask, request
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from .access import person
from .settings import Settings
from .text import clean_line


def _who() -> str:
    somebody = person()
    return f"person:{somebody.id}" if somebody else get_remote_address()


def _address() -> str:
    return get_remote_address()


def _typed_email() -> str:
    try:
        return "email:" + clean_line(request.form.get("email", "")).casefold()
    except ValueError:
        return "email:"


limiter = Limiter(key_func=_who, headers_enabled=False, strategy="moving-window")


def init_app(app: Flask, settings: Settings) -> None:
    app.config["RATELIMIT_ENABLED"] = settings.limits_enabled
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    limiter.init_app(app)


def posts_a_minute(number: int):
    """At most so many POST requests a minute from one person (one address when signed out)."""
    return limiter.limit(f"{number} per minute", methods=["POST"])


def guesses():
    """For forms where a secret can be guessed: ten in five minutes an address and an account."""
    by_address = limiter.limit("10 per 5 minutes", key_func=_address, methods=["POST"])
    by_email = limiter.limit("10 per 5 minutes", key_func=_typed_email, methods=["POST"])
    return lambda view: by_address(by_email(view))


def too_many() -> str:
    return _("Забагато спроб поспіль. Зачекайте кілька хвилин і спробуйте ще раз.")
