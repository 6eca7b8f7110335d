"""Erasing words for good, while the journal stays whole."""

import pytest
from sqlalchemy import select

from reform_portal.core.database import Base, db, unit_of_work
from reform_portal.core.errors import BadInput, Conflict, NotAllowed
from reform_portal.discussion import actions, journal_check, queries
from reform_portal.discussion.models import CommentReport, CommentRevision
from reform_portal.journal.models import Entry, Opening
from reform_portal.journal.verification import verify
from tests.discussion.acts import PLACE, bend, count, erase, kinds_about, report, tally, withdraw
from tests.discussion.carried import SHORTER, judge, revise
from tests.discussion.proposing import accept, propose
from tests.factories import comment, say

WORDS = "Мій телефон відомий усім: нуль шість сім."
BASIS = {"basis": "вимога особи, Закон «Про захист персональних даних», ст. 15"}


@pytest.fixture
def theirs(draft, olena):
    return say(olena, WORDS, quote="30 календарних днів")


@pytest.fixture
def address(theirs):
    return f"/comments/{theirs}/erase"


def everything():
    """Every value of every table, as text."""
    db.session.rollback()
    found = {table.name: str(db.session.execute(select(table)).all()) for table in Base.metadata.sorted_tables}
    db.session.rollback()
    return found


def test_words_and_name_are_gone_from_every_page(as_, client, marta, theirs, address):
    page = as_(marta).submit(address, BASIS)
    assert "стерто на вимогу закону" in page.text
    for path in (f"/comments/{theirs}", PLACE, PLACE + "/talk"):
        page = client.get(path)
        assert "стерто на вимогу закону" in page.text
        assert WORDS not in page.html and "Олена Коваленко" not in page.html


def test_words_are_gone_from_every_table_earlier_wordings_too(as_, olena, marta, theirs, address):
    as_(olena).submit(f"/comments/{theirs}/edit", {"body": "Перероблені слова.", "stance": "amend"})
    as_(marta).submit(address, BASIS)
    for name, rows in everything().items():
        assert WORDS not in rows and "Перероблені слова" not in rows, name
    assert count(CommentRevision) == 0


def test_comment_row_keeps_its_place_and_nothing_of_the_person(as_, marta, theirs, address):
    as_(marta).submit(address, BASIS)
    found = comment(theirs)
    assert (found.status, found.body, found.body_html, found.author) == ("erased", "", "", "")
    assert (found.person_id, found.quote, found.prefix, found.suffix) == (None, "", "", "")
    assert found.eid == "art_3__para_1"


def test_journal_keeps_that_it_was_and_why_it_went_and_stays_whole(as_, marta, theirs, address):
    before = db.session.scalars(select(Entry.leaf_hash).order_by(Entry.number)).all()
    as_(marta).submit(address, BASIS)
    db.session.rollback()
    after = db.session.scalars(select(Entry.leaf_hash).order_by(Entry.number)).all()
    assert after[:-1] == before
    assert kinds_about(f"c:{theirs}") == ["comment.posted", "comment.erased"]
    verdict = verify([journal_check.compare])
    assert verdict.sound and verdict.erased == 1


def test_basis_is_committed_to(as_, marta, theirs, address):
    as_(marta).submit(address, BASIS)
    newest = db.session.scalar(select(Opening.content).order_by(Opening.number.desc()).limit(1))
    assert BASIS["basis"] in newest and '"role":"moderator"' in newest


def test_no_table_links_the_person_with_the_words_any_more(as_, petro, marta, theirs, address):
    report(theirs, petro, note=f"Він пише: {WORDS}")
    as_(marta).submit(address, BASIS)
    found = everything()
    assert theirs not in found["consents"]
    assert WORDS not in found["comment_reports"]


def test_counts_go_down_once(as_, olena, marta, theirs, address):
    other = say(olena)
    withdraw(other, olena)
    erase(other, marta)
    assert tally(other) == {"oppose": 1, "comments": 1}
    as_(marta).submit(address, BASIS)
    assert tally(theirs) == {}


