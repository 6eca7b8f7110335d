"""Citations read back into addresses, alone and inside of a text."""

import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.drafts import citations
from reform_portal.drafts.citation_reading import find_citations, read_citation, read_places
from reform_portal.drafts.formats import markdown, plain_text
from reform_portal.drafts.structure import parse_structure
from tests.drafts.test_corpora import LAWS, beside, constitutions, from_markdown, from_text, laws, redactions
from tests.texts import LAND

POINT = "art_5-1__para_1__point_3"
BOOKS = """# Кодекс садів

Кожен має право на сад.

Кожна громада дбає про сади.

КНИГА ПЕРША

САДИ

Розділ I. Загальне

Глава 1. Дерева

§ 1. Яблуні

Стаття 1. Яблуня

Яблуню садять восени.

Яблуню поливають:

раз на тиждень;

у спеку частіше.

Стаття 2. Груша

1. Грушу:

1) садять;

2) поливають:

а) зранку;

б) увечері;

3) обрізають.

2. Грушу бережуть.

Стаття 2-1. Слива

1. Сливу їдять.

Додаток 2

Стаття 1. Назви

1. Назви пишуть українською.
"""


def first(text: str) -> str:
    return (read_citation(text) or ("",))[0]


@pytest.mark.parametrize(
    ("text", "eid"),
    [
        ("ст. 5", "art_5"),
        ("ст.5", "art_5"),
        ("ст5", "art_5"),
        ("СТ. 5", "art_5"),
        ("Стаття 5.", "art_5"),
        ("статтею 12", "art_12"),
        ("cт. 5", "art_5"),  # a Latin c
        ("cтаття 5", "art_5"),
        ("ст.\u00a05", "art_5"),
        ("стаття\u0301 5", "art_5"),
        ("ст. 5¹", "art_5-1"),
        ("ст. 5-1", "art_5-1"),
        ("ст. 5 - 1", "art_5-1"),
        ("ст. 5 прим. 1", "art_5-1"),
        ("ст. 131¹", "art_131-1"),
        ("ст. 5¹⁻¹", "art_5-1-1"),
        ("абз. 2 п. 3 ч. 1 ст. 5¹", f"{POINT}__al_2"),
        ("п.3 ч.1 ст.5-1", POINT),
        ("ст. 5-1 ч. 1 п. 3", POINT),
        ("ст. 5-1, ч. 1, п. 3", POINT),
        ("абзац другий пункту 3 частини першої статті 5¹", f"{POINT}__al_2"),
        ("АБЗАЦ ДРУГИЙ ПУНКТУ 3 ЧАСТИНИ ПЕРШОЇ СТАТТІ 5¹", f"{POINT}__al_2"),
        ("в абзаці другому пункту 3 частини першої статті 5-1", f"{POINT}__al_2"),
        ("у частині другій статті 7", "art_7__para_2"),
        ("частиною двадцять третьою статті 7", "art_7__para_23"),
        ("ч. п'ята ст. 7", "art_7__para_5"),
        ("ч. п’ята ст. 7", "art_7__para_5"),
        ("ч. пʼята ст. 7", "art_7__para_5"),
        ("дев’яносто дев’ята частина статті 7", "art_7__para_99"),
        ("2-го абзацу ч. 1 ст. 3", "art_3__para_1__al_2"),
        ("ч. 1-ї ст. 3", "art_3__para_1"),
        ('підп. "а" п. 2', "point_2__point_a"),
        ("підпункт «ґ» пункту 2", "point_2__point_g"),
        ("підпункту „г“ пункту 2", "point_2__point_h"),
        ("підпункт a) пункту 2", "point_2__point_a"),  # a Latin a
        ("підпункт «а»¹ пункту 2", "point_2__point_a-1"),
        ("пп. 1 п. 2", "point_2__point_1"),
        ("пп. 1 пп. «а» ч. 1 ст. 27", "art_27__para_1__point_a__point_1"),
        ("пп. «а» абз. 2 п. 1 ст. 1", "art_1__point_1__al_2__point_a"),
        ("п. 1 абз. 2 ч. 1 ст. 9", "art_9__para_1__al_2__point_1"),
        ("п. 1.2 розд. II", "part_II__point_1.2"),
        ("розділ II", "part_II"),
        ("розділу ІІ", "part_II"),  # Cyrillic І
        ("розділ ii", "part_II"),
        ("глава 3", "chp_3"),
        ("гл. 1 розд. I", "part_I__chp_1"),
        ("§ 2", "sec_2"),
        ("§2", "sec_2"),
        ("додаток 1", "annex_1"),
        ("додаток", "annex_1"),
        ("ст. 3 дод. 2", "annex_2__art_3"),
        ("стаття 3 розділу II", "art_3"),
        ("книга перша", "book_persha"),
        ("назва розділу I", "part_I__heading"),
        ("назва статті 5", "art_5"),
        ("назва", "title"),
        ("ст. 5 цього Закону", "art_5"),
        ("частина перша (друга з таким номером) статті 20", "art_20__para_1_2"),
        ("ч. 1 [2] ст. 20", "art_20__para_1_2"),
        ("art. 5, para. 2, pt. 3", "art_5__para_2__point_3"),
        ("Article 5(2)(3)(a)", "art_5__para_2__point_3__point_a"),
        ("Art. 5(2)(a)", "art_5__para_2__point_a"),
        ("para. 2 of article 5", "art_5__para_2"),
        ("subpt. “zh” pt. 2 para. 1 art. 1", "art_1__para_1__point_2__point_zh"),
    ],
)
def test_a_citation_is_read(text, eid):
    assert first(text) == eid


