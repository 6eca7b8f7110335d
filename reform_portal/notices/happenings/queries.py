"""Reading what happened from the journal, and the words of it as they may be shown at this moment."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, func, select, union_all
from sqlalchemy.orm import aliased

from ...core.database import db
from ...discussion.models import Comment
from ...drafts.models import Clause, ClauseLink, Draft, Version
from ...feedback.answers.models import Answer, AnsweredComment
from ...feedback.report.models import Report
from ...journal.models import Entry, Opening
from .things import (
    ANSWERS,
    COMMENT,
    DEADLINE,
    ERASED,
    HIDDEN,
    KIND_OF_ENTRY,
    MODERATION,
    NEWS,
    REPORT,
    RESTORED,
    VERSION,
    WITHDRAWN,
    Item,
    Thing,
)

AT_ONCE = 500
STATUS_OF = {COMMENT: "published", RESTORED: "published", HIDDEN: "hidden", WITHDRAWN: "withdrawn", ERASED: "erased"}
_ENTRY = (Entry.number, Entry.second, Entry.kind, Entry.subject, Entry.draft)
_BEFORE, _AFTER = aliased(Clause), aliased(Clause)


def entries_of_draft(
    draft: Any, after: int = 0, upto: int | None = None, kinds: Collection[str] = NEWS, limit: int = AT_ONCE
) -> list[Row]:
    """Entries of these kinds about a draft (slug, version: the number of its newest one), newest first."""
    kinds = list(kinds)
    # Each part is read along an index from its newest entry down, however long the journal is.
    parts = [_newest(Entry.draft == f"d:{draft.slug}@{n}", after, upto, kinds, limit) for n in _numbers(draft)]
    if "deadline.set" in kinds:
        parts.append(_newest(Entry.subject == f"d:{draft.slug}", after, upto, ["deadline.set"], limit))
    together = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return list(db.session.execute(select(together).order_by(together.c.number.desc()).limit(limit)).all())


def entries_of_kinds(kinds: Collection[str], upto: int | None = None, limit: int = 50) -> list[Row]:
    """Entries of these kinds about any draft, newest first."""
    parts = [_newest(Entry.kind == kind, 0, upto, [], limit) for kind in kinds]
    together = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return list(db.session.execute(select(together).order_by(together.c.number.desc()).limit(limit)).all())


def entries_of_drafts(drafts: Sequence[Any], after: int, limit: int) -> list[Row]:
    """The newest entries after a number about any of the drafts."""
    names = [f"d:{draft.slug}@{number}" for draft in drafts for number in _numbers(draft)]
    dates = Entry.subject.in_([f"d:{draft.slug}" for draft in drafts]) & (Entry.kind == "deadline.set")
    about = Entry.draft.in_(names) | dates
    statement = select(*_ENTRY).where(Entry.number > after, about, (Entry.kind + "").in_(NEWS))
    return list(db.session.execute(statement.order_by(Entry.number.desc()).limit(limit)).all())


def entries_numbered(numbers: Collection[int]) -> list[Row]:
    """The entries with these numbers, newest first."""
    found: list[Row] = []
    for part in _parts(numbers):
        found += db.session.execute(select(*_ENTRY).where(Entry.number.in_(part))).all()
    return sorted(found, key=lambda row: -row.number)


def entries_about(subjects: Collection[str], kinds: Collection[str] = tuple(KIND_OF_ENTRY)) -> list[Row]:
    """The entries of these kinds about subjects, newest first."""
    found: list[Row] = []
    for part in _parts(subjects):
        found += db.session.execute(select(*_ENTRY).where(Entry.subject.in_(part), Entry.kind.in_(kinds))).all()
    return sorted(found, key=lambda row: -row.number)


def things_from(entries: Sequence[Any]) -> list[Thing]:
    """What the entries say happened, in their order, as far as it is public now: a comment that was hidden since is
    not told of, and its being hidden is no news once it is shown again."""
    drafts = _drafts({_slug(entry) for entry in entries})
    comments = _comments({_id(entry) for entry in entries if entry.subject.startswith("c:")})
    answers = _answers({_id(entry) for entry in entries if entry.subject.startswith("a:")})
    reports = _reports({_id(entry) for entry in entries if entry.subject.startswith("r:")})
    changed = _changed_in({(_slug(entry), _version(entry)) for entry in entries if entry.kind == "draft.published"})
    once_hidden = _once_hidden([entry for entry in entries if entry.kind == "comment.restored"])
    found: list[Thing] = []
    for entry in entries:
        draft = drafts.get(_slug(entry))
        if draft is None:
            continue
        at = datetime.fromtimestamp(entry.second, UTC)
        kind, version = KIND_OF_ENTRY[entry.kind], _version(entry)
        thing = Thing(entry.number, at, kind, entry.subject, draft.slug, draft.id, version)
        if kind == VERSION:
            found.append(replace(thing, provisions=changed.get((draft.slug, version), frozenset())))
        elif kind == DEADLINE:
            found.append(thing)
        elif kind in ANSWERS:
            found += _of_answer(thing, answers.get(_id(entry)))
        elif kind == REPORT:
            found += [replace(thing, report_id=reports[_id(entry)].id)] if _id(entry) in reports else []
        else:
            found += _of_comment(thing, comments.get(_id(entry)), once_hidden)
    return found


def with_words(things: Sequence[Thing]) -> list[Item]:
    """The things with their words, in their order; what is not public any more is left out."""
    drafts = _drafts({thing.slug for thing in things})
    comments = _words_of_comments({thing.comment_id for thing in things if thing.comment_id is not None})
    answers = _words_of_answers({thing.answer_id for thing in things if thing.answer_id is not None})
    reports = _numbers_of_reports({thing.report_id for thing in things if thing.report_id is not None})
    found: list[Item] = []
    for thing in things:
        draft = drafts.get(thing.slug)
        if draft is None:
            continue
        item = Item(thing, draft.title, draft.title_en, published=thing.at, updated=thing.at)
        if thing.comment_id is not None:
            found += _said(item, comments.get(thing.comment_id))
        elif thing.answer_id is not None:
            found += _answered(item, answers.get(thing.answer_id))
        elif thing.kind == DEADLINE:
            found.append(replace(item, opens_at=draft.opens_at, closes_at=draft.closes_at))
        else:
            found.append(replace(item, number=reports.get(thing.report_id, thing.version)))
    return found


def draft_with_version(draft_id: int) -> Row | None:
    """id, slug, titles and the number of the newest version of a draft."""
    return next(iter(drafts_with_versions([draft_id])), None)


def drafts_with_versions(draft_ids: Collection[int]) -> Sequence[Row]:
    """id, slug, titles, dates and the number of the newest version of drafts."""
    newest = select(func.max(Version.number)).where(Version.draft_id == Draft.id).correlate(Draft).scalar_subquery()
    columns = (Draft.id, Draft.slug, Draft.title, Draft.title_en, Draft.opens_at, Draft.closes_at)
    return db.session.execute(select(*columns, newest.label("version")).where(Draft.id.in_(draft_ids))).all()


def provisions_within(provision_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Each provision with all that stands in it in the newest version that has it."""
    last = (
        select(_BEFORE.provision_id, func.max(_BEFORE.version_id).label("version_id"))
        .where(_BEFORE.provision_id.in_(provision_ids))
        .group_by(_BEFORE.provision_id)
        .subquery()
    )
    statement = (
        select(Clause.provision_id, _AFTER.provision_id.label("inside"))
        .join(last, (last.c.provision_id == Clause.provision_id) & (last.c.version_id == Clause.version_id))
        .join(_AFTER, _AFTER.version_id == Clause.version_id)
        .where(func.substr(_AFTER.eid, 1, func.length(Clause.eid) + 2) == Clause.eid + "__")
    )
    found = {one: {one} for one in provision_ids}
    for row in db.session.execute(statement) if provision_ids else ():
        found[row.provision_id].add(row.inside)
    return {one: frozenset(scope) for one, scope in found.items()}


