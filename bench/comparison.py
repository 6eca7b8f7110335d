"""What changed between two versions: the redline of a long text, the comparison page of a very large law."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

from flask import Flask

from reform_portal.core.database import unit_of_work
from reform_portal.discussion.placements.publishing import publish
from reform_portal.drafts.actions import DraftFacts
from reform_portal.drafts.redline import redline

from .client import Client
from .figures import Figure, Goal
from .law import law_text
from .pages import Timed
from .processes import cpu_seconds
from .servers import Server
from .words import ukrainian

WORDS = 12_000
REDLINES = 5
# Half as many again as the largest law of the corpora has.
CLAUSES = 3_000
LAW = "bench-large-law"
PAGE = f"/drafts/{LAW}/compare/1...2"
CHANGED = 0.05
ROUNDS = 10
TURN = 3
SEED = 20261123


def prepare_comparison(app: Flask) -> None:
    """Publish two versions of the large law; one paragraph in twenty has other words."""
    text = law_text(CLAUSES, SEED)
    with app.app_context():
        for number, version in enumerate((text, _amended(text)), start=1):
            with unit_of_work():
                publish(LAW, version.encode(), f"{number}.md", DraftFacts())


def measure_redline() -> list[Figure]:
    """Two texts of 12,000 words of law, one word in ten replaced."""
    chance, vocabulary = random.Random(SEED), ukrainian()
    old = vocabulary.draw(chance, WORDS)
    new = [word if chance.random() < 0.9 else chance.choice(old) for word in old]
    times = [_seconds(" ".join(old), " ".join(new)) for _ in range(REDLINES)]
    return [Figure("redline of 12,000 words", median(times), "s", goal=Goal(most=0.5, unit="s"))]


def measure_comparison(portal: Server, constant: Server, database: Path) -> list[Figure]:
    """The first page of changes and of the table: after something public changed, and again."""
    client = Client(portal.port)
    measured = [
        (f"comparison page of {CLAUSES:,} clauses, first", PAGE, _changer(database), Goal(most=40, of_ratio=True)),
        ("comparison page, from cache", PAGE, None, Goal(most=1.5, of_ratio=True)),
        ("comparative table on screen, first", PAGE + "?view=table", _changer(database), Goal(most=60, of_ratio=True)),
    ]
    return [
        _in_turns(portal, constant, client, path, before).figure(name, goal, len(client.get(path)))
        for name, path, before, goal in measured
    ]


def _in_turns(portal: Server, constant: Server, client: Client, path: str, before: Callable[[], None] | None) -> Timed:
    """``before`` is called before each request of the page and is not timed."""
    other = Client(constant.port)
    for _ in range(4):
        client.get(path)
        other.get("/")
    page, plain = [], []
    cpu, constant_cpu = cpu_seconds(portal.pid), cpu_seconds(constant.pid)
    for _ in range(ROUNDS):
        plain += [other.milliseconds("/") for _ in range(TURN)]
        for _ in range(TURN):
            if before is not None:
                before()
            page.append(client.milliseconds(path))
    cpu, constant_cpu = cpu_seconds(portal.pid) - cpu, cpu_seconds(constant.pid) - constant_cpu
    return Timed(page, plain, 1000 * cpu / len(page), 1000 * constant_cpu / len(plain))


def _changer(database: Path) -> Callable[[], None]:
    """Something public changed in the large law: its kept pages are stale."""

    def change() -> None:
        with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
            connection.execute("UPDATE drafts SET revision = revision + 1 WHERE slug = ?", (LAW,))

    return change


def _amended(text: str) -> str:
    chance, vocabulary = random.Random(SEED), ukrainian()
    paragraphs: list[str] = []
    for paragraph in text.split("\n\n"):
        words = paragraph.split(" ")
        if len(words) > 8 and paragraph[0] != "#" and chance.random() < CHANGED:
            words[5:6] = vocabulary.draw(chance, 2)
        paragraphs.append(" ".join(words))
    return "\n\n".join(paragraphs)


def _seconds(old: str, new: str) -> float:
    began = perf_counter()
    redline(old, new)
    return perf_counter() - began
