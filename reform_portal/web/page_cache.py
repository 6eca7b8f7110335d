"""Whole pages for signed-out readers, kept under (address, language) as long as their draft has the same revision.

WSGI, in front of the application: a kept page is answered before Flask is entered. A view asks for
its page to be kept with ``X-Portal-Keep: <slug>@<revision>`` (and ``X-Portal-Keep-Until: <epoch second>``);
a request that carries a session cookie is never answered from here and never kept.
"""

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from ..core.headers import KEPT_SHORTLY

KEEP, KEEP_UNTIL = "X-Portal-Keep", "X-Portal-Keep-Until"
LONGEST = 600
MOST_BYTES = 32 * 1024 * 1024
MOST_QUERY = 300


@dataclass
class Kept:
    """A page as it is sent, plain and (from the second time on) compressed."""

    slug: str
    revision: int
    until: float
    etag: str
    headers: list[tuple[str, str]]
    body: bytes
    compressed: bytes = b""


class PageCache:
    """``revision_of`` tells the present revision of a draft, or None when it is gone."""

    def __init__(self, wsgi: Callable, revision_of: Callable[[str], int | None], session_cookie: str) -> None:
        self.wsgi = wsgi
        self.revision_of = revision_of
        self.session_cookie = session_cookie
        self._pages: OrderedDict[tuple[str, str], Kept] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        if not self._may_be_kept(environ):
            return self.wsgi(environ, _without_marks(start_response))
        key = (environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""))
        kept = self._pages.get(key)
        if kept is not None and kept.until > time.time() and self.revision_of(kept.slug) == kept.revision:
            return _answer(kept, environ, start_response)
        return self._fetch(key, environ, start_response)

    def _may_be_kept(self, environ: dict[str, Any]) -> bool:
        return (
            environ.get("REQUEST_METHOD") in ("GET", "HEAD")
            # Any cookie header that so much as names the session: how a name is written is not ours to judge.
            and self.session_cookie not in environ.get("HTTP_COOKIE", "")
            and len(environ.get("QUERY_STRING", "")) <= MOST_QUERY
        )

    def _fetch(self, key: tuple[str, str], environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        """Pass the request on; a page that may be kept is gathered, kept and answered as kept."""
        caught: dict[str, Any] = {}

        def catch(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            caught.update(status=status, marks=dict(headers), headers=_plain(headers))
            if self._is_keepable(caught) and environ["REQUEST_METHOD"] == "GET":
                return lambda data: None
            return start_response(status, caught["headers"], exc_info)

        chunks = self.wsgi(environ, catch)
        if not self._is_keepable(caught) or environ["REQUEST_METHOD"] != "GET":
            return chunks
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        kept = _make(body, caught)
        self._keep(key, kept)
        # The reader who waits for a fresh page does not also wait for its compression.
        return _answer(kept, environ, start_response, compress=False)

    def _is_keepable(self, caught: dict[str, Any]) -> bool:
        return (
            caught.get("status", "").startswith("200")
            and KEEP in caught["marks"]
            and "Set-Cookie" not in caught["marks"]
        )

    def _keep(self, key: tuple[str, str], kept: Kept) -> None:
        with self._lock:
            self._forget(key)
            self._pages[key] = kept
            self._bytes += len(kept.body)
            while self._bytes > MOST_BYTES:
                self._forget(next(iter(self._pages)))

    def _forget(self, key: tuple[str, str]) -> None:
        old = self._pages.pop(key, None)
        if old is not None:
            self._bytes -= len(old.body)


def _make(body: bytes, caught: dict[str, Any]) -> Kept:
    slug, _at, revision = caught["marks"][KEEP].rpartition("@")
    until = min(float(caught["marks"].get(KEEP_UNTIL, "inf")), time.time() + LONGEST)
    etag = '"' + hashlib.sha256(body).hexdigest()[:24] + '"'
    dropped = ("content-length", "cache-control", "etag", "vary")
    headers = [(name, value) for name, value in caught["headers"] if name.lower() not in dropped]
    headers += [
        ("Cache-Control", KEPT_SHORTLY),
        ("ETag", etag),
        ("Vary", "Cookie, Accept-Encoding"),
    ]
    return Kept(slug, int(revision), until, etag, headers, body)


def _answer(kept: Kept, environ: dict[str, Any], start_response: Callable, compress: bool = True) -> Iterable[bytes]:
    if kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", kept.headers)
        return [b""]
    body, headers = kept.body, kept.headers
    if compress and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        kept.compressed = kept.compressed or gzip.compress(kept.body, 6, mtime=0)
        body, headers = kept.compressed, [*headers, ("Content-Encoding", "gzip")]
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _plain(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name not in (KEEP, KEEP_UNTIL)]


def _without_marks(start_response: Callable) -> Callable:
    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        return start_response(status, _plain(headers), exc_info)

    return start
