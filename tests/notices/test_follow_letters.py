"""Letters about what people follow: each thing once, grouped, never twice, never what is not public any more."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from reform_portal.core import mail
from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.core.mail import OutgoingMail, deliver_due
from reform_portal.discussion import actions as discussion
from reform_portal.discussion import queries as comments
from reform_portal.notices.following import actions, sending
from reform_portal.people.models import Person
from tests.discussion.acts import bend, erase, hide, withdraw
from tests.factories import close_draft, make_draft, make_person, say
from tests.feedback.answering import answer, revise, work
from tests.notices.following import follow, followed, html_of, let_time_pass, posted, sent, text_of, waiting
from tests.texts import LAND, LAND_2

WORDS = "Строк задовгий, люди не можуть чекати."
pytestmark = pytest.mark.usefixtures("draft")


def test_letter_groups_by_draft_and_then_by_clause_newest_first(app, olena, petro):
    make_draft("forest", LAND.replace("землею", "лісом"))
    follow(olena), follow(olena, of="forest")
    say(petro, "Перша думка."), say(petro, "Про плату.", eid="art_2"), say(petro, "Друга думка.")
    say(petro, "Про ліс.", slug="forest")
    [letter] = sent(app)
    text = text_of(letter)
    assert letter["To"] == olena.email and "4 новин" in letter["Subject"] and letter["Subject"].startswith("За день:")
    assert text.index("лісом") < text.index("землею")
    assert text.index("Друга думка") < text.index("Перша думка") < text.index("Про плату")
    assert text.count("ч. 1 ст. 3:") == 2 and "http://portal.test/comments/" in text
    assert "<h2>" in html_of(letter) and "Друга думка" in html_of(letter)


def test_a_thing_that_matches_several_followings_is_told_once(app, olena, petro):
    root = say(petro)
    follow(olena), follow(olena, "clause"), follow(olena, "comment", root)
    say(petro, "Згоден із собою.", parent=root)
    [letter] = sent(app)
    assert text_of(letter).count("Згоден із собою.") == 1 and sent(app) == []


def test_what_a_letter_at_once_told_is_not_in_the_digest(app, olena, petro):
    follow(olena, frequency="weekly")
    follow(olena, "clause", frequency="at_once")
    say(petro, "Одразу."), say(petro, "У неділю.", eid="art_2")
    first, second = sorted(sent(app), key=lambda one: "тиждень" in one["Subject"])
    assert "Одразу." in text_of(first) and "У неділю." not in text_of(first)
    assert "У неділю." in text_of(second) and "Одразу." not in text_of(second)


def test_what_a_stopped_following_told_is_not_told_again(app, olena, petro):
    follow(olena, frequency="weekly")
    clause = follow(olena, "clause", frequency="at_once")
    say(petro)
    with unit_of_work():
        db.session.execute(
            update(sending.queries.Following)
            .where(sending.queries.Following.frequency == "weekly")
            .values(due_at=now() + timedelta(days=3))
        )
    sending.write_due()
    assert len(posted(app)) == 1
    with unit_of_work():
        actions.stop(olena, clause)
    assert sent(app) == []


def test_own_acts_are_not_told(app, olena):
    follow(olena)
    say(olena)
    assert sent(app) == []


def test_nothing_from_before_is_told(app, olena, petro):
    say(petro)
    follow(olena)
    assert sent(app) == []


def test_only_the_account_means_no_letters(app, olena, petro):
    follow(olena, frequency="off")
    say(petro)
    assert sent(app) == [] and waiting() == []


def test_back_from_the_account_tells_what_comes_from_then_on(app, olena, petro):
    public_id = follow(olena, frequency="off")
    say(petro, "Тоді.")
    with unit_of_work():
        actions.set_frequency(olena, public_id, "daily")
    say(petro, "Тепер.")
    [letter] = sent(app)
    assert "Тепер." in text_of(letter) and "Тоді." not in text_of(letter)


@pytest.mark.parametrize("act", ["hide", "withdraw", "erase"])
def test_what_goes_before_sending_is_not_in_the_letter(app, olena, petro, marta, act):
    follow(olena)
    gone = say(petro, "Таємні слова."), say(petro, "Лишається.")
    let_time_pass()
    sending.write_due()
    assert len(waiting()) == 1 and "Таємні" not in str(waiting())
    if act == "withdraw":
        withdraw(gone[0], petro)
    else:
        {"hide": hide, "erase": erase}[act](gone[0], marta)
    [letter] = posted(app)
    assert "Таємні" not in letter.as_string() and "Таємні" not in text_of(letter) + html_of(letter)
    assert "Лишається." in text_of(letter)


def test_letter_with_nothing_left_is_not_sent(app, olena, petro, marta):
    follow(olena)
    public_id = say(petro)
    let_time_pass()
    sending.write_due()
    hide(public_id, marta)
    assert posted(app) == [] and waiting() == []


def test_words_of_other_letters_are_taken_back_too(app, olena, marta, taras):
    public_id = say(olena)
    answer(public_id, taras)
    work(app)
    assert "Строк задовгий" in waiting()[0].body
    erase(public_id, marta)
    assert waiting() == []


def test_held_comment_is_told_when_it_is_let_through(app, olena, petro, marta):
    follow(olena)
    public_id = say(petro)
    bend(public_id, status="held")
    assert sent(app) == []
    with unit_of_work():
        discussion.restore(comments.find_comment(public_id), marta)
    [letter] = sent(app)
    assert WORDS in text_of(letter)


def test_comment_shown_again_is_no_news_to_the_draft_but_to_its_followers(app, olena, petro, marta):
    public_id = say(petro)
    follow(olena), follow(marta, "comment", public_id)
    hide(public_id, marta)
    assert ["приховав" in text_of(one) for one in sent(app)] == [True]
    with unit_of_work():
        discussion.restore(comments.find_comment(public_id), marta)
    [letter] = sent(app)
    assert letter["To"] == marta.email and "знову показав" in text_of(letter)


def test_clause_is_followed_through_its_versions_with_its_parts(app, olena, petro):
    follow(olena, "clause", "land/art_3")
    say(petro, "Про частину.")
    say(petro, "Про інше.", eid="art_2")
    [letter] = sent(app)
    assert "Про частину." in text_of(letter) and "Про інше." not in text_of(letter)
    make_draft(text=LAND_2)
    [letter] = sent(app)
    assert "Опубліковано редакцію 2" in text_of(letter)


def test_version_that_leaves_a_clause_alone_is_no_news_to_its_followers(app, olena):
    follow(olena, "clause", "land/art_2")
    make_draft(text=LAND.replace("30 календарних", "20 календарних"))
    assert sent(app) == []


def test_draft_tells_of_versions_dates_answers(app, olena, petro, taras):
    public_id = say(petro)
    follow(olena)
    make_draft(text=LAND_2)
    close_draft("land", now() + timedelta(days=10))
    answer(public_id, taras)
    work(app)
    [letter] = [one for one in sent(app) if one["To"] == olena.email and one["List-Id"]]
    text = text_of(letter)
    assert "Опубліковано редакцію 2" in text and "триває до" in text and "Розробник відповів: враховано" in text


def test_answer_is_followed(app, olena, petro, taras):
    given = answer(say(petro), taras)
    follow(olena, "answer", given)
    revise(given, taras, "rejected")
    [letter] = sent(app)
    assert "Розробник змінив відповідь: відхилено" in letter["Subject"]


def test_author_who_has_a_letter_of_the_answer_is_not_told_again(app, petro, taras):
    follow(petro)
    answer(say(petro), taras)
    work(app)
    assert [one for one in sent(app) if one["List-Id"]] == []


def test_conversation_is_followed(app, olena, petro, taras):
    root, other = say(petro), say(petro, "Інше.")
    follow(olena, "comment", root)
    reply = say(taras, "Пояснюю.", parent=root)
    say(petro, "Дякую.", parent=reply), say(petro, "Не сюди.", parent=other)
    answer(root, taras)
    work(app)
    [letter] = [one for one in sent(app) if one["To"] == olena.email]
    assert all(words in text_of(letter) for words in ("Пояснюю.", "Дякую.", "Розробник відповів"))
    assert "Не сюди." not in text_of(letter)


def test_search_is_followed_and_tells_once(app, olena, petro):
    say(petro, "Стара думка про заяву.")
    work(app)
    follow(olena, "search", q="заява", kind="comment")
    say(petro, "Нова думка про заяви."), say(petro, "Про плату.", eid="art_2")
    work(app)
    [letter] = sent(app)
    assert "Нова думка" in text_of(letter) and "Стара" not in text_of(letter) and "Про плату" not in text_of(letter)
    assert sent(app) == []
    say(petro, "І ще одна заява.")
    assert sent(app) == []
    work(app)
    [letter] = sent(app)
    assert "І ще одна заява." in text_of(letter) and "Нова думка" not in text_of(letter)


def test_search_that_cannot_be_answered_is_asked_again(app, olena, petro, monkeypatch):
    follow(olena, "search", q="заява")
    say(petro, "Думка про заяву.")
    work(app)
    found = app.extensions["search_answers"]
    broken = type("Answer", (), {"unavailable": True, "items": [], "next": None})
    monkeypatch.setitem(app.extensions, "search_answers", lambda *_given: broken)
    assert sent(app) == []
    monkeypatch.setitem(app.extensions, "search_answers", found)
    assert len(sent(app)) == 1


def test_long_letter_is_bounded_and_says_how_much_more_there_is(app, olena, petro):
    follow(olena)
    for number in range(35):
        say(petro, f"Думка {number}.")
    [letter] = sent(app)
    text = text_of(letter)
    assert text.count("Нове зауваження") == 30 and "І ще 5 новин." in text and "35 новин" in letter["Subject"]
    assert "Думка 34." in text and "Думка 4." not in text and sent(app) == []


def test_more_than_is_read_is_said_and_single_things_are_still_found(app, olena, petro, taras, monkeypatch):
    from reform_portal.notices.happenings import news

    monkeypatch.setattr(news, "MOST_READ", 5)
    root = say(petro, "Корінь.", eid="art_2")
    follow(olena), follow(taras, "comment", root), follow(taras, "clause", "land/art_2")
    say(petro, "Відповідь у розмові.", parent=root)
    for number in range(8):
        say(petro, f"Думка {number}.")
    for letter in sent(app):
        assert ("І є ще новини." in text_of(letter)) == (letter["To"] == olena.email)
        assert letter["To"] == olena.email or text_of(letter).count("Відповідь у розмові.") == 1


def test_english_reader_gets_an_english_letter(app, olena, petro):
    with unit_of_work():
        db.session.execute(update(Person).where(Person.id == olena.id).values(language="en"))
    follow(olena)
    say(petro)
    [letter] = sent(app)
    assert "http://portal.test/en/comments/" in text_of(letter) and 'lang="en"' in html_of(letter)


@pytest.mark.parametrize("values", [{"blocked_at": now()}, {"confirmed_at": None}])
def test_who_may_not_get_letters_gets_none(app, olena, petro, values):
    follow(olena)
    say(petro)
    let_time_pass()
    sending.write_due()
    with unit_of_work():
        db.session.execute(update(Person).where(Person.id == olena.id).values(**values))
    assert posted(app) == [] and waiting() == []
    say(petro)
    assert sent(app) == []


def test_two_letters_at_once_are_some_minutes_apart(app, olena, petro):
    follow(olena, frequency="at_once")
    say(petro, "Перша.")
    sending.write_due()
    say(petro, "Друга."), say(petro, "Третя.")
    sending.write_due()
    [first] = posted(app)
    assert "Перша." in text_of(first)
    [second] = sent(app)
    assert "Друга." in text_of(second) and "Третя." in text_of(second)


def test_markup_in_words_stays_words(app, olena, petro):
    follow(olena)
    say(petro, "<script>alert(1)</script> & «ґанок» об’єкт")
    [letter] = sent(app)
    assert "<script>alert" not in html_of(letter) and "&lt;script&gt;" in html_of(letter)
    assert "«ґанок» об’єкт" in text_of(letter)


# Killed at each step: a kill is what no ``except Exception`` catches.


class Killed(BaseException):
    pass


def killing(monkeypatch, module, name, after=False):
    whole = getattr(module, name)

    def die(*given, **more):
        if after:
            whole(*given, **more)
        raise Killed

    monkeypatch.setattr(module, name, die)
    return lambda: monkeypatch.setattr(module, name, whole)


@pytest.mark.parametrize(
    ("module", "name", "after"),
    [
        (sending, "_looks", False),
        (sending, "_looks", True),
        (actions, "_unchanged", False),
        (mail, "enqueue_made", False),
        (mail, "enqueue_made", True),
        (actions, "keep_told", True),
    ],
)
def test_killed_while_letters_are_written(app, olena, petro, monkeypatch, module, name, after):
    follow(olena)
    say(petro)
    let_time_pass()
    live_on = killing(monkeypatch, module, name, after)
    with pytest.raises(Killed):
        sending.write_due()
    live_on()
    assert len(waiting()) == (name == "keep_told")
    assert len(sent(app)) == 1 and sent(app) == []


@pytest.mark.parametrize(("name", "after", "letters"), [("_take", False, 1), ("_written", False, 0)])
def test_killed_while_a_letter_is_sent(app, olena, petro, monkeypatch, name, after, letters):
    follow(olena)
    say(petro)
    let_time_pass()
    sending.write_due()
    live_on = killing(monkeypatch, mail, name, after)
    with pytest.raises(Killed):
        deliver_due()
    live_on()
    assert len(posted(app)) == letters
    age_taken()
    assert posted(app) == []


def test_killed_after_the_server_took_the_letter(app, olena, petro, monkeypatch):
    follow(olena)
    say(petro)
    let_time_pass()
    sending.write_due()
    live_on = killing(monkeypatch, mail, "_transport", after=True)
    with pytest.raises(Killed):
        deliver_due()
    live_on()
    age_taken()
    assert len(posted(app)) == 1 and posted(app) == [] and "interrupted" in waiting()[0].failure


def age_taken() -> None:
    with unit_of_work():
        long_ago = now() - timedelta(hours=1)
        db.session.execute(
            update(OutgoingMail).where(OutgoingMail.taken_at.is_not(None)).values(taken_at=long_ago, due_at=long_ago)
        )


def test_links_that_were_being_sent_when_the_process_died_are_sent_again(app, monkeypatch):
    with unit_of_work():
        mail.enqueue("olena@example.org", "Увійти", "http://portal.test/x\n")
    live_on = killing(monkeypatch, mail, "_transport")
    with pytest.raises(Killed):
        deliver_due()
    live_on()
    assert deliver_due() == 0
    age_taken()
    assert deliver_due() == 1


def test_two_workers_write_one_letter(app, olena, petro, monkeypatch):
    follow(olena)
    say(petro)
    let_time_pass()
    keep = actions.keep_told

    def another_was_first(looks):
        monkeypatch.setattr(actions, "keep_told", keep)
        assert sending.write_due() == 1
        return keep(looks)

    monkeypatch.setattr(actions, "keep_told", another_was_first)
    assert sending.write_due() == 0
    assert len(posted(app)) == 1


def test_letter_keeps_its_name_at_every_try(app, olena, petro, monkeypatch):
    follow(olena)
    say(petro)
    let_time_pass()
    sending.write_due()
    names = []
    deliver = mail._to_file

    def refuses(folder, message):
        names.append(message["Message-ID"])
        if len(names) == 1:
            raise OSError("451 later")
        deliver(folder, message)

    monkeypatch.setattr(mail, "_to_file", refuses)
    assert deliver_due() == 0
    let_time_pass()
    assert deliver_due() == 1 and names[0] == names[1]


def test_a_comment_writes_nothing_for_its_followers(app, olena, petro):
    for number in range(5):
        follow(make_person(f"reader{number}"), frequency="weekly")
    before = db.session.scalar(select(func.sum(sending.queries.Following.position)))
    db.session.rollback()
    say(petro)
    work(app)
    sending.write_due()
    assert waiting() == [] and db.session.scalar(select(func.sum(sending.queries.Following.position))) == before


def test_stopped_followings_go_after_some_days(app, olena):
    public_id = follow(olena)
    with unit_of_work():
        actions.stop(olena, public_id)
    assert actions.forget_stopped() == 0 and len(followed(olena)) == 1
    with unit_of_work():
        db.session.execute(update(sending.queries.Following).values(changed_at=now() - timedelta(days=30)))
    assert actions.forget_stopped() == 1 and followed(olena) == []
