"""What the tests of open data share: a dump made here, and its tables read back."""

import gzip
import json
from typing import Any

from reform_portal.core.database import db
from reform_portal.opendata import dumps, making
from reform_portal.opendata.datasets import TABLES
from reform_portal.opendata.dumps import Dump
from tests.feedback.sheets import read_csv

BY_NAME = {table.name: table for table in TABLES}


def dump() -> Dump:
    """Make a dump of this moment."""
    made = making.make()
    assert made is not None
    return made


def good() -> list[Dump]:
    """The dumps that may be handed out now."""
    db.session.rollback()
    found = dumps.good_dumps()
    db.session.rollback()
    return found


def content(made: Dump, name: str) -> bytes:
    """The bytes of a file, unpacked."""
    data = (made.folder / name).read_bytes()
    return gzip.decompress(data) if name.endswith(".gz") else data


def csv_of(made: Dump, table: str) -> list[dict[str, str]]:
    return read_csv(content(made, BY_NAME[table].file_name("csv")))


def json_of(made: Dump, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content(made, BY_NAME[table].file_name("jsonl")).decode().splitlines()]


def everything(made: Dump) -> str:
    """All that a dump says, in one text."""
    names = [file.name for file in made.files if not file.name.endswith(".zip")]
    return "\n".join(content(made, name).decode() for name in names)
