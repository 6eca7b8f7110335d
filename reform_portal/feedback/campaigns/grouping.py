"""Which texts are copies of which, found as they come.

Pure. Each group has a hub, the text that all its members were compared with; chains, where each text is like
the one before and the last is nothing like the first, can so not join two letters. A text alone is its own hub.

The hub is the earliest text of the wording that came most often: what the others hold beside it is what their
authors added. Among wordings as frequent a much shorter text leads, then the earlier one. When another text comes
to lead, it takes the group over and every member is placed anew, so the order in which texts come hardly matters.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate, chain, islice
from typing import NamedTuple, Protocol

from ...drafts.matching import sequence_similarity
from .shingles import QUOTED, RUN, Print, sample_of, shared_words

# The mean of the shares of both texts that stand in the other. Words that came twice to the letter are a campaign,
# and what is much like them belongs to it. Of two texts alone, the shorter the more may be common phrases.
LIKE_CAMPAIGN = 0.62
LIKE, LIKE_WHEN_SHORT = 0.7, 0.9
LONG, SHORT = 80, 12
# So many words that stand in the other text as a whole are no chance: a letter pasted among own words.
WHOLE, WHOLE_WORDS = 0.95, 25
# No text is a copy of one that is less than this share of it.
LEAST_SHARE = 0.35
# The words in their order are compared only where so much is in runs.
WORTH_A_LOOK = 0.3
MUCH_SHORTER = 1.5
MUCH_OFTENER = 2
# The rarest runs of a text find its hubs, until so many were found; a run that so many hold finds nobody.
COMMON = 40
CANDIDATES = 6
# Looked at are hubs that share more than this part of what the best one shares, and of all that may be shared.
OF_BEST, OF_ALL = 4, 5


HubsOfRuns = Mapping[int, Collection[int]]


class Place(NamedTuple):
    """The hub of the group that a text belongs to, and how like it is (1 for the hub itself)."""

    hub: int
    similarity: float


class Kept(Protocol):
    """What was grouped before, asked for many at once. What is gone is not among the answers."""

    def with_words(self, words: Collection[int]) -> Mapping[int, Mapping[int, int]]:
        """Words of a print → each text that has them → its hub."""

    def with_runs(self, runs: Collection[int]) -> tuple[HubsOfRuns, HubsOfRuns]:
        """Sampled run → hubs that are found by it; sampled run → hubs with members that have it."""

    def prints(self, ids: Collection[int]) -> Mapping[int, Print]: ...

    def hubs_of(self, ids: Collection[int]) -> Mapping[int, int]: ...

    def members(self, hub: int) -> Collection[int]:
        """All texts of a group but its hub."""


class Nothing:
    """Nothing was grouped before."""

    def with_words(self, words: Collection[int]) -> Mapping[int, Mapping[int, int]]:
        return {}

    def with_runs(self, runs: Collection[int]) -> tuple[HubsOfRuns, HubsOfRuns]:
        return {}, {}

    def prints(self, ids: Collection[int]) -> Mapping[int, Print]:
        return {}

    def hubs_of(self, ids: Collection[int]) -> Mapping[int, int]:
        return {}

    def members(self, hub: int) -> Collection[int]:
        return ()


def similarity(one: Print, other: Print, copies: int = 1) -> float:
    """How far two texts are copies of each other, 0 to 1; 0 when they are not.

    Counted is the share of words in common runs, wherever they stand, so that swapped sentences and own words
    put between change little; and the share of words in common in their order, where words were replaced all over.
    ``copies`` tells how often the words of one of them came.
    """
    if one.words == other.words:
        return 1.0
    if one.is_short or other.is_short:
        return 0.0
    common = set(one.runs).intersection(other.runs)
    common.discard(QUOTED)
    if len(common) * RUN < LEAST_SHARE * min(one.own, other.own):
        return 0.0
    shares = [min(1.0, shared_words(print_.runs, common) / print_.own) for print_ in (one, other)]
    found = sum(shares) / 2 if min(shares) >= LEAST_SHARE else 0.0
    length = min(one.own, other.own)
    known = copies > 1 or (max(shares) >= WHOLE and length >= WHOLE_WORDS)
    least = LIKE_CAMPAIGN if known else _least(length)
    if found < least and sum(shares) / 2 >= WORTH_A_LOOK and not _quote(one, other):
        found = max(found, sequence_similarity(one.codes, other.codes))
    return found if found >= least else 0.0


def candidates(sample: Sequence[int], hubs_of_runs: HubsOfRuns) -> list[int]:
    """The hubs that share enough of a text's sampled runs, best first."""
    found = sorted((hubs for run in sample if (hubs := hubs_of_runs.get(run))), key=len)
    if not found:
        return []
    sizes = accumulate(len(hubs) for hubs in found)
    telling = [hubs for hubs, size in zip(found, sizes, strict=True) if size <= COMMON]
    votes = Counter(chain.from_iterable(telling))
    might_share = len(sample) - len(found) + len(telling)
    enough = max(max(votes.values(), default=0) / OF_BEST, might_share / OF_ALL)
    return [hub for _number, hub in sorted((-number, hub) for hub, number in votes.items() if number > enough)]


