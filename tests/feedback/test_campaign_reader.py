"""Near-identical comments are grouped as they come, and leave no trace when their words go."""

import pytest
from sqlalchemy import event, func, select

from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.core.errors import NotFound
from reform_portal.discussion import actions as discussion
from reform_portal.discussion import queries as comments
from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback.campaigns import queries
from reform_portal.feedback.campaigns.models import Campaign, CampaignMember, Fingerprint
from reform_portal.feedback.campaigns.reader import CampaignReader
from reform_portal.journal import readers
from tests.discussion.acts import bend, erase, hide, support, withdraw
from tests.factories import comment, make_draft, make_person, say

LETTER = (
    "Прошу не скасовувати автобус до лікарні, бо люди похилого віку не мають чим туди дістатися. "
    "Торік маршрут уже закривали на два місяці, і черга на виклик швидкої виросла втричі."
)
MINE = f"Шановні депутати!\n{LETTER} Я сама вожу туди маму щовівторка.\nЗ повагою,\nОлена Коваленко"
SWAPPED = (
    "Торік маршрут уже закривали на два місяці, і черга на виклик швидкої виросла втричі. "
    "Прошу не скасовувати автобус до лікарні, бо люди похилого віку не мають чим туди дістатися."
)
LOOK_ALIKE = LETTER.replace("о", "o").replace("і", "i").replace("'", "’")
OTHER = (
    "Маршрут до лікарні потрібен, але раз на годину йому ходити нема чого: водії возять повітря. "
    "Краще пустити малий автобус на виклик, як зробили у Балті минулої весни."
)


@pytest.fixture
def people(app, draft):
    return [make_person(f"citizen{number}") for number in range(6)]


def follow():
    readers.run_once([CampaignReader()])
    db.session.rollback()


def state():
    """The campaigns by the public ids of their members, the representative first."""
    follow()
    found = {}
    for row in db.session.execute(select(Campaign.__table__)):
        ids = db.session.scalars(select(CampaignMember.comment_id).where(CampaignMember.campaign_id == row.id))
        names = comments.public_ids(list(ids))
        first = names.pop(row.representative_id)[0]
        found[row.public_id] = (first, *sorted(name for name, _external in names.values()))
    return found


def groups():
    return sorted(state().values())


def only():
    (found,) = state().items()
    return found


def everything():
    """All that the reader keeps, without the random ids of campaigns."""
    campaigns = db.session.execute(
        select(Campaign.representative_id, Campaign.size, Campaign.texts, Campaign.people, Campaign.submissions)
    ).all()
    members = db.session.execute(
        select(CampaignMember.comment_id, Campaign.representative_id, CampaignMember.similarity, CampaignMember.text)
        .join(Campaign, Campaign.id == CampaignMember.campaign_id)
        .order_by(CampaignMember.comment_id)
    ).all()
    prints = db.session.execute(
        select(Fingerprint.__table__).order_by(Fingerprint.comment_id, Fingerprint.band, Fingerprint.hash)
    ).all()
    db.session.rollback()
    return sorted(campaigns), members, prints


def fingerprints_of(public_id):
    there = select(func.count()).select_from(Fingerprint).where(Fingerprint.comment_id == comment(public_id).id)
    found = db.session.scalar(there)
    db.session.rollback()
    return found


def restore(public_id, moderator):
    with unit_of_work():
        discussion.restore(comments.find_comment(public_id), moderator)


def edit(public_id, person, body):
    with unit_of_work():
        discussion.edit(comments.find_comment(public_id), person, body, "oppose")


def test_copies_are_one_campaign_across_clauses_and_others_are_not(people):
    first = say(people[0], LETTER)
    rest = [
        say(people[1], MINE, eid="art_2"),
        say(people[2], SWAPPED, eid=""),
        say(people[3], LOOK_ALIKE),
    ]
    say(people[4], OTHER)
    assert groups() == [(first, *sorted(rest))]


def test_texts_people_and_submissions_are_counted_each(people):
    said = [say(people[0], LETTER), say(people[0], LETTER), say(people[1], MINE)]
    follow()
    support(said[0], people[2])
    follow()
    (row,) = queries.campaigns_of(draft_by_slug("land").id).items
    assert (row.size, row.texts, row.people, row.submissions) == (3, 2, 2, 4)
    assert (row.representative_public_id, row.representative_body) == (said[0], LETTER)


