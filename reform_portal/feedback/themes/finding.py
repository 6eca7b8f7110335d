"""Themes of a clause: found afresh, and kept up as comments come in. Pure, deterministic, whatever their order."""

import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ...drafts.matching import fold
from .clustering import at_home, groups, middle, smooth
from .labels import make_labels
from .quotes import choose_quotes
from .said import Said, Theme, Themes
from .terms import (
    Background,
    Directions,
    Lemmas,
    Reader,
    Scale,
    Vector,
    closeness,
    make_scale,
    reader_of,
    side_of,
    unit,
)

MOST_THEMES = 12
# Besides one theme so many for the root of the number of texts: 2 of 4 texts, 4 of 20, 8 of 115.
PER_ROOT = 0.65
# Of more different texts than this, so many are grouped; the others go to the nearest group.
SAMPLE = 300
SMALLEST = 2
# A comment farther than this from every theme is in none.
NEAR = 0.12
# A comment less like every other of its group than this is not one of it.
ALIKE = 0.12
PROFILE = 120
# Grouped afresh after so many new comments, or when they are this share of all.
FEW_NEW, NEW_SHARE = 5, 0.2


@dataclass(frozen=True, eq=False)
class _Text:
    """One wording and all the comments that have it, the earliest first."""

    comments: tuple[Said, ...]
    folded: str
    terms: Counter[str]
    side: str

    @property
    def ids(self) -> list[int]:
        return [comment.id for comment in self.comments]

    def direction(self, scale: Scale) -> Vector:
        return scale.direction(self.terms, self.side)


@dataclass(frozen=True)
class _Group:
    texts: Sequence[_Text]
    profile: Vector


def find_themes(
    said: Sequence[Said],
    lemmas: Lemmas | Reader,
    known: Background | None = None,
    fixed: Sequence[Theme] = (),
) -> Themes:
    """The themes of all comments of a clause.

    ``lemmas`` gives the lemmas of a word; ``known`` counts the terms of the whole draft, so that words of its
    subject weigh less. Themes of ``fixed`` keep their members (those still among ``said``) and their label.
    """
    said = list({comment.id: comment for comment in said}.values())
    reader = reader_of(lemmas)
    texts = _texts(said, reader)
    scale = make_scale([text.terms for text in texts], [text.side for text in texts], known or Background())
    kept = _kept(fixed, said)
    held = {id_ for theme in kept for id_ in theme.members}
    found = _groups([text for text in texts if text.terms and not held.issuperset(text.ids)], scale)
    profiles = [_own_profile(theme, texts, scale) for theme in kept] + [group.profile for group in found]
    grouped = {text: len(kept) + at for at, group in enumerate(found) for text in group.texts}
    members = _members(texts, profiles, grouped, kept, scale)
    return _themes(_named(members, profiles, kept, scale, reader), said, scale)


def extend(themes: Themes, new: Sequence[Said], lemmas: Lemmas | Reader) -> Themes:
    """The same themes with new comments in the nearest of them, or in other; nothing else moves.

    A comment that is there already is left where it is.
    """
    present = {id_ for theme in themes.themes for id_ in theme.members} | set(themes.other)
    added: dict[int, list[int]] = defaultdict(list)
    other = list(themes.other)
    for id_, at in places_of(themes, [comment for comment in new if comment.id not in present], lemmas).items():
        (other if at is None else added[at]).append(id_)
    grown = [
        replace(theme, members=tuple(sorted((*theme.members, *added[at])))) for at, theme in enumerate(themes.themes)
    ]
    return replace(themes, themes=_ordered(grown), other=tuple(sorted(other)))


def places_of(themes: Themes, new: Sequence[Said], lemmas: Lemmas | Reader) -> dict[int, int | None]:
    """New comment → which of the themes is nearest to it, None where all are too far."""
    reader, scale = reader_of(lemmas), Scale(themes.weights, themes.unknown)
    profiles = Directions([theme.profile for theme in themes.themes])
    return {
        comment.id: _nearest(profiles.closeness(scale.direction(reader.terms(comment.body), side_of(comment))))
        for comment in new
    }


def described_anew(theme: Theme, members: Sequence[Said], themes: Themes, lemmas: Lemmas | Reader) -> Theme:
    """A theme with the profile and the quotes of the members that it has now, measured as ``themes`` were."""
    reader, scale = reader_of(lemmas), Scale(themes.weights, themes.unknown)
    directions = {comment.id: scale.direction(reader.terms(comment.body), side_of(comment)) for comment in members}
    total: Counter[str] = Counter()
    for direction in directions.values():
        total.update(direction)
    profile = unit(dict(total))
    near = sorted(members, key=lambda one: (-round(closeness(directions[one.id], profile), 9), -one.weight, one.id))
    return replace(theme, profile=_strongest(profile), quotes=choose_quotes(near, profile, scale, reader))


def needs_new_start(themes: Themes, n_new: int) -> bool:
    """Whether so many comments came in since the themes were last found that they should be found afresh."""
    return n_new >= max(FEW_NEW, NEW_SHARE * themes.grouped)


def _texts(said: Sequence[Said], reader: Reader) -> list[_Text]:
    """Comments by wording and side, in an order that is theirs and not that of coming in."""
    together: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for comment in said:
        together[fold(comment.body), side_of(comment)].append(comment)
    found = []
    for (folded, side), comments in sorted(together.items()):
        comments.sort(key=lambda comment: comment.id)
        found.append(_Text(tuple(comments), folded, reader.terms(comments[0].body), side))
    return found


