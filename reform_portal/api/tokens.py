"""Who a program speaks for: the bearer token of a request."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, request

from ..core.error_pages import problem
from ..people.queries import person_of_api_token


def with_token(view: Callable[..., Any]) -> Callable[..., Any]:
    """Only a program with a valid token; the view gets the person it speaks for first."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        person = person_of_api_token(token.strip()) if scheme.lower() == "bearer" and token.strip() else None
        return _unauthorized() if person is None else view(person, *args, **kwargs)

    wrapper.access = "token"  # type: ignore[attr-defined]
    return wrapper


def _unauthorized() -> Response:
    response = problem(401, "A valid bearer token is needed: reform-portal people token EMAIL")
    response.headers["WWW-Authenticate"] = 'Bearer realm="reform-portal"'
    return response
