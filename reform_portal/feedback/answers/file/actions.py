"""Giving the answers of a filled-in table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ....core.database import db, unit_of_work
from ....core.errors import PortalError
from .. import actions, queries
from .plan import Line, Plan, Refused, plan_of
from .queries import known_ids
from .reading import FileRow

# Rows of one unit of work: others write in between.
BATCH = 100


@dataclass(frozen=True)
class ByCommand:
    """The drafters as a body, when answers are given from the shell and nobody is named."""

    given_name: str
    id: None = None
    family_name: str = ""
    pseudonym: str = ""
    role: str = "drafter"


def look(rows: Sequence[FileRow], slug: str) -> Plan:
    """What the rows would change now; nothing is written."""
    plan = plan_of(rows, known_ids({row.id for row in rows if row.id}), slug)
    db.session.rollback()
    return plan


def give(plan: Plan, person: Any, progress: Callable[[int], None] = lambda done: None) -> list[Refused]:
    """Give and change the answers of a plan; returns the rows that could not be taken after all.

    What was taken before a failure stays; the same file can simply be given again. Raises NotAllowed for anybody
    but drafters before anything is written.
    """
    actions.require_drafter(person)
    refused: list[Refused] = []
    for begin in range(0, len(plan.lines), BATCH):
        batch = plan.lines[begin : begin + BATCH]
        with unit_of_work():
            refused += [one for one in (_give(line, person) for line in batch) if one is not None]
        progress(begin + len(batch))
    return refused


def _give(line: Line, person: Any) -> Refused | None:
    known = line.known
    try:
        # What a refused answer wrote on the way must not stay, its entry in the journal least of all.
        with db.session.begin_nested():
            now = queries.answer_to(known.kind, known.target_id)
            if _version(now) != _version(known.own):
                return Refused(line.row, _("відповідь щойно змінив хтось інший: перегляньте її й повторіть"))
            if now is None:
                target = queries.find_target(known.kind, known.public_id)
                actions.answer(target, person, actions.Given(line.decision, line.reason))
            else:
                place = queries.place_now(now)
                actions.revise(now, person, actions.Given(line.decision, line.reason, place))
    except PortalError as error:
        return Refused(line.row, error.message)
    return None


def _version(answer: Any) -> tuple[str, int] | None:
    return (answer.public_id, answer.number) if answer is not None else None
