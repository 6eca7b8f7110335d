"""Correcting one paragraph of an upload: what it is, where it is divided, what it goes on with; undoing."""

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.core.errors import Conflict
from reform_portal.drafts.uploads import actions
from tests.client import Page, PageClient
from tests.drafts.uploads import bring, upload
from tests.factories import make_person
from tests.texts import LAND

TEXT = """# Про збори

Стаття 1. Збір

1. Збір платить об’єкт торгівлі. Збір платить і «ґазда». Так.

Стаття друга Строки

1. Щомісяця.

| А | Б |
|---|---|
| 1 | 2 |
"""


@pytest.fixture
def desk(as_, taras) -> PageClient:
    return as_(taras)


@pytest.fixture
def path(app) -> str:
    return f"/desk/uploads/{bring(TEXT)}"


def made(path: str) -> list:
    return upload(path.rpartition("/")[2]).corrections


def send(desk: PageClient, address: str, op: str, values: dict, status: int = 200) -> Page:
    """Fill in the form of one act."""
    page = desk.get(address)
    forms = [form for form in page.forms if form.method == "post"]
    which = next(index for index, form in enumerate(forms) if form.fields.get("op") == op)
    return desk.send(page, address, values, status, which)


def test_signed_out_and_strangers(client, as_, olena, path):
    for address in (f"{path}/paragraphs/2", f"{path}/undo"):
        assert client.ask("post", address).status_code in (303, 400)
        stranger = as_(olena)
        stranger.post(address, {"csrf_token": stranger.token()}, 403)
    as_(olena).get(f"{path}/paragraphs/2", 403)
    assert made(path) == []


def test_page_shows_the_paragraph_and_what_it_was_taken_for(desk, path):
    page = desk.get(f"{path}/paragraphs/3")
    assert "Збір платить об’єкт торгівлі." in page.text and "art_1__para_1" in page.text
    form = next(form for form in page.forms if form.fields.get("op") == "label")
    assert (form.fields["kind"], form.fields["num"], form.fields["parent"]) == ("paragraph", "1.", "2")


def test_saying_what_a_paragraph_is(desk, path):
    page = send(desk, f"{path}/paragraphs/4", "label", {"kind": "article", "num": " Стаття  друга ", "parent": ""})
    assert "Виправлено" in page.text and page.h1s == ["Розпізнаний текст"]
    assert made(path) == [{"op": "unit", "at": "4", "kind": "article", "num": "Стаття друга", "parent": None}]
    assert "art_stattyadruha__para_1" in page.text


@pytest.mark.parametrize("kind", ["plain", "note"])
def test_saying_that_it_is_no_unit(desk, path, kind):
    send(desk, f"{path}/paragraphs/3", "label", {"kind": kind})
    assert made(path) == [{"op": kind, "at": "3"}]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "article", "num": "Стаття 7."}, "num"),
        ({"kind": "article", "num": "Ста"}, "num"),
        ({"kind": "article", "num": "С" * 101}, "num"),
        ({"kind": "chorus"}, "kind"),
        ({"kind": None}, ""),
        ({"kind": "article", "parent": "5", "num": ""}, "parent"),
        ({"kind": "article", "parent": "zz", "num": ""}, "parent"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(desk, path, values, field):
    if values.get("kind", "") is None:
        send(desk, f"{path}/paragraphs/4", "label", {"kind": ""}, 422)
    else:
        page = send(desk, f"{path}/paragraphs/4", "label", values, 422)
        assert f'id="{field}-error"' in page.html
        if "num" in values:
            form = next(form for form in page.forms if form.fields.get("op") == "label")
            assert form.fields["num"] == values["num"]
    assert made(path) == []


def test_dividing_at_a_sentence(desk, path):
    page = desk.get(f"{path}/paragraphs/3")
    assert "Збір платить і «ґазда». Так." in page.text
    start = len("1. Збір платить об’єкт торгівлі. ")
    page = send(desk, f"{path}/paragraphs/3", "split", {"place": str(start)})
    assert made(path) == [{"op": "split", "at": "3", "offset": start}]
    assert 'id="p-3.1"' in page.html and 'id="p-3.2"' in page.html


@pytest.mark.parametrize("words", ["«Ґазда»", '"ґазда"', "„ґазда“"])
def test_dividing_before_typed_words(desk, path, words):
    send(desk, f"{path}/paragraphs/3", "split", {"words": words})
    correction = made(path)[0]
    assert correction["offset"] == len("1. Збір платить об’єкт торгівлі. Збір платить і ")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Оберіть місце поділу"),
        ({"words": "збір платить"}, "кілька разів"),
        ({"words": "дельфін"}, "немає"),
        ({"words": "1. Збір платить об'єкт"}, "немає"),
        ({"place": "7000"}, ""),
        ({"place": "x"}, ""),
    ],
)
def test_place_that_is_none_is_told_and_the_words_stay(desk, path, values, sentence):
    page = send(desk, f"{path}/paragraphs/3", "split", values, 422)
    assert sentence in page.text and made(path) == []
    assert next(form for form in page.forms if form.fields.get("op") == "split").fields["words"] == values.get(
        "words", ""
    )


