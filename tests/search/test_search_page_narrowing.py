"""The search page around its results: filters, what was left out, the form, the picture of when, citations."""

import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from reform_portal.core.clock import in_kyiv, now
from reform_portal.core.database import unit_of_work
from reform_portal.discussion import actions as discussion
from reform_portal.discussion import queries as comments
from tests.factories import say
from tests.search.talking import follow, talk

DOLPHINS = "/search?q=" + quote("дельфін")


@pytest.fixture
def talked(app, draft, olena, petro, taras):
    return talk(app, olena, petro, taras)


def results(page) -> int:
    return page.html.count('<li class="result">')


def narrowed(page, name: str) -> dict[str, tuple[str, int]]:
    """Value of a filter → (address, number) as the page offers it."""
    found = re.search(rf'aria-labelledby="narrow-{name}".*?</section>', page.html, re.S)
    choices = re.findall(
        r'<a href="([^"]+)"[^>]*>.*?<span class="choice-number">(\d+)\+?</span>', found[0] if found else "", re.S
    )
    return {
        parse_qs(urlsplit(address).query.replace("&amp;", "&")).get(name, [""])[0]: (address, int(number))
        for address, number in choices
    }


def test_every_choice_gives_as_many_results_as_it_says(client, talked):
    page = client.get(DOLPHINS)
    assert results(page) == 7
    seen = 0
    for name in ("draft", "kind", "stance", "clause", "answered"):
        choices = narrowed(page, name)
        assert len(choices) > 1, name
        for address, number in choices.values():
            assert results(client.get(address.replace("&amp;", "&"))) == number, address
            seen += 1
    assert seen >= 12


def test_choices_keep_their_word_with_a_place_of_several_drafts(client, talked):
    page = client.get("/search?clause=" + quote("ст. 1"))
    choices = narrowed(page, "draft")
    assert set(choices) == {"land", "water"}
    for address, number in choices.values():
        address = address.replace("&amp;", "&")
        assert client.ask("get", address.replace("/search?", "/search.json?")).json["total"] == number > 0


def test_months_narrow_to_whole_months_and_back(client, talked):
    today = in_kyiv(now()).date()
    page = client.get(f"{DOLPHINS}&from={today:%Y-%m}&to={today:%Y-%m}")
    assert results(page) == 7
    (choice,) = re.findall(r'<a href="([^"]+)" rel="nofollow" aria-current="true">', page.html)
    assert "from=" not in choice and results(client.get(choice.replace("&amp;", "&"))) == 7
    assert results(client.get(f"{DOLPHINS}&to=2020")) == 0


def test_chosen_filters_are_shown_and_each_can_be_dropped(client, talked):
    page = client.get(DOLPHINS + "&kind=comment&stance=question&draft=water&answered=no&author=" + quote("Гнатюк"))
    assert results(page) == 1
    chips = re.findall(r'class="chosen-one" href="([^"]+)"', page.html)
    dropped = {name for name in ("kind", "stance", "draft", "answered", "author") for c in chips if f"{name}=" not in c}
    assert len(chips) == 5 and dropped == {"kind", "stance", "draft", "answered", "author"}
    for words in ("Проєкт: Про воду", "Ставлення: питання", "Автор: Гнатюк", "Де: самі зауваження", "Відповіді немає"):
        assert words in page.text
    for chip in chips:
        assert results(client.get(chip.replace("&amp;", "&"))) >= 1


def test_filters_without_words_are_enough(client, talked):
    assert results(client.get("/search?draft=water")) >= 3
    assert results(client.get("/search?stance=question")) == 1


def test_a_result_says_all_that_a_reporter_needs(client, talked):
    page = client.get(DOLPHINS + "&stance=oppose")
    assert results(page) == 1
    assert f"/comments/{talked['against']}" in page.links and f"/answers/{talked['answer']}" in page.links
    for words in ("Зауваження до: ч. 1 ст. 3", "на слова:", "«30 календарних днів»", "проти", "редакція 1",
                  "враховано частково", "Коваленко", "Про користування землею громади"):  # fmt: skip
        assert words in page.text, words


def test_marks_stand_on_quoted_words_too(client, talked):
    page = client.get("/search?q=" + quote("календарний день") + "&stance=oppose")
    assert "<mark>календарних</mark> <mark>днів</mark>»" in page.html


def test_a_result_can_be_cited_in_two_languages(client, talked):
    page = client.get(DOLPHINS + "&stance=oppose")
    assert "Коваленко. «Дельфінів тут забули» // Про користування землею громади, редакція 1, ч. 1 ст. 3." in page.text
    assert f"URL: http://portal.test/comments/{talked['against']} (дата звернення: " in page.text
    assert "“Дельфінів тут забули”. In: " in page.text and "Reform Portal, " in page.text


def test_the_page_of_a_comment_cites_it_too_while_it_is_published(client, talked, marta):
    address = f"/comments/{talked['against']}"
    assert "«Дельфінів тут забули» // Про користування землею громади, редакція 1" in client.get(address).text
    with unit_of_work():
        discussion.hide(comments.comment_by_public_id(talked["against"]), marta, "off_topic")
    assert "Цитувати" not in client.get(address).text


def test_words_that_a_law_has_no_more_are_marked(app, client, talked):
    from tests.factories import make_draft

    make_draft("water", "# Про воду\n\n### Стаття 1. Риба\n\n1. Кити живуть у морі.\n")
    follow(app)
    assert "колишня редакція" in client.get(DOLPHINS + "&kind=clause").text
    assert "колишня редакція" not in client.get("/search?kind=clause&q=" + quote("кити")).text
    assert "/drafts/water/art_1__para_1?version=1 (дата" in client.get(DOLPHINS + "&kind=clause").text


