"""How things look in JSON: the shapes, and how they are made out of rows. Names are those of the public contract.

What each name means stands in ``glossary``. Texts are plain; instants are in UTC, ISO 8601; offsets count code points.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from ..core.clock import now, stamp
from ..discussion.anchors import DETACHED, EXACT, Anchor, place
from ..drafts import rules

Stance = Literal["support", "oppose", "amend", "question", "neutral"]
Status = Literal["published", "hidden", "withdrawn", "erased"]
State = Literal["exact", "moved", "changed", "detached"]
Op = Literal["equal", "insert", "delete"]


class Tally(Struct):
    support: int = 0
    oppose: int = 0
    amend: int = 0
    question: int = 0
    neutral: int = 0


class DraftLine(Struct):
    slug: str
    title: str
    stage: str
    language: str
    version: int
    rules: str
    opens_at: str | None
    closes_at: str | None


class Drafts(Struct):
    items: list[DraftLine]
    next: str | None


class Version(Struct):
    number: int
    published_at: str
    sha256: str


class Clause(Struct):
    eid: str
    provision: str
    kind: str
    num: str
    parent: str | None
    text: str
    source_id: str | None
    tally: Tally
    comments: int


class Draft(Struct):
    slug: str
    title: str
    stage: str
    language: str
    version: int
    versions: list[Version]
    clauses: list[Clause]


class Anchored(Struct):
    state: State
    start: int | None
    end: int | None
    exact: str


class Changed(Struct):
    clause: str
    version: int


class Decision(Struct):
    decision: str
    reason: str
    url: str
    given_at: str
    changed: Changed | None


class Comment(Struct):
    id: str
    external_id: str | None
    clause: str | None
    provision: str
    version: int
    quote: str
    anchor: Anchored | None
    stance: Stance
    body: str
    wording: str | None
    author: str
    created_at: str
    edited_at: str | None
    parent: str | None
    supports: int
    replies: int
    status: Status
    answer: Decision | None


class Comments(Struct):
    items: list[Comment]
    next: str | None


class Placement(Struct):
    version: int
    state: State
    clause: str | None
    start: int | None
    end: int | None


class WholeComment(Comment, kw_only=True):
    """A comment by itself: also where it is to be read and where its words stand in every later version."""

    url: str
    draft: str
    placements: list[Placement]


class Receipt(Struct):
    number: int
    leaf_hash: str


class Posted(Struct):
    id: str
    receipt: Receipt


class NewComment(Struct):
    """What is posted. Everything but the body may be left out; the action says which of it is wrong."""

    body: str
    stance: Stance
    clause: str | None = None
    quote: str | None = None
    start: int | None = None
    wording: str | None = None
    parent: str | None = None


class Piece(Struct):
    op: Op
    text: str


class Link(Struct):
    provision: str
    a: str | None
    b: str | None
    change: str
    score: float
    redline: list[Piece]


class Comparison(Struct):
    clauses: list[Link]


class Quote(Struct):
    comment: str
    text: str


class Theme(Struct):
    id: str
    label: str
    labelled_by: str
    arranged: bool
    size: int
    people: int
    comments: list[str]
    quotes: list[Quote]
    url: str
    answer: Decision | None


class Campaign(Struct):
    representative: str
    size: int
    comments: list[str]


class Wording(Struct):
    comment: str
    quote: str
    wording: str
    redline: list[Piece]
    amendment: str
    supports: int
    fits: bool
    collides_with: list[str]
    accepted: bool


class Marked(Struct):
    words: str
    comments: int


class Summary(Struct):
    eid: str
    tally: Tally
    people: int
    texts: int
    submissions: int
    marked: list[Marked]
    open_questions: int
    themes: list[Theme]
    other: int
    campaigns: list[Campaign]
    wordings: list[Wording]
    answered: int
    stale: bool


class Feedback(Struct):
    clauses: list[Summary]


class Answer(Struct):
    id: str
    about: Literal["comment", "theme", "campaign"]
    comment: str | None
    theme: str | None
    campaign: str | None
    clause: str | None
    decision: str
    reason: str
    url: str
    given_at: str
    changed: Changed | None
    holds_for: int


class Answers(Struct):
    items: list[Answer]
    next: str | None


class Report(Struct):
    id: str
    number: int
    published_at: str
    author: str
    sha256: str
    url: str


class Reports(Struct):
    items: list[Report]
    next: str | None


class Hit(Struct):
    kind: str
    id: str
    external_id: str | None
    url: str
    draft: str
    clause: str
    excerpt: str
    score: float
    created_at: str | None


class Hits(Struct):
    total: int
    items: list[Hit]
    facets: dict[str, dict[str, int]]
    next: str | None
    partial: bool
    loose: bool
    meant: str | None
    left_out: list[str]
    cut: bool


class FieldError(Struct):
    field: str
    detail: str


class Problem(Struct, omit_defaults=True):
    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldError] = []


def draft_line(row: Any) -> DraftLine:
    return DraftLine(
        row.slug, row.title, rules.stage(row, now()), row.language, row.version, row.rule_set, stamp(row.opens_at),
        stamp(row.closes_at),
    )  # fmt: skip


def version(row: Any) -> Version:
    return Version(row.number, _known(row.published_at), row.sha256)


def clause(row: Any, counts: Any) -> Clause:
    return Clause(
        row.eid, str(row.provision_id), row.kind, row.num, row.parent, row.text, row.source_id, tally(counts),
        counts.comments if counts is not None else 0,
    )  # fmt: skip


def tally(row: Any) -> Tally:
    return Tally(row.support, row.oppose, row.amend, row.question, row.neutral) if row is not None else Tally()


def comment(
    row: Any,
    number: int,
    clauses: Mapping[int, Any],
    public: Mapping[int, tuple[str, str | None]],
    placed: Any,
    answered: Decision | None = None,
) -> Comment:
    """A comment as it stands in version ``number``: ``clauses`` maps provisions to that version's clauses.

    ``placed`` is its place in a version newer than its own; in an older one it stands with its provision. A comment
    that lost its words says the clause that it stood on, one that lost its clause the nearest unit around it that
    lives on. ``answered`` is the answer that holds for it.

    Words and names of what is not published are left out.
    """
    shown = row.status == "published"
    eid, state, start, end = _place(row, number, clauses.get(row.provision_id), placed)
    return Comment(
        id=row.public_id,
        external_id=row.external_id,
        clause=eid,
        provision=str(row.provision_id),
        version=row.version,
        quote=row.quote if shown else "",
        anchor=Anchored(state, start, end, row.quote) if shown else None,  # type: ignore[arg-type]
        stance=row.stance,
        body=row.body if shown else "",
        wording=row.wording if shown else None,
        author=row.author if shown else "",
        created_at=_known(row.created_at),
        edited_at=stamp(row.edited_at),
        parent=public[row.parent_id][0] if row.parent_id in public else None,
        supports=row.supports,
        replies=row.replies,
        status=row.status,
        answer=answered,
    )


def whole_comment(shown: Comment, slug: str, url: str, trail: Sequence[Any]) -> WholeComment:
    """A comment with its address and its place in every later version (``discussion.placements``)."""
    places = [Placement(p.number, p.state, p.eid if p.eid is not None else p.near_eid, p.start, p.end) for p in trail]
    same = {name: getattr(shown, name) for name in shown.__struct_fields__}
    return WholeComment(**same, url=url, draft=slug, placements=places)


def decision(row: Any, url: str) -> Decision:
    """The drafters' answer that holds for a comment or a theme."""
    return Decision(row.decision, row.reason, url, _known(row.given_at), _changed(row))


