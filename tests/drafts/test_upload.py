"""Bringing a text to the desk: the form, its limits, the list, the facts, taking an upload back."""

import contextvars
import io
from datetime import UTC, datetime

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from reform_portal.core.clock import now
from reform_portal.drafts.formats.source_text import MAX_BYTES
from reform_portal.drafts.uploads import actions, queries
from tests.client import PageClient
from tests.drafts.uploads import NEW, bring, upload_of
from tests.factories import make_draft, make_person
from tests.texts import LAND, LAND_2


def file_of(text: str | bytes = LAND_2, name: str = "проєкт.md"):
    return (io.BytesIO(text.encode() if isinstance(text, str) else text), name)


def send_large(desk: PageClient, text: str, fields: dict, status: int):
    """Send a large file as bytes: for a stream the test client would make a temporary file and leave it open."""
    values = {**fields, "csrf_token": desk.get(NEW).forms[-1].fields["csrf_token"]}
    boundary, body = encode_multipart({**values, "file": FileStorage(io.BytesIO(text.encode()), "великий.md")})
    return desk.post(NEW, body, status, content_type=f"multipart/form-data; boundary={boundary}")


@pytest.fixture
def desk(as_, taras) -> PageClient:
    """A drafter."""
    return as_(taras)


# Who may


def test_signed_out_people_are_led_to_sign_in(client):
    assert "/sign-in" in client.ask("get", NEW).location
    assert client.ask("post", NEW, data={"slug": "x"}).status_code == 303


@pytest.mark.parametrize("account", ["olena", "marta"])
def test_citizens_and_moderators_bring_nothing(as_, request, account):
    stranger = as_(request.getfixturevalue(account))
    for path in (NEW, "/desk/uploads/"):
        assert "працівників порталу" in stranger.get(path, 403).text


def test_admin_may(as_):
    as_(make_person("root", "admin")).get(NEW)


def test_desk_leads_there_for_drafters_alone(desk, as_, marta):
    assert NEW in desk.get("/desk/").links
    assert NEW not in as_(marta).get("/desk/").links


# The form


def test_file_is_read_kept_and_shown(desk, taras):
    page = desk.submit(NEW, {"file": file_of(LAND), "slug": "land", "title": "Про землю"})
    assert page.h1s == ["Розпізнаний текст"] and "Рада розглядає заяву" in page.text
    upload = upload_of(page)
    assert (upload.slug, upload.source_name, upload.uploaded_by) == ("land", "проєкт.md", taras.id)
    assert upload.facts == {"title": "Про землю", "language": "uk"}
    assert queries.source_of(upload.id) == LAND.encode()
    assert upload.published_version is None


def test_nothing_is_published_by_bringing_a_file(desk, client):
    desk.submit(NEW, {"file": file_of(LAND), "slug": "land"})
    client.get("/drafts/land/", 404)


def test_dates_are_those_of_kyiv(desk):
    values = {"slug": "land", "opens": "2026-09-01T09:00", "closes": "2026-09-30", "rules": "informal"}
    page = desk.submit(NEW, {"file": file_of(), **values})
    facts = upload_of(page).facts
    assert datetime.fromisoformat(facts["opens_at"]) == datetime(2026, 9, 1, 6, tzinfo=UTC)
    assert datetime.fromisoformat(facts["closes_at"]) == datetime(2026, 9, 30, 21, tzinfo=UTC)


def test_existing_draft_is_chosen_from_the_list(desk, draft):
    page = desk.get(f"{NEW}?draft=land")
    assert '<option value="land" selected>' in page.html
    assert upload_of(desk.send(page, NEW, {"file": file_of()})).slug == "land"


TYPED = {
    "slug": "new-land",
    "title": "Про «нові» землі",
    "body": "Міністерство ґрунтів",
    "opens": "2026-09-01T09:00",
    "closes": "2026-10-01T09:00",
    "language": "en",
    "rules": "ua.996",
}


