"""Which texts are copies of which: letters as people change them, people who merely agree, any order."""

import itertools
import random
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.letters import EN, GRAMMARS, UK, campaign
from reform_portal.drafts.redline import INSERT
from reform_portal.feedback.campaigns.additions import added
from reform_portal.feedback.campaigns.grouping import COMMON, RARE, Grouping, candidates, similarity
from reform_portal.feedback.campaigns.shingles import Sample, print_of, runs_of

PROPERTY = settings(deadline=None, max_examples=60)
FIRST = "Прошу не скасовувати автобус до лікарні, бо люди похилого віку не мають чим туди дістатися."
SECOND = "Торік маршрут уже закривали на два місяці, і черга на виклик швидкої виросла втричі."
THIRD = "Порахуйте, скільки коштує виклик бригади, і порівняйте з одним рейсом на годину."
LETTER = f"{FIRST} {SECOND} {THIRD}"
OWN = "Я сама вожу туди маму щовівторка, і дорога в обидва боки забирає в нас пів дня."
AGREES = (
    "Автобус до лікарні треба лишити. Моя бабуся їздить ним двічі на тиждень, а таксі з нашого села коштує більше, "
    "ніж її пенсія за три дні. Якщо маршрут закриють, вона просто перестане лікуватися."
)
ENGLISH = (
    "Please keep the bus to the hospital, because older people have no other way to get there. "
    "Last year the route was closed for two months, and calls for an ambulance tripled."
)


def grouped(*bodies, order=None, law=frozenset()):
    """The groups of texts, numbered as given, by whatever order they come in."""
    grouping = Grouping()
    for one in order or range(len(bodies)):
        grouping.take({one: print_of(bodies[one], law)})
    return groups_of(grouping)


def groups_of(grouping):
    found = defaultdict(set)
    for one, place in grouping.places.items():
        if place is not None:
            found[place.hub].add(one)
    return {hub: members for hub, members in found.items() if len(members) > 1}


@pytest.mark.parametrize(
    "copy",
    [
        LETTER,
        f"Шановні депутати!\n{LETTER}\nЗ повагою,\nОлена Коваленко",
        f"{SECOND} {THIRD} {FIRST}",
        f"{FIRST} {OWN} {SECOND} {THIRD}",
        f"{OWN} {LETTER} Моя черга в лікарні завтра о сьомій, і без автобуса я на неї не встигну.",
        LETTER.replace("о", "o").replace("а", "a").replace("і", "i"),
        LETTER.upper().replace(".", "!!!"),
        LETTER.replace("Торік", "Позаторік").replace("втричі", "учетверо").replace("похилого віку", "старшого віку"),
        LETTER.replace("лікарні", "лiкарнi").replace("маршрут", "маршут"),
        LETTER.replace("е", "е\u0301", 4),
    ],
)
def test_a_changed_letter_is_a_copy(copy):
    assert grouped(LETTER, copy) == {0: {0, 1}}


@pytest.mark.parametrize(
    "other",
    [
        AGREES,
        f"{FIRST} {AGREES} {OWN} Так думає вся наша вулиця.",
        ENGLISH,
        "Прошу не скасовувати автобус до лікарні",
        "",
        "Зробіть автобус до лікарні безкоштовним для людей похилого віку, бо вони не мають чим платити за проїзд щодня.",
    ],
)
def test_another_text_is_none(other):
    assert grouped(LETTER, other) == {}


def test_short_texts_are_alike_only_when_the_words_are_the_same():
    assert grouped("Підтримую!", "підтримую", "Не підтримую", "ПІДТРИМУЮ…", "За") == {0: {0, 1, 3}}
    assert similarity(print_of("Підтримую цю статтю"), print_of("Підтримую цю статтю повністю")) == 0


def test_a_slow_drift_joins_no_two_letters():
    """Each text has half of the one before, the last nothing of the first."""
    chance = random.Random(5)
    pool = GRAMMARS[UK].text(chance, 16)
    steps = [" ".join(pool[at : at + 6]) for at in range(11)]
    groups = grouped(*steps)
    for hub, members in groups.items():
        assert all(similarity(print_of(steps[hub]), print_of(steps[one]), True, {}) for one in members)
        assert max(members) - min(members) < 6
    assert len(groups) > 1


def test_the_law_makes_no_copies():
    quoted = (
        "Рада розглядає заяву протягом тридцяти календарних днів з дня подання і письмово повідомляє заявника про рішення. "
        "Якщо відповіді немає, заяву вважають задоволеною, а посадова особа відповідає за шкоду в порядку, визначеному законом."
    )
    bodies = [
        f"«{quoted}» — це задовго для нашого невеликого села.",
        f"Чому так? «{quoted}». Досить і десяти, правда ж.",
    ]
    assert grouped(*bodies) == {0: {0, 1}}
    assert grouped(*bodies, law=runs_of([quoted])) == {}


