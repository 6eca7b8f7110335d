"""Drafters take a proposed wording into the next text, and leave it out again."""

import pytest

from reform_portal.core.errors import Conflict, NotAllowed
from reform_portal.discussion import journal_check
from reform_portal.drafts import queries as drafts
from reform_portal.journal.verification import verify
from tests.discussion.acts import bend, hide, kinds_about, withdraw
from tests.discussion.carried import SHORTER, WITHOUT_TERM, revise
from tests.discussion.proposing import SILENCE, accept, propose, release, taken
from tests.factories import make_person, say

pytestmark = pytest.mark.usefixtures("draft")


@pytest.fixture
def proposal(draft, olena):
    return propose(olena)


@pytest.fixture
def address(proposal):
    return f"/comments/{proposal}/wording"


def press(desk, address, act, status=200):
    return desk.post(f"{address}/{act}", {"csrf_token": desk.token()}, status=status)


def test_taken_and_left_out_again(as_, taras, proposal, address):
    desk = as_(taras)
    page = desk.submit("/desk/drafts/land/wordings", form=f"{address}/accept")
    assert "узято" in page.text and "Рада розглядає заяву протягом 20 робочих днів з дня подання." in page.text
    assert taken(proposal)
    page = desk.submit("/desk/drafts/land/wordings", form=f"{address}/release")
    assert "знято" in page.text and not taken(proposal)
    assert kinds_about(f"c:{proposal}:wording") == ["wording.accepted", "wording.released"]
    assert verify([journal_check.compare]).sound


def test_everybody_sees_it_at_once(client, taras, proposal):
    path = "/drafts/land/art_3__para_1"
    assert "Узято до тексту" not in client.get(path).text
    accept(proposal, taras)
    assert "Розробник узяв це до наступної редакції" in client.get(path).text
    release(proposal, taras)
    assert "Узято до тексту" not in client.get(path).text


def test_twice_is_refused(as_, taras, proposal, address):
    desk = as_(taras)
    press(desk, address, "accept")
    assert "вже взято" in press(desk, address, "accept", 409).text
    press(desk, address, "release")
    assert "знімати нічого" in press(desk, address, "release", 409).text
    assert kinds_about(f"c:{proposal}:wording") == ["wording.accepted", "wording.released"]


@pytest.mark.parametrize(
    ("quote", "wording"),
    [("календарних", "робочих"), ("протягом 30", "за 20"), ("", "Рада розглядає заяву за місяць.")],
)
def test_collision_is_refused_and_names_the_other(as_, taras, petro, proposal, address, quote, wording):
    other = propose(petro, wording, quote)
    desk = as_(taras)
    press(desk, address, "accept")
    page = press(desk, f"/comments/{other}/wording", "accept", 409)
    assert "ті самі слова" in page.text and proposal in page.text and not taken(other)
    press(desk, address, "release")
    press(desk, f"/comments/{other}/wording", "accept")
    assert taken(other)


def test_same_proposal_and_one_beside_it_can_be_taken_too(taras, petro, proposal):
    same, beside = propose(petro), propose(petro, "одержання", "подання")
    for public_id in (proposal, same, beside):
        accept(public_id, taras)
    assert all(map(taken, (proposal, same, beside)))


def test_words_that_changed_since_cannot_be_replaced(as_, taras, proposal, address):
    revise(SHORTER)
    assert "уже немає" in press(as_(taras), address, "accept", 409).text
    revise(WITHOUT_TERM)
    press(as_(taras), address, "accept", 409)
    assert not taken(proposal)


def test_words_that_only_moved_can_be(as_, client, taras, olena):
    public_id = propose(olena, "її", "заяву", eid=SILENCE)
    revise(WITHOUT_TERM)
    accept(public_id, taras)
    assert "Якщо відповіді немає, її вважають задоволеною." in as_(taras).get("/desk/drafts/land/wordings").text


def test_wording_taken_for_one_version_is_not_taken_for_the_next(taras, olena):
    public_id = propose(olena, "її", "заяву", eid=SILENCE)
    accept(public_id, taras)
    revise(SHORTER)
    with pytest.raises(Conflict):
        release(public_id, taras)
    accept(public_id, taras)


def test_comment_that_proposes_nothing(as_, taras, olena):
    public_id = say(olena)
    press(as_(taras), f"/comments/{public_id}/wording", "accept", 409)


@pytest.mark.parametrize("status", ["hidden", "withdrawn"])
def test_words_that_are_not_published_cannot_be_taken(as_, taras, olena, marta, proposal, address, status):
    hide(proposal, marta) if status == "hidden" else withdraw(proposal, olena)
    press(as_(taras), address, "accept", 409)


def test_admin_may_too(as_, proposal, address):
    press(as_(make_person("ihor", "admin")), address, "accept")
    assert taken(proposal)


def test_signed_out_and_strangers(as_, client, olena, petro, marta, proposal, address):
    for act in ("accept", "release"):
        client.post(f"{address}/{act}", {"csrf_token": client.token()})
        for person in (olena, petro, marta):
            press(as_(person), address, act, 403)
    for person in (olena, marta):
        with pytest.raises(NotAllowed):
            accept(proposal, person)
        with pytest.raises(NotAllowed):
            release(proposal, person)
    assert not taken(proposal) and kinds_about(f"c:{proposal}:wording") == []


def test_without_the_token(as_, taras, proposal, address):
    as_(taras).post(f"{address}/accept", {}, status=400)
    assert not taken(proposal)


def test_unknown_and_held_comments_and_wrong_method(as_, client, taras, proposal, address):
    desk = as_(taras)
    for act in ("accept", "release"):
        press(desk, "/comments/0000000000000000/wording", act, 404)
        assert client.ask("get", f"{address}/{act}").status_code == 405
    bend(proposal, status="held")
    press(desk, address, "accept", 404)


def test_revision_rises_so_that_kept_pages_are_stale(taras, proposal):
    before = drafts.draft_by_slug("land").revision
    accept(proposal, taras)
    assert drafts.draft_by_slug("land").revision > before
