"""The lines of robots.txt, of sitemaps and of security.txt. Pure.

Sitemaps by https://www.sitemaps.org/protocol.html, with the languages of each address; security.txt by RFC 9116.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape

from ...core.clock import stamp

# A sitemap may hold 50,000 addresses and 50 MB; half as many stay below both, with two languages each.
MOST_ADDRESSES = 25_000
# Search results, what belongs to one person, and forms; the page of a comment or an answer itself is open.
CLOSED = (
    "/account/", "/desk/", "/search", "/sign-in", "/register", "/password", "/comments/*/", "/answers/*/", "/themes/*/",
    "/campaigns/*/", "/drafts/*/*/comment$", "/drafts/*/*/talk$",
)  # fmt: skip

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'

Address = tuple[str, str]


def robots(base_url: str) -> str:
    """Everything may be read but ``CLOSED``, in both languages."""
    closed = [f"Disallow: {prefix}{path}" for path in CLOSED for prefix in ("", "/en")]
    return "\n".join(["User-agent: *", *closed, "", f"Sitemap: {base_url}/sitemap.xml", ""])


def sitemap_index(base_url: str, names: Iterable[str]) -> Iterator[str]:
    yield f"{_HEAD}<sitemapindex {_SPACE}>\n"
    for name in names:
        yield f"<sitemap><loc>{escape(base_url)}/sitemaps/{escape(name)}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def sitemap(base_url: str, addresses: Iterable[Address]) -> Iterator[str]:
    """One sitemap of (path, day of the last change or empty)."""
    yield f"{_HEAD}<urlset {_SPACE} {_LINKS}>\n"
    base = escape(base_url)
    for path, day in addresses:
        where = escape(path)
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{base}{prefix}{where}"/>'
            for code, prefix in (("uk", ""), ("en", "/en"))
        )
        yield f"<url><loc>{base}{where}</loc>{changed}{links}</url>\n"
    yield "</urlset>\n"


def parts(last_id: int, size: int = MOST_ADDRESSES) -> range:
    """The numbers of the sitemaps that hold the ids up to the last one: number n has those from n × size + 1."""
    return range(-(-last_id // size))


def security(contact: str, base_url: str, until: datetime) -> str:
    """``contact`` is a mail address or an https address."""
    where = contact if contact.startswith("https://") else f"mailto:{contact}"
    lines = (
        f"Contact: {where}",
        f"Expires: {stamp(until)}",
        "Preferred-Languages: uk, en",
        f"Canonical: {base_url}/.well-known/security.txt",
    )
    return "\n".join(lines) + "\n"
