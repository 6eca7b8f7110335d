"""The embedded index: what it finds, in what order, and how it comes back when it breaks."""

import gc
import json
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reform_portal.search.engines import postings
from reform_portal.search.engines.documents import BrokenIndex, Document, Filters
from reform_portal.search.engines.whoosh_engine import WhooshEngine
from reform_portal.search.query import parse


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


DOCUMENTS = (
    Document("k:1", "clause", "land", "Земля громади належить громаді", created_at=day(1)),
    Document("c:a", "comment", "land", "Плата за землю висока", "розмір плати", "oppose", day(2), 5),
    Document("c:b", "comment", "water", "Вода і земля поряд", "", "support", day(3), 9),
    Document("c:c", "comment", "land", "Строк задовгий", "календарних днів", "oppose", day(4), 1),
)


@pytest.fixture
def engine(tmp_path):
    made = WhooshEngine(tmp_path / "index")
    made.rebuild(DOCUMENTS)
    return made


def found(engine, typed: str, sort: str = "relevance", **filters) -> list[str]:
    return [ref for ref, _score in engine.search(parse(typed), Filters(**filters), sort).refs]


def test_update_replaces_and_drops(engine):
    engine.update([Document("c:a", "comment", "land", "Тепер про рибу")], ["c:b"])
    assert found(engine, "риба") == ["c:a"]
    assert set(found(engine, "земля")) == {"k:1"}
    engine.update([Document("c:a", "comment", "land", "Тепер про рибу")], ["c:b", "c:unknown"])
    assert found(engine, "риба") == ["c:a"]


def test_clauses_of_a_draft_are_dropped_together(engine):
    engine.drop_draft_clauses("land")
    assert set(found(engine, "земля")) == {"c:a", "c:b"}


def test_rebuild_replaces_everything_and_leaves_one_folder(engine):
    assert engine.rebuild(DOCUMENTS[:1]) == 1
    assert found(engine, "земля") == ["k:1"]
    assert len(list(engine.folder.glob("v*"))) == 1


def test_failed_rebuild_leaves_nothing_on_the_disk(engine):
    """It is tried again every few seconds; with a full disk each try would take more of it."""

    def documents():
        yield DOCUMENTS[0]
        raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        engine.rebuild(documents())
    assert list(engine.folder.glob("v*")) == [serving(engine)]


def test_two_rebuilds_at_once_follow_each_other(engine):
    other, done = WhooshEngine(engine.folder), []
    second = threading.Thread(target=lambda: done.append(other.rebuild(DOCUMENTS[:2])))

    def documents():
        yield DOCUMENTS[0]
        second.start()
        second.join(0.3)
        assert not done, "two make an index at once and delete each other's folders"

    assert engine.rebuild(documents()) == 1
    second.join()
    assert done == [2] and engine.is_sound() and len(list(engine.folder.glob("v*"))) == 1
    assert set(found(engine, "земля")) == {"k:1", "c:a"}


def test_erasing_deletes_what_a_killed_rebuild_left(engine):
    stray = engine.folder / "v2-simplemma-0123456789ab"
    shutil.copytree(serving(engine), stray)
    engine.update((), ["c:a"])
    assert stray.exists()
    engine.update((), (), purge=True)
    assert not stray.exists() and set(found(engine, "земля")) == {"k:1", "c:b"}


def test_rebuild_of_nothing_is_sound(engine):
    assert engine.rebuild(()) == 0
    assert engine.is_sound() and found(engine, "земля") == []


def test_another_process_sees_the_new_index(engine):
    other = WhooshEngine(engine.folder)
    assert len(found(other, "земля")) == 3
    engine.rebuild(DOCUMENTS[:1])
    assert found(other, "земля") == ["k:1"]
    engine.update(DOCUMENTS[1:2], ())
    assert set(found(other, "земля")) == {"k:1", "c:a"}


def test_search_works_in_any_thread(engine):
    answers = []
    thread = threading.Thread(target=lambda: answers.append(set(found(engine, "земля"))))
    thread.start()
    thread.join()
    assert answers == [{"k:1", "c:a", "c:b"}]


