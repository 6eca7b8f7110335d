"""Themes are named in words of their comments, and shown by whole sentences of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.core.lemmas import keys
from reform_portal.feedback.themes import Said
from reform_portal.feedback.themes.labels import make_labels, phrases
from reform_portal.feedback.themes.quotes import QUOTES, choose_quotes, sentences
from reform_portal.feedback.themes.terms import Reader, make_scale
from reform_portal.feedback.themes.terms import background as make_background

PROPERTY = settings(deadline=None, max_examples=100)


def plain(word):
    return [word.casefold()]


def named(*themes, taken=()):
    reader = Reader(plain)
    read = [reader.terms(body) for bodies in themes for body in bodies]
    scale = make_scale(read, [""] * len(read), make_background((), plain))
    return make_labels(themes, taken, scale.weights, reader)


def quoted(*bodies, about="плата довідка", weights=()):
    reader = Reader(plain)
    scale = make_scale([reader.terms(body) for body in bodies], [""] * len(bodies), make_background((), plain))
    weight = dict(enumerate(weights))
    comments = [Said(at, body, weight=weight.get(at, 1)) for at, body in enumerate(bodies)]
    return choose_quotes(comments, scale.direction(reader.terms(about)), scale, reader)


def test_a_label_is_what_the_theme_says_and_the_others_do_not():
    fee = [
        "Скасуйте високу плату за довідку",
        "Висока плата: високу плату не потягнути",
        "Громада проти: високу плату геть",
    ]
    term = ["Громада чекає довідку місяць", "Довідку за місяць?", "Місяць на довідку — задовго, громада"]
    assert named(fee, term) == ["високу плату", "місяць"]


def test_a_label_is_printed_as_most_comments_print_it():
    assert named(["Європейський суд", "Європейський Суд", "Європейський Суд"], ["школа", "школа"]) == [
        "Європейський Суд",
        "школа",
    ]


def test_a_label_neither_begins_nor_ends_with_an_empty_word():
    found = [phrase.printed for phrase in phrases("за право на життя та від шкоди", Reader(plain))]
    assert "право на життя" in found
    assert not [
        text for text in found if text.split()[0] in ("за", "на", "та") or text.split()[-1] in ("на", "та", "від")
    ]


def test_the_number_of_an_article_is_no_subject():
    found = [phrase.printed for phrase in phrases("Прошу в частині 1 статті 9 кількість 500 осіб", Reader(keys))]
    assert "500 осіб" in found and "кількість" in found
    assert not any(text.startswith(("9", "1 ")) or text.endswith((" 9", " 1")) for text in found)


def test_a_label_crosses_no_mark():
    found = [phrase.printed for phrase in phrases("строк, плата. довідка\nчерга", Reader(plain))]
    assert found == ["строк", "плата", "довідка", "черга"]


def test_apostrophes_and_marks_stay_in_a_label():
    assert named(["об’єкт м’яса", "об’єкт м’яса"]) == ["об’єкт м’яса"]
    assert named(["за\u0301мок"] * 2) == ["за\u0301мок"]


def test_no_two_labels_are_the_same():
    assert named(["строк"], ["Строк довгий"], ["строк довгий"], taken=["ДОВГИЙ"])[0] == "строк"
    found = named(["плата"], ["плата геть"], ["геть плата"])
    assert len({label.casefold() for label in found}) == 3


def test_without_a_word_left_there_is_no_label():
    assert named(["строк"], taken=["Строк"]) == [""]
    assert named(["👍", "…"]) == [""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Це задовго. Скоротіть!", ["Це задовго.", "Скоротіть!"]),
        ("Див. ст. 5 закону. Нічого.", ["Див. ст. 5 закону.", "Нічого."]),
        ("Писав М. Іваненко. Так…", ["Писав М. Іваненко.", "Так…"]),
        ("«Ні!» — сказала рада. Годі", ["«Ні!» — сказала рада.", "Годі"]),
        ("Перше\nДруге\n\nТретє", ["Перше", "Друге", "Третє"]),
        ("Коштує 3.5 грн. Дорого?! Так.", ["Коштує 3.5 грн.", "Дорого?!", "Так."]),
        ("No. It costs e.g. 5. Why?", ["No.", "It costs e.g. 5.", "Why?"]),
        ("Згодна. Так. Ні. Абз. 2 п. 3 зайвий.", ["Згодна.", "Так.", "Ні.", "Абз. 2 п. 3 зайвий."]),
        ("", []),
        (" … ", ["…"]),
    ],
)
def test_sentences_are_whole(text, expected):
    assert sentences(text) == expected


def test_the_telling_sentence_is_quoted_as_written():
    body = "Добрий день!  Плата за довідку зависока для людей села.\nДякую."
    assert quoted(body, "Плата за довідку — зло для всіх людей громади!")[0] in (
        (0, "Плата за довідку зависока для людей села."),
        (1, "Плата за довідку — зло для всіх людей громади!"),
    )


def test_equal_sentences_are_quoted_once():
    assert len(quoted("Плата за довідку!", "ПЛАТА  за довідку!", "плата за довідку!")) == 1


def test_of_equally_telling_sentences_the_most_signed_comes_first():
    first, *_ = quoted("плата довідка село", "плата довідка місто", "плата довідка район", weights=(1, 90, 1))
    assert first[0] == 1


def test_quotes_are_few_and_unlike():
    copies = [f"плата довідка дорога завелика {word}" for word in ("раз", "два", "три", "чотири")]
    found = quoted(*copies, "плата довідка пенсіонер тягар родина папір")
    assert len(found) == QUOTES
    assert 4 in [id_ for id_, _ in found]


@PROPERTY
@given(st.text(alphabet="абґї АБЇ.!?…«»\"'’ʼ\u0301\n5-ст", max_size=80))
def test_sentences_are_parts_of_the_text_in_order_and_lose_no_letter(text):
    at = 0
    for sentence in sentences(text):
        assert sentence.strip() == sentence != ""
        at = text.index(sentence, at) + len(sentence)
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@PROPERTY
@given(st.lists(st.lists(st.text(alphabet="абґїі АБ.,’\u0301-\n1", max_size=30), min_size=1, max_size=4), max_size=5))
def test_labels_are_words_of_their_theme_and_all_different(themes):
    labels = named(*themes)
    given_ = [label.casefold() for label in labels if label]
    assert len(set(given_)) == len(given_)
    for label, bodies in zip(labels, themes, strict=True):
        assert not label or any(label in " ".join(body.split()) for body in bodies)


@pytest.mark.parametrize("unit", ["у статті 9", "ст. 9", "art. 9"])
def test_a_label_does_not_begin_with_the_number_of_a_provision(unit):
    found = [phrase.printed for phrase in phrases(f"Зменшити {unit} кількість мешканців", Reader(keys))]
    assert "кількість мешканців" in found and not [text for text in found if text.startswith("9")]


@pytest.mark.parametrize("before", ["Досить", "понад", "через", "після"])
def test_other_numbers_may_begin_a_label(before):
    assert "9 годин" in [phrase.printed for phrase in phrases(f"{before} 9 годин", Reader(plain))]
