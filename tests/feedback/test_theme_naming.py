"""A language model may propose labels of themes; what does not check is refused, and no failure stops the worker."""

import contextlib
import io
import json
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_portal.feedback.themes import label_model
from reform_portal.feedback.themes.label_model import LONGEST, Refused, read_answer
from reform_portal.feedback.themes.naming import name
from tests.factories import make_person
from tests.feedback.theming import FEE, PLACE, STRAY, TERM, check, follow, rename, shown, tell, theme_with


class Model(HTTPServer):
    """An OpenAI-compatible server that says what a test tells it: ``says`` gets the quotes, a list of id and text."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked, self.keys = [], []
        self.says = lambda quotes: {"label": f"Тема {quotes[0]['id']}", "comments": [one["id"] for one in quotes]}
        self.status = 200
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, body))
        self.server.keys.append(self.headers["Authorization"])
        found = self.server.says(json.loads(body["messages"][1]["content"]))
        content = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
        answer = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_more):
        """Nothing is printed."""


@pytest.fixture
def model():
    server = Model()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def people(app, draft):
    return [make_person(f"citizen{number}") for number in range(2)]


@pytest.fixture
def asking(app, model):
    app.extensions["settings"] = replace(
        app.extensions["settings"], labels_url=model.url, labels_model="tiny", labels_key="secret-key"
    )
    return model


def test_label_that_checks_is_shown_and_marked(client, people, asking):
    told = tell(people, [*TERM, *FEE, STRAY])
    follow()
    found = check(told)
    assert {theme.label for theme in found.themes} == {f"Тема {theme.quotes[0].comment}" for theme in found.themes}
    assert all(theme.by_model for theme in found.themes)
    path, body = asking.asked[0]
    assert path == "/v1/chat/completions" and body["model"] == "tiny" and asking.keys[0] == "Bearer secret-key"
    assert "назву запропонувала мовна модель" in client.get(PLACE).text


def test_only_quotes_and_public_ids_are_sent(people, asking):
    told = tell(people, [*TERM, *FEE])
    follow()
    sent = json.dumps(asking.asked, ensure_ascii=False)
    for person in people:
        assert person.email not in sent and person.family_name not in sent and person.handle not in sent
    quoted = {(quote.comment, quote.text) for theme in shown().themes for quote in theme.quotes}
    assert {(one["id"], one["text"]) for _path, body in asking.asked
            for one in json.loads(body["messages"][1]["content"])} == quoted  # fmt: skip
    assert told


WRONG = (
    lambda quotes: {"label": "Чуже", "comments": ["0000000000000000"]},
    lambda quotes: {"label": "Чуже", "comments": [quotes[0]["id"], "вигадане"]},
    lambda quotes: {"label": "Ні на чому", "comments": []},
    lambda quotes: {"label": "а" * (LONGEST + 1), "comments": [quotes[0]["id"]]},
    lambda quotes: {"label": " «»  ", "comments": [quotes[0]["id"]]},
    lambda quotes: {"label": "<b>Гроші</b>", "comments": [quotes[0]["id"]]},
    lambda quotes: {"label": "[Гроші](https://example.org)", "comments": [quotes[0]["id"]]},
    lambda quotes: {"label": ["Гроші"], "comments": [quotes[0]["id"]]},
    lambda quotes: {"label": "Гроші", "comments": [7]},
    lambda quotes: '{"label": "Гроші", "comments": ["\\ud800"]}',
    lambda quotes: '{"label": "Гроші", "comments": ["\\u0000"]}',
    lambda quotes: {"label": "Гроші", "comments": [quotes[0]["id"]] * 1001},
    lambda quotes: "Назва: Гроші",
    lambda quotes: "",
    lambda quotes: "[" * 5000,
)


def test_labels_that_do_not_check_are_refused(app, people, asking):
    asking.says = WRONG[0]
    told = tell(people, [*TERM, *FEE, STRAY])
    follow()
    before = check(told)
    themes = [theme.id for theme in before.themes]
    for says in WRONG:
        asking.says, asked = says, len(asking.asked)
        name(themes, app.extensions["settings"])
        assert len(asking.asked) - asked == len(themes)
        assert shown().themes == before.themes
    asking.says = lambda quotes: {"label": f"Гроші {quotes[0]['id']}", "comments": [quotes[0]["id"]]}
    name(themes, app.extensions["settings"])
    assert all(theme.by_model for theme in shown().themes)


def test_comment_of_another_theme_is_no_ground(people, asking):
    told = tell(people, [*TERM, *FEE])
    asking.says = lambda quotes: {"label": "Усе", "comments": [told[0], told[4]]}
    follow()
    assert not any(theme.by_model for theme in check(told).themes)


@pytest.mark.parametrize("failure", ["status", "closed", "garbage"])
def test_failure_leaves_the_own_labels_and_asks_no_more_in_this_round(app, people, asking, failure, monkeypatch):
    if failure == "status":
        asking.status = 500
    elif failure == "garbage":
        monkeypatch.setattr(_Handler, "do_POST", lambda self: self.wfile.write(b"what?\r\n\r\n"))
    else:
        app.extensions["settings"] = replace(app.extensions["settings"], labels_url="http://127.0.0.1:9")
    told = tell(people, [*TERM, *FEE])
    follow()
    assert not any(theme.by_model for theme in check(told).themes)
    assert len(asking.asked) <= 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_key_goes_to_no_other_address(people, asking, monkeypatch, status):
    went = []

    def lead_away(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(status)
        self.send_header("Location", f"{self.server.url}/elsewhere")
        self.end_headers()

    monkeypatch.setattr(_Handler, "do_POST", lead_away)
    monkeypatch.setattr(_Handler, "do_GET", lambda self: went.append(self.headers["Authorization"]), raising=False)
    told = tell(people, [*TERM, *FEE])
    follow()
    assert went == [] and not any(theme.by_model for theme in check(told).themes)


def test_answer_that_comes_drop_by_drop_is_not_waited_for(people, asking, monkeypatch):
    monkeypatch.setattr(label_model, "SECONDS", 0.3)
    write = _Handler.do_POST

    def drip(self):
        whole, self.wfile = self.wfile, io.BytesIO()
        write(self)
        head, _, answer = self.wfile.getvalue().partition(b"\r\n\r\n")
        head = head.replace(f"Content-Length: {len(answer)}".encode(), f"Content-Length: {len(answer) + 20}".encode())
        self.wfile = whole
        with contextlib.suppress(OSError):
            for piece in (head + b"\r\n\r\n", *[b" "] * 20, answer):
                whole.write(piece)
                time.sleep(0.05)

    monkeypatch.setattr(_Handler, "do_POST", drip)
    told = tell(people, [*TERM, *FEE])
    follow()
    assert not any(theme.by_model for theme in check(told).themes) and len(asking.asked) == 1


def test_same_quotes_are_not_asked_about_twice(people, asking):
    told = tell(people, [*TERM, *FEE, STRAY])
    follow()
    labels = {theme.public_id: theme.label for theme in shown().themes}
    asked = len(asking.asked)
    told += tell(people, ["Вітер."])
    follow()
    assert {theme.public_id: theme.label for theme in check(told).themes} == labels
    assert len(asking.asked) == asked


def test_label_of_a_person_is_never_replaced(people, taras, asking):
    told = tell(people, [*TERM, *FEE])
    follow()
    fee = theme_with(told[4])
    rename(fee.public_id, taras, "Гроші")
    asking.says = lambda quotes: {"label": "Інакше", "comments": [quotes[0]["id"]]}
    told += tell(people, ["Скасуйте плату за довідку, плата завелика."])
    follow()
    assert "Гроші" in [theme.label for theme in check(told).themes]


def test_two_themes_never_get_one_label(people, asking):
    asking.says = lambda quotes: {"label": "Однаково", "comments": [quotes[0]["id"]]}
    told = tell(people, [*TERM, *FEE, STRAY])
    follow()
    labels = [theme.label for theme in check(told).themes]
    assert len(set(labels)) == len(labels) > 1 and "Однаково" in labels


def test_nothing_is_sent_where_no_address_is_set(app, people, model):
    tell(people, [*TERM, *FEE])
    follow()
    assert app.extensions["settings"].labels_url is None and model.asked == []


def test_answer_may_stand_between_marks_of_markdown():
    assert read_answer('```json\n{"label": "«Плата за об’єкт».", "comments": ["a"]}\n```') == ("Плата за об’єкт", ["a"])


@given(st.one_of(st.text(), st.none(), st.integers(), st.recursive(st.text(), st.lists).map(json.dumps)))
def test_whatever_a_model_says_is_a_label_or_refused(content):
    try:
        label, comments = read_answer(content)
    except Refused:
        return
    assert 0 < len(label) <= LONGEST and isinstance(comments, list)


@given(st.text(), st.lists(st.text()))
def test_label_has_no_markup_whatever_it_is(label, comments):
    try:
        found, _ids = read_answer(json.dumps({"label": label, "comments": comments}))
    except Refused:
        return
    assert found.isprintable() and not set("<>{}[]|\\`*_#") & set(found)
