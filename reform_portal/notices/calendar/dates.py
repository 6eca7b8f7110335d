"""The dates of a consultation as entries of a calendar."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask_babel import gettext as _

from ...core.calendars import Happening
from ...core.templating import moment

OPENS, CLOSES = "opens", "closes"


@dataclass(frozen=True)
class Dates:
    """What is known of a draft: ``history`` are the times its dates were set (second, content), oldest first;
    ``report_due`` is the last day for the report, None where there is none or the report is out."""

    slug: str
    title: str
    opens_at: datetime | None
    closes_at: datetime | None
    history: Sequence[Any]
    created_at: datetime
    report_due: date | None = None


def happenings_of(dates: Dates, host: str, address: str) -> list[Happening]:
    """Opening, closing and the report of one consultation. A date that was taken away stays, as cancelled."""
    changed_at, sequence = dates.created_at, len(dates.history)
    if dates.history:
        changed_at = datetime.fromtimestamp(dates.history[-1].second, UTC)
    found = []
    for what, at, words in (
        (OPENS, dates.opens_at, _("Починається обговорення: %(title)s", title=dates.title)),
        (CLOSES, dates.closes_at, _("Завершується обговорення: %(title)s", title=dates.title)),
    ):
        start = at or _last_known(dates.history, what)
        if start is not None:
            found.append(
                Happening(
                    f"{dates.slug}-{what}@{host}", start, words, _explained(what, start, address), address, changed_at,
                    sequence, at is None,
                )
            )  # fmt: skip
    if dates.report_due is not None:
        found.append(
            Happening(
                f"{dates.slug}-report@{host}",
                dates.report_due,
                _("Останній день для звіту: %(title)s", title=dates.title),
                _("До цього дня розробник має оприлюднити звіт про результати обговорення.") + f"\n{address}report",
                f"{address}report",
                changed_at,
                sequence,
            )
        )
    return found


def _explained(what: str, at: datetime, address: str) -> str:
    if what == OPENS:
        return _("Від цієї миті можна висловитися: %(when)s.", when=moment(at)) + f"\n{address}"
    return _("До цієї миті можна висловитися: %(when)s.", when=moment(at)) + f"\n{address}"


def _last_known(history: Sequence[Any], what: str) -> datetime | None:
    """The last date that was ever set."""
    for row in reversed(history):
        text = json.loads(row.content).get(what)
        if text:
            return datetime.fromisoformat(text)
    return None
