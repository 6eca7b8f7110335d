"""Comments on a clause that say the same thing come together; every comment is in one place."""

import random
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reform_portal.feedback.themes import Said, Themes, background, extend, find_themes, needs_new_start
from reform_portal.feedback.themes.clustering import groups, smooth
from reform_portal.feedback.themes.terms import MOST_TERMS, Reader, Scale

PROPERTY = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
TERM = [
    "Тридцять днів — це задовго, люди чекають місяць на відповідь.",
    "Скоротіть строк розгляду до п’яти днів!",
    "Строк розгляду надто довгий: у сусідній громаді відповідають за сім днів.",
    "Чому строк аж тридцять днів? Відповідь можна дати за тиждень.",
]
FEE = [
    "Плату за довідку треба скасувати, ми вже платимо податки.",
    "Я проти плати за довідку: пенсіонери не мають зайвих грошей.",
    "Довідка має бути безоплатною для пенсіонерів.",
    "Зробіть довідку безоплатною, плата несправедлива.",
]
ONLINE = [
    "Додайте електронну подачу заяви через портал.",
    "Хочу подавати заяву електронно, а не носити папір.",
    "Електронна заява зекономить час і папір.",
    "Електронний підпис на заяві давно працює, дозвольте подавати її через портал.",
]


def words(word):
    """Lemmas enough for these texts: the endings go."""
    plain = word.casefold().replace("’", "'").replace("ʼ", "'")
    return [plain[: max(5, len(plain) - 3)]]


def said(*bodies, stance="neutral", start=0):
    return [Said(start + at, body, stance) for at, body in enumerate(bodies)]


def ids_of(themes):
    return sorted([id_ for theme in themes.themes for id_ in theme.members] + list(themes.other))


def together(themes, *ids):
    return any(set(ids) <= set(theme.members) for theme in themes.themes)


def check(themes, comments):
    """What holds of all themes whatever was said."""
    bodies = {comment.id: comment.body for comment in comments}
    assert ids_of(themes) == sorted(bodies)
    sizes = [len(theme.members) for theme in themes.themes]
    assert sizes == sorted(sizes, reverse=True)
    labels = [theme.label.casefold() for theme in themes.themes]
    assert all(labels) and len(set(labels)) == len(labels)
    for theme in themes.themes:
        assert theme.fixed or len(theme.members) > 1
        assert theme.quotes or not any(bodies[id_].strip() for id_ in theme.members)
        assert len({id_ for id_, _ in theme.quotes}) == len(theme.quotes)
        for id_, text in theme.quotes:
            assert id_ in theme.members
            assert text and text in bodies[id_]


def test_nothing_said_has_no_themes():
    assert find_themes([], words) == Themes(weights={}, unknown=find_themes([], words).unknown)


def test_what_says_the_same_comes_together():
    comments = said(*TERM, *FEE, *ONLINE)
    found = find_themes(comments, words)
    check(found, comments)
    assert together(found, 1, 2) and together(found, 4, 5, 6, 7) and together(found, 8, 9, 10)
    assert not together(found, 1, 6) and not together(found, 6, 8) and not together(found, 1, 8)


def test_what_shares_nothing_is_other():
    comments = said("Дороги розбиті.", "Шкільний автобус запізнюється.", "Water is too expensive.")
    found = find_themes(comments, words)
    assert (found.themes, found.other) == ((), (0, 1, 2))


def test_wordless_comments_are_other():
    comments = [*said(*FEE), *said("", "👍👍👍", "…", "і", start=50)]
    found = find_themes(comments, words)
    check(found, comments)
    assert {50, 51, 52, 53} <= set(found.other)


def test_copies_of_one_letter_are_one_theme():
    comments = said(*["Ми вимагаємо безоплатної довідки!"] * 300, *["МИ ВИМАГАЄМО  безоплатної довідки!"] * 20)
    found = find_themes(comments, words)
    check(found, comments)
    assert [len(theme.members) for theme in found.themes] == [320]
    assert len(found.themes[0].quotes) == 1


def test_apostrophes_and_stress_marks_do_not_part_comments():
    comments = said("Дозвольте м'ясо на ринку", "Дозвольте м’ясо на ринку", "Дозво\u0301льте мʼясо на ри\u0301нку")
    found = find_themes(
        comments, lambda word: [word.casefold().replace("’", "'").replace("ʼ", "'").replace("\u0301", "")]
    )
    assert [theme.members for theme in found.themes] == [(0, 1, 2)]


def test_two_languages_make_themes_of_their_own():
    comments = said(
        *FEE, "The fee must go, pensioners are poor", "Pensioners cannot pay such a fee", "No fee for pensioners"
    )
    found = find_themes(comments, words)
    check(found, comments)
    assert together(found, 4, 5, 6) and not together(found, 0, 4)


def test_opposite_stances_are_kept_apart_when_the_words_agree():
    body = "плата за довідку для пенсіонерів {}"
    for_it = [Said(at, body.format(more), "support") for at, more in enumerate(("ціна", "податок", "бюджет", "папір"))]
    against = [
        Said(9 + at, body.format(more), "oppose") for at, more in enumerate(("черга", "гроші", "портал", "підпис"))
    ]
    found = find_themes([*for_it, *against], words)
    assert not any(
        set(theme.members) & set(range(4)) and set(theme.members) & set(range(9, 13)) for theme in found.themes
    )


def test_words_of_the_whole_draft_weigh_less():
    comments = said(*TERM, *FEE, *ONLINE)
    known = background([*TERM, *FEE, *ONLINE, *["Закон про адміністративні послуги, строк"] * 50], words)
    common = find_themes(comments, words, known)
    plain = find_themes(comments, words)
    term, other = Reader(words).lemma("строк"), Reader(words).lemma("електронну")
    assert common.weights[term] / common.weights[other] < plain.weights[term] / plain.weights[other]


