"""The operations of the interface: each is declared once, beside its view.

From one declaration come the reading of the address and the body, the check of the token, the limits, the conditional
answer and the description (``description``).
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any
from urllib.parse import urlencode

import msgspec
from flask import Blueprint, Response, make_response, request
from flask_babel import gettext as _
from flask_babel import ngettext

from ..core import limits
from ..core.access import public
from ..core.clock import now
from ..core.database import writes
from ..core.errors import BadInput
from ..core.headers import ASKED_EACH_TIME
from ..core.paging import decode_cursor
from ..drafts.rules import stage
from . import shapes
from .errors import BadQuery, NotAcceptable, WrongMedia
from .tokens import with_token

JSON = "application/json"
READ_ERRORS, WRITE_ERRORS = (400, 406, 429, 503), (401, 403, 413, 415, 422)


class NoParameters(msgspec.Struct):
    """An operation that takes nothing in the address."""


@dataclass(frozen=True)
class Operation:
    """What a program may ask for.

    ``query`` and ``body`` are shapes of what comes in, ``answer`` of what goes out; ``media`` are the types of the
    answer and ``takes`` those of the body. ``cursors`` are the lengths that the key of its cursor may have.
    """

    method: str
    path: str
    name: str
    summary: Any
    about: Any
    query: type[msgspec.Struct]
    body: Any
    answer: Any
    status: int
    errors: tuple[int, ...]
    scope: str | None
    media: tuple[str, ...]
    takes: tuple[str, ...]
    headers: tuple[str, ...]
    cursors: tuple[int, ...]
    address: str


OPERATIONS: dict[tuple[str, str], Operation] = {}


def operation(
    bp: Blueprint,
    method: str,
    path: str,
    summary: Any,
    *,
    about: Any = "",
    query: type[msgspec.Struct] = NoParameters,
    body: Any = None,
    answer: Any = None,
    status: int = 200,
    errors: tuple[int, ...] = (),
    scope: str | None = None,
    media: tuple[str, ...] = (JSON,),
    takes: tuple[str, ...] = (JSON,),
    headers: tuple[str, ...] = (),
    cursors: tuple[int, ...] = (1,),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a view as an operation at ``path`` below the blueprint's prefix.

    The view gets ``asked``, its parameters as a ``query``; with a ``scope`` first the person whose token it is, and
    all that it does is one unit of work. It gives back a shape, or a whole response that is passed on as it is.
    """

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        found = Operation(
            method, path, view.__name__, summary, about, query, body, answer, status, _all_errors(path, scope, errors),
            scope, media, takes, headers, cursors, f"{bp.url_prefix or ''}{path}",
        )  # fmt: skip
        OPERATIONS[method, found.address] = found
        called = _reading(found, view) if scope is None else _writing(found, view)
        bp.add_url_rule(path, view.__name__, called, methods=[method])
        return called

    return declare


def answer_with(content: Any, etag: str | None = None, status: int = 200) -> Response:
    """A shape as JSON; without an ``etag`` it is that of its bytes."""
    body = msgspec.json.encode(content)
    response = Response(body, status, content_type=JSON)
    following = getattr(content, "next", None)
    if following is not None and "items" in getattr(content, "__struct_fields__", ()):
        response.headers["Link"] = f'<{_following(following)}>; rel="next"'
    return conditional(response, etag or etag_of(body))


def conditional(response: Response, etag: str) -> Response:
    """The answer with its ETag, or 304 when the program has just this."""
    response.set_etag(etag)
    response.headers["Cache-Control"] = ASKED_EACH_TIME
    if response.status_code == 200:
        response.make_conditional(request.environ)
    return response


def etag_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:24]


@cache
def _form() -> str:
    """A mark of the shapes that answers have now."""
    shown = [one for one in vars(shapes).values() if isinstance(one, type) and issubclass(one, msgspec.Struct)]
    known = msgspec.json.schema_components([one for one in shown if one is not msgspec.Struct])
    return hashlib.sha256(msgspec.json.encode(known)).hexdigest()[:8]


def revision_etag(draft: Any) -> str:
    """What an answer about a draft stands and falls with: every public change raises the revision.

    The stage changes by itself when a day comes, the form of the answer when the portal is renewed.
    """
    parts = (_form(), draft.slug, str(draft.revision), stage(draft, now()), request.full_path)
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:24]


def unchanged(etag: str) -> Response | None:
    """304 when the program has this already, so that nothing need be made; else None."""
    if request.if_none_match.contains_weak(etag):
        return conditional(Response(status=304), etag)
    return None


def read_query(found: Operation, given: Mapping[str, list[str]]) -> msgspec.Struct:
    """The parameters of an address as a ``query``; an empty one is as if it were not there.

    Raises BadQuery by field: what is not known, given twice or not as it should be.
    """
    fields = {field.encode_name: field for field in msgspec.structs.fields(found.query)}
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, several in given.items():
        typed = [one for one in several if one]
        if name not in fields:
            faults[name[:60]] = _("Такого параметра немає.")
        elif len(typed) > 1:
            faults[name] = _("Цей параметр дають один раз.")
        elif typed:
            try:
                values[name] = _one_value(name, typed[0], fields[name].type, found.cursors)
            except ValueError as error:
                faults[name] = str(error)
    if faults:
        raise BadQuery(_("В адресі є незрозумілі параметри."), faults)
    return msgspec.convert(values, found.query)


