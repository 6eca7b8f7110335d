"""Marks that say who may call a route. A route without one is refused by the house tests."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import current_app, redirect, request, url_for
from flask_babel import gettext as _

from .errors import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])

ROLES = ("citizen", "drafter", "moderator", "admin")


def public(view: View) -> View:
    """Anyone may call it."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Only a person who has signed in; others are led to the sign-in page and back."""
    return _guarded(view, "signed in", lambda person: None)


def needs(*roles: str) -> Callable[[View], View]:
    """Only a person with one of these roles (an admin has all of them)."""
    unknown = set(roles) - set(ROLES)
    if unknown or not roles:
        raise ValueError(f"no such role: {sorted(unknown)}")

    def check(person: Any) -> None:
        if person.role not in roles and person.role != "admin":
            raise NotAllowed(_("Ця сторінка — для працівників порталу. Ваш обліковий запис не має такого права."))

    return lambda view: _guarded(view, "needs " + " ".join(roles), check)


def person() -> Any | None:
    """The person who has signed in, or None."""
    return current_app.extensions["current_person"]()


def is_drafter(somebody: Any | None) -> bool:
    """Whether a person acts for the drafters; None is a visitor who has not signed in."""
    return somebody is not None and somebody.role in ("drafter", "admin")


def _guarded(view: View, mark: str, check: Callable[[Any], None]) -> View:
    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        somebody = person()
        if somebody is None:
            return _to_sign_in()
        check(somebody)
        return view(*args, **kwargs)

    wrapper.access = mark  # type: ignore[attr-defined]
    return wrapper  # type: ignore[return-value]


def _to_sign_in() -> Any:
    back = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else ""
    return redirect(url_for("people.sign_in", next=request.script_root + back if back else None), 303)
