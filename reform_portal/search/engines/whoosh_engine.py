"""Whoosh: embedded, written by the worker alone. The only importer of whoosh.

The index can always be made anew, so nothing of it is precious: a folder ``current`` names holds the
index that serves; a rebuild writes another folder and then changes the name.
"""

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from whoosh import collectors, fields, index, query, sorting
from whoosh.analysis import Token, Tokenizer
from whoosh.searching import Searcher

from ..language import words
from ..query import Query, Term
from .documents import BrokenIndex, Document, Filters, Hits

FORMAT = "v1"
TIME_LIMIT = 1.0
BATCH = 2000


class KeyTokenizer(Tokenizer):
    """Words of a text under their keys, several keys of one word at one position."""

    def __call__(
        self, value: str, positions: bool = False, chars: bool = False, mode: str = "", **_more: Any
    ) -> Iterator[Token]:
        token = Token(positions, chars, mode=mode)
        for position, word in enumerate(words(value)):
            for key in word.keys:
                token.text = key
                token.boost = 1.0
                token.stopped = False
                token.pos = position
                token.startchar, token.endchar = word.start, word.end
                yield token


def _schema() -> fields.Schema:
    return fields.Schema(
        ref=fields.ID(unique=True, stored=True),
        kind=fields.ID(sortable=True),
        draft=fields.ID(sortable=True),
        stance=fields.ID(),
        text=fields.TEXT(analyzer=KeyTokenizer(), phrase=True),
        quote=fields.TEXT(analyzer=KeyTokenizer(), phrase=True),
        created=fields.NUMERIC(int, bits=64, sortable=True),
        supports=fields.NUMERIC(int, sortable=True),
    )


class WhooshEngine:
    """An index under ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: tuple[str, Any] | None = None

    def search(self, query_tree: Query, filters: Filters, sort: str, offset: int, limit: int) -> Hits:
        """A page of matches. Raises BrokenIndex; ``partial`` says that time ran out."""
        if query_tree.is_empty:
            return Hits(0, ())
        wanted, kept = _whoosh_query(query_tree), _filter(filters)
        try:
            with self._open().searcher() as searcher:
                return _collect(searcher, wanted, kept, sort, offset, limit)
        except BrokenIndex:
            raise
        except Exception as error:
            self._mark_broken()
            raise BrokenIndex(str(error)) from error

    def update(self, documents: Iterable[Document], gone: Iterable[str], purge: bool = False) -> None:
        """Add or replace documents and drop others; ``purge`` also removes dropped words from the files.

        Raises BrokenIndex.
        """
        with self._changing(purge) as writer:
            added = list(documents)
            _drop(writer, [*gone, *(document.ref for document in added)])
            for document in added:
                writer.add_document(**_fields(document))

    def drop_draft_clauses(self, draft: str) -> None:
        """Drop all clauses of a draft: its newest version is about to be added."""
        with self._changing() as writer:
            writer.delete_by_query(query.And([query.Term("draft", draft), query.Term("kind", "clause")]))

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Make a new index beside the one that serves, then let it serve; returns how many documents it holds."""
        name = f"{FORMAT}-{secrets.token_hex(6)}"
        target = self.folder / name
        target.mkdir(parents=True, mode=0o700)
        made = index.create_in(str(target), _schema())
        count = 0
        with _writer(made, limitmb=64) as writer:
            for document in documents:
                writer.add_document(**_fields(document))
                count += 1
        self._let_serve(name)
        return count

    def is_sound(self) -> bool:
        """Whether the serving index opens, holds its files and nobody met an error in it."""
        if (self.folder / "broken").exists():
            return False
        try:
            with self._open(fresh=True).searcher() as searcher:
                searcher.doc_count()
                for field in ("text", "ref"):
                    next(iter(searcher.lexicon(field)), None)
        except Exception:
            return False
        return True

    @contextlib.contextmanager
    def _changing(self, purge: bool = False) -> Iterator[Any]:
        """A writer on the serving index; whatever cannot be read there is a BrokenIndex."""
        try:
            with _writer(self._open(), purge) as writer:
                yield writer
        except (BrokenIndex, TimeoutError):
            raise
        except Exception as error:
            self._mark_broken()
            raise BrokenIndex(str(error)) from error

    def _open(self, fresh: bool = False) -> Any:
        try:
            name = json.loads((self.folder / "current").read_text())["folder"]
            if fresh or self._opened is None or self._opened[0] != name:
                self._opened = (name, index.open_dir(str(self.folder / name), schema=_schema()))
            return self._opened[1]
        except Exception as error:
            self._opened = None
            raise BrokenIndex(str(error)) from error

    def _let_serve(self, name: str) -> None:
        pointer = self.folder / "current.new"
        pointer.write_text(json.dumps({"folder": name}))
        os.replace(pointer, self.folder / "current")
        (self.folder / "broken").unlink(missing_ok=True)
        self._opened = None
        for old in self.folder.glob("v*"):
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)

    def _mark_broken(self) -> None:
        """Ask the worker for a new index."""
        self._opened = None
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / "broken").touch()


