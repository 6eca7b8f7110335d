"""What a report lists: everybody once, everything whole, and counts that are what is listed."""

from datetime import UTC, datetime
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from reform_portal.feedback.report.content import (
    NAMES,
    PROPOSAL,
    Part,
    Place,
    freeze,
    missing_texts,
    outcomes,
    ranges,
    readable,
    sha256_of,
    without,
)

PLACES = {1: Place(-1, "", 2), 2: Place(5, "art_3__para_1", 2), 3: Place(3, "art_1", 2), 4: Place(99, "art_9", 1, True)}
ANSWERS = {
    1: {"public_id": "a1", "decision": "accepted", "reason": "Так.", "place": ["art_3__para_1", 2]},
    2: {"public_id": "a2", "decision": "rejected", "reason": "Ні.", "place": None},
    3: {"public_id": "a3", "decision": "rejected", "reason": "Ні.", "place": None},
}


def comment(number, **more):
    values = {
        "id": number, "public_id": f"c{number}", "provision_id": 2, "person_id": number, "source": "",
        "author": f"Автор {number}", "name_mode": "full", "stance": "oppose", "body": "Строк задовгий.", "quote": "",
        "wording": None, "supports": 0, "root_id": None, "created_at": datetime(2026, 11, 1, tzinfo=UTC), "version": 1,
        "answer_id": 1, "decision": "accepted", "theme": None, "campaign": None, "campaign_size": None,
    }  # fmt: skip
    values.update(more)
    values["decision"] = ANSWERS[values["answer_id"]]["decision"] if values["answer_id"] else None
    return SimpleNamespace(**values)


def frozen(*comments):
    return freeze(comments, PLACES, ANSWERS, lambda one: one.name_mode == "full")


def listed(found):
    return [row["content"] for row in found.rows if row["kind"] == PROPOSAL]


def test_the_same_words_are_one_row_with_all_authors():
    found = frozen(comment(1), comment(2, body="строк  ЗАДОВГИЙ."), comment(3, body="Строк п'ять днів."))
    assert [[a["id"] for a in row["authors"]] for row in listed(found)] == [["c1", "c2"], ["c3"]]
    assert found.counts["proposals"] == {"comments": 3, "texts": 2, "people": 3, "submissions": 3, "rows": 2}


def test_the_same_words_stay_apart_when_something_else_differs():
    for more in ({"provision_id": 3}, {"stance": "support"}, {"quote": "30 днів"}, {"wording": ""}, {"answer_id": 2}):
        assert len(listed(frozen(comment(1), comment(2, **more)))) == 2, more


def test_answers_in_the_same_words_are_one_to_the_reader():
    found = listed(frozen(comment(1, answer_id=2), comment(2, answer_id=3), comment(3, body="Інше.", answer_id=3)))
    assert [len(row["authors"]) for row in found] == [2, 1]
    assert [(one["decision"], one["numbers"]) for one in outcomes(found)] == [("rejected", [1, 2])]


def test_clauses_stand_in_the_order_of_the_text():
    found = frozen(*(comment(n, provision_id=p) for n, p in enumerate((4, 2, 3, 1), 1)))
    assert [section["eid"] for section in found.sections] == ["", "art_1", "art_3__para_1", "art_9"]
    assert [section["gone"] for section in found.sections] == [False, False, False, True]
    assert [row["number"] for row in listed(found)] == [1, 2, 3, 4]


def test_who_hides_the_name_is_told_apart():
    found = frozen(comment(1), comment(2, author="Чайка", name_mode="pseudonym"))
    assert [(one["is_proposal"], one["comments"]) for one in found.sections] == [(True, 1), (False, 1)]
    assert found.counts["views"]["comments"] == found.counts["other_names"] == found.counts["names"] == 1
    names = [row["content"] for row in found.rows if row["kind"] == NAMES]
    assert names == [{"full": True, "names": ["Автор 1"]}, {"full": False, "names": ["Чайка"]}]


def test_who_only_replied_is_named_but_not_listed():
    found = frozen(comment(1), comment(2, root_id=1, author="Ґанна Їжак"))
    assert len(listed(found)) == 1 and found.counts["replies"] == 1 and found.counts["names"] == 2
    assert found.printed == {1: 2, 2: 0}


