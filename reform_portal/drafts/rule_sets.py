"""Dated rule files: every legal number with its unit, basis and the days it holds.

A rule set is ``rules/**/<name>.toml``: a title and a list of rules; ``rules/calendars/`` says which days are working
days, ``rules/opendata/`` how open data are published. Numbers of law live there and nowhere in the code.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "rules"
CALENDARS = FOLDER / "calendars"
OPEN_DATA = FOLDER / "opendata"


@dataclass(frozen=True)
class Rule:
    """``value`` in ``unit`` by ``basis`` from ``valid_from`` to ``valid_to`` (None: open), read on ``verified_on``."""

    key: str
    value: Any
    unit: str
    basis: str
    valid_from: date
    valid_to: date | None
    verified_on: date


@dataclass(frozen=True)
class RuleSet:
    name: str
    title: str
    title_en: str
    rules: tuple[Rule, ...]

    def rule(self, key: str, on: date) -> Rule | None:
        """The rule in force on a day, or None."""
        valid = (
            r for r in self.rules if r.key == key and r.valid_from <= on and (r.valid_to is None or on <= r.valid_to)
        )
        return next(valid, None)

    def value(self, key: str, on: date, default: Any = None) -> Any:
        rule = self.rule(key, on)
        return default if rule is None else rule.value


@lru_cache(maxsize=1)
def rule_sets() -> dict[str, RuleSet]:
    """All rule sets by name."""
    paths = sorted(path for path in FOLDER.rglob("*.toml") if path.parent not in (CALENDARS, OPEN_DATA))
    return {found.name: found for found in map(_read, paths)}


@lru_cache(maxsize=1)
def working_days() -> RuleSet:
    """The rules by which days are working days: no rule set of a consultation, but kept and dated in the same way."""
    return _read(CALENDARS / "ua.toml")


@lru_cache(maxsize=1)
def open_data_rules() -> RuleSet:
    """The rules by which open data are published: no rule set of a consultation either."""
    return _read(OPEN_DATA / "ua.835.toml")


def rule_set(name: str) -> RuleSet:
    """Raises KeyError for a name that has no file."""
    return rule_sets()[name]


def _read(path: Path) -> RuleSet:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = tuple(
        Rule(
            row["key"],
            row["value"],
            row["unit"],
            row["basis"],
            row["valid_from"],
            row.get("valid_to"),
            row["verified_on"],
        )
        for row in content["rule"]
    )
    return RuleSet(content["name"], content["title"], content["title_en"], rules)
