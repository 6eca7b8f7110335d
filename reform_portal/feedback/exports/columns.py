"""The rows of an export of comments, the same in every format, and what each column means.

Words, quotes and names of comments that are hidden, withdrawn or erased are left empty; the row
itself stays, so that the numbers add up.
"""

from collections.abc import Callable, Iterator
from typing import Any

from ...core.clock import stamp
from ...drafts import citations
from .. import queries

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("id", "Сталий ідентифікатор зауваження", "Lasting id of the comment"),
    ("external_id", "Ідентифікатор у джерелі, якщо зауваження імпортовано", "Id in the source of an imported comment"),
    ("address", "Стала адреса зауваження", "Lasting address of the comment"),
    ("draft", "Адресна назва проєкту", "Slug of the draft"),
    ("version", "Номер редакції, до якої написано", "Number of the version it was written on"),
    (
        "clause",
        "Адреса структурної одиниці (eid); порожньо — весь проєкт",
        "Address (eid) of the clause; empty: whole draft",
    ),
    ("citation", "Посилання у правничій формі", "Printed citation in legal form"),
    ("clause_text", "Текст структурної одиниці в тій редакції", "Text of the clause in that version"),
    ("quote", "Слова, про які йдеться", "The words it is about"),
    ("quote_start", "Початок цих слів у тексті, у кодових точках", "Where they start in the text, in code points"),
    ("stance", "Ставлення: support, oppose, amend, question, neutral", "Stance"),
    ("body", "Текст зауваження", "Text of the comment"),
    ("wording", "Запропонована редакція цих слів; порожня клітинка — її немає", "Proposed wording of these words"),
    ("author", "Підпис, обраний автором", "Author by the chosen name mode"),
    ("author_role", "Роль автора: citizen, drafter, moderator, admin", "Role of the author"),
    ("name_mode", "Вид підпису: full, initial, pseudonym", "Name mode"),
    ("created_at", "Час публікації, UTC, ISO 8601", "Time of publication, UTC, ISO 8601"),
    ("edited_at", "Час останнього виправлення, UTC", "Time of the last edit, UTC"),
    ("parent", "Зауваження, на яке це відповідь", "The comment it replies to"),
    ("thread_root", "Перше зауваження розмови", "The first comment of the thread"),
    ("supports", "Скільки людей підтримали", "How many people signed it"),
    ("replies", "Скільки відповідей", "How many replies"),
    ("status", "Стан: published, hidden, withdrawn, erased", "Status"),
    ("hide_reason", "Підстава приховання", "Reason for hiding"),
    (
        "decision",
        "Рішення розробника: accepted, partly, rejected, out_of_scope; порожньо — відповіді ще немає",
        "Decision of the drafters; empty: not answered yet",
    ),
    ("reason", "Обґрунтування рішення", "Reason for the decision"),
    ("answered_at", "Час першої відповіді, UTC, ISO 8601", "Time of the first answer, UTC, ISO 8601"),
)
NAMES = tuple(name for name, _uk, _en in COLUMNS)
DICTIONARY_HEADER = ("column", "значення", "meaning")


def rows_of(draft: Any, base_url: str, progress: Callable[[int], None] = lambda done: None) -> Iterator[dict[str, Any]]:
    """One dictionary for each comment of a draft, oldest first, with constant memory."""
    done = 0
    for rows, public, answers in queries.export_batches(draft.id):
        for row in rows:
            yield _row(row, public, base_url) | _answer(answers.get(row.id))
        done += len(rows)
        progress(done)


def _row(row: Any, public: dict[int, tuple[str, str | None]], base_url: str) -> dict[str, Any]:
    shown = row.status == "published"
    return {
        "id": row.public_id,
        "external_id": row.external_id,
        "address": f"{base_url}/comments/{row.public_id}",
        "draft": row.slug,
        "version": row.version,
        "clause": row.eid or "",
        "citation": citations.short(row.eid or ""),
        "clause_text": f"{row.clause_num} {row.clause_text}".strip() if row.eid else "",
        "quote": row.quote if shown else "",
        "quote_start": row.start if shown else None,
        "stance": row.stance,
        "body": row.body if shown else "",
        "wording": row.wording if shown else None,
        "author": row.author if shown else "",
        "author_role": row.author_role,
        "name_mode": row.name_mode,
        "created_at": stamp(row.created_at),
        "edited_at": stamp(row.edited_at),
        "parent": public[row.parent_id][0] if row.parent_id in public else None,
        "thread_root": public[row.root_id][0] if row.root_id in public else row.public_id,
        "supports": row.supports,
        "replies": row.replies,
        "status": row.status,
        "hide_reason": row.hide_reason,
    }


def _answer(answer: Any) -> dict[str, Any]:
    """The drafters' words stay when the comment is hidden or erased: they are a public act of their own."""
    return {
        "decision": answer.decision if answer is not None else None,
        "reason": answer.reason if answer is not None else None,
        "answered_at": stamp(answer.answered_at) if answer is not None else None,
    }
