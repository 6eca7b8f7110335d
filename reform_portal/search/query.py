"""What a person typed, as a small tree. Pure; nothing of it is ever handed to an engine's own parser.

Understood: words, "exact phrase" (also «…», “…”), -without, and АБО / OR between words. There are no
wildcards and no fuzzy operators, so no query can hang.
"""

import re
from dataclasses import dataclass

from .language import asked_words

MAX_LENGTH = 300
MAX_WORDS = 16

_PIECE = re.compile(
    r"(?P<minus>[-−–]?)(?:\"(?P<straight>[^\"]*)\"?|[«“„](?P<bent>[^»”“]*)[»”“]?|(?P<word>[^\s\"«“„]+))"
)
_OR = frozenset({"або", "or", "|"})


@dataclass(frozen=True)
class Term:
    """One or more words: several are a phrase. Each word is a tuple of keys of which one must match."""

    words: tuple[tuple[str, ...], ...]

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1


@dataclass(frozen=True)
class Query:
    """All of ``groups`` must match, a group when one of its terms does; none of ``without`` may."""

    groups: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...] = ()
    cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.groups

    def keys(self) -> frozenset[str]:
        """Every key that a match may be marked for."""
        return frozenset(key for group in self.groups for term in group for word in term.words for key in word)

    def phrases(self) -> list[tuple[tuple[str, ...], ...]]:
        return [term.words for group in self.groups for term in group if term.is_phrase]


def parse(text: str) -> Query:
    """Read what was typed. ``cut`` tells that it was too long and only its beginning counts."""
    groups: list[list[Term]] = []
    without: list[Term] = []
    joined = False
    used = 0
    cut = len(text) > MAX_LENGTH
    for match in _PIECE.finditer(text[:MAX_LENGTH]):
        if match["word"] and match["word"].casefold() in _OR:
            joined = bool(groups)
            continue
        for term in _terms(match):
            if used + len(term.words) > MAX_WORDS:
                cut = True
                break
            used += len(term.words)
            if match["minus"]:
                without.append(term)
            elif joined:
                groups[-1].append(term)
            else:
                groups.append([term])
            joined = False
    return Query(tuple(tuple(group) for group in groups), tuple(without), cut)


def _terms(match: re.Match[str]) -> list[Term]:
    phrase = match["straight"] if match["straight"] is not None else match["bent"]
    if phrase is not None:
        found = tuple(word.keys for word in asked_words(phrase))
        return [Term(found)] if found else []
    return [Term((word.keys,)) for word in asked_words(match["word"])]
