"""What every engine promises (``search/engines/documents.py``), asked of each of them."""

import contextlib
import json
import random
import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reform_portal.core import lemmas, pymorphy_lemmas
from reform_portal.search import language
from reform_portal.search.engines.documents import KINDS, MOST_CLAUSES, SORTS, BrokenIndex, Document, Engine, Filters
from reform_portal.search.engines.postgres_engine import PostgresEngine
from reform_portal.search.engines.whoosh_engine import WhooshEngine
from reform_portal.search.language import asked_words
from reform_portal.search.query import Query, Term, parse
from tests import postgres_server
from tests.search.indexes import STANCES, VOCABULARY, ask, day, found, many_documents, one_document, pages, search_all

ENGINES = ("whoosh", pytest.param("postgres", marks=pytest.mark.postgres))
DOCUMENTS = (
    Document("k:1", "clause", "land", "Земля громади належить громаді", created_at=day(1), provision=7),
    Document("c:a", "comment", "land", "Плата за землю висока", "розмір плати", "oppose", day(2), 5, 7, "Олена Коваль"),
    Document("c:b", "comment", "water", "Вода і земля поряд", "", "support", day(3), 9, 8, "Петро Гнатюк", True),
    Document("c:c", "comment", "land", "Строк задовгий", "календарних днів", "oppose", day(4), 1, 7, "Олена Гнатюк"),
)
MANY = many_documents(120)
QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with postgres_server.running() as running:
        yield running


@pytest.fixture(scope="module")
def databases(request) -> dict[str, str]:
    """Addresses of a database for the index that all ask, and of one for those that are changed."""
    running = request.getfixturevalue("server")
    return {name: postgres_server.new_database(running, name) for name in ("kept", "changed")}


@pytest.fixture(scope="module", params=ENGINES)
def many(request, tmp_path_factory) -> Iterator[Engine]:
    """An index of many documents, not to be changed."""
    if request.param == "whoosh":
        engine: Any = WhooshEngine(tmp_path_factory.mktemp("many") / "index")
    else:
        engine = PostgresEngine(request.getfixturevalue("databases")["kept"])
    assert engine.rebuild(MANY) == len(MANY)
    yield engine
    close(engine)


@pytest.fixture(params=ENGINES)
def empty(request, tmp_path) -> Iterator[Engine]:
    """An engine whose index was not made yet."""
    if request.param == "whoosh":
        engine: Any = WhooshEngine(tmp_path / "index")
    else:
        address = request.getfixturevalue("databases")["changed"]
        run(address, "DROP SCHEMA IF EXISTS search CASCADE")
        engine = PostgresEngine(address)
    yield engine
    close(engine)


@pytest.fixture
def engine(empty) -> Engine:
    empty.rebuild(DOCUMENTS)
    return empty


@pytest.fixture
def other_morphology() -> Iterator[Any]:
    """``choose(name)`` of ``core.lemmas`` for the time of a test."""

    def choose(name: str) -> None:
        lemmas.choose(name)
        language.found_under.cache_clear()
        language.asked_under.cache_clear()

    before = lemmas.chosen()
    yield choose
    choose(before)


def close(engine: Any) -> None:
    if isinstance(engine, PostgresEngine):
        engine.close()


def run(address: str, *statements: str) -> None:
    database = sa.create_engine(address)
    with database.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    database.dispose()


def another(engine: Any) -> Any:
    """The same index as another process has it."""
    if isinstance(engine, WhooshEngine):
        return WhooshEngine(engine.folder)
    return PostgresEngine(engine._primary.url.render_as_string(hide_password=False))


# What is found


