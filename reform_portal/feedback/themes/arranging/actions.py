"""Themes arranged by hand. Each act writes its rows and one journal entry; later comments respect it."""

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, delete, insert, select, update

from ....core.access import is_drafter
from ....core.clock import now
from ....core.database import add_row, change, db
from ....core.errors import BadInput, Conflict, NotAllowed
from ....core.identifiers import new_public_id
from ....drafts.actions import raise_revision
from ....drafts.queries import Place
from ....journal.actions import record
from ...answers.actions import release
from .. import queries
from ..actions import count
from ..keeping import PERSON
from ..models import Theme, ThemeMember, ThemeOther, ThemeState

MAX_LABEL = 120
OTHER = "other"


def rename(place: Place, theme: Row, person: Any, label: str) -> None:
    """Give a theme another label. Raises BadInput for a label that is empty, too long or taken, NotAllowed."""
    _require_drafter(person)
    label = _checked(place, label, but=[theme.id])
    _set(theme.id, label=label, labelled_by=PERSON, fixed=True)
    _arranged(place, theme.public_id, person, act="renamed", label=label)


def merge(place: Place, public_ids: Collection[str], person: Any, label: str = "") -> str:
    """Put two themes or more together, under a label or that of the largest; returns the public id of the one that
    remains: the one that has an answer, or the largest.

    Raises BadInput by field, Conflict when themes are gone or two of them have an answer, NotAllowed.
    """
    _require_drafter(person)
    themes = queries.themes_named(place.provision_id, public_ids)
    if len(themes) < len(set(public_ids)):
        raise Conflict(_gone())
    if len(themes) < 2:
        raise BadInput(fields={"themes": _("Оберіть принаймні дві теми.")})
    answered = queries.answered(themes)
    if len(answered) > 1:
        raise Conflict(_("На обидві теми вже відповіли. Об’єднати можна теми, з яких відповідь має щонайбільше одна."))
    largest = max(themes, key=lambda row: (row.size, -row.id))
    stays = next((row for row in themes if row.id in answered), largest)
    gone = [row for row in themes if row.id != stays.id]
    new = _checked(place, label, but=[row.id for row in themes]) if label.strip() else largest.label
    ids = [row.id for row in gone]
    db.session.execute(update(ThemeMember).where(ThemeMember.theme_id.in_(ids)).values(theme_id=stays.id))
    into = Theme.id.in_(ids) | Theme.merged_into_id.in_(ids)
    db.session.execute(update(Theme).where(into).values(merged_into_id=stays.id, size=0, people=0, quotes=[]))
    labelled_by = PERSON if label.strip() else largest.labelled_by
    _set(stays.id, label=new, labelled_by=labelled_by, fixed=True, quotes=_quotes_of([stays, *gone]))
    _forget_profiles(place.provision_id, [stays.id, *ids])
    count([stays.id])
    merged = sorted(row.public_id for row in gone)
    _arranged(place, stays.public_id, person, act="merged", themes=merged, label=new)
    return stays.public_id


def move(place: Place, source: Row | None, public_ids: Sequence[str], person: Any, to: str, label: str = "") -> str:
    """Move comments out of a theme (None: out of none): ``to`` is the public id of another theme, ``OTHER``, or
    empty for a new theme with this label. Returns where they are now: a public id or ``OTHER``.

    Raises BadInput by field, Conflict when the comments or the theme are not there any more, NotAllowed.
    """
    _require_drafter(person)
    ids = queries.placed_here(place.provision_id, source.id if source is not None else None, public_ids)
    if not public_ids:
        raise BadInput(fields={"comments": _("Позначте хоча б одне зауваження.")})
    if len(ids) < len(set(public_ids)):
        raise Conflict(_("Дещо з позначеного вже не тут. Відкрийте список ще раз."))
    target = _target(place, source, to, label)
    _take_out(source, list(ids.values()))
    _put_in(place, target, list(ids.values()))
    touched = [row for row in (source, target) if row is not None]
    for row in touched:
        _set(row.id, fixed=True, quotes=[quote for quote in row.quotes if quote[0] not in ids.values()])
    _forget_profiles(place.provision_id, [row.id for row in touched])
    count([row.id for row in touched])
    put_in = target.public_id if target is not None else OTHER
    about = source if source is not None else target
    assert about is not None
    act = "moved" if to else "split"
    words: dict[str, Any] = {"label": target.label} if target is not None else {}
    _arranged(place, about.public_id, person, act=act, comments=sorted(ids), to=put_in, **words)
    return put_in


