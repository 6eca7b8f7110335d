"""Where a form may send a person back to."""

import re
from urllib.parse import urlsplit

_SAFE = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*\Z")


def safe_next(address: str | None, default: str) -> str:
    """``address`` if it is a path on this portal, else ``default``: never another host."""
    if not address or len(address) > 2000 or not _SAFE.match(address):
        return default
    parts = urlsplit(address)
    return default if parts.scheme or parts.netloc else address
