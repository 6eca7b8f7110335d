"""The feedback summary of a draft as a PDF: clause by clause what was said, by how many, and what was answered.

It can be made at any time, also when nobody has said anything yet; the report with its rules is another thing.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from ...core.clock import now
from ...core.languages import in_language
from ...core.templating import moment
from ...core.text import shorten
from ...core.typesetting import typeset
from ...discussion.stances import STANCES, counted
from ...drafts import queries as drafts
from .. import queries as feedback
from ..answers.decisions import DECISIONS
from ..answers.labels import decision_label, wait_in_words
from . import printed, queries
from .content import Place
from .document import DRAFT_IN_FOOTER
from .files import SHEETS

WORDS_OF_CLAUSE = 400
WORDS_OF_COMMENT = 1200
THEMES_OF_CLAUSE = 5
NOTHING: dict[str, Any] = {"people": 0, "texts": 0, "submissions": 0, "top": [], "questions": [], "open_questions": 0}


def write(draft: Any, path: Path, base_url: str, progress: Callable[[int], None] = lambda done: None) -> None:
    """Write the summary of a draft to ``path``; ``progress`` hears how many clauses are done.

    Raises NoTypesetter, NotTypeset.
    """
    with in_language(draft.language):
        path.write_bytes(typeset(SHEETS / "summary.typ", summary_of(draft, base_url, progress)))


def summary_of(draft: Any, base_url: str, progress: Callable[[int], None] = lambda done: None) -> dict[str, Any]:
    """What stands in the file, as plain values in the language that texts are made in now."""
    version = drafts.version_of(draft)
    places, found = queries.places_of(draft.id), queries.summaries_of(draft.id)
    texts = {clause.provision_id: clause.text for clause in drafts.clauses_of(version.id)}
    themes, wordings = queries.themes_of(draft.id), queries.count_wordings(draft.id)
    clauses = []
    for done, row in enumerate(sorted(found, key=lambda row: places[row.provision_id].order), 1):
        content = {**NOTHING, **(row.content or {})}
        comments = feedback.comments_by_id([*content["top"], *content["questions"]])
        clauses.append(
            {
                "heading": _heading(places[row.provision_id], draft.language),
                "text": shorten(texts.get(row.provision_id, ""), WORDS_OF_CLAUSE),
                "lines": _lines(row, content, themes.get(row.provision_id, []), wordings.get(row.provision_id, 0)),
                "groups": _groups(content, comments),
            }
        )
        progress(done)
    title = draft.title_en if draft.language == "en" and draft.title_en else draft.title
    return {
        "title": _("Підсумки обговорення"),
        "draft": title,
        "draft_short": shorten(title, DRAFT_IN_FOOTER),
        "language": draft.language,
        "about": [
            _("Редакція %(n)s, стан на %(when)s", n=version.number, when=moment(now())),
            f"{base_url}{'/en' if draft.language == 'en' else ''}/drafts/{draft.slug}/feedback",
        ],
        "facts": _facts(feedback.totals_of([draft.id])[draft.id]),
        "clauses": clauses,
        "labels": {"facts": [_("Разом"), _("Кількість")], "empty": _("Зауважень ще немає.")},
    }


def _facts(totals: Any) -> list[list[str]]:
    facts = [
        [_("Зауваження"), str(totals.comments)],
        [_("Люди"), str(totals.people)],
        [_("Звернення (зауваження й підтримки)"), str(totals.submissions)],
        [_("Розмови, на які відповіли"), f"{totals.answered} / {totals.conversations} ({totals.percent} %)"],
    ]
    facts += [[decision_label(one), str(totals.decisions.get(one, 0))] for one in DECISIONS if totals.answered]
    if totals.median_seconds is not None:
        facts.append([_("Час до відповіді (медіана)"), wait_in_words(totals.median_seconds)])
    return facts


def _heading(place: Place, language: str) -> str:
    return printed.heading_of({"eid": place.eid, "gone": place.gone, "version": place.number}, language)


def _lines(row: Any, content: Mapping[str, Any], themes: Sequence[Any], wordings: int) -> list[str]:
    if not row.content:
        return [_("Зауважень: %(n)s. Підсумок готується.", n=row.comments)]
    stances = [counted(stance, getattr(row, stance)) for stance in STANCES if getattr(row, stance)]
    lines = [f"{printed.totals_in_words(content)}.", f"{_('Ставлення')}: {', '.join(stances)}."]
    if wordings:
        lines.append(
            ngettext("Пропонують %(num)s інше формулювання.", "Пропонують %(num)s інших формулювань.", wordings)
        )
    if content["open_questions"]:
        open_ones = content["open_questions"]
        lines.append(ngettext("Без відповіді %(num)s питання.", "Без відповіді %(num)s питань.", open_ones))
    if content.get("answered"):
        lines.append(_("Відповіли на %(answered)s із %(all)s.", answered=content["answered"], all=content["comments"]))
    if themes:
        said = "; ".join(f"«{one.label}» ({one.size})" for one in themes[:THEMES_OF_CLAUSE])
        lines.append(_("Про що говорять: %(themes)s.", themes=said))
    return lines


def _groups(content: Mapping[str, Any], comments: Mapping[int, Any]) -> list[dict[str, Any]]:
    headings = {"top": _("Найбільше підтримали"), "questions": _("Питання, що чекають на відповідь")}
    shown: set[int] = set()
    groups = []
    for key, heading in headings.items():
        ids = [one for one in content[key] if one in comments and one not in shown]
        shown.update(ids)
        if ids:
            groups.append({"heading": heading, "comments": [_quoted(comments[one]) for one in ids]})
    return groups


def _quoted(comment: Any) -> dict[str, str]:
    who = comment.author or _("Без підпису")
    if comment.supports:
        who += " · " + ngettext("%(num)s підтримка", "%(num)s підтримок", comment.supports)
    return {"who": who, "words": shorten(comment.body, WORDS_OF_COMMENT)}
