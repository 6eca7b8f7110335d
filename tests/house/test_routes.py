"""Every route says who may call it, and what it says holds."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from reform_portal.core import access

OWN_TEMPLATES = {"static"}


def unmarked(app: Flask) -> list[str]:
    """Endpoints without an access mark."""
    return [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in OWN_TEMPLATES and not getattr(app.view_functions[rule.endpoint], "access", None)
    ]


def routes(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in OWN_TEMPLATES]


def address(rule: Rule, **values: str) -> str:
    known = {
        "slug": "land",
        "eid": "art_1",
        "public_id": "0000000000000000",
        "token": "x",
        "ref": "1",
        "kind": "draft",
        "pair": "1...2",
        "format_name": "csv",
        "file_name": "comments.csv",
        "day": "latest",
        "ending": "ttl",
        **values,
    }
    path = rule.rule
    for name in rule.arguments:
        path = path.replace(f"<{name}>", known[name])
    return path


def test_every_route_has_a_mark(app):
    assert unmarked(app) == []


def test_a_route_without_a_mark_is_found(app):
    app.add_url_rule("/breach", "breach", lambda: "x")
    assert unmarked(app) == ["breach"]


def test_signed_out_people_are_led_to_sign_in(app, client, draft):
    for rule in routes(app):
        if app.view_functions[rule.endpoint].access == "public":
            continue
        if app.view_functions[rule.endpoint].access == "token":
            for method in rule.methods - {"OPTIONS"}:
                assert client.ask(method.lower(), address(rule)).status_code == 401, rule.rule
            continue
        for method in rule.methods & {"GET", "POST"}:
            answer = client.ask(method.lower(), address(rule))
            expected = 303 if method == "GET" else (303, 400)
            assert answer.status_code in (expected if isinstance(expected, tuple) else (expected,)), rule.rule
            if answer.status_code == 303:
                assert "/sign-in" in answer.location


def test_strangers_are_refused_by_role(app, as_, olena, draft):
    client = as_(olena)
    token = client.token()
    for rule in routes(app):
        if not app.view_functions[rule.endpoint].access.startswith("needs"):
            continue
        for method in rule.methods & {"GET", "POST"}:
            answer = client.ask(method.lower(), address(rule), data={"csrf_token": token} if method == "POST" else None)
            assert answer.status_code == 403, rule.rule


def test_unsafe_methods_need_the_token(app, as_, taras, draft):
    client = as_(taras)
    for rule in routes(app):
        if "POST" in rule.methods:
            answer = client.ask("post", address(rule), data={"body": "x"})
            assert answer.status_code in (400, 401, 403, 404, 410), f"{rule.rule}: {answer.status_code}"


def test_reading_changes_nothing(app, as_, taras, draft, settings):
    import sqlite3

    def counts():
        with sqlite3.connect(settings.data_dir / "portal.sqlite") as db:
            names = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type='table'")]
            # When a drafter last looked at a queue is what a look at it is remembered by.
            names = [n for n in names if n != "desk_visits"]
            found = {n: db.execute(f"SELECT count(*) FROM {n}").fetchone() for n in names}
        db.close()
        return found

    client = as_(taras)
    before = counts()
    for rule in routes(app):
        if "GET" in rule.methods:
            assert client.ask("get", address(rule)).status_code < 500, rule.rule
    assert counts() == before


def test_marks_are_checked():
    with pytest.raises(ValueError):
        access.needs("emperor")
    with pytest.raises(ValueError):
        access.needs()
