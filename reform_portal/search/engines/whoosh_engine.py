"""Whoosh: embedded, written by the worker alone. The only importer of whoosh.

Whoosh keeps the index: it writes segments, merges them, deletes in them, finds a key's posting list in them. What a
query asks is worked out over these lists as arrays (``postings``), for its own matchers go from document to document
and take a second for a phrase of common words.

The index can always be made anew, so nothing of it is precious: a folder ``current`` names holds the index that
serves; a rebuild writes another folder and then changes the name.
"""

import contextlib
import io
import json
import os
import secrets
import shutil
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh import columns, fields, formats, index, query
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3LeafMatcher
from whoosh.filedb import compound
from whoosh.filedb.structfile import BufferFile
from whoosh.index import TOC
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.util.filelock import FileLock

from ...core import lemmas
from ..language import Word, words
from ..query import Query
from . import postings
from .documents import BrokenIndex, Document, Filters, Hits, Position
from .vocabulary import nearest

FORMAT = "v2"
KEPT_BYTES = 24 * 1024 * 1024
MOST_BEGINNINGS = 64
KEYS_LOOKED_AT = 2000
LOCK_PATIENCE = 20.0
TRIES = 10
# Seconds after which all of the index is read again to see whether it can be.
LOOK_EVERY = 20.0


class _Window(io.RawIOBase):
    """A part of a mapped file, read as a file."""

    def __init__(self, content: memoryview) -> None:
        self._content, self._at = content, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._content)}[whence] + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        end = len(self._content) if size is None or size < 0 else self._at + size
        found = bytes(self._content[self._at : end])
        self._at += len(found)
        return found

    def readinto(self, into: Any) -> int:
        found = self.read(len(into))
        into[: len(found)] = found
        return len(found)


class _Mapped(BufferFile):
    """A part of a segment that stays in its mapped file.

    Whoosh's own copies it, so that every process of the service would hold the whole index for itself.
    """

    def __init__(self, buf: memoryview, name: str | None = None, onclose: Any = None) -> None:
        super().__init__(b"", name, onclose)
        self._buf, self.file = buf, _Window(buf)


compound.BufferFile = _Mapped


class Places(formats.Format):
    """Posting values: where a word stands, as numbers of four bytes."""

    def __init__(self) -> None:
        super().__init__(field_boost=1.0)

    def fixed_value_size(self) -> int:
        """No two values need be of one size."""
        return -1


