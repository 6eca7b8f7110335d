"""Citations in the text of a comment as links to the clauses they name.

Pure. Works on the kept HTML of a comment, which ``core.text`` made: paragraphs, line breaks and links.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape, unescape
from itertools import islice
from urllib.parse import quote

from ..drafts.citation_reading import Found, find_citations

MOST_LINKS = 200

_TAG = re.compile(r"(<[^<>]*>)")


def cited_eids(body_html: str) -> set[str]:
    """Every address that a citation in a comment may mean, to ask which of them exist."""
    return {eid for _pieces, found in _texts(body_html) for citation in found for eid in citation.eids}


def with_citation_links(body_html: str, existing: Callable[[Iterable[str]], set[str]] | set[str], base: str) -> str:
    """The HTML with a link around each citation of a clause that exists.

    ``existing`` is the set of addresses the draft's newest version has, or a function that picks
    those out of some; ``base`` is the address of the draft's reading page, ending in a slash.
    Citations of other acts, and what stands in a link already, stay as they are.
    """
    known = existing(cited_eids(body_html)) if callable(existing) else existing
    if not known:
        return body_html
    parts = []
    for piece, found in _texts(body_html):
        chosen = [(citation, _first(citation, known)) for citation in found]
        linked = [(citation, eid) for citation, eid in chosen if eid]
        parts.append(_linked(unescape(piece), linked, base) if linked else piece)
    return "".join(parts)


def _texts(body_html: str) -> Iterator[tuple[str, list[Found]]]:
    """The pieces of the HTML, tags among them, with the citations of each piece of text outside of links."""
    in_link, left = False, MOST_LINKS
    for piece in _TAG.split(body_html):
        found: list[Found] = []
        if piece.startswith("<"):
            in_link = (in_link or piece.startswith("<a ")) and piece != "</a>"
        elif piece and not in_link and left > 0:
            own = (citation for citation in find_citations(unescape(piece)) if not citation.foreign)
            found = list(islice(own, left))
            left -= len(found)
        yield piece, found


def _first(citation: Found, known: set[str]) -> str:
    return next((eid for eid in citation.eids if eid in known), "")


def _linked(text: str, citations: list[tuple[Found, str]], base: str) -> str:
    parts, at = [], 0
    for citation, eid in citations:
        parts.append(escape(text[at : citation.start], quote=False))
        words = escape(text[citation.start : citation.end], quote=False)
        parts.append(f'<a href="{escape(base + quote(eid))}">{words}</a>')
        at = citation.end
    return "".join([*parts, escape(text[at:], quote=False)])
