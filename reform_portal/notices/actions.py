"""Telling people news: a notice in the account and one letter for all that one event means to a person."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import delete, insert, select, update

from ..core import mail
from ..core.clock import now
from ..core.database import change, db, table, unit_of_work
from ..core.text import shorten
from ..discussion.models import Comment
from ..drafts import citations
from ..feedback.answers.labels import decision_label
from ..feedback.answers.queries import find_answer
from . import queries
from .models import Notice

PEOPLE_AT_ONCE = 200
LINES_IN_LETTER = 20
WORDS_IN_LETTER = 200
REASON_IN_LETTER = 2000


def tell_of_places(version_id: int) -> int:
    """Tell the authors whose comments stand elsewhere in a new version; returns how many people were told.

    Whoever has been told already is not told again, so it may be called twice.
    """
    return _tell_each(queries.authors_to_tell(version_id), lambda mine: _tell(mine, version_id))


def tell_of_answer(public_id: str) -> int:
    """Tell whom an answer concerns, each person once for each version of it; returns how many people were told.

    It may be called twice.
    """
    rows = queries.people_to_tell(public_id)
    if not rows:
        db.session.rollback()
        return 0
    answer = find_answer(public_id)
    return _tell_each(rows, lambda mine: _tell_answer(mine[0], answer))


def tell_of_report(public_id: str) -> int:
    """Tell everybody who took part that the report is out, once for each draft; returns how many people were told.

    It may be called twice.
    """
    return _tell_each(queries.participants_to_tell(public_id), lambda mine: _tell_report(mine[0]))


def tell_of_reattachment(public_id: str, version_id: int, second: int) -> None:
    """Tell an author that a drafter put the comment on other words, at ``second`` of the Unix time.

    It may be called twice; a notice that is no older than the act has told it already.
    """
    with unit_of_work():
        row = queries.author_of_reattached(public_id, version_id)
        if row is None or (row.told_at is not None and row.told_at.timestamp() >= second):
            return
        values = {"created_at": now(), "read_at": None}
        if row.notice_id is not None:
            db.session.execute(update(Notice).where(Notice.id == row.notice_id).values(values))
        else:
            keys = {"person_id": row.person_id, "comment_id": row.comment_id, "version_id": version_id}
            db.session.execute(insert(Notice).values(kind="reattached", **keys, **values))
        with force_locale(row.language):
            mail.enqueue(row.email, *_letter_of_reattachment(row), about=[f"c:{row.public_id}"])


def tell_of_accepted(public_id: str) -> None:
    """Tell an author that drafters took the proposed wording; once for each version, however often it was taken."""
    with unit_of_work():
        row = queries.author_of_accepted(public_id)
        if row is None or row.notice_id is not None:
            return
        keys = {"person_id": row.person_id, "comment_id": row.comment_id, "version_id": row.version_id}
        db.session.execute(insert(Notice).values(kind="wording", created_at=now(), **keys))
        with force_locale(row.language):
            mail.enqueue(row.email, *_letter_of_accepted(row))


def mark_read(person_id: int) -> int:
    """Mark all notices of a person as read; returns how many there were."""
    mine = (Notice.person_id == person_id) & Notice.read_at.is_(None)
    return change(update(Notice).where(mine).values(read_at=now()))


def forget(public_id: str) -> None:
    """Take away the notices about a comment whose words were erased: nothing links it to a person any more."""
    comment = select(Comment.id).where(Comment.public_id == public_id).scalar_subquery()
    with unit_of_work():
        db.session.execute(delete(Notice).where(Notice.comment_id == comment))


def _tell_each(rows: Sequence[Any], tell: Callable[[Sequence[Any]], None]) -> int:
    """Tell every person of the rows that stand together for that person."""
    db.session.rollback()
    people = [list(mine) for _person, mine in groupby(rows, key=lambda row: row.person_id)]
    for begin in range(0, len(people), PEOPLE_AT_ONCE):
        with unit_of_work():
            for mine in people[begin : begin + PEOPLE_AT_ONCE]:
                tell(mine)
    return len(people)


def _tell_answer(first: Any, answer: Any) -> None:
    """Tell a person of an answer, by the person's first comment that it holds for."""
    row = {
        "person_id": first.person_id,
        "kind": "answer",
        "comment_id": first.comment_id,
        "answer_id": answer.id,
        "answer_number": answer.number,
        "created_at": now(),
    }
    db.session.execute(insert(table(Notice)), [row])
    with force_locale(first.language):
        mail.enqueue(first.email, *_answer_letter(first, answer), about=[f"c:{first.public_id}"])


def _tell_report(row: Any) -> None:
    keys = {"person_id": row.person_id, "comment_id": row.comment_id, "report_id": row.report_id}
    db.session.execute(insert(Notice).values(kind="report", created_at=now(), **keys))
    with force_locale(row.language):
        mail.enqueue(row.email, *_report_letter(row))


def _report_letter(row: Any) -> tuple[str, str]:
    english = row.language == "en"
    base = current_app.extensions["settings"].base_url + ("/en" if english else "")
    body = _(
        "Вийшов звіт про результати обговорення, у якому ви взяли участь. Проєкт: «%(title)s».\n\n"
        "У звіті — хто висловився, що пропонували, що враховано, що відхилено і чому.\n\n"
        "Прочитати: %(address)s\nУсі сповіщення: %(all)s",
        title=row.title_en if english and row.title_en else row.title,
        address=f"{base}/drafts/{row.slug}/report",
        all=f"{base}/account/notices",
    )
    return _("Вийшов звіт про обговорення"), body


