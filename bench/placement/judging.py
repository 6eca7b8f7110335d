"""Comments on the paragraphs of a step, and whether each stands where it should.

Pure. The judge goes by ids and by the words alone. Where words of a changed paragraph must be followed
and stand there more than once, two ways to compare them are asked, neither of them the portal's, and a place is
wrong if it is so by both.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from reform_portal.discussion.anchors import CHANGED, DETACHED, EXACT, MOVED, WHOLE_CLAUSE, Anchor, anchor_at
from reform_portal.discussion.placements.carrying import Carried, Clause, Standing, carry_all, find_ways
from reform_portal.drafts.actions import LIVES_ON
from reform_portal.drafts.alignment import Aligned, Link, align

from .laws import Step, Text

ON_STEP = 200
FEWEST, MOST = 3, 12
KEPT, UNMARKED, WRONG, RIGHTLY, WRONGLY = "kept", "not marked", "wrong", "rightly", "wrongly"
OUTCOMES = (KEPT, UNMARKED, WRONG, RIGHTLY, WRONGLY)
Aligner = Callable[[Sequence[Aligned], Sequence[Aligned]], list[Link]]
_MARKS = str.maketrans("’ʼ‘`«»“”„–—\u00a0", '\'\'\'\'"""""-- ')
_WORD = re.compile(r"\w+(?:['’ʼ‘`\u2011-]\w+)*|[^\w\s]")


@dataclass(frozen=True)
class Remark:
    """A comment on paragraph ``at`` of a step: on all of it, or on the words of its anchor."""

    comment_id: int
    at: int
    anchor: Anchor


def remarks_on(step: Step, limit: int = ON_STEP) -> list[Remark]:
    """Two comments on each of up to ``limit`` paragraphs: one on the whole, one on a run of 3 to 12 words.

    All changed and removed paragraphs are taken first, then some of the others; the same ones each time.
    """
    chance = random.Random(f"{step.law} {step.name}")
    found: list[Remark] = []
    for i in _chosen(step, limit, chance):
        for anchor in (WHOLE_CLAUSE, _some_words(step.before[i].text, chance)):
            if anchor is not None:
                found.append(Remark(len(found) + 1, i, anchor))
    return found


def _chosen(step: Step, limit: int, chance: random.Random) -> list[int]:
    kinds = defaultdict(list)
    for i, clause in enumerate(step.before):
        if clause.text:
            kinds[step.kind(i)].append(i)
    first = sorted(kinds["changed"] + kinds["removed"])
    if len(first) > limit:
        return sorted(chance.sample(first, limit))
    rest = kinds["unchanged"] + kinds[None]
    return sorted(first + chance.sample(rest, min(limit - len(first), len(rest))))


def _some_words(text: str, chance: random.Random) -> Anchor | None:
    words = [(found.start(), found.end()) for found in re.finditer(r"\S+", text)]
    if len(words) < FEWEST:
        return None
    number = chance.randint(FEWEST, min(MOST, len(words)))
    first = chance.randrange(len(words) - number + 1)
    return anchor_at(text, words[first][0], words[first + number - 1][1])


def aligned(step: Step, aligner: Aligner = align) -> list[Link]:
    """The links between the two texts, the ids of the source unseen."""
    return aligner(_for_alignment(step.before), _for_alignment(step.after))


def carried(step: Step, links: Sequence[Link], remarks: Iterable[Remark]) -> list[Carried]:
    """Where the comments stand, by the functions that publishing calls."""
    before = [_for_carrying(clause, i) for i, clause in enumerate(step.before)]
    provisions = {link.after: link.before for link in links if link.change in LIVES_ON}
    after = [_for_carrying(clause, provisions.get(j)) for j, clause in enumerate(step.after)]
    standings = [Standing(one.comment_id, one.anchor, before[one.at], one.at) for one in remarks]
    return carry_all(standings, find_ways(before, after, links))


def _for_alignment(text: Text) -> list[Aligned]:
    return [Aligned(clause.eid, clause.kind, clause.text, None, clause.num, clause.parent) for clause in text]


def _for_carrying(clause: object, provision_id: int | None) -> Clause:
    return Clause(clause.eid, clause.num, clause.text, clause.parent, provision_id)  # type: ignore[attr-defined]


