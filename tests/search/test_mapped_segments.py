"""Segments are read from their mapped files, as a file in memory would be read."""

import io
import mmap
import pickle

from hypothesis import given
from hypothesis import strategies as st

from reform_portal.search.engines.documents import Filters
from reform_portal.search.engines.whoosh_engine import WhooshEngine, _Mapped, _Window
from reform_portal.search.query import parse
from tests.search.indexes import many_documents

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("read"), st.integers(-1, 40)),
        st.tuples(st.just("seek"), st.integers(0, 40)),
    ),
    max_size=12,
)


@given(st.binary(max_size=30), STEPS)
def test_window_is_read_as_a_file(content, steps):
    window, file = _Window(memoryview(content)), io.BytesIO(content)
    for name, number in steps:
        assert getattr(window, name)(number) == getattr(file, name)(number)
        assert window.tell() == file.tell()


def test_what_is_read_line_by_line_or_into_something_is_read_too():
    told = {"земля": [1, 2, 3]}
    content = pickle.dumps(told, 0)
    assert pickle.load(_Window(memoryview(content))) == told
    window, into = _Window(memoryview(b"abcdef")), bytearray(4)
    assert window.readinto(into) == 4 and bytes(into) == b"abcd"
    assert window.seek(-1, io.SEEK_END) == 5 and window.read() == b"f" and window.read() == b""
    assert window.seek(-2, io.SEEK_CUR) == 4


def test_segments_are_not_copied(tmp_path):
    """A copy in each process of the service is what this is against."""
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild(many_documents(50))
    assert engine.search(parse("земля"), Filters()).total
    storages = [segment.reader.storage().a for segment in engine._view.segments]
    assert storages
    for storage in storages:
        parts = [storage.open_file(name) for name in storage.list()]
        assert parts and all(isinstance(part, _Mapped) and isinstance(part._buf.obj, mmap.mmap) for part in parts)
