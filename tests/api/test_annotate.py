"""A program posts, corrects and takes back a comment as a W3C annotation."""

import json

import pytest

from reform_portal.people.token_scopes import EDIT, WRITE
from tests.api.programs import BASE, CONTAINER, LD, annotate, annotation, bearer, faults, on, problem, token_of
from tests.discussion.acts import bend, hide
from tests.factories import comment, make_draft, say
from tests.texts import LAND_2

QUOTE = {"type": "TextQuoteSelector", "exact": "30 календарних днів"}
POSITION = {"type": "TextPositionSelector", "start": 30, "end": 49}
# Signs beyond the sixteen bits and combining marks count as code points, each one.
ODD = "# Акт\n\nСтаття 1. Слово\n\n1. 𝔄 «зе\u0301мля» 🏠 і ґрунт, ще раз ґрунт — об’єкт.\n"


def body(value, purpose=None):
    return {"type": "TextualBody", "value": value} | ({"purpose": purpose} if purpose else {})


POINTED = [
    on("art_3__para_1", QUOTE),
    on("art_3__para_1", POSITION),
    on("art_3__para_1", QUOTE, POSITION),
    on("art_3__para_1", {**QUOTE, "prefix": "заяву протягом ", "suffix": " з дня"}),
    on("art_3__para_1", {**QUOTE, "refinedBy": POSITION}),
    {"source": f"{BASE}/drafts/land/?version=1#art_3__para_1", "selector": QUOTE},
    {"source": f"{BASE}/drafts/land/art_3__para_1", "selector": [QUOTE, POSITION]},
    {"source": f"{BASE}/en/drafts/land/art_3__para_1", "selector": POSITION},
    [{"source": {"id": f"{BASE}/drafts/land/art_3__para_1"}, "selector": POSITION}],
]
WHOLES = [
    (on(), None), (f"{BASE}/drafts/land/", None), (f"{BASE}/drafts/land/?version=1", None), (f"{BASE}/drafts/land/whole", None),
    (on("art_2"), "art_2"), (f"{BASE}/drafts/land/art_2", "art_2"), (f"{BASE}/drafts/land/#art_2", "art_2"),
]  # fmt: skip
WRONG = [
    ({"@context": None}, "@context"), ({"@context": "http://example.org"}, "@context"), ({"type": "Comment"}, "type"),
    ({"motivation": "bookmarking"}, "motivation"), ({"motivation": {}}, "motivation"),
    ({"body": None}, "body"), ({"body": "http://example.org/text"}, "body"), ({"body": body("")}, "body"), ({"body": body("\x00")}, "body"),
    ({"body": {**body("x"), "format": "text/html"}}, "body"), ({"body": {"type": "Choice", "items": []}}, "body"),
    ({"body": [body("а"), body("б")]}, "body"), ({"body": [body("а"), body("love", "classifying")]}, "body"),
    ({"body": [body("а"), body("  ", "editing")]}, "body"), ({"body": body("а" * 10_001)}, "body"), ({"bodyValue": "x"}, "body"),
    ({"body": [body("а"), body("30 календарних днів", "editing")]}, "body"), ({"body": body("x", "linking")}, "body"),
    ({"target": None}, "target"), ({"target": []}, "target"), ({"target": [on("art_2"), on("art_1")]}, "target"),
    ({"target": "https://example.org/drafts/land/"}, "target"), ({"target": f"{BASE}/drafts/other/"}, "target"),
    ({"target": f"{BASE}.evil.example/drafts/land/"}, "target"), ({"target": f"{BASE}/about"}, "target"),
    ({"target": f"{BASE}/comments/nobody"}, "target"), ({"target": on("art_99")}, "target"), ({"target": 5}, "target"),
    ({"target": f"{BASE}/drafts/land/?version=x"}, "target"), ({"target": f"{BASE}/drafts/land/?version=7"}, "target"),
    ({"target": on("art_3__para_1", {"type": "XPathSelector", "value": "/p"})}, "target"),
    ({"target": on("art_3__para_1", {**QUOTE, "exact": "немає цих слів"})}, "target"),
    ({"target": on("art_3__para_1", {**QUOTE, "exact": 5})}, "target"),
    ({"target": on("art_3__para_1", {**POSITION, "end": 30})}, "target"),
    ({"target": on("art_3__para_1", {**POSITION, "end": 5000})}, "target"),
    ({"target": on("art_3__para_1", {**POSITION, "start": True})}, "target"),
    ({"target": on("art_3__para_1", {**POSITION, "start": -1})}, "target"),
    ({"target": {**on(), "selector": QUOTE}}, "target"), ({"target": {**on(), "selector": POSITION}}, "target"),
    ({"target": {**on(), "selector": "art_2"}}, "target"),
]  # fmt: skip


@pytest.fixture
def token(olena):
    return token_of(olena)


def posted(answer):
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return comment(answer.headers["Location"].rsplit("/", 1)[1])