def let_go(place: Place, person: Any) -> None:
    """Give the themes of a clause back to the automatic grouping; those that have an answer stay as they are.

    Raises Conflict when nothing was arranged, NotAllowed.
    """
    _require_drafter(person)
    fixed = [row for row in queries.themes_on(place.provision_id) if row.fixed]
    if not fixed:
        raise Conflict(_("Тут нічого не впорядковано вручну."))
    db.session.execute(update(Theme).where(Theme.id.in_([row.id for row in fixed])).values(fixed=False))
    aside = (ThemeOther.provision_id == place.provision_id) & ThemeOther.by_hand
    db.session.execute(update(ThemeOther).where(aside).values(by_hand=False))
    _arranged(place, fixed[0].public_id, person, due=True, act="let go", themes=sorted(row.public_id for row in fixed))


def _require_drafter(person: Any) -> None:
    if not is_drafter(person):
        raise NotAllowed(_("Упорядковувати теми можуть лише розробники."))


def _gone() -> str:
    return _("Теми щойно склалися наново. Відкрийте сторінку ще раз.")


def _checked(place: Place, label: str, but: Collection[int] = ()) -> str:
    """A label that may be given to a theme of a clause. Raises BadInput."""
    label = " ".join(label.split())
    if not label:
        raise BadInput(fields={"label": _("Назвіть тему.")})
    if len(label) > MAX_LABEL:
        raise BadInput(fields={"label": _("Задовго: назва теми — до 120 знаків.")})
    taken = {row.label.casefold() for row in queries.themes_on(place.provision_id) if row.id not in but}
    if label.casefold() in taken:
        raise BadInput(fields={"label": _("Тема з такою назвою вже є. Її можна об’єднати з цією.")})
    return label


def _target(place: Place, source: Row | None, to: str, label: str) -> Any:
    """The theme that comments are moved to, None for no theme."""
    if to == OTHER:
        if source is None:
            raise BadInput(fields={"to": _("Ці зауваження вже поза темами.")})
        return None
    if not to:
        return _begin(place, _checked(place, label))
    if source is not None and to == source.public_id:
        raise BadInput(fields={"to": _("Вони вже в цій темі. Оберіть іншу.")})
    found = queries.themes_named(place.provision_id, [to])
    if not found:
        raise Conflict(_gone())
    return found[0]


def _begin(place: Place, label: str) -> Row:
    values = {
        "public_id": new_public_id(), "draft_id": place.draft.id, "provision_id": place.provision_id, "label": label,
        "labelled_by": PERSON, "quotes": [], "size": 0, "people": 0, "fixed": True, "made_at": now(),
    }  # fmt: skip
    theme_id = add_row(Theme, values)
    return db.session.execute(select(Theme.__table__).where(Theme.id == theme_id)).one()


def _take_out(source: Row | None, ids: Sequence[int]) -> None:
    db.session.execute(delete(ThemeMember).where(ThemeMember.comment_id.in_(ids)))
    db.session.execute(delete(ThemeOther).where(ThemeOther.comment_id.in_(ids)))
    if source is not None:
        release(source.id, ids)


def _put_in(place: Place, target: Any, ids: Sequence[int]) -> None:
    if target is None:
        rows = [{"comment_id": one, "provision_id": place.provision_id, "by_hand": True} for one in ids]
        db.session.execute(insert(ThemeOther), rows)
    else:
        db.session.execute(insert(ThemeMember), [{"comment_id": one, "theme_id": target.id} for one in ids])


def _quotes_of(themes: Sequence[Row]) -> list[Any]:
    """The first quotes of each theme, until the worker chooses again."""
    longest = max(len(row.quotes) for row in themes)
    return [row.quotes[at] for at in range(longest) for row in themes if at < len(row.quotes)][:3]


def _forget_profiles(provision_id: int, theme_ids: Collection[int]) -> None:
    """The worker makes these profiles anew: the themes hold other comments now."""
    here = ThemeState.provision_id == provision_id
    profiles = db.session.scalar(select(ThemeState.profiles).where(here)) or {}
    gone = {str(one) for one in theme_ids}
    kept = {one: profile for one, profile in profiles.items() if one not in gone}
    db.session.execute(update(ThemeState).where(here).values(profiles=kept))


def _arranged(place: Place, public_id: str, person: Any, due: bool = False, **content: Any) -> None:
    """Record what was done, and let the worker and kept pages know."""
    record(
        "theme.arranged", f"t:{public_id}", f"d:{place.draft.slug}@{place.version.number}", role=person.role, **content
    )
    values: dict[str, Any] = {"hand": ThemeState.hand + 1, "pending": True} | ({"due": True} if due else {})
    if not change(update(ThemeState).where(ThemeState.provision_id == place.provision_id).values(values)):
        new = {"provision_id": place.provision_id, "draft_id": place.draft.id, "computed_at": now()}
        db.session.execute(insert(ThemeState).values(**new, hand=1, pending=True, due=True))
    raise_revision(place.draft.id)


def _set(theme_id: int, **values: Any) -> None:
    db.session.execute(update(Theme).where(Theme.id == theme_id).values(values))
