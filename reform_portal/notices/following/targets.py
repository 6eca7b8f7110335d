"""What can be followed, as an address names it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask_babel import gettext as _

from ...core.errors import NotFound
from ...core.text import shorten
from ...discussion.queries import comment_by_public_id
from ...drafts import citations
from ...drafts.queries import draft_by_slug, place_of
from ...feedback.answers.queries import find_answer

ARGUMENTS = ("q", "draft", "kind", "stance", "from", "to", "clause", "author", "answered")
LONGEST_ARGUMENT = 300
NAME_LENGTH = 100


@dataclass(frozen=True)
class Target:
    """A thing to follow: ``word`` is its key among a person's followings, ``path`` its page and ``feed`` its feed on
    the portal (without the prefix of a language), ``name`` how it is called, ``draft`` the titles of its draft."""

    kind: str
    word: str
    path: str
    name: str
    feed: str = ""
    draft: tuple[str, str] = ("", "")
    draft_id: int | None = None
    provision_id: int | None = None
    comment_id: int | None = None
    answer_id: int | None = None
    query: str = ""


def find_target(kind: str, given: Mapping[str, str], language: str) -> Target:
    """The thing that the arguments of an address name: ``of``, or those of a search. Raises NotFound."""
    of = given.get("of", "")[:300]
    if kind == "search":
        return _search(given)
    if not of:
        raise NotFound(_("Не сказано, за чим стежити."))
    if kind == "draft":
        return _draft(of)
    if kind == "clause":
        return _clause(of, language)
    if kind == "comment":
        return _comment(of, language)
    if kind == "answer":
        return _answer(of)
    raise NotFound(_("За таким стежити не можна."))


def canonical_query(given: Mapping[str, str]) -> str:
    """The arguments of a search in their order, without the empty ones: the same search is the same words."""
    return urlencode(canonical_arguments(given))


def canonical_arguments(given: Mapping[str, str]) -> dict[str, str]:
    """Those arguments themselves."""
    cleaned = {name: " ".join(given.get(name, "").replace("\x00", "").split())[:LONGEST_ARGUMENT] for name in ARGUMENTS}
    return {name: value for name, value in cleaned.items() if value}


def arguments_of(query: str) -> dict[str, str]:
    """The arguments of a canonical query."""
    return dict(parse_qsl(query))


def _draft(slug: str) -> Target:
    draft = draft_by_slug(slug)
    path = f"/drafts/{draft.slug}/"
    titles = (draft.title, draft.title_en)
    return Target("draft", f"d:{draft.id}", path, "", f"{path}feed.atom", titles, draft_id=draft.id)


def _clause(of: str, language: str) -> Target:
    slug, _slash, eid = of.partition("/")
    place = place_of(slug, eid)
    path = f"/drafts/{place.draft.slug}/{place.eid or 'whole'}"
    return Target(
        "clause",
        f"p:{place.provision_id}",
        path,
        citations.short(place.eid, language),
        f"{path}/feed.atom",
        (place.draft.title, place.draft.title_en),
        draft_id=place.draft.id,
        provision_id=place.provision_id,
    )


def _comment(public_id: str, language: str) -> Target:
    comment = comment_by_public_id(public_id)
    path = f"/comments/{comment.public_id}"
    name = _("Зауваження до: %(place)s", place=citations.short(comment.eid or "", language))
    titles = (comment.draft_title, comment.draft_title_en)
    return Target(
        "comment", f"c:{comment.id}", path, name, f"{path}/feed.atom", titles, comment.draft_id, comment_id=comment.id
    )


def _answer(public_id: str) -> Target:
    answer = find_answer(public_id)
    titles = (answer.draft_title, answer.draft_title_en)
    path = f"/answers/{answer.public_id}"
    feed = f"/drafts/{answer.slug}/answers.atom"
    return Target(
        "answer", f"a:{answer.id}", path, _("Відповідь розробника"), feed, titles, answer.draft_id, answer_id=answer.id
    )


def _search(given: Mapping[str, str]) -> Target:
    query = canonical_query(given)
    if not query:
        raise NotFound(_("У цьому пошуку немає слів: нема за чим стежити."))
    name = arguments_of(query).get("q") or query
    word = "q:" + hashlib.sha256(query.encode()).hexdigest()[:32]
    return Target("search", word, f"/search?{query}", shorten(name, NAME_LENGTH), f"/search.atom?{query}", query=query)
