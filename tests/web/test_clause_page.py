"""One clause with everything that was said about it."""

from urllib.parse import quote, unquote

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.discussion import actions as discussion
from reform_portal.discussion import queries as comments
from reform_portal.drafts.actions import publish_translation
from reform_portal.journal import readers
from tests.factories import make_draft, say
from tests.texts import LAND_2

PLACE = "/drafts/land/art_3__para_1"


def act(public_id: str, done, person, *more) -> None:
    with unit_of_work():
        done(comments.comment_by_public_id(public_id), person, *more)


def shown(page) -> list[str]:
    """Public ids of the comments on a page, in order."""
    return [i.removeprefix("comment-") for i in page.ids if i.startswith("comment-")]


def test_clause_stands_with_the_units_around_it_and_its_neighbours(client, draft):
    page = client.get("/drafts/land/art_1__para_1__point_2__point_a")
    assert "у власність" in page.text and "користувач — особа" in page.text
    assert {"/drafts/land/art_1", "/drafts/land/art_1__para_1", "/drafts/land/art_1__para_1__point_2"} <= set(
        page.links
    )
    assert "/drafts/land/art_1__para_1__point_2__point_b" in page.links
    assert "підпункт «а» пункту 2 частини першої статті 1" in page.text.lower()


def test_first_and_last_clause_have_one_neighbour(client, draft):
    assert 'rel="prev"' not in client.get("/drafts/land/title").html
    assert 'rel="next"' not in client.get("/drafts/land/part_II__point_3").html


def test_whole_draft_has_a_page_of_its_own(client, draft, olena):
    public_id = say(olena, "Загалом добре.", eid="")
    page = client.get("/drafts/land/whole")
    assert shown(page) == [public_id]
    assert shown(client.get(PLACE)) == []


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("art_1__para_1__point_2__point_а", "art_1__para_1__point_2__point_a"),
        ("art_3__para_1__al_1", "art_3__para_1"),
        ("ART_3", "art_3"),
        ("art_2__para_nn_1__al_1", "art_2__para_nn_1"),
    ],
)
def test_other_form_of_an_address_leads_to_the_lasting_one(client, draft, typed, canonical):
    answer = client.ask("get", "/drafts/land/" + quote(typed))
    assert (answer.status_code, unquote(answer.location)) == (301, f"/drafts/land/{canonical}")
    assert client.get(answer.location).status == 200


def test_way_to_the_lasting_address_keeps_version_and_language(client, draft):
    answer = client.ask("get", "/en/drafts/land/" + quote("art_1__para_1__point_2__point_а") + "?version=1")
    assert answer.location == "/en/drafts/land/art_1__para_1__point_2__point_a?version=1"


@pytest.mark.parametrize("eid", ["art_3__para_9", "art_33", "х", "'; DROP", "%00", "a" * 2000])
def test_unknown_clause_offers_the_nearest(client, draft, eid):
    page = client.get("/drafts/land/" + (eid if eid == "%00" else quote(eid)), status=404)
    assert any(link.startswith("/drafts/land/") for link in page.links)


def test_missing_part_offers_its_article(client, draft):
    assert "/drafts/land/art_3" in client.get("/drafts/land/art_3__para_9", status=404).links


def test_clause_of_an_older_version(client, draft):
    make_draft(text=LAND_2)
    assert "30 календарних" in client.get(PLACE + "?version=1").text
    assert "20 календарних" in client.get(PLACE).text


def test_comments_of_every_version_are_on_the_page_of_what_lives_on(client, draft, olena, petro):
    first = say(olena)
    make_draft(text=LAND_2)
    second = say(petro)
    assert set(shown(client.get(PLACE))) == {first, second}


# Order and pages


def test_order(client, draft, olena, petro):
    old, new = say(olena, "Давніше."), say(petro, "Новіше.")
    act(old, discussion.support, petro)
    assert shown(client.get(PLACE)) == [new, old]
    assert shown(client.get(PLACE + "?sort=oldest")) == [old, new]
    assert shown(client.get(PLACE + "?sort=support")) == [old, new]
    assert shown(client.get(PLACE + "?sort=nonsense")) == [new, old]


@pytest.mark.parametrize("sort", ["newest", "oldest", "support"])
def test_threads_are_paged_without_a_gap(client, draft, olena, sort):
    made = [say(olena, f"Думка {number}.") for number in range(1, 104)]
    seen, address = [], f"{PLACE}?sort={sort}"
    for _page in range(5):
        page = client.get(address)
        seen += shown(page)
        following = [link for link in page.links if link.startswith(PLACE) and "cursor=" in link]
        if not following:
            break
        assert len(shown(page)) == 50
        address = following[0]
    assert sorted(seen) == sorted(made) and len(seen) == 103


@pytest.mark.parametrize("cursor", ["x", "%00", "W10", "WyJhIl0", "WzFd", "a" * 500])
@pytest.mark.parametrize("sort", ["newest", "support"])
def test_unreadable_cursor_is_no_fault_of_ours(client, draft, olena, cursor, sort):
    say(olena)
    assert client.get(f"{PLACE}?sort={sort}&cursor={cursor}").status == 200


def test_cursor_larger_than_any_number_is_no_fault_of_ours(client, draft, olena):
    from reform_portal.core.paging import encode_cursor

    say(olena)
    assert client.ask("get", f"{PLACE}?cursor={encode_cursor(10**30)}").status_code == 200


# What is said


