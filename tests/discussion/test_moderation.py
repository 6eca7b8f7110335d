"""The queue of the moderators: reports, and what waits before it appears."""

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.core.errors import NotAllowed
from reform_portal.discussion import actions, queries
from reform_portal.discussion.models import CommentReport
from tests.discussion.acts import PLACE, bend, count, kinds_about, report, tally, withdraw
from tests.factories import comment, make_person, say

QUEUE = "/desk/moderation"


@pytest.fixture
def theirs(draft, olena):
    return say(olena)


def test_empty_queue_says_so(as_, marta):
    assert "Скарг немає" in as_(marta).get(QUEUE).text


def test_reported_words_stand_in_the_queue_with_every_reason(as_, petro, taras, marta, theirs):
    report(theirs, petro, "profanity", "грубо")
    report(theirs, taras, "off_topic")
    page = as_(marta).get(QUEUE)
    assert "Строк задовгий" in page.text and "грубо" in page.text
    assert "образи або лайка" in page.text and "не про цей проєкт" in page.text
    assert page.text.count("Строк задовгий") == 1


def test_reporter_is_not_named(as_, petro, marta, theirs):
    report(theirs, petro, note="грубо")
    assert petro.family_name not in as_(marta).get(QUEUE).html


def test_moderator_leaves_reported_words_as_they_are(as_, petro, marta, theirs):
    report(theirs, petro)
    page = as_(marta).submit(QUEUE, form="/keep")
    assert "Скарги закрито" in page.text and "Скарг немає" in page.text
    assert comment(theirs).status == "published"
    assert kinds_about(f"c:{theirs}:report") == ["report.filed", "report.settled"]


def test_queue_with_several_reports_is_a_sound_page(as_, olena, petro, marta, theirs):
    report(theirs, petro)
    report(say(olena), petro)
    as_(marta).get(QUEUE)


def test_oldest_report_comes_first_and_pages_follow_each_other(olena, petro, draft):
    ids = [say(olena) for _ in range(5)]
    for public_id in reversed(ids):
        report(public_id, petro)
    first = queries.open_reports(size=3)
    second = queries.open_reports(first.next, size=3)
    seen = [row.public_id for page in (first, second) for row, _reports in page.items]
    assert seen == ids[::-1] and second.next is None


def test_settled_reports_are_not_counted(petro, taras, marta, theirs):
    report(theirs, petro)
    report(theirs, taras)
    assert queries.count_open_reports() == 1
    with unit_of_work():
        actions.keep_reported(queries.find_comment(theirs), marta)
    assert queries.count_open_reports() == 0
    assert count(CommentReport, CommentReport.settled_at.is_not(None)) == 2


def test_report_about_withdrawn_words_leaves_the_queue(as_, olena, petro, marta, theirs):
    report(theirs, petro)
    withdraw(theirs, olena)
    assert "Скарг немає" in as_(marta).get(QUEUE).text


def test_desk_tells_moderators_how_many_reports_wait(as_, petro, marta, theirs):
    report(theirs, petro)
    assert QUEUE in as_(marta).get("/desk/").html


def test_held_words_are_seen_by_nobody_but_moderators(as_, client, olena, marta, theirs):
    bend(theirs, status="held")
    assert "Строк задовгий" in as_(marta).get(QUEUE).text
    assert "Строк задовгий" not in client.get(PLACE).html
    for reader in (client, as_(olena)):
        reader.get(f"/comments/{theirs}", status=404)


def test_held_words_are_published_from_the_queue(as_, client, petro, marta, theirs):
    held = say(petro, "Чекало на перевірку.", stance="support")
    bend(held, status="held")
    with unit_of_work():
        actions.add_to_tally(comment(held).provision_id, comment(held).draft_id, actions.Counter({"support": -1}), 1)
    as_(marta).submit(QUEUE, form="/restore")
    assert "Чекало на перевірку." in client.get(PLACE).text
    assert tally(held) == {"oppose": 1, "support": 1, "comments": 2}
    assert kinds_about(f"c:{held}")[-1] == "comment.restored"


@pytest.mark.parametrize("role", ["citizen", "drafter"])
def test_wrong_role_may_not(as_, petro, theirs, role):
    report(theirs, petro)
    client = as_(make_person("person", role))
    client.get(QUEUE, status=403)
    client.act(theirs, "keep", status=403)
    with pytest.raises(NotAllowed), unit_of_work():
        actions.keep_reported(queries.find_comment(theirs), petro)
    assert queries.count_open_reports() == 1


def test_signed_out_person_is_led_to_sign_in(client, petro, theirs):
    report(theirs, petro)
    assert client.get(QUEUE).response.request.path == "/sign-in"
    assert client.act(theirs, "keep").response.request.path == "/sign-in"
    assert queries.count_open_reports() == 1


def test_foreign_page_settles_nothing(as_, petro, marta, theirs):
    report(theirs, petro)
    as_(marta).post(f"/comments/{theirs}/keep", {}, status=400)
    assert queries.count_open_reports() == 1


@pytest.mark.parametrize("cursor", ["", "x", "W10", "WyJhIl0", "%00"])
def test_broken_cursor_means_the_first_page(as_, petro, marta, theirs, cursor):
    report(theirs, petro)
    assert as_(marta).get(f"{QUEUE}?cursor={cursor}").status == 200


def test_unknown_comment(as_, marta):
    client = as_(marta)
    client.post("/comments/0000000000000000/keep", {"csrf_token": client.token()}, status=404)


def test_wrong_method(client, theirs):
    assert client.ask("get", f"/comments/{theirs}/keep").status_code == 405
    assert client.ask("delete", QUEUE).status_code == 405
