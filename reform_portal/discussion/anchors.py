"""Where a comment hangs: exact quote, context and offsets in code points, found again in other texts.

Pure. The selectors are those of the W3C Web Annotation model: TextQuoteSelector (exact, prefix,
suffix) and TextPositionSelector (start, end), both on the clause's normalised text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ..drafts.matching import word_opcodes

CONTEXT = 32
EXACT, MOVED, CHANGED, DETACHED = "exact", "moved", "changed", "detached"
STATES = (EXACT, MOVED, CHANGED, DETACHED)
# Words that a changed clause has elsewhere are the quoted ones only if there are enough of them.
TELLING = 3
_WORD = re.compile(r"\w+(?:['’ʼ‘`\u2011-]\w+)*|[^\w\s]")

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
    """Where an anchor stands in a text.

    ``exact``: the same words at the same offsets; ``moved``: the same words elsewhere; ``changed``:
    other words stand in their place; ``detached``: nothing does.
    """

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
        return Placement(EXACT, None, None)
    if anchor.start is not None and text[anchor.start : anchor.end] == anchor.exact:
        return Placement(EXACT, anchor.start, anchor.end)
    found = _best_place(anchor, text, 0, len(text))
    return Placement(MOVED, *found) if found is not None else Placement(CHANGED, None, None)


def carry(anchor: Anchor, old: str, new: str) -> Placement:
    """Where words of ``old`` stand in ``new``, a later text of the same clause.

    The two texts are compared word by word and the quoted stretch is followed through the changes;
    only if it was deleted there are its words looked for elsewhere in the clause, and then they must
    be enough to be no other words by chance.
    """
    if anchor.start is None or anchor.end is None or old[anchor.start : anchor.end] != anchor.exact:
        return place(anchor, new)
    if new[anchor.start : anchor.end] == anchor.exact and _surrounded_alike(anchor, new):
        return Placement(EXACT, anchor.start, anchor.end)
    start, end = _followed(old, new, anchor.start, anchor.end)
    if _alike(new[start:end], anchor.exact):
        return _unchanged(anchor, new, start, end)
    found = _best_place(anchor, new, start, end)
    # Words that the clause had more than once may stand elsewhere because they always did.
    if found is None and len(anchor.exact.split()) >= TELLING and _stands_once(anchor.exact, old):
        found = _best_place(anchor, new, 0, len(new))
    if found is not None:
        return _unchanged(anchor, new, *found)
    return Placement(CHANGED, start, end) if start < end else Placement(DETACHED, None, None)


def _stands_once(quote: str, text: str) -> bool:
    return sum(1 for _place in occurrences(text, quote)) == 1


def _unchanged(anchor: Anchor, text: str, start: int, end: int) -> Placement:
    same = (start, end, text[start:end]) == (anchor.start, anchor.end, anchor.exact)
    return Placement(EXACT if same else MOVED, start, end)


def _best_place(anchor: Anchor, text: str, begin: int, finish: int) -> tuple[int, int] | None:
    """Where between two offsets the words of an anchor stand, with most of their context."""
    places = [(begin + start, begin + end) for start, end in occurrences(text[begin:finish], anchor.exact)]
    near = anchor.start or 0
    return max(places, key=lambda one: (_context_kept(anchor, text, *one), -abs(one[0] - near)), default=None)


def _surrounded_alike(anchor: Anchor, text: str) -> bool:
    assert anchor.start is not None and anchor.end is not None
    before, after = text[: anchor.start], text[anchor.end :]
    return before.endswith(anchor.prefix) and after.startswith(anchor.suffix)


def _alike(one: str, other: str) -> bool:
    return _folded(one)[0].strip() == _folded(other)[0].strip()


def _followed(old: str, new: str, start: int, end: int) -> tuple[int, int]:
    """The stretch of ``new`` that stands where ``old[start:end]`` stood; empty when it was deleted."""
    found: list[tuple[int, int]] = []
    for i, i_end, j, j_end, equal in _steps(old, new):
        if i_end <= start or i >= end or j == j_end:
            continue
        cut = equal and i_end - i == j_end - j
        found.append((j + max(start - i, 0), j_end - max(i_end - end, 0)) if cut else (j, j_end))
    return (found[0][0], found[-1][1]) if found else (0, 0)


Step = tuple[int, int, int, int, bool]
Token = tuple[int, int, str]


@lru_cache(maxsize=2048)
def _steps(old: str, new: str) -> tuple[Step, ...]:
    """(start and end in ``old``, start and end in ``new``, equal): equal words one by one, and what took whose place."""
    olds, news = _words(old), _words(new)
    found: list[Step] = []
    i, j = 0, 0
    for i_next, j_next in [*_matches(olds, news), (len(olds), len(news))]:
        if i < i_next:
            # What was put in beside what was taken out took its place.
            stands = (news[j][0], news[j_next - 1][1]) if j < j_next else (0, 0)
            found.append((olds[i][0], olds[i_next - 1][1], *stands, False))
        if i_next < len(olds):
            found.append((*olds[i_next][:2], *news[j_next][:2], True))
        i, j = i_next + 1, j_next + 1
    return tuple(found)


def _matches(olds: Sequence[Token], news: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Which word is which, and which mark beside them: two quotation marks are no reason to think two words other."""
    ends = [(-1, -1), *_equal_words(olds, news), (len(olds), len(news))]
    for (i0, j0), (i1, j1) in pairwise(ends):
        one, other = [t for *_at, t in olds[i0 + 1 : i1]], [t for *_at, t in news[j0 + 1 : j1]]
        first = _equal_at_start(one, other)
        last = _equal_at_start(one[first:][::-1], other[first:][::-1])
        yield from ((i0 + 1 + n, j0 + 1 + n) for n in range(first))
        yield from ((i1 - n, j1 - n) for n in range(last, 0, -1))
        if i1 < len(olds):
            yield i1, j1


def _equal_words(olds: Sequence[Token], news: Sequence[Token]) -> Iterator[tuple[int, int]]:
    one, other = ([n for n, token in enumerate(side) if token[2][0].isalnum()] for side in (olds, news))
    for tag, i, i_end, j, j_end in word_opcodes([olds[n][2] for n in one], [news[n][2] for n in other]):
        if tag == "equal":
            yield from zip(one[i:i_end], other[j:j_end], strict=True)


def _equal_at_start(one: Sequence[str], other: Sequence[str]) -> int:
    return next(
        (n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )


def _words(text: str) -> list[Token]:
    """(start, end, folded word) of the words and marks of a text."""
    found = ((m.start(), m.end(), "".join(_SAME.get(c, c) for c in m[0])) for m in _WORD.finditer(text))
    return [token for token in found if token[2]]


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