def _kept(fixed: Sequence[Theme], said: Sequence[Said]) -> list[Theme]:
    """Fixed themes with the members that are still there, each in one of them; empty ones go."""
    free = {comment.id for comment in said}
    kept = []
    for theme in fixed:
        members = tuple(id_ for id_ in dict.fromkeys(theme.members) if id_ in free)
        free -= set(members)
        if members:
            kept.append(replace(theme, members=members, fixed=True))
    return kept


def _own_profile(theme: Theme, texts: Sequence[_Text], scale: Scale) -> Vector:
    """The middle of what a fixed theme holds."""
    members = set(theme.members)
    found: Counter[str] = Counter()
    for text in texts:
        if not members.isdisjoint(text.ids):
            found.update(text.direction(scale))
    return unit(dict(found))


def _groups(free: Sequence[_Text], scale: Scale) -> list[_Group]:
    """The groups that a sample of the texts makes."""
    sample = _sample(free)
    vectors = [text.direction(scale) for text in sample]
    smoothed = smooth(vectors)
    wanted = min(MOST_THEMES, 1 + round(PER_ROOT * math.sqrt(len(free))))
    copied = {at for at, text in enumerate(sample) if len(text.comments) > 1}
    found = []
    for group in groups(smoothed.closeness, wanted):
        held = sorted({*at_home(group, smoothed.plain, ALIKE), *copied.intersection(group)})
        if held:
            found.append(_Group([sample[at] for at in held], middle(held, smoothed.mixtures, vectors)))
    return sorted(found, key=lambda group: -sum(len(text.comments) for text in group.texts))[:wanted]


def _sample(texts: Sequence[_Text]) -> list[_Text]:
    """All texts, or of very many those that came most often and, by the lot of a checksum, others."""
    if len(texts) <= SAMPLE:
        return list(texts)
    drawn = sorted(
        texts,
        key=lambda text: (-len(text.comments), zlib.crc32(text.folded.encode(errors="surrogatepass")), text.folded),
    )
    return sorted(drawn[:SAMPLE], key=lambda text: (text.folded, text.side))


def _members(
    texts: Sequence[_Text],
    profiles: Sequence[Vector],
    grouped: Mapping[_Text, int],
    kept: Sequence[Theme],
    scale: Scale,
) -> list[list[Said]]:
    """The comments of each profile, nearest first; of equals those that more people signed.

    What a fixed theme holds stays. A text that is in a group stays there unless a fixed theme is nearer;
    any other goes to the nearest, or nowhere.
    """
    holder = {id_: at for at, theme in enumerate(kept) for id_ in theme.members}
    known = Directions(profiles)
    found: list[list[tuple[float, int, int, Said]]] = [[] for _ in profiles]
    for text in texts:
        values = known.closeness(text.direction(scale))
        among = [*range(len(kept)), grouped[text]] if text in grouped else range(len(profiles))
        nearest = _nearest(values, among)
        for comment in text.comments:
            at = holder.get(comment.id, nearest)
            if at is not None:
                found[at].append((-round(values[at], 9), -comment.weight, comment.id, comment))
    return [[comment for *_, comment in sorted(group, key=lambda one: one[:3])] for group in found]


def _nearest(values: Sequence[float], among: Iterable[int] | None = None) -> int | None:
    """Which of the values is the largest, the first of equals; none where all are too small."""
    asked = range(len(values)) if among is None else among
    at = max(asked, key=lambda at: (values[at], -at), default=None)
    return at if at is not None and values[at] >= NEAR else None


def _named(
    members: Sequence[Sequence[Said]],
    profiles: Sequence[Vector],
    kept: Sequence[Theme],
    scale: Scale,
    reader: Reader,
) -> list[Theme]:
    """Themes with their quotes and labels; what is too small or has no word for a name is left out."""
    large = [at for at, comments in enumerate(members) if at < len(kept) or len(comments) >= SMALLEST]
    new = [at for at in large if at >= len(kept)]
    labels = {at: theme.label for at, theme in enumerate(kept)}
    bodies = [[comment.body for comment in members[at]] for at in new]
    labels |= dict(zip(new, make_labels(bodies, labels.values(), scale.weights, reader), strict=True))
    return [
        Theme(
            labels[at],
            tuple(sorted(comment.id for comment in members[at])),
            choose_quotes(members[at], profiles[at], scale, reader),
            _strongest(profiles[at]),
            at < len(kept),
        )
        for at in large
        if labels[at]
    ]


def _strongest(profile: Vector) -> Vector:
    return dict(sorted(profile.items(), key=lambda item: (-item[1], item[0]))[:PROFILE])


def _themes(themes: Sequence[Theme], said: Sequence[Said], scale: Scale) -> Themes:
    """All together, with as much of the scale as later comments need."""
    placed = {id_ for theme in themes for id_ in theme.members}
    needed = {term for theme in themes for term in theme.profile}
    return Themes(
        _ordered(themes),
        tuple(sorted(comment.id for comment in said if comment.id not in placed)),
        {term: weight for term, weight in scale.weights.items() if term in needed},
        median([weight for term, weight in scale.weights.items() if term not in needed] or [scale.unknown]),
        len(said),
    )


def _ordered(themes: Sequence[Theme]) -> tuple[Theme, ...]:
    return tuple(sorted(themes, key=lambda theme: (-len(theme.members), theme.label)))
