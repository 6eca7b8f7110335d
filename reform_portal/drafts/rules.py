"""The stages of a consultation and the acts that each allows. Pure."""

from datetime import datetime
from typing import Protocol

ANNOUNCED, OPEN, CLOSED = "announced", "open", "closed"

ACTS = {
    ANNOUNCED: frozenset({"read"}),
    OPEN: frozenset({"read", "comment", "reply", "support", "edit"}),
    CLOSED: frozenset({"read"}),
}


class Dated(Protocol):
    opens_at: datetime | None
    closes_at: datetime | None


def stage(draft: Dated, instant: datetime) -> str:
    """Where the consultation stands at an instant; it is closed from ``closes_at`` on, to the moment."""
    if draft.opens_at is not None and instant < draft.opens_at:
        return ANNOUNCED
    if draft.closes_at is not None and instant >= draft.closes_at:
        return CLOSED
    return OPEN


def allows(draft: Dated, act: str, instant: datetime) -> bool:
    return act in ACTS[stage(draft, instant)]


def next_change(draft: Dated, instant: datetime) -> datetime | None:
    """When the stage changes next by itself, or None."""
    coming = [at for at in (draft.opens_at, draft.closes_at) if at is not None and at > instant]
    return min(coming, default=None)
