"""Plain text: paragraphs are separated by blank lines, or are lines where there are none."""

import re

from ..structure import Paragraph

_BLANK = re.compile(r"\n[ \t\u00a0]*\n")


def read(text: str) -> list[Paragraph]:
    """The paragraphs of a plain text, white space collapsed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    blocks = _BLANK.split(text) if _BLANK.search(text.strip()) else text.split("\n")
    collapsed = (" ".join(block.split()) for block in blocks)
    return [Paragraph(block) for block in collapsed if block]
