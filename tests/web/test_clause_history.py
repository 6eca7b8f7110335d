"""The card of a provision through the versions, on its page."""

import re

import pytest

from reform_portal.core.database import db
from reform_portal.drafts import queries
from tests.discussion.carried import SHORTER, WITHOUT_ARTICLE, WITHOUT_TERM, revise
from tests.factories import make_draft
from tests.texts import LAND

TERM = "/drafts/land/art_3__para_1"
pytestmark = pytest.mark.usefixtures("draft")


def history(client, path) -> list[str]:
    """The lines of the card, oldest first."""
    html = client.get(path).html
    card = re.search(r'<div class="card" id="history">(.*?)</div>', html, re.S)
    lines = re.findall(r"<li>(.*?)</li>", card[1], re.S) if card else []
    return [" ".join(re.sub(r"<[^>]+>", "", line).split()) for line in lines]


def test_first_version_has_none(client):
    assert history(client, TERM) == []


def test_every_version_with_what_changed(client):
    revise(SHORTER), revise(SHORTER + "\n")
    lines = history(client, TERM)
    assert [line.split(":")[0] for line in lines] == ["редакція 1", "редакція 2", "редакція 3"]
    assert "змінено" in lines[1] and "порівняти" in lines[1] and "—" not in lines[2]
    assert "/drafts/land/compare/1...2#to-art_3__para_1" in client.get(TERM).links
    assert f"{TERM}?version=1" in client.get(TERM).links


def test_former_addresses_are_named(client):
    revise(WITHOUT_TERM)
    lines = history(client, TERM)
    assert "перенумеровано" in lines[1] and lines[0] != lines[1]
    assert "/drafts/land/art_3__para_2?version=1" in client.get(TERM).links


def test_removed_provision_says_when_it_went(client):
    revise(LAND + "\n"), revise(WITHOUT_ARTICLE)
    assert history(client, TERM + "?version=2")[-1] == "у редакції 3 вилучено"


def test_provision_that_came_back_has_a_gap(client):
    revise(WITHOUT_TERM), revise(LAND + "\n")
    lines = history(client, TERM)
    assert [line.split(":")[0] for line in lines] == ["редакція 1", "редакція 3"]
    assert "вилучено" not in "".join(lines)


def test_new_provision_says_that_it_is_new(client):
    more = LAND + "\n4. Кожен може переглянути рішення ради про землю.\n"
    revise(more), revise(more + "\n")
    lines = history(client, last_addresses("land", 1)[0])
    assert [line.split(":")[0] for line in lines] == ["редакція 2", "редакція 3"]


def test_split_clause_tells_what_it_was_part_of(client):
    one = "Рада веде облік ділянок громади у відкритому реєстрі. Кожен може безоплатно переглянути цей реєстр на сайті ради."
    first, second = one.split(". ")
    make_draft("split", f"{LAND}\n\n4. {one}")
    [before] = last_addresses("split", 1)
    revise(f"{LAND}\n\n4. {first}.\n\n5. {second}", "split")
    [part] = [
        path for path in last_addresses("split", 2) if path != before and "виокремлено" in history(client, path)[-1]
    ]
    assert "виокремлено (п. 4 розд. II)" in history(client, part)[-1]
    assert f"{before}?version=1" in client.get(before).links


def last_addresses(slug: str, number: int) -> list[str]:
    """The paths of the last clauses of the newest version."""
    clauses = queries.clauses_of(queries.version_of(queries.draft_by_slug(slug)).id)
    db.session.rollback()
    return [f"/drafts/{slug}/{clause.eid}" for clause in clauses[-number:]]


def test_whole_draft_has_no_history(client):
    revise(SHORTER)
    assert history(client, "/drafts/land/whole") == []
