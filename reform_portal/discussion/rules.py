"""Who may do what with a comment, and until when. Pure: the person and the comment come as values."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from ..drafts.rule_sets import rule_set

EDIT_WINDOW = timedelta(minutes=15)
CONSENT_VERSION = "2026-11"
MODERATORS = frozenset({"moderator", "admin"})
STAFF = frozenset({"drafter", "moderator", "admin"})


def name_modes(rules: str, on: date) -> Sequence[str]:
    """The name modes that a consultation under these rules allows."""
    return rule_set(rules).value("comment.name_modes", on, ["full"])


def counts_as_proposal(rules: str, mode: str, on: date) -> bool:
    """Whether a comment under this name counts as a proposal in the sense of the law."""
    return mode in rule_set(rules).value("comment.counts_as_proposal", on, ["full"])


def is_author(person: Any, comment: Any) -> bool:
    return person is not None and comment.person_id is not None and comment.person_id == person.id


def may_edit(person: Any, comment: Any, instant: datetime) -> bool:
    """The author, within a quarter of an hour, while the comment is published."""
    return is_author(person, comment) and comment.status == "published" and instant - comment.created_at <= EDIT_WINDOW


def may_withdraw(person: Any, comment: Any) -> bool:
    return is_author(person, comment) and comment.status in ("published", "held")


def may_moderate(person: Any) -> bool:
    return person is not None and person.role in MODERATORS


def is_readable(comment: Any) -> bool:
    """Whether the words of a comment may be shown to everybody."""
    return comment.status == "published"
