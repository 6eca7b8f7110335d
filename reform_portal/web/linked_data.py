"""What the heads of pages tell machines: schema.org «Legislation» and «Comment» as JSON-LD. Pure.

A draft is no act: it is never said to be in force, whatever its stage.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

JURISDICTION = "UA-51"
NOT_IN_FORCE = "https://schema.org/NotInForce"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TYPE_NAMES = {"uk": "проєкт акта", "en": "draft act"}

Data = dict[str, Any]


@dataclass(frozen=True)
class Text:
    """A version of a draft. ``address`` is its own; days are ISO dates; ``first_day`` that of the first version, empty
    where the page does not know it."""

    address: str
    slug: str
    title: str
    language: str
    number: int
    day: str
    first_day: str = ""
    body: str = ""
    summary: str = ""


def legislation(text: Text, language: str, comments: int | None = None) -> Data:
    """A version as schema.org Legislation, for a page in a language."""
    found = _common(text, language) | {
        "@id": text.address,
        "name": text.title,
        "legislationIdentifier": text.slug,
        "url": text.address,
    }
    more = {
        "legislationDate": text.first_day,
        "abstract": text.summary,
        "creator": _named("Organization", text.body),
        "commentCount": comments,
    }
    return {"@context": "https://schema.org"} | found | _without_blanks(more)


def clause(text: Text, language: str, eid: str, citation: str, address: str) -> Data:
    """A clause as a part of its version."""
    return {
        "@context": "https://schema.org",
        **_common(text, language),
        "@id": address,
        "name": f"{citation}. {text.title}",
        "legislationIdentifier": f"{text.slug}#{eid}",
        "url": address,
        "isPartOf": {"@type": "Legislation", "@id": text.address, "name": text.title},
    }


def comment(address: str, values: Mapping[str, Any], about: Mapping[str, str]) -> Data:
    """A published comment: ``values`` are its body, author, created_at, edited_at, supports and replies."""
    found = {
        "@context": "https://schema.org",
        "@type": "Comment",
        "@id": address,
        "url": address,
        "text": values["body"],
        "author": _named("Person", values["author"]),
        "dateCreated": values["created_at"],
        "dateModified": values["edited_at"],
        "upvoteCount": values["supports"],
        "commentCount": values["replies"],
        "about": {"@type": "Legislation", "@id": about["address"], "name": about["name"]},
        "license": LICENCE,
    }
    return _without_blanks(found)


def _common(text: Text, language: str) -> Data:
    return {
        "@type": "Legislation",
        "legislationType": TYPE_NAMES.get(language, TYPE_NAMES["uk"]),
        "legislationDateVersion": text.day,
        "legislationJurisdiction": JURISDICTION,
        "legislationLegalForce": NOT_IN_FORCE,
        "creativeWorkStatus": "Draft",
        "inLanguage": text.language,
        "version": str(text.number),
        "license": LICENCE,
    }


def _named(kind: str, name: str) -> Data | None:
    return {"@type": kind, "name": name} if name else None


def _without_blanks(values: Data) -> Data:
    return {name: value for name, value in values.items() if value not in (None, "")}
