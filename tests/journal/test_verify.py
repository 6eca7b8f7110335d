"""Checking the journal: whatever is changed behind its back is found."""

import pytest
from sqlalchemy import delete, insert, select, text, update

from reform_portal.core.database import db, unit_of_work
from reform_portal.discussion import journal_check, queries
from reform_portal.discussion.models import Comment
from reform_portal.journal import queries as journal
from reform_portal.journal.models import Entry, Opening
from reform_portal.journal.verification import verify
from tests.discussion.acts import bend, erase, hide, support, withdraw
from tests.discussion.proposing import propose
from tests.factories import say


@pytest.fixture
def words(draft, olena, petro):
    """A comment, in the middle of a discussion that the journal tells of."""
    public_id = say(olena, quote="30 календарних днів")
    say(petro, "Підтримую.", parent=public_id)
    support(public_id, petro)
    with unit_of_work():
        for act in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER journal_entries_no_{act}"))
    return public_id


def verdict():
    db.session.rollback()
    found = verify([journal_check.compare])
    db.session.rollback()
    return found


def change(statement):
    with unit_of_work():
        assert db.session.execute(statement).rowcount == 1


def number_of(words):
    db.session.rollback()
    return db.session.scalar(select(Entry.number).where(Entry.subject == f"c:{words}"))


def test_untouched_journal_is_sound(words):
    found = verdict()
    assert found.sound and found.faults == []
    assert (found.entries, found.erased) == (4, 0)


def test_empty_journal_is_sound(app):
    assert verdict().sound and verdict().entries == 0


def test_lawful_acts_leave_it_sound(olena, marta, words):
    erase(words, marta)
    withdraw(say(olena), olena)
    hide(say(olena), marta)
    found = verdict()
    assert found.sound and found.erased == 1


@pytest.mark.parametrize(
    "values",
    [
        {"second": 1},
        {"kind": "comment.imported"},
        {"subject": "c:0000000000000000"},
        {"draft": "d:other@1"},
        {"commitment": "0" * 64},
        {"leaf": b"{}"},
        {"leaf_hash": "0" * 64},
    ],
)
def test_changed_field_of_an_entry_is_found(words, values):
    change(update(Entry).where(Entry.number == number_of(words)).values(values))
    assert any(f"entry {number_of(words) or 2}:" in fault or "comment" in fault for fault in verdict().faults)