def test_a_comment_alone_is_in_no_campaign(people):
    say(people[0], LETTER)
    say(people[1], OTHER)
    assert groups() == []


def test_short_texts_are_grouped_only_when_they_are_the_same(people):
    first, second = say(people[0], "Підтримую!"), say(people[1], "  підтримую ")
    say(people[2], "Не підтримую!")
    say(people[3], "Підтримую частково")
    assert groups() == [(first, second)]


def test_drafts_are_apart(people):
    make_draft("water")
    say(people[0], LETTER)
    say(people[1], LETTER, slug="water")
    assert groups() == []


def test_the_law_itself_makes_no_campaign(people):
    quoted = "«Рада розглядає заяву протягом 30 календарних днів з дня подання. Якщо відповіді немає, заяву вважають задоволеною»"
    say(people[0], f"{quoted} — це замало для складних справ, дайте більше часу.")
    say(people[1], f"Навіщо так довго? {quoted}. Десяти вистачить кожному.")
    assert groups() == []


def test_drafters_answers_are_no_campaign(people, taras):
    for _time in range(3):
        say(taras, LETTER)
    assert groups() == []


@pytest.mark.parametrize("leave", ["withdraw", "hide", "erase", "edit"])
def test_what_leaves_is_not_counted(people, marta, leave):
    first = say(people[0], LETTER)
    second, third = say(people[1], LETTER), say(people[2], MINE)
    name, _members = only()
    {
        "withdraw": lambda: withdraw(second, people[1]),
        "hide": lambda: hide(second, marta),
        "erase": lambda: erase(second, marta),
        "edit": lambda: edit(second, people[1], OTHER),
    }[leave]()
    assert only() == (name, (first, third))
    assert (fingerprints_of(second) > 0) == (leave == "edit")


def test_the_representative_leaves_and_the_campaign_goes_on_under_its_name(people, marta):
    first, second, third = (say(person, LETTER) for person in people[:3])
    name, _members = only()
    erase(first, marta)
    assert only() == (name, (second, third))
    assert fingerprints_of(first) == 0
    assert db.session.scalar(select(func.count()).select_from(CampaignMember)) == 2


def test_a_campaign_of_one_is_none_any_more(people, marta):
    first, second = say(people[0], LETTER), say(people[1], LETTER)
    assert groups() == [(first, second)]
    hide(first, marta)
    assert groups() == []
    third = say(people[2], MINE)
    assert groups() == [(second, third)]


def test_what_is_restored_comes_back_and_the_earliest_represents_again(people, marta):
    first, _second, _third = (say(person, LETTER) for person in people[:3])
    name, before = only()
    hide(first, marta)
    follow()
    restore(first, marta)
    assert only()[1] == before
    assert only()[0] == name


def test_the_most_frequent_wording_represents(people):
    own = "Пишу вам утретє, і знову те саме, хоч як мені соромно набридати поважним людям у раді міста. "
    third = say(people[0], MINE.replace("\nЗ повагою", f" {own}\nЗ повагою"))
    first, second = say(people[1], LETTER), say(people[2], LETTER)
    assert groups() == [(first, *sorted((second, third)))]


def test_taking_entries_twice_changes_nothing(people, marta):
    said = [
        say(people[0], LETTER),
        say(people[1], MINE),
        say(people[2], SWAPPED),
        say(people[3], "За"),
        say(people[4], "за"),
    ]
    hide(said[0], marta)
    restore(said[0], marta)
    withdraw(said[3], people[3])
    follow()
    before = everything()
    readers.reset("campaigns")
    follow()
    assert everything() == before


def test_one_by_one_and_all_at_once_make_the_same_groups(people, marta):
    for person, body in zip(people, (MINE, LETTER, OTHER, SWAPPED, LOOK_ALIKE, LETTER), strict=True):
        say(person, body)
        follow()
    before = groups()
    with unit_of_work():
        for model in (CampaignMember, Campaign, Fingerprint):
            db.session.execute(model.__table__.delete())
    readers.reset("campaigns")
    assert groups() == before