def test_annotation_becomes_a_comment_and_comes_back(client, draft, token):
    answer = annotate(client, token, annotation())
    row = posted(answer)
    assert (row.body, row.quote, row.start, row.eid, row.stance) == (
        "Досить 20 днів.", "30 календарних днів", 30, "art_3__para_1", "neutral",
    )  # fmt: skip
    assert answer.headers["Location"] == answer.json["id"] == f"{BASE}/comments/{row.public_id}"
    assert answer.content_type.startswith(LD) and answer.headers["ETag"] and answer.headers["Link"]
    read = client.ask("get", f"/comments/{row.public_id}", headers={"Accept": LD})
    assert read.json == answer.json and read.headers["ETag"] == answer.headers["ETag"]
    assert client.ask("get", CONTAINER).json["total"] == 1


def test_annotation_that_came_back_can_be_posted_again(client, draft, token, olena):
    one = say(olena, quote="30 календарних днів", stance="amend")
    known = client.ask("get", f"/comments/{one}", headers={"Accept": LD}).json
    row = posted(annotate(client, token, known))
    assert (row.quote, row.start, row.stance, row.body) == (
        "30 календарних днів", 30, "amend", "Строк задовгий, люди не можуть чекати.",
    )  # fmt: skip


def test_words_may_be_pointed_to_in_many_ways(client, draft, token):
    for target in POINTED:
        row = posted(annotate(client, token, annotation(target=target)))
        assert (row.eid, row.quote, row.start, row.end) == ("art_3__para_1", "30 календарних днів", 30, 49), target


def test_whole_clause_and_whole_draft(client, draft, token):
    for target, eid in WHOLES:
        row = posted(annotate(client, token, annotation(target=target)))
        assert (row.eid, row.quote) == (eid, ""), target


@pytest.mark.parametrize(
    ("quote", "more"),
    [
        ("𝔄", {}), ("зе\u0301мля", {}), ("🏠 і", {}), ("об'єкт", {}), ("ґрунт", {"prefix": "ще раз "}), ("ґрунт", {"suffix": " — об"}),
        ("ґрунт", {"prefix": "🏠 і "}),
    ],
)  # fmt: skip
def test_offsets_count_code_points(client, app, token, quote, more):
    make_draft(text=ODD, slug="land")
    text = next(c for c in client.ask("get", "/api/v1/drafts/land").json["clauses"] if "𝔄" in c["text"])
    eid, text = text["eid"], text["text"]
    row = posted(
        annotate(client, token, annotation(target=on(eid, {"type": "TextQuoteSelector", "exact": quote, **more})))
    )
    assert text[row.start : row.end] == row.quote
    expected = text.rindex("ґрунт") if "ще" in str(more) or "об" in str(more) else text.index(row.quote)
    assert row.start == expected
    again = posted(
        annotate(
            client,
            token,
            annotation(target=on(eid, {"type": "TextPositionSelector", "start": row.start, "end": row.end})),
        )
    )
    assert (again.quote, again.start, again.end) == (row.quote, row.start, row.end)


def test_reply_wording_and_stance(client, draft, token, petro):
    above = say(petro)
    row = posted(annotate(client, token, annotation(target=f"{BASE}/comments/{above}", motivation="replying")))
    assert comment(above).replies == 1 and row.parent_id == comment(above).id
    bodies = [body("Бо довго.", "commenting"), body("20 днів", "editing"), body("oppose", "classifying")]
    row = posted(annotate(client, token, annotation(body=bodies, motivation="oa:editing")))
    assert (row.wording, row.stance, row.body) == ("20 днів", "oppose", "Бо довго.")
    assert posted(annotate(client, token, annotation(motivation="editing"))).stance == "amend"
    assert posted(annotate(client, token, annotation(motivation=["questioning"]))).stance == "question"
    assert posted(annotate(client, token, annotation(body=None, bodyValue="Просто текст."))).body == "Просто текст."
    deletion = [body("Зайве."), body("", "editing")]
    assert posted(annotate(client, token, annotation(body=deletion))).wording == ""


def test_what_is_wrong_is_named_by_field(client, draft, token):
    answers = [(field, annotate(client, token, annotation(**change)), change) for change, field in WRONG]
    assert [change for field, answer, change in answers if faults(answer) != {field}] == []
    assert client.ask("get", CONTAINER).json["total"] == 0


def test_all_that_is_wrong_is_named_at_once(client, draft, token):
    wrong = annotation(type="x", motivation="x", target="x", body="x", **{"@context": "x"})
    assert faults(annotate(client, token, wrong)) == {"type", "motivation", "target", "body", "@context"}


def test_selectors_without_end_are_refused(client, draft, token):
    deep = {"type": "FragmentSelector", "value": "art_2"}
    for _ in range(50):
        deep = {"type": "FragmentSelector", "value": "art_2", "refinedBy": deep}
    assert faults(annotate(client, token, annotation(target={**on(), "selector": deep}))) == {"target"}
    assert faults(annotate(client, token, annotation(target={**on(), "selector": [QUOTE] * 1000}))) == {"target"}


