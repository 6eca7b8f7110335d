"""A drafter opens the queue of a draft and narrows it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.feedback.desk import queries
from reform_portal.feedback.desk.models import DeskVisit
from tests.discussion.acts import age, bend, hide, support, withdraw
from tests.discussion.proposing import propose
from tests.factories import make_draft, make_person, say
from tests.feedback.answering import answer, make_campaign
from tests.feedback.desk.working import QUEUE, asked, post, queue, rows
from tests.texts import LAND
from tests.web.test_query_counts import counted

NARROWED = [
    ("", ["whole", "pay", "term", "words"]),
    ("sort=newest", ["words", "pay", "whole", "term"]),
    ("sort=oldest", ["term", "whole", "pay", "words"]),
    ("sort=signed", ["pay", "words", "whole", "term"]),
    ("stance=question", ["pay"]),
    ("wording=1", ["words"]),
    ("clause=art_3", ["term", "words"]),
    ("clause=ст. 3", ["term", "words"]),
    ("clause=art_3__para_1", ["term", "words"]),
    ("clause=art_2", ["pay"]),
    ("clause=art_1", []),
    ("clause=whole", ["whole"]),
    ("clause=gone", []),
    ("words=СТРОК", ["term"]),
    ("words=об'єкт", ["pay"]),
    ("words=об%25єкт", []),
    ("words=100%25", []),
    ("assigned=nobody", ["whole", "pay", "term", "words"]),
    ("assigned=me", []),
    ("assigned=0000", []),
    ("tag=нема", []),
    ("campaign=any", []),
    ("campaign=0000", []),
    ("state=answered", []),
    ("state=all", ["whole", "pay", "term", "words"]),
    ("state=x&sort=y&stance=z&cursor=!&wording=2", ["whole", "pay", "term", "words"]),
    ("stance=question&clause=art_3", []),
    ("stance=amend&wording=1&clause=art_3&words=швидше", ["words"]),
]


@pytest.fixture
def said(draft, olena, petro):
    """Comments by name, in an order that is not that of the text."""
    return {
        "term": say(olena, "Строк задовгий, люди чекають роками.", quote="30 календарних днів"),
        "whole": say(petro, "Загалом добре.", eid="", stance="support"),
        "pay": say(petro, "Хто рахує плату за об’єкт культури?", eid="art_2__para_nn_1", stance="question"),
        "words": propose(olena),
    }


def names(said, found):
    back = {public_id: name for name, public_id in said.items()}
    return [back[public_id] for public_id in found]


def test_filters_and_orders_combine(as_, taras, said):
    bend(said["pay"], supports=3)
    client = as_(taras)
    for query, expected in NARROWED:
        assert names(said, queue(client, query)) == expected, query


def test_answered_leaves_the_queue_and_is_found_among_the_answered(as_, taras, said):
    client = as_(taras)
    answer(said["term"], taras)
    assert said["term"] not in queue(client)
    page = client.get(f"{QUEUE}?state=answered")
    assert rows(page) == [said["term"]] and "враховано" in page.text
    assert len(queue(client, "state=all")) == 4


def test_row_tells_who_where_and_what_became_of_it(as_, olena, petro, taras, said):
    support(said["term"], petro)
    page = as_(taras).get(QUEUE)
    for words in (
        "Олена Коваленко",
        "ч. 1 ст. 3",
        "30 календарних днів",
        "Строк задовгий",
        "1 підтримка",
        "без відповіді",
        "нікому не призначено",
        "20 робочих днів",
        "Про проєкт загалом",
    ):
        assert words in page.text, words
    assert f"/comments/{said['term']}/answer?next=/desk/land" in page.links


def test_clauses_stand_beside_with_what_waits(as_, taras, said):
    text = as_(taras).get(QUEUE).text.split("За положеннями")[1]
    assert re.search(r"ч\. 1 ст\. 3 2 \( ?пропозицій редакції: 1\)", text), text
    assert re.search(r"ст\. 2 1 \( ?питань: 1\)", text), text
    answer(said["pay"], taras)
    row = next(one for one in counts(taras) if one.eid == "art_2__para_nn_1")
    assert (row.conversations, row.waiting, row.questions) == (1, 0, 0)


def counts(taras):
    wanted = asked(taras)
    return queries.clauses_with_counts(wanted.draft_id, wanted.version_id)


def test_counts_of_clauses_are_those_of_the_lists_under_them(taras, said, olena, petro):
    say(petro, "Ще одне питання.", stance="question", eid="art_3__para_2")
    answer(said["term"], taras)
    for row in counts(taras):
        for state, number in (("waiting", row.waiting), ("all", row.conversations)):
            # A clause of the list counts its own comments, the filter takes those under it too: here none has such.
            assert len(queries.page_of_queue(asked(taras, clause=row.eid, state=state)).items) == number, row.eid


def test_only_published_conversations_of_citizens_are_in_it(as_, taras, marta, olena, draft):
    kept = say(olena, "Лишиться.")
    gone, hidden = say(olena, "Відкличу."), say(olena, "Приховають.")
    say(olena, "Репліка.", parent=kept)
    say(taras, "Від розробника.")
    withdraw(gone, olena)
    hide(hidden, marta)
    assert queue(as_(taras), "state=all") == [kept]


def test_words_that_the_newest_version_has_not_are_listed_last_and_apart(as_, taras, olena, draft):
    lost = say(olena, "Про плату.", eid="art_2__para_nn_2")
    here = say(olena, "Про строк.")
    gone = "Розмір плати не може перевищувати 3 відсотки вартості ділянки.\n\n"
    make_draft(text=LAND.replace(gone, ""))
    client = as_(taras)
    page = client.get(QUEUE)
    assert rows(page) == [here, lost] and "цих слів уже немає" in page.text
    assert queue(client, "clause=gone") == [lost]
    assert "Слова, яких уже немає" in page.text.split("За положеннями")[1]


def test_pages_hold_each_conversation_once(taras, olena, draft):
    made = [say(olena, f"Думка {n}.", eid=("", "art_1__para_1", "art_3__para_1", "art_2")[n % 4]) for n in range(13)]
    for n, public_id in enumerate(made):
        bend(public_id, supports=n % 3)
    for sort in ("text", "newest", "oldest", "signed"):
        found, cursor = [], ""
        while cursor is not None:
            page = queries.page_of_queue(asked(taras, sort=sort), cursor, size=3)
            assert len(page.items) <= 3
            found += [row.public_id for row in page.items]
            cursor = page.next
        assert sorted(found) == sorted(made) and len(found) == 13, sort
    places = [row.place for row in queries.page_of_queue(asked(taras), None, size=20).items]
    assert places == sorted(places) and len(places) == 13


def test_copies_stand_in_one_row_with_three_numbers(as_, taras, olena, petro, draft):
    copies = [say(person, "Скоротіть строк!") for person in (olena, petro, make_person("hanna"), make_person("ivan"))]
    other = say(olena, "Інше.")
    campaign = make_campaign(*copies)
    client = as_(taras)
    page = client.get(QUEUE)
    assert rows(page) == [copies[0], other]
    assert re.search(r"1 текст · 4 люд\w+ · 4 звернен\w+", page.text)
    assert f"/campaigns/{campaign}/answer?next=/desk/land" in page.links
    assert queue(client, "copies=1") == [*copies, other]
    assert queue(client, f"campaign={campaign}") == copies
    assert queue(client, "campaign=any") == [copies[0]]
    assert f"/desk/land?campaign={campaign}" in page.links


def test_campaign_keeps_one_row_when_its_representative_does_not_fit(as_, taras, olena, petro, draft):
    copies = [say(person, "Скоротіть строк!") for person in (olena, petro, make_person("hanna"), make_person("ivan"))]
    make_campaign(*copies)
    answer(copies[0], taras)
    assert queue(as_(taras)) == [copies[1]]
    assert queue(as_(taras), "state=answered") == [copies[0]]


def test_two_alike_are_no_campaign(as_, taras, olena, petro, draft):
    pair = [say(olena, "Так!"), say(petro, "Так!")]
    make_campaign(*pair)
    assert queue(as_(taras)) == pair


def test_unknown_place_is_named_and_nothing_is_shown(as_, taras, said):
    page = as_(taras).get(f"{QUEUE}?clause=ст. 99")
    assert "Такого місця в найновішій редакції немає: ст. 99." in page.text and rows(page) == []
    assert 'value="ст. 99"' in page.html


def test_empty_states_say_what_is_next(as_, taras, draft, olena):
    client = as_(taras)
    assert "Громадяни ще нічого не написали." in client.get(QUEUE).text
    answer(say(olena), taras)
    assert "На все вже відповіли." in client.get(QUEUE).text
    assert "За такими умовами нічого немає." in client.get(f"{QUEUE}?stance=question").text


def test_long_words_are_folded_but_all_there(as_, taras, olena, draft):
    say(olena, "Початок. " + "слово " * 80 + "кінець-думки")
    page = as_(taras).get(QUEUE)
    assert "Прочитати все" in page.text and "кінець-думки" in page.text


def test_words_are_never_markup(as_, taras, olena, draft):
    public_id = say(olena, "<script>alert(1)</script>" + " довго" * 80)
    client = as_(taras)
    post(client, "tags", c=public_id, tag="<b>мітка</b>")
    html = client.get(f"{QUEUE}?words=<i>").html + client.get(QUEUE).html
    for forbidden in ("<script>alert", "<b>мітка", "<i>"):
        assert forbidden not in html


def test_answering_leads_back_to_the_same_filter(as_, taras, said):
    client = as_(taras)
    page = client.get(f"{QUEUE}?stance=question&sort=newest")
    link = next(link for link in page.links if f"/comments/{said['pay']}/answer" in link)
    page = client.submit(link, {"decision": "accepted", "reason": "Порахує рада."})
    assert page.response.request.full_path == "/desk/land?stance=question&sort=newest"
    assert "Відповідь опубліковано." in page.text and rows(page) == []


def test_way_back_never_leaves_the_portal(as_, taras, said):
    client = as_(taras)
    page = client.submit(
        f"/comments/{said['pay']}/answer?next=https://evil.example/", {"decision": "accepted", "reason": "Так."}
    )
    assert page.response.request.path.startswith("/answers/")
    page = post(client, "assign", c=said["term"], to="me", next="//evil.example/")
    assert page.response.request.path == QUEUE


def test_only_drafters_see_it(client, as_, olena, marta, said):
    assert client.get(QUEUE).response.request.path == "/sign-in"
    for person in (olena, marta):
        as_(person).get(QUEUE, status=403)
    assert queue(as_(make_person("boss", "admin")))


def test_moderator_sees_no_way_to_it(as_, marta, taras, draft):
    assert QUEUE not in as_(marta).get("/desk/").links
    assert QUEUE in as_(taras).get("/desk/").links


def test_unknown_draft_and_wrong_method(client, as_, taras, draft):
    as_(taras).get("/desk/nema", status=404)
    for method in ("put", "delete", "post"):
        assert client.ask(method, QUEUE).status_code in (400, 405)


def visited(**ago: int) -> None:
    """Let the last look at the queue have been some time ago."""
    with unit_of_work():
        db.session.execute(update(DeskVisit).values(seen_at=now() - timedelta(**ago)))


def test_since_the_last_visit(as_, taras, olena, draft):
    old = say(olena, "Давнє.")
    client = as_(taras)
    assert "Ви тут уперше" in client.get(f"{QUEUE}?new=1").text
    age(old, hours=3)
    visited(hours=2)
    fresh = say(olena, "Нове.")
    page = client.get(f"{QUEUE}?new=1")
    assert rows(page) == [fresh]
    assert queue(client, "new=1") == [fresh], "a reload is the same visit"
    page = client.get(QUEUE)
    assert rows(page) == [old, fresh] and page.html.count(">нове<") == 1


def test_number_of_queries_does_not_grow(app, as_, taras, olena, petro, draft):
    client = as_(taras)
    paths = (QUEUE, f"{QUEUE}?sort=signed&state=all", f"{QUEUE}?sort=newest&copies=1")

    def fill(first, last):
        for n in range(first, last):
            public_id = say(olena, f"Думка {n}.", eid=("", "art_3__para_1")[n % 2])
            propose(petro, f"{n + 40} діб", "30", body=f"Пропозиція {n}.")
            post(client, "tags", c=public_id, tag=f"мітка {n}")
            post(client, "assign", c=public_id, to="me")
        make_campaign(*(say(petro, f"Копія {first}.", eid="art_2") for _n in range(3)))

    def numbers():
        found = []
        for path in paths:
            with counted() as statements:
                client.get(path)
            found.append(len(statements))
        return found

    fill(0, 2)
    few = numbers()
    fill(2, 9)
    assert numbers() == few and max(few) <= 26
