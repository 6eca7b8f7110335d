"""What changed between two versions, for programs."""

import json

import pytest

from tests.factories import make_draft
from tests.texts import LAND, LAND_2

ADDRESS = "/api/v1/drafts/land/compare/"


def get(client, pair, status=200):
    answer = client.ask("get", ADDRESS + pair)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return json.loads(answer.get_data())


def by_b(found):
    return {item["b"]: item for item in found["clauses"]}


def test_every_clause_of_both_versions_is_told_about(client, draft):
    make_draft(text=LAND_2.replace("б) в оренду.\n\n", "").replace("3. Раді", "3. Нове правило.\n\n4. Раді"))
    found = get(client, "1...2")
    for side, number in (("a", 1), ("b", 2)):
        eids = [
            c["eid"] for c in json.loads(client.ask("get", f"/api/v1/drafts/land?version={number}").data)["clauses"]
        ]
        assert sorted(item[side] for item in found["clauses"] if item[side]) == sorted(eids)
    assert {item["change"] for item in found["clauses"]} >= {"same", "changed", "added", "removed"}


def test_a_changed_clause_with_its_words(client, draft):
    make_draft(text=LAND_2)
    item = by_b(get(client, "1...2"))["art_3__para_1"]
    assert set(item) == {"provision", "a", "b", "change", "score", "redline"}
    assert (item["a"], item["change"]) == ("art_3__para_1", "changed")
    assert 0.5 < item["score"] < 1
    assert item["provision"] == by_b(get(client, "2...1"))["art_3__para_1"]["provision"]
    assert item["redline"] == [
        {"op": "equal", "text": "Рада розглядає заяву протягом "},
        {"op": "delete", "text": "30"},
        {"op": "insert", "text": "20"},
        {"op": "equal", "text": " календарних днів з дня подання."},
    ]


def test_a_clause_that_is_gone_has_no_b_and_all_its_words_deleted(client, draft):
    make_draft(text=LAND.replace("б) в оренду.\n\n", ""))
    item = next(item for item in get(client, "1...2")["clauses"] if item["b"] is None)
    assert (item["change"], item["redline"]) == ("removed", [{"op": "delete", "text": "в оренду."}])


def test_backwards_what_was_removed_is_added(client, draft):
    make_draft(text=LAND.replace("б) в оренду.\n\n", ""))
    item = next(item for item in get(client, "2...1")["clauses"] if item["a"] is None)
    assert (item["change"], item["redline"]) == ("added", [{"op": "insert", "text": "в оренду."}])


@pytest.mark.parametrize("pair", ["1...3", "1...1", "1..2", "1", "x...y", "0...1", "1...2...3", "01...2", "1...²"])
def test_a_comparison_that_does_not_exist_is_a_problem(client, draft, pair):
    make_draft(text=LAND_2)
    found = get(client, pair, 404)
    assert found["status"] == 404 and "редакцій" in found["detail"]


def test_an_unknown_draft_is_a_problem(client, app):
    assert get(client, "1...2", 404)["status"] == 404


def test_it_is_read_only(client, draft):
    assert client.ask("post", ADDRESS + "1...2").status_code == 405
