"""Giving answers. Each act writes its rows, whom it holds for, and one journal entry."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from ...core.access import is_drafter
from ...core.clock import now
from ...core.database import add_row, db, table, unit_of_work
from ...core.errors import BadInput, Conflict, NotAllowed
from ...core.identifiers import new_public_id
from ...core.text import plain_to_html
from ...discussion.actions import add_to_tallies
from ...discussion.models import Comment
from ...drafts.actions import raise_revision
from ...drafts.queries import draft_by_slug, find_clause, version_of
from ...journal.actions import record
from ...people.names import public_name
from . import queries
from .decisions import DECISIONS, MAX_REASON, RANK
from .models import Answer, AnsweredComment, AnswerRevision

BATCH = 5000


@dataclass(frozen=True)
class Given:
    """A decision, its reason, and where the changed words stand in the newest version, if they do: an address or
    a citation."""

    decision: str
    reason: str
    changed: str = ""


def answer(target: queries.Target, person: Any, given: Given) -> str:
    """Answer a comment, a theme or a campaign; returns the answer's public id.

    Raises NotAllowed for anybody but drafters, BadInput by field, Conflict when it is answered already
    (then ``revise``) or when nobody's published comment is meant.
    """
    check_answerable(target, person)
    draft = draft_by_slug(target.slug)
    version = version_of(draft)
    changed = check_given(version, given)
    members = queries.members_of(target.kind, target.id)
    if not members or any(row.draft_id != draft.id for row in members):
        raise Conflict(_("Тут немає опублікованих зауважень, на які можна відповісти."))
    public_id, instant = new_public_id(), now()
    values = _words(person, given, changed.id if changed is not None else None)
    entry = record(
        "answer.given",
        f"a:{public_id}",
        f"d:{draft.slug}@{version.number}",
        target=target.kind,
        about=target.public_id,
        comments=len(members),
        **_content(values, changed, version.number),
    )
    values |= {
        "public_id": public_id,
        "draft_id": draft.id,
        f"{target.kind}_id": target.id,
        "target": target.kind,
        "number": 1,
        "given_at": instant,
        "entry": entry,
    }
    try:
        with db.session.begin_nested():
            answer_id = add_row(Answer, values)
    except IntegrityError as error:
        raise Conflict(_("Відповідь на це вже є. Її можна змінити.")) from error
    _hold_for(answer_id, target.kind, members, instant)
    _touch(draft.id, members, entry)
    return public_id


def check_answerable(target: queries.Target, person: Any) -> None:
    """Raises NotAllowed for anybody but drafters, Conflict for a comment that is not shown or is answered already."""
    require_drafter(person)
    if queries.answer_to(target.kind, target.id) is not None:
        raise Conflict(_("Відповідь на це вже є. Її можна змінити."))
    if target.kind == "comment" and target.comment is not None and target.comment.status != "published":
        raise Conflict(_("Це зауваження вже не опубліковане: відповідати на нього не треба."))


def require_drafter(person: Any) -> None:
    """Raises NotAllowed for anybody but drafters."""
    if not is_drafter(person):
        raise NotAllowed(_("Відповідати від імені розробника можуть лише розробники."))


def revise(row: Row, person: Any, given: Given) -> None:
    """Change an answer; the earlier version stays readable. A place that is left as it was may be one of an
    earlier version of the text.

    Raises NotAllowed and BadInput as ``answer`` does, and Conflict when nothing changes.
    """
    require_drafter(person)
    draft = draft_by_slug(row.slug)
    version = version_of(draft)
    changed = check_given(version, given, row)
    values = _words(person, given, changed.id if changed is not None else None)
    if all(values[name] == getattr(row, name) for name in ("decision", "reason", "changed_clause_id")):
        raise Conflict(_("Ви нічого не змінили: відповідь лишилася та сама."))
    _keep_version(row)
    number = row.changed_in if changed is not None and changed.id == row.changed_clause_id else version.number
    entry = record(
        "answer.revised",
        f"a:{row.public_id}",
        f"d:{draft.slug}@{version.number}",
        **_content(values, changed, number),
    )
    values |= {"number": row.number + 1, "changed_at": now(), "entry": entry}
    db.session.execute(update(Answer).where(Answer.id == row.id).values(values))
    _touch(draft.id, _held_by(row.id), entry)


def cover_new_members(draft_id: int) -> set[int]:
    """Let answers to themes and campaigns hold for comments that joined them since; returns their provisions."""
    provisions: set[int] = set()
    with unit_of_work():
        for row in queries.group_answers(draft_id):
            members = queries.members_of(row.target, row.target_id, uncovered=True)
            _hold_for(row.id, row.target, members, now())
            provisions |= {member.provision_id for member in members}
        if provisions:
            raise_revision(draft_id)
    return provisions


def release(theme_id: int, comment_ids: Sequence[int]) -> None:
    """The answer to a theme holds no more for comments that were taken out of it."""
    given = select(Answer.id).where(Answer.theme_id == theme_id)
    for ids in _batches(comment_ids):
        held = (AnsweredComment.comment_id.in_(ids)) & AnsweredComment.answer_id.in_(given)
        db.session.execute(delete(AnsweredComment).where(held))


def check_given(version: Row, given: Given, before: Row | None = None) -> Any:
    """The clause that a given answer points to, None for none; ``before`` is the answer that it changes.

    Raises BadInput by field.
    """
    fields = {}
    if given.decision not in DECISIONS:
        fields["decision"] = _("Оберіть рішення.")
    if not given.reason.strip():
        fields["reason"] = _("Поясніть рішення: без обґрунтування відповідь не публікується.")
    elif len(given.reason) > MAX_REASON:
        fields["reason"] = _("Забагато знаків: %(n)s, а можна 10 000. Скоротіть текст.", n=len(given.reason))
    wanted = given.changed.strip()
    clause: Any = find_clause(version.id, wanted[:200]) if wanted else None
    if wanted and clause is None and before is not None and wanted == before.changed_eid:
        clause = _Kept(before.changed_clause_id, before.changed_eid)
    if wanted and clause is None:
        fields["changed"] = _("Такого місця в редакції %(n)s немає. Приклад: «ч. 2 ст. 5».", n=version.number)
    if fields:
        raise BadInput(fields=fields)
    return clause


@dataclass(frozen=True)
class _Kept:
    """The clause of an earlier version that an answer goes on pointing to."""

    id: int
    eid: str


def _words(person: Any, given: Given, changed_id: int | None) -> dict[str, Any]:
    return {
        "decision": given.decision,
        "reason": given.reason,
        "reason_html": plain_to_html(given.reason),
        "changed_clause_id": changed_id,
        "person_id": person.id,
        "author": public_name("full", person.given_name, person.family_name, person.pseudonym),
    }


def _content(values: dict[str, Any], changed: Any, number: int) -> dict[str, Any]:
    """What the journal commits to of an answer's words."""
    place = f"{changed.eid}@{number}" if changed is not None else ""
    return {"decision": values["decision"], "reason": values["reason"], "name": values["author"], "changed": place}


