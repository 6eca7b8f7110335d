"""Pages over HTTP beside the constant page: in turns, so that noise meets both, and medians are compared."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from .client import Client
from .figures import Figure, Goal
from .material import PASSWORD, READ, Material
from .processes import cpu_seconds
from .servers import Server

ROUNDS = 40
TURN = 5
WARM_UP = 10


@dataclass(frozen=True)
class Timed:
    """Milliseconds of one page and of the constant page in the same minutes, and CPU milliseconds per request."""

    page: list[float]
    constant: list[float]
    cpu: float
    constant_cpu: float

    def figure(self, name: str, goal: Goal, size: int) -> Figure:
        middle, p95 = median(self.page), quantiles(self.page, n=20)[-1]
        note = f"p95 {p95:.1f}, CPU {self.cpu:.1f} ms ({self.cpu / max(self.constant_cpu, 1e-9):.1f} ×), {size // 1024} KB sent"
        more = {"p95": p95, "cpu": self.cpu, "constant": median(self.constant), "constant_cpu": self.constant_cpu}
        return Figure(name, middle, "ms", middle / median(self.constant), goal, note, more)


def measure_pages(portal: Server, constant: Server, material: Material, database: Path) -> list[Figure]:
    """The reading page and the busy clause's page: the first time after a change, then unchanged."""
    citizen, anybody = Client(portal.port), Client(portal.port)
    citizen.sign_in(material.emails[0], PASSWORD)
    change = _changer(database)
    clause = f"/drafts/{READ}/{material.busy}"
    _check_clause_page(citizen, clause)
    measured = [
        ("reading page signed out, first", anybody, f"/drafts/{READ}/", change, Goal(most=14, of_ratio=True)),
        ("reading page signed out, from cache", anybody, f"/drafts/{READ}/", None, Goal(most=1, of_ratio=True)),
        ("clause page signed in, first", citizen, clause, change, Goal(most=6, of_ratio=True)),
        ("clause page signed in, again", citizen, clause, None, Goal(most=6, of_ratio=True)),
    ]
    figures: list[Figure] = []
    all_constant: list[float] = []
    for name, client, path, before, goal in measured:
        timed = _in_turns(portal, constant, client, path, before)
        all_constant += timed.constant
        figures.append(timed.figure(name, goal, len(client.get(path))))
    return [
        Figure("constant Flask page of 60 KB", median(all_constant), "ms", 1.0, note=f"{len(all_constant)} requests"),
        *figures,
    ]


def _in_turns(portal: Server, constant: Server, client: Client, path: str, before: Callable[[], None] | None) -> Timed:
    """``before`` is called before each request of the page and is not timed."""
    other = Client(constant.port)
    for _ in range(WARM_UP):
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
    """Something public changed in the law that is read: every kept page of it is stale."""

    def change() -> None:
        with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
            connection.execute("UPDATE drafts SET revision = revision + 1 WHERE slug = ?", (READ,))

    return change


def _check_clause_page(client: Client, path: str) -> None:
    shown = client.get(path, gzip=False).count(b'id="comment-')
    if shown != 100:
        raise RuntimeError(f"the clause page shows {shown} comments, not 100")
