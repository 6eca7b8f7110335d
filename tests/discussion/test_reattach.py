"""A drafter puts a comment on words of the newest version by hand."""

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.core.errors import BadInput, Conflict, NotAllowed
from reform_portal.discussion import journal_check, queries
from reform_portal.discussion.placements import actions
from reform_portal.drafts import queries as drafts
from reform_portal.journal.verification import verify
from tests.discussion.acts import kinds_about, withdraw
from tests.discussion.carried import SHORTER, WITHOUT_TERM, counts, judge, place, provision, reattach, revise, state
from tests.factories import comment, make_person, say

DAYS = "30 календарних днів"
MOVED = WITHOUT_TERM.replace("вважають задоволеною.", f"вважають задоволеною, якщо минуло {DAYS}.")
SILENCE = "art_3__para_1"


@pytest.fixture
def lost(draft, olena):
    """A comment whose clause is gone; its words stand elsewhere."""
    public_id = say(olena, quote=DAYS)
    revise(MOVED)
    return public_id


@pytest.fixture
def address(lost):
    return f"/comments/{lost}/reattach"


def test_to_words(as_, taras, lost, address):
    page = as_(taras).submit(address, {"clause": SILENCE, "quote": DAYS})
    assert page.response.request.path == f"/drafts/land/{SILENCE}" and f"comment-{lost}" in page.ids
    assert state(lost) == ("exact", SILENCE, DAYS) and place(lost).placed_by == "drafter"
    assert kinds_about(f"c:{lost}:place") == ["placement.reattached"]
    assert comment(lost).provision_id == provision(SILENCE) and verify([journal_check.compare]).sound


def test_to_a_whole_clause_is_shown_as_changed(as_, taras, lost, address):
    as_(taras).submit(address, {"clause": "art_2", "quote": ""})
    assert state(lost) == ("changed", "art_2", None)


def test_to_other_words_is_shown_as_changed_beside_the_old_ones(as_, client, taras, lost, address):
    as_(taras).submit(address, {"clause": SILENCE, "quote": "заяву вважають задоволеною"})
    assert state(lost) == ("changed", SILENCE, "заяву вважають задоволеною")
    page = client.get(f"/drafts/land/{SILENCE}")
    assert "Розробник прикріпив" in page.text and f"{DAYS}</del>" in page.html
    assert "заяву вважають задоволеною</ins>" in page.html


@pytest.mark.parametrize("named", ["ч. 1 ст. 3", "art_3__para_1", "стаття 3 частина перша", " ART_3__PARA_1 "])
def test_place_may_be_named_as_in_law_or_by_its_address(as_, taras, lost, address, named):
    as_(taras).submit(address, {"clause": named, "quote": DAYS})
    assert state(lost)[1] == SILENCE


def test_words_may_differ_in_their_marks(as_, taras, olena, draft):
    public_id = say(olena, eid="art_2__para_nn_1", quote="об’єкт культури")
    revise(MOVED)
    as_(taras).submit(f"/comments/{public_id}/reattach", {"clause": "art_2__para_nn_1", "quote": "об'єкт культури"})
    assert state(public_id) == ("exact", "art_2__para_nn_1", "об’єкт культури")


def test_counts_move_along(as_, taras, olena, lost):
    reattach(lost, taras, "art_2")
    assert counts("art_2") == {"oppose": 1, "comments": 1}
    reattach(lost, taras, SILENCE)
    assert counts("art_2") == {} and counts(SILENCE) == {"oppose": 1, "comments": 1}


def test_whole_conversation_moves(taras, olena, petro, draft):
    root = say(olena, quote=DAYS)
    reply = say(petro, "Згоден.", parent=root)
    revise(MOVED)
    reattach(reply, taras, SILENCE, DAYS)
    assert state(root) == ("exact", SILENCE, DAYS)
    assert state(reply)[:2] == ("exact", SILENCE)
    assert {comment(one).provision_id for one in (root, reply)} == {provision(SILENCE)}
    assert counts(SILENCE)["comments"] == 2


def test_comment_on_the_whole_draft_can_be_put_on_a_clause(taras, olena, draft):
    public_id = say(olena, "Додайте строк.", eid="")
    revise(MOVED)
    reattach(public_id, taras, SILENCE)
    assert state(public_id) == ("changed", SILENCE, None)


