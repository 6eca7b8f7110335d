"""The text of a draft: its clauses, versions, pages, marks and counts."""

from datetime import timedelta

import pytest

from reform_portal.core.clock import now
from reform_portal.core.database import unit_of_work
from reform_portal.drafts import queries
from reform_portal.drafts.actions import publish_translation
from reform_portal.journal import readers
from tests.factories import close_draft, make_draft, say
from tests.texts import LAND, LAND_2, long_act

ENGLISH = "# On land\n\n### Article 1. Fee\n\n1. The fee is due each month.\n\n2. The council decides.\n"
UKRAINIAN = "# Про землю\n\n### Стаття 1. Плата\n\n1. Плату сплачують щомісяця.\n\n2. Рішення ухвалює рада.\n"


@pytest.fixture
def follow(app):
    return lambda: readers.run_once(app.extensions["readers"], patience=20)


@pytest.fixture
def translated(app):
    make_draft("fee", UKRAINIAN, title_en="On land")
    with unit_of_work():
        publish_translation("fee", ENGLISH.encode(), "001.en.md", "en")


def test_every_clause_is_on_the_page_once_under_its_address(client, draft):
    page = client.get("/drafts/land/")
    for block in LAND.split("\n\n"):
        assert " ".join(block.lstrip("# ").split()) in page.text
    rows = queries.clauses_of(queries.version_of(queries.draft_by_slug("land")).id)
    assert [i for i in page.ids if i in {row.eid for row in rows}] == [row.eid for row in rows]
    assert page.h1s[0].strip() == "Про користування землею громади"


def test_every_clause_can_be_spoken_about(client, draft):
    page = client.get("/drafts/land/")
    assert "/drafts/land/art_3__para_1/comment" in page.links and "/drafts/land/art_3__para_1" in page.links


def test_contents_lead_to_parts_and_articles(client, draft):
    page = client.get("/drafts/land/")
    assert {"#part_I", "#art_1", "#art_2", "#art_3", "#part_II"} <= set(page.links)


def test_older_version_is_readable_and_says_what_it_is(client, draft):
    make_draft(text=LAND_2)
    newest, first = client.get("/drafts/land/"), client.get("/drafts/land/?version=1")
    assert "20 календарних" in newest.text and "30 календарних" not in newest.text
    assert "30 календарних" in first.text and "/drafts/land/art_3__para_1?version=1" in first.links
    assert "/drafts/land/" in first.links and "/drafts/land/?version=1" in newest.links


@pytest.mark.parametrize("version", ["99", "0"])
def test_version_that_does_not_exist_offers_those_that_do(client, draft, version):
    page = client.get(f"/drafts/land/?version={version}", status=404)
    assert "/drafts/land/?version=1" in page.links


@pytest.mark.parametrize(
    "query", ["version=abc", "version=-1", "version=", "version=1e3", "version=9999999999", "page=x"]
)
def test_number_that_is_none_gives_the_newest_text(client, draft, query):
    assert "30 календарних" in client.get(f"/drafts/land/?{query}").text


def test_unknown_draft_offers_the_nearest(client, draft):
    assert "/drafts/land/" in client.get("/drafts/lend/", status=404).links


def test_address_without_a_slash_leads_to_the_page(client, draft):
    assert client.get("/drafts/land").h1s


# A long act


@pytest.fixture
def long_draft(app):
    return make_draft("long", long_act(250, 3))


def test_long_act_is_cut_into_pages_that_hold_everything_once(client, long_draft):
    version = queries.version_of(queries.draft_by_slug("long"))
    assert version.pages > 2
    seen: list[str] = []
    for number in range(1, version.pages + 1):
        page = client.get(f"/drafts/long/?page={number}")
        seen += [i for i in page.ids if i.startswith(("art_", "title", "preamble"))]
        links = [link for link in page.links if "page=" in link and "#" not in link and not link.startswith("/en")]
        neighbours = {n for n in (number - 1, number + 1) if 1 <= n <= version.pages}
        assert {int(link.rpartition("=")[2]) for link in links} == neighbours
    assert seen == [row.eid for row in queries.clauses_of(version.id)]


