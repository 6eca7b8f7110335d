"""Clauses of every version, comments, proposed wordings, answers and reports are found; nothing else is."""

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.discussion import actions as discussion
from reform_portal.discussion import queries as comments
from reform_portal.discussion.actions import Said
from reform_portal.drafts.actions import publish_translation
from reform_portal.drafts.queries import place_of
from reform_portal.journal import readers
from reform_portal.search.queries import Found, answer_to
from tests.discussion.carried import WITHOUT_ARTICLE
from tests.factories import make_draft, say
from tests.feedback.answering import answer, make_theme, revise
from tests.feedback.reporting import answer_all, end, publish, write
from tests.texts import LAND, LAND_2


@pytest.fixture
def follow(app):
    return lambda: readers.run_once(app.extensions["readers"], patience=20)


def items(q: str = "", **arguments: str) -> list[Found]:
    return answer_to({"q": q, **arguments}, limit=100).items


def found(q: str = "", **arguments: str) -> set[tuple[str, str]]:
    return {(one.kind, one.id) for one in items(q, **arguments)}


def propose(person, wording: str) -> str:
    with unit_of_work():
        said = Said("Так буде ясніше.", "amend", "full", wording=wording)
        return discussion.post(place_of("land", "art_3__para_1"), person, said, None)


def act(done, public_id: str, person, *more) -> None:
    with unit_of_work():
        done(comments.comment_by_public_id(public_id), person, *more)


def test_words_of_every_version_once_with_the_newest_first(follow, draft):
    make_draft(text=LAND_2)
    make_draft(text=LAND_2.replace("щороку", "щомісяця"))
    follow()
    rows = [(one.row.version, one.row.is_newest) for one in items('"перелік ділянок"')]
    assert rows == [(3, True), (1, False), (2, False)] or rows == [(3, True), (2, False), (1, False)]
    unchanged = items('"20 календарних днів"', kind="clause")
    assert [one.row.version for one in unchanged] == [3]
    assert items('"30 календарних днів"')[0].path == "/drafts/land/art_3__para_1?version=1"


def test_english_text_of_a_clause_finds_it(follow, draft):
    follow()
    assert not found("dolphins")
    with unit_of_work():
        english = LAND.replace("Плата за землю сплачується щомісяця.", "The fee is paid to dolphins monthly.")
        publish_translation("land", english.encode(), "en.md", "en")
    follow()
    assert [(one.kind, one.row.slug) for one in items("dolphin")] == [("clause", "land")]
    assert any(piece.marked and piece.text == "dolphins" for piece in items("dolphin")[0].pieces)
    [ukrainian] = items('"звільнити від плати"', kind="clause")
    assert not any("may" in piece.text for piece in ukrainian.pieces), "only the words in which it was found"


def test_quoted_words_and_wordings(follow, draft, olena, petro):
    quoted = say(olena, "Забагато.", quote="30 календарних днів")
    proposed = propose(petro, "Рада розглядає заяву протягом двох тижнів.")
    follow()
    assert ("comment", quoted) in found("календарний")
    assert found("двох тижнів") == {("wording", proposed)}
    assert found("ясніше") == {("comment", proposed)}
    assert found(kind="wording") == {("wording", proposed)}
    act(discussion.withdraw, proposed, petro)
    follow()
    assert not found("двох тижнів") and not found("ясніше")


def test_answers_and_answered_comments(follow, draft, olena, petro, taras):
    public_id, other = say(olena, "Про дельфінів."), say(petro, "Ще про дельфінів.")
    follow()
    assert found("дельфін", answered="yes") == set()
    given = answer(public_id, taras, reason="Ксилофони купуватимуть щороку, тож прохання враховано.")
    follow()
    assert found("ксилофон") == {("answer", given)}
    assert found("дельфін", answered="yes") == {("comment", public_id)}
    assert found("дельфін відповідь:ні") == {("comment", other)}
    assert [one.answer.public_id for one in items("дельфін", answered="yes")] == [given]
    revise(given, taras, reason="Контрабаси купуватимуть щороку, тож прохання враховано.")
    follow()
    assert not found("ксилофон") and found("контрабас") == {("answer", given)}


