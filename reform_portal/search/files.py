"""Results as programs read them: items of JSON, rows of a table, entries of a feed. Pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from ..core.atom import FeedEntry
from ..core.clock import stamp
from ..core.spreadsheets import csv_lines
from ..core.text import shorten
from ..discussion.stances import STANCE_LABELS
from ..drafts import citations
from .labels import KIND_LABELS, result_title, title_of
from .queries import Answer, Found, facets_by_name

MOST_ROWS = 10_000
ENTRIES = 50
MOST_TEXT = 2_000
COLUMNS = (
    "kind", "id", "address", "draft", "draft_title", "clause", "citation", "version", "author", "created_at", "stance",
    "supports", "quote", "text", "answered", "decision", "answer_address",
)  # fmt: skip


def item(found: Found, root: str = "") -> dict[str, Any]:
    """One result as JSON has it; ``root`` is what addresses of the page's language begin with."""
    return {
        **found.as_json(),
        "url": root + found.path,
        "external_id": found.row.external_id if is_said(found) else None,
        "created_at": stamp(found.created_at),
    }


def page(answer: Answer, root: str = "") -> dict[str, Any]:
    """A page of results as JSON has it, with what a program must know of how the query was taken."""
    return {
        "total": answer.total,
        "items": [item(found, root) for found in answer.items],
        "facets": facets_by_name(answer.facets),
        "next": answer.next,
        "partial": answer.partial,
        "loose": answer.loose,
        "meant": answer.meant or None,
        "left_out": list(answer.query.left_out),
        "cut": answer.query.cut,
    }


def table(found: Iterable[Found], base_url: str) -> Iterator[str]:
    """The lines of the CSV file: a header, then a row for each result, addresses absolute."""
    return csv_lines(COLUMNS, (_row(one, base_url) for one in found))


def entry(found: Found, base_url: str) -> FeedEntry:
    """One result as an entry of a feed; a wording and the comment that proposes it are two entries."""
    link = base_url + found.path + ("#wording" if found.kind == "wording" else "")
    categories = [(found.kind, str(KIND_LABELS[found.kind])), (found.row.slug, title_of(found.row))]
    if is_said(found):
        categories.append((found.row.stance, str(STANCE_LABELS[found.row.stance])))
    return FeedEntry(
        id=link,
        title=f"{result_title(found)} — {title_of(found.row)}",
        updated=found.created_at,
        link=link,
        published=found.created_at,
        author=found.author,
        text=shorten(found.text, MOST_TEXT),
        categories=categories,
    )


def is_said(found: Found) -> bool:
    """Whether it is what a citizen said: a comment or the wording that it proposes."""
    return found.kind in ("comment", "wording")


def _row(found: Found, base_url: str) -> tuple[Any, ...]:
    row, said = found.row, is_said(found)
    answer = found.answer
    return (
        found.kind, found.id, base_url + found.path, row.slug, row.draft_title, found.eid,
        citations.short(found.eid) if found.eid else "",
        row.version if said or found.kind == "clause" else "",
        found.author, stamp(found.created_at),
        row.stance if said else "", row.supports if said else "", row.quote if said else "", found.text,
        ("yes" if answer else "no") if said else "",
        answer.decision if answer else row.decision if found.kind == "answer" else "",
        f"{base_url}/answers/{answer.public_id}" if answer else "",
    )  # fmt: skip
