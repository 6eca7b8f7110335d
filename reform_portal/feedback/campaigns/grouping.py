"""Which texts are copies of which, found as they come.

Pure. Each group has a hub, the text that all its members were compared with; chains, where each text is like
the one before and the last is nothing like the first, can so not join two letters. A text alone is its own hub.

The hub is the earliest text of the wording that came most often: what the others hold beside it is what their
authors added. Where none came twice, it is the text most like the others, chosen anew whenever a group has doubled: of
copies that all were changed it is the nearest to the letter that nobody sent. Among wordings as frequent a much shorter
text leads, then the earlier one. When another text comes to lead, it takes the group over and every member is placed
anew, so the order in which texts come hardly matters.

How much two texts must share depends on what they share. People who agree use the same phrases, and of phrases alone
a text can share a half with a stranger's. So the words in common count for more where they are rare: few other hubs
have them, and what else the text says nobody has said. Copies of a letter are one hub, so a large campaign does not
make its own words common.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, chain, islice
from typing import NamedTuple, Protocol

from ...drafts.matching import sequence_similarity
from .shingles import QUOTED, Print, Sample, longest_stretch, shared_pairs, shared_sample, shared_words, shares_of

# What the mean of the shares of both texts that stand in the other must reach, for long texts and for short ones: the
# shorter a text, the more of it may be common phrases. A campaign is known when a letter came twice to the word, or
# when three texts are alike: what is much like it belongs to it. Two texts alone must be more alike.
LIKE_KNOWN, LIKE_ALONE = (0.62, 0.8), (0.7, 0.9)
KNOWN_FROM = 3
LONG, SHORT = 80, 12
# The same where the words in common are rare among all texts: nobody has them by chance.
RARE_KNOWN, RARE_ALONE = (0.38, 0.55), (0.5, 0.85)
# Copies hold the letter from end to end: one of the two lacks less than this part of the other as a whole.
WHOLE_OF_RARE = 0.75
# So many words that stand in the other text as a whole are no chance: a letter pasted among own words.
WHOLE, WHOLE_WORDS = 0.95, 25
# No text is a copy of one that is less than this share of it.
LEAST_SHARE = 0.35
LEAST_RARE_SHARE = 0.3
# So large a part may stand anywhere; of less, one stretch in the other's order must make up a part of the shorter text.
ANYWHERE_KNOWN, ANYWHERE_ALONE = 0.58, 0.65
STRETCH_KNOWN, STRETCH_ALONE = 0.45, 0.5
# Texts with fewer sampled runs in common are not compared run by run.
ENOUGH_RUNS = 5
# Runs overlap: so many words at most come with each run in common, or the texts are not worth comparing.
WORDS_OF_RUN = 2
# The words in their order are compared only where so much is in runs.
WORTH_A_LOOK = 0.3
MUCH_SHORTER = 1.5
MUCH_OFTENER = 2
# A short run that so many hubs hold is a common phrase and finds nobody; a rare one is evidence.
RARE = 6
# So large a part of the runs in common is rare where they are words of one's own and no stock phrases.
RARE_PART = 0.6
# Of what else such a text says so large a part nobody has said before.
FRESH_PART = 0.4
# The rarest runs of a text find its hubs, until so many were found.
COMMON = 40
CANDIDATES = 4
# Looked at are hubs that share so many runs, and more than a part of what the best one shares. Among leaders all runs
# tell something and two are enough; among texts alone only rare runs, and three.
LEAST_VOTES, OF_BEST = 2, 3
AMONG_LEADERS, AMONG_ALONE = (COMMON, LEAST_VOTES), (RARE, 3)
# Of a campaign's texts so many are compared to find the one most like all, whenever it has so many or twice as many.
COMPARED = 12
ELECTIONS = frozenset(KNOWN_FROM * 2**turn for turn in range(20))
CLEARLY = 0.03


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


def similarity(
    one: Print, other: Print, known: bool = False, hubs_of_runs: HubsOfRuns | None = None, but: Collection[int] = ()
) -> float:
    """How far two texts are copies of each other, 0 to 1; 0 when they are not.

    ``known`` tells that one of them leads a campaign. ``hubs_of_runs`` has the hubs of all short sampled runs of
    ``one``, of which those ``but`` are the two texts themselves; without it nothing is taken for rare.
    """
    if one.words == other.words:
        return 1.0
    common = shared_sample(one.sample, other.sample)
    found = _in_runs(one, other, known) if len(common) >= ENOUGH_RUNS else 0.0
    if found or len(common) < LEAST_VOTES or hubs_of_runs is None:
        return found
    return _in_pairs(one, other, known) if _are_own_words(one.sample, common, hubs_of_runs, but) else 0.0


def _in_runs(one: Print, other: Print, known: bool) -> float:
    """The share of words in common runs, wherever they stand, so that swapped sentences and own words put between
    change little; or the share of words in common in their order, where words were replaced all over."""
    common = set(one.runs).intersection(other.runs)
    common.discard(QUOTED)
    if len(common) * WORDS_OF_RUN < LEAST_SHARE * min(one.own, other.own):
        return 0.0
    shares = [min(1.0, shared_words(print_.runs, common) / print_.own) for print_ in (one, other)]
    found = sum(shares) / 2 if min(shares) >= LEAST_SHARE else 0.0
    length = min(one.own, other.own)
    known = known or (max(shares) >= WHOLE and length >= WHOLE_WORDS)
    least = _least(length, *(LIKE_KNOWN if known else LIKE_ALONE))
    if found < least and sum(shares) / 2 >= WORTH_A_LOOK and not _quote(one, other):
        found = max(found, sequence_similarity(one.codes, other.codes))
    return found if found >= least else 0.0


def _in_pairs(one: Print, other: Print, known: bool) -> float:
    """The share of words in common pairs: what is left of a letter in which every fourth word was replaced.

    Two letters that have a half in common have as many; but then each lacks the other's half from end to end.
    """
    common = shared_pairs(one, other)
    (share, whole), (other_share, other_whole) = shares_of(one, common), shares_of(other, common)
    found = (share + other_share) / 2
    length = min(one.own, other.own)
    if (
        found < _least(length, *(RARE_KNOWN if known else RARE_ALONE))
        or min(share, other_share) < LEAST_RARE_SHARE
        or max(whole, other_whole) < WHOLE_OF_RARE
    ):
        return 0.0
    if found >= (ANYWHERE_KNOWN if known else ANYWHERE_ALONE):
        return found
    stretch = max(longest_stretch(one, other), longest_stretch(other, one))
    return found if stretch >= (STRETCH_KNOWN if known else STRETCH_ALONE) * length else 0.0


def _are_own_words(sample: Sample, common: AbstractSet[int], hubs_of_runs: HubsOfRuns, but: Collection[int]) -> bool:
    """Whether hardly anybody else has what a text shares with another, and what else it says is no phrase of others."""

    def holders(run: int) -> int:
        hubs = hubs_of_runs.get(run)
        return len(hubs) - sum(one in hubs for one in but) if hubs else 0

    shared = common & frozenset(sample.short)
    if not shared or sum(holders(run) < RARE for run in shared) < RARE_PART * len(shared):
        return False
    alone = [run for run in sample.short if run not in shared]
    return sum(not holders(run) for run in alone) >= FRESH_PART * len(alone)


def shared_part(one: Print, other: Print) -> float:
    """The mean of the shares of both texts that stand in the other, 0 to 1."""
    common = shared_pairs(one, other)
    return (shares_of(one, common)[0] + shares_of(other, common)[0]) / 2 if common else 0.0


def candidates(sample: Sample, hubs_of_runs: HubsOfRuns, common: int, least: int) -> list[int]:
    """The hubs that share ``least`` of a text's sampled runs and enough of what the best one shares, best first.

    A short run that ``common`` hubs have tells nothing.
    """
    get = hubs_of_runs.get
    found = [hubs for run in sample.short if (hubs := get(run)) and len(hubs) < common]
    found += [hubs for run in sample.long if (hubs := get(run))]
    if len(found) < least:
        return []
    if sum(map(len, found)) > COMMON:
        found.sort(key=len)
        sizes = accumulate(map(len, found))
        found = [hubs for hubs, size in zip(found, sizes, strict=True) if size <= COMMON]
    votes = Counter(chain.from_iterable(found))
    enough = max(max(votes.values(), default=0) / OF_BEST, least)
    return [hub for _number, hub in sorted((-number, hub) for hub, number in votes.items() if number >= enough)]


class Grouping:
    """Places texts among those that were kept.

    ``places`` are the texts that have another place than before, None for those that are gone; ``prints`` holds
    the print of each text that was looked at; ``found_by`` the sampled runs of each new hub by which it is found;
    ``leaders`` the hubs of campaigns that were none before, by all their sampled runs. Texts alone are many and
    share many a phrase, so they are looked for by rare runs only; leaders are few and looked for by all.
    """

    def __init__(self, kept: Kept | None = None) -> None:
        self.places: dict[int, Place | None] = {}
        self.prints: dict[int, Print] = {}
        self._kept = kept or Nothing()
        self._hubs_before: dict[int, int] = {}
        self._with_words: dict[int, set[int]] = {}
        self._with_runs: dict[int, list[int]] = {}
        self._leaders_with_runs: dict[int, list[int]] = {}
        self._leaders_before: set[int] = set()
        self._asked: set[int] = set()
        self.found_by: dict[int, list[int]] = {}
        self.leaders: dict[int, Sample] = {}
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
            hub = self._nearest(one, (hub for hub in alike if not self._leads(one, hub)))
            self._join(one, hub)
            self._take_over(hub, [other for other in alike if other != hub and self._similarity(hub, other)])
            self._elect_most_alike(hub)

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
                self._join(one, self._nearest(one, alike))
            else:
                self._settle(one)

    def _same_words(self, one: int) -> int | None:
        """The hub of the texts that have the very same words."""
        other = next(iter(self._having_words_of(one)), None)
        return self.hub_of(other) if other is not None else None

    def _alike(self, one: int) -> list[int]:
        near = [hub for hub in self._near(one) if hub != one]
        self._read(near)
        return [hub for hub in near if self._similarity(one, hub)]

    def _near(self, one: int) -> list[int]:
        sample, near = self.prints[one].sample, dict[int, None]()
        for found in (
            candidates(sample, self._leaders_with_runs, *AMONG_LEADERS),
            candidates(sample, self._with_runs, *AMONG_ALONE),
        ):
            near.update(dict.fromkeys(islice(filter(self._is_hub, found), CANDIDATES)))
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

    def _elect_most_alike(self, hub: int) -> None:
        """Let the text lead that is most like the others, as the letter itself would be, where none came twice."""
        if len(self._having_words_of(hub)) > 1:
            return
        mates = self.members(hub)
        size = len(mates) + 1
        if size < KNOWN_FROM or size not in ELECTIONS:
            return
        compared = sorted((hub, *sorted(mates)[: COMPARED - 1]))
        self._read(compared)
        likeness = {one: self._likeness(one, compared) for one in compared}
        best = max(compared, key=lambda one: (likeness[one], -one))
        if likeness[best] > likeness[hub] + CLEARLY:
            self._lead(best, [hub])
            hub = best
        self._lead(hub)

    def _likeness(self, one: int, others: Sequence[int]) -> float:
        return sum(shared_part(self.prints[one], self.prints[other]) for other in others if other != one)

    def _lead(self, one: int, hubs: Collection[int] = ()) -> None:
        """Let a text be the hub of these hubs' groups and of all that it leads."""
        self._read([one])
        self._prepare([one])
        led = {*hubs, *(near for near in self._alike(one) if self._leads(one, near))}
        if not self._is_hub(one):
            self._leave(one)
            self._settle(one)
        self._take_over(one, led)

    def _nearest(self, one: int, hubs: Iterable[int]) -> int:
        """The hub of a campaign before a text alone, then the most alike, the earliest of such."""
        return min(hubs, key=lambda hub: (not self._is_leader(hub), -self._similarity(one, hub), hub))

    def _similarity(self, one: int, other: int) -> float:
        known = self._is_leader(one) or self._is_leader(other)
        asked = self._asked.issuperset(self.prints[one].sample.short)
        return similarity(self.prints[one], self.prints[other], known, self._with_runs if asked else None, (one, other))

    def _leads(self, one: int, hub: int) -> bool:
        copies, others = max(1, len(self._having_words_of(one))), len(self._having_words_of(hub))
        if copies >= MUCH_OFTENER * others or others >= MUCH_OFTENER * copies:
            return copies > others
        if self._is_leader(one) != self._is_leader(hub):
            return self._is_leader(one)
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
        sample = self.prints[one].sample
        rare = [run for run in sample.short if self._is_found_by(one, run)]
        long = sample.long if len(rare) <= len(sample.short) / 2 else ()
        self.found_by[one] = [*rare, *(run for run in long if self._is_found_by(one, run))]

    def _is_found_by(self, one: int, run: int) -> bool:
        hubs = self._with_runs.setdefault(run, [])
        if one not in hubs and len(hubs) < RARE:
            hubs.append(one)
        return one in hubs

    def _join(self, one: int, hub: int) -> None:
        self._read([hub])
        self._place(one, Place(hub, self._similarity(one, hub)))
        self._new_members[hub].add(one)
        if not self._is_leader(hub) and self._is_campaign(hub):
            self._count_among_leaders(hub)

    def _is_leader(self, hub: int) -> bool:
        return hub in self.leaders or (hub in self._leaders_before and hub not in self.places)

    def _is_campaign(self, hub: int) -> bool:
        return len(self._having_words_of(hub)) > 1 or len(self.members(hub)) + 1 >= KNOWN_FROM

    def _count_among_leaders(self, hub: int) -> None:
        self.leaders[hub] = self.prints[hub].sample
        for run in self.leaders[hub].all:
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
        for run in self.found_by.pop(one, ()):
            self._with_runs[run].remove(one)
        self.leaders.pop(one, None)
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
        self._know_words({self.prints[one].words for one in ids})
        runs = {run for one in ids for run in self.prints[one].sample.asked} - self._asked
        if runs:
            self._asked |= runs
            hubs, leaders = self._kept.with_runs(runs)
            self._add_kept(self._with_runs, hubs)
            self._leaders_before.update(chain.from_iterable(leaders.values()))
            self._add_kept(self._leaders_with_runs, leaders)
        # Of texts with the same words only the first is looked for.
        new = {words: one for one in reversed(ids) if not self._with_words[words := self.prints[one].words]}
        near = {hub for one in new.values() for hub in self._near(one)}
        self._read(near)
        self._know_words({self.prints[hub].words for hub in near if hub in self._leaders_before})
        for hub in near:
            # A text alone is the only one with its words: others would have joined it.
            self._with_words.setdefault(self.prints[hub].words, {hub})

    def _add_kept(self, known: dict[int, list[int]], kept: HubsOfRuns) -> None:
        for run, hubs in kept.items():
            known[run] = [*hubs, *known.get(run, ())]
            self._hubs_before.update({hub: hub for hub in hubs})


def _least(words: int, for_long: float, for_short: float) -> float:
    """What two texts must reach, by the words of the shorter."""
    shortness = max(0.0, min(1.0, (LONG - words) / (LONG - SHORT)))
    return for_long + (for_short - for_long) * shortness


def _quote(*prints: Print) -> bool:
    return any(QUOTED in print_.runs for print_ in prints)