def subjects_within(scope: Collection[int], limit: int) -> list[str]:
    """The subjects of the newest comments on provisions, and of the answers that hold for any of them."""
    comments = select(Comment.public_id).where(Comment.provision_id.in_(scope), Comment.status != "held")
    answers = (
        select(Answer.public_id)
        .join(AnsweredComment, AnsweredComment.answer_id == Answer.id)
        .join(Comment, Comment.id == AnsweredComment.comment_id)
        .where(Comment.provision_id.in_(scope))
        .distinct()
    )
    said = db.session.scalars(comments.order_by(Comment.id.desc()).limit(limit))
    given = db.session.execute(answers.add_columns(Answer.id).order_by(Answer.id.desc()).limit(limit))
    return [*(f"c:{one}" for one in said), *(f"a:{row.public_id}" for row in given)]


def subjects_under(comment_id: int, limit: int) -> list[str]:
    """The subjects of a comment, of the newest replies under it and of the answer that holds for it."""
    thread = (Comment.id == comment_id) | (Comment.root_id == comment_id) | (Comment.parent_id == comment_id)
    said = select(Comment.public_id).where(thread, Comment.status != "held").order_by(Comment.id.desc()).limit(limit)
    answer = select(Answer.public_id).join(AnsweredComment, AnsweredComment.answer_id == Answer.id)
    given = db.session.scalars(answer.where(AnsweredComment.comment_id == comment_id))
    return [*(f"c:{one}" for one in db.session.scalars(said)), *(f"a:{one}" for one in given)]


