"""The goals and the tables of the measurement. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .judging import OUTCOMES
from .measuring import KINDS, Score

HEADINGS = ("kept", "wrong mark", "wrongly placed", "detached rightly", "detached wrongly")
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


@dataclass(frozen=True)
class Goal:
    """What must be reached, what was, and whether that is enough."""

    name: str
    wanted: str
    found: str
    met: bool


@dataclass(frozen=True)
class Portal:
    """What the real publishing did: comments placed otherwise than by the functions alone, and lost ones."""

    comments: int
    differing: int
    lost: int


def goals(score: Score, portal: Portal, comments_back: int, comments_of_change: int, sources_differ: int) -> list[Goal]:
    """The goals, for all laws together.

    ``score`` is of the steps that the laws took; ``comments_back`` of ``comments_of_change`` came back when a
    change was taken back; ``sources_differ`` comments stand otherwise in plain text than in Markdown.
    """
    back = comments_back / max(1, comments_of_change)
    marked = score.marked / max(1, score.still)
    lost = score.lost + portal.lost
    return [
        _at_least("kept, unchanged paragraphs", 0.999, score.kept("unchanged"), 2),
        _at_least("kept, changed paragraphs", 0.90, score.kept("changed"), 1),
        _at_most("wrongly placed, all comments", 0.01, score.wrong, 2),
        _none("comments without exactly one place", lost, score.outcomes.total() + portal.comments),
        _none("placed otherwise by real publishing", portal.differing, portal.comments),
        _none("placed otherwise from .txt than from .md", sources_differ, score.outcomes.total()),
        _at_least("back after a change was taken back", 0.90, back, 1),
        Goal(
            "listed by the comparison", "all", f"{score.listed:,} of {score.touched:,}", score.listed == score.touched
        ),
        _at_most("unchanged paragraphs marked by it", 0.02, marked, 2),
    ]


def table(scores: Mapping[str, Score]) -> list[str]:
    """A Markdown table: for each law, or group of them, a line for each kind of paragraph."""
    lines = _head("texts", "paragraphs", "comments", *HEADINGS)
    for name, score in scores.items():
        lines += [_line(cells) for cells in _rows(name, score)]
    return lines


def goal_table(found: Sequence[Goal]) -> list[str]:
    """A Markdown table of the goals."""
    lines = _head("what", "goal", "measured", "")
    return lines + [_line((goal.name, goal.wanted, goal.found, "met" if goal.met else "NOT MET")) for goal in found]


def replaced(page: str, lines: Sequence[str]) -> str:
    """A page with these lines between its two marks. Raises ValueError when it does not have them."""
    head, mark, rest = page.partition(BEGIN)
    _old, end, tail = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"the page has no lines «{BEGIN}» and «{END}»")
    return "\n".join((head + BEGIN, "", *lines, "", END)) + tail


def _rows(name: str, score: Score) -> Iterator[tuple[str, ...]]:
    for kind in (*KINDS, "unknown"):
        if score.comments(kind):
            counts = (f"{score.count(kind, outcome):,}" for outcome in OUTCOMES)
            yield name, kind, f"{score.comments(kind):,}", *counts
            name = ""


def _head(*cells: str) -> list[str]:
    return [_line(cells), _line(["---"] * len(cells))]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _at_least(name: str, least: float, share: float, digits: int) -> Goal:
    return Goal(name, f"≥ {100 * least:g} %", f"{100 * share:.{digits}f} %", share >= least)


def _at_most(name: str, most: float, share: float, digits: int) -> Goal:
    return Goal(name, f"≤ {100 * most:g} %", f"{100 * share:.{digits}f} %", share <= most)


def _none(name: str, found: int, of: int) -> Goal:
    return Goal(name, "0", f"{found:,} of {of:,}", found == 0)
