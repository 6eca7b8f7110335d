"""Campaigns of another making than the measure's: words changed at a rate, short letters, halves in common, the law."""

import random

import pytest

from bench.campaigns import score
from reform_portal.feedback.campaigns.grouping import Grouping
from reform_portal.feedback.campaigns.shingles import print_of, runs_of

from .planted import EN, LETTER, UK, Said, Writer, planted

LANGUAGES = pytest.mark.parametrize("language", [UK, EN])


def judged(said, law=frozenset()):
    """How texts are grouped that come two hundred at a time."""
    grouping = Grouping()
    for begin in range(0, len(said), 200):
        part = enumerate(said[begin : begin + 200], begin)
        grouping.take({one: print_of(text.body, law) for one, text in part})
    sources = {one: text.source for one, text in enumerate(said)}
    groups = {one: place.hub for one, place in grouping.places.items() if place is not None}
    return score(sources, groups, LETTER)


def mixed(writer, *groups):
    """Texts of each source, in the order in which they come."""
    said = [Said(source, body) for source, bodies in groups for body in bodies]
    writer.chance.shuffle(said)
    return said


@LANGUAGES
def test_letters_with_up_to_a_quarter_of_the_words_changed(language):
    found = judged(planted(language, 7, 500, [12, 25, 40, 60, 80], [9, 6, 4, 3, 12]))
    assert found.mixed == 0
    assert found.precision >= 0.99
    assert found.recall >= 0.9


@LANGUAGES
def test_letters_with_some_words_changed(language):
    found = judged(planted(language, 8, 400, [10, 20, 40, 60], [3, 5, 8, 12], (0.03, 0.12)))
    assert found.mixed == 0
    assert found.recall >= 0.97


@LANGUAGES
def test_letters_of_two_sentences(language):
    found = judged(planted(language, 9, 400, [30, 40, 50], [2, 2, 2], (0.05, 0.12)))
    assert found.mixed == 0
    assert found.recall >= 0.9


@LANGUAGES
def test_a_letter_among_many_words_of_ones_own(language):
    writer = Writer(language, random.Random(10))
    written = writer.letter(6)
    own = [writer.letter(4) for _number in range(20)]
    bodies = [" ".join([*text[:2], writer.copy(written, 0.05), *text[2:]]) for text in own]
    bodies += [writer.copy(written, 0.05) for _copy in range(20)]
    alone = [" ".join(writer.letter(4)) for _number in range(100)]
    said = mixed(writer, (LETTER, bodies), *((f"alone {at}", [body]) for at, body in enumerate(alone)))
    found = judged(said)
    assert found.mixed == 0
    assert found.recall >= 0.9


@LANGUAGES
@pytest.mark.parametrize("rate", [0, 0.1])
def test_two_letters_with_one_half_in_common_stay_two(language, rate):
    writer = Writer(language, random.Random(11))
    half = writer.letter(5)
    letters = [[*half, *writer.letter(5)], [*half, *writer.letter(5)]]
    groups = [(f"{LETTER} {at}", [writer.copy(text, rate) for _copy in range(12)]) for at, text in enumerate(letters)]
    found = judged(mixed(writer, *groups))
    assert found.mixed == 0
    assert found.recall >= 0.75


@LANGUAGES
def test_what_quotes_the_same_law_is_no_campaign(language):
    writer = Writer(language, random.Random(12))
    article = " ".join(writer.letter(4))
    alone = [f"«{article}» {' '.join(writer.letter(2))}" for _number in range(15)]
    letter = [article, *writer.letter(5)]
    copies = [writer.copy(letter, 0.05) for _copy in range(15)]
    said = mixed(writer, (LETTER, copies), *((f"alone {at}", [body]) for at, body in enumerate(alone)))
    found = judged(said, runs_of([article]))
    assert found.mixed == 0
    assert found.recall >= 0.8


def test_who_says_the_same_in_stock_phrases_is_no_campaign():
    """Texts filled into the same frames share half of their words; those are everybody's."""
    chance = random.Random(13)
    writer = Writer(UK, chance)
    frames = [(writer.words(4), writer.words(3)) for _number in range(30)]
    fillings = [writer.words(4) for _number in range(40)]
    bodies = [
        ". ".join(" ".join([*one, *chance.choice(fillings), *other]) for one, other in chance.sample(frames, 5))
        for _number in range(600)
    ]
    found = judged([Said(f"alone {at}", body) for at, body in enumerate(bodies)])
    # Of 180,000 pairs some 160 have four frames of five in common.
    assert found.mixed <= 3
