"""Somebody about to post a copy is offered to sign the comment that is there."""

from datetime import timedelta

import pytest

from reform_portal.core.clock import now
from reform_portal.core.database import unit_of_work
from reform_portal.core.errors import NotFound
from reform_portal.discussion.models import Comment, Support
from reform_portal.people import actions as people
from reform_portal.people.models import KeptForm
from reform_portal.people.queries import person_by_email
from tests.client import PageClient
from tests.discussion.acts import count, hide, kinds_about, support
from tests.factories import close_draft, comment, make_draft, make_person, say
from tests.feedback.campaigning import LETTER, MINE, OTHER, OWN_WORDS, follow, send

ADDRESS = "/drafts/land/art_3__para_1/comment"
WORDS = {"stance": "oppose", "body": MINE, "name_mode": "initial", "consent": "y"}


@pytest.fixture
def there(app, draft, petro):
    """The comment that others are about to copy."""
    public_id = say(petro, LETTER)
    follow()
    return public_id


def offered(page) -> bool:
    return "Таке зауваження вже є" in page.text


def typed(page) -> dict:
    return page.forms[-1].fields


def test_the_form_comes_back_with_everything_typed_and_nothing_is_saved(as_, olena, there):
    page = as_(olena).submit(ADDRESS + "?quote=30%20календарних%20днів", WORDS, status=422)
    assert offered(page) and count(Comment) == 1
    fields = typed(page)
    assert {name: fields[name] for name in WORDS} == WORDS and fields["quote"] == "30 календарних днів"
    assert LETTER in page.text and f"/comments/{there}" in page.links
    assert f'<ins><span class="visually-hidden">додано: </span> {OWN_WORDS}' in page.html


def test_signing_supports_the_comment_and_says_that_the_text_was_not_published(as_, olena, there):
    client = as_(olena)
    page = client.submit(ADDRESS, WORDS, status=422)
    page = client.send(page, ADDRESS, {"sign_instead": there})
    assert page.response.request.path == f"/comments/{there}"
    assert "Ваш власний текст не опубліковано" in page.text and "Забрати підтримку" in page.text
    assert comment(there).supports == 1 and count(Comment) == 1
    assert kinds_about(f"c:{there}:supports") == ["support.given"]


def test_what_was_typed_can_be_taken_up_again(as_, olena, there):
    client = as_(olena)
    client.send(client.submit(ADDRESS, WORDS, status=422), ADDRESS, {"sign_instead": there})
    assert ADDRESS in client.get("/account/").links
    fields = typed(client.get(ADDRESS))
    assert fields["body"] == MINE and "consent" not in fields and count(KeptForm) == 1


def test_one_signs_with_one_click_whatever_else_is_in_the_form(as_, olena, there):
    client = as_(olena)
    page = client.submit(ADDRESS, WORDS, status=422)
    client.send(page, ADDRESS, {"sign_instead": there, "consent": None, "body": ""})
    assert comment(there).supports == 1


def test_publishing_all_the_same(as_, olena, there):
    client = as_(olena)
    page = client.submit(ADDRESS, WORDS, status=422)
    page = client.send(page, ADDRESS)
    assert "Опубліковано" in page.text and count(Comment) == 2 and comment(there).supports == 0


def test_what_was_confirmed_beside_one_comment_is_not_confirmed_beside_another(as_, olena, there):
    other = say(make_person("writer"), OTHER)
    follow()
    client = as_(olena)
    page = client.submit(ADDRESS, WORDS, status=422)
    page = client.send(page, ADDRESS, {"body": OTHER}, status=422)
    assert typed(page)["own_text_meant"] == other and count(Comment) == 2


def test_confirmation_is_kept_when_something_else_is_wrong(as_, olena, there):
    client = as_(olena)
    page = client.submit(ADDRESS, WORDS, status=422)
    page = client.send(page, ADDRESS, {"consent": None}, status=422)
    assert not offered(page) and "Без згоди" in page.text
    client.send(page, ADDRESS, {"consent": "y"})
    assert count(Comment) == 2


def test_pressed_twice_the_button_signs_once(as_, olena, there):
    client = as_(olena)
    page = client.submit(ADDRESS, WORDS, status=422)
    for _time in range(2):
        client.send(page, ADDRESS, {"sign_instead": there})
    assert comment(there).supports == 1 and count(Support) == 1


def test_who_has_signed_already_is_told_so(as_, olena, there):
    support(there, olena)
    page = as_(olena).submit(ADDRESS, WORDS, status=422)
    assert "Ви вже підписали це зауваження" in page.text and 'name="sign_instead"' not in page.html
    assert "Усе одно опублікувати мій текст" in page.text


def test_another_stance_is_pointed_out(as_, olena, there):
    client = as_(olena)
    assert "ваше ставлення — «за», а в цього зауваження — «проти»" in client.submit(
        ADDRESS, {**WORDS, "stance": "support"}, status=422
    ).text  # fmt: skip
    assert "ваше ставлення" not in client.submit(ADDRESS, WORDS, status=422).text


def test_who_adds_nothing_is_told_so(as_, olena, there):
    page = as_(olena).submit(ADDRESS, {**WORDS, "body": LETTER}, status=422)
    assert "усе, що ви написали, у цьому зауваженні вже є" in page.text


