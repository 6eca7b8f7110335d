"""«Did you mean»: words of a query that no text has, and how they may have been meant. Pure."""

import re
from collections.abc import Container, Mapping

from ..core import lemmas
from .language import asked_words, words
from .query import Query, Term

MOST_CORRECTED = 3
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбю'"
_SWITCHED = str.maketrans(_LATIN + _UKRAINIAN, _UKRAINIAN + _LATIN)


def unknown_terms(query: Query, known: Container[str]) -> list[Term]:
    """The single words none of whose keys is known, the first few."""
    singles = [term for group in query.groups for term in group if not term.is_phrase and not term.is_prefix]
    return [term for term in singles if not any(key in known for key in term.words[0])][:MOST_CORRECTED]


def on_other_layout(typed: str) -> tuple[str, ...]:
    """Keys of a word typed with the keyboard switched to the other language: «ptvkz» is «земля»."""
    found = list(asked_words(typed.casefold().translate(_SWITCHED)))
    return found[0].keys if len(found) == 1 else ()


def word_under(key: str, text: str) -> str:
    """The first word of a text that is found under a key, in lower case and, where it is a form, as the dictionary
    has it."""
    for word in words(text):
        if key in word.keys:
            surface = text[word.start : word.end]
            return lemmas.lemma(lemmas.fold(surface)).replace("'", "’") if key in lemmas.keys(surface) else surface
    return ""


def corrected(typed: str, spelt: Mapping[str, str]) -> str:
    """What was typed with words put in place of others."""
    for word, other in spelt.items():
        typed = other.join(re.split(rf"(?<!\w){re.escape(word)}(?!\w)", typed))
    return typed
