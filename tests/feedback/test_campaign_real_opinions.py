"""Real opinions of one sentence, on few subjects and in like words: people who agree are no campaign."""

import csv
from collections import Counter

import pytest

from reform_portal.feedback.campaigns.grouping import Grouping
from reform_portal.feedback.campaigns.shingles import print_of

pytestmark = pytest.mark.corpora


@pytest.mark.parametrize("part", ["train", "dev"])
def test_people_who_agree_are_no_campaign(corpora, part):
    with (corpora / "kpa-argkp" / f"arguments_{part}.csv").open(encoding="utf-8") as file:
        said = sorted({row["argument"] for row in csv.DictReader(file)})
    prints = {one: print_of(body) for one, body in enumerate(said)}
    grouping = Grouping()
    grouping.take(prints)
    hubs = {one: place.hub for one, place in grouping.places.items() if place is not None}
    reworded = Counter(hub for one, hub in hubs.items() if prints[one].words != prints[hub].words)
    assert max(reworded.values(), default=0) <= 1
    assert sum(reworded.values()) <= 0.005 * len(said)
