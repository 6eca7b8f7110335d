"""Text as it comes in and as it goes out. The only importer of markdown, bleach and nh3.

HTML that somebody else had a hand in passes bleach first and nh3 last; nh3 is the boundary
(docs/decisions/0002-sanitiser.md).
"""

import re
import unicodedata
from html import escape

import bleach
import markdown
import nh3
from markupsafe import Markup

_TAGS = {
    "a", "abbr", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h2", "h3", "h4", "hr", "ins", "li", "ol",
    "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}}
_SCHEMES = {"http", "https", "mailto"}

_LINK_HINT = re.compile(r"https?://|www\.|[a-z0-9]\.[a-z]{2,}", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_PILED_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0e31-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\ufe20-\ufe2f]{30}"
)
_INVISIBLE = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]")
LONGEST = 40_000
_BLANK_LINES = re.compile(r"\n{3,}")


def clean_typed(text: str) -> str:
    """What a person typed, in NFC with plain line ends and without invisible direction marks.

    Raises ValueError at NUL, other control characters, lone surrogates and heaps of combining marks.
    What is far longer than anything the portal takes is cut and left as it is: it is refused for its
    length, and normalising it could take minutes.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST:
        return text[:LONGEST]
    if _FORBIDDEN.search(text) or _PILED_MARKS.search(text):
        raise ValueError("control character")
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()


def clean_line(text: str) -> str:
    """Like ``clean_typed``, on one line."""
    return " ".join(clean_typed(text).split())


def plain_to_html(text: str) -> str:
    """Plain text as paragraphs with line breaks; addresses become links, nothing else is markup."""
    html = "".join(_paragraph(block) for block in text.split("\n\n") if block.strip())
    if _LINK_HINT.search(text):
        html = bleach.linkify(html, callbacks=[_mark_foreign], skip_tags={"pre"})
    return sanitize(html) if "<a " in html else nh3.clean(html, tags={"p", "br"}, attributes={})


def render_markdown(source: str) -> str:
    """Markdown of staff (never of citizens: its time is quadratic) as safe HTML."""
    renderer = markdown.Markdown(extensions=["tables", "sane_lists", "def_list", "abbr"])
    renderer.preprocessors.deregister("html_block")
    renderer.inlinePatterns.deregister("html")
    return sanitize(renderer.convert(source))


def sanitize(html: str) -> str:
    """HTML reduced to the allowed tags and attributes; links say that they lead away."""
    first = bleach.clean(html, tags=_TAGS, attributes={k: list(v) for k, v in _ATTRIBUTES.items()}, protocols=_SCHEMES)
    return nh3.clean(
        first, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="nofollow ugc noopener noreferrer"
    )


def safe(html: str) -> Markup:
    """Mark HTML that this module or the clause renderer made, and that was kept, as ready for a page."""
    return Markup(html)


_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
# Code points put ґ, є, і and ї after я. Letters of other alphabets keep their places before the Ukrainian ones.
_PLACES = {ord(letter): chr(0xE000 + place) for place, letter in enumerate(_ALPHABET)} | dict.fromkeys(map(ord, "'’ʼ"))


def alphabetical(text: str) -> str:
    """The key by which words stand in the order of the Ukrainian alphabet; case and apostrophes do not count."""
    return unicodedata.normalize("NFC", text.casefold()).translate(_PLACES)


def shorten(text: str, length: int) -> str:
    """At most ``length`` code points, cut at a space where there is one."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    space = head.rfind(" ")
    return (head[:space] if space > length // 2 else head).rstrip(" ,;:") + "…"


def _paragraph(block: str) -> str:
    return "<p>" + "<br>".join(escape(line, quote=False) for line in block.strip("\n").split("\n")) + "</p>"


def _mark_foreign(attributes: dict, new: bool = False) -> dict | None:
    if attributes.get((None, "href"), "").startswith("mailto:"):
        return None
    attributes[(None, "rel")] = "nofollow ugc noopener noreferrer"
    return attributes
