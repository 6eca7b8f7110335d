"""Everything about a draft in one ZIP archive, for keeping and for research.

The same state of the draft gives the same bytes: the files stand in a fixed order and carry the time of the draft's
last entry in the journal. They go into the archive as they are made, so that memory does not grow with the draft.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from flask import current_app

from ...core.clock import stamp
from ...core.spreadsheets import csv_lines
from ...core.typesetting import NotTypeset, NoTypesetter
from ...drafts.exports import writing
from ...drafts.exports.queries import exported_version
from ...drafts.queries import version_of, versions_of
from ...journal.queries import last_about, second_of
from .. import queries
from ..answers.queries import page_of_answers
from ..report import queries as reports
from ..report.files import file_of
from ..themes.queries import ShownTheme, members_of_provisions, themes_of_provisions
from . import annotated, columns, writers
from .readme import readme
from .removals import entry_names

Progress = Callable[[int], None]

ANSWERS: tuple[tuple[str, str, str], ...] = (
    ("id", "Сталий ідентифікатор відповіді", "Lasting id of the answer"),
    ("address", "Стала адреса відповіді", "Lasting address of the answer"),
    ("target", "На що відповідь: comment, theme, campaign", "What it answers: comment, theme, campaign"),
    ("target_id", "Ідентифікатор зауваження, теми чи однакових звернень", "Id of the comment, theme or campaign"),
    ("clause", "Адреса структурної одиниці (eid)", "Address (eid) of the clause"),
    ("decision", "Рішення: accepted, partly, rejected, out_of_scope", "Decision"),
    ("reason", "Обґрунтування", "Reason"),
    ("author", "Хто відповів", "Who answered"),
    ("number", "Котра це редакція відповіді", "Which version of the answer this is"),
    ("given_at", "Час першої відповіді, UTC, ISO 8601", "Time of the first answer, UTC, ISO 8601"),
    ("changed_at", "Час останньої зміни, UTC", "Time of the last change, UTC"),
    ("changed_clause", "Де в тексті змінені слова (eid)", "Where the changed words stand (eid)"),
    ("changed_version", "У якій редакції ці слова", "The version that has them"),
    ("holds_for", "На скільки опублікованих зауважень поширюється", "How many published comments it holds for"),
)


def _published_report(format_name: str, draft: Any, base_url: str) -> bytes | None:
    found = reports.find_report(draft.id)
    if found is None:
        return None
    try:
        return file_of(
            found, draft.slug, format_name, current_app.extensions["settings"].data_dir, base_url
        ).read_bytes()
    except (NoTypesetter, NotTypeset):
        return None


# What other parts of the feedback add: (name in the archive, a function of the draft and the address of the portal
# that gives the bytes, or None while there is nothing to add).
MORE: tuple[tuple[str, Callable[[Any, str], bytes | None]], ...] = (
    ("report.pdf", partial(_published_report, "pdf")),
    ("report.docx", partial(_published_report, "docx")),
)


def write(draft: Any, path: Path, base_url: str, progress: Progress) -> None:
    last = last_about(entry_names(draft))
    instant = datetime.fromtimestamp(second_of(last) or 0, UTC)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        bundle = _Bundle(archive, instant)
        for name, pieces in _files(draft, base_url, instant, last, progress):
            bundle.add(name, pieces)
        bundle.add("checksums.sha256", [f"{digest}  {name}\n".encode() for name, digest in bundle.digests])


class _Bundle:
    """An archive that is being filled; ``digests`` are (name, SHA-256) of what is in it."""

    def __init__(self, archive: zipfile.ZipFile, instant: datetime) -> None:
        self._archive = archive
        # The oldest date that the format can hold.
        self._date = max(instant.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
        self.digests: list[tuple[str, str]] = []

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        entry = zipfile.ZipInfo(name, self._date)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system, entry.external_attr = 3, 0o644 << 16
        digest = hashlib.sha256()
        with self._archive.open(entry, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
        self.digests.append((name, digest.hexdigest()))


def _files(
    draft: Any, base_url: str, instant: datetime, last: int, progress: Progress
) -> Iterator[tuple[str, Iterable[bytes]]]:
    yield "README.md", [readme(draft, base_url, instant, last, queries.count_by_status(draft.id)).encode()]
    for version in reversed(versions_of(draft.id)):
        act = exported_version(draft, version, base_url)
        yield f"text/{writing.file_name(act, 'akn')}", [writing.write(act, "akn")]
    # Every comment is read twice; half of the work is done after the first reading.
    read: list[int] = [0]
    yield "annotations.jsonld", _bytes(annotated.lines_of(draft, base_url, _first_half(read, progress)))
    yield "comments.csv", _bytes(writers.as_csv(columns.rows_of(draft, base_url, _second_half(read, progress))))
    yield "comments.dictionary.csv", _bytes(writers.dictionary())
    yield "answers.csv", _bytes(csv_lines([name for name, _uk, _en in ANSWERS], _answers(draft.id, base_url)))
    yield "answers.dictionary.csv", _bytes(csv_lines(columns.DICTIONARY_HEADER, ANSWERS))
    yield "feedback.json", _bytes(_summaries(draft))
    for name, make in MORE:
        content = make(draft, base_url)
        if content is not None:
            yield name, [content]


def _first_half(read: list[int], progress: Progress) -> Progress:
    def tell(done: int) -> None:
        read[0] = done
        progress(done // 2)

    return tell


def _second_half(read: list[int], progress: Progress) -> Progress:
    return lambda done: progress(read[0] // 2 + done - done // 2)


def _bytes(texts: Iterable[str]) -> Iterator[bytes]:
    return (text.encode() for text in texts)


def _answers(draft_id: int, base_url: str) -> Iterator[list[Any]]:
    """A row for each answer, the newest first."""
    cursor: str | None = None
    while True:
        page = page_of_answers(draft_id, cursor=cursor, size=500)
        for row in page.items:
            yield ["" if value is None else value for value in _answer(row, base_url)]
        cursor = page.next
        if cursor is None:
            return


def _answer(row: Any, base_url: str) -> list[Any]:
    targets = {"theme": row.theme_public_id, "campaign": row.campaign_public_id, "comment": row.about_public_id}
    return [
        row.public_id, f"{base_url}/answers/{row.public_id}", row.target, targets[row.target], row.about_eid,
        row.decision, row.reason, row.author, row.number, stamp(row.given_at),
        stamp(row.changed_at), row.changed_eid, row.changed_in, row.holds_for,
    ]  # fmt: skip


def _summaries(draft: Any) -> Iterator[str]:
    """The summaries of all clauses of the newest version that people talked about, a line each."""
    version = version_of(draft)
    head = {"draft": draft.slug, "version": version.number}
    yield json.dumps(head, ensure_ascii=False).removesuffix("}") + ', "clauses": ['
    cursor: str | None = None
    between = "\n"
    while True:
        page = queries.page_of_summaries(version.id, "text", cursor)
        known = queries.comments_by_id([i for row in page.items for i in _named(row)])
        ids = [row.provision_id for row in page.items]
        themes, members = themes_of_provisions(ids), members_of_provisions(ids)
        copies = queries.copies_on(ids)
        for row in page.items:
            groups = {
                "themes": [_theme(theme, members.get(theme.id, ())) for theme in themes[row.provision_id].themes],
                "other": themes[row.provision_id].other,
                "campaigns": [
                    {"representative": one.representative, "size": len(one.comments), "comments": list(one.comments)}
                    for one in copies.get(row.provision_id, ())
                ],
            }
            yield between + json.dumps(_summary(row, known) | groups, ensure_ascii=False)
            between = ",\n"
        cursor = page.next
        if cursor is None:
            break
    yield "\n]}\n"


def _theme(theme: ShownTheme, comments: Sequence[str]) -> dict[str, Any]:
    return {
        "id": theme.public_id,
        "label": theme.label,
        "comments": list(comments),
        "quotes": [{"comment": quote.comment, "text": quote.text} for quote in theme.quotes],
    }


def _named(row: Any) -> list[int]:
    return [*row.content["top"], *row.content["questions"]] if row.content else []


def _summary(row: Any, known: Any) -> dict[str, Any]:
    content = row.content or {}

    def public(name: str) -> list[str]:
        return [known[i].public_id for i in content.get(name, ()) if i in known]

    return {
        "eid": row.eid,
        "num": row.num,
        "tally": content.get("tally", {}),
        "comments": content.get("comments", 0),
        "people": content.get("people", 0),
        "texts": content.get("texts", 0),
        "submissions": content.get("submissions", 0),
        "answered": content.get("answered", 0),
        "most_supported": public("top"),
        "marked": content.get("marked", []),
        "questions": public("questions"),
        "open_questions": content.get("open_questions", 0),
        "stale": row.entry is None or row.last_entry > row.entry,
    }
