"""Everyone whom an answer concerns is told of it, once for each version of it."""

import pytest
from sqlalchemy import select, update

from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.journal.readers import reset
from reform_portal.notices import actions
from reform_portal.notices.models import Notice
from reform_portal.people.models import Person
from tests.discussion.acts import bend, erase, hide, support, withdraw
from tests.factories import make_person, say
from tests.feedback.answering import REASON, answer, join_campaign, make_campaign, revise, work
from tests.people.letters import letters

PAGE = "/account/notices"


def told(person) -> list[int]:
    """The versions of answers that a person was told of, in order."""
    db.session.rollback()
    statement = select(Notice.answer_number).where(Notice.person_id == person.id, Notice.kind == "answer")
    return list(db.session.scalars(statement.order_by(Notice.id)))


@pytest.fixture
def theirs(draft, olena):
    return say(olena)


def test_author_is_told_in_the_account_and_by_mail(app, as_, olena, taras, theirs):
    given = answer(theirs, taras, "partly")
    work(app)
    assert told(olena) == [1]
    (letter,) = letters(olena.email)
    assert letter.subject == "Розробник відповів на ваше зауваження"
    for words in (REASON, "враховано частково", "Строк задовгий", f"http://portal.test/answers/{given}", PAGE):
        assert words in letter.body
    page = as_(olena).get(PAGE)
    assert "Розробник відповів на ваше зауваження" in page.text and REASON in page.text
    assert f"/answers/{given}" in page.links


def test_who_signed_the_comment_is_told_too(app, as_, petro, taras, theirs):
    support(theirs, petro)
    answer(theirs, taras)
    work(app)
    assert told(petro) == [1]
    assert letters(petro.email)[-1].subject == "Розробник відповів на зауваження, яке ви підтримали"
    assert "яке ви підтримали" in as_(petro).get(PAGE).text


def test_nobody_is_told_twice_of_the_same_version(app, olena, taras, theirs):
    given = answer(theirs, taras)
    work(app)
    assert actions.tell_of_answer(given) == 0
    reset("notices")
    work(app)
    assert told(olena) == [1] and len(letters(olena.email)) == 1


def test_changed_answer_is_told_once_more(app, as_, olena, taras, theirs):
    given = answer(theirs, taras)
    work(app)
    revise(given, taras, "rejected", "Передумали.")
    work(app)
    assert told(olena) == [1, 2]
    assert letters(olena.email)[-1].subject == "Розробник змінив відповідь на ваше зауваження"
    assert "змінив відповідь" in as_(olena).get(PAGE).text


def test_answer_changed_before_anybody_was_told_is_told_once(app, olena, taras, theirs):
    given = answer(theirs, taras)
    revise(given, taras, "rejected", "Передумали.")
    work(app)
    assert told(olena) == [2] and "Передумали." in letters(olena.email)[-1].body
    assert letters(olena.email)[-1].subject == "Розробник відповів на ваше зауваження"


def test_person_with_many_comments_gets_one_letter_about_an_own_one(app, olena, petro, taras, draft):
    theirs = [say(petro, "Чуже."), say(olena, "Моє перше."), say(olena, "Моє друге.")]
    support(theirs[0], olena)
    answer(make_campaign(*theirs), taras, kind="campaign")
    work(app)
    assert told(olena) == [1] and told(petro) == [1]
    (letter,) = letters(olena.email)
    assert "Моє перше." in letter.body and "ваше зауваження" in letter.subject


def test_who_joins_an_answered_campaign_later_is_told_then(app, olena, petro, taras, theirs):
    campaign = make_campaign(theirs)
    answer(campaign, taras, kind="campaign")
    work(app)
    join_campaign(campaign, say(petro))
    work(app)
    assert told(petro) == [1] and told(olena) == [1]


def test_strangers_and_the_drafter_who_answered_are_not_told(app, olena, petro, taras, theirs):
    support(theirs, taras)
    answer(theirs, taras)
    work(app)
    assert told(petro) == [] and told(taras) == []


def test_whose_comment_cannot_be_read_is_not_told(app, olena, petro, marta, taras, draft):
    mine, hidden, erased = say(olena), say(petro, "Приховане."), say(petro, "Стерте.")
    campaign = make_campaign(mine, hidden, erased)
    answer(campaign, taras, kind="campaign")
    hide(hidden, marta)
    erase(erased, marta)
    withdraw(mine, olena)
    work(app)
    assert told(olena) == [] and told(petro) == []


@pytest.mark.parametrize("state", ["blocked_at", "confirmed_at"])
def test_blocked_and_unconfirmed_accounts_get_no_letters(app, olena, taras, theirs, state):
    with unit_of_work():
        value = {state: now() if state == "blocked_at" else None}
        db.session.execute(update(Person).where(Person.id == olena.id).values(**value))
    answer(theirs, taras)
    work(app)
    assert told(olena) == []


def test_imported_comments_have_nobody_to_tell(app, taras, theirs):
    bend(theirs, person_id=None)
    answer(theirs, taras)
    work(app)
    assert letters() == []


def test_letter_is_written_in_the_language_of_the_person(app, taras, draft):
    reader = make_person("emma", given_name="Emma", language="en")
    given = answer(say(reader), taras)
    work(app)
    assert f"http://portal.test/en/answers/{given}" in letters(reader.email)[-1].body


def test_long_words_are_shortened_in_the_letter(app, olena, taras, draft):
    answer(say(olena, "Слово " * 1500), taras, reason="Довга відповідь. " * 580)
    work(app)
    assert len(letters(olena.email)[-1].body) < 3000


def test_words_taken_back_are_not_on_the_page_of_notices(app, as_, petro, olena, taras, theirs):
    support(theirs, petro)
    answer(theirs, taras)
    work(app)
    withdraw(theirs, olena)
    page = as_(petro).get(PAGE)
    assert "Строк задовгий" not in page.text and "відкликано" in page.text
