"""Campaigns: how well letters of known source are grouped among opinions of people alone, how fast, in what memory.

``python -m bench.campaigns [comments]`` takes the comments into a new portal, lets the reader of campaigns follow
them in a process of its own, prints the table and ends with 1 when a goal is missed.
"""

import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from reform_portal import database_form
from reform_portal.app import create_app
from reform_portal.core.database import db, unit_of_work
from reform_portal.core.settings import PREFIX, Settings
from reform_portal.discussion.comment_import import CommentImport
from reform_portal.discussion.models import Comment
from reform_portal.discussion.placements.publishing import publish
from reform_portal.drafts.actions import DraftFacts
from reform_portal.drafts.queries import clauses_of, draft_by_slug, version_of
from reform_portal.feedback.campaigns.models import Campaign, CampaignMember, Fingerprint
from reform_portal.feedback.campaigns.reader import CampaignReader
from reform_portal.journal import readers

from .figures import Figure, Goal, table
from .law import law_text
from .letters import CAMPAIGN, EN, UK, Letter, letters
from .processes import peak_rss_mib
from .servers import run_apart

COMMENTS = 100_000
CLAUSES = 200
SLUG = "bench-campaigns"
SEED = 20261125
PATIENCE = 1200.0
LANGUAGES = {UK: "Ukrainian", EN: "English"}


@dataclass(frozen=True)
class Score:
    """``pairs`` counts two comments that are together, ``texts`` each comment by the others of its group."""

    precision_of_pairs: float
    precision_of_texts: float
    recall_of_pairs: float
    recall_of_texts: float
    mixed: int
    groups: int

    @property
    def precision(self) -> float:
        return min(self.precision_of_pairs, self.precision_of_texts)

    @property
    def recall(self) -> float:
        return min(self.recall_of_pairs, self.recall_of_texts)


def score(sources: Mapping[int, str], groups: Mapping[int, Hashable], wanted: str = CAMPAIGN) -> Score:
    """How a grouping meets the sources; recall is asked of sources whose names begin with ``wanted``."""
    planted, found = Counter(sources.values()), Counter(groups[one] for one in sources)
    both = Counter((source, groups[one]) for one, source in sources.items())
    asked = {source: number for source, number in planted.items() if source.startswith(wanted)}
    there = [(source, group, number) for (source, group), number in both.items() if source in asked]
    texts = sum(asked.values())
    mixed = Counter(group for _source, group in both)
    return Score(
        _part(sum(map(_pairs, both.values())), sum(map(_pairs, found.values()))),
        _part(sum(number**2 / found[group] for (_source, group), number in both.items()), len(sources)),
        _part(sum(_pairs(number) for *_names, number in there), sum(map(_pairs, asked.values()))),
        _part(sum(number**2 / asked[source] for source, _group, number in there), texts),
        sum(number > 1 for number in mixed.values()),
        sum(number > 1 for number in found.values()),
    )


def measure(number: int) -> list[Figure]:
    """All figures."""
    with tempfile.TemporaryDirectory(prefix="portal-campaigns-") as name:
        folder = Path(name)
        _say(f"{number:,} comments")
        sources = _fill(folder, letters(number, SEED))
        _say("grouping")
        followed = json.loads(run_apart("bench.campaigns", "follow", name))
        with _portal(folder):
            _say("judging")
            groups, rows = _groups(), _count(Fingerprint)
            return [*_quality(sources, groups), *_cost(number, followed, rows)]


def _quality(sources: Mapping[int, str], groups: Mapping[int, int]) -> list[Figure]:
    found = {one: groups.get(one, f"alone {one}") for one in sources}
    whole = score(sources, found)
    pairs = f"of pairs {whole.precision_of_pairs:.5f}, of texts {whole.precision_of_texts:.5f}"
    figures = [
        Figure("precision", whole.precision, "", goal=Goal(least=0.99), note=pairs),
        Figure("groups of two sources", whole.mixed, "", goal=Goal(most=0), note=f"of {whole.groups:,} groups"),
    ]
    for language, name in LANGUAGES.items():
        one = score(sources, found, f"{CAMPAIGN} {language} ")
        note = f"of pairs {one.recall_of_pairs:.5f}, of texts {one.recall_of_texts:.5f}"
        figures.append(Figure(f"recall, {name}", one.recall, "", goal=Goal(least=0.95), note=note))
    return figures


def _cost(number: int, followed: dict[str, float], rows: int) -> list[Figure]:
    goals = (Goal(most=60, unit="s"), Goal(most=800, unit="MiB")) if number >= COMMENTS else (None, None)
    name = f"grouping {number:,} comments"
    note = f"CPU {followed['cpu']:.1f} s, journal and database in it"
    return [
        Figure(name, followed["seconds"], "s", goal=goals[0], note=note),
        Figure(f"{name}, peak memory", followed["peak"], "MiB", goal=goals[1], note="the whole process"),
        Figure("fingerprints kept", rows / number, "a comment", note=f"{rows:,} rows"),
    ]


@contextmanager
def _portal(folder: Path) -> Iterator[None]:
    app = create_app(Settings.from_env({PREFIX + "DATA_DIR": str(folder)}))
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def _fill(folder: Path, said: Sequence[Letter]) -> dict[int, str]:
    """A new portal with these comments on one law; returns comment → source."""
    with _portal(folder):
        database_form.upgrade()
        with unit_of_work():
            publish(SLUG, law_text(CLAUSES, SEED).encode(), f"{SLUG}.md", DraftFacts())
        clauses = [clause.eid for clause in clauses_of(version_of(draft_by_slug(SLUG)).id)]
        path = folder / "letters.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for index, letter in enumerate(said):
                file.write(json.dumps(_row(index, letter, clauses[index % len(clauses)]), ensure_ascii=False) + "\n")
        result = CommentImport(SLUG, "bench").run(path, {})
        if result.taken != len(said):
            raise RuntimeError(f"{len(result.rejected)} comments were refused: {result.rejected[:1]}")
        rows = db.session.execute(select(Comment.id, Comment.external_id)).all()
        return {row.id: said[int(row.external_id)].source for row in rows}


def _row(index: int, letter: Letter, clause: str) -> dict[str, Any]:
    return {"external_id": str(index), "body": letter.body, "clause": clause, "author": f"Особа {index}"}


def _groups() -> dict[int, int]:
    statement = select(CampaignMember.comment_id, Campaign.id).join(Campaign, Campaign.id == CampaignMember.campaign_id)
    return dict(db.session.execute(statement).all())


def _count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _follow(folder: Path) -> dict[str, float]:
    with _portal(folder):
        began, cpu = time.perf_counter(), time.process_time()
        readers.run_once([CampaignReader()], PATIENCE)
        done = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    return done | {"peak": peak_rss_mib()}


def _pairs(number: int) -> int:
    return number * (number - 1) // 2


def _part(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def main(arguments: Sequence[str]) -> None:
    if arguments[:1] == ["follow"]:
        print(json.dumps(_follow(Path(arguments[1]))))
        return
    figures = measure(int(arguments[0]) if arguments else COMMENTS)
    print(table(figures))
    missed = sum(figure.met is False for figure in figures)
    print(f"\n{missed} goals not met.")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
