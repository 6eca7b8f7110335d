"""Who a program speaks for, and what it may do: the bearer token of a request (RFC 6750)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from ..core.clock import now
from ..core.database import unit_of_work
from ..core.error_pages import problem
from ..people.actions import note_token_use
from ..people.queries import person_of_api_token
from ..people.token_scopes import USE_KEPT_TO

REALM = 'Bearer realm="reform-portal"'


def with_token(scope: str, view: Callable[..., Any]) -> Callable[..., Any]:
    """Only a program with a valid token that allows this; the view gets the person it speaks for first."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        person = person_of_api_token(token.strip()) if scheme.lower() == "bearer" and token.strip() else None
        if person is None:
            return _refused(401, _("Потрібен чинний ключ. Його створюють у кабінеті, на сторінці «Ключі для програм»."))
        if scope not in person.scopes:
            return _refused(403, _("Цей ключ не дозволяє такого: потрібен дозвіл %(scope)s.", scope=scope), scope)
        _note_use(person)
        return view(person, *args, **kwargs)

    wrapper.access = "token"  # type: ignore[attr-defined]
    return wrapper


def _note_use(person: Any) -> None:
    if person.last_used_at is None or now() - person.last_used_at >= USE_KEPT_TO:
        with unit_of_work():
            note_token_use(person.token_id)


def _refused(status: int, detail: str, scope: str = "") -> Response:
    response = problem(status, detail)
    lacking = f', error="insufficient_scope", scope="{scope}"' if scope else ""
    response.headers["WWW-Authenticate"] = REALM + lacking
    return response
