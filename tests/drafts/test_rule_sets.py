"""Every legal number has its source, its unit and its days."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from reform_portal.drafts import rule_sets
from reform_portal.drafts.rule_sets import Rule, RuleSet, rule_set

TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An own folder of rule files; the real ones come back afterwards."""
    monkeypatch.setattr(rule_sets, "FOLDER", tmp_path)
    rule_sets.rule_sets.cache_clear()
    yield tmp_path
    rule_sets.rule_sets.cache_clear()


RULE = """
[[rule]]
key = "term"
value = {value}
unit = "day"
basis = "ст. 1"
valid_from = {begin}
{end}
verified_on = 2026-11-22
"""


def incomplete(found: RuleSet) -> list[str]:
    """Rules without a source, a unit, days or a date of reading, or that overlap."""
    faults = []
    for rule in found.rules:
        if not rule.basis.strip() or not rule.unit.strip():
            faults.append(f"{rule.key}: no basis or no unit")
        if not isinstance(rule.valid_from, date) or not isinstance(rule.verified_on, date):
            faults.append(f"{rule.key}: no dates")
        if rule.valid_to is not None and rule.valid_to < rule.valid_from:
            faults.append(f"{rule.key}: ends before it begins")
    for key in {rule.key for rule in found.rules}:
        spans = sorted((r.valid_from, r.valid_to or date.max) for r in found.rules if r.key == key)
        faults += [f"{key}: two rules on {b[0]}" for a, b in pairwise(spans) if a[1] >= b[0]]
    return faults


def test_every_rule_is_complete():
    found = rule_sets.rule_sets()
    assert {"informal", "ua.996", "ua.3841"} <= set(found)
    for one in found.values():
        assert one.title and one.title_en and one.rules
        assert incomplete(one) == []


@pytest.mark.parametrize(
    "change",
    [
        {"basis": " "},
        {"unit": ""},
        {"verified_on": None},
        {"valid_to": date(2000, 1, 1)},
    ],
)
def test_incomplete_rule_is_found(change):
    whole = rule_set("ua.996")
    assert incomplete(replace(whole, rules=(replace(whole.rules[0], **change),)))


def test_two_rules_for_one_day_are_found():
    rule = Rule("k", 1, "day", "b", date(2020, 1, 1), None, TODAY)
    assert incomplete(RuleSet("x", "x", "x", (rule, replace(rule, value=2, valid_from=date(2024, 1, 1)))))


def test_every_set_says_how_one_may_sign():
    for found in rule_sets.rule_sets().values():
        modes = found.value("comment.name_modes", TODAY)
        assert set(modes) <= {"full", "initial", "pseudonym"} and "full" in modes
        assert set(found.value("comment.counts_as_proposal", TODAY)) <= set(modes)


def test_numbers_of_the_laws():
    assert rule_set("ua.3841").value("consultation.min_term", TODAY) == 15
    assert rule_set("ua.3841").rule("consultation.min_term", TODAY).unit == "working day"
    assert rule_set("ua.996").rule("consultation.min_term", TODAY).unit == "calendar day"
    assert rule_set("ua.3841").value("report.term", TODAY) == 30


def test_rule_holds_on_its_days_alone(folder):
    old = RULE.format(value=10, begin="2020-01-01", end="valid_to = 2023-12-31")
    new = RULE.format(value=15, begin="2024-01-01", end="")
    (folder / "x.toml").write_text('name = "x"\ntitle = "X"\ntitle_en = "X"\n' + old + new)
    found = rule_set("x")
    assert [found.value("term", date(2019, 12, 31), 0), found.value("term", date(2020, 1, 1))] == [0, 10]
    assert [found.value("term", date(2023, 12, 31)), found.value("term", date(2024, 1, 1))] == [10, 15]
    assert found.rule("another", TODAY) is None


@pytest.mark.parametrize("line", ["basis", "unit", "valid_from", "verified_on"])
def test_file_without_a_needed_line_is_refused(folder, line):
    text = 'name = "x"\ntitle = "X"\ntitle_en = "X"\n' + RULE.format(value=1, begin="2020-01-01", end="")
    (folder / "x.toml").write_text("\n".join(row for row in text.split("\n") if not row.startswith(line)))
    with pytest.raises(KeyError):
        rule_sets.rule_sets()


def test_set_without_a_file_is_unknown():
    with pytest.raises(KeyError):
        rule_set("ua.0")
