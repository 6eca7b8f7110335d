"""Words of the search page that depend on a value."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..core.clock import kyiv_instant
from ..core.languages import language
from ..core.templating import day
from ..discussion.stances import STANCE_LABELS
from ..drafts import citations
from ..drafts.heading import cite
from .asked import Asked

# Kinds of results, for lists of choices.
KIND_LABELS = {
    "clause": _l("тексти проєктів"),
    "comment": _l("самі зауваження"),
    "wording": _l("пропозиції іншої редакції"),
    "answer": _l("відповіді розробників"),
    "report": _l("звіти"),
}
KIND_ICONS = {
    "clause": "file-text",
    "comment": "message-square",
    "wording": "pencil",
    "answer": "reply",
    "report": "clipboard",
}
SORT_LABELS = {
    "relevance": _l("найближче за змістом"),
    "newest": _l("нове"),
    "oldest": _l("давнє"),
    "support": _l("з найбільшою підтримкою"),
}
ANSWERED_LABELS = {"yes": _l("відповідь є"), "no": _l("відповіді немає")}


def title_of(row: Any) -> str:
    """The title of a draft in the language of the page."""
    title, other = (row.draft_title, row.draft_title_en) if hasattr(row, "draft_title") else (row.title, row.title_en)
    return other if language() == "en" and other else title


def place_name(eid: str) -> str:
    """A clause as the beginning of a sentence: «Частина перша статті 3»."""
    name = citations.long(eid) if language() == "uk" else cite(eid)
    return name[:1].upper() + name[1:]


def result_title(found: Any) -> str:
    """What a result is called: «Зауваження до: ч. 1 ст. 3»."""
    if found.kind == "clause":
        return place_name(found.eid)
    if found.kind == "report":
        return _("Звіт про результати обговорення")
    if found.kind == "answer":
        return _("Відповідь розробника: %(place)s", place=cite(found.eid)) if found.eid else _("Відповідь розробника")
    if found.kind == "wording":
        return _("Пропозиція іншої редакції: %(place)s", place=cite(found.eid))
    return _("Зауваження до: %(place)s", place=cite(found.eid))


def wrong_argument(name: str, given: str) -> str:
    """What is wrong with an argument of an address, and what to do."""
    if name in ("from", "to"):
        return _(
            "Незрозуміла дата «%(given)s». Напишіть, наприклад, 22.11.2026, 2026-11-22, 2026-11 або 2026.", given=given
        )
    if name == "answered":
        return _("Незрозуміло: «%(given)s». Можна «так» або «ні».", given=given)
    if name == "stance":
        return _(
            "Немає такого ставлення: «%(given)s». Є %(names)s.",
            given=given,
            names=", ".join(f"«{label}»" for label in STANCE_LABELS.values()),
        )
    if name == "draft":
        return _("Проєкту «%(given)s» немає. Виберіть зі списку.", given=given)
    if name == "clause":
        return _("Місця «%(given)s» немає. Напишіть, наприклад, «ст. 5» або «ч. 2 ст. 5».", given=given)
    return _("Незрозуміло: «%(given)s». Виберіть зі списку.", given=given)


def chosen_filters(asked: Asked, titles: dict[str, str]) -> list[tuple[str, str]]:
    """The filters that are on: (name of the argument, how it is called), in the order of the form."""
    found = [
        ("draft", _("Проєкт: %(value)s", value=titles.get(asked.draft, asked.draft)), asked.draft),
        ("clause", _("Місце: %(value)s", value=_place(asked.clause)), asked.clause),
        ("kind", _("Де: %(value)s", value=KIND_LABELS.get(asked.kind, "")), asked.kind),
        ("stance", _("Ставлення: %(value)s", value=STANCE_LABELS.get(asked.stance, "")), asked.stance),
        ("author", _("Автор: %(value)s", value=asked.author), asked.author),
        ("from", _("Від %(day)s", day=day(kyiv_instant(asked.since))) if asked.since else "", asked.since),
        ("to", _("До %(day)s", day=day(kyiv_instant(asked.until))) if asked.until else "", asked.until),
    ]
    shown = [(name, label) for name, label, value in found if value]
    if asked.answered is not None:
        shown.append(("answered", str(ANSWERED_LABELS["yes" if asked.answered else "no"]).capitalize()))
    return shown


def _place(typed: str) -> str:
    """An address of a clause as a citation, and what a person typed as it is."""
    return cite(typed) if typed.isascii() and "_" in typed else typed
