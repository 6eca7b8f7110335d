"""PostgreSQL's full text search over our own lemmas: for a portal on PostgreSQL, read from a replica where there is one.

The index can always be made anew, so nothing of it is precious. A rebuild fills a set of tables beside the one that
serves and then names it in ``search.serving``.
"""

import contextlib
import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain, islice
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine, text
from sqlalchemy import Engine as Database
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ..query import Query
from . import postgres_asking as asking
from . import postgres_tables, tsearch
from .documents import BrokenIndex, Document, Filters, Hits, Position
from .postgres_tables import Tables
from .vocabulary import nearest

logger = logging.getLogger(__name__)

TIME_LIMIT = 1.0
GLANCE_LIMIT = 0.3
BATCH = 1000
REPLICA_PAUSE = 30.0
MOST_ALIKE = 20_000
# Only one index is made at a time, whoever asks; any number that nobody else uses does.
REBUILDING = 7_236_501_998

_CANCELLED = "57014"
# Away, shutting down, or refusing a reader that is in the way of what it receives.
_AWAY = ("08", "57P", "40", "53", "28", "3D")

Answer = TypeVar("Answer")


class PostgresEngine:
    """An index in the database at ``address``, read from that at ``replica`` while it is there."""

    def __init__(self, address: str, replica: str | None = None, seconds: float = TIME_LIMIT) -> None:
        self._primary = _database(address)
        self._replica = _database(replica) if replica else None
        self._replica_rests_until = 0.0
        self._seconds = seconds

    def search(
        self,
        query: Query,
        filters: Filters,
        sort: str = "relevance",
        after: Position | None = None,
        limit: int = 20,
    ) -> Hits:
        def answer(connection: Connection, tables: Tables) -> Hits:
            until = time.monotonic() + self._seconds
            asked = None
            try:
                with connection.begin_nested():
                    asked = asking.prepare(connection, tables, query, filters)
                    if asked.words:
                        # To look for the words in every vector costs more than the planner thinks.
                        connection.execute(text("SELECT set_config('enable_seqscan', 'off', true)"))
                    total, facets = asking.count(connection, asked)
                    _give(connection, max(until - time.monotonic(), 0.001))
                    refs, following = asking.page(connection, asked, sort, after, limit, total)
                return Hits(total, refs, facets, following, asked.partial)
            except DBAPIError as error:
                if _state(error) != _CANCELLED:
                    raise
            return _glance(connection, asked, after, limit)

        return self._read(answer)

    def frequencies(self, keys: Collection[str]) -> dict[str, int]:
        return self._read(lambda connection, tables: asking.frequencies(connection, tables, list(keys)))

    def similar(self, key: str, most: int = 5) -> list[str]:
        alike = self._read(lambda connection, tables: asking.alike(connection, tables, key, MOST_ALIKE))
        return nearest(key, alike, most)

    def update(self, documents: Iterable[Document], gone: Iterable[str], purge: bool = False) -> None:
        """See ``documents.Engine``. What was purged stands no more in the tables, but in the log of the database until
        that is written over, and in its backups.
        """
        self._drop("ref = ANY(:refs)", {"refs": sorted(set(gone))})
        for batch in _batches(documents):
            self._replace(batch)
        if purge:
            self._clean()

    def drop_draft_clauses(self, draft: str) -> None:
        self._drop("draft = :draft AND kind = 'clause'", {"draft": draft})

    def rebuild(
        self,
        documents: Iterable[Document],
        progress: Callable[[int], None] = lambda count: None,
        then: Callable[[], None] = lambda: None,
    ) -> int:
        with self._alone():
            batches = _batches(documents)
            first = next(batches, [])
            tables = self._prepared(first)
            try:
                count = self._fill(tables, chain([first], batches), progress)
                with self._changes() as connection:
                    postgres_tables.let_serve(connection, tables)
            except BaseException:
                self._remove(tables.all)
                raise
            then()
            with self._changes() as connection:
                postgres_tables.call_sound(connection)
                old = postgres_tables.others(connection, tables)
            self._remove(old)
        return count

    def is_sound(self) -> bool:
        try:
            with self._changes() as connection:
                tables = _serving(connection)
                for statement in (
                    f"SELECT ref, vector FROM {tables.documents} LIMIT 1",
                    f"SELECT in_text FROM {tables.keys} WHERE key = ''",
                    f"SELECT trait, provision FROM {tables.traits} LIMIT 1",
                ):
                    connection.execute(text(statement)).all()
                return not connection.execute(text("SELECT broken FROM search.serving")).scalar_one()
        except (BrokenIndex, SQLAlchemyError):
            return False

    def close(self) -> None:
        """Let go of every connection."""
        self._primary.dispose()
        if self._replica is not None:
            self._replica.dispose()

    def _read(self, act: Callable[[Connection, Tables], Answer]) -> Answer:
        """Do something with the tables that serve, on the replica when it can be."""
        if self._replica is not None and time.monotonic() >= self._replica_rests_until:
            try:
                return self._read_from(self._replica, act)
            except (BrokenIndex, SQLAlchemyError) as error:
                self._replica_rests_until = time.monotonic() + REPLICA_PAUSE
                logger.warning("the search replica cannot be read, the primary is: %s", error)
        try:
            return self._read_from(self._primary, act)
        except SQLAlchemyError as error:
            self._mark_broken(error)
            raise BrokenIndex(str(error)) from error

    def _read_from(self, database: Database, act: Callable[[Connection, Tables], Answer]) -> Answer:
        """Do it again when another set of tables came to serve meanwhile."""
        for again in (True, False):
            tables = None
            try:
                with database.connect() as connection, connection.begin():
                    _give(connection, self._seconds)
                    tables = _serving(connection)
                    return act(connection, tables)
            except DBAPIError as error:
                if not again or tables is None or _is_away(error) or not self._serves_another(database, tables):
                    raise
        raise AssertionError

    def _serves_another(self, database: Database, tables: Tables) -> bool:
        with database.connect() as connection:
            return _serving(connection) != tables

    def _replace(self, documents: list[Document]) -> None:
        """Put documents in the place of those of the same refs."""
        with self._changing() as (connection, tables):
            _take_out(connection, tables, "ref = ANY(:refs)", {"refs": [document.ref for document in documents]})
            vectors = postgres_tables.add(connection, tables, documents)
            _recount(connection, tables, *tsearch.counted(vectors), len(vectors))

    def _drop(self, condition: str, values: dict[str, Any]) -> None:
        with self._changing() as (connection, tables):
            _take_out(connection, tables, condition, values)

    def _clean(self) -> None:
        """Have the words that were dropped written over."""
        with self._changing() as (_connection, tables):
            pass
        with self._changes("AUTOCOMMIT") as connection:
            connection.execute(text(f"VACUUM (INDEX_CLEANUP ON) {', '.join(tables.all)}"))

    def _prepared(self, first: list[Document]) -> Tables:
        """New tables; which words are common is told by the index before, or else by the first documents."""
        common = self._common() or tsearch.common_of(first)
        with self._changes() as connection:
            postgres_tables.prepare(connection)
            return postgres_tables.create(connection, common)

    def _common(self) -> frozenset[str]:
        with contextlib.suppress(BrokenIndex, SQLAlchemyError), self._primary.connect() as connection:
            return asking.common(connection, _serving(connection))
        return frozenset()

    def _fill(self, tables: Tables, batches: Iterable[list[Document]], progress: Callable[[int], None]) -> int:
        done = 0
        for batch in batches:
            with self._changes() as connection:
                postgres_tables.add(connection, tables, batch)
            done += len(batch)
            progress(done)
        with self._changes() as connection:
            return postgres_tables.finish(connection, tables)

    def _remove(self, names: Collection[str]) -> None:
        """Remove tables; those that are being read for too long stay until the next time."""
        for name in names:
            with contextlib.suppress(BrokenIndex), self._changes() as connection:
                connection.execute(text("SELECT set_config('lock_timeout', '5s', true)"))
                connection.execute(text(f"DROP TABLE IF EXISTS {name}"))

    @contextlib.contextmanager
    def _changing(self) -> Iterator[tuple[Connection, Tables]]:
        """The tables that serve, which go on serving until the change is made."""
        with self._changes() as connection:
            yield connection, _serving(connection, hold=True)

    @contextlib.contextmanager
    def _changes(self, isolation: str = "READ COMMITTED") -> Iterator[Connection]:
        """One transaction on the primary; what the database refuses is a BrokenIndex."""
        try:
            with self._primary.connect() as connection:
                connection = connection.execution_options(isolation_level=isolation)
                with connection.begin():
                    yield connection
        except SQLAlchemyError as error:
            self._mark_broken(error)
            raise BrokenIndex(str(error)) from error

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with self._changes("AUTOCOMMIT") as connection:
            connection.execute(text(f"SELECT pg_advisory_lock({REBUILDING})"))
            try:
                yield
            finally:
                connection.execute(text(f"SELECT pg_advisory_unlock({REBUILDING})"))

    def _mark_broken(self, error: SQLAlchemyError) -> None:
        """Ask the worker for a new index, unless the database is only away or busy."""
        if not isinstance(error, DBAPIError) or _is_away(error) or _state(error) in (_CANCELLED, "55P03"):
            return
        with contextlib.suppress(SQLAlchemyError), self._primary.begin() as connection:
            connection.execute(text("UPDATE search.serving SET broken = true"))


