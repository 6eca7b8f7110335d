"""Themes follow the comments: those who come, those who go, those whose words change."""

import pytest
from sqlalchemy import select, update

from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.discussion import actions as discussion
from reform_portal.discussion.queries import comment_by_public_id, find_comment
from reform_portal.feedback.queries import summary_of
from reform_portal.feedback.themes import actions, keeping, queries
from reform_portal.feedback.themes.models import Theme, ThemeBackground, ThemeState
from reform_portal.feedback.themes.reader import ThemeReader
from reform_portal.journal import readers
from reform_portal.journal.queries import last_number
from tests.discussion.acts import bend, erase, hide, support, withdraw
from tests.discussion.carried import reattach
from tests.factories import make_draft, make_person, say
from tests.feedback import answering
from tests.feedback.theming import (
    FEE,
    STRAY,
    TERM,
    check,
    everything,
    follow,
    members,
    others,
    provision,
    shown,
    tell,
    theme_with,
)
from tests.texts import LAND_2


@pytest.fixture
def people(app, draft):
    return [make_person(f"citizen{number}") for number in range(4)]


@pytest.fixture
def told(people):
    """Two themes and a stray comment."""
    found = tell(people, [*TERM, *FEE, STRAY])
    follow()
    return found


def edit(public_id, person, body):
    with unit_of_work():
        discussion.edit(comment_by_public_id(public_id), person, body, "neutral")


def test_every_comment_is_in_one_theme_or_among_the_others(told):
    found = check(told)
    assert len(found.themes) >= 2 and not found.stale
    assert found.rests_on == 9 and found.computed_at <= now()
    assert told[8] in others()
    fees = theme_with(told[4])
    assert members(fees) == set(told[4:8])
    assert fees.quotes and fees.people <= 4


def test_a_new_comment_waits_among_the_others_until_the_worker_comes(people, told):
    late = say(people[0], "Плату за довідку скасуйте, вона несправедлива!", stance="neutral")
    found = check([*told, late])
    assert found.stale and late in others() and found.other == 2
    follow()
    assert not check([*told, late]).stale
    assert theme_with(late).public_id == theme_with(told[4]).public_id


def test_themes_keep_their_addresses_when_they_are_found_afresh(people, told):
    before = {theme.public_id: members(theme) for theme in shown().themes}
    late = tell(people, ["Довідка має бути безоплатною для всіх пенсіонерів.", "Скасуйте плату за довідку для бідних."])
    follow()
    after = {theme.public_id: members(theme) for theme in check([*told, *late]).themes}
    for public_id, old in before.items():
        assert public_id in after and len(old & after[public_id]) * 2 > len(old)


def test_address_of_a_theme_that_is_no_more_leads_to_what_took_its_comments(client, people, told):
    fees = theme_with(told[4])
    late = tell(people, [f"Дорогу до озера полагодьте до весни, прошу {number}." for number in range(3)])
    for public_id in told[5:8]:
        withdraw(public_id, people[told.index(public_id) % 4])
    edit(told[4], people[0], "Дорогу до озера полагодьте, бо влітку там не проїхати.")
    follow()
    check([*told[:5], told[8], *late])
    page = client.get(f"/themes/{fees.public_id}")
    assert page.response.request.path.removeprefix("/themes/") in [theme.public_id for theme in shown().themes]
    assert "Дорогу до озера" in page.text


def test_words_of_a_comment_that_goes_vanish_at_once(people, marta, told):
    left = list(told)
    for go in (lambda one: withdraw(one, people[told.index(one) % 4]), lambda one: hide(one, marta),
               lambda one: erase(one, marta)):  # fmt: skip
        quote = next(quote for theme in shown().themes for quote in theme.quotes)
        go(quote.comment)
        left.remove(quote.comment)
        assert quote.comment not in [q.comment for theme in check(left).themes for q in theme.quotes]
        follow()
        found = check(left)
        assert not found.stale and found.rests_on == len(left)
        assert quote.text not in repr(db.session.execute(select(Theme.quotes)).all())
        db.session.rollback()