def test_answer_to_a_theme_holds_for_its_comments(follow, draft, olena, petro, taras):
    first, second = say(olena, "Про дельфінів."), say(petro, "Ще про дельфінів.")
    answer(make_theme(first, second), taras, kind="theme")
    follow()
    assert found("дельфін", answered="yes") == {("comment", first), ("comment", second)}


def test_reports_the_newest_one_alone(follow, draft, olena, taras):
    say(olena, "Про дельфінів.")
    end()
    answer_all(taras)
    write("land", taras, introduction="Дякуємо за думки про ксилофони.")
    publish("land", taras)
    follow()
    assert {kind for kind, _id in found("ксилофон")} == {"report"}
    write("land", taras, introduction="Дякуємо за думки про контрабаси.")
    publish("land", taras, note="Виправлено інструмент.")
    follow()
    assert not found("ксилофон") and {kind for kind, _id in found("контрабас")} == {"report"}


def test_comment_is_found_by_the_place_where_it_stands_now(follow, draft, olena):
    public_id = say(olena, "Про дельфінів.", eid="art_3__para_1")
    make_draft(
        text=LAND.replace("### Стаття 1. Терміни", "### Стаття 1. Мета\n\nМета — лад.\n\n### Стаття 11. Терміни")
    )
    follow()
    assert ("comment", public_id) in found("дельфін", clause="art_3__para_1")
    assert ("comment", public_id) in found("дельфін стаття:3")
    assert found("дельфін", clause="ч. 1 ст. 3", draft="land") == {("comment", public_id)}
    assert not found("дельфін", clause="ст. 2")


def test_place_that_is_only_in_an_earlier_version(follow, draft, olena):
    public_id = say(olena, "Про дельфінів.", eid="art_3__para_1")
    make_draft(text=WITHOUT_ARTICLE)
    follow()
    assert ("comment", public_id) in found("дельфін", clause="ст. 3")
    answer = answer_to({"q": "дельфін", "clause": "ст. 99"})
    assert answer.nowhere and not answer.total


def test_authors_and_days(follow, draft, olena, petro):
    mine, other = say(olena, "Про дельфінів."), say(petro, "Ще про дельфінів.")
    follow()
    assert found("дельфін", author="олени") == {("comment", mine)}
    assert found("", author="Петро", kind="comment") == {("comment", other)}
    assert found("дельфін", **{"from": "2199-01-01"}) == set()
    assert len(found("дельфін", to="2199-01-01")) == 2


@pytest.mark.parametrize("end_of_it", ["hide", "withdraw", "erase"])
def test_what_is_taken_away_is_in_no_result_at_once_and_in_no_count_soon(follow, draft, olena, marta, end_of_it):
    public_id = propose(olena, "Про ксилофони й дельфінів.")
    follow()
    before = answer_to({"q": "ксилофон"})
    assert before.total == 1 and before.facets["stance"] == {"amend": 1}
    if end_of_it == "withdraw":
        act(discussion.withdraw, public_id, olena)
    elif end_of_it == "hide":
        act(discussion.hide, public_id, marta, "off_topic")
    else:
        act(discussion.erase, public_id, marta, "Рішення суду")
    assert not items("ксилофон") and not items("ясніше"), "before the reader has come by"
    follow()
    after = answer_to({"q": "ксилофон"})
    assert (after.total, after.meant, dict(after.facets["stance"])) == (0, "", {})


def test_question_gets_the_best_matches(follow, draft, olena):
    public_id = say(olena, "Дельфінам у нашому морі потрібна охорона від шуму кораблів.")
    follow()
    answer = answer_to({"q": "Хто в області відповідає за те, щоб дельфінам не заважав шум великих кораблів?"})
    assert answer.loose and answer.items[0].id == public_id
    assert not answer_to({"q": "дельфін ксилофон"}).loose, "two chosen words are meant both"


def test_pages_go_on_after_new_comments_came(follow, draft, olena):
    said = [say(olena, f"Про дельфінів, думка {number}.") for number in range(5)]
    follow()
    first = answer_to({"q": "дельфін", "sort": "newest"}, limit=2)
    say(olena, "Про дельфінів, найновіша думка.")
    follow()
    rest, cursor = [], first.next
    while cursor:
        page = answer_to({"q": "дельфін", "sort": "newest"}, cursor, limit=2)
        rest += page.items
        cursor = page.next
    found = [one.id for one in [*first.items, *rest]]
    assert set(said) <= set(found) and len(found) == len(set(found))
