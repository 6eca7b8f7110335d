"""Errors as people and as programs read them, and the headers that protect every answer."""

import json

import pytest
from sqlalchemy.exc import OperationalError

from reform_portal.app import create_app
from reform_portal.core.database import db
from reform_portal.core.errors import BadInput, NotAllowed
from tests.client import PageClient
from tests.conftest import settings_in

JSON = {"Accept": "application/json"}
PROTECTION = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
}


@pytest.fixture
def breaks(app):
    """Let the page /about end with an error."""

    def with_(error: Exception) -> None:
        def view():
            raise error

        view.access = "public"  # type: ignore[attr-defined]
        app.view_functions["web.about"] = view

    return with_


def unprotected(answer) -> list[str]:
    """Protecting headers that an answer lacks."""
    return [name for name, value in PROTECTION.items() if value not in answer.headers.get(name, "")]


@pytest.mark.parametrize(
    "path", ["/nothing", "/en/nothing", "/drafts/none/", "/comments/0000000000000000", "/../etc/passwd"]
)
def test_missing_page_says_so_and_leads_on(client, app, path):
    page = client.get(path, status=404)
    prefix = "/en" if path.startswith("/en/") else ""
    assert f"{prefix}/drafts/" in page.links and f"{prefix}/search" in page.links


def test_words_of_the_address_are_only_text(client, app):
    page = client.get("/drafts/<script>alert(1)<%2Fscript>/", status=404)
    assert "<script>alert" not in page.html


def test_wrong_method_names_the_right_ones(client, app):
    answer = client.ask("put", "/about")
    assert answer.status_code == 405 and "GET" in answer.headers["Allow"]


def test_error_speaks_the_language_of_its_address(client, app):
    assert "Такої сторінки немає" in client.get("/nothing", status=404).text
    assert not set("іїєґ") & set(client.get("/en/nothing", status=404).h1s[0])


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/nothing", JSON), ("/nothing", {"Accept": "application/problem+json"}), ("/api/v1/nothing", {})],
)
def test_program_gets_a_problem_document(client, app, path, headers):
    answer = client.ask("get", path, headers=headers)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    content = json.loads(answer.data)
    assert {"type", "title", "status", "detail", "instance"} <= set(content)
    assert (content["status"], content["title"], content["instance"]) == (404, "Not Found", path)


def test_browser_gets_a_page_whatever_else_it_accepts(client, app):
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert "html" in client.ask("get", "/nothing", headers={"Accept": accept}).content_type
    assert "html" in client.ask("get", "/nothing").content_type


def test_bad_input_names_its_fields_to_a_program(client, breaks):
    breaks(BadInput(fields={"body": "порожньо"}))
    answer = client.ask("get", "/about", headers=JSON)
    assert answer.status_code == 422
    assert json.loads(answer.data)["errors"] == [{"field": "body", "detail": "порожньо"}]


def test_refusal_is_a_page(client, breaks):
    breaks(NotAllowed("Вам сюди не можна, бо зачинено."))
    assert "бо зачинено" in client.get("/about", status=403).text


def test_our_fault_is_a_page_that_needs_nothing_and_tells_nothing(client, breaks, caplog):
    breaks(RuntimeError("secret detail"))
    answer = client.ask("get", "/about")
    assert answer.status_code == 500 and "secret detail" not in answer.text and "Traceback" not in answer.text
    assert "наша провина" in answer.text
    assert any("unexpected error" in record.message for record in caplog.records)
    assert unprotected(answer) == []


def test_our_fault_is_a_problem_document_for_a_program(client, breaks, caplog):
    breaks(RuntimeError("secret detail"))
    answer = client.ask("get", "/about", headers=JSON)
    assert answer.status_code == 500 and "secret detail" not in answer.text
    assert json.loads(answer.data)["status"] == 500 and caplog.records


def test_busy_database_asks_for_patience(client, breaks, caplog):
    breaks(OperationalError("SELECT secret", {}, Exception("database is locked")))
    answer = client.ask("get", "/about")
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "30" and "secret" not in answer.text
    assert caplog.records


