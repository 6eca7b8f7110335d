"""The statements of one search in PostgreSQL: how many match and how they are spread, and one page of them.

What a query asks stands in ``tsquery`` values and other bound parameters; the statements are put together from texts
of this file alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Any

from sqlalchemy import Connection, text

from ..query import Query
from . import tsearch
from .documents import MOST_CLAUSES, Filters, Hits, Position
from .postgres_tables import Tables

# Beginnings of more keys than the first number are searched by the second number of the most frequent ones.
MOST_BEGINNINGS, MANY_BEGINNINGS = 3000, 64
# So many are ranked; of more matches, the law, answers and reports and then the newest comments.
RANKED = 1000
# A match above this ends the list of those that were ranked; below it stand the others by their precedence.
LEAST_RANK, MOST_RANK = 10, 999_999
PRESENT = 1_000_000
# Of a loose query: a match has at least this share of the weight of the best one; words of most documents say nothing;
# the rarest words are looked for first, those that bring few documents at once, and none beyond most documents.
NEAR_BEST = 0.5
COMMON = 0.4
FEW_CANDIDATES, MOST_CANDIDATES = 1000, 4000
# To look for words in one document on the way through an index costs as much as to collect so many matches.
WALKED = 9
# What may be without matches is looked at when time has run out: so many of the newest documents.
GLANCE = 2000

_ORDERS = {
    "newest": ("created", "created DESC, tie DESC"),
    "oldest": ("-created", "created ASC, tie DESC"),
    "support": ("supports", "supports DESC, created DESC, tie DESC"),
}
_FACETS = {
    "draft": "SELECT 'draft', draft, sum(number) FROM known WHERE draft <> '' AND {kept} GROUP BY draft",
    "kind": "SELECT 'kind', kind, sum(number) FROM known WHERE {kept} GROUP BY kind",
    "stance": "SELECT 'stance', stance, sum(number) FROM known WHERE stance <> '' AND {kept} GROUP BY stance",
    "answered": (
        "SELECT 'answered', CASE WHEN answered THEN 'yes' ELSE 'no' END, sum(number) FROM known"
        " WHERE kind = 'comment' AND {kept} GROUP BY answered"
    ),
    "clause": (
        "(SELECT 'clause', provision::text, sum(number) FROM known WHERE provision > 0 AND {kept}"
        f" GROUP BY provision ORDER BY sum(number) DESC, provision LIMIT {MOST_CLAUSES})"
    ),
}


@dataclass(frozen=True)
class Asking:
    """One search, put together.

    ``words`` and ``kept`` are the conditions, those of filters by the facet they belong to; ``values`` are the
    parameters of all. ``documents`` is how many the index holds.
    """

    tables: Tables
    values: dict[str, Any]
    words: tuple[str, ...]
    kept: dict[str, str]
    has_words: bool
    is_loose: bool
    partial: bool
    documents: int

    def where(self) -> str:
        """All conditions, what is quickly refused first: PostgreSQL keeps to this order."""
        return " AND ".join([*self.kept.values(), *self.words]) or "true"

    def walks(self, limit: int, total: int) -> bool:
        """Whether so many of the matches are found sooner along an index in their order than by sorting all."""
        return total * total > WALKED * limit * self.documents

    def counted(self) -> list[str]:
        """The condition of what any facet counts: each leaves out its own filter alone, so no more than one may fail."""
        failing = " + ".join(f"CASE WHEN {condition} THEN 0 ELSE 1 END" for condition in self.kept.values())
        return [f"{failing} <= 1"] if len(self.kept) > 1 else []

    def facts(self, *, but: str = "") -> str:
        """The conditions on facts that are counted together."""
        return " AND ".join(self.kept[name] for name in self.kept if name not in (but, "day")) or "true"


def prepare(connection: Connection, tables: Tables, query: Query, filters: Filters) -> Asking:
    """Read what the statements need to know of the index."""
    known = _Beginnings(connection, tables)
    values: dict[str, Any] = {}
    words: list[str] = []
    partial, documents = False, _number(connection, tables)
    loose = query.any_group and len(query.groups) > 1
    if loose:
        query = replace(query, groups=query.telling)
        found = _loose(connection, tables, query, known, documents)
        partial = found.partial
        words.append("ref = ANY(CAST(:refs AS text[]))")
        values |= {"refs": list(found.shares), "shares": list(found.shares.values())}
    elif wanted := tsearch.query_of(query, known, tables.common):
        words.append("vector @@ CAST(:words AS tsquery)")
        values["words"] = wanted
    for number, keys in enumerate(filters.author):
        values[f"author_{number}"] = [tsearch.as_lexeme(key) for key in keys]
        words.append(f"author && CAST(:author_{number} AS text[])")
    kept = _kept(filters, values)
    if query.groups:
        values["ranking"] = tsearch.any_of([tsearch.group_of(group, known) for group in query.groups], Query(), known)
    partial = partial or known.partial
    return Asking(tables, values, tuple(words), kept, bool(query.groups), loose, partial, documents)


def count(connection: Connection, asking: Asking) -> tuple[int, dict[str, dict[str, int]]]:
    """(how many match, facets). Equal facts are counted together first, so that few rows are left to add up."""
    facets = [form.format(kept=asking.facts(but=name)) for name, form in _FACETS.items()]
    statement = (
        "WITH spread AS MATERIALIZED (SELECT trait, day, grouping(trait) AS by_day,"
        f" {_counting(asking.kept.get('day', 'true'))} AS number,"
        f" {_counting(asking.facts())} AS of_day"
        f" FROM {asking.tables.documents} WHERE {' AND '.join([*asking.counted(), *asking.words]) or 'true'}"
        " GROUP BY GROUPING SETS ((trait), (day))),"
        f" known AS MATERIALIZED (SELECT t.*, number FROM spread JOIN {asking.tables.traits} AS t USING (trait)"
        " WHERE by_day = 0 AND number > 0)"
        f" SELECT '' AS facet, '' AS value, coalesce(sum(number), 0) AS number FROM known WHERE {asking.facts()}"
        f" UNION ALL {' UNION ALL '.join(facets)}"
        " UNION ALL SELECT 'day', day::text, of_day FROM spread WHERE by_day = 1 AND day IS NOT NULL AND of_day > 0"
    )
    total = 0
    found: dict[str, dict[str, int]] = {name: {} for name in (*_FACETS, "day")}
    for facet, value, number in _run(connection, statement, asking.values):
        if facet:
            found[facet][value] = int(number)
        else:
            total = int(number)
    return total, found


def _counting(condition: str) -> str:
    """The number of those that fulfil a condition; where there is none, it is not worked out for each."""
    return "count(*)" if condition == "true" else f"count(*) FILTER (WHERE {condition})"


def page(
    connection: Connection, asking: Asking, sort: str, after: Position | None, limit: int, total: int
) -> tuple[list[tuple[str, float]], Position | None]:
    """(ref and score of the matches after a position, where the next page begins)."""
    if sort == "relevance" and asking.has_words:
        rows = _ranked(connection, asking, after, limit + 1, total)
    else:
        value, order = _ORDERS.get(sort, _ORDERS["newest"])
        rows = _ordered(connection, asking, value, order, after, limit + 1, asking.walks(limit, total))
    refs = [(row.ref, max(int(row.value), 0) / PRESENT if sort == "relevance" else 0.0) for row in rows[:limit]]
    if len(rows) <= limit:
        return refs, None
    last = rows[limit - 1]
    return refs, (int(last.value), int(last.created), int(last.tie))


def glance(connection: Connection, asking: Asking, limit: int) -> Hits:
    """What matches among the newest documents: all that can be had when time has run out."""
    statement = (
        f"SELECT ref, kind, draft, stance, answered, provision, day, created FROM (SELECT * FROM"
        f" {asking.tables.documents} ORDER BY created DESC, tie DESC LIMIT {GLANCE}) AS newest"
        f" WHERE {asking.where()} ORDER BY created DESC, tie DESC"
    )
    rows = _run(connection, statement, asking.values)
    return Hits(len(rows), [(row.ref, 0.0) for row in rows[:limit]], {}, None, partial=True)


@dataclass(frozen=True)
class _Loose:
    """Shares by ref; ``partial``: documents may be missing."""

    shares: dict[str, float]
    partial: bool = False


class _Beginnings:
    """What beginnings of words stand for; ``partial`` tells that some keys were left out."""

    def __init__(self, connection: Connection, tables: Tables) -> None:
        self._connection, self._tables = connection, tables
        self._found: dict[str, list[str] | None] = {}
        self.partial = False

    def __call__(self, beginning: str) -> Sequence[str] | None:
        """None when all keys that begin so are meant, the most frequent of them when they are too many."""
        if beginning not in self._found:
            keys = self.keys(beginning)
            self._found[beginning] = None if len(keys) <= MOST_BEGINNINGS else keys[:MANY_BEGINNINGS]
            self.partial |= len(keys) > MOST_BEGINNINGS
        return self._found[beginning]

    def keys(self, beginning: str) -> list[str]:
        """The most frequent keys that begin so, one more than are looked for."""
        statement = (
            f"SELECT key FROM {self._tables.keys} WHERE key >= :first AND key < :last"
            f" ORDER BY in_text + in_quote DESC, key LIMIT {MOST_BEGINNINGS + 1}"
        )
        rows = _run(self._connection, statement, {"first": beginning, "last": beginning + "\U0010ffff"})
        return [row.key for row in rows]


def _kept(filters: Filters, values: dict[str, Any]) -> dict[str, str]:
    """Conditions of the filters by facet; their parameters are put among ``values``."""
    kept = {}
    for name in ("draft", "kind", "stance"):
        if value := getattr(filters, name):
            values[name] = value.replace("\x00", "")
            kept[name] = f"{name} = :{name}"
    if filters.answered is not None:
        values["answered"] = filters.answered
        kept["answered"] = "kind = 'comment' AND answered = :answered"
    if filters.provisions is not None:
        values["provisions"] = sorted(filters.provisions)
        kept["clause"] = "provision = ANY(CAST(:provisions AS bigint[]))"
    days = []
    for name, comparison in (("since", ">="), ("until", "<")):
        if instant := getattr(filters, name):
            values[name] = int(instant.timestamp())
            days.append(f"created {comparison} :{name}")
    if days:
        kept["day"] = " AND ".join(days)
    return kept


def _loose(connection: Connection, tables: Tables, query: Query, known: _Beginnings, documents: int) -> _Loose:
    """What a loose query finds: the documents with nearly as much of its weight as the best one has.

    The weight of a document is how rare its words are together: the sum over the groups of ln(1 + documents / those
    that have it), as in Spärck Jones, A statistical interpretation of term specificity (1972). Documents are looked for
    by the rarest words alone where those of all others together could not weigh enough, as in Turtle and Flood, Query
    evaluation: strategies and optimizations (1995).
    """
    groups = [tsearch.group_of(group, known, tables.common) for group in query.groups]
    numbers = _estimates(connection, tables, query, known)
    telling = [place for place, number in enumerate(numbers) if 0 < number <= COMMON * documents]
    telling = telling or [place for place, number in enumerate(numbers) if number]
    telling.sort(key=lambda place: numbers[place])
    weights = {place: log(1 + documents / numbers[place]) for place in telling}
    found: list[tuple[str, float]] = []
    asked, best = 0, 0.0
    while asked < len(telling) and sum(weights[place] for place in telling[asked:]) >= NEAR_BEST * best:
        more = _rarest(telling[asked:], numbers)
        if found and sum(numbers[place] for place in telling[: asked + more]) > MOST_CANDIDATES:
            return _Loose(_near(found, best), partial=True)
        asked += more
        words = tsearch.any_of([groups[place] for place in telling[:asked]], query, known, tables.common)
        found = _weighed(connection, tables, words, {groups[place]: weights[place] for place in telling})
        best = max((weight for _ref, weight in found), default=0.0)
    return _Loose(_near(found, best))


def _rarest(places: Sequence[int], numbers: Sequence[int]) -> int:
    """How many of some groups to look for next: at least one, and no more than bring so many documents."""
    total = 0
    for count, place in enumerate(places):
        total += numbers[place]
        if count and total > FEW_CANDIDATES:
            return count
    return len(places)


def _weighed(connection: Connection, tables: Tables, words: str, weights: dict[str, float]) -> list[tuple[str, float]]:
    """(ref, weight) of the documents that match."""
    values: dict[str, Any] = {"words": words}
    parts = []
    for number, (group, weight) in enumerate(weights.items()):
        values |= {f"group_{number}": group, f"weight_{number}": weight}
        parts.append(
            f"CASE WHEN vector @@ CAST(:group_{number} AS tsquery) THEN CAST(:weight_{number} AS float8) ELSE 0 END"
        )
    statement = (
        # Put together with nothing, a vector is fetched once and not for every group.
        f"SELECT ref, {' + '.join(parts)} AS weight FROM (SELECT ref, vector || CAST('' AS tsvector) AS vector"
        f" FROM {tables.documents} WHERE vector @@ CAST(:words AS tsquery) OFFSET 0) AS found"
    )
    return [(row.ref, row.weight) for row in _run(connection, statement, values)]


def _near(found: Sequence[tuple[str, float]], best: float) -> dict[str, float]:
    """Refs with the share that each has of the weight of the best."""
    return {ref: weight / best for ref, weight in found if weight and weight >= NEAR_BEST * best}


def _estimates(connection: Connection, tables: Tables, query: Query, known: _Beginnings) -> list[int]:
    """How many documents have each group, at most: of a phrase as many as have its rarest word."""
    words_of = {
        term: [known.keys(tsearch.as_lexeme(term.words[0][0]))]
        if term.is_prefix
        else [[tsearch.as_lexeme(key) for key in word] for word in term.words]
        for group in query.groups
        for term in group
    }
    keys = {key for words in words_of.values() for word in words for key in word}
    found = _frequencies(connection, tables, sorted(keys))
    numbers = {
        term: min(sum(sum(found.get(key, (0, 0))) for key in word) for word in words)
        for term, words in words_of.items()
    }
    return [sum(numbers[term] for term in group) for group in query.groups]


def _frequencies(connection: Connection, tables: Tables, keys: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Of each key that the index has, how many documents have it in their text and in their quote."""
    statement = f"SELECT key, in_text, in_quote FROM {tables.keys} WHERE key = ANY(CAST(:keys AS text[])) AND key <> ''"
    return {row.key: (row.in_text, row.in_quote) for row in _run(connection, statement, {"keys": list(keys)})}


