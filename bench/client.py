"""A browser as simple as can be: one kept connection, one cookie jar, forms with their tokens."""

import http.client
import re
import socket
from http.cookies import SimpleCookie
from time import perf_counter
from urllib.parse import urlencode

from .servers import HOST

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Client:
    """Requests to one port; asks for gzip, as browsers do."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.cookies: dict[str, str] = {}

    def get(self, path: str, gzip: bool = True) -> bytes:
        """The body of a page; raises RuntimeError unless the answer is 200."""
        status, body = self._send("GET", path, None, {"Accept-Encoding": "gzip"} if gzip else {})
        if status != 200:
            raise RuntimeError(f"GET {path}: {status}")
        return body

    def post(self, path: str, fields: dict[str, str], keep_cookies: bool = True) -> None:
        """Send a form; raises RuntimeError unless it is taken (303)."""
        status, body = self._send("POST", path, urlencode(fields), FORM, keep_cookies)
        if status != 303:
            raise RuntimeError(f"POST {path}: {status}\n{body.decode(errors='replace')[:2000]}")

    def token_of(self, path: str) -> str:
        """The token of the form on a page."""
        found = _TOKEN.search(self.get(path, gzip=False).decode())
        if found is None:
            raise RuntimeError(f"no form on {path}")
        return found[1]

    def sign_in(self, email: str, password: str) -> None:
        self.post("/sign-in", {"csrf_token": self.token_of("/sign-in"), "email": email, "password": password})

    def stopwatch(self, path: str) -> "Stopwatch":
        return Stopwatch(self._port, path, self._cookie_header())

    def _send(
        self, method: str, path: str, body: str | None, headers: dict[str, str], keep_cookies: bool = True
    ) -> tuple[int, bytes]:
        headers = headers | self._cookie_header()
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server ends connections that were idle for two seconds.
            self._connection.close()
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
        content = response.read()
        for cookie in response.headers.get_all("Set-Cookie") or () if keep_cookies else ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        return response.status, content

    def _cookie_header(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}


class Stopwatch:
    """The same page again and again over one kept connection.

    It reads no more of an answer than it must, so that parsing headers in Python, which would
    cost as much as the server's own work, is not in the figure.
    """

    def __init__(self, port: int, path: str, headers: dict[str, str]) -> None:
        self._port = port
        lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{port}", "Accept-Encoding: gzip"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._request = ("\r\n".join(lines) + "\r\n\r\n").encode()
        self._socket: socket.socket | None = None
        self._used = 0.0

    def milliseconds(self) -> float:
        """From sending the request to the last byte of the answer."""
        open_socket = self._connected()
        began = perf_counter()
        open_socket.sendall(self._request)
        self._read(open_socket)
        self._used = perf_counter()
        return 1000 * (self._used - began)

    def _connected(self) -> socket.socket:
        # The server ends connections that were idle for two seconds.
        if self._socket is None or perf_counter() - self._used > 1:
            self._socket = socket.create_connection((HOST, self._port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _read(self, open_socket: socket.socket) -> None:
        answer = bytearray()
        whole = None
        while whole is None or len(answer) < whole:
            chunk = open_socket.recv(1 << 18)
            if not chunk:
                raise RuntimeError("the server ended the connection in the middle of an answer")
            answer += chunk
            if whole is None:
                whole = _length(answer)
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(bytes(answer[:200]).decode(errors="replace"))


def _length(answer: bytearray) -> int | None:
    """The length of an answer with its head, as soon as the head is there."""
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return None
    length = _CONTENT_LENGTH.search(answer, 0, end + 2)
    if length is None:
        raise RuntimeError("an answer without a length")
    return end + 4 + int(length[1])
