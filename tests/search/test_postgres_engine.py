"""What is PostgreSQL's alone: its literals, very many matches, running out of time, reading from a replica."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from reform_portal.core.errors import ConfigurationError
from reform_portal.core.settings import Settings
from reform_portal.search.engines import chosen, postgres_asking, postgres_engine, tsearch
from reform_portal.search.engines.documents import SORTS, BrokenIndex, Document, Filters
from reform_portal.search.engines.postgres_engine import PostgresEngine
from reform_portal.search.engines.whoosh_engine import WhooshEngine
from reform_portal.search.query import Query, parse
from tests import postgres_server
from tests.conftest import settings_in
from tests.search.indexes import ask, day, found, many_documents, pages, search_all

MANY = many_documents(60)


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with postgres_server.running() as running:
        yield running


@pytest.fixture(scope="module")
def address(server) -> str:
    return postgres_server.new_database(server, "engine")


@pytest.fixture(scope="module")
def made(address) -> Iterator[PostgresEngine]:
    engine = PostgresEngine(address)
    engine.rebuild(MANY)
    yield engine
    engine.close()


@contextmanager
def locked(engine: PostgresEngine, prefix: str) -> Iterator[None]:
    """Tables of the index that nobody can read meanwhile."""
    with engine._primary.begin() as connection:
        name = connection.execute(sa.text("SELECT name FROM search.serving")).scalar_one()
        connection.execute(sa.text(f"LOCK TABLE search.{prefix}_{name} IN ACCESS EXCLUSIVE MODE"))
        yield


# Literals


def test_words_of_text_and_quote_keep_their_places():
    vector = tsearch.vector_of(Document("c:a", "comment", "land", "мати має", "плата"))
    assert sorted(vector.literal.split()) == ["'мати':1A,2A", "'плата':5B"]
    assert (vector.in_text, vector.in_quote) == ({"мати"}, {"плата"})


def test_words_behind_the_last_place_are_kept_without_one():
    vector = tsearch.vector_of(Document("c:a", "comment", "land", "слово " * 16_000 + "риба", "цитата " * 400))
    assert "'риба'" in vector.literal.split() and "риба" not in vector.in_text
    places = vector.literal.split("'цитата':")[1].split(",")
    assert places[0] == "16002B" and places[-1].split()[0] == "16383B"


def test_text_of_very_many_words_fits():
    vector = tsearch.vector_of(Document("c:a", "comment", "land", " ".join(f"{'щ' * 40}{n}" for n in range(20_000))))
    assert len(vector.literal.encode()) < 2**21


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("земля вода", "((('земля'))) & ((('вода')))"),
        ("риба АБО вода", "((('риба')) | (('вода')))"),
        ("вода -риба", "((('вода'))) & !(('риба'))"),
        ('"риба вода"', "((('риба') <-> ('вода')))"),
        ("рибо* вода", "(('риболов' | 'риболовля')) & ((('вода')))"),
        ("", ""),
    ],
)
def test_query_is_written_with_every_key_quoted(typed, written):
    assert tsearch.query_of(parse(typed), lambda _beginning: ("риболов", "риболовля")) == written


def test_beginning_stands_for_all_keys_or_for_some():
    assert tsearch.query_of(parse("п'я* вода"), lambda _beginning: None) == "(('п''я':*)) & ((('вода')))"


@pytest.mark.postgres
@given(text=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=30))
def test_any_lexeme_is_one_literal(made, text):
    lexeme = tsearch.as_lexeme(text)
    with made._primary.connect() as connection:
        row = connection.execute(
            sa.text("SELECT tsvector_to_array(CAST(:vector AS tsvector)), numnode(CAST(:query AS tsquery))"),
            {"vector": tsearch.quoted(lexeme) + ":1A", "query": tsearch.quoted(lexeme)},
        ).one()
    assert tuple(row) == ([lexeme], 1)


def test_pairs_of_common_words_are_keys():
    vector = tsearch.vector_of(Document("c:a", "comment", "land", "має не вода, не", "не"), {"не", "мати"})
    assert {one for one in vector.literal.split("'") if " не" in one and one[0] != ":"} == {"мати не"}
    assert not any(" " in key for key in vector.in_text | vector.in_quote)
    common = {"не", "вода", "бути"}
    assert tsearch.query_of(parse('"не вода"'), lambda _beginning: None, common) == "(('не вода'))"
    assert tsearch.query_of(parse('"риба не вода"'), lambda _beginning: None, common) == (
        "((('не вода') & (('риба') <-> ('не') <-> ('вода'))))"
    )
    assert "'не вода'" not in tsearch.query_of(parse('"не вода"'), lambda _beginning: None, {"не"})


def test_words_are_common_in_many_texts_alone():
    documents = [Document(f"c:{n}", "comment", "land", "вода " + "риба " * (n < 5)) for n in range(200)]
    assert tsearch.common_of(documents) == {"вода"}
    assert tsearch.common_of(documents[:50]) == frozenset()


@pytest.mark.postgres
def test_common_words_are_those_of_the_index_before(server):
    engine = PostgresEngine(postgres_server.new_database(server, "common"))
    documents = [Document(f"c:{n}", "comment", "land", "не вода") for n in range(150)]
    assert engine.rebuild(documents[:50]) == 50 and serving_common(engine) == []
    engine.update(documents[50:], ())
    assert ask(engine, '"не вода"').total == 150 and serving_common(engine) == []
    engine.rebuild(documents[:1])
    assert serving_common(engine) == ["вода", "не"] and ask(engine, '"не вода"').total == 1
    engine.update(documents[1:3], ["c:0"])
    assert ask(engine, '"не вода"').total == 2 and ask(engine, '"вода не"').total == 0
    assert engine.frequencies(["не вода", "не"]) == {"не": 2}
    engine.close()


def serving_common(engine: PostgresEngine) -> list[str]:
    with engine._primary.connect() as connection:
        return connection.execute(sa.text("SELECT common FROM search.serving")).scalar_one()


@pytest.mark.postgres
def test_one_document_twice_in_a_rebuild_is_one(made):
    first, last = (Document("c:1", "comment", "land", text) for text in ("Риба", "Кит"))
    assert made.rebuild([first, *MANY[2:50], last]) == 49
    assert found(made, "кит") == ["c:1"] and found(made, "риба") == []
    assert made.rebuild(MANY) == len(MANY)


# Very many matches


@pytest.mark.postgres
@pytest.mark.parametrize("walked", [0, 10_000])
@pytest.mark.parametrize("limit", [3, 7])
def test_pages_go_on_behind_those_that_are_ranked(made, monkeypatch, limit, walked):
    monkeypatch.setattr(postgres_asking, "RANKED", 10)
    monkeypatch.setattr(postgres_asking, "WALKED", walked)
    for typed in ("земля АБО вода АБО плата", "і", '"земля вода" АБО закон'):
        refs, _facets = search_all(MANY, parse(typed), Filters())
        for sort in SORTS:
            read = [ref for page in pages(made, parse(typed), Filters(), sort, limit) for ref in page]
            assert sorted(read) == sorted(refs) and len(refs) > 10
        former = {document.ref for document in MANY if not document.newest}
        read = [ref for page in pages(made, parse(typed), Filters(), "relevance", limit) for ref in page]
        assert [ref in former for ref in read] == sorted(ref in former for ref in read)


@pytest.mark.postgres
def test_loose_query_that_may_bring_too_many_looks_for_the_rarest(made, monkeypatch):
    query = parse("земля вода плата громада").loosened()
    whole = made.search(query, Filters(), limit=60)
    assert not whole.partial
    monkeypatch.setattr(postgres_asking, "FEW_CANDIDATES", 1)
    step_by_step = made.search(query, Filters(), limit=60)
    assert (step_by_step.total, step_by_step.refs, step_by_step.partial) == (whole.total, whole.refs, False)
    monkeypatch.setattr(postgres_asking, "MOST_CANDIDATES", 12)
    hits = made.search(query, Filters(), limit=60)
    assert hits.partial and 0 < hits.total < whole.total


@pytest.mark.postgres
def test_too_many_beginnings_are_searched_by_the_most_frequent(made, monkeypatch):
    monkeypatch.setattr(postgres_asking, "MOST_BEGINNINGS", 1)
    monkeypatch.setattr(postgres_asking, "MANY_BEGINNINGS", 1)
    hits = ask(made, "пла*")
    keys = made.frequencies(["плата", "план"])
    assert hits.partial and 0 < hits.total < len(search_all(MANY, parse("пла*"), Filters())[0]) and len(keys) == 2
    assert not ask(made, "плат*").partial


@pytest.mark.postgres
def test_beginning_of_nothing_is_not_found(made):
    assert ask(made, "щщщщ*").total == 0 and ask(made, "земля -щщщщ*").total == ask(made, "земля").total


# Time


@pytest.mark.postgres
def test_time_that_runs_out_leaves_what_the_newest_give(made, address):
    engine = PostgresEngine(address, seconds=0.1)
    refs, _facets = search_all(MANY, parse("земля"), Filters(draft="land"))
    with locked(made, "traits"):
        hits = ask(engine, "земля", draft="land")
    assert hits.partial and {ref for ref, _score in hits.refs} == refs and hits.total == len(refs)
    with locked(made, "traits"):
        assert engine.search(parse("земля"), Filters(), "newest", (10**9, 5, 5)).partial
        assert engine.search(parse("земля вода").loosened(), Filters()).partial
    engine.close()


@pytest.mark.postgres
def test_time_that_runs_out_at_once_is_told(made, address, monkeypatch):
    monkeypatch.setattr(postgres_engine, "GLANCE_LIMIT", 0.05)
    engine = PostgresEngine(address, seconds=0.05)
    with locked(made, "documents"):
        hits = ask(engine, "земля")
    assert hits.partial and not hits.refs
    assert made.is_sound() and not ask(engine, "земля").partial
    engine.close()


# Replica


@pytest.mark.postgres
def test_replica_is_read_and_the_primary_written(server, address):
    replica = postgres_server.new_database(server, "replica")
    far = PostgresEngine(replica)
    far.rebuild([Document("c:far", "comment", "land", "Риба", created_at=day(1))])
    engine = PostgresEngine(address, replica)
    assert found(engine, "риба") == ["c:far"] and engine.frequencies(["риба"]) == {"риба": 1}
    engine.update([Document("c:near", "comment", "land", "Риба", created_at=day(1))], ())
    assert found(engine, "риба") == ["c:far"]
    engine.update((), ["c:near"])
    for one in (far, engine):
        one.close()


@pytest.mark.postgres
@pytest.mark.parametrize("state", ["nobody listens", "no such database", "nothing there yet", "not as it should be"])
def test_without_its_replica_the_primary_is_read(made, server, address, monkeypatch, state):
    replica = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    if state != "nobody listens":
        replica = postgres_server.new_database(server, f"replica_{abs(hash(state))}")
    if state == "no such database":
        replica = replica.replace("/replica_", "/none_")
    if state == "not as it should be":
        other = PostgresEngine(replica)
        other.rebuild(MANY[:1])
        with other._primary.begin() as connection:
            name = connection.execute(sa.text("SELECT name FROM search.serving")).scalar_one()
            connection.execute(sa.text(f"DROP TABLE search.traits_{name}"))
        other.close()
    engine = PostgresEngine(address, replica)
    tries = []
    monkeypatch.setattr(engine, "_read_from", noted(engine._read_from, tries))
    for _time in range(3):
        assert ask(engine, "земля").total == ask(made, "земля").total
    assert [database is engine._replica for database in tries] == [True, False, False, False]
    engine._replica_rests_until = 0.0
    ask(engine, "земля")
    assert tries[-2] is engine._replica and made.is_sound()
    engine.close()


def noted(act: Any, tries: list[Any]) -> Any:
    def wrapper(database: Any, *arguments: Any) -> Any:
        tries.append(database)
        return act(database, *arguments)

    return wrapper


def test_database_that_is_away_is_a_broken_index():
    engine = PostgresEngine("postgresql://nobody@127.0.0.1:1/none")
    assert not engine.is_sound()
    for act in (lambda: ask(engine, "земля"), lambda: engine.update((), ["c:a"]), lambda: engine.rebuild(MANY)):
        with pytest.raises(BrokenIndex):
            act()


@pytest.mark.postgres
def test_error_met_by_a_reader_is_remembered_for_the_worker(made, address):
    with made._primary.begin() as connection:
        name = connection.execute(sa.text("SELECT name FROM search.serving")).scalar_one()
        connection.execute(sa.text(f"ALTER TABLE search.documents_{name} RENAME supports TO lost"))
    with pytest.raises(BrokenIndex):
        made.search(Query(), Filters(), "support")
    with made._primary.begin() as connection:
        connection.execute(sa.text(f"ALTER TABLE search.documents_{name} RENAME lost TO supports"))
    assert not made.is_sound()
    made.rebuild(MANY)
    assert made.is_sound()


@pytest.mark.postgres
def test_purged_words_stand_in_no_table(made):
    made.update([Document("c:erased", "comment", "land", "Таємниця", "Шепіт", author="Незнайомець")], ())
    made.update((), ["c:erased"], purge=True)
    with made._primary.connect() as connection:
        name = connection.execute(sa.text("SELECT name FROM search.serving")).scalar_one()
        for table in (f"documents_{name}", f"keys_{name}"):
            rows = connection.execute(sa.text(f"SELECT CAST(t AS text) FROM search.{table} AS t")).scalars().all()
            assert rows and not any("таємниц" in row or "шеп" in row or "незнайом" in row for row in rows)
            dead = connection.execute(
                sa.text(f"SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = '{table}'")
            ).scalar_one()
            assert dead == 0


# Choosing


def test_engine_is_that_of_the_settings(tmp_path):
    assert isinstance(chosen.engine_for(settings_in(tmp_path)), WhooshEngine)
    for url in ("postgresql:", "postgresql://other@host/name"):
        settings = settings_in(tmp_path, search_url=url, database_url="postgresql+psycopg://portal@host/name")
        engine = chosen.engine_for(settings)
        assert isinstance(engine, PostgresEngine) and engine._replica is None
        assert engine._primary.url.username == ("other" if "other" in url else "portal")
    with_replica = settings_in(
        tmp_path, search_url="postgresql://a@host/b", search_replica_url="postgresql+psycopg://c@host/d"
    )
    assert chosen.engine_for(with_replica)._replica.url.username == "c"


ON_POSTGRES = {"REFORM_PORTAL_DATABASE_URL": "postgresql://a@host/b"}


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"REFORM_PORTAL_SEARCH_URL": "postgresql:"}, "SQLite"),
        ({"REFORM_PORTAL_SEARCH_URL": "mysql://user:secret@host/b"}, "SEARCH_URL"),
        ({"REFORM_PORTAL_SEARCH_REPLICA_URL": "postgresql://a@host/b"}, "SEARCH_URL"),
        (ON_POSTGRES | {"REFORM_PORTAL_SEARCH_REPLICA_URL": "postgresql://a@host/b"}, "SEARCH_URL"),
        ({"REFORM_PORTAL_SEARCH_URL": "postgresql://a@b/c", "REFORM_PORTAL_SEARCH_REPLICA_URL": "b"}, "REPLICA_URL"),
    ],
)
def test_settings_that_do_not_go_together_stop_the_start(tmp_path, environment, named):
    with pytest.raises(ConfigurationError, match=named) as raised:
        Settings.from_env({"REFORM_PORTAL_DATA_DIR": str(tmp_path), **environment})
    assert "secret" not in raised.value.message


def test_settings_for_postgresql(tmp_path):
    environment = ON_POSTGRES | {
        "REFORM_PORTAL_DATA_DIR": str(tmp_path),
        "REFORM_PORTAL_SEARCH_URL": "postgresql:",
        "REFORM_PORTAL_SEARCH_REPLICA_URL": "postgres://c:secret@far/b",
    }
    settings = Settings.from_env(environment)
    assert settings.search_replica_url == "postgresql+psycopg://c:secret@far/b" and "secret" not in repr(settings)
    engine = chosen.engine_for(settings)
    assert engine._primary.url.host == "host" and engine._replica.url.host == "far"
