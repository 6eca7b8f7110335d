"""A law text of a given number of clauses: parts, articles, their numbered parts and points."""

import random
from collections.abc import Iterator
from itertools import islice

from .words import Vocabulary, capitalised, ukrainian

ARTICLES_IN_PART = 6


def law_text(clauses: int, seed: int) -> str:
    """Markdown of an act with exactly so many clauses, its title among them."""
    chance, vocabulary = random.Random(seed), ukrainian()
    title = "# Про " + " ".join(vocabulary.draw(chance, 9))
    return "\n\n".join([title, *islice(_paragraphs(vocabulary, chance), clauses - 1)]) + "\n"


def _paragraphs(vocabulary: Vocabulary, chance: random.Random) -> Iterator[str]:
    article = 0
    for part in range(1, 1000):
        yield f"## Розділ {_roman(part)}. {_words(vocabulary, chance, 4).upper()}"
        for _ in range(ARTICLES_IN_PART):
            article += 1
            yield f"### Стаття {article}. {_words(vocabulary, chance, 5)}"
            yield from _article(vocabulary, chance)


def _article(vocabulary: Vocabulary, chance: random.Random) -> Iterator[str]:
    for number in range(1, chance.randint(2, 4) + 1):
        points = chance.choice((0, 0, 3, 5))
        yield f"{number}. {_words(vocabulary, chance, chance.randint(20, 50))}{':' if points else '.'}"
        for point in range(1, points + 1):
            end = "." if point == points else ";"
            yield f"{point}) {_words(vocabulary, chance, chance.randint(10, 30)).lower()}{end}"


def _words(vocabulary: Vocabulary, chance: random.Random, number: int) -> str:
    return capitalised(" ".join(vocabulary.draw(chance, number)))


def _roman(number: int) -> str:
    signs = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, sign in signs:
        while number >= value:
            text, number = text + sign, number - value
    return text
