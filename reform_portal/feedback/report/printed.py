"""A report in words, for its page and its files: headings, facts, rows, in the language that texts are made in now.

Takes what ``actions.head_of`` keeps and the rows; gives plain values. Pure but for the language.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from ...core.templating import day as day_of
from ...discussion.labels import STATUSES
from ...discussion.stances import STANCE_LABELS, counted
from ...drafts import citations
from ..answers.decisions import DECISIONS
from ..answers.labels import decision_label
from .content import (
    BODY,
    CONCLUSIONS,
    DECISION,
    INTRODUCTION,
    OUTCOMES,
    PARTICIPANTS,
    PROPOSALS,
    RESPONSIBLE,
    ranges,
)  # fmt: skip
from .terms import WORKING

Head = Mapping[str, Any]


def title() -> str:
    return _("Звіт про результати обговорення")


def printed_head(head: Head, number: int | None) -> dict[str, Any]:
    """Title, what the report is about and under which rules; ``number`` is None for one that is not published."""
    return {
        "title": title(),
        "draft": head["title"],
        "language": head["language"],
        "about": _about(head, number),
        "basis": _("Звіт складено за: %(basis)s.", basis=head["basis"]),
        "note": head["note"],
        "introduction": head["texts"].get(INTRODUCTION, ""),
        "conclusions": head["texts"].get(CONCLUSIONS, ""),
        "counts": counts_in_words(head["counts"]),
    }


def printed_parts(head: Head, names: Mapping[bool, Sequence[str]], answers: Iterable[Any] = ()) -> list[dict[str, Any]]:
    """The parts with their texts and what the portal says in each. ``names`` are full ones under True, others under
    False; ``answers`` are ``content.outcomes``, for a part that does not list the proposals itself."""
    lists_proposals = next((part["key"] for part in head["parts"] if part["lists"]), OUTCOMES)
    found = []
    for number, part in enumerate(head["parts"], 1):
        key = part["key"]
        one = {"number": number, "key": key, "heading": part["heading"], "lists": part["lists"]}
        one |= {"text": head["texts"].get(key, ""), "facts": [], "lines": [], "groups": [], "answers": []}
        if key == BODY and head["texts"].get(RESPONSIBLE):
            one["facts"] = [[_("Відповідальна особа"), head["texts"][RESPONSIBLE]]]
        elif key == PARTICIPANTS:
            one["lines"], one["groups"] = [_took_part(head["counts"])], _groups_of_names(head, names)
        elif key == PROPOSALS:
            one["lines"] = counts_in_words(head["counts"])
        elif key == OUTCOMES:
            one["facts"] = [[decision_label(d), str(head["counts"]["decisions"].get(d, 0))] for d in DECISIONS]
            if lists_proposals != OUTCOMES:
                one["answers"] = [printed_answer(answer, head["language"]) for answer in answers]
        elif key == DECISION and head["decided_on"]:
            one["facts"] = [[_("Рішення прийнято"), _date(head["decided_on"])]]
        found.append(one)
    return found


def printed_section(section: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A clause with what was said about it."""
    return {
        "number": section["number"],
        "eid": section["eid"],
        "version": section["version"],
        "gone": section["gone"],
        "is_proposal": section["is_proposal"],
        "heading": heading_of(section, language),
        "totals": totals_in_words(section),
        "texts": section["texts"],
        "people": section["people"],
        "submissions": section["submissions"],
        "stances": ", ".join(counted(stance, n) for stance, n in section["stances"].items()),
        "decisions": ", ".join(f"{decision_label(d)} — {n}" for d, n in section["decisions"].items()),
    }