@pytest.mark.parametrize("bit", range(0, 256, 37))
def test_one_bit_of_a_leaf_or_of_a_salt_is_found(words, bit):
    number = number_of(words)
    leaf = bytearray(db.session.scalar(select(Entry.leaf).where(Entry.number == number)))
    salt = bytearray(db.session.scalar(select(Opening.salt).where(Opening.number == number)))
    leaf[bit // 8] ^= 1 << bit % 8
    salt[bit // 8] ^= 1 << bit % 8
    change(update(Entry).where(Entry.number == number).values(leaf=bytes(leaf)))
    change(update(Opening).where(Opening.number == number).values(salt=bytes(salt)))
    faults = verdict().faults
    for what in ("its fields do not give its leaf", "its leaf does not give its hash", "not what was committed to"):
        assert f"entry {number}: " in faults[0] and any(what in fault for fault in faults)


def test_deleted_entry_is_found(words):
    number = number_of(words)
    change(delete(Entry).where(Entry.number == number))
    assert f"entries {number}–{number} are missing" in verdict().faults


def test_entry_moved_to_another_number_is_found(words):
    change(update(Entry).where(Entry.number == 4).values(number=40))
    faults = verdict().faults
    assert "entries 4–39 are missing" in faults and any("entry 40" in fault for fault in faults)


def test_exchanged_openings_are_found(words):
    for old, new in ((2, 90), (3, 2), (90, 3)):
        change(update(Opening).where(Opening.number == old).values(number=new))
    assert sum("not what was committed to" in fault for fault in verdict().faults) == 2


@pytest.mark.parametrize("change_to", ["чудовий", "задовгий ", "ЗАДОВГИЙ"])
def test_words_changed_in_the_opening_are_found(words, change_to):
    content = db.session.scalar(select(Opening.content).where(Opening.number == number_of(words)))
    changed = content.replace("задовгий", change_to)
    change(update(Opening).where(Opening.number == number_of(words)).values(content=changed))
    assert any("not what was committed to" in fault for fault in verdict().faults)


@pytest.mark.parametrize("values", [{"body": "Строк чудовий."}, {"stance": "support"}])
def test_words_changed_in_the_discussion_are_found(words, values):
    bend(words, **values)
    assert verdict().faults == [f"comment {words}: its words are not those that were committed to"]


@pytest.mark.parametrize("wording", ["10 робочих днів", "", None])
def test_changed_or_lost_wording_of_a_proposal_is_found(words, olena, wording):
    public_id = propose(olena)
    assert verdict().sound
    bend(public_id, wording=wording)
    assert verdict().faults == [f"comment {public_id}: its words are not those that were committed to"]


def test_wording_put_into_the_mouth_of_somebody_who_proposed_none_is_found(words):
    bend(words, wording="Плату скасувати.")
    assert verdict().faults == [f"comment {words}: its words are not those that were committed to"]


def test_wording_changed_in_the_opening_is_found(words, olena):
    propose(olena)
    number = db.session.scalar(select(Entry.number).order_by(Entry.number.desc()).limit(1))
    content = db.session.scalar(select(Opening.content).where(Opening.number == number))
    change(update(Opening).where(Opening.number == number).values(content=content.replace("20 робочих", "10 робочих")))
    assert any("not what was committed to" in fault for fault in verdict().faults)


def test_words_are_compared_with_the_newest_edit(as_, olena, words):
    as_(olena).submit(f"/comments/{words}/edit", {"body": "Двадцяти досить.", "stance": "amend"})
    assert verdict().sound
    bend(words, body="Строк задовгий, люди не можуть чекати.", stance="oppose")
    assert not verdict().sound


def test_comment_that_the_journal_does_not_know_is_found(words):
    row = dict(db.session.execute(select(Comment.__table__).where(Comment.public_id == words)).one()._mapping)
    row |= {"id": 999, "public_id": "planted"}
    with unit_of_work():
        db.session.execute(insert(Comment).values(row))
    assert verdict().faults == ["comment planted: the journal has no entry about it"]


def test_opening_lost_without_an_erasure_is_found(words):
    change(delete(Opening).where(Opening.number == number_of(words)))
    found = verdict()
    assert found.erased == 1
    assert f"comment {words}: its words are not those that were committed to" in found.faults


@pytest.mark.parametrize(
    "values", [{"content": "{"}, {"content": "[]"}, {"content": '{"x":1.5e400}'}, {"salt": b"short"}]
)
def test_opening_that_cannot_be_read_is_a_fault_among_others(words, values):
    change(update(Opening).where(Opening.number == number_of(words)).values(values))
    assert any(f"entry {number_of(words)}" in fault for fault in verdict().faults)


@pytest.mark.parametrize(
    "values",
    [
        {"author": "Хтось Інший"},
        {"quote": "20 календарних днів"},
        {"status": "hidden", "hide_reason": "off_topic"},
        {"status": "withdrawn"},
        {"status": "erased", "body": "", "body_html": "", "author": "", "person_id": None},
    ],
    ids=["name", "quote", "hidden", "withdrawn", "erased"],
)
def test_rest_of_a_comment_cannot_be_changed_unnoticed_either(words, values):
    bend(words, **values)
    assert not verdict().sound


def test_long_journal_is_read_in_batches(words, monkeypatch):
    whole = journal.all_with_openings
    monkeypatch.setattr(journal, "all_with_openings", lambda: whole(batch=2))
    found = verdict()
    assert found.sound and found.entries == 4


def test_batches_of_comments_are_all_compared(words, olena, monkeypatch):
    last = say(olena, "Останнє.")
    bodies = queries.bodies_after
    monkeypatch.setattr(queries, "bodies_after", lambda after: bodies(after, size=1))
    bend(last, body="Не останнє.")
    assert len(verdict().faults) == 1
