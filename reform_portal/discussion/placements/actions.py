"""Keeping where comments stand: after a publication, by a drafter's hand, by the author's word."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, bindparam, insert, select, update

from ...core.access import is_drafter
from ...core.clock import now
from ...core.database import change, db, table
from ...core.errors import BadInput, Conflict, NotAllowed
from ...drafts.actions import Published, raise_revision
from ...drafts.models import Clause
from ...drafts.queries import Place
from ...journal.actions import record
from ...journal.queries import last_number
from ..actions import add_to_tallies
from ..anchors import CHANGED, EXACT, make_anchor
from ..models import Comment
from ..queries import comments_by_ids
from .carrying import Carried
from .models import VERDICTS, CommentPlacement

BATCH = 5000
MAX_NOTE = 2000


def keep(draft_id: int, published: Published, carried: Sequence[Carried]) -> None:
    """Write the places of all comments in a new version; those that changed provision are counted there."""
    ids = published.clause_ids
    rows = [
        {
            "comment_id": one.comment_id,
            "version_id": published.version_id,
            "clause_id": ids[one.after] if one.after is not None else None,
            "near_id": ids[one.near] if one.near is not None else None,
            "state": one.state,
            "start": one.start,
            "end": one.end,
            "placed_by": "portal",
            "note": "",
            "decided_role": "",
        }
        for one in carried
    ]
    for begin in range(0, len(rows), BATCH):
        db.session.execute(insert(table(CommentPlacement)), rows[begin : begin + BATCH])
    statement = select(Clause.id, Clause.provision_id).where(Clause.version_id == published.version_id)
    provisions = {row.id: row.provision_id for row in db.session.execute(statement)}
    there = {one.comment_id: provisions[ids[one.after]] for one in carried if one.after is not None}
    _move(draft_id, there)


def reattach(comment: Row, place: Place, person: Any, quote: str = "", start: int | None = None) -> None:
    """A drafter puts a comment with its conversation on words of a clause of the newest version.

    Raises NotAllowed for anybody but drafters, Conflict for a comment that was written on that version,
    BadInput when the words are not in the clause.
    """
    if not is_drafter(person):
        raise NotAllowed(_("Прикріпити зауваження до іншого місця можуть лише розробники."))
    check_movable(comment, place.version)
    if place.clause is None:
        raise BadInput(fields={"clause": _("Оберіть конкретне місце в тексті.")})
    try:
        anchor = make_anchor(place.clause.text, quote, start)
    except ValueError as error:
        raise BadInput(fields={"quote": _("Цих слів у цьому місці проєкту немає.")}) from error
    root_id = comment.root_id or comment.id
    thread = _thread_ids(root_id)
    [root] = comments_by_ids([root_id])
    state = _state(root, place, anchor.exact)
    values = {"clause_id": place.clause.id, "near_id": None, "state": state, "placed_by": "drafter", "verdict": None}
    values |= {"decided_at": now(), "decided_role": person.role, "start": anchor.start, "end": anchor.end}
    record(
        "placement.reattached",
        f"c:{comment.public_id}:place",
        f"d:{place.draft.slug}@{place.version.number}",
        clause=place.clause.eid,
        words=anchor.exact,
        role=person.role,
    )
    _place(root_id, place.version.id, values)
    for reply_id in thread - {root_id}:
        _place(reply_id, place.version.id, values | {"start": None, "end": None})
    _move(place.draft.id, dict.fromkeys(thread, place.provision_id))
    raise_revision(place.draft.id)


def check_movable(comment: Row, version: Row) -> None:
    """Raises Conflict for a comment that was written on this version: its author chose the place."""
    if comment.version_id == version.id:
        raise Conflict(_("Це зауваження написано до цієї ж редакції: його місце обрав автор."))


def judge(comment: Row, version: Row, person: Any, verdict: str, note: str = "") -> None:
    """The author says whether the place of a comment in the newest version is right.

    Raises NotAllowed for a stranger, BadInput for another verdict, Conflict when there is nothing to judge.
    """
    if comment.person_id is None or person.id != comment.person_id:
        raise NotAllowed(_("Сказати, чи правильне місце, може лише автор зауваження."))
    if verdict not in VERDICTS:
        raise BadInput(fields={"verdict": _("Оберіть відповідь.")})
    if len(note) > MAX_NOTE:
        raise BadInput(fields={"note": _("Забагато знаків: можна щонайбільше 2000.")})
    mine = (CommentPlacement.comment_id == comment.id) & (CommentPlacement.version_id == version.id)
    values = {"verdict": verdict, "note": note if verdict == "wrong" else "", "decided_at": now()}
    if change(update(CommentPlacement).where(mine).values(values)) != 1:
        raise Conflict(_("У цій редакції місце зауваження не змінювалося: підтверджувати нічого."))
    kind = "placement.confirmed" if verdict == "right" else "placement.disputed"
    record(kind, f"c:{comment.public_id}:place", f"d:{comment.slug}@{version.number}", note=values["note"])
    raise_revision(comment.draft_id)


def _state(comment: Row, place: Place, words: str) -> str:
    """Other words than the author quoted are shown as changed, whoever chose them."""
    assert place.clause is not None
    if comment.quote:
        return EXACT if words == comment.quote else CHANGED
    return EXACT if not words and place.clause.text == comment.clause_text else CHANGED


def _place(comment_id: int, version_id: int, values: dict[str, Any]) -> None:
    here = (CommentPlacement.comment_id == comment_id) & (CommentPlacement.version_id == version_id)
    if change(update(CommentPlacement).where(here).values(values)) == 0:
        keys = {"comment_id": comment_id, "version_id": version_id, "note": ""}
        db.session.execute(insert(CommentPlacement).values(keys | values))


def _thread_ids(root_id: int) -> set[int]:
    statement = select(Comment.id).where((Comment.root_id == root_id) | (Comment.id == root_id))
    return set(db.session.scalars(statement))


def _move(draft_id: int, provisions: dict[int, int]) -> None:
    """Let comments belong to these provisions, and count them there."""
    columns = (Comment.id, Comment.provision_id, Comment.stance, Comment.status)
    moved = [
        row
        for row in db.session.execute(select(*columns).where(Comment.draft_id == draft_id))
        if provisions.get(row.id, row.provision_id) != row.provision_id
    ]
    if not moved:
        return
    comments = table(Comment)
    statement = update(comments).where(comments.c.id == bindparam("one")).values(provision_id=bindparam("there"))
    db.session.connection().execute(statement, [{"one": row.id, "there": provisions[row.id]} for row in moved])
    counts: dict[int, Counter[str]] = {}
    for row in moved:
        if row.status == "published":
            counts.setdefault(row.provision_id, Counter())[row.stance] -= 1
            counts.setdefault(provisions[row.id], Counter())[row.stance] += 1
    add_to_tallies(counts, draft_id, last_number())
