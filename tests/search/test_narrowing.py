"""How results are added up by clause for the filters."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.search.narrowing import numbers_by_place

PLACES = [
    ("land", "art_3", 1),
    ("land", "art_3__para_1", 4),
    ("land", "art_3__para_1__point_2", 2),
    ("water", "art_3", 8),
]
EIDS = st.lists(st.sampled_from(("art_1", "art_11", "para_1", "point_2")), min_size=1, max_size=3).map("__".join)


def test_whole_articles_with_all_within_draft_by_draft():
    assert numbers_by_place(PLACES) == {("land", "art_3"): 7, ("water", "art_3"): 8}


def test_chosen_clause_is_shown_with_its_direct_parts():
    assert numbers_by_place(PLACES[:3], ["art_3"]) == {("land", "art_3"): 7, ("land", "art_3__para_1"): 6}
    assert numbers_by_place(PLACES[:3], ["art_3__para_1"]) == {
        ("land", "art_3"): 1,
        ("land", "art_3__para_1"): 6,
        ("land", "art_3__para_1__point_2"): 2,
    }


def test_a_number_that_begins_alike_is_another_clause():
    assert numbers_by_place([("land", "art_11__para_1", 5)], ["art_1"]) == {("land", "art_11"): 5}


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(("land", "water")), EIDS, st.integers(1, 9))))
def test_nothing_is_lost_and_nothing_counted_twice(places):
    assert sum(numbers_by_place(places).values()) == sum(number for _slug, _eid, number in places)
