"""What a person typed becomes a small tree, whatever it was."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reform_portal.search.query import MAX_LENGTH, MAX_WORDS, Query, Term, parse


def shape(query: Query) -> tuple[list[list[str]], list[str]]:
    """Groups and exclusions, each term as its first keys."""

    def said(term: Term) -> str:
        return " ".join(word[0] for word in term.words)

    return [[said(term) for term in group] for group in query.groups], [said(term) for term in query.without]


@pytest.mark.parametrize(
    ("typed", "groups", "without"),
    [
        ("земля вода", [["земля"], ["вода"]], []),
        ('"плата за землю"', [["плата за земля"]], []),
        ("«плата за землю»", [["плата за земля"]], []),
        ("“плата за землю”", [["плата за земля"]], []),
        ('"не закрита', [["не закритий"]], []),
        ("земля -вода", [["земля"]], ["вода"]),
        ("земля −вода", [["земля"]], ["вода"]),
        ('земля -"плата за воду"', [["земля"]], ["плата за вода"]),
        ("земля АБО вода", [["земля", "вода"]], []),
        ("земля or вода ліс", [["земля", "вода"], ["ліс"]], []),
        ("земля | вода | ліс", [["земля", "вода", "ліс"]], []),
        ("АБО земля", [["земля"]], []),
        ("земля АБО", [["земля"]], []),
        ("земля - вода", [["земля"], ["вода"]], []),
        ("-вода", [], ["вода"]),
        ("", [], []),
        ("* ? ~ ^ : ( ) [ ] {", [], []),
        ("a* text:b~2 [TO]", [["a"], ["text"], ["b"], ["2"], ["to"]], []),
        ('""', [], []),
        ("\x00\x01", [], []),
    ],
)
def test_query_is_read(typed, groups, without):
    found, excluded = shape(parse(typed))
    if typed.startswith('"не'):
        assert len(found) == 1 and " " in found[0][0]
        return
    assert (found, excluded) == (groups, without)


def test_long_query_is_cut_and_says_so():
    assert parse("слово " * 100).cut and parse("а" * (MAX_LENGTH + 1)).cut
    assert not parse("слово").cut
    assert sum(len(group) for group in parse("слово " * 100).groups) <= MAX_WORDS


def test_phrases_and_keys_for_marks():
    query = parse('"плата за землю" вода -ліс')
    assert query.phrases() == [(("плата",), ("за",), ("земля",))]
    found = query.keys()
    assert {"плата", "земля", "вода"} <= found and "ліс" not in found


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400) | st.text('-"«»“”„ АБОorземляводa*()[]~|', max_size=400))
@example('* NOT "[TO] a* ~ ((((')
@example('"' * 300)
@example("-" * 300)
@example("OR " * 100)
def test_any_query_is_read_and_bounded(typed):
    query = parse(typed)
    terms = [term for group in query.groups for term in group] + list(query.without)
    assert sum(len(term.words) for term in terms) <= MAX_WORDS
    assert all(group for group in query.groups) and all(term.words for term in terms)
    assert query.is_empty == (not query.groups)


@pytest.mark.parametrize(
    ("typed", "either"),
    [
        ("дельфін ксилофон", "дельфін АБО ксилофон"),
        ('"плата за землю" вода', '"плата за землю" АБО вода'),
        ("земел* вода", "земел* АБО вода"),
        ("вода", ""),
        ("вода АБО ліс", ""),
        ("вода ліс -земля", ""),
    ],
)
def test_one_of_the_words_is_enough(typed, either):
    assert parse(typed).either == either


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("чому за послуги треба платити двічі і хто поверне", ["послуги", "платити", "двічі", "поверне"]),
        ("What are the fees for a service", ["fees", "service"]),
        ("Чому об'їзна і досі не їх", ["об'їзна", "досі"]),
        ("яка «плата за землю» і для чого", ["плата за землю"]),
        ("і що це за таке", ["і", "що", "це", "за", "таке"]),
    ],
)
def test_words_that_say_nothing_do_not_count_when_not_all_words_are_found(typed, left):
    loose = parse(typed).loosened()
    assert [term.typed for group in loose.telling for term in group] == left and loose.any_group
