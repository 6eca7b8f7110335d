"""What can happen, and whom it concerns. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

VERSION, DEADLINE, REPORT = "version", "deadline", "report"
COMMENT, ANSWER, REVISED = "comment", "answer", "answer_revised"
HIDDEN, RESTORED, WITHDRAWN, ERASED = "hidden", "restored", "withdrawn", "erased"
MODERATION = frozenset({HIDDEN, RESTORED, WITHDRAWN, ERASED})
ANSWERS = frozenset({ANSWER, REVISED})
# What followers of a whole draft are told; what became of single comments is told to those who follow them.
TOLD_OF_DRAFT = frozenset({VERSION, DEADLINE, REPORT, COMMENT, *ANSWERS})

KIND_OF_ENTRY = {
    "draft.published": VERSION,
    "deadline.set": DEADLINE,
    "report.published": REPORT,
    "comment.posted": COMMENT,
    "comment.imported": COMMENT,
    "comment.edited": COMMENT,
    "comment.hidden": HIDDEN,
    "comment.restored": RESTORED,
    "comment.withdrawn": WITHDRAWN,
    "comment.erased": ERASED,
    "answer.given": ANSWER,
    "answer.revised": REVISED,
}
NEWS = tuple(kind for kind in KIND_OF_ENTRY if kind != "comment.edited")


@dataclass(frozen=True)
class Thing:
    """One public happening, without its words: the entry of the journal ``number`` and what it is about.

    ``person_id`` acted; ``provisions`` are those that it touches.
    """

    number: int
    at: datetime
    kind: str
    subject: str
    slug: str
    draft_id: int
    version: int = 0
    comment_id: int | None = None
    root_id: int | None = None
    parent_id: int | None = None
    answer_id: int | None = None
    answer_number: int | None = None
    report_id: int | None = None
    person_id: int | None = None
    provisions: frozenset[int] = field(default=frozenset())

    @property
    def public_id(self) -> str:
        return self.subject.partition(":")[2].partition(":")[0]

    @property
    def is_reply(self) -> bool:
        return self.kind == COMMENT and self.root_id is not None


@dataclass(frozen=True)
class Item:
    """A happening with the words that may be shown. ``eid`` is empty for the draft as a whole."""

    thing: Thing
    title: str
    title_en: str
    eid: str = ""
    author: str = ""
    words: str = ""
    html: str = ""
    quote: str = ""
    stance: str = ""
    decision: str = ""
    reason: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    number: int = 0

    @property
    def path(self) -> str:
        """Where it stands on the portal, without the prefix of a language."""
        thing = self.thing
        if thing.comment_id is not None:
            return f"/comments/{thing.public_id}"
        if thing.answer_id is not None:
            return f"/answers/{thing.public_id}"
        if thing.kind == REPORT:
            return f"/drafts/{thing.slug}/report"
        return f"/drafts/{thing.slug}/" + (f"?version={thing.version}" if thing.kind == VERSION else "")

    @property
    def key(self) -> str:
        """What the happening is about, the same for all that happens to it: the id of an entry of a feed."""
        thing = self.thing
        if thing.kind == DEADLINE:
            return f"/drafts/{thing.slug}/#deadline-{thing.number}"
        return self.path + (f"?number={self.number}" if thing.kind == REPORT else "")


def concerns(following: Any, thing: Thing, scope: Collection[int] = (), answer_id: int | None = None) -> bool:
    """Whether a happening is news to who follows something, whoever acted.

    ``following`` has kind, draft_id, comment_id and answer_id; ``scope`` are the provisions that the followed clause
    has within it, ``answer_id`` is the answer that holds for the followed comment.
    """
    if following.kind == "draft":
        return thing.draft_id == following.draft_id and thing.kind in TOLD_OF_DRAFT
    if following.kind == "clause":
        told = TOLD_OF_DRAFT - {DEADLINE, REPORT}
        return thing.kind in told and not thing.provisions.isdisjoint(scope)
    if following.kind == "comment":
        if thing.kind in ANSWERS:
            return answer_id is not None and thing.answer_id == answer_id
        if thing.kind in MODERATION:
            return thing.comment_id == following.comment_id
        return thing.kind == COMMENT and following.comment_id in (thing.root_id, thing.parent_id)
    if following.kind == "answer":
        return thing.kind in ANSWERS and thing.answer_id == following.answer_id
    return False


def told_elsewhere(thing: Thing, mine: Any, others: Collection[Any], ranks: Mapping[str, int]) -> bool:
    """Whether another of the person's followings that a happening also concerns has told it, or will tell it sooner.

    ``others`` are those that it concerns; ``ranks`` orders frequencies, the soonest highest.
    """
    for other in others:
        if other.id == mine.id or thing.number <= other.since:
            continue
        if thing.number <= other.position or ranks.get(other.frequency, 0) > ranks[mine.frequency]:
            return True
    return False
