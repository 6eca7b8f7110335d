"""The table of proposals as a Word file: landscape A4, the header repeated on every page, a row for each clause."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from ...core.languages import in_language
from ...core.word import Mm, OxmlElement, WordDocument, qn
from ...drafts.comparison.documents import landscape
from ...drafts.exports.word_elements import grid, line_of, table_row
from ...drafts.exports.xml_text import legal
from . import proposals_table
from .proposals_columns import HEADER
from .proposals_table import Block, Proposal

_WIDTHS = (12, 62, 75, 51, 62)


def write(draft: Any, path: Path, base_url: str, progress: Callable[[int], None] = lambda done: None) -> None:
    """Write the clauses that have proposals; ``progress`` hears how many proposals are written."""
    _write(draft, path, progress, whole=False)


def write_all(draft: Any, path: Path, base_url: str, progress: Callable[[int], None] = lambda done: None) -> None:
    """Write every clause of the draft, those without proposals too."""
    _write(draft, path, progress, whole=True)


def _write(draft: Any, path: Path, progress: Callable[[int], None], whole: bool) -> None:
    with in_language(draft.language):
        title = _("Таблиця пропозицій")
        document = landscape(f"{title}. {draft.title}", draft.language)
        document.add_heading(title, 1)
        document.add_paragraph(legal(draft.title))
        _table(document, proposals_table.blocks_of(draft, whole), progress)
        document.save(str(path))


def _table(document: WordDocument, blocks: Iterable[Block], progress: Callable[[int], None]) -> None:
    table = grid(len(HEADER))
    for column, width in zip(table.iter(qn("w:gridCol")), _WIDTHS, strict=True):
        column.set(qn("w:w"), str(Mm(width).twips))
    table.append(table_row(HEADER, header=True))
    done = 0
    for block in blocks:
        table.append(_row(block))
        done += block.count
        progress(done)
    if done == 0 and len(table) < 4:
        document.add_paragraph(_("Пропозицій ще немає."))
    document.element.body.sectPr.addprevious(table)
    document.element.body.sectPr.addprevious(OxmlElement("w:p"))


def _row(block: Block) -> Any:
    proposals = list(block.proposals)
    cells = (
        [_line(str(block.number))],
        [_line(block.place, bold=True), *_lines(block.text)],
        [line for proposal in proposals for line in _proposed(proposal)] or [_line("")],
        [line for proposal in proposals for line in _concluded(proposal)] or [_line("")],
        list(_lines(block.final)),
    )
    return table_row(cells, whole=False)


def _proposed(proposal: Proposal) -> Iterator[Any]:
    yield _line(f"-{proposal.number}- {proposal.head}", bold=True)
    yield from _lines(proposal.text)


def _concluded(proposal: Proposal) -> Iterator[Any]:
    yield _line(f"-{proposal.number}- {proposal.conclusion or '—'}", bold=bool(proposal.conclusion))
    if proposal.reason:
        yield from _lines(proposal.reason)


def _lines(text: str) -> Iterator[Any]:
    return map(_line, text.split("\n"))


def _line(text: str, bold: bool = False) -> Any:
    return line_of(text, bold=bold, size=10)
