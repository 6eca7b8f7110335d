"""What the tests of answers share: answers through the real actions, themes and campaigns made by hand."""

from typing import Any

from sqlalchemy import insert, select

from reform_portal.core.clock import now
from reform_portal.core.database import add_row, db, unit_of_work
from reform_portal.core.identifiers import new_public_id
from reform_portal.discussion.queries import find_comment
from reform_portal.feedback.answers import actions, queries
from reform_portal.feedback.answers.models import Answer, AnsweredComment
from reform_portal.feedback.campaigns.models import Campaign, CampaignMember
from reform_portal.feedback.themes.models import Theme, ThemeMember
from reform_portal.journal import readers

REASON = "Строк скоротили до 20 днів: цього досить, щоб перевірити заяву."
FORM = {"decision": "accepted", "reason": REASON}


def answer(
    public_id: str, drafter: Any, decision: str = "accepted", reason: str = REASON, changed: str = "",
    kind: str = "comment",
) -> str:  # fmt: skip
    """Answer a comment, a theme or a campaign; returns the answer's public id."""
    with unit_of_work():
        return actions.answer(queries.find_target(kind, public_id), drafter, actions.Given(decision, reason, changed))


def revise(public_id: str, drafter: Any, decision: str = "accepted", reason: str = REASON, changed: str = "") -> None:
    with unit_of_work():
        actions.revise(queries.find_answer(public_id), drafter, actions.Given(decision, reason, changed))


def found(public_id: str) -> Any:
    """An answer as it stands in the database now."""
    db.session.rollback()
    row = queries.find_answer(public_id)
    db.session.rollback()
    return row


def holds_for(comment_id: str) -> str | None:
    """The public id of the answer that holds for a comment."""
    db.session.rollback()
    statement = select(Answer.public_id).join(AnsweredComment, AnsweredComment.answer_id == Answer.id)
    return db.session.scalar(statement.where(AnsweredComment.comment_id == find_comment(comment_id).id))


def make_theme(*members: str, label: str = "Строк задовгий") -> str:
    first = find_comment(members[0])
    public_id = new_public_id()
    with unit_of_work():
        values = {
            "public_id": public_id, "draft_id": first.draft_id, "provision_id": first.provision_id, "label": label,
            "size": len(members), "made_at": now(), "quotes": [], "fixed": False,
        }  # fmt: skip
        theme_id = add_row(Theme, values)
        for member in members:
            db.session.execute(insert(ThemeMember).values(comment_id=find_comment(member).id, theme_id=theme_id))
    return public_id


def make_campaign(*members: str) -> str:
    first = find_comment(members[0])
    public_id = new_public_id()
    with unit_of_work():
        values = {
            "public_id": public_id, "draft_id": first.draft_id, "representative_id": first.id, "size": len(members),
            "texts": 1, "people": len(members), "submissions": len(members), "created_at": now(),
        }  # fmt: skip
        add_row(Campaign, values)
    for member in members:
        join_campaign(public_id, member)
    return public_id


def join_campaign(public_id: str, member: str) -> None:
    with unit_of_work():
        campaign_id = db.session.scalar(select(Campaign.id).where(Campaign.public_id == public_id))
        values = {"comment_id": find_comment(member).id, "campaign_id": campaign_id, "similarity": 1.0, "text": 0}
        db.session.execute(insert(CampaignMember).values(values))


def work(app: Any) -> None:
    """Let the worker come to the end of the journal; the groups stay those that a test made by hand."""
    wanted = [reader for reader in app.extensions["readers"] if reader.name not in ("campaigns", "themes")]
    readers.run_once(wanted, patience=60)
