"""Names: how a person is called in public, and which names nobody may take."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.people.names import (
    NAME_MODES,
    is_personal_name,
    is_pseudonym,
    mixes_alphabets,
    public_name,
    sounds_official,
)
from tests.factories import comment, say
from tests.people.accounts import account

ADDRESS = "/account/names"
FACTS = {"given_name": "Ольга", "family_name": "Кобилянська", "pseudonym": "Царівна"}

LOOK_ALIKES = dict(zip("аеіорсухАВЕІКМНОРСТХ", "aeiopcyxABEIKMHOPCTX", strict=True))
OFFICES = ("Адміністратор", "модератор", "РОЗРОБНИК", "Портал реформ", "Кабінет Міністрів", "міністерство")
UKRAINIAN = st.text("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", min_size=2, max_size=12).map(str.capitalize)
PROPERTY = settings(deadline=None, max_examples=60)


def test_names_are_changed(as_, olena):
    page = as_(olena).submit(ADDRESS, FACTS)
    assert "Збережено" in page.text
    found = account(olena.email)
    assert (found.given_name, found.family_name, found.pseudonym) == tuple(FACTS.values())


def test_published_words_keep_the_name_they_stood_under(as_, olena, draft):
    public_id = say(olena)
    as_(olena).submit(ADDRESS, FACTS)
    assert comment(public_id).author == "Олена Коваленко"


def test_pseudonym_may_be_given_up(as_, olena):
    as_(olena).submit(ADDRESS, {"pseudonym": ""})
    assert account(olena.email).pseudonym == ""


def test_form_begins_with_the_names_of_now(as_, olena):
    fields = as_(olena).get(ADDRESS).forms[-1].fields
    assert (fields["given_name"], fields["pseudonym"]) == ("Олена", "Чайка")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"given_name": ""}, "Напишіть ваше ім’я"),
        ({"family_name": "  "}, "Напишіть ваше прізвище"),
        ({"given_name": "Oльга"}, "однієї абетки"),
        ({"family_name": "Адміністратор"}, "однієї абетки"),
        ({"pseudonym": "Модератор порталу"}, "назву посади"),
        ({"pseudonym": "<script>"}, "Псевдонім"),
        ({"pseudonym": "ц" * 41}, "Псевдонім"),
    ],
)
def test_bad_input_is_named_and_nothing_changes(as_, olena, change, message):
    before = account(olena.email)
    page = as_(olena).submit(ADDRESS, FACTS | change, status=422)
    assert message in page.text
    assert account(olena.email) == before


def test_role_and_address_cannot_be_changed_with_the_names(as_, olena):
    as_(olena).submit(ADDRESS, {**FACTS, "role": "admin", "email": "x@example.org", "id": "999"})
    assert account(olena.email).role == "citizen"


def test_names_of_others_are_left_alone(as_, olena, petro):
    before = account(olena.email)
    as_(petro).submit(ADDRESS, {**FACTS, "person_id": olena.id})
    assert account(olena.email) == before


def test_signed_out_person_is_led_to_sign_in(client, olena):
    assert client.get(ADDRESS).response.request.path == "/sign-in"
    before = account(olena.email)
    client.post(ADDRESS, {**FACTS, "csrf_token": client.token()})
    assert account(olena.email) == before


def test_form_without_its_token_changes_nothing(as_, olena):
    before = account(olena.email)
    as_(olena).post(ADDRESS, FACTS, status=400)
    assert account(olena.email) == before


def test_wrong_method(as_, olena):
    assert as_(olena).ask("delete", ADDRESS).status_code == 405


@pytest.mark.parametrize(
    ("mode", "shown"), [("full", "Олена Коваленко"), ("initial", "Олена К."), ("pseudonym", "Чайка")]
)
def test_each_mode_shows_what_it_says(mode, shown):
    assert public_name(mode, "Олена", "Коваленко", "Чайка") == shown


def test_person_without_family_name_has_no_initial():
    assert public_name("initial", "Олена", "", "") == "Олена"
    assert public_name("full", "Олена", "", "") == "Олена"


def test_there_is_no_fourth_mode():
    with pytest.raises(ValueError, match="anonymous"):
        public_name("anonymous", "Олена", "Коваленко", "Чайка")
    assert NAME_MODES == ("full", "initial", "pseudonym")


@pytest.mark.parametrize("name", ["Олена", "Мар’яна", "Мар'яна", "Марʼяна", "Анна-Марія", "О. Генрі", "Łukasz", "Jane"])
def test_names_that_people_have_are_taken(name):
    assert is_personal_name(name)


@pytest.mark.parametrize(
    "name", ["", " ", "Олена1", "-Олена", "Олена-", "О_лена", "Олена<b>", "Олена\n", "😀", "А" * 61]
)
def test_what_is_not_a_name_is_refused(name):
    assert not is_personal_name(name)


@PROPERTY
@given(UKRAINIAN, st.data())
def test_one_latin_look_alike_in_a_name_is_noticed(name, data):
    places = [i for i, char in enumerate(name) if char in LOOK_ALIKES]
    if not places or len(name) < 2:
        return
    place = data.draw(st.sampled_from(places))
    forged = name[:place] + LOOK_ALIKES[name[place]] + name[place + 1 :]
    whole = "".join(LOOK_ALIKES.get(char, char) for char in name)
    assert is_personal_name(name)
    assert mixes_alphabets(forged) or forged == whole
    assert is_personal_name(forged) is is_pseudonym(forged) is not mixes_alphabets(forged)


@PROPERTY
@given(st.sampled_from(OFFICES), st.data())
def test_office_is_recognised_through_look_alikes(office, data):
    forged = "".join(LOOK_ALIKES[char] if char in LOOK_ALIKES and data.draw(st.booleans()) else char for char in office)
    assert sounds_official(forged)
    assert not is_pseudonym(forged)


@PROPERTY
@given(UKRAINIAN, UKRAINIAN)
def test_ordinary_ukrainian_names_are_never_refused(given_name, family_name):
    if not sounds_official(given_name + family_name):
        assert is_personal_name(given_name)
        assert is_personal_name(f"{given_name}-{family_name}")
        assert is_pseudonym(given_name)


@pytest.mark.parametrize("name", ["ＡＤＭＩＮ", "𝐀𝐝𝐦𝐢𝐧", "Moderator 2", "адм1н1стратор", "м0дератор"])
def test_office_in_another_dress_is_recognised(name):
    assert sounds_official(name)


@pytest.mark.parametrize("name", ["\u039fлена", "Гал\u03b9на", "Ол\uff45на"])
def test_look_alikes_of_other_alphabets_are_noticed(name):
    assert not is_personal_name(name)
