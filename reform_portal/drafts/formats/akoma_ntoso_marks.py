"""How the portal marks what Akoma Ntoso has no element for, so that its own files come back as they were.

Pure. A file of the portal says so by ``identification/@source``. There an element that is a clause has in
``@class`` its kind, then ``quoted`` for quoted words, ``source:…`` with the id of its source and ``in:…``
with its parent where the element around it is not the parent. ``@eId`` is the address, ``@wId`` the provision.
"""

from dataclasses import dataclass
from urllib.parse import quote, unquote

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
PORTAL = "#reform-portal"
KINDS = frozenset(
    {
        "title", "preamble", "book", "part", "subpart", "chapter", "section", "article", "paragraph", "point",
        "subpoint", "alinea", "heading", "table", "annex",
    }
)  # fmt: skip
NOTE = "note"
LANGUAGES = {"uk": "ukr", "en": "eng"}


@dataclass(frozen=True)
class Marks:
    """What ``@class`` says of a clause, or (kind ``note``) of an editorial note."""

    kind: str
    quoted: bool = False
    source_id: str | None = None
    parent: str | None = None


def written(marks: Marks) -> str:
    """The value of ``@class``."""
    words = [marks.kind]
    words += ["quoted"] if marks.quoted else []
    words += [f"source:{quote(marks.source_id, safe=':')}"] if marks.source_id is not None else []
    words += [f"in:{marks.parent}"] if marks.parent is not None else []
    return " ".join(words)


def read_marks(value: str | None) -> Marks | None:
    """The marks in a value of ``@class``; None when it has none of ours."""
    kind, *words = (value or "").split() or [""]
    if kind not in KINDS and kind != NOTE:
        return None
    source = next((word.removeprefix("source:") for word in words if word.startswith("source:")), None)
    parent = next((word.removeprefix("in:") for word in words if word.startswith("in:")), None)
    return Marks(kind, "quoted" in words, unquote(source) if source is not None else None, parent)


def text_of_rows(rows: tuple[tuple[str, ...], ...]) -> str:
    """The text of a table in reading order."""
    return " ".join(cell for row in rows for cell in row if cell)
