"""``python -m bench.placement [--show N]``: measure, print the tables, keep them in docs/placement.md.

Ends with 1 when a goal is missed, with 2 when the law texts are not there.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .edits import EDITS, edited, paragraphs_to_put_in
from .figures import Goal, Portal, goal_table, goals, replaced, table
from .judging import aligned, carried, remarks_on
from .laws import (
    CONSTITUTION,
    LAWS_WITH_IDS,
    Redaction,
    Step,
    leaps,
    neighbours,
    read_text,
    redactions,
    reversals,
    step_by_print,
    steps_by_print,
)
from .measuring import Score, measure, total, worst
from .portal import Returned, measure_return, new_portal, publish_all

ROOT = Path(__file__).resolve().parents[2]
CORPORA = Path(os.environ.get("REFORM_PORTAL_CORPORA", ROOT.parent / "shared" / "corpora"))
PAGE = ROOT / "docs" / "placement.md"


@dataclass(frozen=True)
class Measured:
    """The scores by name: of the steps that laws took, and of harder ones that have no goal."""

    laws: dict[str, Score]
    harder: dict[str, Score]
    goals: Sequence[Goal]
    returned: Returned


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.placement", description=__doc__)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print so many of the worst cases")
    arguments = parser.parse_args()
    if not CORPORA.is_dir():
        print(f"The law texts are not at {CORPORA}; REFORM_PORTAL_CORPORA tells where they are.", file=sys.stderr)
        return 2
    measured = measure_all(CORPORA)
    lines = _lines(measured)
    print("\n".join(lines))
    PAGE.write_text(replaced(PAGE.read_text(encoding="utf-8"), lines), encoding="utf-8")
    if arguments.show:
        _show(measured, arguments.show)
    return 0 if all(goal.met for goal in measured.goals) else 1


def measure_all(corpora: Path) -> Measured:
    """Everything, over the folder of law texts."""
    texts = {law: redactions(corpora / "ua-law-versions" / law) for law in LAWS_WITH_IDS}
    plain = {law: redactions(corpora / "ua-law-versions" / law, plain=True) for law in LAWS_WITH_IDS}
    _say("steps of laws with official ids")
    laws = {law: _all(neighbours(law, found)) for law, found in texts.items()}
    laws["D.C. Code, 4 sections"] = _all(_sections(corpora))
    _say("the same through real publishing")
    with new_portal():
        published = [_publish(law, found) for law, found in plain.items()]
        returned = measure_return("constitution", redactions(corpora / "ua-law-versions" / CONSTITUTION)[:3])
    portal = Portal(*(sum(numbers) for numbers in zip(*published, (returned.comments, 0, returned.lost), strict=True)))
    _say("harder steps")
    found = goals(total(laws.values()), portal, returned.back, returned.comments, _differing(texts, plain))
    return Measured(laws, _harder(corpora, texts), found, returned)


def _publish(law: str, texts: Sequence[Redaction]) -> tuple[int, int, int]:
    """Comments, those placed otherwise than by the functions alone, lost ones."""
    steps = neighbours(law, texts)
    remarks = [remarks_on(step) for step in steps]
    shown = publish_all(law, texts, remarks)
    differing = 0
    for at, (step, written) in enumerate(zip(steps, remarks, strict=True)):
        alone = {place.comment_id: place for place in carried(step, aligned(step), written)}
        differing += sum(alone.get(place.comment_id) != place for place in shown[at, at + 1].places)
    return sum(map(len, remarks)), differing, sum(one.lost for one in shown.values())


def _differing(texts: dict[str, list[Redaction]], plain: dict[str, list[Redaction]]) -> int:
    """How many comments stand elsewhere when the same paragraphs come from plain text."""
    pairs = [
        pair for law in texts for pair in zip(neighbours(law, texts[law]), neighbours(law, plain[law]), strict=True)
    ]
    return sum(
        one != other
        for marked, bare in pairs
        for one, other in zip(_places(marked), _places(bare), strict=True)
    )  # fmt: skip


def _places(step: Step) -> list[object]:
    return list(carried(step, aligned(step), remarks_on(step)))


def _harder(corpora: Path, texts: dict[str, list[Redaction]]) -> dict[str, Score]:
    found = {
        "long steps, N to the last": _all(step for law, of_law in texts.items() for step in leaps(law, of_law)),
        "steps taken back": _all(step for law, of_law in texts.items() for step in reversals(law, of_law)),
        "H.R. 2157, introduced to enrolled": measure(_bill(corpora / "us-bill-hr2157")),
    }
    made_up = list(_made_up(corpora / "ua-laws"))
    names = [*EDITS, "everything"]
    return found | {f"made-up: {name}": _all(step for step in made_up if step.name == name) for name in names}


def _sections(corpora: Path) -> Iterator[Step]:
    for folder in sorted((corpora / "dc-code-versions").iterdir()):
        if folder.is_dir():
            yield from steps_by_print(folder)


def _bill(folder: Path) -> Step:
    introduced, enrolled = (read_text(folder / name).clauses for name in ("H2157_IH.txt", "h2157_enr.txt"))
    return step_by_print("hr2157", "IH→enr", introduced, enrolled)


def _made_up(folder: Path) -> Iterator[Step]:
    texts = {path.stem: read_text(path).clauses for path in sorted(folder.glob("*.txt"))}
    for law, text in texts.items():
        yield from edited(law, text, paragraphs_to_put_in(texts, law))


def _all(steps: Iterable[Step]) -> Score:
    return total(measure(step) for step in steps)


def _lines(measured: Measured) -> list[str]:
    returned = measured.returned
    given_new_ids = sum(score.given_new_ids for score in measured.laws.values())
    return [
        "Goals, all laws together:",
        "",
        *goal_table(measured.goals),
        "",
        "Steps that the laws took:",
        "",
        *table(measured.laws),
        "",
        f"Constitution 1996 → 2004 → 2010: of {returned.comments} comments on the changed articles"
        f" {returned.back} are back.",
        "",
        f"Paragraphs with a new id and nothing else new, counted as unchanged: {given_new_ids}.",
        "",
        "Harder steps, without a goal:",
        "",
        *table(measured.harder),
    ]


def _show(measured: Measured, number: int) -> None:
    for scores in (measured.laws, measured.harder):
        for name, score in scores.items():
            for case in worst(score.cases)[:number]:
                print(f"\n{name}: {case}")
    for told in measured.returned.away[:number]:
        print(f"\nNOT BACK {told[:1200]}")


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
