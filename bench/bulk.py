"""Work in bulk, each in a process of its own: taking comments in, indexing them, summing them up.

``python -m bench.bulk import <slug>=<file>…`` and ``python -m bench.bulk follow`` print what they
measured as JSON.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reform_portal.app import create_app
from reform_portal.discussion.comment_import import CommentImport, ImportResult
from reform_portal.journal import readers
from reform_portal.journal.queries import last_number
from reform_portal.search.reader import rebuild

from .figures import Figure, Goal
from .processes import peak_rss_mib
from .servers import run_apart

PATIENCE = 600.0


def measure_import(files: dict[str, Path]) -> list[Figure]:
    """Take in files of comments with the class behind ``comments import``."""
    found = json.loads(run_apart("bench.bulk", "import", *(f"{slug}={path}" for slug, path in files.items())))
    return [
        _speed("bulk import", found, "import", "comments/s", Goal(least=1500)),
        Figure("bulk import, peak memory", found["peak"], "MiB", note="the whole process"),
    ]


def measure_following() -> list[Figure]:
    """The worker's readers: the index from nothing, then as many comments as one batch, then all summaries."""
    found = json.loads(run_apart("bench.bulk", "follow"))
    return [
        _speed("worker: search index from nothing", found, "rebuild", "documents/s"),
        _speed("worker: search index follows", found, "follow", "comments/s"),
        _speed("worker: summaries of all clauses", found, "summaries", "comments/s"),
        Figure("worker, peak memory", found["peak"], "MiB", note="the whole process"),
    ]


def _speed(name: str, found: dict[str, Any], work: str, unit: str, goal: Goal | None = None) -> Figure:
    number, seconds, cpu = found[work]
    note = f"{number:,} in {seconds:.1f} s, CPU {cpu:.1f} s"
    return Figure(name, number / seconds, unit, goal=goal, note=note, more={"seconds": seconds, "cpu": cpu})


def _import(pairs: Sequence[str]) -> dict[str, Any]:
    runs = [(CommentImport(slug, "bench"), Path(path)) for slug, path in (pair.split("=", 1) for pair in pairs)]
    return {"import": _timed(lambda: sum(_taken(run.run(path, {})) for run, path in runs))}


def _taken(result: ImportResult) -> int:
    if result.rejected:
        raise RuntimeError(f"{len(result.rejected)} rows were refused: {result.rejected[0].reason}")
    return result.taken


def _follow(found: Sequence[readers.Reader]) -> dict[str, Any]:
    of_name = {reader.name: reader for reader in found}
    return {
        "rebuild": _timed(rebuild),
        "follow": _timed(lambda: _read_from(of_name["search"], last_number() - readers.BATCH)),
        "summaries": _timed(lambda: _read_from(of_name["summaries"], 0)),
    }


def _read_from(reader: readers.Reader, entry: int) -> int:
    """Let a reader begin after a journal entry; returns how many it read."""
    readers.reset(reader.name, entry)
    readers.run_once([reader], PATIENCE)
    return last_number() - entry


def _timed(work: Callable[[], int]) -> tuple[int, float, float]:
    """What the work returns, its seconds and its seconds of processor time."""
    began, cpu = time.perf_counter(), time.process_time()
    number = work()
    return number, time.perf_counter() - began, time.process_time() - cpu


def main(arguments: Sequence[str]) -> None:
    app = create_app()
    with app.app_context():
        done = _import(arguments[1:]) if arguments[0] == "import" else _follow(app.extensions["readers"])
    print(json.dumps(done | {"peak": peak_rss_mib()}))


if __name__ == "__main__":
    main(sys.argv[1:])
