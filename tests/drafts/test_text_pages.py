"""Cutting a long act into pages."""

from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.drafts.text_pages import MOST, TARGET, assign_pages, assign_sections


def act(articles: list[int]) -> list[str]:
    """Kinds of the clauses of an act whose articles have so many parts, with a new part before every tenth."""
    kinds = ["title", "preamble"]
    for number, parts in enumerate(articles):
        kinds += ["part", "heading"] if number % 10 == 0 else []
        kinds += ["article", *["paragraph"] * parts]
    return kinds


def test_short_act_is_one_page():
    assert assign_pages(["article"] * MOST) == [1] * MOST
    assert assign_pages([]) == []


def test_long_act_is_cut_before_an_article():
    kinds = act([9] * 60)
    pages = assign_pages(kinds)
    assert max(pages) > 1
    for index, (one, other) in enumerate(pairwise(pages)):
        if one != other:
            assert kinds[index + 1] in ("article", "part") and kinds[index] == "paragraph"


def test_heading_of_a_part_stays_with_its_first_article():
    kinds = act([TARGET // 10] * 30)
    pages = assign_pages(kinds)
    for index, kind in enumerate(kinds[:-2]):
        if kind == "part":
            assert pages[index] == pages[index + 1] == pages[index + 2]


def test_endless_article_is_cut_all_the_same():
    assert max(assign_pages(["article", *["paragraph"] * 1000])) >= 3


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 70), max_size=60))
def test_pages_follow_each_other_and_are_never_too_long(articles):
    pages = assign_pages(act(articles))
    assert pages[0] == 1 and all(later - earlier in (0, 1) for earlier, later in pairwise(pages))
    assert max(len(list(group)) for _page, group in groupby(pages)) <= MOST


@pytest.mark.parametrize(
    ("kinds", "sections"),
    [
        (["title", "article", "paragraph", "article"], [0, 2, 2, 4]),
        (["part", "heading", "article", "paragraph", "point"], [1, 1, 3, 3, 3]),
        ([], []),
    ],
)
def test_every_clause_stands_under_its_article(kinds, sections):
    assert assign_sections(kinds) == sections
