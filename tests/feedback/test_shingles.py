"""What a text is recognised by: not by its dress, but by its words."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.feedback.campaigns.shingles import (
    FEW_WORDS,
    LONG_RUN,
    QUOTED,
    RUN,
    WINDOW,
    folded_words,
    print_of,
    runs_of,
    shared_words,
    text_digest,
    unframed,
)

PROPERTY = settings(deadline=None, max_examples=100)
LETTER = (
    "Прошу не скасовувати автобус до лікарні, бо люди похилого віку не мають чим туди дістатися. "
    "Торік маршрут уже закривали на два місяці, і черга на виклик швидкої виросла втричі."
)
WORD = st.sampled_from([f"{stem}{ending}" for stem in "абвгдежзик" for ending in ("рка", "лон", "міст", "тинь")])
TEXT = st.lists(WORD, min_size=1, max_size=120)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("об’єкт", "об'єкт"),
        ("обʼєкт", "об`єкт"),
        ("Об‘єкт", "ОБЄКТ"),
        ("«Закон»", '"Закон"'),
        ("ґрунт", "грунт"),
        ("замо́к", "замок"),
        ("й", "и\u0306"),
        ("ї", "і\u0308"),
        ("паркування", "пapкyвaння"),
        ("Сам", "Cam"),
        ("ВІН", "BIH"),
        ("people", "реорlе"),
        ("за\u00adкон", "закон"),
        ("за\u200bкон", "закон"),
        ("ｌａｗ", "law"),
        ("п’ять — шість", "п'ять - шість"),
        ("don’t", "dont"),
    ],
)
def test_the_same_word_in_another_dress(one, other):
    assert folded_words(one) == folded_words(other)
    assert print_of(one).words == print_of(other).words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("підтримую", "не підтримую"),
        ("15 днів", "30 днів"),
        ("стаття 5", "стаття 6"),
        ("кит", "кіт"),
        ("👍", "👎"),
        ("за", ""),
    ],
)
def test_other_words_are_other_words(one, other):
    assert print_of(one).words != print_of(other).words


@pytest.mark.parametrize(
    "body",
    [
        f"Шановні депутати! {LETTER}",
        f"Вітаю, {LETTER}",
        f"Добрий день!\nШановна комісіє!\n{LETTER}",
        f"До уваги розробників:\n{LETTER}",
        f"Dear members of parliament,\n{LETTER}",
        f"{LETTER}\nЗ повагою,\nОлена Коваленко, м. Одеса",
        f"{LETTER} Дякую за увагу. Іван Шевчук",
        f"{LETTER}\n\nІ. П. Гнатюк",
        f"{LETTER}\nKind regards,\nMary O'Neil",
        f"{LETTER}\nЩиро ваш Пилип, 12.11.2026",
        f"Hello!\n{LETTER}\nYours sincerely,\nJohn Smith",
    ],
)
def test_greeting_and_signature_do_not_count(body):
    assert print_of(body).words == print_of(LETTER).words
    assert text_digest(body) != text_digest(LETTER)


@pytest.mark.parametrize(
    "body",
    [
        "Вітаю скасування пункту 5. Згоден",
        "Скасуйте пункт 5. Дякую за розуміння. І ще: додайте пункт 6",
        "Проти\nГаньба",
        "Проти\nДодайте пункт 7",
        "Шановні депутати!",
        "З повагою, Олена",
        "Дякую за увагу",
        "Я з повагою ставлюся до вчителів, але проти",
    ],
)
def test_what_only_looks_like_a_frame_stays(body):
    assert print_of(body).words == print_of(f" {body} ").words
    assert print_of(body).words not in {
        print_of(text).words for text in ("Згоден", "Проти", "Скасуйте пункт 5", "", "Я")
    }


def test_texts_are_told_apart_by_the_order_of_words():
    assert print_of("рада питає громаду").words != print_of("громаду питає рада").words


def test_law_that_is_quoted_is_nobodys_own():
    law = runs_of(["Рада розглядає заяву протягом 30 календарних днів з дня подання."])
    quoting = print_of(f"{LETTER} «Рада розглядає заяву протягом 30 календарних днів з дня подання»", law)
    assert quoting.own == print_of(LETTER).own
    assert set(quoting.runs) - {QUOTED} >= set(print_of(LETTER).runs)
    assert print_of("Рада розглядає заяву протягом 30 календарних днів з дня подання", law).own == 0


def test_a_phrase_of_the_law_in_own_words_is_own():
    law = runs_of(["Заява подається протягом 30 календарних днів з дня подання."])
    text = "Я чекав протягом 30 календарних днів і нічого не дочекався, хоча дзвонив щотижня і писав листи."
    assert print_of(text, law).own == len(folded_words(text))


def test_short_texts_have_no_sample():
    assert print_of("Підтримую цю статтю без застережень").sample == ((), (), ())
    assert print_of(LETTER).sample.short and print_of(LETTER).sample.long


@given(st.text(max_size=400))
@PROPERTY
def test_any_text_has_a_print(body):
    print_ = print_of(body)
    assert 0 <= print_.words < 2**63
    assert 0 <= print_.own == len(print_.codes)
    assert len(print_.runs) == max(0, len(print_.codes) - RUN + 1)
    assert all(0 <= run < 2**63 for run in (*print_.runs, *print_.pairs, *print_.spaced, *print_.sample.all))
    assert 0 <= text_digest(body) < 2**63
    assert unframed(body) in body


@given(TEXT, TEXT, TEXT, TEXT, TEXT)
@PROPERTY
def test_a_long_passage_in_common_is_always_found(words, before, after, other_before, other_after):
    passage = (words * 30)[: WINDOW + LONG_RUN - 1]
    one = print_of(" ".join([*before, *passage, *after]))
    other = print_of(" ".join([*other_before, *passage, *other_after]))
    assert set(one.sample.long) & set(other.sample.long)


@given(TEXT, TEXT)
@PROPERTY
def test_words_in_common_are_counted_on_both_sides(one, other):
    runs, others = print_of(" ".join(one)).runs, print_of(" ".join(other)).runs
    assert 0 <= shared_words(runs, set(others)) <= len(one)
    assert (shared_words(runs, set(others)) > 0) == (shared_words(others, set(runs)) > 0)
    assert shared_words(runs, set(runs)) == (len(one) if len(one) >= RUN else 0)


@given(TEXT)
@PROPERTY
def test_the_sample_is_part_of_the_runs_of_many_words(words):
    sample = print_of(" ".join(words)).sample
    assert (not sample.asked) == (len(words) < FEW_WORDS)
    assert sample.asked <= sample.all
    assert max(map(len, sample)) <= len(words)


@pytest.mark.parametrize(
    "body", ["\n" * 10_000, "А " * 5_000, "З повагою " * 1_000, "А.\n" * 3_000, "'" * 10_000, "а\u0301" * 5_000]
)
def test_odd_texts_take_no_longer(body):
    began = time.process_time()
    print_of(body)
    assert time.process_time() - began < 10
