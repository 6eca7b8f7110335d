"""The form of an entry: its leaf, the hash of the leaf, the salted commitment to its content.

Pure. Source of the form: RFC 8785 (canonical JSON) and RFC 6962 §2.1 (leaf hash). Personal data
never enter a leaf: it holds a random object id, the second, and a commitment that opens to nothing
once the salt is erased. The only importer of rfc8785.
"""

import hashlib
import secrets
from typing import Any

import rfc8785

FORMAT = 1
DOMAIN = b"reform_portal/v1\x00"
SALT_BYTES = 32


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def canonical(content: Any) -> bytes:
    """Canonical JSON (RFC 8785) of strings, integers, lists and dictionaries."""
    return rfc8785.dumps(content)


def commit_to(salt: bytes, content: dict[str, Any]) -> str:
    """The commitment to ``content``, 64 hex digits.

    Raises ValueError for a salt of another length, which would weaken the hiding.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"salt must have {SALT_BYTES} bytes")
    return hashlib.sha256(DOMAIN + salt + canonical(content)).hexdigest()


def leaf_bytes(number: int, second: int, kind: str, subject: str, draft: str, commitment: str) -> bytes:
    """The leaf of an entry: what the tree of the journal is made of."""
    return canonical(
        {"v": FORMAT, "n": number, "t": second, "ev": kind, "obj": subject, "draft": draft, "c": commitment}
    )


def leaf_hash(leaf: bytes) -> str:
    """SHA-256 of the leaf with RFC 6962's prefix, 64 hex digits."""
    return hashlib.sha256(b"\x00" + leaf).hexdigest()
