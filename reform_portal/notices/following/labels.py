"""Words for what is followed and for how often letters come."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...core.text import shorten
from ...drafts import citations
from ...feedback.answers.labels import decision_label
from .timing import AT_ONCE, DAILY, OFF, WEEKLY

FREQUENCY_LABELS = {
    OFF: _l("лише в кабінеті"),
    AT_ONCE: _l("лист одразу"),
    DAILY: _l("лист раз на день"),
    WEEKLY: _l("лист раз на тиждень"),
}
NAME_SHOWN = 60


def called(following: Any, language: str) -> str:
    """What a following is called, without its draft where that stands beside it: «ст. 3», «пошук: оренда»."""
    if following.kind == "search":
        return _("пошук: %(name)s", name=following.name or following.query)
    if following.kind == "draft":
        title = following.draft_title_en if language == "en" and following.draft_title_en else following.draft_title
        return shorten(title, NAME_SHOWN)
    if following.kind == "clause":
        return citations.short(following.eid or "", language)
    if following.kind == "comment":
        return _("зауваження до: %(place)s", place=citations.short(following.comment_eid or "", language))
    return _("відповідь розробника: %(decision)s", decision=decision_label(following.decision or ""))


def path_of(following: Any) -> str:
    """Where what is followed stands, without the prefix of a language."""
    if following.kind == "search":
        return f"/search?{following.query}"
    if following.kind == "draft":
        return f"/drafts/{following.slug}/"
    if following.kind == "clause":
        return f"/drafts/{following.slug}/{following.eid or 'whole'}"
    if following.kind == "comment":
        return f"/comments/{following.comment_public_id}"
    return f"/answers/{following.answer_public_id}"
