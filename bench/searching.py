"""Search as the page does it, facets and excerpts included: nine shapes of query, up to 200 of each.

``python -m bench.searching <file>`` reads {shape: [query, …]} and prints {shape: [milliseconds, …]}.
"""

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from flask import Flask

from reform_portal.app import create_app
from reform_portal.search.queries import answer_to

from .figures import Figure, Goal
from .material import SEED
from .servers import run_apart

QUERIES = 200
QUESTION = 12
MOST_SECONDS = 10.0
COMMON, MIDDLE = 20, (300, 1000)
_WORD = re.compile(r"[\w’]+")


def measure_search(bodies: Sequence[str], folder: Path) -> list[Figure]:
    path = folder / "queries.json"
    path.write_text(json.dumps(queries_for(bodies), ensure_ascii=False), encoding="utf-8")
    found = json.loads(run_apart("bench.searching", str(path)))
    return [_figure(shape, times["ms"], times["hits"], len(bodies)) for shape, times in found.items()]


def queries_for(bodies: Sequence[str]) -> dict[str, list[str]]:
    """Queries of each shape, made of words that the comments hold."""
    chance = random.Random(SEED)
    texts = [_WORD.findall(body.lower()) for body in bodies]
    long = [words for words in texts if len(words) >= QUESTION]
    ranked = ranked_words(bodies)
    common, middle, rare = ranked[:COMMON], ranked[slice(*MIDDLE)], ranked[-len(ranked) // 3 :]
    shapes: dict[str, Callable[[], str]] = {
        "one rare word": lambda: chance.choice(rare),
        "one word of middling frequency": lambda: chance.choice(middle),
        "one of the 20 most common words": lambda: chance.choice(common),
        "two words": lambda: " ".join(chance.sample(chance.choice(texts), 2)),
        "a phrase": lambda: _phrase(chance.choice(texts), chance),
        "a phrase of common words": lambda: f'"{" ".join(chance.sample(common, 2))}"',
        "the beginning of a word": lambda: f"{chance.choice(common + middle)[:4]}*",
        f"a question of {QUESTION} words": lambda: " ".join(chance.sample(chance.choice(long), QUESTION)),
        "one word or another": lambda: f"{chance.choice(middle)} або {chance.choice(common + middle)}",
    }
    return {shape: [make() for _ in range(QUERIES)] for shape, make in shapes.items()}


def ranked_words(bodies: Sequence[str]) -> list[str]:
    """The words of the comments, the most common first."""
    return [word for word, _number in Counter(_WORD.findall(" ".join(bodies).lower())).most_common()]


def _phrase(words: list[str], chance: random.Random) -> str:
    begin = chance.randrange(len(words) - 2)
    return f'"{" ".join(words[begin : begin + chance.choice((2, 3))])}"'


def _figure(shape: str, times: Sequence[float], hits: float, comments: int) -> Figure:
    p50, p95 = median(times), quantiles(times, n=20)[-1]
    note = f"p50 {p50:.1f}, max {max(times):.0f} ms; {len(times)} queries, {hits:,.0f} hits at the median"
    more = {"p50": p50, "max": max(times), "queries": len(times), "comments": comments, "hits": hits}
    return Figure(f"search p95, {shape}", p95, "ms", goal=Goal(most=100), note=note, more=more)


def _ask(typed: str) -> tuple[float, int]:
    began = time.perf_counter()
    answer = answer_to({"q": typed})
    milliseconds = 1000 * (time.perf_counter() - began)
    if answer.unavailable:
        raise RuntimeError("the index cannot be searched")
    return milliseconds, answer.total


def main(path: str) -> None:
    app = create_app()
    asked = json.loads(Path(path).read_text(encoding="utf-8"))
    print(json.dumps({shape: _ask_all(app, queries) for shape, queries in asked.items()}))


def _ask_all(app: Flask, queries: Sequence[str]) -> dict[str, Any]:
    """Ask them one after another; where that takes too long, only the first of them."""
    answers: list[tuple[float, int]] = []
    until = time.perf_counter() + MOST_SECONDS
    for typed in queries:
        if time.perf_counter() > until and len(answers) >= 20:
            break
        with app.app_context():
            answers.append(_ask(typed))
    return {"ms": [ms for ms, _total in answers], "hits": median(total for _ms, total in answers)}


if __name__ == "__main__":
    main(sys.argv[1])
