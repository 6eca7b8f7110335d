"""Words cut into runs at the ends of overlapping comments."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.core.word import qn
from reform_portal.drafts.exports.margin import Span, runs_with
from reform_portal.drafts.exports.xml_text import legal, visible


def read_back(elements):
    """The text of the runs, and for each comment the words between its marks and how often it is referred to."""
    text, open_, words, references = "", set(), {}, []
    for element in elements:
        number = element.get(qn("w:id"))
        if element.tag == qn("w:commentRangeStart"):
            assert number not in words
            open_.add(number)
            words[number] = ""
        elif element.tag == qn("w:commentRangeEnd"):
            open_.remove(number)
        elif (found := element.find(qn("w:commentReference"))) is not None:
            references.append(found.get(qn("w:id")))
        else:
            piece = element.findtext(qn("w:t"))
            text += piece
            for one in open_:
                words[one] += piece
    assert not open_ and sorted(references) == sorted(words)
    return text, {int(number): found for number, found in words.items()}


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("протягом 30 днів", [(9, 16)]),
        ("протягом 30 днів", [(0, 11), (9, 16)]),
        ("протягом 30 днів", [(0, 16), (0, 16), (9, 11)]),
        ("🇺🇦 України", [(0, 2), (1, 2), (3, 10)]),
        ("й\u0301ого е\u0301", [(0, 2), (1, 5), (7, 8)]),
        ("об’єкт «ґанку»", [(0, 6), (7, 14)]),
        ("слово", [(5, 5), (2, 2)]),
        ("слово", [(0, 5), (2, 3)]),
    ],
)
def test_every_comment_is_on_its_very_words(text, spans):
    found, words = read_back(runs_with(text, [Span(n, *span) for n, span in enumerate(spans)]))
    assert found == text
    assert words == {n: text[start:end] for n, (start, end) in enumerate(spans)}


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8))
def test_any_overlapping_spans_keep_their_words(text, spans):
    spans = [(min(pair), max(pair)) for pair in spans]
    found, words = read_back(runs_with(text, [Span(n, *span) for n, span in enumerate(spans)]))
    assert found == legal(text)
    assert words == {n: legal(text[start:end]) for n, (start, end) in enumerate(spans)}


def test_what_xml_cannot_hold_is_seen_to_be_missing():
    assert visible("а\x01б\ud800в\ufffeг") == "а\ufffdб\ufffdв\ufffdг"
    assert visible("а\tб\nв🇺🇦") == "а\tб\nв🇺🇦"
