"""The tables of an index in PostgreSQL: one set of them serves, another may be in the making.

All stand in the schema ``search``, apart from the portal's own tables: the index can always be made anew, so no
migration knows of it. ``search.serving`` has one row, which names the set that serves.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from ...core import lemmas
from ...core.clock import in_kyiv
from . import tsearch
from .documents import Document

FORMAT = "p2"
# What is counted together: the documents of equal facts.
TRAIT = ("draft", "kind", "stance", "answered", "provision")
TEXTS = ("ref", "kind", "draft", "stance")
COLUMNS = (
    "ref", "kind", "draft", "stance", "provision", "created", "day", "supports", "tie", "answered", "newest",
    "precedence", "trait", "author", "vector",
)  # fmt: skip
# The words of the law, answers and reports stand before comments where too many match to rank all of them.
FORMER, COMMENTS, OTHERS = 0, 1, 2

_NAME = re.compile(r"[0-9a-f]{12}\Z")


def form() -> str:
    """The form of an index: what was made by other lemmas or as other tables cannot be asked."""
    return f"{FORMAT}-{lemmas.chosen()}"


@dataclass(frozen=True)
class Tables:
    """The names of one set of tables, and the keys of common words, whose pairs are keys too."""

    name: str
    common: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not _NAME.match(self.name):
            raise ValueError(f"no set of tables is called {self.name!r}")

    @property
    def documents(self) -> str:
        return f"search.documents_{self.name}"

    @property
    def keys(self) -> str:
        """Every key with the number of documents that have it; the empty key stands for all documents."""
        return f"search.keys_{self.name}"

    @property
    def traits(self) -> str:
        return f"search.traits_{self.name}"

    @property
    def all(self) -> tuple[str, str, str]:
        return self.documents, self.keys, self.traits


def prepare(connection: Connection) -> None:
    """Make what all sets share."""
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS search"))
    columns = connection.execute(
        text(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'search' AND table_name = 'serving'"
        )
    ).scalars()
    if not {"", *columns} >= {"name", "form", "common", "broken"}:
        connection.execute(text("DROP TABLE IF EXISTS search.serving"))
    connection.execute(
        text(
            "CREATE TABLE IF NOT EXISTS search.serving ("
            "only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), name text NOT NULL, form text NOT NULL,"
            " common text[] NOT NULL, broken boolean NOT NULL DEFAULT false)"
        )
    )


def create(connection: Connection, common: frozenset[str]) -> Tables:
    """Make a new set of empty tables, without indexes."""
    tables = Tables(secrets.token_hex(6), common)
    connection.execute(
        text(
            f'CREATE TABLE {tables.documents} (ref text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL,'
            ' draft text COLLATE "C" NOT NULL, stance text COLLATE "C" NOT NULL, provision bigint NOT NULL,'
            " created bigint NOT NULL, day date, supports bigint NOT NULL, tie bigint NOT NULL,"
            " answered boolean NOT NULL, newest boolean NOT NULL, precedence smallint NOT NULL, trait bigint NOT NULL,"
            " author text[] COLLATE \"C\" NOT NULL, vector tsvector NOT NULL, filler text NOT NULL DEFAULT repeat(' ', 2100))"
        )
    )
    # Counting reads every row that matches and no vector, so vectors stand apart from the rows. PostgreSQL moves them
    # only out of rows above 2 KB: the filler makes any row so, and is nothing once it is compressed.
    kept = ", ".join(f"ALTER {name} SET STORAGE MAIN" for name in (*TEXTS, "author", "filler"))
    connection.execute(
        text(
            f"ALTER TABLE {tables.documents} {kept}, ALTER vector SET STORAGE EXTERNAL, SET (toast_tuple_target = 128)"
        )
    )
    connection.execute(
        text(
            f'CREATE TABLE {tables.keys} (key text COLLATE "C" PRIMARY KEY,'
            " in_text bigint NOT NULL, in_quote bigint NOT NULL)"
        )
    )
    connection.execute(
        text(
            f'CREATE TABLE {tables.traits} (trait bigint PRIMARY KEY, draft text COLLATE "C" NOT NULL,'
            ' kind text COLLATE "C" NOT NULL, stance text COLLATE "C" NOT NULL, answered boolean NOT NULL,'
            " provision bigint NOT NULL)"
        )
    )
    return tables


def finish(connection: Connection, tables: Tables) -> int:
    """Make the indexes and counts of tables that were filled; returns the number of documents."""
    documents, name = tables.documents, tables.name
    connection.execute(text("SELECT set_config('maintenance_work_mem', '128MB', true)"))
    connection.execute(
        text(f"DELETE FROM {documents} AS a USING {documents} AS b WHERE a.ref = b.ref AND a.ctid < b.ctid")
    )
    for statement in (
        f"ALTER TABLE {documents} ADD PRIMARY KEY (ref)",
        # Without a list of what is yet to be taken in, which every query would read through.
        f"CREATE INDEX words_{name} ON {documents} USING gin (vector) WITH (fastupdate = off)",
        f"CREATE INDEX author_{name} ON {documents} USING gin (author) WITH (fastupdate = off)",
        f"CREATE INDEX front_{name} ON {documents} (precedence, created, tie)",
        f"CREATE INDEX created_{name} ON {documents} (created, tie)",
        f"CREATE INDEX draft_{name} ON {documents} (draft, kind)",
        f"CREATE INDEX provision_{name} ON {documents} (provision)",
        f"INSERT INTO {tables.keys} SELECT coalesce(a.word, b.word), coalesce(a.ndoc, 0), coalesce(b.ndoc, 0)"
        f" FROM ts_stat('SELECT vector FROM {documents}', 'a') AS a"
        f" FULL JOIN ts_stat('SELECT vector FROM {documents}', 'b') AS b ON a.word = b.word",
        f"INSERT INTO {tables.keys} SELECT '', count(*), 0 FROM {documents}",
        f"ANALYZE {documents}",
        f"ANALYZE {tables.keys}",
        f"ANALYZE {tables.traits}",
    ):
        connection.execute(text(statement))
    return connection.execute(text(f"SELECT in_text FROM {tables.keys} WHERE key = ''")).scalar_one()


def let_serve(connection: Connection, tables: Tables) -> None:
    """Let a set of tables serve, which counts as broken until ``call_sound``."""
    connection.execute(
        text(
            "INSERT INTO search.serving (name, form, common, broken)"
            " VALUES (:name, :form, CAST(:common AS text[]), true) ON CONFLICT (only_one) DO UPDATE"
            " SET name = excluded.name, form = excluded.form, common = excluded.common, broken = true"
        ),
        {"name": tables.name, "form": form(), "common": sorted(tables.common)},
    )


def call_sound(connection: Connection) -> None:
    connection.execute(text("UPDATE search.serving SET broken = false"))


def others(connection: Connection, tables: Tables) -> list[str]:
    """Tables of other sets."""
    found = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'search'")).scalars()
    return [
        f"search.{name}"
        for name in found
        if _NAME.match(name.rpartition("_")[2]) and f"search.{name}" not in tables.all
    ]


def add(connection: Connection, tables: Tables, documents: Iterable[Document]) -> list[tsearch.Vector]:
    """Copy documents into a set of tables; returns their vectors."""
    made = [(document, tsearch.vector_of(document, tables.common)) for document in documents]
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(f"COPY {tables.documents} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        for document, vector in made:
            copy.write_row(_row(document, vector))
    traits = {_trait(document): document for document, _vector in made}
    values = [
        {"trait": number} | {name: getattr(document, name) for name in TRAIT}
        for number, document in sorted(traits.items())
    ]
    if values:
        connection.execute(
            text(
                f"INSERT INTO {tables.traits} VALUES (:trait, :draft, :kind, :stance, :answered, :provision)"
                " ON CONFLICT DO NOTHING"
            ),
            values,
        )
    return [vector for _document, vector in made]


def _row(document: Document, vector: tsearch.Vector) -> tuple[Any, ...]:
    return (
        document.ref, document.kind, document.draft, document.stance, document.provision, document.created,
        _day(document), document.supports, document.tie, document.answered, document.newest, _precedence(document),
        _trait(document), tsearch.lexemes_of_name(document.author), vector.literal,
    )  # fmt: skip


def _day(document: Document) -> date | None:
    return in_kyiv(document.created_at).date() if document.created_at else None


def _precedence(document: Document) -> int:
    if not document.newest:
        return FORMER
    return COMMENTS if document.kind == "comment" else OTHERS


def _trait(document: Document) -> int:
    """A number for all documents of equal facts."""
    facts = "\n".join(str(getattr(document, name)) for name in TRAIT)
    return int.from_bytes(hashlib.blake2b(facts.encode(), digest_size=8).digest(), signed=True)