@pytest.mark.parametrize(
    ("typed", "refs"),
    [
        ("землею", {"k:1", "c:a", "c:b"}),
        ("земля вода", {"c:b"}),
        ("вода АБО строк", {"c:b", "c:c"}),
        ("земля -вода", {"k:1", "c:a"}),
        ('"плата за землю"', {"c:a"}),
        ('"плати за землею"', {"c:a"}),
        ('"землю за плата"', set()),
        ('"висока розмір"', set()),
        ('земля -"плата за землю"', {"k:1", "c:b"}),
        ("календарний", {"c:c"}),
        ('"розмір плати" земля', {"c:a"}),
        ("земел* вода", set()),
        ("пла* земля", {"c:a"}),
        ("календ* АБО вод*", {"c:b", "c:c"}),
        ("дельфін", set()),
        ("Олена", set()),
        ("вода АБО плата земля", {"c:a", "c:b"}),
        ("", {"k:1", "c:a", "c:b", "c:c"}),
        ("-земля", {"c:c"}),
    ],
)
def test_documents_are_found(engine, typed, refs):
    hits = ask(engine, typed)
    assert {ref for ref, _score in hits.refs} == refs
    assert (hits.total, hits.next, hits.partial) == (len(refs), None, False)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Назва ст. 5 закону", '"стаття 5 закон"'),
        ("Назва ст. 5 закону", '"ст. 5 закону"'),
        ("Мій бізнес-план готовий", '"бізнес-план готовий"'),
        ("Мій бізнес-план готовий", '"план готовий"'),
        ("Мати має рацію", '"мати має"'),
        ("мешканці Києва просять", '"мешканець Київ просити"'),
        ("Це об’єкт культури", '"об\'єкту культури"'),
        ("перший етап", '"1 етап"'),
    ],
)
def test_phrase_with_several_keys_at_one_position(empty, text, typed):
    empty.rebuild([Document("c:x", "comment", "land", text), Document("c:y", "comment", "land", text[::-1])])
    assert found(empty, typed) == ["c:x"]


def test_phrase_takes_each_word_at_its_own_position(empty):
    empty.rebuild([Document("c:x", "comment", "land", "бізнес-план землі")])
    assert found(empty, '"бізнес план"') == [] and found(empty, '"план землі"') == ["c:x"]


def some_words() -> st.SearchStrategy[tuple[tuple[str, ...], ...]]:
    keys = [word.keys for text in VOCABULARY for word in asked_words(text)]
    return st.lists(st.sampled_from(keys), min_size=1, max_size=3).map(tuple)


