"""Which clause of a new version is which clause of the one before.

Pure. The first form: equal text first, then ids of the source, then the same address with similar
words. Below the threshold it says that a clause is gone; it never guesses.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .matching import fold, similarity

SIMILAR_ENOUGH = 0.5
OFTEN = 20


@dataclass(frozen=True)
class Aligned:
    """A clause as alignment sees it."""

    eid: str
    kind: str
    text: str
    source_id: str | None = None


def align(before: Sequence[Aligned], after: Sequence[Aligned]) -> dict[int, int]:
    """Index in ``after`` → index in ``before`` for every clause that lives on."""
    pairs: dict[int, int] = {}
    _by_unique_text(before, after, pairs)
    _by_order_of_text(before, after, pairs)
    _by_source_id(before, after, pairs)
    _by_address(before, after, pairs)
    return pairs


def _by_unique_text(before: Sequence[Aligned], after: Sequence[Aligned], pairs: dict[int, int]) -> None:
    old, new = _unique(before), _unique(after)
    pairs.update({new[key]: old[key] for key in new.keys() & old.keys()})


def _unique(clauses: Sequence[Aligned]) -> dict[str, int]:
    keys = [fold(clause.text) for clause in clauses]
    counts = Counter(keys)
    return {key: index for index, key in enumerate(keys) if key and counts[key] == 1}


def _by_order_of_text(before: Sequence[Aligned], after: Sequence[Aligned], pairs: dict[int, int]) -> None:
    """Texts that stand several times: those in the same run of equal texts belong together."""
    taken = set(pairs.values())
    old, new = _rare_texts(before, "old"), _rare_texts(after, "new")
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            if block.b + offset not in pairs and block.a + offset not in taken:
                pairs[block.b + offset] = block.a + offset
                taken.add(block.a + offset)


def _rare_texts(clauses: Sequence[Aligned], side: str) -> list[str]:
    """Texts to be matched in order; what stands dozens of times tells nothing and costs cubic time."""
    keys = [fold(clause.text) for clause in clauses]
    counts = Counter(keys)
    return [key if counts[key] <= OFTEN else f"{side}:{index}" for index, key in enumerate(keys)]


def _by_source_id(before: Sequence[Aligned], after: Sequence[Aligned], pairs: dict[int, int]) -> None:
    taken = set(pairs.values())
    ids = {clause.source_id: i for i, clause in enumerate(before) if clause.source_id and i not in taken}
    for index, clause in enumerate(after):
        if index not in pairs and clause.source_id in ids:
            pairs[index] = ids.pop(clause.source_id)


def _by_address(before: Sequence[Aligned], after: Sequence[Aligned], pairs: dict[int, int]) -> None:
    taken = set(pairs.values())
    addresses = {clause.eid: i for i, clause in enumerate(before) if i not in taken}
    for index, clause in enumerate(after):
        other = addresses.get(clause.eid)
        if index in pairs or other is None:
            continue
        if clause.kind == before[other].kind and similarity(clause.text, before[other].text) >= SIMILAR_ENOUGH:
            pairs[index] = other
