"""How the kept themes of a provision follow its comments: who comes, who goes, when all are grouped afresh. Pure.

What a person arranged stays: a theme that was touched by hand or has an answer keeps its members and its label, and
a comment that was put into "other" by hand stays there. Later comments may join.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .finding import SMALLEST, described_anew, find_themes, needs_new_start, places_of
from .said import Said, Theme, Themes
from .terms import Background, Lemmas, Reader

# So few comments are grouped afresh whenever one comes or goes: that is quick, and each may change what they say.
FEW = 25
WORDS, MODEL, PERSON = "words", "model", "person"
LABELLED_BY = (WORDS, MODEL, PERSON)

Read = Callable[[Collection[int]], Sequence[Said]]


@dataclass(frozen=True)
class Held:
    """A theme as it is kept. ``id`` is None for a new one, ``labelled_by`` one of ``LABELLED_BY``.

    ``theme.fixed`` tells that a person arranged it; one that is ``answered`` is left as it is too.
    """

    theme: Theme
    id: int | None = None
    answered: bool = False
    labelled_by: str = WORDS

    @property
    def stays(self) -> bool:
        return self.theme.fixed or self.answered


@dataclass(frozen=True)
class Kept:
    """All that is kept of the themes of a provision.

    Every comment that was looked at is in one of ``held``, in ``other`` or, by a person's hand, in ``put_aside``.
    ``grouped`` comments there were when they were last grouped afresh, ``arrived`` came since; ``due`` asks for it.
    """

    held: tuple[Held, ...] = ()
    other: frozenset[int] = frozenset()
    put_aside: frozenset[int] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict)
    unknown: float = 1.0
    grouped: int = 0
    arrived: int = 0
    due: bool = False

    @property
    def placed(self) -> set[int]:
        return {id_ for one in self.held for id_ in one.theme.members}.union(self.other, self.put_aside)

    @property
    def scale(self) -> Themes:
        """The themes without their members, to measure comments against."""
        return Themes(tuple(one.theme for one in self.held), (), self.weights, self.unknown, self.grouped)


def follow(
    kept: Kept,
    present: Collection[int],
    changed: Collection[int],
    read: Read,
    lemmas: Lemmas | Reader,
    known: Callable[[], Background],
) -> Kept:
    """What is kept once the comments of the provision are ``present``, and the words of ``changed`` are other ones.

    ``read`` gives comments by id, ``known`` the terms of the whole draft; both are asked only for what is needed.
    The same comments again change nothing.
    """
    left = _without(kept, present, changed)
    new = set(present) - left.placed
    moved = bool(new) or left.placed != kept.placed or not left.placed.isdisjoint(changed)
    if left.due or (moved and _is_due(left, len(new), len(present))):
        return _started_over(left, kept, present, read, lemmas, known)
    return _settled(_extended(left, new, read, lemmas), changed, read, lemmas)


def _is_due(kept: Kept, new: int, present: int) -> bool:
    return present <= FEW or needs_new_start(kept.scale, kept.arrived + new)


def _without(kept: Kept, present: Collection[int], changed: Collection[int]) -> Kept:
    """What is left when comments went; one whose words changed is looked at anew, unless a person placed it."""
    there, same = set(present), set(present) - set(changed)
    return replace(
        kept,
        held=tuple(_keeping(one, there if one.stays else same) for one in kept.held),
        other=kept.other & same,
        put_aside=kept.put_aside & there,
    )


def _keeping(one: Held, there: Collection[int]) -> Held:
    return replace(one, theme=replace(one.theme, members=tuple(id_ for id_ in one.theme.members if id_ in there)))


def _extended(kept: Kept, new: Collection[int], read: Read, lemmas: Lemmas | Reader) -> Kept:
    """New comments in the nearest theme, or in other."""
    if not new:
        return kept
    places = places_of(kept.scale, read(new), lemmas)
    held = tuple(
        replace(one, theme=_joined(one.theme, (id_ for id_, found in places.items() if found == at)))
        for at, one in enumerate(kept.held)
    )
    other = kept.other | {id_ for id_ in new if places.get(id_) is None}
    return replace(kept, held=held, other=other, arrived=kept.arrived + len(new))


def _joined(theme: Theme, new: Iterable[int]) -> Theme:
    return replace(theme, members=tuple(sorted({*theme.members, *new})))


def _settled(kept: Kept, changed: Collection[int], read: Read, lemmas: Lemmas | Reader) -> Kept:
    """Themes that lost a comment they quote are described anew; one that is too small to be a theme goes."""
    held, other = [], set(kept.other)
    for one in kept.held:
        if len(one.theme.members) < SMALLEST and not one.stays:
            other.update(one.theme.members)
        else:
            held.append(_described(one, kept, changed, read, lemmas))
    return replace(kept, held=tuple(held), other=frozenset(other))


def _described(one: Held, kept: Kept, changed: Collection[int], read: Read, lemmas: Lemmas | Reader) -> Held:
    members = set(one.theme.members) - set(changed)
    if not one.theme.members:
        return replace(one, theme=replace(one.theme, quotes=()))
    if one.theme.profile and all(id_ in members for id_, _ in one.theme.quotes):
        return one
    return replace(one, theme=described_anew(one.theme, read(one.theme.members), kept.scale, lemmas))


def _started_over(
    left: Kept,
    before: Kept,
    present: Collection[int],
    read: Read,
    lemmas: Lemmas | Reader,
    known: Callable[[], Background],
) -> Kept:
    """All comments grouped afresh around what stays; themes that are mostly the same go on under their ids."""
    staying = [one for one in left.held if one.stays]
    said = read(set(present) - left.put_aside)
    found = find_themes(said, lemmas, known() if said else None, [one.theme for one in staying])
    held = _staying(staying, found.themes)
    fresh = [theme for theme in found.themes if not theme.fixed]
    held += _recognised([one for one in before.held if not one.stays], fresh)
    return Kept(tuple(held), frozenset(found.other), left.put_aside, found.weights, found.unknown, len(present))


def _staying(staying: Sequence[Held], found: Sequence[Theme]) -> list[Held]:
    """The themes that stay, as they were found; an empty one waits for comments as it is."""
    result = []
    for one in staying:
        held = set(one.theme.members)
        now = next((theme for theme in found if theme.fixed and not held.isdisjoint(theme.members)), None)
        theme = replace(now, fixed=one.theme.fixed) if now is not None else replace(one.theme, members=(), quotes=())
        result.append(replace(one, theme=theme))
    return result


def _recognised(before: Sequence[Held], fresh: Sequence[Theme]) -> list[Held]:
    """Fresh themes with the id of the earlier theme with which they share at least half of the comments of one of
    the two, the largest part first."""
    members = [set(theme.members) for theme in fresh]
    shared = [
        (len(members[at].intersection(one.theme.members)), index, at)
        for index, one in enumerate(before)
        for at in range(len(fresh))
    ]
    heirs: dict[int, Held] = {}
    taken: set[int] = set()
    for number, index, at in sorted(shared, key=lambda part: (-part[0], part[1], part[2])):
        least = min(len(before[index].theme.members), len(members[at]))
        if number and 2 * number >= least and at not in heirs and index not in taken:
            heirs[at] = before[index]
            taken.add(index)
    return [_heir(heirs.get(at), theme) for at, theme in enumerate(fresh)]


def _heir(before: Held | None, theme: Theme) -> Held:
    """A name that a model gave stands as long as the quotes do that it was given for."""
    if before is None:
        return Held(theme)
    if before.labelled_by == MODEL and before.theme.quotes == theme.quotes:
        return Held(replace(theme, label=before.theme.label), before.id, labelled_by=MODEL)
    return Held(theme, before.id)