TERMS = st.one_of(
    some_words().map(Term),
    st.sampled_from(("зем", "пла", "ки", "не-було", "гро")).map(lambda key: Term(((key,),), is_prefix=True)),
)
QUERIES = st.builds(
    Query,
    groups=st.lists(st.lists(TERMS, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple),
    without=st.lists(TERMS, max_size=2).map(tuple),
)
INSTANTS = st.none() | st.integers(1, 6).map(lambda number: datetime(2026, 1, number, 10, tzinfo=UTC))
FILTERS = st.builds(
    Filters,
    draft=st.sampled_from(("", "", "land", "water", "none")),
    kind=st.sampled_from(("", "", *KINDS)),
    stance=st.sampled_from(("", "", *STANCES)),
    answered=st.sampled_from((None, None, True, False)),
    since=INSTANTS,
    until=INSTANTS,
    provisions=st.none() | st.frozensets(st.integers(0, 5), max_size=3),
    author=st.sampled_from(((), (), (("олена",),), (("олена",), ("гнатюк",)), (("петро", "олена"),), (("ніхто",),))),
)


@settings(max_examples=60, **QUIET)
@given(query=QUERIES, filters=FILTERS, sort=st.sampled_from(SORTS))
def test_matches_and_facets_are_those_of_looking_at_every_document(many, query, filters, sort):
    refs, facets = search_all(MANY, query, filters)
    hits = many.search(query, filters, sort, None, len(MANY))
    assert {ref for ref, _score in hits.refs} == refs and hits.total == len(refs) == len(hits.refs)
    assert {name: dict(counts) for name, counts in hits.facets.items()} == facets
    assert hits.next is None and not hits.partial


@settings(max_examples=15, **QUIET)
@given(query=QUERIES, filters=FILTERS, sort=st.sampled_from(SORTS), limit=st.integers(1, 25))
def test_pages_give_each_match_once_and_in_order(many, query, filters, sort, limit):
    refs, _facets = search_all(MANY, query, filters)
    read = pages(many, query, filters, sort, limit)
    assert sorted(ref for page in read for ref in page) == sorted(refs)
    assert all(len(page) == limit for page in read[:-1])
    order = [ref for page in read for ref in page]
    assert order == [ref for ref, _score in many.search(query, filters, sort, None, len(MANY)).refs]
    if sort != "relevance":
        values = {
            "newest": lambda document: (-document.created, -document.tie),
            "oldest": lambda document: (document.created, -document.tie),
            "support": lambda document: (-document.supports, -document.created, -document.tie),
        }[sort]
        assert order == [one.ref for one in sorted((one for one in MANY if one.ref in refs), key=values)]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_equal_documents(empty, sort):
    empty.rebuild(Document(f"c:{n:03}", "comment", "land", "Риба", created_at=day(1)) for n in range(25))
    read = pages(empty, parse("риба"), Filters(), sort, 10)
    assert [len(page) for page in read] == [10, 10, 5] and len({ref for page in read for ref in page}) == 25


def test_position_is_of_whole_numbers_that_a_program_can_keep(many):
    for sort in SORTS:
        following = many.search(Query(), Filters(), sort, None, 5).next
        assert all(type(number) is int and abs(number) < 2**31 for number in following)


def test_pages_go_on_behind_what_has_gone(engine):
    first = engine.search(parse("земля"), Filters(), "newest", None, 1)
    engine.update((), ["c:b"])
    hits = engine.search(parse("земля"), Filters(), "newest", first.next, 5)
    assert [ref for ref, _score in hits.refs] == ["c:a", "k:1"]


def test_most_frequent_clauses_alone_are_counted(empty):
    empty.rebuild(
        Document(f"c:{place}-{n}", "comment", "land", "Риба", created_at=day(1), provision=place)
        for place in range(1, MOST_CLAUSES + 11)
        for n in range(2 if place > 20 else 1)
    )
    counts = ask(empty, "риба").facets["clause"]
    assert len(counts) == MOST_CLAUSES and sum(counts.values()) == 2 * MOST_CLAUSES - 10


# Order


def test_words_of_the_text_weigh_more_than_quoted_ones(engine):
    engine.update([Document("c:d", "comment", "land", "Інша думка про рибу", "земля", created_at=day(9))], ())
    assert found(engine, "земля")[-1] == "c:d"


def test_words_that_the_law_has_no_more_stand_below(empty):
    text = "Земля громади належить громаді"
    empty.rebuild(
        [
            Document("k:1", "clause", "land", text, created_at=day(9), newest=False),
            Document("k:2", "clause", "land", text, created_at=day(1)),
            Document("k:3", "clause", "land", text, created_at=day(8), newest=False),
        ]
    )
    assert found(empty, "земля")[0] == "k:2"
    assert found(empty, "земля", "newest") == ["k:1", "k:3", "k:2"]


def test_scores_fall_along_the_page(many):
    scores = [score for _ref, score in many.search(parse("земля АБО вода"), Filters(), "relevance", None, 100).refs]
    assert scores == sorted(scores, reverse=True) and scores[0] > 0


def test_loose_query_gives_first_what_has_most_of_its_words(empty):
    filler = [Document(f"c:{n}", "comment", "air", "вулиця без назви", created_at=day(1)) for n in range(20)]
    empty.rebuild(
        [
            Document("c:one", "comment", "land", "Плата і вулиця", created_at=day(9)),
            Document("c:two", "comment", "land", "Плата за землю", created_at=day(1)),
            Document("c:all", "comment", "land", "Плата за землю громади", created_at=day(1)),
            *filler,
        ]
    )
    query = parse("яка плата за землю громади буде").loosened()
    hits = empty.search(query, Filters(), "relevance", None, 10)
    assert [ref for ref, _score in hits.refs][:2] == ["c:all", "c:two"] and hits.total < 20
    assert hits.total == hits.facets["draft"]["land"] == len(hits.refs)


def test_words_that_say_nothing_do_not_outweigh_what_is_asked(empty):
    texts = {"c:who": "Хто їм і хто нам", "c:fee": "Плата і вулиця"} | {f"c:{n}": "вулиця без назви" for n in range(20)}
    empty.rebuild(Document(ref, "comment", "land", text, created_at=day(1)) for ref, text in texts.items())
    hits = empty.search(parse("хто їм і хто нам поверне плату").loosened(), Filters())
    assert [ref for ref, _score in hits.refs] == ["c:fee"]


def test_loose_query_heeds_filters_and_what_it_is_without(engine):
    query = parse("плата земля вода риба -строк").loosened()
    assert engine.search(query, Filters()).total >= 1
    hits = engine.search(query, Filters(draft="land"))
    assert {ref for ref, _score in hits.refs} <= {"k:1", "c:a"}
    assert engine.search(parse("риба кит -земля").loosened(), Filters()).total == 0


@pytest.mark.parametrize("sort", SORTS)
def test_loose_query_is_paged(many, sort):
    query = parse("земля вода плата громада ґрунт").loosened()
    read = pages(many, query, Filters(), sort, 4)
    assert sum(map(len, read)) == len({ref for page in read for ref in page}) == many.search(query, Filters()).total


# Words of the index


def test_frequencies_count_texts(engine):
    keys = ["земля", "вода", "календарний", "дельфін", "", "о'рест"]
    assert engine.frequencies(keys) == {"земля": 3, "вода": 1}
    assert engine.frequencies([]) == {}


def test_frequencies_follow_changes(engine):
    engine.update([Document("c:a", "comment", "land", "Тепер про рибу")], ["c:b", "c:unknown"])
    engine.update([Document("c:a", "comment", "land", "Тепер про рибу, рибу")], ())
    assert engine.frequencies(["земля", "вода", "риба"]) == {"земля": 1, "риба": 1}


@pytest.mark.parametrize(
    ("key", "meant"), [("гормада", "громада"), ("громда", "громада"), ("землф", "земля"), ("календарни", None)]
)
def test_words_spelt_alike(engine, key, meant):
    likely = engine.similar(key)
    assert (likely[0] == meant) if meant else "календарний" not in likely


def test_nothing_is_spelt_alike(engine):
    assert engine.similar("паралелепіпед") == [] and engine.similar("'\\:*%_") == []
    assert len(engine.similar("земля", 1)) <= 1


# Changes


def test_update_replaces_and_drops(engine):
    for _time in range(2):
        engine.update([Document("c:a", "comment", "land", "Тепер про рибу")], ["c:b", "c:unknown"])
        assert found(engine, "риба") == ["c:a"]
        assert found(engine, "земля") == ["k:1"]


def test_what_is_added_and_gone_at_once_is_there(engine):
    engine.update([Document("c:n", "comment", "land", "Риба")], ["c:n"])
    assert found(engine, "риба") == ["c:n"]


def test_empty_update_changes_nothing(engine):
    engine.update((), ())
    assert ask(engine, "").total == 4


def test_purged_words_are_known_no_more(engine):
    engine.update((), ["c:b"], purge=True)
    assert engine.frequencies(["вода"]) == {} and engine.similar("водв") == []
    assert found(engine, "вода") == [] and engine.is_sound()


def test_clauses_of_a_draft_are_dropped_together(engine):
    engine.drop_draft_clauses("land")
    assert set(found(engine, "земля")) == {"c:a", "c:b"}
    engine.drop_draft_clauses("none")
    assert engine.frequencies(["земля"]) == {"земля": 2}


@settings(max_examples=6, **QUIET)
@given(seed=st.integers(0, 10**6))
def test_any_changes_end_in_the_index_of_what_is_left(empty, seed):
    chance = random.Random(seed)
    kept = {document.ref: document for document in many_documents(15, seed)}
    empty.rebuild(kept.values())
    for _step in range(4):
        added = [one_document(f"c:{chance.randint(0, 25)}", chance) for _one in range(chance.randint(0, 6))]
        gone = [f"c:{chance.randint(0, 25)}" for _one in range(chance.randint(0, 4))]
        empty.update(added, gone)
        kept = {ref: document for ref, document in kept.items() if ref not in gone}
        kept |= {document.ref: document for document in added}
    for typed in ("", "земля", '"плата земля"', "громада АБО вода", "закон -план"):
        refs, facets = search_all(kept.values(), parse(typed), Filters())
        hits = ask(empty, typed)
        assert {ref for ref, _score in hits.refs} == refs and hits.total == len(refs)
        assert {name: dict(counts) for name, counts in hits.facets.items()} == facets
    land = [one for one in kept.values() if "земля" in {key for word in language.words(one.text) for key in word.keys}]
    assert empty.frequencies(["земля"]) == ({"земля": len(land)} if land else {})


def test_rebuild_replaces_everything(empty):
    assert empty.rebuild(DOCUMENTS) == 4 and empty.rebuild(DOCUMENTS[:1]) == 1
    assert found(empty, "земля") == ["k:1"]


def test_progress_is_told(empty):
    told: list[int] = []
    assert empty.rebuild(many_documents(1200), told.append) == 1200
    assert told[-1] == 1200 and told == sorted(told) and len(told) > 1


def test_index_of_nothing_is_sound(empty):
    assert empty.rebuild(()) == 0
    assert empty.is_sound() and ask(empty, "земля").total == 0 and ask(empty, "").total == 0
    assert empty.frequencies(["земля"]) == {} and empty.similar("земля") == []
    assert empty.search(parse("земля вода").loosened(), Filters()).total == 0
    empty.update(DOCUMENTS[:1], ())
    assert found(empty, "земля") == ["k:1"]


def test_another_process_sees_every_change(engine):
    other = another(engine)
    assert len(found(other, "земля")) == 3
    engine.rebuild(DOCUMENTS[:1])
    assert found(other, "земля") == ["k:1"]
    engine.update(DOCUMENTS[1:2], ())
    assert set(found(other, "земля")) == {"k:1", "c:a"}
    close(other)


def test_old_index_serves_until_the_new_one_is_ready(engine):
    seen: list[int] = []

    def documents() -> Iterator[Document]:
        yield from many_documents(1500)
        seen.append(ask(engine, "").total)

    engine.rebuild(documents())
    assert seen == [4] and ask(engine, "").total == 1500


def test_failed_rebuild_leaves_the_old_index(engine):
    def documents() -> Iterator[Document]:
        yield DOCUMENTS[0]
        raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError):
        engine.rebuild(documents())
    assert ask(engine, "").total == 4 and engine.is_sound()
    engine.update([Document("c:n", "comment", "land", "Риба")], ())
    assert engine.rebuild(DOCUMENTS) == 4


