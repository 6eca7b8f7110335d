"""Publishing a second version under 10,000 comments, in a process and a portal of its own.

``python -m bench.publishing`` prints what it measured as JSON.
"""

import json
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from reform_portal.core.database import unit_of_work
from reform_portal.discussion.comment_import import CommentImport
from reform_portal.discussion.placements.publishing import Rehearsal, publish, publish_rehearsed, rehearse
from reform_portal.drafts.actions import DraftFacts, read_source
from reform_portal.drafts.alignment import Aligned, align
from reform_portal.drafts.queries import clauses_of, draft_by_slug, version_of

from .comments import comments, write_comments
from .figures import Figure, Goal
from .law import law_text
from .placement.portal import new_portal
from .servers import run_apart
from .words import Vocabulary, ukrainian

LAW = "bench-published-law"
CLAUSES = 500
COMMENTS = 10_000
ON_BUSY_CLAUSE = 100
CHANGED, REMOVED, MOVED = 0.15, 0.05, 0.05
SEED = 20261124
Found = TypeVar("Found")


def measure_publishing() -> list[Figure]:
    """From the file to the commit, and what part of it is what."""
    found = json.loads(run_apart("bench.publishing"))
    parts = ", ".join(f"{name} {found[name]:.2f} s" for name in ("reading", "alignment", "carrying", "writing"))
    states = ", ".join(f"{count:,} {state}" for state, count in found["states"].items())
    name = f"publishing {CLAUSES} clauses under {COMMENTS:,} comments"
    return [
        Figure(name, found["seconds"], "s", goal=Goal(most=10, unit="s"), note=parts, more=found),
        Figure("comments carried by it", found["carried"], "comments", note=states),
    ]


def amended(text: str) -> str:
    """The law with some of its paragraphs reworded, removed or moved to another place, never a heading."""
    chance, vocabulary = random.Random(SEED), ukrainian()
    kept: list[str] = []
    moved: list[str] = []
    for paragraph in text.split("\n\n"):
        drawn = chance.random() if paragraph[0] != "#" else 1.0
        if drawn < MOVED:
            moved.append(paragraph)
        elif drawn >= MOVED + REMOVED:
            kept.append(_reworded(paragraph, vocabulary, chance) if drawn < MOVED + REMOVED + CHANGED else paragraph)
    for paragraph in moved:
        kept.insert(chance.randrange(1, len(kept)), paragraph)
    return "\n\n".join(kept)


def _reworded(paragraph: str, vocabulary: Vocabulary, chance: random.Random) -> str:
    """Every fifth word is another one; the number and the last word stay."""
    words = paragraph.split(" ")
    for at in range(chance.randrange(1, 5), len(words) - 1, 5):
        words[at] = vocabulary.draw(chance, 1)[0]
    return " ".join(words)


def _fill(text: str) -> None:
    with unit_of_work():
        publish(LAW, text.encode(), "1.md", DraftFacts())
    clauses = clauses_of(version_of(draft_by_slug(LAW)).id)
    busy = next(clause.eid for clause in clauses if clause.kind == "paragraph")
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        path = Path(folder) / "comments.jsonl"
        write_comments(path, comments(clauses, COMMENTS, busy, ON_BUSY_CLAUSE, SEED))
        result = CommentImport(LAW, "bench").run(path, {})
    if result.rejected:
        raise RuntimeError(f"{len(result.rejected)} rows were refused: {result.rejected[0].reason}")


def _publish(text: str) -> dict[str, Any]:
    """Publish as the action does, a clock between its steps."""
    source = text.encode()
    reading, structure = _timed(lambda: read_source(source, "2.md"))
    began = time.perf_counter()
    with unit_of_work():
        planning, rehearsal = _timed(lambda: rehearse(LAW, source, "2.md", DraftFacts(), structure))
        publish_rehearsed(rehearsal, DraftFacts())
    rest = time.perf_counter() - began
    # Aligning holds nothing back for a second time, so it costs the same again.
    alignment, _links = _timed(lambda: _align(rehearsal))
    return {
        "seconds": reading + rest,
        "reading": reading,
        "alignment": alignment,
        "carrying": planning - alignment,
        "writing": rest - planning,
        "carried": len(rehearsal.carried),
        "states": rehearsal.counts,
    }


def _align(rehearsal: Rehearsal) -> object:
    planned = rehearsal.planned
    return align(_aligned(planned.before), _aligned(planned.structure.clauses))


def _aligned(clauses: Sequence[Any]) -> list[Aligned]:
    return [Aligned(c.eid, c.kind, c.text, c.source_id, c.num, c.parent) for c in clauses]


def _timed(work: Callable[[], Found]) -> tuple[float, Found]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def main() -> None:
    text = law_text(CLAUSES, SEED)
    with new_portal():
        _fill(text)
        print(json.dumps(_publish(amended(text))))


if __name__ == "__main__":
    main()