def _database(address: str) -> Database:
    scheme, _colon, rest = address.partition(":")
    if scheme in ("postgres", "postgresql"):
        address = f"postgresql+psycopg:{rest}"
    return create_engine(
        address,
        pool_pre_ping=True,
        pool_size=2,
        max_overflow=14,
        # A plan that is made for any words would be made for rare ones.
        connect_args={"prepare_threshold": None, "connect_timeout": 3, "application_name": "reform-portal search"},
    )


def _give(connection: Connection, seconds: float) -> None:
    """Let each further statement of this transaction take so long, and none be compiled first."""
    connection.execute(
        text(
            "SELECT set_config('statement_timeout', :milliseconds, true), set_config('jit', 'off', true),"
            " set_config('work_mem', '32MB', true)"
        ),
        {"milliseconds": f"{max(int(seconds * 1000), 1)}ms"},
    ).all()


def _serving(connection: Connection, hold: bool = False) -> Tables:
    """The tables that serve; ``hold``: they do so until the transaction ends. Raises BrokenIndex."""
    statement = "SELECT name, form, common FROM search.serving" + (" FOR SHARE" if hold else "")
    row = connection.execute(text(statement)).first()
    if row is None:
        raise BrokenIndex("no index was made yet")
    if row.form != postgres_tables.form():
        raise BrokenIndex(f"made as {row.form}, wanted is {postgres_tables.form()}")
    try:
        return Tables(row.name, frozenset(row.common))
    except ValueError as error:
        raise BrokenIndex(str(error)) from error