def test_replies_of_others_stay_in_their_place(as_, client, petro, marta, theirs, address):
    say(petro, "А мені підходить.", parent=theirs)
    as_(marta).submit(address, BASIS)
    assert "А мені підходить." in client.get(f"/comments/{theirs}").text


def test_reports_about_it_are_settled(as_, petro, marta, theirs, address):
    report(theirs, petro)
    as_(marta).submit(address, BASIS)
    assert count(CommentReport, CommentReport.settled_at.is_(None)) == 0


def test_words_of_other_comments_stay(as_, petro, marta, theirs, address):
    other = say(petro, "Інше зауваження.")
    as_(marta).submit(address, BASIS)
    assert comment(other).body == "Інше зауваження."
    assert count(Opening, Opening.content.contains("Інше зауваження.")) == 1


@pytest.mark.parametrize("basis", ["", "   ", "а" * 301, "ст. 15\x00"])
def test_basis_must_be_named(as_, marta, theirs, address, basis):
    page = as_(marta).submit(address, {"basis": basis}, status=422)
    assert "errors" in page.ids
    assert comment(theirs).body == WORDS


def test_second_time_is_refused(as_, marta, theirs, address):
    erase(theirs, marta)
    as_(marta).submit(address, BASIS, status=409)
    with pytest.raises(Conflict):
        erase(theirs, marta)
    assert kinds_about(f"c:{theirs}") == ["comment.posted", "comment.erased"]


def test_words_that_wait_or_are_gone_can_be_erased(as_, olena, marta, draft):
    client = as_(marta)
    for status in ("held", "hidden", "withdrawn"):
        public_id = say(olena)
        bend(public_id, status=status)
        client.submit(f"/comments/{public_id}/erase", BASIS)
        assert comment(public_id).status == "erased"


def test_author_stranger_and_drafter_may_not(as_, olena, petro, taras, theirs, address):
    for person in (olena, petro, taras):
        client = as_(person)
        client.get(address, status=403)
        client.post(address, {**BASIS, "csrf_token": client.token()}, status=403)
        with pytest.raises(NotAllowed):
            erase(theirs, person)
    assert comment(theirs).body == WORDS


def test_action_checks_the_basis_by_itself(marta, theirs):
    with pytest.raises(BadInput), unit_of_work():
        actions.erase(queries.find_comment(theirs), marta, "  ")
    assert comment(theirs).body == WORDS


def test_signed_out_person_is_led_to_sign_in(client, theirs, address):
    assert client.get(address).response.request.path == "/sign-in"
    client.post(address, {**BASIS, "csrf_token": client.token()})
    assert comment(theirs).body == WORDS


def test_foreign_page_erases_nothing(as_, marta, theirs, address):
    as_(marta).post(address, BASIS, status=400)
    assert comment(theirs).body == WORDS


def test_unknown_comment(as_, marta):
    as_(marta).get("/comments/0000000000000000/erase", status=404)


def test_wrong_method(client, address):
    assert client.ask("delete", address).status_code == 405


def test_proposed_wording_goes_too_and_out_of_the_next_text(as_, client, taras, olena, marta, draft):
    public_id = propose(olena, "протягом семи тижнів", "протягом 30 календарних днів")
    accept(public_id, taras)
    as_(marta).submit(f"/comments/{public_id}/erase", BASIS)
    for name, rows in everything().items():
        assert "семи тижнів" not in rows, name
    assert "семи тижнів" not in client.get("/drafts/land/wordings").text
    desk = as_(taras)
    desk.post("/desk/drafts/land/next", {"csrf_token": desk.token()}, status=409)
    assert verify([journal_check.compare]).sound


def test_what_the_author_said_of_its_place_goes_too(as_, olena, marta, theirs, address):
    revise(SHORTER)
    judge(theirs, olena, "wrong", "Мій дім на вулиці Садовій.")
    as_(marta).submit(address, BASIS)
    for name, rows in everything().items():
        assert "Садовій" not in rows, name
    assert verify([journal_check.compare]).sound
    assert kinds_about(f"c:{theirs}:place") == ["placement.disputed"]
