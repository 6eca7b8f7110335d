"""A W3C Web Annotation from a program → what it says and of which words. Pure.

The model: https://www.w3.org/TR/annotation-model/. Offsets count Unicode code points of the clause's text.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from flask_babel import gettext as _

from ..core.errors import BadInput
from ..core.numbers import whole_number
from ..core.text import clean_line, clean_typed
from ..discussion.anchors import Anchor, place
from ..discussion.stances import STANCES
from ..feedback.exports.annotations import CONTEXT

SPOKEN = ("commenting", "replying", "questioning", "describing", "assessing", "editing")
SAYS = ("", "commenting", "replying", "questioning", "describing", "assessing")
MOST_PARTS, DEEPEST = 10, 5


@dataclass(frozen=True)
class Meant:
    """What an annotation says: the words, the stance (empty: not said), the wording it proposes, and of what:
    a comment (``parent``), or words of a clause (``eid``, empty for the whole draft) in a version (None: the newest).
    """

    body: str = ""
    stance: str = ""
    wording: str | None = None
    parent: str = ""
    eid: str = ""
    version: int | None = None
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def target(self) -> "Meant":
        """The same without what is said of it."""
        return replace(self, body="", stance="", wording=None)


def read_annotation(content: dict[str, Any], base_url: str, slug: str) -> Meant:
    """What an annotation of a draft means. Raises BadInput, every field that is wrong with its reason."""
    faults: dict[str, str] = {}
    found = Meant()
    steps = (("@context", _check_context), ("type", _check_type), ("motivation", _check_motivation))
    for name, check in steps:
        fault = check(content.get(name))
        if fault:
            faults[name] = fault
    try:
        found = _with_target(found, content.get("target"), base_url, slug)
    except ValueError as error:
        faults["target"] = str(error)
    try:
        found = _with_bodies(found, content)
    except ValueError as error:
        faults["body"] = str(error)
    if faults:
        raise BadInput(fields=faults)
    return replace(found, stance=found.stance or _stance_of(content.get("motivation")))


def words_in(meant: Meant, text: str) -> Meant:
    """The same with its words and their first offset in the text of the clause.

    Raises ValueError when the offsets are outside of the text.
    """
    if meant.start is not None and meant.end is not None and not meant.quote:
        if not meant.start < meant.end <= len(text):
            raise ValueError("outside of the text")
        return replace(meant, quote=text[meant.start : meant.end])
    if meant.quote and meant.start is None and (meant.prefix or meant.suffix):
        return replace(meant, start=place(Anchor(meant.quote, meant.prefix, meant.suffix), text).start)
    return meant


def _check_context(value: Any) -> str:
    return "" if CONTEXT in _listed(value) else _("Тут має бути %(iri)s.", iri=CONTEXT)


def _check_type(value: Any) -> str:
    return "" if "Annotation" in _listed(value) else _("Тут має бути %(iri)s.", iri="Annotation")


def _check_motivation(value: Any) -> str:
    named = [_short(one) for one in _listed(value)]
    if all(one in SPOKEN for one in named):
        return ""
    return _("Можна одне з: %(values)s.", values=", ".join(SPOKEN))


def _stance_of(motivation: Any) -> str:
    named = [_short(one) for one in _listed(motivation)]
    return "question" if "questioning" in named else "amend" if "editing" in named else "neutral"


def _with_bodies(found: Meant, content: dict[str, Any]) -> Meant:
    """The text, the wording and the stance out of the bodies."""
    bodies = _listed(content.get("body"))
    if "bodyValue" in content:
        if bodies:
            raise ValueError(_("Або body, або bodyValue."))
        bodies = [{"type": "TextualBody", "value": content["bodyValue"]}]
    if not bodies:
        raise ValueError(_("Напишіть, що ви думаєте."))
    if len(bodies) > MOST_PARTS:
        raise ValueError(_("Забагато частин."))
    said: dict[str, str] = {}
    for body in bodies:
        role, value = _body(body)
        if role in said:
            raise ValueError(_("Двох тіл з одним призначенням не буває."))
        said[role] = value
    if "said" not in said:
        raise ValueError(_("Напишіть, що ви думаєте."))
    return replace(found, body=said["said"], stance=said.get("stance", ""), wording=said.get("wording"))


def _body(body: Any) -> tuple[str, str]:
    """What a body is for (said, wording, stance) and its text."""
    if not isinstance(body, dict) or not isinstance(body.get("value"), str):
        raise ValueError(_("Тіло має бути текстом: TextualBody з полем value."))
    kinds = _listed(body.get("type"))
    if kinds and "TextualBody" not in kinds:
        raise ValueError(_("Тіло має бути текстом: TextualBody з полем value."))
    if any(one != "text/plain" for one in _listed(body.get("format"))):
        raise ValueError(_("Текст має бути простим: text/plain."))
    purposes = [_short(one) for one in _listed(body.get("purpose"))] or [""]
    value = _cleaned(body["value"], clean_typed)
    if purposes == ["classifying"] or purposes == ["tagging"]:
        if value not in STANCES:
            raise ValueError(_("Можна одне з: %(values)s.", values=", ".join(STANCES)))
        return "stance", value
    if purposes == ["editing"]:
        if body["value"] and not value:
            raise ValueError(_("Тут лише пропуски. Напишіть нові слова або лишіть текст порожнім, щоб вилучити давні."))
        return "wording", value
    if all(one in SAYS for one in purposes):
        return "said", value
    raise ValueError(_("Можна одне з: %(values)s.", values=", ".join((*SAYS[1:], "editing", "classifying"))))


def _with_target(found: Meant, target: Any, base_url: str, slug: str) -> Meant:
    several = _listed(target)
    if len(several) != 1:
        raise ValueError(_("Потрібне одне місце, про яке йдеться."))
    one = several[0]
    if isinstance(one, str):
        return _with_address(found, one, base_url, slug)
    if not isinstance(one, dict):
        raise ValueError(_not_here())
    source = one.get("source", one.get("id"))
    if isinstance(source, dict):
        source = source.get("id")
    if not isinstance(source, str):
        raise ValueError(_not_here())
    found = _with_address(found, source, base_url, slug)
    for selector in _selectors(one.get("selector"), 0):
        found = _with_selector(found, selector)
    if found.parent and (found.quote or found.start is not None or found.eid):
        raise ValueError(_("Відповідають на зауваження цілком, без уривка з нього."))
    return found


def _with_address(found: Meant, iri: str, base_url: str, slug: str) -> Meant:
    """What an address of the portal leads to. Raises ValueError for any other, another draft's too."""
    for root in (f"{base_url}/en/", f"{base_url}/"):
        if iri.startswith(root) and len(iri) <= 500:
            parts = urlsplit("/" + iri[len(root) :])
            break
    else:
        raise ValueError(_not_here())
    steps = [unquote(step) for step in parts.path.strip("/").split("/")]
    if len(steps) == 2 and steps[0] == "comments":
        return replace(found, parent=steps[1])
    if steps[:2] != ["drafts", slug] or len(steps) > 3:
        raise ValueError(_not_here())
    version = parse_qs(parts.query).get("version", [""])[0]
    if version and whole_number(version) is None:
        raise ValueError(_not_here())
    eid = steps[2] if len(steps) == 3 else unquote(parts.fragment)
    return replace(found, eid="" if eid == "whole" else eid, version=whole_number(version))


