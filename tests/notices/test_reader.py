"""People are told what became of their comments: once, in one letter, in their own language."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.journal import readers
from reform_portal.journal.queries import entries_after
from reform_portal.notices import actions, queries
from reform_portal.notices.models import Notice
from reform_portal.notices.reader import NoticeReader
from reform_portal.people.models import Person
from tests.discussion.acts import bend, count, erase, hide, withdraw
from tests.discussion.carried import AGAIN, MERGED, SHORTER, WITHOUT_TERM, reattach, revise
from tests.discussion.proposing import accept, propose, release
from tests.factories import make_draft, make_person, say
from tests.people.letters import letters
from tests.texts import LAND, LAND_2

DAYS = "30 календарних днів"
pytestmark = pytest.mark.usefixtures("draft")


def run() -> None:
    """Let the reader follow the journal to its end."""
    readers.run_once([NoticeReader()])


def told(person) -> list[str]:
    """The bodies of the letters to a person."""
    return [letter.body for letter in letters(person.email)]


def editions(body: str) -> str:
    """The number of the version that a letter tells of."""
    return re.search(r"редакці\w+ (\d+)", body)[1]


def change_person(person, **values) -> None:
    with unit_of_work():
        db.session.execute(update(Person).where(Person.id == person.id).values(**values))


def test_one_letter_tells_of_all_comments_of_a_person(olena, petro):
    changed, lost, calm = say(olena, quote=DAYS), say(olena, eid="art_2__para_nn_2"), say(olena, eid="art_1")
    say(petro, eid="art_1")
    revise(SHORTER.replace("Розмір плати не може перевищувати 3 відсотки вартості ділянки.\n\n", ""))
    run()
    [letter] = letters()
    assert letter.recipient == olena.email and "нова редакція" in letter.subject.lower()
    assert f"http://portal.test/comments/{changed}/place" in letter.body and "слова змінено" in letter.body
    assert (
        f"http://portal.test/comments/{lost}/place" in letter.body
        and "слів, про які ви писали, вже немає" in letter.body
    )
    assert calm not in letter.body and "http://portal.test/account/notices" in letter.body
    assert "Про користування землею громади" in letter.body and "2" in editions(letter.body)
    assert count(Notice) == count(Notice, Notice.person_id == olena.id) == 2


def test_same_entries_twice_are_one_letter(olena):
    say(olena, quote=DAYS)
    revise(SHORTER)
    entries = entries_after(0, 100)
    reader = NoticeReader()
    reader.take(entries)
    reader.take(entries)
    readers.reset("notices")
    run()
    assert len(letters()) == count(Notice) == 1


def test_reader_that_fails_half_way_tells_the_others_later(olena, petro, monkeypatch):
    say(olena, quote=DAYS), say(petro, quote=DAYS)
    revise(SHORTER)
    tell, before = actions._tell, []

    def fails(mine, version_id):
        if before:
            raise RuntimeError("the power went out")
        before.append(tell(mine, version_id))

    monkeypatch.setattr(actions, "PEOPLE_AT_ONCE", 1)
    monkeypatch.setattr(actions, "_tell", fails)
    with pytest.raises(RuntimeError, match="power"):
        run()
    assert len(letters()) == count(Notice) == 1
    monkeypatch.setattr(actions, "_tell", tell)
    run()
    assert {letter.recipient for letter in letters()} == {olena.email, petro.email} and count(Notice) == 2


def test_letter_and_notice_come_together_or_not_at_all(olena, monkeypatch):
    say(olena, quote=DAYS)
    revise(SHORTER)

    def full(*_given, **_more):
        raise OSError("the disk is full")

    monkeypatch.setattr(actions.mail, "enqueue", full)
    with pytest.raises(OSError, match="disk"):
        run()
    assert count(Notice) == 0 and letters() == []


def test_comment_that_moved_with_its_clause_is_news(olena):
    say(olena, eid="art_3__para_2", quote="заяву вважають")
    revise(WITHOUT_TERM)
    run()
    [body] = told(olena)
    assert "слова ті самі, місце інше" in body and "→" in body


def test_words_that_only_shift_inside_of_their_clause_are_no_news(olena):
    say(olena, quote="з дня подання")
    revise(LAND.replace("30 календарних днів з", "місяця з"))
    run()
    assert letters() == [] and count(Notice) == 0


def test_unchanged_text_and_first_version_are_no_news(olena):
    say(olena, quote=DAYS), say(olena, "Добре.", eid="")
    revise(AGAIN)
    run()
    assert letters() == []


def test_what_stands_as_it_stood_in_the_version_before_is_no_news(olena):
    say(olena, quote=DAYS), say(olena, eid="art_2__para_nn_2"), say(olena, eid="art_3__para_2")
    gone = "Розмір плати не може перевищувати 3 відсотки вартості ділянки.\n\n"
    revise(SHORTER.replace(gone, ""))
    run()
    revise(AGAIN.replace("30 календарних", "20 календарних").replace(gone, ""))
    run()
    assert len(told(olena)) == 1 and count(Notice) == 2


def test_what_changes_again_is_news_again(olena):
    say(olena, quote=DAYS)
    for text in (SHORTER, SHORTER.replace("20", "10"), WITHOUT_TERM):
        revise(text)
        run()
    first, second, third = told(olena)
    assert [editions(body) for body in (first, second, third)] == ["2", "3", "4"] and "вже немає" in third


def test_place_chosen_by_a_drafter_is_no_news_in_the_next_version(olena, taras):
    public_id = say(olena, quote=DAYS)
    revise(WITHOUT_TERM)
    run()
    reattach(public_id, taras, "art_2", "Плата")
    run()
    revise(WITHOUT_TERM + "\n4. Кожен може переглянути рішення ради.\n")
    run()
    assert len(told(olena)) == 2


def test_author_is_told_that_a_drafter_put_the_comment_elsewhere(olena, taras, petro):
    public_id = say(olena, quote=DAYS)
    revise(WITHOUT_TERM)
    run()
    reattach(public_id, taras, "art_2", "Плата")
    run()
    actions.tell_of_reattachment(public_id, version_id(2), entries_after(0, 100)[-1].second)
    assert len(told(olena)) == 2 and told(petro) == told(taras) == []
    assert "ст. 2" in told(olena)[1] and f"http://portal.test/comments/{public_id}/place" in told(olena)[1]
    assert count(Notice, Notice.kind == "reattached") == 1


def test_a_second_hand_is_news_again_and_one_notice(olena, taras):
    public_id = say(olena, quote=DAYS)
    revise(WITHOUT_TERM)
    reattach(public_id, taras, "art_2", "Плата")
    run()
    with unit_of_work():
        db.session.execute(update(Notice).values(created_at=now() - timedelta(hours=1), read_at=now()))
    reattach(public_id, taras, "art_1")
    run()
    assert count(Notice, Notice.kind == "reattached") == 1
    assert count(Notice, Notice.kind == "reattached", Notice.read_at.is_(None)) == 1
    assert len([body for body in told(olena) if "прикріпив" in body]) == 2


def version_id(number: int) -> int:
    return queries.version_numbered("land", number)


def test_several_versions_at_once_are_told_of_in_their_order(olena):
    say(olena, quote=DAYS)
    revise(SHORTER), revise(WITHOUT_TERM)
    run()
    assert [editions(body) for body in told(olena)] == ["2", "3"]


def test_replies_and_imported_comments_get_no_letter(olena, petro):
    root, imported = say(olena, quote=DAYS), say(olena, quote=DAYS)
    say(petro, "Згоден.", parent=root)
    bend(imported, person_id=None)
    revise(SHORTER)
    run()
    assert [letter.recipient for letter in letters()] == [olena.email] and count(Notice) == 1


def test_words_that_are_not_published_get_no_letter(olena, marta):
    hidden, gone, held, erased = (say(olena, quote=DAYS) for _ in range(4))
    hide(hidden, marta), withdraw(gone, olena), erase(erased, marta), bend(held, status="held")
    revise(SHORTER)
    run()
    assert letters() == []


def test_unconfirmed_and_blocked_people_get_no_letter(olena, petro):
    say(olena, quote=DAYS), say(petro, quote=DAYS)
    change_person(olena, confirmed_at=None)
    change_person(petro, blocked_at=now())
    revise(SHORTER)
    run()
    assert letters() == []


def test_english_reader_gets_an_english_letter(olena):
    public_id = say(olena, quote=DAYS)
    change_person(olena, language="en")
    make_draft("land", SHORTER, title_en="On the land of a community")
    run()
    [letter] = letters()
    assert "On the land of a community" in letter.body
    assert f"http://portal.test/en/comments/{public_id}/place" in letter.body


def test_long_letter_is_cut_and_says_how_much_more_there_is(olena):
    for number in range(23):
        say(olena, f"Думка {number}.", quote=DAYS)
    revise(SHORTER)
    run()
    [body] = told(olena)
    assert body.count("/place") == 20 and "І ще 3 зауваж" in body and count(Notice) == 23


def test_title_cannot_break_the_letter(olena):
    make_draft("other", LAND, title="Про 100%(n)s\nі %s")
    say(olena, slug="other", quote=DAYS)
    revise(LAND_2, "other")
    run()
    assert "Про 100%(n)s" in told(olena)[0] and "\n" not in letters()[0].subject


def test_merged_clause_is_news_to_those_who_wrote_about_the_second(olena):
    say(olena, eid="art_3__para_2", quote="заяву вважають")
    revise(MERGED)
    run()
    assert "місце інше" in told(olena)[0]


def test_notices_of_an_erased_comment_go(olena, marta):
    public_id, other = say(olena, quote=DAYS), say(olena, eid="art_3__para_1")
    revise(SHORTER)
    run()
    erase(public_id, marta)
    run()
    db.session.rollback()
    assert len(db.session.scalars(select(Notice)).all()) == 1
    erase(other, marta)
    run()
    assert count(Notice) == 0


def test_two_drafts_have_nothing_to_do_with_each_other(olena):
    make_draft("other")
    say(olena, slug="other", quote=DAYS), say(make_person("anna"), quote=DAYS)
    revise(SHORTER)
    run()
    assert told(olena) == [] and len(letters()) == 1


def test_author_hears_once_that_the_wording_was_taken(olena, taras, petro):
    public_id = propose(olena, "20 робочих днів")
    accept(public_id, taras)
    run()
    release(public_id, taras)
    accept(public_id, taras)
    run()
    [body] = told(olena)
    assert "узяв ваші слова" in body and f"http://portal.test/comments/{public_id}" in body and not told(petro)
    assert count(Notice, Notice.kind == "wording") == 1
