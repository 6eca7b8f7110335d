"""Where a comment hangs: exact quote, context and offsets in code points, found again in other texts.

Pure. The selectors are those of the W3C Web Annotation model: TextQuoteSelector (exact, prefix,
suffix) and TextPositionSelector (start, end), both on the clause's normalised text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

CONTEXT = 32

_SAME = {
    "’": "'", "ʼ": "'", "‘": "'", "`": "'", "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "–": "-", "—": "-",
    "\u2011": "-", "\u00a0": " ", "\u202f": " ", "\t": " ", "\n": " ", "\u00ad": "",
}  # fmt: skip


@dataclass(frozen=True)
class Anchor:
    """Words of a clause. ``start`` and ``end`` count code points of its text; an empty quote means all of it."""

    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Placement:
    """Where an anchor stands in a text: ``exact``, ``moved``, ``changed`` (words not found)."""

    state: str
    start: int | None
    end: int | None


WHOLE_CLAUSE = Anchor()


def make_anchor(text: str, quote: str, start: int | None = None) -> Anchor:
    """Anchor a quote in a clause's text; of several places the one nearest to ``start`` is meant.

    White space, apostrophes, quotation marks and dashes may differ, as they do when words are
    copied from a page. Raises ValueError when the words are not in the text.
    """
    quote = quote.strip()
    if not quote:
        return WHOLE_CLAUSE
    places = list(occurrences(text, quote))
    if not places:
        raise ValueError("the quoted words are not in the clause")
    begin, end = min(places, key=lambda place: abs(place[0] - (start or 0)))
    return anchor_at(text, begin, end)


def anchor_at(text: str, start: int, end: int) -> Anchor:
    """The anchor of ``text[start:end]`` with its context."""
    return Anchor(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start, end)


def place(anchor: Anchor, text: str) -> Placement:
    """Find an anchor in a text: at its old offsets, else where its words and most of its context stand."""
    if not anchor.exact:
        return Placement("exact", None, None)
    if anchor.start is not None and text[anchor.start : anchor.end] == anchor.exact:
        return Placement("exact", anchor.start, anchor.end)
    places = list(occurrences(text, anchor.exact))
    if not places:
        return Placement("changed", None, None)
    start, end = max(
        places, key=lambda found: (_context_kept(anchor, text, *found), -abs(found[0] - (anchor.start or 0)))
    )
    return Placement("moved", start, end)


def occurrences(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every place where the quote stands, marks and spaces considered alike."""
    folded, origins = _folded(text)
    wanted = _folded(quote)[0].strip()
    at = folded.find(wanted) if wanted else -1
    while at >= 0:
        yield origins[at], origins[at + len(wanted) - 1] + 1
        at = folded.find(wanted, at + 1)


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of the sentences of a clause, to choose words from without selecting them."""
    found: list[tuple[int, int]] = []
    begin = 0
    for index, char in enumerate(text):
        if char in ".;:!?…" and _ends_sentence(text, index):
            found.append((begin, index + 1))
            begin = index + 1
            while begin < len(text) and text[begin].isspace():
                begin += 1
    if begin < len(text):
        found.append((begin, len(text)))
    return found


def _ends_sentence(text: str, index: int) -> bool:
    rest = text[index + 1 : index + 3]
    if rest[:1] and not rest[0].isspace():
        return False
    if text[index] != ".":
        return True
    # «ст. 5», «№ 1. », initials: a point after one or two letters or before a small letter ends nothing.
    word = text[:index].rsplit(" ", 1)[-1]
    return len(word) > 3 and not rest[1:2].islower()


@lru_cache(maxsize=2048)
def _folded(text: str) -> tuple[str, list[int]]:
    """The text with alike marks made one and spaces collapsed, and where each character came from."""
    chars: list[str] = []
    origins: list[int] = []
    for index, char in enumerate(text):
        char = _SAME.get(char, char)
        if not char or (char == " " and chars and chars[-1] == " "):
            continue
        chars.append(char)
        origins.append(index)
    return "".join(chars), origins


def _context_kept(anchor: Anchor, text: str, start: int, end: int) -> int:
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    kept = sum(1 for one, other in zip(reversed(before), reversed(anchor.prefix), strict=False) if one == other)
    return kept + sum(1 for one, other in zip(after, anchor.suffix, strict=False) if one == other)
