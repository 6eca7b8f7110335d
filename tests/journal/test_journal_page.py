"""The public page of the journal."""

import base64
import json

import pytest
from sqlalchemy import select

from reform_portal.core.database import db, unit_of_work
from reform_portal.discussion.labels import ENTRIES
from reform_portal.journal.actions import Event, record_all
from reform_portal.journal.models import Entry
from reform_portal.journal.queries import page_of_entries
from tests.discussion.acts import erase
from tests.factories import say

PAGE = "/journal/"


def write(number):
    with unit_of_work():
        record_all([Event("role.given", f"p:{one}", "", {"role": "drafter"}) for one in range(number)])


def cursor(*key):
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def test_empty_journal_says_so(client):
    assert "Записів ще немає" in client.get(PAGE).text


def test_entries_tell_what_happened_and_lead_to_it(client, olena, draft):
    public_id = say(olena)
    page = client.get(PAGE)
    kept = db.session.scalar(select(Entry.leaf_hash).where(Entry.subject == f"c:{public_id}"))
    assert all(str(ENTRIES[kind]) in page.text for kind in ("comment.posted", "draft.published"))
    assert f"/comments/{public_id}" in page.links and kept[:16] in page.text


def test_page_holds_no_words_and_no_names(client, olena, draft):
    say(olena, "Таємниця.")
    html = client.get(PAGE).html
    for secret in ("Таємниця", "Олена", "Коваленко", olena.email, olena.handle):
        assert secret not in html


def test_entries_about_one_thing_can_be_asked_for(client, olena, marta, draft):
    one, other = say(olena), say(olena)
    erase(one, marta)
    page = client.get(f"{PAGE}?subject=c:{one}")
    assert all(str(ENTRIES[kind]) in page.text for kind in ("comment.posted", "comment.erased"))
    assert one in page.text and other not in page.html


def test_subject_is_never_markup(client):
    page = client.get(PAGE + "?subject=<script>alert(1)</script>")
    assert "<script>alert" not in page.html and "Записів ще немає" in page.text


def test_newest_come_first_and_pages_skip_and_repeat_nothing(app):
    write(7)
    seen, following = [], None
    while True:
        page = page_of_entries(following, size=3)
        seen += [row.number for row in page.items]
        following = page.next
        if following is None:
            break
        write(1)
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_link_to_the_next_page_leads_there(client):
    write(51)
    page = client.get(PAGE)
    following = next(link for link in page.links if "cursor=" in link)
    assert "p:0" in client.get(following).text and "p:0" not in page.text


@pytest.mark.parametrize(
    "broken", ["", "%", "W10", "AAAA", "é", "%00", cursor(1, 2), cursor([1]), cursor(None), "x" * 400]
)
def test_broken_cursor_means_the_first_page(client, broken):
    write(2)
    assert "p:1" in client.get(f"{PAGE}?cursor={broken}").text


@pytest.mark.parametrize("key", [10**30, "\ud800"])
def test_cursor_that_no_database_takes_means_the_first_page(client, key):
    write(2)
    assert "p:1" in client.get(f"{PAGE}?cursor={cursor(key)}").text


def test_page_in_english(client, draft):
    assert "Журнал" not in client.get("/en/journal/").h1s[0]


def test_wrong_method(client):
    assert client.ask("post", PAGE).status_code in (400, 405)
    assert client.ask("delete", PAGE).status_code == 405
