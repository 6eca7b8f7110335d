"""Keeping summaries."""

from collections.abc import Iterable

from sqlalchemy import delete, insert

from ..core.clock import now
from ..core.database import db, unit_of_work
from ..discussion import queries as discussion
from ..discussion.marked_text import marked
from ..discussion.placements.queries import spans_on
from ..drafts.actions import raise_revision
from . import queries
from .activity import days_of
from .answers import queries as answers
from .campaigns.queries import count_copies
from .models import ClauseSummary, DraftTotals
from .summaries import marks_of, summarise


def refresh(provisions: Iterable[tuple[int, int]], entry: int, drafts: Iterable[int] = ()) -> None:
    """Make the summaries of (provision, draft) pairs anew, as of a journal entry, and the totals of their drafts and
    of ``drafts``."""
    counted = set(drafts)
    for provision_id, draft_id in sorted(set(provisions)):
        comments = discussion.published_of_provision(provision_id)
        texts = queries.clause_texts(provision_id)
        marks = marks_of(comments, texts, spans_on(list(texts)))
        content = summarise(comments, marks, texts, answers.answered_of_provision(provision_id))
        db.session.rollback()
        with unit_of_work():
            db.session.execute(delete(ClauseSummary).where(ClauseSummary.provision_id == provision_id))
            db.session.execute(
                insert(ClauseSummary).values(
                    provision_id=provision_id,
                    draft_id=draft_id,
                    entry=entry,
                    content=content,
                    marks={
                        str(clause_id): marked(texts[clause_id], found) for clause_id, found in marks.items() if found
                    },
                    computed_at=now(),
                )
            )
        counted.add(draft_id)
    for draft_id in sorted(counted):
        _refresh_totals(draft_id, entry)


def _refresh_totals(draft_id: int, entry: int) -> None:
    people = discussion.count_people(draft_id)
    comments = discussion.comments_in([draft_id]).get(draft_id, 0)
    submissions = comments + discussion.count_supports(draft_id)
    share = answers.share_of(draft_id)
    activity = days_of(discussion.comments_by_hour(draft_id))
    copies = count_copies(draft_id)
    with unit_of_work():
        db.session.execute(delete(DraftTotals).where(DraftTotals.draft_id == draft_id))
        db.session.execute(
            insert(DraftTotals).values(
                draft_id=draft_id,
                people=people,
                submissions=submissions,
                texts=comments - copies,
                activity=activity,
                entry=entry,
                conversations=share.conversations,
                answered=share.answered,
                decisions=share.decisions,
                median_seconds=share.median_seconds,
            )
        )
        raise_revision(draft_id)
