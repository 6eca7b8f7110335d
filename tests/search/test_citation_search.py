"""A citation typed into the search box leads to the clauses it names."""

from urllib.parse import quote

import pytest

from reform_portal.journal import readers
from reform_portal.search.queries import clauses_cited
from tests.factories import make_draft
from tests.texts import LAND, LAND_2
from tests.web.test_query_counts import counted

WATER = "# Про воду\n\n### Стаття 1. Риба\n\n1. Дельфіни живуть у морі.\n\n### Стаття 3. Море\n\nМоре є. Воно велике.\n"


@pytest.fixture
def two_drafts(draft):
    return make_draft("water", WATER, title_en="On water")


def asked(client, typed: str, more: str = "", prefix: str = ""):
    return client.get(f"{prefix}/search?q={quote(typed)}{more}")


def cited(page) -> list[str]:
    """Where the lines above the results lead."""
    if 'id="cited-heading"' not in page.html:
        return []
    block = page.html.split('id="cited-heading"')[1].split("</section>")[0]
    return [part.split('"')[0] for part in block.split('href="')[1:]]


def test_clauses_of_every_draft_stand_on_top_the_newest_draft_first(client, two_drafts):
    page = asked(client, "ст. 3")
    assert cited(page) == ["/drafts/water/art_3", "/drafts/land/art_3"]
    assert "Стаття 3 — Про воду" in page.text and "Стаття 3 — Про користування землею громади" in page.text
    # The index is not made yet: the clauses come from the database.
    assert page.text.index("Стаття 3 — Про воду") < page.text.index("Пошук саме оновлюється")


def test_ordinary_results_stand_below(app, client, two_drafts):
    readers.run_once(app.extensions["readers"], patience=20)
    page = asked(client, "стаття 3")
    assert len(cited(page)) == 2 and "Знайдено" in page.text


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("ч. 2 ст. 3", ["/drafts/land/art_3__para_2"]),
        ("стаття 3 частина друга", ["/drafts/land/art_3__para_2"]),
        ("cт. 2", ["/drafts/land/art_2"]),  # a Latin c
        ("підпункт «б» пункту 2 частини першої статті 1", ["/drafts/land/art_1__para_1__point_2__point_b"]),
        ("Article 3(2)", ["/drafts/land/art_3__para_2"]),
        ("ст. 1–3", ["/drafts/water/art_1", "/drafts/water/art_3", "/drafts/land/art_1", "/drafts/land/art_2", "/drafts/land/art_3"]),
        ("ст. 99", []),
        ("ст. 3 Конституції України", []),
        ("стаття", []),
        ("3", []),
        ("ст. 3\x00", ["/drafts/water/art_3", "/drafts/land/art_3"]),
    ],
)  # fmt: skip
def test_what_was_typed_is_read(client, two_drafts, typed, links):
    assert cited(asked(client, typed)) == links


def test_links_open_the_clause(client, two_drafts):
    page = client.get(cited(asked(client, "ст. 3", "&draft=land"))[0])
    assert page.h1s == ["Стаття 3"] and "Строки" in page.text


@pytest.mark.parametrize(
    ("more", "number"),
    [("&draft=land", 1), ("&draft=water", 1), ("&draft=none", 0), ("&kind=clause", 2), ("&kind=comment", 0)],
)
def test_filters_hold_for_them(client, two_drafts, more, number):
    assert len(cited(asked(client, "ст. 3", more))) == number


def test_only_the_newest_version_counts(client, draft):
    make_draft("land", LAND.replace("### Стаття 3. Строки", "### Стаття 7. Строки"))
    assert cited(asked(client, "ст. 3")) == [] and cited(asked(client, "ст. 7")) == ["/drafts/land/art_7"]
    make_draft("land", LAND_2)
    assert cited(asked(client, "ст. 3")) == ["/drafts/land/art_3"]


def test_at_most_five_are_shown(client, app):
    for number in range(7):
        make_draft(f"act-{number}", LAND.replace("землею", f"землею {number}"))
    assert cited(asked(client, "ст. 1")) == [f"/drafts/act-{number}/art_1" for number in (6, 5, 4, 3, 2)]


def test_they_are_named_in_english_too(client, two_drafts):
    page = asked(client, "ст. 3", "&draft=water", "/en")
    assert "Art. 3 — On water" in page.text and cited(page) == ["/en/drafts/water/art_3"]


def test_a_later_page_of_results_does_not_repeat_them(client, two_drafts):
    assert cited(asked(client, "ст. 3", "&cursor=WzIwXQ")) == []


def test_one_query_answers(app, two_drafts):
    with counted() as statements:
        assert len(clauses_cited("ст. 1–3")) == 5
    assert len(statements) == 1
    with counted() as statements:
        assert clauses_cited("дельфіни") == []
    assert statements == []


def test_the_search_page_is_only_read(client, two_drafts):
    client.post("/search?q=" + quote("ст. 3"), status=405)