def judge(step: Step, remark: Remark, found: Carried) -> str | None:
    """One of ``OUTCOMES``; None where the truth is not known and nothing speaks against the place.

    ``kept`` is the right paragraph, the right words of it, and the mark «changed» where they changed and
    only there; ``not marked`` is the right place with the wrong mark.
    """
    places = step.truth.get(remark.at)
    if places is None:
        return WRONG if found.state != DETACHED and found.after in step.taken else None
    if found.state == DETACHED:
        return RIGHTLY if _is_lost(step, remark, places) else WRONGLY
    if found.after is None or found.after not in places:
        return WRONG
    old, new = step.before[remark.at].text, step.after[found.after].text
    if not remark.anchor.exact:
        return KEPT if (found.state == CHANGED) == (old != new) else UNMARKED
    if len(places) > 1 and not _has(new, remark.anchor.exact) and _holders(step, remark, places):
        return WRONG
    return _judge_words(old, new, remark.anchor, found)


def _is_lost(step: Step, remark: Remark, places: frozenset[int]) -> bool:
    """Whether nothing is left that the comment could stand on."""
    if not places or not remark.anchor.exact:
        return not places
    old = step.before[remark.at].text
    return all(_words_lost(old, step.after[j].text, remark.anchor) for j in places)


def _words_lost(old: str, new: str, anchor: Anchor) -> bool:
    quoted = _quoted(old, anchor)
    left = sum(i in quoted for i, _j in _longest_blocks(old, new))
    return not _has(new, anchor.exact) and 2 * left < len(quoted)


def _judge_words(old: str, new: str, anchor: Anchor, found: Carried) -> str:
    assert found.start is not None and found.end is not None
    shown = new[found.start : found.end]
    if not _stands_right(old, new, anchor, found.start, found.end):
        return WRONG
    same = _folded(shown) == _folded(anchor.exact)
    return KEPT if same == (found.state in (EXACT, MOVED)) else UNMARKED


def _stands_right(old: str, new: str, anchor: Anchor, start: int, end: int) -> bool:
    if old == new:
        return (start, end) == (anchor.start, anchor.end)
    if len(list(_places(old, anchor.exact))) == 1 and len(places := list(_places(new, anchor.exact))) == 1:
        return places[0] == start
    shown, quoted = set(_indexes(new, start, end)), _quoted(old, anchor)
    return any(_agrees(pairs, shown, quoted) for pairs in (_longest_blocks(old, new), _most_words(old, new)))


def _agrees(pairs: Sequence[tuple[int, int]], shown: set[int], quoted: range) -> bool:
    """Whether half of the quoted words that live on are shown, or, if none does, what stands where they stood."""
    partners = {j for i, j in pairs if i in quoted}
    if partners:
        return 2 * len(shown & partners) >= len(partners)
    before = max((j for i, j in pairs if i < quoted.start), default=-1)
    after = min((j for i, j in pairs if i >= quoted.stop), default=len(shown) + max(shown, default=0) + 1)
    return any(before < j < after for j in shown)


def _holders(step: Step, remark: Remark, places: frozenset[int]) -> bool:
    return any(_has(step.after[j].text, remark.anchor.exact) for j in places)


def _quoted(old: str, anchor: Anchor) -> range:
    assert anchor.start is not None and anchor.end is not None
    return _indexes(old, anchor.start, anchor.end)


@lru_cache(maxsize=256)
def _longest_blocks(old: str, new: str) -> list[tuple[int, int]]:
    """Pairs of equal words: the longest run of them first, then those on either side of it."""
    matcher = SequenceMatcher(None, _plain_words(old), _plain_words(new), autojunk=False)
    return [(i + step, j + step) for i, j, size in matcher.get_matching_blocks() for step in range(size)]


@lru_cache(maxsize=256)
def _most_words(old: str, new: str) -> list[tuple[int, int]]:
    """Pairs of equal words, as many as can be had in order (longest common subsequence)."""
    olds, news = _plain_words(old), _plain_words(new)
    best = [[0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for i in range(len(olds) - 1, -1, -1):
        row, below = best[i], best[i + 1]
        for j in range(len(news) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if olds[i] == news[j] else max(below[j], row[j + 1])
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < len(olds) and j < len(news):
        if olds[i] == news[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return found


def _indexes(text: str, start: int, end: int) -> range:
    """Which words of a text stand between two offsets."""
    found = [index for index, (at, till, _word) in enumerate(_words(text)) if at < end and till > start]
    return range(found[0], found[-1] + 1) if found else range(0)


def _plain_words(text: str) -> list[str]:
    return [word for _at, _end, word in _words(text)]


@lru_cache(maxsize=1024)
def _words(text: str) -> list[tuple[int, int, str]]:
    return [(found.start(), found.end(), found[0].translate(_MARKS)) for found in _WORD.finditer(text)]


def _places(text: str, quote: str) -> Iterator[int]:
    text, quote = text.translate(_MARKS), quote.translate(_MARKS)
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _has(text: str, quote: str) -> bool:
    return next(_places(text, quote), None) is not None


def _folded(text: str) -> str:
    return " ".join(text.translate(_MARKS).split())
