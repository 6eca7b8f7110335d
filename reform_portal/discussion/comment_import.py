"""Taking a file of comments into a draft: in batches, with progress, without duplicates."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from ..core.database import unit_of_work
from ..core.spreadsheets import guard
from ..drafts.queries import alternatives, clauses_of, draft_by_slug, versions_of, whole_provision
from . import actions, queries
from .anchors import Anchor, make_anchor
from .import_rows import Rejected, Row, read_rows

BATCH = 1000


@dataclass
class ImportResult:
    """How many rows were taken, how many were there before, and what was refused."""

    taken: int = 0
    known: int = 0
    rejected: list[Rejected] = field(default_factory=list)


@dataclass
class _Text:
    """The clauses of a version by address."""

    version_id: int
    number: int
    clauses: dict[str, Any]


class CommentImport:
    """One run of an import. ``progress`` is called with the number of rows seen."""

    def __init__(self, slug: str, source: str, progress: Callable[[int], None] = lambda seen: None) -> None:
        self.draft = draft_by_slug(slug)
        self.source = source
        self.progress = progress
        self.result = ImportResult()
        self._texts = self._load_texts()
        self._numbers = {text.version_id: text.number for text in self._texts.values()}
        self._whole = whole_provision(self.draft.id)
        self._seen = 0
        self._waiting: list[Row] = []

    def run(self, path: Path, mapping: dict[str, str]) -> ImportResult:
        """Import a file. Rows are kept as they are taken; a run that stops can simply be repeated."""
        for batch in _batches(read_rows(path, mapping)):
            self._take([row for row in batch if isinstance(row, Row)])
            self.result.rejected += [row for row in batch if isinstance(row, Rejected)]
            self._seen += len(batch)
            self.progress(self._seen)
        self._take_waiting()
        return self.result

    def _load_texts(self) -> dict[int | None, _Text]:
        texts: dict[int | None, _Text] = {}
        for version in versions_of(self.draft.id):
            text = _Text(version.id, version.number, {clause.eid: clause for clause in clauses_of(version.id)})
            texts[version.number] = text
            texts.setdefault(None, text)
        return texts

    def _take(self, rows: list[Row], last_round: bool = False) -> None:
        if not rows:
            return
        wanted = {row.external_id for row in rows} | {r.parent_external_id for r in rows if r.parent_external_id}
        with unit_of_work():
            known = queries.imported_ids(self.draft.id, self.source, list(wanted))
            for level in self._levels(rows, known, last_round):
                by_version: dict[int, list[actions.Imported]] = {}
                for row in level:
                    ready = self._ready(row, known)
                    if ready is not None:
                        by_version.setdefault(self._numbers[ready.version_id], []).append(ready)
                for number, comments in by_version.items():
                    known |= actions.add_imported(self.draft, number, self.source, comments)
                    self.result.taken += len(comments)

    def _levels(self, rows: list[Row], known: dict[str, Any], last_round: bool) -> Iterator[list[Row]]:
        """Rows that can be written now, parents before their replies; the rest waits for the end of the file."""
        left = rows
        while left:
            self.result.known += sum(row.external_id in known for row in left)
            left = [row for row in left if row.external_id not in known]
            level = _first_of_each(row for row in left if not row.parent_external_id or row.parent_external_id in known)
            if not level:
                break
            yield level
            done = {id(row) for row in level}
            left = [row for row in left if id(row) not in done]
        if last_round:
            self.result.rejected += [
                Rejected(
                    row.line,
                    _("немає зауваження «%(id)s», на яке це відповідь", id=row.parent_external_id[:80]),
                    row.raw,
                )
                for row in left
            ]
        else:
            self._waiting += left

    def _take_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._take(waiting, last_round=True)

    def _ready(self, row: Row, known: dict[str, Any]) -> actions.Imported | None:
        parent = known.get(row.parent_external_id) if row.parent_external_id else None
        meant = self._numbers[parent.version_id] if parent is not None and row.version is None else row.version
        text = self._texts.get(meant)
        if text is None:
            self._reject(row, _("редакції %(number)s немає", number=row.version))
            return None
        clause = None
        if row.clause:
            clause = next((text.clauses[eid] for eid in alternatives(row.clause) if eid in text.clauses), None)
            if clause is None:
                self._reject(row, _("у тексті немає місця «%(eid)s»", eid=row.clause[:80]))
                return None
        anchor = self._anchor(row, clause)
        if anchor is None:
            return None
        return actions.Imported(
            row.external_id,
            row.body,
            row.stance,
            row.author,
            row.created_at,
            row.supports,
            row.status,
            anchor,
            clause,
            clause.provision_id if clause is not None else self._whole,
            text.version_id,
            parent,
            row.parent_external_id,
        )

    def _anchor(self, row: Row, clause: Any) -> Anchor | None:
        if not row.quote:
            return Anchor()
        try:
            return make_anchor(clause.text if clause is not None else "", row.quote)
        except ValueError:
            self._reject(row, _("цитованих слів у цьому місці немає"))
            return None

    def _reject(self, row: Row, reason: str) -> None:
        self.result.rejected.append(Rejected(row.line, reason, row.raw))


def _first_of_each(rows: Iterable[Row]) -> list[Row]:
    """Of rows with the same id the first: the next one has its turn only if that was refused."""
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row.external_id, row)
    return list(first.values())


def write_rejected(path: Path, rejected: list[Rejected]) -> Path:
    """Write ``<file>.rejected.csv`` beside the file: line, reason and the row as it was."""
    target = path.with_suffix(".rejected.csv")
    columns = sorted({str(name) for row in rejected for name in row.raw if name and name != "__error__"})
    with target.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "reason", *(guard(column) for column in columns)])
        for row in sorted(rejected, key=lambda row: row.line):
            writer.writerow([row.line, row.reason, *(guard(str(row.raw.get(name) or "")) for name in columns)])
    return target


def _batches(rows: Iterable[Row | Rejected]) -> Iterator[list[Row | Rejected]]:
    batch: list[Row | Rejected] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
