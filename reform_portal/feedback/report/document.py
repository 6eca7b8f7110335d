"""A whole report as one value of plain texts, from which both of its files are made."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from ...core.languages import in_language
from ...core.text import shorten
from . import printed, queries
from .content import outcomes, readable

DRAFT_IN_FOOTER = 110


def document_of(report: Any, base_url: str, slug: str) -> dict[str, Any]:
    """The published ``report`` in the language of its draft, every row of it; see ``printed`` for its parts."""
    head = report.content
    statuses = queries.statuses_of(report.id)
    rows = [
        (row.section, readable(row.content, statuses)) for row in queries.rows_in_batches(report.id, queries.PROPOSAL)
    ]
    names: dict[bool, list[str]] = {True: [], False: []}
    for row in queries.names_of(report.id):
        names[row.content["full"]] += row.content["names"]
    with in_language(head["language"]):
        return _document(report, names, rows) | {"made": _address(base_url, slug, report)}


def _document(report: Any, names: Mapping[bool, list[str]], rows: list[Any]) -> dict[str, Any]:
    head = report.content
    language = head["language"]
    sections = [printed.printed_section(section, language) | {"rows": []} for section in head["sections"]]
    for section, row in rows:
        sections[section - 1]["rows"].append(printed.printed_row(row, language))
    return {
        **printed.printed_head(head, report.number),
        "author": report.author,
        "draft_short": shorten(head["title"], DRAFT_IN_FOOTER),
        "parts": printed.printed_parts(head, names, outcomes(row for _section, row in rows)),
        "sections": sections,
        "labels": {
            "columns": printed.column_names(),
            "note": _("Що виправлено"),
            "by_clause": _("За структурними одиницями"),
            "by_clause_columns": [
                _("Місце"), _("Тексти"), _("Люди"), _("Звернення"), _("Ставлення"), _("Рішення"),
            ],
            "answers": _("Відповіді з обґрунтуванням"),
            "answers_columns": [_("Пропозиції №"), _("Рішення"), _("Обґрунтування")],
            "views": printed.heading_of_list(True),
            "views_basis": head["proposal_basis"],
            "conclusions": _("Висновки"),
        },
    }  # fmt: skip


def _address(base_url: str, slug: str, report: Any) -> str:
    address = f"{base_url}{'/en' if report.content['language'] == 'en' else ''}/drafts/{slug}/report"
    return _("Звіт на порталі: %(address)s. Відбиток змісту (SHA-256): %(hash)s.", address=address, hash=report.sha256)
