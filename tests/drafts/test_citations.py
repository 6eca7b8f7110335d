"""How a clause is cited, in short and in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.drafts.citations import long, ordinal, short


@pytest.mark.parametrize(
    ("eid", "brief", "words", "english"),
    [
        (
            "art_5-1__para_1__point_3__al_2",
            "абз. 2 п. 3 ч. 1 ст. 5¹",
            "абзац другий пункту 3 частини першої статті 5¹",
            "art. 5¹ para. 1 pt. 3 indent 2",
        ),
        ("art_5-1", "ст. 5¹", "стаття 5¹", "art. 5¹"),
        ("art_3__para_nn_2", "ч. 2 ст. 3", "частина друга статті 3", "art. 3 para. 2"),
        ("art_5__al_2", "абз. 2 ст. 5", "абзац другий статті 5", "art. 5 indent 2"),
        (
            "art_1__para_1__point_2__point_a",
            "пп. «а» п. 2 ч. 1 ст. 1",
            "підпункт «а» пункту 2 частини першої статті 1",
            "art. 1 para. 1 pt. 2 subpt. “a”",
        ),
        ("art_131-1__para_3", "ч. 3 ст. 131¹", "частина третя статті 131¹", "art. 131¹ para. 3"),
        ("art_1__para_23", "ч. 23 ст. 1", "частина двадцять третя статті 1", "art. 1 para. 23"),
        ("part_I__chp_1", "гл. 1 розд. I", "глава 1 розділу I", "part I ch. 1"),
        ("annex_2__art_3", "ст. 3 дод. 2", "стаття 3 додатка 2", "annex 2 art. 3"),
        ("preamble__al_1", "абз. 1 преамбула", "абзац перший преамбули", "preamble indent 1"),
        ("title", "назва", "назва", "title"),
        ("", "увесь проєкт", "увесь проєкт", "whole draft"),
    ],
)
def test_citation(eid, brief, words, english):
    assert (short(eid), long(eid), short(eid, "en")) == (brief, words, english)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "перший першого перша першої"),
        (3, "третій третього третя третьої"),
        (5, "п’ятий п’ятого п’ята п’ятої"),
        (11, "одинадцятий одинадцятого одинадцята одинадцятої"),
        (20, "двадцятий двадцятого двадцята двадцятої"),
        (23, "двадцять третій двадцять третього двадцять третя двадцять третьої"),
        (40, "сороковий сорокового сорокова сорокової"),
        (99, "дев’яносто дев’ятий дев’яносто дев’ятого дев’яносто дев’ята дев’яносто дев’ятої"),
        (100, "100 100 100 100"),
    ],
)
def test_ordinal_words_have_their_cases(number, words):
    assert " ".join(ordinal(number, ending) for ending in ("ий", "ого", "а", "ої")) == words


def test_ordinal_words_differ_from_each_other():
    assert len({ordinal(number, "ий") for number in range(1, 100)}) == 99


def test_book_is_cited_in_ukrainian():
    assert short("book_persha") == "кн. перша"


NUMBERS = st.integers(1, 150).map(str)
UNITS = st.lists(
    st.builds("{}_{}".format, st.sampled_from(["al", "para_nn", "table"]), NUMBERS)
    | st.builds(
        "{}_{}".format,
        st.sampled_from(["part", "chp", "art", "para", "point", "annex", "sec"]),
        NUMBERS | st.sampled_from(["a", "yi", "II", "5-1", "1.2", "1_2"]),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=200, deadline=None)
@given(UNITS)
def test_every_unit_of_an_address_is_named(parts):
    eid = "__".join(parts)
    assert short(eid) != eid and short(eid, "en") != eid
    assert len(long(eid).split()) >= 2 * len(parts)


def test_what_is_no_address_is_given_back():
    assert short("garbage") == "garbage" and short("whole", "en") == "whole"
