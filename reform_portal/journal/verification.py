"""Checking the journal against itself: numbers, leaves, hashes, commitments, and the rows they speak of."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from . import queries
from .leaf import commit_to, leaf_bytes, leaf_hash

# A slice that keeps a copy of what the journal committed to compares the two here. It gets the
# newest content of each subject, with the ``kind`` of its newest entry, and yields what differs.
ContentCheck = Callable[[dict[str, dict[str, Any]]], Iterator[str]]


@dataclass
class Verdict:
    """``faults`` are sentences; ``erased`` counts entries whose words were lawfully erased."""

    entries: int = 0
    erased: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.faults


def verify(checks: list[ContentCheck]) -> Verdict:
    """Re-hash every entry and compare what it says with the rows of the slices."""
    verdict = Verdict()
    expected = 1
    contents: dict[str, dict[str, Any]] = {}
    for batch in queries.all_with_openings():
        for entry, salt, content in batch:
            if entry.number != expected:
                verdict.faults.append(f"entries {expected}–{entry.number - 1} are missing")
            expected = entry.number + 1
            verdict.entries += 1
            _check_entry(entry, salt, content, verdict, contents)
    for check in checks:
        verdict.faults.extend(check(contents))
    return verdict


def _check_entry(entry: Any, salt: bytes | None, content: str | None, verdict: Verdict, contents: dict) -> None:
    leaf = leaf_bytes(entry.number, entry.second, entry.kind, entry.subject, entry.draft, entry.commitment)
    if leaf != entry.leaf:
        verdict.faults.append(f"entry {entry.number}: its fields do not give its leaf")
    if leaf_hash(entry.leaf) != entry.leaf_hash:
        verdict.faults.append(f"entry {entry.number}: its leaf does not give its hash")
    newest = contents.setdefault(entry.subject, {})
    newest["kind"] = entry.kind
    if salt is None or content is None:
        verdict.erased += 1
        return
    opened = _opened(salt, content, entry.commitment)
    if opened is None:
        verdict.faults.append(f"entry {entry.number}: its content is not what was committed to")
    else:
        newest.update(opened)


def _opened(salt: bytes, content: str, commitment: str) -> dict[str, Any] | None:
    """The content that a commitment opens to, None when it does not."""
    try:
        opened = json.loads(content)
        return opened if isinstance(opened, dict) and commit_to(salt, opened) == commitment else None
    except (ValueError, TypeError):
        return None
