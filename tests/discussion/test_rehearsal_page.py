"""Before publishing: the page that says what would become of clauses and comments."""

import pytest
from sqlalchemy import select

from reform_portal.core.database import Base, db
from tests.discussion.carried import SHORTER, WITHOUT_TERM
from tests.drafts.uploads import bring
from tests.factories import say
from tests.texts import LAND


def address(public_id: str) -> str:
    return f"/desk/uploads/{public_id}/rehearsal"


def everything():
    db.session.rollback()
    skipped = {"sessions"}
    found = {t.name: db.session.execute(select(t)).all() for t in Base.metadata.sorted_tables if t.name not in skipped}
    db.session.rollback()
    return found


def test_page_tells_what_becomes_of_comments_and_clauses(as_, taras, olena, draft):
    lost = say(olena, quote="30 календарних днів")
    moved, calm = say(olena, eid="art_3__para_2", quote="заяву вважають"), say(olena, eid="art_1")
    desk = as_(taras)
    page = desk.get(address(bring(WITHOUT_TERM)))
    assert f"/comments/{lost}" in page.links and f"/comments/{moved}" in page.links
    assert f"/comments/{calm}" not in page.links
    for words in (
        "слів більше немає",
        "переїхало разом зі словами",
        "30 календарних днів",
        "вилучено",
        "перенумеровано",
    ):
        assert words in page.text


def test_page_shows_words_then_and_now(as_, taras, olena, draft):
    say(olena, quote="30 календарних днів")
    page = as_(taras).get(address(bring(SHORTER)))
    assert "30 календарних днів" in page.text and "20 календарних днів" in page.text


def test_looking_changes_nothing(as_, taras, olena, draft):
    say(olena, quote="30 календарних днів")
    path, desk = address(bring(SHORTER)), as_(taras)
    before = everything()
    desk.get(path), desk.get(path + "?page=7"), desk.get(path + "?page=x")
    assert everything() == before


def test_without_comments_and_changes(as_, taras, draft):
    page = as_(taras).get(address(bring(LAND + "\n")))
    assert "лишаються при своїх словах" in page.text and "Текст не змінюється" in page.text


def test_first_version_has_no_rehearsal(as_, taras):
    assert as_(taras).ask("get", address(bring(LAND))).status_code in (302, 303, 404, 409)


@pytest.mark.parametrize("role", ["olena", "marta"])
def test_strangers(as_, client, draft, request, role):
    path = address(bring(SHORTER))
    as_(request.getfixturevalue(role)).get(path, status=403)
    assert client.get(path).response.request.path == "/sign-in"


def test_unknown_upload_and_wrong_method(as_, client, taras, draft):
    as_(taras).get(address("0000000000000000"), status=404)
    assert client.ask("post", address(bring(SHORTER))).status_code == 405
