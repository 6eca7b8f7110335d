"""The rows that were not taken, as a table to mend and to give again. Pure."""

from collections.abc import Iterable, Iterator

from ....core.spreadsheets import csv_lines
from ...exports.proposals_columns import CONCLUSIONS, ID, REASON
from .plan import Refused

HEADER = ("line", "reason", "sheet", ID, CONCLUSIONS, REASON)


def as_csv(refused: Iterable[Refused]) -> Iterator[str]:
    """CSV lines: the number of the row, why it was refused, and what it said."""
    ordered = sorted(refused, key=lambda one: (one.row.sheet, one.row.row))
    return csv_lines(
        HEADER,
        ([one.row.row, one.reason, one.row.sheet, one.row.id, one.row.conclusion, one.row.reason] for one in ordered),
    )
