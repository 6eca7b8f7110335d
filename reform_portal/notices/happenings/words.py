"""A happening in words, in the present language: for letters, feeds and the account."""

from flask_babel import gettext as _

from ...core.templating import moment
from ...core.text import shorten
from ...discussion.stances import REASON_LABELS, STANCE_LABELS
from ...drafts import citations
from ...feedback.answers.labels import decision_label
from .things import ANSWER, COMMENT, DEADLINE, ERASED, HIDDEN, REPORT, RESTORED, REVISED, VERSION, WITHDRAWN, Item


def headline(item: Item) -> str:
    """What happened, without the words of anybody."""
    thing = item.thing
    if thing.kind == COMMENT:
        return _("Нова відповідь у розмові") if thing.is_reply else _("Нове зауваження")
    if thing.kind == VERSION:
        return _("Опубліковано редакцію %(n)s", n=thing.version)
    if thing.kind == DEADLINE:
        return _dates(item)
    if thing.kind == REPORT:
        return _("Вийшов звіт про результати обговорення")
    if thing.kind == HIDDEN:
        return _("Модератор приховав зауваження. Підстава: %(reason)s", reason=REASON_LABELS.get(item.reason, "—"))
    return {
        ANSWER: _("Розробник відповів: %(decision)s", decision=decision_label(item.decision)),
        REVISED: _("Розробник змінив відповідь: %(decision)s", decision=decision_label(item.decision)),
        RESTORED: _("Модератор знову показав зауваження"),
        WITHDRAWN: _("Автор відкликав зауваження"),
        ERASED: _("Слова зауваження стерто на вимогу закону"),
    }[thing.kind]


def said(item: Item, length: int) -> str:
    """The words of a happening on one line, shortened; empty where there are none to show."""
    return shorten(" ".join(item.words.split()), length)


def who(item: Item) -> str:
    """Who said it and how, empty where nobody did."""
    if not item.words:
        return ""
    name = item.author or _("Без підпису")
    return f"{name} ({STANCE_LABELS[item.stance]})" if item.stance else name


def place(item: Item, language: str) -> str:
    """The citation of the place that a happening is about; empty where it is about the draft and no words of it."""
    if item.thing.kind in (VERSION, DEADLINE, REPORT):
        return ""
    return citations.short(item.eid, language)


def title_of(item: Item, language: str) -> str:
    """The title of the draft."""
    return item.title_en if language == "en" and item.title_en else item.title


def _dates(item: Item) -> str:
    if item.closes_at is None:
        return _("Обговорення триває без строку")
    if item.opens_at is not None and item.opens_at > item.thing.at:
        return _("Обговорення: від %(opens)s до %(closes)s", opens=moment(item.opens_at), closes=moment(item.closes_at))
    return _("Обговорення триває до %(closes)s", closes=moment(item.closes_at))
