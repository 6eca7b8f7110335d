"""Reading themes: those of provisions as they are shown, their comments, and what the worker keeps of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import Row, func, select

from ...core.database import db
from ...core.errors import NotFound
from ...core.paging import Page, cut, decode_cursor
from ...discussion import queries as discussion
from ...discussion.models import Comment, Tally
from ...drafts.models import Draft
from ..answers import queries as answers
from .keeping import MODEL, WORDS, Held, Kept
from .models import Theme, ThemeBackground, ThemeMember, ThemeOther, ThemeState
from .said import Said
from .said import Theme as Found
from .terms import Background

MANY = 5000
ON_PAGE = 40
_STATE = (
    ThemeState.provision_id, ThemeState.entry, ThemeState.rests_on, ThemeState.other, ThemeState.pending,
    ThemeState.due, ThemeState.computed_at,
)  # fmt: skip


class Quote(NamedTuple):
    """A sentence of a comment, given by its public id, exactly as it was written."""

    comment: str
    text: str


@dataclass(frozen=True)
class ShownTheme:
    """A theme as people see it: ``size`` comments by ``people`` people.

    ``fixed`` tells that a drafter arranged it, ``labelled_by`` whence its label is ("words" of the comments, "model",
    "person"); ``answer`` is the one that was given to the theme itself.
    """

    id: int
    public_id: str
    label: str
    size: int
    people: int
    quotes: tuple[Quote, ...] = ()
    fixed: bool = False
    labelled_by: str = WORDS
    answer: Row | None = None

    @property
    def by_model(self) -> bool:
        return self.labelled_by == MODEL


@dataclass(frozen=True)
class ShownThemes:
    """The themes of a provision, the largest first, and how many comments are in none of them (``other``).

    They were found at ``computed_at`` from ``rests_on`` comments. ``stale`` tells that something was said, signed or
    arranged since: counts and quotes are right all the same, but a new comment is still among the others.
    """

    themes: tuple[ShownTheme, ...] = ()
    other: int = 0
    stale: bool = False
    computed_at: datetime | None = None
    rests_on: int = 0

    @property
    def comments(self) -> int:
        return self.other + sum(theme.size for theme in self.themes)


def themes_of(provision_id: int) -> ShownThemes:
    """The themes of one provision."""
    return themes_of_provisions([provision_id])[provision_id]


def themes_of_provisions(ids: Sequence[int]) -> dict[int, ShownThemes]:
    """The themes of each of these provisions, in a constant number of queries."""
    states = _states(ids)
    stale = [one for one, row in states.items() if _is_stale(row)]
    rows = _theme_rows(Theme.provision_id.in_(ids))
    counts = _counted_now(stale)
    shown = _shown(rows, {one: count for _total, themes in counts.values() for one, count in themes.items()}, stale)
    found = {}
    for one in ids:
        themes = tuple(sorted(filter(_has_comments, shown[one]), key=lambda theme: (-theme.size, theme.id)))
        state = states.get(one)
        total = counts[one][0] if one in counts else None
        found[one] = _themes_of_state(state, themes, total)
    return found


def theme_by_public_id(public_id: str) -> Row:
    """A theme with its draft's slug. One that is no more gives the one that took its comments.

    Raises NotFound.
    """
    for _step in range(20):
        statement = select(Theme.__table__, Draft.slug).join(Draft, Draft.id == Theme.draft_id)
        row = db.session.execute(statement.where(Theme.public_id == public_id)).first()
        if row is None or row.merged_into_id is None:
            break
        public_id = db.session.scalars(select(Theme.public_id).where(Theme.id == row.merged_into_id)).one()
    if row is None:
        raise NotFound(_("Такої теми вже немає: теми складаються наново, коли надходять нові зауваження."))
    return row


def shown_theme(row: Row) -> ShownTheme:
    """A theme (``theme_by_public_id``) as people see it, counted now."""
    counts = counts_of([row.id])
    return _shown([row], counts, [row.provision_id])[row.provision_id][0]


def members_of_theme(theme_id: int, cursor: str | None = None, size: int = ON_PAGE) -> Page:
    """The published comments of a theme with their place, oldest first."""
    statement = select(ThemeMember.comment_id).where(ThemeMember.theme_id == theme_id)
    provision_id = db.session.scalar(select(Theme.provision_id).where(Theme.id == theme_id))
    return _page_of(sorted(db.session.scalars(statement)), cursor, size, provision_id)


def other_of(provision_id: int, cursor: str | None = None, size: int = ON_PAGE) -> Page:
    """The published comments of a provision that are in no theme, with their place, oldest first."""
    ids = set(counted_comments(provision_id)) - _in_themes_of(provision_id)
    return _page_of(sorted(ids), cursor, size, provision_id)


def members_of_provisions(ids: Sequence[int]) -> dict[int, list[str]]:
    """Theme → public ids of its published comments, for all themes of these provisions, in one query."""
    statement = _members().add_columns(ThemeMember.theme_id, Comment.public_id).order_by(Comment.id)
    found: defaultdict[int, list[str]] = defaultdict(list)
    for part in _parts(ids):
        for row in db.session.execute(statement.where(Theme.provision_id.in_(part))):
            found[row.theme_id].append(row.public_id)
    return found


def themes_on(provision_id: int) -> Sequence[Row]:
    """The themes of a provision as they are kept, those without comments too; not those that are no more."""
    statement = select(Theme.__table__).where(Theme.provision_id == provision_id, Theme.merged_into_id.is_(None))
    return db.session.execute(statement.order_by(Theme.id)).all()


def themes_named(provision_id: int, public_ids: Collection[str]) -> Sequence[Row]:
    """Those of the themes of a provision that have one of these public ids."""
    wanted = set(public_ids)
    return [row for row in themes_on(provision_id) if row.public_id in wanted]


def answered(themes: Sequence[Row]) -> set[int]:
    """The ids of those of the themes that have an answer."""
    return _answered(row.id for row in themes)


def placed_here(provision_id: int, theme_id: int | None, public_ids: Collection[str]) -> dict[str, int]:
    """Which of these comments are published and stand in a theme of a provision now (None: in no theme);
    public id → id."""
    statement = select(Comment.public_id, Comment.id).where(Comment.public_id.in_(public_ids), *_COUNTED)
    found = {row.public_id: row.id for row in db.session.execute(statement.where(Comment.provision_id == provision_id))}
    members = select(ThemeMember.comment_id, ThemeMember.theme_id).join(Theme, Theme.id == ThemeMember.theme_id)
    members = members.where(ThemeMember.comment_id.in_(found.values()), Theme.provision_id == provision_id)
    places = {row.comment_id: row.theme_id for row in db.session.execute(members)}
    return {public_id: id_ for public_id, id_ in found.items() if places.get(id_) == theme_id}


def was_arranged(provision_id: int) -> bool:
    """Whether a person arranged anything of a provision's themes."""
    aside = select(ThemeOther.comment_id).where(ThemeOther.provision_id == provision_id, ThemeOther.by_hand).limit(1)
    return any(row.fixed for row in themes_on(provision_id)) or db.session.scalar(aside) is not None


