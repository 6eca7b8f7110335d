"""How programs ask: conditions, forms, parameters, other sites, methods."""

import pytest

from tests.api.programs import LD, faults, problem
from tests.discussion.acts import hide, support
from tests.factories import make_draft, say
from tests.search.talking import follow

READ = (
    "/api/v1/drafts",
    "/api/v1/drafts/land",
    "/api/v1/drafts/land/comments",
    "/api/v1/drafts/land/feedback",
    "/api/v1/drafts/land/answers",
    "/api/v1/drafts/land/reports",
    "/api/v1/drafts/land/annotations/",
    "/api/v1/search?q=заява",
    "/api/v1/openapi.json",
)
WRONG = [
    ("limit=0", "limit"), ("limit=-1", "limit"), ("limit=1e2", "limit"), ("limit=٥", "limit"), ("limit=1&limit=2", "limit"),
    ("limit=99999999999999999999", "limit"), ("version=x", "version"), ("version=0", "version"), ("cursor=bad", "cursor"),
    ("cursor=WzEsMl0", "cursor"), ("colour=red", "colour"), ("clause=" + "а" * 201, "clause"),
]  # fmt: skip


def test_what_is_known_already_is_not_sent_again(app, client, draft):
    follow(app)
    for path in READ:
        first = client.ask("get", path)
        etag = first.headers["ETag"]
        again = client.ask("get", path, headers={"If-None-Match": etag})
        assert (first.status_code, again.status_code) == (200, 304) and not again.get_data(), path
        assert again.headers["ETag"] == etag and "no-cache" in again.headers["Cache-Control"], path
        assert client.ask("get", path, headers={"If-None-Match": '"other"'}).status_code == 200, path


@pytest.mark.parametrize("path", ["/api/v1/drafts", "/api/v1/drafts/land/comments", "/api/v1/drafts/land/annotations/"])
def test_head_is_get_without_a_body(client, draft, path):
    head, got = client.ask("head", path), client.ask("get", path)
    assert head.status_code == 200 and not head.get_data()
    assert [head.headers[name] for name in ("ETag", "Content-Type")] == [
        got.headers[name] for name in ("ETag", "Content-Type")
    ]


@pytest.mark.parametrize("path", ["/drafts/land", "/drafts/land/comments", "/drafts/land/annotations/"])
def test_every_public_change_is_seen_at_once(client, olena, petro, marta, draft, path):
    def etag():
        return client.ask("get", "/api/v1" + path).headers["ETag"]

    known = [etag()]
    one = say(olena)
    known.append(etag())
    support(one, petro)
    known.append(etag())
    hide(one, marta)
    assert len({*known, etag()}) == 4


def test_one_state_has_one_etag_for_each_question(client, olena, draft):
    say(olena)
    make_draft(text="# Інше\n\nСтаття 1. Одне.\n", slug="other")
    paths = ("", "?limit=1", "?limit=2", "?clause=art_3__para_1", "?version=1")
    etags = {client.ask("get", "/api/v1/drafts/land/comments" + path).headers["ETag"] for path in paths}
    etags |= {client.ask("get", "/api/v1/drafts/other/comments").headers["ETag"]}
    assert len(etags) == 6


def test_stage_that_passes_changes_the_etag(client, draft, monkeypatch):
    from datetime import timedelta

    from reform_portal.api import operations
    from reform_portal.core.clock import now
    from tests.factories import close_draft

    close_draft("land", now() + timedelta(days=1))
    before = client.ask("get", "/api/v1/drafts/land").headers["ETag"]
    later = now() + timedelta(days=2)
    monkeypatch.setattr(operations, "now", lambda: later)
    assert client.ask("get", "/api/v1/drafts/land", headers={"If-None-Match": before}).status_code == 200


def test_parameter_that_cannot_be_meant_is_named(client, draft):
    for query, field in WRONG:
        assert faults(client.ask("get", "/api/v1/drafts/land/comments?" + query), 400) == {field}, query


def test_all_wrong_parameters_are_named_at_once_in_both_languages(client, draft):
    path = "/api/v1/search?kind=plan&stance=love&from=2026-13&sort=x&answered=maybe"
    wrong = {"kind", "stance", "from", "sort", "answered"}
    assert faults(client.ask("get", path), 400) == faults(client.ask("get", "/en" + path), 400) == wrong


