"""Saying something about words of a clause."""

from datetime import timedelta

import pytest

from reform_portal.core.clock import now
from reform_portal.discussion import queries
from reform_portal.journal.queries import entries_about
from tests.factories import close_draft, comment, make_draft, make_person

ADDRESS = "/drafts/land/art_3__para_1/comment"
WORDS = {"stance": "oppose", "body": "Тридцять днів — задовго.", "name_mode": "full", "consent": "y"}


def only_comment():
    return next(iter(queries.in_batches(status=None)))[0]


def test_comment_on_selected_words_is_published(as_, olena, draft):
    page = as_(olena).submit(ADDRESS + "?quote=30%20календарних%20днів&start=34", WORDS)
    assert "Тридцять днів — задовго." in page.text
    found = only_comment()
    assert (found.quote, found.start, found.stance) == ("30 календарних днів", 30, "oppose")
    assert found.prefix.endswith("протягом ") and found.suffix.startswith(" з дня")
    assert found.author == "Олена Коваленко"
    assert entries_about(f"c:{found.public_id}")[0].kind == "comment.posted"


def test_sentence_is_chosen_without_scripts(as_, olena, app):
    make_draft()
    page = as_(olena).submit("/drafts/land/art_2__para_nn_1/comment", {**WORDS, "sentence": "0-36"})
    assert page.status == 200
    assert only_comment().quote == "Плата за землю сплачується щомісяця."


def test_signed_out_words_are_kept_until_after_sign_in(client, olena, draft):
    page = client.submit(ADDRESS, WORDS)
    assert "збережено" in page.text
    client.sign_in(olena)
    page = client.get(ADDRESS)
    assert "Тридцять днів — задовго." in page.html
    client.send(page, ADDRESS, {"consent": "y"})
    assert only_comment().body == "Тридцять днів — задовго."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"body": "   "}, "Напишіть, що ви думаєте"),
        ({"body": "а" * 10_001}, "Задовго"),
        ({"body": "нуль\x00байт"}, "службові символи"),
        ({"stance": "love"}, "ставлення"),
        ({"stance": None}, "Оберіть ставлення"),
        ({"name_mode": "pseudonym"}, "Псевдоніма ще немає"),
        ({"consent": None}, "Без згоди"),
        ({"quote": "цих слів немає"}, "Цих слів"),
    ],
)
def test_bad_input_is_named_and_nothing_is_lost(as_, petro, draft, change, message):
    client = as_(petro)
    page = client.submit(ADDRESS, {**WORDS, **change}, status=422)
    assert message in page.text
    assert not list(queries.in_batches(status=None))
    if "body" not in change:
        assert WORDS["body"] in page.html


def test_personal_data_is_pointed_out_first(as_, olena, draft):
    client = as_(olena)
    page = client.submit(ADDRESS, {**WORDS, "body": "Дзвоніть мені: +380 67 123-45-67"}, status=422)
    assert "номер телефону" in page.text
    client.send(page, ADDRESS, {"personal_data_meant": "y"})
    assert "+380 67" in only_comment().body


def test_lost_session_keeps_the_words(as_, olena, draft):
    client = as_(olena)
    page = client.submit(ADDRESS, {**WORDS, "csrf_token": "a foreign token"}, status=400)
    assert not list(queries.in_batches(status=None))
    assert "Тридцять днів — задовго." in page.html


def test_closed_consultation_refuses_and_gives_the_words_back(as_, olena, draft):
    client = as_(olena)
    page = client.get(ADDRESS)
    close_draft("land", now() - timedelta(seconds=1))
    page = client.send(page, ADDRESS, WORDS, status=409)
    assert "завершилося" in page.text
    assert "Тридцять днів — задовго." in page.html


def test_name_modes_follow_the_rule_set(as_, olena, app):
    make_draft("strict", rule_set="ua.996")
    page = as_(olena).get("/drafts/strict/art_3__para_1/comment")
    assert "Псевдонім" not in page.text and "Ім’я та прізвище" in page.text


def test_unknown_clause_is_a_404_that_offers_the_nearest(as_, olena, draft):
    page = as_(olena).get("/drafts/land/art_3__para_9/comment", status=404)
    assert "/drafts/land/art_3" in page.html


def test_wrong_method(client, draft):
    assert client.ask("delete", ADDRESS).status_code == 405


def test_drafter_is_badged(as_, taras, draft):
    page = as_(taras).submit(ADDRESS, WORDS)
    assert "розробник" in page.text


def test_someone_elses_handle_differs_in_the_journal(as_, olena, petro, draft):
    as_(olena).submit(ADDRESS, WORDS)
    as_(petro).submit(ADDRESS, WORDS)
    rows = next(iter(queries.in_batches(status=None)))
    assert len(rows) == 2 and comment(rows[0].public_id).body == comment(rows[1].public_id).body
    make_person("third")
