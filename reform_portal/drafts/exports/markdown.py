"""A version as Markdown that ``formats.markdown`` reads back paragraph by paragraph.

Numbers are the act's own, never Markdown lists. Ids of the source stand before their paragraph as ``[]{#n12}``,
but only where every paragraph has one: elsewhere a reader would take a paragraph without an id for the rest of
the one before.
"""

import re

from ..formats import markdown
from ..structure import Paragraph
from .paragraphs import printed_paragraphs
from .version import ExportedVersion

_EATEN = re.compile(r"[\\\[\]^<*_`]")
_EATEN_AT_START = re.compile(r"[#+=|>:~-]")
_ID = re.compile(r"[\w.:-]+")
_BORDER = re.compile(r"\+[-=+:]+\+")
_BODY_BEGINS = "Текст документа від "
# From here on ids bind everything up to the next id to their paragraph.
BINDING_IDS = 5
Rows = tuple[tuple[str, ...], ...]


def to_markdown(act: ExportedVersion) -> str:
    """The whole text, one block for each paragraph."""
    paragraphs = [paragraph for paragraph, _clause in printed_paragraphs(act)]
    with_ids = _ids_are_whole(paragraphs)
    return "".join(f"{_block(paragraph, with_ids)}\n\n" for paragraph in paragraphs).rstrip("\n") + "\n"


def _ids_are_whole(paragraphs: list[Paragraph]) -> bool:
    known = [bool(p.source_id and _ID.fullmatch(p.source_id)) for p in paragraphs]
    return all(known) or known.count(True) < BINDING_IDS


def _block(paragraph: Paragraph, with_ids: bool) -> str:
    block = _table(paragraph) if paragraph.table is not None else _line(paragraph)
    if with_ids and paragraph.source_id and _ID.fullmatch(paragraph.source_id):
        return f"[]{{#{paragraph.source_id}}}\n{block}"
    return block


def _line(paragraph: Paragraph) -> str:
    text = _escaped(paragraph.text)
    if not paragraph.heading:
        return text
    # What looks like closing marks at the end of a heading is kept by real closing marks.
    closing = " #" if text.endswith(("#", "}")) else ""
    gap = "  " if paragraph.text.startswith(_BODY_BEGINS) else " "
    return f"{'#' * paragraph.heading}{gap}{text}{closing}"


def _escaped(text: str) -> str:
    text = _EATEN.sub(r"\\\g<0>", text)
    return f"\\{text}" if _EATEN_AT_START.match(text) else text


def _table(paragraph: Paragraph) -> str:
    rows = tuple(row for row in paragraph.table or () if row)
    if not rows:
        return _line(paragraph)
    if paragraph.text != " ".join(cell for row in rows for cell in row if cell):
        drawn = _drawn(paragraph.text, rows)
        if drawn is not None:
            return drawn
    return "\n".join([_pipes(rows[0]), _pipes(tuple("---" for _cell in rows[0])), *map(_pipes, rows[1:])])


def _pipes(row: tuple[str, ...]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in row)} |"


def _cell(text: str) -> str:
    return _EATEN.sub(r"\\\g<0>", text).replace("|", "\\|")


def _drawn(text: str, rows: Rows) -> str | None:
    """The table as its source drew it with characters, from its collapsed text; None when it cannot be made again."""
    lines: list[list[str]] = []
    columns = 0
    for word in text.split(" "):
        if not lines or _begins_line(word, lines[-1], columns):
            lines.append([])
        lines[-1].append(word)
        columns = max(word.count("+") - 1, 1) if _BORDER.fullmatch(word) else columns
    block = "\n".join(" ".join(_EATEN.sub(r"\\\g<0>", word) for word in line) for line in lines)
    return block if markdown.read(block) == [Paragraph(text, None, table=rows)] else None


def _begins_line(word: str, line: list[str], columns: int) -> bool:
    """Whether a line of a drawn table is over before this word: a border is one, a row ends with its last bar."""
    if _BORDER.fullmatch(word) or _BORDER.fullmatch(line[0]):
        return True
    return line.count("|") > columns if line[0] == "|" else word == "|"
