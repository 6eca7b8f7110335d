"""The page of a draft's campaigns: each once, with its three numbers and its answer."""

import re

import pytest

from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback.campaigns import queries
from tests.discussion.acts import hide, support, withdraw
from tests.factories import comment, make_draft, make_person, say
from tests.feedback.answering import REASON, answer, work
from tests.feedback.campaigning import LETTER, MINE, OTHER, SHORTER, campaign_ids, follow, send

PAGE = "/drafts/land/campaigns"


def counts(page) -> list[int]:
    """The numbers of the first campaign on a page, in their order."""
    return [int(number) for number in re.findall(r"<dd>(\d+)</dd>", page.html)[:3]]


def test_a_campaign_is_shown_once_with_texts_people_and_submissions(client, draft):
    first, *rest = send(LETTER, LETTER, MINE, SHORTER)
    support(rest[0], make_person("signer"))
    follow()
    page = client.get(PAGE)
    (campaign,) = campaign_ids()
    assert counts(page) == [3, 4, 5]
    assert f"/campaigns/{campaign}" in page.links
    assert page.html.count(LETTER[:60]) == 1 and "Я сама вожу" not in page.text
    assert "чекає на відповідь" in page.text and first not in page.html


def test_two_alike_and_others_are_no_campaign_to_show(client, draft):
    send(LETTER, MINE, OTHER)
    assert "Однакових звернень тут немає" in client.get(PAGE).text


def test_the_largest_come_first_page_by_page(client, draft, monkeypatch):
    send(*[f"{word}! {word}!" for word in ("Підтримую", "Проти", "Згодна") for _time in range(3)], "Проти! Проти!")
    pages, cursor = [], None
    for _time in range(3):
        page = queries.campaigns_of(draft_by_slug("land").id, cursor, size=1)
        pages += [row.size for row in page.items]
        cursor = page.next
    assert pages == [4, 3, 3] and cursor is None
    of_draft = queries.campaigns_of
    monkeypatch.setattr(queries, "campaigns_of", lambda draft_id, cursor: of_draft(draft_id, cursor, size=1))
    page = client.get(PAGE)
    assert "Проти! Проти!" in page.text and "Згодна" not in page.text
    (further,) = [link for link in page.links if link.startswith("/drafts/") and "cursor=" in link]
    assert "Підтримую! Підтримую!" in client.get(further).text


def test_the_answer_stands_under_its_campaign(app, client, taras, draft):
    send(LETTER, LETTER, LETTER)
    (campaign,) = campaign_ids()
    given = answer(campaign, taras, kind="campaign")
    work(app)
    page = client.get(PAGE)
    assert REASON in page.text and f"/answers/{given}" in page.links
    assert "чекає на відповідь" not in page.text


def test_drafters_can_answer_from_here_and_others_cannot(as_, client, olena, taras, draft):
    send(LETTER, LETTER, LETTER)
    (campaign,) = campaign_ids()
    address = f"/campaigns/{campaign}/answer"
    assert address in as_(taras).get(PAGE).links
    assert address not in as_(olena).get(PAGE).links and address not in client.get(PAGE).links


@pytest.mark.parametrize("act", [hide, withdraw])
def test_words_that_may_not_be_read_any_more_are_not_shown_before_the_worker_came(client, marta, draft, act):
    first = send(LETTER, LETTER + " Дякую вам усім разом!", LETTER + " Дуже прошу!")[0]
    client.get(PAGE)
    act(first, make_author(first) if act is withdraw else marta)
    page = client.get(PAGE)
    assert LETTER[:40] not in page.text and "уже не опубліковане" in page.text
    follow()
    assert LETTER[:40] not in client.get(PAGE).text


def test_feedback_pages_do_not_show_hidden_words_either(client, marta, draft):
    first = send(LETTER, LETTER + " Дякую вам усім разом!", LETTER + " Дуже прошу!")[0]
    assert LETTER[:40] in client.get("/drafts/land/feedback").text
    hide(first, marta)
    assert LETTER[:40] not in client.get("/drafts/land/feedback").text


def make_author(public_id):
    """The account that wrote a comment, as far as the rules look at it."""
    return type("Author", (), {"id": comment(public_id).person_id, "role": "citizen"})()


def test_the_page_is_in_english_too(client, draft):
    send(LETTER, LETTER, LETTER)
    assert client.get("/en" + PAGE).status == 200


@pytest.mark.parametrize("cursor", ["x", "W10", "a" * 500])
def test_nonsense_for_a_cursor_means_the_first_page(client, draft, cursor):
    send(LETTER, LETTER, LETTER)
    assert LETTER[:60] in client.get(f"{PAGE}?cursor={cursor}").text


def test_draft_that_is_not_there_and_wrong_method(client, draft):
    client.get("/drafts/sea/campaigns", status=404)
    assert client.ask("post", PAGE).status_code in (400, 405)
    assert client.ask("delete", PAGE).status_code == 405


def test_the_feedback_of_the_draft_leads_to_its_campaigns(client, draft):
    send(LETTER, LETTER, MINE)
    follow()
    page = client.get("/drafts/land/feedback")
    assert PAGE in page.links and f"/campaigns/{campaign_ids()[0]}" in page.links


def test_campaigns_of_provisions_are_those_that_stand_there(app, draft):
    make_draft("sea")
    here = send(LETTER, LETTER)
    there = say(make_person("third"), MINE, eid="art_2")
    say(make_person("fourth"), LETTER, slug="sea")
    say(make_person("fifth"), OTHER)
    follow()
    one, two = (comment(public_id).provision_id for public_id in (here[0], there))
    found = queries.campaigns_of_provisions([one, two, 0])
    assert {key: [(row.public_id, row.here, row.size) for row in rows] for key, rows in found.items()} == {
        one: [(*campaign_ids(), 2, 3)],
        two: [(*campaign_ids(), 1, 3)],
    }
    assert found[two][0].representative_body == LETTER
    assert queries.campaigns_of_provisions([]) == {}


def test_campaigns_of_provisions_leave_out_what_speaks_in_hidden_words(marta, draft):
    first = send(LETTER, LETTER + " Дякую!", MINE)[0]
    provision = comment(first).provision_id
    hide(first, marta)
    assert queries.campaigns_of_provisions([provision]) == {}


def test_a_line_for_other_pages_has_all_three_numbers(app, draft):
    send(LETTER, LETTER, MINE)
    (row,) = queries.campaigns_of(draft_by_slug("land").id).items
    with app.test_request_context("/"):
        line = app.jinja_env.get_template("components/campaign.html").module.campaign_line(row)
    assert f'href="/campaigns/{row.public_id}"' in line and LETTER[:80] in line
    assert re.search(r"2 різн.*3 люд.*підписів: 3", line)
