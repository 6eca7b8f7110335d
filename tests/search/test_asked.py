"""The arguments of an address become a query; what makes no sense is told and does not count."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.search.asked import ARGUMENTS, read


@pytest.mark.parametrize(
    ("typed", "arguments"),
    [
        ("земля чернетка:land", {"q": "земля", "draft": "land"}),
        ("draft:land земля", {"q": "земля", "draft": "land"}),
        ("стаття:5 земля", {"q": "земля", "clause": "5"}),
        ('земля автор:"Олена Коваль"', {"q": "земля", "author": "Олена Коваль"}),
        ("земля автор:«Олена Коваль»", {"q": "земля", "author": "Олена Коваль"}),
        ("ставлення:проти", {"stance": "oppose"}),
        ("СТАВЛЕННЯ:Проти", {"stance": "oppose"}),
        ("stance:amend", {"stance": "amend"}),
        ("відповідь:так", {"answered": "yes"}),
        ("answered:no", {"answered": "no"}),
        ("вид:зауваження", {"kind": "comment"}),
        ("від:2026-11-05 до:2026-11-06", {"from": "2026-11-05", "to": "2026-11-06"}),
        ("від:05.11.2026", {"from": "2026-11-05"}),
        ("від:2026-11 до:2026-11", {"from": "2026-11-01", "to": "2026-11-30"}),
        ("від:2026 до:2026", {"from": "2026-01-01", "to": "2026-12-31"}),
        ("до:2026-02", {"to": "2026-02-28"}),
        ('"до:5 років"', {"q": '"до:5 років"'}),
        ("Зауваження до: частини", {"q": "Зауваження до: частини"}),
        ("https://example.org/", {"q": "https://example.org/"}),
    ],
)
def test_fields_become_filters(typed, arguments):
    asked = read({"q": typed})
    assert asked.arguments() == arguments and not asked.errors


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        ({"q": "від:2026-13"}, ("from", "2026-13")),
        ({"from": "31.02.2026"}, ("from", "31.02.2026")),
        ({"to": "0001-01-01"}, ("to", "0001-01-01")),
        ({"to": "9999-12-31"}, ("to", "9999-12-31")),
        ({"from": "завтра"}, ("from", "завтра")),
        ({"stance": "дуже проти"}, ("stance", "дуже проти")),
        ({"kind": "петиція"}, ("kind", "петиція")),
        ({"answered": "може"}, ("answered", "може")),
    ],
)
def test_what_makes_no_sense_is_told(arguments, wrong):
    asked = read(arguments)
    assert asked.errors == (wrong,) and not asked.has_filters


def test_days_are_those_of_kyiv_and_both_count():
    asked = read({"from": "2026-11-01", "to": "2026-11-30"})
    assert asked.first_instant == datetime(2026, 10, 31, 22, tzinfo=UTC)
    assert asked.end_instant == datetime(2026, 11, 30, 22, tzinfo=UTC)
    summer = read({"from": "2026-07-01", "to": "2026-07-01"})
    assert summer.first_instant == datetime(2026, 6, 30, 21, tzinfo=UTC)
    assert (summer.end_instant - summer.first_instant).days == 1


def test_words_count_before_arguments():
    assert read({"q": "чернетка:one", "draft": "two"}).draft == "one"


def test_changed_arguments():
    asked = read({"q": "земля", "stance": "oppose", "sort": "newest"})
    assert asked.arguments(stance=None) == {"q": "земля", "sort": "newest"}
    assert asked.arguments(draft="land")["draft"] == "land"
    assert asked.address(stance=None) == "q=%D0%B7%D0%B5%D0%BC%D0%BB%D1%8F&sort=newest"


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(ARGUMENTS), st.text(max_size=60)))
def test_any_arguments_are_read_and_say_the_same_again(given_arguments):
    asked = read(given_arguments)
    again = read(asked.arguments())
    assert again.arguments() == read(again.arguments()).arguments()
    assert asked.since is None or isinstance(asked.since, date)


@given(st.dates(date(1990, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_back(day):
    asked = read({"from": day.isoformat(), "to": day.strftime("%d.%m.%Y")})
    assert (asked.since, asked.until) == (day, day)
