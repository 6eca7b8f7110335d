"""What is kept of themes follows whatever happens to the comments: each in one place, a person's work untouched."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reform_portal.core.lemmas import keys
from reform_portal.feedback.themes import Background, Said
from reform_portal.feedback.themes.keeping import FEW, Held, Kept, follow
from tests.feedback.theming import FEE, STRAY, TERM

PROPERTY = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
BODIES = [*TERM, *FEE, STRAY, "Ґанок перекосило.", "Ганок перекосило зовсім."]


def step(kept, bodies, changed=()):
    read = [0]

    def said(ids):
        read[0] += len(ids)
        return [Said(one, bodies[one]) for one in sorted(ids)]

    found = follow(kept, set(bodies), changed, said, keys, Background)
    assert sorted([one for held in found.held for one in held.theme.members] + [*found.other, *found.put_aside]) == (
        sorted(bodies)
    )
    for held in found.held:
        for one, text in held.theme.quotes:
            assert one in held.theme.members and text in bodies[one]
    return found, read[0]


def numbered(kept):
    """With ids for its themes, as the database gives them."""
    used = max([one.id for one in kept.held if one.id is not None], default=0)
    held = []
    for one in kept.held:
        if one.id is None:
            used += 1
        held.append(replace(one, id=one.id if one.id is not None else used))
    return replace(kept, held=tuple(held))


@PROPERTY
@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from([*BODIES, None])), max_size=12), st.integers(0, 30))
def test_every_comment_is_in_one_place_whatever_happens(happens, start):
    bodies = {at: BODIES[at % len(BODIES)] for at in range(start)}
    kept = numbered(step(Kept(), bodies)[0])
    for id_, body in happens:
        changed = [id_] if bodies.get(id_) not in (None, body) else []
        if body is None:
            bodies.pop(id_, None)
        else:
            bodies[id_] = body
        kept = numbered(step(kept, bodies, changed)[0])
        assert step(kept, bodies)[0] == kept


@PROPERTY
@given(
    st.sets(st.integers(0, 8), min_size=1), st.sets(st.integers(0, 8)), st.lists(st.sampled_from(BODIES), max_size=20)
)
def test_what_a_person_arranged_stays(own, aside, late):
    bodies = dict(enumerate([*TERM, *FEE, STRAY]))
    kept = numbered(step(Kept(), bodies)[0])
    rest = set(bodies) - own - aside
    held = Held(replace(kept.held[0].theme, label="Моє", members=tuple(sorted(own)), profile={}, fixed=True), 77)
    arranged = replace(kept, held=(held,), other=frozenset(rest), put_aside=frozenset(aside - own))
    bodies |= {100 + at: body for at, body in enumerate(late)}
    found, _read = step(arranged, bodies)
    mine = next(one for one in found.held if one.id == 77)
    assert own <= set(mine.theme.members) and mine.theme.label == "Моє" and mine.theme.fixed
    assert found.put_aside == aside - own


def test_one_more_of_many_is_read_alone():
    bodies = {at: f"{BODIES[at % 8]} Думка {at}." for at in range(4 * FEW)}
    kept = numbered(step(Kept(), bodies)[0])
    bodies[999] = FEE[0]
    found, read = step(kept, bodies)
    assert read == 1 and found.arrived == 1 and found.grouped == 4 * FEW


def test_many_more_are_grouped_afresh():
    bodies = {at: f"{BODIES[at % 8]} Думка {at}." for at in range(4 * FEW)}
    kept = numbered(step(Kept(), bodies)[0])
    bodies |= {1000 + at: f"Нове про дорогу до озера, {at}." for at in range(FEW)}
    found, read = step(kept, bodies)
    assert read == 5 * FEW == found.grouped and found.arrived == 0
    assert {one.id for one in found.held} & {one.id for one in kept.held}


def test_theme_that_lost_its_quote_gets_another():
    bodies = {at: f"{BODIES[at % 8]} Думка {at}." for at in range(4 * FEW)}
    kept = numbered(step(Kept(), bodies)[0])
    gone = kept.held[0].theme.quotes[0][0]
    del bodies[gone]
    found, _read = step(kept, bodies)
    assert gone not in [one for one, _text in found.held[0].theme.quotes] and found.held[0].theme.quotes
    assert found.grouped == kept.grouped
