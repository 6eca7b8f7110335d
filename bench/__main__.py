"""One run of the benchmark: fill a temporary portal, measure, print the table, keep the figures."""

import os
import platform
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reform_portal.app import create_app
from reform_portal.core.settings import PREFIX, Settings

from . import figures
from .bulk import measure_following, measure_import
from .comparison import measure_comparison, measure_redline, prepare_comparison
from .figures import Figure
from .material import CLAUSES, COMMENTS, SLUGS, prepare
from .memory import measure_memory
from .pages import measure_pages
from .posting import measure_posting
from .publishing import measure_publishing
from .searching import measure_search
from .servers import serving_app, worker
from .statements import measure_statements

RESULTS = Path(__file__).resolve().parent / "results"
BEGAN = time.monotonic()


def main() -> None:
    # Ended from outside, it still ends the servers that it started.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        with _own_settings(folder / "data"):
            found = run(folder)
    path = RESULTS / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%SZ}.jsonl"
    figures.keep(path, _machine(), found)
    print(figures.table(found))
    missed = sum(figure.met is False for figure in found)
    print(f"\n{missed} goals not met. Kept in {os.path.relpath(path)}")


def run(folder: Path) -> list[Figure]:
    """All figures, in the order of the table."""
    _say(f"{len(SLUGS)} laws of {CLAUSES} clauses, {len(SLUGS) * COMMENTS:,} comments to take in")
    settings = replace(Settings.from_env(), limits_enabled=False)
    app = create_app(settings)
    material = prepare(app, folder)
    _say("bulk import")
    imported = measure_import(material.files)
    _say("search index and summaries")
    followed = measure_following()
    _say("publishing")
    published = measure_publishing()
    _say("search")
    searched = measure_search(material.bodies, folder)
    _say("SQL statements")
    counted = measure_statements(app, material)
    _say("what changed")
    prepare_comparison(app)
    compared = measure_redline()
    _say("pages")
    with serving_app("bench.app:app", folder / "portal.log") as portal:
        with serving_app("bench.constant:app", folder / "constant.log") as constant:
            pages = measure_pages(portal, constant, material, settings.data_dir / "portal.sqlite")
            compared += measure_comparison(portal, constant, settings.data_dir / "portal.sqlite")
        with worker(folder / "worker.log") as worker_pid:
            _say("posting")
            posted = measure_posting(portal, material, folder)
            _say("memory")
            memory = measure_memory(portal, worker_pid, material)
    _say("done")
    return [*pages, *compared, *counted, *posted, *published, *imported, *followed, *searched, *memory]


@contextmanager
def _own_settings(data: Path) -> Iterator[None]:
    """Settings of the run alone, for this process and those it starts."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    os.environ[PREFIX + "DATA_DIR"] = str(data)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _machine() -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - BEGAN),
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in ("flask", "sqlalchemy", "gunicorn", "whoosh")},
    }


def _say(what: str) -> None:
    print(f"{time.monotonic() - BEGAN:5.0f} s  {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
