"""A citation in the address bar leads to the clause; citations in comments are links to clauses."""

from urllib.parse import quote, unquote

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.discussion import actions, queries
from reform_portal.drafts.queries import MOST_ASKED, draft_by_slug, existing_eids, version_of
from tests.factories import make_draft, say
from tests.texts import LAND
from tests.web.test_query_counts import counted


@pytest.mark.parametrize(
    ("typed", "eid"),
    [
        ("ст. 3 ч. 2", "art_3__para_2"),
        ("ст. 3", "art_3"),
        ("Стаття 3", "art_3"),
        ("частина друга статті 3", "art_3__para_2"),
        ("ч. 2 ст. 2", "art_2__para_nn_2"),
        ("ч. 1 ст. 2", "art_2__para_nn_1"),
        ("підпункт «б» пункту 2 частини першої статті 1", "art_1__para_1__point_2__point_b"),
        ("розділ ІІ", "part_II"),
        ("art. 3, para. 2", "art_3__para_2"),
        ("cт. 3", "art_3"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_citation_leads_to_its_clause(client, draft, typed, eid, prefix):
    answer = client.ask("get", f"{prefix}/drafts/land/{quote(typed)}")
    assert (answer.status_code, unquote(answer.location)) == (302, f"{prefix}/drafts/land/{eid}")
    client.get(f"{prefix}/drafts/land/{quote(typed)}")


def test_another_form_of_an_address_still_stands_for_good(client, draft):
    assert client.ask("get", "/drafts/land/" + quote("art_1__para_1__point_2__point_а")).status_code == 301
    assert client.ask("get", "/drafts/land/art_3__para_1__al_1").status_code == 301
    assert client.ask("get", "/drafts/land/art_3").status_code == 200


def test_the_version_asked_for_is_kept(client, draft):
    make_draft("land", LAND.replace("30 календарних", "20 календарних"))
    answer = client.ask("get", "/drafts/land/" + quote("ст. 3 ч. 1") + "?version=1")
    assert unquote(answer.location) == "/drafts/land/art_3__para_1?version=1"
    assert "30 календарних" in client.get(answer.location).text


def test_the_reading_page_opens_at_a_citation(client, draft):
    answer = client.ask("get", "/drafts/land/?clause=" + quote("ст. 3 ч. 2"))
    assert answer.status_code == 302 and answer.location.endswith("#art_3__para_2")


@pytest.mark.parametrize("typed", ["ст. 99", "ст. 3 Конституції України", "стаття", "ч. 9 ст. 3", "ст. " * 60, "§§§"])
def test_what_names_no_clause_is_not_found(client, draft, typed):
    assert "Такого місця в тексті немає" in client.get("/drafts/land/" + quote(typed.strip()), status=404).text


def test_a_citation_posts_nothing(client, draft):
    client.post("/drafts/land/" + quote("ст. 3"), status=405)


# Links in comments

HERE = "/drafts/land/art_3__para_1"


def body_of(page) -> str:
    return page.html.split('<div class="body">')[1].split("</div>")[0]


def test_a_citation_in_a_comment_is_a_link(client, draft, olena):
    say(olena, "Суперечить ч. 2 ст. 2 та ст. 99, а ст. 1 Конституції України ні.\n<b>ст. 1</b> & п. 2 ч. 1 ст. 1")
    body = body_of(client.get(HERE))
    assert '<a href="/drafts/land/art_2__para_nn_2">ч. 2 ст. 2</a> та ст. 99, а ст. 1 Конституції' in body
    assert (
        '&lt;b&gt;<a href="/drafts/land/art_1">ст. 1</a>&lt;/b&gt; &amp; <a href="/drafts/land/art_1__para_1__point_2">'
        in body
    )
    assert body.count("<a ") == 3


def test_citations_are_links_in_replies_in_the_margin_and_in_english(client, draft, olena, petro):
    above = say(olena, "Погано.")
    say(petro, "Див. ст. 2.", parent=above)
    assert "/drafts/land/art_2" in client.get(HERE).links
    assert "/drafts/land/art_2" in client.get(f"{HERE}/talk").links
    assert "/en/drafts/land/art_2" in client.get(f"/en{HERE}").links


def test_a_typed_link_is_left_alone(client, draft, olena):
    say(olena, "Див. https://example.org/ст.2 і ст. 2")
    body = body_of(client.get(HERE))
    assert body.count('href="/drafts/land/art_2"') == 1 and 'rel="nofollow' in body


def test_links_lead_to_the_newest_version(client, draft, olena):
    say(olena, "Див. ст. 2 і ст. 8.")
    assert "/drafts/land/art_8" not in client.get(HERE).links
    make_draft("land", LAND.replace("### Стаття 2. Плата", "### Стаття 8. Плата"))
    for address in (HERE, f"{HERE}?version=1"):
        links = client.get(address).links
        assert "/drafts/land/art_8" in links and "/drafts/land/art_2" not in links


def test_words_of_a_withdrawn_comment_are_not_read(client, draft, olena):
    public_id = say(olena, "Див. ст. 2.")
    with unit_of_work():
        actions.withdraw(queries.comment_by_public_id(public_id), olena)
    assert "ст. 2</a>" not in client.get(HERE).html


def test_many_comments_ask_as_often_as_one(client, draft, olena):
    say(olena, "Див. ст. 2.")
    with counted() as one:
        client.get(HERE)
    for number in range(12):
        say(olena, f"Див. ст. {number % 4} і ч. 2 ст. 2, думка {number}.")
    with counted() as many:
        client.get(HERE)
    assert len(many) == len(one)


def test_addresses_that_exist_are_told_in_one_query(draft):
    version_id = version_of(draft_by_slug("land")).id
    asked = {"art_3", "art_3__para_1", "art_99", "x"}
    with counted() as statements:
        assert existing_eids(version_id, asked) == {"art_3", "art_3__para_1"}
    assert len(statements) == 1
    with counted() as statements:
        assert existing_eids(version_id, ()) == set()
    assert statements == []


def test_any_number_of_addresses_may_be_asked_for(draft):
    asked = {f"art_{number}" for number in range(MOST_ASKED * 100)}
    version_id = version_of(draft_by_slug("land")).id
    with counted() as statements:
        assert existing_eids(version_id, asked) == {"art_1", "art_2", "art_3"}
    assert len(statements) == 1
