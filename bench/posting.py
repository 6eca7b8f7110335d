"""Posting comments through the form, durably: from one client, then from eight at once."""

import random
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

from .client import Client
from .figures import Figure, Goal
from .material import PASSWORD, READ, SEED, Material
from .servers import Server
from .words import sentences, ukrainian

ALONE = 100
TOGETHER = 50
PATIENCE = 30.0
# Comments that come in a second while it is looked how soon each of so many others is found.
A_SECOND, FOUND = 20, 12


class Poster:
    """A person with the form open, who sends it again and again."""

    def __init__(self, portal: Server, email: str, eid: str, seed: int) -> None:
        self._client = Client(portal.port)
        self._client.sign_in(email, PASSWORD)
        self._path = f"/drafts/{READ}/{eid}/comment"
        self._token = self._client.token_of(self._path)
        # Not as the seeds of the comments that are there: a copy of one of them would be offered to sign.
        self._chance = random.Random(f"posted {seed}")
        self._vocabulary = ukrainian()

    def post(self, body: str = "") -> float:
        """Post one comment; returns the milliseconds until it is confirmed."""
        fields = {
            "csrf_token": self._token,
            "stance": self._chance.choice(("support", "oppose", "amend")),
            "body": body or sentences(self._vocabulary, self._chance, 60),
            "name_mode": "full",
            "consent": "y",
        }
        began = time.perf_counter()
        self._client.post(self._path, fields, keep_cookies=False)
        return 1000 * (time.perf_counter() - began)

    def post_many(self, number: int) -> list[float]:
        return [self.post() for _ in range(number)]


def measure_posting(portal: Server, material: Material, folder: Path) -> list[Figure]:
    """With the worker following meanwhile, as it does in service."""
    posters = [Poster(portal, email, material.quiet, SEED + n) for n, email in enumerate(material.emails)]
    posters[0].post_many(5)
    began = time.perf_counter()
    alone = posters[0].post_many(ALONE)
    alone_seconds = time.perf_counter() - began
    began = time.perf_counter()
    with ThreadPoolExecutor(len(posters)) as threads:
        together = [ms for found in threads.map(lambda poster: poster.post_many(TOGETHER), posters) for ms in found]
    together_seconds = time.perf_counter() - began
    return [
        _rate("posting, 1 client", alone, alone_seconds),
        _rate(f"posting, {len(posters)} clients", together, together_seconds),
        _evenness(together),
        Figure(
            "durable one-row transactions here", _durable_transactions(folder), "/s", note="SQLite alone, for scale"
        ),
        _searchable(portal, posters),
    ]


def _rate(name: str, times: Sequence[float], seconds: float) -> Figure:
    p50, p99 = median(times), quantiles(times, n=100)[-1]
    note = f"p50 {p50:.1f}, p99 {p99:.1f}, max {max(times):.0f} ms"
    return Figure(name, len(times) / seconds, "comments/s", note=note, more={"p50": p50, "p99": p99, "max": max(times)})


def _evenness(times: Sequence[float]) -> Figure:
    return Figure(
        "posting, p99 to p50 with many clients", quantiles(times, n=100)[-1] / median(times), "×", goal=Goal(most=10)
    )


def _durable_transactions(folder: Path, number: int = 300) -> float:
    with closing(sqlite3.connect(folder / "durable.sqlite", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE said (words TEXT)")
        began = time.perf_counter()
        for _ in range(number):
            connection.execute("INSERT INTO said VALUES (?)", ("word " * 80,))
        return number / (time.perf_counter() - began)


def _searchable(portal: Server, posters: Sequence[Poster]) -> Figure:
    """Seconds from posting an unheard-of word until the search page finds it, the longest of several, while others
    post too."""
    chance = random.Random(SEED)
    with _others_posting(posters[1:]) as posted:
        began = time.perf_counter()
        seconds = [_until_found(portal, posters[0], _unheard_of(chance)) for _word in range(FOUND)]
        rate = len(posted) / (time.perf_counter() - began)
    note = f"median {median(seconds):.2f} s of {FOUND}, while {rate:.0f} comments a second came in"
    more = {"median": median(seconds), "rate": rate}
    return Figure("searchable after posting", max(seconds), "s", goal=Goal(most=2), note=note, more=more)


@contextmanager
def _others_posting(posters: Sequence[Poster]) -> Iterator[list[float]]:
    """Each posts so often that together they make ``A_SECOND``; gives the milliseconds that each post took."""
    posted: list[float] = []
    ended = threading.Event()

    def post(poster: Poster) -> None:
        while not ended.is_set():
            began = time.perf_counter()
            posted.append(poster.post())
            ended.wait(max(len(posters) / A_SECOND - (time.perf_counter() - began), 0))

    with ThreadPoolExecutor(len(posters)) as threads:
        working = [threads.submit(post, poster) for poster in posters]
        try:
            yield posted
        finally:
            ended.set()
    for work in working:
        work.result()


def _unheard_of(chance: random.Random) -> str:
    return "".join(chance.choice("бвгджзклмнпрстфхцчш") + chance.choice("аеиіоу") for _syllable in range(6))


def _until_found(portal: Server, poster: Poster, word: str) -> float:
    poster.post(f"Це {word} слово.")
    began = time.perf_counter()
    client = Client(portal.port)
    while time.perf_counter() - began < PATIENCE:
        if b"/comments/" in client.get(f"/search?q={quote(word)}", gzip=False):
            break
        time.sleep(0.05)
    return time.perf_counter() - began
