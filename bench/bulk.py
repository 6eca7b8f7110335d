"""Work in bulk, each in a process of its own: taking comments in, indexing them, summing them up.

``python -m bench.bulk import <slug>=<file>…`` and ``python -m bench.bulk follow`` print what they
measured as JSON.
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reform_portal.app import create_app
from reform_portal.discussion.comment_import import CommentImport
from reform_portal.journal import readers

from .figures import Figure, Goal
from .processes import peak_rss_mib
from .servers import run_apart

PATIENCE = 600.0


def measure_import(files: dict[str, Path]) -> list[Figure]:
    """Take in files of comments with the class behind ``comments import``."""
    found = json.loads(run_apart("bench.bulk", "import", *(f"{slug}={path}" for slug, path in files.items())))
    rate = found["taken"] / found["seconds"]
    note = f"{found['taken']:,} comments in {found['seconds']:.1f} s"
    return [
        Figure("bulk import", rate, "comments/s", goal=Goal(least=1500), note=note, more=found),
        Figure("bulk import, peak memory", found["peak"], "MiB", note="the whole process"),
    ]


def measure_following(documents: int) -> list[Figure]:
    """Let the worker's readers follow the journal from nothing, as ``worker --once`` does."""
    found = json.loads(run_apart("bench.bulk", "follow"))
    indexing, summing = found["seconds"]["search"], found["seconds"]["summaries"]
    return [
        Figure("worker: search index from nothing", documents / indexing, "documents/s", note=f"{indexing:.1f} s", more=found),
        Figure("worker: summaries of all clauses", documents / summing, "comments/s", note=f"{summing:.1f} s"),
        Figure("worker, peak memory", found["peak"], "MiB", note="the whole process"),
    ]


def _import(pairs: Sequence[str]) -> dict[str, Any]:
    runs = [(CommentImport(slug, "bench"), Path(path)) for slug, path in (pair.split("=", 1) for pair in pairs)]
    began = time.perf_counter()
    results = [run.run(path, {}) for run, path in runs]
    seconds = time.perf_counter() - began
    refused = [row.reason for result in results for row in result.rejected]
    if refused:
        raise RuntimeError(f"{len(refused)} rows were refused: {refused[0]}")
    return {"taken": sum(result.taken for result in results), "seconds": seconds}


def _follow(found: Sequence[Any]) -> dict[str, Any]:
    seconds = {}
    for reader in found:
        began = time.perf_counter()
        readers.run_once([reader], PATIENCE)
        seconds[reader.name] = time.perf_counter() - began
    return {"seconds": seconds}


def main(arguments: Sequence[str]) -> None:
    app = create_app()
    with app.app_context():
        done = _import(arguments[1:]) if arguments[0] == "import" else _follow(app.extensions["readers"])
    print(json.dumps(done | {"peak": peak_rss_mib()}))


if __name__ == "__main__":
    main(sys.argv[1:])
