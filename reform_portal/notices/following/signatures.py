"""The address by which letters are stopped with one press, without signing in (RFC 8058).

It is signed, so that nobody can guess it, and holds no name and no address. The only importer of itsdangerous here.
"""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

ONE, ALL = "one", "all"


def token_for(what: str, public_id: str) -> str:
    """A token that stops one following (its public id) or all letters of a person (the handle)."""
    return _serializer().dumps([what, public_id])  # type: ignore[return-value]


def read_token(token: str) -> tuple[str, str] | None:
    """(what, public id) of a token of ours, None for any other."""
    try:
        what, public_id = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return (what, public_id) if what in (ONE, ALL) else None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="stop letters")