def frequencies(connection: Connection, tables: Tables, keys: Sequence[str]) -> dict[str, int]:
    """Of each key that is in a text, in how many."""
    asked = {tsearch.as_lexeme(key): key for key in keys}
    found = _frequencies(connection, tables, list(asked))
    return {asked[lexeme]: in_text for lexeme, (in_text, _in_quote) in found.items() if in_text}


def common(connection: Connection, tables: Tables) -> frozenset[str]:
    """The keys of common words, as the index has them now."""
    texts = _number(connection, tables)
    rows = _run(
        connection,
        f"SELECT key, in_text FROM {tables.keys} WHERE in_text >= :least",
        {"least": tsearch.COMMON_SHARE * texts},
    )
    return tsearch.common_keys({row.key: row.in_text for row in rows}, texts)


def alike(connection: Connection, tables: Tables, key: str, most: int) -> dict[str, int]:
    """Keys about as long that begin or end as a key does, with the number of texts that have each."""
    statement = (
        f"SELECT key, in_text FROM {tables.keys} WHERE length(key) BETWEEN :least AND :most AND in_text > 0"
        f" AND (left(key, 2) = :beginning OR right(key, 2) = :ending) ORDER BY in_text DESC, key LIMIT {most}"
    )
    lexeme = tsearch.as_lexeme(key)
    values = {
        "least": max(len(lexeme) - 2, 1), "most": len(lexeme) + 2, "beginning": lexeme[:2], "ending": lexeme[-2:]
    }  # fmt: skip
    return {row.key: row.in_text for row in _run(connection, statement, values)}