@contextlib.contextmanager
def _writer(opened: Any, optimize: bool = False, **options: Any) -> Iterator[Any]:
    """A writer that never leaves its lock behind (Whoosh 2.7.4 does after a failed commit)."""
    try:
        writer = opened.writer(**options)
    except index.LockError as error:
        raise TimeoutError("the index is being written by another process") from error
    except Exception as error:
        raise BrokenIndex(str(error)) from error
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    try:
        writer.commit(optimize=optimize)
    except BaseException:
        if writer.writelock is not None:
            writer.writelock.release()
        raise


def _drop(writer: Any, refs: Iterable[str]) -> None:
    """Delete documents by their ref, with one searcher for all of them."""
    with writer.searcher() as searcher:
        numbers = [searcher.document_number(ref=ref) for ref in refs]
    for number in {number for number in numbers if number is not None}:
        writer.delete_document(number)


def _fields(document: Document) -> dict[str, Any]:
    return {
        "ref": document.ref,
        "kind": document.kind,
        "draft": document.draft,
        "stance": document.stance,
        "text": document.text,
        "quote": document.quote,
        "created": int(document.created_at.timestamp()) if document.created_at else 0,
        "supports": document.supports,
    }


def _whoosh_query(tree: Query) -> Any:
    groups = [query.Or([_term(term) for term in group]) if len(group) > 1 else _term(group[0]) for group in tree.groups]
    wanted = query.And(groups) if len(groups) > 1 else groups[0]
    if tree.without:
        wanted = query.AndNot(wanted, query.Or([_term(term) for term in tree.without]))
    return wanted


def _term(term: Term) -> Any:
    return query.Or([_in_field("text", term, 1.0), _in_field("quote", term, 0.4)])


def _in_field(name: str, term: Term, boost: float) -> Any:
    if term.is_phrase and all(len(word) == 1 for word in term.words):
        return query.Phrase(name, [word[0] for word in term.words], boost=boost)
    if term.is_phrase:
        return query.Sequence([query.Or([query.Term(name, key) for key in word]) for word in term.words], boost=boost)
    parts = [query.Term(name, key, boost=boost) for key in term.words[0]]
    return query.Or(parts) if len(parts) > 1 else parts[0]


def _filter(filters: Filters) -> Any:
    parts = [query.Term(name, value) for name, value in vars(filters).items() if value]
    return query.And(parts) if len(parts) > 1 else (parts[0] if parts else None)


def _collect(searcher: Searcher, wanted: Any, kept: Any, sort: str, offset: int, limit: int) -> Hits:
    order = {
        "newest": sorting.FieldFacet("created", reverse=True),
        "support": sorting.FieldFacet("supports", reverse=True),
    }.get(sort)
    wanted = wanted if kept is None else query.And([wanted, query.ConstantScoreQuery(kept, 0.0)])
    collector = searcher.collector(limit=offset + limit, sortedby=order)
    timed = collectors.TimeLimitCollector(collector, TIME_LIMIT, use_alarm=False)
    partial = False
    try:
        searcher.search_with_collector(wanted, timed)
    except collectors.TimeLimit:
        partial = True
    results = timed.results()
    refs = [(hit["ref"], float(hit.score or 0)) for hit in results[offset : offset + limit]]
    return Hits(len(results), refs, _facets(searcher, wanted), partial)


def _facets(searcher: Searcher, wanted: Any) -> dict[str, dict[str, int]]:
    """Counts by kind and draft without scoring: postings are intersected as sets of numbers."""
    matched = set(searcher.docs_for_query(wanted))
    counts: dict[str, dict[str, int]] = {"kind": {}, "draft": {}}
    for name, found in counts.items():
        for value in searcher.lexicon(name):
            text = value.decode() if isinstance(value, bytes) else value
            number = len(matched.intersection(searcher.docs_for_query(query.Term(name, text))))
            if number:
                found[text] = number
    return counts