def test_index_is_sound_only_when_what_came_meanwhile_is_seen_to(engine):
    """A process that is killed after the new index came to serve has not said which entries that one lacks."""

    def die() -> None:
        assert found(engine, "земля") == ["k:1"], "it serves already"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.rebuild(DOCUMENTS[:1], then=die)
    assert not engine.is_sound()
    engine.rebuild(DOCUMENTS)
    assert engine.is_sound() and ask(engine, "").total == 4


def test_search_goes_on_while_the_index_is_made_anew(engine):
    totals, errors, stop = set(), [], threading.Event()

    def ask_on() -> None:
        while not stop.is_set():
            try:
                totals.add(ask(engine, "земля").total)
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=ask_on) for _thread in range(2)]
    for thread in threads:
        thread.start()
    for number in (1, 4, 1, 4):
        engine.rebuild(DOCUMENTS[:number])
    stop.set()
    for thread in threads:
        thread.join()
    assert not errors and totals <= {1, 3} and totals


# Words nobody should type


HOSTILE = (
    "'", "''; DROP TABLE x; --", "\\", "\\'", "a'b\\c:d*&|!<->()", ":*", "%_", "щ" * 10_000, "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "\u202eабв\u200d",
    "а\u0301" * 40, "\ud800", "🙂", "\t\n", "a\x00b",
)  # fmt: skip


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_keys_are_only_words(engine, number):
    key = HOSTILE[number]
    for term in (Term(((key,),)), Term(((key, "земля"), (key,))), Term(((key,),), is_prefix=True)):
        for query in (
            Query(((term,),)),
            Query((), (term,)),
            Query(((term,), (term,)), any_group=True),
        ):
            filters = Filters(author=((key,),) if term.is_phrase else ())
            assert engine.search(query, filters, "relevance", None, 5).total in (0, 4)
    assert engine.search(Query(((Term((("земля", key),)),),)), Filters()).total == 3
    engine.frequencies([key])
    engine.similar(key)
    assert engine.is_sound()


