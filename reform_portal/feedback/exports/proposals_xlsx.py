"""The workbook of a draft: the table of proposals to fill in, how to do that, every comment, what the columns mean."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from ...core.languages import in_language
from ...core.spreadsheets import Block, FormSheet, write_form_xlsx
from . import columns, proposals_table
from .proposals_columns import CONCLUSION_WORDS, CONCLUSIONS, FINAL, ID, NUMBER, PROPOSALS, REASON, TEXT

SHEET = "Таблиця пропозицій"
GUIDE = "Як заповнити"
TOLD_EVERY = 1000
COLUMNS = (NUMBER, TEXT, PROPOSALS, CONCLUSIONS, FINAL, REASON, ID)
_WIDTHS = (7, 45, 55, 20, 45, 45, 20)
FORM = FormSheet(
    SHEET,
    COLUMNS,
    _WIDTHS,
    choices={COLUMNS.index(CONCLUSIONS): tuple(CONCLUSION_WORDS.values())},
    fixed=frozenset({COLUMNS.index(ID)}),
    open=frozenset({COLUMNS.index(CONCLUSIONS), COLUMNS.index(REASON)}),
)


def write(draft: Any, path: Path, base_url: str, progress: Callable[[int], None] = lambda done: None) -> None:
    """Write the workbook of a draft (a row of ``drafts.queries``) with constant memory.

    ``progress`` hears how many rows are written: those of the table first, then every comment.
    """
    table = _Table(draft, progress)
    rows = columns.rows_of(draft, base_url, lambda done: progress(table.done + done))
    cells = ([row[name] for name in columns.NAMES] for row in rows)
    sheets = [("comments", columns.NAMES, cells), ("dictionary", columns.DICTIONARY_HEADER, columns.COLUMNS)]
    with in_language(draft.language):
        write_form_xlsx(path, FORM, table.blocks(), (GUIDE, _guide(draft, base_url)), sheets)


class _Table:
    """The blocks of the table; ``done`` counts the proposals that were written."""

    def __init__(self, draft: Any, progress: Callable[[int], None]) -> None:
        self.done = 0
        self._draft, self._progress = draft, progress

    def blocks(self) -> Iterator[Block]:
        for block in proposals_table.blocks_of(self._draft):
            spanning = {
                COLUMNS.index(TEXT): f"{block.place}\n{block.text}".strip(),
                COLUMNS.index(FINAL): block.final,
            }
            yield Block(map(self._counted, block.proposals), block.count, spanning)

    def _counted(self, proposal: proposals_table.Proposal) -> list[Any]:
        self.done += 1
        if self.done % TOLD_EVERY == 0:
            self._progress(self.done)
        return _row(proposal)


def _row(proposal: proposals_table.Proposal) -> list[Any]:
    return [
        proposal.number,
        "",
        f"{proposal.head}\n{proposal.text}",
        proposal.conclusion,
        "",
        proposal.reason,
        proposal.id,
    ]


def _guide(draft: Any, base_url: str) -> list[str]:
    words = ", ".join(f"«{word}»" for word in CONCLUSION_WORDS.values())
    return [
        draft.title,
        f"{base_url}/drafts/{draft.slug}/",
        "",
        _("1. Заповніть стовпці «Висновки» й «Обґрунтування»: вони жовті. Решту портал не читає."),
        _("2. Висновок — одне з чотирьох: %(words)s.", words=words),
        _("3. Без обґрунтування рядок не буде взято."),
        _("4. Порожній висновок означає, що відповіді ще немає. Надану відповідь так не скасувати."),
        _("5. Стовпець «id» не змінюйте: за ним портал знаходить зауваження. Рядки можна переставляти й вилучати."),
        _("6. Збережіть файл у форматі XLSX і завантажте його: %(address)s",
          address=f"{base_url}/desk/{draft.slug}/answers-file"),
        _("Портал покаже, що зміниться, і нічого не опублікує, доки ви не підтвердите."),
        _("Апостроф перед «=», «+», «-» або «@» на початку клітинки — захист від формул; портал його прибирає сам."),
    ]  # fmt: skip
