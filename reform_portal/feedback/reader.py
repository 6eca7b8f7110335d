"""The reader that keeps clause summaries up with the journal."""

from collections.abc import Sequence
from typing import Any

from ..discussion import queries as discussion
from ..drafts.queries import find_draft
from ..journal.queries import last_number
from . import actions, queries
from .answers import queries as answers
from .themes import queries as themes


class SummaryReader:
    """Makes the summary of every provision anew that the entries speak of.

    A summary that rests on all of them already stays; the first entry of the journal means a beginning from nothing.
    """

    name = "summaries"

    def take(self, entries: Sequence[Any]) -> None:
        touched = provisions_spoken_of(entries)
        done: set[int] = set()
        if entries[0].number > 1:
            done = queries.summarised_up_to([provision_id for provision_id, _draft in touched], entries[-1].number)
        # Asked before the comments are read: they may show more than these entries tell, but never less.
        end = last_number()
        drafts = {draft_id for _provision, draft_id in touched}
        if entries[0].number > 1:
            drafts -= queries.counted_up_to(drafts, entries[-1].number)
        actions.refresh([one for one in touched if one[0] not in done], end, drafts)


def provisions_spoken_of(entries: Sequence[Any]) -> list[tuple[int, int]]:
    """(provision, draft) of all comments, answers, themes and published versions that journal entries speak of."""
    subjects = [entry.subject for entry in entries if entry.subject.startswith("c:")]
    touched = [(row.provision_id, row.draft_id) for row in discussion.provisions_of_subjects(subjects)]
    answered = {entry.subject.removeprefix("a:") for entry in entries if entry.kind.startswith("answer.")}
    touched += [(row.provision_id, row.draft_id) for row in answers.provisions_under(answered)]
    arranged = {entry.subject.removeprefix("t:") for entry in entries if entry.kind == "theme.arranged"}
    touched += [(row.provision_id, row.draft_id) for row in themes.provisions_of_themes(arranged)]
    for slug in {entry.subject[2:] for entry in entries if entry.kind == "draft.published"}:
        draft = find_draft(slug)
        if draft is not None:
            touched += [(provision_id, draft.id) for provision_id in discussion.provisions_with_comments(draft.id)]
    return touched
