"""Every change writes its entry in the same transaction, and entries are only ever added."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from reform_portal.core.clock import now
from reform_portal.core.database import Base, db, unit_of_work
from reform_portal.discussion import actions as discussion
from reform_portal.discussion import journal_check, queries
from reform_portal.discussion.comment_import import CommentImport
from reform_portal.drafts.actions import publish_translation
from reform_portal.journal import actions as journal
from reform_portal.journal.kinds import KINDS
from reform_portal.journal.models import Entry
from reform_portal.journal.queries import entries_after, last_number
from reform_portal.journal.verification import verify
from reform_portal.people.actions import give_role
from reform_portal.people.queries import person_by_email
from tests.discussion.acts import erase, hide, report, support, withdraw
from tests.discussion.carried import judge, reattach
from tests.discussion.proposing import accept, propose, release
from tests.factories import close_draft, make_draft, say
from tests.feedback import answering, reporting
from tests.feedback.theming import rename
from tests.texts import LAND, LAND_2


@pytest.fixture
def world(draft, olena, petro, marta, taras, tmp_path):
    """A discussion in which every act has something to act on."""
    hidden, signed = say(olena, "Приховане."), say(olena, "Підписане.")
    hide(hidden, marta)
    support(signed, petro)
    file = tmp_path / "comments.csv"
    file.write_text("external_id,body,author\n1,Лист до редакції,Ганна Барвінок\n", encoding="utf-8")
    words = say(olena, "Таємниця 🔒.", quote="30 календарних днів")
    world = SimpleNamespace(olena=olena, petro=petro, marta=marta, taras=taras, hidden=hidden, signed=signed)
    world.words, world.file = words, file
    make_draft(text=LAND.replace("щомісяця", "щороку"))
    world.proposal, world.taken = propose(petro), propose(petro, "відхиленою", "задоволеною", eid="art_3__para_2")
    accept(world.taken, taras)
    world.answered = answering.answer(signed, taras)
    world.reported = make_draft("reported")
    reporting.write("reported", taras)
    world.theme = answering.make_theme(signed)
    return world


def working(act):
    """The act on a comment, as one unit of work."""

    def run(world, public_id, *given):
        with unit_of_work():
            act(queries.find_comment(public_id), *given)

    return run


def role(world):
    with unit_of_work():
        give_role(person_by_email(world.petro.email), "moderator")


def translation(world):
    with unit_of_work():
        publish_translation("land", LAND.replace("земл", "land").encode(), "land.en.md", "en")


def deadline(world):
    close_draft("land", now())


def arranged(world):
    rename(world.theme, world.taras, "Довгий строк")


ACTS = {
    "draft.published": lambda w: make_draft(text=LAND_2),
    "draft.translated": translation,
    "deadline.set": deadline,
    "comment.posted": lambda w: say(w.petro, parent=w.words),
    "comment.imported": lambda w: CommentImport("land", "newspaper").run(w.file, {}),
    "comment.edited": lambda w: working(discussion.edit)(w, w.words, w.olena, "Інакше.", "amend"),
    "comment.withdrawn": lambda w: withdraw(w.words, w.olena),
    "comment.hidden": lambda w: hide(w.words, w.marta),
    "comment.restored": lambda w: working(discussion.restore)(w, w.hidden, w.marta),
    "comment.erased": lambda w: erase(w.words, w.marta),
    "support.given": lambda w: support(w.words, w.petro),
    "support.withdrawn": lambda w: working(discussion.withdraw_support)(w, w.signed, w.petro),
    "report.filed": lambda w: report(w.words, w.petro),
    "report.settled": lambda w: working(discussion.keep_reported)(w, w.words, w.marta),
    "placement.confirmed": lambda w: judge(w.words, w.olena, "right"),
    "placement.disputed": lambda w: judge(w.words, w.olena, "wrong", "Має бути при <секретній> статті."),
    "placement.reattached": lambda w: reattach(w.words, w.taras, "art_3__para_2", "заяву вважають"),
    "wording.accepted": lambda w: accept(w.proposal, w.taras),
    "wording.released": lambda w: release(w.taken, w.taras),
    "answer.given": lambda w: answering.answer(w.words, w.taras),
    "answer.revised": lambda w: answering.revise(w.answered, w.taras, "rejected"),
    "report.published": lambda w: reporting.publish("reported", w.taras),
    "theme.arranged": arranged,
    "role.given": role,
}


def all_rows():
    db.session.rollback()
    found = {table.name: db.session.execute(select(table)).all() for table in Base.metadata.sorted_tables}
    db.session.rollback()
    return found


def test_every_kind_has_its_act_here():
    assert set(ACTS) == KINDS - {"restore.declared"}


@pytest.mark.parametrize("kind", ACTS)
def test_act_leaves_exactly_its_entry(world, kind):
    before = last_number()
    ACTS[kind](world)
    db.session.rollback()
    assert [entry.kind for entry in entries_after(before, 10)] == [kind]
    assert verify([journal_check.compare]).faults == []


@pytest.mark.parametrize("kind", ACTS)
def test_act_does_not_happen_when_its_entry_cannot_be_written(world, kind, monkeypatch):
    def full():
        raise RuntimeError("the disk is full")

    before = all_rows()
    monkeypatch.setattr(journal, "_next_number", full)
    with pytest.raises(RuntimeError, match="disk is full"):
        ACTS[kind](world)
    assert all_rows() == before


def test_entry_does_not_stay_when_its_act_fails_afterwards(olena, draft):
    before = last_number()
    with pytest.raises(RuntimeError, match="afterwards"), unit_of_work():
        say(olena)
        raise RuntimeError("afterwards")
    db.session.rollback()
    assert last_number() == before


def test_leaves_and_subjects_hold_no_words_and_no_people(world):
    kinds = (
        "comment.imported",
        "role.given",
        "report.filed",
        "comment.edited",
        "placement.disputed",
        "wording.accepted",
    )
    for kind in kinds:
        ACTS[kind](world)
    secrets = ["секретній", "робочих", "Таємниця", "Інакше", "Лист до", "Барвінок", "newspaper", "30 календарних"]
    for person in (world.olena, world.petro, world.marta):
        secrets += [person.email, person.given_name, person.family_name]
    db.session.rollback()
    for entry in db.session.scalars(select(Entry)):
        public = entry.leaf.decode() + entry.subject + entry.draft
        assert not [secret for secret in secrets if secret in public]


def test_kind_that_is_not_in_the_list_is_refused():
    with pytest.raises(ValueError, match=r"comment\.lost"):
        journal.record("comment.lost", "c:1")


def test_no_events_write_nothing(app):
    assert journal.record_all([]) == []


def test_numbers_follow_each_other_without_a_gap(app):
    with unit_of_work():
        first = journal.record("role.given", "p:1", role="drafter")
    with pytest.raises(RuntimeError), unit_of_work():
        journal.record("role.given", "p:2", role="drafter")
        raise RuntimeError
    with unit_of_work():
        events = [journal.Event("role.given", f"p:{n}", "", {"role": "drafter"}) for n in range(3)]
        numbers = journal.record_all(events)
    assert (first, numbers) == (1, [2, 3, 4])


def test_numbers_have_no_gap_when_several_write_at_once(app):
    def write(thread):
        with app.app_context():
            for number in range(5):
                with unit_of_work():
                    journal.record("role.given", f"p:{thread}{number}", role="drafter")
            db.session.remove()

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(write, range(3)))
    assert [entry.number for entry in entries_after(0, 100)] == list(range(1, 16))
    db.session.rollback()
    assert verify([]).sound


@pytest.mark.parametrize("change", [update(Entry).values(kind="report.filed"), delete(Entry)])
def test_database_refuses_to_change_or_delete_entries(world, change):
    before = last_number()
    with pytest.raises(DatabaseError, match="the journal only grows"), unit_of_work():
        db.session.execute(change)
    assert last_number() == before
    assert verify([]).sound


def test_erasing_words_forgets_only_their_own_openings(world):
    before = verify([])
    erase(world.words, world.marta)
    after = verify([journal_check.compare])
    assert after.sound and (after.entries, after.erased) == (before.entries + 1, before.erased + 1)