def still_typed(page) -> bool:
    fields = page.forms[-1].fields
    return all(fields[name] == value for name, value in TYPED.items())


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "Оберіть файл."),
        ((b"", "a.md"), "порожній"),
        ((b"   \n", "a.txt"), "порожній"),
        ((b"\x00\x01\x02" * 50, "a.md"), "не текстовий"),
        (("Стаття 1".encode("cp1251"), "a.txt"), "UTF-8"),
        ((b"12345 --- 678", "a.txt"), "жодного слова"),
        (("{Лише примітка видавця}".encode(), "a.txt"), "жодного абзацу"),
        ((b"MZ\x90", "a.exe"), "не підтримується"),
    ],
)
def test_bad_file_gets_one_sentence_and_everything_typed_stays(desk, file, sentence):
    page = desk.submit(NEW, {**TYPED, "file": file and file_of(*file)}, status=422)
    error = page.html.partition('id="file-error"')[2].partition("</p>")[0]
    assert sentence in error
    assert still_typed(page) and page.html.count('class="field-error"') == 1
    assert not queries.list_uploads().items


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("slug", "", "придумайте адресу"),
        ("slug", "Земля", "малі латинські літери"),
        ("slug", "a" * 81, "до 80 знаків"),
        ("slug", "new", "не годиться"),
        ("slug", "land", "вже є"),
        ("draft", "ocean", ""),
        ("opens", "завтра", "Такої дати немає"),
        ("closes", "2026-02-30", "Такої дати немає"),
        ("closes", "2025-01-01", "не може завершитися раніше"),
        ("title", "ю" * 501, "Задовго"),
        ("title", "a\x00b", "службові символи"),
        ("language", "xx", ""),
        ("rules", "ua.000", ""),
    ],
)
def test_each_field_says_what_is_wrong_with_it(desk, draft, field, value, sentence):
    page = desk.submit(NEW, {**TYPED, "file": file_of(), field: value}, status=422)
    error = page.html.partition(f'id="{field}-error"')[2].partition("</p>")[0]
    assert error and sentence in error
    typed = {name: text for name, text in TYPED.items() if name != field}
    assert {name: page.forms[-1].fields[name] for name in typed} == typed


def test_dates_are_held_against_those_of_the_draft(desk):
    make_draft(closes_at=datetime(2099, 1, 1, tzinfo=UTC), opens_at=now())
    values = {"file": file_of(), "draft": "land", "opens": "2099-06-01T00:00"}
    assert "не може завершитися раніше" in desk.submit(NEW, values, status=422).text


def test_file_that_is_a_version_already_is_refused(desk, draft):
    page = desk.submit(NEW, {"file": file_of(LAND), "draft": "land", "body": "Рада"}, status=422)
    assert "уже опубліковано як редакцію 1" in page.text
    assert page.forms[-1].fields["body"] == "Рада"


