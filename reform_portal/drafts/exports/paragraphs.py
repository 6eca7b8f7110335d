"""A version as printed paragraphs, so that ``structure.parse_structure`` makes the same tree of them.

Pure. Paragraphs get a heading level where the recognition of units needs it and where a reader of the file
gains by it; where a level would make a unit of what was none, there is none.
"""

from collections.abc import Container

from ..labels import read_label
from ..structure import CONTAINERS, Note, Paragraph
from .version import ExportedClause, ExportedVersion

_LEVELS = {"title": 1, "heading": 2, "section": 3, "article": 3, "annex": 2} | {
    kind: 2 for kind in CONTAINERS if kind != "section"
}  # fmt: skip
_SENTENCE_ENDS = ".;:!?…"


def printed_paragraphs(act: ExportedVersion) -> list[tuple[Paragraph, ExportedClause | None]]:
    """The paragraphs with their clauses, None for a note, in the order of the text."""
    named = _named_by(act)
    with_parts = {clause.parent for clause in act.clauses if clause.eid.endswith("__para_nn_1")}
    return [
        (Paragraph(item.text, item.source_id), None)
        if isinstance(item, Note)
        else (
            Paragraph(item.printed, item.source_id, 1 if item is named else _heading(item, with_parts), item.table),
            item,
        )
        for item in act.in_order()
    ]


def _named_by(act: ExportedVersion) -> ExportedClause | None:
    """The unit that an act without a title took its name from; else its first line would be read as the title."""
    if not act.clauses or act.clauses[0].kind != "preamble" or any(clause.kind == "title" for clause in act.clauses):
        return None
    front = {clause.printed for clause in act.clauses if clause.kind == "preamble"}
    # A line that is printed in the front as well would make the title of the first of them.
    body = [clause for clause in act.clauses if clause.kind != "preamble" and clause.printed not in front]
    # The first heading without a number stays what ends the front, the next one can be the name.
    return next((c for i, c in enumerate(body) if c.num or c.quoted or (i and c.kind in _LEVELS)), None)


def _heading(clause: ExportedClause, with_parts: Container[str | None]) -> int:
    level = _LEVELS.get(clause.kind, 0)
    if not level or clause.table is not None:
        return 0
    if clause.kind == "article":
        return level if _is_heading(clause, with_parts) else 0
    # A heading without a number must not read like a numbered unit.
    return 0 if not clause.num and read_label(clause.text, True) is not None else level


def _is_heading(article: ExportedClause, with_parts: Container[str | None]) -> bool:
    """Whether the line of an article is a heading; where it is a sentence, the article's parts count from two."""
    if not article.text or article.text[-1] not in _SENTENCE_ENDS or article.eid in with_parts:
        return True
    return read_label(article.printed, False) is None
