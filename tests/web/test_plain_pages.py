"""Home, the list of drafts, a person's own page, the desk, and what robots and watchers ask for."""

from datetime import timedelta

import pytest

from reform_portal.core.clock import now
from reform_portal.core.database import unit_of_work
from reform_portal.discussion import actions as discussion
from reform_portal.discussion import queries as comments
from reform_portal.journal import readers
from tests.factories import make_draft, make_person, say


def act(public_id: str, done, person, *more) -> None:
    with unit_of_work():
        done(comments.comment_by_public_id(public_id), person, *more)


# Home and the list


def test_empty_portal_says_that_there_is_nothing_yet(client, app):
    for path in ("/", "/drafts/", "/en/", "/en/drafts/"):
        assert client.get(path).html.count('class="empty"') == 1


def test_home_shows_the_drafts_and_what_was_said_last(client, draft, olena, petro):
    make_draft("water", summary="Коротко про воду.", body="Рада")
    say(olena, "Перша думка.")
    say(petro, "Друга думка.", slug="water")
    page = client.get("/")
    assert {"/drafts/land/", "/drafts/water/"} <= set(page.links)
    assert page.text.index("Друга думка.") < page.text.index("Перша думка.")
    assert "Коротко про воду." in page.text and "Триває обговорення" in page.text


def test_home_never_shows_what_is_hidden_or_withdrawn(client, draft, olena, marta):
    hidden, withdrawn = say(olena, "Приховане слово."), say(olena, "Відкликане слово.")
    act(hidden, discussion.hide, marta, "off_topic")
    act(withdrawn, discussion.withdraw, olena)
    page = client.get("/")
    assert "Приховане слово" not in page.html and "Відкликане слово" not in page.html


def test_list_tells_the_stage_of_each_draft(client, app):
    make_draft("soon", opens_at=now() + timedelta(days=1))
    make_draft("past", closes_at=now() - timedelta(days=1))
    make_draft("open")
    page = client.get("/drafts/")
    for words in ("Оголошено", "Обговорення завершено", "Триває обговорення"):
        assert words in page.text


def test_list_counts_people_when_the_worker_has_been_there(client, app, draft, olena, petro):
    say(olena)
    say(petro)
    say(petro)
    assert "3 зауваження" in client.get("/drafts/").text
    readers.run_once(app.extensions["readers"], patience=20)
    assert "2 людини" in client.get("/drafts/").text


# A person's own page


def test_own_page_asks_for_sign_in(client):
    assert client.ask("get", "/account/").status_code == 303


def test_own_page_holds_own_comments_whatever_became_of_them(as_, olena, petro, marta, draft):
    hidden, shown = say(olena, "Моя прихована думка."), say(olena, "Моя видима думка.")
    say(petro, "Чужа думка.")
    act(hidden, discussion.hide, marta, "off_topic")
    page = as_(olena).get("/account/")
    assert "Моя прихована" in page.text and "приховано модератором" in page.text and "Моя видима" in page.text
    assert "Чужа думка" not in page.text and olena.email in page.text
    assert f"/comments/{shown}" in page.links


def test_own_page_of_somebody_who_said_nothing(as_, petro, draft):
    assert "/drafts/" in as_(petro).get("/account/").links


def test_own_comments_are_paged(as_, olena, draft):
    made = {say(olena, f"Думка {number}.") for number in range(35)}
    client, seen, address = as_(olena), set(), "/account/"
    for _page in range(3):
        page = client.get(address)
        seen |= {link.removeprefix("/comments/") for link in page.links if link.startswith("/comments/")}
        following = [link for link in page.links if link.startswith("/account/") and "cursor=" in link]
        if not following:
            break
        address = following[0]
    assert seen == made


# The desk


def test_desk_is_for_staff(as_, client, olena):
    assert client.ask("get", "/desk/").status_code == 303
    as_(olena).get("/desk/", status=403)


def test_desk_shows_drafts_and_reports(as_, taras, marta, olena, petro, draft):
    public_id = say(olena)
    act(public_id, discussion.report, petro, "off_topic", "")
    assert "/drafts/land/feedback" in as_(taras).get("/desk/").links
    assert "Скарги" not in as_(taras).get("/desk/").text
    moderator = as_(marta).get("/desk/")
    assert "· 1" in moderator.text and "/desk/moderation" in moderator.links


def test_desk_without_drafts_says_how_to_publish_one(as_, app):
    assert "drafts publish" in as_(make_person("root", "admin")).get("/desk/").text


def test_way_to_the_desk_is_shown_to_staff_alone(as_, client, olena, taras):
    assert "/desk/" in as_(taras).get("/").links
    assert "/desk/" not in as_(olena).get("/").links and "/desk/" not in client.get("/").links


# What stands still


@pytest.mark.parametrize("path", ["/about", "/accessibility", "/en/about", "/en/accessibility"])
def test_standing_pages_are_read(client, path):
    assert len(client.get(path).text) > 500


def test_robots_are_told_where_not_to_go(client):
    page = client.get("/robots.txt")
    assert page.response.content_type.startswith("text/plain")
    for path in ("/account/", "/desk/", "/search"):
        assert f"Disallow: {path}" in page.html


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_watchers_are_answered(client, path):
    assert client.get(path).html == "ok\n"


def test_readiness_needs_the_database_and_life_does_not(client, app, settings):
    from reform_portal.core.database import db

    db.session.remove()
    db.engine.dispose()
    for name in ("portal.sqlite", "portal.sqlite-wal", "portal.sqlite-shm"):
        (settings.data_dir / name).unlink(missing_ok=True)
    assert client.ask("get", "/health/live").status_code == 200
    assert client.ask("get", "/health/ready").status_code == 503


def test_icon_is_where_browsers_look_for_it(client):
    answer = client.ask("get", "/favicon.ico", follow_redirects=True)
    assert answer.status_code == 200 and "svg" in answer.content_type
    answer.close()
