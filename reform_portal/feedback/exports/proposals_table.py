"""The table of proposals (таблиця пропозицій) as drafters keep it: clause by clause, numbered through.

Its columns are those of the tables of amendments of the Verkhovna Rada. A proposal is a conversation that a citizen
began; copies of one letter are one proposal with its three numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from flask_babel import gettext as _

from ...core.text import shorten
from ...discussion.labels import STATUSES
from ...discussion.stances import STANCE_LABELS
from ...discussion.wordings.proposals import by_clause
from ...discussion.wordings.queries import accepted_proposals_for
from ...drafts import citations
from ...drafts.queries import clauses_of, version_of
from .. import queries
from .margin_comments import counts_in_words
from .placed import Placed
from .proposals_columns import CONCLUSION_WORDS

LONGEST_QUOTE = 500


@dataclass(frozen=True)
class Proposal:
    """``number`` counts through the document, ``id`` is the public id of the comment or the campaign; ``head`` says
    whose it is."""

    number: int
    id: str
    head: str
    text: str
    decision: str | None
    reason: str

    @property
    def conclusion(self) -> str:
        """«Враховано частково»; empty while there is no answer."""
        return CONCLUSION_WORDS[self.decision] if self.decision is not None else ""


@dataclass(frozen=True)
class Block:
    """A clause with its proposals, of which there are ``count``; they can be read once.

    ``text`` are the words that the first of them was written about, ``final`` those of the newest version with the
    wordings that were taken into the next one.
    """

    number: int
    place: str
    text: str
    final: str
    count: int
    proposals: Iterator[Proposal]


def blocks_of(draft: Any, whole: bool = False) -> Iterator[Block]:
    """The table of a draft (a row of ``drafts.queries``) block by block, in the order of the text; constant memory.

    With ``whole`` clauses without proposals are there too. Each block's proposals must be read before the next block.
    Its words are in the language in force.
    """
    version = version_of(draft)
    order = queries.conversations_by_place(draft.id, version.id)
    clauses = {clause.position: clause for clause in clauses_of(version.id)}
    finals = _finals(version.id)
    counts = {position: len(ids) for position, ids in order}
    standing = queries.placed_in_batches(chain.from_iterable(ids for _position, ids in order), version.id)
    number = 1
    places = sorted({*counts, *clauses}) if whole else sorted(counts)
    for index, position in enumerate(places, start=1):
        count = counts.get(position, 0)
        found = islice(standing, count)
        first = next(found, None)
        here = chain([first], found) if first is not None else iter(())
        clause = clauses.get(position)
        yield Block(
            index,
            _place(position, clause, draft.language),
            _text(clause, first),
            _final(position, clause, finals),
            count,
            _proposals(here, number, first.row.version if first is not None else version.number),
        )
        number += count


def _proposals(standing: Iterator[Placed], number: int, version: int) -> Iterator[Proposal]:
    for offset, one in enumerate(standing):
        # Hidden while the table is being written: its words must not be in it any more.
        shown = one.row.status == "published"
        speaks = one.campaign is not None and not one.is_copy
        # An answer that reached only some of the copies would look like one to all of them, and they would be forgotten.
        answer = one.answer if not one.copies_wait else None
        yield Proposal(
            number + offset,
            one.campaign.public_id if speaks else one.row.public_id,
            _head(one, speaks) if shown else str(STATUSES[one.row.status]),
            "\n".join(_words(one, version)) if shown else "",
            answer.decision if answer is not None else None,
            answer.reason if answer is not None else "",
        )


def _head(one: Placed, speaks: bool) -> str:
    who = f"{one.row.author or _('Без підпису')} ({STANCE_LABELS[one.row.stance]})"
    return _("%(counts)s Від усіх — %(who)s", counts=counts_in_words(one.campaign), who=who) if speaks else who


def _words(one: Placed, version: int) -> Iterator[str]:
    """The proposal line by line; the words of the comment stand in it as they are."""
    row = one.row
    if row.version != version:
        yield _("До редакції %(n)s.", n=row.version)
    if row.quote:
        yield _("До слів «%(quote)s»:", quote=shorten(row.quote, LONGEST_QUOTE))
    yield row.body
    if row.wording is not None:
        sentence = one.wording.sentence if one.wording is not None else ""
        yield sentence or _wording(row.wording)
    if row.supports:
        yield _("Підтримали: %(n)s.", n=row.supports)


def _wording(wording: str) -> str:
    return _("Пропонована редакція: «%(words)s».", words=wording) if wording else _("Пропонує вилучити ці слова.")


def _place(position: int, clause: Any, language: str) -> str:
    if clause is not None:
        return citations.short(clause.eid, language)
    return _("До проєкту в цілому") if position == queries.WHOLE_DRAFT else _("Слів цих зауважень у тексті вже немає")


def _text(clause: Any, first: Placed | None) -> str:
    if clause is None:
        return ""
    own = first is not None and first.row.eid is not None
    num, text = (first.row.clause_num, first.row.clause_text) if own and first else (clause.num, clause.text)
    return f"{num} {text}".strip()


def _finals(version_id: int) -> Mapping[str, str]:
    """The texts of the clauses for which wordings were taken."""
    rows: Sequence[Any] = accepted_proposals_for(version_id)
    return {found.eid: found.text_after for found in by_clause(rows) if found.text_after is not None}


def _final(position: int, clause: Any, finals: Mapping[str, str]) -> str:
    if clause is None:
        return "" if position == queries.WHOLE_DRAFT else _("Положення вилучено.")
    text = finals.get(clause.eid, clause.text)
    return f"{clause.num} {text}".strip() if text else _("Виключити.")
