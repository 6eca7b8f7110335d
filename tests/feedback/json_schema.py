"""As much of JSON Schema draft 4 as the schemas of the W3C's annotation tests use."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_TYPES = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "number": (int, float),
    "integer": int,
}  # fmt: skip
_KNOWN = {
    "$ref", "$ref ", "$schema", "id", "title", "description", "definitions", "assertionType", "expectedResult",
    "onUnexpectedResult", "errorMessage", "type", "required", "properties", "patternProperties", "enum", "items",
    "minItems", "maxItems", "minimum", "exclusiveMinimum", "format", "pattern", "not", "oneOf", "anyOf", "allOf", "additionalProperties",
    "dependencies", "default", "comment",
}  # fmt: skip
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


@cache
def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


class Schema:
    """A schema file; ``definitions`` is the folder that ``$ref`` by file name means."""

    def __init__(self, path: Path, definitions: Path) -> None:
        self.root, self.definitions = load(path), definitions

    def accepts(self, value: Any) -> bool:
        return _accepts(self.root, value, self.root, self.definitions)


def _accepts(schema: Any, value: Any, root: Any, folder: Path) -> bool:
    if "$ref" in schema:
        # Draft 4: what stands beside a reference is ignored.
        name, _hash, pointer = schema["$ref"].partition("#")
        root = load(folder / name) if name else root
        found = root
        for part in pointer.strip("/").split("/") if pointer.strip("/") else []:
            found = found[part]
        return _accepts(found, value, root, folder)
    unknown = set(schema) - _KNOWN
    assert not unknown, f"this reader of schemas does not know {unknown}"

    def holds(inner: Any, one: Any = value) -> bool:
        return _accepts(inner, one, root, folder)

    checks = (
        "type" not in schema or _is_of_type(schema["type"], value),
        "enum" not in schema or value in schema["enum"],
        "not" not in schema or not holds(schema["not"]),
        "allOf" not in schema or all(map(holds, schema["allOf"])),
        "anyOf" not in schema or any(map(holds, schema["anyOf"])),
        "oneOf" not in schema or sum(map(holds, schema["oneOf"])) == 1,
        not isinstance(value, dict) or _accepts_object(schema, value, holds),
        not isinstance(value, list) or _accepts_array(schema, value, holds),
        not isinstance(value, str) or _accepts_string(schema, value),
        not _is_number(value) or _is_enough(schema, value),
    )
    return all(checks)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_of_type(names: Any, value: Any) -> bool:
    names = [names] if isinstance(names, str) else names
    return any(isinstance(value, _TYPES[n]) and (n == "boolean" or not isinstance(value, bool)) for n in names)


def _accepts_object(schema: Any, value: dict[str, Any], holds: Any) -> bool:
    named, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    extra = set(value) - set(named) - {name for name in value if any(re.search(p, name) for p in patterns)}
    return (
        all(name in value for name in schema.get("required", ()))
        and all(holds(inner, value[name]) for name, inner in named.items() if name in value)
        and all(holds(inner, one) for p, inner in patterns.items() for name, one in value.items() if re.search(p, name))
        and (schema.get("additionalProperties", True) is not False or not extra)
        and all(name not in value or set(needed) <= set(value) for name, needed in _needed(schema))
    )


def _needed(schema: Any) -> Any:
    return schema.get("dependencies", {}).items()


def _accepts_array(schema: Any, value: list[Any], holds: Any) -> bool:
    length = len(value)
    return (
        schema.get("minItems", 0) <= length <= schema.get("maxItems", length)
        and ("items" not in schema or all(holds(schema["items"], one) for one in value))
    )  # fmt: skip


def _accepts_string(schema: Any, value: str) -> bool:
    kind = schema.get("format")
    if kind == "uri" and not (urlsplit(value).scheme and " " not in value):
        return False
    if kind == "date-time" and not _STAMP.fullmatch(value):
        return False
    return "pattern" not in schema or re.search(schema["pattern"], value) is not None


def _is_enough(schema: Any, value: float) -> bool:
    least = schema.get("minimum")
    return least is None or value > least or (value == least and not schema.get("exclusiveMinimum"))
