"""The report: its texts are kept, it is published as it stands at that moment, words erased by law leave it.

Nothing unanswered gets past ``publish``: the rule stands here, for every way in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, insert, update
from sqlalchemy.exc import IntegrityError

from ...core.access import is_drafter
from ...core.clock import in_kyiv, now
from ...core.database import add_row, change, db, table, unit_of_work
from ...core.errors import BadInput, Conflict, NotAllowed, WrongStage
from ...core.identifiers import new_public_id
from ...core.templating import moment
from ...discussion.rules import counts_as_proposal
from ...drafts import rules
from ...drafts.actions import raise_revision
from ...drafts.queries import version_of
from ...drafts.rule_sets import rule_set, working_days
from ...journal.actions import record
from ...people.names import public_name
from . import queries
from .content import (
    BODY,
    FREE_TEXTS,
    SUBJECT,
    Frozen,
    Part,
    freeze,
    missing_texts,
    parts_of,
    sha256_of,
    without,
)  # fmt: skip
from .models import Report, ReportedComment, ReportRow, ReportTexts
from .terms import AFTER_DECISION, Term, last_day, term_of_report

BATCH = 1000
MAX_TEXT = 10_000


@dataclass(frozen=True)
class Texts:
    """What drafters wrote, by part, and when the body decided. ``number`` counts how often it was saved (0: never)."""

    texts: Mapping[str, str]
    decided_on: date | None = None
    number: int = 0


@dataclass(frozen=True)
class Due:
    """When the report is due: the last day by the rules, None while the day that the term runs from is not known.

    ``since`` is that day, ``overdue`` how many days have passed since ``day`` without a report.
    """

    term: Term
    since: date | None
    day: date | None
    overdue: int = 0


@dataclass(frozen=True)
class State:
    """What keeps a report from being published: open conversations, open themes, keys of unwritten parts, the stage."""

    conversations: int
    themes: int
    texts: Sequence[str]
    stage: str
    needs_end: bool

    @property
    def ready(self) -> bool:
        return not (self.conversations or self.themes or self.texts or self.needs_end)


def texts_of(draft: Row) -> Texts:
    """What was written so far; the body and the subject are known from the draft until somebody writes them."""
    found = queries.texts_of(draft.id)
    if found is None:
        return Texts({BODY: draft.body, SUBJECT: draft.title})
    return Texts(found.texts, found.decided_on, found.number)


def state_of(draft: Row) -> State:
    """What is missing for the report on a draft. A consultation under a law must have ended; an informal one need not."""
    stage = rules.stage(draft, now())
    return State(
        queries.count_unanswered(draft.id),
        queries.count_unanswered_themes(draft.id),
        missing_texts(parts_for(draft), texts_of(draft).texts),
        stage,
        stage != rules.CLOSED and _term(draft) is not None,
    )


def parts_for(draft: Row) -> list[Part]:
    """The parts of the report on a draft, by its rule set, in its language."""
    return parts_of(_parts_rule(draft), draft.language)


def due_of(draft: Row, reported: bool) -> Due | None:
    """When the report on a draft is due; None where its rules set no term."""
    term = _term(draft)
    if term is None:
        return None
    since = texts_of(draft).decided_on if term.counted_from == AFTER_DECISION else end_of(draft)
    if since is None:
        return Due(term, None, None)
    day = last_day(term, since, working_days())
    late = 0 if reported else max(0, (in_kyiv(now()).date() - day).days)
    return Due(term, since, day, late)


def end_of(draft: Row) -> date | None:
    """The last day of the consultation, in Kyiv."""
    return None if draft.closes_at is None else in_kyiv(draft.closes_at - timedelta(microseconds=1)).date()


def save(draft: Row, person: Any, given: Texts) -> None:
    """Keep what a drafter wrote for the report.

    Raises NotAllowed for anybody but drafters, BadInput by field, Conflict when somebody else has saved meanwhile.
    """
    _require_drafter(person)
    _check(draft, given)
    values = {
        "texts": {key: given.texts[key] for key in FREE_TEXTS if given.texts.get(key)},
        "decided_on": given.decided_on,
        "number": given.number + 1,
        "person_id": person.id,
        "saved_at": now(),
    }
    if given.number:
        mine = (ReportTexts.draft_id == draft.id) & (ReportTexts.number == given.number)
        if not change(update(ReportTexts).where(mine).values(values)):
            raise Conflict(_saved_meanwhile())
        return
    try:
        with db.session.begin_nested():
            db.session.execute(insert(ReportTexts).values(draft_id=draft.id, **values))
    except IntegrityError as error:
        raise Conflict(_saved_meanwhile()) from error


def publish(draft: Row, person: Any, note: str = "") -> int:
    """Publish the report as everything stands now; returns its number. ``note`` says what a further version corrects.

    Raises NotAllowed, WrongStage before the end of a consultation under a law, Conflict while anything has no
    reasoned answer or a part is not written, BadInput for a correction without a note.
    """
    _require_drafter(person)
    _require_ready(draft)
    before = queries.find_report(draft.id)
    if before is not None and not note.strip():
        raise BadInput(fields={"note": _("Напишіть, що змінено порівняно з попереднім звітом.")})
    if len(note) > MAX_TEXT:
        raise BadInput(fields={"note": _("Задовго: можна щонайбільше 10 000 знаків. Скоротіть текст.")})
    number, public_id, instant = (before.number if before is not None else 0) + 1, new_public_id(), now()
    frozen = frozen_now(draft)
    rows = [row | {"sha256": sha256_of(row["content"])} for row in frozen.rows]
    content = head_of(draft, frozen, instant, note)
    sha256 = sha256_of({"head": content, "rows": [row["sha256"] for row in rows]})
    author = public_name("full", person.given_name, person.family_name, person.pseudonym)
    entry = record(
        "report.published",
        f"r:{public_id}",
        f"d:{draft.slug}@{content['version']}",
        number=number,
        rules=draft.rule_set,
        sha256=sha256,
        proposals=frozen.counts["proposals"]["comments"],
        name=author,
    )
    values = {
        "public_id": public_id, "draft_id": draft.id, "number": number, "content": content, "sha256": sha256,
        "author": author, "person_id": person.id, "published_at": instant, "entry": entry,
    }  # fmt: skip
    try:
        with db.session.begin_nested():
            report_id = add_row(Report, values)
    except IntegrityError as error:
        raise Conflict(_("Звіт щойно опублікував хтось інший. Відкрийте його.")) from error
    _insert(ReportRow, [row | {"report_id": report_id} for row in rows])
    printed = frozen.printed.items()
    _insert(ReportedComment, [{"comment_id": c, "position": at, "report_id": report_id} for c, at in printed])
    raise_revision(draft.id)
    return number


def frozen_now(draft: Row) -> Frozen:
    """The lists of the report as they would be published now."""
    return freeze(
        queries.comments_for(draft.id),
        queries.places_of(draft.id),
        queries.answers_by_id(draft.id),
        lambda c: counts_as_proposal(draft.rule_set, c.name_mode, in_kyiv(c.created_at).date()),
    )


def head_of(draft: Row, frozen: Frozen, instant: datetime, note: str = "") -> dict[str, Any]:
    """All of a report but its rows, as it is kept: plain values, in the language of the draft."""
    written, due, version = texts_of(draft), due_of(draft, True), version_of(draft)
    names = rule_set(draft.rule_set)
    end = end_of(draft)
    return {
        "language": draft.language,
        "title": draft.title_en if draft.language == "en" and draft.title_en else draft.title,
        "rule_set": draft.rule_set,
        "rules_title": names.title_en if draft.language == "en" else names.title,
        "basis": _parts_rule(draft).basis,
        "proposal_basis": _basis("comment.counts_as_proposal", draft),
        "parts": [{"key": part.key, "heading": part.heading, "lists": part.lists} for part in parts_for(draft)],
        "texts": {key: written.texts[key] for key in FREE_TEXTS if written.texts.get(key)},
        "decided_on": written.decided_on.isoformat() if written.decided_on else None,
        "opens_at": draft.opens_at.isoformat() if draft.opens_at else None,
        "ended_on": end.isoformat() if end else None,
        "due_on": due.day.isoformat() if due and due.day else None,
        "term": {"amount": due.term.amount, "unit": due.term.unit, "basis": due.term.basis} if due else None,
        "version": version.number,
        "published_at": instant.isoformat(),
        "note": note.strip(),
        "counts": frozen.counts,
        "sections": frozen.sections,
    }


def forget(public_id: str) -> None:
    """Take the erased words and the name of their author out of every report. The hashes stay, so that it can be
    seen that something was there."""
    reports = queries.reports_naming([public_id])
    with unit_of_work():
        for row in queries.rows_printing(public_id):
            _rewrite(row, without(row.content, public_id))
        for report in reports:
            given = queries.names_still_given(report.id)
            for row in queries.names_of(report.id):
                names = [name for name in row.content["names"] if name in given]
                if len(names) < len(row.content["names"]):
                    _rewrite(row, row.content | {"names": names})


def _rewrite(row: Row, content: dict[str, Any]) -> None:
    one = (ReportRow.report_id == row.report_id) & (ReportRow.position == row.position)
    db.session.execute(update(ReportRow).where(one).values(content=content))


def _term(draft: Row) -> Term | None:
    return term_of_report(rule_set(draft.rule_set), _day_of_rules(draft))


def _day_of_rules(draft: Row) -> date:
    """The rules are those in force when the consultation ended, or today."""
    end = end_of(draft)
    today = in_kyiv(now()).date()
    return min(end, today) if end else today


def _parts_rule(draft: Row) -> Any:
    rule = rule_set(draft.rule_set).rule("report.parts", _day_of_rules(draft))
    if rule is None:
        raise Conflict(_("Правила цього обговорення не описують звіту."))
    return rule


def _basis(key: str, draft: Row) -> str:
    rule = rule_set(draft.rule_set).rule(key, _day_of_rules(draft))
    return rule.basis if rule is not None else ""


def _require_drafter(person: Any) -> None:
    if not is_drafter(person):
        raise NotAllowed(_("Складати звіт можуть лише розробники."))


def _require_ready(draft: Row) -> None:
    state = state_of(draft)
    if state.conversations or state.themes:
        raise Conflict(
            _(
                "Звіт не можна опублікувати: без обґрунтованої відповіді лишилося зауважень — %(comments)s, тем — %(themes)s.",
                comments=state.conversations,
                themes=state.themes,
            )
        )
    if state.needs_end:
        raise WrongStage(
            _("Обговорення триває до %(when)s. Звіт публікують, коли воно завершиться.", when=moment(draft.closes_at))
            if draft.closes_at is not None
            else _(
                "Обговорення ще триває, і день його завершення не призначено. Звіт публікують, коли воно завершиться."
            )
        )
    if state.texts:
        raise Conflict(_("Звіт не можна опублікувати: не всі частини написано."))


def _check(draft: Row, given: Texts) -> None:
    fields = {key: _too_long() for key, text in given.texts.items() if len(text) > MAX_TEXT}
    if given.decided_on is not None and given.decided_on > in_kyiv(now()).date():
        fields["decided_on"] = _("Рішення ще не могли прийняти: цей день ще не настав.")
    if fields:
        raise BadInput(fields=fields)


def _too_long() -> str:
    return _("Задовго: можна щонайбільше 10 000 знаків. Скоротіть текст.")


def _saved_meanwhile() -> str:
    return _("Поки ви писали, тексти звіту зберіг хтось інший. Ваші слова — нижче: порівняйте й збережіть ще раз.")


def _insert(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    for batch in _batches(rows):
        db.session.execute(insert(table(model)), batch)


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for begin in range(0, len(rows), BATCH):
        yield rows[begin : begin + BATCH]
