"""What a token of a program may be good for. Pure."""

from collections.abc import Iterable
from datetime import timedelta

WRITE, EDIT = "comments:write", "comments:edit"
SCOPES = (WRITE, EDIT)
# How long a token made on the page of the account may hold, in days; 0: until it is revoked.
LIFETIMES = (30, 90, 365, 0)
# How exactly it is kept when a token was used last.
USE_KEPT_TO = timedelta(hours=1)


def as_scopes(names: Iterable[str]) -> list[str]:
    """The scopes of these names, in their order, each once. Raises ValueError for an unknown name and for none."""
    wanted = set(names)
    if not wanted or not wanted <= set(SCOPES):
        raise ValueError(f"no such scope: {sorted(wanted - set(SCOPES))}")
    return [scope for scope in SCOPES if scope in wanted]