def test_file_over_the_limit_is_refused_and_the_rest_stays(desk):
    page = send_large(desk, "ґ" * (MAX_BYTES // 2 + 1), TYPED, 422)
    assert "20 МБ" in page.text and still_typed(page)


def test_far_too_large_request_gets_a_page_that_says_so(app, desk):
    answer = contextvars.Context().run(
        lambda: desk.http.post(NEW, data=b"x", content_type="multipart/form-data; boundary=y",
                               environ_overrides={"CONTENT_LENGTH": str(3 * MAX_BYTES)})
    )  # fmt: skip
    page = desk._checked(answer, 413, NEW)
    assert page.h1s == ["Завантажити текст акта"] and "щонайбільше 20 МБ" in page.text


def test_a_mebibyte_and_more_comes_in_here_and_nowhere_else(desk):
    text = "# Про довге\n\n" + "\n\n".join(f"{n}. {'Рада вирішує. ' * 60}" for n in range(1, 1400))
    assert len(text.encode()) > 1024 * 1024
    page = send_large(desk, text, {"slug": "long", "language": "uk"}, 200)
    path = f"/desk/uploads/{upload_of(page).public_id}/facts"
    assert desk.ask("post", path, data={"title": text}).status_code == 413


def test_names_of_files_are_cleaned(desk):
    page = desk.submit(NEW, {"file": file_of(LAND, "тека/про\u202eєкт.md"), "slug": "land"})
    assert upload_of(page).source_name == "проєкт.md"


def test_without_the_token_nothing_is_kept_and_the_typed_stays(desk):
    page = desk.post(NEW, {**TYPED, "file": file_of()}, status=400)
    assert still_typed(page) and "Сеанс закінчився" in page.text
    assert not queries.list_uploads().items


def test_wrong_method(desk):
    assert desk.ask("put", NEW).status_code == 405
    assert desk.ask("post", "/desk/uploads/").status_code in (400, 405)


# The list


def test_empty_list_says_what_to_do(desk):
    page = desk.get("/desk/uploads/")
    assert "ще нічого немає" in page.text and NEW in page.links


def test_list_tells_the_file_the_draft_and_the_state(desk, draft):
    bring(LAND_2, "нова.md", "land")
    bring(LAND, "інша.md", "other")
    page = desk.get("/desk/uploads/")
    for words in ("нова.md", "Про користування землею громади", "інша.md", "новий: other", "чекає на публікацію"):
        assert words in page.text
    assert page.text.index("інша.md") < page.text.index("нова.md")


def test_long_list_has_pages(desk, monkeypatch):
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    for number in range(3):
        bring(LAND, f"{number}.md", f"d{number}")
    page = desk.get("/desk/uploads/")
    following = next(link for link in page.links if "cursor=" in link)
    assert "0.md" not in page.text and "0.md" in desk.get(following).text
    assert "2.md" in desk.get("/desk/uploads/?cursor=zzz").text


def test_english_pages_are_there(desk):
    public_id = bring(LAND, "a.md", "land")
    for path in ("", "new", public_id, f"{public_id}/facts", f"{public_id}/publish", f"{public_id}/paragraphs/1"):
        desk.get(f"/en/desk/uploads/{path}")


# Facts


def test_facts_are_changed(desk):
    path = f"/desk/uploads/{bring(LAND, 'a.md', 'land', title='Стара')}"
    page = desk.get(f"{path}/facts")
    assert page.forms[-1].fields["title"] == "Стара" and page.forms[-1].fields["slug"] == "land"
    desk.send(page, f"{path}/facts", {"title": "Нова", "slug": "sea", "closes": "2099-01-01T10:00"})
    upload = queries.upload_by_public_id(path.rpartition("/")[2])
    assert upload.slug == "sea" and upload.facts["title"] == "Нова"
    assert desk.get(f"{path}/facts").forms[-1].fields["closes"] == "2099-01-01T10:00"


def test_bad_facts_change_nothing(desk):
    path = f"/desk/uploads/{bring(LAND, 'a.md', 'land')}/facts"
    page = desk.submit(path, {"slug": "Я", "title": "Нова"}, status=422)
    assert page.forms[-1].fields["title"] == "Нова"
    assert queries.list_uploads().items[0].facts == {"language": "uk"}


# Taking back


def test_upload_is_removed_after_a_question(desk):
    path = f"/desk/uploads/{bring(LAND, 'a.md', 'land')}"
    assert "назавжди" in desk.get(f"{path}/delete").text
    page = desk.submit(f"{path}/delete")
    assert "вилучено" in page.text and not queries.list_uploads().items
    desk.get(path, 404)
    desk.get(f"{path}/delete", 404)


def test_published_upload_stays(desk):
    public_id = bring(LAND, "a.md", "land")
    desk.submit(f"/desk/uploads/{public_id}/publish", {"reviewed": "y"})
    for act in ("delete", "facts"):
        desk.get(f"/desk/uploads/{public_id}/{act}", 409)
        desk.post(f"/desk/uploads/{public_id}/{act}", {"csrf_token": desk.token()}, 409)
    assert queries.upload_by_public_id(public_id)


@pytest.mark.parametrize("act", ["", "/delete", "/facts", "/publish", "/paragraphs/1"])
def test_unknown_upload(desk, act):
    assert "немає" in desk.get(f"/desk/uploads/0000000000000000{act}", 404).text


def test_person_may_go_and_the_upload_stays(app, taras):
    from reform_portal.core.database import db, unit_of_work
    from reform_portal.people.models import Person

    public_id = bring(LAND, "a.md", "land", person_id=taras.id)
    with unit_of_work():
        db.session.execute(Person.__table__.delete().where(Person.id == taras.id))
    assert queries.upload_by_public_id(public_id).uploaded_by is None
    assert actions.state(queries.upload_by_public_id(public_id))
