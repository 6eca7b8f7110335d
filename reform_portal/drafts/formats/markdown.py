"""Markdown of acts: the portal's own sample drafts, and pages of the state's legal database as pandoc wrote them.

Paragraphs are blocks between blank lines. ``[]{#n289}`` before a block is its id in the source.
Numbers at the beginning of a paragraph are the act's own («1.», «1)», «а)»), never Markdown lists,
which is why no general Markdown parser is used here: it would renumber the law.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ..structure import Paragraph

_ANCHOR = re.compile(r"\[\]\{#([\w.:-]+)\}\s*")
_LINK = re.compile(
    r"(?<!!)\[((?:[^\[\]\\]|\\.){0,1000})\]\((?:[^()\s]|\([^()]{0,300}\)){0,1000}(?:\s{1,5}\"[^\"]{0,300}\")?\)"
)
_IMAGE = re.compile(r"!\[([^\[\]]{0,300})\]\([^()]{0,1000}\)")
_SPAN = re.compile(r"\[((?:[^\[\]\\]|\\.){0,1000})\]\{[^{}]{0,300}\}")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SUPERSCRIPT = re.compile(r"\^(\d+)\^|<sup>\s*(\d+)\s*</sup>")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*(?:\{[^}]*\})?\Z")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
_DIVISION = re.compile(r"</?div[^>]*>|:{3,}.*")
_RULE = re.compile(r"(?:[-*_]\s*){3,}\Z")
_PIPE_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\Z")
_BODY_BEGINS = re.compile(r"^#{1,6} Текст документа від .*$", re.MULTILINE)
_PAGE_FOOTER = re.compile(r"^\* \* \*\n\s*©.*\Z", re.MULTILINE | re.DOTALL)
MOST_NESTED = 10
_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read(text: str) -> list[Paragraph]:
    """The paragraphs of a Markdown text, in order, as printed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return list(_paragraphs(_body(text)))


def document_title(text: str) -> str | None:
    """The title that stands above the body of a page of the legal database, if there is one."""
    match = _BODY_BEGINS.search(text)
    head = text[: match.start()] if match else ""
    named = re.search(r"^# (.+)$", head, re.MULTILINE) or re.search(r"^(.+)\n=+$", head, re.MULTILINE)
    return " ".join(named[1].split()) if named else None


def _body(text: str) -> str:
    """Without the page's own header and, where no id binds it to a paragraph, footer."""
    match = _BODY_BEGINS.search(text)
    return _PAGE_FOOTER.sub("", text[match.end() :]) if match else text


def _paragraphs(body: str) -> Iterator[Paragraph]:
    """Where the source gives ids, an id begins a paragraph and it lasts to the next id."""
    anchored = len(_ANCHOR.findall(body)) >= 5
    waiting: Paragraph | None = None
    source_id: str | None = None
    for block in _blocks(body):
        block, found = _without_anchors(block)
        source_id = found or source_id
        paragraph = _paragraph(block, source_id) if block.strip() else None
        if paragraph is None and not (anchored and waiting and _RULE.match(block.strip())):
            continue
        if anchored and source_id is None and waiting is not None:
            waiting = replace(waiting, text=f"{waiting.text} {paragraph.text if paragraph else block.strip()}")
            continue
        if waiting is not None:
            yield waiting
        waiting, source_id = paragraph, None
    if waiting is not None:
        yield waiting


def _without_anchors(block: str) -> tuple[str, str | None]:
    source_id = None
    anchor = _ANCHOR.match(block)
    while anchor:
        source_id = anchor[1]
        block = block[anchor.end() :].lstrip("\n")
        anchor = _ANCHOR.match(block)
    return block, source_id


def _blocks(body: str) -> Iterator[str]:
    """Blocks between blank lines; a drawn table stays one block whatever blank lines it holds."""
    block: list[str] = []
    for line in body.split("\n"):
        line = line.rstrip()
        if _DIVISION.fullmatch(line.strip()):
            line = ""
        if line:
            block.append(line)
        elif block:
            yield "\n".join(block)
            block = []
    if block:
        yield "\n".join(block)


def _paragraph(block: str, source_id: str | None) -> Paragraph | None:
    lines = block.split("\n")
    if len(lines) > 1 and "|" in lines[0] and _PIPE_RULE.match(lines[1].strip()):
        return _pipe_table(lines, source_id)
    if lines[0].startswith("+--"):
        return _drawn_table(block, source_id)
    if len(lines) == 1 and _RULE.match(lines[0].strip()):
        return None
    if len(lines) > 1 and re.fullmatch(r"=+|-+", lines[-1]) and not lines[0].strip().startswith("-"):
        return Paragraph(_inline(" ".join(lines[:-1])), source_id, 1 if lines[-1][0] == "=" else 2)
    heading = _HEADING.match(" ".join(lines))
    if heading:
        return Paragraph(_inline(heading[2]), source_id, len(heading[1]))
    text = _inline(block)
    return Paragraph(text, source_id) if text else None


def _inline(text: str) -> str:
    """Printed text of a block: links, emphasis, escapes and hard breaks resolved."""
    text = re.sub(r"\\\n|\n", " ", text + " ")
    text = re.sub(r"\\(?=\s|\Z)", " ", text)
    text = _IMAGE.sub(r"[ \1 ]", text)
    previous = None
    for _round in range(MOST_NESTED):
        if previous == text:
            break
        previous, text = text, _SPAN.sub(r"\1", _LINK.sub(r"\1", text))
    text = _ANCHOR.sub("", text)
    text = _SUPERSCRIPT.sub(lambda m: (m[1] or m[2]).translate(_DIGITS), text)
    text = _EMPHASIS.sub(r"\2", text)
    return " ".join(_ESCAPE.sub(r"\1", text).split())


def _pipe_table(lines: list[str], source_id: str | None) -> Paragraph:
    rows = tuple(_cells(line) for line in [lines[0], *lines[2:]])
    return Paragraph(" ".join(cell for row in rows for cell in row if cell), source_id, table=rows)


def _cells(line: str) -> tuple[str, ...]:
    parts = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    return tuple(_inline(part) for part in parts)


def _drawn_table(block: str, source_id: str | None) -> Paragraph:
    """A grid table of pandoc. The text stays as the source prints it; the cells are for the page."""
    rows: list[tuple[str, ...]] = []
    cells: list[list[str]] = []
    for line in block.split("\n"):
        if line.startswith("+"):
            if cells:
                rows.append(tuple(_inline("\n".join(cell)) for cell in cells))
            cells = []
        elif line.startswith("|"):
            parts = line.strip().strip("|").split("|")
            cells = cells if len(cells) == len(parts) else [[] for _part in parts]
            for cell, part in zip(cells, parts, strict=True):
                cell.append(part.strip())
    return Paragraph(_inline(block), source_id, table=tuple(rows) or None)
