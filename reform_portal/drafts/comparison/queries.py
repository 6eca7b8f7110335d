"""Two versions of a draft side by side, and what became of each clause."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flask import current_app, has_request_context, url_for
from flask_babel import gettext as _
from sqlalchemy import Row, select

from ...core.database import db
from ...core.errors import NotFound
from ..alignment import Aligned, Link, align
from ..models import ClauseLink
from ..queries import clauses_of, versions_of
from . import rows
from .kept import Outcome

_PAIR = re.compile(r"([1-9][0-9]{0,5})\.\.\.([1-9][0-9]{0,5})")
SUGGESTED = 10


@dataclass(frozen=True)
class Comparison:
    """Versions ``a`` and ``b`` of a draft. ``versions`` are all that it has, the newest first.

    ``links`` hold indexes in what ``both_texts`` gives, ``rows`` are what changed, ``summary`` counts it.
    """

    draft: Row
    versions: Sequence[Row]
    a: Row
    b: Row
    links: Sequence[Link]
    rows: Sequence[rows.Row]
    summary: Mapping[str, int]


def comparison_of(draft: Row, pair: str) -> Comparison:
    """What «A...B» asks for, A and B being numbers of two versions in either order.

    Raises NotFound with the comparisons that exist.
    """
    versions = versions_of(draft.id)
    a, b = _versions_in(draft, versions, pair)
    key = (a.id, b.id, a.sha256, b.sha256)
    found = current_app.extensions["kept_outcomes"].get(key, lambda: _outcome(a, b))
    return Comparison(draft, versions, a, b, found.links, found.rows, found.summary)


def both_texts(found: Comparison) -> tuple[Sequence[Row], Sequence[Row]]:
    """All clauses of both versions."""
    return clauses_of(found.a.id), clauses_of(found.b.id)


def all_rows(found: Comparison) -> Sequence[rows.Row]:
    """Every clause of both versions in rows, what stayed among them."""
    return rows.rows_of(found.links, *both_texts(found), whole=True)


def _outcome(a: Row, b: Row) -> Outcome:
    before, after = clauses_of(a.id), clauses_of(b.id)
    links = _published_links(b.id, before, after) if b.number == a.number + 1 else []
    links = links or align(_aligned(before), _aligned(after), known_pairs(before, after))
    return Outcome(links, rows.rows_of(links, before, after), rows.summary_of(links, before, after))


def _published_links(version_id: int, before: Sequence[Row], after: Sequence[Row]) -> list[Link]:
    """What publishing found out about a version and the one before it, in the order in which it was written."""
    columns = (ClauseLink.before_id, ClauseLink.after_id, ClauseLink.change, ClauseLink.score)
    found = db.session.execute(select(*columns).where(ClauseLink.version_id == version_id).order_by(ClauseLink.id))
    old = {row.id: i for i, row in enumerate(before)}
    new = {row.id: j for j, row in enumerate(after)}
    return [Link(old.get(row[0]), new.get(row[1]), row[2], row[3]) for row in found]


def known_pairs(before: Sequence[Row], after: Sequence[Row]) -> Mapping[int, int]:
    """Index in ``after`` → index in ``before`` of the clauses that are one provision."""
    places = {row.provision_id: i for i, row in enumerate(before)}
    return {j: places[row.provision_id] for j, row in enumerate(after) if row.provision_id in places}


def neighbours(versions: Sequence[Row]) -> list[tuple[int, int]]:
    """The comparisons that suggest themselves, (number, number of the next one), the newest first."""
    return [(old.number, new.number) for new, old in pairwise(versions)]


def _versions_in(draft: Row, versions: Sequence[Row], pair: str) -> tuple[Row, Row]:
    match = _PAIR.fullmatch(pair)
    numbered = {str(version.number): version for version in versions}
    if match and match[1] != match[2] and match[1] in numbered and match[2] in numbered:
        return numbered[match[1]], numbered[match[2]]
    raise NotFound(
        _("Такого порівняння немає: %(pair)s. Потрібні номери двох різних редакцій цього проєкту.", pair=pair[:40]),
        suggestions=_suggestions(draft, versions),
    )


def _suggestions(draft: Row, versions: Sequence[Row]) -> list[tuple[str, str]]:
    if not has_request_context():
        return []
    found = [
        (
            _("Що змінилося між редакціями %(a)s і %(b)s", a=a, b=b),
            url_for("comparison.page", slug=draft.slug, pair=f"{a}...{b}"),
        )
        for a, b in neighbours(versions)[:SUGGESTED]
    ]
    return found or [(_("Увесь текст проєкту"), url_for("web.reading_page", slug=draft.slug))]


def _aligned(clauses: Sequence[Row]) -> list[Aligned]:
    return [Aligned(row.eid, row.kind, row.text, row.source_id, row.num, row.parent) for row in clauses]
