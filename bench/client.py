"""A browser as simple as can be: one kept connection, one cookie jar, forms with their tokens."""

import http.client
import re
from http.cookies import SimpleCookie
from time import perf_counter
from urllib.parse import urlencode

from .servers import HOST

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
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
            raise RuntimeError(f"POST {path}: {status}\n{_told(body)}")

    def token_of(self, path: str) -> str:
        """The token of the form on a page."""
        found = _TOKEN.search(self.get(path, gzip=False).decode())
        if found is None:
            raise RuntimeError(f"no form on {path}")
        return found[1]

    def sign_in(self, email: str, password: str) -> None:
        self.post("/sign-in", {"csrf_token": self.token_of("/sign-in"), "email": email, "password": password})

    def milliseconds(self, path: str) -> float:
        """From sending the request to the last byte of the answer."""
        began = perf_counter()
        self.get(path)
        return 1000 * (perf_counter() - began)

    def _send(
        self, method: str, path: str, body: str | None, headers: dict[str, str], keep_cookies: bool = True
    ) -> tuple[int, bytes]:
        if self.cookies:
            headers = headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
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


def _told(page: bytes) -> str:
    """What a page says in its main part, without its marks."""
    main = page.decode(errors="replace").partition("<main")[2]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())[:2000]