@pytest.mark.parametrize(
    "typed",
    [
        '* NOT "[TO] a* ~ ((((',
        "\x00",
        "а" * 10_000,
        "а " * 5_000,
        '"' * 299,
        "text:земля",
        "ref:c:a",
        "*:*",
        "[а TO я]",
    ],
)
def test_hostile_query_is_only_words(engine, typed):
    hits = engine.search(parse(typed), Filters(draft=typed[:80]))
    assert hits.total >= 0 and not (engine.folder / "broken").exists()


# Breaking and healing


def serving(engine: WhooshEngine) -> Path:
    return engine.folder / json.loads((engine.folder / "current").read_text())["folder"]


def remove_everything(engine):
    for path in sorted(engine.folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def remove_pointer(engine):
    (engine.folder / "current").unlink()


def spoil_pointer(engine):
    (engine.folder / "current").write_text("{")


def point_to_nothing(engine):
    (engine.folder / "current").write_text('{"folder": "v1-none"}')


def remove_segments(engine):
    for path in serving(engine).glob("*.seg"):
        path.unlink()


def spoil_segments(engine):
    for path in serving(engine).glob("*.seg"):
        path.write_bytes(b"\x00" * path.stat().st_size)


def cut_segments(engine):
    for path in serving(engine).glob("*.seg"):
        path.write_bytes(path.read_bytes()[:100])


def spoil_contents(engine):
    for path in serving(engine).glob("*.toc"):
        path.write_bytes(b"garbage")


BREACHES = (
    remove_everything,
    remove_pointer,
    spoil_pointer,
    point_to_nothing,
    remove_segments,
    spoil_segments,
    cut_segments,
    spoil_contents,
)


# Whoosh leaves a file that it could not read to the garbage collector.
LEAVES_FILES_OPEN = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def outcome(act: Callable[[], object]) -> str:
    """The name of the error that an act ends with; what hangs on it is collected at once."""
    try:
        act()
    except Exception as error:
        name = type(error).__name__
    else:
        name = ""
    gc.collect()
    return name


@LEAVES_FILES_OPEN
@pytest.mark.parametrize("breach", BREACHES)
def test_broken_index_says_so_and_comes_back(engine, breach):
    assert engine.is_sound()
    breach(engine)
    fresh = WhooshEngine(engine.folder)
    assert not fresh.is_sound()
    assert outcome(lambda: fresh.search(parse("земля"), Filters())) == "BrokenIndex"
    assert fresh.rebuild(DOCUMENTS) == 4
    assert fresh.is_sound() and len(found(fresh, "земля")) == 3


@LEAVES_FILES_OPEN
@pytest.mark.parametrize("breach", [remove_everything, remove_pointer, spoil_pointer, point_to_nothing, spoil_contents])
def test_broken_index_cannot_be_written(engine, breach):
    breach(engine)
    assert outcome(lambda: WhooshEngine(engine.folder).update(DOCUMENTS[:1], ["c:a"])) == "BrokenIndex"


@LEAVES_FILES_OPEN
@pytest.mark.parametrize("breach", [remove_segments, spoil_segments, cut_segments])
def test_index_with_unreadable_segments_cannot_be_written(engine, breach):
    breach(engine)
    assert outcome(lambda: WhooshEngine(engine.folder).update(DOCUMENTS[:1], ["c:a"])) == "BrokenIndex"


def test_error_met_by_a_reader_is_remembered_for_the_worker(engine):
    remove_segments(engine)
    with pytest.raises(BrokenIndex):
        WhooshEngine(engine.folder).search(parse("земля"), Filters())
    assert (engine.folder / "broken").exists() and not engine.is_sound()


def test_failed_write_leaves_no_lock(engine):
    assert outcome(lambda: engine.update([Document("c:x", "comment", "land", 5)], ()))  # type: ignore[arg-type]
    engine.update([Document("c:x", "comment", "land", "риба")], ())
    assert found(engine, "риба") == ["c:x"]


def test_query_that_takes_too_long_is_answered_in_part(engine, monkeypatch):
    monkeypatch.setattr(postings, "SECONDS", -1.0)
    assert engine.search(parse("земля вода"), Filters()).partial
    assert engine.search(parse("земля вода плата строк").loosened(), Filters()).partial
    monkeypatch.undo()
    assert not engine.search(parse("земля вода"), Filters()).partial
