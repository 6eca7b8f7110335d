"""The next text is composed of the newest one and of the wordings that were taken."""

import pytest

from reform_portal.drafts import queries as drafts
from reform_portal.drafts.uploads import queries as uploads
from reform_portal.drafts.uploads.models import Upload
from reform_portal.drafts.uploads.recognised import recognise
from tests.discussion.acts import count, erase, hide
from tests.discussion.carried import SHORTER, provision, revise, state
from tests.discussion.proposing import SILENCE, TERM, accept, propose
from tests.drafts.uploads import upload_of

DESK, NEXT = "/desk/drafts/land/wordings", "/desk/drafts/land/next"
pytestmark = pytest.mark.usefixtures("draft")


@pytest.fixture
def taken(olena, taras):
    public_id = propose(olena)
    accept(public_id, taras)
    return public_id


def compose(desk):
    return desk.submit(DESK, form=NEXT)


def texts() -> dict[str, str]:
    version = drafts.version_of(drafts.draft_by_slug("land"))
    return {clause.eid: f"{clause.num} {clause.text}".strip() for clause in drafts.clauses_of(version.id)}


def publish(desk, page):
    address = f"/desk/uploads/{upload_of(page).public_id}/publish"
    return desk.submit(address, {"reviewed": "y"})


def test_composed_text_opens_in_the_preview(as_, taras, taken):
    page = compose(as_(taras))
    assert page.response.request.path.startswith("/desk/uploads/") and "складено" in page.text
    assert "протягом 20 робочих днів з дня подання" in page.text
    kept = upload_of(page)
    assert (kept.slug, kept.source_name, kept.uploaded_by) == ("land", "land-2.md", taras.id)


def test_published_it_differs_in_the_taken_words_only(as_, client, taras, taken):
    before = texts()
    desk = as_(taras)
    publish(desk, compose(desk))
    after = texts()
    assert {eid for eid in before.keys() | after.keys() if before.get(eid) != after.get(eid)} == {TERM}
    assert after[TERM] == "1. Рада розглядає заяву протягом 20 робочих днів з дня подання."
    page = client.get("/drafts/land/compare/1...2")
    assert f"/comments/{taken}" in page.links and "Олена Коваленко" in page.text
    assert state(taken) == ("changed", TERM, "20 робочих днів")
    assert "Увійшло до редакції 2" in client.get(f"/comments/{taken}").text


def test_several_wordings_of_several_clauses(as_, taras, olena, petro, taken):
    for public_id in (propose(petro, "Сесія ради", "Рада"), propose(olena, "відхиленою", "задоволеною", eid=SILENCE)):
        accept(public_id, taras)
    desk = as_(taras)
    publish(desk, compose(desk))
    assert texts()[TERM] == "1. Сесія ради розглядає заяву протягом 20 робочих днів з дня подання."
    assert texts()[SILENCE] == "2. Якщо відповіді немає, заяву вважають відхиленою."


def test_excluded_clause_goes_with_its_number(as_, taras, olena):
    accept(propose(olena, "", "", eid=SILENCE), taras)
    desk = as_(taras)
    publish(desk, compose(desk))
    assert SILENCE not in texts() and TERM in texts() and "art_3" in texts()


def test_excluded_lead_in_leaves_what_stands_in_it(as_, taras, olena):
    accept(propose(olena, "", "", eid="art_1__para_1"), taras)
    before = provision("art_1__para_1__point_1")
    desk = as_(taras)
    publish(desk, compose(desk))
    [there] = [eid for eid, text in texts().items() if "земля громади — ділянки" in text]
    assert provision(there) == before


@pytest.mark.parametrize(
    "wording",
    [
        "20 *робочих* днів",
        "# 20 днів",
        "20\n\n### Стаття 9. Інше",
        "[20]{#n1} днів",
        "20 `днів` _поспіль_",
        "«20» днів’",
    ],
)
def test_signs_of_the_notation_in_a_wording_stay_words(as_, taras, olena, wording):
    accept(propose(olena, wording), taras)
    before = set(texts())
    desk = as_(taras)
    publish(desk, compose(desk))
    assert set(texts()) == before
    assert texts()[TERM] == f"1. Рада розглядає заяву протягом {' '.join(wording.split())} з дня подання."


def test_words_hidden_since_are_left_out(as_, taras, olena, marta, taken):
    accept(propose(olena, "відхиленою", "задоволеною", eid=SILENCE), taras)
    hide(taken, marta)
    page = compose(as_(taras))
    assert "30 календарних" in page.text and "відхиленою" in page.text


def test_words_whose_place_changed_since_are_left_out(as_, taras, taken):
    revise(SHORTER)
    desk = as_(taras)
    page = desk.post(NEXT, {"csrf_token": desk.token()}, status=409)
    assert "ще не взято" in page.text


def test_nothing_taken_is_said(as_, taras, olena):
    propose(olena)
    desk = as_(taras)
    assert "ще не взято" in desk.post(NEXT, {"csrf_token": desk.token()}, status=409).text
    assert count(Upload) == 0


def test_signed_out_and_strangers(as_, client, olena, marta, taken):
    client.post(NEXT, {"csrf_token": client.token()})
    for person in (olena, marta):
        stranger = as_(person)
        stranger.post(NEXT, {"csrf_token": stranger.token()}, status=403)
    assert count(Upload) == 0


def test_without_the_token_unknown_draft_and_wrong_method(as_, client, taras, taken):
    desk = as_(taras)
    desk.post(NEXT, {}, status=400)
    desk.post("/desk/drafts/nothing/next", {"csrf_token": desk.token()}, status=404)
    assert client.ask("get", NEXT).status_code == 405
    assert count(Upload) == 0 and uploads is not None


@pytest.mark.parametrize("wording", ["Додаток 1", "{Слова виключено}", "Стаття 99. Інша"])
def test_words_that_look_like_a_unit_stay_words_of_their_clause(as_, olena, taras, wording):
    public_id = propose(olena, wording, "", eid="art_2__para_nn_2")
    accept(public_id, taras)
    kept = upload_of(compose(as_(taras)))
    tree = recognise(uploads.reading_of(kept.id), kept.corrections).structure
    assert [clause.text for clause in tree.clauses if clause.eid == "art_2__para_nn_2"] == [wording]


def test_erased_words_go_from_what_was_composed_with_them(as_, olena, taras, marta):
    public_id = propose(olena, "двадцяти днів без жодної відмови")
    accept(public_id, taras)
    compose(as_(taras))
    assert count(Upload) == 1
    erase(public_id, marta)
    assert count(Upload) == 0
