"""The reader that groups near-identical comments as they come."""

import gc
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ...core.database import db, truncate_log
from . import actions, queries

WORDS_CHANGED = frozenset(
    {
        "comment.posted",
        "comment.imported",
        "comment.edited",
        "comment.withdrawn",
        "comment.hidden",
        "comment.restored",
        "comment.erased",
    }
)
SUPPORT_CHANGED = frozenset({"support.given", "support.withdrawn"})


class CampaignReader:
    """Places the comments that the entries speak of; each as it stands now, not as the entry says."""

    name = "campaigns"

    def take(self, entries: Sequence[Any]) -> None:
        told = [entry for entry in entries if entry.kind in WORDS_CHANGED | SUPPORT_CHANGED]
        if not told:
            return
        changed = {entry.subject for entry in told if entry.kind in WORDS_CHANGED}
        supported = {entry.subject.rpartition(":")[0] for entry in told if entry.kind in SUPPORT_CHANGED}
        comments = queries.comments_of_subjects(changed)
        signed = queries.comments_of_subjects(supported - changed)
        db.session.rollback()
        of_draft: defaultdict[int, tuple[list[Any], list[int]]] = defaultdict(lambda: ([], []))
        for row in comments:
            of_draft[row.draft_id][0].append(row)
        for row in signed:
            of_draft[row.draft_id][1].append(row.id)
        with _rare_search_for_garbage():
            for draft_id, (rows, ids) in sorted(of_draft.items()):
                actions.follow(draft_id, rows, ids)
        if any(entry.kind == "comment.erased" for entry in told):
            truncate_log()


@contextmanager
def _rare_search_for_garbage() -> Iterator[None]:
    """Hundreds of thousands of small values are made in a round and hardly one in a cycle: to look for cycles as often
    as is usual takes a tenth of the time."""
    often = gc.get_threshold()
    gc.set_threshold(100_000, *often[1:])
    try:
        yield
    finally:
        gc.set_threshold(*often)
