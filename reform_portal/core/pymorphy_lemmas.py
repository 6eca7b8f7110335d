"""Lemmas by pymorphy3 with its Ukrainian dictionary: the extra ``morph``. Their only importer.

Every reading of a form gives its lemma, the likeliest first; words that no dictionary has are taken apart by their
endings, which simplemma does not do.
"""

import importlib.util
from functools import lru_cache
from typing import Any


def is_installed() -> bool:
    """Whether the operator installed the extra."""
    return all(importlib.util.find_spec(name) for name in ("pymorphy3", "pymorphy3_dicts_uk"))


def ukrainian(part: str) -> tuple[str, ...]:
    """The lemmas of a folded Ukrainian word."""
    analyzer = _analyzer()
    known = next((spelling for spelling in _spellings(part) if analyzer.word_is_known(spelling)), part)
    readings = dict.fromkeys(reading.normal_form for reading in analyzer.parse(known))
    return tuple(readings) or (part,)


def _spellings(part: str) -> dict[str, None]:
    """As typed, «украіни» as «україни», «грунт» as «ґрунт», with the apostrophe that the dictionary has."""
    found = dict.fromkeys((part, part.replace("і", "ї"), part.replace("аі", "аї"), part.replace("г", "ґ", 1)))
    return found | dict.fromkeys(one.replace("'", "’") for one in found)


@lru_cache(maxsize=1)
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="uk")
