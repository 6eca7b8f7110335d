"""Beginning and ending to follow; keeping what letters have told of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select, update

from ...core import mail
from ...core.clock import now
from ...core.database import change, db, table, unit_of_work
from ...core.errors import BadInput, NotFound
from ...core.identifiers import new_public_id
from ...journal.queries import last_number
from ...people.models import Person
from . import queries
from .models import Following
from .targets import Target
from .timing import FREQUENCIES, MAILED, OFF, STOPPED, STOPPED_KEPT, first_letter

MOST_FOLLOWED = 300
# Each of them is a search whenever a letter is looked for.
MOST_SEARCHES = 50
# Of what was stopped; each following is compared with all of it.
MOST_STOPPED = 100
MAKER = "following"


@dataclass(frozen=True)
class Told:
    """What the look for one letter came to: ``contents`` of the letter, None for none, and where each of the
    followings (as they were read) stands after it."""

    email: str
    contents: dict[str, Any] | None
    followings: Sequence[Any]
    positions: dict[int, int]
    due_at: datetime | None


def follow(person: Any, target: Target, frequency: str, name: str = "") -> str:
    """Follow something from now on, or change how often letters come; returns the following's public id.

    Raises BadInput for a frequency that there is not, and for more than MOST_FOLLOWED things or MOST_SEARCHES searches.
    """
    _check(frequency)
    known = queries.find_following(person.id, target.word)
    if known is not None:
        _set(known, frequency, name or known.name)
        return known.public_id
    if queries.count_followings(person.id) >= MOST_FOLLOWED:
        raise BadInput(
            _("Ви вже стежите за %(n)s речами, більше не можна. Спершу перестаньте стежити за зайвим.", n=MOST_FOLLOWED)
        )
    if target.kind == "search" and queries.count_followings(person.id, "search") >= MOST_SEARCHES:
        raise BadInput(
            _(
                "У вас уже є %(n)s збережених пошуків, більше не можна. Спершу перестаньте стежити за зайвими.",
                n=MOST_SEARCHES,
            )
        )
    position = last_number()
    stopped = (Following.person_id == person.id) & (Following.target == target.word)
    db.session.execute(delete(Following).where(stopped))
    _forget_oldest_stopped(person.id)
    row = {
        "public_id": new_public_id(),
        "person_id": person.id,
        "target": target.word,
        "kind": target.kind,
        "draft_id": target.draft_id,
        "provision_id": target.provision_id,
        "comment_id": target.comment_id,
        "answer_id": target.answer_id,
        "query": target.query,
        "name": name or (target.name if target.kind == "search" else ""),
        "frequency": frequency,
        "since": position,
        "position": position,
        "due_at": first_letter(frequency, now()),
        "created_at": now(),
        "changed_at": now(),
    }
    db.session.execute(insert(table(Following)).values(row))
    return str(row["public_id"])


def set_frequency(person: Any, public_id: str, frequency: str) -> None:
    """Change how often letters about one following come. Raises BadInput and NotFound."""
    _check(frequency)
    _set(_own(person, public_id), frequency)


def set_all(person: Any, frequency: str) -> int:
    """The same for all that a person follows; returns how many there are."""
    _check(frequency)
    mine = queries.followings_of(person.id)
    for following in mine:
        _set(following, frequency)
    return len(mine)


def stop(person: Any, public_id: str) -> None:
    """Follow something no longer. Raises NotFound."""
    _stop(Following.id == _own(person, public_id).id)


def stop_all(person: Any) -> int:
    """Follow nothing any more; returns how many things there were."""
    return _stop((Following.person_id == person.id) & (Following.frequency != STOPPED))


def no_letters(public_id: str) -> None:
    """No more letters about one following; it stays in the account."""
    _silence((Following.public_id == public_id) & Following.frequency.in_(MAILED))


def no_letters_at_all(handle: str) -> None:
    """No more letters about anything that a person follows."""
    person = select(Person.id).where(Person.handle == handle).scalar_subquery()
    _silence((Following.person_id == person) & Following.frequency.in_(MAILED))


def keep_told(looks: Sequence[Told]) -> int:
    """Write the letters and, in the same transaction, how far they told; returns how many were written.

    Where somebody else has told or changed a following since it was read, nothing is written for that person.
    """
    letters = []
    with unit_of_work():
        unchanged = _unchanged([one for look in looks for one in look.followings])
        for look in looks:
            if not all(one.id in unchanged for one in look.followings):
                continue
            for one in look.followings:
                values = {"position": look.positions[one.id], "due_at": look.due_at}
                db.session.execute(update(table(Following)).where(Following.id == one.id).values(values))
            if look.contents is not None:
                letters.append((look.email, look.contents))
        mail.enqueue_made(letters, MAKER)
    return len(letters)


def forget_stopped() -> int:
    """Delete what was stopped long enough ago."""
    with unit_of_work():
        return change(
            delete(Following).where(Following.frequency == STOPPED, Following.changed_at < now() - STOPPED_KEPT)
        )


def _forget_oldest_stopped(person_id: int) -> None:
    stopped = (Following.person_id == person_id) & (Following.frequency == STOPPED)
    newest = select(Following.id).where(stopped).order_by(Following.changed_at.desc(), Following.id.desc())
    db.session.execute(delete(Following).where(stopped, Following.id.not_in(newest.limit(MOST_STOPPED))))


def _unchanged(read: Sequence[Any]) -> set[int]:
    columns = (Following.id, Following.position, Following.frequency, Following.due_at)
    statement = select(*columns).where(Following.id.in_([one.id for one in read])).with_for_update()
    present = {row.id: row for row in db.session.execute(statement)}
    return {
        one.id
        for one in read
        if one.id in present
        and (one.position, one.frequency, one.due_at)
        == (present[one.id].position, present[one.id].frequency, present[one.id].due_at)
    }


def _check(frequency: str) -> None:
    if frequency not in FREQUENCIES or frequency == STOPPED:
        raise BadInput(fields={"frequency": _("Оберіть, як часто надсилати листи.")})


def _own(person: Any, public_id: str) -> Any:
    row = queries.own_following(person.id, public_id)
    if row is None:
        raise NotFound(_("Ви за цим не стежите."))
    return row


def _set(following: Any, frequency: str, name: str | None = None) -> None:
    values: dict[str, Any] = {"frequency": frequency, "due_at": first_letter(frequency, now()), "changed_at": now()}
    if following.frequency == OFF != frequency:
        # Letters tell of what comes from now on; what was before stands in the account.
        values |= {"since": last_number(), "position": last_number()}
    if following.frequency == frequency:
        values = {"changed_at": now()}
    if name is not None:
        values["name"] = name
    db.session.execute(update(Following).where(Following.id == following.id).values(values))


def _stop(which: Any) -> int:
    return change(update(Following).where(which).values(frequency=STOPPED, due_at=None, name="", changed_at=now()))


def _silence(which: Any) -> None:
    change(update(Following).where(which).values(frequency=OFF, due_at=None, changed_at=now()))
