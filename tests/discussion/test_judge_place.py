"""The author says whether the place of a comment in a new version is right."""

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.core.errors import BadInput, Conflict, NotAllowed
from reform_portal.discussion import journal_check, queries
from reform_portal.discussion.placements import actions
from reform_portal.drafts import queries as drafts
from reform_portal.journal.verification import verify
from tests.discussion.acts import bend, kinds_about
from tests.discussion.carried import SHORTER, WITHOUT_TERM, judge, place, revise
from tests.factories import say

NOTE = "Має бути при частині другій <b>статті 3</b>."


@pytest.fixture
def mine(draft, olena):
    public_id = say(olena, quote="30 календарних днів")
    revise(SHORTER)
    return public_id


@pytest.fixture
def address(mine):
    return f"/comments/{mine}/place"


def test_page_shows_words_then_and_now(as_, olena, address):
    page = as_(olena).get(address)
    for words in ("30 календарних днів", "20 календарних днів", "Строк задовгий", "редакція 1"):
        assert words in page.text


def test_page_of_lost_words_says_so(as_, olena, draft):
    public_id = say(olena, quote="30 календарних днів")
    revise(WITHOUT_TERM)
    page = as_(olena).get(f"/comments/{public_id}/place")
    assert "слів, про які ви писали, вже немає" in page.text and "30 календарних днів" in page.text


def test_page_of_a_whole_clause_shows_both_texts(as_, olena, draft):
    public_id = say(olena)
    revise(SHORTER)
    page = as_(olena).get(f"/comments/{public_id}/place")
    assert "30 календарних днів з дня" in page.text and "20 календарних днів з дня" in page.text


def test_confirmed(as_, olena, mine, address):
    page = as_(olena).submit(address, {"verdict": "right", "note": NOTE})
    assert page.response.request.path == f"/comments/{mine}" and "втор підтвердив місце" in page.text
    assert (place(mine).verdict, place(mine).note) == ("right", "")
    assert kinds_about(f"c:{mine}:place") == ["placement.confirmed"]
    assert kinds_about(f"c:{mine}") == ["comment.posted"]


def test_disputed(as_, olena, taras, mine, address):
    page = as_(olena).submit(address, {"verdict": "wrong", "note": NOTE})
    assert "втор каже, що місце" in page.text and "Розробник побачить" in page.text
    assert (place(mine).verdict, place(mine).note) == ("wrong", NOTE)
    assert kinds_about(f"c:{mine}:place") == ["placement.disputed"]
    assert "&lt;b&gt;статті 3" in as_(taras).get("/desk/drafts/land/places").html
    assert verify([journal_check.compare]).sound


def test_mind_may_be_changed(as_, olena, mine, address):
    client = as_(olena)
    client.submit(address, {"verdict": "wrong", "note": NOTE})
    fields = client.get(address).forms[-1].fields
    assert (fields["verdict"], fields["note"]) == ("wrong", NOTE)
    client.submit(address, {"verdict": "right"})
    assert (place(mine).verdict, place(mine).note) == ("right", "")
    assert kinds_about(f"c:{mine}:place") == ["placement.disputed", "placement.confirmed"]


def test_every_version_is_judged_anew(olena, mine):
    judge(mine, olena, "right")
    revise(WITHOUT_TERM)
    assert place(mine).verdict is None and place(mine, 2).verdict == "right"


def test_verdict_is_seen_at_once_on_the_kept_page(client, olena, mine):
    before = drafts.draft_by_slug("land").revision
    judge(mine, olena, "wrong")
    assert drafts.draft_by_slug("land").revision > before


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"verdict": None}, "Оберіть відповідь"),
        ({"verdict": "perhaps"}, "Оберіть"),
        ({"verdict": "wrong", "note": "а" * 2001}, "Задовго"),
        ({"verdict": "wrong", "note": "байт\x00"}, "службові символи"),
    ],
)
def test_bad_input_is_named_and_nothing_is_lost(as_, olena, mine, address, values, message):
    page = as_(olena).submit(address, {"note": "Мої слова.", **values}, status=422)
    assert page.status == 422 and "error-summary" in page.html
    if values.get("verdict") != "perhaps":
        assert message in page.text
    assert values.get("note", "Мої слова.")[:5] in page.html
    assert place(mine).verdict is None and kinds_about(f"c:{mine}:place") == []


def test_signed_out_person_is_led_to_sign_in(client, mine, address):
    assert client.get(address).response.request.path == "/sign-in"
    client.post(address, {"verdict": "wrong", "csrf_token": client.token()})
    assert place(mine).verdict is None


def test_stranger_and_staff_cannot_judge(as_, petro, marta, taras, mine, address):
    for person in (petro, marta, taras):
        client = as_(person)
        client.get(address, status=403)
        client.post(address, {"verdict": "wrong", "csrf_token": client.token()}, status=403)
        with pytest.raises(NotAllowed):
            judge(mine, person, "wrong")
    assert place(mine).verdict is None


def test_imported_comment_belongs_to_nobody(as_, olena, mine, address):
    bend(mine, person_id=None)
    as_(olena).get(address, status=403)


def test_without_the_token(as_, olena, mine, address):
    as_(olena).post(address, {"verdict": "wrong"}, status=400)
    assert place(mine).verdict is None


def test_nothing_to_judge_in_its_own_version_and_for_the_whole_draft(as_, olena, mine):
    fresh, whole = say(olena, quote="20 календарних днів"), say(olena, eid="")
    client = as_(olena)
    page = client.get(f"/comments/{fresh}/place", status=409)
    assert "підтверджувати нічого" in page.text
    revise(WITHOUT_TERM)
    client.get(f"/comments/{whole}/place", status=409)


def test_action_checks_by_itself(olena, mine):
    comment, version = queries.find_comment(mine), drafts.version_of(drafts.draft_by_slug("land"))
    for verdict, note in (("maybe", ""), ("wrong", "а" * 2001)):
        with pytest.raises(BadInput), unit_of_work():
            actions.judge(comment, version, olena, verdict, note)
    fresh = queries.find_comment(say(olena))
    with pytest.raises(Conflict), unit_of_work():
        actions.judge(fresh, version, olena, "right")


def test_unknown_and_held_comments(as_, olena, mine, address):
    client = as_(olena)
    client.get("/comments/0000000000000000/place", status=404)
    bend(mine, status="held")
    client.get(address, status=404)


def test_wrong_method(client, address):
    assert client.ask("delete", address).status_code == 405


def test_link_stands_on_the_comment_page_for_its_author_only(as_, client, olena, petro, mine, address):
    assert address in as_(olena).get(f"/comments/{mine}").links
    assert address not in as_(petro).get(f"/comments/{mine}").links
    assert address not in client.get(f"/comments/{mine}").links
