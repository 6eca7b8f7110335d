"""Addresses that only an earlier version had still lead to their provision."""

import pytest

from tests.discussion.carried import MERGED, WITHOUT_ARTICLE, WITHOUT_TERM, revise
from tests.factories import make_draft
from tests.texts import LAND

SILENCE = "/drafts/land/art_3__para_2"


def led(client, path):
    """(status, where to) without following."""
    answer = client.ask("get", path, follow_redirects=False)
    return answer.status_code, answer.location


@pytest.fixture
def moved(draft):
    revise(WITHOUT_TERM)


def test_renumbered_provision_is_found_at_its_present_address(client, moved):
    assert led(client, SILENCE) == (302, "/drafts/land/art_3__para_1#history")
    page = client.get(SILENCE)
    assert "Якщо відповіді немає" in page.text and "history" in page.ids


def test_removed_provision_is_found_in_the_last_version_that_had_it(client, draft):
    revise(WITHOUT_ARTICLE)
    assert led(client, SILENCE) == (302, "/drafts/land/art_3__para_2?version=1")
    page = client.get(SILENCE)
    assert "Якщо відповіді немає" in page.text and "давніша редакція" in page.text


def test_through_several_versions(client, draft):
    revise(WITHOUT_TERM), revise(WITHOUT_TERM.replace("Стаття 3. Строки", "Стаття 4. Строки"))
    assert led(client, SILENCE) == (302, "/drafts/land/art_4__para_1#history")
    assert led(client, "/drafts/land/art_3") == (302, "/drafts/land/art_4#history")


def test_newest_version_that_had_the_address_counts(client, draft):
    revise(WITHOUT_TERM), revise(LAND + "\n"), revise(WITHOUT_ARTICLE)
    assert led(client, SILENCE) == (302, "/drafts/land/art_3__para_2?version=3")


def test_address_that_another_provision_has_now_is_that_one(client, moved):
    assert led(client, "/drafts/land/art_3__para_1")[0] == 200
    assert "Якщо відповіді немає" in client.get("/drafts/land/art_3__para_1").text
    assert "30 календарних днів" in client.get("/drafts/land/art_3__para_1?version=1").text


def test_address_that_comes_back_leads_nowhere_else(client, moved):
    led(client, SILENCE)
    revise(LAND + "\n")
    assert led(client, SILENCE)[0] == 200


def test_address_of_a_merged_provision_leads_to_the_clause_that_took_its_words(client, draft):
    revise(MERGED)
    assert led(client, SILENCE) == (302, "/drafts/land/art_3__para_1#history")
    page = client.get("/drafts/land/art_3__para_2?version=1")
    assert "у редакції 2 об’єднано: ч. 1 ст. 3" in page.text and "вилучено" not in page.text


@pytest.mark.parametrize("form", ["ART_3__PARA_2", "art_3__para_2__al_1"])
def test_other_forms_of_an_old_address(client, moved, form):
    assert led(client, f"/drafts/land/{form}") == (302, "/drafts/land/art_3__para_1#history")


def test_old_version_asked_for_is_shown(client, moved):
    assert led(client, SILENCE + "?version=1")[0] == 200
    assert led(client, SILENCE + "?version=2")[0] == 404


def test_in_english(client, moved):
    assert led(client, "/en" + SILENCE) == (302, "/en/drafts/land/art_3__para_1#history")


@pytest.mark.parametrize("eid", ["art_99", "art_3__para_9", "%00", "a" * 3000, "'; --"])
def test_address_that_never_was_is_not_found(client, moved, eid):
    assert led(client, f"/drafts/land/{eid}")[0] == 404


def test_addresses_of_another_draft_are_not_taken_for_ours(client, moved):
    make_draft("other", "# Про ліс\n\nСтаття 77. Ліс\n\n1. Ліс охороняють.\n")
    assert led(client, "/drafts/land/art_77")[0] == 404
    assert led(client, "/drafts/other/art_3__para_2")[0] == 404


def test_signed_in_person_is_led_too(as_, olena, moved):
    assert led(as_(olena), SILENCE) == (302, "/drafts/land/art_3__para_1#history")
