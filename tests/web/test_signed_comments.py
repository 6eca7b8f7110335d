"""What became of the comments that I signed."""

from tests.discussion.acts import hide, support, withdraw
from tests.factories import say
from tests.feedback.answering import REASON, answer

PAGE = "/account/signed"
WAITING = "чекає на відповідь розробника"


def test_signed_comments_are_listed_with_their_answers(as_, olena, petro, taras, draft):
    waits, answered = say(olena, "Чекає."), say(olena, "Узято.")
    for one in (waits, answered):
        support(one, petro)
    given = answer(answered, taras)
    page = as_(petro).get(PAGE)
    assert f"/comments/{waits}" in page.links and f"/answers/{given}" in page.links
    assert REASON in page.text and page.text.count(WAITING) == 1
    assert PAGE in as_(petro).get("/account/").links


def test_what_others_signed_is_not_here(as_, olena, petro, draft):
    support(say(olena, "Чуже."), petro)
    page = as_(olena).get(PAGE)
    assert "Чуже." not in page.text and "Ви ще нічого не підписали" in page.text


def test_words_taken_back_or_hidden_are_gone(as_, olena, petro, marta, draft):
    one, two = say(olena, "Відкликане."), say(olena, "Образливе.")
    for signed in (one, two):
        support(signed, petro)
    withdraw(one, olena)
    hide(two, marta)
    page = as_(petro).get(PAGE)
    assert "Відкликане." not in page.text and "Образливе." not in page.text


def test_list_goes_on_with_the_cursor(as_, olena, petro, draft):
    for number in range(31):
        support(say(olena, f"Думка № {number}."), petro)
    client = as_(petro)
    first = client.get(PAGE)
    assert "Думка № 30." in first.text and "Думка № 0." not in first.text
    following = next(link for link in first.links if "cursor=" in link)
    assert "Думка № 0." in client.get(following).text


def test_signed_out_person_wrong_cursor_and_wrong_method(client, as_, petro, draft):
    assert client.get(PAGE).response.request.path == "/sign-in"
    assert client.ask("post", PAGE).status_code == 405
    assert as_(petro).ask("get", PAGE + "?cursor=~").status_code in (200, 400, 404)