def _ranked(connection: Connection, asking: Asking, after: Position | None, limit: int, total: int) -> list[Any]:
    """Matches by their rank. Of very many, those that are ranked come first, then the others in their precedence."""
    many = total > RANKED
    rows: list[Any] = []
    if after is None or after[0] >= LEAST_RANK:
        rows = _run(
            connection,
            f"WITH front AS (SELECT ref, created, tie, newest, vector FROM"
            f" {asking.tables.documents} WHERE {asking.where()} {_by_precedence(asking.walks(RANKED, total), RANKED) if many else ''}),"
            f" scored AS (SELECT ref, created, tie, {_value(asking)} AS value FROM front)"
            f" SELECT ref, created, tie, value FROM scored WHERE {_further('value', after)}"
            " ORDER BY value DESC, created DESC, tie DESC LIMIT :limit",
            asking.values | _position(after) | {"limit": limit},
        )
    if len(rows) >= limit or not many:
        return rows
    return rows + _unranked(connection, asking, after, limit - len(rows), asking.walks(RANKED, total))


def _unranked(connection: Connection, asking: Asking, after: Position | None, limit: int, walk: bool) -> list[Any]:
    """Matches beyond those that are ranked: none of them comes before these in precedence."""
    if after is None or after[0] >= LEAST_RANK:
        further, skipped, values = "true", RANKED, {}
    else:
        further = "(precedence, created, tie) < (:after_value, :after_created, :after_tie)"
        skipped, values = 0, _position(after)
    return _run(
        connection,
        f"SELECT ref, created, tie, precedence AS value FROM {asking.tables.documents}"
        f" WHERE {asking.where()} AND {further} {_by_precedence(walk, limit)} OFFSET {skipped}",
        asking.values | values,
    )


