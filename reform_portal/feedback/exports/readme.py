"""What a bundle says of itself, in Ukrainian and in English. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...core.clock import stamp

Counts = Mapping[tuple[str, str | None], int]

_FILES = (
    ("text/", "кожна редакція проєкту, Akoma Ntoso 3.0 (XML)", "every version of the draft, Akoma Ntoso 3.0 (XML)"),
    (
        "annotations.jsonld",
        "опубліковані зауваження на своїх словах тексту, W3C Web Annotation",
        "published comments on their words of the text, W3C Web Annotation",
    ),
    (
        "comments.csv",
        "усі зауваження рядок за рядком; стовпці пояснює comments.dictionary.csv",
        "all comments, a row each; comments.dictionary.csv explains the columns",
    ),
    (
        "answers.csv",
        "відповіді розробника; стовпці пояснює answers.dictionary.csv",
        "answers of the drafters; answers.dictionary.csv explains the columns",
    ),
    (
        "report.pdf, report.docx",
        "звіт про результати обговорення, якщо його опубліковано",
        "the report on the consultation, if it is published",
    ),
    ("feedback.json", "підсумки за структурними одиницями", "summaries clause by clause"),
    (
        "checksums.sha256",
        "контрольні суми; перевірка: sha256sum -c checksums.sha256",
        "checksums; to check: sha256sum -c checksums.sha256",
    ),
)
_WITHHELD = (
    ("hidden", "приховали модератори", "hidden by moderators"),
    ("withdrawn", "відкликали автори", "withdrawn by their authors"),
    ("erased", "стерто на вимогу особи чи за законом", "erased at a person's request or by law"),
    ("held", "чекають на перевірку (їх у файлах немає)", "waiting for a check (not in the files)"),
)


def readme(draft: Any, base_url: str, instant: datetime, entry: int, counts: Counts) -> str:
    """The text for a draft as of an entry of the journal; ``counts`` are its comments by status and reason."""
    address = f"{base_url}/drafts/{draft.slug}/"
    at = stamp(instant)
    return "\n".join([*_ukrainian(draft, address, at, entry, counts), "", *_english(draft, address, at, entry, counts)])


def _ukrainian(draft: Any, address: str, at: str, entry: int, counts: Counts) -> list[str]:
    return [
        f"# {draft.title}",
        "",
        f"Проєкт на порталі: {address}",
        f"Стан на {at} (запис журналу № {entry}).",
        "Умови: CC BY 4.0 — вільно, з посиланням на джерело.",
        "",
        "## Що тут є",
        "",
        *(f"- `{name}` — {what}" for name, what, _en in _FILES),
        "",
        "Клітинка таблиці, що починалася б зі знаків = + - @, табуляції чи повернення каретки, має перед ними апостроф",
        "(текст, що сам починається з апострофа, — ще один). Час скрізь UTC; місця в тексті — у кодових точках Юнікоду.",
        "",
        "## Скільки зауважень і чого бракує",
        "",
        f"- опубліковано: {_number(counts, 'published')}",
        *(f"- {what}: {_number(counts, status)}{_reasons(counts, status)}" for status, what, _en in _WITHHELD),
        "",
        "Слова й підпис прихованих, відкликаних і стертих зауважень не показано; їхні рядки лишилися, щоб числа сходилися.",
    ]


def _english(draft: Any, address: str, at: str, entry: int, counts: Counts) -> list[str]:
    return [
        f"# {draft.title_en or draft.title}",
        "",
        f"The draft on the portal: {address}",
        f"As of {at} (journal entry {entry}).",
        "Terms: CC BY 4.0 — free, with a link to the source.",
        "",
        "## What is here",
        "",
        *(f"- `{name}` — {what}" for name, _uk, what in _FILES),
        "",
        "A cell that would begin with = + - @, tab or carriage return has an apostrophe before it (a text that itself",
        "begins with an apostrophe has one more). Times are UTC; places in the text are Unicode code points.",
        "",
        "## How many comments there are and what is withheld",
        "",
        f"- published: {_number(counts, 'published')}",
        *(f"- {what}: {_number(counts, status)}{_reasons(counts, status)}" for status, _uk, what in _WITHHELD),
        "",
        "Words and names of hidden, withdrawn and erased comments are left out; their rows stay so that numbers add up.",
        "",
    ]


def _number(counts: Counts, status: str) -> int:
    return sum(number for (found, _reason), number in counts.items() if found == status)


def _reasons(counts: Counts, status: str) -> str:
    named = sorted((reason, number) for (found, reason), number in counts.items() if found == status and reason)
    return f" ({', '.join(f'{reason}: {number}' for reason, number in named)})" if named else ""
