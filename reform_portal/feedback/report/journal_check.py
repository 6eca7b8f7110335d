"""Whether the published reports still say what the journal committed to."""

from collections.abc import Iterator
from typing import Any

from . import queries
from .content import NAMES, PROPOSAL, ROW_KINDS, sha256_of


def compare(contents: dict[str, dict[str, Any]]) -> Iterator[str]:
    """One sentence for each report that differs from its entry, or that has none."""
    missing = {subject[2:] for subject in contents if subject.startswith("r:")}
    for report in queries.all_reports():
        missing.discard(report.public_id)
        yield from _differences(report, contents.get(f"r:{report.public_id}"))
    for public_id in sorted(missing):
        yield f"report {public_id}: the journal speaks of it, but it is gone"


def _differences(report: Any, committed: dict[str, Any] | None) -> Iterator[str]:
    if committed is None:
        yield f"report {report.public_id}: the journal has no entry about it"
        return
    hashes: list[str] = []
    erased = "erased" in queries.statuses_of(report.id).values()
    for kind in ROW_KINDS:
        for row in queries.rows_in_batches(report.id, kind):
            hashes.append(row.sha256)
            if sha256_of(row.content) != row.sha256 and not (erased and _may_have_lost(row)):
                yield f"report {report.public_id}: row {row.position} does not say what was committed to"
    if not committed.get("sha256") == report.sha256 == sha256_of({"head": report.content, "rows": hashes}):
        yield f"report {report.public_id}: it does not say what was committed to"


def _may_have_lost(row: Any) -> bool:
    """Whether words that were erased by law can be why a row is not what it was."""
    return row.kind == NAMES or (row.kind == PROPOSAL and len(row.content["authors"]) < row.content["comments"])