def test_a_comment_that_is_restored_comes_back(marta, told):
    hide(told[4], marta)
    follow()
    with unit_of_work():
        discussion.restore(find_comment(told[4]), marta)
    follow()
    check(told)


def test_an_edited_comment_goes_where_its_new_words_belong(people, told):
    edit(told[4], people[0], "Тридцять днів задовго: скоротіть строк розгляду, люди чекають відповіді.")
    for theme in shown().themes:
        assert not any(quote.text in FEE[0] for quote in theme.quotes if quote.comment == told[4])
    follow()
    check(told)
    assert theme_with(told[4]).public_id == theme_with(told[1]).public_id


def test_replies_count_and_words_of_drafters_do_not(people, taras, told):
    reply = say(people[1], "Згодна: плату за довідку треба скасувати.", parent=told[4], stance="neutral")
    say(taras, "Дякуємо, плату за довідку скасуємо.", parent=told[4], stance="neutral")
    follow()
    check([*told, reply])


def test_support_changes_no_theme_and_makes_nothing_stale_for_long(people, petro, told):
    before = shown()
    support(told[0], petro)
    assert shown().stale
    follow()
    after = shown()
    assert not after.stale and after.themes == before.themes


def test_taking_the_same_entries_again_changes_nothing(people, told):
    late = tell(people, ["Довідка безоплатна — і крапка.", "Строк розгляду скоротіть."])
    follow()
    before = everything()
    readers.reset(ThemeReader.name, 12)
    follow()
    assert everything() == before
    check([*told, *late])


def test_a_reset_makes_all_anew_and_keeps_the_addresses(told):
    before, addresses = everything(), {theme.label: theme.public_id for theme in shown().themes}
    with unit_of_work():
        db.session.execute(update(Theme).values(label="Нісенітниця", quotes=[]))
        db.session.execute(update(ThemeState).values(weights={}, profiles={}))
    readers.reset(ThemeReader.name)
    follow()
    assert everything() == before
    assert {theme.label: theme.public_id for theme in shown().themes} == addresses


def test_many_come_one_by_one_and_only_then_all_are_found_afresh(people, monkeypatch):
    monkeypatch.setattr(keeping, "FEW", 0)
    told = tell(people, [*TERM, *FEE, STRAY])
    follow()
    first = [theme.public_id for theme in check(told).themes]
    begun = []
    monkeypatch.setattr(keeping, "find_themes", lambda *given: begun.append(1) or pytest.fail("too early"))
    for number in range(4):
        told += tell(people, [f"Плату за довідку скасуйте, прошу вас {number} разів."])
        follow()
        found = check(told)
        assert [theme.public_id for theme in found.themes] == first or len(first) == len(found.themes)
    assert theme_with(told[-1]).public_id == theme_with(told[4]).public_id
    monkeypatch.undo()
    told += tell(people, ["Строк."])
    follow()
    check(told)
    assert db.session.scalar(select(ThemeState.grouped)) == 14
    db.session.rollback()


def test_answered_theme_stays_as_it_is_and_later_comments_may_join(people, taras, told):
    fees = theme_with(told[4])
    answering.answer(fees.public_id, taras, kind="theme")
    before = members(fees)
    late = tell(people, ["Зробіть довідку безоплатною, плата за довідку несправедлива.", *TERM])
    follow()
    check([*told, *late])
    now_ = next(theme for theme in shown().themes if theme.public_id == fees.public_id)
    assert now_.label == fees.label and now_.answer.decision == "accepted" and not now_.fixed
    assert before <= members(now_) and late[0] in members(now_)


def test_answer_to_a_theme_holds_for_who_joins_later(app, people, taras, told):
    fees = theme_with(told[4])
    given = answering.answer(fees.public_id, taras, kind="theme")
    late = say(people[2], "Зробіть довідку безоплатною, плата за довідку несправедлива.", stance="neutral")
    readers.run_once(app.extensions["readers"], patience=60)
    assert theme_with(late).public_id == fees.public_id
    assert answering.holds_for(late) == given


