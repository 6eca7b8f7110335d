"""Beginning to follow, changing, stopping: by page, without a script."""

from urllib.parse import parse_qs

import pytest
from sqlalchemy import select

from reform_portal.core.database import db, unit_of_work
from reform_portal.notices.following import actions
from reform_portal.notices.following.models import Following
from tests.discussion.acts import hide
from tests.factories import PASSWORD, make_draft, say
from tests.feedback.answering import answer
from tests.notices.following import follow, followed
from tests.texts import LAND_2
from tests.web.test_query_counts import counted

PLACE = "/follow/clause?of=land/art_3__para_1"
pytestmark = pytest.mark.usefixtures("draft")


def kinds(person) -> dict[str, str]:
    return {row.kind: row.frequency for row in followed(person)}


def test_every_page_leads_to_following_and_its_feed(client, as_, olena, petro, taras):
    said = say(petro)
    given, visitor = answer(said, taras), as_(olena)
    for page, feed, kind in (
        ("/drafts/land/", "/drafts/land/feed.atom", "draft"),
        ("/drafts/land/art_3__para_1", "/drafts/land/art_3__para_1/feed.atom", "clause"),
        (f"/comments/{said}", f"/comments/{said}/feed.atom", "comment"),
        (f"/answers/{given}", "/drafts/land/answers.atom", "answer"),
        ("/search?q=строк", "", "search"),
    ):
        reader = client.get(page)
        [link] = [one for one in reader.links if one.startswith("/follow/")]
        assert not feed or feed in reader.links
        assert not [form for form in reader.forms if form.method == "post"]
        after = visitor.submit(link, form="/follow")
        assert after.response.request.path == page.partition("?")[0] and "за цим стежите" in after.text
        assert kinds(olena)[kind] == "daily"


def test_signed_out_person_comes_back_from_signing_in(client, olena):
    page = client.get(PLACE)
    assert page.response.request.path == "/sign-in"
    back = client.send(page, "/sign-in", {"email": olena.email, "password": PASSWORD})
    assert back.response.request.full_path == PLACE.replace("/art", "%2Fart") or "Стежити за положенням" in back.text
    client.send(back, PLACE, {"frequency": "weekly"})
    assert kinds(olena) == {"clause": "weekly"}


def test_toggled_off_the_same_way(as_, olena):
    follow(olena, "clause")
    page = as_(olena).get(PLACE)
    assert "Ви за цим стежите" in page.text
    client = as_(olena)
    after = client.submit(PLACE, {"act": "stop"}, form="/follow")
    assert "більше за цим не стежите" in after.text and kinds(olena) == {"clause": "stopped"}
    client.submit(PLACE, form="/follow")
    assert kinds(olena) == {"clause": "daily"}


def test_following_twice_is_once(as_, olena):
    client = as_(olena)
    client.submit(PLACE, {"frequency": "at_once"}, form="/follow")
    client.submit(PLACE, {"frequency": "weekly"}, form="/follow")
    assert kinds(olena) == {"clause": "weekly"}


def test_clause_of_another_version_is_the_same_provision(olena):
    follow(olena, "clause")
    make_draft(text=LAND_2)
    follow(olena, "clause")
    assert len(followed(olena)) == 1


def test_search_is_saved_in_its_canonical_form_with_a_name(as_, olena):
    client = as_(olena)
    page = client.submit(
        "/follow/search?stance=oppose&q=об’єкт++ґрунтів&sort=newest&page=3", {"name": "Мій"}, form="/follow"
    )
    assert page.response.request.args.to_dict() == {"q": "об’єкт ґрунтів", "stance": "oppose"}
    follow(olena, "search", q="об’єкт ґрунтів ", stance="oppose")
    [row] = followed(olena)
    assert row.name == "Мій" and row.query.startswith("q=") and "sort" not in row.query
    assert "Мій" in client.get("/account/following").text


