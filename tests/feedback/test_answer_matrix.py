"""The public matrix of a draft's answers: how much, how fast, which, and what still waits."""

import shutil
from datetime import timedelta

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from reform_portal.app import create_app
from reform_portal.core.database import db, unit_of_work
from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback.answers.labels import wait_in_words
from reform_portal.feedback.answers.models import AnsweredComment
from reform_portal.feedback.answers.queries import share_of
from reform_portal.feedback.queries import totals_of
from tests.conftest import settings_in
from tests.discussion.acts import bend, hide, withdraw
from tests.factories import comment, make_draft, make_person, say
from tests.feedback.answering import REASON, answer, make_campaign, revise, work

PAGE = "/drafts/land/answers"


def waited(public_id: str, **time: int) -> None:
    """Let a comment have waited for its answer so long."""
    seconds = int(timedelta(**time).total_seconds())
    with unit_of_work():
        mine = AnsweredComment.comment_id == comment(public_id).id
        db.session.execute(update(AnsweredComment).where(mine).values(seconds=seconds))


def share(slug="land"):
    db.session.rollback()
    return share_of(draft_by_slug(slug).id)


def test_matrix_says_how_much_is_answered_and_how_fast(app, client, olena, petro, taras, draft):
    first, second, third = say(olena), say(petro, "Друге."), say(petro, "Третє.")
    answer(first, taras)
    answer(second, taras, "rejected", "Ні.")
    waited(first, days=3)
    waited(second, hours=5)
    work(app)
    page = client.get(PAGE)
    assert "Відповіли на 2 із 3 зауважень — 66 %." in page.text
    assert wait_in_words((3 * 86400 + 5 * 3600) // 2) in page.text
    assert REASON in page.text and "Ні." in page.text
    assert 'class="heat"' in page.html
    assert third not in page.html


def test_draft_without_comments_and_draft_without_answers(app, client, olena, draft):
    assert "ще не відповів на жодне зауваження" in client.get(PAGE).text
    assert "Зауважень ще немає" in client.get(f"{PAGE}?decision=waiting").text
    say(olena)
    work(app)
    page = client.get(PAGE)
    assert "Відповіли на 0 із 1 зауваження — 0 %." in page.text and "ще не відповів на жодне" in page.text
    assert "медіана" not in page.text


def test_numbers_of_the_worker_are_said_to_be_on_their_way(client, olena, taras, draft):
    answer(say(olena), taras)
    assert "Підрахунок готується" in client.get(PAGE).text


@pytest.mark.parametrize(("decision", "seen"), [("accepted", "Так."), ("rejected", "Ні."), ("out_of_scope", "")])
def test_answers_are_filtered_by_decision(app, client, olena, taras, draft, decision, seen):
    answer(say(olena), taras, "accepted", "Так.")
    answer(say(olena), taras, "rejected", "Ні.")
    work(app)
    page = client.get(f"{PAGE}?decision={decision}")
    for words in ("Так.", "Ні."):
        assert (words in page.text) == (words == seen)
    if not seen:
        assert "Таких відповідей ще немає" in page.text


@pytest.mark.parametrize("decision", ["nonsense", "", "Accepted", "ґ' OR 1=1", "%00"])
def test_unknown_filter_shows_everything(client, olena, taras, draft, decision):
    answer(say(olena), taras, "accepted", "Так.")
    assert "Так." in client.get(PAGE, query_string={"decision": decision}).text


def test_what_waits_is_listed_oldest_first(app, client, as_, olena, petro, taras, draft):
    answered, first = say(olena, "Відповіли."), say(olena, "Чекає перше.")
    reply = say(petro, "Згодна.", parent=first)
    second, staff = say(petro, "Чекає друге."), say(taras, "Слово розробника.")
    answer(answered, taras)
    work(app)
    page = client.get(f"{PAGE}?decision=waiting")
    ids = [link.rpartition("/")[2] for link in page.links if link.startswith("/comments/")]
    assert ids == [first, second] and reply not in page.html and staff not in page.html
    assert "Відповісти від розробника" not in page.text
    assert f"/comments/{first}/answer" in as_(taras).get(f"{PAGE}?decision=waiting").links
    answer(first, taras)
    answer(second, taras)
    work(app)
    assert "На всі зауваження відповіли" in client.get(f"{PAGE}?decision=waiting").text


def test_pages_follow_each_other(app, client, olena, taras, draft):
    for number in range(42):
        answer(say(olena, f"Думка {number}."), taras, reason=f"Відповідь {number}!")
        say(olena, f"Чекає {number}!")
    page = client.get(PAGE)
    assert "Відповідь 41!" in page.text and "Відповідь 1!" not in page.text
    following = next(link for link in page.links if "cursor=" in link)
    assert "Відповідь 1!" in client.get(following).text
    page = client.get(f"{PAGE}?decision=waiting")
    following = next(link for link in page.links if "cursor=" in link)
    assert "decision=waiting" in following and "Чекає 41!" in client.get(following).text
    client.get(f"{PAGE}?cursor=nonsense")


def test_share_counts_what_citizens_began_and_can_be_read(olena, petro, marta, taras, draft):
    one, two, three, four = (say(olena, f"{n}.") for n in range(4))
    reply, staff = say(petro, "Відповідь.", parent=one), say(taras, "Розробник.")
    for public_id in (one, two, three, reply, staff):
        answer(public_id, taras)
    hide(three, marta)
    withdraw(four, olena)
    found = share()
    assert (found.conversations, found.answered, found.decisions) == (2, 2, {"accepted": 2})


def test_decisions_add_up_to_what_is_answered(olena, petro, taras, draft):
    members = [say(olena, f"{n}.") for n in range(4)]
    answer(make_campaign(*members), taras, "rejected", kind="campaign")
    answer(members[0], taras, "accepted")
    assert share().decisions == {"rejected": 3, "accepted": 1}
    assert share().answered == 4


@given(waits=st.lists(st.integers(0, 10**7), min_size=1, max_size=6))
@settings(max_examples=15, deadline=None)
def test_median_is_the_middle_of_the_waits(median_of, waits):
    assert median_of(waits) == _middle(waits)


def _middle(waits):
    ordered = sorted(waits)
    half, odd = divmod(len(ordered), 2)
    return ordered[half] if odd else (ordered[half - 1] + ordered[half]) // 2


@pytest.fixture(scope="module")
def median_of(tmp_path_factory, empty_database):
    """The median that the database gives for the waits of as many answered comments."""
    folder = tmp_path_factory.mktemp("median")
    shutil.copy(empty_database, folder / "portal.sqlite")
    app = create_app(settings_in(folder))
    with app.app_context():
        make_draft()
        person, drafter = make_person("olha"), make_person("ostap", "drafter")
        ids = [say(person, f"{n}.") for n in range(6)]
        for public_id in ids:
            answer(public_id, drafter)

        def median(waits):
            for number, public_id in enumerate(ids):
                bend(public_id, status="published" if number < len(waits) else "hidden")
            for public_id, seconds in zip(ids, waits, strict=False):
                waited(public_id, seconds=seconds)
            return share().median_seconds

        yield median
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "менше хвилини"),
        (59, "менше хвилини"),
        (60, "1 хвилина"),
        (7199, "119 хвилин"),
        (7200, "2 години"),
        (172799, "47 годин"),
        (172800, "2 дні"),
        (86400 * 5, "5 днів"),
        (86400 * 21, "21 день"),
    ],
)
def test_wait_is_said_in_words(app, seconds, words):
    # The form of the plural comes with the catalogue; the number and the unit are ours.
    number, _space, unit = words.partition(" ")
    assert wait_in_words(seconds).startswith(f"{number} {unit[:1]}")