def test_the_letter_itself_comes_to_represent_those_who_added_to_it():
    long = [f"{LETTER} {OWN} {' '.join(GRAMMARS[UK].text(random.Random(seed), 3))}" for seed in (1, 2)]
    assert grouped(*long, LETTER, LETTER) == {2: {0, 1, 2, 3}}


def test_a_single_short_piece_does_not_lead_a_large_campaign():
    assert grouped(LETTER, LETTER, LETTER, f"{FIRST} {SECOND}") == {0: {0, 1, 2, 3}}


@pytest.mark.parametrize("language", [UK, EN])
@pytest.mark.parametrize("seed", range(4))
def test_the_order_does_not_matter(language, seed):
    chance = random.Random(seed)
    said = [*campaign(chance, language, "one", 12), *campaign(chance, language, "two", 12)]
    bodies = [letter.body for letter in said]
    wanted = list(map(set, (range(12), range(12, 24))))
    for _time in range(4):
        order = chance.sample(range(24), 24)
        found = list(grouped(*bodies, order=order).values())
        for members in found:
            assert any(members <= source for source in wanted)
        largest = [max((len(members & source) for members in found), default=0) for source in wanted]
        assert min(largest) >= 10


def test_all_at_once_is_as_one_by_one():
    bodies = [letter.body for letter in campaign(random.Random(7), UK, "one", 30)]
    together = Grouping()
    together.take({one: print_of(body) for one, body in enumerate(bodies)})
    assert groups_of(together) == grouped(*bodies)


def test_what_leaves_takes_nobody_with_it():
    grouping = Grouping()
    bodies = [LETTER, f"{LETTER} {OWN}", f"{SECOND} {FIRST} {THIRD}", AGREES]
    grouping.take({one: print_of(body) for one, body in enumerate(bodies)})
    grouping.take({}, gone=[0])
    assert groups_of(grouping) == {1: {1, 2}}
    assert grouping.places[0] is None
    grouping.take({0: print_of(LETTER)})
    assert groups_of(grouping) == {0: {0, 1, 2}}
    grouping.take({1: print_of(AGREES)})
    assert groups_of(grouping) == {0: {0, 2}, 1: {1, 3}}
    grouping.take({}, gone=[0, 1, 2, 3, 99])
    assert groups_of(grouping) == {} and set(grouping.places.values()) == {None}


def test_common_phrases_find_nobody():
    sample = Sample((1, 2, 3), (), (4,))
    assert candidates(sample, {1: range(RARE), 2: [5, 9], 3: [9]}, RARE, 2) == [9]
    assert candidates(sample, {1: [5, 9], 2: [5, 9], 3: [9]}, RARE, 3) == [9]
    assert candidates(sample, {1: range(RARE), 2: [5]}, RARE, 2) == []
    assert candidates(sample, {2: [5, 9], 4: range(COMMON)}, RARE, 2) == []
    assert candidates(Sample((), (), ()), {}, RARE, 2) == []


@given(
    st.lists(st.sampled_from([LETTER, AGREES, ENGLISH, f"{LETTER} {OWN}", "За", "За!", "Ні"]), max_size=14),
    st.randoms(),
)
@PROPERTY
def test_every_text_has_a_place_beside_a_hub_it_is_like(bodies, chance):
    grouping = Grouping()
    for one in chance.sample(range(len(bodies)), len(bodies)):
        grouping.take({one: print_of(bodies[one])})
    gone = {one for one in range(len(bodies)) if chance.random() < 0.3}
    grouping.take({}, gone)
    for one in range(len(bodies)):
        place = grouping.places[one]
        assert (place is None) == (one in gone)
        if place is not None:
            assert grouping.places[place.hub].hub == place.hub
            assert place.similarity > 0
            same = [other for other in range(len(bodies)) if other not in gone and bodies[other] == bodies[one]]
            assert {grouping.places[other].hub for other in same} == {place.hub}


@given(st.text(max_size=200), st.text(max_size=200))
@PROPERTY
def test_similarity_is_mutual(one, other):
    first, second = print_of(one), print_of(other)
    assert similarity(first, first) == 1
    assert 0 <= similarity(first, second) <= 1
    assert similarity(first, second) == pytest.approx(similarity(second, first))


def test_what_a_person_added_is_told_from_the_letter():
    pieces = added(LETTER, f"{SECOND} {OWN} {FIRST} {THIRD}")
    assert [piece.text.strip() for piece in pieces if piece.op == INSERT] == [OWN]
    assert added(LETTER, LETTER) == [("equal", LETTER)]
    assert added(LETTER, "") == []


@given(st.text(max_size=120), st.text(max_size=120))
@PROPERTY
def test_the_pieces_are_the_text(representative, body):
    pieces = added(representative, body)
    assert "".join(piece.text for piece in pieces) == body
    assert all(one.op != other.op for one, other in itertools.pairwise(pieces))
