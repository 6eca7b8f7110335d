"""What drafters do at their desk. None of it is a public act, so the journal hears nothing of it."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, delete, insert, update

from ...core.access import is_drafter
from ...core.clock import now
from ...core.database import add_row, change, db, table
from ...core.errors import BadInput, Conflict, NotAllowed
from ...core.identifiers import new_public_id
from ...drafts.actions import hold
from ...drafts.queries import version_of
from ..answers import actions as answers
from ..answers.decisions import CAMPAIGN, COMMENT, MAX_REASON
from ..answers.queries import Target, answers_for, find_target
from . import queries
from .models import DeskAct, DeskAssignment, DeskNote, DeskReason, DeskTag, DeskTagging, DeskVisit
from .rules import MAX_NOTE, MAX_TAG, MAX_TITLE, next_visit, tag_key, tag_name

ASSIGNED, TAGGED, UNTAGGED = "assigned", "tagged", "untagged"


def note_visit(person_id: int, draft_id: int) -> None:
    """Remember that a drafter opened the queue of a draft; see ``rules.next_visit``."""
    row = queries.visit_of(person_id, draft_id)
    before = (row.previous_at, row.seen_at) if row is not None else (None, None)
    previous, seen = next_visit(before[0], before[1], now())
    own = {"person_id": person_id, "draft_id": draft_id}
    if row is None:
        db.session.execute(insert(DeskVisit).values(**own, previous_at=previous, seen_at=seen))
    elif (previous, seen) != before:
        db.session.execute(update(DeskVisit).filter_by(**own).values(previous_at=previous, seen_at=seen))


def assign(draft: Row, comments: Sequence[Row], to: int | None, person: Any) -> int:
    """Assign comments (rows of ``queries.ticked``) to a drafter, None to nobody; returns how many were another's.

    Raises NotAllowed for anybody but drafters and BadInput for somebody who is none.
    """
    _require_drafter(person)
    if to is not None and to not in {row.id for row in queries.drafters()}:
        raise BadInput(_("Призначити можна лише розробника."))
    hold(draft.slug)
    ids = sorted({row.bearer_id for row in comments})
    current = queries.assigned_to(ids)
    before = {one: current.get(one) for one in ids if current.get(one) != to}
    _put_assignments(draft.id, dict.fromkeys(before, to))
    _remember(person, draft.id, ASSIGNED, before, after=to)
    return len(before)


def tag(draft: Row, comments: Sequence[Row], typed: str, person: Any) -> int:
    """Put a tag on comments; returns how many had it not. Raises BadInput for a tag that cannot be one."""
    _require_drafter(person)
    hold(draft.slug)
    tag_id = _tag_for(draft.id, typed)
    ids = sorted({row.bearer_id for row in comments})
    new = sorted(set(ids) - queries.with_tag(tag_id, ids))
    _put_tag(tag_id, new)
    _remember(person, draft.id, TAGGED, dict.fromkeys(new, False), tag_id=tag_id)
    return len(new)


def untag(draft: Row, comments: Sequence[Row], key: str, person: Any) -> int:
    """Take a tag from comments; returns how many had it."""
    _require_drafter(person)
    hold(draft.slug)
    row = queries.find_tag(draft.id, key)
    if row is None:
        raise BadInput(_("Такої мітки в цьому проєкті немає."))
    had = sorted(queries.with_tag(row.id, [*{c.bearer_id for c in comments}, *{c.id for c in comments}]))
    _take_tag(row.id, had)
    _remember(person, draft.id, UNTAGGED, dict.fromkeys(had, True), tag_id=row.id)
    return len(had)


def undo(draft: Row, person: Any) -> int:
    """Take back the last assignment or tagging of a drafter in a draft; what others changed since stays.

    Returns how many comments are as before. Raises Conflict when there is nothing to undo.
    """
    _require_drafter(person)
    hold(draft.slug)
    act = queries.last_act(person.id, draft.id)
    if act is None:
        raise Conflict(_("Скасовувати вже нічого."))
    before = {int(one): value for one, value in act.before.items()}
    if act.kind == ASSIGNED:
        current, known = queries.assigned_to(list(before)), {None, *(row.id for row in queries.drafters())}
        before = {one: who for one, who in before.items() if current.get(one) == act.after and who in known}
        _put_assignments(draft.id, before)
    elif act.kind == TAGGED:
        _take_tag(act.tag_id, list(before))
    else:
        _put_tag(act.tag_id, sorted(set(before) - queries.with_tag(act.tag_id, list(before))))
    db.session.execute(delete(DeskAct).filter_by(person_id=person.id, draft_id=draft.id))
    return len(before)


def add_note(comment: Any, body: str, person: Any) -> str:
    """Note something under a comment; returns the note's public id. Raises BadInput."""
    _require_drafter(person)
    public_id = new_public_id()
    values = {"public_id": public_id, "comment_id": comment.id, "person_id": person.id}
    add_row(DeskNote, values | {"body": _note_body(body), "written_at": now()})
    return public_id


def change_note(note: Row, body: str, person: Any) -> None:
    """Raises NotAllowed for anybody but the writer, and BadInput."""
    require_writer(note, person)
    values = {"body": _note_body(body), "changed_at": now()}
    db.session.execute(update(DeskNote).where(DeskNote.id == note.id).values(values))