def _by_precedence(walk: bool, limit: int) -> str:
    # The sum with nothing keeps the planner from walking an index through documents of which hardly any matches.
    return f"ORDER BY precedence{'' if walk else ' + 0'} DESC, created DESC, tie DESC LIMIT {limit}"


def _value(asking: Asking) -> str:
    """The rank as a whole number: words of the text weigh more than quoted ones, short texts more than long ones."""
    rank = "ts_rank('{0,0,0.4,1}', vector, CAST(:ranking AS tsquery), 1)"
    if asking.is_loose:
        rank = f"(0.9 * (CAST(:shares AS float8[]))[array_position(CAST(:refs AS text[]), ref)] + 0.1 * {rank})"
    whole = f"least({MOST_RANK}, {LEAST_RANK} + floor({PRESENT} * {rank}))"
    return f"(CASE WHEN newest THEN {PRESENT} ELSE 0 END + {whole})::bigint"


def _ordered(
    connection: Connection, asking: Asking, value: str, order: str, after: Position | None, limit: int, walk: bool
) -> list[Any]:
    return _run(
        connection,
        f"SELECT ref, created, tie, {value} AS value FROM {asking.tables.documents}"
        f" WHERE {asking.where()} AND {_further(value, after)}"
        f" ORDER BY {order if walk else order.replace('created', 'created + 0', 1)} LIMIT :limit",
        asking.values | _position(after) | {"limit": limit},
    )


def _further(value: str, after: Position | None) -> str:
    return "true" if after is None else f"({value}, created, tie) < (:after_value, :after_created, :after_tie)"


def _position(after: Position | None) -> dict[str, int]:
    if after is None:
        return {}
    return dict(zip(("after_value", "after_created", "after_tie"), after, strict=True))


def _number(connection: Connection, tables: Tables) -> int:
    rows = _run(connection, f"SELECT in_text FROM {tables.keys} WHERE key = ''", {})
    return rows[0].in_text if rows else 0


def _run(connection: Connection, statement: str, values: dict[str, Any]) -> list[Any]:
    return list(connection.execute(text(statement), values))
