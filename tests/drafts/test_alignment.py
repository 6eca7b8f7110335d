"""Which clause of a text is which clause of the next one: the eight changes, and what always holds."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.drafts.actions import LIVES_ON
from reform_portal.drafts.alignment import CHANGES, Aligned, align, find_returning
from reform_portal.drafts.formats import markdown
from reform_portal.drafts.structure import parse_structure
from tests.texts import LAND

PROPERTY = settings(max_examples=120, deadline=None)

PLOUGH = "Рада розглядає заяву протягом 30 календарних днів з дня подання."
FOREST = "Ліси на землях громади охороняє лісова сторожа, яку призначає рада."
WATER = "Водойми громади передають у користування лише на підставі договору."
ROAD = "Польові дороги загального користування не можна огороджувати чи розорювати."
TEXTS = (PLOUGH, FOREST, WATER, ROAD)


def act(text: str) -> list[Aligned]:
    """The clauses of an act written in Markdown."""
    found = parse_structure(markdown.read(text)).clauses
    return [Aligned(c.eid, c.kind, c.text, c.source_id, c.num, c.parent) for c in found]


def clauses(*texts: str, kind: str = "paragraph") -> list[Aligned]:
    return [Aligned(f"art_1__para_{n}", kind, text, None, f"{n}.") for n, text in enumerate(texts, start=1)]


def pairs(before, after, known=None) -> dict[int, int]:
    """Index in after → index in before, of those that live on under their own provision."""
    return {link.after: link.before for link in align(before, after, known) if link.change in LIVES_ON}


def told(before, after) -> dict[tuple[str | None, str | None], str]:
    """(old address, new address) → what became of it, unchanged clauses left out."""
    return {
        (before[x.before].eid if x.before is not None else None, after[x.after].eid if x.after is not None else None): (
            x.change
        )
        for x in align(before, after)
        if x.change != "same"
    }


# The eight changes


def test_same():
    assert told(act(LAND), act(LAND)) == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("30 календарних днів", "двадцяти робочих днів"),
        ("Рада розглядає заяву протягом 30 календарних днів з дня подання.", "Рада розглядає заяву протягом року."),
        ("протягом 30 календарних днів", "протягом 30 календарних днів, а у воєнний час — протягом 60 днів,"),
        ("вважають задоволеною", "вважають відхиленою"),
        ("3 відсотки", "5 відсотків"),
        ("а) у власність;", "а) у довічну власність;"),
        ("Стаття 2. Плата", "Стаття 2. Плата за землю громади"),
    ],
)
def test_changed(old, new):
    found = told(act(LAND), act(LAND.replace(old, new)))
    assert list(found.values()) == ["changed"] and all(one == other for one, other in found)


def test_changed_by_marks_alone_has_all_words_in_common():
    before, after = clauses("Закон «Про воду» — об’єкт"), clauses('Закон "Про воду" - об\'єкт')
    [link] = align(before, after)
    assert (link.change, link.score) == ("changed", 1.0)


def test_moved():
    order = "### Стаття 2. Плата", "### Стаття 3. Строки", "## Розділ II."
    head, two, three, rest = (LAND[a:b] for a, b in _cuts(LAND, order))
    swapped = head + three.replace("Стаття 3", "Стаття 2") + two.replace("Стаття 2", "Стаття 3") + rest
    found = told(act(LAND), act(swapped))
    assert found["art_2", "art_3"] in ("moved", "renumbered") and found["art_3", "art_2"] in ("moved", "renumbered")
    assert "moved" in (found["art_3__para_1", "art_2__para_1"], found["art_2__para_nn_2", "art_3__para_nn_2"])
    assert set(found.values()) <= {"moved", "renumbered"}


def _cuts(text, marks):
    at = [0, *(text.index(mark) for mark in marks), len(text)]
    return list(pairwise(at))


def test_moved_into_another_article():
    sentence = "Розмір плати не може перевищувати 3 відсотки вартості ділянки."
    after = LAND.replace(sentence + "\n\n", "").replace("задоволеною.", f"задоволеною.\n\n3. {sentence}")
    assert told(act(LAND), act(after)) == {("art_2__para_nn_2", "art_3__para_3"): "moved"}


def test_moved_and_reworded_at_once():
    sentence = "Розмір плати не може перевищувати 3 відсотки вартості ділянки."
    other = sentence.replace("3 відсотки", "5 відсотків")
    after = LAND.replace(sentence + "\n\n", "").replace("задоволеною.", f"задоволеною.\n\n3. {other}")
    # Five of nine words are too few to be sure of it so far away.
    assert told(act(LAND), act(after)) == {("art_2__para_nn_2", None): "removed", (None, "art_3__para_3"): "added"}
    long = "Орендар, який сплатив за рік наперед, отримує знижку і право першим поновити договір оренди на новий строк."
    before = LAND.replace("### Стаття 3. Строки", f"{long}\n\n### Стаття 3. Строки")
    after = LAND.replace("задоволеною.", f"задоволеною.\n\n3. {long.replace('за рік', 'за два роки')}")
    assert told(act(before), act(after)) == {("art_2__para_nn_3", "art_3__para_3"): "changed"}


def test_renumbered():
    new = LAND.replace(
        "2. Якщо відповіді", "2. Строк не продовжують без згоди того, хто подав заяву.\n\n3. Якщо відповіді"
    )
    assert told(act(LAND), act(new)) == {
        (None, "art_3__para_2"): "added",
        ("art_3__para_2", "art_3__para_3"): "renumbered",
    }


def test_inserted_article_renumbers_those_after_it_with_all_in_them():
    new = LAND.replace("Стаття 3.", "Стаття 4.").replace("Стаття 2.", "Стаття 3.")
    new = new.replace("### Стаття 3. Плата", "### Стаття 2. Облік\n\nРада веде облік ділянок.\n\n### Стаття 3. Плата")
    found = told(act(LAND), act(new))
    new_ones = [pair for pair, change in found.items() if change == "added"]
    assert len(new_ones) == 2 and (None, "art_2") in new_ones
    assert {change for pair, change in found.items() if pair not in new_ones} == {"renumbered"}
    assert found["art_3__para_2", "art_4__para_2"] == "renumbered"


def test_split():
    one = "Рада веде облік ділянок громади у відкритому реєстрі. Кожен може безоплатно переглянути цей реєстр на сайті ради."
    first, second = one.split(". ")
    found = told(act(f"{LAND}\n\n4. {one}"), act(f"{LAND}\n\n4. {first}.\n\n5. {second}"))
    assert sorted(found.values()) == ["changed", "split"]
    main = next(pair for pair, change in found.items() if change == "changed")
    part = next(pair for pair, change in found.items() if change == "split")
    assert main[0] == part[0] and main[1] != part[1]


def test_merged():
    one = "Рада веде облік ділянок громади у відкритому реєстрі. Кожен може безоплатно переглянути цей реєстр на сайті ради."
    first, second = one.split(". ")
    found = told(act(f"{LAND}\n\n4. {first}.\n\n5. {second}"), act(f"{LAND}\n\n4. {one}"))
    assert sorted(found.values()) == ["changed", "merged"]
    main = next(pair for pair, change in found.items() if change == "changed")
    part = next(pair for pair, change in found.items() if change == "merged")
    assert main[1] == part[1] and main[0] != part[0]


def test_removed():
    found = told(act(LAND), act(LAND.replace("2. Якщо відповіді немає, заяву вважають задоволеною.\n\n", "")))
    assert found == {("art_3__para_2", None): "removed"}


def test_removed_with_what_stands_after_it_renumbered():
    new = LAND.replace("1. Рада розглядає заяву протягом 30 календарних днів з дня подання.\n\n2. Якщо", "1. Якщо")
    assert told(act(LAND), act(new)) == {
        ("art_3__para_1", None): "removed",
        ("art_3__para_2", "art_3__para_1"): "renumbered",
    }


def test_added():
    assert told(act(LAND), act(f"{LAND}\n\n4. {FOREST}")) == {(None, act(f"{LAND}\n\n4. {FOREST}")[-1].eid): "added"}


# What decides


def test_other_words_at_the_same_address_are_another_clause():
    assert pairs(clauses(PLOUGH), clauses(FOREST)) == {}


def test_similar_words_of_an_article_and_a_paragraph_need_more_in_common():
    before = [Aligned("art_1", "article", "Плата за користування землею громади")]
    assert pairs(before, [Aligned("art_1__para_1", "paragraph", "Плата за користування надрами держави")]) == {}


def test_id_of_the_source_outlives_words_and_address():
    before = [Aligned("art_1__para_1", "paragraph", "Рада діє.", "n7")]
    after = [Aligned("art_9__para_4", "paragraph", "Зовсім інші слова про ліс.", "n7")]
    assert pairs(before, after) == {0: 0}


def test_equal_words_outweigh_the_id_of_the_source():
    before = [Aligned("art_1", "article", PLOUGH, "n1"), Aligned("art_2", "article", FOREST, "n2")]
    after = [Aligned("art_1", "article", FOREST, "n1"), Aligned("art_2", "article", PLOUGH, "n2")]
    assert pairs(before, after) == {0: 1, 1: 0}


def test_id_that_a_source_gives_twice_says_nothing():
    twice = [Aligned("art_1", "article", "", "n2"), Aligned("art_2", "article", "", "n2")]
    assert pairs(twice, twice) == {0: 0, 1: 1}


def test_equal_texts_are_told_apart_by_their_order():
    assert pairs(clauses("Так.", "Ні.", "Так."), clauses("Так.", FOREST, "Ні.", "Так.")) == {0: 0, 2: 1, 3: 2}


def test_equal_texts_are_told_apart_by_the_unit_that_they_stand_in():
    def unit(number: int, title: str) -> list[Aligned]:
        eid = f"art_{number}"
        return [
            Aligned(eid, "article", title, None, f"Стаття {number}."),
            Aligned(f"{eid}__para_1", "paragraph", "Виключено.", None, "1.", eid),
            Aligned(f"{eid}__para_2", "paragraph", f"{title} визначає рада громади.", None, "2.", eid),
        ]

    titles = ("Порядок користування пасовищами", "Порядок користування сіножатями")
    before = [*unit(1, titles[0]), *unit(2, titles[1])]
    after = [*unit(1, titles[1]), *unit(2, titles[0])]
    assert pairs(before, after) == {0: 3, 1: 4, 2: 5, 3: 0, 4: 1, 5: 2}


def test_repeating_phrase_is_no_part_of_a_changed_clause():
    before = clauses(f"{PLOUGH} Порядок визначає рада своїм рішенням.", FOREST)
    phrase = "Порядок визначає рада своїм рішенням."
    after = clauses(PLOUGH, phrase, FOREST, phrase)
    assert "split" not in told(before, after).values()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Об’єкт культури звільняють від плати.", "Об'єкт культури звільняють від плати."),
        ("Об’єкт культури звільняють від плати.", "Обʼєкт культури звільняють від плати."),
        ("Закон «Про ґрунти» чинний.", 'Закон "Про ґрунти" чинний.'),
        ("Строк — рік.", "Строк – рік."),
        ("Її розмір визначає рада.", "І\u0308ї розмір визначає рада."),
        ("ст.\u00a05 діє на всій землі.", "ст. 5  діє на всій землі."),
    ],
)
def test_marks_spaces_and_ways_to_write_a_letter_make_no_other_text(old, new):
    before, after = clauses(FOREST, old, WATER), clauses(old.replace(old, new), FOREST, WATER)
    assert pairs(before, after) == {0: 1, 1: 0, 2: 2}


def test_g_and_its_sister_are_different_letters_of_a_similar_text():
    [link] = align(
        clauses("Ґрати на межі ділянки ставить користувач."), clauses("Грати на межі ділянки ставить користувач.")
    )
    assert link.change == "changed" and link.score < 1


def test_latin_letters_that_look_alike_change_the_words_but_not_the_provision():
    spoiled = PLOUGH.replace("о", "o").replace("Рада", "Paдa")
    [link] = align(clauses(PLOUGH, FOREST), clauses(PLOUGH, FOREST))[:1]
    assert link.change == "same"
    found = {
        (x.before, x.after): x.change for x in align(clauses(FOREST, PLOUGH, WATER), clauses(FOREST, spoiled, WATER))
    }
    assert found[0, 0] == found[2, 2] == "same" and (1, 0) not in found and (1, 2) not in found


# What always holds

WORDS = ("рада", "земля", "плата", "строк", "ліс", "заява", "діє", "громада", "об’єкт", "ґрунт", "30", "днів", "не")
SOME_TEXT = st.one_of(
    st.sampled_from(["", "Так.", "Виключено."]),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join),
)
SOME_CLAUSES = st.lists(
    st.tuples(
        st.sampled_from(["article", "paragraph", "point", "alinea"]),
        SOME_TEXT,
        st.none() | st.sampled_from(["n1", "n2", "n3"]),
        st.booleans(),
    ),
    max_size=14,
)


def numbered(rows) -> list[Aligned]:
    """Clauses with an address each; those that say so stand in the last article before them."""
    found: list[Aligned] = []
    article = None
    for number, (kind, text, source_id, inside) in enumerate(rows, start=1):
        parent = article if inside and kind != "article" else None
        eid = f"{parent}__x_{number}" if parent else f"art_{number}"
        article = eid if kind == "article" else article
        found.append(Aligned(eid, kind, text, source_id, f"{number}.", parent))
    return found


def checked(before, after, links) -> None:
    """Every clause of both sides stands in exactly one main link, or is a part of a split or merged one."""
    olds, news = Counter(), Counter()
    for link in links:
        assert link.change in CHANGES and 0 <= link.score <= 1
        assert (link.before is None) == (link.change == "added") and (link.after is None) == (link.change == "removed")
        if link.before is not None and link.change != "split":
            olds[link.before] += 1
        if link.after is not None and link.change != "merged":
            news[link.after] += 1
    assert olds == Counter(range(len(before))) and news == Counter(range(len(after)))
    main = {(x.before, x.after) for x in links if x.change in LIVES_ON}
    for link in links:
        if link.change == "split":
            assert link.before in {i for i, _j in main}
        if link.change == "merged":
            assert link.after in {j for _i, j in main}
    order = [link.after for link in links if link.after is not None]
    assert order == sorted(order)


@PROPERTY
@given(SOME_CLAUSES, SOME_CLAUSES)
def test_every_clause_is_told_of_exactly_once(one, other):
    before, after = numbered(one), numbered(other)
    checked(before, after, align(before, after))


@PROPERTY
@given(SOME_CLAUSES)
def test_unchanged_text_stays_as_it_is(rows):
    text = numbered(rows)
    assert [(x.before, x.after, x.change, x.score) for x in align(text, text)] == [
        (i, i, "same", 1.0) for i in range(len(text))
    ]


@PROPERTY
@given(SOME_CLAUSES, SOME_CLAUSES, st.data())
def test_what_is_known_already_is_respected(one, other, data):
    before, after = numbered(one), numbered(other)
    olds = data.draw(st.permutations(range(len(before))))
    news = data.draw(st.permutations(range(len(after))))
    count = data.draw(st.integers(0, min(len(before), len(after))))
    known = dict(zip(news[:count], olds[:count], strict=True))
    links = align(before, after, known)
    checked(before, after, links)
    assert {x.after: x.before for x in links if x.change in LIVES_ON} == known


LONG = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=5, max_size=14).map(" ".join), min_size=2, max_size=12, unique=True
)


@PROPERTY
@given(LONG, st.randoms())
def test_shuffled_texts_are_known_by_their_words(texts, random):
    order = list(range(len(texts)))
    random.shuffle(order)
    before, after = clauses(*texts), clauses(*(texts[i] for i in order))
    links = align(before, after)
    assert {x.after: x.before for x in links} == dict(enumerate(order))
    assert {x.change for x in links} <= {"same", "moved", "renumbered"}
    assert all((x.change == "same") <= (x.before == x.after) for x in links)


@PROPERTY
@given(LONG, st.data())
def test_any_one_paragraph_put_in_or_taken_out_leaves_all_others(texts, data):
    at = data.draw(st.integers(0, len(texts) - 1))
    whole, without = clauses(*texts), clauses(*texts[:at], *texts[at + 1 :])
    shift = {j: j + (j >= at) for j in range(len(without))}
    assert pairs(whole, without) == shift
    assert pairs(without, whole) == {i: j for j, i in shift.items()}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(act(LAND)) - 1))
def test_any_clause_of_an_act_taken_out_leaves_all_others(at):
    text = act(LAND)
    assert pairs(text, text[:at] + text[at + 1 :]) == {j: j + (j >= at) for j in range(len(text) - 1)}


# What comes back


def test_provision_comes_back_with_its_words_wherever_they_stand():
    gone = [Aligned("art_3__para_2", "paragraph", PLOUGH)]
    after = [Aligned("art_1", "article", "Назва"), Aligned("art_9__para_1", "paragraph", PLOUGH)]
    assert find_returning(gone, after, [0, 1]) == {1: 0}


def test_provision_comes_back_with_nearly_its_words_only_to_its_address():
    other = PLOUGH.replace("30", "20")
    gone = [Aligned("art_3__para_2", "paragraph", PLOUGH)]
    assert find_returning(gone, [Aligned("art_3__para_2", "paragraph", other)], [0]) == {0: 0}
    assert find_returning(gone, [Aligned("art_8__para_2", "paragraph", other)], [0]) == {}


def test_few_words_that_come_back_elsewhere_are_no_evidence():
    gone = [Aligned("art_3__para_2", "paragraph", "Виключено.")]
    assert find_returning(gone, [Aligned("art_8__para_2", "paragraph", "Виключено.")], [0]) == {}
    assert find_returning(gone, [Aligned("art_3__para_2", "paragraph", "Виключено.")], [0]) == {0: 0}


def test_only_what_was_added_can_have_come_back():
    gone = [Aligned("art_3__para_2", "paragraph", PLOUGH)]
    assert find_returning(gone, [Aligned("art_3__para_2", "paragraph", PLOUGH)], []) == {}
    assert find_returning([], [Aligned("art_3__para_2", "paragraph", PLOUGH)], [0]) == {}


@PROPERTY
@given(SOME_CLAUSES, SOME_CLAUSES, st.data())
def test_nothing_comes_back_twice(one, other, data):
    gone, after = numbered(one), numbered(other)
    added = data.draw(st.sets(st.sampled_from(range(len(after))))) if after else set()
    found = find_returning(gone, after, added)
    assert set(found) <= added and len(set(found.values())) == len(found)
