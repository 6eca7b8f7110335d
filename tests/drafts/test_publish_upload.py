"""Publishing an upload: what is told before, what comes of it, and that it happens once."""

import contextvars
import threading

import pytest

from reform_portal.core.database import db, unit_of_work
from reform_portal.core.errors import Conflict
from reform_portal.drafts import queries
from reform_portal.drafts.uploads import actions
from reform_portal.journal.queries import entries_about
from tests.client import Page, PageClient
from tests.drafts.uploads import bring, upload
from tests.factories import make_draft, say
from tests.texts import LAND, LAND_2

YES = {"reviewed": "y"}


@pytest.fixture
def desk(as_, taras) -> PageClient:
    return as_(taras)


def address(public_id: str) -> str:
    return f"/desk/uploads/{public_id}/publish"


def versions(slug: str = "land") -> list[int]:
    db.session.rollback()
    draft = queries.find_draft(slug)
    return [row.number for row in queries.versions_of(draft.id)] if draft is not None else []


def test_signed_out_and_strangers(client, as_, olena, marta):
    path = address(bring(LAND))
    assert "/sign-in" in client.ask("get", path).location
    for account in (olena, marta):
        stranger = as_(account)
        stranger.get(path, 403)
        stranger.post(path, {**YES, "csrf_token": stranger.token()}, 403)
    assert versions() == []


def test_page_tells_what_will_happen(desk):
    page = desk.get(address(bring(LAND, title="Про землю", body="Рада", closes_at="2099-01-01T10:00:00+00:00")))
    for words in ("перша редакція нового проєкту", "«Про землю»", "/drafts/land/", "24 структурні одиниці", "Рада",
                  "1 січня 2099", "одразу"):  # fmt: skip
        assert words in page.text


def test_page_tells_of_a_further_version(desk, draft):
    page = desk.get(address(bring(LAND_2)))
    assert "редакція 2 проєкту" in page.text and "без змін" in page.text


def test_first_version(desk, client):
    public_id = bring(LAND, "земля.md", title="Про землю громади", body="Рада громади", rule_set="ua.996")
    page = desk.submit(address(public_id), YES)
    assert page.response.request.path == "/drafts/land/" and "Опубліковано: редакція 1." in page.text
    assert "Рада розглядає заяву" in client.get("/drafts/land/").text
    draft = queries.draft_by_slug("land")
    assert (draft.title, draft.body, draft.rule_set) == ("Про землю громади", "Рада громади", "ua.996")
    version = queries.version_of(draft)
    assert version.source_name == "земля.md" and queries.source_of(version.id) == LAND.encode()
    assert [entry.kind for entry in entries_about("d:land")] == ["draft.published"]
    kept = upload(public_id)
    assert kept.published_version == 1 and kept.published_at is not None


def test_further_version_carries_comments(desk, draft, olena, client):
    public_id = say(olena, "Замало часу.", eid="art_3__para_2")
    desk.submit(address(bring(LAND_2)), YES)
    assert versions() == [2, 1]
    assert public_id in client.get("/drafts/land/art_3__para_2").html


def test_corrections_are_published_and_kept_with_the_version(desk, client):
    public_id = bring(LAND)
    correction = {"op": "plain", "at": "6"}
    with unit_of_work():
        actions.correct(upload(public_id), correction)
    desk.submit(address(public_id), YES)
    from reform_portal.drafts.models import Version

    assert db.session.query(Version.corrections).scalar() == [correction]
    assert "art_1__para_1__al_2" in client.get("/drafts/land/").html


def test_version_without_corrections_keeps_none(desk):
    desk.submit(address(bring(LAND)), YES)
    from reform_portal.drafts.models import Version

    assert db.session.query(Version.corrections).scalar() is None


def test_text_must_have_been_reviewed(desk):
    page = desk.submit(address(bring(LAND)), {}, status=422)
    assert "поставте позначку" in page.text and versions() == []


def test_without_the_token(desk):
    desk.post(address(bring(LAND)), YES, 400)
    assert versions() == []


def test_twice_is_refused(desk):
    public_id = bring(LAND)
    page = desk.get(address(public_id))
    desk.send(page, address(public_id), YES)
    again = desk.send(page, address(public_id), YES, 409)
    assert "вже опубліковано як редакцію 1" in again.text
    desk.get(address(public_id), 409)
    assert versions() == [1]


def test_two_windows_at_once_publish_once(app, as_, taras):
    public_id = bring(LAND)
    windows = [as_(taras), as_(taras)]
    pages = [window.get(address(public_id)) for window in windows]
    db.session.remove()
    barrier, answers = threading.Barrier(2), []

    def press(window: PageClient, page: Page) -> None:
        fields = {**page.forms[-1].fields, **YES}
        barrier.wait()
        answers.append(contextvars.Context().run(window.http.post, address(public_id), data=fields).status_code)

    threads = [threading.Thread(target=press, args=pair) for pair in zip(windows, pages, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 409] and versions() == [1]


def test_what_was_changed_meanwhile_is_reviewed_again(desk):
    public_id = bring(LAND)
    page = desk.get(address(public_id))
    with unit_of_work():
        actions.correct(upload(public_id), {"op": "plain", "at": "6"})
    refused = desk.send(page, address(public_id), YES, 409)
    assert "хтось змінив" in refused.text and versions() == []
    desk.send(refused, address(public_id), YES)
    assert versions() == [1]


def test_version_that_came_meanwhile_is_told(desk, draft):
    public_id = bring(LAND_2)
    page = desk.get(address(public_id))
    make_draft(text=LAND + "\n\n4. Ще один пункт.\n")
    refused = desk.send(page, address(public_id), YES, 409)
    assert "іншу редакцію" in refused.text and "редакція 3 проєкту" in refused.text
    assert versions() == [2, 1]


def test_same_bytes_are_told_and_nothing_is_lost(desk):
    public_id = bring(LAND)
    make_draft()
    page = desk.submit(address(public_id), YES, status=409)
    assert "уже опубліковано як редакцію 1" in page.text and "всі виправлення на місці" in page.text
    assert upload(public_id).published_version is None and versions() == [1]


@pytest.mark.parametrize(
    ("slug", "facts"),
    [("Не адреса", {}), ("land", {"opens_at": "2099-01-01T00:00:00+00:00", "closes_at": "2098-01-01T00:00:00+00:00"})],
)
def test_what_cannot_be_published_is_told_on_the_page(desk, slug, facts):
    public_id = bring(LAND, slug=slug, **facts)
    page = desk.submit(address(public_id), YES, status=422)
    assert "Нічого не опубліковано" in page.text and versions() == []
    assert upload(public_id).published_version is None


def test_failure_half_way_leaves_nothing(desk, monkeypatch):
    public_id = bring(LAND)

    def fail(*_args: object) -> None:
        raise Conflict("Половина.")

    monkeypatch.setattr(actions, "end_publishing", fail)
    desk.submit(address(public_id), YES, status=409)
    assert versions() == [] and upload(public_id).published_version is None