def provisions_of_themes(public_ids: Collection[str]) -> Sequence[Row]:
    """Distinct (provision_id, draft_id) of these themes."""
    statement = select(Theme.provision_id, Theme.draft_id).where(Theme.public_id.in_(public_ids)).distinct()
    return db.session.execute(statement).all() if public_ids else []


def counts_of(theme_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Theme → (comments, people), counted now; none for a theme without published comments."""
    statement = _count()
    return {
        row.theme_id: (row.comments, row.people)
        for part in _parts(sorted(theme_ids))
        for row in db.session.execute(statement.where(ThemeMember.theme_id.in_(part)))
    }


# What the worker reads.


@dataclass(frozen=True)
class Stored:
    """What is kept of a provision, with the themes and the state as rows.

    ``seen`` differs when a person arranged or answered something meanwhile.
    """

    kept: Kept
    themes: Mapping[int, Row]
    state: Row | None
    places: Mapping[int, int | None]
    seen: Any


def stored(provision_id: int) -> Stored:
    """Everything that is kept of the themes of a provision."""
    state = db.session.execute(
        select(ThemeState.__table__).where(ThemeState.provision_id == provision_id)
    ).first()  # fmt: skip
    themes = {row.id: row for row in themes_on(provision_id)}
    answered = _answered(themes)
    others = {row.comment_id: row.by_hand for row in _others(provision_id)}
    places: dict[int, int | None] = dict.fromkeys(others)
    members: defaultdict[int, list[int]] = defaultdict(list)
    statement = select(ThemeMember.comment_id, ThemeMember.theme_id).join(Theme, Theme.id == ThemeMember.theme_id)
    for row in db.session.execute(statement.where(Theme.provision_id == provision_id)):
        places[row.comment_id] = row.theme_id
        members[row.theme_id].append(row.comment_id)
    held = tuple(_held(row, members[row.id], state, row.id in answered) for row in themes.values())
    kept = Kept(
        held,
        frozenset(one for one, by_hand in others.items() if not by_hand),
        frozenset(one for one, by_hand in others.items() if by_hand),
        *((state.weights, state.unknown, state.grouped, state.arrived, state.due) if state is not None else ()),
    )
    return Stored(kept, themes, state, places, seen(provision_id))


def seen(provision_id: int) -> Any:
    """A value that differs once a person arranged or answered the themes of a provision."""
    hand = db.session.scalar(select(ThemeState.hand).where(ThemeState.provision_id == provision_id))
    themes = db.session.scalars(select(Theme.id).where(Theme.provision_id == provision_id)).all()
    return hand or 0, frozenset(themes), frozenset(_answered(themes))


def counted_comments(provision_id: int) -> list[int]:
    """The comments of a provision that its themes are made of: published ones of citizens, replies too."""
    statement = select(Comment.id, Comment.status, Comment.author_role).where(Comment.provision_id == provision_id)
    # Asked for the status as well, SQLite takes another index and reads every comment there is.
    return [row.id for row in db.session.execute(statement) if _is_counted(row)]


def said(ids: Collection[int]) -> list[Said]:
    """These comments as themes take them."""
    columns = (Comment.id, Comment.body, Comment.stance, Comment.supports)
    return [
        Said(row.id, row.body, row.stance, 1 + row.supports)
        for part in _parts(sorted(ids))
        for row in db.session.execute(select(*columns).where(Comment.id.in_(part)).order_by(Comment.id))
    ]


def followed_up_to(provision_ids: Sequence[int], entry: int) -> set[int]:
    """Those of the provisions whose themes rest on the journal up to an entry, or further, with nothing left to do."""
    done = (ThemeState.entry >= entry, ~ThemeState.due, ~ThemeState.pending)
    statement = select(ThemeState.provision_id).where(*done, ThemeState.provision_id.in_(provision_ids))
    return set(db.session.scalars(statement))


def kept_background(draft_id: int) -> tuple[int, Background] | None:
    """The background of a draft and how many comments the draft had when it was counted."""
    row = db.session.execute(select(ThemeBackground.__table__).where(ThemeBackground.draft_id == draft_id)).first()
    return (row.comments, Background(row.texts, row.counts)) if row is not None else None


def sample_of_bodies(draft_id: int, size: int) -> list[str]:
    """What so many published comments of citizens of a draft say, evenly from the first to the last."""
    statement = select(Comment.id, Comment.status, Comment.author_role).where(Comment.draft_id == draft_id)
    ids = sorted(row.id for row in db.session.execute(statement) if _is_counted(row))
    step = max(1, -(-len(ids) // size))
    return [comment.body for comment in said(ids[::step])]


def comments_of_subjects(subjects: Iterable[str]) -> list[int]:
    """The ids of the comments that journal subjects ``c:<public id>…`` speak of."""
    ids = sorted({subject.split(":")[1] for subject in subjects})
    statement = select(Comment.id)
    return [one for part in _parts(ids) for one in db.session.scalars(statement.where(Comment.public_id.in_(part)))]


def with_own_labels(theme_ids: Collection[int]) -> Sequence[Row]:
    """Those of the themes whose label is taken from the words of their comments, with the language of their draft."""
    statement = select(Theme.__table__, Draft.language).join(Draft, Draft.id == Theme.draft_id)
    statement = statement.where(Theme.id.in_(theme_ids), Theme.labelled_by == WORDS, ~Theme.fixed)
    return db.session.execute(statement.order_by(Theme.id)).all()


_COUNTED = (Comment.status == "published", Comment.author_role == "citizen")


def _is_counted(row: Any) -> bool:
    return row.status == "published" and row.author_role == "citizen"


def _has_comments(theme: ShownTheme) -> bool:
    return theme.size > 0


def _states(ids: Sequence[int]) -> dict[int, Row]:
    statement = (
        select(Tally.provision_id.label("provision"), Tally.last_entry, Tally.comments, *_STATE)
        .outerjoin(ThemeState, ThemeState.provision_id == Tally.provision_id)
        .where(Tally.provision_id.in_(ids))
    )
    return {row.provision: row for row in db.session.execute(statement)}


def _is_stale(row: Any) -> bool:
    if row.entry is None:
        return row.comments > 0
    return row.last_entry > row.entry or row.pending or row.due


def _themes_of_state(state: Any, themes: tuple[ShownTheme, ...], total: int | None) -> ShownThemes:
    """``total`` comments of the provision, counted now, or None when what the worker counted holds."""
    if state is None:
        return ShownThemes(themes)
    other = total - sum(theme.size for theme in themes) if total is not None else state.other or 0
    return ShownThemes(themes, other, _is_stale(state), state.computed_at, state.rests_on or 0)


def _theme_rows(condition: Any) -> Sequence[Row]:
    statement = select(Theme.__table__).where(condition, Theme.merged_into_id.is_(None))
    return db.session.execute(statement.order_by(Theme.id)).all()


def _shown(
    rows: Sequence[Row], counts: Mapping[int, tuple[int, int]], stale: Collection[int]
) -> defaultdict[int, list[ShownTheme]]:
    """Provision → its themes; those of ``stale`` provisions by the counts given."""
    said_by = _quoted([id_ for row in rows for id_, _text in row.quotes])
    given = answers.answers_to_themes([row.id for row in rows])
    now_counted = set(stale)
    found: defaultdict[int, list[ShownTheme]] = defaultdict(list)
    for row in rows:
        size, people = counts.get(row.id, (0, 0)) if row.provision_id in now_counted else (row.size, row.people)
        quotes = tuple(
            Quote(said_by[id_].public_id, text)
            for id_, text in row.quotes
            if id_ in said_by and said_by[id_].provision_id == row.provision_id and text in said_by[id_].body
        )
        theme = ShownTheme(
            row.id, row.public_id, row.label, size, people, quotes, row.fixed, row.labelled_by, given.get(row.id)
        )
        found[row.provision_id].append(theme)
    return found


def _quoted(ids: Sequence[int]) -> dict[int, Row]:
    """The quoted comments that may be shown."""
    columns = (Comment.id, Comment.public_id, Comment.provision_id, Comment.body, Comment.status, Comment.author_role)
    return {
        row.id: row
        for part in _parts(ids)
        for row in db.session.execute(select(*columns).where(Comment.id.in_(part)))
        if _is_counted(row)
    }


def _counted_now(provisions: Sequence[int]) -> dict[int, tuple[int, dict[int, tuple[int, int]]]]:
    """Provision → (its comments, theme → (comments, people)), counted now."""
    if not provisions:
        return {}
    columns = select(Comment.provision_id, Comment.status, Comment.author_role)
    rows = db.session.execute(columns.where(Comment.provision_id.in_(provisions)))
    totals = Counter(row.provision_id for row in rows if _is_counted(row))
    counts: defaultdict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    statement = _count(Theme.provision_id).where(Theme.provision_id.in_(provisions))
    for row in db.session.execute(statement):
        counts[row.provision_id][row.theme_id] = (row.comments, row.people)
    return {one: (totals[one], counts[one]) for one in provisions}


def _count(*more: Any) -> Any:
    people = discussion.number_of_people()
    return (
        _members()
        .add_columns(ThemeMember.theme_id, func.count().label("comments"), people.label("people"), *more)
        .group_by(ThemeMember.theme_id, *more)
    )


def _members() -> Any:
    """The comments that count in their themes; one that moved to another provision counts no more."""
    return (
        select()
        .select_from(ThemeMember)
        .join(Theme, Theme.id == ThemeMember.theme_id)
        .join(Comment, Comment.id == ThemeMember.comment_id)
        .where(*_COUNTED, Comment.provision_id == Theme.provision_id)
    )


def _in_themes_of(provision_id: int) -> set[int]:
    statement = select(ThemeMember.comment_id).join(Theme, Theme.id == ThemeMember.theme_id)
    return set(db.session.scalars(statement.where(Theme.provision_id == provision_id)))


def _others(provision_id: int) -> Sequence[Row]:
    statement = select(ThemeOther.comment_id, ThemeOther.by_hand).where(ThemeOther.provision_id == provision_id)
    return db.session.execute(statement).all()


def _answered(theme_ids: Iterable[int]) -> set[int]:
    return answers.answered_themes(list(theme_ids))


def _held(row: Row, members: Sequence[int], state: Any, answered: bool) -> Held:
    profile = state.profiles.get(str(row.id), {}) if state is not None else {}
    quotes = tuple((id_, text) for id_, text in row.quotes)
    theme = Found(row.label, tuple(sorted(members)), quotes, profile, row.fixed)
    return Held(theme, row.id, answered, row.labelled_by)


def _page_of(ids: Sequence[int], cursor: str | None, size: int, provision_id: int | None) -> Page:
    key = decode_cursor(cursor, 1)
    wanted = [one for one in ids if key is None or one > key[0]]
    page = cut(wanted[: size + 1], size, lambda one: (one,))
    rows = discussion.comments_by_ids(page.items)
    return Page([row for row in rows if _is_counted(row) and row.provision_id == provision_id], page.next)


def _parts(wanted: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (wanted[begin : begin + MANY] for begin in range(0, len(wanted), MANY))
