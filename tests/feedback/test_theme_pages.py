"""The page of a theme and the page of all themes of a clause; what programs read."""

import pytest

from reform_portal.journal import readers
from tests.discussion.acts import support, withdraw
from tests.factories import make_draft, make_person, say
from tests.feedback import answering
from tests.feedback.theming import (
    FEE,
    PLACE,
    STRAY,
    TERM,
    follow,
    members,
    rename,
    shown,
    tell,
    theme_with,
)
from tests.texts import LAND
from tests.web.test_query_counts import counted


@pytest.fixture
def people(app, draft):
    return [make_person(f"citizen{number}") for number in range(4)]


@pytest.fixture
def told(people):
    found = tell(people, [*TERM, *FEE, STRAY])
    follow()
    return found


def test_page_of_a_theme_shows_counts_quotes_and_every_comment(client, people, told):
    theme = theme_with(told[4])
    page = client.get(f"/themes/{theme.public_id}")
    for words in (theme.label, "4 зауваження · 4", "Усі зауваження теми", *FEE):
        assert words in page.text, words
    for quote in theme.quotes:
        assert f"/comments/{quote.comment}" in page.links
    assert {f"/comments/{one}" for one in told[4:8]} <= set(page.links)
    assert PLACE in page.links and any(link.startswith("/drafts/land/art_3__para_1?") for link in page.links)
    assert "Відповісти від розробника" not in page.text and "Упорядкувати" not in page.text


def test_drafters_are_led_to_the_answer_and_to_the_desk(as_, taras, told):
    theme = theme_with(told[4])
    page = as_(taras).get(f"/themes/{theme.public_id}")
    assert f"/themes/{theme.public_id}/answer" in page.links and "/desk/land/art_3__para_1/themes" in page.links
    given = answering.answer(theme.public_id, taras, kind="theme")
    page = as_(taras).get(f"/themes/{theme.public_id}")
    assert f"/answers/{given}" in page.links and f"/themes/{theme.public_id}/answer" not in page.links
    assert "враховано" in page.text


def test_page_of_a_clause_counts_what_its_lists_hold(client, told):
    page = client.get(PLACE)
    found = shown()
    for words in ("Про що говорять: ч. 1 ст. 3", "9 зауважень", "поза темами — 1", "Інше · 1 зауваження", STRAY):
        assert words in page.text, words
    for theme in found.themes:
        assert f"/themes/{theme.public_id}" in page.links
    assert "Теми оновлюються" not in page.text and "Складено з 9 зауважень" in page.text


def test_page_says_when_it_is_stale_and_shows_what_came(client, people, told):
    client.get(PLACE)
    say(people[0], "Нове зауваження про паркан.")
    page = client.get(PLACE)
    assert "Теми оновлюються" in page.text and "Нове зауваження про паркан" in page.text
    assert "10 зауважень" in page.text and "поза темами — 2" in page.text
    follow()
    assert "Теми оновлюються" not in client.get(PLACE).text


def test_quote_of_a_withdrawn_comment_is_gone_at_once(client, people, told):
    quote = theme_with(told[4]).quotes[0]
    withdraw(quote.comment, people[told.index(quote.comment) % 4])
    for path in (PLACE, f"/themes/{theme_with(told[1]).public_id}"):
        assert quote.text not in client.get(path).text


def test_lists_are_paged(client, people, draft):
    told = tell(people, [f"Слово{number} нарізно{number} думка{number}." for number in range(45)])
    follow()
    page = client.get(PLACE)
    later = client.get(next(link for link in page.links if "cursor=" in link).partition("#")[0])
    both = {link for link in (*page.links, *later.links) if link.startswith("/comments/")}
    assert both >= {f"/comments/{one}" for one in told} - {
        f"/comments/{one}" for theme in shown().themes for one in members(theme)
    }


def test_clause_without_comments_says_so(client, draft):
    assert "ще нічого не сказали" in client.get("/drafts/land/art_1/themes").text


def test_other_forms_of_an_address_lead_to_the_same_themes(client, told):
    for eid in ("ст. 3 ч. 1", "art_3__para_1__al_1"):
        assert "9 зауважень" in client.get(f"/drafts/land/{eid}/themes").text


