"""The page of the report: awaited, published, paged; what is no longer public goes from it."""

from datetime import timedelta

import pytest

from reform_portal.core.clock import now
from tests.discussion.acts import erase, hide, withdraw
from tests.factories import close_draft, make_draft, say
from tests.feedback.answering import work
from tests.feedback.reporting import answer_all, end, publish, report, rows, write
from tests.web.test_query_counts import numbers

REPORT = "/drafts/land/report"


@pytest.fixture
def published(draft, olena, petro, taras):
    """Comments in a published report: words of one, the same words of two."""
    own = say(olena, "Таємні слова Олени.", quote="30 календарних днів")
    same = say(petro, "Плата зависока."), say(olena, "плата  зависока.")
    answer_all(taras)
    end()
    write("land", taras)
    publish("land", taras)
    return own, *same


def test_before_it_the_page_says_when_it_is_due(app, client):
    make_draft(rule_set="ua.3841", closes_at=now() + timedelta(days=1))
    text = client.get(REPORT).text
    assert "30 робочих днів після дня завершення обговорення" in text and "ст. 19" in text and "не пізніше" in text
    assert "р.." not in text
    assert "Строк минув" not in text
    close_draft("land", now() - timedelta(days=100))
    assert "Строк минув: звіт запізнюється" in client.get(REPORT).text


@pytest.mark.parametrize(("rules", "words"), [
    ("informal", "не встановлюють строку звіту"), ("ua.996", "Рішення ще не прийнято"),
    ("ua.3841", "ще не призначено"),
])  # fmt: skip
def test_where_the_day_is_not_known_the_page_says_so(app, client, rules, words):
    make_draft(rule_set=rules)
    assert words in client.get(REPORT).text


def test_before_it_the_page_says_how_much_is_answered(app, draft, olena, petro, taras, client):
    say(olena)
    answer_all(taras)
    say(petro)
    work(app)
    assert "Відповіли на 1 із 2 зауважень." in client.get(REPORT).text


def test_the_page_is_kept_until_the_draft_changes(published, client, taras):
    first = client.get(REPORT).html
    assert client.get(REPORT).html == first
    publish("land", taras, "Виправлення.")
    assert "Виправлення." in client.get(REPORT).text


def test_names_have_a_page_of_their_own(published, client):
    page = client.get(f"{REPORT}?part=names")
    assert "Олена Коваленко" in page.text and "Петро Гнатюк" in page.text


@pytest.mark.parametrize("number", ["2", "0", "x", "-1", "9" * 30, "²"])
def test_a_report_that_is_not_there(published, client, number):
    client.get(f"{REPORT}?number={number}", 404)


def test_a_draft_that_is_not_there(client, app):
    client.get("/drafts/nowhere/report", 404)
    assert client.ask("post", REPORT).status_code in (400, 405)


def test_long_lists_are_paged_and_lose_nobody(draft, olena, taras, client, monkeypatch):
    from reform_portal.feedback.report import queries

    monkeypatch.setattr(queries.page_of_rows, "__defaults__", (None, 3))
    for number in range(8):
        say(olena, f"Думка {number}.", eid=("art_2", "art_1__para_1")[number % 2])
    answer_all(taras)
    end()
    write("land", taras)
    publish("land", taras)
    seen, path = [], REPORT
    while path:
        page = client.get(path)
        seen += [word for word in (f"Думка {n}." for n in range(8)) if word in page.text]
        assert ("Висновки" in page.text) == ("Далі" not in page.text)
        path = next((link for link in page.links if "cursor=" in link and not link.startswith("/en")), "")
    assert sorted(seen) == [f"Думка {n}." for n in range(8)]


def test_hidden_and_withdrawn_words_are_not_shown_any_more(published, olena, marta, client):
    _own, same, other = published
    hide(same, marta)
    withdraw(other, olena)
    text = client.get(REPORT).text
    assert "Плата зависока." not in text and "приховано модератором" in text
    assert "Таємні слова Олени." in text


def test_words_that_another_wrote_too_stay(published, marta, client):
    hide(published[1], marta)
    text = client.get(REPORT).text
    assert "Плата зависока." in text and "ще 1 зауваження знято" in text
    assert f"/comments/{published[1]}" not in client.get(REPORT).links


def test_erased_words_leave_the_database_and_the_hash_stays(app, published, marta, client):
    before = report().sha256
    erase(published[0], marta)
    assert "Таємні слова" not in client.get(REPORT).text
    work(app)
    assert "Таємні слова" not in str(rows()) and report().sha256 == before
    assert "Олена Коваленко" in client.get(f"{REPORT}?part=names").text
    erase(published[2], marta)
    work(app)
    assert "Олена" not in str(rows()) and "Олена" not in client.get(f"{REPORT}?part=names").text
    assert "слова стерто" in client.get(REPORT).text


def test_the_report_speaks_the_language_of_its_draft(app, olena, taras, client):
    make_draft(rule_set="ua.3841", closes_at=now() + timedelta(days=1))
    say(olena)
    answer_all(taras)
    end()
    write("land", taras)
    publish("land", taras)
    assert "Предмет публічних консультацій" in client.get(f"/en{REPORT}").text


def test_drafters_are_led_to_the_desk(published, taras, as_, client):
    assert "/desk/land/report" in as_(taras).get(REPORT).links
    assert "/desk/land/report" not in client.get(REPORT).links


def test_number_of_queries_does_not_grow_with_the_proposals(draft, olena, taras, app, client, as_):
    def asked(first, last):
        close_draft("land", now() + timedelta(days=1))
        for number in range(first, last):
            say(olena, f"Думка {number}.", eid=("art_2", "art_1__para_1")[number % 2])
        answer_all(taras)
        end()
        publish("land", taras, "Ще.")
        found = numbers(client, (REPORT, f"{REPORT}?part=names"))
        return found | numbers(
            as_(taras), ("/desk/land/report", "/desk/land/report/preview", "/desk/land/report/missing")
        )

    write("land", taras)
    few = asked(0, 3)
    assert asked(3, 20) == few and max(few.values()) <= 20