def delete_note(note: Row, person: Any) -> None:
    """Raises NotAllowed for anybody but the writer."""
    require_writer(note, person)
    db.session.execute(delete(DeskNote).where(DeskNote.id == note.id))


def require_writer(note: Row, person: Any) -> None:
    """Raises NotAllowed for anybody but the drafter who wrote a note."""
    _require_drafter(person)
    if note.person_id != person.id:
        raise NotAllowed(_("Змінити або видалити нотатку може лише той, хто її написав."))


def save_reason(person: Any, title: str, reason: str, public_id: str | None = None) -> str:
    """Keep the words of a reason, or change those that were kept; returns their public id. Raises BadInput by field."""
    _require_drafter(person)
    fields = {}
    if not title.strip() or len(title) > MAX_TITLE:
        fields["title"] = _("Назвіть формулювання: від 1 до %(n)s знаків.", n=MAX_TITLE)
    if not reason.strip() or len(reason) > MAX_REASON:
        fields["reason"] = _("Напишіть текст формулювання: до 10 000 знаків.")
    if fields:
        raise BadInput(fields=fields)
    if public_id is not None:
        row = queries.find_reason(person.id, public_id)
        db.session.execute(update(DeskReason).where(DeskReason.id == row.id).values(title=title, reason=reason))
        return public_id
    new = new_public_id()
    add_row(DeskReason, {"public_id": new, "person_id": person.id, "title": title, "reason": reason})
    return new


def delete_reason(row: Row) -> None:
    db.session.execute(delete(DeskReason).where(DeskReason.id == row.id))


def targets_of(comments: Sequence[Row], copies: bool) -> list[Target]:
    """What one answer to ticked comments is given to: with ``copies`` a comment of a campaign stands for all of it.

    What is answered already is left out.
    """
    answered = answers_for([row.id for row in comments])
    wanted = {}
    for row in comments:
        if row.id not in answered:
            kind, public_id = (CAMPAIGN, row.campaign) if copies and row.campaign else (COMMENT, row.public_id)
            wanted[kind, public_id] = row
    return [
        find_target(kind, public_id) if kind == CAMPAIGN else Target(kind, row.id, public_id, "", row)
        for (kind, public_id), row in wanted.items()
    ]


def check_given(draft: Row, given: answers.Given) -> None:
    """Raises BadInput by field when this cannot be an answer in a draft."""
    answers.check_given(version_of(draft), given)


def answer_all(draft: Row, targets: Sequence[Target], given: answers.Given, person: Any) -> list[Target]:
    """Give one answer to each of several targets; returns those that were answered.

    What somebody answered meanwhile, or took away, is skipped: no answer is lost. Raises BadInput by field.
    """
    _require_drafter(person)
    hold(draft.slug)
    done = []
    for target in targets:
        with suppress(Conflict):
            answers.answer(find_target(target.kind, target.public_id), person, given)
            done.append(target)
    return done


def _require_drafter(person: Any) -> None:
    if not is_drafter(person):
        raise NotAllowed(_("Це місце — для розробників."))


def _note_body(body: str) -> str:
    if not body.strip():
        raise BadInput(fields={"body": _("Напишіть нотатку.")})
    if len(body) > MAX_NOTE:
        raise BadInput(fields={"body": _("Задовго: нотатка може мати до 4 000 знаків.")})
    return body


def _tag_for(draft_id: int, typed: str) -> int:
    name, key = tag_name(typed), tag_key(typed)
    if not key:
        raise BadInput(_("Напишіть мітку."))
    if len(name) > MAX_TAG:
        raise BadInput(_("Мітка задовга: до %(n)s знаків.", n=MAX_TAG))
    row = queries.find_tag(draft_id, key)
    return row.id if row is not None else add_row(DeskTag, {"draft_id": draft_id, "key": key, "name": name})


def _put_assignments(draft_id: int, wanted: dict[int, int | None]) -> None:
    if not wanted:
        return
    change(delete(DeskAssignment).where(DeskAssignment.comment_id.in_(list(wanted))))
    instant = now()
    rows = [
        {"comment_id": one, "draft_id": draft_id, "person_id": who, "assigned_at": instant}
        for one, who in wanted.items()
        if who is not None
    ]
    if rows:
        db.session.execute(insert(table(DeskAssignment)), rows)


def _put_tag(tag_id: int, comment_ids: Sequence[int]) -> None:
    rows = [{"comment_id": one, "tag_id": tag_id} for one in comment_ids]
    if rows:
        db.session.execute(insert(table(DeskTagging)), rows)


def _take_tag(tag_id: int, comment_ids: Sequence[int]) -> None:
    change(delete(DeskTagging).where(DeskTagging.tag_id == tag_id, DeskTagging.comment_id.in_(comment_ids)))


def _remember(
    person: Any, draft_id: int, kind: str, before: dict[int, Any], after: int | None = None, tag_id: int | None = None
) -> None:
    """Keep what an act changed, in place of the act before it; an act that changed nothing is not kept."""
    if not before:
        return
    db.session.execute(delete(DeskAct).filter_by(person_id=person.id, draft_id=draft_id))
    values = {"person_id": person.id, "draft_id": draft_id, "kind": kind, "tag_id": tag_id, "after": after}
    kept = {str(one): value for one, value in before.items()}
    db.session.execute(insert(table(DeskAct)).values(values | {"before": kept, "done_at": now()}))