def test_answered_theme_without_comments_is_not_shown_but_keeps_its_page(client, people, taras, told):
    fees = theme_with(told[4])
    answering.answer(fees.public_id, taras, kind="theme")
    for public_id in members(fees):
        withdraw(public_id, people[told.index(public_id) % 4])
    follow()
    assert fees.public_id not in [theme.public_id for theme in shown().themes]
    page = client.get(f"/themes/{fees.public_id}")
    assert "Опублікованих зауважень у цій темі зараз немає" in page.text and "враховано" in page.text


def test_answer_that_is_given_while_themes_are_found_is_not_lost(app, people, taras, told, monkeypatch):
    fees = theme_with(told[4])
    found, times = keeping.follow, []

    def slow(*given):
        result = found(*given)
        if not times:
            answering.answer(fees.public_id, taras, kind="theme")
        times.append(1)
        return result

    monkeypatch.setattr(keeping, "follow", slow)
    late = tell(people, [*TERM, "Сніг, мороз, відлига й повінь."])
    follow()
    assert len(times) == 2
    check([*told, *late])
    assert next(theme for theme in shown().themes if theme.public_id == fees.public_id).answer


def test_a_comment_that_moves_takes_its_place_with_it(people, taras, told):
    make_draft(text=LAND_2)
    follow()
    reattach(told[4], taras, "art_3__para_2", "")
    left = [one for one in told if one != told[4]]
    check(left)
    follow()
    check(left)
    check([told[4]], "art_3__para_2")


def test_a_new_version_loses_no_comment(told):
    make_draft(text=LAND_2.replace("### Стаття 3.", "### Стаття 7."))
    follow()
    check(told, "art_7__para_1")


def test_only_what_the_entries_speak_of_is_touched(people, told):
    elsewhere = tell(people, FEE, eid="art_2")
    follow()
    before = db.session.scalar(select(ThemeState.entry).where(ThemeState.provision_id == provision()))
    db.session.rollback()
    elsewhere += tell(people, ["Плата за довідку завелика."], eid="art_2")
    follow()
    after = db.session.scalar(select(ThemeState.entry).where(ThemeState.provision_id == provision()))
    assert after == before
    db.session.rollback()
    check(told)
    check(elsewhere, "art_2")


def test_background_is_counted_again_only_when_the_draft_has_grown(people, told, monkeypatch):
    counted = []
    sample = queries.sample_of_bodies
    monkeypatch.setattr(queries, "sample_of_bodies", lambda *given: counted.append(1) or sample(*given))
    tell(people, FEE[:2])
    follow()
    assert counted == []
    tell(people, TERM[:3])
    follow()
    assert counted == [1]
    assert db.session.scalar(select(ThemeBackground.comments)) == 14
    db.session.rollback()


def test_sample_of_a_large_draft_reaches_from_first_to_last(people, told):
    draft_id = find_comment(told[0]).draft_id
    assert queries.sample_of_bodies(draft_id, 3) == [TERM[0], TERM[3], FEE[2]]
    assert len(queries.sample_of_bodies(draft_id, 100)) == 9
    db.session.rollback()


def test_apostrophes_look_alikes_and_marks_are_one_word(people):
    bodies = [
        "Подвір’я громади забруднене відходами.", "Подвір'я громади забруднене відходами щодня.",
        "Подвірʼя громади забруднене відходами влітку.", "Пoдвiр’я громади забруднене відходами взимку.",
        "Подві́р’я громади забруднене відходами восени.", "Ґрунт отруєно.",
    ]  # fmt: skip
    told = tell(people, bodies)
    follow()
    check(told)
    assert members(theme_with(told[0])) >= set(told[:5])


def test_themes_and_summaries_are_fresh_after_one_round(app, people, told):
    tell(people, ["Ще одне."])
    readers.run_once(app.extensions["readers"], patience=60)
    found = shown()
    assert not found.stale and found.rests_on == 10
    assert summary_of(provision()).content["comments"] == 10
    db.session.rollback()


def test_no_comment_no_themes(draft):
    follow()
    assert shown() == queries.ShownThemes()


def test_held_comments_are_nowhere(people, told):
    bend(told[0], status="held")
    actions.follow(provision(), find_comment(told[1]).draft_id, last_number())
    check(told[1:])
