"""Searching for programs, which cannot see what was left out: it is refused instead."""

from collections.abc import Mapping

from flask_babel import gettext as _

from ..core.errors import BadInput, PortalError
from . import labels, queries
from .asked import Asked, read
from .engines.documents import SORTS


class Unavailable(PortalError):
    """The index is being made anew."""

    status = 503


def well_asked(arguments: Mapping[str, str]) -> Asked:
    """What the arguments of an address ask for. Raises BadInput by field for those that make no sense, also for those
    that stand in the words themselves as field:value."""
    asked = read(arguments)
    errors = {name: labels.wrong_argument(name, given) for name, given in asked.errors}
    sort = arguments.get("sort", "")
    if sort and sort not in SORTS:
        errors["sort"] = labels.wrong_argument("sort", sort)
    if errors:
        raise BadInput(" ".join(errors.values()), errors)
    return asked


def search(asked: Asked, cursor: str | None = None, limit: int = queries.PAGE) -> queries.Answer:
    """A page of what is asked for. Raises Unavailable."""
    answer = queries.search(asked, cursor, limit)
    if answer.unavailable:
        raise Unavailable(unavailable())
    return answer


def unavailable() -> str:
    return _("Пошук саме оновлюється. Спробуйте за хвилину.")
