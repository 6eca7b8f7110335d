"""What stands at the head of every page of a draft: stage, time left, the rules in force."""

from datetime import datetime
from typing import Any

from flask_babel import ngettext

from ..core.clock import now
from ..core.languages import language
from . import citations, rules
from .rule_sets import rule_set

ANNOTATION_SERVICE = "http://www.w3.org/ns/oa#annotationService"


def facts(draft: Any) -> dict[str, Any]:
    """``stage``, ``time_left`` (words, or empty) and ``rules_title`` for the templates of a draft."""
    instant = now()
    rule_names = rule_set(draft.rule_set)
    return {
        "stage": rules.stage(draft, instant),
        "time_left": time_left(draft, instant),
        "rules_title": rule_names.title_en if language() == "en" else rule_names.title,
    }


def cite(eid: str | None) -> str:
    """The short citation of a clause in the language of the page; None is the draft as a whole."""
    return citations.short(eid or "", language())


def keep_page(response: Any, draft: Any) -> Any:
    """Ask for a page of a draft to be kept until its revision or its stage changes, and say where its annotations are."""
    response.headers["Link"] = f'</api/v1/drafts/{draft.slug}/annotations/>; rel="{ANNOTATION_SERVICE}"'
    response.headers["X-Portal-Keep"] = f"{draft.slug}@{draft.revision}"
    change = rules.next_change(draft, now())
    if change is not None:
        response.headers["X-Portal-Keep-Until"] = str(change.timestamp())
    return response


def time_left(draft: Any, instant: datetime) -> str:
    """«лишилося 3 дні» while an open consultation has an end."""
    if rules.stage(draft, instant) != rules.OPEN or draft.closes_at is None:
        return ""
    seconds = (draft.closes_at - instant).total_seconds()
    if seconds >= 2 * 86400:
        return ngettext("лишився %(num)s день", "лишилося %(num)s днів", int(seconds // 86400))
    if seconds >= 3600:
        return ngettext("лишилася %(num)s година", "лишилося %(num)s годин", int(seconds // 3600))
    return ngettext("лишилася %(num)s хвилина", "лишилося %(num)s хвилин", max(1, int(seconds // 60)))
