"""What engines are tried with: documents, and a search among them that looks at every one."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from reform_portal.core.clock import in_kyiv
from reform_portal.search.engines.documents import FACETS, KINDS, Document, Engine, Filters, Hits
from reform_portal.search.language import words
from reform_portal.search.query import Query, Term, parse

STANCES = ("", "support", "oppose", "question")
VOCABULARY = (
    "земля", "землею", "вода", "плата", "строк", "громада", "об'єкт", "об’єктом", "Київ", "Києва", "мати", "має",
    "бізнес-план", "план", "ст. 5", "8,5", "закон", "перший", "грн", "land", "fees", "Украiни", "ґрунт", "на", "і",
)  # fmt: skip
NAMES = ("Олена Коваль", "Петро Гнатюк", "Олена Гнатюк", "")


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


def many_documents(number: int, seed: int = 5) -> list[Document]:
    """Documents of few words and few facts, so that all of these meet."""
    chance = random.Random(seed)
    return [one_document(f"c:{place}", chance) for place in range(number)]


def one_document(ref: str, chance: random.Random) -> Document:
    kind = chance.choice(KINDS)
    return Document(
        ref,
        kind,
        chance.choice(("land", "water", "air")),
        " ".join(chance.choices(VOCABULARY, k=chance.randint(1, 9))),
        " ".join(chance.choices(VOCABULARY, k=chance.choice((0, 0, 3)))),
        chance.choice(STANCES) if kind == "comment" else "",
        # Late evenings, which are the next day in Kyiv; few instants, so that many are equal.
        datetime(2026, 1, 1, 23, tzinfo=UTC) + timedelta(hours=6 * chance.randint(0, 12)),
        chance.randint(0, 3),
        chance.randint(0, 4),
        chance.choice(NAMES),
        kind == "comment" and chance.random() < 0.4,
        chance.random() < 0.8,
    )


def search_all(documents: Iterable[Document], query: Query, filters: Filters) -> tuple[set[str], dict[str, Any]]:
    """(refs that match, facets), found by looking at every document."""
    found = [document for document in documents if matches(document, query) and by_author(document, filters)]
    facets = {}
    for name in FACETS:
        counts = Counter(value_of(document, name) for document in found if passes(document, filters, but=name))
        facets[name] = {value: number for value, number in counts.items() if value}
    return {document.ref for document in found if passes(document, filters)}, facets


def matches(document: Document, query: Query) -> bool:
    groups = [any(has(document, term) for term in group) for group in query.groups]
    return all(groups) and not any(has(document, term) for term in query.without)


def has(document: Document, term: Term) -> bool:
    return any(has_in(text, term) for text in (document.text, document.quote))


def has_in(text: str, term: Term) -> bool:
    keys = [set(word.keys) for word in words(text)]
    if term.is_prefix:
        return any(key.startswith(term.words[0][0]) for one in keys for key in one)
    starts = range(len(keys) - len(term.words) + 1)
    return any(all(keys[start + i] & set(word) for i, word in enumerate(term.words)) for start in starts)


def by_author(document: Document, filters: Filters) -> bool:
    name = {key for word in words(document.author) for key in word.keys}
    return all(name & set(keys) for keys in filters.author)


def passes(document: Document, filters: Filters, but: str = "") -> bool:
    rules: dict[str, Callable[[], bool]] = {
        "draft": lambda: filters.draft in ("", document.draft),
        "kind": lambda: filters.kind in ("", document.kind),
        "stance": lambda: filters.stance in ("", document.stance),
        "answered": lambda: (
            filters.answered is None or (document.kind == "comment" and document.answered == filters.answered)
        ),
        "clause": lambda: filters.provisions is None or document.provision in filters.provisions,
        "day": lambda: (
            (filters.since is None or document.created >= filters.since.timestamp())
            and (filters.until is None or document.created < filters.until.timestamp())
        ),
    }
    return all(rule() for name, rule in rules.items() if name != but)


def value_of(document: Document, facet: str) -> str:
    if facet == "clause":
        return str(document.provision or "")
    if facet == "answered":
        return {True: "yes", False: "no"}[document.answered] if document.kind == "comment" else ""
    if facet == "day":
        return in_kyiv(document.created_at).date().isoformat()
    return getattr(document, facet)


def ask(engine: Engine, typed: str, sort: str = "relevance", limit: int = 100, **filters: Any) -> Hits:
    return engine.search(parse(typed), Filters(**filters), sort, None, limit)


def found(engine: Engine, typed: str, sort: str = "relevance", **filters: Any) -> list[str]:
    """Refs of what matches, in their order."""
    return [ref for ref, _score in ask(engine, typed, sort, **filters).refs]


def pages(engine: Engine, query: Query, filters: Filters, sort: str, limit: int) -> list[Sequence[str]]:
    """The refs of page after page."""
    after, read = None, []
    while True:
        hits = engine.search(query, filters, sort, after, limit)
        read.append([ref for ref, _score in hits.refs])
        after = hits.next
        if after is None:
            return read
