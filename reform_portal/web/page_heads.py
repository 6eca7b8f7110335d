"""What the heads of draft, clause and comment pages say, from the rows that the pages have read already."""

from typing import Any

from flask import url_for

from ..core.clock import in_kyiv, stamp
from ..core.languages import language, site_address
from ..core.text import shorten
from ..drafts import citations
from ..drafts.queries import Place
from . import linked_data
from .linked_data import Data, Text

LONGEST = 200


def text_of(draft: Any, version: Any, is_newest: bool, first: Any = None) -> Text:
    """A version for machines; ``first`` is the draft's first version where the page knows it."""
    address = f"{site_address()}/drafts/{draft.slug}/"
    return Text(
        address if is_newest else f"{address}?version={version.number}",
        draft.slug,
        draft.title,
        draft.language,
        version.number,
        _day(version.published_at),
        _day(first.published_at) if first is not None else "",
        draft.body,
        draft.summary,
    )


def clause_data(place: Place, is_newest: bool) -> Data | None:
    """The clause of a page; None for the draft as a whole."""
    if place.clause is None:
        return None
    text, eid = text_of(place.draft, place.version, is_newest), place.clause.eid
    address = f"{site_address()}/drafts/{text.slug}/{eid}" + ("" if is_newest else f"?version={text.number}")
    return linked_data.clause(text, language(), eid, citations.short(eid), address)


def comment_data(comment: Any) -> Data | None:
    """A comment while it is published, else None: nothing of hidden words gets into a head either."""
    if comment.status != "published":
        return None
    site = site_address()
    about = url_for("web.clause_page", slug=comment.slug, eid=comment.eid or "whole", version=comment.version)
    values = {
        "body": comment.body,
        "author": comment.author,
        "created_at": stamp(comment.created_at),
        "edited_at": stamp(comment.edited_at),
        "supports": comment.supports,
        "replies": comment.replies,
    }
    place = {"address": site + about.removeprefix("/en"), "name": comment.draft_title}
    return linked_data.comment(f"{site}/comments/{comment.public_id}", values, place)


def described(text: str) -> str:
    """The beginning of a text in one line, as a page is described to who has not opened it."""
    return shorten(" ".join(text.split()), LONGEST)


def _day(instant: Any) -> str:
    return in_kyiv(instant).date().isoformat()