def test_argument_that_makes_no_sense_is_told_at_its_field(client, talked):
    for argument, said in (
        ("from=2026-13", "Незрозуміла дата «2026-13»"),
        ("to=" + quote("позавчора"), "Незрозуміла дата «позавчора»"),
        ("stance=love", "Немає такого ставлення: «love»"),
        ("kind=nonsense", "Незрозуміло: «nonsense»"),
        ("answered=maybe", "Незрозуміло: «maybe». Можна «так» або «ні»"),
        ("draft=nothing", "Проєкту «nothing» немає"),
        ("clause=" + quote("ст. 999"), "Місця «ст. 999» немає"),
    ):
        name = argument.split("=")[0]
        page = client.get(f"{DOLPHINS}&{argument}")
        assert said in page.text and f'aria-describedby="{name}-error"' in page.html, argument
        assert '<details class="search-more" open>' in page.html


def test_field_and_value_in_the_words_become_filters_of_the_form(client, talked):
    page = client.get("/search?q=" + quote("дельфін ставлення:проти чернетка:land"))
    assert results(page) == 1
    assert 'value="oppose" selected' in page.html and 'value="land" selected' in page.html
    assert 'name="q" type="search" value="дельфін"' in page.html


def test_the_form_builds_the_query_that_it_shows(client, talked):
    page = client.get(DOLPHINS + "&kind=comment&stance=oppose&from=2026-01-01&sort=newest&answered=yes&clause=art_3")
    form = next(form for form in page.forms if "kind" in form.fields)
    asked = "&".join(f"{name}={quote(value)}" for name, value in form.fields.items())
    again = client.get(f"{form.action}?{asked}")
    assert results(page) == results(again) == 1
    assert next(form for form in again.forms if "kind" in form.fields).fields == form.fields


def test_a_misspelt_word_is_offered_rightly_spelt(client, talked):
    page = client.get("/search?draft=land&q=" + quote("дельфнів"))
    assert "Можливо, ви шукали:" in page.text
    offered = next(link for link in page.links if quote("дельфін") in link and "draft=land" in link)
    assert results(client.get(offered)) >= 1


def test_a_question_gives_what_has_most_of_its_words(client, talked):
    page = client.get("/search?q=" + quote("чому дельфінів забули гармати міністра"))
    assert "Усіх слів разом немає ніде; ось місця, де їх найбільше." in page.text and results(page) >= 1


def test_what_cannot_be_searched_is_named(client, talked):
    page = client.get("/search?q=" + quote("дельфін ©☃"))
    assert results(page) == 7 and "Не враховано:" in page.text and "«©☃»" in page.text


def test_period_that_ends_before_it_begins_is_told(client, talked):
    page = client.get(DOLPHINS + "&from=2026-05-01&to=2026-04-01")
    assert "Перший день періоду пізніший за останній." in page.text


def test_picture_of_time_stands_over_a_table_of_links(client, app, draft, tmp_path):
    import json

    from reform_portal.discussion.comment_import import CommentImport

    rows = [
        {"external_id": str(at), "body": "Дельфін.", "created_at": f"2026-{month:02}-05T10:00:00+02:00"}
        for at, month in enumerate((1, 1, 4))
    ]
    file = tmp_path / "old.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    CommentImport("land", "x").run(file, {})
    follow(app)
    page = client.get(DOLPHINS)
    assert '<svg class="timeline"' in page.html and "style=" not in page.html
    week = next(link for link in page.links if "from=2026-01-05&to=2026-01-11" in link)
    assert results(client.get(week)) == 2
    assert '<svg class="timeline"' not in client.get(week).html


def test_pages_follow_each_other_while_new_comments_come_in(app, client, draft, olena):
    for number in range(43):
        say(olena, f"Дельфін номер {number:02}.")
    follow(app)
    address, seen, pages = DOLPHINS + "&sort=newest", [], 0
    while address and pages < 5:
        page = client.get(address)
        seen += re.findall(r"номер (\d\d)\.</p>", page.html)
        say(olena, f"Дельфін, що запізнився, {pages}.")
        follow(app)
        following = re.search(r'rel="next" href="([^"]+)#results"', page.html)
        address, pages = following[1].replace("&amp;", "&") if following else "", pages + 1
    assert pages == 3 and sorted(seen) == [f"{number:02}" for number in range(43)]
    assert 'rel="first"' in page.html and 'id="results" tabindex="-1"' in page.html


def test_files_of_the_same_search_are_offered(client, talked):
    page = client.get(DOLPHINS + "&kind=comment")
    for kind in ("atom", "csv", "json"):
        assert any(link == f"/search.{kind}?q={quote('дельфін')}&kind=comment" for link in page.links)
    assert '<link rel="alternate" type="application/atom+xml"' in page.html
    assert "application/atom" not in client.get("/search").html


def test_search_with_filters_can_be_saved(client, talked):
    page = client.get(DOLPHINS + "&kind=comment")
    saved = next(link for link in page.links if link.startswith("/follow/search?"))
    assert parse_qs(urlsplit(saved).query) == {"q": ["дельфін"], "kind": ["comment"]}


def test_help_is_there_in_both_languages(client, draft):
    assert "земел*" in client.get("/search").text and "manag*" in client.get("/en/search").text


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading(client, draft, method):
    for path in ("/search", "/search.csv", "/search.json", "/search.atom"):
        assert client.ask(method, path).status_code in (400, 405)
