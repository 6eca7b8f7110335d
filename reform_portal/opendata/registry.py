"""The state portal's registry of datasets, and the passport and the structure of each (Resolution No. 835).

What the papers must have stands in the dated rules, ``rules/opendata/ua.835.toml``. Pure: what the body that publishes
did not set stays an empty cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..core.settings import Publisher
from ..core.spreadsheets import csv_lines
from ..drafts.rule_sets import open_data_rules
from .datasets import DATASETS, Column, Dataset

FREQUENCY = "DAILY"
FORMATS = ("CSV", "JSONL")
STRUCTURE_HEADER = ("table", "name", "title", "titleEn", "type", "codes")


@dataclass(frozen=True)
class Facts:
    """``issued`` is the day of the first publication, ``modified`` that of the newest dump; empty while unknown."""

    base_url: str
    publisher: Publisher
    today: date
    issued: str = ""
    modified: str = ""

    @property
    def page(self) -> str:
        return f"{self.base_url}/open-data"


def frequency_word(on: date, code: str = FREQUENCY) -> str:
    """The word of the rule's list for a code of the EU vocabulary. Raises KeyError."""
    words = {row["code"]: row["word"] for row in open_data_rules().value("frequency.words", on, [])}
    return words[code]


def registry(facts: Facts) -> str:
    """All datasets as the state portal takes them in, one a row."""
    columns = open_data_rules().value("registry.columns", facts.today, [])
    rows = ([_registered(dataset, facts)[column] for column in columns] for dataset in DATASETS)
    return "".join(csv_lines(columns, rows))


def passport(dataset: Dataset, facts: Facts) -> str:
    """The passport of a dataset: part, name of the part, value."""
    parts = open_data_rules().value("passport.parts", facts.today, [])
    values = _passport(dataset, facts)
    return "".join(csv_lines(("part", "title", "value"), ((p["part"], p["uk"], values[p["part"]]) for p in parts)))


def structure(dataset: Dataset) -> str:
    """The structure of a dataset: every column of its tables."""
    rows = [_described(table.name, column) for table in dataset.tables for column in table.columns]
    return "".join(csv_lines(STRUCTURE_HEADER, rows))


def _registered(dataset: Dataset, facts: Facts) -> dict[str, str]:
    return {
        "identifier": identifier(dataset, facts.publisher),
        "title": dataset.title_uk,
        "description": dataset.description_uk,
        "accrualPeriodicity": frequency_word(facts.today),
        "keyword": ", ".join(dataset.keywords_uk),
        "purpose": dataset.purpose_uk,
        "landingPage": f"{facts.page}#{dataset.name}",
        "distributionFormat": ", ".join(_formats(dataset)),
        "publisherName": facts.publisher.name,
        "publisherIdentifier": facts.publisher.code,
        "contactPointFn": facts.publisher.contact,
        "contactPointHasEmail": facts.publisher.email,
    }


def identifier(dataset: Dataset, publisher: Publisher) -> str:
    """Lasting within the publisher: «00000000-comments», without the code while that is not set."""
    return f"{publisher.code}-{dataset.name}" if publisher.code else dataset.name


def _passport(dataset: Dataset, facts: Facts) -> dict[str, str]:
    row = _registered(dataset, facts)
    return {
        "identifier": row["identifier"],
        "title": row["title"],
        "description": row["description"],
        "formats": row["distributionFormat"],
        "frequency": row["accrualPeriodicity"],
        "keywords": row["keyword"],
        "purpose": row["purpose"],
        "publisher": row["publisherName"],
        "publisher_code": row["publisherIdentifier"],
        "contact": row["contactPointFn"],
        "email": row["contactPointHasEmail"],
        "language": "українська",
        "page": row["landingPage"],
        "issued": facts.issued,
        "modified": facts.modified,
        "version": facts.modified[:10],
        "licence": open_data_rules().value("reuse.terms", facts.today, ""),
    }


def _formats(dataset: Dataset) -> Sequence[str]:
    return (*FORMATS, "ZIP") if dataset.more else FORMATS


def _described(table: str, column: Column) -> tuple[str, ...]:
    return table, column.name, column.uk, column.en, column.kind, " ".join(column.codes)