def read_body(shape: Any, takes: tuple[str, ...] = (JSON,)) -> Any:
    """The body of the request: a shape, or with ``dict`` any JSON object.

    Raises WrongMedia, and BadInput by field where it is not what it should be.
    """
    if request.mimetype and request.mimetype not in takes:
        raise WrongMedia(_("Надішліть %(types)s.", types=", ".join(takes)))
    try:
        content = msgspec.json.decode(request.get_data())
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise BadInput(_("Тіло запиту має бути об’єктом JSON.")) from error
    if not isinstance(content, dict):
        raise BadInput(_("Тіло запиту має бути об’єктом JSON."))
    if shape is dict:
        return content
    faults = {}
    for field in msgspec.structs.fields(shape):
        value = content.get(field.encode_name)
        try:
            msgspec.convert(value, field.type)
        except msgspec.ValidationError:
            if field.encode_name in content or field.required:
                faults[field.encode_name] = _wanted(_schema(field.type))
    if faults:
        raise BadInput(fields=faults)
    return msgspec.convert(content, shape)


def require_acceptable(media: tuple[str, ...]) -> str:
    """The one of these types that the program likes best. Raises NotAcceptable."""
    best = liked_best(media)
    if best is None:
        raise NotAcceptable(_("Тут можна отримати лише %(types)s.", types=", ".join(media)))
    return best


def liked_best(media: tuple[str, ...]) -> str | None:
    """The one of these types that ``Accept`` gives most weight to, the first of equals; None when it takes none.

    Parameters of a type, such as a profile, make no difference.
    """
    accepted = [(value.partition(";")[0].strip().lower(), weight) for value, weight in request.accept_mimetypes]
    if not accepted:
        return media[0]
    weights = [(_weight(one, accepted), -number, one) for number, one in enumerate(media)]
    best = max(weights)
    return best[2] if best[0] > 0 else None


def _weight(media: str, accepted: list[tuple[str, float]]) -> float:
    """What the most exact of the ranges that a type falls under gives it."""
    for wanted in (media, media.partition("/")[0] + "/*", "*/*"):
        found = [weight for value, weight in accepted if value == wanted]
        if found:
            return max(found)
    return 0


def _reading(found: Operation, view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def called(**path: Any) -> Response:
        require_acceptable(found.media)
        asked = read_query(found, dict(request.args.lists()))
        result = view(asked=asked, **path)
        return result if isinstance(result, Response) else answer_with(result)

    return public(limits.reads_by_programs(called))


def _writing(found: Operation, view: Callable[..., Any]) -> Callable[..., Any]:
    assert found.scope is not None

    @wraps(view)
    def called(person: Any, **path: Any) -> Response:
        require_acceptable(found.media)
        asked = read_query(found, dict(request.args.lists()))
        return make_response(view(person, asked=asked, **path))

    return with_token(found.scope, limits.writes_by_programs(writes(called)))


def _all_errors(path: str, scope: str | None, more: tuple[int, ...]) -> tuple[int, ...]:
    known = READ_ERRORS + (WRITE_ERRORS if scope else (304,)) + ((404,) if "<" in path else ())
    return tuple(sorted({*known, *more}))


def _one_value(name: str, typed: str, kind: Any, cursors: tuple[int, ...]) -> Any:
    if name == "cursor" and all(decode_cursor(typed, length) is None for length in cursors):
        raise ValueError(_("Такого курсора немає. Візьміть його з поля next попередньої сторінки."))
    schema = _schema(kind)
    # What JSON would take for a number, as 1e3 and 5.0, is none in an address.
    if schema.get("type") == "integer" and not (typed.isascii() and typed.isdigit() and len(typed) <= 9):
        raise ValueError(_wanted(schema))
    try:
        return msgspec.convert(typed, kind, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(_wanted(schema)) from error


def _schema(kind: Any) -> dict[str, Any]:
    """What a field must be; whether it may be left out or null is not of interest here."""
    found = msgspec.json.schema(kind)
    choices = [one for one in found.get("anyOf", ()) if one.get("type") != "null"]
    return choices[0] if choices else found


def _wanted(schema: dict[str, Any]) -> str:
    """What should stand here, in a sentence."""
    if "enum" in schema:
        return _("Можна одне з: %(values)s.", values=", ".join(schema["enum"]))
    if schema.get("type") == "integer":
        return _("Тут потрібне ціле число, не менше за %(least)s.", least=schema.get("minimum", 0))
    if schema.get("format") == "date" or "pattern" in schema:
        return _("Тут потрібна дата: РРРР-ММ-ДД.")
    if "maxLength" in schema:
        return ngettext("Не більше %(num)s знака.", "Не більше %(num)s знаків.", schema["maxLength"])
    return _("Тут потрібен текст.")


def _following(cursor: str) -> str:
    arguments = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor" and value]
    return f"{request.script_root}{request.path}?{urlencode([*arguments, ('cursor', cursor)])}"
