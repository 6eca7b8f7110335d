"""What a person typed, as a small tree. Pure; nothing of it is ever handed to an engine's own parser.

Understood: words, "exact phrase" (also «…», “…”), -without, АБО / OR between words, beginnings of words (земел*)
and field:value (чернетка:budget, автор:"Олена Коваль"). There are no wildcards inside words and no fuzzy operators,
and every list has an end, so no query can hang.
"""

import re
from dataclasses import dataclass, replace

from ..core.lemmas import as_key, fold
from ..feedback.themes.stop_words import STOP_WORDS
from .language import asked_words

MAX_LENGTH = 1000
MAX_WORDS = 32
SHORTEST_PREFIX = 3
# From so many words on it is a question rather than a choice of words.
QUESTION = 4

# A word by the keys of which one must match.
Keys = tuple[str, ...]

FIELDS = {
    "draft": ("draft", "чернетка", "проєкт", "проект"),
    "clause": ("clause", "стаття", "пункт", "місце"),
    "author": ("author", "автор", "авторка"),
    "stance": ("stance", "ставлення"),
    "from": ("from", "від", "з"),
    "to": ("to", "до"),
    "answered": ("answered", "відповідь"),
    "kind": ("kind", "вид"),
}
_NAMES = {name: field for field, names in FIELDS.items() for name in names}
_VALUE = r"(?:\"[^\"]*\"?|[«“„][^»”“]*[»”“]?|[^\s\"«“„]*)"
_PIECE = re.compile(
    rf"(?P<field>[^\W\d_]+):(?P<value>{_VALUE})|(?P<minus>[-−–]?)"
    r"(?:\"(?P<straight>[^\"]*)\"?|[«“„](?P<bent>[^»”“]*)[»”“]?|(?P<word>[^\s\"«“„]+))"
)
_OR = frozenset({"або", "or", "|", "||"})
_PUNCTUATION = "-−–—\"'«»“”„*.,;:!?()[]…"
_AND = frozenset({"and", "&", "&&"})


@dataclass(frozen=True)
class Term:
    """One or more words: several are a phrase. ``is_prefix``: the one key is the beginning of the keys meant."""

    words: tuple[Keys, ...]
    typed: str = ""
    is_prefix: bool = False

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1


@dataclass(frozen=True)
class Query:
    """All of ``groups`` must match, a group when one of its terms does; none of ``without`` may.

    ``any_group``: the more groups match the better, but one is enough. ``fields`` are (name, value) of field:value,
    ``rest`` is what was typed besides them. ``left_out`` are the pieces that could not be understood; ``cut`` tells that it was too long and only its
    beginning counts.
    """

    groups: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    rest: str = ""
    left_out: tuple[str, ...] = ()
    cut: bool = False
    any_group: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is no word to look for."""
        return not self.groups

    @property
    def is_plain(self) -> bool:
        """Whether it is a question in plain words (names in quotes among them), so that the best matches may do."""
        return len(self.groups) >= QUESTION and not self.without and all(len(group) == 1 for group in self.groups)

    @property
    def either(self) -> str:
        """The same words, to be typed so that one of them is enough; empty where there are no two."""
        terms = [term for group in self.groups for term in group]
        if len(self.groups) < 2 or self.without or len(terms) > len(self.groups):
            return ""
        return " АБО ".join(f'"{term.typed}"' if term.is_phrase else term.typed for term in terms)

    def loosened(self) -> "Query":
        """The same words, of which as many as can be should match."""
        return replace(self, any_group=True)

    @property
    def telling(self) -> tuple[tuple[Term, ...], ...]:
        """The groups that count. Where as many words as can be should match, those do not that say nothing of the subject
        («чому», «і»), unless there are no others: in few texts they are rare, and would weigh more than what is asked.
        """
        if not self.any_group:
            return self.groups
        return tuple(group for group in self.groups if not all(map(_says_nothing, group))) or self.groups

    def keys(self) -> frozenset[str]:
        """Every key that a match may be marked for."""
        return frozenset(key for group in self.groups for term in group for word in term.words for key in word)

    def phrases(self) -> list[tuple[Keys, ...]]:
        return [term.words for group in self.groups for term in group if term.is_phrase]


def parse(text: str) -> Query:
    """Read what was typed; nothing fails, and what makes no sense is told in ``left_out``."""
    reading = _Reading(cut=len(text) > MAX_LENGTH)
    for match in _PIECE.finditer(text[:MAX_LENGTH]):
        reading.take(match)
    return Query(
        tuple(tuple(group) for group in reading.groups),
        tuple(reading.without),
        tuple(reading.fields),
        " ".join(reading.rest),
        tuple(reading.left_out),
        reading.cut,
    )


class _Reading:
    """What was read so far."""

    def __init__(self, cut: bool) -> None:
        self.groups: list[list[Term]] = []
        self.without: list[Term] = []
        self.fields: list[tuple[str, str]] = []
        self.rest: list[str] = []
        self.left_out: list[str] = []
        self.cut = cut
        self._joined = False
        self._words = 0

    def take(self, match: re.Match[str]) -> None:
        name = _NAMES.get((match["field"] or "").casefold())
        value = (match["value"] or "").strip('"«»“”„ ')
        if name and value:
            self.fields.append((name, value))
            return
        self.rest.append(match[0])
        if match["field"] is not None:
            for word in asked_words(match[0]):
                self._add(Term((word.keys,), match[0][word.start : word.end]), without=False)
        elif match["word"] and match["word"].casefold() in _OR:
            self._joined = bool(self.groups)
        elif not (match["word"] and match["word"].casefold() in _AND):
            self._take_terms(match)

    def _take_terms(self, match: re.Match[str]) -> None:
        terms = _terms(match)
        if not terms and match[0].strip(_PUNCTUATION):
            self.left_out.append(match[0][:40])
        for term in terms:
            self._add(term, bool(match["minus"]))

    def _add(self, term: Term, without: bool) -> None:
        if self._words + len(term.words) > MAX_WORDS:
            self.cut = True
            return
        self._words += len(term.words)
        if without:
            self.without.append(term)
        elif self._joined:
            self.groups[-1].append(term)
        else:
            self.groups.append([term])
        self._joined = False


def _says_nothing(term: Term) -> bool:
    if term.is_phrase or term.is_prefix:
        return False
    return fold(term.typed) in STOP_WORDS or STOP_WORDS.issuperset(term.words[0])


def _terms(match: re.Match[str]) -> list[Term]:
    phrase = match["straight"] if match["straight"] is not None else match["bent"]
    if phrase is not None:
        found = tuple(word.keys for word in asked_words(phrase))
        return [Term(found, phrase)] if found else []
    word = match["word"]
    if word.endswith("*"):
        return _beginnings(word.rstrip("*"))
    found_words = list(asked_words(word))
    if len(found_words) > 1 and any(letter.isdigit() for letter in word):
        # «8,5» and «ст.5» are one thing.
        return [Term(tuple(one.keys for one in found_words), word)]
    return [Term((one.keys,), word[one.start : one.end]) for one in found_words]


def _beginnings(word: str) -> list[Term]:
    """The beginning of a word: lemmas of the index are compared with it as it is typed."""
    found = list(asked_words(word))
    beginning = as_key(word)
    if len(found) != 1 or len(beginning) < SHORTEST_PREFIX:
        return [Term((one.keys,), word[one.start : one.end]) for one in found]
    return [Term(((beginning,),), f"{word}*", is_prefix=True)]
