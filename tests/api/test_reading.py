"""What programs read."""

import json

import pytest

from reform_portal.journal import readers
from reform_portal.search.engines.documents import BrokenIndex
from tests.discussion.acts import hide
from tests.discussion.carried import MERGED, revise
from tests.discussion.proposing import propose
from tests.factories import make_draft, say
from tests.texts import LAND_2


def get(client, path, status=200):
    answer = client.ask("get", "/api/v1" + path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json() if status == 200 else json.loads(answer.get_data())


def test_drafts(client, draft):
    assert [item["slug"] for item in get(client, "/drafts")["items"]] == ["land"]


def test_draft_with_its_clauses(client, olena, draft):
    say(olena, quote="30 календарних днів")
    found = get(client, "/drafts/land")
    clause = next(c for c in found["clauses"] if c["eid"] == "art_3__para_1")
    assert (clause["num"], clause["kind"], clause["parent"], clause["comments"]) == ("1.", "paragraph", "art_3", 1)
    assert clause["tally"]["oppose"] == 1
    assert found["versions"][0]["number"] == 1 and len(found["versions"][0]["sha256"]) == 64


def test_comments_follow_their_provision_into_the_next_version(client, olena, draft):
    kept = say(olena, quote="Рада розглядає заяву")
    changed = say(olena, quote="30 календарних днів")
    make_draft(text=LAND_2)
    items = {item["id"]: item for item in get(client, "/drafts/land/comments")["items"]}
    assert items[kept]["anchor"]["state"] == "exact" and items[kept]["clause"] == "art_3__para_1"
    assert items[changed]["anchor"]["state"] == "changed" and items[changed]["version"] == 1


def test_comments_page_by_page(client, olena, draft):
    ids = [say(olena, f"Думка {n}") for n in range(5)]
    found, cursor = [], ""
    while cursor is not None:
        page = get(client, f"/drafts/land/comments?limit=2&cursor={cursor}")
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert found == ids


def test_words_of_a_hidden_comment_are_not_given(client, olena, marta, draft):
    from reform_portal.core.database import unit_of_work
    from reform_portal.discussion import actions, queries

    public_id = say(olena, "таємні слова")
    with unit_of_work():
        actions.hide(queries.find_comment(public_id), marta, "off_topic")
    item = get(client, "/drafts/land/comments")["items"][0]
    assert (item["status"], item["body"], item["author"]) == ("hidden", "", "")


def test_feedback_and_search(app, client, olena, draft):
    say(olena, "Ділянками землі має розпоряджатися громада.")
    readers.run_once(app.extensions["readers"])
    summary = get(client, "/drafts/land/feedback")["clauses"][0]
    assert (summary["eid"], summary["people"], summary["stale"]) == ("art_3__para_1", 1, False)
    found = get(client, "/search?q=ділянка громадою&kind=comment")
    assert found["total"] == 1 and found["items"][0]["clause"] == "art_3__para_1"


def test_unknown_draft_is_a_problem(client, app):
    assert get(client, "/drafts/nothing", 404)["status"] == 404


def anchors(client, version=None):
    """Comment → (clause, state, words) as a program sees them in a version."""
    query = f"?version={version}" if version else ""
    clauses = {c["eid"]: c["text"] for c in get(client, "/drafts/land" + query)["clauses"]}
    return {
        item["id"]: (
            item["clause"],
            item["anchor"]["state"],
            clauses[item["clause"]][item["anchor"]["start"] : item["anchor"]["end"]]
            if item["anchor"]["start"] is not None
            else None,
        )
        for item in get(client, "/drafts/land/comments" + query)["items"]
    }


def test_anchor_and_clause_are_those_of_the_version_asked_for(client, olena, draft):
    changed, lost = say(olena, quote="30 календарних днів"), say(olena, eid="art_2__para_nn_2", quote="3 відсотки")
    moved, whole = say(olena, eid="art_3__para_2", quote="заяву вважають"), say(olena, "Добре.", eid="")
    gone = "Розмір плати не може перевищувати 3 відсотки вартості ділянки.\n\n"
    revise(MERGED.replace("30 календарних", "20 календарних").replace(gone, ""))
    assert anchors(client) == {
        changed: ("art_3__para_1", "changed", "20 календарних днів"),
        lost: ("art_2", "detached", None),
        moved: ("art_3__para_1", "moved", "заяву вважають"),
        whole: (None, "exact", None),
    }
    assert anchors(client, 1) == {
        changed: ("art_3__para_1", "exact", "30 календарних днів"),
        lost: ("art_2__para_nn_2", "exact", "3 відсотки"),
        moved: ("art_3__para_2", "exact", "заяву вважають"),
        whole: (None, "exact", None),
    }
    items = {item["id"]: item for item in get(client, "/drafts/land/comments")["items"]}
    assert {item["version"] for item in items.values()} == {1}
    assert items[lost]["quote"] == items[lost]["anchor"]["exact"] == "3 відсотки"


def test_comment_of_a_later_version_in_an_earlier_one(client, olena, draft):
    revise(LAND_2)
    public_id = say(olena, quote="20 календарних днів")
    assert anchors(client)[public_id] == ("art_3__para_1", "exact", "20 календарних днів")
    assert anchors(client, 1)[public_id][:2] == ("art_3__para_1", "changed")


def test_wording_of_a_comment(client, olena, marta, draft):
    proposal, silent, deletion = propose(olena), say(olena), propose(olena, "", "з дня подання")
    items = {item["id"]: item for item in get(client, "/drafts/land/comments")["items"]}
    assert [items[i]["wording"] for i in (proposal, silent, deletion)] == ["20 робочих днів", None, ""]
    hide(proposal, marta)
    assert get(client, "/drafts/land/comments")["items"][0]["wording"] is None


def test_feedback_has_the_proposed_wordings(client, draft, olena, petro):
    first = propose(olena, "20 робочих днів")
    second = propose(petro, "10 днів")
    [clause] = client.ask("get", "/api/v1/drafts/land/feedback").json["clauses"]
    assert [row["comment"] for row in clause["wordings"]] == [first, second]
    row = clause["wordings"][0]
    assert (row["quote"], row["wording"], row["fits"], row["accepted"]) == (
        "30 календарних днів", "20 робочих днів", True, False,
    )  # fmt: skip
    assert row["collides_with"] == [second] and "замінити" in row["amendment"]
    assert {"op": "insert", "text": "20 робочих"} in row["redline"]


@pytest.mark.parametrize(
    ("query", "name"),
    [("q=земля&from=2026-13-01", "from"), ("q=земля від:учора", "from"), ("q=земля ставлення:люблю", "stance")],
)
def test_search_refuses_what_it_would_have_to_leave_out(client, app, query, name):
    problem = get(client, f"/search?{query}", 400)
    assert [one["field"] for one in problem["errors"]] == [name] and problem["errors"][0]["detail"]


def test_search_says_how_it_understood_the_question(app, client, olena, draft):
    say(olena, "Ділянками землі має розпоряджатися громада.")
    readers.run_once(app.extensions["readers"])
    found = get(client, "/search?q=чому ділянками розпоряджається громада моря&kind=comment")
    assert (found["total"], found["loose"], found["partial"], found["cut"]) == (1, True, False, False)
    misspelt = get(client, "/search?q=дилянка&kind=comment")
    assert misspelt["total"] == 0 and misspelt["meant"].startswith("ділянк")
    assert get(client, "/search?q=громада %2B%2B")["left_out"] == ["++"]


def test_search_says_when_it_cannot_answer(app, client, monkeypatch):
    def broken(*_arguments, **_more):
        raise BrokenIndex("gone")

    monkeypatch.setattr(app.extensions["search_engine"], "search", broken)
    assert get(client, "/search?q=земля", 503)["status"] == 503