def printed_row(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A proposal, as ``content.readable`` gives it, in words; ``authors`` keep the ids of their comments."""
    taken = sum(row["taken"].values())
    words = row["words"]
    if not row["authors"]:
        words = "; ".join(str(STATUSES[status]) for status in row["taken"])
    return {
        "number": row["number"],
        "authors": [
            {"id": a["id"], "name": a["name"] or _("Без підпису"), "day": _day(a["at"])} for a in row["authors"]
        ],
        "taken": ngettext("ще %(num)s зауваження знято", "ще %(num)s зауважень знято", taken)
        if taken and row["authors"]
        else "",
        "marks": _marks(row),
        "quote": row["quote"],
        "words": words,
        "wording": row["wording"],
        "wording_label": _wording_label(row),
        "decision": decision_label(row["decision"]) if row["decision"] else "",
        "decision_key": row["decision"],
        "reason": row["reason"],
        "answer": row["answer"],
        "changed": changed_place(row["place"], language),
        "place": row["place"],
    }


def printed_answer(answer: Mapping[str, Any], language: str) -> dict[str, Any]:
    """An answer with the numbers of the proposals that it holds for."""
    return {
        "decision": decision_label(answer["decision"]),
        "reason": answer["reason"],
        "changed": changed_place(answer["place"], language),
        "numbers": ranges(answer["numbers"]),
    }


def counts_in_words(counts: Head) -> list[str]:
    """Sentences with the totals, never one number alone."""
    lines = [_("Пропозиції: %(totals)s.", totals=totals_in_words(counts["proposals"]))]
    if counts["views"]["comments"]:
        lines.append(
            _("Висловлювання, що не вважаються пропозиціями: %(totals)s.", totals=totals_in_words(counts["views"]))
        )
    if counts["replies"]:
        lines.append(
            ngettext(
                "Крім того, %(num)s відповідь учасників одне одному: її видно на порталі.",
                "Крім того, %(num)s відповідей учасників одне одному: їх видно на порталі.",
                counts["replies"],
            )
        )
    return lines


def totals_in_words(one: Head) -> str:
    """«12 зауважень: 10 текстів, 11 людей, 40 звернень разом із підтримками»."""
    if not one["comments"]:
        return _("не надходили")
    said = ngettext("%(num)s зауваження", "%(num)s зауважень", one["comments"])
    texts = ngettext("%(num)s текст", "%(num)s текстів", one["texts"])
    people = ngettext("%(num)s людина", "%(num)s людей", one["people"])
    submissions = ngettext("%(num)s звернення", "%(num)s звернень", one["submissions"])
    return _(
        "%(said)s: %(texts)s, %(people)s, %(submissions)s разом із підтримками",
        said=said, texts=texts, people=people, submissions=submissions,
    )  # fmt: skip


def heading_of(section: Head, language: str) -> str:
    if not section["eid"]:
        return _("Проєкт загалом")
    place = citations.short(section["eid"], language)
    return (
        _("%(place)s (з редакції %(n)s, тепер вилучено)", place=place, n=section["version"])
        if section["gone"]
        else place
    )


def changed_place(place: Sequence[Any] | None, language: str) -> str:
    if place is None:
        return ""
    return _("Змінено: %(place)s, редакція %(n)s", place=citations.short(place[0], language), n=place[1])


def term_in_words(amount: int, unit: str) -> str:
    """«30 робочих днів», «14 днів»."""
    if unit == WORKING:
        return ngettext("%(num)s робочий день", "%(num)s робочих днів", amount)
    return ngettext("%(num)s день", "%(num)s днів", amount)


def column_names() -> list[str]:
    return [_("№"), _("Автор"), _("Пропозиція"), _("Рішення"), _("Обґрунтування")]


def heading_of_list(lists_views: bool) -> str:
    if lists_views:
        return _("Висловлювання, що не вважаються пропозиціями")
    return _("Перелік пропозицій із рішенням і обґрунтуванням")


def _about(head: Head, number: int | None) -> list[str]:
    lines = [head["rules_title"]]
    if head["opens_at"] and head["ended_on"]:
        lines.append(
            _(
                "Обговорення: %(a)s — %(b)s",
                a=day_of(datetime.fromisoformat(head["opens_at"])),
                b=_date(head["ended_on"]),
            )
        )
    elif head["ended_on"]:
        lines.append(_("Обговорення завершено %(day)s", day=_date(head["ended_on"])))
    lines.append(_("Найновіша редакція проєкту — %(n)s", n=head["version"]))
    if number is None:
        return [*lines, _("Попередній перегляд: звіт ще не опубліковано")]
    when = day_of(datetime.fromisoformat(head["published_at"]))
    if number == 1:
        return [*lines, _("Звіт опубліковано %(day)s", day=when)]
    return [*lines, _("Звіт № %(n)s, виправлений, опубліковано %(day)s", n=number, day=when)]


def _took_part(counts: Head) -> str:
    if not (counts["names"] or counts["other_names"] or counts["nameless"]):
        return _("На порталі ніхто не висловився.")
    lines = _("Імен на порталі: %(n)s.", n=counts["names"] + counts["other_names"])
    if counts["nameless"]:
        lines += " " + ngettext(
            "Без підпису — %(num)s зауваження.", "Без підпису — %(num)s зауважень.", counts["nameless"]
        )
    return lines


def _groups_of_names(head: Head, names: Mapping[bool, Sequence[str]]) -> list[dict[str, Any]]:
    counts = head["counts"]
    headings = {
        True: _("Висловилися під повним іменем: %(n)s", n=counts["names"])
        if counts["other_names"]
        else _("Імена: %(n)s", n=counts["names"]),
        False: _("Висловилися не під повним іменем, тож це не пропозиції за правилами обговорення: %(n)s",
                 n=counts["other_names"]),
    }  # fmt: skip
    return [
        {"heading": headings[full], "names": list(names[full]), "all": counts["names" if full else "other_names"]}
        for full in (True, False)
        if names.get(full)
    ]


def _marks(row: Mapping[str, Any]) -> list[str]:
    """What stands above the words of a proposal."""
    marks = [str(STANCE_LABELS[row["stance"]])]
    if row["comments"] > 1:
        marks.append(ngettext("%(num)s однаковий текст", "%(num)s однакових текстів", row["comments"]))
    if row["submissions"] > row["comments"]:
        supports = row["submissions"] - row["comments"]
        marks.append(ngettext("%(num)s підтримка", "%(num)s підтримок", supports))
    if row["campaign"]:
        marks.append(_("серед %(n)s майже однакових", n=row["campaign_size"]))
    if row["theme"]:
        marks.append(_("тема: «%(label)s»", label=row["theme"]))
    return marks


def _wording_label(row: Mapping[str, Any]) -> str:
    if row["wording"] is None:
        return ""
    return _("Пропонує інші слова:") if row["wording"] else _("Пропонує вилучити ці слова.")


def _day(instant: str) -> str:
    return day_of(datetime.fromisoformat(instant))


def _date(day: str) -> str:
    locale = str(get_locale())
    return format_date(date.fromisoformat(day), "long", locale="en_GB" if locale == "en" else locale)


def in_words_of(day: date) -> str:
    """«22 листопада 2026 р.»"""
    return _date(day.isoformat())