def test_what_is_not_there_cannot_be_followed(as_, olena):
    client = as_(olena)
    for address in (
        "draft", "draft?of=nope", "clause?of=land/art_99", "clause?of=%00", "comment?of=0000000000000000", "answer?of=x",
        "search", "search?sort=newest", "emperor?of=land", "clause?of=" + "a" * 900,
    ):  # fmt: skip
        client.get(f"/follow/{address}", status=404)
    assert followed(olena) == []


def test_held_comment_cannot_be_followed_and_hidden_words_are_not_shown(as_, olena, petro, marta):
    public_id = say(petro, "Таємні слова.")
    follow(olena, "comment", public_id)
    hide(public_id, marta)
    client = as_(olena)
    assert "Таємні" not in client.get("/account/following").text + client.get("/account/notices").text
    assert "приховав" in client.get("/account/notices").text


def test_frequency_that_there_is_not(as_, olena):
    client = as_(olena)
    for frequency in ("hourly", "stopped", ""):
        page = client.submit(PLACE, {"frequency": frequency}, status=422, form="/follow")
        assert "Щось введено не так" in page.text and followed(olena) == []
    public_id = follow(olena)
    for frequency in ("hourly", "stopped", ""):
        data = {"csrf_token": client.token(), "frequency": frequency}
        client.post(f"/account/following/{public_id}", data, status=422)
        client.post("/account/following", data, status=422)
    assert kinds(olena) == {"draft": "daily"}


def test_long_name_is_refused_and_kept(as_, olena):
    page = as_(olena).submit("/follow/search?q=земля", {"name": "я" * 101}, status=422, form="/follow")
    assert "до 100 знаків" in page.text and "я" * 101 in page.html and followed(olena) == []


def test_there_is_a_most(as_, olena, monkeypatch):
    monkeypatch.setattr(actions, "MOST_FOLLOWED", 1)
    follow(olena)
    page = as_(olena).submit(PLACE, status=422, form="/follow")
    assert "більше не можна" in page.text and len(followed(olena)) == 1


def test_there_is_a_most_of_searches(as_, olena, monkeypatch):
    monkeypatch.setattr(actions, "MOST_SEARCHES", 1)
    follow(olena, "search", q="строк")
    page = as_(olena).submit("/follow/search?q=земля", {"name": "Земля"}, status=422, form="/follow")
    assert "збережених пошуків" in page.text and "більше не можна" in page.text
    follow(olena, "search", q="строк", frequency="weekly")
    follow(olena)
    assert kinds(olena) == {"search": "weekly", "draft": "daily"}


def test_of_what_was_stopped_only_the_newest_is_kept(olena, petro, monkeypatch):
    """Else following and stopping in a loop makes each look for letters dearer than the last."""
    monkeypatch.setattr(actions, "MOST_STOPPED", 2)
    own = follow(petro)
    with unit_of_work():
        actions.stop(petro, own)
    for word in ("один", "два", "три", "чотири"):
        public_id = follow(olena, "search", q=word)
        with unit_of_work():
            actions.stop(olena, public_id)
    follow(olena)
    kept = db.session.execute(select(Following.query).where(Following.frequency == "stopped").order_by(Following.id))
    assert [parse_qs(row.query).get("q") for row in kept] == [None, ["три"], ["чотири"]]


def test_list_is_by_draft_and_everything_can_be_changed(as_, olena, petro):
    make_draft("forest", text=LAND_2.replace("землею", "лісом"))
    first = follow(olena)
    follow(olena, "clause"), follow(olena, of="forest"), follow(olena, "search", q="строк")
    client = as_(olena)
    page = client.get("/account/following")
    assert page.text.index("землею") < page.text.index("лісом") < page.text.index("Збережені пошуки")
    client.submit("/account/following", {"frequency": "at_once"}, form=f"/{first}")
    assert sorted(row.frequency for row in followed(olena)) == ["at_once", "daily", "daily", "daily"]
    page = client.get("/account/following")
    client.send(page, "/account/following", {"frequency": "weekly"}, form=0)
    assert {row.frequency for row in followed(olena)} == {"weekly"}


