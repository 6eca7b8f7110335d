"""The description of the interface (OpenAPI 3.1), made out of the operations and the shapes."""

import re
from typing import Any

import msgspec
from flask_babel import gettext as _

from ..people.forms import SCOPE_LABELS
from .annotation_shapes import SCHEMAS as ANNOTATION_SCHEMAS
from .glossary import SHAPES, STATUSES, meaning
from .operations import JSON, OPERATIONS, Operation
from .shapes import Problem

VERSION = "1.0.0"
PROBLEM = "application/problem+json"
REF = "#/components/schemas/{name}"
PATTERNS = {"slug": r"^[^/]{1,80}$", "public_id": r"^[^/]{1,40}$", "pair": r"^[^/]{1,40}$"}


def document() -> dict[str, Any]:
    """The whole description in the language of the request."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Портал реформ: API"),
            "version": VERSION,
            "description": _("Тексти проєктів, зауваження до них, підсумки, відповіді й звіти — для програм."),
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": "/"}],
        "paths": _paths(),
        "components": {
            "schemas": schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": _scopes()}},
        },
    }


def schemas() -> dict[str, Any]:
    """The shapes by name, each field with its meaning."""
    types = {Problem: None}
    for one in OPERATIONS.values():
        given = one.answer.values() if isinstance(one.answer, dict) else (one.answer,)
        types |= {kind: None for kind in (*given, one.body) if _is_shape(kind)}
    _refs, found = msgspec.json.schema_components(list(types), ref_template=REF)
    for name, schema in found.items():
        schema["description"] = str(SHAPES[name])
        for field, inner in schema.get("properties", {}).items():
            schema["properties"][field] = _told(inner, meaning(name, field))
    return {**found, **ANNOTATION_SCHEMAS}


def parameters(one: Operation) -> list[dict[str, Any]]:
    """What an operation takes in the path, the address and the headers."""
    found = [_path_parameter(name) for name in re.findall(r"<(\w+)>", one.path)]
    described = msgspec.json.schema_components([one.query], ref_template=REF)[1][one.query.__name__]["properties"]
    found += [
        {"name": name, "in": "query", "required": False, "description": meaning(one.query.__name__, name), "schema": _plain(schema)}
        for name, schema in described.items()
    ]  # fmt: skip
    if one.method == "GET":
        found.append(_header("If-None-Match", False, _("ETag того, що у вас уже є.")))
    if 428 in one.errors:
        found.append(_header("If-Match", True, _("ETag того стану, який ви змінюєте.")))
    return found


def answers(one: Operation) -> dict[str, tuple[str, ...]]:
    """Type of the answer → the names of the shapes that it may have."""
    if isinstance(one.answer, dict):
        return {kind: names if isinstance(names, tuple) else (names.__name__,) for kind, names in one.answer.items()}
    return {JSON: (one.answer.__name__,) if _is_shape(one.answer) else ()}


def in_braces(address: str) -> str:
    """An address as descriptions write it: ``/drafts/{slug}``."""
    return re.sub(r"<(\w+)>", r"{\1}", address)


def statuses(one: Operation) -> list[tuple[int, str]]:
    """Every status that an operation answers with, and what it means."""
    return [(status, str(STATUSES[status])) for status in sorted({one.status, *one.errors})]


def _paths() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for (method, address), one in OPERATIONS.items():
        found.setdefault(in_braces(address), {})[method.lower()] = _operation(one)
    return found


def _operation(one: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": one.name,
        "summary": str(one.summary),
        "parameters": parameters(one),
        "responses": {str(status): _response(one, status, text) for status, text in statuses(one)},
    }
    if str(one.about):
        found["description"] = str(one.about)
    if one.body is not None:
        schema = _ref(one.body)
        found["requestBody"] = {"required": True, "content": {kind: {"schema": schema} for kind in one.takes}}
    if one.scope is not None:
        found["security"] = [{"token": []}]
        found["x-scope"] = one.scope
    return found


def _response(one: Operation, status: int, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {"description": text}
    if status >= 400:
        found["content"] = {PROBLEM: {"schema": _ref(Problem)}}
    elif status not in (204, 304):
        found["content"] = {kind: {"schema": _any_of(names)} for kind, names in answers(one).items()}
    names = ("ETag", *one.headers) if status < 300 and status != 204 else ("ETag",) if status == 304 else ()
    if names:
        found["headers"] = {name: {"schema": {"type": "string"}, "required": True} for name in names}
    return found


def _any_of(names: tuple[str, ...]) -> dict[str, Any]:
    if not names:
        return {"type": "object"}
    return _ref(names[0]) if len(names) == 1 else {"anyOf": [_ref(name) for name in names]}


def _is_shape(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _ref(kind: Any) -> dict[str, Any]:
    if isinstance(kind, str):
        return {"$ref": REF.format(name=kind)}
    return {"$ref": REF.format(name=kind.__name__)} if _is_shape(kind) else {"type": "object"}


def _told(schema: dict[str, Any], text: str) -> dict[str, Any]:
    return {**schema, "description": text}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """What a parameter must be: that it may be left out is said by ``required``."""
    choices = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    found = choices[0] if choices else {k: v for k, v in schema.items() if k != "default" or v is not None}
    return {"type": "string", **found} if "enum" in found else found


def _path_parameter(name: str) -> dict[str, Any]:
    schema = {"type": "string", "pattern": PATTERNS[name]}
    return {"name": name, "in": "path", "required": True, "description": meaning("", name), "schema": schema}


def _header(name: str, required: bool, text: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, "description": text, "schema": {"type": "string"}}


def _scopes() -> str:
    return "; ".join(f"{scope}: {label}" for scope, label in SCOPE_LABELS.items())