@pytest.mark.parametrize("ending", ["а", "ої", "ій", "у", "ою", "ий", "ого", "ому", "им"])
def test_ordinal_words_are_read_in_every_case(ending):
    for number in range(1, 100):
        unit = "ч." if ending in ("а", "ої", "ій", "у", "ою") else "абз."
        assert first(f"{unit} {citations.ordinal(number, ending)} ст. 5").endswith(f"_{number}") or number == 1


@pytest.mark.parametrize(
    ("text", "eids"),
    [
        ("ч. 2 ст. 5", {"art_5__para_2", "art_5__para_nn_2"}),
        ("ч. 1 ст. 5", {"art_5__para_1", "art_5__para_nn_1", "art_5"}),
        ("абз. 1 п. 3 ст. 5", {"art_5__point_3", "art_5__point_3__al_1"}),
        ("п. 3 ст. 5", {"art_5__point_3", "art_5__para_nn_1__point_3", "art_5__para_1__point_3"}),
        ("абз. 2 ст. 5", {"art_5__al_2", "art_5__para_nn_2", "art_5__para_1__al_2"}),
        ("преамбула", {"preamble__al_1"}),
        ("абз. 1 гл. 1", {"chp_1__al_1", "chp_1"}),
        ("п. «c»", {"point_s", "point_c"}),  # a Latin c: of «а, б, … с» or of «a, b, c»
    ],
)
def test_what_the_words_may_mean_are_candidates(text, eids):
    assert eids <= set(read_citation(text))


@pytest.mark.parametrize(
    ("text", "firsts"),
    [
        ("пп. 1 і 2 ч. 3 ст. 4", ["art_4__para_3__point_1", "art_4__para_3__point_2"]),
        ("ст. 5–7", ["art_5", "art_6", "art_7"]),
        ("ст. ст. 5, 6", ["art_5", "art_6"]),
        ("ст.ст. 5 та 6", ["art_5", "art_6"]),
        ("частин першої та другої статті 5", ["art_5__para_1", "art_5__para_2"]),
        ("абзаци 2–4 пункту 1", ["point_1__al_2", "point_1__al_3", "point_1__al_4"]),
        ("підпункти «а» і «б» пункту 1", ["point_1__point_a", "point_1__point_b"]),
        ("п. 1 ч. 1 та п. 2 ч. 2 ст. 5", ["art_5__para_1__point_1", "art_5__para_2__point_2"]),
        ("ст. 3, ч. 1 ст. 4", ["art_3", "art_4__para_1"]),
    ],
)
def test_a_list_means_several_places(text, firsts):
    assert [place[0] for place in read_places(text)] == firsts


