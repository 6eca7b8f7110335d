"""The annotations of a draft as a container, its pages and how they may be asked for. Pure.

The protocol: https://www.w3.org/TR/annotation-protocol/; the model: https://www.w3.org/TR/annotation-model/.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..feedback.exports.annotations import CONTEXT, RIGHTS

LD = "application/ld+json"
LD_WITH_PROFILE = f'{LD}; profile="{CONTEXT}"'
LDP_CONTEXT = "http://www.w3.org/ns/ldp.jsonld"
MINIMAL = "http://www.w3.org/ns/ldp#PreferMinimalContainer"
IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"
DESCRIPTIONS = "http://www.w3.org/ns/oa#PreferContainedDescriptions"
CONTAINER_LINKS = (
    '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type"',
    '<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"',
)
RESOURCE_LINK = '<http://www.w3.org/ns/ldp#Resource>; rel="type"'
_INCLUDE = re.compile(r'return\s*=\s*"?representation"?\s*;\s*include\s*=\s*"([^"]*)"', re.I)


@dataclass(frozen=True)
class Preferred:
    """How a program would have the container: without its first page, with addresses alone."""

    minimal: bool = False
    iris: bool = False
    said: bool = False


@dataclass(frozen=True)
class Slice:
    """A page of annotations: what stands before it (``start`` of them), ``cursor`` of itself and its neighbours."""

    items: Sequence[Any]
    start: int
    cursor: str
    next: str | None
    prev: str | None


def read_preference(header: str) -> Preferred:
    """The ``Prefer`` header (RFC 7240) as the protocol uses it; what is not understood is ignored."""
    found = _INCLUDE.search(header[:2000])
    wanted = found.group(1).split() if found else []
    return Preferred(MINIMAL in wanted, IRIS in wanted and DESCRIPTIONS not in wanted, bool({*wanted} & _KNOWN))


def collection(address: str, label: str, total: int, first: Slice, last: str, preferred: Preferred) -> dict[str, Any]:
    """The container as an AnnotationCollection; an empty one has no pages."""
    own = variant(address, preferred)
    found: dict[str, Any] = {
        "@context": [CONTEXT, LDP_CONTEXT],
        "id": own,
        "type": ["BasicContainer", "AnnotationCollection"],
        "label": label,
        "rights": RIGHTS,
        "total": total,
    }
    if total:
        found["first"] = _page_address(own, first.cursor) if preferred.minimal else _page(own, own, first, preferred)
        found["last"] = _page_address(own, last)
    return found


def page(address: str, label: str, total: int, shown: Slice, preferred: Preferred) -> dict[str, Any]:
    """An AnnotationPage by itself, which also says what the whole is."""
    own = variant(address, preferred)
    whole = {"id": own, "type": "AnnotationCollection", "label": label, "total": total}
    return {"@context": CONTEXT, **_page(own, whole, shown, preferred)}


def variant(address: str, preferred: Preferred) -> str:
    """The address of the container with addresses alone, or with whole annotations."""
    return f"{address}?iris={int(preferred.iris)}"


def _page(own: str, whole: str | dict[str, Any], shown: Slice, preferred: Preferred) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": _page_address(own, shown.cursor),
        "type": "AnnotationPage",
        "partOf": whole,
        "startIndex": shown.start,
        "items": [one["id"] for one in shown.items] if preferred.iris else list(shown.items),
    }
    if shown.next is not None:
        found["next"] = _page_address(own, shown.next)
    if shown.prev is not None:
        found["prev"] = _page_address(own, shown.prev)
    return found


def _page_address(own: str, cursor: str) -> str:
    return f"{own}&page={cursor}"


_KNOWN = {MINIMAL, IRIS, DESCRIPTIONS}
_STRING, _IRI = {"type": "string"}, {"type": "string", "format": "uri"}
_COUNT = {"type": "integer", "minimum": 0}
_ANNOTATION = {"$ref": "#/components/schemas/Annotation"}
_BODY = {
    "type": "object",
    "required": ["value"],
    "properties": {
        "type": {"const": "TextualBody"},
        "value": _STRING,
        "format": {"const": "text/plain"},
        "purpose": _STRING,
        "language": _STRING,
    },
}
_TARGET = {"anyOf": [_IRI, {"type": "object", "required": ["source"], "properties": {"source": _IRI}}]}
_MOTIVATION = {"enum": ["commenting", "replying", "questioning", "editing"]}
# As far as a program needs it; the model itself says the rest.
SCHEMAS: dict[str, Any] = {
    "Annotation": {
        "type": "object",
        "required": ["@context", "id", "type", "motivation", "created", "body", "target"],
        "properties": {
            "@context": {"const": CONTEXT},
            "id": _IRI,
            "type": {"const": "Annotation"},
            "motivation": _MOTIVATION,
            "creator": {"type": "object"},
            "created": _STRING,
            "modified": _STRING,
            "rights": _IRI,
            "body": {"type": "array", "items": _BODY},
            "target": _TARGET,
        },
    },
    "NewAnnotation": {
        "type": "object",
        "required": ["@context", "type", "target"],
        "properties": {
            "@context": {"const": CONTEXT},
            "type": {"const": "Annotation"},
            "motivation": _MOTIVATION,
            "body": {"anyOf": [_BODY, {"type": "array", "minItems": 1, "items": _BODY}]},
            "bodyValue": _STRING,
            "target": _TARGET,
        },
    },
    "AnnotationCollection": {
        "type": "object",
        "required": ["@context", "id", "type", "label", "total"],
        "properties": {
            "id": _IRI,
            "type": {"type": "array", "items": _STRING},
            "label": _STRING,
            "total": _COUNT,
            "first": {"anyOf": [_IRI, {"type": "object"}]},
            "last": _IRI,
        },
    },
    "AnnotationPage": {
        "type": "object",
        "required": ["@context", "id", "type", "partOf", "startIndex", "items"],
        "properties": {
            "id": _IRI,
            "type": {"const": "AnnotationPage"},
            "partOf": {"type": "object", "required": ["id", "total"], "properties": {"id": _IRI, "total": _COUNT}},
            "startIndex": _COUNT,
            "items": {"type": "array", "items": {"anyOf": [_IRI, _ANNOTATION]}},
            "next": _IRI,
            "prev": _IRI,
        },
    },
}