def test_empty_parameter_is_none_and_too_high_a_limit_the_most(client, olena, draft):
    say(olena)
    assert len(client.ask("get", "/api/v1/drafts/land/comments?cursor=&clause=&version=&limit=5000").json["items"]) == 1


def test_unknown_version_and_clause_are_not_found(client, draft):
    for query in ("version=7", "clause=art_99"):
        problem(client.ask("get", "/api/v1/drafts/land/comments?" + query), 404)


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200), ("*/*", 200), ("application/*;q=0.1", 200), ("text/html, */*;q=0.1", 200),
        ("application/json;profile=x", 200), ("text/html", 406), ("application/json;q=0", 406), ("text/csv, text/*", 406),
    ],
)  # fmt: skip
def test_form_that_is_asked_for(client, draft, accept, status):
    answer = client.ask("get", "/api/v1/drafts", headers={"Accept": accept})
    assert answer.status_code == status
    if status == 406:
        assert "application/json" in problem(answer, 406)["detail"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_wrong_method_says_the_right_ones(client, draft, method):
    answer = client.ask(method, "/api/v1/drafts")
    problem(answer, 405)
    assert {"GET", "HEAD", "OPTIONS"} == set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    "path", ["/api/v1/", "/api/v1/nothing", "/en/api/v1/x/y", "/api/v1/drafts/a/b/c", "/api/v2/drafts"]
)
def test_unknown_address_is_a_problem(client, app, path):
    problem(client.ask("get", path), 404)


def test_pages_of_other_sites_may_read(client, draft):
    for method in ("get", "head", "options"):
        headers = client.ask(method, "/api/v1/drafts", headers={"Origin": "https://news.example"}).headers
        assert headers["Access-Control-Allow-Origin"] == "*" and "Access-Control-Allow-Credentials" not in headers
        assert {"ETag", "Link", "Location", "RateLimit-Remaining"} <= set(
            headers["Access-Control-Expose-Headers"].split(", ")
        )
    missing = client.ask("get", "/api/v1/drafts/nothing", headers={"Origin": "https://news.example"})
    assert missing.status_code == 404 and missing.headers["Access-Control-Allow-Origin"] == "*"


