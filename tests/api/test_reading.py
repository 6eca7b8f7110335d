"""What programs read."""

import json

from reform_portal.journal import readers
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