def test_clause_that_is_gone_keeps_its_themes(client, people, draft):
    told = tell(people, [*TERM, *FEE], eid="art_1__para_2")
    follow()
    theme = theme_with(told[0], "art_1__para_2")
    make_draft(text=LAND.replace("2. Інші терміни вживаються у значенні, наведеному в законах.\n", ""))
    follow()
    page = client.get(f"/themes/{theme.public_id}")
    back = next(link for link in page.links if link.endswith("/themes"))
    assert theme.label in client.get(back).text


def test_what_is_not_there_is_not_found(client, draft):
    page = client.get("/themes/0000000000000000", status=404)
    assert "Такої теми вже немає" in page.text
    client.get("/drafts/none/art_1/themes", status=404)
    client.get("/drafts/land/art_99/themes", status=404)
    assert client.ask("post", "/themes/0000000000000000").status_code == 405


def test_bad_cursor_means_the_first_page(client, told):
    assert STRAY in client.get(f"{PLACE}?cursor=%%%").text


def test_label_of_a_person_is_marked(client, taras, told):
    theme = theme_with(told[4])
    rename(theme.public_id, taras, "Гроші <b>за</b> «довідку»")
    page = client.get(f"/themes/{theme.public_id}")
    assert "упорядкував розробник" in page.text and "<b>за</b>" in page.text


def test_pages_are_there_in_english(client, told):
    client.get(f"/en{PLACE}")
    client.get(f"/en/themes/{theme_with(told[4]).public_id}")


def summary(client, clause="art_3__para_1"):
    return client.ask("get", f"/api/v1/drafts/land/feedback?clause={clause}").json["clauses"][0]


def test_programs_read_themes_as_people_do(app, client, petro, told):
    support(told[0], petro)
    follow()
    found = summary(client)
    lists = [set(theme["comments"]) for theme in found["themes"]]
    assert [len(part) for part in lists] == [theme["size"] for theme in found["themes"]] == [4, 4]
    assert found["other"] == 1 and set.union(*lists) == set(told[:8])
    for theme in found["themes"]:
        assert theme["label"] and theme["quotes"] and theme["url"] == f"/themes/{theme['id']}"
        assert all(quote["comment"] in theme["comments"] and quote["text"] for quote in theme["quotes"])
        assert theme["answer"] is None


def test_programs_see_answers_and_staleness(app, client, people, taras, told):
    readers.run_once(app.extensions["readers"], patience=60)
    assert summary(client)["stale"] is False
    theme = theme_with(told[4])
    answering.answer(theme.public_id, taras, kind="theme")
    readers.run_once(app.extensions["readers"], patience=60)
    found = summary(client)
    given = next(one for one in found["themes"] if one["id"] == theme.public_id)["answer"]
    assert given["decision"] == "accepted" and found["answered"] == 4 and not found["stale"]
    say(people[0], "Нове.")
    assert summary(client)["stale"] is True


def test_programs_read_campaigns_of_a_clause(app, client, draft):
    letter = (
        "Прошу не скасовувати автобус до лікарні, бо люди похилого віку не мають чим туди дістатися. "
        "Торік маршрут уже закривали на два місяці, і черга на виклик швидкої виросла втричі."
    )
    authors = [make_person(f"author{number}", given_name=name) for number, name in enumerate(("Іван", "Ганна", "Юрій"))]
    told = [say(one, f"Шановні депутати!\n{letter}\nЗ повагою,\n{one.given_name}") for one in authors]
    say(authors[0], "Зовсім інше: дорогу до озера треба полагодити до весни.")
    readers.run_once(app.extensions["readers"], patience=60)
    (campaign,) = summary(client)["campaigns"]
    assert campaign == {"representative": told[0], "size": 3, "comments": told}


def test_number_of_queries_is_constant(app, client, as_, taras, people, told):
    staff = as_(taras)

    def asked():
        found = []
        paths = (PLACE, f"/themes/{theme_with(told[4]).public_id}", "/api/v1/drafts/land/feedback")
        for who, path in [*((client, path) for path in paths), (staff, f"/desk{PLACE.removeprefix('/drafts')}")]:
            with counted() as statements:
                assert who.ask("get", path).status_code == 200
            found.append(len(statements))
        return found

    before = asked()
    for eid in ("art_2", "art_1__para_1", "art_3__para_2"):
        tell(people, [*FEE, *TERM, "Плата за землю завелика."], eid=eid)
    tell(people, [f"Скасуйте плату за довідку, прошу {number}." for number in range(6)])
    follow()
    assert asked() == before
    assert max(before) <= 20
