"""Keeping themes up with the comments. What people arrange is written in ``arranging``."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from ...core.clock import now
from ...core.database import db, table, unit_of_work
from ...core.identifiers import new_public_id
from ...core.lemmas import keys
from ...discussion import queries as discussion
from ...drafts.actions import raise_revision
from . import keeping, queries
from .keeping import MODEL, Held, Kept
from .models import Theme, ThemeBackground, ThemeMember, ThemeOther, ThemeState
from .terms import Background, Reader, background

# So many comments of a draft tell what is frequent in it; counted again when it has grown by this much.
SAMPLED, GROWTH = 2000, 1.5
# Terms that so few of the sampled comments have are not kept: they weigh as if no other comment had them.
RARE = 1


def follow(
    provision_id: int, draft_id: int, entry: int, changed: Collection[int] = (), afresh: bool = False
) -> list[int]:
    """Bring the themes of a provision to its comments as they stand now, as of a journal entry.

    ``changed`` are comments whose words are other ones; ``afresh`` asks for all of them to be grouped anew. Returns
    the themes whose quotes are new. What is placed already stays, so it may be called twice.
    """
    reader = Reader(keys)
    while True:
        before = queries.stored(provision_id)
        present = queries.counted_comments(provision_id)
        kept = replace(before.kept, due=True) if afresh else before.kept
        after = keeping.follow(kept, present, changed, queries.said, reader, lambda: _background(draft_id, reader))
        db.session.rollback()
        with unit_of_work() as work:
            # A person may have arranged or answered something while the comments were read.
            if queries.seen(provision_id) == before.seen:
                return _keep(provision_id, draft_id, entry, before, after, len(present))
            work.discard()


def start_again() -> None:
    """Let the themes of every provision be found afresh when their comments come by."""
    with unit_of_work():
        db.session.execute(update(ThemeState).values(due=True, entry=0))
        db.session.execute(delete(ThemeBackground))


def tell_readers(draft_ids: Collection[int]) -> None:
    """Let kept pages of these drafts be made anew."""
    with unit_of_work():
        for draft_id in sorted(draft_ids):
            raise_revision(draft_id)


def relabel(theme_id: int, quotes: Sequence[Any], label: str) -> None:
    """Give a theme the label that a model proposed for its quotes, if they and the theme are still those and no
    other theme has it."""
    with unit_of_work():
        row = db.session.execute(select(Theme.__table__).where(Theme.id == theme_id)).first()
        if row is None or row.fixed or list(row.quotes) != list(quotes):
            return
        taken = {one.label.casefold() for one in queries.themes_on(row.provision_id) if one.id != theme_id}
        if label.casefold() not in taken:
            _set(theme_id, label=label, labelled_by=MODEL)
            raise_revision(row.draft_id)


def count(theme_ids: Collection[int]) -> None:
    """Count the comments and people of themes anew."""
    found = queries.counts_of(theme_ids)
    themes = table(Theme)
    rows = [
        {"one": one, "comments": found.get(one, (0, 0))[0], "writers": found.get(one, (0, 0))[1]} for one in theme_ids
    ]
    if rows:
        statement = update(themes).where(themes.c.id == bindparam("one"))
        values: dict[str, Any] = {"size": bindparam("comments"), "people": bindparam("writers")}
        db.session.connection().execute(statement.values(values), rows)


def _background(draft_id: int, reader: Reader) -> Background:
    """The terms of a draft's comments, counted again when it has grown by a share."""
    comments = discussion.comments_in([draft_id]).get(draft_id, 0)
    kept = queries.kept_background(draft_id)
    if kept is not None and kept[0] / GROWTH < comments < max(kept[0], 1) * GROWTH:
        return kept[1]
    counted = background(queries.sample_of_bodies(draft_id, SAMPLED), reader)
    found = Background(counted.texts, {term: n for term, n in counted.counts.items() if n > RARE})
    db.session.rollback()
    with unit_of_work():
        db.session.execute(delete(ThemeBackground).where(ThemeBackground.draft_id == draft_id))
        values = {"draft_id": draft_id, "comments": comments, "texts": found.texts, "counts": found.counts}
        db.session.execute(insert(ThemeBackground).values(values))
    return found


