"""Random public identifiers: nothing can be guessed or counted from an address."""

import hashlib
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_public_id(length: int = 16) -> str:
    """``length`` random characters of Crockford's base 32 (80 bits by default)."""
    bits = int.from_bytes(secrets.token_bytes(length))
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(length))


def new_token() -> str:
    """A secret for a link or a session, 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the database keeps instead of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
