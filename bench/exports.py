"""Memory and time of exports: `python -m bench.exports [COMMENTS]`; 1 when a goal is missed.

A draft of 200 clauses gets so many comments (100,000 unless told otherwise; the goal of memory is for 1,000,000),
written past the import, which is measured elsewhere. Every format that grows with the comments is then written in a
process of its own; its peak of resident memory is what Linux says of it.
"""

import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update

from reform_portal import database_form
from reform_portal.app import create_app
from reform_portal.core.database import db, table, unit_of_work
from reform_portal.core.identifiers import new_public_id
from reform_portal.core.settings import Settings
from reform_portal.discussion.anchors import make_anchor
from reform_portal.discussion.models import Comment, Tally
from reform_portal.discussion.placements.publishing import publish
from reform_portal.drafts.actions import DraftFacts
from reform_portal.drafts.queries import clauses_of, draft_by_slug, version_of
from reform_portal.feedback.answers.models import Answer, AnsweredComment
from reform_portal.feedback.exports.formats import FORMATS, save

from .comments import FIRST_DAY, comments
from .figures import Figure, Goal
from .figures import table as printed
from .law import law_text
from .material import CLAUSES, SEED
from .processes import peak_rss_mib
from .servers import run_apart

COMMENTS = 100_000
MOST_MIB = 300
SLUG = "bench-law"
# So many different comments, written again and again.
DIFFERENT = 5_000
BATCH = 10_000
ANSWERED = 20
MEASURED = ("csv", "jsonl", "jsonld", "xlsx", "bundle")


def measure(number: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="portal-exports-") as name:
        folder = Path(name)
        _say(f"{number:,} comments on {CLAUSES} clauses")
        run_apart("bench.exports", "fill", name, str(number))
        found = []
        for format_name in MEASURED:
            _say(format_name)
            done = json.loads(run_apart("bench.exports", "write", name, format_name))
            found += _figures(format_name, number, done)
            _say(printed(found[-2:]))
            (folder / FORMATS[format_name].file_name).unlink()
        return found


def _figures(format_name: str, number: int, done: dict[str, Any]) -> list[Figure]:
    note = (
        f"{done['seconds']:.0f} s, CPU {done['cpu']:.0f} s, {done['size'] / 2**20:,.0f} MiB, told {done['told']} times"
    )
    return [
        Figure(f"{format_name}, peak memory", done["peak"], "MiB", goal=Goal(most=MOST_MIB, unit="MiB"), note=note),
        Figure(f"{format_name}, speed", number / done["seconds"], "comments/s", goal=Goal(least=1_000)),
    ]


def _fill(folder: Path, number: int) -> None:
    app = create_app(_settings(folder))
    with app.app_context():
        database_form.upgrade()
        with unit_of_work():
            publish(SLUG, law_text(CLAUSES, SEED).encode(), "law.md", DraftFacts())
        draft = draft_by_slug(SLUG)
        version = version_of(draft)
        clauses = clauses_of(version.id)
        rows = _rows(draft, version, clauses, number)
        while batch := list(islice(rows, BATCH)):
            with unit_of_work():
                db.session.execute(insert(table(Comment)), batch)
        with unit_of_work():
            _count(draft, clauses[0].provision_id, number)
            _answer(draft, number)


def _rows(draft: Any, version: Any, clauses: Sequence[Any], number: int) -> Iterator[dict[str, Any]]:
    by_eid = {clause.eid: clause for clause in clauses}
    busy = next(clause.eid for clause in clauses if clause.kind == "paragraph")
    different = list(comments(clauses, DIFFERENT, busy, 100, SEED))
    for index, row in enumerate(islice(cycle(different), number), start=1):
        clause = by_eid[row["clause"]]
        anchor = make_anchor(clause.text, row["quote"], None)
        reply = bool(row["parent_external_id"]) and index > DIFFERENT
        yield {
            "public_id": new_public_id(), "draft_id": draft.id, "provision_id": clause.provision_id,
            "version_id": version.id, "clause_id": clause.id, "person_id": None, "author": row["author"],
            "author_role": "citizen", "name_mode": "full", "source": "bench", "external_id": f"b{index}",
            "stance": row["stance"], "body": row["body"], "body_html": f"<p>{row['body']}</p>", "quote": anchor.exact,
            "prefix": anchor.prefix, "suffix": anchor.suffix, "start": anchor.start, "end": anchor.end,
            "parent_id": index - DIFFERENT if reply else None, "root_id": index - DIFFERENT if reply else None,
            "created_at": FIRST_DAY + timedelta(seconds=index), "status": "published", "supports": row["supports"],
            "wording": "інша редакція" if row["stance"] == "amend" else None, "entry": 1,
        }  # fmt: skip


def _count(draft: Any, provision_id: int, number: int) -> None:
    db.session.execute(insert(table(Tally)).values(provision_id=provision_id, draft_id=draft.id, comments=0))
    db.session.execute(update(Tally).where(Tally.provision_id == provision_id).values(comments=number, neutral=number))


def _answer(draft: Any, number: int) -> None:
    """One comment of twenty has an answer of its own."""
    answered = range(1, number + 1, ANSWERED)
    answers = [
        {
            "public_id": new_public_id(), "draft_id": draft.id, "comment_id": i, "target": "comment",
            "decision": "rejected", "reason": "Ця норма вже є в іншому законі.", "reason_html": "", "author": "Розробник",
            "number": 1, "given_at": FIRST_DAY, "entry": 1,
        }
        for i in answered
    ]  # fmt: skip
    db.session.execute(insert(table(Answer)), answers)
    holds = [
        {"comment_id": i, "answer_id": n, "answered_at": FIRST_DAY, "seconds": 1} for n, i in enumerate(answered, 1)
    ]
    db.session.execute(insert(table(AnsweredComment)), holds)


def _write(folder: Path, format_name: str) -> dict[str, Any]:
    app = create_app(_settings(folder))
    told: list[int] = []
    path = folder / FORMATS[format_name].file_name
    with app.app_context():
        began, cpu = time.perf_counter(), time.process_time()
        save(draft_by_slug(SLUG), format_name, path, "http://portal.test", told.append)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return {"seconds": seconds, "cpu": cpu, "peak": peak_rss_mib(), "size": path.stat().st_size, "told": len(told)}


def _settings(folder: Path) -> Settings:
    return Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'portal.sqlite'}",
        search_url=f"whoosh:{folder / 'index'}",
        base_url="http://portal.test",
        secret_key=hashlib.sha256(b"bench").hexdigest(),
    )


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def main(arguments: Sequence[str]) -> None:
    if arguments[:1] == ["fill"]:
        _fill(Path(arguments[1]), int(arguments[2]))
        return
    if arguments[:1] == ["write"]:
        print(json.dumps(_write(Path(arguments[1]), arguments[2])))
        return
    figures = measure(int(arguments[0]) if arguments else COMMENTS)
    print(printed(figures))
    missed = sum(figure.met is False for figure in figures)
    print(f"\n{missed} goals not met.")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
