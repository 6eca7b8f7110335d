"""Groups of texts that resemble each other, from their directions. Pure, deterministic.

Comments are short: two that say the same thing often share no word. So each takes on the words of its
nearest neighbours first (a kernel smoothed once over the graph of nearest neighbours); then the closest
groups are joined one after another (UPGMA, average linkage: Sokal and Michener 1958), and at last each
text goes to the group whose middle is nearest (spherical k-means, Dhillon and Modha 2001).
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from operator import add

from .terms import Directions, Vector, unit

# A text takes words from this share of all texts, of fewer than eight from none, and from no more than so many.
NEIGHBOURS, NEIGHBOUR_SHARE = 15, 1 / 8
ROUNDS = 5
# Groups closer than this on average say the same, however few groups are wanted.
SAME = 0.75
# Groups farther apart than this on average have nothing in common, however many groups there are.
APART = 0.1

Matrix = list[list[float]]
Mixture = dict[int, float]


@dataclass(frozen=True)
class Smoothed:
    """Texts with their neighbours' words: ``mixtures`` says of which texts each is mixed, ``closeness`` how alike.

    ``plain`` is how alike the texts are by their own words alone.
    """

    plain: Matrix
    mixtures: list[Mixture]
    closeness: Matrix


def smooth(vectors: Sequence[Vector]) -> Smoothed:
    """Each text as much its own words as those of its nearest neighbours."""
    known = Directions(vectors)
    plain = [known.closeness(vector) for vector in vectors]
    mixtures = [_mixture(index, row, plain) for index, row in enumerate(plain)]
    half = [_mixed(mixture, plain) for mixture in mixtures]
    columns = [list(column) for column in zip(*half, strict=True)]
    products = [_mixed(mixture, columns) for mixture in mixtures]
    lengths = [math.sqrt(row[index]) or 1.0 for index, row in enumerate(products)]
    return Smoothed(
        plain,
        [
            {at: share / length for at, share in mixture.items()}
            for mixture, length in zip(mixtures, lengths, strict=True)
        ],
        [
            [value / (length * across) for value, across in zip(row, lengths, strict=True)]
            for row, length in zip(products, lengths, strict=True)
        ],
    )


def groups(closeness: Matrix, number: int) -> list[list[int]]:
    """So many groups of the texts, each text in one; fewer where they say the same, more where they share nothing."""
    return _refined(closeness, _joined(closeness, number))


def at_home(group: Sequence[int], plain: Matrix, least: float) -> list[int]:
    """Those of a group that resemble another of it by their own words."""
    return [index for index in group if any(plain[index][other] >= least for other in group if other != index)]


def middle(group: Sequence[int], mixtures: Sequence[Mixture], vectors: Sequence[Vector]) -> Vector:
    """The common direction of a group, with the words of its neighbours."""
    shares: dict[int, float] = defaultdict(float)
    for index in group:
        for at, share in mixtures[index].items():
            shares[at] += share
    found: dict[str, float] = defaultdict(float)
    for at, share in shares.items():
        for term, value in vectors[at].items():
            found[term] += share * value
    return unit(dict(found))


def _mixture(index: int, row: list[float], plain: Matrix) -> Mixture:
    """A text and its nearest neighbours, weighed by closeness, both halves of equal length."""
    number = min(NEIGHBOURS, round(len(row) * NEIGHBOUR_SHARE))
    others = ((value, -at) for at, value in enumerate(row) if value > 0 and at != index)
    near = sorted(others, reverse=True)[:number]
    mixture = {index: 1.0}
    length = math.sqrt(sum(one * other * plain[-at][-across] for one, at in near for other, across in near))
    for value, at in near:
        mixture[-at] = value / length
    return mixture


def _mixed(mixture: Mixture, rows: Matrix) -> list[float]:
    """The rows in their shares; two at a time, which is most of what smoothing costs."""
    found = [0.0] * len(rows)
    shares = [*mixture.items(), *[(0, 0.0)] * (len(mixture) % 2)]
    for (at, share), (across, other) in zip(shares[::2], shares[1::2], strict=True):
        found = [value + share * a + other * b for value, a, b in zip(found, rows[at], rows[across], strict=True)]
    return found


def _joined(closeness: Matrix, number: int) -> list[list[int]]:
    """Average linkage until so many groups are left and no two of them are the same, or none resemble."""
    sums = [list(row) for row in closeness]
    found: dict[int, list[int]] = {index: [index] for index in range(len(closeness))}
    best = {index: _nearest(index, found, sums) for index in found}
    while len(found) > 1:
        one = max(found, key=lambda index: (best[index][0], -index))
        value, other = best[one]
        if value < (SAME if len(found) <= number else APART):
            break
        _join(one, other, found, sums)
        del best[other]
        best[one] = _nearest(one, found, sums)
        for index in found:
            if index != one:
                if best[index][1] in (one, other):
                    best[index] = _nearest(index, found, sums)
                else:
                    average = sums[index][one] / (len(found[index]) * len(found[one]))
                    best[index] = max(best[index], (average, one), key=lambda pair: (pair[0], -pair[1]))
    return list(found.values())


def _join(one: int, other: int, found: dict[int, list[int]], sums: Matrix) -> None:
    sums[one] = list(map(add, sums[one], sums[other]))
    for index in found:
        sums[index][one] = sums[one][index]
    sums[one][one] += sums[one][other]
    found[one] += found.pop(other)


def _nearest(index: int, found: dict[int, list[int]], sums: Matrix) -> tuple[float, int]:
    row, size = sums[index], len(found[index])
    return max(
        ((row[at] / (size * len(group)), at) for at, group in found.items() if at != index),
        key=lambda pair: (pair[0], -pair[1]),
        default=(-1.0, -1),
    )


def _refined(closeness: Matrix, found: list[list[int]]) -> list[list[int]]:
    for _ in range(ROUNDS):
        towards = [_towards(group, closeness) for group in found]
        moved: list[list[int]] = [[] for _ in found]
        for index, values in enumerate(zip(*towards, strict=True)):
            moved[values.index(max(values))].append(index)
        moved = [group for group in moved if group]
        if moved == found:
            break
        found = moved
    return found


def _towards(group: list[int], closeness: Matrix) -> list[float]:
    """How close each text is to the middle of a group."""
    total = [0.0] * len(closeness)
    for index in group:
        total = list(map(add, total, closeness[index]))
    length = math.sqrt(sum(total[index] for index in group)) or 1.0
    return [value / length for value in total]
