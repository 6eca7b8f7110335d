"""The reader that keeps clause summaries up with the journal."""

from collections.abc import Sequence
from typing import Any

from ..discussion import queries as discussion
from ..drafts.queries import find_draft
from . import actions
from .answers import queries as answers


class SummaryReader:
    """Makes the summary of every provision anew that the entries speak of."""

    name = "summaries"

    def take(self, entries: Sequence[Any]) -> None:
        subjects = [entry.subject for entry in entries if entry.subject.startswith("c:")]
        touched = [(row.provision_id, row.draft_id) for row in discussion.provisions_of_subjects(subjects)]
        answered = {entry.subject.removeprefix("a:") for entry in entries if entry.kind.startswith("answer.")}
        touched += [(row.provision_id, row.draft_id) for row in answers.provisions_under(answered)]
        for slug in {entry.subject[2:] for entry in entries if entry.kind == "draft.published"}:
            draft = find_draft(slug)
            if draft is not None:
                touched += [(provision_id, draft.id) for provision_id in discussion.provisions_with_comments(draft.id)]
        if touched:
            actions.refresh(touched, entries[-1].number)
