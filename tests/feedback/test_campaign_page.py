"""One campaign: the text shown for all, then everybody's comment with what each added."""

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.discussion import actions as discussion
from reform_portal.discussion.queries import find_comment
from reform_portal.feedback.campaigns import queries
from tests.client import PageClient
from tests.discussion.acts import bend, erase, hide
from tests.factories import comment, make_person, say
from tests.feedback.answering import REASON, answer, make_campaign, work
from tests.feedback.campaigning import LETTER, MINE, OWN_WORDS, SHORTER, campaign_ids, follow, send
from tests.web.test_query_counts import counted

MINE_WITH_OTHERS = (LETTER, LETTER, MINE, SHORTER)


def address(which: int = 0) -> str:
    return f"/campaigns/{campaign_ids()[which]}"


def of_member(page, public_id: str) -> str:
    """The HTML of one comment in the list."""
    return page.html.partition(f'id="comment-{public_id}"')[2].partition("</article>")[0]


def test_everybody_is_there_with_what_each_added(client, draft):
    first, same, mine, shorter = send(*MINE_WITH_OTHERS)
    page = client.get(address())
    assert all(f"/comments/{one}" in page.links for one in (first, same, mine, shorter))
    assert "стоїть угорі за всіх" in of_member(page, first)
    assert "слово в слово: нічого не додано" in of_member(page, same)
    added = of_member(page, mine)
    assert f'<ins><span class="visually-hidden">додано: </span> {OWN_WORDS}' in added
    assert "Шановні депутати!" in added and LETTER[:60] in added
    assert "Нічого не додано: дещо пропущено" in of_member(page, shorter) and "<ins>" not in of_member(page, shorter)


def test_numbers_are_three(client, draft):
    send(*MINE_WITH_OTHERS)
    page = client.get(address())
    assert [page.html.count(f"<dd>{number}</dd>") for number in (3, 4)] == [1, 2]


def test_markup_in_a_letter_stays_text(client, draft):
    send(LETTER, LETTER, f"{LETTER} <script>alert(1)</script> & <b>жирно</b>")
    page = client.get(address())
    assert "<script>alert" not in page.html and "&lt;b&gt;" in page.html


def test_members_come_page_by_page_and_nobody_is_left_out(client, draft, monkeypatch):
    said = send(*[LETTER] * 5)
    members_of = queries.members_of
    monkeypatch.setattr(queries, "members_of", lambda one, cursor: members_of(one, cursor, size=2))
    path, seen = address(), []
    for _page in range(3):
        page = client.get(path)
        seen += [i.removeprefix("comment-") for i in page.ids if i.startswith("comment-")]
        path = next((link for link in page.links if link.startswith("/campaigns/") and "cursor=" in link), None)
    assert seen == said and path is None


def test_answer_of_the_campaign_and_answer_of_one_of_its_comments(app, client, taras, draft):
    said = send(LETTER, LETTER, MINE)
    answer(campaign_ids()[0], taras, kind="campaign")
    answer(said[2], taras, "rejected", "Ваш випадок окремий.")
    work(app)
    page = client.get(address())
    assert page.text.count(REASON) == 1
    assert "Ваш випадок окремий." in of_member(page, said[2])
    assert "ще не відповів" not in page.text


def test_drafters_answer_and_change_the_answer(as_, client, olena, taras, draft):
    send(LETTER, LETTER, LETTER)
    path = address() + "/answer"
    assert path in as_(taras).get(address()).links
    assert path not in as_(olena).get(address()).links and path not in client.get(address()).links
    answer(campaign_ids()[0], taras, kind="campaign")
    assert "Змінити відповідь розробника" in as_(taras).get(address()).text


def test_a_campaign_keeps_its_address_while_it_lives(client, marta, draft):
    said = send(LETTER, LETTER, MINE, LETTER + " Дуже прошу вас про це!")
    before = campaign_ids()
    hide(said[0], marta)
    follow()
    say(make_person("late"), LETTER)
    follow()
    assert campaign_ids() == before
    assert client.get(address()).status == 200


@pytest.mark.parametrize("act", [hide, erase])
def test_words_that_went_are_not_shown_before_the_worker_came(client, marta, draft, act):
    first = send(LETTER + " Моя адреса вам відома.", LETTER, MINE)[0]
    client.get(address())
    act(first, marta)
    page = client.get(address())
    assert "Моя адреса" not in page.text and f"comment-{first}" not in page.ids
    assert LETTER[:60] in page.text


