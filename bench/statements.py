"""How many SQL statements a page takes: a figure without noise."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from reform_portal.core.database import db

from .figures import Figure, Goal
from .material import PASSWORD, READ, Material

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
MOST = Goal(most=8)


def measure_statements(app: Flask, material: Material) -> list[Figure]:
    """In process, each page the first time in this process and, signed in, once more."""
    reading, clause = f"/drafts/{READ}/", f"/drafts/{READ}/{material.busy}"
    anybody, citizen = app.test_client(), app.test_client()
    token = _TOKEN.search(citizen.get("/sign-in").text)
    assert token is not None
    citizen.post("/sign-in", data={"csrf_token": token[1], "email": material.emails[0], "password": PASSWORD})
    return [
        _count(app, anybody, reading, "SQL statements: reading page signed out, first"),
        _count(app, citizen, clause, "SQL statements: clause page signed in, first"),
        _count(app, citizen, clause, "SQL statements: clause page signed in, again"),
    ]


def _count(app: Flask, client: Any, path: str, name: str) -> Figure:
    with _noted(app) as statements:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"GET {path}: {answer.status_code}")
    return Figure(name, len(statements), "", goal=MOST, more={"statements": statements})


@contextmanager
def _noted(app: Flask) -> Iterator[list[str]]:
    """Gathers the statements that go to the database, those that begin transactions left out."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            statements.append(" ".join(statement.split()))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
