"""Words for answers, for templates and letters."""

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from .decisions import ACCEPTED, OUT_OF_SCOPE, PARTLY, REJECTED

DECISION_LABELS = {
    ACCEPTED: _l("враховано"),
    PARTLY: _l("враховано частково"),
    REJECTED: _l("відхилено"),
    OUT_OF_SCOPE: _l("поза предметом"),
}
MINUTE, HOUR, DAY = 60, 3600, 86400


def decision_label(decision: str) -> str:
    return str(DECISION_LABELS.get(decision, decision))


def wait_in_words(seconds: int) -> str:
    """«3 дні», «5 годин», «менше хвилини»: how long somebody waited, in the largest unit of which there are two."""
    if seconds >= 2 * DAY:
        return ngettext("%(num)s день", "%(num)s днів", seconds // DAY)
    if seconds >= 2 * HOUR:
        return ngettext("%(num)s година", "%(num)s годин", seconds // HOUR)
    if seconds >= MINUTE:
        return ngettext("%(num)s хвилина", "%(num)s хвилин", seconds // MINUTE)
    return _("менше хвилини")


def register(blueprint: Blueprint) -> None:
    """Make the words known to every template."""
    for word in (decision_label, wait_in_words):
        blueprint.add_app_template_global(word)