def test_a_hyphen_is_an_inserted_article_or_a_range():
    assert [place[:2] for place in read_places("ст. 5-7")] == [
        ("art_5-7", "art_5"), ("art_5-7", "art_6"), ("art_5-7", "art_7"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "5", "ст.", "ст. ", "ст. п’ять", "стаття", "слово", "art_5", "плата за землю", "ст. 12345",
        "ст. 5 Конституції України", "що таке ст. 5", "ст. 5 погана", "розділ сім", "\x00", "ст. 5\n\nі ще слова",
        "ст. " * 200,
    ],
)  # fmt: skip
def test_what_is_no_citation_is_not_read(text):
    assert read_citation(text) == ()


def found(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.eids[0]) for one in find_citations(text) if not one.foreign]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Див. ст. 5 (ч. 2).", [("ст. 5", "art_5"), ("ч. 2", "para_2")]),
        ("За п. 3 ч. 1 ст. 5¹ строк 5 днів.", [("п. 3 ч. 1 ст. 5¹", "art_5-1__para_1__point_3")]),
        ("У статтях 5, 6 та 7 проєкту", [("статтях 5", "art_5"), ("6", "art_6"), ("7", "art_7")]),
        ("за ст. 5, 30 днів", [("ст. 5", "art_5")]),
        ("у ст. 5 і 30 днях", [("ст. 5", "art_5")]),
        ("у 19 ст. було гірше", []),
        ("ст. 5, а ще ст. 6", [("ст. 5", "art_5"), ("ст. 6", "art_6")]),
        ("назва добра, частина людей проти, пункт важливий", []),
        ("Ст.5-1 КРАЩА", [("Ст.5-1", "art_5-1")]),
    ],
)
def test_citations_are_found_in_a_text(text, places):
    assert found(text) == places


@pytest.mark.parametrize(
    "act",
    [
        "Конституції України", "Закону України «Про мову»", "Закону № 393/96-ВР", "Закону про мову", "ЦК", "ЦК України",
        "КК України", "КУпАП", "Кодексу адміністративного судочинства", "Цивільного процесуального кодексу України",
        "Європейської конвенції з прав людини", "Директиви 2003/4/ЄС", "КОНСТИТУЦІЇ УКРАЇНИ",
    ],
)  # fmt: skip
def test_a_citation_of_another_act_is_foreign(act):
    for citation in ("ч. 2 ст. 5", "частини другої статті 5", "ст. 4 та ст. 5", "ст. 4, 5"):
        places = list(find_citations(f"згідно з {citation} {act}."))
        assert places and all(place.foreign for place in places), citation


@pytest.mark.parametrize(
    "text",
    [
        "ст. 5 цього Закону", "ст. 5 Закону треба змінити", "ст. 5 проєкту", "ст. 5 цього Кодексу", "ст. 5 указано",
        "ст. 5. Конституція України тут ні до чого", "ст. 5 правильно каже", "Article 5 of this Law",
    ],
)  # fmt: skip
def test_a_citation_of_this_act_is_its_own(text):
    assert [place.foreign for place in find_citations(text)] == [False]


@pytest.mark.parametrize(
    "text", ["КК України, ст. 121", "у Конституції України (ст. 5)", "Article 5 of the Constitution"]
)
def test_the_other_act_may_be_named_before_or_in_english(text):
    assert [place.foreign for place in find_citations(text)] == [True]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["ст.", "ч.", "п.", "пп.", "абз.", "стаття", "частини", "розділ", "§", "5", "1", "12-3", "¹", "-", "–", ",",
             "і", "перша", "двадцять", "другої", "«а»", "а", "II", "(", ")", "[2]", ".", "Закону", "України", "ЦК", "назва",
             "преамбули", "додаток", "2-го", "art.", "(2)", "прим.", "слово", "\n", "й", "́", "’"]
        ),
        max_size=25,
    ),
    st.sampled_from(["", " "]),
)  # fmt: skip
def test_any_text_is_read_without_fault(words, between):
    text = between.join(words)
    at = 0
    for place in find_citations(text):
        assert at <= place.start < place.end <= len(text) and place.eids and all(place.eids)
        at = place.end
    assert all(place for place in read_places(text))


