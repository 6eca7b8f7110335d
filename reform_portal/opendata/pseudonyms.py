"""Ids of people in open data that lead to no account.

An id is a keyed hash (HMAC-SHA-256) of the account *and* of the name that was shown: whoever speaks once under a full
name and once under a pseudonym has two, or the first would give the second away. The key lies in the data folder and
nowhere else; whoever has the dumps alone cannot try accounts out. With a new key a new series of ids begins.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

LENGTH = 16


def kept_key(path: Path) -> bytes:
    """The key in a file, which is made at the first call and readable to the portal alone."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text(encoding="ascii"))
    with os.fdopen(handle, "w") as file:
        key = secrets.token_bytes(32)
        file.write(key.hex())
    return key


def series_of(key: bytes) -> str:
    """A name for all ids made with one key."""
    return hmac.new(key, b"series", hashlib.sha256).hexdigest()[:8]


def pseudonym(key: bytes, person_id: int | None, source: str, author: str) -> str:
    """The id of whoever wrote something under a name: of an account, else of a name in an import. Empty: nameless."""
    if person_id is None and not author:
        return ""
    who = f"account\x1f{person_id}" if person_id is not None else f"import\x1f{source}"
    return hmac.new(key, f"{who}\x1f{author}".encode(), hashlib.sha256).hexdigest()[:LENGTH]
