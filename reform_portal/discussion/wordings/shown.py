"""A proposed wording as people read it: what is taken out and put in, and the amendment in legal Ukrainian. Pure."""

from dataclasses import dataclass

from ...drafts.matching import fold
from ...drafts.redline import Piece, redline
from ..amendment_sentences import amendment


@dataclass(frozen=True)
class ShownWording:
    """``pieces`` of the redline, ``sentence`` of the amendment, and what the drafters made of it, if anything."""

    pieces: list[Piece]
    sentence: str
    taken: "Taken | None" = None


@dataclass(frozen=True)
class Taken:
    """A wording that drafters took into the text after version ``after``.

    ``realised`` is the number of the version in whose text its words stand, None when there is none;
    ``waiting``: no version came after it yet.
    """

    after: int
    realised: int | None
    waiting: bool


def show(
    eid: str, num: str, text: str, wording: str, start: int | None, end: int | None, taken: Taken | None = None
) -> ShownWording:
    """The wording that is proposed for ``text[start:end]`` of a clause, or for all of it."""
    new = with_wording(text, wording, start, end)
    old_words = text if start is None or end is None else text[start:end]
    try:
        sentence = amendment(eid, text, new, num).sentence
    except ValueError:
        sentence = ""
    return ShownWording(redline(old_words, wording), sentence, taken)


def with_wording(text: str, wording: str, start: int | None, end: int | None) -> str:
    """The clause's text with the proposed words; what is deleted takes the space before it along."""
    if start is None or end is None:
        return wording
    before, after = text[:start], text[end:]
    if not wording:
        return (before.rstrip() + after).strip()
    return before + wording + after


def stands_in(text: str | None, wording: str, quote: str, old_text: str) -> bool:
    """Whether a proposal has come true in a clause's later text (None: the clause is gone).

    Words to be deleted are gone from it, words to be put in stand in it and did not stand there before.
    """
    now, before, proposed = fold(text or ""), fold(old_text), fold(wording)
    if not proposed:
        return text is None or (fold(quote) not in now if quote else not now)
    return proposed in now and (proposed not in before or now == proposed)
