"""What happened to my comments: the account lists each with its state."""

from tests.discussion.acts import withdraw
from tests.factories import make_draft, say
from tests.feedback.answering import REASON, answer, make_campaign
from tests.texts import LAND_2

PAGE = "/account/"
WAITING = "чекає на відповідь розробника"


def line_about(page, public_id):
    """The text of a comment's line in the list."""
    return page.html.split(f"/comments/{public_id}")[1].split('<li class="result">')[0]


def test_each_comment_has_its_state(as_, olena, taras, draft):
    waits, taken, refused = say(olena, "Чекає."), say(olena, "Узято."), say(olena, "Ні.")
    given = answer(taken, taras, "accepted")
    answer(refused, taras, "out_of_scope", "Про інше.")
    page = as_(olena).get(PAGE)
    assert WAITING in line_about(page, waits)
    assert "враховано" in line_about(page, taken) and f"/answers/{given}" in line_about(page, taken)
    assert REASON in line_about(page, taken) and WAITING not in line_about(page, taken)
    assert "поза предметом" in line_about(page, refused)


def test_answer_to_a_group_is_mine_too(as_, olena, petro, taras, draft):
    mine = say(olena)
    given = answer(make_campaign(say(petro), mine), taras, "rejected", kind="campaign")
    assert f"/answers/{given}" in line_about(as_(olena).get(PAGE), mine)


def test_replies_staff_and_what_was_taken_back_do_not_wait(as_, olena, petro, taras, draft):
    gone = say(olena)
    reply = say(petro, "Згоден.", parent=gone)
    withdraw(gone, olena)
    staff = say(taras, "Слово розробника.")
    assert WAITING not in line_about(as_(olena).get(PAGE), gone)
    assert WAITING not in line_about(as_(petro).get(PAGE), reply)
    assert WAITING not in line_about(as_(taras).get(PAGE), staff)


def test_comments_of_others_are_not_here(as_, olena, petro, taras, draft):
    answer(say(petro, "Чуже."), taras)
    page = as_(olena).get(PAGE)
    assert "Чуже." not in page.text and REASON not in page.text


def test_comment_leads_to_where_its_words_went(as_, olena, draft):
    mine = say(olena, quote="30 календарних днів")
    make_draft(text=LAND_2)
    client = as_(olena)
    assert f"/comments/{mine}" in client.get(PAGE).links
    assert "Що сталося з місцем цього зауваження" in client.get(f"/comments/{mine}").text


def test_signed_out_person_and_wrong_method(client):
    assert client.get(PAGE).response.request.path == "/sign-in"
    assert client.ask("post", PAGE).status_code == 405