class Grouping:
    """Places texts among those that were kept.

    ``places`` are the texts that have another place than before, None for those that are gone; ``prints`` holds
    the print of each text that was looked at; ``found_by`` the sampled runs of each new hub by which it is found;
    ``leaders`` the hubs that have members now and had none, by all their sampled runs. Texts alone are many and
    share many a phrase, so they are looked for by rare runs only; leaders are few and looked for by all.
    """

    def __init__(self, kept: Kept | None = None) -> None:
        self.places: dict[int, Place | None] = {}
        self.prints: dict[int, Print] = {}
        self._kept = kept or Nothing()
        self._hubs_before: dict[int, int] = {}
        self._samples: dict[int, tuple[int, ...]] = {}
        self._with_words: dict[int, set[int]] = {}
        self._with_runs: dict[int, list[int]] = {}
        self._leaders_with_runs: dict[int, list[int]] = {}
        self._leaders_before: set[int] = set()
        self._asked: set[int] = set()
        self.found_by: dict[int, list[int]] = {}
        self.leaders: dict[int, tuple[int, ...]] = {}
        self._new_members: defaultdict[int, set[int]] = defaultdict(set)

    def take(self, texts: Mapping[int, Print], gone: Iterable[int] = ()) -> None:
        """Place ``texts``, new or changed, in the order of their ids; those that are ``gone`` leave their groups."""
        leaving = {*gone, *texts}
        self._hubs_before.update(self._kept.hubs_of([one for one in leaving if one not in self.places]))
        homeless = {mate for one in leaving if self._is_hub(one) for mate in self.members(one)} - leaving
        self._read(homeless)
        for one in leaving | homeless:
            self._leave(one)
        self.prints.update(texts)
        self._put({*texts, *homeless})

    def hub_of(self, one: int) -> int | None:
        """The hub of a text that was taken or looked at; None when it is gone or not known."""
        if one in self.places:
            place = self.places[one]
            return place.hub if place is not None else None
        return self._hubs_before.get(one)

    def members(self, hub: int) -> set[int]:
        """All texts of a group but its hub."""
        before = {one for one in self._kept.members(hub) if one not in self.places}
        return before | self._new_members[hub]

    def _put(self, ids: Collection[int]) -> None:
        ordered = sorted(ids)
        self._prepare(ordered)
        for one in ordered:
            self._put_one(one)

    def _put_one(self, one: int) -> None:
        same = self._same_words(one)
        if same is not None:
            self._join(one, same)
            self._elect(one, same)
            return
        alike = self._alike(one)
        if not alike:
            self._settle(one)
        elif all(self._leads(one, hub) for hub in alike):
            self._settle(one)
            self._take_over(one, alike)
        else:
            hub = self._strongest(hub for hub in alike if not self._leads(one, hub))
            self._join(one, hub)
            self._take_over(hub, [other for other in alike if other != hub and self._similarity(hub, other)])

    def _put_again(self, ids: Collection[int], hub: int) -> None:
        """Place texts that have lost their hub, first of all beside ``hub``; none of them comes to lead."""
        ordered = sorted(ids)
        self._prepare(ordered)
        for one in ordered:
            if self._similarity(one, hub):
                self._join(one, hub)
                continue
            alike = self._alike(one)
            if alike:
                self._join(one, self._strongest(alike))
            else:
                self._settle(one)

    def _same_words(self, one: int) -> int | None:
        """The hub of the texts that have the very same words."""
        other = next(iter(self._having_words_of(one)), None)
        return self.hub_of(other) if other is not None else None

    def _alike(self, one: int) -> list[int]:
        near = [hub for hub in self._near(one) if self._is_hub(hub) and hub != one]
        self._read(near)
        return [hub for hub in near if self._similarity(one, hub)]

    def _near(self, one: int) -> list[int]:
        sample, near = self._samples[one], {}
        for hubs_of_runs in (self._leaders_with_runs, self._with_runs):
            alive = (hub for hub in candidates(sample, hubs_of_runs) if self._is_hub(hub))
            near.update(dict.fromkeys(islice(alive, CANDIDATES)))
        return list(near)

    def _elect(self, one: int, hub: int) -> None:
        """After ``one`` came with known words: let the earliest text with these words lead the group when it should."""
        copies = self._having_words_of(one)
        if self.prints[one].words != self.prints[hub].words:
            if len(copies) >= MUCH_OFTENER * len(self._having_words_of(hub)):
                self._lead(min(copies), [hub])
        elif one < hub:
            self._lead(one, [hub])
        elif len(copies) == MUCH_OFTENER:
            self._lead(hub)

    def _lead(self, one: int, hubs: Collection[int] = ()) -> None:
        """Let a text be the hub of these hubs' groups and of all that it leads."""
        self._read([one])
        self._prepare([one])
        led = {*hubs, *(near for near in self._alike(one) if self._leads(one, near))}
        if not self._is_hub(one):
            self._leave(one)
            self._settle(one)
        self._take_over(one, led)

    def _strongest(self, hubs: Iterable[int]) -> int:
        """The hub whose words came most often, the earliest of such."""
        return min(hubs, key=lambda hub: (-len(self._having_words_of(hub)), hub))

    def _similarity(self, one: int, other: int) -> float:
        copies = max(len(self._having_words_of(one)), len(self._having_words_of(other)))
        return similarity(self.prints[one], self.prints[other], copies)

    def _leads(self, one: int, hub: int) -> bool:
        copies, others = max(1, len(self._having_words_of(one))), len(self._having_words_of(hub))
        if copies >= MUCH_OFTENER * others or others >= MUCH_OFTENER * copies:
            return copies > others
        length, other_length = self.prints[one].own, self.prints[hub].own
        if length * MUCH_SHORTER <= other_length:
            return True
        return one < hub and length <= other_length * MUCH_SHORTER

    def _take_over(self, one: int, hubs: Collection[int]) -> None:
        """Let the members of other hubs' groups, and these hubs, be placed anew beside the hub ``one``."""
        mates = {mate for hub in hubs for mate in (hub, *self.members(hub))} - {one}
        if not mates:
            return
        self._read(mates)
        for mate in mates:
            self._leave(mate)
        self._put_again(mates, one)

    def _settle(self, one: int) -> None:
        """Let a text be a hub."""
        self._place(one, Place(one, 1.0))
        self.found_by[one] = []
        for run in self._samples[one]:
            hubs = self._with_runs.setdefault(run, [])
            if one not in hubs:
                if len(hubs) >= COMMON:
                    continue
                hubs.append(one)
            self.found_by[one].append(run)

    def _join(self, one: int, hub: int) -> None:
        self._read([hub])
        self._place(one, Place(hub, self._similarity(one, hub)))
        self._new_members[hub].add(one)
        if hub not in self.leaders and (hub in self.places or hub not in self._leaders_before):
            self._count_among_leaders(hub)

    def _count_among_leaders(self, hub: int) -> None:
        self.leaders[hub] = self._samples.get(hub) or sample_of(self.prints[hub])
        for run in self.leaders[hub]:
            hubs = self._leaders_with_runs.setdefault(run, [])
            if hub not in hubs:
                hubs.append(hub)

    def _place(self, one: int, place: Place) -> None:
        self.places[one] = place
        self._having_words_of(one).add(one)

    def _leave(self, one: int) -> None:
        hub = self.hub_of(one)
        if hub is not None:
            self._new_members[hub].discard(one)
        if one in self.prints:
            self._with_words.get(self.prints[one].words, set()).discard(one)
        self.places[one] = None

    def _is_hub(self, one: int) -> bool:
        return self.hub_of(one) == one

    def _having_words_of(self, one: int) -> set[int]:
        words = self.prints[one].words
        if words not in self._with_words:
            self._know_words({words})
        return self._with_words[words]

    def _know_words(self, words: Collection[int]) -> None:
        unknown = [one for one in words if one not in self._with_words]
        if not unknown:
            return
        known = self._kept.with_words(unknown)
        for one in unknown:
            before = known.get(one, {})
            self._with_words[one] = {text for text in before if text not in self.places}
            self._hubs_before.update(before)

    def _read(self, ids: Iterable[int]) -> None:
        missing = [one for one in ids if one not in self.prints]
        if missing:
            self.prints.update(self._kept.prints(missing))

    def _prepare(self, ids: Sequence[int]) -> None:
        """Ask at once for all that placing these texts needs."""
        for one in ids:
            self._samples[one] = sample_of(self.prints[one])
        self._know_words({self.prints[one].words for one in ids})
        runs = {run for one in ids for run in self._samples[one]} - self._asked
        if runs:
            self._asked |= runs
            hubs, leaders = self._kept.with_runs(runs)
            self._add_kept(self._with_runs, hubs)
            self._leaders_before.update(chain.from_iterable(leaders.values()))
            self._add_kept(self._leaders_with_runs, leaders)
        near = {hub for one in ids for hub in self._near(one)}
        self._read(near)
        self._know_words({self.prints[hub].words for hub in near})

    def _add_kept(self, known: dict[int, list[int]], kept: HubsOfRuns) -> None:
        for run, hubs in kept.items():
            known[run] = [*hubs, *known.get(run, ())]
            self._hubs_before.update({hub: hub for hub in hubs})


def _least(words: int) -> float:
    """What two texts must reach, by the words of the shorter."""
    short = max(0.0, min(1.0, (LONG - words) / (LONG - SHORT)))
    return LIKE + (LIKE_WHEN_SHORT - LIKE) * short


def _quote(*prints: Print) -> bool:
    return any(QUOTED in print_.runs for print_ in prints)
