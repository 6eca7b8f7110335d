"""Words typed before signing in, and the words of the law that were chosen: nothing typed is ever lost."""

import pytest

from reform_portal.discussion import queries
from reform_portal.people.models import KeptForm
from tests.client import PageClient
from tests.discussion.acts import count, hide
from tests.factories import say

ADDRESS = "/drafts/land/art_3__para_1/comment"
WORDS = {"stance": "oppose", "body": "Тридцять днів — задовго.", "name_mode": "full", "consent": "y"}


def only_comment():
    rows = next(iter(queries.in_batches(status=None)), [])
    return rows[0] if len(rows) == 1 else None


def test_kept_words_come_back_with_stance_and_quote(client, olena, draft):
    client.submit(ADDRESS + "?quote=30%20календарних%20днів", {**WORDS, "stance": "amend", "name_mode": "initial"})
    fields = client.sign_in(olena).get(ADDRESS).forms[-1].fields
    assert (fields["body"], fields["stance"], fields["name_mode"]) == (WORDS["body"], "amend", "initial")
    assert fields["quote"] == "30 календарних днів"


def test_consent_is_asked_again_and_never_kept(client, olena, draft):
    client.submit(ADDRESS, WORDS)
    page = client.sign_in(olena).get(ADDRESS)
    assert "consent" not in page.forms[-1].fields
    client.send(page, ADDRESS, status=422)
    assert only_comment() is None


def test_kept_words_are_gone_once_they_are_published(client, olena, draft):
    client.submit(ADDRESS, WORDS)
    client.sign_in(olena).submit(ADDRESS, {"consent": "y"})
    assert only_comment().body == WORDS["body"] and count(KeptForm) == 0
    assert WORDS["body"] not in client.get(ADDRESS).html.partition("<form")[2]


def test_kept_words_come_back_only_where_they_were_typed(client, olena, draft):
    client.submit(ADDRESS, WORDS)
    assert WORDS["body"] not in client.sign_in(olena).get("/drafts/land/art_2/comment").html


def test_kept_words_are_of_one_browser(app, client, petro, draft):
    client.submit(ADDRESS, WORDS)
    assert WORDS["body"] not in PageClient(app).sign_in(petro).get(ADDRESS).html


def test_nothing_is_kept_for_a_foreign_page(client, draft):
    client.post(ADDRESS, WORDS, status=400)
    assert count(KeptForm) == 0


@pytest.mark.parametrize("change", [{"body": ""}, {"body": "а" * 10_001}, {"stance": None}, {"body": "нуль\x00"}])
def test_words_that_cannot_be_published_come_back_too(client, olena, draft, change):
    client.submit(ADDRESS, {**WORDS, **change})
    page = client.sign_in(olena).get(ADDRESS)
    assert client.send(page, ADDRESS, {"consent": "y"}, status=422).status == 422


def test_very_long_words_come_back_too(client, olena, draft):
    client.submit(ADDRESS, {**WORDS, "body": "а" * 70_000})
    assert "а" * 10_000 in client.sign_in(olena).get(ADDRESS).html


def test_quote_that_stands_twice_is_the_one_at_its_offset(as_, olena, draft):
    as_(olena).submit("/drafts/land/art_2__para_nn_1/comment?quote=плат&start=99", WORDS)
    found = only_comment()
    assert (found.quote, found.start) == ("плат", found.clause_text.rindex("плат"))


@pytest.mark.parametrize(("start", "status"), [("-1", 422), ("x", 422), ("²", 422), ("9" * 20, 200)])
def test_nonsense_for_an_offset_is_refused_or_means_the_nearest_place(as_, olena, draft, start, status):
    client = as_(olena)
    page = client.get(f"{ADDRESS}?quote=30&start={start}")
    client.send(page, ADDRESS, {**WORDS, "start": start}, status=status)
    assert status == 422 or only_comment().start == 30


@pytest.mark.parametrize("sentence", ["", "x", "-", "5-", "5-3", "0-9999", "0-36-1"])
def test_nonsense_for_a_sentence_means_the_whole_clause(as_, olena, draft, sentence):
    as_(olena).submit(ADDRESS, {**WORDS, "sentence": sentence})
    assert (only_comment().quote, only_comment().start) == ("", None)


@pytest.mark.parametrize("sentence", ["²-3", "0-³", "9" * 5000 + "-3"])
def test_digits_that_are_no_numbers_mean_the_whole_clause(as_, olena, draft, sentence):
    as_(olena).submit(ADDRESS, {**WORDS, "sentence": sentence})
    assert only_comment().quote == ""


@pytest.mark.parametrize("status", [400, 422])
def test_reply_that_went_wrong_does_not_show_hidden_words_above_it(as_, olena, petro, marta, draft, status):
    public_id = say(olena, "Образливі слова.")
    client = as_(petro)
    token = "a foreign token" if status == 400 else client.token()
    hide(public_id, marta)
    response = client.ask("post", f"/comments/{public_id}/reply", data={"body": "", "csrf_token": token})
    assert "Образливі слова." not in response.get_data(as_text=True)