def _answer_letter(first: Any, answer: Any) -> tuple[str, str]:
    """Subject and body of the letter about an answer."""
    english = first.language == "en"
    base = current_app.extensions["settings"].base_url + ("/en" if english else "")
    subject = _answer_subject(bool(first.wrote), bool(first.again))
    body = _(
        "%(what)s.\n\n"
        "Проєкт: «%(title)s».\nЗауваження: «%(comment)s»\n\n"
        "Рішення: %(decision)s.\n\n%(reason)s\n\n"
        "Відповідь повністю: %(address)s\nУсі сповіщення: %(all)s",
        what=subject,
        title=answer.draft_title_en if english and answer.draft_title_en else answer.draft_title,
        comment=shorten(" ".join(first.body.split()), WORDS_IN_LETTER),
        decision=decision_label(answer.decision),
        reason=shorten(answer.reason, REASON_IN_LETTER),
        address=f"{base}/answers/{answer.public_id}",
        all=f"{base}/account/notices",
    )
    return subject, body


def _answer_subject(wrote: bool, again: bool) -> str:
    if again and wrote:
        return _("Розробник змінив відповідь на ваше зауваження")
    if again:
        return _("Розробник змінив відповідь на зауваження, яке ви підтримали")
    if wrote:
        return _("Розробник відповів на ваше зауваження")
    return _("Розробник відповів на зауваження, яке ви підтримали")


def _tell(mine: Sequence[Any], version_id: int) -> None:
    rows = [
        {
            "person_id": row.person_id,
            "kind": "placement",
            "comment_id": row.comment_id,
            "version_id": version_id,
            "created_at": now(),
        }
        for row in mine
    ]
    db.session.execute(insert(table(Notice)), rows)
    with force_locale(mine[0].language):
        mail.enqueue(mine[0].email, *_letter(mine), about=[f"c:{row.public_id}" for row in mine[:LINES_IN_LETTER]])


def _letter(mine: Sequence[Any]) -> tuple[str, str]:
    """Subject and body of the letter about one person's comments."""
    first = mine[0]
    english = first.language == "en"
    title = first.title_en if english and first.title_en else first.title
    base = current_app.extensions["settings"].base_url + ("/en" if english else "")
    lines = [
        f"— {_line(row, english)}\n  «{shorten(row.body, 60)}»\n  {base}/comments/{row.public_id}/place"
        for row in mine[:LINES_IN_LETTER]
    ]
    if len(mine) > LINES_IN_LETTER:
        more = len(mine) - LINES_IN_LETTER
        lines.append(ngettext("І ще %(num)s зауваження.", "І ще %(num)s зауважень.", more))
    body = _(
        "З’явилася редакція %(number)s проєкту «%(title)s», і текст біля ваших зауважень змінився.\n\n"
        "%(lines)s\n\n"
        "Подивіться, чи правильно ми знайшли нове місце, і скажіть «так» або «ні». Усі сповіщення: %(all)s",
        title=title,
        number=first.number,
        lines="\n".join(lines),
        all=f"{base}/account/notices",
    )
    return _("Нова редакція: що сталося з вашими зауваженнями"), body


def _letter_of_accepted(row: Any) -> tuple[str, str]:
    english = row.language == "en"
    base = current_app.extensions["settings"].base_url + ("/en" if english else "")
    body = _(
        "Розробник проєкту «%(title)s» узяв ваші слова до тексту наступної редакції: %(own)s.\n\n"
        "Ваша пропозиція: %(address)s",
        title=row.title_en if english and row.title_en else row.title,
        own=citations.short(row.own_eid or "", "en" if english else "uk"),
        address=f"{base}/comments/{row.public_id}",
    )
    return _("Вашу пропозицію взято"), body


def _letter_of_reattachment(row: Any) -> tuple[str, str]:
    english = row.language == "en"
    own, here = (citations.short(eid or "", "en" if english else "uk") for eid in (row.own_eid, row.eid))
    base = current_app.extensions["settings"].base_url + ("/en" if english else "")
    body = _(
        "Розробник проєкту «%(title)s» прикріпив ваше зауваження до іншого місця: %(own)s → %(here)s.\n\n"
        "Подивіться й скажіть, чи місце правильне: %(place)s",
        title=row.title_en if english and row.title_en else row.title,
        own=own,
        here=here,
        place=f"{base}/comments/{row.public_id}/place",
    )
    return _("Ваше зауваження прикріплено до іншого місця"), body


def _line(row: Any, english: bool) -> str:
    own, here = (citations.short(eid or "", "en" if english else "uk") for eid in (row.own_eid, row.eid))
    if row.state == "detached":
        return _("%(own)s: слів, про які ви писали, вже немає", own=own)
    if row.state == "changed" and own == here:
        return _("%(own)s: слова змінено", own=own)
    if row.state == "changed":
        return _("%(own)s → %(here)s: слова змінено", own=own, here=here)
    return _("%(own)s → %(here)s: слова ті самі, місце інше", own=own, here=here)