def _keep(provision_id: int, draft_id: int, entry: int, before: queries.Stored, after: Kept, present: int) -> list[int]:
    """Write what is different; returns the themes whose quotes are new."""
    known = {one.id: one for one in before.kept.held}
    ids = [one.id if one.id is not None else _begin(one, provision_id, draft_id) for one in after.held]
    for id_, one in zip(ids, after.held, strict=True):
        if one != known.get(one.id):
            _set(id_, label=one.theme.label, labelled_by=one.labelled_by, quotes=_as_json(one))
    places: dict[int, int | None] = dict.fromkeys(after.other | after.put_aside)
    places |= {member: id_ for id_, one in zip(ids, after.held, strict=True) for member in one.theme.members}
    _place(provision_id, before.places, places, after.put_aside)
    for one in before.kept.held:
        if one.id not in ids:
            _end(one, places)
    count(ids)
    _keep_state(provision_id, draft_id, entry, before.state, after, dict(zip(ids, after.held, strict=True)), present)
    quotes = {id_: known[id_].theme.quotes for id_ in ids if id_ in known}
    return [id_ for id_, one in zip(ids, after.held, strict=True) if quotes.get(id_) != one.theme.quotes]


def _begin(one: Held, provision_id: int, draft_id: int) -> int:
    values = {
        "public_id": new_public_id(), "draft_id": draft_id, "provision_id": provision_id, "label": one.theme.label,
        "labelled_by": one.labelled_by, "quotes": _as_json(one), "size": 0, "people": 0, "fixed": False,
        "made_at": now(),
    }  # fmt: skip
    return db.session.scalars(insert(table(Theme)).values(values).returning(table(Theme).c.id)).one()


def _end(one: Held, places: Mapping[int, int | None]) -> None:
    """A theme that is no more leads to the one that took most of its comments; without such a one it goes."""
    taken = Counter(theme for member in one.theme.members if (theme := places.get(member)) is not None)
    if not taken:
        db.session.execute(delete(Theme).where(Theme.id == one.id))
        return
    heir = min(taken, key=lambda theme: (-taken[theme], theme))
    into = (Theme.id == one.id) | (Theme.merged_into_id == one.id)
    db.session.execute(update(Theme).where(into).values(merged_into_id=heir, size=0, people=0, quotes=[]))


def _as_json(one: Held) -> list[list[Any]]:
    return [[id_, text] for id_, text in one.theme.quotes]


def _place(
    provision_id: int, before: Mapping[int, int | None], after: Mapping[int, int | None], put_aside: Collection[int]
) -> None:
    """Move the comments whose place is another one; some may come from another provision."""
    moved = {one: theme for one, theme in after.items() if one not in before or before[one] != theme}
    gone = [one for one in before if one not in after]
    for model, column in ((ThemeMember, ThemeMember.comment_id), (ThemeOther, ThemeOther.comment_id)):
        _delete(model, column, list(moved))
    _delete(ThemeOther, ThemeOther.comment_id, gone, ThemeOther.provision_id == provision_id)
    here = ThemeMember.theme_id.in_(select(Theme.id).where(Theme.provision_id == provision_id))
    _delete(ThemeMember, ThemeMember.comment_id, gone, here)
    members = [{"comment_id": one, "theme_id": theme} for one, theme in sorted(moved.items()) if theme is not None]
    others = [
        {"comment_id": one, "provision_id": provision_id, "by_hand": one in put_aside}
        for one, theme in sorted(moved.items())
        if theme is None
    ]
    for model, rows in ((ThemeMember, members), (ThemeOther, others)):
        if rows:
            db.session.connection().execute(insert(table(model)), rows)


def _keep_state(
    provision_id: int, draft_id: int, entry: int, before: Any, after: Kept, held: Mapping[int, Held], present: int
) -> None:
    values = {
        "entry": entry, "other": len(after.other) + len(after.put_aside), "grouped": after.grouped,
        "arrived": after.arrived, "due": False, "pending": False, "rests_on": present, "computed_at": now(),
        "unknown": after.unknown,
    }  # fmt: skip
    weights = dict(after.weights)
    profiles = {str(id_): dict(one.theme.profile) for id_, one in held.items()}
    if before is None:
        own = {"provision_id": provision_id, "draft_id": draft_id, "weights": weights, "profiles": profiles}
        db.session.execute(insert(ThemeState).values(values | own))
        return
    # Most comments change neither, and they are long.
    if weights != before.weights:
        values["weights"] = weights
    if profiles != before.profiles:
        values["profiles"] = profiles
    db.session.execute(update(ThemeState).where(ThemeState.provision_id == provision_id).values(values))


def _set(theme_id: int, **values: Any) -> None:
    db.session.execute(update(Theme).where(Theme.id == theme_id).values(values))


def _delete(model: Any, column: Any, ids: Sequence[int], *conditions: Any) -> None:
    for begin in range(0, len(ids), queries.MANY):
        db.session.execute(delete(table(model)).where(column.in_(ids[begin : begin + queries.MANY]), *conditions))
