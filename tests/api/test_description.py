"""The description says all that there is and nothing else; people can read it too."""

import re

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from reform_portal.api import description, glossary
from reform_portal.api.operations import OPERATIONS

UNSAFE = {"POST", "PUT", "DELETE", "PATCH"}


def undescribed(app, document):
    """What answers under /api/v1 and is not in the document, and the reverse."""
    rules = {
        (method, re.sub(r"<(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    told = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    return rules ^ told


def incomplete(document):
    """Operations without a status that every operation of their kind answers with."""
    faults = []
    for path, item in document["paths"].items():
        for method, one in item.items():
            wanted = {"400", "406", "429", "503"} | ({"404"} if "{" in path else set())
            wanted |= {"401", "403", "413", "415", "422"} if method.upper() in UNSAFE else {"200", "304"}
            faults += (
                [f"{method} {path}: {sorted(wanted - set(one['responses']))}"] if wanted - set(one["responses"]) else []
            )
    return faults


def test_every_rule_is_described_with_all_its_statuses(app, client):
    document = client.ask("get", "/api/v1/openapi.json").json
    assert undescribed(app, document) == set()
    assert incomplete(document) == []


def test_the_guard_can_fail(app, client):
    app.add_url_rule("/api/v1/breach", "breach", lambda: "x")
    document = client.ask("get", "/api/v1/openapi.json").json
    document["paths"]["/api/v1/gone"] = {"get": {"responses": {"200": {}}}}
    assert undescribed(app, document) == {("GET", "/api/v1/breach"), ("GET", "/api/v1/gone")}
    assert incomplete(document) == ["get /api/v1/gone: ['304', '400', '406', '429', '503']"]


@pytest.mark.parametrize("language", ["", "/en"])
def test_document_is_valid_openapi(client, language):
    document = client.ask("get", language + "/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.1")
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_names_of_the_contract_are_in_the_document(client):
    schemas = client.ask("get", "/api/v1/openapi.json").json["components"]["schemas"]

    def fields(name):
        return set(schemas[name]["properties"])

    assert fields("Draft") >= {"slug", "title", "stage", "language", "version", "versions", "clauses"}
    assert fields("Clause") >= {"eid", "provision", "kind", "num", "parent", "text", "tally", "comments"}
    assert fields("Comment") >= {
        "id", "external_id", "clause", "provision", "version", "quote", "anchor", "stance", "body", "author",
        "created_at", "parent", "supports", "status", "answer",
    }  # fmt: skip
    assert fields("Anchored") == {"state", "start", "end", "exact"}
    assert fields("Summary") >= {
        "eid", "tally", "people", "texts", "submissions", "themes", "campaigns", "wordings", "answered", "stale",
    }  # fmt: skip
    assert fields("Theme") >= {"label", "comments", "quotes"} and fields("Campaign") == {
        "representative",
        "size",
        "comments",
    }
    assert fields("Link") == {"provision", "a", "b", "change", "score", "redline"}
    assert fields("Hits") == {
        "total", "items", "facets", "next", "partial", "loose", "meant", "left_out", "cut",
    }  # fmt: skip
    assert fields("Hit") == {
        "kind", "id", "external_id", "url", "draft", "clause", "excerpt", "score", "created_at",
    }  # fmt: skip


def test_every_name_has_a_meaning_and_none_is_idle(app):
    with app.test_request_context("/"):
        shapes = {name: one for name, one in description.schemas().items() if name in glossary.SHAPES}
        used = {(name, field) for name, one in shapes.items() for field in one["properties"]}
        used |= {(one.query.__name__, p["name"]) for one in OPERATIONS.values() for p in description.parameters(one)}
    names = {name for pair in used for name in (pair[1], ".".join(pair))}
    assert set(glossary.MEANINGS) - names == set()
    assert set(glossary.SHAPES) == set(shapes)


def test_page_names_every_operation_and_shape(client, app):
    page = client.get("/api/")
    for one in OPERATIONS.values():
        assert f'id="{one.name.replace("_", "-")}"' in page.html and one.path.split("<")[0] in page.html
    for name in glossary.SHAPES:
        assert f'id="shape-{name}"' in page.html
    assert "curl" in page.text and "http://portal.test/api/v1/" in page.text
    missing = {link[1:] for link in page.links if link.startswith("#")} - set(page.ids)
    assert missing == set()


def test_page_is_found_and_speaks_english_too(client, draft):
    assert "/api/" in client.get("/").links
    assert "/en/api/v1/openapi.json" in client.get("/en/api/").html
    assert client.ask("post", "/api/").status_code == 405


def test_page_asks_the_database_nothing(client, app):
    from tests.web.test_query_counts import counted

    with counted() as statements:
        client.get("/api/")
    assert statements == []