def test_pages_of_other_sites_may_not_write(client, draft):
    preflight = client.ask(
        "options",
        "/api/v1/drafts/land/comments",
        headers={
            "Origin": "https://evil.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization",
        },
    )
    assert "POST" not in preflight.headers["Access-Control-Allow-Methods"]
    assert "authorization" not in preflight.headers["Access-Control-Allow-Headers"].lower()
    posted = client.ask("post", "/api/v1/drafts/land/comments", json={}, headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in posted.headers
    page = client.ask("get", "/drafts/land/", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in page.headers


def test_next_page_is_linked(client, olena, draft):
    ids = [say(olena, f"Думка {n}") for n in range(3)]
    first = client.ask("get", "/api/v1/drafts/land/comments?limit=2&clause=art_3__para_1")
    address, relation = first.headers["Link"].split("; ")
    assert relation == 'rel="next"'
    second = client.ask("get", address.strip("<>"))
    assert [item["id"] for item in first.json["items"] + second.json["items"]] == ids
    assert second.json["next"] is None and "Link" not in second.headers


def test_drafts_page_by_page(client, app):
    for number in range(5):
        make_draft(slug=f"d{number}", text=f"# Акт {number}\n\nСтаття 1. Одне {number}.\n")
    found, cursor = [], ""
    while cursor is not None:
        page = client.ask("get", f"/api/v1/drafts?limit=2&cursor={cursor}").json
        assert len(page["items"]) <= 2
        found += [item["slug"] for item in page["items"]]
        cursor = page["next"]
    assert found == ["d4", "d3", "d2", "d1", "d0"]


def test_search_page_by_page(app, client, olena, draft):
    from reform_portal.journal import readers

    ids = {say(olena, f"Строк задовгий {n}") for n in range(5)}
    readers.run_once(app.extensions["readers"])
    found, cursor = [], ""
    while cursor is not None:
        page = client.ask("get", f"/api/v1/search?q=задовгий&kind=comment&limit=2&cursor={cursor}").json
        assert page["total"] == 5
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert set(found) == ids and len(found) == 5


def test_comment_by_itself(client, olena, petro, marta, draft):
    from tests.texts import LAND_2

    one = say(olena, quote="30 календарних днів")
    reply = say(petro, "Згоден.", parent=one, stance="neutral")
    make_draft(text=LAND_2)
    found = client.ask("get", f"/api/v1/comments/{one}").json
    assert (found["id"], found["draft"], found["url"], found["replies"]) == (one, "land", f"/comments/{one}", 1)
    assert found["placements"] == [
        {"version": 2, "state": "changed", "clause": "art_3__para_1", "start": 30, "end": 49}
    ]
    assert client.ask("get", f"/api/v1/comments/{reply}").json["parent"] == one
    hide(one, marta)
    hidden = client.ask("get", f"/api/v1/comments/{one}").json
    assert (hidden["status"], hidden["body"], hidden["author"], hidden["anchor"]) == ("hidden", "", "", None)
    problem(client.ask("get", "/api/v1/comments/nobody"), 404)


def test_held_comment_is_not_there(client, olena, draft):
    from tests.discussion.acts import bend

    one = say(olena)
    bend(one, status="held")
    for headers in ({}, {"Accept": LD}):
        problem(client.ask("get", f"/api/v1/comments/{one}", headers=headers), 404)


def test_answers_and_reports_of_a_draft(client, olena, taras, draft):
    from tests.feedback.answering import REASON, answer

    one, other = say(olena), say(olena, "Інше.", eid="art_2")
    answer(one, taras, "rejected")
    given = answer(other, taras, "accepted")
    items = client.ask("get", "/api/v1/drafts/land/answers").json["items"]
    assert [(item["comment"], item["decision"], item["holds_for"]) for item in items] == [
        (other, "accepted", 1),
        (one, "rejected", 1),
    ]
    assert (items[0]["id"], items[0]["url"], items[0]["about"]) == (given, f"/answers/{given}", "comment")
    assert items[1]["reason"] == REASON and items[1]["clause"] == "art_3__para_1"
    accepted = client.ask("get", "/api/v1/drafts/land/answers?decision=accepted").json["items"]
    assert [item["comment"] for item in accepted] == [other]
    assert faults(client.ask("get", "/api/v1/drafts/land/answers?decision=maybe"), 400) == {"decision"}
    page = client.ask("get", "/api/v1/drafts/land/answers?limit=1").json
    assert len(page["items"]) == 1 and page["next"]
    assert client.ask("get", "/api/v1/drafts/land/reports").json == {"items": [], "next": None}
    problem(client.ask("get", "/api/v1/drafts/nothing/reports"), 404)


def test_blank_wording_is_a_slip(client, olena, draft):
    from tests.api.programs import bearer, token_of

    content = {"clause": "art_3__para_1", "stance": "amend", "body": "Так.", "wording": "   "}
    headers = bearer(token_of(olena))
    assert faults(client.ask("post", "/api/v1/drafts/land/comments", json=content, headers=headers)) == {"wording"}
    content = {**content, "wording": None, "start": "5"}
    assert faults(client.ask("post", "/api/v1/drafts/land/comments", json=content, headers=headers)) == {"start"}


def test_body_in_another_form_or_too_large(client, olena, draft):
    from tests.api.programs import bearer, token_of

    headers = bearer(token_of(olena))
    path = "/api/v1/drafts/land/comments"
    problem(client.ask("post", path, data="<x/>", headers=headers | {"Content-Type": "text/xml"}), 415)
    problem(
        client.ask(
            "post", path, data="body=x", headers=headers | {"Content-Type": "application/x-www-form-urlencoded"}
        ),
        415,
    )
    for body in ("[1]", "[" * 100_000, '"\\ud800"', "\xff".encode("latin-1"), ""):
        problem(client.ask("post", path, data=body, headers=headers | {"Content-Type": "application/json"}), 422)
    large = b'{"body": "' + b"x" * 1_100_000 + b'"}'
    problem(client.ask("post", path, data=large, headers=headers | {"Content-Type": "application/json"}), 413)