def subjects_of_answer(answer_id: int) -> list[str]:
    return [f"a:{one}" for one in db.session.scalars(select(Answer.public_id).where(Answer.id == answer_id))]


def dates_set(slugs: Collection[str]) -> dict[str, list[Row]]:
    """Slug → (second, content: JSON of the dates) of each time that the dates of its consultation were set, oldest first."""
    subjects = [f"d:{slug}" for slug in slugs]
    statement = (
        select(Entry.subject, Entry.second, Opening.content)
        .join(Opening, Opening.number == Entry.number)
        .where(Entry.subject.in_(subjects), Entry.kind == "deadline.set")
        .order_by(Entry.number)
    )
    found: dict[str, list[Row]] = defaultdict(list)
    for row in db.session.execute(statement):
        found[row.subject.removeprefix("d:")].append(row)
    return found


def _newest(where: Any, after: int, upto: int | None, kinds: Sequence[str], limit: int) -> Any:
    statement = select(*_ENTRY).where(where, Entry.number > after)
    if upto is not None:
        statement = statement.where(Entry.number <= upto)
    if kinds:
        # Not to be looked up by kind: comments are the most of the journal.
        statement = statement.where((Entry.kind + "").in_(kinds))
    return statement.order_by(Entry.number.desc()).limit(limit)


def _numbers(draft: Any) -> range:
    return range(1, (draft.version or 0) + 1)


def _slug(entry: Any) -> str:
    return (entry.draft or entry.subject).removeprefix("d:").partition("@")[0]


def _version(entry: Any) -> int:
    return int(entry.draft.rpartition("@")[2] or 0) if "@" in entry.draft else 0


def _id(entry: Any) -> str:
    return entry.subject.split(":")[1]


def _parts(values: Collection[Any]) -> Iterable[list[Any]]:
    every = list(values)
    return (every[begin : begin + AT_ONCE] for begin in range(0, len(every), AT_ONCE))


def _drafts(slugs: Collection[str]) -> dict[str, Row]:
    columns = (Draft.id, Draft.slug, Draft.title, Draft.title_en, Draft.opens_at, Draft.closes_at)
    return {row.slug: row for row in db.session.execute(select(*columns).where(Draft.slug.in_(slugs)))} if slugs else {}


def _comments(public_ids: Collection[str]) -> dict[str, Row]:
    columns = (
        Comment.id, Comment.public_id, Comment.status, Comment.root_id, Comment.parent_id, Comment.provision_id,
        Comment.person_id,
    )  # fmt: skip
    found: dict[str, Row] = {}
    for part in _parts(public_ids):
        found |= {row.public_id: row for row in db.session.execute(select(*columns).where(Comment.public_id.in_(part)))}
    return found


def _answers(public_ids: Collection[str]) -> dict[str, tuple[Row, frozenset[int]]]:
    found: dict[str, tuple[Row, frozenset[int]]] = {}
    columns = (Answer.id, Answer.public_id, Answer.person_id, Answer.number)
    for part in _parts(public_ids):
        answers = db.session.execute(select(*columns).where(Answer.public_id.in_(part))).all()
        provisions: dict[int, set[int]] = defaultdict(set)
        under = (
            select(AnsweredComment.answer_id, Comment.provision_id)
            .join(Comment, Comment.id == AnsweredComment.comment_id)
            .where(AnsweredComment.answer_id.in_([row.id for row in answers]))
            .distinct()
        )
        for row in db.session.execute(under):
            provisions[row.answer_id].add(row.provision_id)
        found |= {row.public_id: (row, frozenset(provisions[row.id])) for row in answers}
    return found


def _reports(public_ids: Collection[str]) -> dict[str, Row]:
    statement = select(Report.id, Report.public_id).where(Report.public_id.in_(public_ids))
    return {row.public_id: row for row in db.session.execute(statement)} if public_ids else {}