@pytest.mark.parametrize("path", ["/sign-in", "/drafts/land/art_3__para_1/comment", "/api/v1/drafts/land/comments"])
def test_huge_body_is_refused(client, draft, path):
    answer = client.ask("post", path, data={"body": "а" * 2_000_000})
    assert answer.status_code in (413, 401)
    if path.startswith("/api"):
        assert answer.content_type == "application/problem+json"
    else:
        assert answer.status_code == 413 and "завелике" in answer.text


def multipart(*fields: tuple[str, bytes]) -> dict:
    """A form as a browser sends it with a file."""
    parts = [b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (n.encode(), v) for n, v in fields]
    return {"data": b"".join(parts) + b"--x--\r\n", "content_type": "multipart/form-data; boundary=x"}


def test_huge_file_and_a_thousand_fields_are_refused(client, draft):
    assert client.ask("post", "/sign-in", **multipart(("body", b"a" * 2_000_000))).status_code == 413
    many = [(f"f{number}", b"x") for number in range(1000)]
    assert client.ask("post", "/sign-in", **multipart(*many)).status_code == 413
    assert client.ask("post", "/sign-in", **multipart(("f", b"x"))).status_code == 400


# Protection


def test_every_route_is_protected(app, as_, taras, draft):
    client = as_(taras)
    for rule in app.url_map.iter_rules():
        path = rule.rule
        for name, value in {
            "slug": "land",
            "eid": "art_1",
            "public_id": "x",
            "token": "x",
            "format_name": "csv",
        }.items():
            path = path.replace(f"<{name}>", value)
        path = path.replace("<path:filename>", "favicon.svg")
        for method in rule.methods & {"GET", "POST", "DELETE"}:
            with client.ask(method.lower(), path) as answer:
                answer.get_data()
                assert unprotected(answer) == [], f"{method} {path}"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/nothing"),
        ("post", "/nothing"),
        ("put", "/about"),
        ("get", "/static/none.css"),
        ("get", "/drafts/land"),
    ],
)
def test_errors_and_redirects_are_protected_too(client, draft, method, path):
    answer = client.ask(method, path)
    assert answer.status_code >= 300 and unprotected(answer) == []


def test_missing_protection_is_found(client, app):
    answer = client.ask("get", "/about")
    del answer.headers["X-Content-Type-Options"]
    answer.headers["Content-Security-Policy"] = "default-src *"
    assert unprotected(answer) == ["Content-Security-Policy", "X-Content-Type-Options"]


def test_policy_lets_no_foreign_script_in(client, app):
    policy = client.ask("get", "/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy and "form-action 'self'" in policy


def test_own_pages_are_kept_by_nobody(as_, olena, draft):
    client = as_(olena)
    for path in ("/account/", "/", "/drafts/land/", "/drafts/land/art_1/comment"):
        assert client.ask("get", path).headers["Cache-Control"] == "no-store", path


def test_files_of_the_page_may_be_kept_for_long(client, app):
    with client.ask("get", "/static/favicon.svg") as answer:
        assert "max-age=31536000" in answer.headers["Cache-Control"]


@pytest.fixture
def public_portal(settings, tmp_path):
    """A portal as it stands under https."""
    portal = create_app(settings_in(tmp_path, base_url="https://portal.test", smtp_url="smtp://127.0.0.1:9"))
    yield PageClient(portal)
    with portal.app_context():
        db.engine.dispose()


def test_public_portal_answers_to_its_own_name_alone(public_portal):
    own = public_portal.ask("get", "/", base_url="https://portal.test/")
    assert own.status_code == 200 and "max-age" in own.headers["Strict-Transport-Security"]


def test_foreign_name_is_refused_with_a_page(public_portal):
    foreign = public_portal.ask("get", "/", base_url="https://evil.test/")
    assert foreign.status_code == 400 and "evil.test" not in foreign.text


def test_cookie_of_a_public_portal_is_bound_to_it(public_portal):
    answer = public_portal.ask("get", "/sign-in", base_url="https://portal.test/")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
