"""Lemmas by simplemma, the default. Its only importer. Pure."""

import re

import simplemma

# Forms of frequent words of law that are also forms of another word, which the lemmatiser prefers.
OTHER_READINGS = {
    "ради": "рада", "голів": "голова", "мов": "мова", "порти": "порт", "портами": "порт", "портах": "порт",
    "коди": "код", "друга": "другий", "другу": "другий", "другі": "другий", "четверті": "четвертий",
    "п'ята": "п'ятий", "п'яту": "п'ятий",
}  # fmt: skip

_CYRILLIC = re.compile("[а-яєіїґ]")


def english(part: str) -> tuple[str, ...]:
    """The lemma of a folded English word."""
    return (simplemma.lemmatize(part, lang="en").lower(),)


def ukrainian(part: str) -> tuple[str, ...]:
    """The lemmas of a folded Ukrainian word: the common word's, the name's it may be, another reading's."""
    return tuple(one for one in dict.fromkeys((_common(part), _name(part), OTHER_READINGS.get(part, ""))) if one)


def _common(part: str) -> str:
    """The lemma of the first spelling that the dictionary knows: as typed, «украіни» as «україни», «грунт» as «ґрунт»."""
    spellings = dict.fromkeys((part, part.replace("і", "ї"), part.replace("аі", "аї"), part.replace("г", "ґ", 1)))
    known = next((spelling for spelling in spellings if simplemma.is_known(spelling, lang="uk")), part)
    return simplemma.lemmatize(known, lang="uk").lower()


def _name(part: str) -> str:
    """The lemma of a word read as a proper name, or nothing where it is none."""
    capital = part[:1].upper() + part[1:]
    if len(part) < 3 or not _CYRILLIC.search(part) or not simplemma.is_known(capital, lang="uk"):
        return ""
    found = simplemma.lemmatize(capital, lang="uk")
    return found.lower() if found[:1].isupper() else ""
