"""What changed, on screen."""

import re

import pytest
from sqlalchemy import delete

from reform_portal.core.database import db, unit_of_work
from reform_portal.drafts.comparison.kept import KeptOutcomes
from reform_portal.drafts.comparison.rows import ON_PAGE
from reform_portal.drafts.models import ClauseLink
from tests.discussion.proposing import accept, propose
from tests.factories import make_draft, say
from tests.texts import LAND, LAND_2, long_act
from tests.web.test_query_counts import counted

PAGE = "/drafts/land/compare/1...2"


@pytest.fixture
def two(draft):
    """Two versions of «land»."""
    make_draft(text=LAND_2)


def rows(page) -> list[str]:
    """The rows of the redline view without markup."""
    found = re.findall(r'<article class="change.*?</article>', page.html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_changed_words_in_reading_order(client, two):
    page = client.get(PAGE)
    assert len(rows(page)) == 2
    assert rows(page)[0].startswith("абз. 2 ч. 2 ст. 1 змінено Рада додано: щороку оприлюднює")
    assert "протягом вилучено: 30 додано: 20 календарних днів" in rows(page)[1]
    assert re.search(r'<del><span class="visually-hidden">вилучено: </span>30</del><ins>', page.html)
    assert "Стаття 3. Строки" in page.text and "Редакція 1 від" in page.text


def test_what_stayed_is_counted_not_listed(client, two):
    page = client.get(PAGE)
    assert "Плата за землю сплачується" not in page.text
    assert "Без змін: 10 положен" in page.text
    assert "Плата за землю сплачується" in client.get(PAGE + "?all=1").text


def test_summary_counts_each_kind(client, draft):
    make_draft(text=LAND_2.replace("б) в оренду.\n\n", "").replace("3. Раді", "3. Нове правило про лід.\n\n4. Раді"))
    told = re.findall(
        r'<dt><span class="change-kind change-kind--(\w+)">[\w ]+</span></dt><dd>(\d+)', client.get(PAGE).html
    )
    assert told == [("changed", "2"), ("added", "1"), ("removed", "1"), ("renumbered", "1"), ("same", "20")]


def test_added_and_removed_words_are_whole_and_marked(client, draft):
    make_draft(text=LAND.replace("б) в оренду.\n\n", "").replace("3. Раді", "3. Нове правило про лід.\n\n4. Раді"))
    page = client.get(PAGE)
    assert "<del>б) в оренду.</del>" in page.html and "<ins>3. Нове правило про лід.</ins>" in page.html
    assert any(row.startswith("п. 3 розд. II додано") for row in rows(page))


def test_each_row_leads_to_the_clause_in_both_versions(client, two):
    page = client.get(PAGE)
    assert "/drafts/land/art_3__para_1?version=1" in page.links and "/drafts/land/art_3__para_1" in page.links
    client.get("/drafts/land/art_3__para_1?version=1")


def test_a_row_tells_how_many_comments_its_provision_had(client, olena, draft):
    for body in ("Задовго.", "Скоротіть."):
        say(olena, body)
    make_draft(text=LAND_2)
    page = client.get(PAGE)
    assert page.text.count("Зауваження до цього положення") == 1
    assert "Зауваження до цього положення: 2" in page.text
    assert "/drafts/land/art_3__para_1#talk" in page.links


def test_comments_on_what_is_gone_are_found_in_its_last_version(client, olena, draft):
    say(olena, eid="art_1__para_1__point_2__point_b")
    make_draft(text=LAND.replace("б) в оренду.\n\n", ""))
    page = client.get(PAGE)
    address = "/drafts/land/art_1__para_1__point_2__point_b?version=1"
    assert address + "#talk" in page.links
    assert "Зауваження до цього положення: 1" in page.text
    client.get(address)


def test_table_has_the_headers_of_a_bill_and_both_texts(client, two):
    page = client.get(PAGE + "?view=table")
    assert "Зміст положення (норми) чинного законодавства" in page.text
    assert "Зміст відповідного положення (норми) проєкту" in page.text
    cells = re.findall(r"<td.*?</td>", page.html, re.DOTALL)
    assert any("30</del> календарних" in cell and "<ins>" not in cell for cell in cells)
    assert any("20</ins> календарних" in cell and "<del>" not in cell for cell in cells)


def test_views_lead_to_each_other_and_to_the_files(client, two):
    assert PAGE + "?view=table" in client.get(PAGE).links
    page = client.get(PAGE + "?view=table&all=1")
    assert {PAGE + "?all=1", PAGE + ".docx?all=1", PAGE + ".xlsx?all=1"} <= set(page.links)


def test_the_other_way_round(client, two):
    assert "вилучено: 20 додано: 30" in rows(client.get("/drafts/land/compare/2...1"))[1]


def test_links_of_publishing_and_those_made_anew_tell_the_same(client, two):
    forth = rows(client.get(PAGE))
    with unit_of_work():
        db.session.execute(delete(ClauseLink))
    client.app.extensions["kept_outcomes"] = KeptOutcomes()
    assert rows(client.get(PAGE + "?fresh=1")) == forth


def test_versions_that_are_no_neighbours(client, two):
    make_draft(text=LAND_2.replace("вважають задоволеною", "вважають відхиленою"))
    assert len(rows(client.get("/drafts/land/compare/1...3"))) == 3
    assert len(rows(client.get("/drafts/land/compare/3...2"))) == 1


def test_moved_and_renumbered(client, draft):
    text = LAND.replace("### Стаття 2. Плата", "### Стаття 2. Ліс\n\nЛіс рубати не можна.\n\n### Стаття 3. Плата")
    make_draft(text=text.replace("### Стаття 3. Строки", "### Стаття 4. Строки"))
    page = client.get(PAGE)
    assert any("раніше ст. 2" in row for row in rows(page))
    assert "з них перенумеровано" in page.text
    assert "Рада розглядає заяву" not in page.text
    assert "Рада розглядає заяву" in client.get(PAGE + "?all=1").text


def test_texts_that_are_equal(client, draft):
    make_draft(text=LAND + "\n\n")
    page = client.get(PAGE)
    assert "Слова обох редакцій однакові." in page.text and rows(page) == []
    client.get(PAGE + "?view=table")


def test_many_changes_are_paged(client):
    make_draft(text=long_act(60))
    make_draft(text=long_act(60).replace("встановлює", "скасовує"))
    first, second = client.get(PAGE), client.get(PAGE + "?page=2")
    assert (len(rows(first)), len(rows(second))) == (ON_PAGE, 180 - ON_PAGE)
    assert not set(rows(first)) & set(rows(second))
    assert PAGE + "?page=2" in first.links and PAGE in second.links
    assert rows(client.get(PAGE + "?page=99")) == rows(second)
    assert rows(client.get(PAGE + "?page=нуль")) == rows(first)
    client.get(PAGE + "?view=table&page=2")


def test_number_of_queries_is_constant(client, olena, two):
    make_draft("long", long_act(60))
    make_draft("long", long_act(60).replace("встановлює", "скасовує"))
    with counted() as few:
        client.get(PAGE)
    for number in range(5):
        say(olena, f"Думка {number}", slug="long", eid=f"art_{number + 1}__para_1")
    with counted() as many:
        client.get("/drafts/long/compare/1...2")
    assert len(few) == len(many) <= 7


def test_page_is_kept_until_something_changes(client, olena, two):
    client.get(PAGE)
    with counted() as statements:
        client.get(PAGE)
    assert statements == []
    say(olena)
    assert "Зауваження до цього положення: 1" in client.get(PAGE).text


def test_the_newest_two_by_default(client, two):
    make_draft(text=LAND_2.replace("задоволеною", "відхиленою"))
    answer = client.ask("get", "/drafts/land/compare")
    assert (answer.status_code, answer.location) == (302, "/drafts/land/compare/2...3")


def test_the_chooser_leads_to_the_address_of_the_comparison(client, two):
    form = next(form for form in client.get(PAGE).forms if form.action.endswith("/compare"))
    assert (form.method, form.fields) == ("get", {"a": "1", "b": "2"})
    answer = client.ask("get", "/drafts/land/compare?a=2&b=1&view=table")
    assert answer.location == "/drafts/land/compare/2...1?view=table"


@pytest.mark.parametrize("query", ["a=1&b=1", "a=1&b=9", "a=&b=2", "a=x&b=²", "b=2", "a=-1&b=1"])
def test_a_choice_that_makes_no_sense_is_asked_again(client, two, query):
    page = client.get("/drafts/land/compare?" + query, 422)
    assert "Виберіть дві різні редакції." in page.text
    form = next(form for form in page.forms if form.action.endswith("/compare"))
    kept = dict(part.split("=") for part in query.split("&"))
    assert all(form.fields[name] == value for name, value in kept.items() if value in ("1", "2"))


def test_one_version_has_nothing_to_compare_with(client, draft):
    page = client.get("/drafts/land/compare")
    assert "Поки що є одна редакція" in page.text
    assert client.get("/drafts/land/compare/1...2", 404).links.count("/drafts/land/")


@pytest.mark.parametrize(
    "pair", ["1...3", "1...1", "0...1", "1..2", "art_1", "1...2...3", "1...x", "01...2", "1...2.pdf"]
)
def test_a_comparison_that_does_not_exist_leads_to_those_that_do(client, two, pair):
    page = client.get(f"/drafts/land/compare/{pair}", 404)
    assert PAGE in page.links


def test_an_unknown_draft(client, app):
    client.get("/drafts/nothing/compare", 404)
    client.get("/drafts/nothing/compare/1...2", 404)


def test_it_is_read_only(client, two):
    assert client.ask("post", PAGE).status_code == 405
    assert client.ask("post", "/drafts/land/compare").status_code == 405


def test_it_is_for_everybody(client, as_, olena, taras, two):
    expected = rows(client.get(PAGE))
    assert rows(as_(olena).get(PAGE)) == rows(as_(taras).get(PAGE)) == expected


def test_english_page_keeps_the_language_of_the_law(client, two):
    page = client.get("/en" + PAGE)
    assert '<p class="change-text" lang="uk">' in page.html and "/en" + PAGE + "?view=table" in page.links


def test_ways_to_the_comparison(client, two):
    assert "/drafts/land/compare" in client.get("/drafts/land/feedback").links
    assert PAGE in client.get("/drafts/land/").links


def test_markup_in_a_law_is_text(client, draft):
    make_draft(text=LAND.replace("30 календарних", "<b>20</b> & <script>x</script> календарних"))
    html = client.get(PAGE).html
    assert "<b>20" not in html and "&lt;b&gt;" in html


@pytest.mark.parametrize(("term", "credited"), [("20 робочих днів", True), ("10 календарних днів", False)])
def test_only_who_proposed_the_words_that_came_is_named(client, olena, taras, term, credited):
    make_draft()
    public_id = propose(olena, "20 робочих днів")
    accept(public_id, taras)
    make_draft(text=LAND.replace("30 календарних днів", term), name="002.md")
    page = client.get("/drafts/land/compare/1...2")
    assert ("Узято пропозицію" in page.text) is credited
    fate = "Увійшло до редакції 2" if credited else "але в наступній редакції таких слів немає"
    assert fate in client.get(f"/comments/{public_id}").text
