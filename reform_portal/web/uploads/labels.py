"""Words for corrections and for what a paragraph can be."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...core.clock import in_kyiv
from ...core.text import shorten
from ...drafts import corrections
from ...drafts.structure import FORCED_KINDS, Paragraph, ParsedClause
from .forms import KINDS, NOT_UNITS

_WHY = {
    corrections.GONE: _l("Такого абзацу вже немає: його поділено або з’єднано з іншим."),
    corrections.OFFSET: _l("Тут абзац поділити не можна: одна з частин була б порожня."),
    corrections.LAST: _l("Це останній абзац: після нього немає з чим з’єднувати."),
    corrections.TABLE: _l("Таблицю не можна ділити, з’єднувати чи позначати як щось інше."),
    corrections.NUMBER: _l("Абзац не починається з такого номера."),
    corrections.PARENT: _l("Одиниця, до якої належить абзац, має стояти перед ним і не бути приміткою."),
    corrections.MALFORMED: _l("Портал не розуміє цього виправлення."),
}


def why(reason: str | None) -> str:
    """Why a correction cannot be applied; empty for one that was."""
    return str(_WHY[reason]) if reason else ""


def in_words(correction: corrections.Correction) -> str:
    """«абзац 12: стаття, номер «Стаття 5.»»."""
    at, op = str(correction.get("at", "")), correction.get("op")
    if op == "split":
        return _("абзац %(at)s: поділено надвоє", at=at)
    if op == "join":
        return _("абзац %(at)s: з’єднано з наступним", at=at)
    if op == "unit":
        kind, num = KINDS.get(str(correction.get("kind")), ""), shorten(str(correction.get("num", "")), 40)
        if num:
            return _("абзац %(at)s: %(kind)s, номер «%(num)s»", at=at, kind=kind, num=num)
        return _("абзац %(at)s: %(kind)s без номера", at=at, kind=kind)
    return _("абзац %(at)s: %(kind)s", at=at, kind=NOT_UNITS.get(str(op), ""))


def kinds_for(paragraph: Paragraph) -> list[tuple[str, Any]]:
    """(value, label) of what a paragraph can be said to be."""
    if paragraph.table is not None:
        return [("table", KINDS["table"])]
    units = [(kind, label) for kind, label in KINDS.items() if kind in FORCED_KINDS and kind != "table"]
    return [*NOT_UNITS.items(), *units]


def unit_name(clause: ParsedClause) -> str:
    """«пункт 1)», but «Стаття 8.» alone, whose number says what it is."""
    kind = str(KINDS[clause.kind])
    if clause.num[:1].isalpha() and len(clause.num) > 4:
        return clause.num
    return f"{kind} {clause.num}".strip()


def unit(clause: ParsedClause, cite: Callable[[str], str]) -> str:
    """«ч. 1 ст. 3 — Рада розглядає заяву… (art_3__para_1)»."""
    return f"{cite(clause.eid)} — {shorten(clause.printed, 50)} ({clause.eid})"


def typed_instant(kept: str | None) -> str:
    """An instant as a date-and-time field takes it, in Kyiv."""
    return in_kyiv(datetime.fromisoformat(kept)).strftime("%Y-%m-%dT%H:%M") if kept else ""


def ready_structure() -> str:
    return _(
        "Структуру цього файлу задано в ньому самому, тому портал її не змінює. "
        "Якщо щось не так, виправте файл і завантажте його знову."
    )
