"""The two languages of the portal: Ukrainian at ``/``, English under ``/en/``."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, force_locale, get_domain

LANGUAGES = ("uk", "en")

babel = Babel()
# Arguments of addresses that lead to another page, not to another look of the same one.
TELLING = ("version", "page", "number", "cursor", "view", "all", "clause", "q")
# U+FFFD as WSGI writes it: the bytes of UTF-8, each as one letter.
REPLACEMENT = "\xef\xbf\xbd"


class LanguagePrefix:
    """WSGI: takes ``/en`` off the path, so that every route and every link keeps its language."""

    def __init__(self, wsgi: Callable) -> None:
        self.wsgi = wsgi

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        # The portal stands at the root of its host: a mount point that a request claims would get into every
        # link of pages kept for others. NUL is no part of any address, and PostgreSQL refuses it.
        environ["SCRIPT_NAME"] = ""
        environ["PATH_INFO"] = path = environ.get("PATH_INFO", "").replace("\x00", REPLACEMENT)
        environ["QUERY_STRING"] = environ.get("QUERY_STRING", "").replace("%00", "%EF%BF%BD")
        environ["portal.language"] = "uk"
        if path == "/en" or path.startswith("/en/"):
            environ["portal.language"] = "en"
            environ["SCRIPT_NAME"] = "/en"
            environ["PATH_INFO"] = path[3:] or "/"
        return self.wsgi(environ, start_response)


def _catalogue() -> Any:
    """The catalogue of the page's language, looked up once for each request."""
    if "catalogue" not in g:
        g.catalogue = get_domain().get_translations()
    return g.catalogue


def page_text(text: str) -> str:
    """A text in the language of the page."""
    return _catalogue().gettext(text)


def page_plural(one: str, many: str, number: int) -> str:
    """A text in its form for a number, not yet filled in."""
    return _catalogue().ngettext(one, many, number)


def init_app(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.root_path) + "/translations"
    babel.init_app(app, default_locale="uk", default_timezone="Europe/Kyiv", locale_selector=language)
    # A page asks for dozens of texts; the extension's own functions find out the language for each anew.
    app.jinja_env.install_gettext_callables(page_text, page_plural, newstyle=True)  # type: ignore[attr-defined]
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]


def language() -> str:
    """The language of the present request; Ukrainian outside of one."""
    return request.environ.get("portal.language", "uk") if has_request_context() else "uk"


def in_language(code: str) -> AbstractContextManager[None]:
    """Texts inside are made in this language, whoever asks for the page."""
    return force_locale(code if code in LANGUAGES else "uk")


def site_address() -> str:
    """The address of the portal as letters and feeds carry it, without a slash at the end."""
    found: str = current_app.extensions["settings"].base_url
    return found


def page_address(code: str, is_newest_version: bool = False) -> str:
    """The one full address of the present page in a language: without what only sorts it or says whence one came.

    The newest version has its address without a number, each earlier one is a document of its own.
    """
    dropped = ("version",) if is_newest_version else ()
    kept = [(name, request.args[name]) for name in TELLING if name in request.args and name not in dropped]
    query = f"?{urlencode(kept)}" if kept else ""
    return site_address() + ("/en" if code == "en" else "") + quote(request.path, safe="/~!$&'()*+,;=:@-._") + query


def same_page_in(code: str) -> str:
    """The address of the present page in another language."""
    root = request.script_root
    if root.endswith("/en"):
        root = root[:-3]
    query = "?" + request.query_string.decode("ascii", "replace") if request.query_string else ""
    return root + ("/en" if code == "en" else "") + request.path + query
