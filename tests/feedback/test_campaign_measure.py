"""The measure of campaigns, small: planted letters are found, nothing else is."""

import pytest

from bench.campaigns import score
from bench.letters import CAMPAIGN, EN, UK, letters
from reform_portal.feedback.campaigns.grouping import Grouping
from reform_portal.feedback.campaigns.shingles import print_of

COMMENTS = 2500


@pytest.fixture(scope="module")
def measured():
    """(sources, groups) of generated comments, taken in three parts."""
    said = letters(COMMENTS, 11, copies=(3, 120))
    grouping = Grouping()
    for begin in range(0, COMMENTS, 1000):
        grouping.take({one: print_of(said[one].body) for one in range(begin, min(COMMENTS, begin + 1000))})
    return {one: letter.source for one, letter in enumerate(said)}, {
        one: place.hub for one, place in grouping.places.items() if place is not None
    }


@pytest.mark.parametrize("language", [UK, EN])
def test_planted_campaigns_are_found(measured, language):
    found = score(*measured, f"{CAMPAIGN} {language} ")
    assert found.precision >= 0.99
    assert found.recall >= 0.95


def test_no_group_mixes_two_sources(measured):
    found = score(*measured)
    assert found.mixed == 0
    assert found.groups >= 20


def test_the_measure_can_fail():
    sources = {1: "campaign a", 2: "campaign a", 3: "campaign b", 4: "campaign b", 5: "alone"}
    right = score(sources, {1: "x", 2: "x", 3: "y", 4: "y", 5: "z"})
    assert (right.precision, right.recall, right.mixed, right.groups) == (1, 1, 0, 2)
    joined = score(sources, dict.fromkeys(sources, "x"))
    assert joined.precision_of_pairs == 0.2 and joined.recall == 1 and joined.mixed == 1
    apart = score(sources, {one: one for one in sources})
    assert apart.precision == 1 and apart.recall_of_pairs == 0 and apart.recall_of_texts == 0.5


def test_letters_come_as_they_are_asked_for():
    said = letters(400, 3)
    assert said == letters(400, 3) != letters(400, 4)
    assert sum(letter.source.startswith(CAMPAIGN) for letter in said) == 100
    assert all(letter.body.strip() for letter in said)
