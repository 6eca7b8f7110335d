"""A drafter answers a comment, a theme or a campaign."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from reform_portal.core.clock import now
from reform_portal.core.database import add_row, db, unit_of_work
from reform_portal.core.errors import BadInput, Conflict, NotAllowed
from reform_portal.feedback.answers import actions, queries
from reform_portal.feedback.answers.models import Answer, AnsweredComment
from reform_portal.feedback.campaigns.models import Campaign
from reform_portal.journal import readers
from tests.discussion.acts import bend, count, erase, hide, kinds_about, withdraw
from tests.factories import make_draft, make_person, say
from tests.feedback.answering import (
    FORM,
    REASON,
    answer,
    found,
    holds_for,
    join_campaign,
    make_campaign,
    make_theme,
    work,
)
from tests.people.letters import letters
from tests.texts import LAND_2


@pytest.fixture
def theirs(draft, olena):
    return say(olena, quote="30 календарних днів")


@pytest.fixture
def address(theirs):
    return f"/comments/{theirs}/answer"


def answers_given() -> int:
    return count(Answer)


def test_drafter_answers_and_sees_the_answer(as_, taras, theirs, address):
    page = as_(taras).submit(address, {**FORM, "decision": "partly"})
    assert page.response.request.path.startswith("/answers/")
    for words in ("враховано частково", REASON, "Тарас Коваленко", "1 зауваження", "Строк задовгий"):
        assert words in page.text, words
    row = found(holds_for(theirs))
    assert (row.decision, row.reason, row.number, row.target) == ("partly", REASON, 1, "comment")
    assert kinds_about(f"a:{row.public_id}") == ["answer.given"]


def test_form_shows_the_words_that_a_comment_proposes(as_, taras, theirs, address):
    bend(theirs, wording="20 календарних днів")
    page = as_(taras).get(address)
    assert "Пропонована редакція" in page.text and "Поправка" in page.text


def test_form_leads_to_all_that_a_theme_or_a_campaign_says(as_, taras, olena, petro, marta, draft):
    members = [say(one, "Однаковий лист.") for one in (olena, petro, marta)]
    theme, campaign = make_theme(*members), make_campaign(*members)
    client = as_(taras)
    assert f'href="/themes/{theme}"' in client.get(f"/themes/{theme}/answer").response.text
    assert f'href="/campaigns/{campaign}"' in client.get(f"/campaigns/{campaign}/answer").response.text


def test_form_shows_what_is_answered_and_every_decision(as_, taras, address):
    page = as_(taras).get(address)
    for words in ("Строк задовгий", "30 календарних днів", "враховано", "відхилено", "поза предметом"):
        assert words in page.text
    assert "decision" not in page.forms[-1].fields


@pytest.mark.parametrize("place", ["ч. 1 ст. 3", "art_3__para_1", "частина перша статті 3"])
def test_place_of_the_changed_words_is_a_citation_or_an_address(as_, taras, theirs, address, place):
    make_draft(text=LAND_2)
    page = as_(taras).submit(address, {**FORM, "changed": place})
    row = found(holds_for(theirs))
    assert (row.changed_eid, row.changed_in) == ("art_3__para_1", 2)
    assert "вилучено: 30" in page.text and "додано: 20" in page.text
    assert "/drafts/land/compare/1...2#to-art_3__para_1" in page.links


def test_admin_may_answer_too(as_, app, theirs, address):
    as_(make_person("boss", "admin")).submit(address, FORM)
    assert holds_for(theirs)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"decision": None}, "Оберіть рішення"),
        ({"decision": "maybe"}, "Оберіть рішення"),
        ({"reason": "   "}, "без обґрунтування"),
        ({"reason": "а" * 10_001}, "Задовго"),
        ({"reason": "байт\x00"}, "службові символи"),
        ({"changed": "ст. 99"}, "Такого місця в редакції 1 немає"),
        ({"changed": "ґ" * 300}, "Задовго"),
    ],
)
def test_bad_input_is_named_and_the_words_stay(as_, taras, theirs, address, change, message):
    typed = {**FORM, "reason": "Об’єднаємо з ч. 2: «ґрунт»", **change}
    page = as_(taras).submit(address, typed, status=422)
    assert message in page.text
    fields = page.forms[-1].fields
    for name in ("reason", "changed"):
        if typed.get(name) and "\x00" not in typed[name]:
            assert fields[name].strip() == typed[name].strip()
    assert answers_given() == 0


def test_lost_session_keeps_the_words_and_says_so(as_, taras, address):
    page = as_(taras).submit(address, {**FORM, "csrf_token": "a foreign token"}, status=400)
    assert page.forms[-1].fields["reason"] == REASON and page.forms[-1].fields["decision"] == "accepted"
    assert "Сеанс закінчився, але текст збережено" in page.text
    assert answers_given() == 0


def test_signed_out_person_is_led_to_sign_in(client, address):
    assert client.get(address).response.request.path == "/sign-in"
    client.post(address, {**FORM, "csrf_token": client.token()})
    assert answers_given() == 0


def test_only_drafters_answer(as_, olena, petro, marta, theirs, address):
    for person in (olena, petro, marta):
        client = as_(person)
        client.get(address, status=403)
        client.post(address, {**FORM, "csrf_token": client.token()}, status=403)
        with pytest.raises(NotAllowed):
            answer(theirs, person)
    assert answers_given() == 0


def test_unknown_things(as_, taras, theirs):
    client = as_(taras)
    for kind in ("comments", "themes", "campaigns"):
        client.get(f"/{kind}/0000000000000000/answer", status=404)
        client.post(f"/{kind}/0000000000000000/answer", {**FORM, "csrf_token": client.token()}, status=404)
    bend(theirs, status="held")
    client.get(f"/comments/{theirs}/answer", status=404)


def test_wrong_method(client, address):
    for method in ("put", "delete"):
        assert client.ask(method, address).status_code == 405


def test_second_answer_is_refused_with_the_words_and_the_way_to_change_the_first(as_, taras, theirs, address):
    client = as_(taras)
    page = client.get(address)
    first = answer(theirs, taras)
    page = client.send(page, address, {**FORM, "reason": "Інші слова."}, status=409)
    assert page.forms[-1].fields["reason"] == "Інші слова." and f"/answers/{first}/edit" in page.links
    assert answers_given() == 1
    assert client.get(address).response.request.path == f"/answers/{first}/edit"


def test_database_holds_one_answer_to_a_comment(taras, theirs):
    row = found(answer(theirs, taras))
    values = {name: getattr(row, name) for name in Answer.__table__.c.keys() if name not in ("id", "public_id")}  # noqa: SIM118
    with pytest.raises(IntegrityError), unit_of_work():
        add_row(Answer, values | {"public_id": "other"})


def test_what_nobody_can_read_is_not_answered(as_, olena, marta, taras, theirs):
    hidden, erased = say(olena), say(olena)
    withdraw(theirs, olena)
    hide(hidden, marta)
    erase(erased, marta)
    client = as_(taras)
    for public_id in (theirs, hidden, erased):
        client.get(f"/comments/{public_id}/answer", status=409)
        page = client.post(f"/comments/{public_id}/answer", {**FORM, "csrf_token": client.token()}, status=409)
        assert page.forms[-1].fields["reason"] == REASON
        with pytest.raises(Conflict):
            answer(public_id, taras)
    assert answers_given() == 0


def test_action_checks_the_words_by_itself(taras, theirs):
    for decision, reason, changed in (("", "Так.", ""), ("accepted", " ", ""), ("accepted", "а" * 10_001, "")):
        with pytest.raises(BadInput):
            answer(theirs, taras, decision, reason, changed)
    with pytest.raises(BadInput) as error:
        answer(theirs, taras, "maybe", "", "ст. 99")
    assert set(error.value.fields) == {"decision", "reason", "changed"}
    assert answers_given() == 0


def test_words_are_never_markup(client, taras, theirs):
    public_id = answer(theirs, taras, reason="<script>alert(1)</script> див. https://example.org/a?b=1&c=2")
    for path in (f"/answers/{public_id}", f"/comments/{theirs}", "/drafts/land/answers", "/drafts/land/art_3__para_1"):
        html = client.get(path).html
        assert "<script>alert" not in html and "&lt;script&gt;" in html
    assert 'rel="nofollow ugc noopener noreferrer"' in client.get(f"/answers/{public_id}").html


@pytest.mark.parametrize(("kind", "make"), [("theme", make_theme), ("campaign", make_campaign)])
def test_answer_to_a_group_holds_for_each_in_it(as_, olena, petro, marta, taras, draft, kind, make):
    members = [say(olena), say(petro, "Двадцяти днів досить."), say(petro, "Так!")]
    hidden, alone = say(olena, "Приховане."), say(olena, "Інше.")
    group = make(*members, hidden)
    hide(hidden, marta)
    client = as_(taras)
    page = client.get(f"/{kind}s/{group}/answer")
    assert "4 зауважен" in page.text and "Строк задовгий" in page.text
    page = client.send(page, f"/{kind}s/{group}/answer", FORM)
    held = {holds_for(public_id) for public_id in members}
    assert len(held) == 1 and None not in held
    assert holds_for(hidden) is None and holds_for(alone) is None
    assert "3 зауважен" in page.text
    client.get(f"/{kind}s/{group}/answer")
    with pytest.raises(Conflict):
        answer(group, taras, kind=kind)


@pytest.mark.parametrize("kind", ["theme", "campaign"])
def test_groups_take_bad_input_and_strangers_like_comments(as_, olena, petro, taras, theirs, kind):
    group = {"theme": make_theme, "campaign": make_campaign}[kind](theirs)
    path = f"/{kind}s/{group}/answer"
    as_(petro).get(path, status=403)
    page = as_(taras).submit(path, {"decision": "rejected", "reason": ""}, status=422)
    assert "без обґрунтування" in page.text and page.forms[-1].fields["decision"] == "rejected"
    page = as_(taras).submit(path, {**FORM, "csrf_token": "x"}, status=400)
    assert page.forms[-1].fields["reason"] == REASON
    assert answers_given() == 0


def test_group_of_which_nobody_can_be_read_is_not_answered(olena, taras, theirs):
    group = make_campaign(theirs)
    withdraw(theirs, olena)
    with pytest.raises(Conflict):
        answer(group, taras, kind="campaign")


@pytest.mark.parametrize("order", [("campaign", "theme", "comment"), ("comment", "theme", "campaign")])
def test_nearest_answer_holds_whatever_came_first(olena, petro, taras, draft, order):
    one, other, third = say(olena), say(petro), say(petro, "Третє.")
    targets = {"comment": one, "theme": make_theme(one, other), "campaign": make_campaign(one, other, third)}
    given = {kind: answer(targets[kind], taras, kind=kind) for kind in order}
    assert [holds_for(public_id) for public_id in (one, other, third)] == [
        given["comment"],
        given["theme"],
        given["campaign"],
    ]


def test_comment_waited_from_its_publication_to_the_first_answer(olena, taras, theirs):
    bend(theirs, created_at=now() - timedelta(days=3))
    answer(make_campaign(theirs), taras, kind="campaign")
    answer(theirs, taras)
    row = queries.answers_for([found(holds_for(theirs)).comment_id])
    assert len(row) == 1 and count(AnsweredComment) == 1
    assert count(AnsweredComment, AnsweredComment.seconds.between(3 * 86400, 3 * 86400 + 60)) == 1


def test_later_member_is_covered_by_the_reader_and_keeps_a_nearer_answer(app, olena, petro, taras, draft):
    first, later, own = say(olena), say(petro), say(petro, "Своє.")
    campaign = make_campaign(first)
    given = answer(campaign, taras, kind="campaign")
    nearer = answer(own, taras, "rejected")
    work(app)
    for public_id in (later, own):
        join_campaign(campaign, public_id)
    say(olena, "Нове слово в журналі.")
    work(app)
    assert holds_for(later) == given and holds_for(own) == nearer
    db_count = count(AnsweredComment)
    say(olena, "Ще одне.")
    work(app)
    assert count(AnsweredComment) == db_count


def test_covering_twice_changes_nothing(olena, taras, draft):
    first, later = say(olena), say(olena)
    campaign = make_campaign(first)
    answer(campaign, taras, kind="campaign")
    join_campaign(campaign, later)
    draft_id = found(holds_for(first)).draft_id
    assert len(actions.cover_new_members(draft_id)) == 1
    assert actions.cover_new_members(draft_id) == set()


def test_answer_to_a_campaign_holds_for_the_next_copy_of_the_letter(app, client, olena, petro, taras, draft):
    letter = (
        "Прошу скоротити строк розгляду заяви до десяти днів, бо в селі люди чекають на землю роками, а сезон минає."
    )
    for person in (olena, petro):
        say(person, f"Шановна комісіє! {letter}")
    readers.run_once(app.extensions["readers"], patience=60)
    campaign = db.session.scalar(select(Campaign.public_id))
    db.session.rollback()
    given = answer(campaign, taras, "partly", kind="campaign")
    later = say(make_person("hanna", given_name="Ганна"), f"Доброго дня. {letter} З повагою, Ганна")
    readers.run_once(app.extensions["readers"], patience=60)
    assert holds_for(later) == given
    assert "3 зауваження" in client.get(f"/answers/{given}").text
    assert "Відповіли на 3 із 3" in client.get("/drafts/land/answers").text
    assert letters("hanna@example.org")[-1].subject == "Розробник відповів на ваше зауваження"
