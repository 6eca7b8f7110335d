"""Finding out which letters are due, and writing them: a task of the worker.

Nothing is written when something happens. What is new to a person is worked out from the journal when a letter is due,
from where the last one ended; the letter and the new place are committed together.
"""

import time
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from ...core.clock import now
from ...core.database import db
from ..happenings.news import News
from ..happenings.things import Thing, told_elsewhere
from . import actions, queries
from .letters import SHOWN
from .timing import AT_ONCE, DAILY, WEEKLY, next_letter

PEOPLE_AT_ONCE = 200
RANKS = {WEEKLY: 1, DAILY: 2, AT_ONCE: 3}


def write_due(patience: float = float("inf")) -> int:
    """Write the letters that are due now; returns how many.

    After ``patience`` seconds it stops and leaves the others to the next call: the worker has more to do.
    """
    until = time.monotonic() + patience
    instant = now()
    if not queries.people_exist_to_tell():
        db.session.rollback()
        return 0
    news, last, written = News(), (0, ""), 0
    while True:
        due = queries.people_due(instant, news.upto, last, PEOPLE_AT_ONCE)
        if not due or time.monotonic() > until:
            db.session.rollback()
            return written
        looks = _looks(due, news, instant)
        db.session.rollback()
        written += actions.keep_told(looks)
        last = (due[-1].person_id, due[-1].frequency)


def _looks(due: Sequence[Any], news: News, instant: Any) -> list[actions.Told]:
    people = {row.person_id for row in due}
    rows = queries.followings_to_tell(people)
    followed = {person: list(mine) for person, mine in groupby(rows, key=lambda row: row.person_id)}
    addressees = queries.addressees(people)
    found = [_look(addressees.get(row.person_id), row.frequency, followed[row.person_id], news) for row in due]
    told = _told_already(people, [thing for _mine, things, _stands, _cut in found for thing, _by in things])
    return [_told(addressees.get(row.person_id), row, one, told, instant) for row, one in zip(due, found, strict=True)]


def _look(person: Any, frequency: str, followed: Sequence[Any], news: News) -> tuple:
    """(followings of this frequency, what is new with the following that brought it, where each stands then, whether
    there is more)."""
    mine = [one for one in followed if one.frequency == frequency]
    stands = {one.id: one.position for one in mine}
    found: dict[int, tuple[Thing, str]] = {}
    cut = False
    for one in mine:
        new = news.of(one, one.position) if person is not None else ()
        if new is None:
            continue
        cut = cut or (person is not None and news.is_cut(one, one.position))
        stands[one.id] = max(one.position, news.indexed if one.kind == "search" else news.upto)
        rivals = _rivals(one, followed)
        for thing in new:
            if thing.person_id != one.person_id and not (rivals and _elsewhere(thing, one, rivals, news)):
                found.setdefault(thing.number, (thing, one.public_id))
    return mine, [found[number] for number in sorted(found, reverse=True)], stands, cut


def _rivals(mine: Any, followed: Sequence[Any]) -> list[Any]:
    """The person's other followings that may have told what is new to one, or are to tell it sooner."""
    return [
        other
        for other in followed
        if other.id != mine.id
        and (other.position > mine.position or RANKS.get(other.frequency, 0) > RANKS[mine.frequency])
    ]


def _elsewhere(thing: Thing, mine: Any, rivals: Sequence[Any], news: News) -> bool:
    concerned = [other for other in rivals if news.concerns(other, thing, mine.position)]
    return told_elsewhere(thing, mine, concerned, RANKS)


def _told_already(people: set[int], things: Sequence[Thing]) -> set[tuple]:
    answers = {thing.answer_id for thing in things if thing.answer_id is not None}
    reports = {thing.report_id for thing in things if thing.report_id is not None}
    return queries.told_in_notices(people, answers, reports)


def _told(person: Any, due: Any, look: tuple, told: set[tuple], instant: Any) -> actions.Told:
    mine, things, stands, cut = look
    new = [
        (thing, by)
        for thing, by in things
        if (due.person_id, "a", thing.answer_id, thing.answer_number) not in told
        and (due.person_id, "r", thing.report_id) not in told
    ]
    contents = None
    if new and person is not None:
        contents = {
            "person": person.id,
            "frequency": due.frequency,
            "things": [thing.number for thing, _by in new[:SHOWN]],
            "more": max(0, len(new) - SHOWN),
            "cut": cut,
            "followings": list(dict.fromkeys(by for _thing, by in new)),
        }
    email = person.email if person is not None else ""
    return actions.Told(email, contents, mine, stands, next_letter(due.frequency, instant, bool(contents)))