def test_a_campaign_of_which_nothing_may_be_read_is_an_empty_page(client, marta, draft):
    for one in send(LETTER, LETTER, LETTER):
        hide(one, marta)
    page = client.get(address())
    assert LETTER[:40] not in page.text and "зауважень уже немає" in page.text


def test_a_campaign_that_shrank_is_not_found_and_leads_to_the_others(client, marta, draft):
    said = send(LETTER, LETTER, LETTER)
    path = address()
    hide(said[2], marta)
    follow()
    page = client.get(path, status=404)
    assert "Таких однакових звернень немає" in page.text and "/drafts/land/campaigns" in page.links


def test_a_campaign_that_vanished_is_not_found(client, marta, draft):
    said = send(LETTER, LETTER, LETTER)
    path = address()
    for one in said:
        hide(one, marta)
    follow()
    page = client.get(path, status=404)
    assert "Таких однакових звернень немає" in page.text and "/drafts/" in page.links


@pytest.mark.parametrize("public_id", ["0000000000000000", "x", "І", "%00", "a" * 300])
def test_nonsense_is_not_found(client, draft, public_id):
    client.get(f"/campaigns/{public_id}", status=404)


def test_wrong_method(client, draft):
    send(LETTER, LETTER, LETTER)
    assert client.ask("delete", address()).status_code == 405
    assert client.ask("post", address()).status_code in (400, 405)


def test_comments_lead_to_their_campaign(client, draft):
    said = send(LETTER, LETTER, MINE)
    other = say(make_person("other"), "Ліси теж треба охороняти.")
    path = address()
    for page in (f"/comments/{said[0]}", "/drafts/land/art_3__para_1", "/drafts/land/art_3__para_1/talk"):
        found = client.get(page)
        assert path in found.links, page
        assert "Одне з 3 однакових звернень" in found.text
    assert path not in client.get(f"/comments/{other}").links


def test_a_hidden_copy_does_not_lead_anywhere(client, marta, draft):
    said = send(LETTER, LETTER, LETTER, LETTER)
    hide(said[0], marta)
    assert address() not in client.get(f"/comments/{said[0]}").links


def test_a_copy_among_the_replies_leads_there_too(client, olena, draft):
    parent = say(olena, "Коротко про інше.")
    said = [say(make_person(f"r{number}"), LETTER, parent=parent) for number in range(3)]
    follow()
    page = client.get("/drafts/land/art_3__para_1")
    assert page.links.count(address()) == len(said)


def test_edited_comment_is_shown_as_it_is_now(client, draft):
    said = send(LETTER, LETTER, MINE)
    sender = type("Person", (), {"id": comment(said[2]).person_id, "role": "citizen"})()
    with unit_of_work():
        discussion.edit(find_comment(said[2]), sender, LETTER + " Тепер інакше кажу.", "oppose")
    page = client.get(address())
    assert "Тепер інакше кажу." in page.text and OWN_WORDS not in page.text


def test_imported_comment_without_a_name(client, draft):
    said = send(LETTER, LETTER, LETTER)
    bend(said[1], author="")
    follow()
    assert "Без підпису" in of_member(client.get(address()), said[1])


def test_a_campaign_made_by_hand_is_shown_as_it_is(client, olena, petro, marta, draft):
    public_id = make_campaign(say(olena, "Так."), say(petro, "Ні, інакше."), say(marta, "Так."))
    assert "Ні, інакше." in client.get(f"/campaigns/{public_id}").text


def test_number_of_queries_does_not_grow_with_the_letters(app, draft):
    def asked() -> list[int]:
        reader, numbers = PageClient(app), []
        for path in (address(), "/drafts/land/campaigns", f"/comments/{first}"):
            with counted() as statements:
                reader.get(path)
            numbers.append(len(statements))
        return numbers

    first = send(LETTER, LETTER, MINE)[0]
    few = asked()
    for number in range(20):
        author = make_person(f"more{number}")
        say(author, MINE, quote="30 календарних днів" if number % 2 else "")
        say(author, f"Коротке зауваження {number % 5}!")
    follow()
    assert len(campaign_ids()) == 6 and asked() == few and max(few) <= 20
