"""The rows of each table of open data, read in batches with constant memory; and what was taken away since."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, Text, cast, func, select

from ..core.clock import stamp
from ..core.database import db
from ..discussion.models import Comment
from ..discussion.queries import tallies_of
from ..discussion.wordings.queries import taken_wordings
from ..drafts import citations
from ..drafts.models import Clause, Draft, Version
from ..drafts.queries import all_drafts, clauses_of, versions_of
from ..feedback import queries as feedback
from ..feedback.answers.queries import page_of_answers
from ..feedback.exports.removals import KINDS as REMOVALS
from ..journal.models import Entry
from .pseudonyms import pseudonym

Values = dict[str, Any]
BATCH = 1000
MODERATION_KINDS = (
    "comment.hidden",
    "comment.restored",
    "comment.withdrawn",
    "comment.erased",
    "report.filed",
    "report.settled",
)


def draft_rows(base_url: str) -> Iterator[Values]:
    for draft in _drafts():
        yield {
            "draft": draft.slug,
            "address": f"{base_url}/drafts/{draft.slug}/",
            "title": draft.title,
            "title_en": draft.title_en,
            "body": draft.body,
            "language": draft.language,
            "rules": draft.rule_set,
            "opens_at": stamp(draft.opens_at),
            "closes_at": stamp(draft.closes_at),
            "newest_version": draft.version,
            "is_sample": draft.is_sample,
        }


def version_rows(base_url: str) -> Iterator[Values]:
    for draft in _drafts():
        for version in reversed(versions_of(draft.id)):
            yield {
                "draft": draft.slug,
                "version": version.number,
                "address": f"{base_url}/drafts/{draft.slug}/?version={version.number}",
                "published_at": stamp(version.published_at),
                "sha256": version.sha256,
                "source_name": version.source_name,
            }


def clause_rows() -> Iterator[Values]:
    for draft in _drafts():
        for version in reversed(versions_of(draft.id)):
            for clause in clauses_of(version.id):
                yield {
                    "draft": draft.slug,
                    "version": version.number,
                    "position": clause.position,
                    "clause": clause.eid,
                    "provision": clause.provision_id,
                    "kind": clause.kind,
                    "num": clause.num,
                    "parent": clause.parent,
                    "text": clause.text,
                }


def comment_rows(base_url: str, key: bytes) -> Iterator[Values]:
    """Every comment that ever appeared; of what is hidden, withdrawn or erased neither words nor author."""
    for draft in _drafts():
        for rows, public, answers in feedback.export_batches(draft.id):
            for row in rows:
                yield _comment(row, public, answers.get(row.id), base_url, key)


def _comment(row: Row, public: dict[int, tuple[str, str | None]], answer: Any, base_url: str, key: bytes) -> Values:
    shown = row.status == "published"
    return {
        "comment": row.public_id,
        "address": f"{base_url}/comments/{row.public_id}",
        "draft": row.slug,
        "version": row.version,
        "clause": row.eid,
        "citation": citations.short(row.eid or ""),
        "quote": row.quote if shown else None,
        "quote_start": row.start if shown else None,
        "stance": row.stance if shown else None,
        "body": row.body if shown else None,
        "author": row.author if shown else None,
        "name_mode": row.name_mode if shown else None,
        "person": pseudonym(key, row.person_id, row.source, row.author) if shown else None,
        "author_role": row.author_role if shown else None,
        "created_at": stamp(row.created_at),
        "edited_at": stamp(row.edited_at),
        "parent": public[row.parent_id][0] if row.parent_id in public else None,
        "thread": public[row.root_id][0] if row.root_id in public else row.public_id,
        "supports": row.supports,
        "replies": row.replies,
        "status": row.status,
        "ground": row.hide_reason,
        "answer": answer.public_id if answer is not None else None,
        "decision": answer.decision if answer is not None else None,
    }


def wording_rows() -> Iterator[Values]:
    """Published proposals with the words that they would replace."""
    last = 0
    while found := _wordings_after(last):
        taken = taken_wordings([row.id for row in found])
        for row in found:
            whole = row.start is None or row.end is None
            became = taken.get(row.id)
            yield {
                "comment": row.public_id,
                "draft": row.slug,
                "version": row.version,
                "clause": row.eid,
                "old_words": row.text if whole else row.text[row.start : row.end],
                "new_words": row.wording,
                "taken_after": became.after if became is not None else None,
                "stands_in": became.realised if became is not None else None,
            }
        last = found[-1].id


def answer_rows(base_url: str) -> Iterator[Values]:
    for draft in _drafts():
        cursor: str | None = None
        while True:
            page = page_of_answers(draft.id, cursor=cursor, size=BATCH)
            for row in page.items:
                yield _answer(row, base_url)
            cursor = page.next
            if cursor is None:
                break


def _answer(row: Row, base_url: str) -> Values:
    targets = {"theme": row.theme_public_id, "campaign": row.campaign_public_id, "comment": row.about_public_id}
    return {
        "answer": row.public_id,
        "address": f"{base_url}/answers/{row.public_id}",
        "draft": row.slug,
        "target": row.target,
        "target_id": targets[row.target],
        "clause": row.about_eid,
        "decision": row.decision,
        "reason": row.reason,
        "author": row.author,
        "number": row.number,
        "given_at": stamp(row.given_at),
        "changed_at": stamp(row.changed_at),
        "changed_clause": row.changed_eid,
        "changed_version": row.changed_in,
        "holds_for": row.holds_for,
    }


def tally_rows() -> Iterator[Values]:
    """The counts of each provision that has any, with its place in the newest version."""
    for draft in _drafts():
        tallies = tallies_of(draft.id)
        for provision, eid in sorted(_places(draft, tallies).items()):
            counts = tallies[provision]
            names = ("support", "oppose", "amend", "question", "neutral", "comments")
            yield {"draft": draft.slug, "provision": provision, "version": draft.version, "clause": eid} | {
                name: getattr(counts, name) for name in names
            }


def moderation_rows() -> Iterator[Values]:
    """How many comments of a draft and a month are in each state; no words."""
    # The text of an instant begins alike in every database.
    month = func.substr(cast(Comment.created_at, Text), 1, 7).label("month")
    statement = (
        select(Draft.slug, month, Comment.status, Comment.hide_reason, func.count().label("number"))
        .join(Draft, Draft.id == Comment.draft_id)
        .where(Comment.status != "published")
        .group_by(Draft.slug, "month", Comment.status, Comment.hide_reason)
        .order_by(Draft.slug, "month", Comment.status, Comment.hide_reason)
    )
    for row in db.session.execute(statement):
        yield {
            "draft": row.slug,
            "month": row.month,
            "status": row.status,
            "ground": row.hide_reason,
            "comments": row.number,
        }


def moderation_act_rows() -> Iterator[Values]:
    """How often moderators, authors and readers acted in each month, from the journal."""
    counts: dict[tuple[str, str], int] = {}
    for row in _entries(MODERATION_KINDS):
        key = _instant(row.second)[:7], row.kind
        counts[key] = counts.get(key, 0) + 1
    for (month, kind), number in sorted(counts.items()):
        yield {"month": month, "act": kind, "acts": number}


def journal_rows() -> Iterator[Values]:
    for row in _entries():
        yield {
            "number": row.number,
            "at": _instant(row.second),
            "kind": row.kind,
            "subject": row.subject,
            "draft": row.draft,
            "leaf_hash": row.leaf_hash,
        }


def rows_by_table(base_url: str, key: bytes) -> dict[str, Callable[[], Iterator[Values]]]:
    """Name of a table → a function that reads its rows."""
    return {
        "drafts": lambda: draft_rows(base_url),
        "versions": lambda: version_rows(base_url),
        "clauses": clause_rows,
        "comments": lambda: comment_rows(base_url, key),
        "wordings": wording_rows,
        "answers": lambda: answer_rows(base_url),
        "tallies": tally_rows,
        "moderation": moderation_rows,
        "moderation-acts": moderation_act_rows,
        "journal": journal_rows,
    }


def versions_to_export() -> Iterator[tuple[Row, Row]]:
    """(draft, version), all of them, oldest first."""
    for draft in _drafts():
        for version in reversed(versions_of(draft.id)):
            yield draft, version


def removals_after(number: int) -> list[tuple[int, int]]:
    """(number, first) of the entries after a number by which words were hidden, withdrawn or erased, with the first
    entry about the same comment: what is older than that one cannot hold its words."""
    taken = select(Entry.number, Entry.subject).where(Entry.number > number, Entry.kind.in_(REMOVALS))
    rows = db.session.execute(taken.order_by(Entry.number)).all()
    first: dict[str, int] = {}
    for start in range(0, len(rows), 500):
        subjects = {row.subject for row in rows[start : start + 500]}
        statement = select(Entry.subject, func.min(Entry.number)).where(Entry.subject.in_(subjects))
        first.update((subject, least) for subject, least in db.session.execute(statement.group_by(Entry.subject)))
    return [(row.number, first[row.subject]) for row in rows]


def first_publication() -> datetime | None:
    """When the first version of any draft was published."""
    return db.session.scalar(select(func.min(Version.published_at)))


def read_stamp(text: str) -> datetime:
    """The instant that ``core.clock.stamp`` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _drafts() -> list[Row]:
    return sorted(all_drafts(), key=lambda draft: draft.id)