def test_nobody_said_anything():
    found = frozen()
    assert found.rows == found.sections == [] and found.counts["proposals"]["comments"] == 0


def test_what_was_taken_back_is_not_shown():
    row = listed(frozen(comment(1), comment(2)))[0]
    shown = readable(row, {"c1": "hidden"})
    assert [a["id"] for a in shown["authors"]] == ["c2"] and shown["words"] and shown["taken"] == {"hidden": 1}
    nobody = readable(row, {"c1": "hidden", "c2": "withdrawn"})
    assert not nobody["words"] and nobody["taken"] == {"hidden": 1, "withdrawn": 1}


def test_erased_words_leave_the_row():
    row = listed(frozen(comment(1, quote="30 днів", wording="20 днів", theme="Слова")))[0]
    left = without(row, "c1")
    assert not (left["authors"] or left["words"] or left["quote"] or left["wording"] or left["theme"])
    assert readable(left, {})["taken"] == {"erased": 1}
    assert left["reason"] == row["reason"] and left["number"] == row["number"]


def test_parts_that_must_be_written():
    parts = [Part(key, key) for key in ("body", "subject", "participants", "events", "proposals", "outcomes")]
    assert missing_texts(parts, {"body": "Рада", "events": " "}) == ["subject", "events"]


def test_ranges():
    assert ranges([1, 2, 3, 5, 7, 8]) == "1–3, 5, 7, 8"
    assert ranges([]) == ""


COMMENTS = st.lists(
    st.builds(
        lambda provision, body, author, mode, supports, reply, answer: {
            "provision_id": provision, "body": body, "author": author, "person_id": None, "source": "лист",
            "name_mode": mode, "supports": supports, "root_id": 1 if reply else None, "answer_id": answer,
        },
        st.sampled_from(sorted(PLACES)), st.sampled_from(["Ґанок п’ять", "ґанок  п'ять", "Інше", "«Слова»"]),
        st.sampled_from(["", "Олена", "Петро"]), st.sampled_from(["full", "pseudonym"]), st.integers(0, 9),
        st.booleans(), st.sampled_from([None, 1, 2, 3]),
    ),
    max_size=30,
)  # fmt: skip


@given(COMMENTS)
def test_counts_equal_what_is_listed(values):
    comments = [comment(n, **one) for n, one in enumerate(values, 1)]
    found = frozen(*comments)
    rows = listed(found)
    conversations = [c for c in comments if c.root_id is None]
    assert sorted(a["id"] for row in rows for a in row["authors"]) == sorted(c.public_id for c in conversations)
    for key, wanted in (("proposals", True), ("views", False)):
        mine, counts = [row for row in rows if row["is_proposal"] is wanted], found.counts[key]
        assert sum(row["comments"] for row in mine) == counts["comments"]
        assert sum(row["submissions"] for row in mine) == counts["submissions"]
        assert len(mine) == counts["rows"]
        assert sum(s["comments"] for s in found.sections if s["is_proposal"] is wanted) == counts["comments"]
    names = [name for row in found.rows if row["kind"] == NAMES for name in row["content"]["names"]]
    assert len(names) == found.counts["names"] + found.counts["other_names"]
    assert set(names) == {c.author for c in comments} - {""}
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert [row["position"] for row in found.rows] == list(range(1, len(found.rows) + 1))
    assert set(found.printed) == {c.id for c in comments}
    assert sum(found.counts["decisions"].values()) == sum(c.answer_id is not None for c in conversations)


@given(st.lists(st.integers(1, 50), unique=True).map(sorted))
def test_ranges_name_every_number(numbers):
    found = []
    for piece in filter(None, ranges(numbers).split(", ")):
        first, _dash, last = piece.partition("–")
        found += range(int(first), int(last or first) + 1)
    assert found == numbers


def test_the_hash_does_not_depend_on_the_order_of_keys():
    assert sha256_of({"a": 1, "б": "ґ"}) == sha256_of({"б": "ґ", "a": 1}) != sha256_of({"a": 1, "б": "г"})
