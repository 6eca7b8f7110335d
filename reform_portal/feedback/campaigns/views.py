"""Campaigns as people see them: those of a draft, and one with every comment in it."""

from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from flask_babel import gettext as _

from ...core.access import is_drafter, person, public
from ...core.errors import NotFound
from ...discussion.queries import comments_by_ids
from ...drafts import queries as drafts
from ...drafts.heading import cite, facts, keep_page
from .. import queries as feedback
from ..answers import queries as answers
from ..answers.decisions import CAMPAIGN, COMMENT
from . import queries
from .shown import shown

bp = Blueprint("campaigns", __name__)


@bp.get("/drafts/<slug>/campaigns")
@public
def campaigns(slug: str) -> Any:
    """The campaigns of a draft, the largest first."""
    draft = drafts.draft_by_slug(slug)
    page = queries.campaigns_of(draft.id, request.args.get("cursor"))
    speakers = comments_by_ids([row.representative_id for row in page.items])
    response = make_response(
        render_template(
            "campaigns/list.html",
            draft=draft,
            version=drafts.version_of(draft),
            totals=feedback.totals_of([draft.id])[draft.id],
            page=page,
            # Until the worker comes by, a campaign may still stand under a comment that nobody may read any more.
            speakers={row.id: row for row in speakers if row.status == "published"},
            answers=answers.answers_to(CAMPAIGN, [row.id for row in page.items]),
            may_answer=is_drafter(person()),
            cite=cite,
            tab="feedback",
            **facts(draft),
        )
    )
    return keep_page(response, draft)


@bp.get("/campaigns/<public_id>")
@public
def campaign(public_id: str) -> Any:
    """The text shown for all, and below it every comment of the campaign with what its author added."""
    found = _find(public_id)
    draft = drafts.draft_by_id(found.draft_id)
    page = queries.members_of(found.id, request.args.get("cursor"))
    representative = comments_by_ids([found.representative_id])
    speaks = next((row for row in (*representative, *page.items) if row.status == "published"), None)
    own = answers.answers_for([row.id for row in page.items])
    response = make_response(
        render_template(
            "campaigns/campaign.html",
            campaign=found,
            draft=draft,
            speaks=speaks,
            members=shown(speaks, page.items) if speaks is not None else [],
            next=page.next,
            answer=answers.answer_to(CAMPAIGN, found.id),
            own={one: row for one, row in own.items() if row.target == COMMENT},
            may_answer=is_drafter(person()),
            cite=cite,
        )
    )
    return keep_page(response, draft)


def _find(public_id: str) -> Any:
    """A campaign that is shown; the way back for one that has shrunk below that."""
    try:
        return queries.campaign_by_public_id(public_id)
    except NotFound as error:
        try:
            slug = answers.find_target(CAMPAIGN, public_id).slug
        except NotFound:
            raise error from None
        back = (_("Однакові звернення цього проєкту"), url_for(".campaigns", slug=slug))
        raise NotFound(error.message, suggestions=[back]) from None