def _places(draft: Row, tallies: dict[int, Row]) -> dict[int, str | None]:
    """Provision → its address in the newest version, None for the draft as a whole and for what is gone."""
    newest = versions_of(draft.id)[0].id
    statement = select(Clause.provision_id, Clause.eid).where(Clause.version_id == newest)
    here = {row.provision_id: row.eid for row in db.session.execute(statement.order_by(Clause.position.desc()))}
    return {provision: here.get(provision) for provision in tallies}


def _wordings_after(last: int) -> Sequence[Row]:
    statement = (
        select(
            Comment.id, Comment.public_id, Comment.start, Comment.end, Comment.wording, Draft.slug,
            Version.number.label("version"), Clause.eid, Clause.text,
        )
        .join(Draft, Draft.id == Comment.draft_id)
        .join(Version, Version.id == Comment.version_id)
        .join(Clause, Clause.id == Comment.clause_id)
        .where(Comment.id > last, Comment.wording.is_not(None), Comment.status == "published")
        .order_by(Comment.id)
    )  # fmt: skip
    return db.session.execute(statement.limit(BATCH)).all()


def _entries(kinds: Sequence[str] = ()) -> Iterator[Row]:
    last = 0
    while True:
        statement = select(Entry.number, Entry.second, Entry.kind, Entry.subject, Entry.draft, Entry.leaf_hash)
        statement = statement.where(Entry.number > last).order_by(Entry.number).limit(BATCH)
        if kinds:
            statement = statement.where(Entry.kind.in_(kinds))
        rows = db.session.execute(statement).all()
        if not rows:
            return
        yield from rows
        last = rows[-1].number


def _instant(second: int) -> str:
    return stamp(datetime.fromtimestamp(second, UTC))