@pytest.mark.parametrize(
    "text",
    [
        "ст. ",
        "1",
        "1 ",
        "ст. 1 ",
        "ст. 1, ",
        "п. «а» ",
        "двадцять ",
        "ст. 5 Закону ",
        "ст. 1.",
        "' ",
        "п.п.",
        "¹",
        "(1)",
    ],
)
def test_time_is_linear(text):
    whole = (text * 200_000)[:200_000]
    start = time.process_time()
    sum(1 for _place in find_citations(whole))
    # Ten times what it takes: what is not linear takes minutes.
    assert time.process_time() - start < 15


# Round trips


def unread(structures) -> tuple[int, list[str], list[str]]:
    """How many citations were tried, those whose clause is no candidate and those whose clause is not meant first."""
    tried, lost, later = 0, [], []
    reading = cache(read_citation)
    for structure in structures:
        eids = {clause.eid for clause in structure.clauses}
        for clause in structure.clauses:
            for written in (citations.short(clause.eid), citations.long(clause.eid), citations.short(clause.eid, "en")):
                tried += 1
                read = reading(written)
                if clause.eid not in read:
                    lost.append(f"{clause.eid}: {written}")
                elif next(eid for eid in read if eid in eids) != clause.eid:
                    later.append(f"{clause.eid}: {written}")
    return tried, lost, later


NUMBERED = st.sampled_from(["{}. Частина.", "{}. Частина:", "{}) Пункт;", "{}) Пункт:", "{}-1. Частина."])
UNNUMBERED = st.sampled_from(
    ["Просто абзац.", "Абзац переліку;", "Лист:", "а) підпункт;", "ґ) підпункт;", "в) підпункт:", "Розділ II. Інше", "Глава 3. Ще",
     "§ 2. Далі", "Додаток 1", "Стаття 8. Назва", "Стаття 8-1. Назва", "Стаття 9. Тіло статті.", "КНИГА ДРУГА", "ЗАГАЛЬНЕ"]
)  # fmt: skip
ACTS = st.lists(
    st.one_of(UNNUMBERED, st.builds(lambda line, n: line.format(n), NUMBERED, st.integers(1, 4))), max_size=25
)


@settings(max_examples=150, deadline=None)
@given(ACTS)
def test_every_clause_of_any_act_is_read_back(lines):
    structure = parse_structure(plain_text.read("\n\n".join(["Про сади", "Стаття 1. Перша", *lines])))
    assert unread([structure])[1] == []


def test_every_clause_of_sample_acts_is_read_back_and_meant_first():
    tried, lost, later = unread(parse_structure(markdown.read(text)) for text in (LAND, BOOKS))
    assert tried > 100 and lost == [] and later == []


@pytest.mark.corpora
def test_every_clause_of_real_acts_is_read_back_and_meant_first(corpora):
    structures = [from_text(path) for path in laws(corpora)]
    structures += [from_markdown(beside(path, ".md")) for path in redactions(corpora)]
    structures += [from_markdown(path) for path in constitutions(corpora)]
    tried, lost, later = unread(structures)
    assert len(LAWS) == 3 and tried > 50_000 and lost == []
    assert len(later) <= tried / 100


@pytest.mark.corpora
def test_a_citation_that_names_the_wrong_clause_is_noticed(corpora, monkeypatch):
    structure = from_text(laws(corpora)[0])
    short = citations.short
    monkeypatch.setattr(citations, "short", lambda eid, language="uk": short(eid, language).replace("ст. 5", "ст. 6"))
    assert unread([structure])[1]