def test_stop_one_and_all_after_a_question(as_, olena):
    first = follow(olena)
    follow(olena, "clause")
    client = as_(olena)
    client.submit("/account/following", {"act": "stop", "frequency": None}, form=f"/{first}")
    assert sorted(kinds(olena).values()) == ["daily", "stopped"]
    question = client.get("/account/following/stop")
    assert "за 1 річчю" in question.text or "num" not in question.text
    page = client.send(question, "/account/following/stop")
    assert set(kinds(olena).values()) == {"stopped"} and "ні за чим не стежите" in page.text


def test_empty_list_says_how_to_begin(as_, olena):
    page = as_(olena).get("/account/following")
    assert "Ви ще ні за чим не стежите" in page.text and "/drafts/" in page.links


def test_stranger_cannot_change_those_of_another(as_, olena, petro):
    public_id = follow(olena)
    client = as_(petro)
    for data in ({"frequency": "off"}, {"act": "stop"}):
        client.post(f"/account/following/{public_id}", {"csrf_token": client.token(), **data}, status=404)
    assert "землею" not in client.get("/account/following").text and kinds(olena) == {"draft": "daily"}


def test_signed_out_and_wrong_method(client, as_, olena):
    public_id = follow(olena)
    for path in ("/account/following", f"/account/following/{public_id}", "/account/following/stop", PLACE):
        answer = client.ask("post", path, data={"csrf_token": client.token(), "act": "stop"})
        assert answer.status_code == 303 and "/sign-in" in answer.location
        assert client.ask("delete", path).status_code == 405
    assert as_(olena).ask("get", f"/account/following/{public_id}").status_code == 405
    assert kinds(olena) == {"draft": "daily"}


def test_without_the_token(as_, olena):
    public_id = follow(olena)
    client = as_(olena)
    for path in ("/account/following", f"/account/following/{public_id}", "/account/following/stop", PLACE):
        client.post(path, {"act": "stop", "frequency": "off"}, status=400)
    assert kinds(olena) == {"draft": "daily"}


def test_account_shows_what_following_brought_and_the_header_counts_notices(as_, olena, petro, marta):
    follow(olena, frequency="off"), follow(olena, "clause")
    root = say(petro, "Нове для Олени.")
    say(olena, "Своє.", parent=root)
    gone = say(petro, "Приховане потім.")
    hide(gone, marta)
    client = as_(olena)
    page = client.get("/account/notices")
    assert page.text.count("Нове для Олени.") == 1 and "Приховане потім." not in page.text
    assert "Своє." not in page.text and "/account/notices" in client.get("/").links


def test_nobody_follows_by_writing(olena):
    say(olena)
    assert followed(olena) == []


def test_person_who_goes_takes_the_followings_along(olena, petro):
    from sqlalchemy import delete

    from reform_portal.core.database import db
    from reform_portal.people.models import Person

    follow(olena), follow(petro)
    with unit_of_work():
        db.session.execute(delete(Person).where(Person.id == olena.id))
    assert followed(olena) == [] and len(followed(petro)) == 1


def test_pages_ask_no_more_for_many_followings(app, as_, olena, petro):
    client = as_(olena)
    found = []
    for places in (("art_1", "art_2"), ("art_3", "art_3__para_1", "art_3__para_2", "art_1__para_1")):
        for eid in places:
            follow(olena, "clause", f"land/{eid}"), say(petro, f"Про {eid}.", eid=eid)
        with counted() as notices:
            client.ask("get", "/account/notices")
        with counted() as following:
            client.ask("get", "/account/following")
        found.append((len(notices), len(following)))
    assert found[0] == found[1] and max(found[0]) <= 20
