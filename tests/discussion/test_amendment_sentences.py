"""Proposed wordings as amendment sentences, and what the sentences do to the text."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.discussion.amendment_sentences import MOST_EDITS, Edit, amendment, apply

TERM = (
    "Рада розглядає заяву протягом 30 календарних днів з дня подання, крім вихідних, і повідомляє заявника про рішення "
    "ради не пізніше 5 днів."
)
PART = "art_3__para_1"


def sentence(old: str, new: str, eid: str = PART, num: str = "") -> str:
    made = amendment(eid, old, new, num)
    assert apply(old, made.edits) == new
    return made.sentence


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("30 ", "20 ", "цифри «30» замінити цифрами «20»"),
        ("5 днів", "7 днів", "цифру «5» замінити цифрою «7»"),
        ("30 календарних", "20 робочих", "слово і цифри «30 календарних» замінити словом і цифрами «20 робочих»"),
        ("календарних", "робочих", "слово «календарних» замінити словом «робочих»"),
        ("календарних днів", "робочих тижнів", "слова «календарних днів» замінити словами «робочих тижнів»"),
        ("заявника", "заявника письмово", "після слова «заявника» доповнити словом «письмово»"),
        ("5 днів", "5 днів, а не 30", "після слова і цифри «5 днів» доповнити словами і цифрами «, а не 30»"),
        ("Рада розглядає", "Міська рада розглядає", "слово «Рада» замінити словами «Міська рада»"),
        ("Рада розглядає", "Міська Рада розглядає", "перед словом «Рада» доповнити словом «Міська»"),
        (" і повідомляє заявника", " і повідомляє", "слово «заявника» виключити"),
        (" про рішення ради", "", "слова «про рішення ради» виключити"),
        ("днів з дня", "днів, з дня", "слова «днів з» замінити словами «днів, з»"),
    ],
)
def test_a_small_change_is_told_shortly(before, after, wanted):
    assert TERM.count(before) == 1
    assert sentence(TERM, TERM.replace(before, after)) == f"У частині першій статті 3 {wanted}."


@pytest.mark.parametrize(
    ("eid", "place"),
    [
        ("art_5", "У статті 5"),
        ("art_5-1__para_1__point_3__al_2", "В абзаці другому пункту 3 частини першої статті 5¹"),
        ("part_II__point_3", "У пункті 3 розділу II"),
        ("art_1__para_1__point_2__point_a", "У підпункті «а» пункту 2 частини першої статті 1"),
        ("art_3__para_3", "У частині третій статті 3"),
        ("art_3__para_23", "У частині двадцять третій статті 3"),
        ("art_3__para_nn_2__al_3", "В абзаці третьому частини другої статті 3"),
        ("art_3__para_131", "У частині 131 статті 3"),
        ("title", "У назві"),
        ("part_I__heading", "У назві розділу I"),
        ("preamble__al_2", "В абзаці другому преамбули"),
        ("annex_2__art_3", "У статті 3 додатка 2"),
        ("book_persha", "У книзі першій"),
        ("chp_1__sec_2", "У параграфі 2 глави 1"),
    ],
)
def test_the_place_stands_in_the_locative(eid, place):
    assert sentence(TERM, TERM.replace("30", "20"), eid).startswith(f"{place} цифри")


@pytest.mark.parametrize(
    ("eid", "num", "wanted"),
    [
        ("art_5__para_1", "1.", "Частину першу статті 5 викласти в такій редакції: «1. Рада відмовляє»."),
        ("art_5", "Стаття 5.", "Статтю 5 викласти в такій редакції: «Стаття 5. Рада відмовляє»."),
        ("art_5__al_3", "", "Абзац третій статті 5 викласти в такій редакції: «Рада відмовляє»."),
        ("chp_1", "", "Главу 1 викласти в такій редакції: «Рада відмовляє»."),
    ],
)
def test_a_rewrite_is_restated(eid, num, wanted):
    assert sentence(TERM, "Рада відмовляє.", eid, num) == wanted


def test_a_unit_is_excluded():
    assert sentence(TERM, "", "art_5__para_1__point_3") == "Пункт 3 частини першої статті 5 виключити."
    assert sentence(TERM, "", "art_5__para_2") == "Частину другу статті 5 виключити."


@pytest.mark.parametrize(
    ("eid", "num", "wanted"),
    [
        ("art_5__para_3", "3.", "Статтю 5 доповнити частиною третьою такого змісту: «3. Рада „слухає“ всіх»."),
        ("art_5__para_1__point_4", "4)", "Частину першу статті 5 доповнити пунктом 4 такого змісту: «4) Рада „слухає“ всіх»."),
        ("art_5-1", "Стаття 5¹.", "Доповнити статтею 5¹ такого змісту: «Стаття 5¹. Рада „слухає“ всіх»."),
        ("art_5__para_1__point_4__al_2", "", "Пункт 4 частини першої статті 5 доповнити абзацом другим такого змісту: «Рада „слухає“ всіх»."),
        ("art_5__point_1__point_b", "б)", "Пункт 1 статті 5 доповнити підпунктом «б» такого змісту: «б) Рада „слухає“ всіх»."),
        ("preamble__al_2", "", "Преамбулу доповнити абзацом другим такого змісту: «Рада „слухає“ всіх»."),
    ],
)  # fmt: skip
def test_a_unit_is_added(eid, num, wanted):
    assert sentence("", "Рада «слухає» всіх.", eid, num) == wanted


def test_several_changes_are_numbered():
    new = TERM.replace("30", "20").replace("заявника", "заявника письмово").replace(" ради", "")
    assert sentence(TERM, new) == (
        "У частині першій статті 3: 1) цифри «30» замінити цифрами «20»; 2) після слова «заявника» доповнити словом "
        "«письмово»; 3) слово «ради» виключити."
    )


def test_words_that_stand_twice_are_quoted_with_their_neighbours():
    old = "Рада дає дозвіл, а виконком дає відмову, коли строк минув і рада мовчить про наслідки."
    assert "слова «дає відмову» замінити словами «надсилає відмову»" in sentence(
        old, old.replace("виконком дає", "виконком надсилає")
    )
    assert "після слів «Рада дає» доповнити словом «безплатний»" in sentence(
        old, old.replace("Рада дає дозвіл", "Рада дає безплатний дозвіл")
    )


@pytest.mark.parametrize("mark", ["'", "’", "ʼ"])
def test_a_word_with_an_apostrophe_is_one_word(mark):
    old = f"Громада має об{mark}єкт культури і дбає про нього щодня без винятку."
    assert f"слово «об{mark}єкт» замінити словом «заклад»" in sentence(old, old.replace(f"об{mark}єкт", "заклад"))


def test_part_of_a_word_is_not_taken_for_it():
    old = "Передрада радить, рада радиться, ради ж нема і порада є завжди поруч із нами."
    assert "слово «рада» замінити словом «громада»" in sentence(old, old.replace(" рада ", " громада "))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ґанок", "ганок"), ("йод", "и\u0306од"), ("а a", "а а"), ("5G мережа", "6G мережа"), ("слово слово", "слово слово слово"),
        ("ст. 5¹ діє", "ст. 5² діє"), ("так-так", "так—так"), ("«так»", "„так“"), ("а, б, в", "а; б; в"), ("😀 так", "😀 ні"),
        ("Рада (міська) діє.", "Рада міська діє."), ("1,5 га", "2,5 га"), ("так", "так."), ("_", "__"), ("а" * 50, "б" * 50),
    ],
)  # fmt: skip
def test_odd_texts_come_out_right(old, new):
    assert sentence(old, new).endswith(".")


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="nothing changes"):
        amendment(PART, " а  б", "а б ")
    with pytest.raises(ValueError, match="whole"):
        amendment("", "а", "б")


@pytest.mark.parametrize(
    "edits",
    [
        [Edit("replace", "рада", "громада")],
        [Edit("replace", "немає такого", "є")],
        [Edit("replace", "перша рада", "а"), Edit("delete", "рада друга", "")],
    ],
)
def test_edits_that_are_not_clear_are_refused(edits):
    with pytest.raises(ValueError, match=r"stand \d times|same words"):
        apply("перша рада друга рада", edits)


WORDS = st.lists(
    st.sampled_from(
        ["рада", "Рада", "і", "землі", "об’єкт", "об'єкт", "30", "5", "5¹", ",", ".", "(", ")", "«", "»", "—", "та-та", "ґ", "йе",
         "и\u0306", "a", "а", "слово", "дає", "громада", "№", "\n", "-", "ʼ", "😀", "рада,"]
    ),
    min_size=1,
    max_size=30,
)  # fmt: skip
TEXTS = st.builds(lambda words, between: between.join(words), WORDS, st.sampled_from([" ", " ", " ", ""]))
CHANGED = st.builds(
    lambda words, at, length, more: (" ".join(words), " ".join([*words[:at], *more, *words[at + length :]])),
    WORDS, st.integers(0, 30), st.integers(0, 4), st.lists(st.sampled_from(["новий", "5", ",", "рада", "(так)"]), max_size=4),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.one_of(CHANGED, st.tuples(TEXTS, TEXTS)), st.sampled_from([PART, "art_5", "part_II__point_3__al_2"]))
def test_the_edits_of_a_sentence_make_the_new_text(pair, eid):
    old, new = (" ".join(text.split()) for text in pair)
    if old == new:
        return
    made = amendment(eid, *pair)
    assert apply(pair[0], made.edits) == new
    assert made.sentence[0].isupper() and made.sentence.endswith(".") and len(made.edits) <= MOST_EDITS
    for edit in made.edits:
        quoted = edit.old if edit.kind in ("replace", "after", "before", "delete") else edit.new
        assert not quoted or quoted.translate(str.maketrans("«»", "„“")).rstrip(".") in made.sentence


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 60), st.data())
def test_one_changed_word_of_a_clear_text_is_one_short_edit(length, data):
    words = [f"слово{'абвгґд'[n % 6] * (n // 6 + 1)}" for n in range(length + 3)]
    at = data.draw(st.integers(0, length))
    made = amendment(PART, " ".join(words), " ".join([*words[:at], "інше", *words[at + 1 :]]))
    assert made.edits == (Edit("replace", words[at], "інше"),)
    assert re.fullmatch(r"У частині першій статті 3 слово «\S+» замінити словом «інше»\.", made.sentence)


@pytest.mark.parametrize(
    ("old", "new"),
    [("а " * 20_000, "б " + "а " * 20_000), ("а б " * 8_000, "б а " * 8_000), ("а" * 200_000, "а" * 199_999 + "б"),
     (" ".join(map(str, range(20_000))), " ".join(map(str, range(5, 20_005))))],
)  # fmt: skip
def test_long_monotonous_texts_take_no_long_time(old, new):
    start = time.process_time()
    made = amendment(PART, old, new)
    assert time.process_time() - start < 10
    assert apply(old, made.edits) == " ".join(new.split())
