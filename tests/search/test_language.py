"""Words are found in any form and however they were typed."""

import json
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.core import lemmas
from reform_portal.core.errors import ConfigurationError
from reform_portal.core.lemmas import MORPHOLOGIES, keys
from reform_portal.search.language import asked_words, words
from reform_portal.search.query import parse


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("землею", "земля"),
        ("ЗЕМЛЯМИ", "землі"),
        ("рішень", "рішення"),
        ("статтею", "стаття"),
        ("людьми", "людина"),
        ("строки", "строк"),
        ("громадянам", "громадянин"),
        ("розглядає", "розглядати"),
        ("об'єкт", "об’єкта"),
        ("об’єкт", "обʼєктом"),
        ("об`єкт", "об′єкт"),
        ("сім'ї", "сім’я"),
        ("ґрунт", "грунтів"),
        ("Украiни", "України"),
        ("КИEВА", "Києва".replace("є", "е")),
        ("замо\u0301к", "замок"),
        ("їжак", unicodedata.normalize("NFD", "їжак")),
        ("й", unicodedata.normalize("NFD", "й")),
        ("земля\u00adми", "землями"),
        ("науково-дослідного", "науково-дослідний"),
        ("науково\u2011дослідний", "науково-дослідний"),
        ("5¹", "5-1"),
        ("131²", "131-2"),
        ("laws", "law"),
        ("Consultations", "consultation"),
    ],
)
def test_two_forms_are_one_word(typed, written):
    assert set(keys(typed)) & set(keys(written))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("земля", "вода"),
        ("строк", "термін"),
        ("5", "5¹"),
        ("5¹", "51"),
        ("право", "правка"),
        ("law", "low"),
        ("кіт", "кит"),
        ("гніт", "кніт"),
    ],
)
def test_two_words_stay_two(one, other):
    assert not set(keys(one)) & set(keys(other))


def test_the_council_is_found_in_the_genitive():
    assert set(keys("ради")) & set(keys("рада"))


def test_part_of_a_hyphenated_word_finds_it():
    assert set(keys("3841")) & {key for word in words("Закон № 3841-IX") for key in word.keys}


def test_word_in_decomposed_letters_is_one_word():
    assert [w.keys for w in words(unicodedata.normalize("NFD", "мій їжак"))] == [w.keys for w in words("мій їжак")]


def test_word_in_single_marks_is_found():
    assert [word.keys for word in words("ʼземляʼ")] == [keys("земля")]


def test_words_stand_where_they_are_said_to_stand():
    text = "Стаття 5¹. Об’єкт «землі», 30-денний строк; №12/3"
    assert [text[w.start : w.end] for w in words(text)] == [
        "Стаття", "5¹", "Об’єкт", "землі", "30-денний", "строк", "12", "3",
    ]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_words_in_order_with_keys(text):
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        assert word.keys and all(word.keys)
        end = word.end


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", min_size=1, max_size=9), min_size=1, max_size=3))
def test_case_and_apostrophe_do_not_matter(parts):
    word = "’".join(parts)
    forms = [word, word.upper().lower(), word.replace("’", "ʼ"), word.replace("’", "'")]
    found = [[w.keys for w in words(form)] for form in forms]
    assert all(one == found[0] for one in found)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["земля", "розгляд", "закон", "опора", "сесія"]), st.data())
def test_latin_letters_in_a_cyrillic_word_are_read_as_their_twins(word, data):
    twins = dict(zip("аеорсх", "aeopcx", strict=True))
    places = [index for index, letter in enumerate(word) if letter in twins]
    place = data.draw(st.sampled_from(places))
    assert keys(word[:place] + twins[word[place]] + word[place + 1 :]) == keys(word)


# Against a corpus with the right answers


def measured(documents: list[dict], queries: list[dict], field: str) -> tuple[float, float]:
    """(recall, precision) of a search for all words by their keys; what is neutral counts neither way."""
    index: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for word in words(document["text"]):
            for key in word.keys:
                index[key].add(document["id"])
    right = found = wanted = 0
    for query in queries:
        terms = [term for group in parse(query[field]).groups for term in group]
        answers = [set().union(*(index[key] for key in word)) for term in terms for word in term.words]
        answer = (set.intersection(*answers) if answers else set()) - set(query["neutral"])
        right += len(answer & set(query["relevant"]))
        found += len(answer)
        wanted += len(query["relevant"])
    return right / wanted, right / max(1, found)


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ч. 2 ст. 5", "частина"),
        ("частина друга статті п’ятої", "2"),
        ("у п'ятнадцятому пункті", "15"),
        ("2 тис. грн", "тисяча"),
        ("2 тис. грн", "гривень"),
        ("вул. Дерибасівська, м. Одеса", "вулиця"),
        ("вулиця Дерибасівська", "вул."),
        ("у статті 5", "ст."),
        ("art. 5", "article"),
    ],
)
def test_shortened_words_and_ordinals(text, asked):
    wanted = {key for word in asked_words(asked) for key in word.keys}
    assert any(wanted & set(word.keys) for word in words(text))


def test_letter_without_a_full_stop_shortens_nothing():
    assert "місто" not in {key for word in words("клас М і клас Б") for key in word.keys}
    assert "2" not in {key for word in asked_words("друга світова") for key in word.keys}, "asked as it is typed"


def test_russian_and_other_words_break_nothing():
    for word in ("съезд", "объявление", "ёлка", "być", "straße", "日本", "слово-слово-слово", "І", "X-ої"):
        assert all(found.keys and all(found.keys) for found in words(word))
    assert {key for word in words("ОБЪЯВЛЕНИЕ") for key in word.keys} & set(keys("объявление"))


@pytest.fixture(params=sorted(MORPHOLOGIES))
def morphology(request):
    before = lemmas.chosen()
    lemmas.choose(request.param)
    yield request.param
    lemmas.choose(before)


def test_every_reading_of_a_form_stands_at_one_position(morphology):
    plata, _za, zemlia = words("плата за землю")
    assert "плата" in plata.keys and "земля" in zemlia.keys
    if morphology == "pymorphy3":
        assert {"вода", "водити"} <= set(keys("води")) and keys("блокчейну") == ("блокчейн",)
    assert "рада" in keys("ради") and keys("об'єкта") == keys("обʼєктом") == keys("ОБ’ЄКТУ")
    assert keys("Украiни") == keys("УКРАЇНА") and keys("ґрунту") == keys("грунт")


def test_unknown_morphology_is_refused():
    with pytest.raises(ConfigurationError, match="simplemma"):
        lemmas.choose("hunspell")


@pytest.mark.corpora
@pytest.mark.parametrize("field", ["query_lemma", "query_other_form"])
def test_forms_of_a_word_are_found_in_speeches(corpora, morphology, field):
    folder = corpora / "uk-lemma-search"
    recall, precision = measured(read(folder / "docs.jsonl"), read(folder / "queries.jsonl"), field)
    print(f"{morphology} {field}: recall {recall:.3f}, precision {precision:.3f}")
    assert recall >= 0.95 and precision >= 0.90


def test_the_measure_can_fail():
    documents = [{"id": "a", "text": "землею"}, {"id": "b", "text": "водою"}]
    query = {"q": "земля", "relevant": ["a"], "neutral": []}
    assert measured(documents, [query], "q") == (1.0, 1.0)
    assert measured(documents, [{**query, "relevant": ["a", "b"]}], "q") == (0.5, 1.0)
    assert measured(documents, [{**query, "relevant": ["b"]}], "q") == (0.0, 0.0)
