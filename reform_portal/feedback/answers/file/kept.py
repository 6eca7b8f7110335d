"""Rows of a filled-in table, kept between the page that shows what they would change and the button that does it.

They stand in the data folder under a name made of what they say, are seen only by the person who brought them, and
are removed after a day, or when words are erased that may be among theirs.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .reading import FileRow

KEPT_SECONDS = 24 * 3600
_TOKEN = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class KeptRows:
    name: str
    rows: Sequence[FileRow]


def folder_in(data_dir: Path) -> Path:
    return data_dir / "answers-files"


def keep(folder: Path, slug: str, person_id: int, name: str, rows: Sequence[FileRow]) -> str:
    """Keep the rows of a file that a person brought for a draft; returns the token to find them by."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    remove_old(folder)
    told = {"slug": slug, "person": person_id, "name": name, "rows": [row.as_json() for row in rows]}
    content = json.dumps(told).encode("ascii")
    token = hashlib.sha256(content).hexdigest()
    part = folder / f"{token}.{os.getpid()}.part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    part.replace(folder / f"{token}.json")
    return token


def kept(folder: Path, token: str, slug: str, person_id: int) -> KeptRows | None:
    """The rows of a token, None when they are gone or somebody else's."""
    if not _TOKEN.fullmatch(token):
        return None
    try:
        told = json.loads((folder / f"{token}.json").read_bytes())
    except FileNotFoundError:
        return None
    if (told["slug"], told["person"]) != (slug, person_id):
        return None
    return KeptRows(told["name"], [FileRow(**row) for row in told["rows"]])


def remove_old(folder: Path, older_than: float = KEPT_SECONDS) -> None:
    """Remove the rows that have been kept for so many seconds; the folder need not be there."""
    before = time.time() - older_than
    for path in folder.glob("*"):
        try:
            if path.stat().st_mtime <= before:
                path.unlink()
        except FileNotFoundError:
            # Another process removes them too.
            continue


def remove_all(folder: Path) -> None:
    """Remove all that is kept; who brought it can bring it again."""
    remove_old(folder, 0)