def _selectors(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every selector, however they stand in each other."""
    several = _listed(value)
    if depth > DEEPEST or len(several) > MOST_PARTS:
        raise ValueError(_("Забагато частин."))
    for one in several:
        if not isinstance(one, dict):
            raise ValueError(_selector_wanted())
        yield one
        yield from _selectors(one.get("refinedBy"), depth + 1)


def _with_selector(found: Meant, selector: dict[str, Any]) -> Meant:
    kind = selector.get("type")
    if kind == "FragmentSelector" and isinstance(selector.get("value"), str):
        return replace(found, eid=unquote(selector["value"])[:200])
    if kind == "TextQuoteSelector" and isinstance(selector.get("exact"), str):
        context = [selector.get(name, "") for name in ("prefix", "suffix")]
        if all(isinstance(one, str) and len(one) <= 1000 for one in context):
            prefix, suffix = (unicodedata.normalize("NFC", one) for one in context)
            return replace(found, quote=_cleaned(selector["exact"], clean_line), prefix=prefix, suffix=suffix)
    if kind == "TextPositionSelector":
        start, end = selector.get("start"), selector.get("end")
        if type(start) is int and type(end) is int and 0 <= start < end < 2**31:
            return replace(found, start=start, end=end)
    raise ValueError(_selector_wanted())


def _cleaned(text: str, cleaner: Any) -> str:
    try:
        return cleaner(text)
    except ValueError as error:
        raise ValueError(_("У тексті є службові символи.")) from error


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _short(name: Any) -> str:
    """``oa:commenting`` and its full address are ``commenting``."""
    return str(name).removeprefix("oa:").removeprefix("http://www.w3.org/ns/oa#")


def _not_here() -> str:
    return _("Це має бути адреса цього проєкту, його фрагмента або зауваження до нього.")


def _selector_wanted() -> str:
    return _("Місце показують FragmentSelector, TextQuoteSelector і TextPositionSelector; цього прочитати не вдалося.")