def _glance(connection: Connection, asked: asking.Asking | None, after: Position | None, limit: int) -> Hits:
    """What can be had when time has run out; the next pages of it are not to be had."""
    if asked is None or after is not None:
        return Hits(0, partial=True)
    try:
        with connection.begin_nested():
            _give(connection, GLANCE_LIMIT)
            return asking.glance(connection, asked, limit)
    except DBAPIError as error:
        if _state(error) != _CANCELLED:
            raise
        return Hits(0, partial=True)


def _take_out(connection: Connection, tables: Tables, condition: str, values: dict[str, Any]) -> None:
    """Drop documents, and count their keys no more."""
    found = connection.execute(
        text(
            f"WITH gone AS (DELETE FROM {tables.documents} WHERE {condition} RETURNING vector)"
            " SELECT lexeme, count(*) FILTER (WHERE 'A' = ANY(weights)) AS in_text,"
            " count(*) FILTER (WHERE 'B' = ANY(weights)) AS in_quote FROM gone, unnest(vector)"
            " WHERE positions IS NOT NULL GROUP BY lexeme"
            " UNION ALL SELECT '', count(*), 0 FROM gone"
        ),
        values,
    ).all()
    in_text = {row.lexeme: -row.in_text for row in found}
    in_quote = {row.lexeme: -row.in_quote for row in found}
    _recount(connection, tables, in_text, in_quote, in_text.pop("", 0))


def _recount(
    connection: Connection, tables: Tables, in_text: dict[str, int], in_quote: dict[str, int], documents: int
) -> None:
    """Add to the numbers of documents that have each key, and to that of all; keys that none has go."""
    if not documents:
        return
    keys = sorted({"", *in_text, *in_quote})
    in_text = {**in_text, "": documents}
    values = {
        "keys": keys,
        "in_text": [in_text.get(key, 0) for key in keys],
        "in_quote": [in_quote.get(key, 0) for key in keys],
    }
    connection.execute(
        text(
            f"INSERT INTO {tables.keys} AS known"
            " SELECT * FROM unnest(CAST(:keys AS text[]), CAST(:in_text AS bigint[]), CAST(:in_quote AS bigint[]))"
            " ON CONFLICT (key) DO UPDATE SET in_text = known.in_text + excluded.in_text,"
            " in_quote = known.in_quote + excluded.in_quote"
        ),
        values,
    )
    connection.execute(
        text(
            f"DELETE FROM {tables.keys} WHERE key = ANY(CAST(:keys AS text[])) AND key <> ''"
            " AND in_text <= 0 AND in_quote <= 0"
        ),
        {"keys": keys},
    )


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """So many at a time; of one ref the last."""
    rest = iter(documents)
    while batch := list(islice(rest, BATCH)):
        yield list({document.ref: document for document in batch}.values())


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _is_away(error: DBAPIError) -> bool:
    state = _state(error)
    return error.connection_invalidated or not state or (state.startswith(_AWAY) and state != _CANCELLED)
