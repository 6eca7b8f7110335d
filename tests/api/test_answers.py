"""Answers in JSON and in the exports."""

import json

from reform_portal.journal import readers
from tests.discussion.acts import erase
from tests.factories import make_draft, say
from tests.feedback.answering import REASON, answer, revise, work
from tests.feedback.sheets import read_csv
from tests.texts import LAND_2


def get(client, path):
    response = client.ask("get", "/api/v1" + path)
    assert response.status_code == 200
    return response.get_json()


def test_comment_carries_its_answer(client, olena, taras, draft):
    answered, waits = say(olena), say(olena, "Чекає.")
    make_draft(text=LAND_2)
    given = answer(answered, taras, "partly", changed="ч. 1 ст. 3")
    items = {item["id"]: item for item in get(client, "/drafts/land/comments")["items"]}
    found = items[answered]["answer"]
    assert found.pop("given_at").endswith("Z")
    assert found == {
        "decision": "partly",
        "reason": REASON,
        "url": f"/answers/{given}",
        "changed": {"clause": "art_3__para_1", "version": 2},
    }
    assert items[waits]["answer"] is None


def test_feedback_counts_the_answered(app, client, olena, taras, draft):
    answer(say(olena), taras)
    say(olena, "Чекає.")
    say(olena, "Про інше.", eid="art_2")
    readers.run_once(app.extensions["readers"], patience=60)
    clauses = {row["eid"]: row for row in get(client, "/drafts/land/feedback")["clauses"]}
    assert (clauses["art_3__para_1"]["answered"], clauses["art_2"]["answered"]) == (1, 0)
    assert not clauses["art_3__para_1"]["stale"]


def test_answered_question_is_no_open_question(app, client, olena, taras, draft):
    question = say(olena, "Чому 30 днів?", stance="question")
    work(app)
    assert get(client, "/drafts/land/feedback")["clauses"][0]["open_questions"] == 1
    answer(question, taras)
    work(app)
    assert get(client, "/drafts/land/feedback")["clauses"][0]["open_questions"] == 0


def test_export_has_the_decision_the_reason_and_when(client, olena, marta, taras, draft):
    answered, waits, erased = say(olena), say(olena, "Чекає."), say(olena, "Стерте.")
    revise(answer(answered, taras), taras, "rejected", "Ні, бо «ґрунт».")
    answer(erased, taras, "accepted", "Так.")
    erase(erased, marta)
    rows = {row["id"]: row for row in read_csv(client.ask("get", "/drafts/land/downloads/comments.csv").get_data())}
    assert (rows[answered]["decision"], rows[answered]["reason"]) == ("rejected", "Ні, бо «ґрунт».")
    assert rows[answered]["answered_at"].endswith("Z")
    assert (rows[waits]["decision"], rows[waits]["reason"], rows[waits]["answered_at"]) == ("", "", "")
    assert rows[erased]["decision"] == "accepted" and rows[erased]["body"] == ""
    lines = client.ask("get", "/drafts/land/downloads/comments.jsonl").get_data(as_text=True).splitlines()
    assert {json.loads(line)["decision"] for line in lines} == {"rejected", None, "accepted"}
