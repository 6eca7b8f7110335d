"""A question in plain words finds its clause in real laws."""

import pytest

from bench.questions import GOAL, Question, laws, share_found
from reform_portal.search.engines.documents import Document
from reform_portal.search.engines.whoosh_engine import WhooshEngine


@pytest.mark.corpora
def test_headings_and_definitions_are_found_by_questions(corpora, tmp_path):
    # Three of the six laws; ``make corpora`` asks all.
    found = [law for law in laws(corpora / "ua-laws") if law[0][:5] in ("00410", "07300", "00565")]
    questions = [question for _name, _documents, here in found for question in here]
    engine = WhooshEngine(tmp_path)
    engine.rebuild(document for _name, documents, _questions in found for document in documents)
    assert len(questions) > 150 and all(len(question.words.split()) >= 10 for question in questions)
    assert share_found(engine, questions) >= GOAL


def test_the_measure_can_fail(tmp_path):
    engine = WhooshEngine(tmp_path)
    engine.rebuild([Document("k:1", "clause", "a", "Плата за землю"), Document("k:2", "clause", "a", "Охорона води")])
    right = Question("хто встановлює плату за землю громади", frozenset({"k:1"}))
    wrong = Question("хто встановлює плату за землю громади", frozenset({"k:2"}))
    assert share_found(engine, [right]) == 1 and share_found(engine, [right, wrong]) == 0.5
