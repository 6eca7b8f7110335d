"""Words for the values of the discussion, for templates."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..core.languages import language
from ..core.text import safe
from ..drafts import citations
from ..people.names import public_name
from .stances import REASON_LABELS, STANCE_COUNTS, STANCE_LABELS

ROLES = {
    "citizen": _l("громадянин"),
    "drafter": _l("розробник"),
    "moderator": _l("модератор"),
    "admin": _l("адміністратор"),
}
STATUSES = {
    "published": _l("опубліковано"),
    "held": _l("чекає на перевірку"),
    "hidden": _l("приховано модератором"),
    "withdrawn": _l("відкликано"),
    "erased": _l("слова стерто"),
}
PERSONAL_DATA = {
    "phone": _l("номер телефону"),
    "tax_number": _l("податковий номер"),
    "card": _l("номер картки"),
    "mail": _l("адреса пошти"),
    "passport": _l("номер паспорта"),
}
ANCHOR_STATES = {
    "exact": _l("на місці"),
    "moved": _l("переїхало разом зі словами"),
    "changed": _l("слова змінено"),
    "detached": _l("слів більше немає"),
}
CHANGES = {
    "same": _l("без змін"),
    "changed": _l("змінено"),
    "moved": _l("перенесено"),
    "renumbered": _l("перенумеровано"),
    "split": _l("виокремлено"),
    "merged": _l("об’єднано"),
    "removed": _l("вилучено"),
    "added": _l("додано"),
}
ENTRIES = {
    "draft.published": _l("опубліковано редакцію"),
    "draft.translated": _l("додано переклад"),
    "deadline.set": _l("встановлено строк"),
    "comment.posted": _l("опубліковано зауваження"),
    "comment.imported": _l("імпортовано зауваження"),
    "comment.edited": _l("зауваження виправлено"),
    "comment.withdrawn": _l("зауваження відкликано"),
    "comment.hidden": _l("зауваження приховано"),
    "comment.restored": _l("зауваження показано знову"),
    "comment.erased": _l("слова стерто"),
    "support.given": _l("підтримано"),
    "support.withdrawn": _l("підтримку забрано"),
    "report.filed": _l("подано скаргу"),
    "report.published": _l("опубліковано звіт"),
    "report.settled": _l("скаргу розглянуто"),
    "placement.confirmed": _l("автор підтвердив нове місце зауваження"),
    "placement.disputed": _l("автор каже, що місце зауваження неправильне"),
    "placement.reattached": _l("зауваження прикріплено до іншого місця"),
    "wording.accepted": _l("пропозицію взято до наступної редакції"),
    "wording.released": _l("пропозицію знято з наступної редакції"),
    "answer.given": _l("розробник відповів"),
    "answer.revised": _l("розробник змінив відповідь"),
    "theme.arranged": _l("розробник упорядкував теми"),
    "role.given": _l("надано роль"),
    "restore.declared": _l("оголошено відновлення"),
}


def mode_notes(choices: Iterable[Any], counting: set[str], who: Any) -> Mapping[str, str]:
    """What a person should know beside each way to sign."""
    notes: dict[str, str] = {}
    for mode in (choice.value for choice in choices):
        shown = _preview(mode, who)
        if mode not in counting:
            notes[mode] = " ".join(
                filter(None, (shown, _("(за правилами цього обговорення не рахується як пропозиція)")))
            )
        elif shown:
            notes[mode] = shown
    return notes


def cited(eid: str | None) -> str:
    """A clause as a person would name it in a sentence: long in Ukrainian, short in English."""
    return citations.long(eid or "") if language() == "uk" else citations.short(eid or "", language())


def register(blueprint: Blueprint) -> None:
    """Make the labels known to every template."""
    for name, labels in (
        ("stance_label", STANCE_LABELS),
        ("stance_count", STANCE_COUNTS),
        ("reason_label", REASON_LABELS),
        ("role_label", ROLES),
        ("status_label", STATUSES),
        ("personal_data_label", PERSONAL_DATA),
        ("entry_label", ENTRIES),
        ("anchor_label", ANCHOR_STATES),
        ("change_label", CHANGES),
    ):
        blueprint.add_app_template_global(_reader(labels), name)
    blueprint.add_app_template_global(mode_notes, "mode_notes")
    blueprint.add_app_template_global(safe, "ready")
    blueprint.add_app_template_global(cited, "cited")


def _reader(labels: Mapping[str, Any]) -> Any:
    return lambda value: labels.get(value, value)


def _preview(mode: str, who: Any) -> str:
    if who is None:
        return ""
    name = public_name(mode, who.given_name, who.family_name, who.pseudonym)
    return f"— {name}" if name else ""