@given(seconds=st.integers(0, 10**9))
@settings(max_examples=50, deadline=None)
def test_wait_in_words_is_never_longer_than_the_wait_nor_less_than_half_of_it(app_of_words, seconds):
    number, _space, unit = wait_in_words(seconds).partition(" ")
    size = {"х": 60, "г": 3600, "д": 86400}.get(unit[:1], 0)
    said = int(number) * size if number.isdigit() else 0
    assert said <= seconds and (seconds < 60 or seconds < 2 * said)


@pytest.fixture(scope="module")
def app_of_words():
    """Words need an application for their language, and nothing of its database."""
    app = Flask("words")
    Babel(app, default_locale="uk")
    with app.app_context():
        yield app


def test_totals_follow_the_answers_and_what_becomes_of_comments(app, olena, taras, draft):
    public_id = say(olena)
    given_id = answer(public_id, taras)
    work(app)
    draft_id = comment(public_id).draft_id
    totals = totals_of([draft_id])[draft_id]
    assert (totals.conversations, totals.answered, totals.percent) == (1, 1, 100)
    assert totals.decisions == {"accepted": 1} and totals.median_seconds == 0
    revise(given_id, taras, "rejected")
    work(app)
    assert totals_of([draft_id])[draft_id].decisions == {"rejected": 1}
    withdraw(public_id, olena)
    work(app)
    assert totals_of([draft_id])[draft_id].conversations == 0


def test_tab_leads_here_and_reading_page_tells_the_share(app, client, olena, taras, draft):
    answer(say(olena), taras)
    work(app)
    page = client.get("/drafts/land/")
    assert PAGE in page.links and "відповіли на 1 із 1" in page.text


def test_kept_page_follows_every_answer(client, olena, taras, draft):
    client.get(PAGE)
    answer(say(olena), taras, reason="Щойно.")
    assert "Щойно." in client.get(PAGE).text


def test_unknown_draft_wrong_method_and_english(client, olena, taras, draft):
    client.get("/drafts/nothing/answers", status=404)
    assert client.ask("post", PAGE).status_code == 405
    answer(say(olena), taras)
    assert client.get(f"/en{PAGE}").status == 200
