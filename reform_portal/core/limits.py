"""Limits on how often one person or one address may do a thing."""

import hashlib
import math
import time
from typing import Any

from flask import Flask, request
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from .access import person
from .settings import Settings
from .text import clean_line

PROGRAM_READS, PROGRAM_WRITES = 1200, 60


def _who() -> str:
    somebody = person()
    return f"person:{somebody.id}" if somebody else get_remote_address()


def _address() -> str:
    return get_remote_address()


def _token() -> str:
    given = request.headers.get("Authorization", "")
    return "token:" + hashlib.sha256(given.encode()).hexdigest()[:32] if given else get_remote_address()


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


def reads_by_programs(view: Any) -> Any:
    """For what programs read: so many requests a minute from one address, whatever they read."""
    return limiter.shared_limit(f"{PROGRAM_READS} per minute", scope="program-reads", key_func=_address)(view)


def writes_by_programs(view: Any) -> Any:
    """For what programs write: so many requests a minute with one token."""
    return limiter.shared_limit(f"{PROGRAM_WRITES} per minute", scope="program-writes", key_func=_token)(view)


def limit_headers() -> dict[str, str]:
    """How much of its limit the present request leaves; empty where none is set or limits are off."""
    held = limiter.current_limit
    if held is None or not limiter.enabled:
        return {}
    rest = min(max(0, math.ceil(held.reset_at - time.time())), held.limit.get_expiry())
    return {
        "RateLimit-Policy": f"{held.limit.amount};w={held.limit.get_expiry()}",
        "RateLimit-Limit": str(held.limit.amount),
        "RateLimit-Remaining": str(max(0, held.remaining)),
        "RateLimit-Reset": str(rest),
    }


def too_many() -> str:
    return _("Забагато спроб поспіль. Зачекайте кілька хвилин і спробуйте ще раз.")