def _changed_in(versions: Collection[tuple[str, int]]) -> dict[tuple[str, int], frozenset[int]]:
    """(slug, number) → the provisions whose words or place that version changed."""
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    if not versions:
        return {}
    statement = (
        select(Draft.slug, Version.number, _BEFORE.provision_id, _AFTER.provision_id.label("provision_after"))
        .select_from(ClauseLink)
        .join(Version, Version.id == ClauseLink.version_id)
        .join(Draft, Draft.id == Version.draft_id)
        .outerjoin(_BEFORE, _BEFORE.id == ClauseLink.before_id)
        .outerjoin(_AFTER, _AFTER.id == ClauseLink.after_id)
        .where(
            Draft.slug.in_({slug for slug, _number in versions}),
            Version.number.in_({number for _slug, number in versions}),
            ClauseLink.change != "same",
        )
    )
    for row in db.session.execute(statement):
        found[(row.slug, row.number)] |= {one for one in (row.provision_id, row.provision_after) if one is not None}
    return {key: frozenset(provisions) for key, provisions in found.items()}


def _once_hidden(restored: Sequence[Any]) -> set[tuple[str, int]]:
    """(subject, number) of those entries «shown again» before which the comment had been hidden: it was public."""
    hidden: dict[str, int] = {}
    for entry in entries_about({entry.subject for entry in restored}, ("comment.hidden",)) if restored else []:
        hidden[entry.subject] = entry.number
    return {
        (entry.subject, entry.number) for entry in restored if hidden.get(entry.subject, entry.number) < entry.number
    }


def _of_comment(thing: Thing, row: Any, once_hidden: set[tuple[str, int]]) -> list[Thing]:
    if row is None or row.status != STATUS_OF[thing.kind]:
        return []
    # What waited for a moderator becomes public only when it is let through: that is its being posted.
    first = thing.kind == RESTORED and (thing.subject, thing.number) not in once_hidden
    return [
        replace(
            thing,
            kind=COMMENT if first else thing.kind,
            comment_id=row.id,
            root_id=row.root_id,
            parent_id=row.parent_id,
            person_id=row.person_id if thing.kind in (COMMENT, WITHDRAWN) or first else None,
            provisions=frozenset({row.provision_id}),
        )
    ]


def _of_answer(thing: Thing, found: tuple[Row, frozenset[int]] | None) -> list[Thing]:
    if found is None:
        return []
    row, provisions = found
    return [replace(thing, answer_id=row.id, answer_number=row.number, person_id=row.person_id, provisions=provisions)]


def _words_of_comments(ids: Collection[int]) -> dict[int, Row]:
    columns = (
        Comment.id, Comment.status, Comment.author, Comment.body, Comment.body_html, Comment.quote, Comment.stance,
        Comment.hide_reason, Comment.created_at, Comment.edited_at, Clause.eid,
    )  # fmt: skip
    statement = select(*columns).select_from(Comment).outerjoin(Clause, Clause.id == Comment.clause_id)
    return {row.id: row for part in _parts(ids) for row in db.session.execute(statement.where(Comment.id.in_(part)))}


def _words_of_answers(ids: Collection[int]) -> dict[int, Row]:
    first = (
        select(func.min(AnsweredComment.comment_id))
        .where(AnsweredComment.answer_id == Answer.id)
        .correlate(Answer)
        .scalar_subquery()
    )
    columns = (
        Answer.id, Answer.author, Answer.decision, Answer.reason, Answer.reason_html, Answer.given_at,
        Answer.changed_at, Clause.eid,
    )  # fmt: skip
    statement = (
        select(*columns)
        .select_from(Answer)
        .outerjoin(Comment, Comment.id == first)
        .outerjoin(Clause, Clause.id == Comment.clause_id)
    )
    return {row.id: row for part in _parts(ids) for row in db.session.execute(statement.where(Answer.id.in_(part)))}


def _numbers_of_reports(ids: Collection[int]) -> dict[int | None, int]:
    statement = select(Report.id, Report.number).where(Report.id.in_(ids))
    return {row.id: row.number for row in db.session.execute(statement)} if ids else {}


def _said(item: Item, row: Any) -> list[Item]:
    kind = item.thing.kind
    if row is None or row.status != STATUS_OF[kind]:
        return []
    item = replace(item, eid=row.eid or "", published=row.created_at)
    if kind in MODERATION - {RESTORED}:
        return [replace(item, reason=row.hide_reason or "")]
    edited = row.edited_at or item.thing.at
    return [
        replace(
            item,
            author=row.author,
            words=row.body,
            html=row.body_html,
            quote=row.quote,
            stance=row.stance,
            updated=max(item.thing.at, edited),
        )
    ]


def _answered(item: Item, row: Any) -> list[Item]:
    if row is None:
        return []
    return [
        replace(
            item,
            eid=row.eid or "",
            author=row.author,
            words=row.reason,
            html=row.reason_html,
            decision=row.decision,
            published=row.given_at,
            updated=max(item.thing.at, row.changed_at or row.given_at),
        )
    ]