def test_page_beyond_the_last_is_the_last(client, long_draft):
    last = queries.version_of(queries.draft_by_slug("long")).pages
    assert client.get("/drafts/long/?page=999").text == client.get(f"/drafts/long/?page={last}").text
    assert "art_1" in client.get("/drafts/long/?page=0").ids


def test_clause_is_opened_on_its_page(client, long_draft):
    answer = client.ask("get", "/drafts/long/?clause=art_240__para_2")
    assert answer.status_code == 302 and answer.location.endswith("#art_240__para_2")
    assert "art_240__para_2" in client.get(answer.location.partition("#")[0]).ids
    assert client.ask("get", "/drafts/long/?clause=art_1").location == "/drafts/long/#art_1"


@pytest.mark.parametrize("eid", ["art_999", "'", "\x00", "а" * 3000])
def test_clause_that_does_not_exist_is_not_found(client, long_draft, eid):
    from urllib.parse import quote

    assert client.get("/drafts/long/?clause=" + quote(eid), status=404).links


# Marks, counts, notes


def test_commented_words_are_marked_when_the_worker_has_been_there(client, draft, olena, petro, follow):
    say(olena, quote="30 календарних днів")
    say(petro, quote="календарних")
    follow()
    page = client.get("/drafts/land/")
    assert "<mark>30 </mark>" in page.html and '<mark class="mark--2">календарних</mark>' in page.html
    assert "Рада розглядає заяву протягом 30 календарних днів" in page.text


def test_marks_of_an_older_version_stand_where_its_words_are(client, draft, olena, follow):
    say(olena, quote="30 календарних днів")
    make_draft(text=LAND_2)
    follow()
    assert "<mark>30 календарних днів</mark>" in client.get("/drafts/land/?version=1").html
    assert "<mark" not in client.get("/drafts/land/").html


def test_counts_are_there_at_once(client, draft, olena, petro):
    say(olena)
    say(petro, stance="support")
    page = client.get("/drafts/land/")
    assert page.text.count("2 зауваження") >= 2
    assert client.get("/drafts/land/?version=1").text.count("2 зауваження") >= 2


def test_words_of_the_law_are_only_text(client, app):
    make_draft("markup", "# Про <b>розмітку</b>\n\n### Стаття 1. <script>alert(1)</script>\n\n1. a & b \"c\" 'd'.\n")
    page = client.get("/drafts/markup/")
    assert "<script>alert" not in page.html and "<b>розмітку" not in page.html
    assert "a & b \"c\" 'd'." in page.text


def test_editorial_notes_stand_apart(client, app):
    make_draft("notes", "# Про зміни\n\n{Зі змінами}\n\n### Стаття 1. А\n\n1. Текст.\n\n{Частину змінено}\n")
    page = client.get("/drafts/notes/")
    assert page.html.count('class="editorial"') == 2 and "{Частину змінено}" in page.text


def test_table_is_a_table(client, app):
    make_draft("table", "# Про плату\n\n### Стаття 1. А\n\n| Вид | Плата |\n|-----|-------|\n| земля | 3 |\n")
    page = client.get("/drafts/table/")
    assert '<th scope="col">Вид</th>' in page.html and "<td>земля</td>" in page.html


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        (timedelta(days=1), timedelta(days=9), "відкриється"),
        (None, timedelta(days=9, hours=1), "лишилося 9 днів"),
        (None, timedelta(hours=3, minutes=1), "лишилося 3 години"),
        (None, timedelta(seconds=-1), "завершилося"),
    ],
)
def test_stage_and_time_left_are_said(client, draft, opens, closes, words):
    close_draft("land", now() + closes, None if opens is None else now() + opens)
    assert words in client.get("/drafts/land/?stage").text


# English


def test_english_reader_gets_the_translation_beside_the_text(client, translated):
    page = client.get("/en/drafts/fee/")
    assert "Плату сплачують щомісяця." in page.text and "1. The fee is due each month." in page.text
    assert page.h1s[0].strip() == "On land"
    assert "The fee is due" not in client.get("/drafts/fee/").text


def test_newer_version_without_translation_shows_the_original(client, translated):
    make_draft("fee", UKRAINIAN.replace("щомісяця", "щороку"))
    page = client.get("/en/drafts/fee/")
    assert "щороку" in page.text and "The fee is due" not in page.text
    assert "The fee is due each month." in client.get("/en/drafts/fee/?version=1").text
