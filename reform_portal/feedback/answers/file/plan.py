"""What a filled-in table would change, row by row. Pure but for the sentences."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from flask_babel import gettext as _

from ....core.text import clean_line, clean_typed
from ..decisions import MAX_REASON
from .conclusions import TwoReasons, UnknownConclusion, read_conclusion
from .reading import FileRow

NEW, CHANGED, SAME, EMPTY = "new", "changed", "same", "empty"


@dataclass(frozen=True)
class Known:
    """What an id of a file stands for.

    ``kind`` and ``target_id`` are the comment or campaign, ``body`` the words that its row must hold, ``shown`` the
    answer that the table showed for it, ``own`` the one that was given to it itself.
    """

    kind: str
    target_id: int
    public_id: str
    slug: str
    published: bool
    author: str
    body: str
    shown: Any = None
    own: Any = None


@dataclass(frozen=True)
class Line:
    """A row that can be taken: ``act`` is what it does."""

    row: FileRow
    known: Known
    act: str
    decision: str
    reason: str

    @property
    def changes(self) -> bool:
        return self.act in (NEW, CHANGED)


@dataclass(frozen=True)
class Refused:
    row: FileRow
    reason: str


@dataclass
class Plan:
    """``lines`` and ``refused`` in the order of the file; ``same`` and ``empty`` are how many rows change nothing."""

    lines: list[Line] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    same: int = 0
    empty: int = 0

    def count(self, act: str) -> int:
        return sum(line.act == act for line in self.lines)

    @property
    def seal(self) -> str:
        """Stands for exactly these changes: another plan has another one."""
        told = [
            (line.row.sheet, line.row.row, line.row.id, line.act, line.decision, line.reason, _version(line.known.own))
            for line in self.lines
        ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def plan_of(rows: Sequence[FileRow], known: Mapping[str, Known], slug: str) -> Plan:
    """What the rows would change in a draft; every row is in exactly one part of the plan."""
    plan = Plan()
    taken: dict[str, tuple[str, str]] = {}
    disagreeing = _disagreeing(rows)
    for row in rows:
        try:
            if row.id in disagreeing:
                numbers = ", ".join(str(one) for one in disagreeing[row.id])
                raise ValueError(_("той самий id має різні висновки в рядках %(rows)s", rows=numbers))
            read = _decided(row)
            if read is None:
                plan.empty += 1
                continue
            found = _matching(row, known, slug)
        except ValueError as error:
            plan.refused.append(Refused(row, str(error)))
            continue
        act = _act(found, *read)
        if act == SAME or row.id in taken:
            plan.same += 1
            continue
        taken[row.id] = read
        plan.lines.append(Line(row, found, act, *read))
    return plan


def _decided(row: FileRow) -> tuple[str, str] | None:
    """(decision, reason) of a row, None for one that concludes nothing. Raises ValueError with the reason to refuse it."""
    if row.formula:
        raise ValueError(_("у стовпці «%(column)s» формула, а не слова", column=row.formula))
    try:
        decision, reason = read_conclusion(row.conclusion, row.reason)
        reason = clean_typed(reason)
    except UnknownConclusion as error:
        raise ValueError(
            _("незрозумілий висновок «%(word)s»: потрібно «Враховано», «Враховано частково», «Відхилено» або «Поза предметом»",
              word=str(error)[:60])
        ) from error  # fmt: skip
    except TwoReasons as error:
        raise ValueError(_("обґрунтування і поруч із висновком, і в своєму стовпці: лишіть одне")) from error
    except ValueError as error:
        raise ValueError(_("в обґрунтуванні є службові символи, яких не видно")) from error
    if decision is None and reason:
        raise ValueError(_("є обґрунтування, але немає висновку"))
    if decision is None:
        return None
    if not reason:
        raise ValueError(_("обґрунтування обов’язкове"))
    if len(reason) > MAX_REASON:
        raise ValueError(_("обґрунтування задовге: %(n)s знаків, а можна 10 000", n=len(reason)))
    return decision, reason


def _matching(row: FileRow, known: Mapping[str, Known], slug: str) -> Known:
    """What the row is about. Raises ValueError with the reason to refuse it."""
    if not row.id:
        raise ValueError(_("немає id: портал не знає, на що це відповідь"))
    found = known.get(row.id)
    if found is None:
        raise ValueError(_("такого id немає: %(id)s", id=_printable(row.id)))
    if found.slug != slug:
        raise ValueError(_("це зауваження до іншого проєкту: %(slug)s", slug=found.slug))
    if not found.published:
        raise ValueError(_("зауваження вже не опубліковане: відповідати на нього не треба"))
    if row.proposal is not None and _collapsed(found.body) not in _collapsed(row.proposal):
        raise ValueError(_("у рядку слова іншого зауваження: змінено id, або автор виправив текст після вивантаження"))
    return found


def _act(known: Known, decision: str, reason: str) -> str:
    if known.shown is None:
        return NEW
    return SAME if (known.shown.decision, known.shown.reason) == (decision, reason) else CHANGED


def _disagreeing(rows: Iterable[FileRow]) -> dict[str, list[int]]:
    """Ids that stand in several rows with different conclusions → these rows."""
    found: dict[str, dict[tuple[str, str], list[int]]] = defaultdict(dict)
    for row in rows:
        if row.id and row.conclusion.strip():
            said = (" ".join(row.conclusion.casefold().split()), row.reason.strip())
            found[row.id].setdefault(said, []).append(row.row)
    return {one: sorted(chain.from_iterable(said.values())) for one, said in found.items() if len(said) > 1}


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def _printable(text: str) -> str:
    try:
        return clean_line(text)[:60]
    except ValueError:
        return "?"


def _version(answer: Any) -> list[Any] | None:
    return [answer.public_id, answer.number] if answer is not None else None