def test_all_three_numbers_of_a_campaign_are_told(as_, olena, draft):
    send(LETTER, LETTER, LETTER + " Дуже прошу!")
    page = as_(olena).submit(ADDRESS, WORDS, status=422)
    assert "2 різні тексти · 3 людини · зауважень і підписів: 3" in page.text


def test_a_copy_at_another_clause_is_found_too(as_, olena, there):
    assert offered(as_(olena).submit("/drafts/land/art_2__para_nn_1/comment", WORDS, status=422))


@pytest.mark.parametrize(
    "body",
    [
        LETTER.replace("о", "o").replace("і", "i"),
        LETTER.upper(),
        LETTER.replace(" ", "  "),
        f"Добрий день!\n\n{LETTER}",
    ],
)
def test_a_copy_in_disguise_is_a_copy(as_, olena, there, body):
    assert offered(as_(olena).submit(ADDRESS, {**WORDS, "body": body}, status=422))


@pytest.mark.parametrize(
    "more",
    [
        {"body": OTHER},
        {"wording": "двадцяти днів"},
        {"delete_words": "y"},
    ],
)
def test_other_words_and_proposed_wordings_are_not_held_up(as_, olena, there, more):
    as_(olena).submit(ADDRESS, {**WORDS, **more})
    assert count(Comment) == 2


def test_a_reply_is_not_held_up(as_, olena, there):
    as_(olena).submit(f"/comments/{there}/reply", {"body": LETTER, "name_mode": "full", "consent": "y"})
    assert count(Comment) == 2


def test_ones_own_comment_is_no_copy(as_, petro, there):
    as_(petro).submit(ADDRESS, {**WORDS, "body": LETTER, "name_mode": "full"})
    assert count(Comment) == 2


def test_another_draft_and_hidden_words_are_no_copies(as_, olena, marta, there):
    make_draft("sea")
    as_(olena).submit("/drafts/sea/art_3__para_1/comment", WORDS)
    hide(there, marta)
    as_(olena).submit(ADDRESS, WORDS)
    assert count(Comment) == 3


def test_personal_data_are_asked_about_first_and_once(as_, olena, there):
    client = as_(olena)
    words = {**WORDS, "body": f"{MINE}\n+380 67 123-45-67"}
    page = client.submit(ADDRESS, words, status=422)
    assert "номер телефону" in page.text and not offered(page)
    page = client.send(page, ADDRESS, {"personal_data_meant": "y"}, status=422)
    assert offered(page)
    client.send(page, ADDRESS)
    assert count(Comment) == 2


def test_signed_out_people_sign_in_first_and_are_asked_then(client, olena, there):
    client.submit(ADDRESS, WORDS)
    client.sign_in(olena)
    page = client.submit(ADDRESS, {"consent": "y"}, status=422)
    assert offered(page) and typed(page)["body"] == MINE


def test_session_that_ended_keeps_the_words_and_signs_nothing(app, as_, olena, there):
    client = as_(olena)
    page = client.submit(ADDRESS, WORDS, status=422)
    stranger = PageClient(app)
    token = stranger.token()
    fields = {**typed(page), "csrf_token": token, "sign_instead": there}
    assert "збережено" in stranger.post(ADDRESS, fields).text
    assert comment(there).supports == 0 and MINE in stranger.sign_in(olena).get(ADDRESS).forms[-1].fields["body"]


def test_foreign_token_signs_nothing(as_, olena, there):
    page = as_(olena).submit(ADDRESS, {**WORDS, "sign_instead": there, "csrf_token": "foreign"}, status=400)
    assert comment(there).supports == 0 and typed(page)["body"] == MINE


@pytest.mark.parametrize(
    ("target", "status"), [("gone", 409), ("0000000000000000", 404), ("\x00 'x", 404), ("own", 409)]
)
def test_comment_that_cannot_be_signed_leaves_the_words_in_the_form(as_, olena, marta, there, target, status):
    if target == "gone":
        hide(there, marta)
        target = there
    if target == "own":
        target = say(olena, OTHER)
    page = as_(olena).submit(ADDRESS, {**WORDS, "sign_instead": target}, status=status)
    assert typed(page)["body"] == MINE and count(Support) == 0 and count(KeptForm) == 0


def test_closed_consultation_signs_nothing_and_gives_the_words_back(as_, olena, there):
    client = as_(olena)
    page = client.submit(ADDRESS, WORDS, status=422)
    close_draft("land", now() - timedelta(seconds=1))
    page = client.send(page, ADDRESS, {"sign_instead": there}, status=409)
    assert "завершилося" in page.text and typed(page)["body"] == MINE and comment(there).supports == 0


@pytest.mark.parametrize("error", [RuntimeError, NotFound, KeyError])
def test_a_search_for_copies_that_fails_does_not_lose_the_post(app, as_, olena, there, error):
    def broken(_draft_id, _body, _person):
        raise error("the prints are gone")

    app.extensions["copy_finder"] = broken
    as_(olena).submit(ADDRESS, WORDS)
    assert count(Comment) == 2


def test_programs_are_never_held_up(client, olena, there):
    with unit_of_work():
        token = people.make_api_token(person_by_email(olena.email))
    words = {"clause": "art_3__para_1", "stance": "oppose", "body": LETTER}
    headers = {"Authorization": f"Bearer {token}"}
    assert client.ask("post", "/api/v1/drafts/land/comments", json=words, headers=headers).status_code == 201