def _keep_version(row: Row) -> None:
    """Keep an answer as it is. Raises Conflict when somebody else has just changed it."""
    values = {"answer_id": row.id, "written_at": row.changed_at or row.given_at}
    values |= {name: getattr(row, name) for name in ("number", "decision", "reason", "author")}
    try:
        with db.session.begin_nested():
            db.session.execute(insert(AnswerRevision).values(values))
    except IntegrityError as error:
        raise Conflict(_("Цю відповідь щойно змінив хтось інший. Відкрийте її ще раз.")) from error


def _hold_for(answer_id: int, kind: str, members: Sequence[Row], instant: datetime) -> None:
    """Let an answer hold for comments, save those that an answer to a nearer target (or the same) holds for."""
    held = _targets_held(members)
    new = [
        {
            "comment_id": row.id,
            "answer_id": answer_id,
            "answered_at": instant,
            "seconds": max(0, int((instant - row.created_at).total_seconds())),
        }
        for row in members
        if row.id not in held
    ]
    for rows in _batches(new):
        db.session.execute(insert(table(AnsweredComment)), rows)
    for ids in _batches([i for i, other in held.items() if RANK[kind] < RANK[other]]):
        farther = AnsweredComment.comment_id.in_(ids)
        db.session.execute(update(AnsweredComment).where(farther).values(answer_id=answer_id))


def _targets_held(members: Sequence[Row]) -> dict[int, str]:
    """Comment → the kind of target whose answer holds for it already."""
    held = {}
    for ids in _batches([row.id for row in members]):
        statement = select(AnsweredComment.comment_id, Answer.target)
        statement = statement.join(Answer, Answer.id == AnsweredComment.answer_id)
        found = db.session.execute(statement.where(AnsweredComment.comment_id.in_(ids)))
        held.update({row.comment_id: row.target for row in found})
    return held


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for begin in range(0, len(items), BATCH):
        yield items[begin : begin + BATCH]


def _held_by(answer_id: int) -> Sequence[Row]:
    statement = select(Comment.provision_id).join(AnsweredComment, AnsweredComment.comment_id == Comment.id)
    return db.session.execute(statement.where(AnsweredComment.answer_id == answer_id).distinct()).all()


def _touch(draft_id: int, members: Sequence[Row], entry: int) -> None:
    """Say that the summaries of these provisions are older than what was answered."""
    add_to_tallies({row.provision_id: Counter() for row in members}, draft_id, entry)
    raise_revision(draft_id)