@pytest.mark.parametrize(
    "text",
    ["", "…", "щ" * 10_000 + " риба", "o'neil \\ 'риба' : * & | ! риба", "🙂 риба \u202e", "слово " * 20_000 + "риба"],
)
def test_odd_texts_are_taken(engine, text):
    engine.update([Document("c:odd", "comment", "land", text, text[:300], author=text[:200])], ())
    assert found(engine, "риба") == (["c:odd"] if "риба" in text else [])
    engine.update((), ["c:odd"])
    assert found(engine, "риба") == []


def test_long_word_is_found_whole(engine):
    engine.update([Document("c:long", "comment", "land", "щ" * 3000)], ())
    assert engine.search(Query(((Term((("щ" * 3000,),)),),)), Filters()).total == 1
    assert engine.search(Query(((Term((("щ" * 2999,),)),),)), Filters()).total == 0


def test_beginning_of_very_many_words(empty):
    letters = "абвгдежзик"
    text = " ".join(f"щепр{a}{b}{c}" for a in letters for b in letters for c in letters[:4])
    empty.rebuild([Document("c:x", "comment", "land", text), Document("c:y", "comment", "land", "Риба")])
    assert found(empty, "щепр*") == ["c:x"] and found(empty, "щепраа*") == ["c:x"]
    assert not ask(empty, "щепраа*").partial


# Breaking and healing


