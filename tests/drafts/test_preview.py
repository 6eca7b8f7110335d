"""What a drafter sees of an upload: each paragraph beside what it was recognised as."""

import re

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.drafts.formats.reading import Reading
from reform_portal.drafts.remarks import remark
from reform_portal.drafts.structure import Note, Paragraph, ParsedClause, Structure
from reform_portal.drafts.uploads import actions
from tests.drafts.uploads import bring, upload
from tests.texts import LAND, long_act

SMALL = """# Про землю

Стаття 8. Перша

1. Рада діє.

Стаття 82. Друга

1. Рада <b>вирішує</b>.

1. Рада вирішує знову.

{Статтю 9 виключено}

| А | Б |
|---|---|
| 1 | 2 |

Стаття 9. Третя
"""


@pytest.fixture
def desk(as_, taras):
    return as_(taras)


def correct(public_id: str, *corrections: dict) -> None:
    for correction in corrections:
        with unit_of_work():
            actions.correct(upload(public_id), correction)


def row(page, ref: str) -> str:
    """The text of a row of the table."""
    html = page.html.partition(f'<tr id="p-{ref}">')[2]
    html = html.partition('<tr id="p-')[0].partition("</tbody>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_signed_out_and_strangers(client, as_, olena):
    path = f"/desk/uploads/{bring(SMALL)}"
    assert "/sign-in" in client.ask("get", path).location
    stranger = as_(olena)
    stranger.get(path, 403)
    assert stranger.ask("post", path, data={"csrf_token": stranger.token()}).status_code == 405


def test_each_paragraph_stands_beside_its_reading(desk):
    page = desk.get(f"/desk/uploads/{bring(SMALL)}")
    assert row(page, "3").startswith("1. Рада діє. частина 1. art_8__para_1 належить до: ст. 8")
    assert "назва акта" in row(page, "1") and "найвищий рівень" in row(page, "1")
    assert "примітка видавця" in row(page, "7")
    assert "<td>А</td>" in page.html and "таблиця" in row(page, "8")


def test_depth_of_a_unit_is_seen(desk):
    html = desk.get(f"/desk/uploads/{bring(LAND)}").html
    assert [html.count(f"depth--{depth}") for depth in (1, 2, 3)] == [10, 6, 2]


def test_text_of_a_file_is_never_markup(desk):
    assert "Рада &lt;b&gt;вирішує&lt;/b&gt;." in desk.get(f"/desk/uploads/{bring(SMALL)}").html


def test_places_to_look_at_lead_to_their_paragraphs(desk):
    page = desk.get(f"/desk/uploads/{bring(SMALL)}")
    assert "Місця, на які варто глянути" in page.text
    assert "загублено верхній індекс" in page.text and "трапляється двічі" in page.text
    leading = [link for link in page.links if "#p-" in link]
    assert [link.partition("#")[2] for link in leading] == ["p-4", "p-6"]


def test_remarks_of_the_reading_are_there_too(desk):
    reading = Reading(
        [Paragraph("Про землю"), Paragraph("Рада діє.")],
        "Про воду",
        [remark("comments", count=3), remark("formula", text="x²", after="Рада діє.")],
    )
    page = desk.get(f"/desk/uploads/{bring('Про землю', reading=reading)}")
    assert "Коментарів у файлі: 3" in page.text and "«Про воду»" in page.text
    assert [link.partition("#")[2] for link in page.links if "#p-" in link] == ["p-2"]


def test_many_remarks_are_folded_and_the_rest_counted(desk, monkeypatch):
    monkeypatch.setattr("reform_portal.web.uploads.views.MOST_REMARKS", 15)
    public_id = bring("# Про землю\n\nСтаття 1. А" + "\n\n1. Рада діє." * 31)
    page = desk.get(f"/desk/uploads/{public_id}")
    assert len([link for link in page.links if "#p-" in link]) == 15
    assert "Ще 20 місць" in page.text and "Решту (15)" in page.text


def test_no_remarks_no_heading(desk):
    assert "варто глянути" not in desk.get(f"/desk/uploads/{bring(LAND)}").text


def test_long_act_has_pages_and_remarks_find_theirs(desk):
    text = long_act(100) + "\n\n1. Ще раз перша.\n"
    public_id = bring(text)
    first = desk.get(f"/desk/uploads/{public_id}")
    assert first.html.count('<tr id="p-') == 200
    assert [link for link in first.links if "#p-" in link] == [f"/desk/uploads/{public_id}?page=3#p-403"]
    last = desk.get(f"/desk/uploads/{public_id}?page=3")
    assert last.html.count('<tr id="p-') == 3 and "сторінка 3 з 3" in last.text
    for wrong in ("0", "99", "x", "-1", "9" * 40):
        desk.get(f"/desk/uploads/{public_id}?page={wrong}")


def test_corrections_are_listed_with_what_they_did(desk):
    public_id = bring(SMALL)
    correct(
        public_id,
        {"op": "unit", "at": "6", "kind": "paragraph", "num": "1.", "parent": "2"},
        {"op": "join", "at": "3"},
        {"op": "note", "at": "4"},
    )
    page = desk.get(f"/desk/uploads/{public_id}")
    assert "абзац 6: частина, номер «1.»" in page.text and "абзац 3: з’єднано з наступним" in page.text
    assert "Не діє." in page.text and "Такого абзацу вже немає" in page.text
    assert "виправлено" in row(page, "6") and "art_8__para_1_3" in row(page, "6")
    assert row(page, "4") == ""
    assert len([form for form in page.forms if form.action.endswith("/undo")]) == 3


def ready() -> Reading:
    clauses = [
        ParsedClause("title", "title", "", "Про море", None),
        ParsedClause("art_1", "article", "Стаття 1.", "Море", None),
        ParsedClause("art_1__para_1", "paragraph", "1.", "Море спільне.", "art_1"),
    ]
    return Reading([], None, [], Structure("Про море", clauses, [Note("{Змінено}", None, "art_1")], []))


def test_structure_that_came_with_the_file_is_shown_and_not_corrected(desk):
    public_id = bring("<akn/>", "море.xml", reading=ready())
    page = desk.get(f"/desk/uploads/{public_id}")
    assert "задано в ньому самому" in page.text and "Виправити" not in page.text
    assert row(page, "4").startswith("1. Море спільне. частина 1. art_1__para_1")
    assert "{Змінено}" in row(page, "3")
    desk.get(f"/desk/uploads/{public_id}/paragraphs/2", 409)


def test_published_upload_is_shown_without_acts(desk):
    public_id = bring(LAND)
    desk.submit(f"/desk/uploads/{public_id}/publish", {"reviewed": "y"})
    page = desk.get(f"/desk/uploads/{public_id}")
    assert "/drafts/land/?version=1" in page.links
    assert not any("/paragraphs/" in link or "/delete" in link or "/publish" in link for link in page.links)
