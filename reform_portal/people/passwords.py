"""Passwords: hashed with argon2id, never kept. The only importer of argon2."""

import argon2
from flask import current_app

MIN_LENGTH = 10
MAX_LENGTH = 200

_COMMON = frozenset(
    [
        "1234567890",
        "12345678910",
        "qwertyuiop",
        "password123",
        "1q2w3e4r5t",
        "0987654321",
        "йцукенгшщз",
        "qwerty12345",
        "aaaaaaaaaa",
        "1111111111",
        "пароль12345",
        "slavaukraini",
        "славаукраїні",
        "ukraine2022",
    ]
)


def hash_password(password: str) -> str:
    """The argon2id hash of a password. Takes a while on purpose: call it outside a unit of work."""
    return _hasher().hash(password)


def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is right. Takes as long when there is no account or no password."""
    try:
        return _hasher().verify(password_hash or _nobodys_hash(), password[:MAX_LENGTH]) and password_hash is not None
    except argon2.exceptions.VerificationError:
        return False


def is_weak(password: str, email: str) -> bool:
    """Too easy to guess: common, one repeated character, or the address itself."""
    lowered = password.casefold()
    return lowered in _COMMON or len(set(lowered)) < 4 or lowered == email.casefold()


def _hasher() -> argon2.PasswordHasher:
    settings = current_app.extensions["settings"]
    return argon2.PasswordHasher(
        time_cost=settings.argon2_rounds, memory_cost=settings.argon2_memory_kib, parallelism=4
    )


def _nobodys_hash() -> str:
    kept = current_app.extensions
    if "nobodys_hash" not in kept:
        kept["nobodys_hash"] = hash_password("nobody has this password")
    return kept["nobodys_hash"]
