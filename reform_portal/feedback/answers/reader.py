"""The reader that lets answers to themes and campaigns hold for comments that join them later."""

from collections.abc import Sequence
from typing import Any

from ...core.database import db
from .. import actions as feedback
from . import actions, queries


class AnswerReader:
    """Looks in every draft that the entries speak of; its summaries follow at once."""

    name = "answers"

    def take(self, entries: Sequence[Any]) -> None:
        slugs = {entry.draft.removeprefix("d:").partition("@")[0] for entry in entries if entry.draft}
        drafts = queries.drafts_with_group_answers(slugs)
        db.session.rollback()
        for draft_id in drafts:
            provisions = actions.cover_new_members(draft_id)
            feedback.refresh([(provision_id, draft_id) for provision_id in provisions], entries[-1].number)
