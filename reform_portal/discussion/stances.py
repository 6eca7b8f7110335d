"""What a comment can say about words, why it can be hidden, and in what state it can be. Pure."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

STANCES = ("support", "oppose", "amend", "question", "neutral")
STATUSES = ("published", "held", "hidden", "withdrawn", "erased")
ANCHOR_STATES = ("exact", "moved", "changed", "detached")
HIDE_REASONS = ("profanity", "personal_data", "off_topic", "unlawful_call", "advertising", "impersonation")
MAX_BODY = 10_000

STANCE_LABELS = {
    "support": _l("за"),
    "oppose": _l("проти"),
    "amend": _l("пропоную зміну"),
    "question": _l("питання"),
    "neutral": _l("нейтрально"),
}
# What several people do, for lists of counts.
STANCE_COUNTS = {
    "support": _l("за"),
    "oppose": _l("проти"),
    "amend": _l("пропонують зміну"),
    "question": _l("питають"),
    "neutral": _l("нейтрально"),
}


def counted(stance: str, number: int) -> str:
    """«12 за», «1 пропонує зміну», «4 пропонують зміну»."""
    if stance == "amend":
        return ngettext("%(num)s пропонує зміну", "%(num)s пропонують зміну", number)
    if stance == "question":
        return ngettext("%(num)s питає", "%(num)s питають", number)
    return f"{number} {STANCE_COUNTS[stance]}"


STANCE_ICONS = {
    "support": "thumbs-up",
    "oppose": "thumbs-down",
    "amend": "pencil",
    "question": "help-circle",
    "neutral": "minus-circle",
}
REASON_LABELS = {
    "profanity": _l("образи або лайка"),
    "personal_data": _l("чужі персональні дані"),
    "off_topic": _l("не про цей проєкт"),
    "unlawful_call": _l("заклики, заборонені законом"),
    "advertising": _l("реклама"),
    "impersonation": _l("написано від чужого імені"),
}
NAME_MODE_LABELS = {
    "full": _l("Ім’я та прізвище"),
    "initial": _l("Ім’я і перша літера прізвища"),
    "pseudonym": _l("Псевдонім"),
}
