"""How a search may be narrowed further: the values of each filter with what they would give. Pure but for the words."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from ..discussion.stances import STANCE_LABELS, STANCES
from ..drafts.heading import cite
from ..feedback.activity import MONTH, Stretch
from ..feedback.labels import activity_name
from .asked import Asked
from .engines.documents import KINDS
from .labels import ANSWERED_LABELS, KIND_LABELS
from .timeline import Bar, months

# How many values of a filter stand there at once; the others fold away, and beyond the last none is offered.
SHOWN, MOST = 6, 40


@dataclass(frozen=True)
class Choice:
    """A value of a filter: what it is called, how much it gives, and the arguments of an address that choose it, or
    drop it when it is chosen."""

    label: str
    number: int
    arguments: Mapping[str, str]
    chosen: bool = False


@dataclass(frozen=True)
class Group:
    """All values of one filter. ``at_least``: more may stand in the clauses than is counted."""

    name: str
    title: str
    choices: list[Choice] = field(default_factory=list)
    at_least: bool = False

    @property
    def helps(self) -> bool:
        """Whether there is anything to choose."""
        return len(self.choices) > 1 or any(choice.chosen for choice in self.choices)

    @property
    def first(self) -> list[Choice]:
        return self.choices[:SHOWN]

    @property
    def more(self) -> list[Choice]:
        return self.choices[SHOWN:MOST]


def groups(
    asked: Asked,
    facets: Mapping[str, Mapping[str, int]],
    titles: Mapping[str, str],
    clauses: Group,
) -> list[Group]:
    """The filters that help, with their values.

    ``facets`` is counted as ``engines.documents.Hits`` says, ``titles`` are those of the drafts by slug, ``clauses``
    comes from ``clause_group``.
    """
    stances = {name: str(STANCE_LABELS[name]) for name in STANCES}
    kinds = {name: str(KIND_LABELS[name]) for name in KINDS}
    answered = {name: str(label) for name, label in ANSWERED_LABELS.items()}
    value_answered = {True: "yes", False: "no", None: ""}[asked.answered]
    by_number = dict(sorted(facets.get("draft", {}).items(), key=lambda pair: (-pair[1], pair[0])))
    drafts = {slug: titles.get(slug, slug) for slug in by_number}
    found = [
        _listed("draft", _("Проєкт"), drafts, by_number, asked.draft, lambda slug: _in_draft(asked, slug)),
        _listed("kind", _("Де"), kinds, facets.get("kind", {}), asked.kind, _argument(asked, "kind")),
        clauses,
        _listed("stance", _("Ставлення"), stances, facets.get("stance", {}), asked.stance, _argument(asked, "stance")),
        _listed(
            "answered", _("Відповідь"), answered, facets.get("answered", {}), value_answered,
            _argument(asked, "answered"),
        ),
        Group("month", _("Місяць"), [_month(asked, bar) for bar in months(facets.get("day", {}))]),
    ]  # fmt: skip
    return [group for group in found if group.helps]


def clause_group(
    asked: Asked,
    counted: Mapping[str, int],
    rows: Mapping[int, Any],
    chosen: Collection[str],
    at_least: bool,
    titles: Mapping[str, str],
) -> Group:
    """The clauses with most results: whole articles, and the parts of the one that is chosen.

    ``counted`` is the facet by provision, ``rows`` has (slug, eid) of the provisions, ``chosen`` are the addresses
    that the place asked for may mean.
    """
    places = ((row.slug, row.eid, counted[str(provision)]) for provision, row in rows.items())
    numbers = numbers_by_place(places, chosen)
    several = len({slug for slug, _eid in numbers}) > 1
    ordered = sorted(numbers.items(), key=lambda pair: (pair[0][1] not in chosen, -pair[1], pair[0]))
    return Group(
        "clause",
        _("Місце в тексті"),
        [
            Choice(
                f"{cite(eid)} — {titles.get(slug, slug)}" if several else cite(eid),
                number,
                asked.arguments(clause=None) if eid in chosen else asked.arguments(draft=slug, clause=eid),
                eid in chosen,
            )
            for (slug, eid), number in ordered
        ],
        at_least,
    )


def numbers_by_place(
    places: Iterable[tuple[str, str, int]], chosen: Collection[str] = ()
) -> dict[tuple[str, str], int]:
    """Numbers of (slug, address of a clause, number) added up: by whole articles; for a clause that is chosen, by
    itself with all within it and by its direct parts."""
    found: Counter[tuple[str, str]] = Counter()
    for slug, eid, number in places:
        around = next((one for one in chosen if eid == one or eid.startswith(f"{one}__")), None)
        if around is None:
            found[slug, eid.split("__")[0]] += number
            continue
        found[slug, around] += number
        if eid != around:
            found[slug, "__".join(eid.split("__")[: around.count("__") + 2])] += number
    return dict(found)


def _listed(
    name: str,
    title: str,
    labels: Mapping[str, str],
    numbers: Mapping[str, int],
    chosen: str,
    arguments: Callable[[str], Mapping[str, str]],
) -> Group:
    present = [value for value in labels if numbers.get(value) or value == chosen]
    return Group(
        name,
        title,
        [
            Choice(labels[value], numbers.get(value, 0), arguments("" if value == chosen else value), value == chosen)
            for value in present
        ],
    )


def _argument(asked: Asked, name: str) -> Callable[[str], Mapping[str, str]]:
    return lambda value: asked.arguments(**{name: value})


def _in_draft(asked: Asked, slug: str) -> Mapping[str, str]:
    """Without its draft a place goes too: the same article of another act is another matter."""
    return asked.arguments(draft=slug) if slug else asked.arguments(draft=None, clause=None)


def _month(asked: Asked, month: Bar) -> Choice:
    is_chosen = (asked.since, asked.until) == (month.first, month.last)
    period = {} if is_chosen else {"from": month.first.isoformat(), "to": month.last.isoformat()}
    arguments = asked.arguments(**{"from": None, "to": None, **period})
    return Choice(activity_name(Stretch(month.first, month.number), MONTH), month.number, arguments, is_chosen)