def test_the_same_comments_in_any_order_make_the_same_themes():
    comments = said(*TERM, *FEE, *ONLINE)
    expected = find_themes(comments, words)
    for seed in range(5):
        shuffled = random.Random(seed).sample(comments, len(comments))
        assert find_themes(shuffled, words) == expected


def test_a_new_comment_goes_to_its_theme_and_moves_no_other():
    found = find_themes(said(*TERM, *FEE, *ONLINE), words)
    late = [Said(100, "Скасуйте плату за довідку для пенсіонерів!"), Said(101, "Дощ."), Said(3, "Знову.")]
    grown = extend(found, late, words)
    assert together(grown, 100, 5)
    assert 101 in grown.other
    assert ids_of(grown) == sorted([*range(12), 100, 101])
    for theme in found.themes:
        assert together(grown, *theme.members)
    assert {(theme.label, theme.quotes) for theme in grown.themes} == {(t.label, t.quotes) for t in found.themes}


def test_the_first_comments_wait_in_other():
    grown = extend(Themes(), said(*FEE), words)
    assert (grown.themes, grown.other) == ((), (0, 1, 2, 3))
    assert not needs_new_start(grown, 4) and needs_new_start(grown, 5)


@pytest.mark.parametrize(("grouped", "new", "due"), [(10, 4, False), (10, 5, True), (100, 19, False), (100, 20, True)])
def test_a_new_start_is_due_after_a_fifth_more(grouped, new, due):
    assert needs_new_start(Themes(grouped=grouped), new) is due


def test_a_theme_made_by_a_person_keeps_name_and_members():
    comments = said(*TERM, *FEE, *ONLINE)
    theme = find_themes(comments, words).themes[0]
    own = replace(theme, label="Гроші", members=(4, 5, 8, 77), fixed=True)
    late = Said(50, "Плату за довідку треба скасувати, бо податки вже сплачено.")
    found = find_themes([*comments, late], words, fixed=[own])
    check(found, [*comments, late])
    mine = next(theme for theme in found.themes if theme.label == "Гроші")
    assert mine.fixed
    assert {4, 5, 8, 50} <= set(mine.members)


def test_a_theme_made_by_a_person_goes_with_its_last_comment():
    own = replace(find_themes(said(*FEE), words).themes[0], label="Моя", members=(90,), fixed=True)
    assert all(theme.label != "Моя" for theme in find_themes(said(*FEE), words, fixed=[own]).themes)


def test_many_comments_take_seconds():
    chance = random.Random(4)
    vocabulary = [f"слово{number}" for number in range(3000)]
    bodies = (" ".join(chance.choices(vocabulary, k=12)) + " " + chance.choice([*TERM, *FEE]) for _ in range(3000))
    comments = said(*bodies)
    began = time.process_time()
    found = find_themes(comments, words)
    assert time.process_time() - began < 20
    check(found, comments)


ODD = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "а", "👍", "\u0301", "Так.", "…", "\ud800", "Ґанок — ґанок.", "Украiни", "м'ясо!\n\nмʼясо?"]
    ),
    st.sampled_from([*TERM, *FEE, *ONLINE, "The fee must go.", "Fee — геть! No fee."]),
    st.lists(st.sampled_from(["строк", "плата", "довідка", "fee", "портал", "і", "ні"]), max_size=8).map(" ".join),
)
COMMENTS = st.lists(
    st.tuples(ODD, st.sampled_from(["support", "oppose", "amend", "neutral", "?"]), st.integers(0, 50)), max_size=25
).map(lambda rows: [Said(at, *row) for at, row in enumerate(rows)])


@PROPERTY
@given(COMMENTS, st.randoms(use_true_random=False))
def test_every_comment_is_in_one_place_whatever_was_said(comments, chance):
    found = find_themes(comments, words)
    check(found, comments)
    assert find_themes(chance.sample(comments, len(comments)), words) == found


@PROPERTY
@given(COMMENTS, st.integers(0, 25))
def test_later_comments_keep_the_partition(comments, first):
    before = find_themes(comments[:first], words)
    grown = extend(before, comments, words)
    assert ids_of(grown) == [comment.id for comment in comments]
    assert all(together(grown, *theme.members) for theme in before.themes)
    assert extend(grown, comments, words) == grown


@PROPERTY
@given(COMMENTS, st.lists(st.lists(st.integers(0, 30), max_size=6), max_size=3))
def test_fixed_themes_keep_the_partition(comments, held):
    made = find_themes(said(*FEE), words).themes[0]
    fixed = [replace(made, label=f"№ {at}", members=tuple(ids), fixed=True) for at, ids in enumerate(held)]
    check(find_themes(comments, words, fixed=fixed), comments)


@PROPERTY
@given(
    st.lists(st.dictionaries(st.sampled_from("абвгд"), st.floats(0.1, 1), max_size=3), max_size=12), st.integers(1, 5)
)
def test_groups_hold_each_text_once(vectors, number):
    smoothed = smooth(vectors)
    assert sorted(index for group in groups(smoothed.closeness, number) for index in group) == list(range(len(vectors)))


def test_long_text_goes_by_the_terms_that_tell_most():
    terms = {f"слово{number}": 1 for number in range(2000)} | {"строк": 9, "плата": 5}
    direction = Scale({"строк": 2.0, "плата": 3.0}, 0.1).direction(terms, "+")
    assert len(direction) <= MOST_TERMS + 1 and {"строк", "плата"} <= set(direction)
    assert sum(value * value for value in direction.values()) == pytest.approx(1)