def test_joining_with_the_next(desk, path):
    page = send(desk, f"{path}/paragraphs/4", "join", {})
    assert made(path) == [{"op": "join", "at": "4"}]
    assert "Стаття друга Строки 1. Щомісяця." in page.text


def test_table_is_neither_divided_nor_joined(desk, path):
    page = desk.get(f"{path}/paragraphs/6")
    assert {form.fields.get("op") for form in page.forms} & {"split", "join"} == set()
    assert {form.fields.get("op") for form in desk.get(f"{path}/paragraphs/5").forms} & {"join"} == set()
    desk.post(f"{path}/paragraphs/5", {"op": "join", "csrf_token": desk.token()}, 422)
    assert made(path) == []


def test_undoing_brings_back_what_was(desk, path):
    before = desk.get(path).html.partition("<tbody>")[2]
    send(desk, f"{path}/paragraphs/3", "split", {"words": "Так"})
    page = desk.get(f"{path}/paragraphs/3.2")
    assert "Що тут уже виправлено" in page.text
    page = desk.send(page, "", form="/undo")
    assert "скасовано" in page.text and made(path) == []
    assert desk.get(path).html.partition("<tbody>")[2] == before


def test_undoing_the_first_of_two_leaves_the_second(desk, path):
    send(desk, f"{path}/paragraphs/3", "label", {"kind": "note"})
    send(desk, f"{path}/paragraphs/5", "label", {"kind": "plain"})
    desk.send(desk.get(path), "", form=next(i for i, f in enumerate(posting(desk.get(path))) if "undo" in f.action))
    assert made(path) == [{"op": "plain", "at": "5"}]


def posting(page: Page) -> list:
    return [form for form in page.forms if form.method == "post"]


def test_undoing_twice_is_told(desk, path):
    send(desk, f"{path}/paragraphs/3", "label", {"kind": "note"})
    page = desk.get(path)
    desk.send(page, "", form="/undo")
    assert "вже немає" in desk.send(page, "", status=409, form="/undo").text


@pytest.mark.parametrize("which", ["", "x", "-1-a", "0-ffff", "99-a", "9" * 30 + "-a"])
def test_undoing_what_is_not_there(desk, path, which):
    send(desk, f"{path}/paragraphs/3", "label", {"kind": "note"})
    answer = desk.ask("post", f"{path}/undo", data={"which": which, "csrf_token": desk.token()})
    assert answer.status_code in (409, 422) and len(made(path)) == 1


def test_address_of_a_divided_paragraph_leads_to_its_first_part(desk, path):
    send(desk, f"{path}/paragraphs/3", "split", {"words": "Так"})
    assert desk.ask("get", f"{path}/paragraphs/3").location.endswith("/paragraphs/3.1")


@pytest.mark.parametrize("ref", ["0", "99", "x", "3.1", "1.", "%00"])
def test_unknown_paragraph(desk, path, ref):
    desk.get(f"{path}/paragraphs/{ref}", 404)


@pytest.mark.parametrize("op", ["", "erase", "unit"])
def test_unknown_act(desk, path, op):
    desk.post(f"{path}/paragraphs/3", {"op": op, "csrf_token": desk.token()}, 422)


def test_without_the_token_nothing_changes(desk, path):
    desk.post(f"{path}/paragraphs/3", {"op": "label", "kind": "note"}, 400)
    assert made(path) == []


def test_wrong_method(desk, path):
    assert desk.ask("get", f"{path}/undo").status_code == 405
    assert desk.ask("delete", f"{path}/paragraphs/3").status_code in (400, 405)


def test_two_drafters_correct_at_once_and_nothing_is_lost(app, desk, as_, path):
    other = as_(make_person("ivan", "drafter"))
    mine, theirs = desk.get(f"{path}/paragraphs/3"), other.get(f"{path}/paragraphs/5")
    index = next(i for i, form in enumerate(posting(mine)) if form.fields.get("op") == "label")
    desk.send(mine, f"{path}/paragraphs/3", {"kind": "note"}, form=index)
    other.send(theirs, f"{path}/paragraphs/5", {"kind": "plain"}, form=index)
    assert [correction["at"] for correction in made(path)] == ["3", "5"]


def test_published_text_is_not_corrected_any_more(desk):
    public_id = bring(LAND)
    path = f"/desk/uploads/{public_id}"
    kept = upload(public_id)
    desk.submit(f"{path}/publish", {"reviewed": "y"})
    desk.get(f"{path}/paragraphs/3", 409)
    desk.post(f"{path}/paragraphs/3", {"op": "label", "kind": "note", "csrf_token": desk.token()}, 409)
    with pytest.raises(Conflict), unit_of_work():
        actions.correct(kept, {"op": "note", "at": "3"})