def reworded(number):
    """A letter as nobody sends it twice: every eighth word is another."""
    words = f"{LETTER} {OTHER}".split()
    return " ".join(f"інше{number}{at}" if (at + number) % 8 == 0 else word for at, word in enumerate(words))


def test_letters_that_everybody_reworded_are_one_campaign_and_stay_one(people, marta):
    said = [say(person, reworded(number)) for number, person in enumerate(people)]
    (members,) = groups()
    assert sorted(members) == sorted(said)
    before = everything()
    readers.reset("campaigns")
    follow()
    assert everything() == before
    found = queries.find_copy(draft_by_slug("land").id, reworded(7))
    assert (found.public_id, found.size) == (members[0], 6)
    erase(members[0], marta)
    (left,) = groups()
    assert sorted(left) == sorted({*said} - {members[0]})
    assert fingerprints_of(members[0]) == 0


def test_a_copy_about_to_be_posted_is_found(people):
    first = say(people[0], LETTER)
    say(people[1], OTHER)
    follow()
    draft_id = draft_by_slug("land").id
    found = queries.find_copy(draft_id, MINE)
    assert (found.public_id, found.campaign, found.size) == (first, None, None)
    for person in people[2:4]:
        say(person, LETTER)
    name, _members = only()
    found = queries.find_copy(draft_id, SWAPPED)
    assert (found.public_id, found.campaign, found.size, found.people) == (first, name, 3, 3)


@pytest.mark.parametrize(
    "body", ["За", "", " ", "👍", "Зовсім інший текст про інше, в якому десять слів і ще кілька.", "x" * 10000]
)
def test_what_is_no_copy_finds_none(people, body):
    say(people[0], LETTER)
    follow()
    assert queries.find_copy(draft_by_slug("land").id, body) is None


def test_a_hidden_comment_is_not_offered(people, marta):
    hidden = say(people[0], LETTER)
    follow()
    bend(hidden, status="hidden")
    assert queries.find_copy(draft_by_slug("land").id, LETTER) is None


def test_finding_a_copy_takes_three_queries(people):
    for person in people[:3]:
        say(person, LETTER)
    follow()
    draft_id = draft_by_slug("land").id
    queries.find_copy(draft_id, MINE)
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
    queries.find_copy(draft_id, MINE)
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 3


def test_campaigns_are_shown_from_three_the_largest_first_by_pages(people):
    small = [say(person, OTHER) for person in people[:2]]
    middle = [say(person, "Додайте список винятків") for person in people[:3]]
    large = [say(person, LETTER) for person in people[:4]]
    follow()
    draft_id = draft_by_slug("land").id
    first = queries.campaigns_of(draft_id, size=1)
    second = queries.campaigns_of(draft_id, first.next, size=1)
    assert [row.representative_public_id for row in (*first.items, *second.items)] == [large[0], middle[0]]
    assert second.next is None
    ids = {name: comment(name).id for name in (small[0], middle[1], large[3])}
    found = queries.campaign_of(list(ids.values()))
    assert {one: row.size for one, row in found.items()} == {ids[middle[1]]: 3, ids[large[3]]: 4}
    assert queries.campaign_of([]) == {}


def test_every_member_is_listed(people, marta):
    said = [say(person, LETTER) for person in people[:5]]
    follow()
    campaign = queries.campaigns_of(draft_by_slug("land").id).items[0]
    first = queries.members_of(campaign.id, size=3)
    second = queries.members_of(campaign.id, first.next, size=3)
    assert [row.public_id for row in (*first.items, *second.items)] == said
    assert queries.campaign_by_public_id(campaign.public_id).size == 5
    hide(said[1], marta)
    assert said[1] not in [row.public_id for row in queries.members_of(campaign.id).items]
    with pytest.raises(NotFound):
        queries.campaign_by_public_id("nothing")


def test_pages_are_made_anew_when_a_campaign_changes(people):
    say(people[0], LETTER)
    follow()
    say(people[1], LETTER)
    before = draft_by_slug("land").revision
    follow()
    assert draft_by_slug("land").revision == before + 1
    follow()
    assert draft_by_slug("land").revision == before + 1
    assert queries.campaigns_of(draft_by_slug("land").id).items == []
    assert now() >= db.session.scalar(select(Campaign.created_at))
