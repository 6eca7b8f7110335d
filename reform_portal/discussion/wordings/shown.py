"""A proposed wording as people read it: what is taken out and put in, and the amendment in legal Ukrainian. Pure."""

from dataclasses import dataclass

from ...drafts.redline import Piece, redline
from ..amendment_sentences import amendment


@dataclass(frozen=True)
class ShownWording:
    """``pieces`` of the redline, ``sentence`` of the amendment; ``accepted_after`` is the number of the version
    into whose successor the drafters took it, if they did."""

    pieces: list[Piece]
    sentence: str
    accepted_after: int | None = None


def show(
    eid: str, num: str, text: str, wording: str, start: int | None, end: int | None, accepted_after: int | None = None
) -> ShownWording:
    """The wording that is proposed for ``text[start:end]`` of a clause, or for all of it."""
    new = with_wording(text, wording, start, end)
    old_words = text if start is None or end is None else text[start:end]
    try:
        sentence = amendment(eid, text, new, num).sentence
    except ValueError:
        sentence = ""
    return ShownWording(redline(old_words, wording), sentence, accepted_after)


def with_wording(text: str, wording: str, start: int | None, end: int | None) -> str:
    """The clause's text with the proposed words; what is deleted takes the space before it along."""
    if start is None or end is None:
        return wording
    before, after = text[:start], text[end:]
    if not wording:
        return (before.rstrip() + after).strip()
    return before + wording + after
