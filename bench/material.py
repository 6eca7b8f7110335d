"""What is measured: two laws of 200 clauses in a new portal, files of comments on them, and people."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from reform_portal import database_form
from reform_portal.core.database import unit_of_work
from reform_portal.discussion.placements.publishing import publish
from reform_portal.drafts.actions import DraftFacts
from reform_portal.drafts.queries import clauses_of, draft_by_slug, version_of
from reform_portal.people.actions import add_person
from reform_portal.people.passwords import hash_password

from .comments import comments, write_comments
from .law import law_text

CLAUSES = 200
COMMENTS = 10_000
ON_BUSY_CLAUSE = 100
READ, OTHER = "bench-law", "bench-other-law"
SLUGS = (READ, OTHER)
PEOPLE = 8
PASSWORD = "сім різних слів для виміру"
SEED = 20261122


@dataclass(frozen=True)
class Material:
    """``busy`` is the clause with 100 comments, ``quiet`` the one that the bench posts to."""

    busy: str
    quiet: str
    files: dict[str, Path]
    bodies: Sequence[str]
    emails: Sequence[str]


def prepare(app: Flask, folder: Path) -> Material:
    """Fill a new data folder."""
    with app.app_context():
        database_form.upgrade()
        for number, slug in enumerate(SLUGS):
            _publish(slug, law_text(CLAUSES, SEED + number))
        emails = _add_people()
        clauses = {slug: clauses_of(version_of(draft_by_slug(slug)).id) for slug in SLUGS}
    files, bodies = {}, []
    for number, slug in enumerate(SLUGS):
        files[slug] = folder / f"{slug}.jsonl"
        rows = comments(clauses[slug], COMMENTS, _parts(clauses[slug])[1], ON_BUSY_CLAUSE, SEED + number)
        bodies += write_comments(files[slug], rows)
    parts = _parts(clauses[READ])
    return Material(parts[1], parts[-1], files, bodies, emails)


def _publish(slug: str, text: str) -> None:
    with unit_of_work():
        published = publish(slug, text.encode(), f"{slug}.md", DraftFacts())
    if published.clauses != CLAUSES:
        raise RuntimeError(f"the law has {published.clauses} clauses, not {CLAUSES}")


def _add_people() -> list[str]:
    hashed = hash_password(PASSWORD)
    emails = [f"citizen{number}@example.org" for number in range(PEOPLE)]
    with unit_of_work():
        for email in emails:
            add_person(email, "Олена", "Коваленко", password_hash=hashed, confirmed=True)
    return emails


def _parts(clauses: Sequence[Any]) -> list[str]:
    """The numbered parts of articles, which have words enough to speak of."""
    return [clause.eid for clause in clauses if clause.kind == "paragraph"]
