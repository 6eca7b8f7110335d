"""The picture of where people talk and where they disagree."""

import re
from itertools import pairwise
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.feedback import queries
from reform_portal.feedback.clause_map import HEIGHT, NAME_ROOM, NAMED, WIDTH, Column, columns, draw, named
from tests.factories import make_person, say

PROPERTY = settings(deadline=None, max_examples=100)
COLUMNS = st.lists(
    st.integers(0, 500).flatmap(lambda n: st.builds(Column, st.just("art"), st.text(max_size=8), st.just(n), st.integers(0, n))),
    max_size=300,
)  # fmt: skip


def heading(position, eid, kind="article"):
    return SimpleNamespace(position=position, eid=eid, kind=kind)


def bars(picture, name):
    return [float(height) for height in re.findall(rf'class="{name}"[^>]*height="([\d.]+)"', str(picture))]


def test_columns_stand_in_the_order_of_the_text_and_parts_only_where_something_was_said():
    headings = [
        heading(1, "chp_1", "chapter"),
        heading(2, "art_1"),
        heading(5, "chp_2", "chapter"),
        heading(6, "art_2"),
    ]
    labels = {"": "початок", "chp_1": "гл. 1", "art_1": "ст. 1", "chp_2": "гл. 2", "art_2": "ст. 2"}
    found = columns(headings, {0: (1, 0), 5: (2, 2), 6: (7, 4)}, labels)
    assert [(one.label, one.comments, one.contested) for one in found] == [
        ("початок", 1, 0), ("ст. 1", 0, 0), ("гл. 2", 2, 2), ("ст. 2", 7, 4)
    ]  # fmt: skip


def test_nothing_said_has_no_picture():
    assert draw([Column("art_1", "ст. 1", 0, 0)], "") == "" == draw([], "")


def test_both_parts_have_one_scale():
    picture = draw([Column("a", "ст. 1", 10, 4), Column("b", "ст. 2", 5, 0)], "Найбільше говорять: ст. 1")
    assert bars(picture, "map-said") == [HEIGHT, HEIGHT / 2]
    assert bars(picture, "map-contested") == [HEIGHT * 0.4]
    assert 'aria-label="Найбільше говорять: ст. 1"' in picture


@pytest.mark.parametrize("label", ["<script>", 'ст. "5"', "ст. 5¹ & п. ґ)", "об’єкт «а»"])
def test_words_are_never_markup(label):
    tree = ElementTree.fromstring(str(draw([Column("a", label, 3, 2)], label)))
    assert tree.get("aria-label") == label and label in [text.text for text in tree.iter("text")]


@PROPERTY
@given(COLUMNS)
def test_picture_is_well_formed_and_stays_inside(shown):
    shown = [Column(one.eid, re.sub(r"[^\w .]", "", one.label), one.comments, one.contested) for one in shown]
    picture = draw(shown, "карта")
    if not any(one.comments for one in shown):
        assert picture == ""
        return
    tree = ElementTree.fromstring(str(picture))
    for bar in tree.iter("rect"):
        assert 0 <= float(bar.get("x")) <= float(bar.get("x")) + float(bar.get("width")) <= WIDTH + 0.2
        assert 0 < float(bar.get("height")) <= HEIGHT
    assert len(bars(picture, "map-said")) == sum(one.comments > 0 for one in shown)
    assert len(bars(picture, "map-contested")) == sum(one.contested > 0 for one in shown)


@PROPERTY
@given(COLUMNS)
def test_printed_names_do_not_touch(shown):
    step = min(44.0, WIDTH / max(1, len(shown)))
    chosen = named(shown, step)
    assert len(chosen) <= NAMED and all(shown[at].comments for at in chosen)
    assert all((b - a) * step >= 2 * NAME_ROOM for a, b in pairwise(chosen))
    if any(one.comments for one in shown):
        assert max(one.comments for one in shown) == max(shown[at].comments for at in chosen)


def test_disagreement_is_counted_clause_by_clause(app, draft):
    one, two, three = (make_person(name) for name in ("one", "two", "three"))
    # Two clauses of one article, each of one mind: nobody disagrees, though the article has both opinions.
    say(one, eid="art_1__para_1", stance="support")
    say(two, eid="art_1__para_2", stance="oppose")
    for person, stance in ((one, "support"), (two, "oppose"), (three, "oppose")):
        say(person, eid="art_3__para_1", stance=stance)
    counts = sorted(queries.sections_of(1).values())
    assert counts == [(2, 0), (3, 2)]
