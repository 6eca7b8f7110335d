"""Wordings of one clause that cannot stand together, and the text with those that can."""

from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.discussion.wording_collisions import Wording, apply_wordings, collisions, same

TEXT = "Рада розглядає заяву протягом 30 днів."
TERM = Wording("term", TEXT.index("30"), TEXT.index("30") + 2, "20")
ACTOR = Wording("actor", 0, 4, "Виконком")


@pytest.mark.parametrize(
    ("one", "other", "collide"),
    [
        ((0, 4), (5, 9), False),
        ((0, 4), (4, 9), False),  # side by side
        ((0, 5), (4, 9), True),
        ((0, 9), (4, 5), True),
        ((4, 4), (4, 4), True),  # words put in at the same point
        ((4, 4), (3, 5), True),
        ((4, 4), (4, 9), False),
        ((4, 4), (0, 4), False),
        ((4, 4), (5, 5), False),
        ((None, None), (4, 4), True),
        ((None, None), (None, None), True),
    ],
)
def test_stretches_that_overlap_collide(one, other, collide):
    for first, second in ((one, other), (other, one)):
        pair = [Wording(1, *first, "а"), Wording(2, *second, "б")]
        assert collisions(pair) == ([(1, 2)] if collide else [])


def test_equal_proposals_are_the_same_and_do_not_collide():
    wordings = [
        Wording(1, 0, 4, "об’єкт «а» —  так"),
        Wording(2, 0, 4, 'об\'єкт "а" – так'),
        Wording(3, 0, 4, "обʼєкт «б»"),
        Wording(4, 0, 5, "об’єкт «а» —  так"),
        Wording(5, 2, 2, "и\u0306"),
        Wording(6, 2, 2, "й"),
    ]
    assert same(wordings) == [[1, 2], [5, 6]]
    assert (1, 2) not in collisions(wordings) and (5, 6) not in collisions(wordings)
    assert {(1, 3), (2, 3), (1, 4), (3, 5)} <= set(collisions(wordings))


def test_look_alike_latin_letters_are_another_text():
    assert same([Wording(1, 0, 4, "рада"), Wording(2, 0, 4, "paдa")]) == []


def test_a_restatement_collides_with_every_other():
    whole = Wording("whole", None, None, "Рада мовчить.")
    assert collisions([TERM, whole, ACTOR]) == [("term", "whole"), ("whole", "actor")]
    assert apply_wordings(TEXT, [whole, Wording("again", None, None, "Рада  мовчить.")]) == "Рада мовчить."


def test_wordings_that_agree_are_applied():
    assert apply_wordings(TEXT, [TERM, ACTOR]) == "Виконком розглядає заяву протягом 20 днів."
    inserted = Wording("in", TERM.end, TERM.end, " робочих")
    assert apply_wordings(TEXT, [inserted, TERM]) == "Рада розглядає заяву протягом 20 робочих днів."
    before = Wording("before", TERM.start, TERM.start, "щонайбільше ")
    assert apply_wordings(TEXT, [TERM, before]) == "Рада розглядає заяву протягом щонайбільше 20 днів."
    assert apply_wordings(TEXT, []) == TEXT


def test_what_cannot_be_applied_is_refused():
    with pytest.raises(ValueError, match="collide"):
        apply_wordings(TEXT, [TERM, Wording("x", TERM.start, TERM.end, "10")])
    for start, end in ((0, 999), (-1, 2), (5, 3)):
        with pytest.raises(ValueError, match="not in the text"):
            apply_wordings(TEXT, [Wording("x", start, end, "а")])


STRETCH = st.one_of(
    st.just((None, None)), st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda p: tuple(sorted(p)))
)
WORDINGS = st.lists(st.tuples(STRETCH, st.sampled_from(["", "а", "б", "й", "и\u0306"])), max_size=6).map(
    lambda found: [Wording(number, *stretch, text) for number, (stretch, text) in enumerate(found)]
)


@settings(max_examples=300, deadline=None)
@given(WORDINGS)
def test_every_pair_is_told_alike_alone_and_among_others(wordings):
    alone = [pair for two in combinations(wordings, 2) for pair in collisions(two)]
    assert sorted(collisions(wordings)) == sorted(alone)
    for group in same(wordings):
        assert not set(collisions(wordings)) & set(permutations(group, 2))


@settings(max_examples=300, deadline=None)
@given(WORDINGS, st.randoms(use_true_random=False))
def test_what_does_not_collide_gives_one_text_in_any_order(wordings, random):
    text = "абвгґдеє"
    if collisions(wordings):
        with pytest.raises(ValueError, match="collide"):
            apply_wordings(text, wordings)
        return
    made = apply_wordings(text, wordings)
    shuffled = [*wordings]
    random.shuffle(shuffled)
    assert composed(apply_wordings(text, shuffled)) == composed(made)
    if not any(wording.is_whole for wording in wordings):
        assert composed(made) == composed(letter_by_letter(text, wordings))


def letter_by_letter(text: str, wordings: list[Wording]) -> str:
    """The same by another way: what stands at each place of the text."""
    put_in = {w.start: w.new_text for w in reversed(wordings) if w.start == w.end}
    replaced = {w.start: w for w in reversed(wordings) if w.start != w.end}
    gone = {place for w in replaced.values() for place in range(w.start, w.end)}
    found = []
    for place in range(len(text) + 1):
        found.append(put_in.get(place, ""))
        found.append(replaced[place].new_text if place in replaced else "")
        found.append(text[place : place + 1] if place not in gone else "")
    return "".join(found)


def composed(text: str) -> str:
    return text.replace("и\u0306", "й")