class Keyed(fields.FieldType):
    """A field whose words are found under their keys, several keys of a word at one position."""

    def __init__(self) -> None:
        super().__init__(Places(), None)

    def index(self, value: Iterable[Word], **_more: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        places: dict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(value):
            for key in word.keys:
                places[key].append(position)
        for key, found in places.items():
            yield _bytes(key), len(found), float(len(found)), postings.encoded_places(found)


def _schema() -> fields.Schema:
    return fields.Schema(
        ref=fields.ID(unique=True, stored=True),
        clauses_of=fields.ID(),
        draft=fields.ID(),
        text=Keyed(),
        quote=Keyed(),
        author=Keyed(),
        facts=fields.COLUMN(columns.FixedBytesColumn(postings.RECORD.itemsize)),
    )


class _Codec(W3Codec):
    """Whoosh's own, in large blocks without compression: they are read whole, and positions hardly shrink."""

    def __init__(self) -> None:
        super().__init__(blocklimit=1024, compression=0)

    def field_writer(self, storage: Any, segment: Any) -> Any:
        return _FieldWriter(self, storage, segment)


class _FieldWriter(W3FieldWriter):
    """Without the lengths of fields, for which Whoosh would look for a file at every posting; ours are facts."""

    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:
        super().add_postings(schema, None, items)


@dataclass(frozen=True)
class _Segment:
    reader: Any
    first: int
    count: int


@dataclass(frozen=True)
class _View:
    """The index as one generation has it."""

    name: str
    generation: int
    segments: Sequence[_Segment]
    snapshot: postings.Snapshot

    def ref(self, number: int) -> str:
        segment = next(one for one in reversed(self.segments) if one.first <= number)
        return segment.reader.stored_fields(number - segment.first)["ref"]


class WhooshEngine:
    """An index under ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self._opened: tuple[str, Any] | None = None
        self._view: _View | None = None
        self._looked: tuple[str, float] | None = None
        self._lists = _Lists()
        self._vocabulary: tuple[tuple[str, int], dict[str, int]] | None = None

    def search(
        self,
        query: Query,
        filters: Filters,
        sort: str = "relevance",
        after: Position | None = None,
        limit: int = 20,
    ) -> Hits:
        with self._reading() as view:
            found = postings.answer(view.snapshot, query, filters, sort, after, limit)
            with self._lock:
                refs = [(view.ref(int(number)), score) for number, score in found.refs]
        return Hits(found.total, refs, found.facets, found.next, found.partial)

    def frequencies(self, keys: Collection[str]) -> dict[str, int]:
        with self._reading() as view:
            counts = {key: postings.count(view.snapshot, "text", key) for key in keys}
        return {key: number for key, number in counts.items() if number}

    def similar(self, key: str, most: int = 5) -> list[str]:
        with self._reading() as view:
            return nearest(key, self._words_of(view), most)

    def update(self, documents: Iterable[Document], gone: Iterable[str], purge: bool = False) -> None:
        with self._changing(purge) as writer:
            added = {document.ref: document for document in documents}
            _drop(writer, [*gone, *added])
            for document in added.values():
                writer.add_document(**_fields(document))
        if purge:
            self._remove_strays()

    def drop_draft_clauses(self, draft: str) -> None:
        with self._changing() as writer:
            writer.delete_by_query(query.Term("clauses_of", draft))

    def rebuild(
        self,
        documents: Iterable[Document],
        progress: Callable[[int], None] = lambda count: None,
        then: Callable[[], None] = lambda: None,
    ) -> int:
        name = f"{_form()}-{secrets.token_hex(6)}"
        with self._alone():
            try:
                count = self._fill(self.folder / name, documents, progress)
            except BaseException:
                shutil.rmtree(self.folder / name, ignore_errors=True)
                raise
            self._let_serve(name, then)
        progress(count)
        return count

    def _fill(self, target: Path, documents: Iterable[Document], progress: Callable[[int], None]) -> int:
        target.mkdir(mode=0o700)
        made = index.create_in(str(target), _schema())
        count = 0
        with _writer(made, limitmb=16) as writer:
            for document in documents:
                writer.add_document(**_fields(document))
                count += 1
                if count % 500 == 0:
                    progress(count)
        return count

    def is_sound(self) -> bool:
        if (self.folder / "broken").exists():
            return False
        try:
            with self._lock:
                name = self._serving()
                if not name.startswith(f"{_form()}-") or not (self.folder / name).is_dir():
                    return False
                if self._looked is None or self._looked[0] != name or time.monotonic() > self._looked[1] + LOOK_EVERY:
                    self._look_through()
                    self._looked = (name, time.monotonic())
        except Exception:
            return False
        return True

    def _look_through(self) -> None:
        """Read everything that can be read at once; raises whatever comes of it."""
        for segment in self._fresh_view(anew=True).segments:
            for field in ("text", "ref"):
                next(iter(segment.reader.lexicon(field)), None)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[_View]:
        """The index as it is now; whatever cannot be read there is a BrokenIndex."""
        try:
            with self._lock:
                view = self._fresh_view()
            yield view
        except BrokenIndex:
            raise
        except Exception as error:
            self._mark_broken()
            raise BrokenIndex(str(error)) from error

    @contextlib.contextmanager
    def _changing(self, purge: bool = False) -> Iterator[Any]:
        """A writer on the serving index; whatever cannot be read there is a BrokenIndex."""
        try:
            with _writer(self._open(self._serving()), purge, timeout=LOCK_PATIENCE) as writer:
                yield writer
        except (BrokenIndex, TimeoutError):
            raise
        except Exception as error:
            self._mark_broken()
            raise BrokenIndex(str(error)) from error

    def _serving(self) -> str:
        try:
            return json.loads((self.folder / "current").read_text())["folder"]
        except Exception as error:
            raise BrokenIndex(str(error)) from error

    def _open(self, name: str, anew: bool = False) -> Any:
        if not name.startswith(f"{_form()}-"):
            raise BrokenIndex(f"made as {name}, wanted is {_form()}")
        with self._lock:
            try:
                if anew or self._opened is None or self._opened[0] != name:
                    self._opened = (name, index.open_dir(str(self.folder / name), schema=_schema()))
                return self._opened[1]
            except Exception as error:
                self._opened = None
                raise BrokenIndex(str(error)) from error

    def _fresh_view(self, anew: bool = False) -> _View:
        """The newest generation; segments that it shares with the one before are not read again."""
        for _try in range(TRIES):
            name = self._serving()
            opened = self._open(name, anew)
            generation = opened.latest_generation()
            before = self._view
            if not anew and before is not None and (before.name, before.generation) == (name, generation):
                return before
            try:
                self._view = self._read_view(name, opened, None if anew else before)
            except FileNotFoundError:
                continue  # a writer has merged segments, or a new index serves, meanwhile
            return self._view
        raise OSError("segments vanish while they are read")

    def _read_view(self, name: str, opened: Any, before: _View | None) -> _View:
        toc = TOC.read(opened.storage, opened.indexname, schema=opened.schema)
        known = {one.reader.segment().segment_id(): one.reader for one in before.segments} if before else {}
        segments: list[_Segment] = []
        facts: list[Any] = []
        gone: list[int] = []
        first = 0
        for segment in toc.segments:
            reader = known.get(segment.segment_id()) or SegmentReader(opened.storage, opened.schema, segment)
            count = segment.doc_count_all()
            segments.append(_Segment(reader, first, count))
            facts.append(_facts(reader, count))
            gone.extend(first + number for number in segment.deleted_docs())
            first += count
        self._lists.forget_all_but(known.keys() & {one.reader.segment().segment_id() for one in segments})
        drafts = {postings.draft_number(slug): slug for one in segments for slug in _lexicon(one.reader, "draft")}

        def list_of(field: str, key: str) -> postings.Postings:
            with self._lock:
                return self._lists.of(segments, field, key)

        def beginning_with(field: str, beginning: str) -> tuple[Sequence[str], bool]:
            with self._lock:
                return _beginnings(segments, field, beginning)

        snapshot = postings.Snapshot(
            postings.joined_facts(facts), postings.alive(first, gone), drafts, list_of, beginning_with
        )
        return _View(name, toc.generation, segments, snapshot)

    def _words_of(self, view: _View) -> dict[str, int]:
        """Keys of the texts and how many documents have each, kept until the index changes."""
        with self._lock:
            mark = (view.name, view.generation)
            if self._vocabulary is None or self._vocabulary[0] != mark:
                found: dict[str, int] = defaultdict(int)
                for segment in view.segments:
                    for key, number in _frequencies(segment.reader, "text"):
                        found[key] += number
                self._vocabulary = (mark, found)
            return self._vocabulary[1]

    def _let_serve(self, name: str, then: Callable[[], None]) -> None:
        self._mark_broken()
        pointer = self.folder / "current.new"
        pointer.write_text(json.dumps({"folder": name}))
        os.replace(pointer, self.folder / "current")
        self._forget()
        then()
        (self.folder / "broken").unlink(missing_ok=True)
        self._remove_all_but(name)

    @contextlib.contextmanager
    def _alone(self, waits: bool = True) -> Iterator[bool]:
        """Whether no other process makes an index now, which is waited for, and none does meanwhile."""
        self.folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        lock = FileLock(str(self.folder / "rebuilding"))
        held = lock.acquire(blocking=waits)
        try:
            yield held
        finally:
            if held:
                lock.release()

    def _remove_strays(self) -> None:
        """Delete what processes left that were killed while they made an index: it has the words of its time."""
        with self._alone(waits=False) as alone:
            if alone:
                self._remove_all_but(self._serving())

    def _remove_all_but(self, name: str) -> None:
        for old in self.folder.glob("v*"):
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)

    def _mark_broken(self) -> None:
        """Ask the worker for a new index."""
        self._forget()
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / "broken").touch()

    def _forget(self) -> None:
        with self._lock:
            self._opened = self._view = self._looked = self._vocabulary = None
            self._lists = _Lists()


class _Lists:
    """Posting lists that were read, per segment, up to ``KEPT_BYTES``; the longest unused go first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str, str], postings.Postings] = OrderedDict()
        self._bytes = 0

    def of(self, segments: Sequence[_Segment], field: str, key: str) -> postings.Postings:
        """The list of a key over all segments, numbered through."""
        found = [(one.first, self._in_segment(one.reader, field, key)) for one in segments]
        return postings.joined([(first, one) for first, one in found if len(one.documents)])

    def forget_all_but(self, segments: Collection[str]) -> None:
        for name in [name for name in self._kept if name[0] not in segments]:
            self._bytes -= self._kept.pop(name).size

    def _in_segment(self, reader: Any, field: str, key: str) -> postings.Postings:
        name = (reader.segment().segment_id(), field, key)
        found = self._kept.get(name)
        if found is None:
            found = postings.postings_of(_blocks(reader, field, key))
            self._kept[name] = found
            self._bytes += found.size
            while self._bytes > KEPT_BYTES and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1].size
        else:
            self._kept.move_to_end(name)
        return found