def test_replies_stand_under_their_comment(client, draft, olena, petro):
    root = say(olena, "Корінь.")
    reply = say(petro, "Відповідь.", parent=root, stance="neutral")
    again = say(olena, "Ще одна.", parent=reply, stance="neutral")
    assert shown(client.get(PLACE)) == [root, reply, again]


def test_hidden_and_withdrawn_comments_leave_a_note_and_their_replies(client, draft, olena, petro, marta):
    hidden, withdrawn = say(olena, "Образливе слово."), say(olena, "Хибна думка.")
    reply = say(petro, "Відповідь лишається.", parent=hidden, stance="neutral")
    act(hidden, discussion.hide, marta, "profanity")
    act(withdrawn, discussion.withdraw, olena)
    for path in (PLACE, PLACE + "/talk"):
        html = client.get(path).html
        assert "Образливе" not in html and "Хибна" not in html
        assert "образи або лайка" in html and "відкликав" in html and reply in html
    assert "1 зауваження" in client.get(PLACE).text


def test_erased_words_are_nowhere(client, draft, olena, marta):
    public_id = say(olena, "Слова, що мусять зникнути.")
    act(public_id, discussion.erase, marta, "на вимогу закону")
    assert "мусять зникнути" not in client.get(PLACE).html
    assert "мусять зникнути" not in client.get(f"/comments/{public_id}").html


def test_words_of_people_are_only_text(client, draft, olena):
    say(olena, "<script>alert(1)</script> & <b>жирно</b>")
    page = client.get(PLACE)
    assert "<script>alert" not in page.html and "<b>жирно" not in page.html
    assert "<script>alert(1)</script> & <b>жирно</b>" in page.text


def test_addresses_in_comments_lead_away_with_care(client, draft, olena):
    say(olena, "Дивіться https://example.org/a?b=1&c=2")
    assert 'rel="nofollow ugc noopener noreferrer"' in client.get(PLACE).html


def test_summary_appears_when_the_worker_has_been_there(client, app, draft, olena, petro):
    say(olena, quote="30 календарних днів")
    public_id = say(petro, "Чому саме тридцять?", stance="question")
    act(public_id, discussion.support, olena)
    readers.run_once(app.extensions["readers"], patience=20)
    page = client.get(PLACE)
    assert "30 календарних днів" in page.html and f"/comments/{public_id}" in page.links
    assert page.text.count("Чому саме тридцять?") >= 2


# Who sees which controls


def test_signed_out_reader_can_read_and_is_led_to_the_comment(client, draft, olena):
    public_id = say(olena)
    page = client.get(PLACE)
    assert f"/comments/{public_id}" in page.links and "formaction" not in page.html


def test_signed_in_reader_supports_and_takes_it_back(as_, olena, petro, draft):
    public_id = say(olena)
    client = as_(petro)
    button = f'formaction="/comments/{public_id}/support"'
    page = client.get(PLACE)
    assert button in page.html
    token = next(form.fields["csrf_token"] for form in page.forms if form.id == "acts")
    client.post(f"/comments/{public_id}/support", {"csrf_token": token})
    page = client.get(PLACE)
    assert f'formaction="/comments/{public_id}/support/withdraw"' in page.html and button not in page.html


def test_own_comment_is_a_link_and_never_a_button(as_, olena, draft):
    public_id = say(olena)
    page = as_(olena).get(PLACE)
    assert "formaction" not in page.html and f"/comments/{public_id}" in page.links


def test_controls_of_one_person_are_never_shown_to_another(as_, client, olena, petro, draft):
    public_id = say(olena)
    own, other, nobody = as_(olena).get(PLACE), as_(petro).get(PLACE), client.get(PLACE)
    assert "Ваше" in own.text and "Ваше" not in other.text and "Ваше" not in nobody.text
    assert f"/comments/{public_id}/support" in other.html and f"/comments/{public_id}/support" not in nobody.html


def test_controls_are_asked_for_all_comments_at_once(as_, olena, petro, draft):
    for number in range(5):
        say(olena, f"Думка {number}.")
    assert as_(petro).get(PLACE).html.count("formaction=") == 5


# The conversation alone


def test_talk_is_a_fragment_with_the_same_comments(client, draft, olena):
    public_id = say(olena)
    page = client.get(PLACE + "/talk")
    assert "<html" not in page.html and public_id in page.html and "1 зауваження" in page.text


def test_talk_of_a_quiet_place_invites(client, draft):
    page = client.get("/drafts/land/art_2/talk")
    assert "/drafts/land/art_2/comment" in page.links


def test_talk_of_nothing_is_not_found(client, draft):
    assert client.ask("get", "/drafts/land/art_99/talk").status_code == 404
    assert client.get("/drafts/land/whole/talk").status == 200


def test_talk_shows_nobody_as_the_reader(as_, olena, draft):
    say(olena)
    assert "Ваше" not in as_(olena).get(PLACE + "/talk").text


# English


def test_translation_stands_beside_the_clause(client, app):
    make_draft("fee", "# Про землю\n\n### Стаття 1. Плата\n\n1. Плату сплачують.\n", title_en="On land")
    with unit_of_work():
        publish_translation("fee", b"# On land\n\n### Article 1. Fee\n\n1. The fee is due.\n", "1.en.md", "en")
    page = client.get("/en/drafts/fee/art_1__para_1")
    assert "1. The fee is due." in page.text and "art. 1 para. 1" in page.text
    assert "The fee is due" not in client.get("/drafts/fee/art_1__para_1").text
