"""How a row is worded on a page: its address, where it came from, where it leads.

In Python and not in the template, because a page has a hundred rows and each asks for all of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..alignment import ADDED, CHANGED, MERGED, MOVED, REMOVED, RENUMBERED, SAME, SPLIT
from ..heading import cite
from .queries import Comparison
from .rows import Change

CHANGE_LABELS = {
    CHANGED: _l("змінено"),
    ADDED: _l("додано"),
    REMOVED: _l("вилучено"),
    SPLIT: _l("поділено"),
    MERGED: _l("об’єднано"),
    MOVED: _l("перенесено"),
    RENUMBERED: _l("перенумеровано"),
    SAME: _l("без змін"),
}


class Wording:
    """The words of one page.

    ``base`` is the draft's address, ``tallies`` maps a provision to its counts, ``accepted`` a clause's id to the
    (address, author) of the comments whose wordings were taken for it.
    """

    def __init__(
        self,
        found: Comparison,
        base: str,
        tallies: Mapping[int, Any],
        accepted: Mapping[int, Sequence[tuple[str, str]]],
    ) -> None:
        self._base, self._tallies, self._accepted = base, tallies, accepted
        newest = found.versions[0].number
        self._suffixes = ["" if v.number == newest else f"?version={v.number}" for v in (found.a, found.b)]
        self._in_version = [_("у редакції %(n)s", n=version.number) for version in (found.a, found.b)]
        self.labels = {kind: str(label) for kind, label in CHANGE_LABELS.items()}

    def mark(self, row: Change) -> str:
        """The id of a row on its page."""
        return f"to-{row.after[0].eid}" if row.after else f"from-{row.before[0].eid}"

    def address(self, row: Change) -> str:
        """«ч. 2 ст. 5», from the first to the last where it is several."""
        clauses = row.after or row.before
        first = cite(clauses[0].eid)
        return first if len(clauses) == 1 else f"{first} … {cite(clauses[-1].eid)}"

    def origin(self, row: Change) -> str:
        """Where it stood, if that was elsewhere."""
        if row.kind == MERGED:
            return _("об’єднано з: %(places)s", places=", ".join(cite(clause.eid) for clause in row.before))
        if row.kind == MOVED:
            return _("перенесено: раніше %(place)s", place=cite(row.before[0].eid))
        return _("раніше %(place)s", place=cite(row.before[0].eid)) if row.readdressed else ""

    def ways(self, row: Change) -> list[tuple[str, str]]:
        """(address, words) of the clauses of a row in both versions."""
        return [
            (f"{self._base}{clause.eid}{self._suffixes[side]}", self._way(side, clause, row))
            for side, clauses in enumerate((row.before, row.after))
            for clause in clauses
        ]

    def talks(self, row: Change) -> list[tuple[str, str]]:
        """(address, words) of what led to a row: wordings that were taken, conversations about its provisions."""
        return [*self._taken(row), *self._talks(row)]

    def _way(self, side: int, clause: Any, row: Change) -> str:
        plain = len(row.before) < 2 and len(row.after) < 2 and not row.readdressed
        return self._in_version[side] if plain else f"{self._in_version[side]}: {cite(clause.eid)}"

    def _taken(self, row: Change) -> Iterator[tuple[str, str]]:
        for clause in row.before:
            for address, author in self._accepted.get(clause.id, ()):
                yield address, _("Узято пропозицію: %(author)s", author=author or _("без підпису"))

    def _talks(self, row: Change) -> Iterator[tuple[str, str]]:
        seen = set()
        for side, clauses in ((1, row.after), (0, row.before)):
            for clause in clauses:
                tally = self._tallies.get(clause.provision_id)
                if tally is None or not tally.comments or clause.provision_id in seen:
                    continue
                seen.add(clause.provision_id)
                yield (
                    f"{self._base}{clause.eid}{self._suffixes[side]}#talk",
                    _("Зауваження до цього положення: %(n)s", n=tally.comments),
                )
