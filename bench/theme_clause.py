"""How long the summary of one clause takes, its themes included: 10,000 comments in one go, then one more.

``python -m bench.theme_clause [comments]`` fills a new portal, prints the table and ends with 1 when a goal is missed.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import select

from reform_portal.core.database import db, unit_of_work
from reform_portal.core.lemmas import keys
from reform_portal.discussion.actions import hide
from reform_portal.discussion.comment_import import CommentImport
from reform_portal.discussion.models import Comment
from reform_portal.discussion.placements.publishing import publish
from reform_portal.discussion.queries import find_comment
from reform_portal.drafts.actions import DraftFacts
from reform_portal.drafts.queries import clauses_of, draft_by_slug, version_of
from reform_portal.feedback.reader import SummaryReader
from reform_portal.feedback.themes.queries import themes_of
from reform_portal.feedback.themes.reader import ThemeReader
from reform_portal.journal import readers
from reform_portal.people.actions import add_person

from .comments import comments, write_comments
from .figures import Figure, Goal, table
from .law import law_text
from .placement.portal import new_portal

SLUG = "bench-themes"
COMMENTS = 10_000
CLAUSES = 20
SECONDS, ONE_MORE = 5.0, 1.0
SEED = 20261126


def measure(number: int = COMMENTS) -> list[Figure]:
    """Processor time, on a machine that others use too; ``note`` has the time on the clock."""
    with new_portal():
        clause = _fill(number)
        # The worker has its dictionaries open.
        keys("слово"), keys("word")
        themes, summary = _timed(_themes), _timed(_summaries)
        again = _timed(lambda: readers.reset(ThemeReader.name) or _themes())
        _say(number)
        late = _timed(_themes), _timed(_summaries)
        _hide_one(clause.provision_id)
        gone = _timed(_themes)
        shown = _timed(lambda: themes_of(clause.provision_id))
        found = themes_of(clause.provision_id)
    note = f"{len(found.themes)} themes, {found.other:,} in none"
    name = f"a clause with {number:,} comments"
    return [
        _figure(f"{name}: summary with themes", [themes, summary], Goal(most=SECONDS, unit="s")),
        _figure("  of it themes, words met for the first time", [themes], note=note),
        _figure("  themes once more, from nothing", [again]),
        _figure("one comment more: summary with themes", late, Goal(most=ONE_MORE, unit="s")),
        _figure("  of it themes", late[:1]),
        _figure("one comment hidden that a theme quotes: themes", [gone]),
        _figure("themes of the clause for a page", [shown]),
    ]


def _fill(number: int) -> object:
    with unit_of_work():
        publish(SLUG, law_text(CLAUSES, SEED).encode(), "1.md", DraftFacts())
        add_person("moderator@example.org", "Марта", "Коваль", role="moderator", confirmed=True)
    clauses = clauses_of(version_of(draft_by_slug(SLUG)).id)
    busy = next(clause for clause in clauses if clause.kind == "paragraph")
    _import(list(comments(clauses, number, busy.eid, number, SEED)))
    return busy


def _say(number: int) -> None:
    clauses = clauses_of(version_of(draft_by_slug(SLUG)).id)
    busy = next(clause for clause in clauses if clause.kind == "paragraph")
    row = next(comments(clauses, 2, busy.eid, 2, SEED + 1))
    _import([row | {"external_id": f"late-{number}"}])


def _import(rows: Sequence[dict[str, object]]) -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        path = Path(folder) / "comments.jsonl"
        write_comments(path, iter(rows))
        result = CommentImport(SLUG, "bench").run(path, {})
    if result.rejected:
        raise RuntimeError(f"{len(result.rejected)} rows were refused: {result.rejected[0].reason}")
    db.session.rollback()


def _hide_one(provision_id: int) -> None:
    quoted = next(quote.comment for theme in themes_of(provision_id).themes for quote in theme.quotes)
    moderator = type("Moderator", (), {"role": "moderator", "id": 1})()
    with unit_of_work():
        hide(find_comment(quoted), moderator, "off_topic")
    assert db.session.scalar(select(Comment.status).where(Comment.public_id == quoted)) == "hidden"
    db.session.rollback()


def _themes() -> None:
    readers.run_once([ThemeReader()], patience=600)


def _summaries() -> None:
    readers.run_once([SummaryReader()], patience=600)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the processor and on the clock."""
    db.session.rollback()
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - cpu, time.perf_counter() - began


def _figure(name: str, times: Sequence[tuple[float, float]], goal: Goal | None = None, note: str = "") -> Figure:
    clock = f"{sum(wall for _cpu, wall in times):.2f} s on the clock"
    return Figure(
        name, sum(cpu for cpu, _wall in times), "s CPU", goal=goal, note=f"{clock}; {note}" if note else clock
    )


def main(arguments: Sequence[str]) -> int:
    figures = measure(int(arguments[0]) if arguments else COMMENTS)
    print(table(figures))
    missed = sum(figure.met is False for figure in figures)
    print(f"\n{missed} goals not met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
