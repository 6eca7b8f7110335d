"""What is counted on a step: where comments stand, and what the comparison lists. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reform_portal.discussion.placements.carrying import Carried
from reform_portal.drafts.alignment import Link, align
from reform_portal.drafts.comparison.rows import Change, rows_of

from .judging import KEPT, RIGHTLY, UNMARKED, WRONG, WRONGLY, Aligner, Remark, aligned, carried, judge, remarks_on
from .laws import Step

KINDS = ("unchanged", "changed", "removed")
_WORST = {WRONG: 0, UNMARKED: 1, WRONGLY: 2}


@dataclass(frozen=True)
class Case:
    """A comment that does not stand where it should."""

    step: Step
    remark: Remark
    place: Carried
    outcome: str

    def __str__(self) -> str:
        step, one, place = self.step, self.remark, self.place
        right = [f"{step.after[j].eid}: {step.after[j].printed}" for j in sorted(step.truth.get(one.at, ()))]
        lines = [
            f"{self.outcome.upper()} {step.law} {step.name}, {step.kind(one.at)} {step.before[one.at].eid}",
            f"  was    {step.before[one.at].printed}",
            *(f"  is     {line}" for line in right or ["gone"]),
            f"  {place.state:<9}{self._found()}",
        ]
        return "\n".join(line if len(line) < 400 else line[:400] + "…" for line in lines)

    def _found(self) -> str:
        if self.place.after is None:
            return "nowhere"
        clause = self.step.after[self.place.after]
        if not self.remark.anchor.exact:
            return f"{clause.eid}: {clause.printed}"
        return f"{clause.eid}: «{self.remark.anchor.exact}» as «{clause.text[self.place.start : self.place.end]}»"


@dataclass
class Score:
    """Counts of one or more steps.

    ``outcomes`` by (kind of paragraph, outcome); ``lost`` have no place or two; of ``touched`` paragraphs
    (changed, removed, added) the comparison lists ``listed``, of ``still`` ones it marks ``marked``;
    ``given_new_ids`` paragraphs got another id from the source and nothing else.
    """

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: int = 0
    touched: int = 0
    listed: int = 0
    still: int = 0
    marked: int = 0
    given_new_ids: int = 0
    cases: list[Case] = field(default_factory=list)

    def __add__(self, other: "Score") -> "Score":
        numbers = ("lost", "touched", "listed", "still", "marked", "given_new_ids")
        summed = {name: getattr(self, name) + getattr(other, name) for name in numbers}
        return Score(self.outcomes + other.outcomes, cases=[*self.cases, *other.cases], **summed)

    def comments(self, kind: str) -> int:
        return sum(count for (of_kind, _outcome), count in self.outcomes.items() if of_kind == kind)

    def count(self, kind: str, outcome: str) -> int:
        return self.outcomes[kind, outcome]

    def kept(self, kind: str) -> float:
        """The share in the right place; where the very words are gone, to say so is right too."""
        return (self.count(kind, KEPT) + self.count(kind, RIGHTLY)) / max(1, self.comments(kind))

    @property
    def wrong(self) -> float:
        """The share of all comments that stand on other words than their own."""
        return sum(self.count(kind, WRONG) for kind in (*KINDS, "unknown")) / max(1, self.outcomes.total())


def total(scores: Iterable[Score]) -> Score:
    """All of them together."""
    return sum(scores, Score())


def measure(step: Step, aligner: Aligner = align) -> Score:
    """Place comments on a step and compare its texts."""
    links = aligned(step, aligner)
    remarks = remarks_on(step)
    return _placing(step, remarks, carried(step, links, remarks)) + _comparing(step, links)


def _placing(step: Step, remarks: Sequence[Remark], places: Sequence[Carried]) -> Score:
    score = Score(lost=sum(count != 1 for count in _times(remarks, places)))
    of_comment = {place.comment_id: place for place in places}
    for one in remarks:
        place = of_comment.get(one.comment_id)
        outcome = judge(step, one, place) if place is not None else None
        if place is not None and outcome is not None:
            score.outcomes[step.kind(one.at) or "unknown", outcome] += 1
            if outcome in _WORST:
                score.cases.append(Case(step, one, place, outcome))
    return score


def _times(remarks: Iterable[Remark], places: Iterable[Carried]) -> Iterator[int]:
    """How many places each comment has."""
    counts = Counter(place.comment_id for place in places)
    return (counts[one.comment_id] for one in remarks)


def _comparing(step: Step, links: Sequence[Link]) -> Score:
    changes = [row for row in rows_of(links, step.before, step.after) if isinstance(row, Change)]
    olds = {clause.eid for change in changes for clause in change.before}
    news = {clause.eid for change in changes for clause in change.after}
    score = Score(given_new_ids=len(step.given_new_ids))
    for i, clause in enumerate(step.before):
        kind = step.kind(i)
        if kind == "unchanged":
            score.still += 1
            score.marked += clause.eid in olds
        elif kind is not None:
            score.touched += 1
            score.listed += clause.eid in olds and all(step.after[j].eid in news for j in step.truth[i])
    added = [j for j in range(len(step.after)) if step.complete and j not in step.taken]
    score.touched += len(added)
    score.listed += sum(step.after[j].eid in news for j in added)
    return score


def worst(cases: Iterable[Case]) -> list[Case]:
    """Comments on the wrong words first, then those with the wrong mark, then those that lost their place."""
    return sorted(cases, key=lambda case: _WORST[case.outcome])