def test_dispute_is_settled_by_it(as_, taras, olena, lost, address):
    judge(lost, olena, "wrong", "Ось де: частина перша.")
    desk = as_(taras)
    assert "Ось де" in desk.get(address).text
    desk.submit(address, {"clause": SILENCE, "quote": DAYS})
    assert place(lost).verdict is None
    assert "Ось де" not in desk.get("/desk/drafts/land/places").text


def test_trail_tells_who_chose(client, taras, lost):
    reattach(lost, taras, SILENCE, DAYS)
    assert "місце обрав розробник" in client.get(f"/comments/{lost}").text


def test_similar_clauses_are_suggested_and_can_be_chosen(as_, taras, lost, address):
    desk = as_(taras)
    page = desk.get(address)
    chosen = f"{address}?clause={SILENCE}"
    assert chosen in page.links
    assert desk.get(chosen).forms[-1].fields["clause"] == SILENCE


def test_admin_may_too(as_, lost, address):
    as_(make_person("ihor", "admin")).submit(address, {"clause": SILENCE, "quote": DAYS})
    assert state(lost)[1] == SILENCE


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"clause": ""}, "Назвіть місце"),
        ({"clause": "art_99"}, "Такого місця в редакції 2 немає"),
        ({"clause": "whole"}, "Такого місця"),
        ({"clause": "щось"}, "Такого місця"),
        ({"clause": "а" * 3000}, "Такого місця"),
        ({"clause": SILENCE, "quote": "немає цих слів"}, "Цих слів у цьому місці проєкту немає"),
        ({"clause": SILENCE, "quote": "а" * 5001}, "Цитата задовга"),
        ({"clause": SILENCE, "quote": "байт\x00"}, "службові символи"),
    ],
)
def test_bad_input_is_named_and_nothing_changes(as_, taras, lost, address, values, message):
    page = as_(taras).submit(address, values, status=422)
    assert message in page.text
    assert page.forms[-1].fields["clause"] == values["clause"].strip()
    assert state(lost)[0] == "detached" and kinds_about(f"c:{lost}:place") == []


def test_signed_out_and_strangers(as_, client, olena, petro, marta, lost, address):
    assert client.get(address).response.request.path == "/sign-in"
    for person in (olena, petro, marta):
        stranger = as_(person)
        stranger.get(address, status=403)
        stranger.post(address, {"clause": SILENCE, "csrf_token": stranger.token()}, status=403)
        with pytest.raises(NotAllowed):
            reattach(lost, person, SILENCE)
    assert state(lost)[0] == "detached"


def test_without_the_token(as_, taras, lost, address):
    as_(taras).post(address, {"clause": SILENCE}, status=400)
    assert state(lost)[0] == "detached"


def test_comment_of_the_newest_version_stays_where_its_author_put_it(as_, taras, olena, draft):
    public_id = say(olena)
    desk = as_(taras)
    page = desk.get(f"/comments/{public_id}/reattach", status=409)
    assert "його місце обрав автор" in page.text
    with pytest.raises(Conflict):
        reattach(public_id, taras, "art_2")


def test_action_refuses_the_whole_draft_and_foreign_words(taras, lost):
    row = queries.find_comment(lost)
    for eid, quote in (("whole", ""), (SILENCE, "немає цих слів")):
        with pytest.raises(BadInput), unit_of_work():
            actions.reattach(row, drafts.place_of("land", eid), taras, quote)


def test_unknown_comment_and_wrong_method(as_, client, taras, address):
    as_(taras).get("/comments/0000000000000000/reattach", status=404)
    assert client.ask("delete", address).status_code == 405


@pytest.mark.parametrize("path", ["reattach", "place"])
def test_what_is_not_published_any_more_has_no_place_to_speak_of(as_, draft, olena, taras, path):
    public_id = say(olena, "Таємниця віків.", quote="30 календарних днів")
    revise(SHORTER)
    withdraw(public_id, olena)
    page = as_(olena if path == "place" else taras).get(f"/comments/{public_id}/{path}", status=409)
    assert "Таємниця" not in page.text
