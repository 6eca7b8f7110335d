"""The description of the interface as a page, and the lasting addresses of comments for programs that change them."""

import re
from typing import Any

from flask import Blueprint, current_app, render_template
from flask_babel import gettext as _

from ..core.access import public
from ..core.forms import csrf
from ..core.limits import PROGRAM_READS, PROGRAM_WRITES
from . import annotation_views, description
from .operations import OPERATIONS, Operation
from .views import MOST

bp = Blueprint("api_guide", __name__)
csrf.exempt(bp)

bp.add_url_rule("/comments/<public_id>", "put_comment", annotation_views.put_comment, methods=["PUT"])
bp.add_url_rule("/comments/<public_id>", "delete_comment", annotation_views.delete_comment, methods=["DELETE"])


@bp.get("/api/")
@public
def guide() -> Any:
    return render_template(
        "api/guide.html",
        operations=[_told(one) for one in OPERATIONS.values()],
        shapes=[_shape(name, schema) for name, schema in description.schemas().items() if "description" in schema],
        base_url=current_app.extensions["settings"].base_url,
        reads=PROGRAM_READS,
        writes=PROGRAM_WRITES,
        most=MOST,
        scopes=description.SCOPE_LABELS,
    )


def _told(one: Operation) -> dict[str, Any]:
    """An operation as the page shows it."""
    return {
        "id": one.name.replace("_", "-"),
        "method": one.method,
        "address": description.in_braces(one.address),
        # Lazy texts pass for markup.
        "summary": str(one.summary),
        "about": str(one.about),
        "scope": one.scope,
        "parameters": [{**found, "kind": kind(found["schema"])} for found in description.parameters(one)],
        "takes": _name(one.body),
        "gives": description.answers(one),
        "statuses": description.statuses(one),
    }


def _shape(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    fields = [
        {"name": field, "kind": kind(inner), "refers": refers(inner), "about": inner.get("description", "")}
        for field, inner in schema["properties"].items()
    ]
    return {"name": name, "about": schema["description"], "fields": fields}


def kind(schema: dict[str, Any]) -> str:
    """What a value is, in words."""
    choices = schema.get("anyOf")
    if choices:
        return _(" або ").join(kind(one) for one in choices)
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if schema.get("format") == "date":
        return _("дата")
    if schema.get("type") == "array":
        return _("список: %(kind)s", kind=kind(schema["items"]))
    return _KINDS[schema["type"]]() if "type" in schema else refers(schema)


def refers(schema: dict[str, Any]) -> str:
    """The shape that a value has, empty for a plain value."""
    found = re.search(r"#/components/schemas/(\w+)", str(schema))
    return found.group(1) if found else ""


def _name(shape: Any) -> str:
    return shape if isinstance(shape, str) else shape.__name__ if shape is not None else ""


_KINDS = {
    "string": lambda: _("текст"),
    "integer": lambda: _("ціле число"),
    "number": lambda: _("число"),
    "boolean": lambda: _("так чи ні"),
    "object": lambda: _("об’єкт"),
    "null": lambda: "null",
}
