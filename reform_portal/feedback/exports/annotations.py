"""Comments as annotations of the W3C Web Annotation Data Model (https://www.w3.org/TR/annotation-model/). Pure.

Offsets count Unicode code points of the clause's text as it is kept (NFC), in logical order.
"""

from typing import Any

from ...core.clock import stamp

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
RIGHTS = "https://creativecommons.org/licenses/by/4.0/"
# A fragment of HTML is what RFC 3236 speaks of: the clause's address is the id of its element on the page.
HTML_FRAGMENT = "http://tools.ietf.org/rfc/rfc3236"


def annotation(comment: Any, base_url: str, language: str, parent: str | None = None) -> dict[str, Any]:
    """A published comment as one annotation.

    ``comment`` is a row with its place (``discussion.queries``), ``language`` that of the draft, ``parent`` the
    public id of the comment that it replies to.
    """
    reply = parent is not None
    found = {
        "@context": CONTEXT,
        "id": address(base_url, comment.public_id),
        "type": "Annotation",
        "motivation": _motivation(comment, reply),
        "creator": {"type": "Person", "name": comment.author} if comment.author else None,
        "created": stamp(comment.created_at),
        "modified": stamp(comment.edited_at),
        "rights": RIGHTS,
        "body": _bodies(comment, language, reply),
        "target": address(base_url, parent) if parent is not None else _target(comment, base_url),
    }
    return {name: value for name, value in found.items() if value is not None}


def address(base_url: str, public_id: str) -> str:
    """The lasting address of a comment, which is also the id of its annotation."""
    return f"{base_url}/comments/{public_id}"


def _motivation(comment: Any, reply: bool) -> str:
    if reply:
        return "replying"
    if comment.wording is not None:
        return "editing"
    return "questioning" if comment.stance == "question" else "commenting"


def _bodies(comment: Any, language: str, reply: bool) -> list[dict[str, Any]]:
    """What was said, the wording that is proposed (empty: the words are to go), the stance."""
    said = "replying" if reply else "questioning" if comment.stance == "question" else "commenting"
    bodies = [_text(comment.body, said, language)]
    if comment.wording is not None:
        bodies.append(_text(comment.wording, "editing", language))
    return [*bodies, {"type": "TextualBody", "value": comment.stance, "purpose": "classifying"}]


def _text(value: str, purpose: str, language: str) -> dict[str, Any]:
    found = {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}
    return found | ({"language": language} if _is_written_in(value, language) else {})


def _is_written_in(text: str, language: str) -> bool:
    """Whether most letters of a text are of the script of a language; nobody says which language a comment is in."""
    cyrillic = sum("\u0400" <= letter <= "\u052f" for letter in text)
    latin = sum("a" <= letter <= "z" for letter in text.lower())
    return cyrillic > latin if language == "uk" else latin > cyrillic


def _target(comment: Any, base_url: str) -> str | dict[str, Any]:
    """The version as a whole, a clause of it, or words of that clause."""
    version = f"{base_url}/drafts/{comment.slug}/?version={comment.version}"
    if not comment.eid:
        return version
    selector: dict[str, Any] = {"type": "FragmentSelector", "value": comment.eid, "conformsTo": HTML_FRAGMENT}
    if comment.quote:
        selector["refinedBy"] = _words(comment)
    return {"type": "SpecificResource", "source": version, "selector": selector}


def _words(comment: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {
            "type": "TextQuoteSelector",
            "exact": comment.quote,
            "prefix": comment.prefix,
            "suffix": comment.suffix,
        }
    ]
    if comment.start is not None and comment.end is not None:
        found.append({"type": "TextPositionSelector", "start": comment.start, "end": comment.end})
    return found
