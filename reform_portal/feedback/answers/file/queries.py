"""What the ids of a filled-in table stand for."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, select

from ....core.database import db
from ....discussion.models import Comment
from ....drafts.models import Draft
from ...campaigns.models import Campaign
from ..decisions import CAMPAIGN, COMMENT
from ..queries import answers_for, answers_to_campaigns, answers_to_comments, campaigns_waiting
from .plan import Known

BATCH = 500


def known_ids(ids: Collection[str]) -> dict[str, Known]:
    """Public id → the comment or campaign with its answers, for those of the ids that exist."""
    found: dict[str, Known] = {}
    for part in _parts(sorted(ids)):
        found |= _comments(part)
        found |= _campaigns([one for one in part if one not in found])
    return found


def _comments(ids: Sequence[str]) -> dict[str, Known]:
    columns = (Comment.id, Comment.public_id, Comment.status, Comment.author, Comment.body, Draft.slug)
    statement = select(*columns).join(Draft, Draft.id == Comment.draft_id)
    rows = db.session.execute(statement.where(Comment.public_id.in_(ids), Comment.status != "held")).all()
    keys = [row.id for row in rows]
    holding, own = answers_for(keys), answers_to_comments(keys)
    return {row.public_id: _known(COMMENT, row, row.id, holding.get(row.id), own.get(row.id)) for row in rows}


def _campaigns(ids: Sequence[str]) -> dict[str, Known]:
    statement = (
        select(
            Campaign.id.label("campaign_id"), Campaign.public_id, Comment.id, Comment.status, Comment.author,
            Comment.body, Draft.slug,
        )
        .join(Draft, Draft.id == Campaign.draft_id)
        .join(Comment, Comment.id == Campaign.representative_id)
        .where(Campaign.public_id.in_(ids))
    )  # fmt: skip
    rows = db.session.execute(statement).all()
    keys = [row.campaign_id for row in rows]
    own, waiting = answers_to_campaigns(keys), campaigns_waiting(keys)
    # As in the table: an answer that reached only some of the copies is no answer to all of them.
    holding = answers_for([row.id for row in rows if row.campaign_id not in waiting])
    return {
        row.public_id: _known(
            CAMPAIGN, row, row.campaign_id, own.get(row.campaign_id) or holding.get(row.id), own.get(row.campaign_id)
        )
        for row in rows
    }


def _known(kind: str, row: Row, target_id: int, shown: Any, own: Any) -> Known:
    published = row.status == "published"
    return Known(kind, target_id, row.public_id, row.slug, published, row.author, row.body, shown, own)


def _parts(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for begin in range(0, len(items), BATCH):
        yield items[begin : begin + BATCH]