def _form() -> str:
    """The form of an index: what was made by other lemmas or another schema cannot be asked."""
    return f"{FORMAT}-{lemmas.chosen()}"


def _bytes(key: str) -> bytes:
    # Half a surrogate pair can be typed, but is in no text.
    return key.encode("utf-8", "replace")


def _blocks(reader: Any, field: str, key: str) -> Iterator[tuple[Sequence[int], Sequence[bytes]]]:
    """(gaps between numbers of documents from the number 0 of the first block on, places) of each block of a list."""
    try:
        matcher = reader._terms.matcher(field, _bytes(key), reader.schema[field].format)
    except TermNotFound:
        return
    if not isinstance(matcher, W3LeafMatcher):
        numbers = list(matcher.all_ids())
        yield _gaps(numbers), matcher._values
        return
    while True:
        matcher._read_data()
        yield matcher._data[0], matcher._data[2]
        if matcher._lastblock:
            return
        matcher._next_block()


def _gaps(numbers: Sequence[int]) -> list[int]:
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def _facts(reader: Any, count: int) -> Any:
    column = reader.column_reader("facts", translate=False)
    return postings.records(bytes(column._dbfile.get(column._basepos, count * postings.RECORD.itemsize)))


def _lexicon(reader: Any, field: str) -> Iterator[str]:
    return (value.decode() for value in reader.lexicon(field))