def remove_everything(engine: Any) -> None:
    if isinstance(engine, WhooshEngine):
        shutil.rmtree(engine.folder)
    else:
        run(str(engine._primary.url), "DROP SCHEMA search CASCADE")


def remove_pointer(engine: Any) -> None:
    if isinstance(engine, WhooshEngine):
        (engine.folder / "current").unlink()
    else:
        run(str(engine._primary.url), "DELETE FROM search.serving")


def point_to_nothing(engine: Any) -> None:
    if isinstance(engine, WhooshEngine):
        name = json.loads((engine.folder / "current").read_text())["folder"]
        (engine.folder / "current").write_text(json.dumps({"folder": name[:-12] + "0" * 12}))
    else:
        run(str(engine._primary.url), "UPDATE search.serving SET name = '000000000000'")


def spoil_pointer(engine: Any) -> None:
    if isinstance(engine, WhooshEngine):
        (engine.folder / "current").write_text("{")
    else:
        run(str(engine._primary.url), "UPDATE search.serving SET name = 'x; DROP TABLE y'")


def remove_contents(engine: Any) -> None:
    if isinstance(engine, WhooshEngine):
        for path in engine.folder.glob("v*/*"):
            path.unlink()
    else:
        name = "documents_" + table_name(engine)
        run(str(engine._primary.url), f"DROP TABLE search.{name}")


def table_name(engine: PostgresEngine) -> str:
    with engine._primary.connect() as connection:
        return connection.execute(sa.text("SELECT name FROM search.serving")).scalar_one()


@pytest.mark.parametrize(
    "breach", [remove_everything, remove_pointer, point_to_nothing, spoil_pointer, remove_contents]
)
def test_broken_index_says_so_and_comes_back(engine, breach):
    assert engine.is_sound()
    breach(engine)
    other = another(engine)
    assert not other.is_sound()
    for act in (
        lambda: other.search(parse("земля"), Filters()),
        lambda: other.update(DOCUMENTS[:1], ["c:a"]),
        lambda: other.drop_draft_clauses("land"),
    ):
        with pytest.raises(BrokenIndex):
            act()
    for act in (lambda: other.frequencies(["земля"]), lambda: other.similar("земля")):
        with contextlib.suppress(BrokenIndex):
            act()
    assert other.rebuild(DOCUMENTS) == 4
    assert other.is_sound() and len(found(other, "земля")) == 3 and len(found(engine, "земля")) == 3
    close(other)


def test_index_that_was_never_made_is_broken(empty):
    assert not empty.is_sound()
    with pytest.raises(BrokenIndex):
        ask(empty, "земля")
    with pytest.raises(BrokenIndex):
        empty.update(DOCUMENTS, ())


def test_index_of_other_lemmas_is_not_sound(engine, monkeypatch):
    monkeypatch.setattr(lemmas, "_chosen", "another")
    assert not engine.is_sound()
    with pytest.raises(BrokenIndex):
        ask(engine, "земля")
    with pytest.raises(BrokenIndex):
        engine.update(DOCUMENTS, ())


# Lemmas


@pytest.mark.corpora
@pytest.mark.parametrize("morphology", ["simplemma", "pymorphy3"])
def test_forms_of_a_word_find_each_other(empty, corpora, other_morphology, morphology):
    if morphology == "pymorphy3" and not pymorphy_lemmas.is_installed():
        pytest.skip("pymorphy3 is not installed")
    other_morphology(morphology)
    folder = corpora / "uk-lemma-search"
    rows = read_lines(folder / "docs.jsonl")
    empty.rebuild(Document(row["id"], "comment", "parliament", row["text"]) for row in rows)
    for form in ("query_lemma", "query_other_form"):
        recall, precision = measured(empty, read_lines(folder / "queries.jsonl"), form)
        assert recall >= 0.95 and precision >= 0.90, (morphology, form, recall, precision)


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def measured(engine: Engine, queries: list[dict[str, Any]], form: str) -> tuple[float, float]:
    """(mean recall, mean precision) of the queries that have this form."""
    recalls, precisions = [], []
    for row in queries:
        if row.get(form):
            refs = set(found_all(engine, row[form]))
            right = len(refs & set(row["relevant"]))
            recalls.append(right / len(row["relevant"]))
            precisions.append(right / len(refs) if refs else 1.0)
    return sum(recalls) / len(recalls), sum(precisions) / len(precisions)


def found_all(engine: Engine, typed: str) -> list[str]:
    return [ref for ref, _score in engine.search(parse(typed), Filters(), "newest", None, 2000).refs]