def answer(row: Any, url: str) -> Answer:
    """An answer of a draft's list (``feedback.answers.queries.page_of_answers``)."""
    # A theme or a campaign may be gone since; a comment is not.
    about = "comment" if row.comment_id is not None else "campaign" if row.campaign_id is not None else "theme"
    return Answer(
        id=row.public_id,
        about=about,  # type: ignore[arg-type]
        comment=row.about_public_id if about == "comment" else None,
        theme=row.theme_public_id,
        campaign=row.campaign_public_id,
        clause=row.about_eid,
        decision=row.decision,
        reason=row.reason,
        url=url,
        given_at=_known(row.given_at),
        changed=_changed(row),
        holds_for=row.holds_for,
    )


def report(row: Any, url: str) -> Report:
    return Report(row.public_id, row.number, _known(row.published_at), row.author, row.sha256, url)


def theme(shown: Any, comments: Sequence[str], url: str, answered: Decision | None) -> Theme:
    """A theme (``feedback.themes.queries.ShownTheme``) with the public ids of all its comments."""
    quotes = [Quote(quote.comment, quote.text) for quote in shown.quotes]
    return Theme(
        shown.public_id, shown.label, shown.labelled_by, shown.fixed, len(comments), shown.people, list(comments),
        quotes, url, answered,
    )  # fmt: skip


def campaign(copies: Any) -> Campaign:
    """The comments of a campaign on one clause (``feedback.queries.CopiesHere``)."""
    return Campaign(copies.representative, len(copies.comments), list(copies.comments))


def wording(proposal: Any) -> Wording:
    """A proposed wording (``discussion.wordings.proposals.Proposal``)."""
    row = proposal.row
    return Wording(
        row.public_id, row.quote, row.wording, pieces((p.op, p.text) for p in proposal.shown.pieces),
        proposal.shown.sentence, row.supports, proposal.fits, list(proposal.collides_with), proposal.accepted,
    )  # fmt: skip


def pieces(redline: Any) -> list[Piece]:
    """A redline out of (op, text) pairs."""
    return [Piece(op, text) for op, text in redline]


def hits(page: Mapping[str, Any]) -> Hits:
    """A page of results (``search.files.page``)."""
    return Hits(**{**page, "items": [Hit(**one) for one in page["items"]]})


def _known(instant: Any) -> str:
    return stamp(instant) or ""


def _changed(row: Any) -> Changed | None:
    return Changed(row.changed_eid, row.changed_in) if row.changed_eid else None


def _place(row: Any, number: int, here: Any, placed: Any) -> tuple[str | None, str, int | None, int | None]:
    """The address of a comment's clause, the state and the offsets of its anchor."""
    if placed is not None:
        return placed.eid if placed.eid is not None else placed.near_eid, placed.state, placed.start, placed.end
    if row.version == number:
        return row.eid, EXACT, row.start, row.end
    if here is None:
        return None, EXACT if row.clause_id is None else DETACHED, None, None
    found = place(Anchor(row.quote, row.prefix, row.suffix, row.start, row.end), here.text)
    return here.eid, found.state, found.start, found.end