def _frequencies(reader: Any, field: str) -> Iterator[tuple[str, int]]:
    """(key, number of documents that have it) of a field; the number stands at a fixed place of what is kept of a key."""
    terms = reader._terms
    prefix = terms._keycoder(field, b"")
    for key, kept in terms._tindex.items_from(prefix):
        if not key.startswith(prefix):
            return
        yield key[len(prefix) :].decode(), int.from_bytes(kept[5:9])


def _beginnings(segments: Sequence[_Segment], field: str, beginning: str) -> tuple[Sequence[str], bool]:
    """The most frequent keys that begin so, and whether there are more of them."""
    found: dict[str, int] = defaultdict(int)
    wanted = _bytes(beginning)
    cut = False
    for segment in segments:
        for number, (name, key) in enumerate(segment.reader._terms.terms_from(field, wanted)):
            if name != field or not key.startswith(wanted):
                break
            if number >= KEYS_LOOKED_AT:
                cut = True
                break
            found[key.decode()] += segment.reader._terms.doc_frequency(field, key)
    best = sorted(found, key=lambda key: (-found[key], key))
    return best[:MOST_BEGINNINGS], cut or len(best) > MOST_BEGINNINGS


@contextlib.contextmanager
def _writer(opened: Any, optimize: bool = False, **options: Any) -> Iterator[Any]:
    """A writer that never leaves its lock behind (Whoosh 2.7.4 does after a failed commit)."""
    try:
        writer = opened.writer(codec=_Codec(), **options)
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
    text = list(words(document.text))
    found = {
        "ref": document.ref,
        "draft": document.draft,
        "text": text,
        "quote": list(words(document.quote)),
        "author": list(words(document.author)),
        "facts": postings.record_of(document, len(text)),
    }
    return found | ({"clauses_of": document.draft} if document.kind == "clause" else {})
