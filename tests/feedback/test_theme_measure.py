"""Themes agree with what people found in the arguments of ArgKP."""

import pytest

from bench.themes import COVERAGE_GOAL, V_GOAL, background, lemmas, measure, read_topics, v_measure

pytestmark = pytest.mark.corpora


def test_themes_agree_with_people_and_quotes_cover_what_they_found(corpora):
    topics = read_topics("dev", corpora / "kpa-argkp")
    known = background((comment.body for topic in topics for comment in topic.said), lemmas)
    found = measure(topics, known)
    assert found.v >= V_GOAL
    assert found.coverage >= COVERAGE_GOAL
    # Neither many small themes nor a large remainder makes the measure.
    assert found.themes <= 9
    assert found.other <= 0.1
    late = measure(topics, known, late=True)
    assert late.v >= V_GOAL - 0.05


def test_the_measure_knows_agreement_from_chance():
    assert v_measure("ааббвв", "112233") == pytest.approx(1)
    assert v_measure("аабб", "1212") == pytest.approx(0)
    assert v_measure("аабб", "1111") == pytest.approx(0)
