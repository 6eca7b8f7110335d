"""How good the themes of comments are, and how fast: `python -m bench.themes`; 1 when a goal is missed.

The measure is ArgKP (Bar-Haim et al., ACL 2020): arguments on a topic for one stance, each matched by people
with key points. All arguments of a topic and stance are the comments of one clause, those of all topics the
draft. V is the V-measure (Rosenberg and Hirschberg 2007) over arguments that have exactly one key point, "other"
taken as a theme, and its mean over topics and stances; coverage is the share of all key points with which a comment
that is quoted was matched. Arguments that have none or several key points are grouped, but not asked about.
"""

import csv
import math
import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from reform_portal.core.lemmas import keys
from reform_portal.feedback.themes import Background, Said, Themes, background, extend, find_themes

from .words import UKRAINIAN_SHARE, english, sentences, ukrainian

CORPORA = Path(os.environ.get("REFORM_PORTAL_CORPORA", Path(__file__).resolve().parents[2] / "shared" / "corpora"))
STANCES = {"1": "support", "-1": "oppose"}
V_GOAL, COVERAGE_GOAL = 0.30, 0.65
MANY, SECONDS = 10_000, 5.0
FEW, FEW_SECONDS = 100, 0.1


@dataclass(frozen=True)
class Topic:
    """The arguments on a topic for one stance; ``matched`` gives each its key points."""

    said: list[Said]
    matched: list[set[str]]
    key_points: set[str]


@dataclass(frozen=True)
class Quality:
    """Means over topics: ``first_quotes`` is the coverage of the first quote of each theme alone."""

    v: float
    coverage: float
    first_quotes: float
    themes: float
    other: float


def lemmas(word: str) -> Sequence[str]:
    """The lemmas of a word as the search has them."""
    return keys(word)


def read_topics(part: str, folder: Path) -> list[Topic]:
    """The topics of "train" or "dev"."""
    matched: dict[str, set[str]] = defaultdict(set)
    for row in _rows(folder / f"labels_{part}.csv"):
        if row["label"] == "1":
            matched[row["arg_id"]].add(row["key_point_id"])
    topics: dict[tuple[str, str], Topic] = defaultdict(lambda: Topic([], [], set()))
    for row in _rows(folder / f"arguments_{part}.csv"):
        topic = topics[row["topic"], row["stance"]]
        topic.said.append(Said(len(topic.said), row["argument"], STANCES[row["stance"]]))
        topic.matched.append(matched[row["arg_id"]])
    for row in _rows(folder / f"key_points_{part}.csv"):
        topics[row["topic"], row["stance"]].key_points.add(row["key_point_id"])
    return list(topics.values())


def measure(topics: Sequence[Topic], known: Background | None, *, late: bool = False) -> Quality:
    """The quality of the themes of all topics; with ``late`` every second comment came after they were found."""
    found = [_themes(topic.said, known, late) for topic in topics]
    pairs = list(zip(topics, found, strict=True))
    return Quality(
        mean(v_measure(*_compared(topic, themes)) for topic, themes in pairs),
        _coverage(pairs, 99),
        _coverage(pairs, 1),
        mean(len(themes.themes) for themes in found),
        mean(len(themes.other) / len(topic.said) for topic, themes in pairs),
    )


def v_measure(truth: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    """The harmonic mean of homogeneity and completeness."""
    size = len(truth)
    one, other = Counter(truth), Counter(found)
    shared = sum(
        number / size * math.log(number * size / (one[a] * other[b]))
        for (a, b), number in Counter(zip(truth, found, strict=True)).items()
    )
    homogeneity, completeness = (
        shared / entropy if (entropy := _entropy(counts.values(), size)) else 1.0 for counts in (one, other)
    )
    total = homogeneity + completeness
    return 2 * homogeneity * completeness / total if total else 0.0


def seconds(number: int) -> float:
    """Processor time for the themes of so many made-up comments of 60 words, their words met before; best of three."""
    chance = random.Random(11)
    vocabularies = ukrainian(), english()
    said = [
        Said(id_, sentences(vocabularies[chance.random() >= UKRAINIAN_SHARE], chance, 60), chance.choice([*STANCES]))
        for id_ in range(number)
    ]
    known = background((comment.body for comment in said), lemmas)
    return min(_once(said, known) for _ in range(3))


def main() -> int:
    missed = 0
    print(f"{'':34}{'V':>7}{'coverage':>10}{'first quotes':>14}{'themes':>8}{'other':>7}")
    for part in ("train", "dev"):
        topics = read_topics(part, CORPORA / "kpa-argkp")
        known = background((comment.body for topic in topics for comment in topic.said), lemmas)
        quality = measure(topics, known)
        missed += (quality.v < V_GOAL) + (quality.coverage < COVERAGE_GOAL)
        _print(part, quality)
        _print(f"{part}, without the rest of the draft", measure(topics, None))
        _print(f"{part}, half of them later", measure(topics, known, late=True))
    for number, goal in ((FEW, FEW_SECONDS), (MANY, SECONDS)):
        took = seconds(number)
        missed += took > goal
        print(f"{number:6,} comments: {took:.2f} s of processor time (goal {goal} s)")
    print(f"goals: V {V_GOAL}, coverage {COVERAGE_GOAL:.0%}; {missed} missed")
    return 1 if missed else 0


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _once(said: Sequence[Said], known: Background) -> float:
    began = time.process_time()
    find_themes(said, lemmas, known)
    return time.process_time() - began


def _themes(said: Sequence[Said], known: Background | None, late: bool) -> Themes:
    if late:
        return extend(find_themes(said[::2], lemmas, known), said[1::2], lemmas)
    return find_themes(said, lemmas, known)


def _compared(topic: Topic, themes: Themes) -> tuple[list[str], list[int]]:
    """The key point and the theme of each argument that has one key point."""
    placed = {id_: at for at, theme in enumerate(themes.themes) for id_ in theme.members}
    asked = [comment.id for comment in topic.said if len(topic.matched[comment.id]) == 1]
    return [next(iter(topic.matched[id_])) for id_ in asked], [placed.get(id_, -1) for id_ in asked]


def _coverage(pairs: Sequence[tuple[Topic, Themes]], quotes: int) -> float:
    covered = sum(
        len({point for theme in themes.themes for id_, _ in theme.quotes[:quotes] for point in topic.matched[id_]})
        for topic, themes in pairs
    )
    return covered / sum(len(topic.key_points) for topic, _ in pairs)


def _entropy(counts: Iterable[int], size: int) -> float:
    return -sum(number / size * math.log(number / size) for number in counts)


def _print(name: str, found: Quality) -> None:
    print(
        f"{name:34}{found.v:7.3f}{found.coverage:10.1%}{found.first_quotes:14.1%}{found.themes:8.1f}{found.other:7.1%}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