def test_earlier_version_and_a_comment_of_another_draft(client, draft, token, petro):
    make_draft(text=LAND_2)
    assert faults(annotate(client, token, annotation(target=f"{BASE}/drafts/land/?version=1"))) == {"target"}
    make_draft(text="# Інший\n\nСтаття 1. Одне.\n", slug="other")
    foreign = say(petro, slug="other", eid="art_1")
    assert faults(annotate(client, token, annotation(target=f"{BASE}/comments/{foreign}"))) == {"target"}


def test_stranger_stage_draft_and_form(client, draft, token, olena, taras):
    from datetime import timedelta

    from reform_portal.core.clock import now
    from tests.factories import close_draft

    problem(client.ask("post", CONTAINER, json=annotation(), headers={"Content-Type": LD}), 401)
    problem(annotate(client, token_of(olena, EDIT), annotation()), 403)
    problem(annotate(client, token, annotation(), kind="text/turtle"), 415)
    problem(client.ask("post", CONTAINER, data="[]", headers=bearer(token) | {"Content-Type": LD}), 422)
    problem(annotate(client, token, annotation(), path="/api/v1/drafts/nothing/annotations/"), 404)
    close_draft("land", now() - timedelta(seconds=1))
    problem(annotate(client, token, annotation()), 409)


def test_reply_to_a_hidden_comment_is_409(client, draft, token, petro, marta):
    above = say(petro)
    hide(above, marta)
    problem(annotate(client, token, annotation(target=f"{BASE}/comments/{above}")), 409)


@pytest.fixture
def own(client, draft, token):
    """An own annotation: its path and what came back."""
    answer = annotate(client, token, annotation())
    return answer.headers["Location"].removeprefix(BASE), answer


def change(client, method, path, token, etag, content=None):
    headers = bearer(token) | ({"If-Match": etag} if etag else {}) | {"Content-Type": LD}
    return client.ask(method, path, data=json.dumps(content) if content else None, headers=headers)


@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_author_corrects_the_words(client, token, own, prefix):
    path, first = own
    content = {**first.json, "body": [body("Досить 15 днів."), body("oppose", "classifying")]}
    answer = change(client, "put", prefix + path, token, first.headers["ETag"], content)
    assert answer.status_code == 200 and answer.json["modified"]
    assert answer.json["body"][0]["value"] == "Досить 15 днів." and answer.headers["ETag"] != first.headers["ETag"]
    assert comment(path.rsplit("/", 1)[1]).stance == "oppose"
    problem(change(client, "put", path, token, first.headers["ETag"], content), 412)


def test_correcting_needs_the_state_the_author_the_scope_and_time(client, token, own, petro, olena):
    path, first = own
    etag = first.headers["ETag"]
    problem(change(client, "put", path, token, None, first.json), 428)
    problem(change(client, "put", path, token, '"other"', first.json), 412)
    problem(change(client, "put", path, token_of(petro), etag, first.json), 403)
    problem(change(client, "put", path, token_of(olena, WRITE), etag, first.json), 403)
    problem(change(client, "put", "/comments/nobody", token, etag, first.json), 404)
    problem(client.ask("put", path, json=first.json), 401)
    from datetime import timedelta

    from reform_portal.core.clock import now

    bend(path.rsplit("/", 1)[1], created_at=now() - timedelta(minutes=20))
    late = client.ask("get", path, headers={"Accept": LD}).headers["ETag"]
    problem(change(client, "put", path, token, late, first.json), 409)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"target": on("art_2")}, "target"),
        ({"target": on("art_3__para_1", {**QUOTE, "exact": "Рада"})}, "target"),
        ({"body": [body("а"), body("20 днів", "editing")]}, "body"),
        ({"body": body("")}, "body"),
    ],
)
def test_place_and_wording_stay(client, token, own, more, field):
    path, first = own
    answer = change(client, "put", path, token, first.headers["ETag"], {**first.json, **more})
    assert faults(answer) == {field}


def test_author_takes_it_back_and_it_is_gone(client, token, own, petro, olena):
    path, first = own
    etag = first.headers["ETag"]
    problem(change(client, "delete", path, token, None), 428)
    problem(change(client, "delete", path, token, '"other"'), 412)
    problem(change(client, "delete", path, token_of(petro), etag), 403)
    problem(change(client, "delete", path, token_of(olena, WRITE), etag), 403)
    problem(client.ask("delete", path), 401)
    gone = change(client, "delete", path, token, etag)
    assert gone.status_code == 204 and not gone.get_data()
    problem(client.ask("get", path, headers={"Accept": LD}), 410)
    problem(change(client, "delete", path, token, etag), 410)
    problem(change(client, "put", path, token, etag, first.json), 410)
    assert client.ask("get", CONTAINER).json["total"] == 0
    assert "відкликав" in client.get(path).text
